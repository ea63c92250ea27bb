"""A terminal as its harbour master sees it: stores, berths, vessels, calls. Plain numbers: kg and hours.

All masses are whole kilograms, so that what comes in, lies there and goes out adds up to the last one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

Spells = tuple[tuple[float, float], ...]
"""Closed spells in hours from the start of the year, in order and apart from each other."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a stem reaches a ship: from a store, or straight from a supplier's port.

    Attributes
    ----------
    source : str
        The store; empty where the vessel comes from the supplier.
    fleet : str
        The class of vessels.
    weight : float
        Share of the segment's stems that the plan serves so.
    load, out, alongside, back : float
        Hours to load, to sail to the ship, to pump with all that belongs to it, and to return.
    at_berth : bool
        Whether loading takes a berth of the store's place.
    """

    source: str
    fleet: str
    weight: float = 1.0
    load: float = 0.0
    out: float = 0.0
    alongside: float
    back: float = 0.0
    at_berth: bool = False


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Ships that bunker alike: `calls` a year of `stem` kg each, who leave after `stay` hours."""

    id: str
    stem: int
    calls: float
    stay: float = math.inf
    closed_by: str = ""
    ways: tuple[Way, ...]
    planned: tuple[float, ...] = ()
    """Hours of the year at which the plan serves a stem."""


@dataclass(frozen=True, kw_only=True)
class Cargo:
    """A cargo of the plan: hour of the year, kg, hours at the berth, and what an hour of waiting costs."""

    hour: float
    mass: int
    discharge: float
    demurrage: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Store:
    """Tanks of one grade at one place.

    Attributes
    ----------
    room : int
        Kg between the heel and the fill limit.
    stock : int
        Kg that can be issued at the start of the year.
    hold : float
        Hours for settling and certifying, before what came can be issued.
    lead : float
        Hours from an order to its cargo.
    cargoes : tuple of Cargo
        Those of the plan's year.
    draw : int
        Kg an hour that are issued all the time, for aircraft.
    losses : float
        Share of what comes in.
    """

    id: str
    place: str
    room: int
    stock: int
    hold: float = 0.0
    lead: float = 0.0
    cargoes: tuple[Cargo, ...] = ()
    draw: int = 0
    losses: float = 0.0
    at_berth: bool = True


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """A class of bunker vessels: how many, the share of time in service, and hours of a mean repair."""

    id: str
    vessels: int
    availability: float = 1.0
    repair: float = 72.0


@dataclass(frozen=True, kw_only=True)
class Berths:
    """Berths of a place, alike; closed by the weather of one kind of place."""

    place: str
    number: int
    closed_by: str = "berth"


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What is left to chance.

    Attributes
    ----------
    calls : bool
        Ships come at random (a Poisson process); else when the plan serves them.
    alongside : float
        Coefficient of variation of the time alongside; 1 is exponential.
    delay : float
        Standard deviation of a cargo's arrival against its day, hours.
    storms : bool
        Storms come at random; else as in the plan's year.
    repairs : bool
        Whether vessels break down.
    """

    calls: bool = True
    alongside: float = 0.0
    delay: float = 0.0
    storms: bool = True
    repairs: bool = True


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A storm signal: mean occasions a year, mean hours, the kinds of place it closes, its months."""

    id: str
    occasions: float
    hours: float
    closes: tuple[str, ...]
    months: tuple[float, ...] = (1.0,) * 12
    during: str = ""


@dataclass(frozen=True, kw_only=True)
class System:
    """Everything that a simulated year needs."""

    segments: tuple[Segment, ...]
    stores: tuple[Store, ...] = ()
    fleets: tuple[Fleet, ...]
    berths: tuple[Berths, ...] = ()
    signals: tuple[Signal, ...] = ()
    closed: dict[str, Spells] = field(default_factory=dict)
    """Closed spells of the plan's year by kind of place, where storms are not left to chance."""
    notice: float = 0.0
    """Hours before its arrival at which a ship's call is known."""
    least_share: float = 1.0
    """Share of its stem without which a ship goes elsewhere."""
    chance: Chance = Chance()
