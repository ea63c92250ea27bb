"""Rules in an operating year: attributes claimed once, and mandates or targets."""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Demand, Pool, Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``claim[p,d,q]`` of attributes by aircraft demands, ``bank[p,q]`` carried over [kt]."""
    most = {d.id: float(times.quarterly(d.asked).max()) for d in problem.demands}
    claims = [
        (p.id, d.id, q)
        for d in problem.demands
        if d.kind == "aircraft"
        for p in accounts(problem, d)
        for q in times.quarters
    ]
    kept = sorted(
        {(p, q) for p, _, q in claims} | {(p, q) for p in ship_pools(problem) for q in times.quarters}
    )
    year = {p.id: float(p.demand.max()) for p in problem.pools}
    m.claim = pyo.Var(claims, domain=pyo.NonNegativeReals, bounds=lambda _, p, d, q: (0, most[d]))
    m.bank = pyo.Var(kept, domain=pyo.NonNegativeReals, bounds=lambda _, p, q: (0, year[p]))
    m.due = pyo.Var([t.id for t in problem.targets] + [t.id for t in problem.volumes])


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Attribute accounts (R0), demand met by claims (V1), mandates and volumes to be bunkered (R1)."""
    aircraft = [d.id for d in problem.demands if d.kind == "aircraft"]
    targets, volumes = {t.id: t for t in problem.targets}, {t.id: t for t in problem.volumes}
    last = len(times.quarters) - 1
    pools_of = {d.id: [p.id for p in accounts(problem, d)] for d in problem.demands}
    ships_at = ship_pools(problem)

    def r0(m: pyo.ConcreteModel, p: str, q: int) -> object:
        """R0: attributes claimed stay within those received and carried over; each is claimed once [kt]."""
        received = sum(
            r.green_share * r.content * m.cargo[r.id, t]
            for r in problem.routes
            if r.pool == p
            for t in times.in_quarter[q]
        )
        claimed = sum(m.claim[p, d, q] for d in aircraft if p in pools_of[d])
        if p in ships_at:
            claimed += sum(
                m.serve[*k.key, t] for k in problem.links if k.pool == p for t in times.in_quarter[q]
            )
        return claimed + m.bank[p, q] <= received + m.bank[p, q - 1 if q else last]

    def v1_aircraft(m: pyo.ConcreteModel, d: str, q: int) -> object:
        """V1: what airlines ask for in an accounting period is claimed or not [kt]."""
        return sum(m.claim[p, d, q] for p in pools_of[d]) + m.unserved[d, q] == m.asked_quarter[d, q]

    def r1(m: pyo.ConcreteModel, rule: str) -> object:
        """R1: the claims of a year reach the mandate or target [kt]."""
        d = targets[rule].demand
        return sum(m.claim[p, d, q] for p in pools_of[d] for q in times.quarters) >= m.due[rule]

    def r1_volume(m: pyo.ConcreteModel, rule: str) -> object:
        """R1: ships bunker as much green fuel in a year as is left to reach the volume [kt]."""
        mine = {d.id for d in problem.demands if d.kind == "ships" and d.fuel in volumes[rule].fuels}
        served = sum(m.serve[p, v, d, t] for p, v, d, t in m.serve if d in mine)
        carried = sum(m.direct[x, d, t] for x, d, t in m.direct if d in mine)
        return served + carried >= m.due[rule]

    m.R0 = pyo.Constraint(list(m.bank), rule=r0)
    m.V1_aircraft = pyo.Constraint(aircraft, times.quarters, rule=v1_aircraft)
    m.R1 = pyo.Constraint(list(targets), rule=r1)
    m.R1_volume = pyo.Constraint(list(volumes), rule=r1_volume)


def accounts(problem: Problem, demand: Demand) -> list[Pool]:
    """Pools whose receipts carry attributes of the fuel that a demand asks for."""
    into = {r.pool for r in problem.routes if r.fuel == demand.fuel}
    return [p for p in problem.pools if p.id in into]


def ship_pools(problem: Problem) -> list[str]:
    """Pools from which ships are served: what they receive is green by attribute, too."""
    ships = {d.id for d in problem.demands if d.kind == "ships"}
    return sorted({k.pool for k in problem.links if k.pool and k.demand in ships})
