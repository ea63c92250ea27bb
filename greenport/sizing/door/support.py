"""Grants and loans in solver units (R5)."""

from __future__ import annotations

from greenport.costs import matched_share
from greenport.scenario import schema
from greenport.sizing import regulations
from greenport.sizing.door.desk import Desk


def grants(desk: Desk) -> list[regulations.Grant]:
    """Matched grants: 1 part of government to 2 of the company is one third of the cost."""
    found = []
    for entry in desk.document.support:
        if isinstance(entry, schema.MatchedGrant):
            parts = desk.number(entry.government, ""), desk.number(entry.company, "")
            found.append(
                regulations.Grant(
                    id=entry.id,
                    assets=tuple(entry.assets),
                    share=float(matched_share(*parts).m_as("")),
                    ceiling=desk.number(entry.ceiling, "MUSD"),
                    smallest=desk.number(entry.smallest_project, "MUSD"),
                    proven=entry.eligibility == "proven",
                    origin=desk.scenario.origin("support", entry.id),
                )
            )
    return found


def loans(desk: Desk) -> list[regulations.Loan]:
    """Cheaper loans, whose rate and cost stand in the annuities of their assets."""
    return [
        regulations.Loan(
            id=entry.id,
            assets=tuple(entry.assets),
            smallest=desk.number(entry.smallest, "MUSD"),
            origin=desk.scenario.origin("support", entry.id),
        )
        for entry in desk.document.support
        if isinstance(entry, schema.GreenLoan)
    ]
