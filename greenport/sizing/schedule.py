"""Whole cargoes and whole stems on single days.

A year's solution on weeks says how many cargoes come on each route and how many stems each source
serves in each week. Here every stem keeps its day and its one source, and every cargo gets a day: the
last one on which the stock above heel and safety stock would not yet be short (a base-stock rule, with
the certification hold ahead of it), or an earlier one if the berth is taken then. What follows from
that (stocks, hire, claims) is left to the solver with everything placed here fixed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from greenport.demand import calendar
from greenport.sizing.problem import Floats, Pool, Problem
from greenport.sizing.stamp import Key
from greenport.sizing.times import QUARTERS, quarter_hours

DAYS = calendar.DAYS
WHOLE = 1e-5
"""Parts of a parcel or a stem by which rounding may move a whole one."""

HALF_A_DAY = 12.0
WAITS = 28
"""Days by which a cargo may come earlier because the berth is taken."""

TINY = 1e-9


def _quarter(day: int) -> int:
    return int(calendar.quarters().index_of_day[day % DAYS])


class NoScheduleError(Exception):
    """A year's cargoes cannot be placed on days; says which pool and why."""

    def __init__(self, pool: str, route: str, reason: str) -> None:
        self.pool, self.route, self.reason = pool, route, reason
        super().__init__(f"{pool}: {reason}")


@dataclass
class Berths:
    """Days on which the berths of a place are taken by tankers, and hours left in each quarter."""

    count: int
    hours: float
    closed: Floats
    left: Floats
    taken: Floats = field(default_factory=lambda: np.zeros(DAYS))

    def days(self, berth_hours: float) -> int:
        """Days that a ship keeps a berth, given the hours of the day that are ours."""
        return max(1, math.ceil(berth_hours / (24 * self.hours) - TINY))

    def free(self, day: int, berth_hours: float) -> bool:
        """Whether a ship can come alongside on a day and stay."""
        stay = [(day + i) % DAYS for i in range(self.days(berth_hours))]
        enough = self.left[_quarter(day)] >= berth_hours - TINY
        return bool(enough and (self.taken[stay] < self.count).all() and self.closed[day % DAYS] < HALF_A_DAY)

    def take(self, day: int, berth_hours: float) -> None:
        """Keep a berth."""
        self.taken[[(day + i) % DAYS for i in range(self.days(berth_hours))]] += 1
        self.left[_quarter(day)] -= berth_hours


def whole_stems(problem: Problem, y: int, weekly: Mapping[Key, float]) -> dict[Key, float]:
    """Give every stem of a day one source, as many of each source in a week as the weekly solution has.

    Parameters
    ----------
    weekly
        Values of ``serve``, ``direct`` and ``unserved`` by week, whole multiples of the stem or, where the
        port stay cuts it (V5), of what fits; the rest of a cut stem is unserved.

    Returns
    -------
    dict
        Values in kt of the daily columns that are not zero.
    """
    found: dict[Key, float] = defaultdict(float)
    week_of = calendar.weeks().index_of_day
    sources: dict[tuple[str, int], list[list[object]]] = defaultdict(list)
    fits = fits_of(problem)
    cut: dict[tuple[str, int], float] = defaultdict(float)
    for (name, index), value in weekly.items():
        if name != "unserved" and (name, index[:-1]) in fits:
            fit = fits[name, index[:-1]]
            cut[str(index[-2]), int(str(index[-1]))] += (1 / fit - 1) * value
    for (name, index), value in sorted(weekly.items(), key=lambda item: str(item[0])):
        if value <= TINY or name not in ("serve", "direct", "unserved"):
            continue
        demand = str(index[-2])
        d = problem.demand(demand)
        if d.kind == "ships":
            week = int(str(index[-1]))
            mass = value - cut[demand, week] if name == "unserved" else value
            stems = round(mass / float(d.stem[y]) / fits.get((name, index[:-1]), 1.0))
            sources[demand, week].append([stems, name, index[:-1]])
    order = {"direct": 0, "serve": 1, "unserved": 2}
    present = {demand for demand, _ in sources}
    for d in problem.demands:
        if d.id not in present:
            continue
        for day in np.flatnonzero(d.asked[y] > TINY):
            waiting = sources[d.id, int(week_of[day])]
            waiting.sort(key=lambda entry: order[str(entry[1])])
            for _ in range(round(d.asked[y][day] / d.stem[y])):
                source = next(entry for entry in waiting if int(str(entry[0])) > 0)
                source[0] = int(str(source[0])) - 1
                base = source[2]
                assert isinstance(base, tuple)
                fit = fits.get((str(source[1]), base), 1.0)
                found[str(source[1]), (*base, int(day))] += fit * float(d.stem[y])
                if fit < 1:
                    found["unserved", (d.id, int(day))] += (1 - fit) * float(d.stem[y])
    return dict(found)


def fits_of(problem: Problem) -> Mapping[Key, float]:
    """Share of a stem that is pumped within the port stay (V5), by flow, of those that are cut."""
    return {
        ("serve", k.key) if k.pool else ("direct", (k.direct, k.demand)): k.fit
        for k in problem.links
        if 0 < k.fit < 1
    }


def place_cargoes(
    problem: Problem,
    y: int,
    annual: Mapping[Key, float],
    issue: Mapping[str, Floats],
    stems: Mapping[Key, float],
    *,
    dip: Mapping[str, float],
) -> dict[Key, float]:
    """Give every cargo a day.

    Parameters
    ----------
    annual
        Values of ``n``, ``count``, ``safety`` and, summed over the year, ``cargo``.
    issue
        kt issued from each followed pool on each day.
    stems
        Stems with their day and source; bunker vessels load them at the berths.
    dip
        How far the stock of each pool may fall into the safety stock [kt].

    Returns
    -------
    dict
        ``cargo[r, day]`` in parcels.

    Raises
    ------
    NoScheduleError
        If no day fits for a cargo.
    """
    found: dict[Key, float] = defaultdict(float)
    berths = {p.id: _berths(problem, p.id, y, annual, stems) for p in problem.places}
    for pool in problem.pools:
        counts = {
            r.id: round(annual.get(("count", (r.id,)), 0.0)) for r in problem.routes if r.pool == pool.id
        }
        if not any(counts.values()):
            continue
        if pool.conventional:
            placed = _evenly(problem, pool, counts, berths[pool.place])
        else:
            placed = _in_time(problem, pool, counts, annual, issue[pool.id], berths[pool.place], dip[pool.id])
        for route, day in placed:
            found["cargo", (route, day)] += annual["cargo", (route,)] / counts[route]
    return dict(found)


def _berths(
    problem: Problem, place: str, y: int, annual: Mapping[Key, float], stems: Mapping[Key, float]
) -> Berths:
    site = next(p for p in problem.places if p.id == place)
    count = sum(
        round(annual.get(("n", (a.id,)), 0.0))
        for a in problem.assets
        if a.kind == "berth" and a.place == place
    )
    closed = problem.closed[site.closed_by][y]
    left = count * site.hours * quarter_hours(closed)
    loading = {k.key: float(k.berth_hours[y]) for k in problem.links if k.pool.split(".")[0] == place}
    used = np.zeros(QUARTERS)
    for (name, index), value in stems.items():
        if name == "serve" and index[:3] in loading:
            used[_quarter(int(str(index[3])))] += loading[str(index[0]), str(index[1]), str(index[2])] * value
    return Berths(count, site.hours, closed, left - used)


def berth_days(
    problem: Problem, place: str, y: int, annual: Mapping[Key, float]
) -> Iterator[tuple[list[tuple[str, int]], int]]:
    """Arrivals (route, day) of which only so many may be: as berths on a shared day, none on a closed one."""
    berths = _berths(problem, place, y, annual, {})
    pools = {p.id for p in problem.pools if p.place == place}
    routes = [r for r in problem.routes if r.at_berth and r.pool in pools]
    if not routes:
        return
    for day in range(DAYS):
        yield (
            [(r.id, (day - back) % DAYS) for r in routes for back in range(berths.days(r.berth_hours))],
            berths.count,
        )
        if berths.closed[day] >= HALF_A_DAY:
            yield [(r.id, day) for r in routes], 0


def apart(problem: Problem, y: int, values: Mapping[Key, float]) -> Iterator[str]:
    """What a schedule splits that comes whole, or puts where it cannot be: cargoes, stems, berths.

    Rows of the matrix do not know it: a cargo in parts on several days keeps them all.
    """
    routes, numbers = {r.id: r for r in problem.routes}, dict[tuple[str, int], int]()
    stems = {d.id: float(d.stem[y]) for d in problem.demands if d.kind == "ships" and d.stem[y] > 0}
    fits = fits_of(problem)
    for (name, index), value in values.items():
        if name == "cargo" and value > WHOLE:
            route, number = routes[str(index[0])], max(1, round(value))
            numbers[route.id, int(str(index[1]))] = number
            if abs(value - number) > route.tolerance * number + WHOLE:
                yield f"{value:.4g} parcels of {route.id} on day {_day(index)} are no whole cargoes"
        elif name in ("serve", "direct") and str(index[-2]) in stems and value > WHOLE:
            stem = stems[str(index[-2])] * fits.get((name, index[:-1]), 1.0)
            if abs(value / stem - round(value / stem)) > WHOLE:
                yield f"{1000 * value:.4g} t for {index[-2]} on day {_day(index)} are no whole stems"
    for place in problem.places:
        for days, most in berth_days(problem, place.id, y, values):
            if sum(numbers.get(key, 0) for key in days) > most:
                yield f"more than {most} ships at the berths of {place.id} on day {days[0][1] + 1}"


def _day(index: tuple[object, ...]) -> int:
    return int(str(index[-1])) + 1


def _evenly(
    problem: Problem, pool: Pool, counts: Mapping[str, int], berths: Berths
) -> Iterator[tuple[str, int]]:
    """Cargoes of a conventional grade, spread over the year: each replaces one that comes anyway."""
    total = sum(counts.values())
    routes = {r.id: r for r in problem.routes}
    for number, route in enumerate(_interleaved(counts)):
        wanted = int((number + 0.5) * DAYS / total)
        hours = routes[route].berth_hours
        day = next((wanted + i for i in range(DAYS) if berths.free(wanted + i, hours)), None)
        if day is None:
            raise NoScheduleError(pool.id, route, "no free day at the berths")
        berths.take(day, hours)
        yield route, day % DAYS


def _in_time(
    problem: Problem,
    pool: Pool,
    counts: Mapping[str, int],
    annual: Mapping[Key, float],
    issue: Floats,
    berths: Berths,
    dip: float,
) -> Iterator[tuple[str, int]]:
    """Each cargo on the last day that keeps the stock up, or earlier if the berth is taken."""
    routes = {r.id: r for r in problem.routes}
    capacity = pool.density * sum(
        a.volume * round(annual.get(("n", (a.id,)), 0.0))
        for a in problem.assets
        if a.kind == "tank" and a.pool == pool.id
    )
    low = pool.heel * capacity + annual["safety", (pool.id,)] - dip
    mass = {
        r: (1 - pool.loss) * routes[r].parcel * annual["cargo", (r,)] / count
        for r, count in counts.items()
        if count
    }
    waiting = iter(_interleaved(counts))
    usable, receipts = low, np.zeros(DAYS)
    placed: list[tuple[str, int]] = []
    for day in range(DAYS):
        usable -= issue[day]
        while usable < low - TINY:
            route = next(waiting, None)
            if route is None:
                break
            usable += mass[route]
            hours = routes[route].berth_hours
            arrival = _arrival(day - pool.hold_days, hours, berths, routes[route].at_berth)
            if arrival is None:
                raise NoScheduleError(pool.id, route, f"no free day at the berth before day {day + 1}")
            if routes[route].at_berth:
                berths.take(arrival, hours)
            receipts[arrival % DAYS] += mass[route]
            placed.append((route, arrival % DAYS))
    for route in waiting:
        placed.append((route, DAYS - 1))
        receipts[DAYS - 1] += mass[route]
    stock = _circle(receipts - issue, low, pool, receipts)
    if stock.max() > pool.fill * capacity + 1e-6:
        raise NoScheduleError(
            pool.id, max(mass, key=lambda r: mass[r]), "a cargo finds no room above the stock of its day"
        )
    yield from placed


def _arrival(wanted: int, berth_hours: float, berths: Berths, at_berth: bool) -> int | None:
    """Last day, not after the wanted one and at most `WAITS` days before it, on which a ship can come.

    It needs a free berth, or at an anchorage a day on which the place is open.
    """
    days = range(wanted, wanted - WAITS, -1)
    if not at_berth:
        return next((day for day in days if berths.closed[day % DAYS] < HALF_A_DAY), None)
    return next((day for day in days if berths.free(day, berth_hours)), None)


def _circle(net: Floats, low: float, pool: Pool, receipts: Floats) -> Floats:
    """Stock at the end of each day, as low as it may be around the year."""
    running = np.cumsum(net)
    held = sum((np.roll(receipts, back) for back in range(pool.hold_days)), np.zeros(DAYS))
    start = low - float((running - held).min())
    return running + start


def _interleaved(counts: Mapping[str, int]) -> list[str]:
    """Routes in the order of their cargoes, each spread evenly over the whole."""
    moments = [((number + 0.5) / count, route) for route, count in counts.items() for number in range(count)]
    return [route for _, route in sorted(moments)]
