"""ReFuelEU Aviation: Regulation (EU) 2023/2405.

Shares of sustainable and synthetic fuel that suppliers must reach at airports of the Union, and the least
fines. Figures of the law and the reference prices stand in table `law`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from greenport import data
from greenport.errors import GreenportError
from greenport.units import MASS, Q_, SHARE, Dimension, Quantity, expects

Kind = Literal["saf", "synthetic"]
PriceOf = Literal["saf", "synthetic", "conventional"]
PRICE = Dimension("price per mass", "[money]/[mass]", "734 EUR/t", "not negative")
NOTHING = Q_(0.0, "t")


def target(year: data.Year, kind: Kind = "saf", as_of: data.AsOf = None) -> Quantity:
    """Least share of sustainable fuel, or of synthetic fuel within it (Annex I).

    Parameters
    ----------
    year : int
        Calendar year from 2025 (synthetic: 2030) on, or an array of them; a step holds until the next.
        Until 2034 the share of synthetic fuel is a mean over 2030 and 2031, and over 2032 to 2034.
    kind : str
        ``"saf"`` or ``"synthetic"``.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In per cent of the fuel supplied.

    Raises
    ------
    GreenportError
        If the kind is neither.
    DataError
        If nothing is due in the year.

    Examples
    --------
    >>> print(target(2031), target(2031, "synthetic"), sep=", ")
    6 %, 1.2 %
    """
    return data.set_by_law(f"refueleu:{_kind(kind)}", year, as_of)


def yearly_floor(year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Least share of synthetic fuel in a single year inside the means, 2030 to 2034.

    >>> print(yearly_floor(2030))
    0.7 %
    """
    return data.set_by_law("refueleu:synthetic_floor", year, as_of)


def reference_price(year: int, fuel: PriceOf, as_of: data.AsOf = None) -> Quantity:
    """Yearly average price that EASA publishes, on which the fines of the next year rest.

    Parameters
    ----------
    year : int
        Year of the prices, 2023 or 2024.
    fuel : str
        ``"saf"``, ``"synthetic"`` or ``"conventional"``.

    Examples
    --------
    >>> print(reference_price(2024, "saf"))
    2085 EUR/t
    """
    if fuel not in ("saf", "synthetic", "conventional"):
        raise GreenportError(f'fuel of {fuel!r} has no price; give "saf", "synthetic" or "conventional"')
    return data.set_by_law(f"refueleu:price:{fuel}", year, as_of)


@expects(supplied=MASS, delivered=MASS, carried=MASS)
def shortfall(
    supplied: Quantity,
    delivered: Quantity,
    year: data.Year,
    kind: Kind = "saf",
    *,
    carried: Quantity = NOTHING,
    as_of: data.AsOf = None,
) -> Quantity:
    """What a supplier lacks to the share due, with what was missing the year before: it must be made up.

    Parameters
    ----------
    supplied : Quantity
        All aviation fuel supplied at airports of the Union in the year.
    delivered : Quantity
        Sustainable (or synthetic) fuel among it.
    year : int
        Calendar year.
    kind : str
        As for `target`.
    carried : Quantity
        Shortfall of the year before.

    Returns
    -------
    Quantity
        In t; nothing where the share is reached.

    Examples
    --------
    >>> print(shortfall(Q_("1 Mt"), Q_("15 kt"), 2025))
    5000 t
    """
    if np.any(delivered > supplied):
        raise GreenportError(f"delivered of {delivered} is more than all fuel supplied, {supplied}")
    missing = (target(year, kind, as_of) * supplied + carried - delivered).m_as("t")
    return Q_(np.maximum(0.0, missing)[()], "t")


@expects(shortfall=MASS, alternative_price=PRICE, conventional_price=PRICE)
def supplier_fine(
    shortfall: Quantity,
    alternative_price: Quantity,
    conventional_price: Quantity,
    *,
    year: int = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Least fine of a supplier: twice the price difference for each missing tonne (Article 12).

    Parameters
    ----------
    shortfall : Quantity
        From `shortfall`.
    alternative_price, conventional_price : Quantity
        Yearly averages of the fuel that is missing and of conventional fuel. Where the green fuel is the
        cheaper one, the law knows no fine.

    Returns
    -------
    Quantity
        Money; member states may set more.

    Examples
    --------
    >>> print(supplier_fine(Q_("5000 t"), Q_("2085 EUR/t"), Q_("734 EUR/t")).to("MEUR"))
    13.51 MEUR
    """
    gap = alternative_price - conventional_price
    due = Q_(np.maximum(0.0, np.asarray(gap.m))[()], gap.units)
    return Q_((data.set_by_law("refueleu:fine", year, as_of) * due * shortfall).to_reduced_units())


@expects(required=MASS, uplifted=MASS, safety=MASS)
def not_uplifted(
    required: Quantity,
    uplifted: Quantity,
    safety: Quantity = NOTHING,
    *,
    year: int = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Fuel that an operator left out at an airport in a year: ``0.9 required - uplifted - safety``.

    Parameters
    ----------
    required : Quantity
        Fuel required for the flights that left the airport.
    uplifted : Quantity
        Fuel uplifted there.
    safety : Quantity
        Fuel carried for reasons of fuel safety rules.

    Returns
    -------
    Quantity
        In t; nothing where enough was uplifted (Article 5).

    Examples
    --------
    >>> print(not_uplifted(Q_("10000 t"), Q_("8500 t"), Q_("200 t")))
    300 t
    """
    share = data.set_by_law("refueleu:uplift", year, as_of)
    return Q_(np.maximum(0.0, (share * required - uplifted - safety).m_as("t"))[()], "t")


@expects(missing=MASS, fuel_price=PRICE)
def operator_fine(
    missing: Quantity, fuel_price: Quantity, *, year: int = 2025, as_of: data.AsOf = None
) -> Quantity:
    """Least fine of an operator: twice the price of the fuel not uplifted (Article 12(2)).

    Examples
    --------
    >>> print(operator_fine(Q_("300 t"), Q_("734 EUR/t")))
    440400 EUR
    """
    return Q_((data.set_by_law("refueleu:fine", year, as_of) * fuel_price * missing).to_reduced_units())


@expects(share=SHARE)
def complies(share: Quantity, year: data.Year, kind: Kind = "saf", as_of: data.AsOf = None) -> bool:
    """Whether a share of fuel supplied reaches what is due.

    >>> complies(Q_("2 %"), 2025), complies(Q_("2 %"), 2030)
    (True, False)
    """
    return bool(np.all(share.m_as("") >= target(year, kind, as_of).m_as("") - 1e-12))


def _kind(kind: str) -> str:
    if kind not in ("saf", "synthetic"):
        raise GreenportError(f'kind of {kind!r} is unknown; give "saf" or "synthetic"')
    return kind
