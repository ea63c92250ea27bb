"""Time value of money: annuities, discounting, the cost of capital.

Rates are yearly and may be written ``7 %`` or ``0.07/yr``; every flow falls at the end of its year.
A rate and the money it discounts must both be real or both nominal: `real_rate` leads from one to
the other. The formulas are those of any text on engineering economics, e.g. Blank and Tarquin,
*Engineering Economy*, 7th ed., 2012, chapters 2, 5 and 7.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport.errors import UnitError
from greenport.units import Q_, RATE, SHARE, TIME, Dimension, Quantity, expects

CAPEX = Dimension("capital cost", "[money]", "15 MUSD", "not negative")
LIFE = Dimension("life", "[time]", "20 yr", "positive")


@expects(rate=RATE, life=LIFE)
def capital_recovery_factor(rate: Quantity, life: Quantity) -> Quantity:
    """Constant yearly payment that pays back one unit of capital with interest.

    ``r / (1 - (1 + r)^-n)``; at a rate of zero ``1 / n``; for a long life it tends to the rate itself.

    Parameters
    ----------
    rate : Quantity
        Interest a year, above -100 %; arrays give arrays.
    life : Quantity
        Any time above zero, whole years or not.

    Returns
    -------
    Quantity
        In 1/yr.

    Raises
    ------
    UnitError
        If the life is not above zero, or the rate not above -100 %.

    Examples
    --------
    >>> print(f"{capital_recovery_factor(Q_('8 %'), Q_('20 yr')):.7f}")
    0.1018522 1/yr
    >>> print(capital_recovery_factor(Q_("0 %"), Q_("20 yr")))
    0.05 1/yr
    """
    return 1 / annuity_factor(rate, life)


@expects(rate=RATE, life=LIFE)
def annuity_factor(rate: Quantity, life: Quantity) -> Quantity:
    """Present value of one unit of money a year, paid at each year's end over a life.

    ``(1 - (1 + r)^-n) / r``, the inverse of `capital_recovery_factor`; ``n`` at a rate of zero.

    Parameters
    ----------
    rate : Quantity
        Interest a year, above -100 %; arrays give arrays.
    life : Quantity
        Any time above zero.

    Returns
    -------
    Quantity
        In yr: times a yearly payment it gives money.

    Examples
    --------
    >>> print(f"{annuity_factor(Q_('0.25 %'), Q_('10 yr')):.4f}")
    9.8639 yr
    """
    r, n = yearly_rate(rate), life.m_as("yr")
    # expm1 and log1p keep the digits that 1 - (1 + r)^-n loses where the rate is small; below 1e-20
    # the factor is the life to all digits.
    flat = np.abs(r) < 1e-20
    paid_back = -np.expm1(-n * np.log1p(r))
    return Q_(np.where(flat, n, paid_back / np.where(flat, 1.0, r))[()], "yr")


@expects(rate=RATE, time=TIME)
def present_value_factor(rate: Quantity, time: Quantity) -> Quantity:
    """Present value of one unit of money paid after a time: ``(1 + r)^-t``.

    Parameters
    ----------
    rate : Quantity
        Interest a year, above -100 %; arrays give arrays.
    time : Quantity
        From now until the payment.

    Returns
    -------
    Quantity
        A plain ratio.

    Examples
    --------
    >>> print(f"{present_value_factor(Q_('10 %'), Q_('2 yr')):.4f}")
    0.8264
    """
    return Q_((1 + yearly_rate(rate)) ** -time.m_as("yr"))


@expects(capex=CAPEX, rate=RATE, life=LIFE)
def annuity(capex: Quantity, rate: Quantity, life: Quantity) -> Quantity:
    """Yearly cost of a capital sum: the sum times its `capital_recovery_factor`.

    Parameters
    ----------
    capex : Quantity
        Money spent when the asset starts.
    rate, life : Quantity
        As for `capital_recovery_factor`.

    Returns
    -------
    Quantity
        Money a year, of the price year of `capex`.

    Examples
    --------
    >>> print(f"{annuity(Q_('100 MUSD_2025'), Q_('8 %'), Q_('30 yr')):.5f}")
    8.88274 MUSD_2025/yr
    """
    return capex * capital_recovery_factor(rate, life)


@expects(rate=RATE, life=LIFE, tax=SHARE, depreciation=SHARE)
def fixed_charge_rate(rate: Quantity, life: Quantity, tax: Quantity, depreciation: Quantity) -> Quantity:
    """Yearly income before tax, per unit of capital, that repays it with interest and pays the tax.

    ``CRF * (1 - T * PVdep) / (1 - T)``; without tax the `capital_recovery_factor`, and so it is where
    the whole cost is written off at once.

    Parameters
    ----------
    rate : Quantity
        Cost of capital after tax, a year.
    life : Quantity
        Any finite time above zero.
    tax : Quantity
        Rate of tax on profits, below 100 %.
    depreciation : Quantity
        Present value of the depreciation at `rate`, as a share of the cost.

    Returns
    -------
    Quantity
        In 1/yr.

    Raises
    ------
    UnitError
        If the tax takes everything.

    Examples
    --------
    >>> print(f"{fixed_charge_rate(Q_('8 %'), Q_('20 yr'), Q_('16.5 %'), Q_('70 %')):.6f}")
    0.107890 1/yr
    """
    taken = tax.m_as("")
    if np.any(taken >= 1):
        raise UnitError(f'tax of {tax} takes the whole profit; a tax below 100 % is due, e.g. "16.5 %"')
    return Q_(capital_recovery_factor(rate, life) * (1 - taken * depreciation.m_as("")) / (1 - taken))


@expects(equity_share=SHARE, equity_cost=RATE, debt_cost=RATE, tax=SHARE)
def weighted_cost_of_capital(
    equity_share: Quantity, equity_cost: Quantity, debt_cost: Quantity, tax: Quantity
) -> Quantity:
    """Weighted average cost of capital after tax: ``E/V * ke + D/V * kd * (1 - T)``.

    All equity costs what equity costs; interest lowers the taxable profit, hence ``1 - T``. The two
    rates must both be nominal (then the result is) or both real (then it is only nearly so, because
    tax relief is on nominal interest).

    Parameters
    ----------
    equity_share : Quantity
        Equity as a share of the capital; the rest is debt.
    equity_cost, debt_cost : Quantity
        What owners and lenders ask a year.
    tax : Quantity
        Rate of tax on profits.

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> rate = weighted_cost_of_capital(Q_("40 %"), Q_("12 %"), Q_("5 %"), Q_("16.5 %"))
    >>> print(f"{rate:.3f}")
    7.305 %
    """
    equity = equity_share.m_as("")
    debt = (1 - equity) * yearly_rate(debt_cost) * (1 - tax.m_as(""))
    return Q_(100 * (equity * yearly_rate(equity_cost) + debt), "percent")


@expects(nominal=RATE, inflation=RATE)
def real_rate(nominal: Quantity, inflation: Quantity) -> Quantity:
    """Rate in money of constant worth: ``(1 + i) / (1 + f) - 1`` (Fisher).

    Parameters
    ----------
    nominal, inflation : Quantity
        Rates a year, above -100 %.

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> print(f"{real_rate(Q_('10.24 %'), Q_('4 %')):.4f}")
    6.0000 %
    """
    return Q_(100 * ((1 + yearly_rate(nominal)) / (1 + yearly_rate(inflation)) - 1), "percent")


@expects(real=RATE, inflation=RATE)
def nominal_rate(real: Quantity, inflation: Quantity) -> Quantity:
    """Rate in money of the day, the inverse of `real_rate`: ``(1 + r) * (1 + f) - 1``.

    Parameters
    ----------
    real, inflation : Quantity
        Rates a year, above -100 %.

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> print(f"{nominal_rate(Q_('6 %'), Q_('4 %')):.4f}")
    10.2400 %
    """
    return Q_(100 * ((1 + yearly_rate(real)) * (1 + yearly_rate(inflation)) - 1), "percent")


def yearly_rate(rate: Quantity) -> Any:
    """Give a rate as a plain number a year, whichever way it was written.

    Raises
    ------
    UnitError
        If the rate is not above -100 %.

    Examples
    --------
    >>> yearly_rate(Q_("7 %")), yearly_rate(Q_("0.07/yr"))
    (0.07, 0.07)
    """
    plain = rate.m_as("") if rate.dimensionless else rate.m_as("1/yr")
    if np.any(np.asarray(plain) <= -1):
        raise UnitError(f'rate of {rate} loses everything in a year; a rate above -100 % is due, e.g. "7 %"')
    return plain
