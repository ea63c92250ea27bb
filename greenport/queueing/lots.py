"""When to order how much where the demand of each period is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greenport.errors import GreenportError
from greenport.units import MASS, Q_, Dimension, Quantity, expects

PERIOD = Dimension("period", "[time]", "1 month", "positive")
HOLDING = Dimension("holding cost", "[money]/[mass]/[time]", "70 USD/t/yr", "not negative")
ORDER = Dimension("order cost", "[money]", "200 kUSD", "not negative")


@dataclass(frozen=True)
class LotPlan:
    """Cargoes that meet a known demand at least cost.

    Parameters
    ----------
    lots : Quantity
        Mass that arrives at the start of each period, nothing in most [mass].
    cost : Quantity
        Cost of the orders and of holding what later periods need [money].
    """

    lots: Quantity
    cost: Quantity


@expects(demand=MASS, order_cost=ORDER, holding_cost=HOLDING, period=PERIOD)
def wagner_whitin(
    demand: Quantity, order_cost: Quantity, holding_cost: Quantity, period: Quantity
) -> LotPlan:
    """Cargoes of least cost for a known demand, whatever their size (Wagner and Whitin 1958).

    ``F(t) = min over s of F(s - 1) + K(s) + h * sum of (j - s) d(j)``: a cargo comes only when the
    stock is empty, and brings the whole demand of some periods.

    Parameters
    ----------
    demand : Quantity
        Mass drawn in each period, an array.
    order_cost : Quantity
        Cost of a cargo that does not depend on its size: one for all periods, or one for each [money].
    holding_cost : Quantity
        Cost of keeping a mass for a time [money/mass/time]; what is drawn in the period in which it
        arrives is not held.
    period : Quantity
        Length of a period.

    Returns
    -------
    LotPlan
        Lots in the unit of `demand`, cost in that of `order_cost`.

    Raises
    ------
    GreenportError
        If the demand is not a list of periods, or the order costs are not as many.

    Examples
    --------
    >>> plan = wagner_whitin(Q_([9, 2, 1, 8], "kt"), Q_("50 kUSD"), Q_("10 USD/t/month"), Q_("1 month"))
    >>> print(plan.lots, plan.cost)
    [12.0 0.0 0.0 8.0] kt 140 kUSD
    """
    if demand.ndim != 1 or not demand.magnitude.size:
        raise GreenportError('demand: a list of periods is due, e.g. Q_([12, 9, 15], "kt")')
    drawn, count = np.asarray(demand.m, dtype=float), demand.magnitude.size
    if np.shape(order_cost.m) not in ((), (count,)):
        raise GreenportError(f"order_cost: one cost, or one for each of the {count} periods, is due")
    if holding_cost.ndim or period.ndim:
        raise GreenportError("holding_cost and period: one number for all periods is due")
    orders = np.broadcast_to(np.asarray(order_cost.m, dtype=float), (count,))
    held = (holding_cost * period * demand.units / order_cost.units).m_as("")
    least, start = np.zeros(count + 1), np.zeros(count, dtype=int)
    for last in range(count):
        # waits[s]: mass times periods held, if one cargo at s serves the periods s … last
        later = np.cumsum(drawn[: last + 1][::-1])[::-1] - drawn[: last + 1]
        waits = np.cumsum(later[::-1])[::-1]
        costs = least[: last + 1] + orders[: last + 1] + held * waits
        start[last] = int(np.argmin(costs))
        least[last + 1] = costs[start[last]]
    lots, last = np.zeros(count), count - 1
    while last >= 0:
        first = start[last]
        lots[first], last = drawn[first : last + 1].sum(), first - 1
    return LotPlan(Q_(lots, demand.units), Q_(float(least[count]), order_cost.units))
