"""Futures in a scenario file: what they may set, what is refused in words, and what enters the hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from greenport.errors import ScenarioError
from greenport.scenario import Scenario, load_scenario
from greenport.scenario.loading import restored

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"
BUSY = "  - {id: busy, probability: 40 %, set: {demand.customer.asks: 120 kt/yr}}\n"
QUIET = "  - {id: quiet, probability: 60 %, set: {demand.customer.asks: 20 kt/yr}}\n"
BOTH = f"extends: toy.yaml\nfutures:\n{BUSY}{QUIET}"

Load = Callable[[str], Scenario]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads a text that may extend the toy."""
    (tmp_path / "toy.yaml").write_bytes(TOY.read_bytes())

    def loaded(text: str) -> Scenario:
        file = tmp_path / "mine.yaml"
        file.write_text(text, encoding="utf-8")
        return load_scenario(file)

    return loaded


def fault(load: Load, text: str) -> str:
    with pytest.raises(ScenarioError) as found:
        load(text)
    return str(found.value)


def setting(key: str, value: str) -> str:
    """Two futures of which the second, in line 4, sets one key."""
    quiet = f'  - {{id: quiet, probability: 60 %, set: {{"{key}": {value}}}}}'
    return f"extends: toy.yaml\nfutures:\n{BUSY}{quiet}\n"


def test_each_future_is_the_scenario_with_its_settings(load: Load) -> None:
    scenario = load(BOTH)
    busy, quiet = scenario.futures
    assert (busy.id, busy.probability, quiet.probability) == ("busy", 0.4, 0.6)
    alone = load("extends: toy.yaml\ndemand: [{id: customer, asks: 120 kt/yr}]\n")
    assert busy.scenario.hash == alone.hash
    assert not busy.scenario.futures


def test_a_scenario_without_futures_keeps_its_hash(load: Load) -> None:
    assert load("extends: toy.yaml\n").hash == load_scenario(TOY).hash
    assert load("extends: toy.yaml\nfutures: []\n").hash == load_scenario(TOY).hash


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (BOTH.replace("40 %", "40.0 %"), True),
        (f"extends: toy.yaml\nfutures:\n{QUIET}{BUSY}", True),
        (BOTH.replace("120 kt/yr", "120000 t/yr"), True),
        (BOTH.replace("set:", "note: what if, set:"), True),
        (BOTH.replace("120 kt", "121 kt"), False),
        (BOTH.replace("40 %", "50 %").replace("60 %", "50 %"), False),
        (BOTH.replace("busy", "brisk"), False),
        (BOTH + "solve: {risk: {weight: 30 %, tail: 90 %}}\n", False),
    ],
)
def test_what_a_future_is_enters_the_hash_and_how_it_is_written_does_not(
    load: Load, text: str, same: bool
) -> None:
    assert (load(text).hash == load(BOTH).hash) is same


def test_probabilities_that_miss_one_tell_their_sum(load: Load) -> None:
    assert "mine.yaml:2: futures: the probabilities add up to 90 %; expected 100 %" in fault(
        load, BOTH.replace("60 %", "50 %")
    )


def test_thirds_may_be_rounded(load: Load) -> None:
    third = "  - {{id: f{}, probability: 33.33333 %}}\n"
    scenario = load("extends: toy.yaml\nfutures:\n" + "".join(third.format(n) for n in range(3)))
    assert sum(future.probability for future in scenario.futures) == pytest.approx(1.0, abs=1e-15)


def test_futures_of_one_name_are_refused(load: Load) -> None:
    assert "id 'busy' is used 2 times" in fault(load, BOTH.replace("quiet", "busy"))


def test_a_weight_of_the_worst_needs_futures(load: Load) -> None:
    text = "extends: toy.yaml\nsolve: {risk: {weight: 30 %, tail: 90 %}}\n"
    assert "mine.yaml:2: solve.risk: says how futures are weighed, and there are none" in fault(load, text)


DECIDED = "is decided or agreed before the future is known, so it is the same in every future"


@pytest.mark.parametrize(
    "key",
    [
        "years.milestones",
        "finance.discount_rate",
        "solve.gap",
        "support",
        "places.site.approvals",
        "places.site.pools.methanol.modules.tank.capex",
        "places.site.pools.methanol.modules.tank.at_most",
        "places.site.pools.methanol.fixed_cost",
        "places.site.pools.methanol.loading.rate",
        "suppliers.maker.contract_fee",
        "delivery.barge.buy.capex",
        "offers.cargo.parcel",
    ],
)
def test_what_is_decided_once_is_refused_at_its_line(load: Load, key: str) -> None:
    told = fault(load, setting(key, "1"))
    assert f"mine.yaml:4: futures[quiet].set.{key}: {DECIDED}" in told


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("prices.vlsfo", "600 USD/t"),
        ("seed", "2"),
        ("bunker_intensity", "80 gCO2e/MJ"),
        ("suppliers.maker.available", "{2030: 10 kt/yr, 2035: 20 kt/yr}"),
        (
            "suppliers[maker].price",
            "{value: 900 USD/t, low: 800 USD/t, high: 1000 USD/t, status: assumption}",
        ),
        ("demand.customer.otherwise.elsewhere", "1400 USD/t"),
        ("demand.customer.at_least", "50 %"),
        ("ships.tanker.charter", "30 kUSD/d"),
        ("delivery.barge.hire", "15 kUSD/d"),
        ("offers.cargo.freight", "40 USD/t"),
    ],
)
def test_what_may_come_may_be_set(load: Load, key: str, value: str) -> None:
    text = setting(key, value)
    assert load(text).hash != load(text.replace(f'"{key}": {value}', "")).hash


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("demand.custmer.asks", "1 kt/yr", 'no item of that name in the list (did you mean "customer"?)'),
        ("demand.customer.asks", "1 kt", "is a mass where a mass per time is due"),
        ("demand.customer", "{asks: 1 kt/yr}", "expected single values, e.g. demand.NAME."),
        ("prices.vlsf", "1 USD/t", 'unknown price "vlsf" (did you mean "vlsfo"?)'),
        ("suppliers.maker.distanc", "1 nmi", '(did you mean "distance"?)'),
    ],
)
def test_a_slip_of_the_pen_is_told_at_its_line(load: Load, key: str, value: str, told: str) -> None:
    message = fault(load, setting(key, value))
    assert "mine.yaml:4: " in message
    assert told in message


def test_one_key_in_two_spellings_is_refused(load: Load) -> None:
    twice = BOTH.replace("20 kt/yr", '20 kt/yr, "demand[customer].asks": 30 kt/yr')
    assert "stands above as demand.customer.asks already" in fault(load, twice)


def test_a_file_may_change_one_future_of_another_file(load: Load, tmp_path: Path) -> None:
    (tmp_path / "both.yaml").write_text(BOTH, encoding="utf-8")
    scenario = load("extends: both.yaml\nfutures: [{id: quiet, set: {suppliers.maker.price: 900 USD/t}}]\n")
    keys = {key for key, _ in scenario.values() if key.startswith("futures.quiet.")}
    assert keys == {
        "futures.quiet.probability",
        "futures.quiet.demand.customer.asks",
        "futures.quiet.suppliers.maker.price",
    }


def test_its_numbers_stand_in_the_provenance_with_range_and_line(load: Load) -> None:
    value = "{value: 900 USD/t, low: 800 USD/t, high: 1000 USD/t, status: derived, source: A letter}"
    sources = load(setting("suppliers.maker.price", value)).sources().set_index("key")
    row = sources.loc["futures.quiet.suppliers.maker.price"]
    assert (row["value"], row["low"], row["high"]) == (900, 800, 1000)
    assert (row["status"], row["source"], row["line"]) == ("derived", "A letter", 4)


def test_the_text_of_a_scenario_brings_its_futures_back(load: Load) -> None:
    scenario = load(BOTH + "solve: {risk: {weight: 30 %, tail: 90 %}}\n")
    again = restored(scenario.text, "again")
    assert again.hash == scenario.hash
    assert [future.scenario.hash for future in again.futures] == [f.scenario.hash for f in scenario.futures]
