"""What a terminal is made of: sets of tanks, jetties, equipment, pipelines, and its site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from greenport import data
from greenport.costs.land import LandTerms
from greenport.costs.tanks import KINDS, NOMINAL
from greenport.errors import DataError, GreenportError
from greenport.units import AREA, LENGTH, Quantity, require

EQUIPMENT = {
    "nitrogen": "capital_costs:meoh_nitrogen",
    "fire_protection": "capital_costs:meoh_fire_system",
    "vapour_recovery": "capital_costs:meoh_vapour_recovery",
    "pump_set": "capital_costs:meoh_pumps",
    "meter": "capital_costs:meoh_meter",
    "loading_arm": "capital_costs:loading_arm",
    "hose_tower": "capital_costs:hose_tower",
    "truck_rack": "terminal_costs:truck_rack",
    "laboratory": "terminal_costs:laboratory",
    "barge_berth": "capital_costs:tys_barge_berth",
    "ship_berth": "capital_costs:tys_ship_berth",
    "oil_jetty_berth": "capital_costs:ship_berth_50k",
}
BERTHS = ("barge_berth", "ship_berth", "oil_jetty_berth")
PIPELINES = {"jetty": "pipeline:jetty", "land": "pipeline:hinterland", "subsea": "pipeline:subsea_hong_kong"}
FUELS = ("methanol", "jet")


@dataclass(frozen=True)
class TankSet:
    """Some equal tanks.

    Parameters
    ----------
    volume : Quantity
        Of each.
    number : int
        How many.
    kind : str
        `planning` (the planning value), or a kind with a purchase correlation: `floating_roof`,
        `cone_roof`, `stainless`.
    fuel : str
        `methanol` or `jet` (also SAF). A correlation is of a plain tank, which methanol's fit-out makes
        dearer; the planning value of methanol holds it already.
    converted : bool
        An existing fuel-oil tank is made fit, at a share of a new one.
    """

    volume: Quantity
    number: int = 1
    kind: str = "planning"
    fuel: str = "methanol"
    converted: bool = False

    def __post_init__(self) -> None:
        require("volume", self.volume, NOMINAL)
        _require_number("tanks", self.number)
        _require_known("kind of tank", self.kind, ("planning", *KINDS))
        _require_known("fuel of a tank", self.fuel, FUELS)


@dataclass(frozen=True)
class Jetty:
    """A jetty by its parts, without dredging, arms and fire-fighting.

    Parameters
    ----------
    platform, catwalk : Quantity
        Areas.
    dolphins : int
        Breasting and mooring dolphins together.
    """

    platform: Quantity
    dolphins: int
    catwalk: Quantity

    def __post_init__(self) -> None:
        require("platform", self.platform, AREA)
        require("catwalk", self.catwalk, AREA)
        _require_number("dolphins", self.dolphins, least=0)


@dataclass(frozen=True)
class TerminalDesign:
    """What is built.

    Parameters
    ----------
    tanks : tuple of TankSet
        The tanks.
    jetties : tuple of Jetty
        Jetties priced by their parts.
    equipment : mapping of str to int
        Numbers of the units of `EQUIPMENT`, berths by their planning value among them.
    pipelines : mapping of str to Quantity
        Lengths, by `jetty` (a pipe rack), `land` or `subsea`.
    area : Quantity, optional
        Of the site.
    land : LandTerms, optional
        Terms on which the site is held.
    """

    tanks: tuple[TankSet, ...] = ()
    jetties: tuple[Jetty, ...] = ()
    equipment: Mapping[str, int] = field(default_factory=dict)
    pipelines: Mapping[str, Quantity] = field(default_factory=dict)
    area: Quantity | None = None
    land: LandTerms | None = None

    def __post_init__(self) -> None:
        for name, number in self.equipment.items():
            _require_known("equipment", name, tuple(EQUIPMENT))
            _require_number(name, number)
        for name, length in self.pipelines.items():
            _require_known("pipeline", name, tuple(PIPELINES))
            require(f"{name} pipeline", length, LENGTH)
        if (self.area is None) != (self.land is None):
            raise GreenportError(
                "terminal: area and land are due together, a site and the terms it is held on"
            )
        if self.area is not None:
            require("area", self.area, AREA)


def _require_number(what: str, number: object, least: int = 1) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise GreenportError(f"terminal: {number!r} {what}; a whole number from {least} up is due, e.g. 2")


def _require_known(what: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        names = ", ".join(known)
        raise DataError(f"terminal: no {what} {name!r}{data.near(name, known)}; known are {names}")
