"""How far the limits of a plan are used, row by row and year by year, and what a price of one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from greenport.sizing.limits import APPROVALS, COUNTS, LIMITS, Limit
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.stamp import Key, Matrix

TINY = 1e-9

AT_MOST = ("hire", "present")
"""Columns of hired vessels that a limit counts with as many as may be hired."""


@dataclass(frozen=True)
class Use:
    """How far a limit is used in a milestone year; `share` is 1 where it is reached."""

    y: int
    limit: Limit
    item: str
    part: str
    used: float
    most: float
    share: float


@dataclass(frozen=True)
class Price:
    """What one unit more of a limit would save in a year, in a unit of money.

    `worth` is what one per cent more of the limit would save, in MUSD a year: the one measure by which
    limits of any kind compare.
    """

    y: int
    limit: Limit
    item: str
    part: str
    price: float
    unit: str
    worth: float


@dataclass(frozen=True)
class Group:
    """Rows of one limit, item and part in a year's matrix: their numbers, use and limit by row.

    `loosen` is +1 where raising the row's upper limit loosens it, −1 where lowering its lower one does.
    """

    limit: Limit
    item: str
    part: str
    rows: np.ndarray
    used: Floats
    most: Floats
    loosen: Floats


def groups(problem: Problem, matrix: Matrix, x: Floats) -> Iterator[Group]:
    """Limits of a year that are there at a point, with what is used of them."""
    kinds = {limit.rows: limit for limit in LIMITS}
    rows: dict[tuple[str, str, str], list[int]] = {}
    limited = np.isfinite(matrix.row_lower) | np.isfinite(matrix.row_upper)
    for i, (name, index) in enumerate(matrix.rows):
        if name in kinds and limited[i]:
            key = (name, kinds[name].item(index), kinds[name].part(index))
            rows.setdefault(key, []).append(i)
    names = np.array([name for name, _ in matrix.columns])
    top = np.where(np.isin(names, AT_MOST), matrix.upper, x)
    for (name, item, part), which in rows.items():
        limit, at = kinds[name], np.array(which)
        if not limit.holds(problem, item):
            continue
        a = sparse.csr_array(matrix.a[at])
        bounding = np.isin(names, limit.by)
        above = np.isfinite(matrix.row_upper[at])
        sign = np.where(above == (limit.side == "most"), 1.0, -1.0)
        edge = np.where(above, matrix.row_upper[at], matrix.row_lower[at])
        used = sign * (a @ np.where(bounding, 0.0, x))
        most = sign * (edge - a @ np.where(bounding, top, 0.0))
        if limit.zero or np.any(np.abs(most) > TINY):
            yield Group(limit, item, part, at, used, most, np.where(above, 1.0, -1.0))


def of_year(
    problem: Problem, y: int, matrices: Iterable[Matrix], schedules: list[dict[Key, float]]
) -> list[Use]:
    """Use of every limit in a milestone year, in the order of `LIMITS`.

    Of a limit with a row for each period the fullest one is told. Beside the limits of rows stand the
    most units of each asset (label ``n``), and assets that stand from the first year in which they can
    (``A2``), in the year before.

    Parameters
    ----------
    matrices
        The year on days, whole or in parts.
    schedules
        Value of every daily column by name, by year.
    """
    found: list[Use] = []
    for matrix in matrices:
        x = np.array([schedules[y].get(key, 0.0) for key in matrix.columns])
        for group in groups(problem, matrix, x):
            shares = [_share(group, i) for i in range(len(group.rows))]
            i, limit = int(np.argmax(shares)), group.limit
            used, most = limit.scale * float(group.used[i]), limit.scale * float(group.most[i])
            found.append(Use(y, limit, group.item, group.part, used, most, shares[i]))
    order = {limit.rows: i for i, limit in enumerate(LIMITS)}
    found.sort(key=lambda use: (order[use.limit.rows], use.item, use.part))
    return [*found, *_of_assets(problem, y, schedules)]


def _of_assets(problem: Problem, y: int, schedules: list[dict[Key, float]]) -> Iterator[Use]:
    """Most units that may stand, and the next year's assets that could not come sooner."""

    def stands(asset: str, y: int) -> int:
        return round(schedules[y].get(("n", (asset,)), 0.0))

    for asset in problem.assets:
        most = asset.standing + asset.at_most
        if asset.kind != "equipment" and asset.at_most and asset.may_come(y):
            used = stands(asset.id, y)
            yield Use(y, COUNTS, asset.id, "", float(used), float(most), used / most)
        later = y + 1 < len(problem.years)
        if later and asset.ready == y + 1 and stands(asset.id, y + 1) > asset.standing:
            yield Use(y, APPROVALS, asset.id, "", 0.0, 0.0, 1.0)


def _share(group: Group, i: int) -> float:
    """Part of a limit that is used; of a least one, how near the use is to it."""
    used, most = float(group.used[i]), float(group.most[i])
    if group.limit.side == "least":
        used, most = most, used
    if abs(most) <= TINY:
        return 1.0 if group.limit.zero or used > TINY else 0.0
    return max(0.0, used / most) if most > 0 else 0.0
