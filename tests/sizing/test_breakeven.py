"""The volume from which a terminal would pay, against hand calculation on the toy."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from greenport.sizing.breakeven import Volume, terminal_volumes
from greenport.sizing.problem import Problem

DENSITY = 0.792
ASKED = 64.0


def crf(years: float) -> float:
    return float(0.08 / (1 - 1.08**-years))


FIXED = (
    1.32 * (10 * crf(40) + 1 * crf(20) + 5 * crf(20))  # jetty, pipes, one tank
    + 0.02 * 1.32 * 16  # fixed operating cost
    + 0.1  # staff
    + 0.08 * (0.10 * 10 * DENSITY + 1)  # capital in the heel and in one stem of safety stock
)

ALONGSIDE = 1000 / DENSITY / 500 + 2
LOADING = 1000 / DENSITY / 1000 + 1
BERTH = 4000 / DENSITY / 500 + 8
VOYAGE = 1000 * (240 + 2 * BERTH) + 500 * (240 + 0.1 * 2 * BERTH) + 20_000
LANDED = 1 + VOYAGE / 4 / 1e6 + 0.08 * 4 / (2 * ASKED) + 0.08 * 120 / 8760
LOCAL = ((LOADING + 2 + ALONGSIDE) * 500 + (2 * 6 + (LOADING + ALONGSIDE) * 1.2) / 24 * 500) / 1e6
DIRECT = 1 + ((2 * ALONGSIDE + 240) * 500 + (240 * 6 + 2 * ALONGSIDE * 1.2) / 24 * 500) / 1e6


@pytest.fixture
def volumes(toy_problem: Callable[..., Problem]) -> dict[str, Volume]:
    found = terminal_volumes(toy_problem({"demand.customer.asks": "64 kt/yr"}))
    return {volume.against: volume for volume in found}


def test_the_volume_against_direct_delivery_is_fixed_cost_over_the_saving_of_a_tonne(
    volumes: dict[str, Volume],
) -> None:
    """The same supplier either way, so its contract's fee stands on both sides."""
    assert volumes["straight"].fixed == pytest.approx(FIXED, rel=1e-9)
    assert volumes["straight"].saving == pytest.approx(DIRECT - LANDED - LOCAL, rel=1e-9)
    assert volumes["straight"].volume == pytest.approx(FIXED / (DIRECT - LANDED - LOCAL), rel=1e-9)


def test_against_going_without_the_contract_is_a_fixed_cost_too(volumes: dict[str, Volume]) -> None:
    assert volumes["going without"].volume == pytest.approx((FIXED + 0.05) / (1.5 - LANDED - LOCAL), rel=1e-9)


def test_a_terminal_that_saves_nothing_pays_at_no_volume(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem({"demand.customer.otherwise": "{elsewhere: 1000 USD/t}"})
    (without,) = (v for v in terminal_volumes(problem) if v.against == "going without")
    assert without.saving < 0
    assert math.isinf(without.volume)


def test_a_place_whose_tanks_can_take_no_parcel_has_no_volume(toy_problem: Callable[..., Problem]) -> None:
    assert terminal_volumes(toy_problem({"places.site.pools.methanol.modules.tank.volume": "1000 m^3"})) == []


def test_a_standing_berth_costs_nothing(toy_problem: Callable[..., Problem]) -> None:
    berths = "[{id: jetty, existing: true, largest_ship: 10000 t}]"
    problem = toy_problem({"demand.customer.asks": "64 kt/yr", "places.site.berths": berths})
    (against,) = (v for v in terminal_volumes(problem) if v.against == "straight")
    assert against.fixed == pytest.approx(FIXED - 1.32 * 10 * (crf(40) + 0.02), rel=1e-9)
