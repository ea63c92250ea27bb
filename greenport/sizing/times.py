"""The periods an operating year is solved in, and how they lie in weeks and accounting quarters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from greenport.demand import calendar
from greenport.sizing.problem import Floats, Whole

QUARTERS = len(calendar.quarters())


def quarter_hours(closed: Floats) -> Floats:
    """Open hours of each quarter of thirteen weeks, given the closed hours of each day."""
    return np.asarray(calendar.quarters().sum(24.0 - np.asarray(closed, dtype=float)), dtype=float)


@dataclass(frozen=True)
class Times:
    """A partition of the days nested in weeks, with the indices that the blocks need.

    Attributes
    ----------
    partition : calendar.Partition
        The periods t; rows are sums of daily rows over them, bounds are daily ones.
    """

    partition: calendar.Partition

    @classmethod
    def weekly(cls) -> Times:
        """The relaxation that the years are solved in."""
        return cls(calendar.weeks())

    @classmethod
    def daily(cls) -> Times:
        """The full resolution, in which a schedule is checked."""
        return cls(calendar.days())

    @cached_property
    def periods(self) -> range:
        """The periods t."""
        return range(len(self.partition))

    @cached_property
    def weeks(self) -> range:
        """The weeks of fleet time (V2)."""
        return range(calendar.WEEKS)

    @cached_property
    def quarters(self) -> range:
        """The accounting periods of attributes (R0), of thirteen weeks."""
        return range(len(calendar.quarters()))

    @cached_property
    def week_of(self) -> tuple[int, ...]:
        """Week of each period."""
        return self._inside(calendar.weeks())

    @cached_property
    def quarter_of(self) -> tuple[int, ...]:
        """Accounting period of each period."""
        return self._inside(calendar.quarters())

    @cached_property
    def in_week(self) -> dict[int, list[int]]:
        """Periods of each week."""
        return {week: [t for t in self.periods if self.week_of[t] == week] for week in self.weeks}

    @cached_property
    def in_quarter(self) -> dict[int, list[int]]:
        """Periods of each accounting period."""
        return {q: [t for t in self.periods if self.quarter_of[t] == q] for q in self.quarters}

    @cached_property
    def week_hours(self) -> Floats:
        """Hours of each week."""
        return 24.0 * np.asarray(calendar.weeks().lengths, dtype=float)

    @property
    def is_daily(self) -> bool:
        """Whether every period is a single day."""
        return len(self.partition) == calendar.DAYS

    def sum(self, daily: Floats) -> Floats:
        """Sum of daily values over each period."""
        return np.asarray(self.partition.sum(daily), dtype=float)

    def quarterly(self, daily: Floats) -> Floats:
        """Sum of daily values over each accounting period."""
        return np.asarray(calendar.quarters().sum(daily), dtype=float)

    def _inside(self, coarser: calendar.Partition) -> tuple[int, ...]:
        days: Whole = np.asarray(coarser.index_of_day, dtype=np.int64)
        return tuple(int(days[start]) for start in self.partition.starts)
