"""Published examples of the Renewable Energy Directive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport.emissions import certificates, red
from greenport.units import Q_

Results = dict[str, Any]


def highest(given: Any) -> Results:
    most = red.highest_intensity(given.threshold)
    return {"maximum": most, "per_mass": red.per_mass(most, given.lhv) / Q_("1 tCO2e/t")}


def saving(given: Any) -> Results:
    found = red.saving(given.E)
    due = Q_(given.texts.get("threshold", "0 %"))
    return {"saving": found, "meets": "yes" if found >= due else "no"}


def total(given: Any) -> Results:
    terms = {name: Q_(text) for name, text in given.texts["terms"].items()}
    found = red.biofuel_intensity(processing=terms["ep"], transport=terms["etd"], replaced=terms["eccr"])
    return {"E": found, "saving": red.saving(found)}


def allocation(given: Any) -> Results:
    products = [Q_(text) for text in given.texts["coproduct_energy"]]
    return {
        "factor": red.allocation_factor(given.main_energy, *products),
        "allocated": red.allocated_intensity(given.emissions, given.main_energy, *products),
    }


def well_to_tank(given: Any) -> Results:
    carbon = given.cf_co2 * Q_("1 tCO2e/t")
    return {"wtt": certificates.biofuel_well_to_tank(given.E, carbon, given.lcv)}


METHODS: dict[str, Callable[[Any], Results]] = {
    "red_alloc": allocation,
    "red_max": highest,
    "red_saving": saving,
    "red_sum": total,
    "wtt_from_e": well_to_tank,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
