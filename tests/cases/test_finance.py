"""Published examples of levelised cost and time value of money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import costs
from greenport.units import Q_, Quantity

Results = dict[str, Any]
YEAR = Q_("1 yr")
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
    """Straight-line depreciation; at the end nothing is left on the books."""
    years = round(given.life.m_as("yr"))
    shares, no_cost = costs.straight_line(years), NO_USD
    income = given.btcf * YEAR

    def worth(sale: Quantity) -> Quantity:
        return costs.after_tax_net_present_value(
            given.invest, income, no_cost, shares, given.tax, given.rate, sale=sale
        )

    yearly = costs.after_tax_cash_flow(given.btcf, NO_OPEX, given.invest / given.life, given.tax)
    return {"atcf": yearly, "npv": worth(NO_USD), "npv_with_resale": worth(given.resale)}


def npv_tax_macrs(given: Any) -> Results:
    """The asset is sold at the end of the last year, in which the full share is still written off."""
    years = round(given.sale_year.m_as("yr"))
    shares = costs.depreciation_shares("macrs_7", years)
    revenue, cost = given.revenue * YEAR, given.cost * YEAR
    flows = costs.after_tax_cash_flow(revenue, cost, given.invest * shares, given.tax)
    book = costs.book_value(given.invest, shares)[years - 1]
    return {
        **{f"cf{year}": flows[year - 1] for year in range(1, years)},
        f"book{years}": book,
        f"gain{years}": given.sale_price - book,
        f"cf{years}": flows[years - 1] + costs.after_tax_sale(given.sale_price, book, given.tax),
        "npv": costs.after_tax_net_present_value(
            given.invest, revenue, cost, shares, given.tax, given.rate, sale=given.sale_price
        ),
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
    "npv_tax_macrs": npv_tax_macrs,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
