"""Which rules of a year clash, named by the user's own lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from greenport.scenario.tree import Origin
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs
from greenport.sizing.solve.years import YearPart
from greenport.sizing.stamp import Matrix

Group = tuple[str, str]

WORDS = {
    "R1": "target {0} must be claimed",
    "V1_aircraft": "no more is claimed than demand {0} asks for",
    "V1_at_least": "demand {0} must be served at its at_least",
    "A3_area": "site area of {0}",
    "A3_storage": "storage limit of {0}",
    "B7": "days of cover at {0}",
    "U1": "what supplier {0} has",
    "U4": "berth time at {0}",
    "X1": "blend limits of {0}",
    "B3_floor": "safety stock of {0}",
    "B3_days": "days of cover of {0}",
    "A2": "approvals and works of {0}",
}
"""Rules a user can change; balances are physics and stay."""

NODES = 2000

MOST_REASONS = 8


def clash(problem: Problem, part: YearPart) -> list[str]:
    """Smallest set of rules found that no plan of this year can keep together.

    Rules are left out one at a time; one stays out only if what remains is proved infeasible. The result
    is therefore minimal, unless a proof ran into its work limit.

    Returns
    -------
    list of str
        One line a rule: its name, the year and its place in the scenario.
    """
    groups = _groups(problem, part)
    kept = list(groups)
    proved = True
    for group in groups:
        trial = [g for g in kept if g != group]
        answer = highs.solve(_with(problem, part, trial), relative_gap=1.0, nodes=NODES)
        if answer.status == "infeasible":
            kept = trial
        elif answer.x is None:
            proved = False
    year = problem.years[part.y]
    lines = [
        f"{_place(origin)}{WORDS[g[0]].format(g[1].split('>')[0])} ({g[0]}, {year})"
        for g, origin in _named(problem, kept)
    ]
    if not lines:
        lines = [f"the balances of {year} alone have no solution"]
    if not proved:
        lines.append("(not proved to be the smallest set)")
    return [*lines, *_could_not_take_part(problem)]


def _could_not_take_part(problem: Problem) -> list[str]:
    """Offers and ways that were left out before the search: often the cause behind what clashes."""
    reasons = [f"could not take part: {left.id}: {left.reason}" for left in problem.excluded]
    more = len(reasons) - MOST_REASONS
    return [*reasons[:MOST_REASONS], *([f"… and {more} more"] if more > 0 else [])]


def _groups(problem: Problem, part: YearPart) -> list[Group]:
    found = dict.fromkeys((name, str(index[0])) for name, index in part.matrix.rows if name in WORDS)
    late = {a.id for a in problem.assets if a.at_most and not a.may_come(part.y)}
    found |= dict.fromkeys(
        ("A2", str(i[0])) for name, i in part.matrix.columns if name == "n" and i[0] in late
    )
    return sorted(found)


def _with(problem: Problem, part: YearPart, kept: Iterable[Group]) -> Matrix:
    """The year with only some of its rules."""
    keep = set(kept)
    matrix = part.matrix
    lower, upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    loose = _loose_routes(problem, keep)
    for i, (name, index) in enumerate(matrix.rows):
        left_out = name in WORDS and (name, str(index[0])) not in keep
        if left_out or (name == "U1_use" and str(index[0]) in loose):
            lower[i], upper[i] = -np.inf, np.inf
    most = matrix.upper.copy()
    for j, (name, index) in enumerate(matrix.columns):
        first = str(index[0])
        if name == "n" and ("A2", first) not in keep:
            asset = problem.asset(first)
            most[j] = max(most[j], asset.standing + asset.at_most)
        free_claim = name == "claim" and ("V1_aircraft", str(index[1])) not in keep
        if free_claim or (name in ("count", "cargo") and first in loose):
            most[j] = np.inf
    return replace(matrix, row_lower=lower, row_upper=upper, upper=most, cost=np.zeros(len(matrix.columns)))


def _loose_routes(problem: Problem, keep: set[Group]) -> set[str]:
    """Routes whose number of cargoes follows from a rule that is left out."""
    asks = {d.fuel for d in problem.demands if d.kind == "aircraft" and ("V1_aircraft", d.id) not in keep}
    return {r.id for r in problem.routes if ("U1", r.supplier) not in keep or r.fuel in asks}


def _named(problem: Problem, kept: Iterable[Group]) -> list[tuple[Group, Origin]]:
    origins: dict[str, Origin] = {}
    for part in (
        problem.assets,
        problem.places,
        problem.pools,
        problem.suppliers,
        problem.demands,
        problem.blendings,
        problem.targets,
    ):
        for item in part:
            origins[item.id] = item.origin
    return [(group, origins.get(group[1].split(">")[0], Origin("", 0))) for group in kept]


def _place(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}: " if origin.line else ""
