"""Published examples of FuelEU Maritime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import emissions
from greenport.emissions import MarineFuel, fueleu
from greenport.emissions.factors import Kind
from greenport.units import Q_

Results = dict[str, Any]
FUELS = {
    "HFO": ("HFO",),
    "LFO": ("LFO",),
    "MGO": ("MGO",),
    "LNG diesel slow speed": ("LNG", "diesel_slow_speed"),
    "LNG Otto medium speed": ("LNG", "otto_medium_speed"),
    "methanol (natural gas), TBM fallback": ("methanol_grey",),
}


def year_of(given: Any) -> int:
    return int(given.texts["year"])


def limit(given: Any) -> Results:
    return {"limit": fueleu.target(year_of(given))}


def well_to_wake(given: Any) -> Results:
    name, *converter = FUELS[given.texts["fuel"]]
    return {"wtw": emissions.well_to_wake(name, "fueleu", converter=converter[0] if converter else None)}


def certified(entry: dict[str, str]) -> MarineFuel:
    """A fuel of a case that is in no table of the regulation; factors in mass per mass."""
    share = {"methane": "cf_ch4", "nitrous_oxide": "cf_n2o"}
    gases = {name: Q_(entry.get(key, "0 g/g")) for name, key in share.items()}
    if entry["kind"] == "intensity":
        kind: Kind = "rfnbo" if entry.get("rfnbo") == "yes" else "stated"
        return emissions.stated(entry["fuel"], Q_(entry["lcv"]), Q_(entry["wtw"]), kind=kind)
    carbon = Q_(entry["cf_co2"]) * Q_("1 tCO2e/t")
    common: dict[str, Any] = {"lhv": Q_(entry["lcv"]), "carbon_dioxide": carbon, **gases}
    if entry["kind"] == "biofuel":
        return emissions.biofuel(entry["fuel"], Q_(entry["E"]), **common)
    return emissions.rfnbo(entry["fuel"], Q_(entry["E"]), Q_(entry["eu"]), **common)


def use(entry: dict[str, str]) -> tuple[Any, ...]:
    mass = Q_(entry["mass"]) * Q_(entry.get("share", "100 %"))
    if "kind" in entry:
        return (certified(entry), mass)
    name, *converter = FUELS[entry["fuel"]]
    return (name, mass, *converter)


def annual(given: Any) -> Results:
    year, shore_power = year_of(given), Q_(given.texts.get("shore_power", "0 MJ"))
    consumption = [use(entry) for entry in given.texts["fuels"]]
    intensity = fueleu.ghg_intensity(consumption, year=year, shore_power=shore_power)
    energy = fueleu.energy(consumption, shore_power)
    balance = fueleu.compliance_balance(intensity, energy, year)
    return {
        "ghgie": intensity,
        "compliance_balance": balance,
        "penalty": fueleu.penalty(balance, intensity),
        "value_per_t_vlsfoe": fueleu.value_per_tonne(balance, intensity, energy),
    }


def rate(given: Any) -> Results:
    intensity = emissions.well_to_wake(given.texts["fuel"], "fueleu")
    tonne = Q_("1 tCO2e")
    return {"penalty_per_t_co2eq": fueleu.penalty(-tonne, intensity) / tonne}


def mass_equivalent(given: Any) -> Results:
    return {"mass": given.mass * given.lcv_from / given.lcv_to}


def multiplier(given: Any) -> Results:
    return {"multiplier": fueleu.multiplier(int(given.texts["consecutive"]))}


def borrow(given: Any) -> Results:
    return {
        "maximum": fueleu.borrowing_limit(given.energy, year_of(given)),
        "repayment": fueleu.repayment(given.borrowed),
    }


def pool(given: Any) -> Results:
    found = fueleu.pool(Q_([Q_(text).m_as("kgCO2e") for text in given.texts["balances"]], "kgCO2e"))
    return {"pool_sum": found.total, "valid": "yes" if found.valid else "no"}


def blend(given: Any) -> Results:
    return {"energy_share": fueleu.blend_share(given.fossil, given.alternative, year_of(given))}


def shore_power(given: Any) -> Results:
    return {"ops_penalty": fueleu.shore_power_penalty(given.power, given.hours)}


METHODS: dict[str, Callable[[Any], Results]] = {
    "annual": annual,
    "fueleu_blend": blend,
    "fueleu_borrow": borrow,
    "fueleu_limit": limit,
    "fueleu_multiplier": multiplier,
    "fueleu_ops": shore_power,
    "fueleu_pool": pool,
    "fueleu_rate": rate,
    "fueleu_wtw": well_to_wake,
    "mass_equiv": mass_equivalent,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
