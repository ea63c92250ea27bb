"""What delivery by bunker vessels costs a tonne, with vessels built, converted or chartered.

`bunker_vessel_cost` takes one vessel of table `vessels` and one way to have it, and gives the cycle, how
many vessels are needed, how busy they are, and the cost of a tonne delivered.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from greenport import data
from greenport.costs.arguments import one_number, one_of
from greenport.costs.bunkering import (
    SAILING_SPEED,
    Cycle,
    stems_per_trip,
    transfer_time,
    trip_cycle,
    trip_fuel,
    trips_per_stem,
)
from greenport.costs.estimate import weakest
from greenport.costs.vessels import DELIVERED, delivery_cost, vessel_annual_cost
from greenport.units import (
    DENSITY,
    LENGTH,
    PRICE_PER_MASS,
    Q_,
    RATE,
    TIME,
    Dimension,
    Quantity,
    expects,
)

STEM = Dimension("stem", "[mass]", "2500 t", "positive")
SHIPS_SHARED = "vessels:mbv"
Row = Callable[[str], Quantity]


class Supply(StrEnum):
    """How a bunker vessel is had."""

    NEWBUILD = "newbuild"
    """Ordered from a yard: annuity of its price, and running cost."""
    CONVERSION = "conversion"
    """An older chemical tanker bought and converted: annuity over a shorter life, and running cost."""
    BAREBOAT = "bareboat"
    """Chartered without crew: hire, and running cost."""
    TIME_CHARTER = "time_charter"
    """Chartered with crew: hire alone."""


@dataclass(frozen=True)
class VesselCost:
    """Delivery by equal bunker vessels.

    Parameters
    ----------
    vessel : str
        Key of table `vessels`.
    supply : Supply
        How the vessels are had.
    cycle : Cycle
        Of one trip.
    stems_per_trip : int
        Stems served on a trip; 1 also where a stem takes several trips.
    trips_per_stem : int
        Trips that a stem takes.
    vessels : int
        How many are needed.
    utilisation : Quantity
        Busy hours over available hours.
    yearly_vessel_cost : Quantity
        Of one vessel without fuel [money/time].
    yearly_cost : Quantity
        Of all, with fuel [money/time].
    cost_per_mass : Quantity
        Of a tonne delivered [money/mass].
    status : str
        Of the weakest figure.
    notes : tuple of str
        What a reader must know.
    """

    vessel: str
    supply: Supply
    cycle: Cycle
    stems_per_trip: int
    trips_per_stem: int
    vessels: int
    utilisation: Quantity
    yearly_vessel_cost: Quantity
    yearly_cost: Quantity
    cost_per_mass: Quantity
    status: str
    notes: tuple[str, ...]


@expects(
    stem=STEM,
    demand=DELIVERED,
    distance=LENGTH,
    density=DENSITY,
    rate=RATE,
    bunker_price=PRICE_PER_MASS,
    speed=SAILING_SPEED,
    waiting=TIME,
)
def bunker_vessel_cost(
    vessel: str,
    supply: Supply | str,
    *,
    stem: Quantity,
    demand: Quantity,
    distance: Quantity,
    density: Quantity,
    rate: Quantity,
    bunker_price: Quantity,
    speed: Quantity | None = None,
    waiting: Quantity | None = None,
) -> VesselCost:
    """Cost of delivering a demand a year in equal stems with vessels of one kind.

    The vessel loads as many whole stems as it carries (or a stem takes several trips), sails out, serves
    the ships one after the other and comes back. Vessels are whole: ``ceil(trips * cycle / (8760 h *
    availability))``; their cost is paid all year, their fuel by the trip.

    Parameters
    ----------
    vessel : str
        `mbv_4000`, `mbv_7500` or `mbv_11000`: rows of table `vessels`.
    supply : Supply or str
        `newbuild`, `conversion`, `bareboat` or `time_charter`.
    stem : Quantity
        Mass that one ship takes.
    demand : Quantity
        Mass delivered a year.
    distance : Quantity
        One leg, from the loading berth to where the ships lie.
    density : Quantity
        Of the fuel delivered.
    rate : Quantity
        Cost of capital a year.
    bunker_price : Quantity
        Price of the vessels' own fuel.
    speed : Quantity, optional
        On the legs; that of harbour legs by default.
    waiting : Quantity, optional
        Waiting on a trip for berth and ships; none by default.

    Returns
    -------
    VesselCost
        With the status of the figures it rests on.

    Raises
    ------
    DataError
        If the vessel or the supply is unknown (with near matches).
    GreenportError
        If an array is given: one case at a time.
    UnitError
        If a quantity is of the wrong kind, or `bunker_price` is of another price year than the tables.

    Examples
    --------
    >>> found = bunker_vessel_cost(
    ...     "mbv_7500", "time_charter", stem=Q_("2500 t"), demand=Q_("250 kt/yr"), distance=Q_("13 nmi"),
    ...     density=Q_("0.792 t/m^3"), rate=Q_("8 %"), bunker_price=Q_("535 USD_2025/t"),
    ... )
    >>> print(found.vessels, f"{found.utilisation.to('percent'):.1f}, {found.cost_per_mass:.2f}")
    1 22.5 %, 15.12 USD_2025/t
    """
    one_number(stem=stem, demand=demand, distance=distance, density=density, rate=rate)
    one_number(bunker_price=bunker_price, speed=speed, waiting=waiting)
    way = Supply(one_of("supply of vessels", supply, Supply))
    known = sorted(key.removesuffix(":price") for key in data.keys("vessels") if key.endswith(":price"))
    vessel = one_of("bunker vessel", vessel, known)
    used: list[str] = []

    def row(name: str) -> Quantity:
        found = data.datum(name)
        used.append(found.status)
        return found.value

    cargo = row(f"vessels:{vessel}:cargo")
    stems, trips = max(1, stems_per_trip(cargo, stem)), trips_per_stem(cargo, stem)
    delivered = stems * stem / trips
    cycle = _cycle(vessel, delivered, stems, distance, density, speed, waiting, row)
    trips_a_year = (demand / delivered).to("1/yr")
    busy = (trips_a_year * cycle.total).to("")
    available = row(f"{SHIPS_SHARED}:availability").to("")
    number = max(1, math.ceil((busy / available).m - 1e-9))
    one = _yearly_cost(vessel, way, rate, row)
    fuel = trip_fuel(cycle, row(f"{SHIPS_SHARED}:sea_fuel"), row(f"{SHIPS_SHARED}:port_fuel"))
    yearly = number * one + Q_((trips_a_year * fuel * bunker_price).to_reduced_units()).to(one.units)
    return VesselCost(
        vessel,
        way,
        cycle,
        stems,
        trips,
        number,
        busy / (number * available),
        one,
        yearly,
        delivery_cost(yearly, demand).to(bunker_price.units),
        weakest(used),
        _NOTES[way],
    )


def _cycle(
    vessel: str,
    delivered: Quantity,
    stems: int,
    distance: Quantity,
    density: Quantity,
    speed: Quantity | None,
    waiting: Quantity | None,
    row: Row,
) -> Cycle:
    """Trip of a vessel that delivers a mass in equal stems."""
    load = transfer_time(
        (delivered / density).to("m^3"), row("berths:barge_loading_rate"), row("berths:barge_fixed_time")
    )
    alongside = transfer_time(
        (delivered / stems / density).to("m^3"),
        row(f"vessels:{vessel}:pump_rate"),
        row("delivery:transfer_fixed_time"),
    )
    return trip_cycle(
        load if waiting is None else load + waiting,
        distance,
        row(f"{SHIPS_SHARED}:harbour_speed") if speed is None else speed,
        alongside,
        stems,
        row("delivery:shift_between_stems"),
    )


def _yearly_cost(vessel: str, way: Supply, rate: Quantity, row: Row) -> Quantity:
    """Cost of one vessel a year, without its fuel."""
    if way is Supply.TIME_CHARTER:
        return row(f"vessels:{vessel}:charter")
    running = row(f"vessels:{vessel}:running_cost")
    if way is Supply.BAREBOAT:
        return row(f"vessels:{vessel}:bareboat") + running
    price = row(f"vessels:{vessel}:price")
    if way is Supply.NEWBUILD:
        return vessel_annual_cost(price, rate, row("storage:life_vessel"), running)
    hull = row(f"{SHIPS_SHARED}:second_hand_share").to("") * price
    whole = hull + row(f"{SHIPS_SHARED}:conversion")
    return vessel_annual_cost(whole, rate, row(f"{SHIPS_SHARED}:life_converted"), running)


_NOTES = {
    Supply.NEWBUILD: ("No contract price of a methanol bunker vessel of this size was found.",),
    Supply.CONVERSION: ("Neither the sale of the tanker nor the price of the conversion was read.",),
    Supply.BAREBOAT: ("Bareboat hire is time-charter hire less running cost.",),
    Supply.TIME_CHARTER: ("Hire of older tonnage: a newbuilding needs more than this rate.",),
}
