"""What the toy terminal chooses, where hand calculation says what it must choose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario
from greenport.sizing import Plan, size
from greenport.sizing.problem import Problem

DENSITY = 0.792
ONLY_CARGO = "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]"
CALM = {"demand.customer.asks": "64 kt/yr"}


def number(plan: Plan, asset: str, year: int = 2030) -> int:
    rows = plan.capacity[(plan.capacity["asset"] == asset) & (plan.capacity["year"] == year)]
    return int(rows["number"].sum())


def unserved(plan: Plan) -> float:
    return float(plan.flows[plan.flows["flow"] == "unserved"]["quantity"].sum())


# ------------------------------------------------------------------- a terminal or none, by volume


def crf(years: float) -> float:
    return float(0.08 / (1 - 1.08**-years))


ALONGSIDE = 1000 / DENSITY / 500 + 2
LOADING = 1000 / DENSITY / 1000 + 1
BERTH_HOURS = 4000 / DENSITY / 500 + 8


def fixed_cost() -> float:
    """MUSD a year of one tank, its berth, its pipes, staff, and capital in heel and safety stock."""
    annuities = 1.32 * (10 * crf(40) + 1 * crf(20) + 5 * crf(20))
    return annuities + 0.02 * 1.32 * 16 + 0.1 + 0.08 * (0.1 * 10 * DENSITY + 1)


def half_a_parcel() -> float:
    """MUSD a year of capital in cargoes drawn down (U6), the same at every volume."""
    return 0.08 * 4 / 2


def saving() -> float:
    """MUSD per kt that the terminal saves against direct delivery, purchase being the same."""
    direct = (2 * ALONGSIDE + 240) * 500 + (240 * 6 / 24 + 2 * ALONGSIDE * 1.2 / 24) * 500
    voyage = 1000 * (240 + 2 * BERTH_HOURS) + 500 * (240 + 0.1 * 2 * BERTH_HOURS) + 20_000
    water = 0.08 * 1e6 * 120 / 8760
    local = (LOADING + 2 + ALONGSIDE) * 500 + (2 * 6 + (LOADING + ALONGSIDE) * 1.2) / 24 * 500
    return (direct - voyage / 4 - water - local) / 1e6


@pytest.fixture(scope="module")
def pays_from() -> float:
    """The volume in kt a year at which the terminal costs as much as direct delivery: 60.0 kt."""
    return (fixed_cost() + half_a_parcel()) / saving()


def test_the_hand_calculated_volume_lies_between_two_whole_numbers_of_cargoes(pays_from: float) -> None:
    assert 56 < pays_from < 64


@pytest.mark.parametrize("volume", [4, 40, 56])
def test_nothing_is_built_where_direct_delivery_is_cheaper(
    toy_plan: Callable[..., Plan], volume: int
) -> None:
    plan = toy_plan({"demand.customer.asks": f"{volume} kt/yr"})
    assert plan.capacity.empty
    assert unserved(plan) == 0


@pytest.mark.parametrize("volume", [64, 100])
def test_a_tank_appears_above_the_volume_at_which_the_terminal_pays(
    toy_plan: Callable[..., Plan], volume: int
) -> None:
    assert number(toy_plan({"demand.customer.asks": f"{volume} kt/yr"}), "tank") == 1


@pytest.mark.parametrize(("share", "tanks"), [(0.999, 0), (1.001, 1)])
def test_a_tank_appears_at_the_very_volume(
    toy_plan: Callable[..., Plan], pays_from: float, share: float, tanks: int
) -> None:
    """Parcel and stem shrink with the volume, and with them U6, heel and voyage stay as they are by kt.

    Kept simple: sixteen cargoes of 4 kt for 64 kt, and the fixed cost that makes 64 kt the volume from
    which the terminal pays, a thousandth above and below, as staff.
    """
    staff = 0.1 + (64 / share - pays_from) * saving()
    plan = toy_plan({**CALM, "places.site.pools.methanol.fixed_cost": f"{staff:.12f} MUSD/yr"})
    assert number(plan, "tank") == tanks


# ---------------------------------------------------------------------------------- tanks and stock


ROOM = (0.95 - 0.10) * 10 * DENSITY - 1
"""Room in one tank above heel and a safety stock of one stem: 5.732 kt (B4)."""


@pytest.mark.parametrize(("parcel", "tanks"), [(5700, 1), (5750, 2)])
def test_a_cargo_larger_than_the_ullage_needs_another_tank(
    toy_plan: Callable[..., Plan], parcel: int, tanks: int
) -> None:
    """Twenty cargoes of 5.7 or of 5.75 kt, on either side of 5.732 kt."""
    asked = {"demand.customer.asks": f"{20 * parcel} t/yr", "offers.cargo.parcel": f"{parcel} t"}
    plan = toy_plan(asked)
    assert number(plan, "tank") == tanks
    assert len(plan.arrivals) == 20


def test_the_more_or_less_clause_needs_ullage_too(toy_plan: Callable[..., Plan]) -> None:
    """5.5 kt fits into 5.732 kt, but 5 % more of it does not."""
    big = {"demand.customer.asks": "110 kt/yr", "offers.cargo.parcel": "5500 t"}
    assert number(toy_plan(big), "tank") == 1
    assert number(toy_plan({**big, "more_or_less": "5 %"}), "tank") == 2


def test_the_stock_stays_between_heel_with_safety_and_the_safe_filling(toy_plan: Callable[..., Plan]) -> None:
    stock = toy_plan(CALM).inventory
    assert stock["least"].to_numpy() == pytest.approx(0.10 * 10 * DENSITY + 1, abs=1e-6)
    assert stock["most"].to_numpy() == pytest.approx(0.95 * 10 * DENSITY, abs=1e-9)
    assert (stock["stock"] >= stock["least"] - 1e-6).all()
    assert (stock["stock"] <= stock["most"] + 1e-6).all()


def test_a_fuller_heel_leaves_no_room_for_the_parcel_and_adds_a_tank(toy_plan: Callable[..., Plan]) -> None:
    """At a heel of 35 % one tank has (0.95 - 0.35) · 7.92 - 1 = 3.75 kt of room, less than a parcel."""
    plan = toy_plan({"demand.customer.asks": "100 kt/yr", "places.site.pools.methanol.heel": "35 %"})
    assert number(plan, "tank") == 2


def test_days_of_cover_raise_the_safety_stock(toy_plan: Callable[..., Plan]) -> None:
    """B3: 10 days of 64 kt a year are 1.753 kt, more than a stem."""
    plan = toy_plan({**CALM, "places.site.pools.methanol.days_of_cover": "10 d"})
    served = plan.flows[plan.flows["from"] == "site.methanol"]["quantity"].sum()
    least = 0.10 * 10 * DENSITY + 10 / 365 * served
    assert plan.inventory["least"].to_numpy() == pytest.approx(least, abs=1e-6)


def test_a_long_resupply_lead_raises_the_safety_stock_to_whole_stems(
    toy_problem: Callable[..., Problem],
) -> None:
    """64 stems a year are 1.7534 in 10 days; Poisson: more than 6 come in fewer than 5 of 1000 leads."""
    from math import exp, factorial

    mean = 64 * 10 / 365
    within = [sum(exp(-mean) * mean**k / factorial(k) for k in range(n + 1)) for n in range(10)]
    stems = next(n for n, p in enumerate(within) if p >= 0.995)
    problem = toy_problem({**CALM, "places.site.pools.methanol.resupply_lead": "10 d"})
    assert problem.pool("site.methanol").floor == pytest.approx([stems], abs=1e-9)


def test_an_open_pool_has_its_compartments(toy_plan: Callable[..., Plan]) -> None:
    """B5: a tank of two compartments does for two, a tank of one does not."""
    two = {"demand.customer.asks": "100 kt/yr", "places.site.pools.methanol.compartments": "2"}
    assert number(toy_plan(two), "tank") == 2
    shared = {**two, "places.site.pools.methanol.modules.tank.compartments": "2"}
    assert number(toy_plan(shared), "tank") == 1


def test_the_site_holds_no_more_tanks_than_its_area(toy_plan: Callable[..., Plan]) -> None:
    """A3: a parcel of 6 kt needs two tanks of a hectare each."""
    big = {"demand.customer.asks": "100 kt/yr", "offers.cargo.parcel": "6000 t"}
    assert number(toy_plan({**big, "places.site.site_area": "2 ha"}), "tank") == 2
    assert toy_plan({**big, "places.site.site_area": "1.99 ha"}).capacity.empty


def test_the_site_holds_no_more_than_its_licence(toy_plan: Callable[..., Plan]) -> None:
    big = {"demand.customer.asks": "100 kt/yr", "offers.cargo.parcel": "6000 t"}
    assert number(toy_plan({**big, "places.site.storage_limit": "20000 m^3"}), "tank") == 2
    assert toy_plan({**big, "places.site.storage_limit": "19999 m^3"}).capacity.empty


# ------------------------------------------------------------------------------------------- berths


@pytest.mark.parametrize(("room", "berths"), [(1.001, 1), (0.999, 2)])
def test_occupancy_beyond_the_limit_needs_another_berth(
    toy_plan: Callable[..., Plan], room: float, berths: int
) -> None:
    """U4: 100 kt are 25 cargoes and 100 loadings; the usable share is set a thousandth around that.

    Without direct delivery and with a demand that must be served, nothing else can give way.
    """
    used = (25 * BERTH_HOURS + 100 * LOADING) / 8760
    plan = toy_plan(
        {
            "demand.customer.asks": "100 kt/yr",
            "demand.customer.otherwise": "{elsewhere: 9000 USD/t}",
            "offers": ONLY_CARGO,
            "places.site.berths.jetty.occupancy": f"{100 * used * room:.9f} %",
        }
    )
    assert unserved(plan) == 0
    assert number(plan, "jetty") == berths


def test_the_target_wait_sets_the_usable_share_of_the_berths(toy_problem: Callable[..., Problem]) -> None:
    """M/M/1: wait over service is u / (1 - u), so 0.3 allows 0.3 / 1.3; M/M/2: u² / (1 - u²)."""
    (site,) = toy_problem({"places.site.target_wait": "30 %"}).places
    one, two = site.occupancy
    assert one == pytest.approx(0.3 / 1.3, abs=1e-6)
    assert two == pytest.approx((0.3 / 1.3) ** 0.5, abs=1e-6)


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"offers.cargo.parcel": "7700 t"}, "more than 95% of tanker's 8000 dwt"),
        ({"places.site.berths.jetty.largest_ship": "7999 t"}, "no berth of site takes a ship of 8000 dwt"),
        ({"places.site.berths.jetty.smallest_ship": "8001 t"}, "no berth of site takes a ship of 8000 dwt"),
        ({"places.site.pools.methanol.modules.tank.volume": "1400 m^3"}, "more than all tanks of"),
    ],
)
def test_an_offer_that_cannot_exist_is_listed_with_its_reason(
    toy_plan: Callable[..., Plan], overrides: dict[str, str], reason: str
) -> None:
    plan = toy_plan({**CALM, **overrides})
    (found,) = plan.excluded[plan.excluded["id"] == "cargo > site.methanol"]["reason"]
    assert reason in found
    assert "cargo" not in set(plan.arrivals["offer"])


def test_a_delivery_without_a_leg_is_listed(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({**CALM, "legs": "[]"})
    assert "no leg from site to quay is stated" in set(plan.excluded["reason"])


# ---------------------------------------------------------------------------------------- lead time


LATER = {
    **CALM,
    "years.decision_date": "2026-12-31",
    "years.milestones": "[2028, 2029, 2030, 2031]",
    "years.horizon": "2032",
}


def first_year(plan: Plan) -> int:
    return int(plan.capacity["year"].min())


@pytest.mark.parametrize(
    ("permit", "year"),
    [
        ("6 month", 2029),  # 6 + 6 + 18 months from December 2026: June 2029
        ("12 month", 2029),  # December 2029, still within the year
        ("13 month", 2030),  # January 2030
        ("25 month", 2031),
    ],
)
def test_lead_time_pushes_a_tank_across_a_years_end(
    toy_plan: Callable[..., Plan], permit: str, year: int
) -> None:
    steps = f"[{{step: permit, takes: {permit}}}, {{step: licence, takes: 6 month, after: [permit]}}]"
    assert first_year(toy_plan({**LATER, "places.site.approvals": steps})) == year


def test_approvals_that_run_side_by_side_take_as_long_as_the_longest(
    toy_problem: Callable[..., Problem],
) -> None:
    """12 and 6 months at once and 18 of works end in June 2029 instead of December."""
    steps = "[{step: permit, takes: 12 month}, {step: licence, takes: 6 month}]"
    problem = toy_problem({**LATER, "places.site.approvals": steps, "years.decision_date": "2026-06-30"})
    assert problem.years[problem.asset("tank").ready] == 2028


def test_approvals_shortened_across_a_years_end_are_worth_the_terminals_saving_of_that_year(
    toy_plan: Callable[..., Plan], pays_from: float
) -> None:
    """One month less lets the terminal serve 2029, which saves (64 - volume) · saving at that year's end."""
    slow = "[{step: permit, takes: 13 month}, {step: licence, takes: 6 month, after: [permit]}]"
    fast = "[{step: permit, takes: 12 month}, {step: licence, takes: 6 month, after: [permit]}]"
    worth = float(
        (
            toy_plan({**LATER, "places.site.approvals": slow}).cost
            - toy_plan({**LATER, "places.site.approvals": fast}).cost
        ).magnitude
    )
    year = (64 - pays_from) * saving()
    assert worth == pytest.approx(year * 1.1**-2, abs=1e-6)


def test_a_month_within_the_same_year_is_worth_nothing(toy_plan: Callable[..., Plan]) -> None:
    costs = {
        float(
            toy_plan(
                {
                    **LATER,
                    "places.site.approvals": f"[{{step: permit, takes: {n} month}}, "
                    "{step: licence, takes: 6 month, after: [permit]}]",
                }
            ).cost.magnitude
        )
        for n in (11, 12)
    }
    assert max(costs) - min(costs) < 1e-6


@pytest.mark.parametrize(("share", "number_bought"), [(0.999, 1), (1.001, 0)])
def test_a_barge_is_bought_where_that_costs_less_than_its_hire(
    toy_plan: Callable[..., Plan], share: float, number_bought: int
) -> None:
    """64 cycles at 500 USD an hour a year, against an annuity over 20 years."""
    hire = 64 * (LOADING + 2 + ALONGSIDE) * 500 / 1e6
    capex = share * hire / (1.32 * crf(20))
    barge = f"{{capex: {capex:.12f} MUSD, opex: 0 MUSD/yr, life: 20 yr, works: 24 month}}"
    plan = toy_plan(
        {
            **CALM,
            "offers": ONLY_CARGO,
            "delivery.barge.buy": barge,
        }
    )
    assert number(plan, "barge_own") == number_bought


# ------------------------------------------------------------------------- service and going without


def test_demand_goes_elsewhere_where_that_is_cheaper(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.otherwise": "{elsewhere: 1001 USD/t}"})
    assert unserved(plan) == pytest.approx(40)
    assert float(plan.cost.magnitude) == pytest.approx(40 * 1.001 / 1.1, abs=1e-8)


def test_going_without_below_the_dearest_offer_is_a_warning(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.otherwise": "{elsewhere: 999 USD/t}"})
    assert "less than the dearest offer" in " ".join(plan.warnings)
    assert toy_plan(CALM).warnings == ()


def test_at_least_is_served_even_at_a_loss_with_one_stem_of_grace(toy_plan: Callable[..., Plan]) -> None:
    """Half of 40 kt must be served; one stem may be missing."""
    plan = toy_plan(
        {"demand.customer.otherwise": "{elsewhere: 1001 USD/t}", "demand.customer.at_least": "50 %"}
    )
    assert unserved(plan) == pytest.approx(21)


def test_at_least_that_nobody_can_serve_names_the_demand_the_year_and_the_line(
    toy_scenario: Callable[..., Scenario],
) -> None:
    scenario = toy_scenario({"demand.customer.at_least": "90 %", "suppliers.maker.available": "20 kt/yr"})
    with pytest.raises(InfeasibleError) as clash:
        size(scenario)
    demand = scenario.origin("demand", "customer")
    text = "\n".join(clash.value.diagnosis)
    assert f"{demand.file}:{demand.line}: demand customer must be served" in text
    assert "what supplier maker has" in text
    assert "2030" in text
    assert "safety stock" not in text


def test_approvals_later_than_a_promised_service_are_named(toy_scenario: Callable[..., Scenario]) -> None:
    late = {"offers": ONLY_CARGO, "places.site.approvals": "[{step: permit, takes: 60 month}]"}
    scenario = toy_scenario({**late, "demand.customer.at_least": "90 %"})
    with pytest.raises(InfeasibleError) as clash:
        size(scenario)
    assert any("approvals and works of tank (A2, 2030)" in line for line in clash.value.diagnosis)


def test_a_supplier_delivers_no_more_than_it_has(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"suppliers.maker.available": "20 kt/yr"})
    assert float(plan.flows[plan.flows["flow"] == "purchase"]["quantity"].sum()) == pytest.approx(20)
    assert unserved(plan) == pytest.approx(20)


STAY = {"demand.customer.port_stay": "4 h", "more_or_less": "5 %"}
FITS = (4 - 2) * 500 / 1000 * DENSITY
"""In 4 h with 2 h fixed 1000 m³ are pumped: 0.792 of a stem (V5)."""


def test_a_stem_longer_than_the_port_stay_is_cut_and_listed(toy_plan: Callable[..., Plan]) -> None:
    """Each of the 64 stems is cut to what fits, and the rest of it goes elsewhere."""
    plan = toy_plan({**CALM, **STAY})
    (found,) = plan.excluded[plan.excluded["id"] == "barge > customer, whole stems"]["reason"]
    assert "79%" in found
    assert float(plan.delivered("methanol", 2030).magnitude) == pytest.approx(64 * FITS, abs=1e-6)
    assert unserved(plan) == pytest.approx(64 * (1 - FITS), abs=1e-6)
    assert plan.gap.m_as("") < 0.01


def test_the_rest_of_a_cut_stem_counts_as_unserved_service(toy_scenario: Callable[..., Scenario]) -> None:
    """80 % of 64 kt less one stem of grace are 50.2 kt, and 64 cut stems make 50.7; 90 % are out of reach."""
    scenario = toy_scenario({**CALM, **STAY, "demand.customer.at_least": "90 %"})
    with pytest.raises(InfeasibleError):
        size(scenario)
    assert unserved(size(toy_scenario({**CALM, **STAY, "demand.customer.at_least": "80 %"}))) < 13.8


def test_a_stay_too_short_for_any_pumping_serves_nothing(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({**CALM, "demand.customer.port_stay": "2 h"})
    assert unserved(plan) == pytest.approx(64)
    assert plan.capacity.empty


def test_a_ship_may_move_to_an_anchorage_for_a_whole_stem(toy_plan: Callable[..., Plan]) -> None:
    """12 h at 1000 USD an hour for each of the 64 stems, and nothing is cut."""
    moved = toy_plan(
        {
            **CALM,
            "demand.customer.port_stay": "4 h",
            "demand.customer.moves_for": "24 kUSD/d",
            "demand.customer.moving_time": "12 h",
        }
    )
    assert unserved(moved) == 0
    more = float((moved.cost - toy_plan(CALM).cost).magnitude)
    assert more == pytest.approx(64 * 12 * 1000 / 1e6 / 1.1, abs=1e-6)


def test_ships_do_not_come_alongside_while_the_berth_is_closed(toy_problem: Callable[..., Problem]) -> None:
    storms = (
        "[{id: gale, occasions: 12 1/yr, duration: 48 h, closes: [berth], "
        "season: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}]"
    )
    problem = toy_problem({**CALM, "weather": storms})
    closed = problem.closed["berth"][0]
    assert closed.sum() == pytest.approx(12 * 48, rel=0.5)
    assert problem.places[0].open_share == pytest.approx(1 - closed.sum() / 8760, abs=0.05)
    whole_days = closed >= 24
    assert whole_days.any()
    assert (problem.demands[0].asked[0][whole_days] == 0).all()


def test_cargoes_keep_clear_of_closed_days(
    toy_plan: Callable[..., Plan], toy_problem: Callable[..., Problem]
) -> None:
    storms = (
        "[{id: gale, occasions: 12 1/yr, duration: 48 h, closes: [berth], "
        "season: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}]"
    )
    overrides = {"demand.customer.asks": "100 kt/yr", "weather": storms}
    closed = toy_problem(overrides).closed["berth"][0]
    arrivals = toy_plan(overrides).arrivals
    assert len(arrivals) > 0
    assert (closed[arrivals["day"].to_numpy() - 1] < 12).all()


@pytest.mark.parametrize("second", ["1000 t", "900 t", "500 t"])
def test_two_direct_offers_from_one_port_do_not_deceive_the_solver(
    toy_plan: Callable[..., Plan], second: str
) -> None:
    """HiGHS 1.16.0 reported a bound above a plan that keeps every row, with its presolve as it comes."""
    port = "port: zhanjiang, distance: 1200 nmi, fuel: methanol, intensity: 10 gCO2e/MJ"
    plan = toy_plan(
        {
            "suppliers": (
                f"[{{id: maker, price: 1000 USD/t, available: 20 kt/yr, {port}}}, "
                f"{{id: dear, price: 1200 USD/t, available: 500 kt/yr, {port}}}]"
            ),
            "offers": (
                "[{id: straight, supplier: maker, deliver: direct, mode: barge, parcel: 1000 t}, "
                f"{{id: other, supplier: dear, deliver: direct, mode: barge, parcel: {second}}}]"
            ),
        }
    )
    assert plan.lower_bound <= plan.cost
    assert plan.gap.m_as("%") < 0.01
