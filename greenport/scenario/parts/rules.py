"""Law and limits: targets, blends, a price on carbon, duties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greenport.scenario.fields import (
    DensityValue,
    GhgFlowSeries,
    IntensitySeries,
    MassFlowSeries,
    MoneySeries,
    MoneyValue,
    PositiveShareValue,
    PositiveVolumeValue,
    PricePerGhgSeries,
    PricePerVolumeValue,
    RatioSeries,
    RatioValue,
)
from greenport.scenario.parts.part import Basis, Name, Part, Year


class Target(Part):
    """A mandate or a vision: a share of a demand's conventional uplift that must be claimed (R1)."""

    kind: Literal["target"] = Field(description="target: a share that must be claimed")
    id: Name
    demand: Name = Field(description="aircraft demand")
    basis: Basis = Field("mass", description="what the share is a share of")
    share: RatioSeries = Field(description="of the conventional uplift, by year")
    begins: Year = Field(description="first year in which it binds")
    status: Literal["law", "vision"] = Field(description="in force, or announced")


class VolumeTarget(Part):
    """A mandate or a vision: so much green fuel must be bunkered by ships in a year (R1)."""

    kind: Literal["volume_target"] = Field(description="volume_target: a mass that must be bunkered")
    id: Name
    fuels: list[Name] = Field([], description="fuels that count; default all that ships ask for")
    least: MassFlowSeries = Field(description="green fuel bunkered, by year")
    given: MassFlowSeries | None = Field(
        None, description="other green fuels that are bunkered in any case and count, by year; default none"
    )
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


class IntensityLimit(Part):
    """A limit on the mean intensity of what ships get (R2): a deficit is paid for, a surplus may earn."""

    kind: Literal["intensity"] = Field(description="intensity: a limit on the mean, at a price")
    id: Name
    fuel: Name = Field(description="fuel that ships ask for; all of them together keep the limit")
    limit: IntensitySeries = Field(description="well-to-wake, by year")
    deficit: PricePerGhgSeries = Field(description="paid for what is emitted above the limit, by year")
    credit: PricePerGhgSeries | None = Field(
        None, description="earned for what stays below it, at most the price of a deficit; default nothing"
    )
    law: Literal["fueleu"] | None = Field(
        None, description="fueleu: the exact penalty of Regulation (EU) 2023/1805 is reported beside it"
    )


class EmissionCap(Part):
    """A cap on well-to-wake emissions (R3): of the fuel and its transport, and of fossil fuel instead.

    What is not served here counts as fossil fuel, also where the customer would buy green fuel elsewhere.
    """

    kind: Literal["cap"] = Field(description="cap: most that may be emitted in a year")
    id: Name
    fuels: list[Name] = Field([], description="fuels asked for that share it; default all")
    most: GhgFlowSeries = Field(description="by year")
    begins: Year | None = Field(None, description="first year in which it binds; default the first milestone")


class Budget(Part):
    """A budget of capital for what is commissioned in each milestone year, before grants (A4)."""

    kind: Literal["budget"] = Field(description="budget: most capital cost of a milestone year")
    id: Name
    most: MoneySeries = Field(description="by milestone year, contingency and owner's cost included")
    places: list[Name] = Field(
        [], description="places that share it; default all of them, and bunker vessels too"
    )


Rule = Annotated[
    Target | VolumeTarget | BlendLimit | CarbonPrice | Duty | IntensityLimit | EmissionCap | Budget,
    Field(discriminator="kind"),
]
