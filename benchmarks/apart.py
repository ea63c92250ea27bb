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
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Figures = dict[str, Any]
T = TypeVar("T")

ROOT = Path(__file__).parents[1]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "NUMEXPR_NUM_THREADS")
"""Everybody builds on one thread, so that seconds of the processor can be compared."""


def apart(measurement: str, **given: Any) -> Figures:
    """What ``module.function`` of this package finds in a fresh process, with its peak memory [MB]."""
    environment = os.environ | dict.fromkeys(ONE_THREAD, "1") | {"PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "benchmarks.apart", measurement, json.dumps(given)]
    child = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment, check=False
    )
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


def main() -> None:
    name, given = sys.argv[1:]
    module, _, function = name.rpartition(".")
    measure = getattr(importlib.import_module(f"benchmarks.{module}"), function)
    found = measure(**json.loads(given))
    print(json.dumps({**found, "peak_memory_MB": peak_memory()}))


if __name__ == "__main__":
    main()
