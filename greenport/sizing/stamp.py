"""Compile the operating year once, then stamp the matrix of any year from vectors.

Columns and rows are known by component name and index, never by position: the compiler drops
columns that stand in no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from greenport.sizing import coefficients, numbers
from greenport.sizing.operation import GIVEN, operation
from greenport.sizing.problem import Floats, Problem, Whole
from greenport.sizing.times import Times

Index = tuple[object, ...]
Key = tuple[str, Index]


@dataclass(frozen=True)
class Matrix:
    """A mixed-integer linear problem in plain arrays: min c·x, lower ≤ A x ≤ upper, bounds on x.

    `columns` and `rows` name component and index; `whole` marks integer columns.
    """

    columns: tuple[Key, ...]
    rows: tuple[Key, ...]
    a: sparse.csr_array
    row_lower: Floats
    row_upper: Floats
    cost: Floats
    lower: Floats
    upper: Floats
    whole: np.ndarray

    def position(self) -> Mapping[Key, int]:
        """Column number by name and index."""
        return {key: j for j, key in enumerate(self.columns)}

    def violations(self, x: Floats) -> Floats:
        """How far each row is from holding at x, in the row's unit; zero where it holds."""
        value = self.a @ x
        return np.asarray(
            np.maximum(0.0, np.maximum(self.row_lower - value, value - self.row_upper)), dtype=float
        )


@dataclass(frozen=True)
class Group:
    """Columns of one variable that differ in their period alone: name, first index, positions, periods."""

    name: str
    first: Index
    positions: Whole
    periods: Whole | None

    @property
    def index(self) -> Index:
        """Index of all its columns at once: its last entry is the array of periods."""
        return self.first if self.periods is None else (*self.first[:-1], self.periods)


@dataclass(frozen=True)
class Compiled:
    """The operating year as compiled, with what is needed to stamp a year.

    It serves every problem of the same `structure`: `replace(compiled, problem=other)`.
    """

    problem: Problem
    times: Times
    matrix: Matrix
    groups: tuple[Group, ...]
    given: tuple[Group, ...]
    given_a: sparse.csr_array
    varying: tuple[tuple[str, object, Whole], ...]

    def year(self, y: int) -> Matrix:
        """Matrix of milestone year y; owned assets carry no annuity yet."""
        c = coefficients.of_year(self.problem, y)
        base = self.matrix
        data = base.a.data.copy()
        for name, key, places in self.varying:
            data[places] *= getattr(c, name)[key]
        a = sparse.csr_array((data, base.a.indices, base.a.indptr), shape=base.a.shape)
        value = numbers.given(self.problem, y, self.times)
        known = np.zeros(self.given_a.shape[1])
        for group in self.given:
            known[group.positions] = value[group.name](group.index)
        shift = self.given_a @ known if len(known) else np.zeros(len(base.rows))
        charge = numbers.costs(self.problem, y)
        limit = numbers.bounds(self.problem, y, self.times)
        cost, lower, upper = np.zeros(len(base.columns)), base.lower.copy(), base.upper.copy()
        for group in self.groups:
            if group.name in charge:
                cost[group.positions] = charge[group.name](group.first)
            if group.name in limit:
                lower[group.positions], upper[group.positions] = limit[group.name](group.index)
        return replace(
            base,
            a=a,
            row_lower=_shifted(base.row_lower, shift),
            row_upper=_shifted(base.row_upper, shift),
            cost=cost,
            lower=lower,
            upper=upper,
        )


def _shifted(limits: Floats, by: Floats) -> Floats:
    """Limits of rows less what the given numbers take up; a row without a limit gets none."""
    return np.where(np.isfinite(limits), limits - np.where(np.isfinite(limits), by, 0.0), limits)


def compile_operation(problem: Problem, times: Times) -> Compiled:
    """Let Pyomo see one operating year, once."""
    model = operation(problem, times, coefficients.pattern(problem))
    matrix = standard_form(model)
    columns = matrix.columns
    is_given = np.array([name in GIVEN for name, _ in columns])
    own, known = np.flatnonzero(~is_given), np.flatnonzero(is_given)
    a = sparse.csr_array(matrix.a[:, own])
    a.sort_indices()
    kept = tuple(columns[j] for j in own)
    own_matrix = replace(
        matrix,
        columns=kept,
        a=a,
        cost=matrix.cost[own],
        lower=matrix.lower[own],
        upper=matrix.upper[own],
        whole=matrix.whole[own],
    )
    return Compiled(
        problem,
        times,
        own_matrix,
        _groups(kept),
        _groups(tuple(columns[j] for j in known)),
        sparse.csr_array(matrix.a[:, known]),
        _varying(own_matrix, coefficients.names(problem)),
    )


def _groups(columns: tuple[Key, ...]) -> tuple[Group, ...]:
    """Columns by name and by all of their index but a last whole number, the period."""
    found: dict[tuple[str, Index], list[int]] = {}
    for j, (name, index) in enumerate(columns):
        timed = bool(index) and isinstance(index[-1], int)
        found.setdefault((name, (*index[:-1], None) if timed else index), []).append(j)
    return tuple(
        Group(
            name,
            columns[places[0]][1],
            np.array(places),
            np.array([columns[j][1][-1] for j in places]) if first and first[-1] is None else None,
        )
        for (name, first), places in found.items()
    )


def _varying(matrix: Matrix, names: coefficients.Coefficients) -> tuple[tuple[str, object, Whole], ...]:
    """Entries of the matrix that differ between years, by the coefficient that they are."""
    found: dict[tuple[str, object], list[int]] = {}
    for i, (row_name, row_index) in enumerate(matrix.rows):
        for place in range(matrix.a.indptr[i], matrix.a.indptr[i + 1]):
            column_name, column_index = matrix.columns[matrix.a.indices[place]]
            if lookup := coefficients.VARYING.get((row_name, column_name)):
                which: Any = lookup(names, row_index, column_index)
                found.setdefault(which, []).append(int(place))
    return tuple((name, key, np.array(places)) for (name, key), places in found.items())


def standard_form(model: pyo.ConcreteModel) -> Matrix:
    """Matrix of a linear Pyomo model, by the names of its components."""
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    bound = np.asarray([row.bound_type for row in form.rows])
    rhs = np.asarray(form.rhs, dtype=float)
    columns = tuple(_key(v) for v in form.columns)
    whole = np.array([not v.is_continuous() for v in form.columns], dtype=bool)
    lower = np.array([-np.inf if v.lb is None else v.lb for v in form.columns], dtype=float)
    upper = np.array([np.inf if v.ub is None else v.ub for v in form.columns], dtype=float)
    cost = np.zeros(len(columns))
    if form.c.shape[0]:
        cost = np.asarray(form.c.todense(), dtype=float)[0]
    return Matrix(
        columns,
        tuple(_key(row.constraint) for row in form.rows),
        sparse.csr_array(form.A),
        np.where(bound <= 0, rhs, -np.inf),
        np.where(bound >= 0, rhs, np.inf),
        cost,
        lower,
        upper,
        whole,
    )


def _key(part: Any) -> Key:
    component, index = part.parent_component(), part.index()
    if index is None:
        index = ()
    return component.local_name, index if isinstance(index, tuple) else (index,)


def components(matrix: Matrix) -> list[Whole]:
    """Columns of each part of the matrix that shares no row with the rest, largest part first."""
    rows = len(matrix.rows)
    touches: Any = sparse.csr_array(matrix.a)
    graph: Any = sparse.block_array([[None, touches], [touches.T, None]], format="csr")
    _, label = sparse.csgraph.connected_components(graph, directed=False)
    label = label[rows:]
    parts = [np.flatnonzero(label == i) for i in np.unique(label)]
    return sorted(parts, key=lambda part: -len(part))


def take(matrix: Matrix, part: Whole) -> Matrix:
    """The part of a matrix with the given columns and the rows that touch them."""
    a = sparse.csr_array(matrix.a[:, part])
    rows = np.flatnonzero(np.diff(a.indptr) > 0)
    return Matrix(
        tuple(matrix.columns[j] for j in part),
        tuple(matrix.rows[i] for i in rows),
        sparse.csr_array(a[rows]),
        matrix.row_lower[rows],
        matrix.row_upper[rows],
        matrix.cost[part],
        matrix.lower[part],
        matrix.upper[part],
        matrix.whole[part],
    )
