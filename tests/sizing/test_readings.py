"""The two readings of a plan by hand: what it is worth to all, and the fee that pays those who build it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import Q_
from greenport.errors import DataError, UnitError
from greenport.sizing import Plan, load_plan
from greenport.sizing.readings.ledger import capital, present_value
from greenport.units import Quantity

# A tank of 5 MUSD and a jetty of 10 MUSD serve 64 kt a year for 15 years, in which nothing changes.
PLAIN = {
    "demand.customer.asks": "64 kt/yr",
    "finance.contingency": "0 %",
    "finance.owner_cost": "0 %",
    "places.site.pools.methanol.equipment": "null",
    "years.horizon": "2045",
}
CAPITAL = {"tank": (5.0, 20), "jetty": (10.0, 40)}
OPERATION = 0.02 * 15 + 0.1
MASS = 64.0
ALL = "assets: [tank, jetty]"
GRANT = f"{{kind: matched_grant, id: match, {ALL}, government: 1, company: 2, ceiling: 99 MUSD}}"
LOAN = "{kind: green_loan, id: green, assets: [tank], discount: 1 %, issue_cost: 2 %}"
GRANTED = {**PLAIN, "support": f"[{GRANT}]"}
LENT = {**PLAIN, "support": f"[{LOAN}]"}
BOTH = {**PLAIN, "support": f"[{GRANT}, {LOAN}]"}
TAXES = {
    "rules": "[{kind: duty, id: excise, rate: 10 USD/m^3, demands: [customer]}]",
    "places.site.ground_rent": "10 USD/m^2/yr",
}
TAXED = {**PLAIN, **TAXES}
RENT = 0.1


def crf(years: float, rate: float = 0.08) -> float:
    return float(rate / (1 - (1 + rate) ** -years))


ANNUITIES = sum(capex * crf(life) for capex, life in CAPITAL.values())
FEE = 1000 * (ANNUITIES + OPERATION) / MASS


def fee_of(plan: Plan) -> float:
    return float(plan.investor.throughput_fee.m_as("USD_2025/t"))


def money(quantity: Quantity) -> float:
    return float(quantity.m_as("MUSD_2025"))


def amounts(table: pd.DataFrame, item: str) -> dict[int, float]:
    rows = table[table["item"] == item]
    return dict(zip(rows["year"].astype(int), rows["amount"].astype(float), strict=True))


# ------------------------------------------------------------------------------------- investor


def test_the_fee_pays_annuities_and_operation(toy_plan: Callable[..., Plan]) -> None:
    assert fee_of(toy_plan(PLAIN)) == pytest.approx(FEE, rel=1e-9)


def test_the_horizon_does_not_change_the_fee_of_a_steady_business(toy_plan: Callable[..., Plan]) -> None:
    assert fee_of(toy_plan({**PLAIN, "years.horizon": "2033"})) == pytest.approx(FEE, rel=1e-9)


def test_the_fee_earns_exactly_the_wacc(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan(PLAIN).investor
    assert float(investor.irr().m_as("%")) == pytest.approx(8, abs=1e-9)
    assert money(investor.npv()) == pytest.approx(0, abs=1e-9)


def test_the_money_is_back_when_the_margin_has_made_up_the_capital(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan(PLAIN).investor
    assert float(investor.payback().m_as("yr")) == pytest.approx(15 / ANNUITIES, rel=1e-9)
    margin = 0.064 * 50 - OPERATION
    assert float(investor.payback("50 USD/t").m_as("yr")) == pytest.approx(15 / margin, rel=1e-9)


def test_money_that_is_not_back_by_the_horizon_is_told_so(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan({**PLAIN, "years.horizon": "2033"}).investor
    with pytest.raises(DataError, match="does not come back by the end of 2032"):
        investor.payback()


def test_npv_at_a_fee_is_what_it_earns_beyond_the_wacc(toy_plan: Callable[..., Plan]) -> None:
    """A dollar a tonne more, over 15 years at 8 %."""
    more = toy_plan(PLAIN).investor.npv(Q_(FEE + 1, "USD/t"))
    assert money(more) == pytest.approx(0.064 / crf(15), rel=1e-9)


def test_a_higher_fee_has_a_higher_rate_of_return(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan(PLAIN).investor
    rates = [float(investor.irr(f"{fee} USD/t").m_as("%")) for fee in (10, 30, 60)]
    assert rates == sorted(rates)
    assert rates[0] < 8 < rates[2]


def test_a_grant_lowers_the_fee_by_its_annuity(toy_plan: Callable[..., Plan]) -> None:
    """One to two is a third of the capital."""
    assert fee_of(toy_plan(GRANTED)) == pytest.approx(FEE - 1000 * ANNUITIES / 3 / MASS, rel=1e-9)


def test_a_loan_lowers_the_fee_by_what_it_saves_less_its_cost(toy_plan: Callable[..., Plan]) -> None:
    saved = 5 * (crf(20) - 1.02 * crf(20, 0.07))
    assert fee_of(toy_plan(LENT)) == pytest.approx(FEE - 1000 * saved / MASS, rel=1e-9)


def test_a_loan_is_taken_for_what_the_grant_leaves(toy_plan: Callable[..., Plan]) -> None:
    saved = 5 * (crf(20) - 1.02 * crf(20, 0.07)) * 2 / 3
    due = FEE - 1000 * (ANNUITIES / 3 + saved) / MASS
    assert fee_of(toy_plan(BOTH)) == pytest.approx(due, rel=1e-9)


def test_ground_rent_is_in_the_fee_and_duty_is_not(toy_plan: Callable[..., Plan]) -> None:
    """A hectare at 10 USD a square metre is 0.1 MUSD a year."""
    assert fee_of(toy_plan(TAXED)) == pytest.approx(FEE + 1000 * RENT / MASS, rel=1e-9)


def test_capital_is_spent_before_the_first_year_and_its_rest_is_left_at_the_end(
    toy_plan: Callable[..., Plan],
) -> None:
    flows = toy_plan(PLAIN).investor.cash_flow()
    rest = sum(capex * crf(life) / crf(life - 15) for capex, life in CAPITAL.values())
    assert amounts(flows, "capital") == {2029: pytest.approx(-15)}
    assert amounts(flows, "residual value") == {2044: pytest.approx(rest)}
    assert amounts(flows, "operation") == dict.fromkeys(range(2030, 2045), pytest.approx(-OPERATION))
    assert amounts(flows, "throughput fee") == dict.fromkeys(
        range(2030, 2045), pytest.approx(FEE * MASS / 1000)
    )
    assert set(flows["unit"]) == {"MUSD"}


GROWING = {
    **PLAIN,
    "years.milestones": "[2030, 2033]",
    "demand.customer.asks": "{2030: 64 kt/yr, 2033: 128 kt/yr}",
}


def test_the_fee_of_a_growing_business_is_money_over_tonnes_both_discounted(
    toy_plan: Callable[..., Plan],
) -> None:
    plan = toy_plan(GROWING)
    early, late = (sum(1.08**-n for n in span) for span in (range(1, 4), range(4, 16)))
    through = {year: float(kt) for year, kt in _through(plan).items()}
    yearly = {y: _yearly(plan, y) for y in (2030, 2033)}
    due = (early * yearly[2030] + late * yearly[2033]) / (early * through[2030] + late * through[2033])
    assert fee_of(plan) == pytest.approx(1000 * due, rel=1e-9)


def _through(plan: Plan) -> pd.Series[float]:
    rows = plan.flows[(plan.flows["flow"] == "delivery") & (plan.flows["from"] == "site.methanol")]
    return rows.groupby("year")["quantity"].sum()


def _yearly(plan: Plan, year: int) -> float:
    """Annuities and operation of a milestone year, from the plan's own cost table."""
    rows = plan.costs[plan.costs["item"].isin(["annuities", "site and operation"])]
    return float(rows[rows["year"] == year]["amount"].sum())


def test_bunker_vessels_are_a_business_of_their_own(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(PLAIN)
    spent = plan.costs[plan.costs["item"].isin(["vessel hire", "delivery"])]["amount"].sum()
    assert plan.investor.vessels is not None
    fee = plan.investor.vessels.throughput_fee
    assert float(fee.m_as("USD_2025/t")) == pytest.approx(1000 * spent / MASS, rel=1e-9)


def test_a_vessel_that_is_bought_pays_its_annuity(toy_plan: Callable[..., Plan]) -> None:
    """And the fuel of all its trips, those to the supplier abroad too."""
    buy = "{capex: 1 MUSD, opex: 0.01 MUSD/yr, life: 20 yr, works: 24 month, at_most: 2}"
    plan = toy_plan({**PLAIN, "delivery.barge.buy": buy, "delivery.barge.hire": "null"})
    assert plan.investor.vessels is not None
    number = int(plan.capacity[plan.capacity["kind"] == "vessel"]["number"].iloc[0])
    burnt = (plan.costs["item"] == "delivery") | (plan.costs["what"] == "straight")
    fuel = float(plan.costs[burnt]["amount"].sum())
    due = 1000 * (number * (crf(20) + 0.01) + fuel) / MASS
    assert float(plan.investor.vessels.throughput_fee.m_as("USD_2025/t")) == pytest.approx(due, rel=1e-9)
    assert plan.investor.places == ("site",)


def test_one_terminal_read_alone_is_the_whole_where_there_is_one(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan(PLAIN).investor
    assert investor.of("site").throughput_fee == investor.throughput_fee
    with pytest.raises(DataError, match="no terminal at 'elsewhere'; the plan has: site"):
        investor.of("elsewhere")


def test_two_terminals_alike_earn_the_same_fee_alone_and_together(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(PLAIN)
    twin = {
        "builds": plan.builds.assign(asset="twin_" + plan.builds["asset"], place="twin"),
        "capacity": plan.capacity.assign(asset="twin_" + plan.capacity["asset"], place="twin", pool="twin.m"),
        "costs": plan.costs.assign(what="twin_" + plan.costs["what"]).replace("twin_site.methanol", "twin.m"),
        "flows": plan.flows.replace("site.methanol", "twin.m"),
    }
    both = {name: pd.concat([getattr(plan, name), other]) for name, other in twin.items()}
    investor = replace(plan, **both).investor
    assert investor.places == ("site", "twin")
    fees = [investor.of("site"), investor.of("twin"), investor]
    assert [float(one.throughput_fee.m_as("USD_2025/t")) for one in fees] == [pytest.approx(FEE)] * 3
    assert investor.capital == 2 * investor.of("twin").capital


def test_a_leased_tank_has_a_fee_but_no_capital(toy_plan: Callable[..., Plan]) -> None:
    """10,000 m³ at 20 USD a cubic metre and year, beside a jetty that is there."""
    leased = "[{id: tank, kind: leased, volume: 10000 m^3, at_most: 4, lease: 20 USD/m^3/yr, works: 6 month}]"
    jetty = "[{id: jetty, existing: true, at_most: 2, largest_ship: 10000 t}]"
    plan = toy_plan({**PLAIN, "places.site.pools.methanol.modules": leased, "places.site.berths": jetty})
    flows = plan.investor.cash_flow()
    tanks = int(plan.capacity[plan.capacity["asset"] == "tank"]["number"].iloc[0])
    assert amounts(flows, "lease") == dict.fromkeys(range(2030, 2045), pytest.approx(-0.2 * tanks))
    assert "capital" not in set(flows["item"])
    assert fee_of(plan) == pytest.approx(1000 * (0.2 * tanks + 0.1) / MASS, rel=1e-9)
    for ask in (plan.investor.irr, plan.investor.payback):
        with pytest.raises(DataError, match="no capital is laid out"):
            ask()


DIRECT = {"demand.customer.asks": "40 kt/yr"}


def test_a_plan_that_builds_nothing_has_no_business_and_says_so(toy_plan: Callable[..., Plan]) -> None:
    investor = toy_plan(DIRECT).investor
    assert investor.places == ()
    for ask in (lambda: investor.throughput_fee, investor.irr, investor.payback, investor.cash_flow):
        with pytest.raises(DataError, match="builds and leases nothing"):
            ask()


@pytest.mark.parametrize("fee", ["40 USD", "40 USD_2024/t", "-"])
def test_a_fee_that_is_none_is_refused(toy_plan: Callable[..., Plan], fee: str) -> None:
    with pytest.raises(UnitError):
        toy_plan(PLAIN).investor.npv(fee)


# ------------------------------------------------------------------------------------- economic

EQUAL = {"finance.wacc": "10 %"}
LIVES: dict[str, dict[str, str]] = {
    "longer than the horizon": PLAIN,
    "direct": DIRECT,
    "two milestones": GROWING,
    "worn out before the next milestone": {
        **GROWING,
        "places.site.pools.methanol.modules.tank.life": "2 yr",
        "years.horizon": "2036",
    },
    "half a year too short": {**PLAIN, "places.site.berths.jetty.life": "14.5 yr"},
    "tenure": {**PLAIN, "places.site.tenure": "{until: 2040}"},
}


def without_all(plan: Plan) -> float:
    """What it costs if every demand goes without, discounted at 10 % from the start of the first year."""
    total = 0.0
    ends = (*plan.years[1:], plan.horizon)
    for year, end in zip(plan.years, ends, strict=True):
        weight = sum(1.1 ** -(n + 1 - plan.years[0]) for n in range(year, end))
        total += weight * sum(d["asked"][str(year)] * d["without"][str(year)] for d in plan.demand.values())
    return total


@pytest.mark.parametrize("case", LIVES)
def test_at_one_rate_and_without_transfers_it_is_the_saving_on_going_without(
    toy_plan: Callable[..., Plan], case: str
) -> None:
    plan = toy_plan({**LIVES[case], **EQUAL})
    due = without_all(plan) - money(plan.cost)
    assert money(plan.economic.npv) == pytest.approx(due, rel=1e-9)


def test_fossil_fuel_that_aircraft_no_longer_burn_is_a_benefit(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(EQUAL, name="airport")
    assert money(plan.economic.npv) == pytest.approx(without_all(plan) - money(plan.cost), rel=1e-9)
    assert "fossil fuel replaced" in set(plan.economic.cash_flow["item"])


def test_capital_is_valued_at_the_social_rate(toy_plan: Callable[..., Plan]) -> None:
    """15 years of annuities at 10 % instead of the plan's at 8 %."""
    plan = toy_plan(PLAIN)
    dearer = sum(capex * (crf(life, 0.10) - crf(life)) for capex, life in CAPITAL.values())
    due = without_all(plan) - money(plan.cost) - dearer / crf(15, 0.10)
    assert money(plan.economic.npv) == pytest.approx(due, rel=1e-9)


@pytest.mark.parametrize("overrides", [BOTH, TAXED])
def test_transfers_do_not_change_what_a_plan_is_worth(
    toy_plan: Callable[..., Plan], overrides: dict[str, str]
) -> None:
    assert money(toy_plan(overrides).economic.npv) == pytest.approx(
        money(toy_plan(PLAIN).economic.npv), rel=1e-9
    )
    assert not toy_plan(overrides).economic.transfers.empty


def test_with_loans_duty_and_rent_it_is_the_plans_own_cost_again(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({**LENT, **TAXES, **EQUAL})
    due = without_all(plan) - money(plan.cost)
    assert money(plan.economic.npv + plan.economic.npv_of_transfers) == pytest.approx(due, rel=1e-9)
    assert money(plan.economic.npv) > due


def test_benefits_less_costs_are_the_npv_and_the_items_add_up_to_it(toy_plan: Callable[..., Plan]) -> None:
    reading = toy_plan(PLAIN).economic
    assert money(reading.benefits - reading.costs) == pytest.approx(money(reading.npv), rel=1e-12)
    assert reading.by_item()["amount"].sum() == pytest.approx(money(reading.npv), rel=1e-12)
    ratio = float(reading.benefit_cost_ratio.m_as(""))
    assert ratio == pytest.approx(money(reading.benefits) / money(reading.costs), rel=1e-12)


def test_who_would_buy_the_same_fuel_elsewhere_avoids_nothing_by_the_plan(
    toy_plan: Callable[..., Plan],
) -> None:
    reading = toy_plan(PLAIN).economic
    assert reading.avoided["amount"].sum() == 0
    assert money(reading.with_carbon_value("100 USD/tCO2e").npv) == money(reading.npv)


def test_a_carbon_value_counts_what_is_avoided(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(name="airport")
    valued = plan.economic.with_carbon_value("200 USD/tCO2e")
    worth = 0.2 * float(plan.avoided().m_as("ktCO2e")) / 1.10
    assert worth > 0
    assert money(valued.npv) - money(plan.economic.npv) == pytest.approx(worth, rel=1e-9)
    again = valued.with_carbon_value("0 USD/tCO2e")
    assert money(again.npv) == pytest.approx(money(plan.economic.npv), rel=1e-12)


@pytest.mark.parametrize("value", ["100 USD/t", "100 USD_2024/tCO2e"])
def test_a_carbon_value_that_is_none_is_refused(toy_plan: Callable[..., Plan], value: str) -> None:
    with pytest.raises(UnitError):
        toy_plan(PLAIN).economic.with_carbon_value(value)


def test_a_plan_that_does_nothing_is_worth_nothing(toy_plan: Callable[..., Plan]) -> None:
    idle = toy_plan({"demand.customer.otherwise": "{elsewhere: 1001 USD/t}"}).economic
    assert money(idle.npv) == 0
    with pytest.raises(DataError, match="spends nothing"):
        str(idle.benefit_cost_ratio)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(life=st.floats(0.3, 60), stands=st.integers(1, 40), rate=st.floats(0.0, 0.2))
def test_capital_renewal_and_residual_value_are_worth_the_annuities(
    life: float, stands: int, rate: float
) -> None:
    years = range(2029, 2030 + stands)
    flows = capital(2030, 2030 + stands, 100.0, life, Q_(rate, ""))
    due = sum((1 + rate) ** -n for n in range(1, stands + 1))
    due *= 100 * (rate / (1 - (1 + rate) ** -life) if rate > 1e-7 else 1 / life)
    assert -money(present_value(flows, years, Q_(rate, ""), 2025)) == pytest.approx(due, rel=1e-5)


# --------------------------------------------------------------------------------------- fiscal


def test_what_is_granted_is_what_the_purse_pays_before_the_first_year(
    toy_plan: Callable[..., Plan],
) -> None:
    plan = toy_plan(GRANTED)
    assert amounts(plan.fiscal, "grant") == {2029: pytest.approx(plan.support["amount"].sum())}
    assert amounts(plan.fiscal, "grant") == {2029: pytest.approx(5)}
    assert money(plan.public_cost.total) == pytest.approx(5)


VOLUME = MASS / 0.792  # 1000 m³


def test_duty_and_ground_rent_are_received_every_year(toy_plan: Callable[..., Plan]) -> None:
    table = toy_plan(TAXED).fiscal
    years = range(2030, 2045)
    assert amounts(table, "duty") == dict.fromkeys(years, pytest.approx(-0.010 * VOLUME, rel=1e-6))
    assert amounts(table, "ground rent") == dict.fromkeys(years, pytest.approx(-RENT))
    net = -0.010 * VOLUME - RENT
    assert amounts(table, "net cost") == dict.fromkeys(years, pytest.approx(net, rel=1e-6))
    per_tonne = amounts(table, "net cost per tonne delivered")
    assert per_tonne == dict.fromkeys(years, pytest.approx(1000 * net / MASS, rel=1e-6))


def test_duty_and_ground_rent_are_items_of_the_costs(toy_plan: Callable[..., Plan]) -> None:
    """The other items are as without them, and the cost is higher by them."""
    taxed, free = (toy_plan(o).costs.groupby("item")["amount"].sum() for o in (TAXED, PLAIN))
    assert taxed["duty"] == pytest.approx(0.010 * VOLUME, rel=1e-6)
    assert taxed["ground rent"] == pytest.approx(RENT)
    rest = taxed.drop(["duty", "ground rent"])
    pd.testing.assert_series_equal(rest, free, check_exact=False, rtol=1e-9)


def test_public_money_per_tonne_is_both_discounted(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(TAXED)
    per_tonne, per_avoided = plan.public_cost.per_tonne, plan.public_cost.per_tonne_avoided
    assert per_tonne is not None
    assert per_avoided is not None
    net = -0.010 * VOLUME - RENT
    assert money(plan.public_cost.total) == pytest.approx(net / crf(15, 0.10), rel=1e-6)
    assert float(per_tonne.m_as("USD_2025/t")) == pytest.approx(1000 * net / MASS, rel=1e-6)
    yearly = float(plan.avoided().m_as("ktCO2e")) / 15
    assert float(per_avoided.m_as("USD_2025/tCO2e")) == pytest.approx(1000 * net / yearly, rel=1e-6)


def test_interest_saved_is_shown_and_not_public_money(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(LENT)
    saved = 5 * (crf(20) - 1.02 * crf(20, 0.07))
    assert amounts(plan.fiscal, "interest saved") == dict.fromkeys(range(2030, 2045), pytest.approx(saved))
    assert "net cost" not in set(plan.fiscal["item"])


def test_duty_spared_is_what_others_pay_for_as_much(toy_plan: Callable[..., Plan]) -> None:
    """Half as much again goes to a customer who pays no duty."""
    plan = toy_plan(TAXED)
    exempt = plan.flows[plan.flows["flow"] == "delivery"].assign(to="exempt")
    exempt["quantity"] /= 2
    table = replace(plan, flows=pd.concat([plan.flows, exempt], ignore_index=True)).fiscal
    spared = dict.fromkeys(range(2030, 2045), pytest.approx(0.010 * VOLUME / 2, rel=1e-6))
    assert amounts(table, "duty spared") == spared
    assert amounts(table, "net cost") == amounts(plan.fiscal, "net cost")


def test_without_transfers_there_is_nothing_to_tell(toy_plan: Callable[..., Plan]) -> None:
    table = toy_plan(PLAIN).fiscal
    assert list(table.columns) == ["year", "item", "amount", "unit"]
    assert table.empty


# ----------------------------------------------------------------------------------------- kept


@pytest.mark.parametrize("overrides", [BOTH, DIRECT])
def test_a_plan_read_back_has_the_same_readings(
    toy_plan: Callable[..., Plan], tmp_path: Path, overrides: dict[str, str]
) -> None:
    plan = toy_plan(overrides)
    back = load_plan(plan.save(tmp_path))
    pd.testing.assert_frame_equal(back.fiscal, plan.fiscal, check_exact=True)
    pd.testing.assert_frame_equal(back.economic.cash_flow, plan.economic.cash_flow, check_exact=True)
    pd.testing.assert_frame_equal(back.investor.outlays, plan.investor.outlays, check_exact=True)
    assert back.economic.npv == plan.economic.npv
    assert back.public_cost == plan.public_cost
    if plan.investor.places:
        assert back.investor.throughput_fee == plan.investor.throughput_fee
