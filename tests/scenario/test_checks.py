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
        ("offers.neat_10k.to", "[airport_depot.jet]", "offers[neat_10k].to", "did you mean"),
        ("offers.blend_30k.grade", "jet_a", "offers[blend_30k].grade", "unknown grade"),
        ("offers.near_direct.mode", "hydrant", "offers[near_direct].mode", "unknown bunker vessel"),
        ("rules.saf_target.demand", "airline", "rules[saf_target].demand", "unknown demand"),
        (
            "rules.saf_target.demand",
            "container_ships",
            "rules[saf_target].demand",
            "needs an aircraft demand",
        ),
        ("legs.0.start", "termnal", "legs[termnal to quays]", 'did you mean "terminal"?'),
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
            "places[terminal].approvals",
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
                ("places.terminal.berths.jetty", "places[terminal].berths[jetty].approvals"),
                (
                    "places.terminal.pools.methanol.equipment",
                    "places[terminal].pools[methanol].equipment.approvals",
                ),
                (
                    "places.terminal.pools.methanol.modules.tank_5k",
                    "places[terminal].pools[methanol].modules[tank_5k].approvals",
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
    assert str(caught.value).endswith(", …")


def test_unknown_names_are_told_beside_wrong_units() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(HERE / "port.yaml", {"demand.liners.stem": "9 h", "offers.cargo.ship": "tnker"})
    assert [fault.key for fault in caught.value.faults] == ["demand[liners].stem", "offers[cargo].ship"]
