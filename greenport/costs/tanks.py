"""Tanks: their geometry, what they can hold in work, and what they cost to buy, build and convert."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport import data
from greenport.costs.capital import scaled_capex
from greenport.errors import DataError, GreenportError
from greenport.units import LENGTH, MONEY, Q_, SHARE, Dimension, Quantity, expects

HEIGHT = Dimension("height", "[length]", "18 m", "positive")
NOMINAL = Dimension("tank volume", "[volume]", "20000 m^3", "positive")
FACTOR = Dimension("factor", "dimensionless", "2.5", "positive", bare=True)
PREMIUM = Dimension("premium", "dimensionless", "20 %", "not negative")
UNIT_COST = Dimension("price per volume", "[money]/[volume]", "600 USD/m^3", "positive")
PLANNED = ("meoh_20k", "saf_new_15k")
KINDS = ("floating_roof", "cone_roof", "stainless")


@dataclass(frozen=True)
class TankGeometry:
    """An upright cylinder and what it holds.

    Parameters
    ----------
    diameter, height : Quantity
        Of the shell [length].
    max_volume, heel_volume, working_volume : Quantity
        Most that may be filled in, what cannot be pumped out, and what lies between [volume].
    """

    diameter: Quantity
    height: Quantity
    max_volume: Quantity
    heel_volume: Quantity
    working_volume: Quantity


@expects(nominal=NOMINAL, height=HEIGHT)
def tank_diameter(nominal: Quantity, height: Quantity) -> Quantity:
    """Diameter of an upright cylinder: ``sqrt(4 V / (pi H))``.

    Parameters
    ----------
    nominal : Quantity
        Volume of the whole shell.
    height : Quantity
        Of the shell.

    Returns
    -------
    Quantity
        In m.

    Examples
    --------
    >>> print(f"{tank_diameter(Q_('20000 m^3'), Q_('18 m')):.2f}")
    37.61 m
    """
    return Q_(np.sqrt(4 * nominal.m_as("m^3") / (math.pi * height.m_as("m"))), "m")


@expects(nominal=NOMINAL, height=HEIGHT, fill_at_most=SHARE, heel=LENGTH)
def working_volume(nominal: Quantity, height: Quantity, fill_at_most: Quantity, heel: Quantity) -> Quantity:
    """Volume that a tank can receive and issue: ``V * (fill - heel / H)``.

    Parameters
    ----------
    nominal : Quantity
        Volume of the whole shell.
    height : Quantity
        Of the shell.
    fill_at_most : Quantity or float
        Share of the volume that may be filled.
    heel : Quantity
        Depth below the outlet that cannot be pumped out.

    Returns
    -------
    Quantity
        In the unit of `nominal`.

    Raises
    ------
    GreenportError
        If the heel reaches the highest filling, so that nothing is left between.

    Examples
    --------
    >>> print(f"{working_volume(Q_('20000 m^3'), Q_('18 m'), Q_('90 %'), Q_('0.5 m')):.1f}")
    17444.4 m^3
    """
    share = fill_at_most.m_as("") - (heel / height).m_as("")
    if np.any(share <= 0):
        raise GreenportError(
            f"tank: a heel of {heel} in a shell of {height} leaves nothing below a filling of "
            f"{fill_at_most}; give a lower heel or a taller shell, e.g. 0.5 m in 18 m"
        )
    return Q_(nominal.m * share, nominal.units)


@expects(nominal=NOMINAL, height=HEIGHT, fill_at_most=SHARE, heel=LENGTH)
def tank_geometry(
    nominal: Quantity, height: Quantity, fill_at_most: Quantity, heel: Quantity
) -> TankGeometry:
    """Diameter of a tank, and what it holds at most, at least and in work.

    Parameters
    ----------
    nominal, height, fill_at_most, heel : Quantity
        As for `working_volume`; the planning values are rows `storage:fill` and `storage:heel_depth`.

    Returns
    -------
    TankGeometry
        Lengths in m, volumes in the unit of `nominal`.

    Examples
    --------
    >>> tank = tank_geometry(Q_("20000 m^3"), Q_("18 m"), Q_("90 %"), Q_("0.5 m"))
    >>> print(f"{tank.max_volume:.0f}, {tank.heel_volume:.1f}")
    18000 m^3, 555.6 m^3
    """
    return TankGeometry(
        diameter=tank_diameter(nominal, height),
        height=height.to("m"),
        max_volume=Q_(nominal.m * fill_at_most.m_as(""), nominal.units),
        heel_volume=Q_(nominal.m * (heel / height).m_as(""), nominal.units),
        working_volume=working_volume(nominal, height, fill_at_most, heel),
    )


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
    if kind not in KINDS:
        raise DataError(
            f"no cost formula of a {kind!r} tank{data.near(kind, KINDS)}; known are {', '.join(KINDS)}"
        )
    index = data.series("price_indices:cepci")
    if price_year not in index:
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


@expects(purchase=MONEY, factor=FACTOR)
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


@expects(cost=MONEY, premium=PREMIUM)
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
    if module not in PLANNED:
        known = ", ".join(PLANNED)
        raise DataError(f"no planning value {module!r}{data.near(module, PLANNED)}; known are {known}")
    _within("planning", volume, _row("planning:least"), _row("planning:most"))
    base = data.datum(f"storage:{module}:volume").value
    per_volume = data.datum(f"capital_costs:{module}").value if unit_cost is None else unit_cost
    exponent = data.datum("capital_costs:tank_scale_exponent").value
    return scaled_capex(Q_((per_volume * base).to_reduced_units()), base, volume, exponent)


@expects(new_cost=MONEY, share=SHARE)
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
