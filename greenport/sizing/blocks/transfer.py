"""Transfer in an operating year: lines from a pool's tanks to its berth or the hydrant limit what leaves."""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """None of its own: lines are assets, ``n[a]``, and the flow through them is what pools issue."""


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """The flow out of a pool that has lines."""
    lines = {
        p.id: [a for a in problem.assets if a.kind == "pipeline" and a.pool == p.id] for p in problem.pools
    }
    density = {p.id: p.density for p in problem.pools}

    def x2(m: pyo.ConcreteModel, p: str, w: int) -> object:
        """X2: what leaves a pool flows through its lines, in the week's hours that they can be used [kt].

        By weeks in every partition, as V2: a bunker vessel may load before the day of its stem.
        """
        issued = sum(m.serve[*k.key, t] for k in problem.links if k.pool == p for t in times.in_week[w])
        return issued <= sum(density[p] * a.rate * float(times.week_hours[w]) * m.n[a.id] for a in lines[p])

    served = {k.pool for k in problem.links if k.pool}
    m.X2 = pyo.Constraint([p for p in lines if lines[p] and p in served], times.weeks, rule=x2)
