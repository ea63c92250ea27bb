"""What a vessel costs: owned, hired, or at the rate that its owner needs."""

from __future__ import annotations

import numpy as np

from greenport.costs.finance import CAPEX, LIFE, annuity
from greenport.costs.prices import unit_price
from greenport.errors import UnitError
from greenport.units import MONEY_FLOW, Q_, RATE, TIME, Dimension, Quantity, expects

ON_HIRE = Dimension("share of the year", "dimensionless", "350 d/yr", "share")
DELIVERED = Dimension("mass delivered per time", "[mass]/[time]", "250 kt/yr", "positive")


@expects(price=CAPEX, rate=RATE, life=LIFE, running_cost=MONEY_FLOW)
def vessel_annual_cost(price: Quantity, rate: Quantity, life: Quantity, running_cost: Quantity) -> Quantity:
    """Yearly cost of an owned vessel, without its fuel: annuity and running cost.

    Parameters
    ----------
    price : Quantity
        What the vessel costs.
    rate, life : Quantity
        Cost of capital a year and life of the vessel.
    running_cost : Quantity
        Crew, stores, insurance and upkeep [money/time].

    Returns
    -------
    Quantity
        Money a year, of the common price year.

    Examples
    --------
    >>> print(f"{vessel_annual_cost(Q_('25 MUSD'), Q_('8 %'), Q_('25 yr'), Q_('4500 USD/d')):.3f}")
    3.984 MUSD/yr
    """
    return annuity(price, rate, life) + running_cost


@expects(hire_rate=MONEY_FLOW, hours=TIME)
def hire_cost(hire_rate: Quantity, hours: Quantity) -> Quantity:
    """Cost of a vessel hired for some hours, paid for in parts of a day.

    Parameters
    ----------
    hire_rate : Quantity
        Rate of the hire [money/time].
    hours : Quantity
        Ship's time used.

    Examples
    --------
    >>> print(hire_cost(Q_("10000 USD/d"), Q_("96 h")))
    40000 USD
    """
    return Q_((hire_rate * hours).to_reduced_units())


@expects(yearly_cost=MONEY_FLOW, delivered=DELIVERED)
def delivery_cost(yearly_cost: Quantity, delivered: Quantity) -> Quantity:
    """Cost of delivery per mass: what the fleet costs a year over what it delivers a year.

    Parameters
    ----------
    yearly_cost : Quantity
        Of all vessels, with hire and fuel.
    delivered : Quantity
        Mass a year.

    Returns
    -------
    Quantity
        Money per t.

    Examples
    --------
    >>> print(delivery_cost(Q_("4 MUSD/yr"), Q_("250 kt/yr")))
    16 USD/t
    """
    return unit_price(yearly_cost / delivered)


@expects(price=CAPEX, rate=RATE, life=LIFE, running_cost=MONEY_FLOW, on_hire=ON_HIRE)
def required_charter_rate(
    price: Quantity, rate: Quantity, life: Quantity, running_cost: Quantity, on_hire: Quantity
) -> Quantity:
    """Charter rate that pays a ship's capital and running cost in the days it is on hire.

    Parameters
    ----------
    price : Quantity
        What the ship costs.
    rate, life : Quantity
        Cost of capital a year and life of the ship.
    running_cost : Quantity
        Crew, stores, insurance and upkeep, every day of the year [money/time].
    on_hire : Quantity or float
        Share of the year that is paid for, e.g. ``350 d/yr``.

    Returns
    -------
    Quantity
        Money per time on hire, in the unit of `running_cost`.

    Raises
    ------
    UnitError
        If the ship is never on hire, or for more than the whole year.

    Examples
    --------
    >>> rate = required_charter_rate(Q_("25 MUSD"), Q_("10 %"), Q_("20 yr"), Q_("4500 USD/d"), Q_("350 d/yr"))
    >>> print(f"{rate:.0f}")
    13083 USD/d
    """
    return (running_cost + annuity(price, rate, life)) / worked(on_hire)


def worked(on_hire: Quantity) -> Quantity:
    """Share of the year that a ship works, as a plain number, refused where it never does.

    >>> print(worked(Q_("292 d/yr")))
    0.8
    """
    if np.any(on_hire.m == 0):
        raise UnitError(f'on_hire of {on_hire} never works; a share of the year is due, e.g. "350 d/yr"')
    return on_hire.to("")
