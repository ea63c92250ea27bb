"""Shadow prices: by hand where a hand can, else between what the last unit saved and what the next would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from greenport.sizing import Plan
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Run, Solution
from greenport.sizing.solve.duals import solved as linear_solved
from greenport.sizing.solve.marginal import Linear, moves
from greenport.sizing.solve.years import parts_of
from greenport.sizing.stamp import compile_operation
from greenport.sizing.times import Times
from greenport.sizing.uses import groups

OVER_TANKS = "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]"
DIRECTLY = "[{id: straight, supplier: maker, deliver: direct, mode: barge, parcel: 1000 t}]"
BUSY = {"offers": OVER_TANKS, "demand.customer.asks": "128 kt/yr", "places.site.berths.jetty.at_most": "1"}
ONE_TANK = {
    "places.site.pools.methanol.days_of_cover": "20 d",
    "places.site.pools.methanol.modules.tank.at_most": "1",
}
OWN = "{capex: 5 MUSD, opex: 1 MUSD/yr, life: 20 yr, works: 12 month, at_most: 2}"

SCARCE: dict[str, tuple[str, dict[str, str]]] = {
    "fuel": ("toy", {"suppliers.maker.available": "20 kt/yr"}),
    "tank": ("toy", {**BUSY, **ONE_TANK}),
    "berth": ("toy", {**BUSY, "places.site.berths.jetty.occupancy": "5 %"}),
    "hired vessels": (
        "toy",
        {"offers": DIRECTLY, "demand.customer.asks": "64 kt/yr", "delivery.barge.hire_at_most": "2"},
    ),
    "own vessels": (
        "toy",
        {
            "offers": DIRECTLY,
            "demand.customer.asks": "64 kt/yr",
            "delivery.barge.hire": "null",
            "delivery.barge.buy": OWN,
        },
    ),
    "service": (
        "toy",
        {"demand.customer.otherwise": "{elsewhere: 1001 USD/t}", "demand.customer.at_least": "50 %"},
    ),
    "mandate": ("airport", {"rules.aim.share": "2 %", "demand.flights.otherwise": "{fossil: 1000 USD/t}"}),
    "neat fuel": ("airport", {"suppliers.maker.available": "30 kt/yr"}),
    "blend": ("airport", {"rules.annex.share_at_most": "1 %"}),
}
PRICED = {
    "fuel": {"U1"},
    "tank": {"B2", "B3_days"},
    "berth": {"U4", "B3_floor"},
    "hired vessels": {"V2_hire"},
    "own vessels": {"V2"},
    "service": {"V1_at_least"},
    "mandate": {"R1", "B3_days"},
    "neat fuel": {"U1", "B3_days"},
    "blend": {"X1", "B3_days"},
}


class Case:
    """A scarce toy, solved, with its linear problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        run = Run(problem, problem.gap)
        self.solution: Solution = run.solve()
        self.values, self.parts = self.solution.schedules[0], run.days

    def cost(self, problem: Problem) -> float:
        """Cost of the linear problem of another problem, with the same decisions [MUSD]."""
        return sum(
            value_of(Linear.of(problem, part.matrix, self.values))
            for part in parts_of(compile_operation(problem, Times.daily()))
        )


def value_of(linear: Linear) -> float:
    return float(linear.matrix.cost @ linear_solved(linear.matrix)[1]) if len(linear.free) else 0.0


@pytest.fixture(scope="module")
def case(toy_problem: Callable[..., Problem]) -> Callable[[str], Case]:
    @cache
    def found(name: str) -> Case:
        file, overrides = SCARCE[name]
        return Case(toy_problem(overrides, file))

    return found


def price(plan: Plan, label: str, part: str = "") -> float:
    table = plan.shadow_prices
    mine = table[(table["label"] == label) & (table["part"] == part)]
    return float(mine["price"].iloc[0])


def test_a_tonne_more_on_offer_saves_its_price_elsewhere_less_what_it_costs_here(
    toy_plan: Callable[..., Plan],
) -> None:
    """1500 USD elsewhere, less 1000, the trip of 240 h and the stem, for each of the 20 kt that come."""
    plan = toy_plan(SCARCE["fuel"][1])
    spent = plan.costs.set_index("item")["amount"].drop(["contracts", "going without"]).sum()
    assert price(plan, "U1") == pytest.approx(1500 - 1000 * spent / 20, rel=1e-6)


def test_a_tonne_more_from_the_cheaper_of_two_suppliers_saves_the_difference(
    toy_plan: Callable[..., Plan],
) -> None:
    """100 USD a tonne in price, and the capital that a dearer tonne takes in stock and under way."""
    same = "port: zhanjiang, distance: 1200 nmi, fuel: hefa_spk, intensity: 20 gCO2e/MJ"
    by_sea = "deliver: terminal, ship: tanker, parcel: 5000 t, freight: 50 USD/t"
    plan = toy_plan(
        {
            "suppliers": f"[{{id: maker, price: 2000 USD/t, available: 20 kt/yr, {same}}},"
            f" {{id: dear, price: 2100 USD/t, available: 500 kt/yr, {same}}}]",
            "offers": f"[{{id: neat, supplier: maker, {by_sea}}}, {{id: other, supplier: dear, {by_sea}}}]",
        },
        "airport",
    )
    costs = plan.costs[plan.costs["item"] == "stock, transit and demurrage"].set_index("what")["amount"]
    holding = costs["other"] / 20 - costs["neat"] / 20
    mine = plan.shadow_prices[plan.shadow_prices["label"] == "U1"]
    assert mine["item"].tolist() == ["maker"]
    assert price(plan, "U1") == pytest.approx(100 + 1000 * holding, rel=1e-6)


def test_a_mandate_costs_what_neat_fuel_costs_above_going_without(toy_plan: Callable[..., Plan]) -> None:
    """2000 + 50 USD of freight, stock by U6, hydrant and safety stock, less the jet fuel and 1000 USD."""
    plan = toy_plan(SCARCE["mandate"][1], "airport")
    costs = plan.costs.set_index("item")["amount"]
    for_each = costs[["purchase", "freight", "stock, transit and demurrage", "delivery"]].sum() / 20
    replaced = costs["fossil fuel replaced"] / 20
    safety = 10 / 365 * 0.08 * 2.0
    assert price(plan, "R1") == pytest.approx(1000 * (for_each + replaced + safety - 1.0), rel=1e-6)


def test_the_mandates_marginal_abatement_cost_is_its_price_over_the_emissions_avoided(
    toy_plan: Callable[..., Plan],
) -> None:
    """A tonne of 44 GJ at 20 instead of 89 gCO2e/MJ."""
    plan = toy_plan(SCARCE["mandate"][1], "airport")
    assert price(plan, "R1", "CO2e") == pytest.approx(price(plan, "R1") / (44 * (89 - 20) / 1000), rel=1e-6)
    assert "USD_2025/tCO2e" in set(plan.shadow_prices["unit"])


def test_a_day_of_cover_costs_the_capital_in_a_days_issue(toy_plan: Callable[..., Plan]) -> None:
    """20 kt a year at 2000 USD a tonne and 8 %."""
    plan = toy_plan(SCARCE["mandate"][1], "airport")
    assert price(plan, "B3_days") == pytest.approx(20e3 / 365 * 2000 * 0.08, rel=1e-6)


@pytest.mark.parametrize("name", SCARCE)
def test_what_is_scarce_has_a_price(case: Callable[[str], Case], name: str) -> None:
    assert {p.limit.rows for p in case(name).solution.prices} == PRICED[name]


@pytest.mark.parametrize("name", SCARCE)
def test_a_price_lies_between_what_the_last_unit_saved_and_what_the_next_would(
    case: Callable[[str], Case], name: str
) -> None:
    """Every limit is moved a little up and down, and the linear problem solved again."""
    found = case(name)
    prices = {(p.limit.rows, p.item, p.part): p for p in found.solution.prices}
    checked = 0
    for part in found.parts:
        linear = Linear.of(found.problem, part.matrix, found.values)
        if not len(linear.free):
            continue
        _, x = linear.solved()
        for group in groups(found.problem, part.matrix, x):
            known = prices.get((group.limit.rows, group.item, group.part))
            if known is None:
                continue
            step, _ = moves(found.problem, part.matrix, group, x) or (None, None)
            assert step is not None
            small = 1e-4 * step[linear.rows]
            after, before = (value_of(moved(linear, sign * small)) for sign in (1, -1))
            here = value_of(linear)
            of_next = group.limit.money * (here - after) / 1e-4
            of_last = group.limit.money * (before - here) / 1e-4
            slack = 1e-6 * known.price
            assert of_next - slack <= known.price <= of_last + slack, group.limit.rows
            checked += 1
    assert checked == len({key for key in prices if key[2] != "CO2e"})


def moved(linear: Linear, by: np.ndarray) -> Linear:
    matrix = linear.matrix
    return replace(
        linear, matrix=replace(matrix, row_lower=matrix.row_lower + by, row_upper=matrix.row_upper + by)
    )


def more_fuel(problem: Problem, by: float) -> Problem:
    return replace(
        problem, suppliers=tuple(replace(u, available=u.available + by) for u in problem.suppliers)
    )


def more_tank(problem: Problem, by: float) -> Problem:
    larger = (replace(a, volume=a.volume + by) if a.kind == "tank" else a for a in problem.assets)
    return replace(problem, assets=tuple(larger))


def more_berth(problem: Problem, by: float) -> Problem:
    def busier(hours: float, occupancy: tuple[float, ...]) -> tuple[float, ...]:
        return (occupancy[0] + by / hours, *occupancy[1:])

    return replace(
        problem,
        places=tuple(
            replace(p, occupancy=busier(8760 * p.hours * p.open_share, p.occupancy)) for p in problem.places
        ),
    )


def more_vessels(problem: Problem, by: float) -> Problem:
    modes = []
    for mode in problem.modes:
        part_of_one: Any = mode.most + by
        modes.append(replace(mode, most=part_of_one))
    return replace(problem, modes=tuple(modes))


def less_mandate(problem: Problem, by: float) -> Problem:
    return replace(problem, targets=tuple(replace(t, least=t.least - by) for t in problem.targets))


def fewer_days(problem: Problem, by: float) -> Problem:
    pools = (replace(p, cover_days=p.cover_days - by) if p.cover_days else p for p in problem.pools)
    return replace(problem, pools=tuple(pools))


def wider_blend(problem: Problem, by: float) -> Problem:
    """So many hundredths of the limit."""
    return replace(
        problem,
        blendings=tuple(
            replace(b, room=(b.room[0] * (1 + by / 100), *b.room[1:])) for b in problem.blendings
        ),
    )


def less_service(problem: Problem, by: float) -> Problem:
    """So many kt less of the 40 kt asked for."""
    return replace(problem, demands=tuple(replace(d, at_least=d.at_least - by / 40) for d in problem.demands))


IN_THE_SCENARIO: dict[str, tuple[str, str, Callable[[Problem, float], Problem], float]] = {
    "a tonne on offer": ("fuel", "U1", more_fuel, 1e3),
    "a cubic metre of tank": ("tank", "B2", more_tank, 1e3),
    "a berth hour": ("berth", "U4", more_berth, 1e6),
    "a vessel to hire": ("hired vessels", "V2_hire", more_vessels, 1.0),
    "a tonne of the mandate": ("mandate", "R1", less_mandate, 1e3),
    "a day of cover": ("tank", "B3_days", fewer_days, 1e6),
    "a hundredth of a blend limit": ("blend", "X1", wider_blend, 1.0),
    "a tonne unserved": ("service", "V1_at_least", less_service, 1e3),
}


@pytest.mark.parametrize("what", IN_THE_SCENARIO)
def test_a_price_is_what_a_little_more_in_the_scenario_saves(case: Callable[[str], Case], what: str) -> None:
    """The number is changed in the problem itself and the year compiled again; nothing else moves."""
    name, label, loosened, unit = IN_THE_SCENARIO[what]
    found, little = case(name), 1e-4
    saved = found.cost(found.problem) - found.cost(loosened(found.problem, little))
    known = next(p.price for p in found.solution.prices if p.limit.rows == label)
    assert unit * saved / little == pytest.approx(known, rel=1e-4)


@pytest.mark.parametrize("name", SCARCE)
def test_a_limit_with_room_left_in_the_linear_problem_has_no_price(
    case: Callable[[str], Case], name: str
) -> None:
    """Complementary slackness, row by row."""
    found = case(name)
    for part in found.parts:
        linear = Linear.of(found.problem, part.matrix, found.values)
        if not len(linear.free):
            continue
        dual, x = linear.solved()
        matrix = linear.matrix
        activity = matrix.a @ x[linear.free]
        room = np.minimum(activity - matrix.row_lower, matrix.row_upper - activity)
        assert np.abs(dual[linear.rows][room > 1e-6]).max(initial=0.0) < 1e-9


@pytest.mark.parametrize("name", SCARCE)
def test_the_linear_problem_costs_no_more_than_the_plan(case: Callable[[str], Case], name: str) -> None:
    """The schedule is one of its points."""
    found = case(name)
    for part in found.parts:
        linear = Linear.of(found.problem, part.matrix, found.values)
        if len(linear.free):
            point = linear.point[linear.free]
            assert linear.matrix.violations(point).max(initial=0.0) < 1e-9
            assert value_of(linear) <= float(linear.matrix.cost @ point) + 1e-6


def test_what_nobody_contracts_has_no_price(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"demand.customer.otherwise": "{elsewhere: 1001 USD/t}"})
    assert plan.shadow_prices.empty


def test_a_price_is_of_its_year_and_not_discounted(toy_plan: Callable[..., Plan]) -> None:
    years = {"years.milestones": "[2030, 2032]", "years.horizon": "2035"}
    plan = toy_plan({**SCARCE["fuel"][1], **years})
    found = plan.shadow_prices.set_index("year")["price"]
    assert found[2030] == pytest.approx(found[2032], rel=1e-6)


def test_one_per_cent_more_is_worth_a_hundredth_of_the_limit_at_its_price(
    toy_plan: Callable[..., Plan],
) -> None:
    """20 kt a year."""
    row = toy_plan(SCARCE["fuel"][1]).shadow_prices.iloc[0]
    assert row["worth"] == pytest.approx(row["price"] * 20e3 / 100 / 1000, rel=1e-9)
    assert row["worth_unit"] == "kUSD_2025/yr"
