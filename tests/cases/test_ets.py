"""Published examples of emissions trading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import emissions
from greenport.emissions import ets
from greenport.emissions.factors import MarineFuel, regime_fuel
from greenport.units import Q_, Quantity

Results = dict[str, Any]
CONVERTERS: dict[str, tuple[str, str | None]] = {"LNG Otto medium speed": ("LNG", "otto_medium_speed")}
GASES = {"N2O": "nitrous_oxide", "CH4": "methane"}


def burnt(leg: dict[str, str]) -> MarineFuel:
    """A zero-rated part has the same factors, and counts as a biofuel."""
    name, converter = CONVERTERS.get(leg["fuel"], (leg["fuel"], None))
    fuel = regime_fuel(name, "fueleu", converter)
    if leg.get("zero_rated") != "yes":
        return fuel
    return emissions.biofuel("hfo", Q_("0 gCO2e/MJ"))


def emitted(leg: dict[str, str], year: int) -> Quantity:
    if "emissions" in leg:
        return Q_(leg["emissions"])
    return ets.emissions([(burnt(leg), Q_(leg["mass"]))], year)


def trading(given: Any) -> Results:
    year = int(given.texts["year"])
    scopes: dict[str, Any] = dict.fromkeys(("intra", "berth", "extra"), Q_("0 tCO2e"))
    for leg in given.texts["legs"]:
        scopes[leg["scope"]] = scopes[leg["scope"]] + emitted(leg, year)
    allowances = ets.maritime_allowances(**scopes, year=year)
    counted = ets.in_scope(**scopes, year=year)
    return {
        "in_scope": counted,
        "allowances": allowances,
        "cost": given.price * allowances,
        "cost_full": given.price * counted,
    }


def factor(given: Any) -> Results:
    return {"factor": ets.fuel_factor(given.texts["fuel"], 2026) / Q_("1 tCO2e/t")}


def price(given: Any) -> Results:
    return {"implied_price": given.cost_per_t / (given.factor * Q_("1 tCO2e/t"))}


def gas(given: Any) -> Results:
    return {"allowances": ets.gas(given.mass, GASES[given.texts["gas"]])}


METHODS: dict[str, Callable[[Any], Results]] = {
    "ets": trading,
    "ets_factor": factor,
    "ets_gas": gas,
    "ets_price": price,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
