"""Whole cargoes and whole stems on single days: the base-stock rule and the berths it has to share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from greenport.sizing.problem import Floats, Problem
from greenport.sizing.schedule import NoScheduleError, place_cargoes, whole_stems
from greenport.sizing.stamp import Key

ROUTE, POOL = "cargo>site.methanol", "site.methanol"
SERVE = ("serve", ("site.methanol", "barge", "customer"))


def annual(cargoes: int, tanks: int = 1, jetties: int = 1) -> dict[Key, float]:
    """A year in which some cargoes come into some tanks at some jetties."""
    return {
        ("n", ("tank",)): tanks,
        ("n", ("jetty",)): jetties,
        ("count", (ROUTE,)): cargoes,
        ("cargo", (ROUTE,)): float(cargoes),
        ("safety", (POOL,)): 1.0,
    }


def even(total: float) -> Floats:
    return np.full(365, total / 365)


def placed(problem: Problem, cargoes: int, issue: Floats, dip: float = 0.0, **more: int) -> list[int]:
    """Days of the cargoes, in order."""
    found = place_cargoes(problem, 0, annual(cargoes, **more), {POOL: issue}, {}, dip={POOL: dip})
    return sorted(int(str(index[1])) for (_, index), value in found.items() for _ in range(round(value)))


def stock_after(days: list[int], issue: Floats, parcel: float = 4.0) -> Floats:
    """Stock at the end of each day, its least value set to zero."""
    received = np.zeros(365)
    np.add.at(received, days, parcel)
    running: Floats = np.cumsum(received - issue)
    return np.asarray(running - running.min(), dtype=float)


def test_a_cargo_comes_on_the_last_day_that_keeps_the_stock_up(toy_problem: Callable[..., Problem]) -> None:
    """Drawn evenly, eight cargoes of 4 kt come 365 / 8 days apart."""
    days = placed(toy_problem({"demand.customer.asks": "32 kt/yr"}), 8, even(32))
    assert np.diff(days) == pytest.approx(365 / 8, abs=1)
    assert stock_after(days, even(32)).max() < 4.1


def test_cargoes_follow_the_demand(toy_problem: Callable[..., Problem]) -> None:
    """All 16 kt leave in the first quarter: the four cargoes come then."""
    issue = np.zeros(365)
    issue[:91] = 16 / 91
    days = placed(toy_problem(), 4, issue)
    assert sum(day < 91 or day == 364 for day in days) == 4


def test_certification_brings_every_cargo_forward_by_its_hold(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem({"demand.customer.asks": "32 kt/yr"})
    held = replace(problem, pools=(replace(problem.pools[0], hold_days=3),))
    before, after = (placed(p, 8, even(32)) for p in (problem, held))
    assert {(day - 3) % 365 for day in before} == set(after)


def test_a_taken_berth_sends_the_next_cargo_to_an_earlier_day(toy_problem: Callable[..., Problem]) -> None:
    """Two cargoes wanted on one day, one jetty: they lie a day apart; with two jetties they do not."""
    issue = np.zeros(365)
    issue[100] = 8.0
    problem = toy_problem({"places.site.pools.methanol.modules.tank.volume": "20000 m^3"})
    one, two = (placed(problem, 2, issue, jetties=n) for n in (1, 2))
    assert one == [99, 100]
    assert two == [100, 100]


def test_no_cargo_comes_on_a_closed_day(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem({"demand.customer.asks": "32 kt/yr"})
    free = placed(problem, 8, even(32))
    closed = np.zeros((1, 365))
    closed[0, free[3]] = 24.0
    stormy = replace(problem, closed={**problem.closed, "berth": closed})
    moved = placed(stormy, 8, even(32))
    assert free[3] not in moved
    assert free[3] - 1 in moved


def test_a_cargo_without_room_has_no_schedule(toy_problem: Callable[..., Problem]) -> None:
    """Twelve kt leave on one day; three cargoes before it do not fit into 7.5 kt."""
    issue = np.zeros(365)
    issue[100] = 12.0
    with pytest.raises(NoScheduleError, match="no room") as error:
        placed(toy_problem(), 3, issue)
    assert error.value.pool == POOL
    assert error.value.route == ROUTE


def test_a_dip_into_the_safety_stock_makes_room(toy_problem: Callable[..., Problem]) -> None:
    """8 kt leave on a day, so the day before 4 kt lie above the least stock; a filling of 66.8 % leaves 3.5.

    One stem of 1 kt of the safety stock is what is missing.
    """
    issue = np.zeros(365)
    issue[100] = 8.0
    problem = toy_problem()
    tight = replace(problem, pools=(replace(problem.pools[0], fill=0.668),))
    with pytest.raises(NoScheduleError, match="no room"):
        placed(tight, 2, issue)
    assert placed(tight, 2, issue, dip=1.0) == [99, 100]


def weekly(values: Mapping[tuple[str, int], float]) -> dict[Key, float]:
    """Values by source and week."""
    keys: dict[str, tuple[str, tuple[object, ...]]] = {
        "serve": SERVE,
        "direct": ("direct", ("straight", "customer")),
        "unserved": ("unserved", ("customer",)),
    }
    return {(keys[name][0], (*keys[name][1], week)): value for (name, week), value in values.items()}


def with_stems(problem: Problem, days: list[int]) -> Problem:
    asked = np.zeros((1, 365))
    np.add.at(asked[0], days, 1.0)
    return replace(problem, demands=(replace(problem.demands[0], asked=asked, stem=np.ones(1)),))


def test_every_stem_has_one_source_and_its_own_day(toy_problem: Callable[..., Problem]) -> None:
    """Week 0 asks on days 1, 3 and 5: the direct one comes first, then the tank's, then none."""
    problem = with_stems(toy_problem(), [1, 3, 5])
    found = whole_stems(problem, 0, weekly({("serve", 0): 1, ("direct", 0): 1, ("unserved", 0): 1}))
    assert found == {
        ("direct", ("straight", "customer", 1)): 1.0,
        ("serve", ("site.methanol", "barge", "customer", 3)): 1.0,
        ("unserved", ("customer", 5)): 1.0,
    }


def test_two_stems_of_a_day_may_come_from_one_source(toy_problem: Callable[..., Problem]) -> None:
    problem = with_stems(toy_problem(), [8, 8, 360])
    found = whole_stems(problem, 0, weekly({("serve", 1): 2, ("serve", 51): 1}))
    assert found == {
        ("serve", ("site.methanol", "barge", "customer", 8)): 2.0,
        ("serve", ("site.methanol", "barge", "customer", 360)): 1.0,
    }


def test_the_rounding_of_a_solver_moves_no_stem(toy_problem: Callable[..., Problem]) -> None:
    problem = with_stems(toy_problem(), [8, 9])
    found = whole_stems(problem, 0, weekly({("serve", 1): 1.9999999, ("direct", 1): 1e-10}))
    assert sum(found.values()) == 2.0
    assert {name for name, _ in found} == {"serve"}
