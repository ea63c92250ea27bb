"""The purchase problem: what the green fuel would cost if no asset, vessel, berth or stock were needed.

It is a relaxation of every plan, so that ``upper − floor`` is the money that decisions can move.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize, sparse

from greenport.sizing import numbers
from greenport.sizing.problem import Floats, Problem


def floor(problem: Problem) -> Floats:
    """Least purchase cost of each milestone year, MUSD.

    Annual energy; every offer at its lowest delivered price; availability, service and targets kept;
    only offers that some place could take in that year, leads included.
    """
    return np.array([_year(problem, y) for y in range(len(problem.years))])


def _year(problem: Problem, y: int) -> float:
    offers = _offers(problem, y)
    demands = problem.demands
    wanted = len(demands)
    served = [(f, d.id) for f, (_, fuel, _, _) in enumerate(offers) for d in demands if d.fuel == fuel]
    by_id = {d.id: d for d in demands}
    cost = [
        offers[f][3]
        + _handing_over(problem, d, y)
        - (float(by_id[d].credit[y]) if by_id[d].kind == "aircraft" else 0.0)
        for f, d in served
    ]
    cost += [float(d.without[y]) for d in demands]
    width = len(served) + wanted
    rows, low, high = [], [], []

    def row(entries: dict[int, float], least: float, most: float) -> None:
        line = np.zeros(width)
        for j, value in entries.items():
            line[j] = value
        rows.append(line)
        low.append(least)
        high.append(most)

    for supplier in problem.suppliers:
        mine = {j: 1.0 for j, (f, _) in enumerate(served) if offers[f][0] == supplier.id}
        if mine:
            row(mine, -np.inf, float(supplier.available[y]))
    for i, d in enumerate(demands):
        mine = {j: 1.0 for j, (_, name) in enumerate(served) if name == d.id}
        asked = float(d.asked[y].sum())
        row({**mine, len(served) + i: 1.0}, asked, asked)
        row({len(served) + i: 1.0}, -np.inf, numbers.optional_in(problem, d.id, y))
    for target in problem.targets:
        mine = {j: 1.0 for j, (_, name) in enumerate(served) if name == target.demand}
        if mine:
            row(mine, float(target.least[y]), np.inf)
    answer = optimize.milp(
        np.array(cost),
        constraints=optimize.LinearConstraint(sparse.csr_array(np.array(rows)), low, high),
        bounds=optimize.Bounds(0, np.inf),
    )
    return float(answer.fun) if answer.x is not None else -np.inf


def _offers(problem: Problem, y: int) -> list[tuple[str, str, str, float]]:
    """Supplier, fuel, id and lowest landed price (MUSD per kt) of what could arrive in year y."""
    takes = {p.id: _could_open(problem, p.id, y) for p in problem.pools}
    found = [
        (
            r.supplier,
            r.fuel,
            r.id,
            float(r.price[y] + (r.freight[y] + r.cargo_cost[y]) / (r.content * (1 + r.tolerance))),
        )
        for r in problem.routes
        if takes[r.pool]
    ]
    found += [
        (x.supplier, x.fuel, x.id, float(x.price[y] + x.trip_cost[y] / x.parcel)) for x in problem.directs
    ]
    return found


def _could_open(problem: Problem, pool: str, y: int) -> bool:
    entry = problem.pool(pool)
    if entry.conventional:
        return True
    tanks = [a for a in problem.assets if a.kind == "tank" and a.pool == pool]
    ready = any(a.standing or a.may_come(y) for a in tanks)
    return ready and (not entry.equipment or problem.asset(entry.equipment).may_come(y))


def _handing_over(problem: Problem, demand: str, y: int) -> float:
    """Least cost per kt of handing a demand over, besides hire (MUSD)."""
    return min((float(k.cost[y]) for k in problem.links if k.demand == demand), default=0.0)
