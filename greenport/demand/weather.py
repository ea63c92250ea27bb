"""Closures by weather: when berths, anchorages, jetties and floating stores stand still.

A port does not work to the weather itself but to its signals: each one closes some kinds of place for
a while, so many times a year, in its season. Signals belong together: a gale signal comes on while a
lower one is already up, and a jetty that was hit stays shut after the gale signal has come down. The
closures made here are those of an expected year: as many hours as the signals close on average, whole
occasions, in season, and kept apart. A year of real, unequal storms is the simulation's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenport.demand.calendar import DAYS, DAYS_OF_MONTH, HOURS, monthly_shares
from greenport.demand.draws import Stream, uniform
from greenport.demand.places import PlaceKind, check_place_kind
from greenport.errors import GreenportError
from greenport.units import FREQUENCY, TIME, Quantity, magnitude, require

_MONTH_HOURS: Final = np.asarray(DAYS_OF_MONTH) * 24.0
_MONTH_ENDS: Final = np.cumsum(_MONTH_HOURS)


@dataclass(frozen=True)
class SignalInput:
    """One signal, how often and how long it is up, and what it closes.

    Parameters
    ----------
    signal
        Its name; it is part of the random stream, so a signal renamed falls on other days.
    occasions
        Mean number of occasions [1/time].
    mean_duration
        Mean time that a place is closed on an occasion [time].
    closes
        Kinds of place that are closed meanwhile.
    month_weights
        How the occasions are spread over the twelve months, January first; any scale, so a list of
        ones and zeros is a season. Even over the year unless told.
    during
        Name of a signal on whose occasions this one happens, or `None` if it comes by itself. It lies
        in the middle of that occasion or, if longer, begins with it and outlasts it; its season is
        that of the other signal.

    Raises
    ------
    UnitError
        If a quantity has the wrong dimension.
    GreenportError
        If a kind of place is unknown; if the weights are not twelve, none negative and one positive;
        or if a signal that happens during another has weights of its own.
    """

    signal: str
    occasions: Quantity
    mean_duration: Quantity
    closes: tuple[PlaceKind, ...]
    month_weights: tuple[float, ...] | None = None
    during: str | None = None

    def __post_init__(self) -> None:
        require(f"{self.signal}: occasions", self.occasions, FREQUENCY)
        require(f"{self.signal}: mean_duration", self.mean_duration, TIME)
        for kind in self.closes:
            check_place_kind(kind, f"{self.signal}: closes")
        if self.during is not None and self.month_weights is not None:
            raise GreenportError(
                f"{self.signal}: month_weights beside the season of {self.during}; leave them out"
            )
        if self.month_weights is not None:
            monthly_shares(self.month_weights, f"{self.signal}: month_weights")

    @property
    def count(self) -> int:
        """Occasions in the expected year: the mean rounded half up, at least one if there are any."""
        mean = self._occasions_a_year
        return max(1, floor(mean + 0.5)) if mean > 0 else 0

    @property
    def hours_each(self) -> float:
        """Hours of each occasion, such that all of them together last as long as the mean year's."""
        mean_hours: float = self._occasions_a_year * magnitude(self.mean_duration, "h")
        return mean_hours / self.count if self.count else 0.0

    @property
    def share_of_months(self) -> NDArray[np.float64]:
        """Share of the occasions that falls into each month, January first; together 1."""
        weights = (1.0,) * 12 if self.month_weights is None else self.month_weights
        return monthly_shares(weights, f"{self.signal}: month_weights")

    @property
    def _occasions_a_year(self) -> float:
        mean: float = magnitude(self.occasions, "1/yr")
        return round(mean, 9)


@dataclass(frozen=True)
class Closures:
    """When each kind of place is closed in one year.

    Parameters
    ----------
    spells
        Per kind of place, the closed spells as (begin, end) in hours from the start of the year, in
        order and apart from each other. A kind that is not listed is never closed.

    Examples
    --------
    >>> closed = Closures({"berth": ((20.0, 50.0),)})
    >>> closed.hours("berth")[:4], closed.closed_days("berth")[:4]
    (array([ 4., 24.,  2.,  0.]), array([False,  True, False, False]))
    """

    spells: Mapping[PlaceKind, tuple[tuple[float, float], ...]]

    def hours(self, kind: PlaceKind) -> NDArray[np.float64]:
        """Closed hours of each of the 365 days.

        Parameters
        ----------
        kind
            The kind of place.

        Returns
        -------
        numpy.ndarray
            Hours, 0 to 24 a day.

        Raises
        ------
        GreenportError
            If there is no such kind of place.
        """
        check_place_kind(kind, "closed hours")
        midnights = np.arange(DAYS + 1) * 24.0
        closed_before = np.zeros(DAYS + 1)
        for begin, end in self.spells.get(kind, ()):
            closed_before += np.clip(midnights - begin, 0.0, end - begin)
        return np.diff(closed_before)

    def closed_days(self, kind: PlaceKind, at_least_hours: float = 12.0) -> NDArray[np.bool_]:
        """Days that are lost because the place is closed for at least so many hours of them.

        Parameters
        ----------
        kind
            The kind of place.
        at_least_hours
            From how many closed hours a day counts as lost; half a day unless told.

        Returns
        -------
        numpy.ndarray
            True for each lost day of the 365.
        """
        return self.hours(kind) >= at_least_hours

    def fraction(self, kind: PlaceKind) -> float:
        """Share of the year's hours in which the kind of place is closed, 0 to 1."""
        return float(self.hours(kind).sum()) / HOURS


def closures(inputs: Iterable[SignalInput], year: int, seed: int) -> Closures:
    """Place the occasions of an expected year.

    The occasions of a signal that comes by itself are spread over its season, one drawn from each of
    as many equally likely parts of it, and none begins before the last one and all that goes with it
    is over. Signals that go with it fall on as many of its occasions, drawn by lot. Where two signals
    close the same kind of place at once, the time counts once.

    Parameters
    ----------
    inputs
        The signals, in any order.
    year
        Calendar year; part of the random stream.
    seed
        The scenario's seed.

    Returns
    -------
    Closures
        The same for the same inputs, year and seed.

    Raises
    ------
    GreenportError
        If a name occurs twice; if `during` names no other signal, one that is less frequent, or goes
        in a circle; or if the occasions do not fit into a year.

    Examples
    --------
    Hong Kong, 1956 to 2016: signal 3 and above 4.08 times a year for 29.3 hours, signal 8 and above
    1.48 times for 14.6 hours.

    >>> from greenport.units import Q_
    >>> season = (0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)
    >>> strong = SignalInput("signal_3", Q_("4.08/yr"), Q_("29.3 h"), ("anchorage", "floating"), season)
    >>> gale = SignalInput("signal_8", Q_("1.48/yr"), Q_("14.6 h"), ("berth",), during="signal_3")
    >>> year = closures([strong, gale], year=2030, seed=1)
    >>> float(year.hours("anchorage").sum()), float(year.hours("berth").sum())
    (119.5, 21.6)
    """
    signals = _by_name(inputs)
    begins: dict[str, NDArray[np.float64]] = {}
    for signal in _parents_first(signals):
        if signal.during is None:
            begins[signal.signal] = _own_begins(signal, _reach(signal, signals), year, seed)
        else:
            parent = signals[signal.during]
            draw = uniform(parent.count, seed, signal.signal, year, Stream.CLOSURE_PARENTS)
            chosen = np.sort(np.argsort(draw, kind="stable")[: signal.count])
            begins[signal.signal] = begins[parent.signal][chosen] + _lag(signal, parent)
    spells: dict[PlaceKind, list[tuple[float, float]]] = {}
    for name, signal in signals.items():
        for kind in signal.closes:
            spells.setdefault(kind, []).extend((t, t + signal.hours_each) for t in begins[name].tolist())
    return Closures({kind: union(closed) for kind, closed in spells.items()})


def _by_name(inputs: Iterable[SignalInput]) -> dict[str, SignalInput]:
    signals: dict[str, SignalInput] = {}
    for signal in inputs:
        if signal.signal in signals:
            raise GreenportError(f"signal {signal.signal} is given twice; expected each once")
        signals[signal.signal] = signal
    for signal in signals.values():
        if signal.during is None:
            continue
        if signal.during not in signals:
            raise GreenportError(
                f"{signal.signal}: during {signal.during!r}, which is not among {', '.join(signals)}"
            )
        if signal.count > signals[signal.during].count:
            raise GreenportError(
                f"{signal.signal}: {signal.count} occasions a year during {signal.during}, which has "
                f"only {signals[signal.during].count}; expected at most as many"
            )
    return signals


def _parents_first(signals: Mapping[str, SignalInput]) -> list[SignalInput]:
    during = {name: [signal.during] if signal.during else [] for name, signal in signals.items()}
    try:
        return [signals[name] for name in TopologicalSorter(during).static_order()]
    except CycleError as circle:
        raise GreenportError(
            f"signals {', '.join(sorted(set(circle.args[1])))}: each happens during another; "
            "expected one that comes by itself"
        ) from None


def _lag(signal: SignalInput, parent: SignalInput) -> float:
    """Hours from the begin of the parent's occasion to the begin of this one, which lies in its middle."""
    return max(0.0, (parent.hours_each - signal.hours_each) / 2)


def _reach(signal: SignalInput, signals: Mapping[str, SignalInput]) -> float:
    """Hours until an occasion is over together with all that may go with it."""
    followers = [other for other in signals.values() if other.during == signal.signal]
    return max([signal.hours_each, *(_lag(other, signal) + _reach(other, signals) for other in followers)])


def _own_begins(signal: SignalInput, reach: float, year: int, seed: int) -> NDArray[np.float64]:
    """Hours of the year at which a signal's occasions begin, in order and at least `reach` apart."""
    count = signal.count
    if count * reach > HOURS:
        raise GreenportError(
            f"{signal.signal}: {count} occasions a year of {reach:.1f} h, with all that follows them, "
            f"do not fit into {HOURS} h; expected at most {HOURS / reach:.3g} a year, or shorter ones"
        )
    rank = np.arange(count)
    level = (rank + uniform(count, seed, signal.signal, year, Stream.CLOSURE_TIMES)) / max(count, 1)
    begins = _season_quantile(level, signal.share_of_months)
    in_turn: NDArray[np.float64] = np.maximum.accumulate(begins - rank * reach) + rank * reach
    in_the_year: NDArray[np.float64] = np.minimum(in_turn, HOURS - (count - rank) * reach)
    return in_the_year


def _season_quantile(level: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hour of the year at which `level` of a season has passed, given each month's share of it."""
    passed = np.cumsum(share)
    last = np.flatnonzero(share)[-1]
    month = np.minimum(np.searchsorted(passed, level, side="right"), last)
    to_come = np.clip((passed[month] - level) / share[month], 0.0, 1.0)
    hour: NDArray[np.float64] = _MONTH_ENDS[month] - _MONTH_HOURS[month] * to_come
    return hour


def union(spells: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Spells in order, those that touch joined.

    >>> union([(5.0, 8.0), (1.0, 2.0), (7.0, 9.0)])
    ((1.0, 2.0), (5.0, 9.0))
    """
    merged: list[tuple[float, float]] = []
    for begin, end in sorted(spells):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return tuple(merged)
