"""Who sells, and what carries it: tankers, bunker vessels, suppliers and their offers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greenport.scenario.fields import (
    DurationValue,
    FactorSeries,
    IntensityValue,
    LengthValue,
    LifeValue,
    MassFlowSeries,
    MassFlowValue,
    MoneyFlowValue,
    MoneyValue,
    PositiveMassValue,
    PositiveShareValue,
    PricePerMassValue,
    RatioValue,
    SpeedValue,
    VolumeFlowValue,
)
from greenport.scenario.parts.part import Many, Name, Part, PoolName, Whole


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
    take_at_least: RatioValue | None = Field(
        None, description="take-or-pay: share of `available` that must be bought while under contract"
    )
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
