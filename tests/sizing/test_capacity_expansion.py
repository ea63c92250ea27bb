"""Capacity expansion over three milestone years against brute force over every path of up to four tanks."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from greenport.sizing import Plan
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs, paths
from greenport.sizing.solve.years import fixed_assets, parts_of
from greenport.sizing.stamp import compile_operation
from greenport.sizing.times import Times

GROWING = {
    "years.milestones": "[2030, 2032, 2035]",
    "years.horizon": "2040",
    "demand.customer.asks": "{2030: 40 kt/yr, 2032: 100 kt/yr, 2035: 220 kt/yr}",
    "solve.gap": "0.01 %",
    "places.site.pools.methanol.days_of_cover": "20 d",
}
SHRINKING = {**GROWING, "demand.customer.asks": "{2030: 220 kt/yr, 2032: 100 kt/yr, 2035: 40 kt/yr}"}
SHORT_LIVED = {**GROWING, "places.site.pools.methanol.modules.tank.life": "4 yr"}
LIMITED = {**GROWING, "places.site.tenure": "{until: 2037}"}


def brute_force(problem: Problem) -> float:
    """Least cost over every number of tanks in every year, with jetty and pipes where there are tanks."""
    parts = parts_of(compile_operation(problem, Times.weekly()))
    owned = [a for a in problem.assets if a.owned]
    operating: dict[tuple[int, int], float] = {}
    for part, tanks in itertools.product(parts, range(5)):
        counts = {a.id: tanks if a.kind == "tank" else int(tanks > 0) for a in owned}
        if any(n and not a.may_come(part.y) for a, n in ((a, counts[a.id]) for a in owned)):
            continue
        operating[part.y, tanks] = highs.solve(fixed_assets(part.matrix, counts)).value
    best = np.inf
    for asked in itertools.product(range(5), repeat=len(problem.years)):
        wanted = {
            a.id: np.array([n if a.kind == "tank" else int(n > 0) for n in asked], dtype=np.int64)
            for a in owned
        }
        path = paths.kept(problem, wanted)
        standing = path[next(a.id for a in owned if a.kind == "tank")]
        beside = [path[a.id] for a in owned if a.kind != "tank"]
        alike = all(((counts > 0) == (standing > 0)).all() for counts in beside)
        if not alike or any((y, int(n)) not in operating for y, n in enumerate(standing)):
            continue
        total = paths.capital(problem, path)
        total += sum(float(problem.discount[y]) * operating[y, int(n)] for y, n in enumerate(standing))
        best = min(best, total)
    return best


@pytest.mark.parametrize("overrides", [GROWING, SHRINKING, SHORT_LIVED, LIMITED])
def test_bound_and_plan_close_in_on_the_best_path(
    toy_problem: Callable[..., Problem], toy_plan: Callable[..., Plan], overrides: dict[str, str]
) -> None:
    """On weeks, which relax the days: the bound lies below the best path, the plan above it and near."""
    best, plan = brute_force(toy_problem(overrides)), toy_plan(overrides)
    assert plan.lower_bound.m <= best + 1e-6 * best
    assert plan.cost.m >= best - 1e-6 * best
    assert plan.cost.m <= best + 0.01 * plan.movable.m
