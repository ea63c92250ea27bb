"""References between the parts of a scenario: each leads somewhere, and each id is used once."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenport.errors import ScenarioError
from greenport.scenario import load_scenario
from greenport.scenario.template import template

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter scenario, which uses every kind of reference."""
    path = tmp_path_factory.mktemp("starter") / "starter.yaml"
    path.write_text(template(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "text", "told", "words"),
    [
        ("port", "hongkong", "port", 'did you mean "hong_kong"?'),
        ("bunker_fuel", "vlfso", "bunker_fuel", 'did you mean "vlsfo"?'),
        ("prices.coal", "80 USD/t", "prices.coal", "no fuel 'coal'"),
        ("demand.airline_saf.replaces", "jet", "demand[airline_saf].replaces", "unknown price"),
        ("demand.container_ships.place", "quay", "demand[container_ships].place", 'did you mean "quays"?'),
        ("demand.airline_saf.monthly", "flights:hkia", "demand[airline_saf].monthly", "no table"),
        ("offers.neat_9k.to", "[airport_depot.jet]", "offers[neat_9k].to", "did you mean"),
        ("offers.blend_30k.grade", "jet_a", "offers[blend_30k].grade", "unknown grade"),
        ("offers.near_direct.mode", "hydrant", "offers[near_direct].mode", "unknown bunker vessel"),
        ("rules.saf_target.demand", "airline", "rules[saf_target].demand", "unknown demand"),
        (
            "rules.saf_target.demand",
            "container_ships",
            "rules[saf_target].demand",
            "needs an aircraft demand",
        ),
        ("legs.0.start", "termnal", "legs[0].start", 'did you mean "terminal"?'),
        (
            "weather",
            "[{id: wind, occasions: 1/yr, duration: 1 h, closes: [berth], during: rain}]",
            "weather[wind].during",
            "unknown signal with a season",
        ),
        (
            "places.airport_depot.pools.jet_a1.cover.demand",
            "container_ships",
            "places[airport_depot].pools[jet_a1].cover.demand",
            "unknown aircraft demand",
        ),
        (
            "places.airport_depot.pools.hefa_spk.modules.saf_tank.takes_from.pool",
            "airport_depot.jet",
            "places[airport_depot].pools[hefa_spk].modules[saf_tank].takes_from",
            'did you mean "airport_depot.jet_a1"?',
        ),
        (
            "places.terminal.approvals",
            "[{step: a, takes: 1 month, after: [b]}, {step: b, takes: 1 month, after: [a]}]",
            "places[terminal].approvals",
            "wait for each other: a, b",
        ),
        (
            "places.terminal.approvals",
            "[{step: permit, takes: 1 month, after: [permits]}]",
            "places[terminal].approvals[0].after",
            'did you mean "permit"?',
        ),
        *[
            (
                f"{owner}.approvals",
                "[{step: works, takes: 1 month, after: [permit]}]",
                told,
                'unknown step "permit"',
            )
            for owner, told in [
                ("places.terminal.berths.jetty", "places[terminal].berths[jetty].approvals[0].after"),
                (
                    "places.terminal.pools.methanol.equipment",
                    "places[terminal].pools[methanol].equipment.approvals[0].after",
                ),
                (
                    "places.terminal.pools.methanol.modules.tank_5k",
                    "places[terminal].pools[methanol].modules[tank_5k].approvals[0].after",
                ),
            ]
        ],
        ("offers.near_direct.id", "north_4k", "offers", "id 'north_4k' is used 2 times"),
        ("places.terminal.berths.jetty.id", "tank_5k", "places (modules, berths, equipment)", "used 2 times"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(
    starter: Path, key: str, text: str, told: str, words: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(starter, {key: text})
    messages = {fault.key: fault.message for fault in caught.value.faults}
    assert words in messages[told]


def test_a_long_list_of_known_names_is_cut(starter: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(starter, {"port": "atlantis"})
    assert ", … (greenport data ports lists them all)" in str(caught.value)


def test_unknown_names_are_told_beside_wrong_units() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(HERE / "port.yaml", {"demand.liners.stem": "9 h", "offers.cargo.ship": "tnker"})
    assert [fault.key for fault in caught.value.faults] == ["demand[liners].stem", "offers[cargo].ship"]


# ----------------------------------------------------------------------- what stands twice, or is free

TANK = "places.terminal.pools.methanol.modules.tank_5k"
JETTY = "places.terminal.berths.jetty"
FORTNIGHT = "[{id: s, occasions: 400/yr, duration: 30 d, closes: [berth], season: [1]}]"


def told(path: Path, key: str, text: str) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, {key: text})
    return [(fault.key, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("key", "text", "at", "words"),
    [
        (
            "places.terminal.approvals",
            "[{step: permit, takes: 1 month}, {step: permit, takes: 2 month}]",
            "places[terminal].approvals[1].step",
            'step "permit" twice',
        ),
        (
            "legs",
            "[{start: terminal, end: quays, distance: 5 nmi}, {start: quays, end: terminal, distance: 5 m}]",
            "legs[1]",
            "twice (it serves both ways)",
        ),
        (
            "rules",
            "[{kind: duty, id: duty, rate: 1 USD/m^3, demands: [container_ships, container_ships]}]",
            "rules[duty].demands",
            '"container_ships" stands twice',
        ),
        ("weather.storm.closes", "[berth, berth]", "weather[storm].closes", '"berth" stands twice'),
        ("weather.storm.season", "[6, 6]", "weather[storm].season", '"6" stands twice'),
        (f"{TANK}.capex", "null", "modules[tank_5k]", "a module of kind new needs 'capex'; add it"),
        (f"{TANK}.life", "null", "modules[tank_5k]", "a module of kind new needs 'life'; add it"),
        (f"{TANK}.kind", "leased", "modules[tank_5k]", "a module of kind leased needs 'lease'"),
        (f"{TANK}.kind", "floating", "modules[tank_5k]", "a module of kind floating needs 'rate'"),
        (f"{TANK}.kind", "conversion", "modules[tank_5k]", "needs 'takes_from'"),
        (f"{JETTY}.capex", "null", "berths[jetty]", "a berth that is to be built needs 'capex'"),
        (f"{JETTY}.works", "null", "berths[jetty]", "needs 'works'"),
        ("offers.near_direct.parcel", "4001 t", "offers[near_direct].parcel", "more than barge can carry"),
        (
            "weather",
            FORTNIGHT,
            "weather[s].occasions",
            "do not fit into 8760 h; expected at most 12.2 a year",
        ),
        ("demand.container_ships.service", "100 %", "demand[container_ships].service", "less than 100 %"),
        ("years.horizon", "2129", "years.horizon", "expected at most 2128"),
        ("solve.nodes", "2147483648", "solve.nodes", "less than or equal to 2147483647"),
        (f"{JETTY}.life", "1 s", "berths[jetty].life", "expected at least 1 month"),
        ("greenport", "true", "greenport", "expected the whole number 1"),
        ("greenport", "1.0", "greenport", "expected the whole number 1"),
        (
            "support",
            "[{kind: green_loan, id: loan, assets: [jetty], discount: 50 %}]",
            "support[loan].discount",
            "more than the cost of capital",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    starter: Path, key: str, text: str, at: str, words: str
) -> None:
    ((where, message),) = told(starter, key, text)
    assert where.endswith(at)
    assert words in message


def test_the_largest_parcel_that_a_vessel_carries_is_allowed(starter: Path) -> None:
    assert load_scenario(starter, {"offers.near_direct.parcel": "4000 t"}).document.offers


def test_a_conversion_may_be_leased_instead_of_taking_a_tank_away(starter: Path) -> None:
    leased = {f"{TANK}.kind": "conversion", f"{TANK}.lease": "40 USD/m^3/yr"}
    assert load_scenario(starter, leased).document.places


# ------------------------------------------------------------------------------------ unlisted ports


def test_an_unlisted_port_is_possible_where_every_supplier_states_its_distance() -> None:
    assert load_scenario(HERE / "port.yaml", {"port": "batangas"}).hash


def test_an_unlisted_port_names_the_suppliers_without_a_distance(starter: Path) -> None:
    ((_, message),) = told(starter, "port", "batangas")
    assert message.endswith(
        "or state the sea `distance` of every supplier (it is missing for near, north, refiner)"
    )


def test_a_title_may_be_a_plain_sentence() -> None:
    scenario = load_scenario(HERE / "port.yaml", {"title": "Batangas", "question": "Does it pay?"})
    assert (scenario.document.title.en, scenario.document.question.en) == ("Batangas", "Does it pay?")
