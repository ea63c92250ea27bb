"""The toy terminal to the last cent: every item of its cost by plain arithmetic, in MUSD a year and kt."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from greenport.sizing import Plan
from greenport.sizing.problem import Problem

CENT = 1e-8
TERMINAL = {"demand.customer.asks": "64 kt/yr"}
DIRECT = {"demand.customer.asks": "40 kt/yr"}

DENSITY = 0.792
SURCHARGE = 1.20 * 1.10
PRICE, WACC = 1.0, 0.08
PARCEL, CARGOES, STEM, ASKED = 4.0, 16, 1.0, 64.0


def crf(years: float) -> float:
    """Textbook annuity at 8 %."""
    return float(0.08 / (1 - 1.08**-years))


def item(plan: Plan, name: str, what: str | None = None, year: int = 2030) -> float:
    rows = plan.costs[(plan.costs["item"] == name) & (plan.costs["year"] == year)]
    if what is not None:
        rows = rows[rows["what"] == what]
    return float(rows["amount"].sum())


def test_annuities_are_capital_cost_with_its_surcharges_over_the_life(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(TERMINAL)
    assert item(plan, "annuities", "jetty") == pytest.approx(10 * SURCHARGE * crf(40), abs=CENT)
    assert item(plan, "annuities", "pipes") == pytest.approx(1 * SURCHARGE * crf(20), abs=CENT)
    assert item(plan, "annuities", "tank") == pytest.approx(0.0005 * 10_000 * SURCHARGE * crf(20), abs=CENT)


def test_fixed_operating_cost_is_a_share_of_capital_cost_and_staff_comes_with_the_pool(
    toy_plan: Callable[..., Plan],
) -> None:
    plan = toy_plan(TERMINAL)
    share = 0.02 * (10 + 1 + 5) * SURCHARGE
    assert item(plan, "site and operation") == pytest.approx(share + 0.1, abs=CENT)


def test_purchase_is_price_times_mass(toy_plan: Callable[..., Plan]) -> None:
    assert item(toy_plan(TERMINAL), "purchase") == pytest.approx(ASKED * PRICE, abs=CENT)


def test_a_contract_costs_its_fee(toy_plan: Callable[..., Plan]) -> None:
    assert item(toy_plan(TERMINAL), "contracts") == pytest.approx(0.05, abs=CENT)


BERTH_HOURS = PARCEL / DENSITY * 1000 / 500 + 8
SEA_HOURS = 2 * 1200 / 10


def test_freight_is_charter_fuel_and_dues_of_the_round_voyage(toy_plan: Callable[..., Plan]) -> None:
    port_hours = 2 * BERTH_HOURS
    charter = 1000 * (SEA_HOURS + port_hours)
    fuel = 500 * (SEA_HOURS * 1.0 + port_hours * 0.1)
    voyage = (charter + fuel + 20_000) / 1e6
    assert item(toy_plan(TERMINAL), "freight") == pytest.approx(CARGOES * voyage, abs=10 * CENT)


def test_whole_cargoes_cost_half_a_parcel_of_capital_and_their_days_on_the_water(
    toy_plan: Callable[..., Plan],
) -> None:
    """U6: the mean stock of parcels Q drawn down evenly is Q / 2, whatever the yearly mass."""
    holding = PRICE * WACC
    in_stock = holding * PARCEL / 2
    on_water = holding * ASKED * (SEA_HOURS / 2) / (24 * 365)
    found = item(toy_plan(TERMINAL), "stock, transit and demurrage")
    assert found == pytest.approx(in_stock + on_water, abs=10 * CENT)


def test_a_target_wait_costs_demurrage(toy_plan: Callable[..., Plan]) -> None:
    """A wait of 0.3 services at 1000 USD an hour."""
    waiting = toy_plan({**TERMINAL, "places.site.target_wait": "30 %"})
    more = item(waiting, "stock, transit and demurrage")
    more -= item(toy_plan(TERMINAL), "stock, transit and demurrage")
    assert more == pytest.approx(CARGOES * 0.3 * BERTH_HOURS * 1000 / 1e6, abs=10 * CENT)


def test_heel_and_safety_stock_tie_up_capital(toy_plan: Callable[..., Plan]) -> None:
    """The heel is a tenth of the tank, the safety stock one stem, for want of a longer lead."""
    heel = 0.10 * DENSITY * 10
    stock = PRICE * WACC * (heel + STEM)
    assert item(toy_plan(TERMINAL), "capital in stock") == pytest.approx(stock, abs=10 * CENT)


STEM_VOLUME = STEM / DENSITY * 1000
LOADING = STEM_VOLUME / 1000 + 1
ALONGSIDE = STEM_VOLUME / 500 + 2


def test_hire_is_paid_for_the_hours_of_loading_sailing_and_pumping(toy_plan: Callable[..., Plan]) -> None:
    cycle = LOADING + 2 * 10 / 10 + ALONGSIDE
    assert item(toy_plan(TERMINAL), "vessel hire") == pytest.approx(64 * cycle * 500 / 1e6, abs=10 * CENT)


def test_a_barge_that_is_away_a_quarter_of_the_time_costs_a_third_more(toy_plan: Callable[..., Plan]) -> None:
    often = item(toy_plan({**TERMINAL, "delivery.barge.availability": "75 %"}), "vessel hire")
    assert often == pytest.approx(item(toy_plan(TERMINAL), "vessel hire") / 0.75, rel=1e-6)


def test_delivery_is_the_fuel_that_the_barge_burns(toy_plan: Callable[..., Plan]) -> None:
    """6 t a day under way, 1.2 t a day otherwise, at 500 USD a tonne."""
    burnt = 2 * 6 / 24 + (LOADING + ALONGSIDE) * 1.2 / 24
    assert item(toy_plan(TERMINAL), "delivery") == pytest.approx(64 * burnt * 500 / 1e6, abs=10 * CENT)


def test_direct_delivery_costs_the_barge_all_the_way(toy_plan: Callable[..., Plan]) -> None:
    """Loading takes as long as delivering; the sea passage is 1200 nmi each way at 10 kn."""
    plan = toy_plan(DIRECT)
    hours = ALONGSIDE + 240 + ALONGSIDE
    assert item(plan, "vessel hire") == pytest.approx(40 * hours * 500 / 1e6, abs=10 * CENT)
    trip_fuel = 240 * 6 / 24 + ALONGSIDE * 1.2 / 24
    assert item(plan, "freight") == pytest.approx(40 * trip_fuel * 500 / 1e6, abs=10 * CENT)
    assert item(plan, "delivery") == pytest.approx(40 * ALONGSIDE * 1.2 / 24 * 500 / 1e6, abs=10 * CENT)
    assert plan.capacity.empty


def test_the_plan_costs_one_year_discounted_from_its_end(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(TERMINAL)
    assert float(plan.cost.magnitude) == pytest.approx(plan.costs["amount"].sum() / 1.10, abs=CENT)


TWO_YEARS = {**TERMINAL, "years.milestones": "[2030, 2032]", "years.horizon": "2035"}


def test_a_milestone_stands_for_the_years_up_to_the_next_one(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(TWO_YEARS)
    factor = dict(zip(plan.costs["year"], plan.costs["discount"], strict=True))
    assert factor[2030] == pytest.approx(1.1**-1 + 1.1**-2, abs=1e-12)
    assert factor[2032] == pytest.approx(1.1**-3 + 1.1**-4 + 1.1**-5, abs=1e-12)
    total = (plan.costs["amount"] * plan.costs["discount"]).sum()
    assert float(plan.cost.magnitude) == pytest.approx(total, abs=CENT)


def test_a_tank_pays_its_annuity_in_every_year_that_it_stands(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(TWO_YEARS)
    assert item(plan, "annuities", "tank", 2032) == item(plan, "annuities", "tank", 2030)


def test_the_tenure_of_the_site_shortens_the_life_that_pays_for_an_asset(
    toy_plan: Callable[..., Plan],
) -> None:
    plan = toy_plan({**TERMINAL, "demand.customer.asks": "160 kt/yr", "places.site.tenure": "{until: 2042}"})
    assert item(plan, "annuities", "jetty") == pytest.approx(10 * SURCHARGE * crf(2042 - 2030), abs=CENT)
    assert item(plan, "annuities", "pipes") == pytest.approx(1 * SURCHARGE * crf(2042 - 2030), abs=CENT)


def test_cost_rises_with_a_carbon_price_by_what_the_fuel_emits(toy_plan: Callable[..., Plan]) -> None:
    """R4: 64 kt × 19.9 GJ/t × 10 gCO2e/MJ at 100 USD a tonne."""
    price = "[{kind: carbon_price, id: levy, price: 100 USD/tCO2e, demands: [customer]}]"
    plan, free = toy_plan({**TERMINAL, "rules": price}), toy_plan(TERMINAL)
    emitted = 64 * 19.9 * 10 / 1000
    assert item(plan, "purchase") - item(free, "purchase") == pytest.approx(emitted * 0.1, abs=10 * CENT)


def test_losses_are_bought_beside_what_is_delivered(toy_plan: Callable[..., Plan]) -> None:
    """With a tolerance, cargoes make up for a loss of 0.5 % of receipts; direct delivery loses nothing."""
    lossy = {"more_or_less": "5 %", "places.site.pools.methanol.losses": "0.5 %"}
    plan = toy_plan({**lossy, "demand.customer.asks": "100 kt/yr"})
    delivered = plan.flows[plan.flows["flow"] == "delivery"].set_index("from")["quantity"]
    stored, direct = float(delivered["site.methanol"]), float(delivered.get("straight", 0.0))
    assert stored + direct == pytest.approx(100, abs=1e-9)
    assert item(plan, "purchase") == pytest.approx(stored / 0.995 + direct, abs=1e-5)


def test_a_ship_without_port_costs_has_none(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({**TERMINAL, "ships.tanker.port_cost": "null"})
    saved = item(toy_plan(TERMINAL), "freight") - item(plan, "freight")
    assert saved == pytest.approx(CARGOES * 0.02, abs=10 * CENT)


def test_a_trip_serves_two_stems_of_a_week(
    toy_plan: Callable[..., Plan], toy_problem: Callable[..., Problem]
) -> None:
    """A week with n stems takes n / 2 trips, rounded up, of a barge that holds two; it shifts in between."""
    two = {"delivery.barge.stems_per_trip": "2", "delivery.barge.capacity": "2000 t"}
    two |= {"offers.straight.parcel": "2000 t", "demand.customer.asks": "20 kt/yr"}
    plan, problem = toy_plan(two), toy_problem(two)
    asked = problem.demands[0].asked[0]
    weeks = [asked[7 * w : 7 * w + 7 if w < 51 else 365].sum() for w in range(52)]
    trips = sum(math.ceil(round(stems) / 2) for stems in weeks)
    loading = 2 * STEM_VOLUME / 500 + 2
    burnt = (240 * 6 / 24 + loading * 1.2 / 24) * 500 / 1e6
    assert item(plan, "freight") == pytest.approx(trips * burnt, abs=10 * CENT)
    hours = trips * (loading + 240) + 20 * ALONGSIDE
    assert item(plan, "vessel hire") == pytest.approx(hours * 500 / 1e6, abs=10 * CENT)
