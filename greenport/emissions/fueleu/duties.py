"""Duties beside the intensity: fuels of non-biological origin and shore power, Articles 5(3) and 23(5)."""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.units import POWER, Q_, SHARE, TIME, Quantity, expects


@expects(power=POWER, time=TIME)
def shore_power_penalty(
    power: Quantity, time: Quantity, year: data.Year = 2030, as_of: data.AsOf = None
) -> Quantity:
    """Penalty of a stay without shore power: 1.5 EUR per kW and hour begun (Article 23(5), from 2030).

    Parameters
    ----------
    power : Quantity
        Established electric power demand at berth, of a container or passenger ship.
    time : Quantity
        Length of the stay.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In EUR.

    Raises
    ------
    DataError
        Before 2030.

    Examples
    --------
    >>> print(shore_power_penalty(Q_("2000 kW"), Q_("10.2 h")))
    33000 EUR
    """
    # A billionth of an hour is left for the rounding of a time such as 600 min.
    hours = Q_(np.ceil(np.asarray(time.m_as("h")) - 1e-9)[()], "h")
    return (data.set_by_law("fueleu:shore_power", year, as_of) * power * hours).to("EUR")


@expects(share_2031=SHARE)
def rfnbo_share_due(year: data.Year, share_2031: Quantity | float, as_of: data.AsOf = None) -> Quantity:
    """Share of fuels of non-biological origin that is due (Article 5(3)): none if 2031 reached 1 %.

    The penalty of missing it is not modelled: its formula is not verified.

    Parameters
    ----------
    year : int
        Calendar year from 2034 on.
    share_2031 : Quantity or float
        Their share in the fuel of 2031, which the Commission reports.
    as_of
        Date at which the law is read.

    Examples
    --------
    >>> print(rfnbo_share_due(2034, Q_("0.4 %")), rfnbo_share_due(2034, Q_("1.2 %")))
    2 % 0 %
    """
    due = data.set_by_law("fueleu:rfnbo_share", year, as_of)
    trigger = data.set_by_law("fueleu:rfnbo_trigger", year, as_of)
    missed = np.asarray(Q_(share_2031).m_as("")) < trigger.m_as("")
    return Q_((missed * due.m)[()], due.units)
