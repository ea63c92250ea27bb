"""HiGHS called with ready arrays: the limit of what any builder of the same matrix can reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highspy
import numpy as np

from benchmarks import arrays


class Peer:
    """numpy → `passModel`."""

    def __init__(self, folder: Path, years: int, options: dict[str, Any], relaxed: bool) -> None:
        self.arrays = arrays.kept(folder / f"{years}.npz")
        self.options, self.relaxed = options, relaxed

    def build(self) -> None:
        a = self.arrays
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = a.a.shape
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = a.cost, a.lower, a.upper
        lp.row_lower_, lp.row_upper_ = a.row_lower, a.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = a.a.indptr, a.a.indices, a.a.data
        if not self.relaxed:
            kinds = np.array([highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger])
            lp.integrality_ = kinds[a.whole.astype(int)].tolist()
        self.lp = lp

    def hand_over(self) -> None:
        new: Any = highspy.Highs
        self.solver = new()
        for name, value in self.options.items():
            self.solver.setOptionValue(name, value)
        self.solver.passModel(self.lp)

    def solve(self) -> float:
        return self._value(self.arrays.cost)

    def resolve(self) -> float:
        cost = self.arrays.changed_cost
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        return self._value(cost)

    def _value(self, cost: arrays.Floats) -> float:
        self.solver.run()
        return float(cost @ np.array(self.solver.getSolution().col_value))
