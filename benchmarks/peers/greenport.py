"""greenport: one year compiled, the others stamped, handed over as arrays."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from greenport.sizing.assemble import whole
from greenport.sizing.problem import Floats
from greenport.sizing.solve import highs
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.times import Times


class Peer:
    """From a `Problem` to the whole matrix; its options are greenport's own."""

    def __init__(self, folder: Path, years: int, options: dict[str, Any], relaxed: bool) -> None:
        self.problem, self.changed = pickle.loads((folder / f"{years}.pickle").read_bytes())
        self.options, self.relaxed = options, relaxed

    def build(self) -> None:
        self.compiled = compile_operation(self.problem, Times.daily())
        self.matrix = self._relaxed(whole(self.problem, self.compiled))

    def hand_over(self) -> None:
        self.solver: Any = highs.loaded(self.matrix)

    def solve(self) -> float:
        return self._value(self.matrix.cost)

    def resolve(self) -> float:
        """Stamp at the other prices, change the vectors in the kept instance, start from its basis."""
        matrix = whole(self.changed, replace(self.compiled, problem=self.changed))
        change(self.solver, matrix)
        return self._value(matrix.cost)

    def _value(self, cost: Floats) -> float:
        self.solver.run()
        return float(cost @ np.array(self.solver.getSolution().col_value))

    def _relaxed(self, matrix: Matrix) -> Matrix:
        return replace(matrix, whole=np.zeros_like(matrix.whole)) if self.relaxed else matrix


def change(solver: Any, matrix: Matrix) -> None:
    """Give a kept HiGHS instance the vectors of another member of an ensemble."""
    columns = np.arange(len(matrix.columns), dtype=np.int32)
    rows = np.arange(len(matrix.rows), dtype=np.int32)
    solver.changeColsCost(len(columns), columns, matrix.cost)
    solver.changeColsBounds(len(columns), columns, matrix.lower, matrix.upper)
    solver.changeRowsBounds(len(rows), rows, matrix.row_lower, matrix.row_upper)
