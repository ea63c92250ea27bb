"""The volume from which a terminal would pay, in closed form.

Yearly fixed cost of the cheapest terminal ÷ saving per tonne. The cheapest terminal of a place is the
one with the fewest and cheapest tanks that can take its smallest parcel beside heel and safety stock,
the equipment and one berth; the safety stock is one largest stem, as little as a small trade needs. The
capital in heel and safety stock and the contract's fee are fixed, too.
What a tonne saves is the price of going without, or the cost of direct delivery, less its purchase,
freight and delivery over the terminal.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from greenport.sizing.problem import Asset, Direct, Pool, Problem, Route


@dataclass(frozen=True)
class Volume:
    """MUSD a year of fixed cost, MUSD per kt of saving, kt a year; `inf` where nothing is saved."""

    terminal: str
    against: str
    fixed: float
    saving: float

    @property
    def volume(self) -> float:
        """Kt a year from which the terminal pays."""
        return self.fixed / self.saving if self.saving > 0 else math.inf


def terminal_volumes(problem: Problem) -> list[Volume]:
    """Volumes for the cheapest terminal, against going without and against direct delivery.

    Prices are those of the last milestone year, when every terminal could stand; hire of bunker vessels
    is counted by the hours a tonne takes.
    """
    y = len(problem.years) - 1
    found: list[Volume] = []
    for pool in problem.pools:
        demands = [k.demand for k in problem.links if k.pool == pool.id]
        if pool.conventional or not demands or problem.demand(demands[0]).kind != "ships":
            continue
        fixed = _fixed(problem, pool, y)
        routes = [r for r in problem.routes if r.pool == pool.id]
        if fixed is None or not routes:
            continue
        fees = {u.id: u.fee for u in problem.suppliers}
        landed, fee = min((_landed(r, y), fees[r.supplier]) for r in routes)
        handed = _delivery(problem, pool.id, "", demands, y)
        without = max(float(problem.demand(d).without[y]) for d in demands)
        found.append(Volume(pool.id, "going without", fixed + fee, without - landed - handed))
        for x in problem.directs:
            direct = _direct(problem, x, demands, y)
            found.append(Volume(pool.id, x.id, fixed + fee - fees[x.supplier], direct - landed - handed))
    best: dict[str, Volume] = {}
    for volume in sorted(found, key=lambda v: (v.volume, v.fixed)):
        best.setdefault(volume.against, volume)
    return list(best.values())


def _yearly(asset: Asset, y: int) -> float:
    """Annuity and fixed operating cost of a unit commissioned in year y, MUSD a year."""
    annuity = float(asset.annuity[y]) if asset.owned else 0.0
    return (annuity if math.isfinite(annuity) else 0.0) + asset.opex


def _fixed(problem: Problem, pool: Pool, y: int) -> float | None:
    """Least yearly fixed cost of a terminal at a pool; None if its tanks cannot take any parcel."""
    tanks = [a for a in problem.assets if a.kind == "tank" and a.pool == pool.id]
    routes = [r for r in problem.routes if r.pool == pool.id]
    if not tanks or not routes:
        return None
    parcel = min((1 + r.tolerance) * r.parcel for r in routes)
    safety = float(pool.largest_stem[y])
    best: float | None = None
    for counts in itertools.product(*(range(min(a.at_most, 4) + 1) for a in tanks)):
        volume = sum(n * a.volume for n, a in zip(counts, tanks, strict=True))
        parts = sum(n * a.compartments for n, a in zip(counts, tanks, strict=True))
        room = (pool.fill - pool.heel) * pool.density * volume - safety
        if parts < pool.compartments or room < parcel:
            continue
        cost = sum(n * _yearly(a, y) for n, a in zip(counts, tanks, strict=True))
        cost += float(pool.holding[y]) * (pool.heel * pool.density * volume + safety)
        best = cost if best is None else min(best, cost)
    if best is None:
        return None
    best += pool.fixed_cost
    if pool.equipment:
        best += _yearly(problem.asset(pool.equipment), y)
    lines = [a for a in problem.assets if a.kind == "pipeline" and a.pool == pool.id]
    if lines:
        best += min(0.0 if a.standing else _yearly(a, y) for a in lines)
    berths = [a for a in problem.assets if a.kind == "berth" and a.place == pool.place]
    if berths and pool.at_berth:
        best += min(0.0 if a.standing else _yearly(a, y) for a in berths)
    return best


def _landed(route: Route, y: int) -> float:
    return float(route.price[y] + (route.freight[y] + route.cargo_cost[y]) / route.content)


def _delivery(problem: Problem, pool: str, direct: str, demands: list[str], y: int) -> float:
    """Mean cost of handing over a kt, weighted by demand and with the cheapest vessel, MUSD."""
    weights = np.array([problem.demand(d).asked[y].sum() for d in demands])
    hire = {m.id: m.hire / m.availability for m in problem.modes}
    credit = {d.id: d.credit if d.replaces_fossil else 0 * d.credit for d in problem.demands}
    costs = np.array(
        [
            min(
                float(k.cost[y] - credit[d][y] + hire[k.mode] * k.hours[y])
                for k in problem.links
                if k.pool == pool and k.direct == direct and k.demand == d
            )
            for d in demands
        ]
    )
    return float((weights * costs).sum() / weights.sum()) if weights.sum() > 0 else float(costs.mean())


def _direct(problem: Problem, x: Direct, demands: list[str], y: int) -> float:
    """Cost of a kt delivered directly, with full trips, MUSD."""
    mode = problem.mode(x.mode)
    trip = float(x.trip_cost[y]) + mode.hire / mode.availability * x.trip_hours
    return float(x.price[y]) + trip / x.parcel + _delivery(problem, "", x.id, demands, y)
