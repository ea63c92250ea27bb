"""What a scenario file may say: horizon, money, places, supply, delivery, demand and rules.

`Document` is the whole file. Every quantity is a `Value` (or a `Series` by year) with its origin.
Cross-references between the parts are checked in `checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from greenport.scenario.fields import (
    ExchangeRateValue,
    FactorValue,
    IntensityValue,
    PositiveShareValue,
    PricePerMassSeries,
    RatioValue,
)
from greenport.scenario.parts.demand import AircraftDemand, Demand, Otherwise, ShipDemand
from greenport.scenario.parts.futures import Future, Risk
from greenport.scenario.parts.part import FILE_NAME, Day, Name, Part, Whole, Year
from greenport.scenario.parts.places import (
    Berth,
    Conversion,
    Cover,
    Equipment,
    Leg,
    Loading,
    Module,
    Pipeline,
    Place,
    Pool,
    Signal,
    Step,
    Tenure,
)
from greenport.scenario.parts.rules import (
    BlendLimit,
    Budget,
    CarbonPrice,
    Duty,
    EmissionCap,
    IntensityLimit,
    Rule,
    Target,
    VolumeTarget,
)
from greenport.scenario.parts.supply import Blend, Mode, Offer, Purchase, Ship, Supplier
from greenport.scenario.parts.support import GreenLoan, MatchedGrant, Support

__all__ = [
    "AircraftDemand",
    "Berth",
    "Blend",
    "BlendLimit",
    "Budget",
    "CarbonPrice",
    "Conversion",
    "Cover",
    "Demand",
    "Document",
    "Duty",
    "EmissionCap",
    "Equipment",
    "Finance",
    "Future",
    "GreenLoan",
    "IntensityLimit",
    "Left",
    "Leg",
    "Loading",
    "MatchedGrant",
    "Mode",
    "Module",
    "Offer",
    "Otherwise",
    "Pipeline",
    "Place",
    "Pool",
    "Purchase",
    "Risk",
    "Rule",
    "Ship",
    "ShipDemand",
    "Signal",
    "Solve",
    "Step",
    "Supplier",
    "Support",
    "Target",
    "Tenure",
    "VolumeTarget",
    "Wording",
    "Years",
]


MOST_NODES = 2**31 - 1
"""The most that the solver can count."""


class Years(Part):
    """Milestone years; each stands for the years up to the next one, the last for those before `horizon`."""

    decision_date: Day = Field(description="day of the decision to build, e.g. 2026-11-30")
    milestones: list[Year] = Field(min_length=1, description="years at which assets may be commissioned")
    horizon: Year = Field(description="first year no longer counted")


class Finance(Part):
    """Rates of time and risk, surcharges on every capital cost, and the money all results are in."""

    discount_rate: RatioValue = Field(description="real rate at which years are compared")
    wacc: RatioValue = Field(description="real cost of capital in the annuity of assets")
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

    gap: PositiveShareValue = Field(description="proven gap asked for, on the money that decisions can move")
    rounds: Annotated[Whole, Field(ge=1, le=100)] = Field(6, description="rounds of improvement")
    nodes: Annotated[Whole, Field(ge=1, le=MOST_NODES)] = Field(
        20000, description="branch-and-bound nodes a year's problem"
    )
    risk: Risk | None = Field(None, description="weight of the worst futures; default the mean of all alone")


class Left(Part):
    """Something that cannot take part, named with its reason."""

    id: Name
    reason: str = Field(description="why it cannot take part")


class Wording(Part):
    """A text in the languages of the report."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    en: str = Field(description="English")
    zh_hant: str = Field("", alias="zh-Hant", description="traditional Chinese; English where empty")

    @property
    def by_language(self) -> dict[str, str]:
        """The text by language."""
        return {"en": self.en, "zh-Hant": self.zh_hant or self.en}


Worded = Annotated[
    Wording,
    BeforeValidator(
        lambda raw: {"en": raw} if isinstance(raw, str) else raw, json_schema_input_type=str | Wording
    ),
]
"""A text in the languages of the report, or in English alone."""


def _whole(raw: object) -> object:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueError("expected the whole number 1, the version of this format")
    return raw


class Document(Part):
    """A whole scenario file, after `extends` and overrides."""

    greenport: Annotated[Literal[1], BeforeValidator(_whole)] = Field(description="version of this schema")
    name: Annotated[str, Field(pattern=FILE_NAME, max_length=80)] = Field(
        description="names the folder of results"
    )
    title: Worded = Field(description="in the languages of the report")
    question: Worded = Field(Wording(en=""), description="what the scenario is to answer, one sentence")
    seed: Annotated[Whole, Field(ge=0)] = Field(1, description="of the demand's and the weather's draws")
    port: Name = Field(description="this hub, in the distance table or not")
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
    support: list[Support] = Field([], description="grants and cheaper loans")
    futures: list[Future] = Field([], description="what may come instead of one future that is known")
    excluded: list[Left] = Field([], description="known, but not possible here")
