"""Public support: grants that match the company's own money, and cheaper loans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greenport.scenario.fields import MoneyValue, PartsValue, RatioValue
from greenport.scenario.parts.part import Name, Part

Assets = Annotated[list[Name], Field(min_length=1, description="berths, modules, equipment, vessels bought")]


class MatchedGrant(Part):
    """A grant in proportion to what the company spends itself, up to a ceiling (R5)."""

    kind: Literal["matched_grant"] = Field(description="matched_grant: a share of the capital cost")
    id: Name
    assets: Assets
    government: PartsValue = Field(description="government's parts, e.g. 1")
    company: PartsValue = Field(description="company's parts, e.g. 2: then a third is granted")
    ceiling: MoneyValue = Field(description="most that is granted in all")
    smallest_project: MoneyValue | None = Field(None, description="least capital cost that is eligible")
    eligibility: Literal["proven", "unproven"] = Field(
        "unproven", description="whether the scheme is known to take such a project; said in every result"
    )


class GreenLoan(Part):
    """A loan or bond that lowers the cost of capital of the assets named, at a cost of its own (R5)."""

    kind: Literal["green_loan"] = Field(description="green_loan: a lower cost of capital")
    id: Name
    assets: Assets
    discount: RatioValue = Field(description="points off the cost of capital, e.g. 0.5 %")
    issue_cost: RatioValue | None = Field(None, description="of the sum borrowed, e.g. 1 %")
    smallest: MoneyValue | None = Field(None, description="least sum; a smaller one is warned of")


Support = Annotated[MatchedGrant | GreenLoan, Field(discriminator="kind")]
