"""The numbers of one year: costs, bounds and given values of the operating model's columns.

Each function answers for a named variable and its index, in the units of `problem`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from greenport.sizing.charges import HELD, Charge, charges
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times

Index = tuple[object, ...]
ByIndex = Callable[[Index], float]


def costs(problem: Problem, y: int) -> Mapping[str, ByIndex]:
    """MUSD per unit of each column in milestone year y: the sum of its charges.

    Owned assets' annuities are not in it; they belong to the investment part.
    """

    def summed(of: Callable[[Index], tuple[Charge, ...]]) -> ByIndex:
        return lambda index: sum(charge.amount for charge in of(index))

    return {name: summed(of) for name, of in charges(problem, y).items() if name != HELD}


def bounds(problem: Problem, y: int, times: Times) -> Mapping[str, Callable[[Index], tuple[float, float]]]:
    """Bounds of the columns that a year makes tighter than the model's own."""
    assets = {a.id: a for a in problem.assets}
    routes = {r.id: r for r in problem.routes}
    suppliers = {u.id: u for u in problem.suppliers}
    ships = {d.id for d in problem.demands if d.kind == "ships"}
    asked = {d.id: times.sum(d.asked[y]) for d in problem.demands}
    quarterly = {d.id: times.quarterly(d.asked[y]) for d in problem.demands}

    def count(i: Index) -> tuple[float, float]:
        asset = assets[str(i[0])]
        more = asset.at_most if asset.may_come(y) else 0
        return (float(asset.standing), float(asset.standing + more))

    def by_demand(d: str, t: int) -> tuple[float, float]:
        return (0.0, float(asked[d][t] if d in ships else quarterly[d][t]))

    never = {k.key if k.pool else (k.direct, k.demand) for k in problem.links if k.fit == 0}

    def served(i: Index) -> tuple[float, float]:
        d = str(i[-2])
        if i[:-1] in never:
            return (0.0, 0.0)
        return by_demand(d, int(str(i[-1]))) if d in ships else (0.0, float("inf"))

    return {
        "n": count,
        "contract": lambda i: (0.0, float(suppliers[str(i[0])].available[y] > 0)),
        "use": lambda i: (0.0, float(routes[str(i[0])].most[y] > 0)),
        "count": lambda i: (0.0, float(routes[str(i[0])].most[y])),
        "cargo": lambda i: (0.0, (1 + routes[str(i[0])].tolerance) * float(routes[str(i[0])].most[y])),
        "serve": served,
        "direct": served,
        "unserved": lambda i: by_demand(str(i[0]), int(str(i[1]))),
    }


def given(problem: Problem, y: int, times: Times) -> Mapping[str, ByIndex]:
    """Values of the columns that stand for given numbers of a year."""
    demands = {d.id: d for d in problem.demands}
    asked = {d.id: times.sum(d.asked[y]) for d in problem.demands}
    quarterly = {d.id: times.quarterly(d.asked[y]) for d in problem.demands}
    volume = {b.id: times.sum(b.volume[y]) for b in problem.blendings}
    targets = {t.id: t for t in problem.targets}

    def optional(i: Index) -> float:
        return optional_in(problem, str(i[0]), y)

    return {
        "asked": lambda i: float(asked[str(i[0])][int(str(i[1]))]),
        "asked_quarter": lambda i: float(quarterly[str(i[0])][int(str(i[1]))]),
        "optional": lambda i: optional(i) if str(i[0]) in demands else 0.0,
        "cover_need": lambda i: float(problem.pool(str(i[0])).cover_need[y]),
        "jet_volume": lambda i: float(volume[str(i[0])][int(str(i[1]))]),
        "due": lambda i: float(targets[str(i[0])].least[y]),
    }


def optional_in(problem: Problem, demand: str, y: int) -> float:
    """What of a demand may stay unserved in a year [kt]: V1, one stem of grace unless it is the only one."""
    d = problem.demand(demand)
    year = float(d.asked[y].sum())
    stem = max(float(d.stem[y]), 0.0)
    grace = stem if d.at_least > 0 and year > 1.5 * stem else 0.0
    return min(year, (1 - d.at_least) * year + grace)
