"""Emission rules in an operating year: a limit on the mean intensity at a price, and absolute caps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``deficit[l]``, ``surplus[l]`` against an intensity limit [kt CO2e]; ``allowed[c]`` by a cap, given."""
    limits = [rule.id for rule in problem.limits]
    m.deficit = pyo.Var(limits, domain=pyo.NonNegativeReals)
    m.surplus = pyo.Var(limits, domain=pyo.NonNegativeReals)
    m.allowed = pyo.Var([cap.id for cap in problem.caps])


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Intensity limits (R2) and caps (R3)."""
    limits = {rule.id: rule for rule in problem.limits}
    caps = {cap.id: cap for cap in problem.caps}

    def r2(m: pyo.ConcreteModel, rule: str) -> object:
        """R2: emissions above the limit, less those below it, are a deficit or a surplus [kt CO2e]."""
        fuel = limits[rule].fuel
        above = sum(
            c.above[rule, r.id] * m.cargo[r.id, t]
            for r in problem.routes
            if r.fuel == fuel
            for t in times.periods
        )
        above += sum(c.above[rule, x] * m.direct[x, d, t] for x, d, t in m.direct if (rule, x) in c.above)
        above += sum(c.above[rule, d] * m.unserved[d, t] for d, t in m.unserved if (rule, d) in c.above)
        return above == m.deficit[rule] - m.surplus[rule]

    def r3(m: pyo.ConcreteModel, cap: str) -> object:
        """R3: what is emitted, fossil fuel burnt instead of green included, stays within the cap [kt CO2e]."""
        total = sum(c.emitted[key] * part for key, part in _emitting(m, problem, caps[cap].fuels))
        return total <= m.allowed[cap]

    m.R2 = pyo.Constraint(list(limits), rule=r2)
    m.R3 = pyo.Constraint(list(caps), rule=r3)


def _emitting(
    m: pyo.ConcreteModel, problem: Problem, fuels: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Columns that emit for some fuels, each with the key of its coefficient."""
    routes = {r.id for r in problem.routes if r.fuel in fuels}
    directs = {x.id for x in problem.directs if x.fuel in fuels}
    demands = {d.id for d in problem.demands if d.fuel in fuels}
    yield from ((("cargo", r), m.cargo[r, t]) for r, t in m.cargo if r in routes)
    yield from ((("count", r), m.count[r]) for r in m.count if r in routes)
    yield from ((("direct", x, d), m.direct[x, d, t]) for x, d, t in m.direct if x in directs)
    yield from ((("trips", x), m.trips[x, w]) for x, w in m.trips if x in directs)
    yield from ((("serve", p, v, d), m.serve[p, v, d, t]) for p, v, d, t in m.serve if d in demands)
    yield from ((("unserved", d), m.unserved[d, t]) for d, t in m.unserved if d in demands)
