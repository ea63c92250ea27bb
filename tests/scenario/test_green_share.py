"""The share of a fuel that counts as green is followed in accounts, which aircraft have and ships not."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenport.errors import ScenarioError
from greenport.scenario import load_scenario

SIZING = Path(__file__).parents[1] / "sizing"


def test_fuel_for_ships_is_stated_by_its_green_part_alone() -> None:
    with pytest.raises(ScenarioError, match=r"suppliers\[maker\].green_share: 50 % of a fuel that ships ask"):
        load_scenario(SIZING / "toy.yaml", overrides={"suppliers.maker.green_share": "50 %"})


def test_fuel_for_aircraft_may_be_green_in_part() -> None:
    scenario = load_scenario(SIZING / "airport.yaml", overrides={"suppliers.maker.green_share": "50 %"})
    assert str(scenario.document.suppliers[0].green_share) == "50 %"
