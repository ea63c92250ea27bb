"""What identifies a scenario: hashes; where its numbers come from: origins, provenance, overrides."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenport import units
from greenport.errors import ScenarioError
from greenport.scenario import Scenario, check, load_scenario
from greenport.scenario.merging import load
from greenport.scenario.tree import Branch, Items, Node, Origin
from greenport.units import Q_

PORT = Path(__file__).parent / "port.yaml"
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@cache
def port() -> Scenario:
    return load_scenario(PORT)


def changed(**overrides: str) -> Scenario:
    return load_scenario(PORT, {key.replace("__", "."): value for key, value in overrides.items()})


@cache
def keys() -> tuple[str, ...]:
    return tuple(key for key, _ in port().values())


def shuffled(node: Node, draw: st.DataObject) -> Node:
    """The same content with the keys of maps and the items of lists in another order."""
    if isinstance(node, Branch):
        order = draw.draw(st.permutations(list(node)))
        return Branch({key: shuffled(node[key], draw) for key in order}, node.origin, node.key_origins)
    if isinstance(node, Items) and all(isinstance(item, Branch) for item in node):
        return Items([shuffled(item, draw) for item in draw.draw(st.permutations(list(node)))], node.origin)
    return node


# ---------------------------------------------------------------------------------------- hashes


@UNHURRIED
@given(st.data())
def test_the_order_of_keys_and_of_items_does_not_change_the_hash(data: st.DataObject) -> None:
    tree = shuffled(load(PORT), data)
    assert isinstance(tree, Branch)
    assert check(tree, str(PORT)).hash == port().hash


@pytest.mark.parametrize(
    ("key", "spelt"),
    [
        ("finance.discount_rate", "0.1"),
        ("demand.liners.stem", "1 kt"),
        ("demand.liners.stem", "1,000 t"),
        ("demand.liners.asks", "40000 t/yr"),
        ("places.site.pools.methanol.modules.tank.volume", "10000 m3"),
        ("places.site.pools.methanol.modules.tank.life", "240 month"),
        ("delivery.barge.hire", "0.5 kUSD/h"),
        ("suppliers.maker.intensity", "10 kgCO2e/GJ"),
    ],
)
def test_the_spelling_of_a_unit_does_not_change_the_hash(key: str, spelt: str) -> None:
    text = f"{spelt} kg/kg" if spelt == "0.1" else spelt
    assert load_scenario(PORT, {key: text}).hash == port().hash


def test_plain_money_is_money_of_the_scenarios_price_year() -> None:
    assert changed(prices__vlsfo="500 USD_2025/t").hash == port().hash


def test_money_in_another_currency_has_the_hash_of_what_it_is_worth() -> None:
    assert changed(prices__vlsfo="3900 HKD/t").hash == port().hash


@UNHURRIED
@given(st.sampled_from(keys()), st.floats(1e-6, 0.01))
def test_every_value_that_enters_the_problem_changes_the_hash(key: str, share: float) -> None:
    value = dict(port().values())[key].quantity
    more = value * (1 - share) if float(value.magnitude) else Q_(share, units.unit_text(value.units))
    assert load_scenario(PORT, {key: units.show(more, digits=12)}).hash != port().hash


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("seed", "2"),
        ("solve.rounds", "7"),
        ("solve.nodes", "20001"),
        ("years.horizon", "2042"),
        ("years.milestones", "[2030, 2031]"),
        ("years.decision_date", "2026-12-30"),
        ("places.site.berths.jetty.at_most", "3"),
        ("suppliers.maker.port", "basuo"),
        ("demand.liners.lies_at", "anchorage"),
        ("finance.rates", "{HKD: 7.7}"),
    ],
)
def test_every_other_setting_that_enters_the_problem_changes_the_hash(key: str, text: str) -> None:
    assert load_scenario(PORT, {key: text}).hash != port().hash


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("name", "other"),
        ("title.en", "Another title"),
        ("question", "Why not?"),
        ("places.site.note", "a note"),
        ("suppliers.maker.source", "their letter"),
        ("demand.liners.stem", "{value: 1000 t, status: derived}"),
        ("demand.liners.stem", "{value: 1000 t, low: 900 t, high: 1100 t}"),
        ("demand.liners.stem", "{value: 1000 t, source: a port call list}"),
    ],
)
def test_what_is_only_said_about_a_scenario_changes_the_provenance_hash_alone(key: str, text: str) -> None:
    other = load_scenario(PORT, {key: text})
    assert (other.hash, other.provenance_hash != port().provenance_hash) == (port().hash, True)


def test_reading_twice_gives_the_same_hashes() -> None:
    again = load_scenario(PORT)
    assert (again.hash, again.provenance_hash) == (port().hash, port().provenance_hash)


# ------------------------------------------------------------------------ origins and provenance


def line_of(text: str) -> int:
    lines = PORT.read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, start=1) if text in line]
    return number


def test_a_value_knows_its_file_and_line() -> None:
    assert dict(port().values())["demand.liners.stem"].origin == Origin(str(PORT), line_of("stem: 1000 t"))


def test_each_year_of_a_series_knows_its_own_line() -> None:
    values = dict(port().values())
    years = [values[f"suppliers.maker.available.{year}"].origin.line for year in (2030, 2040)]
    assert years == [line_of("2030: 500 kt/yr"), line_of("2040: 600 kt/yr")]


def test_the_origin_of_an_item_is_found_by_its_id() -> None:
    assert port().origin("offers", "straight").line == line_of("id: straight")


def test_a_part_that_is_not_there_has_the_origin_of_what_would_hold_it() -> None:
    assert port().origin("demand", "liners", "at_least") == port().origin("demand", "liners")


def test_an_override_keeps_its_origin() -> None:
    value = dict(changed(demand__liners__stem="900 t").values())["demand.liners.stem"]
    assert value.origin == Origin("--set demand.liners.stem=900 t", 0)


def test_an_override_leaves_the_origins_of_other_values() -> None:
    other = dict(changed(demand__liners__stem="900 t").values())
    mine = dict(port().values())
    assert [key for key in mine if other[key].origin != mine[key].origin] == ["demand.liners.stem"]


def test_an_override_of_a_key_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r'no such key \(did you mean "finance"\?\)'):
        load_scenario(PORT, {"finanse.discount_rate": "8 %"})


def test_an_override_with_a_wrong_unit_names_the_override_as_its_place() -> None:
    with pytest.raises(ScenarioError, match=r"^--set demand.liners.stem=9 h: demand\[liners\]\.stem: "):
        changed(demand__liners__stem="9 h")


def test_sources_have_one_row_for_each_quantity() -> None:
    assert list(port().sources()["key"]) == [key for key, _ in port().values()]


def test_a_dataset_row_brings_its_source_status_and_range() -> None:
    row = changed(finance__discount_rate="{data: finance:discount_rate}").sources().set_index("key")
    stated = row.loc["finance.discount_rate", ["low", "value", "high", "unit", "status", "dataset"]]
    assert list(stated) == [4.0, 7.0, 10.0, "%", "assumption", "finance:discount_rate"]


def test_what_states_no_status_counts_as_an_assumption() -> None:
    assert set(port().sources()["status"]) == {"assumption"}


# ----------------------------------------------------------------------------------- money and years


def test_money_of_another_year_is_moved_by_the_price_index() -> None:
    scenario = changed(finance__price_year="2024")
    moved = scenario.money_of_the_year(Q_("100 USD_2005"))
    assert (f"{float(moved.magnitude):.2f}", units.price_year(moved)) == ("170.61", 2024)


def test_a_scenarios_own_rate_holds_for_itself_only() -> None:
    own = changed(finance__rates="{HKD: 8}")
    worth = [float(s.money_of_the_year(Q_("780 HKD")).magnitude) for s in (own, port())]
    assert worth == pytest.approx([97.5, 100.0])


def test_what_holds_no_money_comes_back_as_it_is() -> None:
    assert port().money_of_the_year(Q_("5 t")) == Q_("5 t")


@pytest.mark.parametrize(
    ("year", "expected"), [(2020, 500), (2030, 500), (2035, 550), (2040, 600), (2050, 600)]
)
def test_a_series_is_linear_between_its_years_and_constant_outside(year: int, expected: float) -> None:
    available = port().document.suppliers[0].available.at(year)
    assert float(available.to("kt/yr").magnitude) == pytest.approx(expected)
