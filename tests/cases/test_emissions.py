"""Published examples of emission factors, intensities and savings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from greenport import data, emissions
from greenport.units import Q_, Quantity

Results = dict[str, Any]
COMPARATOR = emissions.well_to_wake("comparator", "red")


def ets_factor(case: Mapping[str, Any]) -> Results:
    """CO2e per tonne of fuel, with AR5: what FuelEU's factors give per energy, times the LHV."""
    fuel = case["inputs"]["fuel"].lower()
    lhv, carbon_dioxide, methane, nitrous_oxide = factors(fuel)
    per_energy = emissions.tank_to_wake(lhv, carbon_dioxide, methane, nitrous_oxide, assessment="AR5")
    return {"factor": per_energy * lhv / Q_("1 tCO2e/t")}


def factors(fuel: str) -> tuple[Quantity, ...]:
    parts = ("lhv", "carbon_dioxide", "methane", "nitrous_oxide")
    return tuple(data.datum(f"emission_factors:{fuel}:{part}:fueleu").value for part in parts)


def ets_gas(case: Mapping[str, Any]) -> Results:
    names = {"N2O": "nitrous_oxide", "CH4": "methane"}
    potential = emissions.warming_potential(names[case["inputs"]["gas"]], "AR5")
    return {"allowances": Q_(case["inputs"]["mass"]) * potential}


def red_saving(case: Mapping[str, Any]) -> Results:
    saving = emissions.emission_saving(Q_(case["inputs"]["E"]), COMPARATOR)
    threshold = Q_(case["inputs"].get("threshold", "0 %"))
    return {"saving": saving, "meets": "yes" if saving >= threshold else "no"}


def red_sum(case: Mapping[str, Any]) -> Results:
    terms = {name: Q_(text) for name, text in case["inputs"]["terms"].items()}
    total = emissions.delivered_intensity(terms["ep"], terms["etd"], -terms["eccr"])
    return {"E": total, "saving": emissions.emission_saving(total, COMPARATOR)}


def wtt_from_e(case: Mapping[str, Any]) -> Results:
    given = case["inputs"]
    carbon_dioxide = Q_(given["cf_co2"]) * Q_("1 tCO2e/t")
    burning = emissions.tank_to_wake(Q_(given["lcv"]), carbon_dioxide, assessment="AR4")
    return {"wtt": Q_(given["E"]) - burning}


METHODS: dict[str, Callable[[Mapping[str, Any]], Results]] = {
    "ets_factor": ets_factor,
    "ets_gas": ets_gas,
    "red_saving": red_saving,
    "red_sum": red_sum,
    "wtt_from_e": wtt_from_e,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = METHODS[figure.case["method"]](figure.case)[figure.key]
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
