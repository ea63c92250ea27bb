"""Days for whole cargoes by a small search, where the base-stock rule finds none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy import sparse

from greenport.sizing.problem import Problem
from greenport.sizing.schedule import NoScheduleError, berth_days
from greenport.sizing.solve import highs
from greenport.sizing.stamp import Key, Matrix

PLACED = ("n", "open", "contract", "use", "count", "rank", "cargo", "serve", "direct", "trips")
"""Columns that a schedule fixes; the rest follows."""

SEARCH_NODES = 100
"""Nodes of the search for days; it finds some early or not at all."""

ROUNDING = 1e-7
"""Room in rows for the rounding of fixed numbers; the check uses the true rows."""


def with_placed(
    matrix: Matrix, names: tuple[str, ...], values: Mapping[Key, float], placed: Mapping[Key, float]
) -> Matrix:
    """A year on days with the named columns at their values: daily ones as placed, others of the year."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for j, (name, index) in enumerate(matrix.columns):
        if name in names:
            at_day = name in ("cargo", "serve", "direct")
            value = placed.get((name, index), 0.0) if at_day else values.get((name, index), 0.0)
            lower[j] = upper[j] = round(value) if matrix.whole[j] else value
    return replace(matrix, lower=lower, upper=upper)


def search_days(
    problem: Problem,
    matrix: Matrix,
    y: int,
    values: Mapping[Key, float],
    placed: Mapping[Key, float],
) -> dict[Key, float]:
    """Days for whole cargoes by a small search, where the base-stock rule finds none.

    The year on days with everything else fixed; each cargo column counts whole cargoes of one size, no
    berth takes more ships at once than it can, and none comes on a closed day.

    Raises
    ------
    NoScheduleError
        If the search ends without days for all cargoes.
    """
    names = tuple(name for name in PLACED if name != "cargo")
    fixed = with_placed(matrix, names, values, placed)
    counts = {r.id: round(values.get(("count", (r.id,)), 0.0)) for r in problem.routes}
    size = {
        r: values[("cargo", (r,))] / n if n else 1.0 for r, n in counts.items() if ("cargo", (r,)) in values
    }
    columns = [j for j, (name, _) in enumerate(fixed.columns) if name == "cargo"]
    scale, upper, whole = np.ones(len(fixed.columns)), fixed.upper.copy(), fixed.whole.copy()
    rows: list[tuple[list[int], float, float]] = []
    by_route: dict[str, list[int]] = {}
    for j in columns:
        route = str(fixed.columns[j][1][0])
        scale[j], upper[j], whole[j] = size[route], float(counts[route] > 0), True
        by_route.setdefault(route, []).append(j)
    rows += [(js, float(counts[route]), float(counts[route])) for route, js in by_route.items()]
    for place in problem.places:
        for days, most in berth_days(problem, place.id, y, values):
            at = {(r, day): j for r, js in by_route.items() for day, j in enumerate(js)}
            rows.append(([at[key] for key in days if key in at], 0.0, float(most)))
    extra = sparse.lil_array((len(rows), len(fixed.columns)))
    for i, (js, _, _) in enumerate(rows):
        for j in js:
            extra[i, j] = 1.0
    searched = replace(
        fixed,
        rows=(*fixed.rows, *((("berth or count"), (i,)) for i in range(len(rows)))),
        a=sparse.csr_array(
            sparse.vstack([fixed.a @ sparse.diags_array(scale), sparse.csr_array(extra)], format="csr")
        ),
        row_lower=np.append(fixed.row_lower - ROUNDING, [low for _, low, _ in rows]),
        row_upper=np.append(fixed.row_upper + ROUNDING, [high for _, _, high in rows]),
        cost=np.zeros(len(fixed.columns)),
        lower=np.where(scale != 1.0, 0.0, fixed.lower),
        upper=upper,
        whole=whole,
    )
    answer = highs.solve(searched, relative_gap=1.0, nodes=SEARCH_NODES)
    if answer.x is None:
        raise NoScheduleError("", "", "no days were found for the whole cargoes")
    return {fixed.columns[j]: float(answer.x[j] * scale[j]) for j in columns if answer.x[j] > 0.5}
