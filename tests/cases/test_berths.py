"""Published examples of waiting for berths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import queueing
from greenport.units import Q_

Results = dict[str, Any]


def waits(given: Any) -> Results:
    """Keys such as `u50_n3`: 50 % utilisation, three berths."""
    variation = Q_(given.texts.get("cs2", "1 dimensionless"))
    results: Results = {}
    for key in given.due:
        utilisation, berths = (int(part[1:]) for part in key.split("_"))
        arrivals, service = Q_(utilisation * berths, "percent/d"), Q_("1 1/d")
        wait = queueing.mgc(arrivals, service, berths, service_variation=variation).mean_wait
        results[key] = wait / Q_("1 d")
    return results


def mm1(given: Any) -> Results:
    queue = queueing.mmc(given.arrival, given.service, 1)
    return {"p0": 1 - queue.utilisation, "lq": queue.mean_queue, "wq": queue.mean_wait}


def berth_count(given: Any) -> Results:
    service = 1 / given.service_time
    return {
        "berths": Q_(queueing.berths_for_wait(given.arrival, service, given.max_wait), "berth"),
        "wait_5": queueing.mmc(given.arrival, service, 5).mean_wait,
        "wait_6": queueing.mmc(given.arrival, service, 6).mean_wait,
    }


METHODS: dict[str, Callable[[Any], Results]] = {
    "berth_count": berth_count,
    "erlang_c": waits,
    "mgc": waits,
    "mm1": mm1,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
