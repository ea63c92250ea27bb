"""What a scenario file may say: horizon, money, places, supply, delivery, demand and rules.

`Document` is the whole file. Every quantity is a `Value` (or a `Series` by year) with its origin.
Cross-references between the parts are checked in `checks`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
    field_validator,
    model_validator,
)

from greenport.scenario.values import (
    FIRST_YEAR,
    LAST_YEAR,
    AreaValue,
    CountSeries,
    DensityValue,
    DurationValue,
    ExchangeRateValue,
    FactorSeries,
    FactorValue,
    FrequencyValue,
    IntensityValue,
    LengthValue,
    LifeValue,
    MassFlowSeries,
    MassFlowValue,
    MassValue,
    MoneyFlowValue,
    MoneyValue,
    PositiveMassFlowSeries,
    PositiveMassValue,
    PositiveShareValue,
    PositiveVolumeValue,
    PricePerGhgSeries,
    PricePerMassSeries,
    PricePerMassValue,
    PricePerVolumeValue,
    RateValue,
    RatioSeries,
    RatioValue,
    RentPerAreaValue,
    RentPerVolumeValue,
    SpeedValue,
    Value,
    VolumeFlowValue,
    VolumeValue,
)

NAME = r"^[a-z][a-z0-9_]*$"
POOL_NAME = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
FILE_NAME = r"^[a-z0-9][a-z0-9_-]*$"

Name = Annotated[str, Field(pattern=NAME, max_length=80, description="short name, lower case")]
PoolName = Annotated[str, Field(pattern=POOL_NAME, max_length=161, description="place.grade")]
Whole = Annotated[int, Strict()]
Many = Annotated[Whole, Field(ge=1, le=1000)]
Year = Annotated[Whole, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
PlaceKind = Literal["berth", "anchorage", "jetty", "floating"]
Basis = Literal["mass", "volume", "energy"]


def _day(raw: object) -> object:
    if not (isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw)):
        raise ValueError("expected a day as year-month-day, e.g. 2026-11-30")
    return raw


Day = Annotated[date, BeforeValidator(_day)]


class Part(BaseModel):
    """A part of a scenario: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = Field("", description="free text; never changes a result")
    source: str = Field("", description="who says so; never changes a result")


class Years(Part):
    """Milestone years; each stands for the years up to the next one, the last for those before `horizon`."""

    decision_date: Day = Field(description="day of the decision to build, e.g. 2026-11-30")
    milestones: list[Year] = Field(min_length=1, description="years at which assets may be commissioned")
    horizon: Year = Field(description="first year no longer counted")

    @field_validator("milestones")
    @classmethod
    def _rising(cls, milestones: list[int], info: ValidationInfo) -> list[int]:
        if sorted(set(milestones)) != milestones:
            raise ValueError("milestones must rise and name each year once, e.g. [2027, 2030, 2035]")
        decided = info.data.get("decision_date")
        if decided is not None and milestones[0] < decided.year:
            raise ValueError(
                f"{milestones[0]} lies before the decision of {decided}; start in {decided.year}"
            )
        return milestones

    @field_validator("horizon")
    @classmethod
    def _after_all(cls, horizon: int, info: ValidationInfo) -> int:
        milestones = info.data.get("milestones")
        if milestones and horizon <= milestones[-1]:
            raise ValueError(f"{horizon} must be later than the last milestone, {milestones[-1]}")
        return horizon


class Finance(Part):
    """Rates of time and risk, surcharges on every capital cost, and the money all results are in."""

    discount_rate: RateValue = Field(description="real rate at which years are compared")
    wacc: RateValue = Field(description="real cost of capital in the annuity of assets")
    contingency: FactorValue = Field(description="surcharge on every capital cost")
    owner_cost: FactorValue = Field(description="owner's cost, on top of the contingency")
    fixed_opex: RatioValue = Field(description="fixed operating cost a year as a share of capital cost")
    price_year: Annotated[Whole, Field(ge=1990, le=2060)] = Field(description="year of all money")
    currency: Literal["USD"] = Field("USD", description="currency of the results")
    rates: dict[Literal["HKD", "EUR", "CNY"], ExchangeRateValue] = Field(
        {}, description="units per USD as a plain number, e.g. {HKD: 7.8}; for this scenario only"
    )
    price_index: Name = Field("cepci", description="row of price_indices that moves other price years")


class Solve(Part):
    """What the solver is asked for; part of the hash, so the same file gives the same result."""

    gap: RatioValue = Field(description="proven gap asked for, on the money that decisions can move")
    rounds: Annotated[Whole, Field(ge=1, le=100)] = Field(6, description="rounds of improvement")
    nodes: Annotated[Whole, Field(ge=1)] = Field(20000, description="branch-and-bound nodes a year's problem")

    @field_validator("gap")
    @classmethod
    def _above_zero(cls, gap: Value) -> Value:
        if float(gap.quantity.to("").magnitude) <= 0:
            raise ValueError("must be above 0 %, e.g. 0.5 %; a gap of zero is never proved")
        return gap


class Signal(Part):
    """A weather signal that closes kinds of places."""

    id: Name
    occasions: FrequencyValue = Field(description="occasions a year, on average")
    duration: DurationValue = Field(description="mean closure an occasion")
    closes: list[PlaceKind] = Field(min_length=1, description="kinds of places that it closes")
    season: list[Annotated[Whole, Field(ge=1, le=12)]] = Field([], description="months in which it comes")
    during: Name | None = Field(None, description="signal on whose occasions this one happens")

    @model_validator(mode="after")
    def _when(self) -> Signal:
        if bool(self.season) == (self.during is not None):
            raise ValueError("state either 'season' (months) or 'during' (another signal)")
        return self


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
    modules: list[Module] = Field([], description="steps of capacity")

    @model_validator(mode="after")
    def _room(self) -> Pool:
        if self.modules and not self.conventional and self.fill_at_most is None:
            raise ValueError("needs fill_at_most, e.g. 95 %")
        if self.heel is not None and self.fill_at_most is not None:
            heel, fill = self.heel, self.fill_at_most
            if heel.quantity >= fill.quantity:
                raise ValueError(f"heel {heel} leaves no room below fill_at_most {fill}")
        return self


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


class Ship(Part):
    """A tanker class that brings cargoes."""

    id: Name
    dwt: PositiveMassValue = Field(description="deadweight")
    speed: SpeedValue = Field(description="laden and in ballast")
    charter: MoneyFlowValue = Field(description="time charter")
    fuel_at_sea: MassFlowValue = Field(description="steaming")
    fuel_in_port: MassFlowValue = Field(description="at berth, at anchor and waiting")
    discharge_rate: VolumeFlowValue = Field(description="pumping at this hub and at the load port")
    port_time: DurationValue = Field(description="berthing, sampling, hoses: on top of pumping")
    waiting: DurationValue | None = Field(None, description="waiting at both ports of a voyage, together")
    port_cost: MoneyValue | None = Field(None, description="dues, pilots and tugs of a voyage, both ports")


class Purchase(Part):
    """Buying a bunker vessel instead of hiring one."""

    capex: MoneyValue = Field(description="each, without surcharges")
    opex: MoneyFlowValue = Field(description="crew, upkeep, insurance")
    life: LifeValue = Field(description="after which it must be replaced")
    works: DurationValue = Field(description="building time from the decision")
    at_most: Many = Field(1, description="vessels that may be owned")


class Mode(Part):
    """A way of delivery: a class of bunker vessels, or the airport's hydrant system."""

    id: Name
    kind: Literal["vessel", "hydrant"] = Field(description="bunker vessel or hydrant system")
    capacity: PositiveMassValue | None = Field(None, description="cargo of a vessel")
    dwt: PositiveMassValue | None = Field(None, description="deadweight")
    speed: SpeedValue | None = Field(None, description="on legs within the port")
    sea_speed: SpeedValue | None = Field(None, description="from a supplier's port")
    pump_rate: VolumeFlowValue = Field(description="into the receiving ship or aircraft")
    fixed_time: DurationValue | None = Field(None, description="approach, hoses, meeting, meter, disconnect")
    shift_time: DurationValue | None = Field(None, description="between two stems of one trip")
    stems_per_trip: Annotated[Whole, Field(ge=1, le=20)] = Field(1, description="ships served on one trip")
    availability: PositiveShareValue | None = Field(None, description="share of the year in service")
    fuel_at_sea: MassFlowValue | None = Field(None, description="steaming")
    fuel_in_port: MassFlowValue | None = Field(None, description="loading, pumping and waiting")
    hire: MoneyFlowValue | None = Field(None, description="paid by the day, in parts")
    hire_at_most: Annotated[Whole, Field(ge=0, le=100)] = Field(0, description="vessels hired at a time")
    buy: Purchase | None = Field(None, description="if it may be bought")

    @model_validator(mode="after")
    def _complete(self) -> Mode:
        if self.kind == "vessel":
            needed = ("capacity", "dwt", "speed", "fixed_time", "availability", "fuel_at_sea", "fuel_in_port")
            if missing := [name for name in needed if getattr(self, name) is None]:
                raise ValueError(f"a vessel needs {', '.join(missing)}")
            if self.hire is None and self.buy is None:
                raise ValueError("a vessel needs 'hire' or 'buy'")
        return self


class Supplier(Part):
    """Who sells, from which port, how much a year for this hub, at what price and intensity."""

    id: Name
    port: Name = Field(description="load port, a key of the ports table")
    fuel: Name = Field(description="a key of the fuels table")
    price: PricePerMassValue = Field(description="free on board")
    price_path: FactorSeries | None = Field(None, description="real price by year against `price`")
    available: MassFlowSeries = Field(description="for this hub, by year")
    intensity: IntensityValue = Field(description="well-to-wake as certified at the load port")
    green_share: RatioValue | None = Field(None, description="share that counts as green (default all)")
    contract_fee: MoneyFlowValue | None = Field(None, description="while anything is bought")
    distance: LengthValue | None = Field(None, description="instead of the distance table")


class Blend(Part):
    """A ready blend: the share of green fuel in it."""

    fuel: Name = Field(description="green fuel in it")
    share: PositiveShareValue = Field(description="by volume")


class Offer(Part):
    """One parcel size from one supplier, to a terminal or directly to ships."""

    id: Name
    supplier: Name = Field(description="who sells")
    deliver: Literal["terminal", "direct"] = Field(description="into tanks, or straight to ships")
    parcel: PositiveMassValue = Field(description="mass of one cargo")
    ship: Name | None = Field(None, description="tanker class (terminal)")
    mode: Name | None = Field(None, description="bunker vessel class (direct)")
    grade: Name | None = Field(None, description="grade it arrives as; default the supplier's fuel")
    blend: Blend | None = Field(None, description="if it arrives ready blended")
    premium: PricePerMassValue | None = Field(None, description="on the supplier's price")
    freight: PricePerMassValue | None = Field(None, description="instead of the voyage model")
    more_or_less: RatioValue | None = Field(None, description="tolerance, instead of the trade's clause")
    to: list[PoolName] | None = Field(None, description="pools it may enter; default every pool of its grade")

    @model_validator(mode="after")
    def _carried(self) -> Offer:
        if self.deliver == "direct" and (self.ship is not None or self.to is not None):
            raise ValueError("a direct offer has neither 'ship' nor 'to': 'mode' carries it to the ships")
        if self.deliver == "terminal" and self.mode is not None:
            raise ValueError("an offer to a terminal has no 'mode': 'ship' carries it")
        if self.deliver == "direct" and self.mode is None:
            raise ValueError("a direct offer needs 'mode', the bunker vessel that carries it")
        if self.deliver == "terminal" and self.ship is None:
            raise ValueError("an offer to a terminal needs 'ship', the tanker that carries it")
        return self


class Otherwise(Part):
    """What happens to demand that is not served: one of the two prices of going without."""

    elsewhere: PricePerMassValue | None = Field(
        None, description="the same fuel at another hub, all included"
    )
    fossil: PricePerMassValue | None = Field(
        None, description="fossil fuel is burnt; what going without costs"
    )

    @model_validator(mode="after")
    def _one(self) -> Otherwise:
        if (self.elsewhere is None) == (self.fossil is None):
            raise ValueError("state exactly one of 'elsewhere' and 'fossil'")
        return self


class ShipDemand(Part):
    """Ships of one segment that ask for green fuel in whole stems."""

    kind: Literal["ships"] = Field(description="ships: whole stems on single days")
    id: Name
    fuel: Name = Field(description="green fuel asked for")
    place: Name = Field(description="where they lie, an end of a leg")
    lies_at: PlaceKind = Field(description="kind of place, for the weather")
    asks: MassFlowSeries = Field(description="mass a year")
    stem: PositiveMassValue = Field(description="mass of one bunkering")
    port_stay: DurationValue = Field(description="time alongside; a longer stem is cut to what can be pumped")
    moves_for: MoneyFlowValue | None = Field(
        None, description="ship time, if it may move to an anchorage instead of a cut stem"
    )
    moving_time: DurationValue | None = Field(None, description="to the anchorage")
    at_least: RatioValue | None = Field(None, description="share that must be served")
    service: RatioValue = Field(description="share of stems served from stock without delay")
    otherwise: Otherwise = Field(description="price of going without")
    replaces: Name = Field(description="conventional fuel, a key of `prices`")
    reference: IntensityValue = Field(description="well-to-wake intensity of the conventional fuel")
    pilot_fuel: RatioValue | None = Field(None, description="share of energy, reported")


class AircraftDemand(Part):
    """Green fuel asked for by airlines: a share of the jet uplift, accounted in periods of three months."""

    kind: Literal["aircraft"] = Field(description="aircraft: a share of the uplift")
    id: Name
    fuel: Name = Field(description="green fuel asked for")
    uplift: PositiveMassFlowSeries = Field(description="all jet fuel, a year")
    share: RatioSeries = Field(description="share of green fuel asked for")
    basis: Basis = Field("mass", description="what the share is a share of")
    monthly: str | None = Field(None, description="table:key of datasets/ with twelve monthly weights")
    at_least: RatioValue | None = Field(None, description="share of the demand that must be served")
    service: RatioValue = Field(description="reliability of supply")
    otherwise: Otherwise = Field(description="price of going without")
    replaces: Name = Field(description="conventional fuel, a key of `prices`")
    reference: IntensityValue = Field(description="well-to-wake intensity of the conventional fuel")
    departing_passengers: CountSeries | None = Field(None, description="a year, to state the cost each")


class Target(Part):
    """A mandate or a vision: a share of a demand's conventional uplift that must be claimed (R1)."""

    kind: Literal["target"] = Field(description="target: a share that must be claimed")
    id: Name
    demand: Name = Field(description="aircraft demand")
    basis: Basis = Field("mass", description="what the share is a share of")
    share: RatioSeries = Field(description="of the conventional uplift, by year")
    begins: Year = Field(description="first year in which it binds")
    status: Literal["law", "vision"] = Field(description="in force, or announced")


class BlendLimit(Part):
    """Limits of a blend of synthetic and conventional jet fuel (X1), and what certifying a batch costs."""

    kind: Literal["blend"] = Field(description="blend: limits of a blend")
    id: Name
    demand: Name = Field(description="aircraft demand")
    share_at_most: PositiveShareValue = Field(description="by volume")
    density_at_least: DensityValue = Field(description="at 15 °C")
    aromatics_at_least: RatioValue = Field(description="by volume")
    batch: PositiveVolumeValue = Field(description="volume certified at once")
    batch_cost: MoneyValue = Field(description="to certify a batch")


class CarbonPrice(Part):
    """A price on the well-to-wake emissions of what is delivered (R4)."""

    kind: Literal["carbon_price"] = Field(description="carbon_price: a price on emissions")
    id: Name
    price: PricePerGhgSeries = Field(description="by year")
    demands: list[Name] = Field(min_length=1, description="demands that pay it")


class Duty(Part):
    """Duty by volume on a fuel delivered for the demands named."""

    kind: Literal["duty"] = Field(description="duty: by volume delivered")
    id: Name
    rate: PricePerVolumeValue = Field(description="for each volume")
    demands: list[Name] = Field([], description="demands that pay it")


Demand = Annotated[ShipDemand | AircraftDemand, Field(discriminator="kind")]
Rule = Annotated[Target | BlendLimit | CarbonPrice | Duty, Field(discriminator="kind")]


class Left(Part):
    """Something that cannot take part, named with its reason."""

    id: Name
    reason: str = Field(description="why it cannot take part")


class Title(Part):
    """Title in the languages of the report."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    en: str = Field(description="English")
    zh_hant: str = Field("", alias="zh-Hant", description="traditional Chinese; English where empty")


class Document(Part):
    """A whole scenario file, after `extends` and overrides."""

    greenport: Literal[1] = Field(description="version of this schema")
    name: Annotated[str, Field(pattern=FILE_NAME, max_length=80)] = Field(
        description="names the folder of results"
    )
    title: Title = Field(description="in the languages of the report")
    question: str = Field("", description="what the scenario is to answer, one sentence")
    seed: Annotated[Whole, Field(ge=0)] = Field(1, description="of the demand's and the weather's draws")
    port: Name = Field(description="this hub in the distance table")
    years: Years = Field(description="when decisions take effect, and until when they count")
    finance: Finance = Field(description="rates, surcharges, and the money of the results")
    solve: Solve = Field(description="how good the answer must be")
    prices: dict[Name, PricePerMassSeries] = Field(description="conventional fuels, delivered")
    bunker_fuel: Name = Field(description="fuel of tankers and bunker vessels, a key of `prices`")
    bunker_intensity: IntensityValue = Field(description="well-to-wake intensity of that fuel")
    cargo_share: PositiveShareValue = Field(description="most that a tanker loads of its deadweight")
    more_or_less: RatioValue = Field(description="tolerance of a parcel, the trade's more-or-less clause")
    weather: list[Signal] = Field([], description="signals that close kinds of places")
    places: list[Place] = Field(min_length=1, description="terminals, depots, anchorages, airport farms")
    legs: list[Leg] = Field([], description="distances within the port")
    ships: list[Ship] = Field([], description="tanker classes that bring cargoes")
    delivery: list[Mode] = Field(min_length=1, description="bunker vessels and hydrant systems")
    suppliers: list[Supplier] = Field(min_length=1, description="who sells, and how much a year")
    offers: list[Offer] = Field(min_length=1, description="parcels that may be bought")
    demand: list[Demand] = Field(min_length=1, description="who asks for green fuel")
    rules: list[Rule] = Field([], description="targets, limits, prices and duties")
    excluded: list[Left] = Field([], description="known, but not possible here")
