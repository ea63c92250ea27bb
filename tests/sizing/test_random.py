"""Random small terminals: bounds in order, whole cargoes, balances to the kilogram, costs that add up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from greenport.demand import calendar
from greenport.sizing import Plan, verify
from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs
from greenport.sizing.solve.floor import floor
from greenport.sizing.solve.multipliers import multipliers
from greenport.sizing.solve.years import SAFETY, parts_of, priced, relaxed
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.times import Times

KILOGRAM = 1e-6
"""In kt."""

OFFERS = (
    "{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}",
    "{id: large, supplier: maker, deliver: terminal, ship: tanker, parcel: 6000 t, premium: 5 USD/t}",
    "{id: straight, supplier: maker, deliver: direct, mode: barge, parcel: 1000 t}",
)

Instance = dict[str, str]


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Two or three milestone years, one to three offers, any prices, volumes and lives."""
    years = draw(st.sampled_from([(2030, 2031), (2029, 2031), (2030, 2031, 2034)]))
    asked = {year: draw(st.integers(0, 120)) for year in years}
    offers = draw(st.lists(st.sampled_from(OFFERS), min_size=1, max_size=3, unique=True))
    found = {
        "years.milestones": str(list(years)),
        "years.horizon": str(years[-1] + 2),
        "solve.gap": "5 %",
        "demand.customer.asks": "{" + ", ".join(f"{y}: {v} kt/yr" for y, v in asked.items()) + "}",
        "demand.customer.stem": f"{draw(st.sampled_from([500, 800, 1000]))} t",
        "demand.customer.otherwise": f"{{elsewhere: {draw(st.integers(1000, 2500))} USD/t}}",
        "suppliers.maker.price": f"{draw(st.integers(500, 1500))} USD/t",
        "suppliers.maker.available": f"{draw(st.integers(10, 200))} kt/yr",
        "offers": "[" + ", ".join(offers) + "]",
        "more_or_less": draw(st.sampled_from(["0 %", "5 %"])),
        "places.site.pools.methanol.heel": f"{draw(st.integers(0, 15))} %",
        "places.site.pools.methanol.losses": draw(st.sampled_from(["0 %", "0.2 %"])),
        "places.site.pools.methanol.days_of_cover": f"{draw(st.integers(0, 8))} d",
        "places.site.pools.methanol.hold": f"{draw(st.integers(0, 2))} d",
        "places.site.pools.methanol.modules.tank.volume": f"{draw(st.integers(5000, 15000))} m^3",
        "places.site.pools.methanol.modules.tank.life": f"{draw(st.integers(1, 30))} yr",
        "places.site.pools.methanol.modules.tank.capex": f"{draw(st.integers(10, 900))} USD/m^3",
    }
    if draw(st.booleans()):
        found["places.site.tenure"] = "{until: 2035}"
    return found


@st.composite
def ruled(draw: st.DrawFn) -> Instance:
    """An instance with a take-or-pay contract, lines, an intensity limit, a loose cap and a budget."""
    found = draw(instances())
    credit = draw(st.integers(0, 300))
    budget = {year: draw(st.integers(0, 40)) for year in (2029, 2031, 2034)}
    found["suppliers.maker.take_at_least"] = f"{draw(st.integers(0, 60))} %"
    found["places.site.pools.methanol.pipeline"] = (
        f"{{id: line, rate: {draw(st.integers(5, 60))} m^3/h, at_most: 3, capex: 1 MUSD, life: 20 yr, "
        "works: 18 month}"
    )
    found["rules"] = (
        f"[{{kind: intensity, id: mean, fuel: methanol, limit: {draw(st.integers(0, 95))} gCO2e/MJ, "
        f"deficit: {credit + draw(st.integers(0, 500))} USD/tCO2e, credit: {credit} USD/tCO2e}}, "
        "{kind: cap, id: ceiling, most: 300 ktCO2e/yr}, "
        "{kind: budget, id: purse, most: {"
        + ", ".join(f"{year}: {most} MUSD" for year, most in budget.items())
        + "}}]"
    )
    if draw(st.booleans()):
        found["demand.customer.otherwise"] = f"{{fossil: {draw(st.integers(400, 1500))} USD/t}}"
    return found


few = settings(max_examples=10, deadline=None, derandomize=True)


@few
@given(instance=instances())
def test_floor_and_bound_each_lie_below_the_whole_optimum_and_the_plan_above(
    toy_problem: Callable[..., Problem], toy_plan: Callable[..., Plan], instance: Instance
) -> None:
    assert_in_order(toy_problem(instance), float(toy_plan(instance).cost.magnitude))


@few
@given(
    share=st.integers(20, 50),
    asked=st.integers(1, 8),
    price=st.integers(1500, 2600),
    batch=st.integers(0, 400),
)
def test_they_do_where_fuel_comes_ready_blended(
    toy_problem: Callable[..., Problem],
    toy_plan: Callable[..., Plan],
    share: int,
    asked: int,
    price: int,
    batch: int,
) -> None:
    """What is claimed in a ready blend bears no certification of a batch made here."""
    overrides = {
        "demand.flights.share": f"{asked} %",
        "suppliers.maker.price": f"{price} USD/t",
        "offers.ready.blend.share": f"{share} %",
        "rules.annex.batch_cost": f"{batch} kUSD",
    }
    names = {"name": "airport"}
    assert_in_order(toy_problem(overrides, **names), float(toy_plan(overrides, **names).cost.magnitude))


@few
@given(instance=ruled())
def test_they_do_under_contracts_rules_and_budgets(
    toy_problem: Callable[..., Problem], toy_plan: Callable[..., Plan], instance: Instance
) -> None:
    plan = toy_plan(instance)
    assert_in_order(toy_problem(instance), float(plan.cost.magnitude))
    assert verify(plan).sound


def assert_in_order(problem: Problem, cost: float) -> None:
    """The sum of the yearly bounds and the floor, each by itself, against every year solved in one."""
    compiled = compile_operation(problem, Times.weekly())
    optimum = highs.solve(whole(problem, compiled)).value
    price, weeks = multipliers(problem).assets, parts_of(compiled)
    bounds = [highs.solve(priced(relaxed(week), price, problem.discount)).bound for week in weeks]
    total = sum(float(problem.discount[week.y]) * bound for week, bound in zip(weeks, bounds, strict=True))
    slack = 1e-6 * (1 + abs(cost))
    assert total <= optimum + slack
    assert float(problem.discount @ floor(problem)) <= optimum + slack
    assert optimum <= cost + slack


def some_weeks_in_days(every: int) -> Times:
    """Weeks, of which each so many-th is cut into single days."""
    weeks = calendar.weeks()
    cut = [
        range(first, first + days) if week % every == 0 else (first,)
        for week, (first, days) in enumerate(zip(weeks.starts, weeks.lengths, strict=True))
    ]
    return Times(calendar.Partition(tuple(day for days in cut for day in days)))


def without_safety(matrix: Matrix) -> Matrix:
    """Stocks may fall into the safety stock, as those of a schedule may; it is paid for all the same."""
    a = matrix.a.tocoo()
    safety = np.array([name == "safety" for name, _ in matrix.columns])
    kept = ~(np.array([name in SAFETY for name, _ in matrix.rows])[a.row] & safety[a.col])
    return replace(matrix, a=sparse.csr_array((a.data[kept], (a.row[kept], a.col[kept])), shape=a.shape))


@pytest.mark.long
@settings(max_examples=4, deadline=None, derandomize=True)
@given(instance=instances())
def test_the_bound_of_every_partition_lies_between_floor_and_optimum_on_days(
    toy_problem: Callable[..., Problem], toy_plan: Callable[..., Plan], instance: Instance
) -> None:
    """All years at once on days, stocks free to fall into the safety stock as a schedule's may."""
    problem, cost = toy_problem(instance), float(toy_plan(instance).cost.magnitude)
    price, slack = multipliers(problem).assets, 1e-6 * (1 + abs(cost))
    days = without_safety(whole(problem, compile_operation(problem, Times.daily())))
    best = highs.solve(days, relative_gap=1e-4, nodes=200)
    assert best.bound <= cost + slack

    for times in (Times.weekly(), some_weeks_in_days(4), some_weeks_in_days(2), Times.daily()):
        weeks = parts_of(compile_operation(problem, times))
        bounds = [highs.solve(priced(relaxed(week), price, problem.discount), nodes=200) for week in weeks]
        total = sum(float(problem.discount[w.y]) * b.bound for w, b in zip(weeks, bounds, strict=True))
        assert float(problem.discount @ floor(problem)) <= best.value + slack
        assert total <= best.value + slack
        assert total <= cost + slack


@few
@given(instance=instances())
def test_costs_add_up_to_the_plans(toy_plan: Callable[..., Plan], instance: Instance) -> None:
    plan = toy_plan(instance)
    total = (plan.costs["amount"] * plan.costs["discount"]).sum()
    assert abs(total - float(plan.cost.magnitude)) < 1e-6


@few
@given(instance=instances())
def test_every_schedule_holds(
    toy_plan: Callable[..., Plan], toy_problem: Callable[..., Problem], instance: Instance
) -> None:
    plan, problem = toy_plan(instance), toy_problem(instance)
    assert_cargoes_are_whole(plan, problem)
    assert_demand_is_met_in_whole_stems(plan, problem)
    assert_stock_is_what_came_less_what_went(plan, problem)
    assert_stock_stays_within_its_limits(plan, problem)


def assert_cargoes_are_whole(plan: Plan, problem: Problem) -> None:
    """Each cargo is a parcel, more or less; together they are what was bought."""
    for route in problem.routes:
        mine = plan.arrivals[plan.arrivals["offer"] == route.offer]
        low, high = (1 - route.tolerance) * route.parcel, (1 + route.tolerance) * route.parcel
        assert (mine["parcel"] / 1000 >= low - KILOGRAM).all()
        assert (mine["parcel"] / 1000 <= high + KILOGRAM).all()
        for year in plan.years:
            rows = plan.flows[(plan.flows["by"] == route.offer) & (plan.flows["year"] == year)]
            arrived = mine[mine["year"] == year]["parcel"].sum() / 1000
            assert abs(arrived - rows["quantity"].sum()) < KILOGRAM


def assert_demand_is_met_in_whole_stems(plan: Plan, problem: Problem) -> None:
    """Each source delivers a whole number of stems, and all together what is asked for."""
    (demand,) = problem.demands
    rows = plan.flows[plan.flows["flow"].isin(["delivery", "unserved"])]
    for y, year in enumerate(plan.years):
        mine = rows[rows["year"] == year]["quantity"].to_numpy()
        assert abs(mine.sum() - demand.asked[y].sum()) < KILOGRAM
        stems = mine / demand.stem[y] if demand.stem[y] > 0 else mine
        assert np.abs(stems - np.round(stems)).max(initial=0.0) < KILOGRAM


def assert_stock_is_what_came_less_what_went(plan: Plan, problem: Problem) -> None:
    """The stock follows from arrivals; what leaves is whole stems of a day on which they are asked for."""
    (pool,), (demand,) = problem.pools, problem.demands
    for y, year in enumerate(plan.years):
        stock = plan.inventory[plan.inventory["year"] == year]["stock"].to_numpy()
        if not len(stock):
            continue
        cargoes = plan.arrivals[plan.arrivals["year"] == year]
        received = np.zeros(365)
        np.add.at(
            received, cargoes["day"].to_numpy() - 1, (1 - pool.loss) * cargoes["parcel"].to_numpy() / 1000
        )
        issued = np.roll(stock, 1) + received - stock
        served = plan.flows[(plan.flows["from"] == pool.id) & (plan.flows["year"] == year)]["quantity"].sum()
        assert abs(issued.sum() - served) < KILOGRAM
        assert (issued > -KILOGRAM).all()
        assert (issued < demand.asked[y] + KILOGRAM).all()
        if demand.stem[y] > 0:
            stems = issued / demand.stem[y]
            assert np.abs(stems - np.round(stems)).max() < 10 * KILOGRAM


def assert_stock_stays_within_its_limits(plan: Plan, problem: Problem) -> None:
    """Above heel and safety stock (in years that say so, above the heel alone), below the safe filling."""
    (pool,) = problem.pools
    for year in plan.years:
        day = plan.inventory[plan.inventory["year"] == year]
        heel = pool.heel * day["most"] / pool.fill
        least = heel if year in plan.dips else day["least"]
        assert (day["stock"] >= least - KILOGRAM).all()
        assert (day["stock"] <= day["most"] + KILOGRAM).all()
