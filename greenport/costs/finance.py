"""Time value of money: annuities, discounting, levelised cost, rate of return.

Rates are yearly and may be written ``7 %`` or ``0.07/yr``; every flow falls at the end of its year.
A rate and the money it discounts must both be real or both nominal: `real_rate` leads from one to
the other. The formulas are those of any text on engineering economics, e.g. Blank and Tarquin,
*Engineering Economy*, 7th ed., 2012, chapters 2, 5 and 7.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport.errors import UnitError
from greenport.units import MONEY, MONEY_FLOW, Q_, RATE, TIME, Dimension, Quantity, expects

LIFE = Dimension("life", "[time]", "20 yr", "positive")
PRODUCTION = Dimension(
    "yearly production", "[mass]/[time] or [volume]/[time] or [energy]/[time]", "200 kt/yr", "positive"
)


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


@expects(capex=MONEY, rate=RATE, life=LIFE)
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


@expects(capex=MONEY, opex=MONEY_FLOW, production=PRODUCTION, rate=RATE, life=LIFE)
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
        Money per unit of production, of the common price year of the costs.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, or capex and opex are money of two price years.

    Examples
    --------
    >>> cost = levelised_cost(Q_("25 MUSD"), Q_("0.75 MUSD/yr"), Q_("450 kt/yr"), Q_("8 %"), Q_("25 yr"))
    >>> print(f"{cost.to('USD/t'):.3f}")
    6.871 USD/t
    """
    return Q_(((annuity(capex, rate, life) + opex) / production).to_reduced_units())


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
