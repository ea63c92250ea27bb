"""Money with its price year and its currency.

`USD_2025` is a dollar of 2025; plain `USD` leaves the price year open, as an input may, until its
scenario states it. Money of two years never adds: `greenport.costs.escalate` takes it from one
year to another with a named index. Currencies convert by the constant rates of
`datasets/currencies.csv`, within one price year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from pint.util import UnitsContainer

from greenport.errors import UnitError
from greenport.units import currencies
from greenport.units.registry import Q_, Quantity, factor, settled, ureg

_MONEY = re.compile(rf"(kilo|mega|giga|tera)?({'|'.join(currencies.rates_per_usd())})(?:_(\d{{4}}))?")


def price_year(quantity: Quantity) -> int | None:
    """Give the price year of the money in a quantity.

    Parameters
    ----------
    quantity
        Any quantity, e.g. of unit `USD_2025/t`.

    Returns
    -------
    int or None
        The year, or None where there is no money or its year is not stated.

    Raises
    ------
    UnitError
        If the quantity mixes price years, or stated with unstated ones.

    >>> price_year(Q_("650 USD_2023/t"))
    2023
    >>> price_year(Q_("650 USD/t")) is None
    True
    """
    years = {year for _, _, year in _money_of(quantity)}
    if len(years) > 1:
        raise UnitError(f"{quantity:~} mixes price years; bring its parts to one year before combining them")
    stated = next(iter(years), None)
    return int(stated) if stated else None


def at_price_year(quantity: Quantity, year: int) -> Quantity:
    """State the price year of money that has none yet.

    Parameters
    ----------
    quantity
        A quantity with money of no year, or of this year; one without money comes back unchanged.
    year
        The price year, 1990 to 2060.

    Raises
    ------
    UnitError
        If the money already has another price year: stating is not converting.

    >>> str(at_price_year(Q_("650 USD/t"), 2025))
    '650 USD_2025/t'
    """
    if not isinstance(year, int | np.integer):
        raise UnitError(f"price year of {year!r} is not a calendar year; give e.g. 2025")
    present = price_year(quantity)
    if present == year:
        return quantity
    if not currencies.FIRST_YEAR <= year <= currencies.LAST_YEAR:
        raise UnitError(f"price year {year} is outside {currencies.FIRST_YEAR} to {currencies.LAST_YEAR}")
    if present is not None:
        raise UnitError(
            f"{quantity:~} is money of {present}, not of {year}; convert it with greenport.costs.escalate"
        )
    return _renamed(quantity, lambda prefix, code, _: f"{prefix}{code}_{year}")


def in_currency(quantity: Quantity, currency: str, rates: Mapping[str, float] | None = None) -> Quantity:
    """Express the money of a quantity in another currency, in the same price year.

    Parameters
    ----------
    quantity
        A quantity with money, e.g. `650 USD_2025/t`.
    currency
        Code of the currency wanted, e.g. `"HKD"`.
    rates
        Units of a currency per US dollar, for this call only; currencies left out keep the rates
        of `datasets/currencies.csv`.

    Raises
    ------
    UnitError
        If the currency is unknown or a rate is not a number above zero.

    >>> str(in_currency(Q_("650 USD_2025/t"), "HKD"))
    '5070 HKD_2025/t'
    >>> str(in_currency(Q_("10 MUSD"), "CNY", rates={"CNY": 7.0}))
    '70 MCNY'
    """
    per_usd = {**currencies.rates_per_usd(), **(rates or {})}
    for code in (currency, *per_usd):
        _require_rate(code, per_usd)
    factor = 1.0
    for name, power in _powers(quantity):
        for _, code, _ in _money_in(name):
            factor *= (per_usd[currency] / per_usd[code]) ** power
    renamed = _renamed(quantity, lambda prefix, _, year: f"{prefix}{currency}{'_' + year if year else ''}")
    return Q_(renamed.magnitude * factor, renamed.units)


def magnitude(quantity: Quantity, unit: str) -> Any:
    """Give the plain number of a quantity in a unit.

    Parameters
    ----------
    quantity
        The quantity; its price year is dropped where `unit` names none, so the caller has fixed it.
    unit
        For example `"USD/t"`; a unit with a price year (`"USD_2025/t"`) asks for that very year.

    Returns
    -------
    float or numpy.ndarray
        The number, or the array of numbers.

    Raises
    ------
    UnitError
        If the quantity cannot be expressed in the unit, or holds NaN.

    >>> magnitude(Q_("650 USD_2025/t"), "USD/kg")
    0.65
    """
    _powers(quantity)
    target, named = _target(unit)
    held = quantity._units if named else _without_year(quantity._units)
    if held is None:
        price_year(quantity)  # says that it mixes years
    scale = None if held is None else factor(held, target)
    if scale is None:
        plain = quantity if named else _renamed(quantity, lambda prefix, code, _: f"{prefix}{code}")
        number = plain.m_as(ureg.Unit(target))
    else:
        number = quantity.magnitude if scale == 1.0 else quantity.magnitude * scale
    if np.any(np.isnan(number)):
        raise UnitError(
            f"{quantity:~} holds what is not a number where a number in {unit or 'no unit'} is due"
        )
    return number if quantity.ndim else settled(float(number))


@lru_cache(maxsize=1024)
def _target(unit: str) -> tuple[UnitsContainer, bool]:
    """A unit as it is named, and whether it names a price year."""
    found: UnitsContainer = ureg.parse_units(unit)._units
    return found, any(year for name in found for _, _, year in _money_in(name))


@lru_cache(maxsize=8192)
def _without_year(held: UnitsContainer) -> UnitsContainer | None:
    """A unit with its price year left open; None if it holds money of two years, or of one and of none."""
    if len({year for name in held for _, _, year in _money_in(name)}) > 1:
        return None
    named = _renamed(Quantity(1.0, held), lambda prefix, code, _: f"{prefix}{code}")
    found: UnitsContainer = named._units
    return found


def _powers(quantity: Quantity) -> Iterable[tuple[str, Any]]:
    if not isinstance(quantity, Quantity):
        raise UnitError(f'{quantity!r} is not a quantity; give one with its unit, e.g. Q_("650 USD/t")')
    return quantity.unit_items()


def _money_of(quantity: Quantity) -> list[tuple[str, str, str]]:
    return [part for name, _ in _powers(quantity) for part in _money_in(name)]


@lru_cache(maxsize=4096)
def _money_in(name: str) -> tuple[tuple[str, str, str], ...]:
    """Prefix, currency and year of a unit's name, if it is money: at most one triple."""
    found = _MONEY.fullmatch(name)
    return ((found[1] or "", found[2], found[3] or ""),) if found else ()


def _renamed(quantity: Quantity, new_name: Callable[[str, str, str], str]) -> Quantity:
    units = ureg.UnitsContainer()
    for name, power in _powers(quantity):
        money = _money_in(name)
        units = units.add(ureg.get_name(new_name(*money[0])) if money else name, power)
    return Q_(quantity.magnitude, units)


def _require_rate(code: str, per_usd: Mapping[str, float]) -> None:
    if code not in currencies.rates_per_usd():
        known = ", ".join(currencies.rates_per_usd())
        raise UnitError(f'unknown currency "{code}"; known are {known} (datasets/currencies.csv)')
    rate = per_usd[code]
    if not (math.isfinite(rate) and rate > 0) or (code == "USD" and rate != 1):
        raise UnitError(
            f"rate of {code} is {rate}; a number of {code} per USD above zero is due (USD itself: 1)"
        )
