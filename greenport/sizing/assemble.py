"""The whole problem in one matrix: the investment model and a stamped operating year for each milestone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from scipy import sparse

from greenport.sizing.first_stage import COPIES, first_stage
from greenport.sizing.investment import investment
from greenport.sizing.problem import Problem
from greenport.sizing.risk import Outlook
from greenport.sizing.stamp import Compiled, Index, Key, Matrix, standard_form

YearKey = tuple[int, ...]
"""An operating year: its milestone, with the future before it where there are several."""


def whole(problem: Problem, compiled: Compiled) -> Matrix:
    """Every year at once, joined by A1: what the decomposed solve bounds from both sides.

    Parameters
    ----------
    problem
        The problem that `compiled` was made from.
    compiled
        The operating year, on weeks or on days.

    Returns
    -------
    Matrix
        Columns ``build`` (and grants) by asset and milestone, and each year's own with the milestone's
        index put first; costs are discounted [MUSD].
    """
    frame = standard_form(investment(problem))
    years: dict[YearKey, Matrix] = {(y,): compiled.year(y) for y in range(len(problem.years))}
    copies: dict[Key, Key] = {("n", (a, y)): ("n", (y, a)) for _, (a, y) in _named(frame, "n")}
    return _joined(frame, copies, years, {(y,): float(d) for y, d in enumerate(problem.discount)})


def over_futures(problem: Problem, outlook: Outlook, years: Mapping[YearKey, Matrix]) -> Matrix:
    """The extensive form: what is decided once, and every operating year of every future.

    Parameters
    ----------
    problem
        Any of the futures.
    outlook
        Probabilities and the weight of the worst.
    years
        Operating year by future and milestone, at its own costs [MUSD a year].

    Returns
    -------
    Matrix
        Columns of `first_stage`, and of each operating year with the indices of its future and milestone
        put first; a row ``spent`` for each future sums up what its years cost.
    """
    least = {supplier.id for supplier in problem.suppliers if supplier.least > 0}
    taken = {
        (key[0], str(index[0]), key[1])
        for key, year in years.items()
        for (name, index), upper in zip(year.columns, year.upper, strict=True)
        if name == "contract" and index[0] in least and upper > 0
    }
    frame = standard_form(first_stage(problem, outlook, taken))
    copies: dict[Key, Key] = {
        (name, (w, i, y)): (COPIES[name], (w, y, i)) for name, (w, i, y) in _named(frame, *COPIES)
    }
    factor: dict[YearKey, float] = {key: float(problem.discount[key[1]]) for key in years}
    matrix = _joined(frame, copies, {key: _without_fees(year) for key, year in years.items()}, factor)
    count = sum(len(year.columns) for year in years.values())
    operating = np.arange(len(matrix.columns) - count, len(matrix.columns))
    position = matrix.position()
    spent = sparse.lil_array((len(outlook.probability), len(matrix.columns)))
    for j in operating:
        spent[int(str(matrix.columns[j][1][0])), j] = -matrix.cost[j]
    for w in range(len(outlook.probability)):
        spent[w, position["cost", (w,)]] = 1.0
    cost = matrix.cost.copy()
    cost[operating] = 0.0
    nothing = np.zeros(len(outlook.probability))
    return replace(
        matrix,
        rows=(*matrix.rows, *(("spent", (w,)) for w in range(len(outlook.probability)))),
        a=sparse.csr_array(sparse.vstack([matrix.a, spent.tocsr()], format="csr")),
        row_lower=np.concatenate([matrix.row_lower, nothing]),
        row_upper=np.concatenate([matrix.row_upper, nothing]),
        cost=cost,
    )


def _joined(
    frame: Matrix,
    copies: Mapping[Key, Key],
    years: Mapping[YearKey, Matrix],
    factor: Mapping[YearKey, float],
) -> Matrix:
    """One matrix of a frame and operating years.

    Parameters
    ----------
    frame
        The matrix that joins the years.
    copies
        Columns of the frame that are columns of a year: their names there, the key of the year put first.
    years
        Operating years by key.
    factor
        By which the costs of a year are multiplied.
    """
    columns = [(name, key + index) for key, year in years.items() for name, index in year.columns]
    shared = {name for name, _ in copies.values()}
    position = {column: j for j, column in enumerate(columns) if column[0] in shared}
    joint = [
        (j, position[copies[column]])
        for j, column in enumerate(frame.columns)
        if column in copies and copies[column] in position
    ]
    own = [j for j, column in enumerate(frame.columns) if column not in copies]
    link = sparse.csr_array(
        (np.ones(len(joint)), ([j for j, _ in joint], [k for _, k in joint])),
        shape=(len(frame.columns), len(columns)),
    )
    rows = [(name, key + index) for key, year in years.items() for name, index in year.rows]
    operating = sparse.block_diag([year.a for year in years.values()], format="csr")
    nothing = sparse.csr_array((len(rows), len(own)))
    return Matrix(
        columns=(*(frame.columns[j] for j in own), *columns),
        rows=(*frame.rows, *rows),
        a=sparse.csr_array(sparse.block_array([[frame.a[:, own], frame.a @ link], [nothing, operating]])),
        row_lower=np.concatenate([frame.row_lower, *(year.row_lower for year in years.values())]),
        row_upper=np.concatenate([frame.row_upper, *(year.row_upper for year in years.values())]),
        cost=np.concatenate([frame.cost[own], *(factor[key] * year.cost for key, year in years.items())]),
        lower=np.concatenate([frame.lower[own], *(year.lower for year in years.values())]),
        upper=np.concatenate([frame.upper[own], *(year.upper for year in years.values())]),
        whole=np.concatenate([frame.whole[own], *(year.whole for year in years.values())]),
    )


def _without_fees(year: Matrix) -> Matrix:
    """A year in which contracts and open pools cost nothing: they are paid once, for all futures."""
    paid = np.array([name in ("contract", "open") for name, _ in year.columns])
    return replace(year, cost=np.where(paid, 0.0, year.cost))


def _named(frame: Matrix, *names: str) -> Iterator[tuple[str, Index]]:
    return (column for column in frame.columns if column[0] in names)
