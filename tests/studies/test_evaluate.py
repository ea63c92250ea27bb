"""A plan with given assets has those assets, no others, and costs no less than the best."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import greenport as gp

BUSY = {"demand.customer.asks": "64 kt/yr", "offers.straight.parcel": "400 t"}
TERMINAL = {"tank": 1, "jetty": 1, "pipes": 1}


def test_nothing_given_is_todays_port(small: Callable[..., gp.Scenario]) -> None:
    plan = gp.evaluate(small(), {})
    assert len(plan.capacity) == 0
    assert plan.cost >= gp.size(small()).lower_bound


def test_the_assets_of_a_plan_give_its_cost_again(small: Callable[..., gp.Scenario], tmp_path: Path) -> None:
    sized = gp.size(small("airport"))
    assert len(sized.capacity) > 0
    for assets in (sized, sized.save(tmp_path / "plan")):
        again = gp.evaluate(small("airport"), assets)
        assert again.cost.magnitude == pytest.approx(sized.cost.magnitude, rel=1e-9)


def test_a_given_terminal_stands_and_its_plan_is_sound(small: Callable[..., gp.Scenario]) -> None:
    plan = gp.evaluate(small(), TERMINAL)
    assert dict(zip(plan.capacity["asset"], plan.capacity["number"], strict=True)) == TERMINAL
    assert plan.lower_bound <= plan.cost
    assert plan.cost >= gp.size(small()).lower_bound
    assert gp.verify(plan).sound


def test_a_yaml_a_csv_and_a_mapping_say_the_same(small: Callable[..., gp.Scenario], tmp_path: Path) -> None:
    (tmp_path / "assets.yaml").write_text("tank: {2030: 1}\njetty: 1\npipes: 1\n", encoding="utf-8")
    rows = "asset,year,number\ntank,2030,1\njetty,2030,1\npipes,2030,1\n"
    (tmp_path / "assets.csv").write_text(rows, encoding="utf-8")
    wanted = gp.evaluate(small(), TERMINAL).cost
    for name in ("assets.yaml", "assets.csv"):
        assert gp.evaluate(small(), tmp_path / name).cost == wanted


@pytest.mark.parametrize(
    ("assets", "message"),
    [
        ({"tnk": 1}, 'unknown asset "tnk" (did you mean "tank"?)'),
        ({"tank": 9}, "at most 4 may stand"),
        ({"tank": -1}, "whole number"),
        ({"tank": 1.5}, "whole number"),
        ({"tank": {"soon": 1}}, "'soon' is no year"),
        ({"tank": 1, "jetty": 1}, "none in 2030, but tanks of site.methanol stand"),
        (7, "give a mapping"),
        ("nowhere.yaml", "there is no such file"),
    ],
)
def test_wrong_assets_are_refused_in_words(
    small: Callable[..., gp.Scenario], assets: object, message: str
) -> None:
    with pytest.raises(gp.ScenarioError) as caught:
        gp.evaluate(small(), assets)  # type: ignore[arg-type]
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "# two lines\njetty: 1\ntnk: 1\n", 'a.yaml:3: tnk: unknown asset "tnk"'),
        ("a.yaml", "tank:\n  2030: 9\n", "a.yaml:2: tank: 9 units, but at most 4 may stand"),
        ("a.yaml", "tank: {2030: many}\n", "a.yaml:1: tank: 'many' units will not do"),
        ("a.yaml", "jetty: 1\npipes: 0\ntank: 1\n", "a.yaml:2: pipes: none in 2030"),
        ("a.csv", "asset,year,number\njetty,2030,1\ntank,2030,9\n", "a.csv:3: tank: 9 units"),
        ("a.csv", "asset,year,number\njetty,2030,x\n", "a.csv:2: assets: year and number must be whole"),
    ],
)
def test_a_fault_of_a_file_has_its_line(
    small: Callable[..., gp.Scenario], tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(gp.ScenarioError) as caught:
        gp.evaluate(small(), tmp_path / name)
    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["none.yaml", "none.csv"])
@pytest.mark.parametrize("text", ["", "# today's port\n\n"])
def test_an_empty_file_says_that_nothing_is_built(
    small: Callable[..., gp.Scenario], tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert gp.evaluate(small(), tmp_path / name).cost == gp.evaluate(small(), {}).cost


EARLY = {"years.milestones": "[2027, 2030, 2032]", "years.horizon": "2035"}


def test_a_tank_before_its_approvals_is_refused(small: Callable[..., gp.Scenario]) -> None:
    with pytest.raises(gp.ScenarioError, match="first milestone year for it is 2030"):
        gp.evaluate(small(overrides=EARLY), {"tank": {2027: 1}})


def test_what_is_owned_cannot_vanish(small: Callable[..., gp.Scenario]) -> None:
    with pytest.raises(gp.ScenarioError, match="stays until its end"):
        gp.evaluate(small(overrides=EARLY), {"jetty": {2030: 2, 2032: 1}})


def test_rules_that_given_assets_cannot_keep_are_named(small: Callable[..., gp.Scenario]) -> None:
    must = {"demand.customer.at_least": "100 %", "delivery.barge.hire_at_most": "0"}
    must["delivery.barge.buy"] = (
        "{capex: 5 MUSD, opex: 0.2 MUSD/yr, life: 20 yr, works: 24 month, at_most: 2}"
    )
    with pytest.raises(gp.InfeasibleError, match="With the assets given no plan exists"):
        gp.evaluate(small(overrides=must), {})


def test_a_study_of_several_futures_is_refused_in_words(small: Callable[..., gp.Scenario]) -> None:
    futures = "[{id: calm, probability: 50 %}, {id: rush, probability: 50 %}]"
    with pytest.raises(gp.ScenarioError, match="one future, and the scenario has calm, rush"):
        gp.evaluate(small("toy", {"futures": futures}), {})
