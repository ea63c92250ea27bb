"""Chance, drawn by name: the same ship meets the same luck whatever the terminal it calls at.

Every purpose has a stream of its own, found from the seed, the replication, the name and the purpose. Two
terminals that are compared so differ by their own merits and not by their luck (common random numbers).
"""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from greenport.demand.weather import union
from greenport.operations.system import Signal, Spells

YEAR = 8760.0
MONTHS = np.cumsum((0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)) * 24.0


def stream(seed: int, replication: int, purpose: str, name: str = "") -> np.random.Generator:
    """Generator of one purpose in one replication."""
    key = (replication, crc32(purpose.encode()), crc32(name.encode()))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def poisson_hours(draw: np.random.Generator, a_year: float, start: float, end: float) -> NDArray[np.float64]:
    """Hours of events of a Poisson process, in order."""
    count = int(draw.poisson(a_year * (end - start) / YEAR))
    return np.sort(draw.uniform(start, end, count))


def gamma(draw: np.random.Generator, mean: float, variation: float, count: int) -> NDArray[np.float64]:
    """Times of a mean and a coefficient of variation; all alike where that is zero."""
    if variation <= 0 or mean <= 0:
        return np.full(count, mean)
    shape = 1.0 / variation**2
    return draw.gamma(shape, mean / shape, count)


def storms(signals: tuple[Signal, ...], seed: int, replication: int, start: float) -> dict[str, Spells]:
    """Closed spells by kind of place in one replication, from `start` (below zero) to the end of the year.

    Occasions of a signal that comes by itself are a Poisson process over the months of its season, each of
    an exponential length; one that comes during another falls on each of that one's occasions with the
    ratio of their frequencies, and begins with it.
    """
    begins: dict[str, NDArray[np.float64]] = {}
    spells: dict[str, list[tuple[float, float]]] = {}
    for signal in sorted(signals, key=lambda s: (bool(s.during), s.id)):
        draw = stream(seed, replication, "storms", signal.id)
        if signal.during:
            parent = next(other for other in signals if other.id == signal.during)
            ratio = min(1.0, signal.occasions / parent.occasions) if parent.occasions > 0 else 0.0
            came = begins[parent.id]
            hours = came[draw.uniform(size=len(came)) < ratio]
        else:
            hours = _in_season(draw, signal, start)
        begins[signal.id] = hours
        lengths = draw.exponential(signal.hours, len(hours))
        for kind in signal.closes:
            spells.setdefault(kind, []).extend(zip(hours.tolist(), (hours + lengths).tolist(), strict=True))
    return {kind: union(found) for kind, found in spells.items()}


def _in_season(draw: np.random.Generator, signal: Signal, start: float) -> NDArray[np.float64]:
    years = math.ceil(-start / YEAR) + 1
    weights = np.array(signal.months) * np.diff(MONTHS)
    share = np.cumsum(weights) / weights.sum()
    count = int(draw.poisson(signal.occasions * years))
    level = draw.uniform(size=count)
    month = np.searchsorted(share, level, side="right").clip(max=11)
    within = draw.uniform(size=count)
    year = draw.integers(0, years, count) - (years - 1)
    hours = MONTHS[month] + within * np.diff(MONTHS)[month] + year * YEAR
    return np.sort(hours[hours >= start])
