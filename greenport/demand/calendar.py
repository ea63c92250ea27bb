"""The modelled year of 365 days, and how its days are put together into longer periods.

Every profile of greenport is an array over the same 365 days, 1 January first and 29 February
dropped, and the year is a circle: the day after 31 December is 1 January. A `Partition` joins
consecutive days into periods; the sizing model runs on a coarse one and refines it where that matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenport.errors import GreenportError

DAYS: Final = 365
"""Days of the modelled year."""

HOURS: Final = 24 * DAYS
"""Hours of the modelled year."""

DAYS_OF_MONTH: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of the twelve months, January first."""

WEEKS: Final = 52
"""Weeks of the modelled year: 51 of seven days, and a last one of eight."""

_WEEK_STARTS: Final = tuple(range(0, 7 * WEEKS, 7))
_WEEKS_OF_QUARTER: Final = 13


def _fixed(values: NDArray[np.int64]) -> NDArray[np.int64]:
    values.setflags(write=False)
    return values


month_of_day: Final[NDArray[np.int64]] = _fixed(np.repeat(np.arange(1, 13), DAYS_OF_MONTH))
"""Month (1 = January … 12 = December) of each of the 365 days; read-only."""


def monthly_shares(weights: Sequence[float], where: str) -> NDArray[np.float64]:
    """Spread a year over its twelve months in proportion to weights.

    Parameters
    ----------
    weights
        Twelve numbers in any unit, January first: flight movements, or ones and zeros for a season.
    where
        What they are the weights of, for the message.

    Returns
    -------
    numpy.ndarray
        Share of each month; together 1.

    Raises
    ------
    GreenportError
        Unless there are twelve finite weights, none negative and at least one positive.

    Examples
    --------
    >>> monthly_shares((0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0), "gales")[4:7]
    array([0.25, 0.5 , 0.25])
    """
    given = np.asarray(weights, dtype=float)
    if given.shape != (12,) or not np.isfinite(given).all() or (given < 0).any() or not given.any():
        raise GreenportError(
            f"{where}: {', '.join(map(str, weights))}; expected twelve numbers, January first, "
            "none negative and at least one positive"
        )
    shares: NDArray[np.float64] = given / given.sum()
    return shares


@dataclass(frozen=True)
class Partition:
    """The year cut into consecutive periods of whole days.

    Parameters
    ----------
    starts
        First day of each period, counted from 0 = 1 January; the first one is 0, and they rise.

    Raises
    ------
    GreenportError
        If the starts do not begin with 0, do not rise, or lie outside the year.

    Examples
    --------
    >>> half_years = Partition((0, 181))
    >>> half_years.lengths
    (181, 184)
    """

    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(first < second for first, second in pairwise(self.starts))
        if not self.starts or self.starts[0] != 0 or not rising or self.starts[-1] >= DAYS:
            raise GreenportError(
                f"partition of the year: periods start on days {self.starts}; "
                f"expected rising day numbers from 0 to at most {DAYS - 1}, the first one 0"
            )

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Days in each period; together 365."""
        return tuple(end - start for start, end in pairwise((*self.starts, DAYS)))

    @cached_property
    def index_of_day(self) -> NDArray[np.int64]:
        """The period that each of the 365 days belongs to, counted from 0; read-only."""
        return _fixed(np.repeat(np.arange(len(self)), self.lengths))

    def nested_in(self, coarser: Partition) -> bool:
        """Whether no period of this partition crosses a border of the coarser one.

        Examples
        --------
        >>> weeks().nested_in(quarters()), quarters().nested_in(weeks())
        (True, False)
        """
        return set(coarser.starts) <= set(self.starts)

    def refine(self, weeks_at_day_level: Iterable[int]) -> Partition:
        """Cut the given weeks into single days and leave the rest as it is.

        Weeks keep their numbers however far the partition is refined, so refining twice is
        refining by both lists, in either order.

        Parameters
        ----------
        weeks_at_day_level
            Numbers of the weeks, 0 to 51.

        Returns
        -------
        Partition
            Nested in this one.

        Raises
        ------
        GreenportError
            If a number is not that of a week.

        Examples
        --------
        >>> weeks().refine([1]).starts[:9]
        (0, 7, 8, 9, 10, 11, 12, 13, 14)
        """
        starts = set(self.starts)
        for week in weeks_at_day_level:
            if not 0 <= week < WEEKS:
                raise GreenportError(f"week {week} of the year: expected a number from 0 to {WEEKS - 1}")
            first = _WEEK_STARTS[week]
            after = DAYS if week == WEEKS - 1 else first + 7
            starts.update(range(first, after + 1))
        return Partition(tuple(sorted(starts - {DAYS})))

    def sum(self, daily: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up daily values over each period.

        Parameters
        ----------
        daily
            Plain numbers in any unit; the last axis has the 365 days.

        Returns
        -------
        numpy.ndarray
            The same unit; the last axis has the periods.

        Raises
        ------
        GreenportError
            If the last axis does not have 365 values.

        Examples
        --------
        >>> quarters().sum(np.ones(365))
        array([91., 91., 91., 92.])
        """
        values = np.asarray(daily, dtype=float)
        if values.ndim == 0 or values.shape[-1] != DAYS:
            raise GreenportError(f"daily values of shape {values.shape}: expected {DAYS} along the last axis")
        return np.add.reduceat(values, self.starts, axis=-1)


def days() -> Partition:
    """The finest partition: every day by itself.

    Examples
    --------
    >>> len(days())
    365
    """
    return Partition(tuple(range(DAYS)))


def weeks() -> Partition:
    """51 weeks of seven days and a last one of eight.

    Examples
    --------
    >>> len(weeks()), weeks().lengths[0], weeks().lengths[-1]
    (52, 7, 8)
    """
    return Partition(_WEEK_STARTS)


def quarters() -> Partition:
    """Four periods of thirteen weeks each: the longest ones over which attributes are accounted for.

    Weeks are nested in them, which calendar months would not allow.

    Examples
    --------
    >>> quarters().lengths
    (91, 91, 91, 92)
    """
    return Partition(_WEEK_STARTS[::_WEEKS_OF_QUARTER])


def whole_year() -> Partition:
    """The coarsest partition: the year as one period.

    Examples
    --------
    >>> whole_year().lengths
    (365,)
    """
    return Partition((0,))
