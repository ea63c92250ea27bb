"""Published examples of parcels and stocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import queueing
from greenport.units import Q_, Quantity

Results = dict[str, Any]


def read(given: Any, name: str, unit: str = "") -> Quantity:
    """Quantity of an input whose `unit` of goods is a tonne and whose `period` is a day."""
    text = given.texts[name].replace("unit", "t").replace("sqrt(period)", "d^0.5").replace("period", "d")
    return Q_(text + unit)


def numbers(given: Any, name: str) -> Quantity:
    """Quantity of a list of numbers with one unit, such as `69 29 36 unit`."""
    *values, unit = given.texts[name].split()
    return Q_([float(value) for value in values], unit.replace("unit", "t"))


def eoq(given: Any) -> Results:
    terms = (given.fixed, given.demand, given.holding)
    best = queueing.economic_parcel(*terms)
    results: Results = {"q": Q_(best.m_as("t"), "unit"), "cost": queueing.parcel_cost(best, *terms)}
    if "test_q" in given.texts:
        results["cost_at_test_q"] = queueing.parcel_cost(given.test_q, *terms)
    return results


def safety_stock(given: Any) -> Results:
    """Demand and its deviation are those of the whole lead time, here taken as a day."""
    service, lead = 1 - given.risk, Q_("1 d")
    stock = queueing.safety_stock(service, given.sd_lt)
    point = queueing.reorder_point(given.lt_demand / lead, lead, stock)
    return {"z": queueing.safety_factor(service), "safety_stock": stock, "rop": point}


def newsvendor(given: Any) -> Results:
    stock = queueing.newsvendor(given.mean, given.sd, given.holding, given.stockout)
    return {"s": Q_(stock.level.m_as("t"), "unit"), "cost": stock.cost}


def base_stock(given: Any) -> Results:
    """Costs are those of a period."""
    stock = queueing.base_stock(
        read(given, "mean"),
        read(given, "sd"),
        read(given, "lead_time"),
        read(given, "review"),
        held=read(given, "holding", "/d"),
        owed=read(given, "stockout", "/d"),
    )
    cost = Q_(stock.cost.m_as("USD/d"), "USD/period")
    return {"s": Q_(stock.level.m_as("t"), "unit"), "cost": cost}


def wagner_whitin(given: Any) -> Results:
    demand, setup = numbers(given, "demand"), numbers(given, "setup")
    return {"cost": queueing.wagner_whitin(demand, setup, read(given, "holding"), Q_("1 d")).cost}


METHODS: dict[str, Callable[[Any], Results]] = {
    "base_stock": base_stock,
    "eoq": eoq,
    "newsvendor": newsvendor,
    "safety_stock": safety_stock,
    "wagner_whitin": wagner_whitin,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
