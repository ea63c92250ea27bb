"""Freight by the tonne: what an owner needs, what a market rate comes to, and what ports add to it.

`greenport.costs.voyage_cost` is the form of a charterer who hires the ship by the day. Here stand the
form of an owner, and that of a shipper who pays a rate per tonne.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from greenport.costs.freight import CARGO, NONE, VOYAGE_TIME
from greenport.costs.vessels import ON_HIRE, worked
from greenport.errors import UnitError
from greenport.units import (
    MONEY,
    MONEY_FLOW,
    PRICE_PER_MASS,
    Q_,
    SHARE,
    TIME,
    Dimension,
    Quantity,
    expects,
)

WAIT_RATIO = Dimension("waiting over service", "dimensionless", "0.3", "not negative", bare=True)
_ROOT_OF_TWO_PI = np.sqrt(2 * np.pi)


@expects(yearly_cost=MONEY_FLOW, on_hire=ON_HIRE, voyage_time=VOYAGE_TIME, voyage_expenses=MONEY, cargo=CARGO)
def required_freight_rate(
    yearly_cost: Quantity,
    on_hire: Quantity,
    voyage_time: Quantity,
    voyage_expenses: Quantity,
    cargo: Quantity,
) -> Quantity:
    """Freight per mass that pays an owned ship and its voyage: ``(C t / h + E) / m``.

    The ship's yearly cost falls on the days it works; the voyage takes its part of them. The form is
    that of Benford's required freight rate with the ship's capital as an annuity.

    Parameters
    ----------
    yearly_cost : Quantity
        Capital and running cost of the ship, as from `vessel_annual_cost` [money/time].
    on_hire : Quantity or float
        Share of the year that the ship works, e.g. ``350 d/yr``.
    voyage_time : Quantity
        Length of the round voyage.
    voyage_expenses : Quantity
        Fuel, port and canal costs of the voyage [money].
    cargo : Quantity
        Mass carried on the voyage.

    Returns
    -------
    Quantity
        Money per t.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, the ship never works, or the moneys are of two price years.

    Examples
    --------
    >>> rate = required_freight_rate(
    ...     Q_("3.65 MUSD/yr"), Q_("100 %"), Q_("10 d"), Q_("50 kUSD"), Q_("5000 t")
    ... )
    >>> print(f"{rate.to('USD/t'):.2f}")
    30.00 USD/t
    """
    capital = Q_((yearly_cost * voyage_time / worked(on_hire)).to_reduced_units())
    return (capital.to(voyage_expenses.units) + voyage_expenses) / cargo.to("t")


@expects(
    market_rate=PRICE_PER_MASS,
    cargo_value=PRICE_PER_MASS,
    insurance=SHARE,
    loss=SHARE,
    demurrage=MONEY,
    cargo=CARGO,
)
def freight_cost(
    market_rate: Quantity,
    cargo_value: Quantity,
    *,
    insurance: Quantity = NONE,
    loss: Quantity = NONE,
    demurrage: Quantity | None = None,
    cargo: Quantity | None = None,
) -> Quantity:
    """Cost of bringing a tonne at a market rate: ``f + i (v + f) + l v + D / m``.

    Parameters
    ----------
    market_rate : Quantity
        Freight per mass.
    cargo_value : Quantity
        What the cargo is worth on board [money/mass].
    insurance : Quantity or float, optional
        Premium as a share of the cargo's value with freight.
    loss : Quantity or float, optional
        Share of the cargo that is expected not to arrive.
    demurrage : Quantity, optional
        Expected for the voyage [money], as from `expected_demurrage`.
    cargo : Quantity, optional
        Mass on board, over which the demurrage is spread; due with it.

    Returns
    -------
    Quantity
        Money per mass loaded, of the common price year.

    Raises
    ------
    UnitError
        If demurrage is given without the cargo it falls on, or the moneys are of two price years.

    Examples
    --------
    >>> print(freight_cost(
    ...     Q_("40 USD/t"), Q_("900 USD/t"), insurance=Q_("0.2 %"), loss=Q_("0.1 %"),
    ...     demurrage=Q_("5000 USD"), cargo=Q_("5000 t"),
    ... ))
    43.78 USD/t
    """
    cost = market_rate + insurance.to("") * (cargo_value + market_rate) + loss.to("") * cargo_value
    if demurrage is None:
        return cost
    if cargo is None:
        raise UnitError('demurrage without a cargo to spread it over; give its mass, e.g. "5000 t"')
    return cost + (demurrage / cargo).to(cost.units)


@expects(rate=MONEY_FLOW, laytime=TIME, mean=TIME, deviation=TIME)
def expected_demurrage(rate: Quantity, laytime: Quantity, mean: Quantity, deviation: Quantity) -> Quantity:
    """Demurrage expected on a voyage whose time in port is uncertain: ``r E[max(T - L, 0)]``.

    For a normal time ``T``: ``r ((m - L) Phi(z) + s phi(z))`` with ``z = (m - L) / s``; despatch is not
    paid for time saved. The partial expectation is that of any text on inventory (the loss function).

    Parameters
    ----------
    rate : Quantity
        Demurrage [money/time].
    laytime : Quantity
        Time in port that the freight pays for.
    mean, deviation : Quantity
        Of the time in port; a deviation of zero makes it certain.

    Returns
    -------
    Quantity
        Money.

    Examples
    --------
    >>> print(f"{expected_demurrage(Q_('12000 USD/d'), Q_('3 d'), Q_('3 d'), Q_('1 d')):.1f}")
    4787.3 USD
    """
    over, spread = np.asarray((mean - laytime).m_as("d"), float), np.asarray(deviation.m_as("d"), float)
    over, spread = np.broadcast_arrays(over, spread)
    # Forty deviations off, the chance of the other side is nothing to all digits.
    certain = np.abs(over) >= 40 * spread
    z = over / np.where(certain, 1.0, spread)
    density = np.exp(-(z**2) / 2) / _ROOT_OF_TWO_PI
    days = np.where(certain, np.maximum(over, 0.0), over * ndtr(z) + spread * density)[()]
    return Q_((rate * Q_(days, "d")).to_reduced_units())


@expects(service=TIME, wait_ratio=WAIT_RATIO)
def port_time(service: Quantity, wait_ratio: Quantity) -> Quantity:
    """Time in a port that is congested: ``service * (1 + W)``.

    Parameters
    ----------
    service : Quantity
        Time at the berth.
    wait_ratio : Quantity or float
        Mean wait over service time, as `greenport.queueing` gives for the use of the berths; planners
        accept 0.3 for liquid bulk (`berths:wait_ratio`).

    Returns
    -------
    Quantity
        In the unit of `service`.

    Examples
    --------
    >>> print(port_time(Q_("40 h"), 0.3))
    52 h
    """
    return service * (1 + wait_ratio.to(""))
