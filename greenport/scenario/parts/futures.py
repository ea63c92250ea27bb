"""What may come: futures with their probabilities, and how much weight the worst of them have."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from greenport.scenario.fields import PositiveShareValue, RatioValue
from greenport.scenario.parts.part import Name, Part

Settings = Annotated[dict[str, Any], Field(description="keys as with --set, and their values in this future")]


class Future(Part):
    """One of several futures: the scenario with other prices, demand, supply, weather or rules."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Name
    probability: PositiveShareValue = Field(description="all together 100 %")
    settings: Settings = Field({}, alias="set")


class Risk(Part):
    """How the costs of the futures make one objective: (1 - weight) · mean + weight · mean of the worst."""

    weight: RatioValue = Field(description="share of the objective that looks at the worst futures alone")
    tail: RatioValue = Field(description="level of the tail, e.g. 90 %: the mean of the worst tenth")
