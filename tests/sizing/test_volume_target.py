"""R1 by volume: so much green fuel must be bunkered in a year, and what other green fuels give counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from greenport.errors import InfeasibleError, ScenarioError
from greenport.scenario import Scenario
from greenport.sizing import Plan, size, verify
from greenport.sizing.problem import Problem
from greenport.sizing.solve.floor import floor

UNWANTED = {"demand.customer.otherwise": "{fossil: 0 USD/t}"}
"""Ships would rather burn fossil fuel: without a target nobody takes methanol."""


def target(least: str, more: str = "") -> dict[str, str]:
    rule = f"kind: volume_target, id: plan, least: {least}, begins: 2030, status: vision"
    return {**UNWANTED, "rules": f"[{{{rule}{more}}}]"}


def bunkered(plan: Plan) -> float:
    return float(plan.flows[plan.flows["flow"] == "delivery"]["quantity"].sum())


def test_without_a_target_ships_that_would_burn_fossil_fuel_take_nothing(
    toy_plan: Callable[..., Plan],
) -> None:
    assert bunkered(toy_plan(UNWANTED)) == 0


@pytest.mark.parametrize(("given", "stems"), [(0, 12), (5, 7), (4.5, 8), (12, 0), (50, 0)])
def test_ships_bunker_what_other_green_fuels_leave_of_the_target_in_whole_stems(
    toy_plan: Callable[..., Plan], given: float, stems: int
) -> None:
    """12 kt are due; stems weigh 1 kt."""
    plan = toy_plan(target("12 kt/yr", f", given: {given} kt/yr"))
    assert bunkered(plan) == pytest.approx(stems, abs=1e-6)


def test_a_target_does_not_bind_before_it_begins(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem(
        {**target("12 kt/yr"), "years.milestones": "[2028, 2030]", "rules.plan.given": "5 kt/yr"}
    )
    assert problem.volumes[0].due == pytest.approx([0, 7])


def test_a_target_below_what_is_bunkered_anyway_changes_nothing(toy_plan: Callable[..., Plan]) -> None:
    wanted = {**target("12 kt/yr"), "demand.customer.otherwise": "{elsewhere: 1500 USD/t}"}
    plain = toy_plan()
    assert bunkered(plain) == pytest.approx(40)
    assert toy_plan(wanted).cost.m == pytest.approx(plain.cost.m)


def test_the_purchase_problem_keeps_the_target(toy_problem: Callable[..., Problem]) -> None:
    """Never above the least cost of any plan: the dues, at the lowest landed price, less the oil replaced."""
    (least,) = floor(toy_problem(target("12 kt/yr")))
    oil = 500 * 19.9 / 41.0
    assert least / 12 == pytest.approx((1000 - oil) / 1000, rel=0.1)
    assert floor(toy_problem(target("0 kt/yr"))) == pytest.approx([0.0])


def test_the_plan_of_a_target_costs_no_less_than_its_bound(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(target("12 kt/yr"))
    assert plan.lower_bound.m <= plan.cost.m + 1e-9
    assert verify(plan).sound


def test_a_plan_that_bunkers_less_than_the_target_is_refused(toy_plan: Callable[..., Plan]) -> None:
    """The plan for 7 kt, held against the inputs of one for 12 kt."""
    less, more = toy_plan(target("12 kt/yr", ", given: 5 kt/yr")), toy_plan(target("12 kt/yr"))
    found = verify(replace(less, resolved=more.resolved, scenario_hash=more.scenario_hash))
    assert not found.sound
    assert any("R1_volume" in fault for fault in found.faults)


def test_a_target_that_nobody_can_reach_is_named_with_what_would_mend_it(
    toy_scenario: Callable[..., Scenario],
) -> None:
    """40 kt are asked for; 5 kt are given, so that 45 kt can be reached."""
    with pytest.raises(InfeasibleError) as clash:
        size(toy_scenario(target("60 kt/yr", ", given: 5 kt/yr")))
    rule = "ships must bunker 55 kt a year to reach volume target plan, 60 kt (R1, 2030)"
    assert any(rule in line for line in clash.value.diagnosis)


def test_the_shadow_price_of_a_target_is_what_a_tonne_more_costs(toy_plan: Callable[..., Plan]) -> None:
    """A tonne more costs its price, freight and delivery, less the oil that it replaces."""
    prices = toy_plan(target("12 kt/yr")).shadow_prices
    (row,) = prices[prices["label"] == "R1_volume"].to_dict(orient="records")
    assert 700 < row["price"] < 1100
    assert row["unit"] == "USD_2025/t"


def test_only_fuels_that_ships_ask_for_count(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match='unknown fuel that ships ask for "hefa_spk"'):
        toy_scenario(target("12 kt/yr", ", fuels: [hefa_spk]"))
