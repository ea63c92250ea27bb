"""Carrying a surplus on and borrowing from the next year: Article 20 of Regulation (EU) 2023/1805."""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport import data
from greenport.emissions.fueleu.balance import BALANCE, target
from greenport.errors import GreenportError
from greenport.units import ENERGY, Q_, Dimension, Quantity, expects

CARRIED = Dimension("carried balance", "[ghg]", "20 kgCO2e", "not negative")
NOTHING = Q_(0.0, "tCO2e")


@expects(balance=BALANCE)
def banked(balance: Quantity) -> Quantity:
    """Surplus that a ship may carry to its later years, without expiry; a deficit leaves none.

    Parameters
    ----------
    balance : Quantity
        Adjusted balance of the year, from `adjusted_balance`.

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(banked(Q_("746 tCO2e")), banked(Q_("-975 tCO2e")), sep=", ")
    746 tCO2e, 0 tCO2e
    """
    return Q_(np.maximum(0.0, balance.m_as("tCO2e")), "tCO2e")


@expects(balance=BALANCE, banked=CARRIED, borrowed=CARRIED, borrowed_before=CARRIED)
def adjusted_balance(
    balance: Quantity,
    banked: Quantity = NOTHING,
    borrowed: Quantity = NOTHING,
    borrowed_before: Quantity = NOTHING,
    *,
    year: data.Year = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Balance of a year after banking and borrowing.

    ``balance + banked + borrowed - 1.1 · borrowed the year before``.

    Parameters
    ----------
    balance : Quantity
        From `compliance_balance`.
    banked : Quantity
        Surplus carried on from earlier years of the same ship.
    borrowed, borrowed_before : Quantity
        From the next year, and by the year before from this one.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(adjusted_balance(Q_("-30 tCO2e"), banked=Q_("50 tCO2e"), borrowed_before=Q_("10 tCO2e")))
    9 tCO2e
    """
    owed = repayment(borrowed_before, year=year, as_of=as_of)
    return (balance + banked + borrowed - owed).to("tCO2e")


@expects(energy=ENERGY)
def borrowing_limit(energy: Quantity, year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Most that may be borrowed from the next year: 2 % of the limit times the energy.

    Parameters
    ----------
    energy : Quantity
        In scope in the year.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(f"{borrowing_limit(Q_('15000 MJ'), 2029).to('gCO2e'):.0f}")
    26801 gCO2e
    """
    share = data.set_by_law("fueleu:borrowing", year, as_of)
    return (share * target(year, as_of) * energy).to("tCO2e")


@expects(balance=BALANCE, energy=ENERGY)
def borrowed(
    balance: Quantity,
    energy: Quantity,
    year: data.Year,
    *,
    last_year: bool = False,
    pooled: bool = False,
    as_of: data.AsOf = None,
) -> Quantity:
    """What a ship borrows to cover its deficit, exactly.

    Parameters
    ----------
    balance : Quantity
        Its deficit.
    energy : Quantity
        In scope in the year.
    year : int
        Calendar year.
    last_year, pooled : bool
        Whether it borrowed in the year before, and whether it is in a pool.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In tCO2e.

    Raises
    ------
    GreenportError
        If there is no deficit, it is above the limit, or borrowing is not allowed.

    Examples
    --------
    >>> print(borrowed(Q_("-100 tCO2e"), Q_("405 TJ"), 2026))
    100 tCO2e
    """
    if last_year or pooled:
        why = "borrowed in the year before" if last_year else "is in a pool"
        raise GreenportError(f"borrowing: the ship {why}, so it may not borrow (Article 20)")
    deficit, most = -balance.to("tCO2e"), borrowing_limit(energy, year, as_of)
    if np.any(deficit.m <= 0):
        raise GreenportError(f"borrowing: a balance of {_least(-deficit)} is no deficit; nothing is due")
    if np.any(deficit.m > most.m):
        raise GreenportError(
            f"borrowing: a deficit is above the limit of {_least(most)}; 2 % of the limit times the energy "
            "may be borrowed (Article 20)"
        )
    return deficit


@expects(amount=CARRIED)
def repayment(amount: Quantity, *, year: data.Year = 2025, as_of: data.AsOf = None) -> Quantity:
    """What is taken off the balance of the year after borrowing: 1.1 times it.

    Parameters
    ----------
    amount : Quantity
        What was borrowed.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Examples
    --------
    >>> print(repayment(Q_("20 kgCO2e")))
    22 kgCO2e
    """
    return amount * data.set_by_law("fueleu:repayment", year, as_of)


@expects(balances=BALANCE)
def deficits_in_a_row(balances: Quantity) -> Any:
    """Number of the deficit in a row, year by year, as `penalty` needs it; 0 in a year without one.

    Parameters
    ----------
    balances : Quantity
        Adjusted balances of successive years; of many ships with the years along the first axis.

    Returns
    -------
    numpy.ndarray
        Whole numbers, of the same shape.

    Examples
    --------
    >>> deficits_in_a_row(Q_([-5.0, -2.0, 0.0, -1.0], "tCO2e")).tolist()
    [1, 2, 0, 1]
    """
    short = np.atleast_1d(np.asarray(balances.m)) < 0
    so_far = np.cumsum(short, axis=0)
    before_the_row = np.maximum.accumulate(np.where(short, 0, so_far), axis=0)
    return so_far - before_the_row


def _least(quantity: Quantity) -> str:
    return f"{Q_(float(np.min(quantity.m)), quantity.units):.6g}"
