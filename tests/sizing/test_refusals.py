"""What has no plan, or almost none: said in the user's terms, with what was left out and why."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from greenport.errors import InfeasibleError, StoppedError
from greenport.sizing import Plan
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Run

STORED = {"offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]"}


def test_a_run_that_is_stopped_before_any_plan_says_so(toy_problem: Callable[..., Problem]) -> None:
    stop = threading.Event()
    stop.set()
    problem = toy_problem({**STORED, "demand.customer.at_least": "50 %"})
    with pytest.raises(StoppedError, match="before any plan was found"):
        Run(problem, problem.gap, stop=stop).solve()


def test_a_tenure_that_has_ended_is_named_as_what_clashes(toy_plan: Callable[..., Plan]) -> None:
    overrides = {**STORED, "demand.customer.at_least": "50 %", "places.site.tenure": "{until: 2020}"}
    with pytest.raises(InfeasibleError, match=r"tenure of site has ended \(A1, 2030\)"):
        toy_plan(overrides)


def test_what_could_not_take_part_is_told_with_what_clashes(toy_plan: Callable[..., Plan]) -> None:
    overrides = {
        "offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 90000 t}]",
        "demand.customer.at_least": "50 %",
    }
    with pytest.raises(InfeasibleError, match="could not take part: cargo"):
        toy_plan(overrides)


def test_a_plan_that_costs_nothing_has_no_gap(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.asks": "0 kt/yr"})
    assert float(plan.gap.magnitude) == 0
    assert float(plan.gap_total.magnitude) == 0


def test_the_only_stem_is_not_let_pass(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.asks": "1 kt/yr", "demand.customer.at_least": "100 %"})
    assert float(plan.delivered("methanol", 2030).m_as("kt/yr")) == pytest.approx(1)


def test_a_stem_let_pass_is_warned_of(toy_plan: Callable[..., Plan]) -> None:
    """Whole cargoes of 4 kt serve 40 of 41 kt."""
    overrides = {**STORED, "demand.customer.asks": "41 kt/yr", "demand.customer.at_least": "100 %"}
    plan = toy_plan(overrides)
    assert float(plan.delivered("methanol", 2030).m_as("kt/yr")) == pytest.approx(40)
    assert any("1 kt less than at_least" in warning for warning in plan.warnings)


def test_stocks_fall_into_the_safety_stock_only_in_the_years_named(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.asks": "64 kt/yr", "places.site.pools.methanol.days_of_cover": "8 d"})
    short = plan.inventory[plan.inventory["stock"] < plan.inventory["least"] - 1e-6]
    assert set(short["year"]) == set(plan.dips)
