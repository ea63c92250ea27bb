"""Published examples of levelised cost and time value of money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import costs
from greenport.units import Q_

Results = dict[str, Any]
ONE_USD = Q_(1.0, "USD")
NO_USD = Q_(0.0, "USD")
NO_OPEX = Q_(0.0, "USD/yr")


def crf(given: Any) -> Results:
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


def lcoe(given: Any) -> Results:
    """Per kilowatt of the turbine."""
    size = Q_("1 kW")
    production = size * given.capacity_factor
    return {
        "crf": costs.capital_recovery_factor(given.rate, given.life),
        "lcoe": costs.levelised_cost(
            given.capex * size, given.om * production, production, given.rate, given.life
        ),
    }


def lcoe_discounted(given: Any) -> Results:
    opex = given.cost_a + given.cost_b + given.cost_c
    years = costs.annuity_factor(given.rate, given.life)
    return {
        "pv_energy": given.energy * years,
        "pv_recurring": opex * years,
        "pv_total": given.capex + opex * years,
        "lcoe": costs.levelised_cost(given.capex, opex, given.energy, given.rate, given.life),
    }


def lcoh(given: Any) -> Results:
    """Per kilowatt of the electrolyser."""
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


def lease(given: Any) -> Results:
    yearly = costs.asset_annual_cost(ONE_USD, given.rate, given.life, opex_share=given.om)
    return {"capex_equiv": given.lease / yearly * ONE_USD}


def npv_tax(given: Any) -> Results:
    """Straight-line depreciation; the whole resale is taxed, because nothing is left on the books."""
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


def annualised(given: Any) -> Results:
    opex = given.om * given.capex / Q_("1 yr")
    mass = (given.volume * given.density).to("t/yr")
    return {
        "per_gal": costs.levelised_cost(given.capex, opex, given.volume, given.rate, given.life),
        "per_tonne": costs.levelised_cost(given.capex, opex, mass, given.rate, given.life),
    }


METHODS: dict[str, Callable[[Any], Results]] = {
    "annualised": annualised,
    "crf": crf,
    "lcoe": lcoe,
    "lcoe_discounted": lcoe_discounted,
    "lcoh": lcoh,
    "lease": lease,
    "npv_tax": npv_tax,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
