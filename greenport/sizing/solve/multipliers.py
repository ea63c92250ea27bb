"""Prices of owned assets in a single year's problem (rows A1), such that building is never free.

Only A1 joins the years: n[a,y] ≤ units built up to y that still live. Dualised with multipliers λ, the
problem falls apart into years in which each unit costs λ[a,y], and an investment part in which a unit
of vintage v costs what it will be paid, less the λ of the years in which it lives. As long as no
vintage costs less than nothing, the investment part is zero and the sum of the years is a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import optimize

from greenport.sizing.grants import share_kept
from greenport.sizing.problem import Asset, Floats, Problem


def vintage_cost(problem: Problem, asset: Asset) -> Floats:
    """Discounted annuities that a unit of each vintage pays over the milestone years it lives, MUSD."""
    return np.array(
        [
            asset.annuity[v] * problem.discount[v : asset.end[v]].sum() if asset.end[v] > v else np.inf
            for v in range(len(problem.years))
        ]
    )


def multipliers(problem: Problem, ceilings: Mapping[str, float] | None = None) -> dict[str, Floats]:
    """λ[a,y] ≥ 0 in MUSD, discounted: the largest that leave no vintage of an owned asset below nothing.

    Grants (R5) come off the cost first, their ceilings at the prices `ceilings`, zero by default; what
    the ceilings themselves are worth at these prices must then be taken off the sum of the years.

    With one annuity for all vintages this is D_y · annuity. Where a tenure shortens the life of later
    vintages, their annuities differ, and a small linear problem brings the sum that each vintage pays
    as near to its cost as it can for all vintages together.
    """
    prices = ceilings or {}
    return {asset.id: _of_asset(problem, asset, prices) for asset in problem.assets if asset.owned}


def _of_asset(problem: Problem, asset: Asset, ceilings: Mapping[str, float]) -> Floats:
    count = len(problem.years)
    found = np.zeros(count)
    vintages = [v for v in range(asset.ready, count) if asset.end[v] > v]
    if not vintages:
        return found
    alive = [y for y in range(count) if any(v <= y < asset.end[v] for v in vintages)]
    kept = np.array([share_kept(problem, asset, v, ceilings) for v in vintages])
    annuities = kept * asset.annuity[vintages]
    if np.allclose(annuities, annuities[0], rtol=1e-12):
        found[alive] = problem.discount[alive] * annuities[0]
        return found
    rows = np.array([[float(v <= y < asset.end[v]) for y in alive] for v in vintages])
    limit = kept * vintage_cost(problem, asset)[vintages]
    answer = optimize.linprog(-rows.sum(axis=0), A_ub=rows, b_ub=limit, bounds=(0, None), method="highs")
    found[alive] = np.maximum(np.asarray(answer.x, dtype=float), 0.0) * (1 - 1e-12)
    return found
