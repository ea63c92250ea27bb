"""Tasks side by side on all cores; HiGHS runs outside the interpreter's lock, one thread each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")


def side_by_side(task: Callable[[int], T], which: Iterable[int]) -> Iterator[tuple[int, T]]:
    """Run a task for each index, given in the order to start them; yield each result as it comes.

    A task's result does not depend on the number of workers or on the order in which they end.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        futures = {pool.submit(task, i): i for i in which}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            for future in futures:
                future.cancel()
