"""Conflicts planted at random: one limit of a small terminal drawn too tight is always named, and mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario
from greenport.scenario.loading import check
from greenport.scenario.merging import override
from greenport.sizing import Diagnosis, size

STORED = "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]"


@st.composite
def tightened(draw: st.DrawFn) -> tuple[str, str]:
    """A key of a terminal that must serve 35 of 40 kt from tanks, and a value with which it cannot."""
    key, value = draw(
        st.sampled_from(
            [
                ("suppliers.maker.available", st.integers(0, 34).map("{} kt/yr".format)),
                ("places.site.site_area", st.integers(1, 99).map(lambda n: f"{n / 100} ha")),
                ("places.site.storage_limit", st.integers(100, 9999).map("{} m^3".format)),
                (
                    "places.site.approvals",
                    st.integers(31, 90).map("[{{step: permit, takes: {} month}}]".format),
                ),
                ("places.site.tenure", st.integers(2027, 2030).map("{{until: {}}}".format)),
                ("places.site.pools.methanol.days_of_cover", st.integers(310, 365).map("{} d".format)),
                ("delivery.barge.hire_at_most", st.just("0")),
                ("places.site.pools.methanol.compartments", st.integers(5, 9).map(str)),
            ]
        )
    )
    return key, draw(value)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(planted=tightened())
def test_the_limit_drawn_too_tight_is_named_and_the_patch_has_a_plan(
    toy_scenario: Callable[..., Scenario], planted: tuple[str, str]
) -> None:
    key, value = planted
    scenario = toy_scenario({"offers": STORED, "demand.customer.at_least": "90 %", key: value})
    with pytest.raises(InfeasibleError) as raised:
        size(scenario)
    found = raised.value.diagnosis
    assert isinstance(found, Diagnosis)
    assert found.minimal
    assert any(line.key.startswith(key) for line in found.clash)
    assert any(line.key == "demand.customer.at_least" for line in found.clash)
    tree = scenario.tree
    for changed, text in found.mends[0].overrides.items():
        tree = override(tree, changed, text)
    assert size(check(tree, "mended.yaml"), gap="100 %").violation < 1e-5
