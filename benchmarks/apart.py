"""Run a measurement in a process of its own, so that its memory and its imports are its own.

``python -m benchmarks.apart NAME JSON`` prints what the measurement found, as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

Figures = dict[str, Any]
T = TypeVar("T")

ROOT = Path(__file__).parents[1]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "NUMEXPR_NUM_THREADS")
"""Everybody builds on one thread, so that seconds of the processor can be compared."""


IN_THIS_PROCESS = "GREENPORT_BENCH_IN_THIS_PROCESS"
"""Environment variable: spare the processes for a quick look; memory and first imports then mean little."""


def apart(measurement: str, **given: Any) -> Figures:
    """What ``module.function`` of this package finds in a fresh process, with its peak memory [MB]."""
    if os.environ.get(IN_THIS_PROCESS):
        return here(measurement, **given)
    environment = os.environ | dict.fromkeys(ONE_THREAD, "1") | {"PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "benchmarks.apart", measurement, json.dumps(given)]
    child = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if child.returncode:
        raise SystemExit(f"{measurement} {given} ended with:\n{child.stderr}")
    found: Figures = json.loads(child.stdout.splitlines()[-1])
    return found


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds of the processor that it took.

    Work on one thread only; unlike the clock's, these seconds hardly depend on who else is computing.
    """
    begin = time.process_time()
    return work(), time.process_time() - begin


def peak_memory() -> float | None:
    """Largest resident memory of this process in MB, where the system tells."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def here(measurement: str, **given: Any) -> Figures:
    """What ``module.function`` of this package finds in this process."""
    module, _, function = measurement.rpartition(".")
    measure = getattr(importlib.import_module(f"benchmarks.{module}"), function)
    return {**measure(**given), "peak_memory_MB": peak_memory()}


@contextmanager
def instead(place: Any, **others: Any) -> Iterator[None]:
    """Put others in the place of some names of a module, for as long as something is measured."""
    before = {name: getattr(place, name) for name in others}
    for name, other in others.items():
        setattr(place, name, other)
    try:
        yield
    finally:
        for name, own in before.items():
            setattr(place, name, own)


def main() -> None:
    measurement, given = sys.argv[1:]
    print(json.dumps(here(measurement, **json.loads(given))))


if __name__ == "__main__":
    main()
