"""Published examples of voyages and hire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import costs

Results = dict[str, Any]


def required_rate(given: Any) -> Results:
    return {
        "rate": costs.required_charter_rate(given.price, given.rate, given.life, given.opex, given.onhire)
    }


def voyage(given: Any) -> Results:
    expenses = given.bunkers + given.port_a + given.port_b + given.extras
    freight = given.cargo * given.freight
    charter = costs.time_charter_equivalent(freight, expenses, given.days, given.commission)
    daily = charter * (1 - given.commission)
    return {
        "expenses": expenses,
        "net_freight": freight * (1 - given.commission),
        "daily": daily,
        "after_running": daily - given.running,
        "tc_equivalent": charter,
    }


METHODS: dict[str, Callable[[Any], Results]] = {
    "rtc": required_rate,
    "voyage": voyage,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
