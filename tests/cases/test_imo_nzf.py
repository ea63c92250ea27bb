"""Published examples of the draft Net-Zero Framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from greenport import emissions
from greenport.emissions import imo
from greenport.errors import DraftRuleWarning
from greenport.units import Q_

Results = dict[str, Any]
NAMES = {"HFO 0.1-0.5 % S": "HFO"}
TONNE = Q_("1 t")


def targets(given: Any) -> Results:
    year = int(given.texts["year"])
    return {"base": imo.target(year, "base"), "direct": imo.target(year, "direct")}


def use(entry: dict[str, str]) -> tuple[Any, ...]:
    if "fuel" in entry:
        return (NAMES[entry["fuel"]], Q_(entry["mass"]))
    return (emissions.stated("fuel", Q_(entry["lcv"]), Q_(entry["gfi"])), Q_(entry["mass"]))


def framework(given: Any) -> Results:
    consumption = [use(entry) for entry in given.texts["fuels"]]
    intensity, energy = imo.fuel_intensity(consumption), imo.energy(consumption)
    remedy = imo.remedial_cost(intensity, energy, int(given.texts["year"]))
    (mass,) = (entry[1] for entry in consumption)
    return {
        "gfi": intensity,
        "tier1": remedy.tier_1,
        "tier2": remedy.tier_2,
        "surplus": remedy.surplus,
        "cost": remedy.cost,
        "cost_per_t_fuel": remedy.cost / mass,
    }


def near_zero(given: Any) -> Results:
    year = int(given.texts["year"])
    eligible = imo.near_zero(given.gfi, year)
    return {"threshold": imo.near_zero_limit(year), "eligible": "yes" if eligible else "no"}


METHODS: dict[str, Callable[[Any], Results]] = {
    "nzf": framework,
    "nzf_targets": targets,
    "nzf_znz": near_zero,
}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    with pytest.warns(DraftRuleWarning, match="draft and not in force"):
        result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
