"""Ships that comply together: Article 21 of Regulation (EU) 2023/1805."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport.emissions.fueleu.balance import BALANCE
from greenport.errors import GreenportError
from greenport.units import Q_, Quantity, expects

ROUNDING = 1e-9  # of the largest balance: what adding up leaves behind


@dataclass(frozen=True)
class Pool:
    """Balances of ships that comply together.

    Parameters
    ----------
    before
        Adjusted balances of the ships [ghg].
    after
        Their balances in the pool; None if none can be allotted.
    reasons
        Why the pool is not valid; none if it is.
    """

    before: Quantity
    after: Quantity | None
    reasons: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the pool complies."""
        return not self.reasons

    @property
    def total(self) -> Quantity:
        """Sum of the balances, which pooling does not change."""
        return Q_(float(np.sum(self.before.m)), self.before.units)


@expects(balances=BALANCE, allotted=BALANCE)
def pool(
    balances: Quantity,
    allotted: Quantity | None = None,
    *,
    ships: Sequence[str] | None = None,
    borrowing: Sequence[str] = (),
) -> Pool:
    """Let ships comply together: surpluses cover deficits.

    The sum must not be below zero. No ship in deficit leaves worse, none in surplus leaves below zero.
    Without an allotment of the company's own each ship gives in proportion to its surplus, and deficits
    end at zero.

    Parameters
    ----------
    balances : Quantity
        Adjusted, one for each ship, an array.
    allotted : Quantity, optional
        Balances after pooling that are to be judged.
    ships : list of str, optional
        Names; a ship may stand in one pool a year only once.
    borrowing : list of str
        Those of the ships that borrow in the year, which may not be pooled.

    Returns
    -------
    Pool
        With the balances after it, and every reason why it is not valid.

    Raises
    ------
    GreenportError
        If there are not two ships or more, or the arrays do not match.

    Examples
    --------
    >>> found = pool(Q_([200.0, -30.0, -50.0, 10.0, -100.0], "tCO2e"))
    >>> found.valid, str(found.total), found.after.m.round(3).tolist()
    (True, '30 tCO2e', [28.571, 0.0, 0.0, 1.429, 0.0])
    >>> pool(Q_([200.0, -30.0], "tCO2e"), Q_([180.0, -40.0], "tCO2e")).reasons
    ('the sum changes from 170 tCO2e to 140 tCO2e', 'ship 2 in deficit leaves worse')
    """
    before = np.asarray(balances.m, dtype=float)
    if before.ndim != 1 or before.size < 2:
        raise GreenportError("pool: balances of two ships or more are due, as one array")
    if strange := sorted(set(borrowing) - set(ships or ())):
        raise GreenportError(
            f"pool: {', '.join(strange)} borrows, but is not among the ships; name all ships"
        )
    reasons = [] if ships is None else _barred(ships, borrowing, before.size)
    surplus, deficit = np.maximum(before, 0.0), np.maximum(-before, 0.0)
    missing = float(deficit.sum() - surplus.sum())
    if missing > ROUNDING * np.max(np.abs(before)):
        reasons.append(f"the ships together are short by {Q_(missing, balances.units):.6g}")
    if allotted is not None:
        after = np.asarray(allotted.m_as(balances.units), dtype=float)
        if after.shape != before.shape:
            raise GreenportError(f"pool: {after.size} allotted for {before.size} ships; one for each is due")
        reasons += _wrong(before, after, ships, balances.units)
        return Pool(balances, allotted, tuple(reasons))
    if reasons:
        return Pool(balances, None, tuple(reasons))
    kept = max(0.0, 1.0 - deficit.sum() / surplus.sum()) if surplus.sum() > 0 else 1.0
    return Pool(balances, Q_(surplus * kept, balances.units))


def _barred(ships: Sequence[str], borrowing: Sequence[str], due: int) -> list[str]:
    """Ships that may not stand in the pool as they do."""
    if len(ships) != due:
        raise GreenportError(f"pool: {len(ships)} names for {due} balances; one for each is due")
    twice = [
        f"{name} stands in the pool {times} times" for name, times in Counter(ships).items() if times > 1
    ]
    barred = set(borrowing)
    return twice + [f"{name} borrows in the year" for name in ships if name in barred]


def _wrong(before: Any, after: Any, ships: Sequence[str] | None, unit: Any) -> Iterator[str]:
    """What is wrong with balances allotted to ships."""
    rounding = ROUNDING * np.max(np.abs(before))
    if abs(after.sum() - before.sum()) > rounding * before.size:
        first, last = (Q_(float(each.sum()), unit) for each in (before, after))
        yield f"the sum changes from {first:.6g} to {last:.6g}"
    worse = (before < 0) & (after < before - rounding)
    below = (before >= 0) & (after < -rounding)
    for place in np.flatnonzero(worse | below).tolist():
        name = f"ship {place + 1}" if ships is None else ships[place]
        yield f"{name} {'in deficit leaves worse' if worse[place] else 'in surplus leaves below zero'}"
