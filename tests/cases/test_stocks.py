"""Published examples of parcels and stocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import queueing
from greenport.units import Q_

Results = dict[str, Any]


def eoq(given: Any) -> Results:
    terms = (given.fixed, given.demand, given.holding)
    best = queueing.economic_parcel(*terms)
    results: Results = {"q": Q_(best.m_as("t"), "unit"), "cost": queueing.parcel_cost(best, *terms)}
    if "test_q" in given.texts:
        results["cost_at_test_q"] = queueing.parcel_cost(given.test_q, *terms)
    return results


METHODS: dict[str, Callable[[Any], Results]] = {
    "eoq": eoq,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
