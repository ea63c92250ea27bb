"""Simulate a plan: many years of chance, side by side, the same for the same seed."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import islice

from greenport.errors import ScenarioError
from greenport.operations.of_plan import systems_of, warm_up
from greenport.operations.service import Service, Year, summed
from greenport.operations.system import Chance, System
from greenport.operations.terminal import Terminal
from greenport.sizing import Plan

CHUNK = 10
"""Replications that a worker runs at a time."""

Told = Callable[[int, int], None]


def simulate(
    plan: Plan,
    years: int = 100,
    seed: int = 1,
    chance: Chance | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Service:
    """Simulate every milestone year of a plan many times.

    Parameters
    ----------
    plan
        A plan; what it serves is what it promises.
    years
        Simulated years (replications) of each milestone year.
    seed
        Same seed, same plan, same result, whatever the number of workers.
    chance
        What is left to chance; default table ``operations``.
    workers
        Processes; default as many as there are processors.
    progress
        Called with the replications done and all.

    Returns
    -------
    Service
        Ctrl-C keeps the replications that ended, in order, and marks it `interrupted`.

    Raises
    ------
    ScenarioError
        Less than one year, or a negative seed.
    DataError
        The plan has several futures.
    """
    for name, value, least in (("years", years, 1), ("seed", seed, 0)):
        if type(value) is not int or value < least:
            raise ScenarioError.of(name, f"{value!r} will not do; expected a whole number of {least} or more")
    systems = systems_of(plan, chance)
    tasks = [
        (system, seed, range(first, min(first + CHUNK, years)))
        for first in range(0, years, CHUNK)
        for system in systems.values()
    ]
    found: dict[int, list[Year]] = {year: [] for year in systems}
    order = [year for _ in range(0, years, CHUNK) for year in systems]
    interrupted = False
    done = 0
    with closing(_results(tasks, workers)) as results:
        try:
            for year, chunk in zip(order, results, strict=False):
                found[year] += chunk
                done += len(chunk)
                if progress is not None:
                    progress(done, years * len(systems))
        except KeyboardInterrupt:
            interrupted = True
    return Service(plan.name, seed, years, interrupted, systems, found)


def _results(tasks: list[tuple[System, int, range]], workers: int | None) -> Generator[list[Year]]:
    """Chunks in their order, whoever ends first."""
    count = workers or os.cpu_count() or 1
    if count == 1 or len(tasks) == 1:
        yield from map(_chunk, tasks)
        return
    with ProcessPoolExecutor(min(count, len(tasks))) as pool:
        waiting = iter(tasks)
        running = [pool.submit(_chunk, task) for task in islice(waiting, 2 * count)]
        try:
            while running:
                yield running.pop(0).result()
                running += [pool.submit(_chunk, task) for task in islice(waiting, 1)]
        finally:
            for future in running:
                future.cancel()


def _chunk(task: tuple[System, int, range]) -> list[Year]:
    system, seed, which = task
    return [summed(Terminal(system, seed, number, warm_up()).run(), system) for number in which]
