"""Where fuel lies and moves: weather, sites with their approvals, berths and tanks, legs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greenport.scenario.fields import (
    AreaValue,
    DurationValue,
    FactorValue,
    FrequencyValue,
    LengthValue,
    LifeValue,
    MassValue,
    MoneyFlowValue,
    MoneyValue,
    PositiveMassValue,
    PositiveShareValue,
    PositiveVolumeValue,
    PricePerVolumeValue,
    RatioValue,
    RentPerAreaValue,
    RentPerVolumeValue,
    VolumeFlowValue,
    VolumeValue,
)
from greenport.scenario.parts.part import Many, Name, Part, PlaceKind, PoolName, Whole, Year


class Signal(Part):
    """A weather signal that closes kinds of places."""

    id: Name
    occasions: FrequencyValue = Field(description="occasions a year, on average")
    duration: DurationValue = Field(description="mean closure an occasion")
    closes: list[PlaceKind] = Field(min_length=1, description="kinds of places that it closes")
    season: list[Annotated[Whole, Field(ge=1, le=12)]] = Field([], description="months in which it comes")
    during: Name | None = Field(None, description="signal on whose occasions this one happens")


class Step(Part):
    """One step of an approval, with the steps that must come first."""

    step: str = Field(description="name, e.g. environmental permit")
    takes: DurationValue = Field(description="from the end of the steps in `after`")
    after: list[str] = Field([], description="steps that must have ended")


class Tenure(Part):
    """Until when a site may be used; shortens the life of what is added there."""

    until: Year = Field(description="last year of use")


class Berth(Part):
    """A class of berths at a place; it serves ships between its smallest and its largest, bunkers too."""

    id: Name
    existing: bool = Field(False, description="stands already: no capital cost, no lead time")
    at_most: Many = Field(1, description="berths of this class that may stand")
    smallest_ship: MassValue | None = Field(None, description="deadweight")
    largest_ship: PositiveMassValue = Field(description="deadweight")
    capex: MoneyValue | None = Field(None, description="each, before the surcharges")
    life: LifeValue | None = Field(None, description="after which it must be replaced")
    works: DurationValue | None = Field(None, description="after approval")
    approvals: list[Step] | None = Field(None, description="own steps instead of the place's")
    hours: RatioValue | None = Field(None, description="share of the year open to this trade")
    occupancy: RatioValue | None = Field(
        None, description="usable share; default from queueing and the target wait"
    )
    closed_by: PlaceKind = Field("berth", description="kind of place whose weather closes it")


class Conversion(Part):
    """What a conversion takes away from another pool."""

    pool: PoolName = Field(description="pool that gives the tank up")
    volume: VolumeValue = Field(description="each unit")


class Module(Part):
    """A step of storage capacity: new tank, conversion, lease or a floating store."""

    id: Name
    kind: Literal["new", "conversion", "leased", "floating"] = Field(
        description="how the capacity comes about"
    )
    volume: PositiveVolumeValue = Field(description="each unit")
    at_most: Many = Field(1, description="units that may be held")
    capex: PricePerVolumeValue | None = Field(None, description="per volume, before the surcharges")
    lease: RentPerVolumeValue | None = Field(None, description="rent paid for the tank while it is held")
    rate: MoneyFlowValue | None = Field(None, description="charter of a floating store")
    footprint: AreaValue | None = Field(None, description="land each unit takes")
    life: LifeValue | None = Field(None, description="after which it must be replaced")
    works: DurationValue = Field(description="after approval")
    approvals: list[Step] | None = Field(None, description="own steps instead of the place's")
    compartments: Annotated[Whole, Field(ge=1, le=20)] = Field(
        1, description="parts that can be used apart, each unit"
    )
    takes_from: Conversion | None = Field(None, description="what a conversion takes away elsewhere")

    @property
    def returnable(self) -> bool:
        """A lease or a charter may be given back in a later year."""
        return self.lease is not None or self.rate is not None


class Equipment(Part):
    """What must be bought once before a pool can open (nitrogen, foam, vapour recovery, blender …)."""

    id: Name
    capex: MoneyValue = Field(description="before the surcharges")
    life: LifeValue = Field(description="after which it must be replaced")
    works: DurationValue = Field(description="works after approval")
    approvals: list[Step] | None = Field(None, description="own steps instead of the place's")


class Cover(Part):
    """Days of cover that the tanks of a conventional grade must keep (B7)."""

    days: DurationValue = Field(description="least days of cover")
    existing: VolumeValue = Field(description="tankage that stands today, all farms together")
    demand: Name = Field(description="aircraft demand that uses the grade")


class Loading(Part):
    """How bunker vessels load at a pool."""

    rate: VolumeFlowValue = Field(description="pumping into the vessel")
    fixed_time: DurationValue = Field(description="each loading, on top of pumping")
    at_berth: bool = Field(True, description="takes time of the place's berths")


class Pipeline(Part):
    """Lines from a pool's tanks to its berth or the hydrant system, which limit what leaves it (X2)."""

    id: Name
    rate: VolumeFlowValue = Field(description="each line")
    existing: bool = Field(False, description="stands already: no capital cost, no lead time")
    at_most: Many = Field(1, description="lines that may stand")
    availability: PositiveShareValue | None = Field(None, description="share of the time it can be used")
    capex: MoneyValue | None = Field(None, description="each, before the surcharges")
    life: LifeValue | None = Field(None, description="after which it must be replaced")
    works: DurationValue | None = Field(None, description="after approval")
    approvals: list[Step] | None = Field(None, description="own steps instead of the place's")


class Pool(Part):
    """Tanks of one grade at one place."""

    grade: Name
    conventional: bool = Field(False, description="arrives as needed: no stock is followed")
    receives: Literal["berth", "anchorage"] = Field("berth", description="how cargoes arrive")
    heel: RatioValue | None = Field(None, description="share of the volume that cannot be pumped out")
    fill_at_most: RatioValue | None = Field(None, description="share of the volume that may be filled")
    losses: RatioValue | None = Field(None, description="share of receipts")
    days_of_cover: DurationValue | None = Field(None, description="safety stock in days of mean demand")
    resupply_lead: DurationValue | None = Field(
        None, description="lead over which lumpy demand must be covered"
    )
    hold: DurationValue | None = Field(None, description="certification hold of a receipt")
    compartments: Annotated[Whole, Field(ge=1, le=20)] = Field(
        1, description="parts that are needed at least, to receive and issue at once"
    )
    fixed_cost: MoneyFlowValue | None = Field(None, description="staff and the like while open")
    equipment: Equipment | None = Field(None, description="needed before the pool opens")
    cover: Cover | None = Field(None, description="duty to keep tankage of a conventional grade")
    loading: Loading | None = Field(None, description="how bunker vessels load here")
    pipeline: Pipeline | None = Field(None, description="lines out of the tanks, where they limit the flow")
    modules: list[Module] = Field([], description="steps of capacity")


class Place(Part):
    """A terminal, depot, anchorage or airport farm."""

    id: Name
    hub: Literal["port", "airport"] = Field(description="port for ships, airport for aircraft")
    site_area: AreaValue | None = Field(None, description="land for tanks")
    storage_limit: VolumeValue | None = Field(
        None, description="most that may be stored, all grades together"
    )
    ground_rent: RentPerAreaValue | None = Field(None, description="for the footprint")
    tenure: Tenure | None = Field(None, description="how long the site may be used")
    approvals: list[Step] = Field([], description="steps before works begin")
    target_wait: FactorValue | None = Field(None, description="mean wait over service time at the berths")
    used_by_others: RatioValue | None = Field(None, description="share of berth time already taken")
    berths: list[Berth] = Field([], description="classes of berths")
    pools: list[Pool] = Field(min_length=1, description="tanks, one entry a grade")


class Leg(Part):
    """Distance of a delivery leg within the port."""

    start: Name = Field(description="a place")
    end: Name = Field(description="where ships lie, or a place")
    distance: LengthValue = Field(description="one way")
