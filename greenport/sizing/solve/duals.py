"""Lower bounds from dual values, safe in floating point (Neumaier and Shcherbina 2004).

For any multipliers y of the rows, ``min c x`` over the rows and limits of the columns is at least
``Σ y⁺ row_lower - y⁻ row_upper + Σ min(d · lower, d · upper)`` with ``d = c - Aᵀ y``. Whatever y is, that
holds; rounding is taken off on the safe side.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from greenport.errors import SolverError
from greenport.sizing.problem import Floats
from greenport.sizing.solve import highs
from greenport.sizing.stamp import Matrix

EPSILON = float(np.finfo(float).eps)


def of_relaxation(matrix: Matrix) -> Floats:
    """Dual values of the rows of the linear relaxation, as HiGHS finds them; zero where it finds none."""
    try:
        return solved(matrix)[0]
    except SolverError:
        return np.zeros(len(matrix.rows))


def solved(matrix: Matrix) -> tuple[Floats, Floats]:
    """Dual values of the rows and values of the columns of the linear relaxation.

    Raises
    ------
    SolverError
        If HiGHS finds no optimum.
    """
    solver: Any = highs.loaded(replace(matrix, whole=np.zeros_like(matrix.whole)))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise SolverError(f"the linear relaxation ended with: {solver.modelStatusToString(status)}")
    found = solver.getSolution()
    return np.array(found.row_dual, dtype=float), np.array(found.col_value, dtype=float)


def safe_bound(matrix: Matrix, multipliers: Floats) -> float:
    """Lower bound on a matrix from any multipliers of its rows, in MUSD; `-inf` where a column has no limit.

    A multiplier on the side of a row that has no limit is set to zero.
    """
    up, down = np.maximum(multipliers, 0.0), np.maximum(-multipliers, 0.0)
    up[~np.isfinite(matrix.row_lower)] = 0.0
    down[~np.isfinite(matrix.row_upper)] = 0.0
    y = up - down
    of_rows = np.zeros(len(y))
    of_rows[up > 0] = up[up > 0] * matrix.row_lower[up > 0]
    of_rows[down > 0] = -down[down > 0] * matrix.row_upper[down > 0]
    a = abs(matrix.a)
    reduced = matrix.cost - matrix.a.T @ y
    doubt = EPSILON * (np.diff(matrix.a.tocsc().indptr) + 2) * (np.abs(matrix.cost) + a.T @ np.abs(y))
    low, high = reduced - doubt, reduced + doubt
    with np.errstate(invalid="ignore"):
        corners = [d * limit for d in (low, high) for limit in (matrix.lower, matrix.upper)]
    of_columns = np.min([np.where(np.isnan(c), 0.0, c) for c in corners], axis=0)
    parts = np.concatenate([of_rows, of_columns])
    if not np.all(np.isfinite(parts)):
        return -np.inf
    return float(parts.sum() - EPSILON * (len(parts) + 2) * np.abs(parts).sum())
