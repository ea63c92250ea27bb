"""Voyages of chartered tankers: time, fuel and cost of a round trip, and the freight that covers it.

Costs are summed as a charterer sums them: hire for the whole round trip, fuel at sea and in port,
and what the two ports charge. The inverse, what a freight earns the ship a day, is the time-charter
equivalent of ship broking.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greenport import data
from greenport.costs.arguments import Kind, takes
from greenport.costs.bunkering import SAILING_SPEED
from greenport.errors import UnitError
from greenport.units import (
    LENGTH,
    MONEY,
    MONEY_FLOW,
    PRICE_PER_MASS,
    Q_,
    SHARE,
    TIME,
    Dimension,
    Quantity,
    expects,
    require,
)

NONE = Q_(0.0, "percent")
CARGO = Dimension("cargo", "[mass]", "5000 t", "positive")
BURN = Dimension("fuel per time", "[mass]/[time]", "9 t/d", "not negative")
VOYAGE_TIME = Dimension("voyage time", "[time]", "63.5 d", "positive")


@dataclass(frozen=True)
class Tanker:
    """A tanker on charter.

    Parameters
    ----------
    speed : Quantity
        Speed at which `fuel_at_sea` is burnt.
    charter_rate : Quantity
        Hire [money/time], without fuel.
    fuel_at_sea, fuel_in_port : Quantity
        Fuel burnt under way and in port [mass/time].
    """

    speed: Quantity
    charter_rate: Quantity
    fuel_at_sea: Quantity
    fuel_in_port: Quantity

    def __post_init__(self) -> None:
        require("speed", self.speed, SAILING_SPEED)
        require("charter_rate", self.charter_rate, MONEY_FLOW)
        require("fuel_at_sea", self.fuel_at_sea, BURN)
        require("fuel_in_port", self.fuel_in_port, BURN)


TANKER = Kind(Tanker, 'Tanker(Q_("12 kn"), Q_("10000 USD/d"), Q_("9 t/d"), Q_("3 t/d"))')


@dataclass(frozen=True)
class Voyage:
    """A round trip with one cargo: laden one way, empty the other.

    Parameters
    ----------
    sea_time, port_time, time : Quantity
        Both legs; loading, discharging and waiting; and their sum.
    fuel_mass : Quantity
        Fuel burnt on the round trip.
    charter, fuel, port_dues, canal_dues, cost : Quantity
        Hire, fuel, port costs, canal costs, and their sum [money].
    cost_per_mass : Quantity
        The cost divided by the cargo, which is the freight that covers it [money/mass].
    """

    sea_time: Quantity
    port_time: Quantity
    time: Quantity
    fuel_mass: Quantity
    charter: Quantity
    fuel: Quantity
    port_dues: Quantity
    canal_dues: Quantity
    cost: Quantity
    cost_per_mass: Quantity


@expects(
    cargo=CARGO,
    bunker_price=PRICE_PER_MASS,
    load_time=TIME,
    discharge_time=TIME,
    waiting=TIME,
    port_dues=MONEY,
    canal_dues=MONEY,
)
@takes(vessel=TANKER)
def voyage_cost(
    distance: Quantity | tuple[str, str],
    vessel: Tanker,
    cargo: Quantity,
    *,
    bunker_price: Quantity,
    load_time: Quantity,
    discharge_time: Quantity,
    waiting: Quantity | None = None,
    port_dues: Quantity | None = None,
    canal_dues: Quantity | None = None,
) -> Voyage:
    """Time, fuel and cost of the round trip that brings one cargo.

    Parameters
    ----------
    distance : Quantity or (str, str)
        Length of one leg; or its two ports, by their keys in table `ports`.
    vessel : Tanker
        The ship.
    cargo : Quantity
        Mass on board.
    bunker_price : Quantity
        Price of the fuel that the ship burns [money/mass].
    load_time, discharge_time : Quantity
        Hours at each berth, e.g. from `greenport.costs.transfer_time`.
    waiting : Quantity, optional
        Hours lost waiting for berths, both ports together, e.g. by `greenport.costs.port_time`; none
        by default.
    port_dues : Quantity, optional
        Dues, pilots, tugs and agents of both ports together [money]; none by default.
    canal_dues : Quantity, optional
        Of both passages [money]; none by default.

    Returns
    -------
    Voyage
        Its money keeps the price year of the rates given.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, or the moneys are of two price years.
    DataError
        If a port is unknown.
    GreenportError
        If the vessel is no `Tanker`.

    Examples
    --------
    >>> coaster = Tanker(Q_("12 kn"), Q_("10000 USD/d"), Q_("9 t/d"), Q_("3 t/d"))
    >>> voyage = voyage_cost(
    ...     ("tianjin", "hong_kong"), coaster, Q_("5000 t"), bunker_price=Q_("535 USD/t"),
    ...     load_time=Q_("26 h"), discharge_time=Q_("26 h"), waiting=Q_("1 d"), port_dues=Q_("20 kUSD"),
    ... )
    >>> print(f"{voyage.time:.1f}, {voyage.cost:.0f}, {voyage.cost_per_mass:.1f}")
    13.0 d, 202636 USD, 40.5 USD/t
    """
    sea_time = (2 * _leg(distance) / vessel.speed).to("d")
    port_time = (load_time + discharge_time).to("d")
    if waiting is not None:
        port_time = port_time + waiting
    charter = Q_((vessel.charter_rate * (sea_time + port_time)).to_reduced_units())
    fuel_mass = (vessel.fuel_at_sea * sea_time + vessel.fuel_in_port * port_time).to("t")
    fuel = Q_((bunker_price * fuel_mass).to_reduced_units())
    dues = 0 * charter if port_dues is None else port_dues
    canal = 0 * charter if canal_dues is None else canal_dues
    cost = charter + fuel + dues + canal
    return Voyage(
        sea_time,
        port_time,
        sea_time + port_time,
        fuel_mass,
        charter,
        fuel,
        dues,
        canal,
        cost,
        cost / cargo.to("t"),
    )


@expects(freight=MONEY, expenses=MONEY, time=VOYAGE_TIME, commission=SHARE)
def time_charter_equivalent(
    freight: Quantity, expenses: Quantity, time: Quantity, commission: Quantity = NONE
) -> Quantity:
    """Charter rate at which a ship earns as much as on a voyage for freight.

    ``(freight * (1 - c) - expenses) / time / (1 - c)``: the charterer of the other contract would pay
    the same commission.

    Parameters
    ----------
    freight : Quantity
        Freight of the whole voyage, before commission [money].
    expenses : Quantity
        Fuel, port costs and extras of the voyage [money].
    time : Quantity
        Length of the voyage.
    commission : Quantity or float, optional
        Brokers' share of freight and hire; none by default.

    Returns
    -------
    Quantity
        Money a day.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, or the commission takes everything.

    Examples
    --------
    >>> print(f"{time_charter_equivalent(Q_('1008800 USD'), Q_('303625 USD'), Q_('63.5 d'), 0.05):.0f}")
    10853 USD/d
    """
    kept = _kept("commission", commission)
    return (freight * kept - expenses) / time.to("d") / kept


@expects(fob=PRICE_PER_MASS, freight=PRICE_PER_MASS, insurance=SHARE, loss=SHARE, handling=PRICE_PER_MASS)
def landed_cost(
    fob: Quantity,
    freight: Quantity,
    insurance: Quantity = NONE,
    loss: Quantity = NONE,
    handling: Quantity | None = None,
) -> Quantity:
    """Cost of a tonne delivered: ``(fob + freight) * (1 + insurance) / (1 - loss) + handling``.

    Parameters
    ----------
    fob : Quantity
        Price on board at the supplier's port, per mass loaded.
    freight : Quantity
        Freight per mass loaded.
    insurance : Quantity or float, optional
        Premium as a share of the cargo's value with freight.
    loss : Quantity or float, optional
        Share of the cargo that does not arrive.
    handling : Quantity, optional
        What the receiver pays per mass delivered: surveys, berth, commission, premium of a resale.

    Returns
    -------
    Quantity
        Money per mass, of the common price year.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind, the moneys are of two price years, or everything is lost.

    Examples
    --------
    >>> print(f"{landed_cost(Q_('880 USD/t'), Q_('40 USD/t'), insurance=Q_('0.2 %'), loss=Q_('0.05 %')):.2f}")
    922.30 USD/t
    """
    landed = (fob + freight) * (1 + insurance) / _kept("loss", loss)
    return landed if handling is None else landed + handling


def _leg(distance: Quantity | tuple[str, str]) -> Quantity:
    """Length of one leg, given as such or by its two ports."""
    if not isinstance(distance, tuple):
        return require("distance", distance, LENGTH)
    if len(distance) != 2:
        raise UnitError(f'distance between {distance}: two ports are due, e.g. ("tianjin", "hong_kong")')
    return data.sea_distance(*distance).value


def _kept(name: str, share: Quantity) -> Quantity:
    """What a share leaves over, refused where that is nothing."""
    if np.any(share.m_as("") == 1):
        raise UnitError(f'{name} of {share} leaves nothing; a share below 100 % is due, e.g. "5 %"')
    return 1 - share
