"""The whole problem in one matrix: the investment model and a stamped operating year for each milestone."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from greenport.sizing.investment import investment
from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Compiled, Matrix, standard_form


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
    years = [compiled.year(y) for y in range(len(problem.years))]
    columns = [(name, (y, *index)) for y, year in enumerate(years) for name, index in year.columns]
    position = {key: j for j, key in enumerate(columns)}
    joined = [
        (j, position["n", (index[1], index[0])])
        for j, (name, index) in enumerate(frame.columns)
        if name == "n"
    ]
    own = [j for j, (name, _) in enumerate(frame.columns) if name != "n"]
    link = sparse.csr_array(
        (np.ones(len(joined)), ([j for j, _ in joined], [k for _, k in joined])),
        shape=(len(frame.columns), len(columns)),
    )
    rows = [(name, (y, *index)) for y, year in enumerate(years) for name, index in year.rows]
    operating = sparse.block_diag([year.a for year in years], format="csr")
    nothing = sparse.csr_array((len(rows), len(own)))
    return Matrix(
        columns=(*(frame.columns[j] for j in own), *columns),
        rows=(*frame.rows, *rows),
        a=sparse.csr_array(sparse.block_array([[frame.a[:, own], frame.a @ link], [nothing, operating]])),
        row_lower=np.concatenate([frame.row_lower, *(year.row_lower for year in years)]),
        row_upper=np.concatenate([frame.row_upper, *(year.row_upper for year in years)]),
        cost=np.concatenate(
            [frame.cost[own], *(d * year.cost for d, year in zip(problem.discount, years, strict=True))]
        ),
        lower=np.concatenate([frame.lower[own], *(year.lower for year in years)]),
        upper=np.concatenate([frame.upper[own], *(year.upper for year in years)]),
        whole=np.concatenate([frame.whole[own], *(year.whole for year in years)]),
    )
