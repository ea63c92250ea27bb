"""R2 and R3: a limit on the mean intensity at a price, and caps on what is emitted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greenport.errors import InfeasibleError, ScenarioError
from greenport.scenario import Scenario
from greenport.sizing import Plan, size

LHV, ASKED, GREEN, FOSSIL = 19.9, 64.0, 10.0, 90.0
CALM = {"demand.customer.asks": "64 kt/yr"}
BURNS = {**CALM, "demand.customer.otherwise": "{fossil: 600 USD/t}"}
"""Fossil fuel costs 600 USD for the energy of a tonne of methanol, which is 500 USD/t · 19.9 / 41 less."""


def limit(most: float, deficit: float, credit: float = 0.0, base: dict[str, str] = CALM) -> dict[str, str]:
    rule = f"kind: intensity, id: mean, fuel: methanol, limit: {most} gCO2e/MJ"
    return {**base, "rules": f"[{{{rule}, deficit: {deficit} USD/tCO2e, credit: {credit} USD/tCO2e}}]"}


def cap(most: float, more: str = "") -> dict[str, str]:
    return {**BURNS, "rules": f"[{{kind: cap, id: ceiling, most: {most} ktCO2e/yr{more}}}]"}


def rule_cost(plan: Plan) -> float:
    return float(plan.costs[plan.costs["item"] == "emission rule"]["amount"].sum())


def served(plan: Plan) -> float:
    return float(plan.flows[plan.flows["flow"] == "delivery"]["quantity"].sum())


def emitted(plan: Plan) -> float:
    """What R3 counts: emissions of what is delivered, and of fossil fuel for what is not."""
    made = plan.emissions[plan.emissions["item"].isin(["fuel as delivered", "transport"])]["amount"].sum()
    return float(made) + (ASKED - served(plan)) * LHV * FOSSIL / 1000


def test_a_deficit_is_what_is_emitted_above_the_limit(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(limit(4, 100))
    assert served(plan) == pytest.approx(ASKED)
    assert rule_cost(plan) == pytest.approx(ASKED * LHV * (GREEN - 4) / 1000 * 0.1)


def test_a_surplus_earns_what_stays_below_the_limit(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(limit(80, 100, 20))
    assert rule_cost(plan) == pytest.approx(-ASKED * LHV * (80 - GREEN) / 1000 * 0.02)


def test_no_credit_earns_nothing(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(limit(80, 100))
    assert rule_cost(plan) == 0
    assert plan.cost.m == pytest.approx(toy_plan(CALM).cost.m)


def test_ships_that_would_burn_fossil_fuel_take_methanol_when_a_deficit_costs_enough(
    toy_plan: Callable[..., Plan],
) -> None:
    """A tonne avoids 19.9 · 80 kg; at the price of a deficit that saves it, all of it is served."""
    assert served(toy_plan(BURNS)) == 0
    assert served(toy_plan(limit(0, 1, base=BURNS))) == 0
    assert served(toy_plan(limit(0, 1000, base=BURNS))) == pytest.approx(ASKED)


def test_what_is_paid_under_a_rule_is_no_part_of_what_a_tonne_costs(toy_plan: Callable[..., Plan]) -> None:
    one, other = toy_plan(CALM), toy_plan(limit(4, 100))
    assert one.levelised_cost("methanol").m == pytest.approx(other.levelised_cost("methanol").m)


def test_a_surplus_may_not_earn_more_than_a_deficit_costs(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match=r"rules\[mean\].credit: 200 USD.* is more than a deficit costs"):
        toy_scenario(limit(10, 100, 200))


def test_only_fuels_that_ships_ask_for_have_a_limit(toy_scenario: Callable[..., Scenario]) -> None:
    rule = "{kind: intensity, id: mean, fuel: vlsfo, limit: 9 gCO2e/MJ, deficit: 1 USD/tCO2e}"
    with pytest.raises(ScenarioError, match='unknown fuel that ships ask for "vlsfo"'):
        toy_scenario({"rules": f"[{rule}]"})


def test_a_cap_above_all_that_could_be_emitted_changes_nothing(toy_plan: Callable[..., Plan]) -> None:
    assert toy_plan(cap(ASKED * LHV * FOSSIL / 1000)).cost.m == pytest.approx(toy_plan(BURNS).cost.m)


@pytest.mark.parametrize("most", [40, 70, 100])
def test_as_many_stems_are_green_as_the_cap_needs_and_no_more(
    toy_plan: Callable[..., Plan], most: float
) -> None:
    """The caps leave room for cargoes of 4 kt only, so that a whole cargo may be more than is needed."""
    plan = toy_plan(cap(most))
    a_kt = LHV * (FOSSIL - GREEN) / 1000
    assert emitted(plan) <= most + 1e-6
    assert emitted(plan) > most - 4 * a_kt


def test_a_cap_binds_from_the_year_it_begins(toy_plan: Callable[..., Plan]) -> None:
    assert served(toy_plan(cap(40, ", begins: 2031"))) == 0


def test_a_cap_below_what_green_fuel_emits_has_no_plan(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(InfeasibleError):
        size(toy_scenario(cap(5)))


def test_the_marginal_price_of_a_cap_is_never_below_nothing(toy_plan: Callable[..., Plan]) -> None:
    costs = [float(toy_plan(cap(most)).cost.m) for most in (100, 70, 40)]
    assert costs == sorted(costs)


def test_what_a_rule_costs_is_a_transfer_not_a_resource(toy_plan: Callable[..., Plan]) -> None:
    one, other = toy_plan(CALM), toy_plan(limit(4, 100))
    assert one.economic.npv.m == pytest.approx(other.economic.npv.m)
    assert float(other.economic.npv_of_transfers.m) < float(one.economic.npv_of_transfers.m)


def test_compliance_states_what_is_attained_against_the_limit(toy_plan: Callable[..., Plan]) -> None:
    (row,) = toy_plan(limit(4, 100)).compliance.to_dict(orient="records")
    assert row["attained"] == pytest.approx(GREEN)
    assert row["energy"] == pytest.approx(ASKED * LHV)
    assert row["balance"] == pytest.approx(-ASKED * LHV * (GREEN - 4) / 1000)


def test_the_penalty_of_the_law_stands_beside_the_linear_rate(toy_plan: Callable[..., Plan]) -> None:
    """Annex IV: the deficit over the attained intensity and 41 GJ/t, at 2,400 EUR/t."""
    rule = "kind: intensity, id: mean, fuel: methanol, limit: 4 gCO2e/MJ, deficit: 100 USD/tCO2e, law: fueleu"
    (row,) = toy_plan({**CALM, "rules": f"[{{{rule}}}]"}).compliance.to_dict(orient="records")
    assert row["by_law"] == pytest.approx(-row["balance"] * 1e9 / (GREEN * 41_000) * 2400 / 1e6)


def test_a_mean_of_green_and_fossil_fuel_is_weighted_by_energy(toy_plan: Callable[..., Plan]) -> None:
    scarce = {**BURNS, "suppliers.maker.available": "32 kt/yr"}
    plan = toy_plan(limit(0, 1000, base=scarce))
    (row,) = plan.compliance.to_dict(orient="records")
    share = served(plan) / ASKED
    assert 0 < share < 1
    assert row["attained"] == pytest.approx(share * GREEN + (1 - share) * FOSSIL)


def test_a_cap_that_is_reached_has_a_price_in_money_per_tonne_of_co2(toy_plan: Callable[..., Plan]) -> None:
    """Without parcels and stems to fill, a tonne less would cost what the last one did."""
    prices = toy_plan(cap(70)).shadow_prices
    assert set(prices[prices["label"] == "R3"]["unit"]) <= {"USD_2025/tCO2e"}
    rows = toy_plan(cap(70)).limits
    (row,) = rows[rows["label"] == "R3"].to_dict(orient="records")
    assert row["used"] == pytest.approx(emitted(toy_plan(cap(70))))
    assert row["used"] <= row["limit"] + 1e-6
