"""Published examples of what tanks and terminals cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import costs
from greenport.units import Q_

Results = dict[str, Any]
ONE_USD = Q_(1.0, "USD")


def terminal(given: Any) -> Results:
    yearly = costs.asset_annual_cost(given.capex, given.rate, given.life, opex_share=given.om)
    return {
        "per_m3": given.capex / given.storage,
        "turns": given.throughput / given.density / given.storage,
        "per_tonne": yearly / given.throughput,
    }


def scale(given: Any) -> Results:
    factor = costs.scaled_capex(ONE_USD, Q_(1.0), given.ratio, given.exponent) / ONE_USD
    return {"factor": factor, "increase": factor - 1}


def scale_index(given: Any) -> Results:
    scaled = costs.scaled_capex(given.base_cost, given.base_size, given.size, given.exponent)
    return {"cost": scaled * given.index_new / given.index_base}


def index(given: Any) -> Results:
    unit_cost = given.cost / given.volume
    return {"unit_2005": unit_cost, "unit_2024": costs.escalate(unit_cost, 2005, 2024)}


def tank_cost(given: Any) -> Results:
    cost = costs.scaled_capex(given.a, Q_("1 gal"), given.volume, given.b)
    return {"cost_567": cost, "cost_2023": cost * given.index_new / given.index_base}


def tank_sizing(given: Any) -> Results:
    tank = costs.tank_geometry(given.nominal, given.height, given.fill_max, given.heel)
    return {
        "diameter": tank.diameter,
        "max_volume": tank.max_volume,
        "heel_volume": tank.heel_volume,
        "working": tank.working_volume,
    }


METHODS: dict[str, Callable[[Any], Results]] = {
    "index": index,
    "scale": scale,
    "scale_index": scale_index,
    "tank_cost": tank_cost,
    "tank_sizing": tank_sizing,
    "terminal": terminal,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
