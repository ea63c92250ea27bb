"""A4: what is commissioned in a milestone year keeps to its budget of capital."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import greenport as gp
from greenport.errors import ScenarioError
from greenport.scenario import Scenario
from greenport.scenario.loading import restored
from greenport.sizing import Plan, verify
from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs, paths
from greenport.sizing.stamp import compile_operation
from greenport.sizing.times import Times

TERMINAL = 21.12
"""MUSD of one tank, the jetty and the pipes: 16 MUSD with the surcharges of 20 % and 10 %."""

GROWING = {
    "years.milestones": "[2030, 2031]",
    "years.horizon": "2041",
    "demand.customer.asks": "128 kt/yr",
}


def purse(**most: float) -> dict[str, str]:
    by_year = ", ".join(f"{year.removeprefix('y')}: {amount} MUSD" for year, amount in most.items())
    return {**GROWING, "rules": f"[{{kind: budget, id: purse, most: {{{by_year}}}}}]"}


def spent(plan: Plan, year: int) -> float:
    return float(plan.capacity[plan.capacity["year"] == year]["capex"].sum())


def test_a_budget_that_is_large_enough_changes_nothing(toy_plan: Callable[..., Plan]) -> None:
    assert toy_plan(purse(y2030=22, y2031=0)).cost.m == pytest.approx(toy_plan(GROWING).cost.m, abs=1e-9)


def test_a_terminal_waits_for_the_year_that_can_pay_for_it(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(purse(y2030=21, y2031=22))
    assert spent(plan, 2030) == 0
    assert spent(plan, 2031) == pytest.approx(TERMINAL)


def test_a_terminal_is_built_over_two_years_where_no_single_one_can_pay_for_it(
    toy_plan: Callable[..., Plan],
) -> None:
    plan = toy_plan(purse(y2030=14, y2031=9))
    assert 0 < spent(plan, 2030) <= 14
    assert spent(plan, 2030) + spent(plan, 2031) == pytest.approx(TERMINAL)


def test_no_terminal_is_built_that_all_budgets_together_cannot_pay_for(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(purse(y2030=10, y2031=11))
    assert spent(plan, 2030) + spent(plan, 2031) == 0
    assert plan.gap.m_as("") < 1e-5


def test_the_bound_with_a_budget_lies_below_the_whole_optimum_and_the_plan_above(
    toy_plan: Callable[..., Plan], toy_problem: Callable[..., Problem]
) -> None:
    for early, late in itertools.product((0, 9, 14, 22), (0, 8, 22)):
        overrides = purse(y2030=early, y2031=late)
        plan, problem = toy_plan(overrides), toy_problem(overrides)
        optimum = highs.solve(whole(problem, compile_operation(problem, Times.weekly()))).value
        assert plan.lower_bound.m <= optimum + 1e-6
        assert optimum <= plan.cost.m + 1e-6


def test_a_plan_within_its_budget_is_sound_and_one_above_it_is_not(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(purse(y2030=14, y2031=9))
    assert verify(plan).sound
    text = plan.resolved.replace("2030: 14 MUSD", "2030: 10 MUSD")
    poorer = replace(plan, resolved=text, scenario_hash=restored(text, "poorer").hash)
    assert any("budget purse" in fault for fault in verify(poorer).faults)


def test_what_a_year_cannot_pay_for_is_built_earlier_if_it_can_be(
    toy_problem: Callable[..., Problem],
) -> None:
    problem = toy_problem(purse(y2030=14, y2031=9))
    asked = {
        a.id: np.array([0, a.id in ("tank", "jetty", "pipes")], dtype=np.int64)
        for a in problem.assets
        if a.owned
    }
    path = paths.within_budgets(problem, asked)
    assert paths.affordable(problem, path)
    assert all((path[name] >= asked[name]).all() for name in path)


def test_places_of_a_budget_exist(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match='unknown place "sight"'):
        toy_scenario({"rules": "[{kind: budget, id: purse, most: 1 MUSD, places: [sight]}]"})


def test_a_path_that_no_budget_can_pay_for_gives_way_to_one_that_has_a_plan(
    toy_plan: Callable[..., Plan],
) -> None:
    """Tanks would stand before the pipes that they need; what is known of the years finds another path."""
    overrides = {
        "years.milestones": "[2030, 2031, 2034]",
        "years.horizon": "2036",
        "demand.customer.asks": "{2030: 180 kt/yr, 2031: 40 kt/yr, 2034: 64 kt/yr}",
        "rules": "[{kind: budget, id: purse, most: {2030: 16 MUSD, 2031: 16 MUSD, 2034: 7 MUSD}}]",
        "solve.gap": "5 %",
    }
    assert verify(toy_plan(overrides)).sound


def test_given_assets_keep_to_the_budget(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match=r"purse: 21.12 MUSD are spent in 2031; its budget is 14 MUSD"):
        gp.evaluate(
            toy_scenario(purse(y2030=14, y2031=14)),
            {name: {2031: 1} for name in ("tank", "jetty", "pipes")},
        )
