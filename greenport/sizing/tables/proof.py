"""What lets a plan be checked and understood: the schedule, limits and their prices, what was left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from greenport.sizing.limits import origins_of, told
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution
from greenport.sizing.tables.frame import frame
from greenport.sizing.uses import Price, Use

if TYPE_CHECKING:
    import pandas as pd


def schedule(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Value of every column of the problem on days that is not zero, by year."""
    rows: list[dict[str, object]] = [
        {"year": year, "column": name, "index": json.dumps(index), "value": value}
        for y, year in enumerate(problem.years)
        for (name, index), value in sorted(solution.schedules[y].items(), key=str)
        if value
    ]
    return frame(rows, ["year", "column", "index", "value"])


def excluded(problem: Problem) -> pd.DataFrame:
    """What could not exist, with its reason."""
    return frame([{"id": e.id, "reason": e.reason} for e in problem.excluded], ["id", "reason"])


def limits(problem: Problem, solution: Solution) -> pd.DataFrame:
    """How far every limit is used in each milestone year."""
    rows = [
        _limit(problem, u) | {"used": u.used, "limit": u.most, "unit": u.limit.unit, "share": u.share}
        for u in solution.uses
    ]
    return frame(rows, [*LIMIT, "used", "limit", "unit", "share"])


def shadow_prices(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What one unit more of a limit would save in a year, and what one per cent more of it would."""
    origins = origins_of(problem)
    rows = [
        _limit(problem, p)
        | {"price": p.price, "unit": p.unit, "worth": 1000 * p.worth, "worth_unit": "kUSD/yr"}
        | {"file": origins[p.item].file, "line": origins[p.item].line}
        for p in solution.prices
    ]
    return frame(rows, [*LIMIT, "price", "unit", "worth", "worth_unit", "file", "line"])


LIMIT = ("year", "label", "what", "item", "part", "side")
"""Columns that name a limit."""


def _limit(problem: Problem, found: Use | Price) -> dict[str, object]:
    limit = found.limit
    what = told(limit.words, found.item, found.part)
    values = (problem.years[found.y], limit.rows, what, found.item, found.part, limit.side)
    return dict(zip(LIMIT, values, strict=True))
