"""A matrix in the shape that users of arrays have it in: places and factors, by constraint and variable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.arrays import Arrays, Floats, Whole


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
