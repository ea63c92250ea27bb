"""What all parts of a scenario share: how names are written, and what every part may say."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

from greenport.scenario.values import FIRST_YEAR, LAST_YEAR

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
