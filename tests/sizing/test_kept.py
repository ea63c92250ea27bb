"""Compiled years that are kept serve every problem of their structure, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.sizing import problem as parts
from greenport.sizing import regulations
from greenport.sizing.kept import Models
from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.structure import VECTORS, structure
from greenport.sizing.times import Times

GROUPS = (
    *("assets", "places", "pools", "suppliers", "routes", "directs", "modes", "links", "demands"),
    *("blendings", "targets", "volumes", "limits", "caps", "budgets"),
)

RICH = {
    "years.milestones": "[2030, 2032]",
    "years.horizon": "2035",
    "more_or_less": "5 %",
    "demand.customer.asks": "{2030: 40 kt/yr, 2032: 80 kt/yr}",
    "demand.customer.at_least": "50 %",
    "demand.customer.port_stay": "4 h",
    "places.site.site_area": "3 ha",
    "places.site.storage_limit": "30000 m^3",
    "places.site.pools.methanol.hold": "2 d",
    "delivery.barge.stems_per_trip": "2",
    "delivery.barge.capacity": "2000 t",
    "delivery.barge.buy": "{capex: 5 MUSD, opex: 0.2 MUSD/yr, life: 20 yr, works: 24 month, at_most: 2}",
    "offers.straight.parcel": "2000 t",
    "suppliers.maker.take_at_least": "20 %",
    "places.site.pools.methanol.pipeline": (
        "{id: line, rate: 300 m^3/h, at_most: 2, capex: 2 MUSD, life: 20 yr, works: 18 month}"
    ),
    "rules": (
        "[{kind: intensity, id: mean, fuel: methanol, limit: {2030: 80 gCO2e/MJ, 2032: 60 gCO2e/MJ}, "
        "deficit: 600 USD/tCO2e, credit: 200 USD/tCO2e}, "
        "{kind: cap, id: ceiling, most: 70 ktCO2e/yr}, "
        "{kind: volume_target, id: plan, least: 30 kt/yr, given: 10 kt/yr, begins: 2030, status: vision}, "
        "{kind: budget, id: purse, most: {2030: 20 MUSD, 2032: 10 MUSD}}]"
    ),
}


def assert_equal(one: Matrix, other: Matrix) -> None:
    assert one.columns == other.columns
    assert one.rows == other.rows
    assert abs(one.a - other.a).max() <= 1e-12
    for name in ("row_lower", "row_upper", "cost", "lower", "upper", "whole"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=1e-12)


def changed(problem: Problem, group: str, name: str, factor: float) -> Problem:
    """The problem with one field of every item of a group made larger or smaller."""

    def other(item: Any) -> Any:
        value = getattr(item, name)
        if name == "fit" and value == 1:  # a stem that is not cut has no row V5
            return item
        if isinstance(value, np.ndarray):
            return replace(item, **{name: (value * factor).astype(value.dtype)})
        if isinstance(value, tuple):
            return replace(item, **{name: tuple(v * factor for v in value)})
        if isinstance(value, bool):
            return replace(item, **{name: not value})
        if isinstance(value, int):
            return replace(item, **{name: value + 1})
        if isinstance(value, float):
            return replace(item, **{name: value * factor})
        return item

    items: Any = {group: tuple(other(item) for item in getattr(problem, group))}
    return replace(problem, **items)


@pytest.fixture(scope="module")
def problems(toy_problem: Callable[..., Problem]) -> dict[str, Problem]:
    return {"toy": toy_problem(RICH), "airport": toy_problem({"rules.aim.share": "2 %"}, name="airport")}


KINDS: list[type] = [parts.Asset, parts.Place, parts.Pool, parts.Supplier, parts.Route, parts.Direct]
KINDS += [
    parts.Mode,
    parts.Link,
    parts.Demand,
    regulations.Blending,
    regulations.Target,
    regulations.VolumeTarget,
]
KINDS += [regulations.IntensityLimit, regulations.Cap, regulations.Budget]
VECTOR_FIELDS = [
    (group, name) for group, kind in zip(GROUPS, KINDS, strict=True) for name in sorted(VECTORS[kind])
]
BERTHS = {("assets", "at_most"), ("assets", "standing"), ("places", "open_share"), ("places", "occupancy")}
"""What changes how berths are counted (U4), and so the matrix."""


@pytest.mark.parametrize("where", ["toy", "airport"])
def test_a_kept_year_stamped_for_other_vectors_equals_a_fresh_one(
    problems: dict[str, Problem], where: str
) -> None:
    problem, other, times = problems[where], problems[where], Times.weekly()
    for group, name in VECTOR_FIELDS:
        if (group, name) in BERTHS:
            continue
        other = changed(other, group, name, 0.9)
        assert structure(other) == structure(problem), (group, name)
    tanks = tuple(replace(a, at_most=a.at_most + 1) if a.kind == "tank" else a for a in other.assets)
    other = replace(other, assets=tanks)
    kept, fresh = compile_operation(problem, times), compile_operation(other, times)
    for y in range(len(problem.years)):
        assert_equal(replace(kept, problem=other).year(y), fresh.year(y))


def test_a_field_that_shapes_the_matrix_changes_the_key(problems: dict[str, Problem]) -> None:
    problem = problems["toy"]
    for group in GROUPS:
        for item in getattr(problem, group)[:1]:
            for field in fields(item):
                value = getattr(item, field.name)
                if field.name in VECTORS[type(item)] or not isinstance(value, int | float) or not value:
                    continue
                assert structure(changed(problem, group, field.name, 0.9)) != structure(problem), field.name


@settings(max_examples=8, deadline=None)
@given(
    price=st.floats(500, 1500),
    demand=st.floats(10, 90),
    area=st.floats(1, 9),
    most=st.integers(1, 6),
    stay=st.floats(2.5, 4.5),
)
def test_prices_demand_and_limits_never_recompile(
    toy_problem: Callable[..., Problem],
    price: float,
    demand: float,
    area: float,
    most: int,
    stay: float,
) -> None:
    models = Models()
    base = toy_problem(RICH)
    models.weekly(base)
    other = toy_problem(
        RICH
        | {"suppliers.maker.price": f"{price} USD/t", "demand.customer.asks": f"{demand} kt/yr"}
        | {"places.site.site_area": f"{area} ha", "demand.customer.port_stay": f"{stay} h"}
        | {"places.site.pools.methanol.modules.tank.at_most": str(most)}
    )
    stamped = models.weekly(other).year(0)
    assert models.compilations == 1
    assert_equal(stamped, compile_operation(other, Times.weekly()).year(0))
