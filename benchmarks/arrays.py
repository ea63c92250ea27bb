"""The matrix that all peers build, as plain arrays in one file; reading it needs numpy and scipy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from greenport.sizing.stamp import Matrix

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Arrays:
    """min c·x, lower ≤ A x ≤ upper, bounds on x; and the costs after a change of prices.

    Attributes
    ----------
    variables, constraints : list of str
        Names of the components.
    variable, constraint : array
        Component of each column and of each row.
    """

    a: sparse.csr_array
    row_lower: Floats
    row_upper: Floats
    cost: Floats
    changed_cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    variables: list[str]
    constraints: list[str]
    variable: Whole
    constraint: Whole

    @cached_property
    def place(self) -> Whole:
        """Number of each column within its component."""
        found = np.empty(len(self.variable), dtype=np.int64)
        for k in range(len(self.variables)):
            of = np.flatnonzero(self.variable == k)
            found[of] = np.arange(len(of))
        return found


def keep(matrix: Matrix, changed_cost: Floats, file: Path) -> None:
    """Write a matrix of greenport as plain arrays."""
    variables = list(dict.fromkeys(name for name, _ in matrix.columns))
    constraints = list(dict.fromkeys(name for name, _ in matrix.rows))
    parts: dict[str, Any] = {
        "data": matrix.a.data,
        "indices": matrix.a.indices,
        "indptr": matrix.a.indptr,
        "shape": matrix.a.shape,
        "row_lower": matrix.row_lower,
        "row_upper": matrix.row_upper,
        "cost": matrix.cost,
        "changed_cost": changed_cost,
        "lower": matrix.lower,
        "upper": matrix.upper,
        "whole": matrix.whole,
        "variables": variables,
        "constraints": constraints,
        "variable": [variables.index(name) for name, _ in matrix.columns],
        "constraint": [constraints.index(name) for name, _ in matrix.rows],
    }
    np.savez(file, **parts)


def kept(file: Path) -> Arrays:
    """Read what `keep` wrote."""
    with np.load(file) as parts:
        read = {name: parts[name] for name in parts.files}
    rows, columns = (int(n) for n in read.pop("shape"))
    a = sparse.csr_array((read.pop("data"), read.pop("indices"), read.pop("indptr")), shape=(rows, columns))
    variables, constraints = ([str(n) for n in read.pop(name)] for name in ("variables", "constraints"))
    return Arrays(a=a, variables=variables, constraints=constraints, **read)
