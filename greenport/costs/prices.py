"""Prices in the units of the trade, per mass and per energy.

Money stands without a prefix, for a tonne, a cubic metre, a GJ or a MWh.
"""

from __future__ import annotations

import re

from greenport.errors import UnitError
from greenport.units import (
    DENSITY,
    HEATING_VALUE,
    PRICE_PER_ENERGY,
    PRICE_PER_GHG,
    PRICE_PER_MASS,
    PRICE_PER_VOLUME,
    Dimension,
    Quantity,
    expects,
    unit_text,
)
from greenport.units.currencies import rates_per_usd

FUEL_PRICE = Dimension(
    "price of a fuel", "[money]/[mass] or [money]/[volume] or [money]/[energy]", "880 USD/t"
)
_MONEY = re.compile(rf"\b[kMGT]?((?:{'|'.join(rates_per_usd())})(?:_\d{{4}})?)\b")
_PER = ((PRICE_PER_MASS, "t"), (PRICE_PER_VOLUME, "m^3"), (PRICE_PER_GHG, "tCO2e"))


def money_of(unit: str) -> str:
    """Currency and price year of the money in a unit; empty where there is none.

    >>> money_of("MUSD_2025/yr")
    'USD_2025'
    """
    found = _MONEY.search(unit)
    return found[1] if found else ""


def unit_price(price: Quantity) -> Quantity:
    """Price per mass, volume, greenhouse gas or energy in the unit that the trade quotes it in.

    Per t, m^3, tCO2e, and MWh where energy is counted in watt-hours, else GJ.

    >>> from greenport.units import Q_
    >>> print(unit_price(Q_("2.14 MUSD_2025/kt")), unit_price(Q_("0.05 kUSD/MWh")))
    2140 USD_2025/t 50 USD/MWh
    """
    unit = unit_text(price.units)
    per = next((each for kind, each in _PER if kind.fits(price)), "MWh" if "Wh" in unit else "GJ")
    return price.to(f"{money_of(unit)}/{per}")


@expects(price=PRICE_PER_MASS, lhv=HEATING_VALUE)
def price_per_energy(price: Quantity, lhv: Quantity) -> Quantity:
    """Price per energy of a fuel sold by mass: ``price / lhv``, in money per GJ.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> print(f"{price_per_energy(Q_('880 USD/t'), Q_('19.9 GJ/t')):.2f}")
    44.22 USD/GJ
    """
    return unit_price(price / lhv.to("GJ/t"))


@expects(price=FUEL_PRICE, lhv=HEATING_VALUE, density=DENSITY)
def price_per_mass(price: Quantity, lhv: Quantity | None = None, density: Quantity | None = None) -> Quantity:
    """Price per mass of a fuel sold by energy or volume: ``price * lhv`` or ``price / density``.

    A price per mass stays what it is.

    Parameters
    ----------
    price : Quantity
        Per mass, energy or volume.
    lhv, density : Quantity, optional
        The one that the price needs.

    Returns
    -------
    Quantity
        Money per t.

    Raises
    ------
    UnitError
        If the heating value or the density that the price needs is not given.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> print(f"{price_per_mass(Q_('47 USD/GJ'), lhv=Q_('19.9 GJ/t')):.1f}")
    935.3 USD/t
    >>> print(f"{price_per_mass(Q_('1.21 EUR/L'), density=Q_('0.8 kg/L')):.1f}")
    1512.5 EUR/t
    """
    if PRICE_PER_MASS.fits(price):
        return unit_price(price)
    if PRICE_PER_ENERGY.fits(price):
        if lhv is None:
            raise UnitError(f'price of {price} is per energy; give lhv as well, e.g. Q_("19.9 GJ/t")')
        return unit_price(price * lhv)
    if density is None:
        raise UnitError(f'price of {price} is per volume; give density as well, e.g. Q_("0.792 t/m^3")')
    return unit_price(price / density)
