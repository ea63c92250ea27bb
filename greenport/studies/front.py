"""Cost against emissions: the plans that no other beats in both, with what each tonne avoided costs.

A price on net emissions joins both aims into one objective, year by year, so nothing is compiled again.
Prices are chosen as the slopes between plans found (Aneja and Nair 1979), from the least cost to the least
emissions. The bound of a priced solve is also a bound on cost: no plan with at most its emissions costs
less than the bound less the price times those emissions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from greenport.errors import ScenarioError, StoppedError
from greenport.scenario import Scenario
from greenport.sizing import Plan, emitted
from greenport.sizing.planning import Watch
from greenport.sizing.problem import Direct, Problem, Route
from greenport.sizing.solve.floor import floor
from greenport.studies.session import Session, expected, session
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

DEAREST = 10.0
"""Price for the end of least emissions, in multiples of the dearest way to avoid a tonne by serving fuel."""

COARSER = 4.0
"""Times the scenario's gap that points with priced emissions may have: many points, not sharp ones."""

ROUNDS = 2
"""Most rounds of improvement at such a point: they move its bound, hardly ever its plan."""

SAME = 1e-6
"""Relative difference in emissions below which two plans are one point."""


@dataclass(frozen=True)
class Point:
    """A plan on the front.

    Attributes
    ----------
    plan : Plan
        Its cost and bound are of money alone: no plan with at most its emissions costs less than its
        bound.
    avoided : Quantity
        Net emissions avoided over all years, undiscounted [ghg].
    price : Quantity
        Price on emissions at which the plan was found, of the first milestone year; it rises with the
        discount rate [money/ghg].
    """

    plan: Plan
    avoided: Quantity
    price: Quantity


@dataclass(frozen=True)
class Front:
    """Plans from the least cost to the least emissions; none costs less *and* emits less than another.

    Attributes
    ----------
    points : tuple of Point
        By rising cost and rising emissions avoided.
    interrupted : bool
        Whether Ctrl-C ended the search; the points found are kept.
    compilations : int
        How often a year was compiled: two, one on weeks and one on days.
    """

    points: tuple[Point, ...]
    interrupted: bool
    compilations: int

    def table(self) -> pd.DataFrame:
        """One row a point and figure.

        Returns
        -------
        DataFrame
            Columns cost, lower_bound, avoided, marginal (extra cost per tonne avoided since the point
            before), built; amounts name their unit in the column's name.
        """
        import pandas as pd

        rows = []
        before: Point | None = None
        bound = -math.inf
        for point in self.points:
            # a plan that avoids more keeps the limits of those that avoid less, and so their bounds
            bound = max(bound, float(point.plan.lower_bound.m_as(str(point.plan.cost.units))))
            money = str(point.plan.cost.units)
            year = money.removeprefix("MUSD")
            marginal = None
            if before is not None:
                gained = (point.avoided - before.avoided).m_as("ktCO2e")
                marginal = 1000 * float((point.plan.cost - before.plan.cost).m_as(money)) / float(gained)
            rows.append(
                {
                    f"cost [{money}]": float(point.plan.cost.m_as(money)),
                    f"lower_bound [{money}]": bound,
                    "avoided [ktCO2e]": float(point.avoided.m_as("ktCO2e")),
                    f"marginal [USD{year}/tCO2e]": marginal,
                    "built": built(point.plan),
                }
            )
            before = point
        return pd.DataFrame(rows)

    def figure(self) -> Any:
        """Cost against emissions avoided (plotly)."""
        return import_module("greenport.report.studies").front(self)

    def _repr_html_(self) -> str:
        return str(self.table().to_html(index=False))


def built(plan: Plan) -> str:
    """What a plan has in its last year beside what stands today, in few words."""
    table = plan.capacity
    first, last = (table[table["year"] == year] for year in (plan.years[0], plan.years[-1]))
    today = dict(zip(first["asset"], first["number"] - first["new"], strict=True))
    more = {a: n - today.get(a, 0) for a, n in zip(last["asset"], last["number"], strict=True)}
    return ", ".join(f"{n} × {a}" for a, n in more.items() if n > 0) or "nothing"


def pareto(scenario: Scenario, points: int = 10, progress: Watch = False) -> Front:
    """Find the trade-off between discounted cost and net emissions.

    Parameters
    ----------
    scenario
        What to plan for. The cheapest point is as near to its bound as the scenario's gap asks; at the
        others, cost and priced emissions together to four times that, and each has its own bound.
    points
        Most points, both ends included; fewer where there are no others.
    progress
        As in `size`.

    Returns
    -------
    Front
        Supported points: those that are best at some price on emissions.

    Raises
    ------
    ScenarioError
        If fewer than two points are asked for.
    InfeasibleError
        If the scenario has no plan.
    """
    expected("points", points, int, "give a whole number, 2 or more")
    if points < 2:
        raise ScenarioError.of("points", f"{points!r} will not do; expected a whole number, 2 or more")
    with session(scenario, progress) as study:
        found: list[Point] = []
        try:
            for point in _search(study, points):
                found.append(point)
                if study.stopped:
                    break
        except StoppedError:
            if not found:
                raise
        return Front(tuple(_undominated(found)), study.stopped, study.models.compilations)


def _search(study: Session, most: int) -> Iterator[Point]:
    """Both ends, then the widest step of the front again and again, until none is left to divide."""
    problem = study.problem()
    cheapest = _solved(study, problem, 0.0, f"1 of {most}")
    yield cheapest
    cleanest = _solved(study, problem, dearest(problem), f"2 of {most}")
    yield cleanest
    front, closed = [cheapest, cleanest], set()
    found = 2
    while found < most and not study.stopped:
        steps = [
            (one, other)
            for one, other in pairwise(front)
            if (id(one), id(other)) not in closed and _apart(one, other)
        ]
        if not steps:
            return
        one, other = max(steps, key=lambda step: _area(front, *step))
        price = _money(other, one) / _saved(one, other)
        middle = _solved(study, problem, price, f"{found + 1} of {most}")
        if _inside(one, middle, other):
            front.insert(front.index(other), middle)
            found += 1
            yield middle
        else:
            closed.add((id(one), id(other)))


def dearest(problem: Problem) -> float:
    """Price on emissions above all that serving any fuel may cost per tonne avoided, MUSD per kt CO2e."""
    ways = [0.0]
    for d in problem.demands:
        offers: list[Route | Direct] = [*problem.routes, *problem.directs]
        intensity = [x.intensity for x in offers if x.fuel == d.fuel]
        prices = [float(x.price.max()) for x in offers if x.fuel == d.fuel]
        saving = (d.fossil_intensity - min(intensity, default=0.0)) * d.heating_value / 1000
        if saving > 0 and prices:
            ways.append(max(*prices, float(d.without.max())) / saving)
    return DEAREST * max(ways)


def _solved(study: Session, problem: Problem, price: float, label: str) -> Point:
    """The plan at a price on net emissions, its cost and bound in money alone."""
    spans = emitted.spans(problem)
    by_year = tuple(float(p) for p in price * spans / problem.discount)
    if price:
        gap, label = COARSER * problem.gap, f"{label}, emissions priced"
        priced = replace(problem, emission_price=by_year, rounds=min(ROUNDS, problem.rounds))
        solution = study.solve(priced, label, gap=gap)
    else:
        solution = study.solve(problem, label)
    net = emitted.net(problem, solution.schedules)
    money = replace(
        solution,
        value=solution.value - price * net,
        bound=solution.bound - price * net,
        floor=float(problem.discount @ floor(problem)) if price else solution.floor,
        gross=solution.gross - price * net,
    )
    plan = study.plan(problem, money)
    year = plan.price_year
    return Point(plan, Q_(-net, "ktCO2e"), Q_(1000 * by_year[0], f"USD_{year}/tCO2e"))


def _cost(point: Point) -> float:
    return float(point.plan.cost.magnitude)


def _money(one: Point, other: Point) -> float:
    return _cost(one) - _cost(other)


def _saved(one: Point, other: Point) -> float:
    """Kt CO2e that the second avoids more than the first."""
    return float((other.avoided - one.avoided).m_as("ktCO2e"))


def _apart(one: Point, other: Point) -> bool:
    scale = max(1e-9, abs(float(other.avoided.m_as("ktCO2e"))))
    return _saved(one, other) > SAME * scale and _money(other, one) > 0


def _inside(one: Point, middle: Point, other: Point) -> bool:
    return _apart(one, middle) and _apart(middle, other)


def _area(front: list[Point], one: Point, other: Point) -> float:
    """Share of the whole front that lies in a step."""
    width, height = _saved(front[0], front[-1]), _money(front[-1], front[0])
    return (_saved(one, other) / width) * (_money(other, one) / height)


def _undominated(points: list[Point]) -> list[Point]:
    """Points by rising cost of which each avoids more than all before."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (_cost(p), -float(p.avoided.m_as("ktCO2e")))):
        if not kept or _apart(kept[-1], point):
            kept.append(point)
    return kept
