"""Published examples of costs, freight, queues and stocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from greenport import costs, queueing
from greenport.units import Q_, Quantity

Results = dict[str, Any]
ONE_USD, NO_USD, NO_OPEX = Q_(1.0, "USD"), Q_(0.0, "USD"), Q_(0.0, "USD/yr")


class Inputs:
    """Quantities of an example by name; a `unit` of goods is taken as a tonne."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.texts: Mapping[str, str] = case["inputs"]

    def __getattr__(self, name: str) -> Quantity:
        return Q_(self.texts[name].replace("unit", "t"))


def crf(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    lives = {"": "n"} if "n" in given.texts else {"_10": "n1", "_20": "n2"}
    results: Results = {}
    for suffix, name in lives.items():
        life = Q_(getattr(given, name).m, "yr")
        factor = costs.capital_recovery_factor(given.rate, life)
        results[f"crf{suffix}"] = factor
        results[f"ap{suffix}"] = factor * Q_("1 yr")
        results[f"pa{suffix}"] = costs.annuity_factor(given.rate, life) / Q_("1 yr")
        results[f"fp{suffix}"] = 1 / costs.present_value_factor(given.rate, life)
    return results


def lcoe(case: Mapping[str, Any]) -> Results:
    """Per kilowatt of the turbine."""
    given = Inputs(case)
    size = Q_("1 kW")
    production = size * given.capacity_factor
    return {
        "crf": costs.capital_recovery_factor(given.rate, given.life),
        "lcoe": costs.levelised_cost(
            given.capex * size, given.om * production, production, given.rate, given.life
        ),
    }


def lcoe_discounted(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    opex = given.cost_a + given.cost_b + given.cost_c
    years = costs.annuity_factor(given.rate, given.life)
    return {
        "pv_energy": given.energy * years,
        "pv_recurring": opex * years,
        "pv_total": given.capex + opex * years,
        "lcoe": costs.levelised_cost(given.capex, opex, given.energy, given.rate, given.life),
    }


def lcoh(case: Mapping[str, Any]) -> Results:
    """Per kilowatt of the electrolyser."""
    given = Inputs(case)
    size = Q_("1 kW")
    capex, power = given.capex * size, size * given.capacity_factor
    production = (power / given.use).to("kg/yr")
    opex, bill = given.fom * capex / Q_("1 yr"), given.power * power
    return {
        "capital": costs.levelised_cost(capex, NO_OPEX, production, given.rate, given.life),
        "fixed": costs.levelised_cost(NO_USD, opex, production, given.rate, given.life),
        "power": costs.levelised_cost(NO_USD, bill, production, given.rate, given.life),
        "lcoh": costs.levelised_cost(capex, opex + bill, production, given.rate, given.life),
    }


def lease(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    yearly = costs.asset_annual_cost(ONE_USD, given.rate, given.life, opex_share=given.om)
    return {"capex_equiv": given.lease / yearly * ONE_USD}


def npv_tax(case: Mapping[str, Any]) -> Results:
    """Straight-line depreciation; the whole resale is taxed, because nothing is left on the books."""
    given = Inputs(case)
    kept, years = 1 - given.tax, round(given.life.m_as("yr"))
    depreciation = given.invest / given.life
    yearly = ((given.btcf - depreciation) * kept + depreciation) * Q_("1 yr")
    flows = [-given.invest.m_as("USD"), *[yearly.m_as("USD")] * years]
    resold = [*flows[:-1], flows[-1] + (given.resale * kept).m_as("USD")]
    return {
        "atcf": yearly / Q_("1 yr"),
        "npv": costs.net_present_value(Q_(flows, "USD"), given.rate),
        "npv_with_resale": costs.net_present_value(Q_(resold, "USD"), given.rate),
    }


def scale(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    factor = costs.scaled_capex(ONE_USD, Q_(1.0), given.ratio, given.exponent) / ONE_USD
    return {"factor": factor, "increase": factor - 1}


def scale_index(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    scaled = costs.scaled_capex(given.base_cost, given.base_size, given.size, given.exponent)
    return {"cost": scaled * given.index_new / given.index_base}


def index(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    unit_cost = given.cost / given.volume
    return {"unit_2005": unit_cost, "unit_2024": costs.escalate(unit_cost, 2005, 2024)}


def tank_cost(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    cost = costs.scaled_capex(given.a, Q_("1 gal"), given.volume, given.b)
    return {"cost_567": cost, "cost_2023": cost * given.index_new / given.index_base}


def required_rate(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    return {
        "rate": costs.required_charter_rate(given.price, given.rate, given.life, given.opex, given.onhire)
    }


def voyage(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
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


def terminal(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    yearly = costs.asset_annual_cost(given.capex, given.rate, given.life, opex_share=given.om)
    return {
        "per_m3": given.capex / given.storage,
        "turns": given.throughput / given.density / given.storage,
        "per_tonne": yearly / given.throughput,
    }


def annualised(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    opex = given.om * given.capex / Q_("1 yr")
    mass = (given.volume * given.density).to("t/yr")
    return {
        "per_gal": costs.levelised_cost(given.capex, opex, given.volume, given.rate, given.life),
        "per_tonne": costs.levelised_cost(given.capex, opex, mass, given.rate, given.life),
    }


def waits(case: Mapping[str, Any]) -> Results:
    """Keys such as `u50_n3`: 50 % utilisation, three berths."""
    variation = Q_(case["inputs"].get("cs2", "1 dimensionless"))
    results: Results = {}
    for key in case["expected"]:
        utilisation, berths = (int(part[1:]) for part in key.split("_"))
        results[key] = queueing.wait_over_service(Q_(utilisation, "percent"), berths, variation)
    return results


def berth_count(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    service = 1 / given.service_time
    least = math.floor((given.arrival / service).m_as("")) + 1
    while queueing.mmc(given.arrival, service, least).mean_wait > given.max_wait:
        least += 1
    return {
        "berths": Q_(least, "berth"),
        "wait_5": queueing.mmc(given.arrival, service, 5).mean_wait,
        "wait_6": queueing.mmc(given.arrival, service, 6).mean_wait,
    }


def mm1(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    queue = queueing.mmc(given.arrival, given.service, 1)
    return {"p0": 1 - queue.utilisation, "lq": queue.mean_queue, "wq": queue.mean_wait}


def eoq(case: Mapping[str, Any]) -> Results:
    given = Inputs(case)
    terms = (given.fixed, given.demand, given.holding)
    best = queueing.economic_parcel(*terms)
    results: Results = {"q": Q_(best.m_as("t"), "unit"), "cost": queueing.parcel_cost(best, *terms)}
    if "test_q" in given.texts:
        results["cost_at_test_q"] = queueing.parcel_cost(given.test_q, *terms)
    return results


METHODS: dict[str, Callable[[Mapping[str, Any]], Results]] = {
    "annualised": annualised,
    "berth_count": berth_count,
    "crf": crf,
    "eoq": eoq,
    "erlang_c": waits,
    "index": index,
    "lcoe": lcoe,
    "lcoe_discounted": lcoe_discounted,
    "lcoh": lcoh,
    "lease": lease,
    "mgc": waits,
    "mm1": mm1,
    "npv_tax": npv_tax,
    "rtc": required_rate,
    "scale": scale,
    "scale_index": scale_index,
    "tank_cost": tank_cost,
    "terminal": terminal,
    "voyage": voyage,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = METHODS[figure.case["method"]](figure.case)[figure.key]
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
