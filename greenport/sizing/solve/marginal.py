"""Shadow prices: what one unit more of a limit would save in a year, from the duals of a linear problem.

The problem is the year on days with everything kept that is decided for years: assets, contracts, open
pools, routes in use. Numbers of cargoes and trips, and the days of cargoes, are free and need not be
whole: a price is a mean over many years, in which there is one cargo more in some of them. With these
fixed, too, next to nothing could answer a limit that moves, and nearly every price would be zero.
Rows of assets alone (A3, B7) have no price here; nor has a whole unit: solve again for those (`worth_of`).

A price lies between what the last unit of the limit saved and what the next one would: where a basis is
degenerate these differ, and the dual is one of the values between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from greenport.errors import SolverError
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve import duals
from greenport.sizing.solve.answer import Solution
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import YearPart
from greenport.sizing.stamp import Key, Matrix
from greenport.sizing.uses import TINY, Group, Price, groups, of_year

DECIDED = ("n", "open", "contract", "use", "rank")
"""Columns that are decided for years and stay as planned."""

SMALLEST = 1e-9
"""MUSD a year for one per cent of a limit (a unit, if it may be zero), up to which a price is rounding."""


def explained(problem: Problem, days: list[YearPart], solution: Solution) -> Solution:
    """The solution with the use of its limits in each year, and their shadow prices."""
    uses = [
        use
        for y in range(len(problem.years))
        for use in of_year(problem, y, [d.matrix for d in days if d.y == y], solution.schedules)
    ]
    return replace(solution, uses=uses, prices=prices(problem, days, solution.schedules))


def prices(problem: Problem, days: list[YearPart], schedules: list[dict[Key, float]]) -> list[Price]:
    """Shadow prices of every year at a plan, undiscounted; those above zero only.

    A price is a reading of the plan and no part of it: where HiGHS finds no optimum there is none.

    Parameters
    ----------
    days
        Parts of every year on days.
    schedules
        Value of every daily column by name, by year.
    """
    found = dict(side_by_side(lambda i: list(_of_part(problem, days[i], schedules)), range(len(days))))
    every = [price for i in range(len(days)) for price in found[i]]
    return sorted(every, key=lambda p: (p.y, p.limit.rows, p.item, p.part))


def _of_part(problem: Problem, part: YearPart, schedules: list[dict[Key, float]]) -> Iterator[Price]:
    values = schedules[part.y]
    linear = Linear.of(problem, part.matrix, values)
    if not len(linear.free):
        return
    try:
        row_dual, x = linear.solved()
    except SolverError:
        return
    for group in groups(problem, part.matrix, x):
        if not group.limit.price:
            continue
        steps = moves(problem, part.matrix, group, x)
        if steps is None:
            continue
        step, hundredth = steps
        limit, saved, worth = group.limit, float(-row_dual @ step), float(-row_dual @ hundredth)
        if (saved if limit.zero else worth) <= SMALLEST:
            continue
        price = limit.money * saved
        yield Price(part.y, limit, group.item, group.part, price, limit.price, worth)
        if limit.rows == "R1" and (avoided := _avoided(problem, group.item, values)) > 0:
            yield Price(part.y, limit, group.item, "CO2e", price / avoided, "USD/tCO2e", worth)


@dataclass(frozen=True)
class Linear:
    """A year with what is decided fixed: the linear problem in the free columns.

    `free` and `rows` are the columns and rows of the year that are in it; `point` the plan's values.
    """

    matrix: Matrix
    free: np.ndarray
    rows: np.ndarray
    point: Floats
    shape: tuple[int, int]

    @classmethod
    def of(cls, problem: Problem, matrix: Matrix, values: Mapping[Key, float]) -> Linear:
        """The linear problem of a year at a schedule, which it holds.

        Every row gives way by as much as the schedule breaks it: rounding, and the safety stock where the
        schedule dips into it.
        """
        point = np.array([values.get(key, 0.0) for key in matrix.columns])
        point = np.where(matrix.whole, np.round(point), point)
        names = np.array([name for name, _ in matrix.columns])
        decided = np.isin(names, DECIDED)
        broken = matrix.violations(point)
        shift = matrix.a @ np.where(decided, point, 0.0)
        low, high = matrix.row_lower - broken - shift, matrix.row_upper + broken - shift
        used = {r.id for r in problem.routes if values.get(("use", (r.id,)), 0.0) > 0.5}
        for i, (name, index) in enumerate(matrix.rows):
            if name == "U1_use" and index[0] in used:
                high[i] = np.inf
        upper = np.maximum(matrix.upper, point)
        for j, (name, index) in enumerate(matrix.columns):
            if name == "hire" or (name in ("count", "cargo") and index[0] in used):
                upper[j] = np.inf
        free = np.flatnonzero(~decided)
        a = sparse.csr_array(matrix.a[:, free])
        rows = np.flatnonzero(np.diff(a.indptr) > 0)
        linear = replace(
            matrix,
            columns=tuple(matrix.columns[j] for j in free),
            rows=tuple(matrix.rows[i] for i in rows),
            a=sparse.csr_array(a[rows]),
            row_lower=low[rows],
            row_upper=high[rows],
            cost=matrix.cost[free],
            lower=np.minimum(matrix.lower, point)[free],
            upper=upper[free],
            whole=np.zeros(len(free), dtype=bool),
        )
        return cls(linear, free, rows, point, (len(matrix.rows), len(matrix.columns)))

    def solved(self) -> tuple[Floats, Floats]:
        """Dual values of all rows of the year, zero where a row is not in it, and values of all columns."""
        of_rows, of_columns = duals.solved(self.matrix)
        y, x = np.zeros(self.shape[0]), self.point.copy()
        y[self.rows] = of_rows
        x[self.free] = of_columns
        return y, x


def moves(problem: Problem, matrix: Matrix, group: Group, x: Floats) -> tuple[Floats, Floats] | None:
    """How the limits of all rows move with one unit more of a limit, and with one per cent more.

    None where there is nothing of it: no tank of the pool, say.
    """
    step, hundredth = np.zeros(len(matrix.rows)), np.zeros(len(matrix.rows))
    limit = group.limit
    if limit.column:
        return _of_column(problem, matrix, group, x)
    hundredth[group.rows] = group.loosen * np.abs(group.most) / 100
    if limit.spread == "number":
        step = 100 * hundredth / limit.number(problem, group.item)
    else:
        step[group.rows] = group.loosen / (len(group.rows) if limit.spread == "evenly" else 1)
    return step, hundredth


def _of_column(problem: Problem, matrix: Matrix, group: Group, x: Floats) -> tuple[Floats, Floats] | None:
    """One unit more of what a column counts: 1000 m³ of the tanks of a pool, a vessel."""
    sizes = {group.item: 1.0}
    if group.limit.column == "n":
        sizes = {a.id: a.volume for a in problem.assets if a.kind == "tank" and a.pool == group.item}
    counted = [
        (j, sizes[str(index[0])])
        for j, (name, index) in enumerate(matrix.columns)
        if name == group.limit.column and index[0] in sizes and sizes[str(index[0])] > 0
    ]
    most = x if group.limit.column == "n" else matrix.upper
    amount = sum(size * float(most[j]) for j, size in counted)
    if not counted or amount <= TINY:
        return None
    column, size = counted[0]
    rows = np.array([name in group.limit.priced for name, _ in matrix.rows])
    entries = np.asarray(matrix.a[:, [column]].todense(), dtype=float)[:, 0]
    step = -np.where(rows, entries, 0.0) / size
    return step, step * amount / 100


def _avoided(problem: Problem, target: str, values: Mapping[Key, float]) -> float:
    """Tonnes of CO2e avoided by a tonne claimed: fossil fuel less the mean of what the plan buys."""
    demand = problem.demand(next(t.demand for t in problem.targets if t.id == target))
    bought = [
        (value * r.content, r.intensity)
        for r in problem.routes
        if r.fuel == demand.fuel
        for (name, index), value in values.items()
        if name == "cargo" and index[0] == r.id and value > TINY
    ]
    mass = sum(amount for amount, _ in bought)
    if mass <= 0:
        return 0.0
    green = sum(amount * intensity for amount, intensity in bought) / mass
    return (demand.fossil_intensity - green) * demand.heating_value / 1000
