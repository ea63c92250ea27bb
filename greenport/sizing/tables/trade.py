"""Fuel bought, stored, carried and delivered, and the vessels that carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from greenport.sizing.problem import Floats, Pool, Problem
from greenport.sizing.solve import Solution
from greenport.sizing.stamp import Key
from greenport.sizing.tables.frame import TINY, frame

if TYPE_CHECKING:
    import pandas as pd


def flows(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Fuel in each milestone year: bought from whom into what, delivered how to whom, and not served."""
    rows: list[dict[str, object]] = []
    routes = {r.id: r for r in problem.routes}
    directs = {x.id: x for x in problem.directs}
    pools = {p.id: p for p in problem.pools}
    for y, year in enumerate(problem.years):
        found: dict[tuple[str, str, str, str, str], float] = defaultdict(float)
        for (name, index), value in solution.schedules[y].items():
            if value <= TINY:
                continue
            if name == "cargo":
                r = routes[str(index[0])]
                found["purchase", r.supplier, r.pool, r.offer, r.fuel] += value * r.content
            elif name == "direct":
                x = directs[str(index[0])]
                found["purchase", x.supplier, "ships", x.offer, x.fuel] += value
                found["delivery", x.offer, str(index[1]), x.mode, x.fuel] += value
            elif name == "serve" and problem.demand(str(index[2])).kind == "ships":
                grade = pools[str(index[0])].grade
                found["delivery", str(index[0]), str(index[2]), str(index[1]), grade] += value
            elif name == "claim":
                d = problem.demand(str(index[1]))
                found["delivery", str(index[0]), d.id, "hydrant", d.fuel] += value
            elif name == "unserved":
                d = problem.demand(str(index[0]))
                found["unserved", "", d.id, "", d.fuel] += value
        for (flow, start, end, by, fuel), value in sorted(found.items()):
            rows.append(
                {"year": year, "flow": flow, "from": start, "to": end, "by": by, "fuel": fuel}
                | {"quantity": value, "unit": "kt/yr"}
            )
    return frame(rows, ["year", "flow", "from", "to", "by", "fuel", "quantity", "unit"])


def inventory(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Stock of each open pool at the end of each day, with its limits.

    The least is heel, safety stock and what is on certification hold, which cannot be issued yet (B3, B6).
    """
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        values = solution.schedules[y]
        for pool in problem.pools:
            if pool.conventional or values.get(("open", (pool.id,)), 0.0) < 0.5:
                continue
            full = pool.density * sum(
                a.volume * values.get(("n", (a.id,)), 0.0)
                for a in problem.assets
                if a.kind == "tank" and a.pool == pool.id
            )
            safety = values.get(("safety", (pool.id,)), 0.0)
            held = _on_hold(problem, pool, values)
            rows += [
                {
                    "year": year,
                    "day": day + 1,
                    "pool": pool.id,
                    "stock": values[("stock", (pool.id, day))],
                    "least": pool.heel * full + safety + held[day],
                    "most": pool.fill * full,
                    "unit": "kt",
                }
                for day in range(365)
            ]
    return frame(rows, ["year", "day", "pool", "stock", "least", "most", "unit"])


def _on_hold(problem: Problem, pool: Pool, values: Mapping[Key, float]) -> Floats:
    """Kt in a pool that wait for their certificate, by day."""
    received = np.zeros(365)
    for route in (r for r in problem.routes if r.pool == pool.id):
        received += [route.parcel * values.get(("cargo", (route.id, day)), 0.0) for day in range(365)]
    return np.asarray(sum((np.roll(received, back) for back in range(pool.hold_days)), np.zeros(365)))


def availability(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What each supplier could sell in each milestone year, what is bought, and whether a parcel is left.

    `stored` says whether the fuel needs storage here: it does not if it can come to ships directly, or
    ready blended into a conventional pool.
    """
    conventional = {p.id for p in problem.pools if p.conventional}
    ready = {x.supplier for x in problem.directs}
    ready |= {r.supplier for r in problem.routes if r.pool in conventional}
    least: dict[str, float] = {}
    for x in problem.directs:
        least[x.supplier] = min(least.get(x.supplier, np.inf), x.parcel)
    for r in problem.routes:
        least[r.supplier] = min(least.get(r.supplier, np.inf), (1 - r.tolerance) * r.parcel)
    found = flows(problem, solution)
    found = found[found["flow"] == "purchase"]
    bought: dict[tuple[int, str], float] = defaultdict(float)
    for year, supplier, quantity in zip(found["year"], found["from"], found["quantity"], strict=True):
        bought[int(year), str(supplier)] += float(quantity)
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        for u in problem.suppliers:
            available, sold = float(u.available[y]), bought[year, u.id]
            if available <= TINY or u.id not in least:
                continue
            rows.append(
                {"year": year, "supplier": u.id, "fuel": u.fuel, "stored": u.id not in ready}
                | {"available": available, "sold": sold, "unit": "kt/yr"}
                | {"sold_out": available - sold < least[u.id] - TINY}
            )
    return frame(rows, ["year", "supplier", "fuel", "stored", "available", "sold", "sold_out", "unit"])


def hire(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Bunker vessels hired in each milestone year: hours by class, and how many ships that is on average."""
    rows: list[dict[str, object]] = []
    for year, schedule in zip(problem.years, solution.schedules, strict=True):
        found: dict[str, float] = defaultdict(float)
        for (name, index), hours in schedule.items():
            if name == "hire" and hours > TINY:
                found[str(index[0])] += hours
        rows += [
            {"year": year, "vessel": vessel, "hours": hours, "unit": "h/yr", "vessels": hours / 8760}
            for vessel, hours in sorted(found.items())
        ]
    return frame(rows, ["year", "vessel", "hours", "unit", "vessels"])


def arrivals(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Every cargo with its day."""
    routes = {r.id: r for r in problem.routes}
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        cargoes = [
            (int(str(index[1])), str(index[0]), value)
            for (name, index), value in solution.schedules[y].items()
            if name == "cargo" and value > TINY
        ]
        for day, route, value in sorted(cargoes):
            r = routes[route]
            number = max(1, round(value))
            rows += [
                {
                    "year": year,
                    "day": day + 1,
                    "offer": r.offer,
                    "supplier": r.supplier,
                    "pool": r.pool,
                    "parcel": 1000 * r.parcel * value / number,
                    "unit": "t",
                }
            ] * number
    return frame(rows, ["year", "day", "offer", "supplier", "pool", "parcel", "unit"])


def passengers(problem: Problem) -> dict[str, dict[int, float]]:
    """Departing passengers by demand and year."""
    return {
        d.id: {year: float(d.passengers[y]) for y, year in enumerate(problem.years)}
        for d in problem.demands
        if np.any(d.passengers > 0)
    }
