"""Stocks against demand that varies by many small draws, so that its sum is nearly normal.

The formulas are those of any text on inventory, e.g. Snyder and Shen, *Fundamentals of Supply Chain
Theory*, 2nd ed., 2019, chapters 4 and 6. Where a few large stems make the demand, `lumpy_demand_quantile`
tells more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport.errors import GreenportError
from greenport.units import MASS, MASS_FLOW, Q_, SHARE, TIME, Dimension, Quantity, expects

SPREAD = Dimension("standard deviation of demand", "[mass]/[time]**0.5", "300 t/d^0.5", "not negative")
LEFT = Dimension("cost of what is left or lacking", "[money]/[mass]", "70 USD/t", "positive")
KEPT = Dimension("cost of what is held or owed", "[money]/[mass]/[time]", "70 USD/t/yr", "positive")
AT_ONCE = Q_(0.0, "d")
NO_DEMAND = Q_(0.0, "t/d")


@dataclass(frozen=True)
class OrderUpTo:
    """A stock that is filled up to a level, and what the chance of demand still costs.

    Parameters
    ----------
    level : Quantity
        Stock, with what is on order, after each order [mass].
    cost : Quantity
        Expected cost of what is left and of what is lacking: money, or money per time.
    """

    level: Quantity
    cost: Quantity


@expects(service=SHARE)
def safety_factor(service: Quantity) -> Quantity:
    """Standard deviations above the mean that normal demand exceeds as seldom as the service allows.

    Parameters
    ----------
    service : Quantity or float
        Probability of not running out before a cargo arrives, above 0 and below 100 %; arrays give arrays.

    Returns
    -------
    Quantity
        A plain number; negative below 50 %.

    Raises
    ------
    GreenportError
        If the service is 0 or 100 %.

    Examples
    --------
    >>> print(f"{safety_factor(Q_('97 %')):.2f}")
    1.88
    """
    from scipy.special import ndtri

    level = np.asarray(service.m_as(""), dtype=float)
    if np.any((level == 0) | (level == 1)):
        raise GreenportError('service of 0 or 100 % is never or always met; give e.g. "99.5 %"')
    return Q_(ndtri(level)[()])


@expects(spread=SPREAD, lead=TIME, review=TIME, demand=MASS_FLOW, lead_deviation=TIME)
def deviation_over_lead(
    spread: Quantity,
    lead: Quantity,
    review: Quantity = AT_ONCE,
    demand: Quantity = NO_DEMAND,
    lead_deviation: Quantity = AT_ONCE,
) -> Quantity:
    """Standard deviation of the demand from one order until the next one arrives.

    ``sqrt(s^2 (L + R) + (d sL)^2)``: what varies in the demand, and what a late cargo adds to it.

    Parameters
    ----------
    spread : Quantity
        Standard deviation of demand, which grows with the root of time, e.g. ``300 t/d^0.5`` where it
        is 300 t in a day and 600 t in four.
    lead : Quantity
        Time from order to arrival.
    review : Quantity
        Time between two orders, nothing by default.
    demand : Quantity
        Mean mass drawn per time; needed only where the lead varies.
    lead_deviation : Quantity
        Standard deviation of the lead, nothing by default.

    Returns
    -------
    Quantity
        In t.

    Raises
    ------
    GreenportError
        If the lead varies and no demand is given.

    Examples
    --------
    >>> spread, lead = Q_("300 t/d^0.5"), Q_("9 d")
    >>> print(deviation_over_lead(spread, lead, review=Q_("7 d")))
    1200 t
    >>> print(deviation_over_lead(spread, lead, demand=Q_("400 t/d"), lead_deviation=Q_("3 d")))
    1500 t
    """
    varies, drawn = lead_deviation.m_as("d"), demand.m_as("t/d")
    if np.any((np.asarray(varies) > 0) & (np.asarray(drawn) == 0)):
        raise GreenportError(
            "lead_deviation: a lead that varies needs the demand it lets wait; give e.g. 400 t/d"
        )
    own = spread.m_as("t/d^0.5") ** 2 * (lead + review).m_as("d")
    return Q_(np.sqrt(own + (drawn * varies) ** 2), "t")


@expects(service=SHARE, deviation=MASS)
def safety_stock(service: Quantity, deviation: Quantity) -> Quantity:
    """Stock above the mean demand that keeps a service: ``z sd``.

    Parameters
    ----------
    service : Quantity or float
        As for `safety_factor`.
    deviation : Quantity
        Standard deviation of the demand until the next arrival, see `deviation_over_lead`.

    Returns
    -------
    Quantity
        In t; negative for a service below 50 %.

    Examples
    --------
    >>> print(f"{safety_stock(Q_('97 %'), Q_('5 t')):.1f}")
    9.4 t
    """
    return (safety_factor(service) * deviation).to("t")


@expects(demand=MASS_FLOW, lead=TIME, safety=MASS)
def reorder_point(demand: Quantity, lead: Quantity, safety: Quantity) -> Quantity:
    """Stock at which a cargo is ordered: ``d L`` and the safety stock.

    Parameters
    ----------
    demand : Quantity
        Mean mass drawn per time.
    lead : Quantity
        Time from order to arrival.
    safety : Quantity
        Safety stock, see `safety_stock`.

    Returns
    -------
    Quantity
        In t.

    Examples
    --------
    >>> print(reorder_point(Q_("400 t/d"), Q_("9 d"), Q_("2500 t")))
    6100 t
    """
    return (demand * lead + safety).to("t")


@expects(mean=MASS, deviation=MASS, left=LEFT, lacking=LEFT)
def newsvendor(mean: Quantity, deviation: Quantity, left: Quantity, lacking: Quantity) -> OrderUpTo:
    """Stock for one season of normal demand: what is left is lost, what is lacking is missed.

    The level is exceeded with probability ``h / (p + h)``; the cost is ``(h + p) phi(z) sd``.

    Parameters
    ----------
    mean, deviation : Quantity
        Mean and standard deviation of the season's demand.
    left, lacking : Quantity
        Cost h of a mass that is left, and p of one that is lacking [money/mass].

    Returns
    -------
    OrderUpTo
        Its cost is money of the price year given.

    Raises
    ------
    GreenportError
        If the best level is below nothing, where demand cannot be normal.

    Examples
    --------
    >>> stock = newsvendor(Q_("120 t"), Q_("10 t"), Q_("2 USD/t"), Q_("18 USD/t"))
    >>> print(f"{stock.level:.1f}, {stock.cost:.1f}")
    132.8 t, 35.1 USD
    """
    return _order_up_to(mean, deviation, left, lacking)


@expects(demand=MASS_FLOW, spread=SPREAD, lead=TIME, review=TIME, held=KEPT, owed=KEPT)
def base_stock(
    demand: Quantity, spread: Quantity, lead: Quantity, review: Quantity, held: Quantity, owed: Quantity
) -> OrderUpTo:
    """Level up to which a stock is ordered at each review, where what is lacking is delivered later.

    That of `newsvendor` for the demand over ``L + R``.

    Parameters
    ----------
    demand, spread, lead, review : Quantity
        As for `deviation_over_lead`.
    held, owed : Quantity
        Cost of holding a mass for a time, and of owing one for a time [money/mass/time].

    Returns
    -------
    OrderUpTo
        Its cost is money per time.

    Raises
    ------
    GreenportError
        If the best level is below nothing, where demand cannot be normal.

    Examples
    --------
    >>> costs = Q_("0.2 USD/t/d"), Q_("1.8 USD/t/d")
    >>> stock = base_stock(Q_("400 t/d"), Q_("300 t/d^0.5"), Q_("9 d"), Q_("7 d"), *costs)
    >>> print(f"{stock.level:.0f}, {stock.cost:.0f}")
    7938 t, 421 USD/d
    """
    mean = (demand * (lead + review)).to("t")
    return _order_up_to(mean, deviation_over_lead(spread, lead, review), held, owed)


def _order_up_to(mean: Quantity, deviation: Quantity, over: Quantity, under: Quantity) -> OrderUpTo:
    spread = deviation.to("t")
    z: Any = safety_factor((under / (under + over)).to("")).m
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    level = (mean + z * spread).to("t")
    if np.any(level.m < 0):
        raise GreenportError(
            f"stock: the best level is {np.min(level.m):.4g} t, below nothing, because a demand of {mean} "
            f"that deviates by {spread} is not normal; give a smaller deviation, or see lumpy_demand_quantile"
        )
    return OrderUpTo(level, (over + under) * density * spread)
