"""Who asks for green fuel, and what happens where it is not served."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from greenport.scenario.fields import (
    CountSeries,
    DurationValue,
    IntensityValue,
    MassFlowSeries,
    MoneyFlowValue,
    PositiveMassFlowSeries,
    PositiveMassValue,
    PricePerMassValue,
    RatioSeries,
    RatioValue,
)
from greenport.scenario.parts.part import Basis, Name, Part, PlaceKind
from greenport.scenario.values import fail


class Otherwise(Part):
    """What happens to demand that is not served: one of the two prices of going without."""

    elsewhere: PricePerMassValue | None = Field(
        None, description="the same fuel at another hub, all included"
    )
    fossil: PricePerMassValue | None = Field(
        None, description="fossil fuel is burnt; what going without costs"
    )


def _listed(raw: object) -> object:
    if isinstance(raw, str):
        raise fail("name the table in the scenario file beside which it lies; it cannot be set from outside")
    return raw


class Calls(Part):
    """Calls that an analyst lists: the day of each, 1 = 1 January."""

    days: list[Annotated[int, Field(ge=1, le=365)]] = Field(min_length=1, description="a day for each call")


class ShipDemand(Part):
    """Ships of one segment that ask for green fuel in whole stems."""

    kind: Literal["ships"] = Field(description="ships: whole stems on single days")
    id: Name
    fuel: Name = Field(description="green fuel asked for")
    place: Name = Field(description="where they lie, an end of a leg")
    lies_at: PlaceKind = Field(description="kind of place, for the weather")
    asks: MassFlowSeries = Field(description="mass a year")
    stem: PositiveMassValue = Field(description="mass of one bunkering")
    calls: Annotated[
        Calls | None,
        BeforeValidator(_listed),
        WithJsonSchema({"type": "string", "examples": ["calls.csv"]}),
    ] = Field(
        None, description="CSV or .xlsx of calls beside this file: their days and mean stem, not drawn ones"
    )
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


Demand = Annotated[ShipDemand | AircraftDemand, Field(discriminator="kind")]
