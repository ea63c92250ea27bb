"""Green fuel that ships ask for: whole stems on single days, not a smooth flow.

A first fleet of a dozen ships takes a stem every ten days, and each of them fills a bunker vessel. A
tank sized for the mean would be too small and a vessel sized for the peak too large, so a segment's
tonnes are cut into the stems its ships take, and each stem falls on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from greenport.demand.calendar import DAYS
from greenport.demand.draws import Stream, uniform
from greenport.demand.places import PlaceKind, check_place_kind
from greenport.errors import GreenportError, UnitError
from greenport.units import MASS, Q_, SHARE, TIME, Quantity, magnitude, require

_NONE = Q_("0 %")


@dataclass(frozen=True)
class ShipSegment:
    """Ships that bunker alike.

    Parameters
    ----------
    id
        Name of the segment; it is part of the random stream of its stems.
    stem
        What one ship takes at once [mass].
    stay
        How long a ship lies in port [time].
    place
        Kind of place where it bunkers; the stem waits while such places are closed.
    service
        Reliability of what a plan promises this segment [share].
    at_least
        Share of what is asked for that must be served [share]; nothing unless told.
    pilot_share
        Share of pilot oil in the fuel burnt, by mass [share]; nothing unless told.

    Raises
    ------
    UnitError
        If a quantity has the wrong dimension, or a share is outside 0 to 100 %.
    GreenportError
        If the kind of place is unknown.

    Examples
    --------
    >>> ShipSegment("feeder", Q_("500 t"), Q_("8 h"), "berth", service=Q_("99.5 %")).at_least
    <Quantity(0.0, '%')>
    """

    id: str
    stem: Quantity
    stay: Quantity
    place: PlaceKind
    service: Quantity
    at_least: Quantity = _NONE
    pilot_share: Quantity = _NONE

    def __post_init__(self) -> None:
        require(f"{self.id}: stem", self.stem, MASS)
        require(f"{self.id}: stay", self.stay, TIME)
        require(f"{self.id}: service", self.service, SHARE)
        require(f"{self.id}: at_least", self.at_least, SHARE)
        require(f"{self.id}: pilot_share", self.pilot_share, SHARE)
        check_place_kind(self.place, f"{self.id}: place")


@dataclass(frozen=True, eq=False)
class Stems:
    """The stems of one segment in one year.

    Parameters
    ----------
    segment, year
        Whose they are.
    days
        Day of each stem, 0 = 1 January, in order; a day may occur more than once. Read-only.
    size
        Mass of each stem, such that the year's tonnes hold; nothing if there is no stem.
    delayed
        How many stems were moved to a later day because the place was closed.
    """

    segment: str
    year: int
    days: NDArray[np.int64]
    size: Quantity
    delayed: int

    def counts(self) -> NDArray[np.int64]:
        """Number of stems on each of the 365 days."""
        return np.bincount(self.days, minlength=DAYS)

    def daily(self) -> Quantity:
        """Mass asked for on each of the 365 days, in tonnes."""
        return Q_(self.counts() * magnitude(self.size, "t"), "t")


def stems(
    segment_id: str,
    year: int,
    annual: Quantity,
    stem: Quantity,
    seed: int,
    closed_days: NDArray[np.bool_] | None = None,
) -> Stems:
    """Cut a year's tonnes into whole stems and give each a day.

    There are `annual / stem` of them, rounded half up, and at least one if anything is asked for; the
    stem is then scaled so that the year's tonnes hold. Each day of the year is as likely as any other,
    independently, which is as lumpy as ships that do not know of each other. A stem that falls on a
    closed day waits for the next open one; 1 January follows 31 December.

    More tonnes keep the days already drawn (before waiting) and add others; other segments, years and
    closures have no say in the draw.

    Parameters
    ----------
    segment_id, year
        Whose stems they are; part of the random stream.
    annual
        Asked for in the year [mass].
    stem
        Usual stem [mass].
    seed
        The scenario's seed.
    closed_days
        True for each of the 365 days on which the place is closed; `None` if it never is.

    Returns
    -------
    Stems
        The same for the same arguments, whatever their units.

    Raises
    ------
    UnitError
        If a quantity is no mass, or the stem is not above zero.
    GreenportError
        If `closed_days` has not 365 values, or the place is closed all year.

    Examples
    --------
    >>> asked = stems("container_large", 2030, Q_("50 kt"), Q_("3900 t"), seed=1)
    >>> len(asked.days), round(asked.size.to("t").magnitude)
    (13, 3846)
    >>> float(magnitude(asked.daily(), "kt").sum())
    50.0
    """
    count, size = _whole(segment_id, annual, stem)
    drawn = np.floor(DAYS * uniform(count, seed, segment_id, year, Stream.STEM_DAYS)).astype(np.int64)
    return _placed(segment_id, year, drawn, size, closed_days)


def stems_on(
    segment_id: str,
    year: int,
    annual: Quantity,
    stem: Quantity,
    days: NDArray[np.int64],
    closed_days: NDArray[np.bool_] | None = None,
) -> Stems:
    """Cut a year's tonnes into whole stems and give each a day of a list of calls.

    There are as many stems as `stems` would cut. If that is the number of days listed, each has its
    own; if not, they lie as evenly in the list as they can, so that seasons and crowds stay: half as many
    stems fall on every second call, twice as many on every call twice.

    Parameters
    ----------
    segment_id, year
        Whose stems they are.
    annual, stem, closed_days
        As for `stems`.
    days
        Day of each listed call, 0 = 1 January.

    Returns
    -------
    Stems

    Raises
    ------
    UnitError, GreenportError
        As for `stems`; or if no day is listed.

    Examples
    --------
    >>> calls = np.array([10, 20, 30, 40])
    >>> stems_on("feeder", 2030, Q_("1 kt"), Q_("500 t"), calls).days.tolist()
    [20, 40]
    """
    if not len(days):
        raise GreenportError(f"{segment_id}: no call is listed; expected at least one")
    count, size = _whole(segment_id, annual, stem)
    listed = np.sort(days)
    chosen = listed[((2 * np.arange(count) + 1) * len(listed)) // (2 * max(count, 1))].astype(np.int64)
    return _placed(segment_id, year, chosen, size, closed_days)


def _whole(segment_id: str, annual: Quantity, stem: Quantity) -> tuple[int, Quantity]:
    """Number of stems of a year, and the size of each."""
    asked_for = magnitude(require(f"{segment_id}: annual mass", annual, MASS), "t")
    usual = magnitude(require(f"{segment_id}: stem", stem, MASS), "t")
    if usual == 0:
        raise UnitError(f"{segment_id}: stem of {stem} is not above zero; what one ship takes is due")
    # Nine digits first, so that half a stem is not lost to the last digit of a sum or a conversion.
    count = max(1, floor(round(asked_for / usual, 9) + 0.5)) if asked_for > 0 else 0
    return count, Q_(asked_for / max(count, 1), "t")


def _placed(
    segment_id: str,
    year: int,
    drawn: NDArray[np.int64],
    size: Quantity,
    closed_days: NDArray[np.bool_] | None,
) -> Stems:
    """Stems on their days, those on closed days on the next open one."""
    kept = drawn if closed_days is None else _next_open(drawn, closed_days, segment_id)
    delayed = int((kept != drawn).sum())
    days = np.sort(kept)
    days.setflags(write=False)
    return Stems(segment_id, year, days, size, delayed)


def pilot_fuel(fuel: Quantity, pilot_share: Quantity) -> Quantity:
    """Pilot oil burnt along with a mass of green fuel: reported, no part of what is asked for.

    Parameters
    ----------
    fuel
        The green fuel [mass].
    pilot_share
        Share of pilot oil in both together, by mass [share].

    Returns
    -------
    Quantity
        Pilot oil [mass].

    Raises
    ------
    UnitError
        If the fuel is no mass, or the share is not from 0 to below 100 %.

    Examples
    --------
    >>> pilot_fuel(Q_("95 t"), Q_("5 %"))
    <Quantity(5.0, 't')>
    """
    share: float = magnitude(require("pilot_share", pilot_share, SHARE), "")
    if share == 1:
        raise UnitError(f"pilot_share of {pilot_share} leaves no green fuel; a share below 100 % is due")
    return require("fuel", fuel, MASS) * (share / (1 - share))


def _next_open(days: NDArray[np.int64], closed_days: NDArray[np.bool_], segment_id: str) -> NDArray[np.int64]:
    if closed_days.shape != (DAYS,):
        raise GreenportError(
            f"{segment_id}: closed days of shape {closed_days.shape}; expected {DAYS} values"
        )
    open_days = np.flatnonzero(~closed_days)
    if not len(open_days):
        raise GreenportError(f"{segment_id}: its place is closed on every day; expected an open one")
    return open_days[np.searchsorted(open_days, days) % len(open_days)]
