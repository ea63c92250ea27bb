"""Flows of money over the years: discounting, net present value, internal rate of return.

Every flow falls at the end of its year. Rates are written as in `greenport.costs.finance`. Many
projects at once stand in the rows of an array, whose last axis is the years.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from greenport.costs.arguments import calendar_year
from greenport.costs.finance import yearly_rate
from greenport.errors import GreenportError, UnitError
from greenport.units import MONEY, Q_, RATE, Quantity, expects


@expects(rate=RATE)
def discount_factors(rate: Quantity, base_year: int, years: int | Sequence[int] | range) -> Quantity:
    """Value, at the start of the base year, of one unit of money paid at the end of each calendar year.

    ``(1 + r)^-(n + 1 - base)``: what is paid for the base year itself is one year away.

    Parameters
    ----------
    rate : Quantity
        Discount rate a year.
    base_year : int
        Calendar year at whose start the value is taken.
    years : int or sequence of int
        Calendar years of the payments, none before the base year.

    Returns
    -------
    Quantity
        Plain ratios, one for each year.

    Raises
    ------
    GreenportError
        If a year is no whole number, or lies before the base year.

    Examples
    --------
    >>> discount_factors(Q_("7 %"), 2027, [2027, 2028]).m.round(6)
    array([0.934579, 0.873439])
    """
    if not np.size(years):
        raise GreenportError("discounting: no year at all; calendar years are due, e.g. 2030")
    for year in (base_year, *np.ravel(years).tolist()):
        calendar_year("discounting", year)
    away = np.asarray(years) + 1 - base_year
    if np.any(away < 1):
        raise GreenportError(
            f"discounting: year {np.min(years)} lies before the base year {base_year}; "
            "take an earlier base year, or leave the year out"
        )
    return Q_((1 + yearly_rate(rate)) ** -away.astype(float))


@expects(rate=RATE)
def span_discount(rate: Quantity, base_year: int, start: int, until: int) -> Quantity:
    """Present value of one unit of money a year over the calendar years that a milestone stands for.

    ``D_y`` of the sizing problem: the sum of `discount_factors` over ``start <= n < until``.

    Parameters
    ----------
    rate : Quantity
        Discount rate a year.
    base_year : int
        Calendar year at whose start the value is taken, the first milestone.
    start, until : int
        The milestone, and the next one (or the horizon), which is not counted.

    Returns
    -------
    Quantity
        In yr: times a yearly cost it gives money.

    Raises
    ------
    GreenportError
        If a year is no whole number, or the span is empty or begins before the base year.

    Examples
    --------
    >>> print(f"{span_discount(Q_('7 %'), 2027, 2032, 2035):.4f}")
    1.8711 yr
    """
    if calendar_year("discounting", until) <= calendar_year("discounting", start):
        raise GreenportError(
            f"discounting: no year lies between {start} and {until}; the span must end later"
        )
    return Q_(float(np.sum(discount_factors(rate, base_year, range(start, until)).m)), "yr")


@expects(cash_flow=MONEY, rate=RATE)
def net_present_value(cash_flow: Quantity, rate: Quantity) -> Quantity:
    """Value today of a series of yearly flows, the first of which is paid today, the next in a year.

    At a rate of zero their sum. An investment stands first, and what it earns in its first year,
    received at that year's end, second. (The NPV of spreadsheets discounts the first flow as well.)

    Parameters
    ----------
    cash_flow : Quantity
        Income positive, the years along the last axis.
    rate : Quantity
        Discount rate a year: one number, or one for each project.

    Returns
    -------
    Quantity
        Money of the price year of the flows, one number for each project.

    Raises
    ------
    UnitError
        If the flows are not an array of money.

    Examples
    --------
    >>> print(f"{net_present_value(Q_([-5000, 1300, 1300, 1300, 1300, 1300], 'USD'), Q_('10 %')):.2f}")
    -71.98 USD
    """
    flows = _yearly(cash_flow)
    growth = np.asarray(1 + yearly_rate(rate), dtype=float)
    if growth.ndim == 0:
        return Q_((flows @ _weights(growth, flows.shape[-1]))[()], cash_flow.units)
    return Q_(np.sum(flows * _weights(growth, flows.shape[-1]), axis=-1), cash_flow.units)


@expects(cash_flow=MONEY, rate=RATE)
def payback_time(cash_flow: Quantity, rate: Quantity | None = None) -> Quantity:
    """Time after which the money laid out has come back for good.

    The running sum of the flows is drawn straight through each year, and the answer is the last time
    at which it rises to nothing: a renewal that takes the sum below zero again starts the wait anew.
    Where the sum is never below zero it is 0 yr. Where it ends below zero the money never comes back:
    that is an error, not a large number.

    Parameters
    ----------
    cash_flow : Quantity
        Income positive, the years along the last axis, the first of which is today.
    rate : Quantity, optional
        Discount rate a year, one number: the flows are discounted first (discounted payback).

    Returns
    -------
    Quantity
        In yr, one number for each project.

    Raises
    ------
    GreenportError
        If the money of some project never comes back.

    Examples
    --------
    >>> flows = Q_([-100.0, 40.0, 40.0, 40.0], "MUSD")
    >>> print(payback_time(flows), payback_time(flows, Q_("5 %")).m.round(3))
    2.5 yr 2.741
    """
    flows = _yearly(cash_flow)
    if rate is not None:
        flows = flows * _weights(np.asarray(1 + yearly_rate(rate), dtype=float), flows.shape[-1])
    sums = np.cumsum(flows, axis=-1)
    if np.any(sums[..., -1] < 0):
        place = "" if sums.ndim == 1 else f" of row {int(np.argmax(np.ravel(sums[..., -1]) < 0))}"
        raise GreenportError(
            f"payback: the flows{place} leave {Q_(sums[..., -1].min(), cash_flow.units):.6g} at the end, so "
            "that the money never comes back; look further ahead, or compare net present values"
        )
    # years after the last one below zero, none where no year is: the end itself is not below
    after = np.argmax((sums < 0)[..., ::-1], axis=-1)
    back = np.where(after > 0, sums.shape[-1] - after, 0)
    before = np.take_along_axis(sums, np.maximum(back - 1, 0)[..., None], axis=-1)[..., 0]
    gained = np.take_along_axis(flows, back[..., None], axis=-1)[..., 0]
    waited = back > 0
    return Q_(np.where(waited, back - 1 - before / np.where(waited, gained, 1.0), 0.0)[()], "yr")


@expects(cash_flow=MONEY)
def internal_rate_of_return(cash_flow: Quantity) -> Quantity:
    """Yearly rate at which a series of flows is worth nothing today; timing as in `net_present_value`.

    One project at a time. The rate is given only where it is the one answer: where the flows change
    sign once (rule of signs of Descartes), or where their running sum does and does not end at nothing
    (Norstrom 1972; then it is the one rate above zero).

    Parameters
    ----------
    cash_flow : Quantity
        One-dimensional, income positive.

    Returns
    -------
    Quantity
        In per cent.

    Raises
    ------
    GreenportError
        If no rate fits the flows, or more than one may.

    Examples
    --------
    >>> print(f"{internal_rate_of_return(Q_([-100, 60, 60], 'MUSD')):.3f}")
    13.066 %
    """
    from scipy.optimize import brentq

    flows = np.trim_zeros(_series(cash_flow))
    changes, sums = _sign_changes(flows), np.cumsum(flows)
    if changes != 1 and (_sign_changes(sums) != 1 or sums[-1] == 0):
        raise GreenportError(
            f"internal rate of return: the flows change sign {changes} times, so that no rate or more than "
            "one fits; compare net present values instead"
        )

    def worth(discount: float) -> float:
        return float(np.polynomial.polynomial.polyval(discount, flows))

    ceiling = 1.0
    while worth(ceiling) * flows[0] > 0:
        ceiling *= 2
    return Q_(100 * (1 / brentq(worth, 0.0, ceiling, xtol=1e-15) - 1), "percent")


def _yearly(cash_flow: Quantity) -> Any:
    flows = np.asarray(cash_flow.m, dtype=float)
    if not flows.ndim or not flows.size:
        raise UnitError('cash flow: a series of yearly flows is due, e.g. Q_([-100, 60, 60], "MUSD")')
    return flows


def _weights(growth: Any, years: int) -> Any:
    return growth[..., None] ** -np.arange(float(years))


def _series(cash_flow: Quantity) -> Any:
    flows = _yearly(cash_flow)
    if flows.ndim != 1:
        raise UnitError(
            f"cash flow of shape {flows.shape}: the flows of one project are due, "
            'e.g. Q_([-100, 60, 60], "MUSD")'
        )
    return flows


def _sign_changes(flows: Any) -> int:
    signs = np.sign(flows[flows != 0])
    return int(np.count_nonzero(np.diff(signs)))
