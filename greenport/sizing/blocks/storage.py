"""Storage in an operating year: tanks, stock, safety stock, room for a parcel, certification hold."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``open[p]``; where the stock is followed, ``stock[p,t]`` at the period's end and ``safety[p]`` [kt]."""
    followed = [p.id for p in problem.pools if not p.conventional]
    most = {p.id: p.fill * p.density * _largest(problem, p.id) for p in problem.pools}
    m.POOLS = pyo.Set(initialize=followed)
    m.open = pyo.Var(m.POOLS, domain=pyo.Binary)
    m.stock = pyo.Var(
        m.POOLS, times.periods, domain=pyo.NonNegativeReals, bounds=lambda _, p, t: (0, most[p])
    )
    m.safety = pyo.Var(m.POOLS, domain=pyo.NonNegativeReals, bounds=lambda _, p: (0, most[p]))


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Balance, limits of the stock, and what a pool needs to be open."""
    pools = {p.id: p for p in problem.pools}
    tanks = {p: [a for a in problem.assets if a.kind == "tank" and a.pool == p] for p in pools}
    routes = {r.id: r for r in problem.routes if not pools[r.pool].conventional}
    into = {p: [r for r in routes.values() if r.pool == p] for p in pools}
    out_of = {p: [link for link in problem.links if link.pool == p] for p in pools}
    last = len(times.periods) - 1

    def capacity(m: pyo.ConcreteModel, p: str) -> Any:
        """Mass that the tanks of a pool hold when brimful [kt]."""
        return sum(pools[p].density * a.volume * m.n[a.id] for a in tanks[p])

    def issue(m: pyo.ConcreteModel, p: str, t: int) -> Any:
        return sum(m.serve[*link.key, t] for link in out_of[p])

    def b0(m: pyo.ConcreteModel, p: str) -> object:
        """B0: tanks stand only in an open pool."""
        return sum(m.n[a.id] for a in tanks[p]) <= c.tanks[p] * m.open[p]

    def b0_equipment(m: pyo.ConcreteModel, p: str) -> object:
        """B0: an open pool has its equipment."""
        return m.open[p] <= m.n[pools[p].equipment]

    def b0_use(m: pyo.ConcreteModel, r: str) -> object:
        """B0: a route is used only into an open pool."""
        return m.use[r] <= m.open[routes[r].pool]

    def b1(m: pyo.ConcreteModel, p: str, t: int) -> object:
        """B1: the stock moves by receipts less losses, and by issues; the year is a circle [kt]."""
        receipts = sum((1 - pools[p].loss) * r.parcel * m.cargo[r.id, t] for r in into[p])
        before = m.stock[p, t - 1 if t else last]
        return m.stock[p, t] == before + receipts - issue(m, p, t)

    def b2(m: pyo.ConcreteModel, p: str, t: int) -> object:
        """B2: the stock stays below the safe filling [kt]."""
        return m.stock[p, t] <= pools[p].fill * capacity(m, p)

    def b3(m: pyo.ConcreteModel, p: str, t: int) -> object:
        """B3: the stock stays above heel and safety stock [kt]."""
        return m.stock[p, t] >= pools[p].heel * capacity(m, p) + m.safety[p]

    def b3_days(m: pyo.ConcreteModel, p: str) -> object:
        """B3: the safety stock covers days of mean issue [kt]."""
        year = sum(issue(m, p, t) for t in times.periods)
        return m.safety[p] >= pools[p].cover_days / 365 * year

    def b3_floor(m: pyo.ConcreteModel, p: str) -> object:
        """B3: the safety stock holds the largest stem and the service quantile over the lead [kt]."""
        return m.safety[p] >= c.floor[p] * m.open[p]

    def b4(m: pyo.ConcreteModel, r: str) -> object:
        """B4: above heel and safety stock there is room for a whole parcel [kt]."""
        route, pool = routes[r], pools[routes[r].pool]
        room = (pool.fill - pool.heel) * capacity(m, pool.id) - m.safety[pool.id]
        return room >= (1 + route.tolerance) * route.parcel * m.use[r]

    def b5(m: pyo.ConcreteModel, p: str) -> object:
        """B5: an open pool has the compartments to receive, hold and issue."""
        return sum(a.compartments * m.n[a.id] for a in tanks[p]) >= pools[p].compartments * m.open[p]

    def b6(m: pyo.ConcreteModel, p: str, t: int) -> object:
        """B6: what is on certification hold cannot be issued [kt]; single days only."""
        held = sum(
            r.parcel * m.cargo[r.id, (t - back) % (last + 1)]
            for r in into[p]
            for back in range(pools[p].hold_days)
        )
        return m.stock[p, t] - held >= pools[p].heel * capacity(m, p) + m.safety[p]

    def b7(m: pyo.ConcreteModel, p: str) -> object:
        """B7: conventional tanks keep their days of cover after conversions [1000 m³]."""
        taken = sum(a.takes_volume * m.n[a.id] for a in problem.assets if a.takes_pool == p)
        added = sum(a.volume * m.n[a.id] for a in tanks[p])
        return pools[p].cover_existing + added - taken >= m.cover_need[p]

    followed = list(m.POOLS)
    covered = [p.id for p in problem.pools if p.cover_existing > 0]
    m.cover_need = pyo.Var(covered)
    m.B0 = pyo.Constraint([p for p in followed if tanks[p]], rule=b0)
    m.B0_equipment = pyo.Constraint([p for p in followed if pools[p].equipment], rule=b0_equipment)
    m.B0_use = pyo.Constraint(list(routes), rule=b0_use)
    m.B1 = pyo.Constraint(followed, times.periods, rule=b1)
    m.B2 = pyo.Constraint(followed, times.periods, rule=b2)
    m.B3 = pyo.Constraint(followed, times.periods, rule=b3)
    m.B3_days = pyo.Constraint(followed, rule=b3_days)
    m.B3_floor = pyo.Constraint(followed, rule=b3_floor)
    m.B4 = pyo.Constraint(list(routes), rule=b4)
    m.B5 = pyo.Constraint(followed, rule=b5)
    held = [p for p in followed if pools[p].hold_days and times.is_daily]
    m.B6 = pyo.Constraint(held, times.periods, rule=b6)
    m.B7 = pyo.Constraint(covered, rule=b7)


def _largest(problem: Problem, pool: str) -> float:
    tanks = [a for a in problem.assets if a.kind == "tank" and a.pool == pool]
    return sum(a.volume * (a.standing + a.at_most) for a in tanks)
