"""What changes of a scenario are worth, by solving twice: time of approvals first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import greenport as gp
from greenport.errors import ScenarioError
from greenport.scenario import Scenario
from greenport.scenario.schema import Step
from greenport.sizing.worth import Worth, hastened
from greenport.units import Q_

YEARS = {
    "years.milestones": "[2028, 2030]",
    "years.horizon": "2035",
    "demand.customer.asks": "64 kt/yr",
    "offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]",
    "solve.gap": "0.5 %",
}


@pytest.fixture(scope="module")
def sooner(toy_scenario: Callable[..., Scenario]) -> gp.WorthOfTime:
    return gp.worth_of_time(toy_scenario(YEARS), "site", "12 month")


def test_a_year_of_approvals_lets_everything_of_the_place_stand_a_year_earlier(
    sooner: gp.WorthOfTime,
) -> None:
    """With works of 12 and 18 months they end in 2029, and with a year less in 2028."""
    assert sooner.earliest == dict.fromkeys(("jetty", "pipes", "tank"), (2030, 2028))
    assert sooner.takes == {"permit": 6.0, "licence": 0.0}


def discounted(costs: pd.DataFrame, year: int) -> float:
    mine = costs[costs["year"] == year]
    return float((mine["amount"] * mine["discount"]).sum())


def test_earlier_approvals_save_what_the_terminal_saves_in_the_year_gained(sooner: gp.WorthOfTime) -> None:
    """Without it all 64 kt are bought elsewhere at 1500 USD in 2028 and 2029."""
    before, after = sooner.before.costs, sooner.after.costs
    spent = discounted(after, 2028)
    bought = float(before[before["year"] == 2028]["discount"].iloc[0]) * 64 * 1.5
    later = [discounted(table, 2030) for table in (before, after)]
    assert sooner.saving.m_as("MUSD_2025") == pytest.approx(bought - spent + later[0] - later[1], rel=1e-9)
    assert sooner.saving.magnitude > 0


def test_the_worth_of_a_month_is_the_saving_over_the_months(sooner: gp.WorthOfTime) -> None:
    assert sooner.per_month.m_as("MUSD_2025/month") == pytest.approx(sooner.saving.m_as("MUSD_2025") / 12)


def test_what_is_proved_lies_on_both_sides_of_what_the_plans_save(sooner: gp.WorthOfTime) -> None:
    assert 0 <= sooner.at_least.magnitude <= sooner.saving.magnitude <= sooner.at_most.magnitude
    gaps = sooner.before.gap_absolute + sooner.after.gap_absolute
    assert (sooner.at_most - sooner.at_least).magnitude <= gaps.magnitude + 1e-9


def test_months_that_gain_no_milestone_year_save_nothing(toy_scenario: Callable[..., Scenario]) -> None:
    worth = gp.worth_of_time(toy_scenario(YEARS), "site", "3 month")
    assert worth.earliest == {}
    assert worth.saving.magnitude == pytest.approx(0, abs=1e-9)


def test_a_hectare_is_worth_what_the_tank_saves_that_it_lets_stand(
    toy_scenario: Callable[..., Scenario],
) -> None:
    scenario = toy_scenario({**YEARS, "places.site.site_area": "0.5 ha"})
    worth = gp.worth_of(scenario, {"places.site.site_area": "1 ha"})
    assert isinstance(worth, Worth)
    assert worth.before.storage().empty
    assert set(worth.after.storage()["volume"]) == {10000.0}
    assert worth.at_least.magnitude > 0


def step(name: str, months: int, *after: str) -> Step:
    return Step.model_validate({"step": name, "takes": f"{months} month", "after": list(after)})


def test_shorter_steps_are_the_last_ones_of_every_path_that_ends_too_late() -> None:
    steps = [step("permit", 15), step("licence", 9, "permit"), step("lease", 20), step("survey", 2)]
    assert hastened(steps, 2) == {"licence": 7.0}
    assert hastened(steps, 12) == {"permit": 12.0, "licence": 0.0, "lease": 12.0}


@pytest.mark.parametrize("months", ["0 month", "19 month"])
def test_no_more_time_can_be_saved_than_approvals_take(
    toy_scenario: Callable[..., Scenario], months: str
) -> None:
    with pytest.raises(ScenarioError, match="they take 18 months"):
        gp.worth_of_time(toy_scenario(YEARS), "site", months)


def test_an_unknown_place_is_an_error(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match="none of site"):
        gp.worth_of_time(toy_scenario(YEARS), "quay")


def test_a_length_is_no_time(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(gp.GreenportError):
        gp.worth_of_time(toy_scenario(YEARS), "site", Q_("3 km"))
