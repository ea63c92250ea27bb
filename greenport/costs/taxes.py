"""Profits tax in a cash flow: depreciation, flows after tax, sale of an asset, minimum selling price.

Flows, prices and the discount rate are all nominal (money of the day) or all real (money of today).
Depreciation is always nominal, because it is a share of what was once paid: under real flows it is
deflated, which the argument `inflation` does; then both readings give one net present value. The
equations are those of any text on engineering economics, e.g. Blank and Tarquin, *Engineering
Economy*, 7th ed., 2012, chapters 14, 16 and 17.

A loss is set against other profits of the owner in the same year: its tax counts as income. Interest
is not deducted, for the cost of capital after tax (`weighted_cost_of_capital`) already does so.
"""

from __future__ import annotations

import numpy as np

from greenport.costs.cashflow import net_present_value
from greenport.costs.depreciation import written_off
from greenport.costs.finance import CAPEX, yearly_rate
from greenport.costs.prices import unit_price
from greenport.errors import GreenportError, UnitError
from greenport.units import MONEY, Q_, RATE, SHARE, Dimension, Quantity, expects

FLOW = Dimension("amount of money, at once or a year", "[money] or [money]/[time]", "3 MUSD")
AMOUNTS = Dimension("series of shares or of money", "dimensionless or [money]", "[20, 32, 19.2] %")
OUTPUT = Dimension("yearly production", "[mass] or [volume] or [energy]", "200 kt", "not negative")


@expects(revenue=FLOW, cost=FLOW, depreciation=FLOW, tax=SHARE)
def after_tax_cash_flow(revenue: Quantity, cost: Quantity, depreciation: Quantity, tax: Quantity) -> Quantity:
    """Cash left in a year after tax: ``(1 - T) * (R - C) + T * D``.

    Without tax ``R - C``. Depreciation moves no cash; it only lowers the tax.

    Parameters
    ----------
    revenue, cost, depreciation : Quantity
        Of one year, or arrays over years; all money, or all money a year.
    tax : Quantity
        Rate of tax on profits.

    Returns
    -------
    Quantity
        In the unit of `revenue`; a loss has its tax refunded (see the head of this module).

    Examples
    --------
    >>> print(after_tax_cash_flow(Q_("1500 USD/yr"), Q_("0 USD/yr"), Q_("1000 USD/yr"), Q_("40 %")))
    1300 USD/yr
    """
    taken = tax.m_as("")
    return Q_((revenue - cost) * (1 - taken) + depreciation * taken)


@expects(price=MONEY, book=MONEY, tax=SHARE)
def after_tax_sale(price: Quantity, book: Quantity, tax: Quantity) -> Quantity:
    """Cash from the sale of an asset: ``S - T * (S - book)``.

    At its book value no tax falls due; below, tax is saved. The gain is part of the price and is not
    added to it.

    Parameters
    ----------
    price, book : Quantity
        What the buyer pays, and what is left in the books then.
    tax : Quantity
        Rate of tax on profits.

    Returns
    -------
    Quantity
        In the unit of `price`.

    Examples
    --------
    >>> print(after_tax_sale(Q_("250000 USD"), Q_("156200 USD"), Q_("40 %")))
    212480 USD
    """
    return Q_(price - (price - book) * tax.m_as(""))


@expects(amounts=AMOUNTS, inflation=RATE)
def deflated(amounts: Quantity, inflation: Quantity) -> Quantity:
    """Nominal amounts at the ends of years 1, 2 … in money of today: ``A_t / (1 + f)^t``.

    Parameters
    ----------
    amounts : Quantity
        Money or shares of money, the years along the last axis.
    inflation : Quantity
        Rate a year, one number.

    Returns
    -------
    Quantity
        In the same unit. The price year that a unit names stays: these are amounts of that year's
        money from now on.

    Examples
    --------
    >>> deflated(Q_([50.0, 50.0], "percent"), Q_("4 %")).m.round(3)
    array([48.077, 46.228])
    """
    if not amounts.ndim:
        raise UnitError(f'amounts of {amounts}: a series of years is due, e.g. Q_([50, 50], "percent")')
    return Q_(amounts * (1 + yearly_rate(inflation)) ** -np.arange(1.0, amounts.m.shape[-1] + 1))


@expects(
    invested=CAPEX, revenue=MONEY, cost=MONEY, shares=SHARE, tax=SHARE, rate=RATE, inflation=RATE, sale=MONEY
)
def after_tax_net_present_value(
    invested: Quantity,
    revenue: Quantity,
    cost: Quantity,
    shares: Quantity,
    tax: Quantity,
    rate: Quantity,
    inflation: Quantity | None = None,
    sale: Quantity | None = None,
) -> Quantity:
    """Net present value after tax: ``-I + sum(ATCF_t / (1 + r)^t) + after-tax sale``.

    Without tax it is the `net_present_value` of ``R - C``.

    Parameters
    ----------
    invested : Quantity
        Paid today.
    revenue, cost : Quantity
        Of each year, from the first to the last of the study, along the last axis; one number stands for
        all years.
    shares : Quantity
        Depreciation of each year as a share of `invested`: its length is that of the study.
    tax : Quantity
        Rate of tax on profits, one number.
    rate : Quantity
        Discount rate after tax.
    inflation : Quantity, optional
        Give it where revenue, cost, sale and rate are real: depreciation and book value are then
        deflated. Leave it out where they are nominal.
    sale : Quantity, optional
        Price of the asset at the end of the last year. Left out: it is given up for nothing and what is
        left in the books is not claimed.

    Returns
    -------
    Quantity
        Money of the price year of the flows.

    Raises
    ------
    GreenportError
        If more is written off than was paid.

    Examples
    --------
    >>> worth = after_tax_net_present_value(
    ...     Q_("5000 USD"), Q_("1500 USD"), Q_("0 USD"), Q_([20.0] * 5, "percent"), Q_("40 %"), Q_("10 %"))
    >>> print(f"{worth:.2f}")
    -71.98 USD
    """
    if not shares.ndim:
        raise UnitError(f'shares of {shares}: one for each year is due, e.g. Q_([50, 50], "percent")')
    left = 1 - written_off(shares).m[..., -1]
    if inflation is not None:
        shares = deflated(shares, inflation)
        left = left * (1 + yearly_rate(inflation)) ** -float(shares.m.shape[-1])
    unit = invested.units
    flows = after_tax_cash_flow(
        revenue, cost, invested[..., None] * shares if invested.ndim else invested * shares, tax
    )
    money = np.asarray(flows.m_as(unit), dtype=float)
    if sale is not None:
        end = np.zeros(shares.m.shape[-1])
        end[-1] = 1.0
        proceeds = np.asarray(after_tax_sale(sale, invested * left, tax).m_as(unit), dtype=float)
        money = money + proceeds[..., None] * end
    paid = np.broadcast_to(-np.asarray(invested.m, dtype=float)[..., None], (*money.shape[:-1], 1))
    return net_present_value(Q_(np.concatenate([paid, money], axis=-1), unit), rate)


@expects(
    invested=CAPEX,
    cost=MONEY,
    production=OUTPUT,
    shares=SHARE,
    tax=SHARE,
    rate=RATE,
    inflation=RATE,
    sale=MONEY,
)
def minimum_selling_price(
    invested: Quantity,
    cost: Quantity,
    production: Quantity,
    shares: Quantity,
    tax: Quantity,
    rate: Quantity,
    inflation: Quantity | None = None,
    sale: Quantity | None = None,
) -> Quantity:
    """Price of the product at which a plant is worth just what it costs: net present value of nothing.

    The value is linear in the price, so that two of them give it: ``p = -NPV(0) / (NPV(1) - NPV(0))``.
    Without tax it is the `levelised_cost`.

    Parameters
    ----------
    invested, cost, shares, tax, rate, inflation, sale : Quantity
        As for `after_tax_net_present_value`; under nominal flows the price is the same amount of money
        every year, under real flows it keeps pace with inflation.
    production : Quantity
        Mass, volume or energy made each year, along the last axis; one number stands for all years.

    Returns
    -------
    Quantity
        Money per t, m^3, or GJ or MWh of product.

    Raises
    ------
    GreenportError
        If nothing is made, or the tax takes all income, so that no price pays.

    Examples
    --------
    >>> from greenport.costs.depreciation import depreciation_shares
    >>> price = minimum_selling_price(
    ...     Q_("100 MUSD"), Q_("10 MUSD"), Q_("100 kt"), depreciation_shares("hk_plant_20", 20),
    ...     Q_("16.5 %"), Q_("8 %"))
    >>> print(f"{price:.2f}")
    205.06 USD/t
    """
    one = Q_(1.0, invested.units) / Q_(1.0, production.units)

    def worth(price: Quantity) -> Quantity:
        revenue = (production * price).to(invested.units)
        return after_tax_net_present_value(invested, revenue, cost, shares, tax, rate, inflation, sale)

    unpaid = worth(0 * one)
    gain = worth(one) - unpaid
    if np.any(gain.m <= 0):
        raise GreenportError(
            f"minimum selling price: income adds nothing (production {production}, tax {tax}), so that no "
            "price pays; give a production above zero and a tax below 100 %"
        )
    return unit_price(-unpaid / gain * one)
