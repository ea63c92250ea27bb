"""Depreciation for tax: the shares of an asset's cost that may be written off each year.

Shares stand for years 1, 2 … along the last axis; what they leave is the book value. The schemes of
the law are rows of table `depreciation`, so that another needs no code.
"""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.costs.arguments import count, one_number, one_of
from greenport.errors import DataError, GreenportError
from greenport.units import MONEY, Q_, SHARE, Quantity, expects, require

RULES = frozenset({"initial", "annual", "straight_line"})


def straight_line(years: int) -> Quantity:
    """Depreciation by equal shares: ``1 / n`` in each of n years.

    Parameters
    ----------
    years : int
        Number of years, at least one.

    Returns
    -------
    Quantity
        One share of the cost for each year, in per cent.

    Raises
    ------
    GreenportError
        If the number of years is not a whole number above zero.

    Examples
    --------
    >>> straight_line(5).m
    array([20., 20., 20., 20., 20.])
    """
    return Q_(np.full(_count(years), 100 / years), "percent")


@expects(initial=SHARE, annual=SHARE)
def declining_balance(initial: Quantity, annual: Quantity, years: int) -> Quantity:
    """Allowances of a pool: a part of the cost at once, then a part of what is left, every year.

    The first year has both: ``i + a * (1 - i)``; year t has ``a * (1 - i) * (1 - a)^(t - 1)``. The pool
    is never empty unless `annual` is 100 %; what is left is its book value (`book_value`). Without an
    initial allowance it is the plain declining balance.

    Parameters
    ----------
    initial, annual : Quantity
        Shares of the cost and of the balance.
    years : int
        Number of years, at least one.

    Returns
    -------
    Quantity
        One share of the cost for each year, in per cent.

    Examples
    --------
    >>> declining_balance(Q_("60 %"), Q_("30 %"), 3).m.round(2)
    array([72.  ,  8.4 ,  5.88])
    """
    one_number(initial=initial, annual=annual)
    first, share = float(initial.m_as("")), float(annual.m_as(""))
    shares = share * (1 - first) * (1 - share) ** np.arange(float(_count(years)))
    shares[0] += first
    return Q_(100 * shares, "percent")


def depreciation_shares(scheme: str, years: int) -> Quantity:
    """Depreciation of a scheme of the law, as shares of the cost, over the years of a study.

    The scheme is a set of rows of table `depreciation`: ``year_1``, ``year_2`` … are shares of the
    cost; ``initial`` and ``annual`` make a pool (`declining_balance`); ``initial`` and
    ``straight_line`` give the one share at once and the other every year until nothing is left.

    Parameters
    ----------
    scheme : str
        E.g. `"macrs_7"` or `"hk_plant_30"`.
    years : int
        Length of the study: later years of the scheme are cut off (and stay in the book value), years
        after its end have nothing.

    Returns
    -------
    Quantity
        One share of the cost for each year, in per cent.

    Raises
    ------
    DataError
        If there is no such scheme (with near matches), or its rows do not make one.
    GreenportError
        If the number of years is not a whole number above zero.

    Examples
    --------
    >>> depreciation_shares("macrs_5", 8).m
    array([20.  , 32.  , 19.2 , 11.52, 11.52,  5.76,  0.  ,  0.  ])
    """
    rules, count = _scheme(scheme), _count(years)
    if "annual" in rules:
        return declining_balance(rules.get("initial", Q_(0.0)), rules["annual"], count)
    if "straight_line" in rules:
        first, share = (
            float(rules[rule].m_as("")) if rule in rules else 0.0 for rule in ("initial", "straight_line")
        )
        written_off = np.minimum(first + share * np.arange(count + 1.0), 1.0)
        written_off[0] = 0.0
        return Q_(100 * np.diff(written_off), "percent")
    shares = np.zeros(count)
    listed = [float(rules[f"year_{place}"].m_as("percent")) for place in range(1, len(rules) + 1)]
    shares[: len(listed)] = listed[:count]
    return Q_(shares, "percent")


def depreciation_schemes() -> list[str]:
    """Names of the schemes of table `depreciation`.

    >>> "macrs_5" in depreciation_schemes()
    True
    """
    return sorted({key.partition(":")[0] for key in data.keys("depreciation")})


@expects(cost=MONEY, shares=SHARE)
def book_value(cost: Quantity, shares: Quantity) -> Quantity:
    """What an asset still stands for in the books at the end of each year: ``cost * (1 - sum(shares))``.

    Parameters
    ----------
    cost : Quantity
        What was paid for it, one number.
    shares : Quantity
        Depreciation of the years so far, along the last axis.

    Returns
    -------
    Quantity
        Money at the end of each year.

    Raises
    ------
    GreenportError
        If more is written off than was paid.

    Examples
    --------
    >>> book_value(Q_("500 kUSD"), Q_([50.0, 20.0], "percent")).m.round(6)
    array([250., 150.])
    """
    return Q_(cost * (1 - written_off(shares)))


@expects(shares=SHARE)
def written_off(shares: Quantity) -> Quantity:
    """Share of the cost that is written off by the end of each year: the running sum of the shares.

    Raises
    ------
    GreenportError
        If more is written off than was paid.

    Examples
    --------
    >>> written_off(Q_([50.0, 20.0], "percent")).m
    array([0.5, 0.7])
    """
    total = np.cumsum(np.atleast_1d(shares.m_as("")), axis=-1)
    if np.any(total > 1 + 1e-9):
        raise GreenportError(
            f"depreciation: the shares add to {100 * total.max():.6g} % of the cost; no more than 100 % "
            "can be written off"
        )
    return Q_(np.minimum(total, 1.0))


def _count(years: int) -> int:
    return count("years of depreciation", years, least=1)


def _scheme(name: str) -> dict[str, Quantity]:
    prefix = f"{name}:"
    rules = {
        key.removeprefix(prefix): require(
            f"depreciation:{key}", data.datum(f"depreciation:{key}").value, SHARE
        )
        for key in data.keys("depreciation")
        if key.startswith(prefix)
    }
    if not rules:
        one_of("scheme", name, depreciation_schemes(), " in table depreciation")
    listed = {f"year_{place}" for place in range(1, len(rules) + 1)}
    pool, line = RULES - {"straight_line"}, RULES - {"annual"}
    if rules.keys() != listed and not any(
        key in rules and rules.keys() <= kind for key, kind in (("annual", pool), ("straight_line", line))
    ):
        raise DataError(
            f"scheme {name} in table depreciation has rows {', '.join(sorted(rules))}; due are year_1, "
            "year_2 … without a gap, or annual, or straight_line, the last two with or without initial"
        )
    return rules
