"""What tanks cost to buy, to build, to fit out and to convert."""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport import data
from greenport.costs.arguments import calendar_year, one_of
from greenport.costs.capital import scaled_capex
from greenport.costs.finance import CAPEX
from greenport.costs.tank_volumes import NOMINAL
from greenport.errors import DataError
from greenport.units import Q_, SHARE, Dimension, Quantity, expects

FACTOR = Dimension("factor", "dimensionless", "2.5", "positive", bare=True)
PREMIUM = Dimension("premium", "dimensionless", "20 %", "not negative")
UNIT_COST = Dimension("price per volume", "[money]/[volume]", "600 USD/m^3", "positive")
PLANNED = ("meoh_20k", "saf_new_15k")
KINDS = ("floating_roof", "cone_roof", "stainless")


@expects(volume=NOMINAL)
def tank_purchase_cost(kind: str, volume: Quantity, price_year: int) -> Quantity:
    """Purchase cost of one tank by the correlation of its kind, moved by the plant cost index.

    Floating and cone roof: ``a * V ^ b`` with V in US gallons; stainless: ``c0 + c1 * V``, with one
    line below and one from 2,000 m^3. The formulas are those of BioSTEAM (after Seider et al., *Product
    and Process Design Principles*, 2017, and Apostolakou et al., 2009), table `terminal_costs`. They
    hold the tank alone, without foundation, piping and bund: see `installed_tank_cost`.

    Parameters
    ----------
    kind : str
        `floating_roof`, `cone_roof` or `stainless`.
    volume : Quantity
        Of one tank, within the sizes that the formula holds for; arrays give arrays.
    price_year : int
        Year of the money due, which `price_indices:cepci` must cover.

    Returns
    -------
    Quantity
        Money of `price_year`.

    Raises
    ------
    DataError
        If the kind is unknown, a volume lies outside the correlation, or the index lacks the year.

    Examples
    --------
    >>> print(f"{tank_purchase_cost('floating_roof', Q_('3785.41 m^3'), 2023):.0f}")
    736307 USD_2023
    """
    one_of("cost formula of a tank", kind, KINDS)
    index = data.series("price_indices:cepci")
    if calendar_year("price year of a tank", price_year) not in index:
        raise DataError(
            f"CEPCI has no value for {price_year!r}; it covers {min(index)} to {max(index)} "
            f"({index[min(index)].source})"
        )
    small = "stainless_small" if kind == "stainless" else kind
    least, most = _row(f"{small}:least"), _row(f"{kind}:most")
    _within(kind, volume, least, most)
    now = index[price_year].value.m / _row(f"{kind}:index").m
    cost = _stainless(volume.m_as("m^3")) if kind == "stainless" else _power_law(kind, volume.m_as("gal"))
    return Q_(cost * now, f"USD_{price_year}")


@expects(purchase=CAPEX, factor=FACTOR)
def installed_tank_cost(purchase: Quantity, factor: Quantity | None = None) -> Quantity:
    """Cost of a tank standing on its foundation with piping and bund: ``purchase * factor``.

    Parameters
    ----------
    purchase : Quantity
        As from `tank_purchase_cost`.
    factor : Quantity or float, optional
        Installed over purchased cost; row `terminal_costs:installed_factor` by default.

    Returns
    -------
    Quantity
        Money of the price year of `purchase`.

    Examples
    --------
    >>> print(f"{installed_tank_cost(Q_('736307 USD_2023')):.0f}")
    1840768 USD_2023
    """
    return purchase * (_row("installed_factor") if factor is None else factor)


@expects(cost=CAPEX, premium=PREMIUM)
def methanol_tank_cost(cost: Quantity, premium: Quantity | None = None) -> Quantity:
    """Cost of a product tank fitted out for methanol: ``cost * (1 + premium)``.

    Parameters
    ----------
    cost : Quantity
        Of a plain installed tank. The planning value of a methanol tank already holds the fit-out.
    premium : Quantity or float, optional
        Internal floating roof, blanket, foam and seals; row `terminal_costs:methanol_premium` by default.

    Returns
    -------
    Quantity
        Money of the price year of `cost`.

    Examples
    --------
    >>> print(f"{methanol_tank_cost(Q_('2 MUSD_2023')):.1f}")
    2.4 MUSD_2023
    """
    return cost * (1 + (_row("methanol_premium") if premium is None else premium))


@expects(volume=NOMINAL, unit_cost=UNIT_COST)
def planned_tank_cost(
    volume: Quantity, module: str = "meoh_20k", unit_cost: Quantity | None = None
) -> Quantity:
    """Installed cost of one tank by a planning value: ``c * V0 * (V / V0) ^ n``.

    A planning value is that of a tank of a standard size with its bund, piping and share of the
    fire-fighting, without land and berth. That of methanol already holds the fit-out.

    Parameters
    ----------
    volume : Quantity
        Of one tank, within `terminal_costs:planning:least` and `most`; arrays give arrays.
    module : str
        `meoh_20k` for methanol or `saf_new_15k` for aviation fuel: rows of `capital_costs` and `storage`.
    unit_cost : Quantity, optional
        Cost per volume at the standard size, in place of the row.

    Returns
    -------
    Quantity
        Money of the price year of the planning value.

    Raises
    ------
    DataError
        If the module is unknown, or a volume lies outside what the value is scaled to.

    Examples
    --------
    >>> print(f"{planned_tank_cost(Q_('20000 m^3')).to('MUSD_2025'):.1f}")
    12.0 MUSD_2025
    """
    one_of("planning value", module, PLANNED)
    _within("planning", volume, _row("planning:least"), _row("planning:most"))
    base = data.datum(f"storage:{module}:volume").value
    per_volume = data.datum(f"capital_costs:{module}").value if unit_cost is None else unit_cost
    exponent = data.datum("capital_costs:tank_scale_exponent").value
    return scaled_capex(Q_((per_volume * base).to_reduced_units()), base, volume, exponent)


@expects(new_cost=CAPEX, share=SHARE)
def tank_conversion_cost(new_cost: Quantity, share: Quantity | None = None) -> Quantity:
    """Cost of making an existing fuel-oil tank fit for methanol, as a share of a new one.

    Parameters
    ----------
    new_cost : Quantity
        Of a new tank of the same size.
    share : Quantity or float, optional
        Row `capital_costs:conversion_share` by default: cleaning, lining, roof, seals, foam, inspection.

    Returns
    -------
    Quantity
        Money of the price year of `new_cost`.

    Examples
    --------
    >>> print(f"{tank_conversion_cost(Q_('7.65 MUSD_2025')):.3f}")
    2.295 MUSD_2025
    """
    kept = data.datum("capital_costs:conversion_share").value if share is None else share
    return new_cost * kept.to("")


def _power_law(kind: str, gallons: Any) -> Any:
    return _row(f"{kind}:a").m * gallons ** _row(f"{kind}:b").m


def _stainless(cubic_metres: Any) -> Any:
    small = _row("stainless_small:fixed").m + _row("stainless_small:slope").m * cubic_metres
    large = _row("stainless:fixed").m + _row("stainless:slope").m * cubic_metres
    return np.where(cubic_metres < _row("stainless:least").m_as("m^3"), small, large)[()]


def _within(kind: str, volume: Quantity, least: Quantity, most: Quantity) -> None:
    """Refuse a volume outside the sizes that a cost formula holds for."""
    if np.any(volume < least) or np.any(volume > most):
        sizes = f"{least.m_as('m^3'):,.0f} to {most.m_as('m^3'):,.0f} m^3"
        worst = volume if volume.ndim == 0 else volume[np.argmax((volume < least) | (volume > most))]
        raise DataError(
            f"tank of {worst.m_as('m^3'):,.0f} m^3: the {kind.replace('_', ' ')} cost holds for {sizes}; "
            "take several tanks, another kind, or a quotation"
        )


def _row(key: str) -> Quantity:
    return data.datum(f"terminal_costs:{key}").value
