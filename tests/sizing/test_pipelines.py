"""X2: lines out of the tanks limit what leaves a pool, and their number is a decision."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from greenport.errors import ScenarioError
from greenport.scenario import Scenario
from greenport.sizing import Plan
from greenport.sizing.problem import Problem

CALM = {"demand.customer.asks": "64 kt/yr"}
LINE = "places.site.pools.methanol.pipeline"


def line(
    rate: str, more: str = "capex: 0.1 MUSD, life: 20 yr, works: 18 month, at_most: 9"
) -> dict[str, str]:
    return {**CALM, LINE: f"{{id: line, rate: {rate} m^3/h, availability: 90 %, {more}}}"}


def lines(plan: Plan) -> int:
    return int(plan.capacity[plan.capacity["asset"] == "line"]["number"].sum())


@pytest.mark.parametrize("rate", ["10", "14", "40"])
def test_so_many_lines_are_built_as_the_busiest_week_needs(
    toy_plan: Callable[..., Plan], toy_problem: Callable[..., Problem], rate: str
) -> None:
    (demand,) = toy_problem(line(rate)).demands
    weeks = demand.asked[0][:364].reshape(52, 7).sum(axis=1)
    a_week = 0.792 * float(rate) / 1000 * 168 * 0.9
    assert lines(toy_plan(line(rate))) == math.ceil(weeks.max() / a_week)


def test_a_line_costs_its_annuity(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(line("200"))
    rows = plan.costs[(plan.costs["item"] == "annuities") & (plan.costs["what"] == "line")]
    factor = 0.08 / (1 - 1.08**-20)
    assert rows["amount"].sum() == pytest.approx(0.1 * 1.2 * 1.1 * factor)


def test_lines_that_stand_cost_nothing_and_limit_all_the_same(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(line("7", "existing: true, at_most: 1"))
    issued = plan.flows[(plan.flows["flow"] == "delivery") & (plan.flows["from"] == "site.methanol")]
    assert issued["quantity"].sum() == 0  # a stem of 1 kt does not pass a line of 0.84 kt a week
    assert lines(plan) == 1
    assert float(plan.costs[plan.costs["what"] == "line"]["amount"].sum()) == 0


def test_a_line_to_be_built_states_what_it_costs(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match="a pipeline that is to be built needs 'life' and 'works'"):
        toy_scenario(line("40", "capex: 1 MUSD"))
