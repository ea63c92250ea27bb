"""Random small terminals: bounds in order, whole cargoes, balances to the kilogram, costs that add up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.sizing import Plan
from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs
from greenport.sizing.solve.floor import floor
from greenport.sizing.solve.multipliers import multipliers
from greenport.sizing.solve.years import parts_of, priced, relaxed
from greenport.sizing.stamp import compile_operation
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
