"""A plan read back: its schedules, and the units that stand, from the table that holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, paths
from greenport.sizing.stamp import Key

if TYPE_CHECKING:
    from greenport.sizing.plan import Plan

Values = Mapping[Key, float]


def solution_of(plan: Plan, problem: Problem) -> Solution:
    """Assets and schedules of a plan, without the proof."""
    held = values_by_year(plan)
    return Solution.of(built(problem, held), [held.get(year, {}) for year in problem.years])


def values_by_year(plan: Plan) -> dict[int, dict[Key, float]]:
    """Value of every column that is not zero, by milestone year."""
    table = plan.schedule
    found: dict[int, dict[Key, float]] = {}
    for year, column, index, value in zip(
        table["year"], table["column"], table["index"], table["value"], strict=True
    ):
        found.setdefault(int(year), {})[str(column), tuple(json.loads(index))] = float(value)
    return found


def built(problem: Problem, held: Mapping[int, Values]) -> paths.Path:
    """Units of each owned asset that stand in each year, from the schedules."""
    return {
        a.id: np.array(
            [round(held.get(year, {}).get(("n", (a.id,)), 0.0)) for year in problem.years], dtype=np.int64
        )
        for a in problem.assets
        if a.owned
    }
