"""Delivery in an operating year: stems served from tanks or directly, the fleet's time, port stays."""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``serve``, ``direct``, ``unserved`` [kt]; whole ``trips``; weekly ``hire`` [h]; ``present`` ships."""
    demands = {d.id: d for d in problem.demands}
    most = {d.id: float(times.sum(d.asked).max()) for d in problem.demands}
    most_a_quarter = {d.id: float(times.quarterly(d.asked).max()) for d in problem.demands}
    modes = {mode.id: mode for mode in problem.modes}
    vessels = [mode.id for mode in problem.modes if mode.kind == "vessel"]
    ships = [d.id for d in problem.demands if d.kind == "ships"]
    others = [d.id for d in problem.demands if d.kind != "ships"]

    def flow(_: object, p: str, mode: str, d: str, t: int) -> tuple[float, float]:
        if demands[d].kind == "ships":
            return (0.0, most[d])
        return (0.0, modes[mode].rate * 24 * times.partition.lengths[t] * problem.pool(p).density)

    def without(_: object, d: str, t: int) -> tuple[float, float]:
        return (0.0, most[d] if demands[d].kind == "ships" else most_a_quarter[d])

    m.serve = pyo.Var(
        [(*k.key, t) for k in problem.links if k.pool for t in times.periods],
        domain=pyo.NonNegativeReals,
        bounds=flow,
    )
    m.direct = pyo.Var(
        [(k.direct, k.demand, t) for k in problem.links if k.direct for t in times.periods],
        domain=pyo.NonNegativeReals,
        bounds=lambda _, x, d, t: (0, most[d]),
    )
    m.unserved = pyo.Var(
        [(d, t) for d in ships for t in times.periods] + [(d, q) for d in others for q in times.quarters],
        domain=pyo.NonNegativeReals,
        bounds=without,
    )
    m.trips = pyo.Var(
        [x.id for x in problem.directs],
        times.weeks,
        domain=pyo.NonNegativeIntegers,
    )
    m.hire = pyo.Var(
        vessels,
        times.weeks,
        domain=pyo.NonNegativeReals,
        bounds=lambda _, v, w: (0, modes[v].most * float(times.week_hours[w])),
    )
    m.present = pyo.Var(vessels, domain=pyo.NonNegativeIntegers, bounds=lambda _, v: (0, modes[v].most))
    m.asked = pyo.Var([(d, t) for d in ships for t in times.periods])
    m.asked_quarter = pyo.Var([(d, q) for d in others for q in times.quarters])
    m.optional = pyo.Var(list(demands))


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Every stem is served, bought elsewhere or done without; vessels have the time for it."""
    from_pool = [k for k in problem.links if k.pool]
    from_sea = [k for k in problem.links if k.direct]
    directs = {x.id: x for x in problem.directs}
    modes = {mode.id: mode for mode in problem.modes}
    vessels = [mode.id for mode in problem.modes if mode.kind == "vessel"]
    ships = [d.id for d in problem.demands if d.kind == "ships"]

    def v1(m: pyo.ConcreteModel, d: str, t: int) -> object:
        """V1: what ships ask for is served from tanks, directly, or not [kt]."""
        served = sum(m.serve[*k.key, t] for k in from_pool if k.demand == d)
        carried = sum(m.direct[k.direct, d, t] for k in from_sea if k.demand == d)
        return served + carried + m.unserved[d, t] == m.asked[d, t]

    def v1_at_least(m: pyo.ConcreteModel, d: str) -> object:
        """V1: what may be left unserved in the year [kt]."""
        return (
            sum(m.unserved[d, t] for t in (times.periods if d in ships else times.quarters)) <= m.optional[d]
        )

    def v2(m: pyo.ConcreteModel, v: str, w: int) -> object:
        """V2: trips and stems of a week fit into the hours of own and hired vessels [h]."""
        days = times.in_week[w]
        terminal = sum(c.hours[k.key] * m.serve[*k.key, t] for k in from_pool if k.mode == v for t in days)
        under_way = sum(x.trip_hours * m.trips[x.id, w] for x in directs.values() if x.mode == v)
        alongside = sum(
            c.hours[k.key] * m.direct[k.direct, k.demand, t] for k in from_sea if k.mode == v for t in days
        )
        mode = modes[v]
        own = float(times.week_hours[w]) * mode.open_share * m.n[mode.vessel] if mode.vessel else 0.0
        return terminal + under_way + alongside <= mode.availability * (own + m.hire[v, w])

    def v2_hire(m: pyo.ConcreteModel, v: str, w: int) -> object:
        """V2: hours are hired on ships that are present [h]."""
        return m.hire[v, w] <= float(times.week_hours[w]) * m.present[v]

    def v3(m: pyo.ConcreteModel, v: str, t: int) -> object:
        """V3: the stems of a day fit into the day of the vessels there [h]."""
        busy = sum(c.alongside[k.key] * m.serve[*k.key, t] for k in from_pool if k.mode == v)
        busy += sum(c.alongside[k.key] * m.direct[k.direct, k.demand, t] for k in from_sea if k.mode == v)
        own = m.n[modes[v].vessel] if modes[v].vessel else 0
        return busy <= 24 * times.partition.lengths[t] * (m.present[v] + own)

    def v4_load(m: pyo.ConcreteModel, x: str, w: int) -> object:
        """V4: the trips of a week carry its direct deliveries [kt]."""
        carried = sum(m.direct[x, k.demand, t] for k in from_sea if k.direct == x for t in times.in_week[w])
        return carried <= directs[x].parcel * m.trips[x, w]

    def v4_stems(m: pyo.ConcreteModel, x: str, w: int) -> object:
        """V4: a trip serves at most so many stems, cut ones too."""
        stems = sum(
            c.stems[x, k.demand] * m.direct[x, k.demand, t]
            for k in from_sea
            if k.direct == x
            for t in times.in_week[w]
        )
        return stems <= directs[x].stems_per_trip * m.trips[x, w]

    def v4_large(m: pyo.ConcreteModel, x: str, most: int, w: int) -> object:
        """V4: of stems above half a parcel a trip carries one, of those above a third two, and so on."""
        large = sum(
            c.large_stems[x, k.demand, most] * m.direct[x, k.demand, t]
            for k in from_sea
            if k.direct == x
            for t in times.in_week[w]
        )
        return large <= most * m.trips[x, w]

    def v5(m: pyo.ConcreteModel, d: str, t: int) -> object:
        """V5: of a stem longer than the port stay only what fits is served, and the rest is not [kt]."""
        served = sum(c.cut[k.key] * m.serve[*k.key, t] for k in from_pool if k.key in c.cut and k.demand == d)
        carried = sum(
            c.cut[k.key] * m.direct[k.direct, d, t] for k in from_sea if k.key in c.cut and k.demand == d
        )
        return served + carried <= m.unserved[d, t]

    m.V1 = pyo.Constraint([(d, t) for d in ships for t in times.periods], rule=v1)
    m.V1_at_least = pyo.Constraint([d.id for d in problem.demands], rule=v1_at_least)
    m.V2 = pyo.Constraint(vessels, times.weeks, rule=v2)
    m.V2_hire = pyo.Constraint(vessels, times.weeks, rule=v2_hire)
    m.V3 = pyo.Constraint(vessels, times.periods, rule=v3)
    m.V4_load = pyo.Constraint(list(directs), times.weeks, rule=v4_load)
    m.V4_stems = pyo.Constraint(list(directs), times.weeks, rule=v4_stems)
    sizes = [(x, most) for x, direct in directs.items() for most in range(1, direct.stems_per_trip)]
    m.V4_large = pyo.Constraint([(x, n, w) for x, n in sizes for w in times.weeks], rule=v4_large)
    cut = sorted({k.demand for k in problem.links if 0 < k.fit < 1})
    m.V5 = pyo.Constraint([(d, t) for d in cut for t in times.periods], rule=v5)
