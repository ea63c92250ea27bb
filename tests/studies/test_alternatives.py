"""Alternatives are feasible, within the slack, and what is called a must-have is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import greenport as gp
from greenport.studies import Alternatives

TWINS = {
    "suppliers": "[{id: maker, port: zhanjiang, distance: 1200 nmi, fuel: hefa_spk, price: 2000 USD/t, "
    "available: 500 kt/yr, intensity: 20 gCO2e/MJ}, {id: other, port: zhanjiang, distance: 1200 nmi, "
    "fuel: hefa_spk, price: 2010 USD/t, available: 500 kt/yr, intensity: 20 gCO2e/MJ}]",
    "offers": "[{id: neat, supplier: maker, deliver: terminal, ship: tanker, parcel: 5000 t, "
    "freight: 50 USD/t}, {id: too, supplier: other, deliver: terminal, ship: tanker, parcel: 5000 t, "
    "freight: 50 USD/t}]",
}


@pytest.fixture(scope="module")
def found(small: Callable[..., gp.Scenario]) -> Alternatives:
    return gp.alternatives(small("airport", TWINS), slack=0.05)


def test_another_supplier_is_an_alternative(found: Alternatives) -> None:
    assert len(found.found) == 2
    assert found.found[1].refused == ("fuel from maker",)
    assert "fuel from other" in found.found[1].has


def test_every_alternative_is_a_sound_plan_within_the_slack(found: Alternatives) -> None:
    for one in found.found:
        assert one.plan.cost <= found.limit
        assert gp.verify(one.plan).sound


def test_a_must_have_is_in_every_plan_and_dear_to_refuse(
    small: Callable[..., gp.Scenario], found: Alternatives
) -> None:
    """Without its tank the port goes without the fuel, which costs more than the slack."""
    assert "neat_tank" in found.must_haves
    assert set(found.must_haves) <= set(found.shared)
    assert gp.evaluate(small("airport", TWINS), {}).lower_bound > found.limit


def test_refusing_parts_does_not_recompile(found: Alternatives) -> None:
    assert found.compilations == 2


def test_the_plans_are_told_by_shape(found: Alternatives) -> None:
    assert found.shapes()["plans"].sum() == len(found.found)
    assert "All share" in str(found)


@pytest.mark.parametrize("slack", [0, -0.1, 2, "a lot", True])
def test_a_slack_that_is_no_share_is_refused(small: Callable[..., gp.Scenario], slack: object) -> None:
    with pytest.raises(gp.ScenarioError, match="slack"):
        gp.alternatives(small(), slack=slack)  # type: ignore[arg-type]
