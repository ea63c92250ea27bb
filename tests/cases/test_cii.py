"""Published examples of the carbon intensity indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport.emissions import imo
from greenport.units import Q_, Quantity

Results = dict[str, Any]
ANY_SIZE = "100000 dwt"


def capacity(given: Any) -> Quantity:
    """Of the ship; where a case gives none, any will do."""
    if "gt" in given:
        return Q_(given.texts["gt"])
    return Q_(given.texts.get("dwt", ANY_SIZE))


def burnt(given: Any) -> Any:
    if "co2" in given:
        return given.co2
    return [(entry["fuel"], Q_(entry["mass"])) for entry in given.texts["fuels"]]


def indicator(given: Any) -> Results:
    ship, size, year = given.texts["ship_type"], capacity(given), int(given.texts["year"])
    attained = given.attained if "attained" in given else imo.cii_attained(burnt(given), size, given.distance)
    required = given.required if "required" in given else imo.cii_required(ship, size, year)
    limits = imo.cii_boundaries(ship, size, required)
    return {
        "attained": attained,
        "required": required,
        "rating": imo.cii_rating_against(attained, required, ship, size),
        **{f"d{number}": limits[number - 1] for number in (1, 2, 3, 4)},
    }


def efficiency(given: Any) -> Results:
    return {"aer": imo.annual_efficiency_ratio(burnt(given), given.dwt, given.distance)}


METHODS: dict[str, Callable[[Any], Results]] = {"aer": efficiency, "cii": indicator}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
