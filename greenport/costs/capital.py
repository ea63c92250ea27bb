"""What an asset costs: its size, its price year, what is added on top, and its cost a year.

The order of work: scale the known cost, escalate it in the currency of its source, convert it with
`greenport.units.in_currency`, then add contingency and owner's cost.
"""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.costs.arguments import INDEX, calendar_year, takes
from greenport.costs.finance import CAPEX, LIFE, annuity
from greenport.errors import DataError, UnitError
from greenport.units import (
    MONEY_FLOW,
    Q_,
    RATE,
    RATIO,
    Dimension,
    Quantity,
    at_price_year,
    expects,
    price_year,
    unit_text,
)

SIZE = Dimension(
    "size",
    "[volume] or [mass] or [area] or [power] or [mass]/[time] or [volume]/[time] or dimensionless",
    "20000 m^3",
    "positive",
)
ADDITION = Dimension("addition", "dimensionless", "30 %", "not negative")
YEARLY_SHARE = Dimension("share a year", "dimensionless or 1/[time]", "3 %", "not negative")


@expects(base_capex=CAPEX, base_size=SIZE, size=SIZE, exponent=RATIO)
def scaled_capex(base_capex: Quantity, base_size: Quantity, size: Quantity, exponent: Quantity) -> Quantity:
    """Cost of the same thing in another size: ``C2 = C1 * (S2 / S1) ^ n``.

    The law holds for one unit; k equal units cost k times as much, not ``k ^ n`` (Turton et al.,
    *Analysis, Synthesis and Design of Chemical Processes*, 5th ed., 2018, section 7.2).

    Parameters
    ----------
    base_capex : Quantity
        Known cost.
    base_size, size : Quantity
        Its size and the size wanted, of one kind and above zero; arrays give arrays.
    exponent : Quantity or float
        About 0.5 to 0.8 for tanks, vessels and plants.

    Returns
    -------
    Quantity
        Money of the price year of `base_capex`.

    Raises
    ------
    UnitError
        If the sizes are of two kinds, or not above zero.

    Examples
    --------
    >>> print(f"{scaled_capex(Q_('12 MUSD'), Q_('20000 m^3'), Q_('10000 m^3'), 0.65):.2f}")
    7.65 MUSD
    """
    ratio = size.to(base_size.units) / base_size
    grown: Quantity = ratio ** exponent.m_as("")
    return base_capex * grown


@takes(index=INDEX)
def escalation_factor(from_year: int, to_year: int, index: str = "CEPCI") -> Quantity:
    """Growth of a cost index from one year to another.

    Parameters
    ----------
    from_year, to_year : int
        Calendar years that the index covers.
    index : str
        Key of table `price_indices`, in upper or lower case.

    Returns
    -------
    Quantity
        A plain ratio.

    Raises
    ------
    GreenportError
        If a year is no whole number, or the index no text.
    DataError
        If the index is unknown or has no value for a year.

    Examples
    --------
    >>> print(f"{escalation_factor(2005, 2024):.4f}")
    1.7061
    """
    values = data.series(f"price_indices:{index.lower()}")
    for year in (from_year, to_year):
        if calendar_year("escalation", year) not in values:
            source = next(iter(values.values())).source
            raise DataError(
                f"{index} has no value for {year}; it covers {min(values)} to {max(values)} ({source}). "
                "Add the year to datasets/price_indices.csv or name another index"
            )
    return (values[to_year].value / values[from_year].value).to("")


def escalate(amount: Quantity, from_year: int, to_year: int, index: str = "CEPCI") -> Quantity:
    """Bring money from the prices of one year to those of another by a cost index.

    Parameters
    ----------
    amount : Quantity
        Anything with money in it, e.g. ``600 USD_2019/m^3``; money without a year is taken as of
        `from_year`.
    from_year, to_year : int
        Price years.
    index : str
        Key of table `price_indices`. An index follows one currency: escalate before converting.

    Returns
    -------
    Quantity
        The same kind of quantity with money of `to_year`.

    Raises
    ------
    UnitError
        If the amount holds no money, or money of another year than `from_year`.
    DataError
        If the index is unknown or has no value for a year.

    Examples
    --------
    >>> print(f"{escalate(Q_('600 USD_2019/m^3'), 2019, 2024):.1f}")
    788.9 USD_2024/m^3
    """
    factor = escalation_factor(from_year, to_year, index).m
    stated = at_price_year(amount, from_year)
    if price_year(stated) is None:
        raise UnitError(f'amount of {amount} holds no money to escalate; give it e.g. as "600 USD_2019/m^3"')
    if not np.all(np.isfinite(np.asarray(stated.m, dtype=float))):
        raise UnitError(f'amount of {amount} is not a finite number; give it e.g. as "600 USD_2019/m^3"')
    units = unit_text(stated.units).replace(f"_{from_year}", f"_{to_year}")
    return Q_(stated.m * factor, units)


@expects(capex=CAPEX, contingency=ADDITION, owner_cost=ADDITION)
def installed_cost(capex: Quantity, contingency: Quantity, owner_cost: Quantity) -> Quantity:
    """Cost to the owner: ``capex * (1 + contingency) * (1 + owner_cost)``.

    Parameters
    ----------
    capex : Quantity
        Cost of the works as estimated.
    contingency, owner_cost : Quantity or float
        What is added for the unforeseen, and on top of that for the owner's own work.

    Returns
    -------
    Quantity
        Money of the price year of `capex`.

    Examples
    --------
    >>> print(f"{installed_cost(Q_('12 MUSD_2025'), Q_('30 %'), Q_('15 %')):.2f}")
    17.94 MUSD_2025
    """
    return capex * (1 + contingency) * (1 + owner_cost)


@expects(capex=CAPEX, rate=RATE, life=LIFE, opex_share=YEARLY_SHARE, fixed_opex=MONEY_FLOW)
def asset_annual_cost(
    capex: Quantity,
    rate: Quantity,
    life: Quantity,
    opex_share: Quantity | None = None,
    fixed_opex: Quantity | None = None,
) -> Quantity:
    """Yearly cost of an asset: annuity, a share of its cost, and fixed payments.

    Parameters
    ----------
    capex : Quantity
        Cost to the owner, as from `installed_cost`.
    rate, life : Quantity
        Cost of capital a year, and the life over which it is paid back.
    opex_share : Quantity or float, optional
        Upkeep a year as a share of `capex`, e.g. ``3 %``.
    fixed_opex : Quantity, optional
        Crew, rent and fees a year.

    Returns
    -------
    Quantity
        Money a year of the price year of `capex`.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, or the moneys are of two price years.

    Examples
    --------
    >>> print(f"{asset_annual_cost(Q_('25 MUSD'), Q_('8 %'), Q_('25 yr'), opex_share=Q_('3 %')):.4f}")
    3.0920 MUSD/yr
    """
    yearly = annuity(capex, rate, life)
    if opex_share is not None:
        share = opex_share / Q_("1 yr") if opex_share.dimensionless else opex_share
        yearly = yearly + capex * share
    return yearly if fixed_opex is None else yearly + fixed_opex
