"""P2, P4 and P7: whole sizings, with their proven gaps, on one and two workers, and what units cost in them."""

from __future__ import annotations

import cProfile
import os
import pstats
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from benchmarks.apart import Figures
from benchmarks.cases import hard_case, scenario_of

BRAKE = "5 min"
"""Clock limit of a hard case; one that is ended by it has missed its goal."""

SEARCHES = ("bounds", "schedules")
"""Steps in which years are solved side by side."""


class Clock:
    """Time spent in calls: of the wall while at least one of them runs, and summed over them."""

    def __init__(self) -> None:
        self.union = self.total = self._since = 0.0
        self.calls = self._running = 0
        self._lock = threading.Lock()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **options: Any) -> Any:
            begin = time.perf_counter()
            with self._lock:
                self._since = begin if self._running == 0 else self._since
                self._running += 1
            try:
                return function(*args, **options)
            finally:
                end = time.perf_counter()
                with self._lock:
                    self._running -= 1
                    self.calls += 1
                    self.total += end - begin
                    self.union += end - self._since if self._running == 0 else 0.0

        return watched


def sized(
    name: str,
    milestones: list[int] | None = None,
    gap: str | None = None,
    workers: int | None = None,
    hard: bool = False,
) -> Figures:
    """Size a scenario: seconds, gap, what HiGHS took of them, and the time until the gap was reached."""
    import greenport as gp
    from greenport.sizing.solve import highs

    if workers is not None:
        os.cpu_count = lambda: workers
    solving, loading = Clock(), Clock()
    highs.solve, highs.loaded = solving.around(highs.solve), loading.around(highs.loaded)
    scenario = hard_case(name) if hard else scenario_of(name, tuple(milestones or ()))
    begin, of_processor = time.perf_counter(), time.process_time()
    gaps: list[tuple[float, float]] = []

    def watch(progress: Any) -> None:
        gaps.append((time.perf_counter() - begin, progress.gap))

    plan = gp.size(scenario, gap=gap, progress=watch, time_limit=BRAKE if hard else None)
    seconds, of_processor = time.perf_counter() - begin, time.process_time() - of_processor
    asked = float(plan.gap_asked.to("").magnitude)
    if gap is not None:
        asked = float(gp.Q_(gap).to("").magnitude)
    reached = [when for when, reported in gaps if reported <= asked]
    return {
        "seconds": seconds,
        "processor_s": of_processor,
        "to_asked_gap_s": reached[0] if reached else None,
        "gap_asked_%": 100 * asked,
        "gap_%": float(plan.gap.to("%").magnitude),
        "gap_total_%": float(plan.gap_total.to("%").magnitude),
        "interrupted": plan.interrupted,
        "outside_highs_s": seconds - solving.union,
        "highs_s": solving.total,
        "highs_calls": solving.calls,
        "load_s": loading.total,
        "steps_s": plan.seconds,
        "searches_s": sum(plan.seconds[step] for step in SEARCHES),
        "cost_MUSD": float(plan.cost.magnitude),
        "scenario_hash": plan.scenario_hash,
    }


class _Searched(Exception):  # noqa: N818
    """The searches that were to be measured have ended."""


def searched(name: str, gap: str, workers: int) -> Figures:
    """The bounds by years alone: seconds on the wall, and the processor's for each year and hub.

    From the latter follows what two workers could reach at best if nothing else were computing: the years
    go to whoever is free, in the order in which greenport hands them out, and the last one ends it.
    """
    from greenport.sizing.door import problem_of
    from greenport.sizing.solve import run

    os.cpu_count = lambda: workers
    side_by_side = run.side_by_side
    parts: dict[int, float] = {}
    seconds = 0.0

    def watched(task: Callable[[int], Any], which: Iterable[int]) -> Iterator[tuple[int, Any]]:
        def with_clock(i: int) -> Any:
            begin = time.thread_time()
            answer = task(i)
            parts[i] = time.thread_time() - begin
            return answer

        nonlocal seconds
        order = list(which)
        parts.update(dict.fromkeys(order, 0.0))
        begin = time.perf_counter()
        yield from side_by_side(with_clock, order)
        seconds = time.perf_counter() - begin
        raise _Searched

    run.side_by_side = watched
    problem = problem_of(scenario_of(name))
    with suppress(_Searched):
        run.Run(problem, problem_gap(gap)).solve()
    took = list(parts.values())
    return {"seconds": seconds, "parts_s": took, "at_best": sum(took) / makespan(took, 2)}


def problem_gap(text: str) -> float:
    from greenport import Q_

    return float(Q_(text).to("").magnitude)


def makespan(parts: list[float], workers: int) -> float:
    """When the last of some parts ends if each goes to the worker that is free first."""
    free = [0.0] * workers
    for seconds in parts:
        first = free.index(min(free))
        free[first] += seconds
    return max(free)


def profiled(name: str, gap: str | None) -> Figures:
    """Seconds inside Pint and greenport's units, by step of a sizing whose years run one after the other."""
    from greenport.sizing.door import problem_of
    from greenport.sizing.planning import plan_of
    from greenport.sizing.solve import run

    def in_turn(task: Callable[[int], Any], which: Iterable[int]) -> Iterator[tuple[int, Any]]:
        for i in which:
            yield i, task(i)

    run.side_by_side = in_turn
    found: Figures = {}

    def step(label: str, work: Callable[[], Any]) -> Any:
        profile = cProfile.Profile()
        answer = profile.runcall(work)
        found[label] = of_units(profile)
        return answer

    scenario = step("reading", lambda: scenario_of(name))
    problem = step("way in", lambda: problem_of(scenario))
    asked = problem.gap if gap is None else problem_gap(gap)
    solution = step("solving", lambda: run.Run(problem, asked).solve())
    step("way out", lambda: plan_of(scenario, problem, solution))
    total = sum(part["seconds"] for part in found.values())
    units = sum(part["units_s"] for part in found.values())
    return {"steps": found, "share_%": 100 * units / total, "periods": 365 * len(problem.years)}


UNITS = (f"{os.sep}pint{os.sep}", f"{os.sep}flexparser{os.sep}", f"greenport{os.sep}units{os.sep}")


def of_units(profile: cProfile.Profile) -> Figures:
    """Time in the code of units itself and in what it calls outside greenport, and how often it is called."""
    stats: dict[Any, Any] = vars(pstats.Stats(profile))["stats"]

    def own(function: tuple[str, int, str]) -> bool:
        return any(part in function[0] for part in UNITS)

    seconds, calls = 0.0, 0
    for function, (_, _, inside, _, callers) in stats.items():
        if own(function):
            seconds += inside
            calls += sum(edge[1] for caller, edge in callers.items() if not own(caller))
        elif f"greenport{os.sep}" not in function[0]:
            seconds += sum(edge[2] for caller, edge in callers.items() if own(caller))
    return {"seconds": sum(entry[2] for entry in stats.values()), "units_s": seconds, "calls": calls}
