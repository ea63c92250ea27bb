"""Prices of owned assets in a single year's problem (rows A1), such that building is never free.

Only A1 joins the years, besides budgets (A4) and ceilings of grants (R5): n[a,y] ≤ units built up to y
that still live. Dualised with multipliers λ, the problem falls apart into years in which each unit costs
λ[a,y], and an investment part in which a unit of vintage v costs what it will be paid, less the λ of the
years in which it lives. As long as no vintage costs less than nothing, the investment part is zero and the
sum of the years is a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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


@dataclass(frozen=True)
class Prices:
    """Multipliers of the rows that join the years, MUSD discounted.

    Attributes
    ----------
    assets : by owned asset, [y]
        Of A1: what a unit costs in a year's problem.
    budgets : by budget, [y]
        Of A4: what a MUSD more in a milestone year's budget is worth.
    ceilings : by scheme
        Of R5: what a MUSD more of a grant's ceiling is worth.
    """

    assets: Mapping[str, Floats]
    budgets: Mapping[str, Floats] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)

    def taken_off(self, problem: Problem) -> float:
        """What budgets and ceilings are worth at these prices; it comes off the sum of the years."""
        budgets = sum(float(self.budgets[b.id] @ b.most) for b in problem.budgets if b.id in self.budgets)
        ceilings = sum(self.ceilings.get(g.id, 0.0) * g.ceiling for g in problem.grants)
        return float(budgets + ceilings)

    def towards(self, other: Prices, share: float) -> Prices:
        """Prices that lie between these and others; they keep every rule that both keep."""

        def between(one: Floats | float, two: Floats | float) -> Floats:
            return np.asarray((1 - share) * np.asarray(one) + share * np.asarray(two), dtype=float)

        return Prices(
            {name: between(one, other.assets[name]) for name, one in self.assets.items()},
            {name: between(self.budgets.get(name, 0.0), two) for name, two in other.budgets.items()},
            {name: float(between(self.ceilings.get(name, 0.0), two)) for name, two in other.ceilings.items()},
        )


def multipliers(problem: Problem) -> Prices:
    """The largest multipliers λ[a,y] ≥ 0 of A1 that leave no vintage of an owned asset below nothing.

    Grants (R5) come off the cost first, as if no ceiling held; budgets (A4) have no price.

    With one annuity for all vintages this is D_y · annuity. Where a tenure shortens the life of later
    vintages, their annuities differ, and a small linear problem brings the sum that each vintage pays
    as near to its cost as it can for all vintages together.
    """
    return Prices({asset.id: _of_asset(problem, asset) for asset in problem.assets if asset.owned})


def within(problem: Problem, prices: Prices) -> Prices:
    """The prices, lowered where rounding has left a vintage below nothing, so that their bound holds."""
    budgets = {name: np.maximum(price, 0.0) for name, price in prices.budgets.items()}
    ceilings = {name: max(price, 0.0) for name, price in prices.ceilings.items()}
    sound = Prices({}, budgets, ceilings)
    found = {}
    for asset in problem.assets:
        if not asset.owned:
            continue
        price = np.maximum(prices.assets[asset.id], 0.0)
        share = 1.0
        for v in range(asset.ready, len(problem.years)):
            paid = float(price[v : asset.end[v]].sum()) if asset.end[v] > v else 0.0
            if paid > 0:
                share = min(share, max(vintage_price(problem, asset, v, sound), 0.0) / paid)
        found[asset.id] = price * share * (1 - 1e-12)
    return replace(sound, assets=found)


def vintage_price(problem: Problem, asset: Asset, v: int, prices: Prices) -> float:
    """What a unit of a vintage costs: its annuities less grants, with what it takes of a budget, MUSD."""
    kept = share_kept(problem, asset, v, prices.ceilings)
    taken = sum(
        float(prices.budgets[b.id][v]) * asset.capex
        for b in problem.budgets
        if b.id in prices.budgets and asset.id in b.assets
    )
    return kept * float(vintage_cost(problem, asset)[v]) + taken


def _of_asset(problem: Problem, asset: Asset) -> Floats:
    count = len(problem.years)
    found = np.zeros(count)
    vintages = [v for v in range(asset.ready, count) if asset.end[v] > v]
    if not vintages:
        return found
    alive = [y for y in range(count) if any(v <= y < asset.end[v] for v in vintages)]
    kept = np.array([share_kept(problem, asset, v, {}) for v in vintages])
    annuities = kept * asset.annuity[vintages]
    if np.allclose(annuities, annuities[0], rtol=1e-12):
        found[alive] = problem.discount[alive] * annuities[0]
        return found
    rows = np.array([[float(v <= y < asset.end[v]) for y in alive] for v in vintages])
    limit = kept * vintage_cost(problem, asset)[vintages]
    answer = optimize.linprog(-rows.sum(axis=0), A_ub=rows, b_ub=limit, bounds=(0, None), method="highs")
    found[alive] = np.maximum(np.asarray(answer.x, dtype=float), 0.0) * (1 - 1e-12)
    return found
