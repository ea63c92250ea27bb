"""linopy on the same matrix: a variable array a component, a constraint array a component."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from linopy import solvers

from benchmarks import arrays
from benchmarks.arrays import Arrays, Floats
from benchmarks.rectangles import Family, families


class Peer:
    """From arrays by linopy's own expressions, handed over by its direct interface."""

    def __init__(self, folder: Path, years: int, options: dict[str, Any], relaxed: bool) -> None:
        self.arrays = arrays.kept(folder / f"{years}.npz")
        self.families = families(self.arrays)
        self.options, self.relaxed = options, relaxed

    def build(self) -> None:
        self.model = built(self.arrays, self.families, self.relaxed)

    def hand_over(self) -> None:
        self.solver: Any = solvers.Highs.from_model(
            self.model, io_api="direct", options=dict(self.options), track_updates=self.relaxed
        )

    def solve(self) -> float:
        self.solver.solve(self.model, assign=True)
        return float(self.model.objective.value)

    def resolve(self) -> float:
        changed = objective(self.model, self.arrays, self.arrays.changed_cost)
        self.model.add_objective(changed, overwrite=True)
        return self.solve()


def built(arrays: Arrays, rows: list[Family], relaxed: bool) -> linopy.Model:
    """The model by linopy's own expressions."""
    m = linopy.Model()
    x = {}
    for k, name in enumerate(arrays.variables):
        of = np.flatnonzero(arrays.variable == k)
        axis = [pd.RangeIndex(len(of), name=name)]
        integer = bool(arrays.whole[of[0]]) and not relaxed
        x[name] = m.add_variables(arrays.lower[of], arrays.upper[of], coords=axis, name=name, integer=integer)
    for family in rows:
        dims = (f"{family.name}_row", "term")
        sums = [
            (
                x[t.variable].isel({t.variable: xr.DataArray(t.place, dims=dims)})
                * xr.DataArray(t.factor, dims=dims)
            ).sum("term")
            for t in family.terms
        ]
        left = sums[0] if len(sums) == 1 else linopy.merge(sums)
        m.add_constraints(
            left,
            xr.DataArray(family.sign, dims=dims[:1]),
            xr.DataArray(family.limit, dims=dims[:1]),
            name=family.name,
        )
    m.add_objective(objective(m, arrays, arrays.cost))
    return m


def objective(m: linopy.Model, arrays: Arrays, cost: Floats) -> Any:
    """c·x, without the variables that cost nothing."""
    parts = [
        (m.variables[name] * cost[arrays.variable == k]).sum()
        for k, name in enumerate(arrays.variables)
        if cost[arrays.variable == k].any()
    ]
    return linopy.merge(parts)
