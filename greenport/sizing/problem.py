"""The sizing problem as plain numbers: what the optimiser knows, in declared units.

One set of units holds below this door and nowhere else: mass **kt**, volume **1000 m³**, money
**MUSD** of the scenario's price year, time **h**, area **ha**, emissions **kt CO2e**; density is
kt per 1000 m³ (the same number as t/m³), energy is **TJ** (heating value TJ/kt = GJ/t).
Arrays indexed ``[y]`` run over the milestone years, ``[y, day]`` also over the 365 days of the
modelled year. `Origin` leads from an item to its line in the scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from greenport.scenario.tree import Origin
from greenport.sizing.regulations import (
    Blending,
    Budget,
    Cap,
    Grant,
    IntensityLimit,
    Loan,
    Target,
    VolumeTarget,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

YEAR_HOURS = 24 * 365


@dataclass(frozen=True, kw_only=True)
class Asset:
    """Something counted in whole units: a tank, a berth, a pool's equipment, a pipeline, a bunker vessel.

    Attributes
    ----------
    owned : bool
        Built once and kept (stands in A1); a lease or charter may be given back instead.
    ready : int
        Index of the first milestone year in which it may count (A2); the number of years if never.
    capex : float
        MUSD each, contingency and owner's cost included.
    annuity : array [y]
        MUSD a year each, if commissioned in milestone y.
    life : array [y]
        Years that a unit of vintage y lasts, the tenure of its site counted; its annuity pays it off in them.
    end : array [y]
        Index of the first milestone year in which a unit of vintage y no longer counts.
    opex : float
        MUSD a year each: fixed operating cost, ground rent, lease, charter.
    rent : float
        The ground rent in it.
    volume, footprint : float
        1000 m³ and ha each.
    smallest_ship, largest_ship : float
        Deadweight in kt, of berths.
    rate : float
        1000 m³ an hour each, of pipelines, over all hours of a day.
    payable : array [y], optional
        Whole units that the budgets up to each year could pay for, if for nothing else (A4).
    """

    id: str
    kind: Literal["tank", "berth", "equipment", "pipeline", "vessel"]
    place: str = ""
    pool: str = ""
    owned: bool
    at_most: int
    standing: int = 0
    ready: int
    capex: float
    annuity: Floats
    life: Floats
    end: Whole
    opex: float
    rent: float = 0.0
    volume: float = 0.0
    footprint: float = 0.0
    compartments: int = 0
    takes_pool: str = ""
    takes_volume: float = 0.0
    smallest_ship: float = 0.0
    largest_ship: float = 0.0
    rate: float = 0.0
    payable: Whole | None = None
    origin: Origin

    def may_come(self, y: int) -> bool:
        """Whether a unit may stand in a milestone year besides those of today: A2, and the site's tenure."""
        return any(v <= y < self.end[v] for v in range(self.ready, y + 1))


@dataclass(frozen=True)
class Place:
    """A site: its limits (A3) and the time of its berths (U4); `inf` where there is no limit."""

    id: str
    hub: str
    area: float
    storage_limit: float
    hours: float
    occupancy: tuple[float, ...]
    others: float
    closed_by: str
    open_share: float
    origin: Origin


@dataclass(frozen=True)
class Pool:
    """Tanks of one grade at one place.

    `floor` is the larger of the largest stem and of the service quantile over the resupply lead
    (kt); `holding` the capital cost of stock (MUSD per kt and year); `demand` the mean demand it
    may serve (kt a year).
    """

    id: str
    place: str
    grade: str
    conventional: bool
    density: float
    heel: float
    fill: float
    loss: float
    cover_days: float
    hold_days: int
    compartments: int
    fixed_cost: float
    equipment: str
    at_berth: bool
    load_hours: float
    load_fixed: float
    floor: Floats
    largest_stem: Floats
    holding: Floats
    demand: Floats
    cover_need: Floats
    cover_existing: float
    origin: Origin


@dataclass(frozen=True)
class Supplier:
    """Who sells: `available` kt a year for this hub, the share `least` of it take-or-pay; fee in MUSD."""

    id: str
    fuel: str
    available: Floats
    fee: float
    least: float
    intensity: float
    origin: Origin


@dataclass(frozen=True)
class Route:
    """An offer that arrives in a pool: whole parcels of `parcel` kt, `content` kt of green fuel in each.

    `price` [y] is in MUSD per kt of that content; `freight` and `cargo_cost` (demurrage, capital on the
    water and in stock by U6) in MUSD and `fuel_use` in kt a cargo.
    """

    id: str
    offer: str
    supplier: str
    pool: str
    fuel: str
    parcel: float
    content: float
    green_share: float
    tolerance: float
    dwt: float
    berth_hours: float
    at_berth: bool
    price: Floats
    freight: Floats
    cargo_cost: Floats
    fuel_use: float
    most: Whole
    intensity: float
    origin: Origin


@dataclass(frozen=True)
class Direct:
    """An offer that a bunker vessel loads at the supplier's port and delivers to ships here (V4).

    A trip takes `trip_hours`, burns `fuel_use` kt and costs `trip_cost` MUSD besides the hire; the time
    alongside stands in its links.
    """

    id: str
    offer: str
    supplier: str
    fuel: str
    mode: str
    parcel: float
    green_share: float
    stems_per_trip: int
    trip_hours: float
    trip_cost: Floats
    fuel_use: float
    price: Floats
    intensity: float
    origin: Origin


@dataclass(frozen=True)
class Mode:
    """A class of bunker vessels (or the hydrant): hire in MUSD per hour, `most` ships at once."""

    id: str
    kind: str
    capacity: float
    availability: float
    hire: float
    most: int
    vessel: str
    open_share: float
    rate: float
    origin: Origin


@dataclass(frozen=True)
class Link:
    """Delivery from a pool (or, with `pool` empty, a direct offer) to a demand by a mode.

    `hours` [y] of the vessel per kt, `alongside` [y] the part spent at the ship, `cost` [y] MUSD per
    kt besides hire, `duty` MUSD per kt the duty in it, `berth_hours` [y] per kt for loading, `fit` the
    share of a stem that fits the stay.
    """

    pool: str
    direct: str
    mode: str
    demand: str
    hours: Floats
    alongside: Floats
    berth_hours: Floats
    cost: Floats
    duty: float
    fuel_use: Floats
    fit: float

    @property
    def key(self) -> tuple[str, str, str]:
        """Index of the link's flows: where from, by what, for whom."""
        return (self.pool or self.direct, self.mode, self.demand)


@dataclass(frozen=True)
class Demand:
    """Green fuel asked for: `asked` kt by day, `stem` kt (ships) and what going without costs (MUSD/kt)."""

    id: str
    kind: Literal["ships", "aircraft"]
    hub: str
    fuel: str
    place: str
    asked: Floats
    stem: Floats
    without: Floats
    elsewhere: bool
    at_least: float
    service: float
    credit: Floats
    replaces: str
    fossil_intensity: float
    heating_value: float
    uplift: Floats
    passengers: Floats
    origin: Origin

    @property
    def replaces_fossil(self) -> bool:
        """Whether what is served replaces fossil fuel, not the same green fuel bought elsewhere."""
        return self.kind == "aircraft" or not self.elsewhere


@dataclass(frozen=True)
class Excluded:
    """Something that could not exist, with its reason."""

    id: str
    reason: str


@dataclass(frozen=True)
class Problem:
    """The whole problem of one future.

    `discount[y]` sums the factors of the years that y stands for; `closed[kind][y, day]` are hours;
    `bunker_emissions` kt CO2e per kt of fuel that tankers and bunker vessels burn. `emission_price[y]`,
    MUSD per kt CO2e of net emissions, is empty unless a study weighs cost against emissions by it.
    """

    name: str
    years: tuple[int, ...]
    horizon: int
    discount: Floats
    wacc: float
    gap: float
    rounds: int
    nodes: int
    closed: dict[str, Floats]
    bunker_emissions: float
    assets: tuple[Asset, ...]
    places: tuple[Place, ...]
    pools: tuple[Pool, ...]
    suppliers: tuple[Supplier, ...]
    routes: tuple[Route, ...]
    directs: tuple[Direct, ...]
    modes: tuple[Mode, ...]
    links: tuple[Link, ...]
    demands: tuple[Demand, ...]
    blendings: tuple[Blending, ...]
    targets: tuple[Target, ...]
    volumes: tuple[VolumeTarget, ...]
    limits: tuple[IntensityLimit, ...]
    caps: tuple[Cap, ...]
    budgets: tuple[Budget, ...]
    grants: tuple[Grant, ...]
    loans: tuple[Loan, ...]
    excluded: tuple[Excluded, ...]
    warnings: tuple[str, ...]
    emission_price: tuple[float, ...] = ()

    def pool(self, name: str) -> Pool:
        """Pool by its id."""
        return next(pool for pool in self.pools if pool.id == name)

    def demand(self, name: str) -> Demand:
        """Demand by its id."""
        return next(demand for demand in self.demands if demand.id == name)

    def asset(self, name: str) -> Asset:
        """Asset by its id."""
        return next(asset for asset in self.assets if asset.id == name)

    def mode(self, name: str) -> Mode:
        """Mode by its id."""
        return next(mode for mode in self.modes if mode.id == name)
