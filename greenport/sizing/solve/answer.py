"""What a solve reports while it runs, and what it comes back with."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from greenport.sizing.solve.paths import Path
from greenport.sizing.stamp import Key
from greenport.sizing.uses import Price, Use


def gap_on(value: float, bound: float, floor: float, gross: float) -> float:
    """Gap on the money that decisions can move: above the floor, at least 0.1 % of the gross cost."""
    movable = max(value - floor, 0.001 * gross)
    known = math.isfinite(value) and math.isfinite(movable) and movable > 0
    return max(0.0, value - bound) / movable if known else math.inf


@dataclass(frozen=True)
class Progress:
    """Where a run stands: what it does, bound and best plan in MUSD, gap on the movable money, seconds."""

    stage: str
    done: int
    total: int
    bound: float
    value: float
    gap: float
    elapsed: float


Watcher = Callable[[Progress], None]


@dataclass(frozen=True)
class Solution:
    """The best plan found and what is proved about it, in the solver's units.

    Attributes
    ----------
    path : dict
        Owned assets standing in each milestone year.
    schedules : list by year
        Value of every daily column by name.
    value, bound, floor : float
        Discounted cost of the plan, proved lower bound, purchase floor, MUSD.
    gross : float
        Discounted cost before the fossil credit, MUSD.
    dips : list by year
        Whether stocks fall into the safety stock by up to one stem.
    violation : float
        Worst violation of a row of the daily matrix by the schedules.
    interrupted : bool
        Whether the run was stopped from outside.
    seconds : dict
        Time by step; says nothing about the result.
    uses, prices : list
        How far each limit is used in each year, and what one unit more of it would save.
    matrix_range : float
        Largest over smallest entry of the matrices handed to the solver.
    """

    path: Path
    schedules: list[dict[Key, float]]
    value: float
    bound: float
    floor: float
    gross: float
    dips: list[bool]
    violation: float
    interrupted: bool
    seconds: dict[str, float]
    uses: list[Use] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    matrix_range: float = math.nan

    @classmethod
    def of(cls, path: Path, schedules: list[dict[Key, float]]) -> Solution:
        """A solution known by its path and schedules alone, for tables to be made of it again."""
        nothing = math.nan
        return cls(
            path, schedules, nothing, nothing, nothing, nothing, [False] * len(schedules), nothing, False, {}
        )

    @property
    def gap(self) -> float:
        """Proved gap on the money that decisions can move."""
        return gap_on(self.value, self.bound, self.floor, self.gross)
