"""P2, P4 and P7: sizings with their proven gaps, on one and two workers, and what units cost in them."""

from __future__ import annotations

import cProfile
import os
import pickle
import pstats
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.apart import Figures, instead
from benchmarks.cases import hard_case, scenario_of

BRAKE = "5 min"
"""Clock limit of a hard case; one that is ended by it has missed its goal."""

AT_ONCE = 600.0
"""Seconds that the whole problem is given once a release."""


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


def sized(name: str, gap: str, milestones: list[int] | None = None, hard: bool = False) -> Figures:
    """Size a scenario: seconds, gap, what HiGHS took of them, and the time until the gap was reached."""
    import greenport as gp
    from greenport.sizing.solve import highs

    scenario = hard_case(name) if hard else scenario_of(name, tuple(milestones or ()))
    asked = fraction(gap)
    solving, loading = Clock(), Clock()
    begin, of_processor = time.perf_counter(), time.process_time()
    reached: list[float] = []

    def watch(progress: Any) -> None:
        if progress.gap <= asked:
            reached.append(time.perf_counter() - begin)

    with instead(highs, solve=solving.around(highs.solve), loaded=loading.around(highs.loaded)):
        plan = gp.size(scenario, gap=gap, progress=watch, time_limit=BRAKE if hard else None)
    seconds, of_processor = time.perf_counter() - begin, time.process_time() - of_processor
    if plan.gap.to("").magnitude <= asked:
        reached.append(seconds)
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
        "cost_MUSD": float(plan.cost.magnitude),
        "scenario_hash": plan.scenario_hash,
    }


def at_once(folder: str, years: int) -> Figures:
    """The whole day-level problem handed to HiGHS as one, for ten minutes."""
    from greenport.sizing.assemble import whole
    from greenport.sizing.solve import highs
    from greenport.sizing.solve.answer import gap_on
    from greenport.sizing.solve.floor import floor
    from greenport.sizing.stamp import compile_operation
    from greenport.sizing.times import Times

    problem = pickle.loads((Path(folder) / f"{years}.pickle").read_bytes())[0]
    matrix = whole(problem, compile_operation(problem, Times.daily()))
    stop = threading.Event()
    brake = threading.Timer(AT_ONCE, stop.set)
    brake.start()
    begin = time.perf_counter()
    answer = highs.solve(matrix, stop=stop)
    seconds = time.perf_counter() - begin
    brake.cancel()
    gross = float(sum(problem.discount @ (d.asked.sum(axis=1) * d.without) for d in problem.demands))
    least = float(problem.discount @ floor(problem))
    gap = gap_on(answer.value, answer.bound, least, gross)
    return {"seconds": seconds, "gap_%": 100 * gap if answer.x is not None else None}


class _Searched(Exception):  # noqa: N818
    """The searches that were to be measured have ended."""


def searched(name: str, gap: str, workers: int) -> Figures:
    """The bounds by years alone: seconds on the wall, and the processor's for each year and hub.

    From the latter follows what two workers could reach at best if nothing else were computing: the years
    go to whoever is free, in the order in which greenport hands them out, and the last one ends it.
    """
    from greenport.sizing.door import problem_of
    from greenport.sizing.solve import run
    from greenport.sizing.solve.workers import side_by_side

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

    problem = problem_of(scenario_of(name))
    with instead(run, side_by_side=watched), instead(os, cpu_count=lambda: workers), suppress(_Searched):
        run.Run(problem, fraction(gap)).solve()
    took = list(parts.values())
    return {"seconds": seconds, "parts_s": took, "at_best": sum(took) / makespan(took, 2)}


def fraction(text: str) -> float:
    """A share such as "0.1 %" as a number."""
    from greenport import Q_

    return float(Q_(text).to("").magnitude)


def makespan(parts: list[float], workers: int) -> float:
    """When the last of some parts ends if each goes to the worker that is free first."""
    free = [0.0] * workers
    for seconds in parts:
        first = free.index(min(free))
        free[first] += seconds
    return max(free)


def profiled(name: str) -> Figures:
    """Seconds inside Pint and greenport's units, by step of a sizing whose years run one after the other."""
    from greenport.sizing.door import problem_of
    from greenport.sizing.planning import plan_of
    from greenport.sizing.solve import run

    def in_turn(task: Callable[[int], Any], which: Iterable[int]) -> Iterator[tuple[int, Any]]:
        for i in which:
            yield i, task(i)

    found: Figures = {}

    def step(label: str, work: Callable[[], Any]) -> Any:
        profile = cProfile.Profile()
        answer = profile.runcall(work)
        found[label] = of_units(profile)
        return answer

    scenario = step("reading", lambda: scenario_of(name))
    problem = step("way in", lambda: problem_of(scenario))
    with instead(run, side_by_side=in_turn):
        solution = step("solving", lambda: run.Run(problem, problem.gap).solve())
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
