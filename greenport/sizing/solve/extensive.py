"""All futures and years in one matrix on weeks, in whole trips and stems: for problems that are small."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from greenport.errors import InfeasibleError
from greenport.sizing.assemble import YearKey, over_futures
from greenport.sizing.risk import Outlook
from greenport.sizing.solve import highs, paths
from greenport.sizing.solve.bounding import SHARE_OF_TIGHT
from greenport.sizing.solve.held import PAID_ONCE, Held
from greenport.sizing.solve.run import Run
from greenport.sizing.solve.years import in_whole_stems, priced
from greenport.sizing.stamp import Key, Matrix

MOST_COLUMNS = 20_000
"""Columns up to which all futures are handed over at once."""


@dataclass(frozen=True)
class FirstStage:
    """The first stage of the best point, where there is one, and the bound on every plan, MUSD."""

    bound: float
    path: paths.Path | None
    held: list[Held]


def is_small(runs: list[Run]) -> bool:
    """Whether all futures together are small enough to be solved at once."""
    return sum(len(week.columns) for run in runs for week in run.weeks) <= MOST_COLUMNS


def at_once(runs: list[Run], outlook: Outlook, tolerance: float, stop: threading.Event) -> FirstStage:
    """Solve the extensive form, within a share of the nodes.

    Stocks may fall into the safety stock all the way, as in the bounds of single years, so that the bound
    holds for every schedule.

    Parameters
    ----------
    tolerance
        The search may stop when its own gap is this small, MUSD.

    Raises
    ------
    InfeasibleError
        If it is proved that no first stage serves all futures.
    """
    problem = runs[0].problem
    years: dict[YearKey, Matrix] = {(w, y): _year(run, y) for w, run in enumerate(runs) for y in run.years}
    nodes = max(1, round(SHARE_OF_TIGHT * problem.nodes))
    matrix = over_futures(problem, outlook, years)
    answer = highs.solve(matrix, absolute_gap=tolerance, nodes=nodes, stop=stop)
    if answer.status == "infeasible":
        raise InfeasibleError("No plan exists: no first stage serves all futures, though each has one.", [])
    if answer.x is None:
        return FirstStage(answer.bound, None, [])
    values = {key: float(v) for key, v in zip(matrix.columns, answer.x, strict=True)}
    return FirstStage(answer.bound, _path(runs[0], values), [_held(values, y) for y in runs[0].years])


def _year(run: Run, y: int) -> Matrix:
    """A year's parts side by side, for a bound."""
    parts = [
        in_whole_stems(run.problem, y, priced(week, {}, run.problem.discount))[0]
        for week in run.weeks
        if week.y == y
    ]
    return Matrix(
        columns=tuple(column for part in parts for column in part.columns),
        rows=tuple(row for part in parts for row in part.rows),
        a=sparse.csr_array(sparse.block_diag([part.a for part in parts], format="csr")),
        row_lower=np.concatenate([part.row_lower for part in parts]),
        row_upper=np.concatenate([part.row_upper for part in parts]),
        cost=np.concatenate([part.cost for part in parts]),
        lower=np.concatenate([part.lower for part in parts]),
        upper=np.concatenate([part.upper for part in parts]),
        whole=np.concatenate([part.whole for part in parts]),
    )


def _path(run: Run, values: Mapping[Key, float]) -> paths.Path:
    asked = {
        a.id: np.array([round(values.get(("n", (0, y, a.id)), 0.0)) for y in run.years], dtype=np.int64)
        for a in run.problem.assets
        if a.owned
    }
    return paths.within_budgets(run.problem, paths.kept(run.problem, asked))


def _held(values: Mapping[Key, float], y: int) -> Held:
    """Contracts and pools of the first stage: its columns carry an id and the milestone."""
    return frozenset(
        (name, str(index[0]))
        for (name, index), v in values.items()
        if name in PAID_ONCE and index[1:] == (y,) and v > 0.5
    )
