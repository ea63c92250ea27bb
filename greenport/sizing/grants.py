"""Matched grants (R5): what they pay for a path of assets, and what they can be worth at most.

A grant takes off a share of the capital cost of what is built, and with it the same share of the
annuities, so it runs off with its asset. All grants of a scheme together stay below its ceiling. Of
several builds the one whose annuities weigh most, discounted, gets its share first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from greenport.sizing.problem import Asset, Floats, Problem, Whole
from greenport.sizing.regulations import Grant


@dataclass(frozen=True)
class Award:
    """MUSD granted by a scheme for the units of an asset built in one milestone year."""

    scheme: str
    asset: Asset
    vintage: int
    amount: float

    @property
    def yearly(self) -> float:
        """MUSD a year taken off the annuities while the units live."""
        return self.amount / self.asset.capex * float(self.asset.annuity[self.vintage])

    def worth(self, discount: Floats) -> float:
        """MUSD taken off the discounted cost."""
        return self.yearly * float(discount[self.vintage : self.asset.end[self.vintage]].sum())


def awards(problem: Problem, built: Mapping[str, Whole]) -> Iterator[Award]:
    """What each scheme pays for units built, by asset and milestone year."""
    for scheme in problem.grants:
        builds = [
            (problem.asset(name), v, int(n) * problem.asset(name).capex)
            for name in scheme.assets
            for v, n in enumerate(built[name])
            if n
        ]
        if sum(capex for _, _, capex in builds) < scheme.smallest - 1e-9:
            continue
        left = scheme.ceiling
        for asset, v, capex in sorted(builds, key=lambda b: (-weight(problem, b[0], b[1]), b[1], b[0].id)):
            amount = min(scheme.share * capex, left)
            left -= amount
            if amount > 0:
                yield Award(scheme.id, asset, v, amount)


def weight(problem: Problem, asset: Asset, vintage: int) -> float:
    """Discounted annuities per capital cost of a unit: what a dollar granted for it is worth."""
    if asset.capex == 0 or asset.end[vintage] <= vintage:
        return 0.0
    lives = problem.discount[vintage : asset.end[vintage]].sum()
    return float(asset.annuity[vintage] / asset.capex * lives)


def share_kept(problem: Problem, asset: Asset, vintage: int, ceilings: Mapping[str, float]) -> float:
    """Least share of a unit's annuities that is left to pay, its scheme's ceiling at a price per dollar.

    ``Σ w g ≤ Σ (w − μ)⁺ · share · capex + μ · ceiling`` for every μ ≥ 0 and every grant g that keeps the
    scheme's rules, so costs lowered by the first part, less the second, bound the cost from below.
    """
    scheme = scheme_of(problem, asset.id)
    worth = weight(problem, asset, vintage)
    if scheme is None or worth <= 0:
        return 1.0
    return 1.0 - scheme.share * max(0.0, 1.0 - ceilings.get(scheme.id, 0.0) / worth)


def scheme_of(problem: Problem, asset: str) -> Grant | None:
    """Scheme that grants for an asset; none grants twice for one."""
    return next((scheme for scheme in problem.grants if asset in scheme.assets), None)
