"""A plan operated in other futures: loaded years are kept, and only what differs is handed to HiGHS.

The plan's whole numbers stand; stocks, flows and hire follow at least cost, one linear problem a year,
started from the last basis. Nothing is compiled or loaded again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from greenport.errors import SolverError
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve import highs
from greenport.sizing.stamp import Compiled, Key, Matrix

ASSETS = ("n", "open", "rank")
"""Columns of what stands; without them the rest of a year may follow prices and demand."""


class Loaded:
    """One year in HiGHS, kept there; of other numbers, only what differs is handed over."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.solver: Any = highs.kept(matrix)

    def change_to(self, matrix: Matrix) -> None:
        """Hand over what differs from the last matrix of this year."""
        old, h = self.matrix, self.solver
        cost = _places(old.cost, matrix.cost)
        if len(cost):
            h.changeColsCost(len(cost), cost, matrix.cost[cost])
        limits = np.union1d(_places(old.lower, matrix.lower), _places(old.upper, matrix.upper))
        limits = limits.astype(np.int32)
        if len(limits):
            h.changeColsBounds(len(limits), limits, matrix.lower[limits], matrix.upper[limits])
        rows = np.union1d(
            _places(old.row_lower, matrix.row_lower), _places(old.row_upper, matrix.row_upper)
        ).astype(np.int32)
        if len(rows):
            h.changeRowsBounds(len(rows), rows, matrix.row_lower[rows], matrix.row_upper[rows])
        entries = np.flatnonzero(old.a.data != matrix.a.data)
        if len(entries):
            row_of = np.repeat(np.arange(len(matrix.rows)), np.diff(matrix.a.indptr))
            for place in entries:
                h.changeCoeff(int(row_of[place]), int(matrix.a.indices[place]), float(matrix.a.data[place]))
        self.matrix = matrix

    def cost(self) -> float:
        """Least operating cost of the year in MUSD; `inf` where the plan cannot be operated."""
        self.solver.run()
        status = self.solver.getModelStatus()
        kinds = highspy.HighsModelStatus
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            return float("inf")
        if status != kinds.kOptimal:
            raise SolverError(f"HiGHS ended with: {self.solver.modelStatusToString(status)}")
        x = np.clip(np.array(self.solver.getSolution().col_value), self.matrix.lower, self.matrix.upper)
        return float(self.matrix.cost @ x)


@dataclass
class Operated:
    """A plan whose years stay loaded.

    Parameters
    ----------
    compiled : Compiled
        The year on weeks or on days, of the structure of every problem to come.
    values : sequence by year
        Values of the plan's columns by name, e.g. its schedules.
    fixed : names, optional
        Whole-number variables that stay as in the plan; by default all of them.
    """

    compiled: Compiled
    values: Sequence[Mapping[Key, float]]
    fixed: Collection[str] | None = None

    def __post_init__(self) -> None:
        self.loaded: dict[int, Loaded] = {}
        columns = self.compiled.matrix.columns
        self.places = np.array(
            [
                j
                for j, (name, _) in enumerate(columns)
                if self.compiled.matrix.whole[j] and (self.fixed is None or name in self.fixed)
            ],
            dtype=np.int64,
        )
        self.numbers = [
            np.array([round(held.get(columns[j], 0.0)) for j in self.places], dtype=float)
            for held in self.values
        ]

    def costs(self, problem: Problem) -> Floats:
        """Least operating cost of each year in another future, MUSD; `inf` where a year has none.

        Parameters
        ----------
        problem
            Of the structure that was compiled, with as many milestone years as the plan.
        """
        return np.array([self._year(problem, y) for y in range(len(problem.years))])

    def _year(self, problem: Problem, y: int) -> float:
        matrix = self._fixed(replace(self.compiled, problem=problem).year(y), y)
        if y in self.loaded:
            self.loaded[y].change_to(matrix)
        else:
            self.loaded[y] = Loaded(matrix)
        return self.loaded[y].cost()

    def _fixed(self, matrix: Matrix, y: int) -> Matrix:
        lower, upper = matrix.lower.copy(), matrix.upper.copy()
        lower[self.places] = upper[self.places] = self.numbers[y]
        return replace(matrix, lower=lower, upper=upper, whole=np.zeros_like(matrix.whole))


def _places(one: Floats, other: Floats) -> np.ndarray:
    """Where two vectors differ."""
    return np.flatnonzero(one != other).astype(np.int32)
