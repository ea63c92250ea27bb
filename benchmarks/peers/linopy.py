"""linopy on the same matrix: a variable array a component, a constraint array a component."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from linopy import solvers
from numpy.typing import NDArray

from benchmarks import arrays
from benchmarks.arrays import Arrays, Floats, Whole


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


@dataclass(frozen=True)
class Term:
    """Sum over `place` and `factor` [row, term] of a variable array; unused places have factor 0."""

    variable: str
    place: Whole
    factor: Floats


@dataclass(frozen=True)
class Family:
    """All rows of one constraint."""

    name: str
    terms: list[Term]
    sign: NDArray[np.str_]
    limit: Floats


def families(arrays: Arrays) -> list[Family]:
    """The matrix in the shape that a user of linopy has it in: rectangles of places and factors.

    A rectangle a constraint and variable; not part of what is measured.
    """
    found = []
    for k, name in enumerate(arrays.constraints):
        rows = np.flatnonzero(arrays.constraint == k)
        a = arrays.a[rows].tocoo()
        variable = arrays.variable[a.col]
        terms = [
            _term(
                arrays.variables[v],
                len(rows),
                a.row[variable == v],
                arrays.place[a.col[variable == v]],
                a.data[variable == v],
            )
            for v in np.unique(variable)
        ]
        low, high = arrays.row_lower[rows], arrays.row_upper[rows]
        sign = np.where(low == high, "=", np.where(np.isfinite(low), ">=", "<="))
        found.append(Family(name, terms, sign, np.where(np.isfinite(low), low, high)))
    return found


def _term(variable: str, rows: int, row: Whole, place: Whole, factor: Floats) -> Term:
    order = np.argsort(row, kind="stable")
    row, place, factor = row[order], place[order], factor[order]
    column = np.arange(len(row)) - np.searchsorted(row, np.arange(rows))[row]
    shape = (rows, int(column.max()) + 1)
    places, factors = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    places[row, column], factors[row, column] = place, factor
    return Term(variable, places, factors)


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
            (x[t.variable].isel({t.variable: xr.DataArray(t.place, dims=dims)}) * xr.DataArray(t.factor, dims=dims))
            .sum("term")
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
