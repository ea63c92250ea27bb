"""The plan that users hold: saved without loss, figures that follow from its tables, the same every time."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from greenport.errors import DataError
from greenport.scenario import Scenario
from greenport.sizing import Plan, load_plan, size
from greenport.sizing.solve import highs
from greenport.sizing.solved import TABLES
from greenport.sizing.stamp import Matrix

TWO_YEARS = {
    "years.milestones": "[2030, 2032]",
    "years.horizon": "2035",
    "demand.customer.asks": "{2030: 40 kt/yr, 2032: 80 kt/yr}",
}


@pytest.fixture(scope="module")
def plan(toy_plan: Callable[..., Plan]) -> Plan:
    return toy_plan(TWO_YEARS)


@pytest.mark.parametrize("name", ["toy", "airport"])
def test_a_saved_plan_comes_back_without_loss(
    toy_plan: Callable[..., Plan], tmp_path: Path, name: str
) -> None:
    plan = toy_plan(name=name)
    back = load_plan(plan.save(tmp_path / "kept"))
    for field, value in plan.__dict__.items():
        if field in TABLES:
            pd.testing.assert_frame_equal(getattr(back, field), value, check_exact=True)
        else:
            assert getattr(back, field) == value, field


def test_nothing_half_written_is_left_beside_a_saved_plan(plan: Plan, tmp_path: Path) -> None:
    folder = plan.save(tmp_path)
    assert {p.name for p in folder.iterdir()} == {"plan.json", *(f"{name}.parquet" for name in TABLES)}


def test_a_folder_without_a_plan_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no complete saved plan here"):
        load_plan(tmp_path)


def test_an_incomplete_plan_is_an_error(plan: Plan, tmp_path: Path) -> None:
    folder = plan.save(tmp_path)
    (folder / "flows.parquet").unlink()
    with pytest.raises(DataError, match="no complete saved plan here"):
        load_plan(folder)


FACTORS = {2030: 1.1**-1 + 1.1**-2, 2032: 1.1**-3 + 1.1**-4 + 1.1**-5}


def spent(plan: Plan, year: int) -> float:
    rows = plan.costs[(plan.costs["year"] == year) & (plan.costs["item"] != "going without")]
    return float(rows["amount"].sum())


def test_levelised_cost_of_a_year_is_its_money_over_its_tonnes(plan: Plan) -> None:
    cost = plan.levelised_cost("methanol", 2030)
    assert cost.m_as("USD_2025/t") == pytest.approx(1000 * spent(plan, 2030) / 40, rel=1e-9)


def test_levelised_cost_is_discounted_money_over_discounted_tonnes(plan: Plan) -> None:
    money = sum(FACTORS[year] * spent(plan, year) for year in FACTORS)
    tonnes = FACTORS[2030] * 40 + FACTORS[2032] * 80
    cost = plan.levelised_cost("methanol")
    assert cost.m_as("USD_2025/t") == pytest.approx(1000 * money / tonnes, rel=1e-9)


def test_levelised_cost_leaves_out_what_is_not_delivered(toy_plan: Callable[..., Plan]) -> None:
    """Half of the demand goes elsewhere for want of supply; a tonne delivered costs as before."""
    scarce = toy_plan({"suppliers.maker.available": "20 kt/yr"})
    rows = scarce.costs[scarce.costs["item"] != "going without"]
    assert "going without" in set(scarce.costs["item"])
    assert scarce.levelised_cost("methanol").m_as("USD_2025/t") == pytest.approx(
        1000 * rows["amount"].sum() / 20, rel=1e-6
    )


def test_a_fuel_that_is_not_delivered_has_no_levelised_cost(toy_plan: Callable[..., Plan]) -> None:
    nothing = toy_plan({"demand.customer.otherwise": "{elsewhere: 1001 USD/t}"})
    with pytest.raises(DataError, match="delivers no methanol"):
        nothing.levelised_cost("methanol")
    with pytest.raises(DataError, match="unknown fuel 'ammonia'"):
        nothing.levelised_cost("ammonia")


def test_emissions_avoided_are_fossil_less_green_and_its_transport(toy_plan: Callable[..., Plan]) -> None:
    """40 kt of 19.9 GJ/t at 10 instead of 90 gCO2e/MJ; the barge burns VLSFO of 41 GJ/t at 90 gCO2e/MJ."""
    plan = toy_plan()
    alongside = 1000 / 0.792 / 500 + 2
    burnt = 40 * (240 * 6 / 24 + 2 * alongside * 1.2 / 24) / 1000
    avoided = 40 * 19.9 * (90 - 10) / 1000 - burnt * 41 * 90 / 1000
    assert plan.avoided().m_as("ktCO2e") == pytest.approx(avoided, rel=1e-9)


def test_abatement_cost_is_the_extra_cost_over_the_emissions_avoided(toy_plan: Callable[..., Plan]) -> None:
    """A tonne of methanol stands in for 19.9 / 41 of VLSFO at 500 USD a tonne."""
    plan = toy_plan()
    extra = 1e6 * (plan.costs["amount"].sum() - 40 * 0.5 * 19.9 / 41)
    assert plan.abatement_cost("methanol").m_as("USD_2025/tCO2e") == pytest.approx(
        extra / 1000 / plan.avoided().m_as("ktCO2e"), rel=1e-9
    )


def test_the_gap_is_on_the_money_that_decisions_can_move(plan: Plan) -> None:
    movable = max((plan.cost - plan.floor).magnitude, 0.001 * plan.gross_cost.magnitude)
    open_gap = (plan.cost - plan.lower_bound).magnitude
    assert plan.gap.m_as("") == pytest.approx(open_gap / movable, abs=1e-12)
    assert plan.gap.m_as("") <= 1e-5


def test_what_is_new_is_counted_once(plan: Plan) -> None:
    tanks = plan.capacity[plan.capacity["asset"] == "tank"]
    assert tanks["new"].sum() == tanks["number"].max()
    assert tanks["capex"].sum() == pytest.approx(0.0005 * 10_000 * 1.2 * 1.1)


def same(one: Plan, other: Plan) -> None:
    for field, value in one.__dict__.items():
        if field in TABLES:
            pd.testing.assert_frame_equal(getattr(other, field), value, check_exact=True)
        elif field != "seconds":
            assert getattr(other, field) == value, field


def test_the_same_scenario_gives_the_same_plan(toy_scenario: Callable[..., Scenario], plan: Plan) -> None:
    same(plan, size(toy_scenario(TWO_YEARS)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_workers_changes_nothing(
    toy_scenario: Callable[..., Scenario], plan: Plan, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: count)
    same(plan, size(toy_scenario(TWO_YEARS)))


def test_a_slow_run_finds_the_same_plan(
    toy_scenario: Callable[..., Scenario], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches that take long, the first ones longest, so that they end in another order."""
    true, started = highs.solve, itertools.count()

    def slow(matrix: Matrix, **options: Any) -> highs.Answer:
        time.sleep(0.1 / (1 + next(started)))
        return true(matrix, **options)

    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(highs, "solve", slow)
    same(plan, size(toy_scenario(TWO_YEARS)))


def test_a_plan_ended_by_the_clock_says_so(toy_scenario: Callable[..., Scenario]) -> None:
    assert size(toy_scenario(TWO_YEARS), time_limit="1 h").interrupted is False


def test_asking_for_another_gap_changes_the_hash(toy_scenario: Callable[..., Scenario], plan: Plan) -> None:
    assert size(toy_scenario(TWO_YEARS), gap="5 %").scenario_hash != plan.scenario_hash
