"""Levelised cost: what a unit of product costs over the life of what makes it.

Costs and rate are all real or all nominal, and of one price year. Methods: the simple and the
discounted form of NREL's System Advisor Model, and the fixed charge on overnight cost of NREL's
methanol models.
"""

from __future__ import annotations

import numpy as np

from greenport.costs.finance import CAPEX, LIFE, annuity, yearly_rate
from greenport.costs.prices import unit_price
from greenport.errors import UnitError
from greenport.units import MONEY, MONEY_FLOW, RATE, Dimension, Quantity, expects

PRODUCTION = Dimension(
    "yearly production", "[mass]/[time] or [volume]/[time] or [energy]/[time]", "200 kt/yr", "positive"
)
PRODUCT = Dimension(
    "series of what is made", "[mass] or [volume] or [energy]", "[0, 200, 200] kt", "not negative"
)
PRICE = Dimension("price", "[money]/[mass] or [money]/[volume] or [money]/[energy]", "650 USD/t")
COST_OF_CAPACITY = Dimension(
    "cost of capacity",
    "[money]*[time]/[mass] or [money]*[time]/[volume] or [money]*[time]/[energy]",
    "900 USD/(t/yr)",
    "not negative",
)
CHARGE_RATE = Dimension("fixed charge rate", "1/[time]", "0.0707 1/yr", "not negative")
FACTOR = Dimension("factor", "dimensionless", "1.09", "positive", bare=True)


@expects(capex=CAPEX, opex=MONEY_FLOW, production=PRODUCTION, rate=RATE, life=LIFE)
def levelised_cost(
    capex: Quantity, opex: Quantity, production: Quantity, rate: Quantity, life: Quantity
) -> Quantity:
    """Cost of a unit of product over the life of what makes it, in flat real money.

    ``(CRF * capex + opex) / production``, which equals the discounted costs over the discounted
    production where both are the same every year (simple method of NREL's System Advisor Model).

    Parameters
    ----------
    capex : Quantity
        Money spent when production starts.
    opex : Quantity
        All other costs a year.
    production : Quantity
        Mass, volume or energy a year.
    rate, life : Quantity
        As for `capital_recovery_factor`.

    Returns
    -------
    Quantity
        Money per t, m^3, or GJ or MWh of product, of the common price year of the costs.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, or capex and opex are money of two price years.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> cost = levelised_cost(Q_("25 MUSD"), Q_("0.75 MUSD/yr"), Q_("450 kt/yr"), Q_("8 %"), Q_("25 yr"))
    >>> print(f"{cost:.3f}")
    6.871 USD/t
    """
    return unit_price((annuity(capex, rate, life) + opex) / production)


@expects(costs=MONEY, production=PRODUCT, rate=RATE)
def levelised_cost_of_series(costs: Quantity, production: Quantity, rate: Quantity) -> Quantity:
    """Cost of a unit of product where costs and production differ from year to year.

    ``sum(C_t / (1 + r)^t) / sum(Q_t / (1 + r)^t)``; at a rate of zero plain totals; where all years
    are alike it equals `levelised_cost`.

    Parameters
    ----------
    costs : Quantity
        Money spent each year, the years along the last axis; the first is paid today, as in
        `greenport.costs.net_present_value`.
    production : Quantity
        What is made in the same years: mass, volume or energy, as a rule none in the first.
    rate : Quantity
        Discount rate a year, one number.

    Returns
    -------
    Quantity
        Money per t, m^3, or GJ or MWh of product.

    Raises
    ------
    UnitError
        If the years of the two series are not the same in number, or nothing is made.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> spent, made = Q_([100.0, 10.0, 10.0], "MUSD"), Q_([0.0, 200.0, 200.0], "kt")
    >>> print(f"{levelised_cost_of_series(spent, made, Q_('8 %')):.2f}")
    330.38 USD/t
    """
    if not costs.ndim or not production.ndim or costs.m.shape[-1] != production.m.shape[-1]:
        raise UnitError(
            f"costs of shape {np.shape(costs.m)} and production of shape {np.shape(production.m)}: "
            'series over the same years are due, e.g. Q_([100, 10, 10], "MUSD") and Q_([0, 200, 200], "kt")'
        )
    weights = (1 + yearly_rate(rate)) ** -np.arange(float(costs.m.shape[-1]))
    made = production @ weights
    if np.any(made.m <= 0):
        raise UnitError("production is nothing in every year; without product there is no cost per unit")
    return unit_price(costs @ weights / made)


@expects(
    overnight=COST_OF_CAPACITY,
    charge_rate=CHARGE_RATE,
    fixed=PRICE,
    variable=PRICE,
    feed=PRICE,
    credits=PRICE,
    as_spent=FACTOR,
)
def levelised_cost_by_charge_rate(
    overnight: Quantity,
    charge_rate: Quantity,
    fixed: Quantity,
    variable: Quantity,
    feed: Quantity,
    credits: Quantity | None = None,
    as_spent: Quantity | float = 1.0,
) -> Quantity:
    """Cost of a unit of product by a fixed charge on overnight cost.

    ``TOC * TASC * FCR + fixed + variable + feed - credits``: the form of NREL's methanol models
    (H2Integrate, after NETL). All parts are per unit of product at the output that counts.

    Parameters
    ----------
    overnight : Quantity
        Cost of the plant if built in one night, per unit of product a year.
    charge_rate : Quantity
        Share of the cost to be earned a year, as from `fixed_charge_rate`.
    fixed, variable, feed : Quantity
        Upkeep and crew, consumables, and raw materials, per unit of product.
    credits : Quantity, optional
        Income from by-products per unit of product.
    as_spent : Quantity or float
        Total as-spent cost over overnight cost: interest and escalation while building.

    Returns
    -------
    Quantity
        Money per unit of product, in the unit of `fixed`.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> cost = levelised_cost_by_charge_rate(
    ...     Q_("800 USD/(t/yr)"), Q_("0.07 1/yr"), Q_("20 USD/t"), Q_("12 USD/t"), Q_("140 USD/t"),
    ...     credits=Q_("9 USD/t"), as_spent=1.1)
    >>> print(f"{cost:.1f}")
    224.6 USD/t
    """
    cost = fixed + overnight * charge_rate * as_spent + variable + feed
    return cost if credits is None else cost - credits
