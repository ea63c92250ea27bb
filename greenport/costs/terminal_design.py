"""What a terminal is made of: sets of tanks, jetties, equipment, pipelines, and its site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from greenport.costs.arguments import Kind, count, one_number, one_of
from greenport.costs.land import LAND_TERMS, LandTerms
from greenport.costs.tank_volumes import NOMINAL
from greenport.costs.tanks import KINDS
from greenport.errors import GreenportError
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
        one_number(volume=require("volume", self.volume, NOMINAL))
        count("tanks of a terminal", self.number, least=1)
        one_of("kind of tank", self.kind, ("planning", *KINDS))
        one_of("fuel of a tank", self.fuel, FUELS)


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
        one_number(platform=require("platform", self.platform, AREA))
        one_number(catwalk=require("catwalk", self.catwalk, AREA))
        count("dolphins of a jetty", self.dolphins)


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
        TANK_SETS.require("tanks", self.tanks)
        for tank in self.tanks:
            TANK_SET.require("one of the tanks", tank)
        JETTIES.require("jetties", self.jetties)
        for jetty in self.jetties:
            JETTY.require("one of the jetties", jetty)
        NUMBERS.require("equipment", self.equipment)
        for name, number in self.equipment.items():
            one_of("equipment of a terminal", name, EQUIPMENT)
            count(f"equipment of a terminal: {name}", number, least=1)
        LENGTHS.require("pipelines", self.pipelines)
        for name, length in self.pipelines.items():
            one_of("pipeline", name, PIPELINES)
            one_number(pipeline=require(f"{name} pipeline", length, LENGTH))
        if (self.area is None) != (self.land is None):
            raise GreenportError(
                "terminal: area and land are due together, a site and the terms it is held on"
            )
        if self.area is not None:
            one_number(area=require("area", self.area, AREA))
            LAND_TERMS.require("land", self.land)


TANK_SET = Kind(TankSet, 'TankSet(Q_("20000 m^3"), number=2)')
TANK_SETS = Kind(Sequence, f"({TANK_SET.example},)")
JETTY = Kind(Jetty, 'Jetty(Q_("480 m^2"), 6, Q_("500 m^2"))')
JETTIES = Kind(Sequence, f"({JETTY.example},)")
NUMBERS = Kind(Mapping, '{"barge_berth": 1}')
LENGTHS = Kind(Mapping, '{"land": Q_("2 km")}')
DESIGN = Kind(TerminalDesign, f"TerminalDesign(tanks={TANK_SETS.example})")
