"""The purchase problem: what the green fuel would cost if no asset, vessel, berth or stock were needed.

It is a relaxation of every plan, so that ``upper − floor`` is the money that decisions can move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import optimize, sparse

from greenport.sizing import numbers
from greenport.sizing.problem import Demand, Floats, Problem


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

    def avoided(d: Demand) -> float:
        """Worth of the emissions of the fossil fuel that a kt replaces, where a study prices them."""
        return _emission_price(problem, y) * d.fossil_intensity * d.heating_value / 1000

    pairs = {
        (f, d.id): offer.price + handed - float(d.credit[y] if d.replaces_fossil else 0.0) - avoided(d)
        for f, offer in enumerate(offers)
        for d in demands
        if d.fuel == offer.fuel and (handed := _handing_over(problem, offer, d, y)) is not None
    }
    served, cost = list(pairs), list(pairs.values())
    cost += [float(d.without[y]) for d in demands]
    for rule in problem.limits:
        cost += [float(rule.deficit[y]), -float(rule.credit[y])]
    width = len(served) + wanted + 2 * len(problem.limits)
    rows, low, high = [], [], []

    def row(entries: dict[int, float], least: float, most: float) -> None:
        line = np.zeros(width)
        for j, value in entries.items():
            line[j] = value
        rows.append(line)
        low.append(least)
        high.append(most)

    for supplier in problem.suppliers:
        mine = {j: 1.0 for j, (f, _) in enumerate(served) if offers[f].supplier == supplier.id}
        if mine:
            row(mine, -np.inf, float(supplier.available[y]))
    for i, d in enumerate(demands):
        mine = {j: 1.0 for j, (_, name) in enumerate(served) if name == d.id}
        asked = float(d.asked[y].sum())
        row({**mine, len(served) + i: 1.0}, asked, asked)
        row({len(served) + i: 1.0}, -np.inf, numbers.optional_in(problem, d.id, y))
    for counted, least in _promised(problem, y):
        mine = {j: 1.0 for j, (_, name) in enumerate(served) if name in counted}
        if mine:
            row(mine, least, np.inf)
    for i, rule in enumerate(problem.limits):
        heat = {d.fuel: d.heating_value / 1000 for d in demands}
        limit = float(rule.limit[y])
        mine = {
            j: (offers[f].intensity - limit) * heat[rule.fuel]
            for j, (f, _) in enumerate(served)
            if offers[f].fuel == rule.fuel
        }
        mine |= {
            len(served) + k: (d.fossil_intensity - limit) * heat[rule.fuel]
            for k, d in enumerate(demands)
            if d.fuel == rule.fuel and d.replaces_fossil
        }
        balance = len(served) + wanted + 2 * i
        row({**mine, balance: -1.0, balance + 1: 1.0}, 0.0, 0.0)
    answer = optimize.milp(
        np.array(cost),
        constraints=optimize.LinearConstraint(sparse.csr_array(np.array(rows)), low, high),
        bounds=optimize.Bounds(0, np.inf),
    )
    return float(answer.fun) if answer.x is not None else -np.inf


def _promised(problem: Problem, y: int) -> Iterator[tuple[set[str], float]]:
    """R1: demands that reach a target together, and what they must get [kt]."""
    yield from (({target.demand}, float(target.least[y])) for target in problem.targets)
    for volume in problem.volumes:
        ships = {d.id for d in problem.demands if d.kind == "ships" and d.fuel in volume.fuels}
        yield ships, float(volume.due[y])


class Offer(NamedTuple):
    """What could arrive in a year, in a pool or directly, at its lowest landed price (MUSD per kt)."""

    supplier: str
    fuel: str
    pool: str
    direct: str
    price: float
    intensity: float


def _offers(problem: Problem, y: int) -> list[Offer]:
    takes = {p.id: _could_open(problem, p.id, y) for p in problem.pools}
    heat = {d.fuel: d.heating_value for d in problem.demands}

    def emitted(fuel: str, intensity: float) -> float:
        return _emission_price(problem, y) * intensity * heat.get(fuel, 0.0) / 1000

    found = [
        Offer(
            r.supplier,
            r.fuel,
            r.pool,
            "",
            float(r.price[y] + (r.freight[y] + r.cargo_cost[y]) / (r.content * (1 + r.tolerance)))
            + emitted(r.fuel, r.intensity),
            r.intensity,
        )
        for r in problem.routes
        if takes[r.pool]
    ]
    found += [
        Offer(
            x.supplier,
            x.fuel,
            "",
            x.id,
            float(x.price[y] + x.trip_cost[y] / x.parcel) + emitted(x.fuel, x.intensity),
            x.intensity,
        )
        for x in problem.directs
    ]
    return found


def _emission_price(problem: Problem, y: int) -> float:
    return problem.emission_price[y] if problem.emission_price else 0.0


def _could_open(problem: Problem, pool: str, y: int) -> bool:
    entry = problem.pool(pool)
    if entry.conventional:
        return True
    tanks = [a for a in problem.assets if a.kind == "tank" and a.pool == pool]
    ready = any(a.standing or a.may_come(y) for a in tanks)
    return ready and (not entry.equipment or problem.asset(entry.equipment).may_come(y))


def _handing_over(problem: Problem, offer: Offer, demand: Demand, y: int) -> float | None:
    """Least cost per kt of handing a demand over what an offer brings, besides hire; None if it cannot be.

    What arrives ready blended is claimed where it lies; of neat jet fuel only what is not lost is blended.
    """
    pool = problem.pool(offer.pool) if offer.pool else None
    if pool is not None and pool.conventional:
        return 0.0
    alike = {demand.id}
    if demand.kind == "aircraft":  # claims are not tied to whose blend the fuel leaves in
        alike = {d.id for d in problem.demands if d.kind == "aircraft" and d.fuel == demand.fuel}
    costs = [
        float(k.cost[y])
        for k in problem.links
        if k.demand in alike and (k.pool, k.direct) == (offer.pool, offer.direct)
    ]
    if not costs:
        return None
    loss = pool.loss if pool is not None and demand.kind == "aircraft" else 0.0
    return (1 - loss) * min(costs) if min(costs) > 0 else min(costs)
