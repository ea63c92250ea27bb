"""Published examples of production costs and of their conversion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport import costs
from greenport.units import Q_, Quantity

Results = dict[str, Any]
NONE = Q_("0 EUR/t")


def lcox_bottom_up(given: Any) -> Results:
    return _by_energy_balance(given) if "jet_out" in given else _by_mass(given)


def _by_mass(given: Any) -> Results:
    """The fixed cost is printed as "7 MEUR/yr per 1000 t/day"."""
    amount, _, capacity = given.texts["fom"].partition(" per ")
    inputs = {"hydrogen": "h2", "carbon_dioxide": "co2", "electricity": "el", "steam": "steam"}
    plant = costs.Process(
        "e-methanol",
        "methanol",
        lhv=Q_("19.9 GJ/t"),
        feeds={name: getattr(given, f"{short}_use") for name, short in inputs.items()},
        energies={},
        capex=given.capex,
        fixed_opex=Q_(amount) / Q_(capacity),
        variable_opex=NONE,
        life=given.life,
        load=given.hours,
    )
    prices = {name: getattr(given, f"{short}_price") for name, short in inputs.items()}
    return _parts(costs.production_cost(plant, prices, given.rate))


def _by_energy_balance(given: Any) -> Results:
    def per_tonne(amount: Quantity) -> Quantity:
        return costs.energy_per_product(amount, given.jet_out, given.lhv_jet)

    energies = {"hydrogen": "h2", "natural_gas": "ng", "electricity": "el"}
    made = ("naphtha", "lpg")
    plant = costs.Process(
        "HEFA",
        "saf",
        lhv=given.lhv_jet,
        feeds={"feed": per_tonne(given.feed_in)},
        energies={name: per_tonne(getattr(given, f"{short}_in")) for name, short in energies.items()},
        coproducts={name: per_tonne(getattr(given, f"{name}_out")) for name in made},
        capex=given.capex,
        fixed_opex=given.fom,
        variable_opex=given.vom,
        life=given.life,
    )
    prices = {name: getattr(given, f"{short}_price") for name, short in {**energies, "feed": "feed"}.items()}
    prices |= {name: getattr(given, f"{name}_price") for name in made}
    return _parts(costs.production_cost(plant, prices, given.rate))


def _parts(cost: costs.ProductionCost) -> Results:
    return {
        "capital": cost.capital,
        "fixed": cost.fixed,
        "feed": cost.feed,
        "other_energy": cost.energy,
        "credit": cost.credit,
        "total": cost.total,
    }


def lcox_fcr(given: Any) -> Results:
    plant = costs.Process(
        "grey methanol",
        "methanol",
        lhv=Q_("19.9 GJ/t"),
        feeds={"natural_gas": given.ng_use * given.ng_lhv},
        energies={},
        coproducts={"power": given.el_export},
        capex=given.toc,
        as_spent=given.tasc,
        fixed_opex=given.foc,
        variable_opex=given.voc,
        life=Q_("20 yr"),
    )
    prices = {"natural_gas": given.ng_price, "power": given.el_price}
    return {"lcom": costs.production_cost(plant, prices, charge_rate=given.fcr).total}


def share(given: Any) -> Results:
    """All but hydrogen is called feed."""
    plant = costs.Process(
        "e-methanol",
        "methanol",
        lhv=Q_("19.9 GJ/t"),
        feeds={"hydrogen": given.h2_use},
        energies={},
        capex=Q_("0 USD/(t/yr)"),
        fixed_opex=Q_("0 USD/t"),
        variable_opex=given.total - given.h2_use * given.h2_price,
        life=Q_("20 yr"),
    )
    cost = costs.production_cost(plant, {"hydrogen": given.h2_price}, Q_("8 %"))
    return {"hydrogen": cost.feeds["hydrogen"], "share": cost.share("hydrogen")}


def unit(given: Any) -> Results:
    """A price by mass where a heating value or a density is given, else in the unit that is due."""
    with_lhv, with_density = "lhv" in given, "density" in given
    results: Results = {}
    for due, name in _PRICE_OF.items():
        if due in given.due and name in given:
            price = getattr(given, name)
            results[due] = (
                costs.price_per_mass(price, lhv=given.lhv)
                if with_lhv
                else costs.price_per_mass(price, density=given.density)
                if with_density
                else price
            )
    return results


_PRICE_OF = {
    "hefa": "price_hefa",
    "htl": "price_htl",
    "pyr": "price_pyr",
    "t2030": "p2030",
    "t2050": "p2050",
    "now": "price_now",
    "y2030": "price_2030",
    "low": "low",
    "high": "high",
}

METHODS: dict[str, Callable[[Any], Results]] = {
    "lcox_bottom_up": lcox_bottom_up,
    "lcox_fcr": lcox_fcr,
    "share": share,
    "unit": unit,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
