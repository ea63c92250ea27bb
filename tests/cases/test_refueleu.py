"""Published examples of ReFuelEU Aviation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport.emissions import refueleu
from greenport.units import Q_

Results = dict[str, Any]
TONNE = Q_("1 t")


def fine(given: Any) -> Results:
    each = refueleu.supplier_fine(TONNE, given.alternative_price, given.conventional_price) / TONNE
    return {"difference": given.alternative_price - given.conventional_price, "minimum_fine_per_t": each}


def fines(given: Any) -> Results:
    return {
        "penalty": refueleu.supplier_fine(TONNE, given.saf, given.jet) / TONNE,
        "penalty_synthetic": refueleu.supplier_fine(TONNE, given.esaf, given.jet) / TONNE,
    }


def implied(given: Any) -> Results:
    """The price that makes the fine what is printed: it falls by the fine's factor for each euro."""
    at_zero = refueleu.supplier_fine(TONNE, given.alternative_price, Q_("0 EUR/t")) / TONNE
    at_one = refueleu.supplier_fine(TONNE, given.alternative_price, Q_("1 EUR/t")) / TONNE
    return {"conventional": (at_zero - given.fine_per_t) / (at_zero - at_one) * Q_("1 EUR/t")}


def supplier(given: Any) -> Results:
    year = int(given.texts["year"])
    missing = refueleu.shortfall(given.supplied, given.saf, year)
    return {
        "required": refueleu.target(year) * given.supplied,
        "shortfall": missing,
        "minimum_fine": refueleu.supplier_fine(missing, given.alternative_price, given.conventional_price),
    }


def operator(given: Any) -> Results:
    missing = refueleu.not_uplifted(given.required, given.uplifted, given.safety)
    return {"non_tanked": missing, "minimum_fine": refueleu.operator_fine(missing, given.fuel_price)}


METHODS: dict[str, Callable[[Any], Results]] = {
    "penalty": fines,
    "refuel_implied": implied,
    "refuel_operator": operator,
    "refuel_penalty": fine,
    "refuel_shortfall": supplier,
    "refuel_share": supplier,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
