"""The numbers of one year: costs, bounds and given values of the operating model's columns.

Each function answers for a named variable and its index, in the units of `problem`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np

from greenport.demand import calendar
from greenport.sizing.charges import HELD, Charge, charges
from greenport.sizing.emitted import emitted
from greenport.sizing.problem import Asset, Direct, Floats, Problem
from greenport.sizing.regulations import IntensityLimit
from greenport.sizing.times import Times

Index = tuple[object, ...]
ByIndex = Callable[[Index], float]
Limit = float | Floats


def costs(problem: Problem, y: int) -> Mapping[str, ByIndex]:
    """MUSD per unit of each column in milestone year y: the sum of its charges.

    Owned assets' annuities are not in it; they belong to the investment part. Where a study puts a price
    on net emissions, what a column emits is charged, too.
    """
    charged, price = charges(problem, y), problem.emission_price[y] if problem.emission_price else 0.0
    made = emitted(problem, y) if price else {}

    def summed(name: str) -> ByIndex:
        money, ghg = charged.get(name, _nothing), made.get(name, _nothing)
        return lambda index: (
            sum(part.amount for part in money(index)) + price * sum(part.amount for part in ghg(index))
        )

    return {name: summed(name) for name in {**charged, **made} if name != HELD}


def _nothing(_: Index) -> tuple[Charge, ...]:
    return ()


def bounds(problem: Problem, y: int, times: Times) -> Mapping[str, Callable[[Index], tuple[Limit, Limit]]]:
    """Bounds of every column whose limits are numbers of the problem; the others' stand in the model.

    The last entry of an index that ends in a period, a week or a quarter may be an array of them; a bound
    may then be an array, too.
    """
    assets = {a.id: a for a in problem.assets}
    pools = {p.id: p for p in problem.pools}
    routes = {r.id: r for r in problem.routes}
    suppliers = {u.id: u for u in problem.suppliers}
    modes = {m.id: m for m in problem.modes}
    limits = {rule.id: rule for rule in problem.limits}
    ships = {d.id for d in problem.demands if d.kind == "ships"}
    asked = {d.id: times.sum(d.asked[y]) for d in problem.demands}
    quarterly = {d.id: times.quarterly(d.asked[y]) for d in problem.demands}
    lengths = np.asarray(times.partition.lengths, dtype=float)
    brimful = {
        p.id: sum(a.volume * (a.standing + a.at_most) for a in problem.assets if _is_tank_of(a, p.id))
        for p in problem.pools
    }

    everything = sum(float(of_demand.sum()) for of_demand in asked.values())
    trips = {x.id: _most_trips(problem, x, y, times) for x in problem.directs}

    def count(i: Index) -> tuple[float, float]:
        asset = assets[str(i[0])]
        payable = asset.at_most if asset.payable is None else int(asset.payable[y])
        more = min(asset.at_most, payable) if asset.may_come(y) else 0
        return (float(asset.standing), float(asset.standing + more))

    def filling(i: Index) -> tuple[float, float]:
        pool = pools[str(i[0])]
        return (0.0, pool.fill * pool.density * brimful[pool.id])

    def by_demand(d: str, t: Any) -> tuple[Limit, Limit]:
        return (0.0, (asked if d in ships else quarterly)[d][t])

    never = {k.key if k.pool else (k.direct, k.demand) for k in problem.links if k.fit == 0}

    def served(i: Index) -> tuple[Limit, Limit]:
        d, t = str(i[-2]), cast(Any, i[-1])
        if i[:-1] in never:
            return (0.0, 0.0)
        if d in ships:
            return by_demand(d, t)
        return (0.0, modes[str(i[1])].rate * 24 * lengths[t] * pools[str(i[0])].density)

    return {
        "n": count,
        "contract": lambda i: (0.0, float(suppliers[str(i[0])].available[y] > 0)),
        "use": lambda i: (0.0, float(routes[str(i[0])].most[y] > 0)),
        "count": lambda i: (0.0, float(routes[str(i[0])].most[y])),
        "cargo": lambda i: (0.0, (1 + routes[str(i[0])].tolerance) * float(routes[str(i[0])].most[y])),
        "stock": filling,
        "safety": filling,
        "serve": served,
        "direct": served,
        "unserved": lambda i: by_demand(str(i[0]), i[1]),
        "hire": lambda i: (0.0, modes[str(i[0])].most * times.week_hours[cast(Any, i[1])]),
        "present": lambda i: (0.0, float(modes[str(i[0])].most)),
        "claim": lambda i: by_demand(str(i[1]), i[2]),
        "bank": lambda i: (0.0, everything),
        "trips": lambda i: (0.0, trips[str(i[0])][cast(Any, i[1])]),
        "deficit": lambda i: (0.0, _farthest(problem, limits[str(i[0])], y)),
        "surplus": lambda i: (0.0, _farthest(problem, limits[str(i[0])], y)),
    }


def _farthest(problem: Problem, rule: IntensityLimit, y: int) -> float:
    """Most that a deficit or a surplus can be: all that is asked for, at the intensity farthest away."""
    asking = [d for d in problem.demands if d.fuel == rule.fuel]
    asked = sum(float(d.asked[y].sum()) * d.heating_value for d in asking)
    sources = [r.intensity for r in problem.routes if r.fuel == rule.fuel]
    sources += [x.intensity for x in problem.directs if x.fuel == rule.fuel]
    sources += [d.fossil_intensity for d in asking]
    return asked * max(abs(source - float(rule.limit[y])) for source in sources) / 1000


def _most_trips(problem: Problem, direct: Direct, y: int, times: Times) -> Floats:
    """Trips of a week that all its stems could need: one a stem, and as many parcels as they weigh."""
    found = np.zeros(len(times.weeks))
    for d in (problem.demand(k.demand) for k in problem.links if k.direct == direct.id):
        week = np.array([d.asked[y][days].sum() for days in _weeks()])
        if d.stem[y] > 0:
            found += np.ceil(week / direct.parcel) + np.ceil(week / float(d.stem[y]) - 1e-9)
    return found


def _weeks() -> list[slice]:
    starts = [*calendar.weeks().starts, calendar.DAYS]
    return [slice(start, after) for start, after in itertools.pairwise(starts)]


def _is_tank_of(asset: Asset, pool: str) -> bool:
    return asset.kind == "tank" and asset.pool == pool


def given(problem: Problem, y: int, times: Times) -> Mapping[str, Callable[[Index], Limit]]:
    """Values of the columns that stand for given numbers of a year; arrays for arrays of periods."""
    demands = {d.id: d for d in problem.demands}
    asked = {d.id: times.sum(d.asked[y]) for d in problem.demands}
    quarterly = {d.id: times.quarterly(d.asked[y]) for d in problem.demands}
    volume = {b.id: times.sum(b.volume[y]) for b in problem.blendings}
    due = {t.id: t.least for t in problem.targets} | {t.id: t.due for t in problem.volumes}
    caps, budgets = {c.id: c for c in problem.caps}, {b.id: b for b in problem.budgets}
    places = {p.id: p for p in problem.places}

    def optional(i: Index) -> float:
        return optional_in(problem, str(i[0]), y)

    return {
        "site_area": lambda i: places[str(i[0])].area,
        "storage_limit": lambda i: places[str(i[0])].storage_limit,
        "asked": lambda i: asked[str(i[0])][cast(Any, i[1])],
        "asked_quarter": lambda i: quarterly[str(i[0])][cast(Any, i[1])],
        "optional": lambda i: optional(i) if str(i[0]) in demands else 0.0,
        "cover_need": lambda i: float(problem.pool(str(i[0])).cover_need[y]),
        "jet_volume": lambda i: volume[str(i[0])][cast(Any, i[1])],
        "allowed": lambda i: float(caps[str(i[0])].most[y]),
        "budget": lambda i: float(budgets[str(i[0])].most[: y + 1].sum()),
        "due": lambda i: float(due[str(i[0])][y]),
    }


def optional_in(problem: Problem, demand: str, y: int) -> float:
    """What of a demand may stay unserved in a year [kt]: V1, one stem of grace unless it is the only one."""
    d = problem.demand(demand)
    year = float(d.asked[y].sum())
    stem = max(float(d.stem[y]), 0.0)
    grace = stem if d.at_least > 0 and year > 1.5 * stem else 0.0
    return min(year, (1 - d.at_least) * year + grace)
