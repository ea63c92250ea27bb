"""Supply in an operating year: contracts, whole cargoes and the time they take at the berths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import YEAR_HOURS, Asset, Problem
from greenport.sizing.times import Times


@dataclass(frozen=True)
class BerthClass:
    """Berths of a place that take ships above a size; the larger classes serve the smaller ships too."""

    place: str
    above: float
    berths: tuple[Asset, ...]
    hours: tuple[float, ...]

    @property
    def key(self) -> str:
        """Name of the row, e.g. ``tsing_yi_south>10.5``."""
        return f"{self.place}>{self.above:g}"


def berth_classes(problem: Problem) -> list[BerthClass]:
    """Berth classes of every place, smallest ships first; `hours[i]` what the i-th berth adds a year."""
    found = []
    for place in problem.places:
        berths = [a for a in problem.assets if a.kind == "berth" and a.place == place.id]
        for above in sorted({0.0, *(b.largest_ship for b in berths)})[:-1]:
            able = tuple(b for b in berths if b.largest_ship > above)
            count = sum(b.standing + b.at_most for b in able)
            total = [
                YEAR_HOURS * place.hours * place.open_share * n * place.occupancy[n - 1]
                for n in range(1, count + 1)
            ]
            steps = tuple(after - before for before, after in pairwise([0.0, *total]))
            found.append(BerthClass(place.id, above, able, steps))
    return found


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``contract[u]``, ``use[r]``, ``count[r]``, ``cargo[r,t]`` in parcels, ``rank[g,i]``: the i-th berth."""
    m.SUPPLIERS = pyo.Set(initialize=[u.id for u in problem.suppliers])
    m.ROUTES = pyo.Set(initialize=[r.id for r in problem.routes])
    m.contract = pyo.Var(m.SUPPLIERS, domain=pyo.Binary)
    m.use = pyo.Var(m.ROUTES, domain=pyo.Binary)
    most = {r.id: int(r.most.max()) for r in problem.routes}
    upper = {r.id: (1 + r.tolerance) * most[r.id] for r in problem.routes}
    m.count = pyo.Var(m.ROUTES, domain=pyo.NonNegativeIntegers, bounds=lambda _, r: (0, most[r]))
    m.cargo = pyo.Var(
        m.ROUTES,
        times.periods,
        domain=pyo.NonNegativeReals,
        bounds=lambda _, r, t: (0, upper[r]),
    )
    ranks = [(group.key, i) for group in berth_classes(problem) for i in range(len(group.hours))]
    m.rank = pyo.Var(ranks, domain=pyo.Binary)


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Availability, whole cargoes and berth time."""
    routes = {r.id: r for r in problem.routes}
    classes = {group.key: group for group in berth_classes(problem)}
    places = {p.id: p for p in problem.places}

    def u1(m: pyo.ConcreteModel, u: str) -> object:
        """U1: what a supplier delivers in the year stays within what it has for this hub [kt]."""
        cargoes = sum(
            r.content * m.cargo[r.id, t] for r in routes.values() if r.supplier == u for t in times.periods
        )
        direct = sum(m.direct[x, d, t] for x, d, t in m.direct if supplier_of[x] == u)
        return cargoes + direct <= c.available[u] * m.contract[u]

    def u2(m: pyo.ConcreteModel, u: str) -> object:
        """U2: under contract, at least the share that must be paid for is taken in the year [kt]."""
        cargoes = sum(
            r.content * m.cargo[r.id, t] for r in routes.values() if r.supplier == u for t in times.periods
        )
        direct = sum(m.direct[x, d, t] for x, d, t in m.direct if supplier_of[x] == u)
        return cargoes + direct >= c.least[u] * m.contract[u]

    def u1_use(m: pyo.ConcreteModel, r: str) -> object:
        """U1: cargoes come only on a route in use [parcels]."""
        return m.count[r] <= c.most[r] * m.use[r]

    def u3_least(m: pyo.ConcreteModel, r: str) -> object:
        """U3: the parcels make up the whole cargoes, at least with the tolerance less [parcels]."""
        return (1 - routes[r].tolerance) * m.count[r] <= sum(m.cargo[r, t] for t in times.periods)

    def u3_most(m: pyo.ConcreteModel, r: str) -> object:
        """U3: the parcels make up the whole cargoes, at most with the tolerance more [parcels]."""
        return sum(m.cargo[r, t] for t in times.periods) <= (1 + routes[r].tolerance) * m.count[r]

    def u4(m: pyo.ConcreteModel, g: str) -> object:
        """U4: ships and bunker vessels fit into the berth time of the year, at the target wait [h]."""
        group = classes[g]
        unloading = sum(
            r.berth_hours * m.count[r.id]
            for r in routes.values()
            if r.at_berth and place_of[r.pool] == group.place and r.dwt > group.above
        )
        loading = sum(
            c.berth_hours[link.key] * m.serve[*link.key, t]
            for link in problem.links
            if link.key in c.berth_hours and place_of[link.pool] == group.place and group.above == 0.0
            for t in times.periods
        )
        offered = sum(hours * m.rank[g, i] for i, hours in enumerate(group.hours))
        standing = sum(a.standing for a in group.berths)
        taken = YEAR_HOURS * places[group.place].others * standing if group.above == 0.0 else 0.0
        return unloading + loading + taken <= offered

    def u4_quarter(m: pyo.ConcreteModel, g: str, quarter: int) -> object:
        """U4: in each quarter the berths are open long enough for their ships, one at a time [h]."""
        group = classes[g]
        unloading = sum(
            r.berth_hours * m.cargo[r.id, t]
            for r in routes.values()
            if r.at_berth and place_of[r.pool] == group.place and r.dwt > group.above
            for t in times.in_quarter[quarter]
        )
        loading = sum(
            c.berth_hours[link.key] * m.serve[*link.key, t]
            for link in problem.links
            if link.key in c.berth_hours and place_of[link.pool] == group.place and group.above == 0.0
            for t in times.in_quarter[quarter]
        )
        berths = sum(m.rank[g, i] for i in range(len(group.hours)))
        return unloading + loading <= c.open_hours[group.place, quarter] * berths

    def u4_count(m: pyo.ConcreteModel, g: str) -> object:
        """U4: the ordered binaries count the berths of the class and above."""
        group = classes[g]
        return sum(m.rank[g, i] for i in range(len(group.hours))) == sum(m.n[a.id] for a in group.berths)

    def u4_order(m: pyo.ConcreteModel, g: str, i: int) -> object:
        """U4: the n-th berth comes before the next."""
        return m.rank[g, i] >= m.rank[g, i + 1]

    supplier_of = {x.id: x.supplier for x in problem.directs}
    place_of = {p.id: p.place for p in problem.pools}
    m.U1 = pyo.Constraint(m.SUPPLIERS, rule=u1)
    m.U1_use = pyo.Constraint(m.ROUTES, rule=u1_use)
    m.U2 = pyo.Constraint([u.id for u in problem.suppliers if u.least > 0], rule=u2)
    m.U3_least = pyo.Constraint(m.ROUTES, rule=u3_least)
    m.U3_most = pyo.Constraint(m.ROUTES, rule=u3_most)
    m.U4 = pyo.Constraint(list(classes), rule=u4)
    m.U4_quarter = pyo.Constraint(list(classes), times.quarters, rule=u4_quarter)
    m.U4_count = pyo.Constraint(list(classes), rule=u4_count)
    m.U4_order = pyo.Constraint(
        [(g, i) for g, group in classes.items() for i in range(len(group.hours) - 1)], rule=u4_order
    )
