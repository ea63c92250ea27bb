"""Stocks that lumpy demand and whole cargoes ask for."""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport.errors import GreenportError
from greenport.units import FREQUENCY, MONEY, Q_, SHARE, TIME, Dimension, Quantity, expects

STEM = Dimension("stem", "[mass]", "3900 t", "positive")
PARCEL = Dimension("parcel", "[mass]", "20 kt", "positive")
DEMAND = Dimension("demand", "[mass]/[time]", "250 kt/yr", "positive")
HOLDING = Dimension("holding cost", "[money]/[mass]/[time]", "70 USD/t/yr", "positive")
STOCK = Dimension("stock", "[mass] or [volume]", "9000 t", "not negative")
ISSUE = Dimension("issue", "[mass]/[time] or [volume]/[time]", "80 kt/yr", "positive")
ONE_TONNE = Q_(1.0, "t")


@expects(stems_per_year=FREQUENCY, stem=STEM, lead=TIME, service=SHARE, step=STEM)
def lumpy_demand_quantile(
    stems_per_year: Quantity, stem: Quantity, lead: Quantity, service: Quantity, step: Quantity = ONE_TONNE
) -> Quantity:
    """Demand over a lead time that is not exceeded with a given probability.

    Stems come at random (Poisson) and each takes its whole size. For stems of one size the answer is
    a number of stems; for several sizes the distribution of the sum is computed on a grid of masses by
    its characteristic function.

    Parameters
    ----------
    stems_per_year : Quantity
        Stems per time; an array for several sizes.
    stem : Quantity
        Their size; an array of the same length for several sizes.
    lead : Quantity
        Time over which demand adds up, e.g. between order and arrival.
    service : Quantity or float
        The probability, above 0 and below 100 %.
    step : Quantity
        Grid of masses for several sizes, 1 t by default. Sizes that are no multiple of it are rounded
        up, so the answer is exact or, by less than a step a stem, too high.

    Returns
    -------
    Quantity
        Mass, in the unit of `stem`.

    Raises
    ------
    GreenportError
        If the service is not between 0 and 100 %, or the arrays do not match.

    Examples
    --------
    >>> print(lumpy_demand_quantile(Q_("38 1/yr"), Q_("3900 t"), Q_("10 d"), Q_("99.5 %")))
    15600 t
    """
    from scipy.stats import poisson

    if service.ndim:
        raise GreenportError(f'service of {service} is an array; one probability is due, e.g. "99.5 %"')
    level = float(service.m_as(""))
    if not 0 < level < 1:
        raise GreenportError(f'service of {service} is never or always met; give e.g. "99.5 %"')
    expected = np.asarray((stems_per_year * lead).m_as(""), dtype=float)
    if expected.shape != np.shape(stem.m):
        raise GreenportError("stems_per_year and stem: as many sizes as frequencies are due")
    if expected.ndim == 0:
        return Q_(float(poisson.ppf(level, expected)) * stem.m, stem.units)
    steps = np.ceil((stem / step).m_as("") - 1e-9).astype(int)
    most = int(np.sum(steps * poisson.isf(1e-14, expected)))
    cumulated = np.cumsum(_sum_of_stems(expected, steps, most + 1))
    return (int(np.argmax(cumulated >= level)) * step).to(stem.units)


@expects(stems_per_year=FREQUENCY, stem=STEM, lead=TIME, service=SHARE, step=STEM)
def lumpy_safety_stock(
    stems_per_year: Quantity, stem: Quantity, lead: Quantity, service: Quantity, step: Quantity = ONE_TONNE
) -> Quantity:
    """Stock above the mean demand of a lead time that lumpy demand asks for.

    `lumpy_demand_quantile` less the mean; a low service of rare stems makes it negative.

    Parameters
    ----------
    stems_per_year, stem, lead, service, step
        As for `lumpy_demand_quantile`.

    Returns
    -------
    Quantity
        Mass, in the unit of `stem`.

    Examples
    --------
    >>> print(f"{lumpy_safety_stock(Q_('38 1/yr'), Q_('3900 t'), Q_('10 d'), Q_('99.5 %')):.0f}")
    11540 t
    """
    mean = Q_(np.sum((stems_per_year * lead).m_as("") * stem.m), stem.units)
    return lumpy_demand_quantile(stems_per_year, stem, lead, service, step) - mean


@expects(order_cost=MONEY, demand=DEMAND, holding_cost=HOLDING)
def economic_parcel(order_cost: Quantity, demand: Quantity, holding_cost: Quantity) -> Quantity:
    """Cargo size at which voyages and stock together cost least: ``sqrt(2 K D / h)`` (Harris 1913).

    Parameters
    ----------
    order_cost : Quantity
        Cost of a cargo that does not depend on its size [money].
    demand : Quantity
        Mass drawn per time.
    holding_cost : Quantity
        Cost of keeping a mass for a time [money/mass/time].

    Returns
    -------
    Quantity
        In t.

    Examples
    --------
    >>> print(f"{economic_parcel(Q_('200 kUSD'), Q_('250 kt/yr'), Q_('70 USD/t/yr')):.0f}")
    37796 t
    """
    return ((2 * order_cost * demand / holding_cost) ** 0.5).to("t")


@expects(parcel=PARCEL, order_cost=MONEY, demand=DEMAND, holding_cost=HOLDING)
def parcel_cost(parcel: Quantity, order_cost: Quantity, demand: Quantity, holding_cost: Quantity) -> Quantity:
    """Yearly cost of cargoes of one size and of the stock they make: ``K D / Q + h Q / 2``.

    Parameters
    ----------
    parcel : Quantity
        Size of the cargoes.
    order_cost, demand, holding_cost : Quantity
        As for `economic_parcel`.

    Returns
    -------
    Quantity
        Money a year.

    Examples
    --------
    >>> print(f"{parcel_cost(Q_('20 kt'), Q_('200 kUSD'), Q_('250 kt/yr'), Q_('70 USD/t/yr')):.0f}")
    3200 kUSD/yr
    """
    orders = order_cost * (demand / parcel).to("1/yr")
    return orders + holding_cost * parcel / 2


@expects(stock=STOCK, issue=ISSUE)
def days_of_cover(stock: Quantity, issue: Quantity) -> Quantity:
    """Time that a stock lasts at the mean issue.

    Parameters
    ----------
    stock, issue : Quantity
        Mass and mass per time, or volume and volume per time.

    Returns
    -------
    Quantity
        In d.

    Examples
    --------
    >>> print(days_of_cover(Q_("12 kt"), Q_("365 kt/yr")))
    12 d
    """
    return (stock / issue).to("d")


def _sum_of_stems(expected: Any, steps: Any, length: int) -> Any:
    """Probabilities of the sums 0, 1, … of Poisson numbers of stems of the given sizes.

    The transform of the sum is ``exp(Σ λ (w^size - 1))``; inverted on a ring longer than any sum
    that matters, it is exact to rounding.
    """
    from scipy.fft import irfft, next_fast_len

    ring = next_fast_len(length, real=True)
    frequencies = np.arange(ring // 2 + 1)
    turns = np.outer(steps, frequencies) % ring / ring
    return irfft(np.exp(expected @ (np.exp(-2j * np.pi * turns) - 1)), ring)
