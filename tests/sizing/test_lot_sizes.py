"""Lot sizes of textbooks as instances of the model: dynamic lots on weeks and days, the economic parcel.

The model charges stock where cargoes come (U6), not day by day. To meet Wagner and Whitin, the rows of its
operating year get their costs: an order cost for each cargo, and a price on what lies above heel and safety
stock at the end of a week. A period is a week, and a cargo may have any size up to all that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import queueing
from greenport.sizing import Plan
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs
from greenport.sizing.solve.years import YearPart, in_whole_stems, parts_of, schedule
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.times import Times
from greenport.units import Q_

PUBLISHED = Path(__file__).parents[1] / "cases" / "stocks" / "wagner_whitin_1958.yaml"
POOL = "site.methanol"
UNIT = 0.02
"""Kt of one unit of goods; a stem is one unit."""

WEEKDAY = 3
"""Day of its week on which a period's demand falls."""

Numbers = tuple[int, ...]


def least_cost(demand: Numbers, order: Numbers, holding: int) -> int:
    """Dynamic program over the period of the last order, written apart from the library."""

    @cache
    def until(last: int) -> int:
        if last == 0:
            return 0
        return min(
            until(first) + order[first] + sum(holding * (t - first) * demand[t] for t in range(first, last))
            for first in range(last)
        )

    return until(len(demand))


def lots(problem: Problem, demand: Numbers) -> Problem:
    """The toy with one cargo of free size for each period, and the demand on one day of each."""
    (customer,), (route,) = problem.demands, problem.routes
    asked = np.zeros((1, 365))
    asked[0, [7 * t + WEEKDAY for t in range(len(demand))]] = UNIT * np.array(demand)
    free = replace(route, parcel=asked.sum() / 2, content=asked.sum() / 2, tolerance=1.0, berth_hours=1.0)
    return replace(
        problem,
        demands=(replace(customer, asked=asked, stem=np.array([UNIT])),),
        routes=tuple(
            replace(free, id=f"lot{t:02d}", offer=f"lot{t:02d}", most=np.array([1]))
            for t in range(len(demand))
        ),
        directs=(),
        links=tuple(k for k in problem.links if k.pool),
    )


def with_costs(part: YearPart, order: Numbers, holding: int) -> Matrix:
    """The year on weeks at the textbook's costs, each lot in its own week, and all demand served.

    The model's year is a circle, the textbook's ends: what is kept beyond the last period is dear.
    """
    dear = np.where(np.arange(52) < len(order), holding, 100 * holding) / UNIT
    cost, upper = np.zeros(len(part.matrix.columns)), part.matrix.upper.copy()
    for j, (name, index) in enumerate(part.matrix.columns):
        if name == "count":
            cost[j] = order[int(str(index[0])[-2:])]
        elif name == "unserved" or (name == "cargo" and int(str(index[0])[-2:]) != index[1]):
            upper[j] = 0.0
        elif name == "stock":
            cost[j] = dear[int(str(index[1]))]
        elif name == "safety":
            cost[j] = -dear.sum()
    return replace(part.matrix, cost=cost, upper=upper)


def ordered_and_held(problem: Problem, order: Numbers, holding: int) -> tuple[float, float]:
    """Least cost on weeks, and cost of the schedule that is made of its answer on days."""
    (weeks,) = parts_of(compile_operation(problem, Times.weekly()))
    (days,) = parts_of(compile_operation(problem, Times.daily()))
    matrix = with_costs(weeks, order, holding)
    stems, scale = in_whole_stems(problem, 0, matrix)
    answer = highs.solve(stems)
    assert answer.x is not None
    found = schedule(problem, matrix, answer.x * scale, days)
    assert not found.dips

    ends = np.array(Times.weekly().partition.starts[1 : len(order) + 1]) - 1
    stock = np.array([found.values["stock", (POOL, day)] for day in range(365)])
    arrivals = [int(str(index[1])) for (name, index), v in found.values.items() if name == "cargo" and v > 0]
    cost = sum(order[day // 7] for day in arrivals)
    return answer.value, cost + holding / UNIT * float((stock[ends] - stock.min()).sum())


@pytest.fixture(scope="module")
def site(toy_problem: Callable[..., Problem]) -> Problem:
    problem = toy_problem({"places.site.pools.methanol.heel": "0 %"})
    return replace(problem, routes=tuple(r for r in problem.routes if r.pool == POOL))


def test_free_lots_on_days_cost_what_wagner_and_whitin_found(site: Problem) -> None:
    given = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    demand, order = (
        tuple(int(number) for number in given["inputs"][name].split()[:-1]) for name in ("demand", "setup")
    )
    weeks, days = ordered_and_held(lots(site, demand), order, 1)
    assert weeks == pytest.approx(given["expected"]["cost"]["value"], abs=1e-4)
    assert days == pytest.approx(given["expected"]["cost"]["value"], abs=1e-4)


@st.composite
def instances(draw: st.DrawFn) -> tuple[Numbers, Numbers, int]:
    periods = draw(st.integers(3, 7))
    numbers = [
        tuple(draw(st.lists(st.integers(*ends), min_size=periods, max_size=periods)))
        for ends in ((1, 90), (20, 200))
    ]
    return numbers[0], numbers[1], draw(st.integers(1, 4))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data())
def test_free_lots_on_days_cost_what_a_dynamic_program_finds(site: Problem, data: st.DataObject) -> None:
    demand, order, holding = data.draw(instances())
    due = least_cost(demand, order, holding)
    assert ordered_and_held(lots(site, demand), order, holding) == pytest.approx((due, due), abs=1e-4)


# ------------------------------------------------------------------------------ economic parcels


MENU = (10, 12, 15, 16, 20, 24, 30, 40, 48, 60)
"""Parcels in kt of which a whole number makes up the year's demand."""

ASKED = 240


PORT_COSTS = {20: 20, 100: 30, 300: 48}
"""Port costs of a cargo in kUSD, and the parcel of the menu in kt that is best then."""


def of_menu(port_cost: int) -> dict[str, str]:
    """The toy with large ships and with tanks that cost next to nothing: only cargoes and stock decide."""
    offers = ", ".join(
        f"{{id: p{q}, supplier: maker, deliver: terminal, ship: tanker, parcel: {q} kt}}" for q in MENU
    )
    tank = "places.site.pools.methanol.modules.tank"
    return {
        "offers": f"[{offers}]",
        "demand.customer.asks": f"{ASKED} kt/yr",
        "ships.tanker.dwt": "80000 t",
        "ships.tanker.discharge_rate": "100000 m^3/h",
        "ships.tanker.port_cost": f"{port_cost} kUSD",
        "suppliers.maker.distance": "100 nmi",
        "places.site.berths.jetty.largest_ship": "90000 t",
        "places.site.pools.methanol.heel": "0 %",
        f"{tank}.volume": "100000 m^3",
        f"{tank}.capex": "0.000001 USD/m^3",
        "delivery.barge.hire_at_most": "20",
    }


SEA_HOURS, PORT_HOURS = 2 * 100 / 10, 2 * 8
PUMPING_HOURS = 2 * 1000 / 0.792 / 100_000
"""There and back, alongside twice, and for each kt pumped twice."""


@pytest.mark.parametrize(("port_cost", "best"), PORT_COSTS.items())
def test_of_a_menu_of_parcels_the_economic_one_comes(
    toy_plan: Callable[..., Plan], port_cost: int, best: int
) -> None:
    """U6 is the textbook's stock: h is price times WACC. What each kt costs at sea and to pump is apart."""
    plan = toy_plan(of_menu(port_cost))
    assert set(plan.arrivals["parcel"].round(6)) == {1000 * best}

    of_cargoes = plan.costs["item"].isin(["freight", "stock, transit and demurrage"])
    cost = Q_(float(plan.costs["amount"][of_cargoes].sum()), "MUSD/yr")
    cost -= Q_(ASKED * (PUMPING_HOURS * 1050 + 80_000 * SEA_HOURS / 2 / 8760), "USD/yr")
    order = Q_(
        1000 * port_cost + 1000 * (SEA_HOURS + PORT_HOURS) + 500 * (SEA_HOURS + PORT_HOURS / 10), "USD"
    )
    terms = (order, Q_(ASKED, "kt/yr"), Q_("80 USD/t/yr"))
    assert float((cost / queueing.parcel_cost(Q_(best, "kt"), *terms)).m_as("")) == pytest.approx(1, rel=1e-6)
    others = [float(queueing.parcel_cost(Q_(q, "kt"), *terms).m_as("USD/yr")) for q in MENU]
    assert MENU[int(np.argmin(others))] == best
    limit = queueing.parcel_cost(queueing.economic_parcel(*terms), *terms)
    assert 1 <= float((cost / limit).m_as("")) < 1.002
