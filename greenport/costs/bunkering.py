"""Bunker vessels: how long a transfer and a trip take, what a vessel can deliver, and what it costs.

A transfer is a fixed time (approach, hoses, safety meeting, metering, casting off) and the pumping.
Pump rates are those of the pump; an "all-in" rate, stem over time alongside, already holds the fixed
time and must not be given one again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport.costs.arguments import Kind, takes, whole
from greenport.units import (
    LENGTH,
    MASS_FLOW,
    Q_,
    SHARE,
    TIME,
    VOLUME,
    Dimension,
    Quantity,
    expects,
    require,
)

AMOUNT = Dimension("mass or volume", "[mass] or [volume]", "3900 t", "positive")
PUMP_RATE = Dimension("pump rate", "[volume]/[time]", "400 m^3/h", "positive")
SAILING_SPEED = Dimension("speed", "[speed]", "10 kn", "positive")
CYCLE_TIME = Dimension("cycle time", "[time]", "95 h", "positive")


@expects(volume=VOLUME, pump_rate=PUMP_RATE, fixed=TIME)
def transfer_time(volume: Quantity, pump_rate: Quantity, fixed: Quantity) -> Quantity:
    """Time alongside for one transfer: the fixed time and the pumping.

    Parameters
    ----------
    volume : Quantity
        What is pumped, e.g. ``fuel("methanol").volume(stem)``.
    pump_rate : Quantity
        Rate while pumping.
    fixed : Quantity
        Everything else, about 3 h between two ships.

    Returns
    -------
    Quantity
        In h.

    Examples
    --------
    >>> print(f"{transfer_time(Q_('1692 m^3'), Q_('400 m^3/h'), Q_('3 h')):.2f}")
    7.23 h
    """
    return fixed.to("h") + volume / pump_rate


@expects(stay=TIME, fixed=TIME, pump_rate=PUMP_RATE)
def largest_stem_in(stay: Quantity, fixed: Quantity, pump_rate: Quantity) -> Quantity:
    """Largest volume that can be transferred while a ship stays, the inverse of `transfer_time`.

    Parameters
    ----------
    stay : Quantity
        Time the receiving ship is alongside.
    fixed : Quantity
        Time of a transfer in which nothing is pumped.
    pump_rate : Quantity
        Rate while pumping.

    Returns
    -------
    Quantity
        In m^3; nothing where the stay is no longer than the fixed time.

    Examples
    --------
    >>> print(largest_stem_in(Q_("12 h"), Q_("3 h"), Q_("400 m^3/h")))
    3600 m^3
    """
    pumping = np.maximum((stay - fixed).m_as("h"), 0.0)
    return Q_(pumping * pump_rate.m_as("m^3/h"), "m^3")


@expects(capacity=AMOUNT, stem=AMOUNT)
def stems_per_trip(capacity: Quantity, stem: Quantity) -> Any:
    """Whole stems that a vessel carries at once; none if a stem is larger than the vessel.

    Parameters
    ----------
    capacity, stem : Quantity
        Both masses or both volumes.

    Returns
    -------
    int or numpy.ndarray of int
        An array where one is given.

    Examples
    --------
    >>> stems_per_trip(Q_("7500 t"), Q_("2.9 kt"))
    2
    """
    return _whole(np.floor(_times(capacity, stem) + _WHOLE))


@expects(capacity=AMOUNT, stem=AMOUNT)
def trips_per_stem(capacity: Quantity, stem: Quantity) -> Any:
    """Loads of a vessel that one stem takes, 1 unless the stem is larger than the vessel.

    Parameters
    ----------
    capacity, stem : Quantity
        Both masses or both volumes.

    Returns
    -------
    int or numpy.ndarray of int
        An array where one is given.

    Examples
    --------
    >>> trips_per_stem(Q_("4000 t"), Q_("8540 t"))
    3
    """
    return _whole(np.ceil(_times(stem, capacity) - _WHOLE))


@dataclass(frozen=True)
class Cycle:
    """A bunker vessel's trip, from the beginning of one loading to the beginning of the next [time].

    Parameters
    ----------
    load : Quantity
        At the loading berth.
    sail, sail_back : Quantity
        Out to the first ship, and back from the last.
    alongside : Quantity
        At the ships' sides, all stems together.
    shift : Quantity
        From ship to ship.
    """

    load: Quantity
    sail: Quantity
    alongside: Quantity
    shift: Quantity
    sail_back: Quantity

    @property
    def under_way(self) -> Quantity:
        """Time at sea speed: out and back."""
        return self.sail + self.sail_back

    @property
    def total(self) -> Quantity:
        """Length of the whole trip."""
        return self.load + self.under_way + self.alongside + self.shift


CYCLE = Kind(Cycle, "trip_cycle(...)")


@expects(load_time=TIME, distance=LENGTH, speed=SAILING_SPEED, transfer=TIME, shift=TIME)
def trip_cycle(
    load_time: Quantity,
    distance: Quantity,
    speed: Quantity,
    transfer: Quantity,
    stems: int | np.ndarray[Any, Any] = 1,
    shift: Quantity | None = None,
) -> Cycle:
    """Trip of a bunker vessel that serves some ships one after the other.

    ``load + sail + n * transfer + (n - 1) * shift + return``, the cycle of rule V2; for a terminal
    close by as for direct delivery from a supplier's port.

    Parameters
    ----------
    load_time : Quantity
        At the loading berth.
    distance : Quantity
        One leg, from the loading berth to where the ships lie.
    speed : Quantity
        Speed on the legs.
    transfer : Quantity
        Alongside one ship, from `transfer_time`.
    stems : int or numpy.ndarray of int
        Ships served on the trip.
    shift : Quantity, optional
        From one ship to the next; nothing by default.

    Returns
    -------
    Cycle
        In h.

    Raises
    ------
    GreenportError
        If the trip serves no ship, or a part of one.

    Examples
    --------
    >>> cycle = trip_cycle(Q_("20 h"), Q_("245 nmi"), Q_("12 kn"), Q_("8 h"), stems=3, shift=Q_("5 h"))
    >>> print(f"{cycle.total:.1f}")
    94.8 h
    """
    stems = whole("stems of a trip", stems, least=1)
    leg = (distance / speed).to("h")
    shifting = Q_(0.0, "h") if shift is None else Q_((stems - 1) * shift.m_as("h"), "h")
    return Cycle(load_time.to("h"), leg, Q_(stems * transfer.m_as("h"), "h"), shifting, leg)


@expects(fuel_at_sea=MASS_FLOW, fuel_in_port=MASS_FLOW)
@takes(cycle=CYCLE)
def trip_fuel(cycle: Cycle, fuel_at_sea: Quantity, fuel_in_port: Quantity) -> Quantity:
    """Fuel that a vessel burns on one trip: under way at the one rate, all other hours at the other.

    Parameters
    ----------
    cycle : Cycle
        The trip.
    fuel_at_sea, fuel_in_port : Quantity
        Fuel per time under way and otherwise.

    Returns
    -------
    Quantity
        In t.

    Examples
    --------
    >>> cycle = trip_cycle(Q_("20 h"), Q_("245 nmi"), Q_("12 kn"), Q_("8 h"), stems=3, shift=Q_("5 h"))
    >>> print(f"{trip_fuel(cycle, Q_('9 t/d'), Q_('3 t/d')):.1f}")
    22.1 t
    """
    return (fuel_at_sea * cycle.under_way + fuel_in_port * (cycle.total - cycle.under_way)).to("t")


@expects(cycle_time=CYCLE_TIME, cargo=AMOUNT, availability=SHARE)
def yearly_capacity(cycle_time: Quantity, cargo: Quantity, availability: Quantity) -> Quantity:
    """What a vessel delivers a year if it never waits for work.

    Parameters
    ----------
    cycle_time : Quantity
        Length of a trip.
    cargo : Quantity
        Delivered on each trip, mass or volume.
    availability : Quantity or float
        Share of the year's hours that the vessel works.

    Returns
    -------
    Quantity
        Mass or volume a year.

    Examples
    --------
    >>> print(f"{yearly_capacity(Q_('95 h'), Q_('7.5 kt'), Q_('90 %')):.0f}")
    622 kt/yr
    """
    return availability.to("") * cargo / cycle_time.to("yr")


# Conversions of units leave a count such as 7.5 kt / 2500 t a hair off the whole number that it is.
_WHOLE = 1e-9


def _times(whole: Quantity, part: Quantity) -> Any:
    return require("number of stems", whole / part, Dimension("count", "dimensionless", "3")).m_as("")


def _whole(number: Any) -> Any:
    return number.astype(int) if np.ndim(number) else int(number)
