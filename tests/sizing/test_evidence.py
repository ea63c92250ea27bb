"""What the cost of a plan rests on: shares by status, and inputs moved over their ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import yaml

import greenport as gp
from greenport.scenario import Scenario, Value, load_scenario
from greenport.scenario.swapping import swapped
from greenport.sizing import Plan, size
from greenport.sizing.door import problem_of
from greenport.sizing.evidence import inputs_in
from greenport.sizing.restoring import solution_of
from greenport.sizing.revaluing import Revaluer
from greenport.sizing.tables.money import costs

HERE = Path(__file__).parent
TANK = "places.site.pools.methanol.modules.tank.capex"
PRICE = "value: 1000 USD/t, low: 800 USD/t, high: 1100 USD/t"
RANGED = {
    "suppliers.maker.price": f"{{{PRICE}, status: published, source: list}}",
    "delivery.barge.hire": "{value: 12 kUSD/d, low: 9 kUSD/d, high: 20 kUSD/d}",
    "demand.customer.asks": "{value: 40 kt/yr, low: 20 kt/yr, high: 60 kt/yr}",
    TANK: "{value: 500 USD/m^3, low: 400 USD/m^3, high: 700 USD/m^3}",
}
LEVY = "{kind: carbon_price, id: levy, demands: [customer], price: 100 USD/tCO2e}"
DUTY = "{kind: duty, id: duty, demands: [customer], rate: 20 USD/m^3}"
RULES = {"rules": f"[{LEVY}, {DUTY}]"}
TERMINAL = {"demand.customer.asks": "400 kt/yr", "offers.straight": "null"}


@pytest.fixture(scope="module")
def plan(toy_plan: Callable[..., Plan]) -> Plan:
    return toy_plan(RANGED)


def _revaluer(scenario: Scenario, plan: Plan) -> Revaluer:
    problem = problem_of(scenario)
    return Revaluer(scenario, problem, solution_of(plan, problem))


def _other(new: dict[int, Value], value: Value) -> Value:
    return new.get(id(value), value)


def _total(scenario: Scenario, plan: Plan) -> float:
    """Cost of the plan's schedule under the problem of a whole other scenario."""
    problem = problem_of(scenario)
    table = costs(problem, solution_of(plan, problem))
    return float((table["amount"] * table["discount"]).sum())


def test_the_shares_add_up_to_one(plan: Plan) -> None:
    assert plan.evidence["share"].sum() == pytest.approx(1)


def test_the_shares_of_the_statuses_are_those_of_the_items(plan: Plan) -> None:
    by_status = plan.evidence.groupby("status")["share"].sum()
    assert {s: float(q.m_as("")) for s, q in plan.resting_on().items() if q.magnitude} == pytest.approx(
        by_status.to_dict()
    )


def test_an_amount_of_two_factors_rests_on_both_alike(plan: Plan) -> None:
    """Purchase is a price times a mass, discounted one year: elasticities of 1 and of 0.1 / 1.1."""
    purchase = plan.evidence[plan.evidence["item"] == "purchase"].set_index("status")["amount"]
    assert purchase["published"] / purchase.sum() == pytest.approx(1 / (1 + 0.1 / 1.1), rel=1e-3)


def test_a_scenario_of_published_values_rests_on_them_alone(tmp_path: Path) -> None:
    tree = yaml.safe_load((HERE / "toy.yaml").read_text(encoding="utf-8"))
    file = tmp_path / "published.yaml"
    file.write_text(yaml.safe_dump(tree), encoding="utf-8")
    scenario = load_scenario(file)
    for key, value in scenario.values():
        _put(tree, key, {"value": f"{value.quantity:~}".strip(), "status": "published", "source": "a list"})
    file.write_text(yaml.safe_dump(tree), encoding="utf-8")
    assert size(load_scenario(file)).resting_on()["published"].m_as("%") == pytest.approx(100)


def _put(tree: object, key: str, content: object) -> None:
    *steps, last = key.split(".")
    node = tree
    for step in steps:
        if isinstance(node, list):
            named = [i for i in node if step in (i.get("id"), i.get("grade"))]
            node = named[0] if named else node[int(step)]
        else:
            assert isinstance(node, dict)
            node = node[step]
    assert isinstance(node, dict)
    node[last] = content


def test_another_status_moves_the_share_and_not_the_hash(plan: Plan, toy_plan: Callable[..., Plan]) -> None:
    text = RANGED["suppliers.maker.price"].replace("published", "derived")
    other = toy_plan({**RANGED, "suppliers.maker.price": text})
    assert other.scenario_hash == plan.scenario_hash
    assert other.resting_on()["derived"] == plan.resting_on()["published"]
    assert other.resting_on()["published"].magnitude == 0


def test_a_dearer_price_costs_what_the_mass_bought_costs_more(plan: Plan) -> None:
    row = plan.movers.set_index("name").loc["suppliers.maker.price"]
    assert row["high"] == pytest.approx(40 * 0.1 / 1.1)
    assert row["low"] == pytest.approx(-40 * 0.2 / 1.1)
    assert row["swing"] == pytest.approx(40 * 0.3 / 1.1)


def test_the_widest_range_comes_first(plan: Plan) -> None:
    priced = plan.movers[plan.movers["how"] == "screened"]
    assert priced["name"].iloc[0] == "suppliers.maker.price"
    assert priced["swing"].is_monotonic_decreasing


def test_what_sets_quantities_is_named_and_has_no_figure(plan: Plan) -> None:
    row = plan.movers.set_index("name").loc["demand.customer.asks"]
    assert row["how"] == "sets quantities"
    assert row[["low", "high", "swing"]].isna().all()


def test_every_input_tells_its_source_or_where_it_stands(plan: Plan) -> None:
    sources = plan.movers.set_index("name")["source"]
    assert sources["suppliers.maker.price"] == "list"
    assert all(sources)


@pytest.mark.parametrize(
    ("name", "overrides"),
    [("toy", RULES), ("toy", TERMINAL | RULES), ("airport", {})],
    ids=["direct", "terminal", "airport"],
)
def test_every_input_is_valued_as_the_door_values_the_whole_scenario(
    toy_plan: Callable[..., Plan],
    toy_scenario: Callable[..., Scenario],
    name: str,
    overrides: dict[str, str],
) -> None:
    """Each value moved by 5 %: where only money changes, the cost is that of the problem built anew."""
    plan, scenario = toy_plan(overrides, name), toy_scenario(overrides, name)
    kept, told = _revaluer(scenario, plan), 0
    assert kept.base.cost == pytest.approx(plan.cost.magnitude)
    for one in inputs_in(scenario):
        new = {id(v): replace(v, quantity=v.quantity * 1.05) for v in one.values}
        found = kept.valued(new)
        if not found.only_money or not any(map(kept.matters, one.values)):
            continue
        document = swapped(scenario.document, partial(_other, new))
        assert found.cost == pytest.approx(_total(replace(scenario, document=document), plan)), one.name
        told += abs(found.cost - kept.base.cost) > 1e-9
    assert told >= 5


def test_the_evidence_is_saved_with_the_plan(plan: Plan, tmp_path: Path) -> None:
    plan.save(tmp_path)
    again = gp.load_plan(tmp_path)
    assert again.has_evidence
    assert again.evidence.equals(plan.evidence)
    assert again.movers.equals(plan.movers)


def test_a_plan_with_another_share_is_not_sound(plan: Plan, tmp_path: Path) -> None:
    plan.save(tmp_path)
    again = gp.load_plan(tmp_path)
    again.evidence["share"] *= 0.99
    assert any("evidence" in fault for fault in gp.verify(again).faults)


def test_the_summary_holds_shares_and_movers(plan: Plan) -> None:
    found = plan.summary()["evidence"]
    assert sum(share["value"] for share in found["shares"].values()) == pytest.approx(100)
    assert found["movers"][0]["name"] == "suppliers.maker.price"
