"""The small airport: cover of jet fuel, blend limits, claims, targets and what passengers pay."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario
from greenport.sizing import Plan, size
from greenport.sizing.problem import Problem

NEAT, JET = 0.757, 0.8
CENT = 1e-8


@pytest.fixture(scope="module")
def plan(toy_plan: Callable[..., Plan]) -> Plan:
    return toy_plan(name="airport")


def delivered(plan: Plan, pool: str) -> float:
    rows = plan.flows[(plan.flows["flow"] == "delivery") & (plan.flows["from"] == pool)]
    return float(rows["quantity"].sum())


def item(plan: Plan, name: str) -> float:
    return float(plan.costs[plan.costs["item"] == name]["amount"].sum())


def test_neat_fuel_is_cheaper_than_a_ready_blend_and_takes_a_tank(plan: Plan) -> None:
    assert delivered(plan, "farm.hefa_spk") == pytest.approx(40, abs=1e-6)
    assert set(plan.capacity["asset"]) == {"pier", "neat_tank"}


def test_every_item_of_the_cost_to_the_last_cent(plan: Plan) -> None:
    crf = 0.08 / (1 - 1.08**-20)
    holding = 2.0 * 0.08
    assert item(plan, "purchase") == pytest.approx(40 * 2.0, abs=10 * CENT)
    assert item(plan, "freight") == pytest.approx(40 * 0.05, abs=10 * CENT)
    assert item(plan, "annuities") == pytest.approx(100 * 20_000 / 1e6 * crf, abs=CENT)
    heel_and_cover = 0.10 * 20 * NEAT + 10 / 365 * 40
    assert item(plan, "capital in stock") == pytest.approx(holding * heel_and_cover, abs=100 * CENT)
    u6 = holding * 5 / 2 + holding * 40 * 120 / 8760
    assert item(plan, "stock, transit and demurrage") == pytest.approx(u6, abs=10 * CENT)
    batches = 40 / (20 * 0.5 * NEAT)
    assert item(plan, "delivery") == pytest.approx(batches * 0.02, abs=100 * CENT)


def test_green_fuel_replaces_jet_fuel_of_the_same_energy(plan: Plan) -> None:
    assert item(plan, "fossil fuel replaced") == pytest.approx(-40 * 0.7 * 44 / 43.2, abs=100 * CENT)


def test_the_extra_cost_is_shared_by_the_departing_passengers(plan: Plan) -> None:
    table = plan.passenger_cost()
    (amount,) = table["amount"]
    assert amount == pytest.approx(1e6 * plan.costs["amount"].sum() / 10_000_000, rel=1e-9)


@pytest.mark.parametrize(("days", "tanks"), [(8.76, 1), (8.77, 0)])
def test_a_conversion_must_leave_the_days_of_cover(
    toy_plan: Callable[..., Plan], days: float, tanks: int
) -> None:
    """B7: of 50,000 m³ a conversion leaves 30,000, at 1000 kt a year and 0.8 t/m³ 8.76 days."""
    left = 30_000 / (1_000_000 / 365 / JET)
    assert left == pytest.approx(8.76)
    plan = toy_plan({"places.farm.pools.jet_a1.cover.days": f"{days - 1e-6} d"}, name="airport")
    assert plan.capacity["asset"].tolist().count("neat_tank") == tanks


def test_a_ready_blend_is_bought_where_there_is_no_tank(toy_plan: Callable[..., Plan]) -> None:
    """30 % by volume is 0.3 · 0.757 / (0.3 · 0.757 + 0.7 · 0.8) by mass of a cargo of 10 kt."""
    share = 0.3 * NEAT / (0.3 * NEAT + 0.7 * JET)
    plan = toy_plan({"places.farm.pools.jet_a1.cover.days": "10 d"}, name="airport")
    assert delivered(plan, "farm.jet_a1") == pytest.approx(40, abs=1e-5)
    bought = float(plan.flows[plan.flows["flow"] == "purchase"]["quantity"].sum())
    cargoes = bought / (10 * share)
    assert cargoes == pytest.approx(round(cargoes), abs=1e-6)
    assert round(cargoes) == int(np.ceil(40 / (10 * share)))


def test_the_share_of_a_blend_limits_the_neat_fuel_of_every_day(toy_problem: Callable[..., Problem]) -> None:
    """X1 by hand: at most 50 % by volume; density 0.775 allows (0.8 - 0.775) / (0.8 - 0.757) = 58 %;
    aromatics of 8 % from 18 % allow 10 / 18 = 56 %.
    """
    (blend,) = toy_problem(name="airport").blendings
    most = [
        room / coefficient / NEAT for room, coefficient in zip(blend.room, blend.coefficients, strict=True)
    ]
    assert most == pytest.approx([0.50, 0.025 / 0.043, 0.10 / 0.18], abs=1e-9)
    assert blend.volume.sum() == pytest.approx(1000 / JET)


def test_a_blend_limit_below_the_share_asked_for_leaves_the_rest_to_ready_blends(
    toy_plan: Callable[..., Plan],
) -> None:
    """2 % of 1250 thousand m³ of jet fuel are 25,000 m³ or 18.925 kt of neat fuel."""
    plan = toy_plan({"rules.annex.share_at_most": "2 %"}, name="airport")
    assert delivered(plan, "farm.hefa_spk") <= 0.02 * 1000 / JET * NEAT + 1e-6
    assert delivered(plan, "farm.jet_a1") >= 40 - 0.02 * 1000 / JET * NEAT - 1e-6


DEAR = {"demand.flights.otherwise": "{fossil: 0 USD/t}"}


def test_nothing_is_claimed_where_fossil_fuel_is_cheaper(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(DEAR, name="airport")
    assert plan.fuels() == []
    assert float(plan.cost.magnitude) == pytest.approx(0.0, abs=1e-6)


def test_a_target_is_claimed_and_no_more(toy_plan: Callable[..., Plan]) -> None:
    """R1: 3 % of 1000 kt where airlines would rather burn fossil fuel."""
    plan = toy_plan({**DEAR, "rules.aim.share": "3 %"}, name="airport")
    assert float(plan.delivered("hefa_spk", 2030).magnitude) == pytest.approx(30, abs=1e-5)


def test_a_target_on_energy_is_a_share_of_what_is_flown(toy_problem: Callable[..., Problem]) -> None:
    """1000 kt with x of neat fuel hold 44 x + 43.2 (1000 - x) TJ/kt, of which 3 % must be 44 x."""
    problem = toy_problem({"rules.aim.share": "3 %", "rules.aim.basis": "energy"}, name="airport")
    x = 0.03 * 43.2 * 1000 / (44 - 0.03 * (44 - 43.2))
    assert problem.targets[0].least == pytest.approx([x], rel=1e-9)


def test_a_target_that_nobody_can_reach_names_the_rule_the_year_and_the_line(
    toy_scenario: Callable[..., Scenario],
) -> None:
    scenario = toy_scenario(
        {"rules.aim.share": "4 %", "suppliers.maker.available": "30 kt/yr"}, name="airport"
    )
    with pytest.raises(InfeasibleError) as clash:
        size(scenario)
    rule = "--set rules.aim.share=4 %: target aim must be claimed, 40 kt a year (R1, 2030)"
    assert rule in clash.value.diagnosis
    assert any("what supplier maker has, 30 kt a year (U1, 2030)" in line for line in clash.value.diagnosis)
    assert not any("X1" in line for line in clash.value.diagnosis)


def test_attributes_are_claimed_within_the_quarter_or_carried_over(plan: Plan) -> None:
    """R0: over the year claims are receipts; eight cargoes of 5 kt make 40 kt."""
    assert len(plan.arrivals) == 8
    assert plan.arrivals["parcel"].sum() / 1000 == pytest.approx(delivered(plan, "farm.hefa_spk"), abs=1e-6)


def test_neat_fuel_stays_on_hold_until_it_is_certified(plan: Plan) -> None:
    """B6: what came within two days cannot be issued: the rest is above heel and safety stock.

    The least of the table holds it, too.
    """
    stock = plan.inventory["stock"].to_numpy()
    least = plan.inventory["least"].to_numpy()
    held = np.zeros(365)
    for day, parcel in zip(plan.arrivals["day"], plan.arrivals["parcel"], strict=True):
        for later in range(2):
            held[(day - 1 + later) % 365] += parcel / 1000
    assert (stock - held >= least.min() - 1e-6).all()
    assert least == pytest.approx(least.min() + held, abs=1e-6)
