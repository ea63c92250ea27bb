"""A plan in simulation: mass, determinism, the plan's own schedule, and what goes wrong where it should."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from greenport.cli import main
from greenport.errors import ScenarioError
from greenport.operations import Chance, simulate
from greenport.operations.of_plan import systems_of
from greenport.operations.system import Berths, Cargo, Fleet, Segment, Store, System, Way
from greenport.operations.terminal import CLOSED, NO_PRODUCT, NO_VESSEL, SERVED, Record, Terminal
from greenport.scenario import load_scenario
from greenport.sizing import Plan, size

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"
CERTAIN = Chance(calls=False, storms=False, repairs=False)


@cache
def plan() -> Plan:
    return size(load_scenario(TOY))


def terminal() -> System:
    """One store that gets a cargo of 20 kt every tenth of a year, and a ship of 1 kt twice in ten days."""
    hours = [876.0 * k for k in range(10)]
    cargoes = tuple(Cargo(hour=hour, mass=20_000_000, discharge=20.0, demurrage=1000.0) for hour in hours)
    store = Store(id="site", place="site", room=60_000_000, stock=30_000_000, lead=240.0, cargoes=cargoes)
    way = Way(source="site", fleet="barge", load=5.0, out=1.0, alongside=4.0, back=1.0, at_berth=True)
    ships = Segment(id="ships", stem=1_000_000, calls=200.0, stay=24.0, closed_by="berth", ways=(way,))
    return System(
        segments=(ships,),
        stores=(store,),
        fleets=(Fleet(id="barge", vessels=2),),
        berths=(Berths(place="site", number=2),),
        notice=72.0,
        least_share=0.25,
        chance=Chance(alongside=0.2, delay=36.0, storms=False),
    )


def run(system: System, replication: int = 0) -> Record:
    return Terminal(system, 1, replication, 4000.0).run()


def outcomes(record: Record) -> set[str]:
    return {call.outcome for call in record.calls}


# ------------------------------------------------------------------------------ what always holds


@pytest.mark.parametrize("replication", range(5))
def test_no_kilogram_is_lost(replication: int) -> None:
    record = run(terminal(), replication)
    assert record.imbalance == 0
    assert record.cargoes > 5


def test_a_terminal_with_enough_of_everything_serves_every_ship() -> None:
    assert outcomes(run(terminal())) == {SERVED}


def test_without_vessels_nobody_is_served() -> None:
    assert outcomes(run(replace(terminal(), fleets=(Fleet(id="barge", vessels=0),)))) == {NO_VESSEL}


def test_without_cargoes_the_tanks_run_dry() -> None:
    store = Store(id="site", place="site", room=60_000_000, stock=30_000_000)
    record = run(replace(terminal(), stores=(store,)))
    assert NO_PRODUCT in outcomes(record)
    assert record.imbalance == 0


def test_ships_go_without_where_the_place_is_closed_all_year() -> None:
    system = replace(
        terminal(),
        closed={"berth": ((-9000.0, 9000.0),)},
        berths=(Berths(place="site", number=2, closed_by="jetty"),),
    )
    assert outcomes(run(system)) == {CLOSED}


def test_a_stem_that_takes_longer_than_the_stay_is_cut() -> None:
    way = Way(source="site", fleet="barge", load=5.0, alongside=30.0, at_berth=True)
    ships = Segment(id="ships", stem=1_000_000, calls=50.0, stay=24.0, ways=(way,))
    record = run(replace(terminal(), segments=(ships,), chance=Chance(storms=False)))
    assert {call.mass for call in record.calls} == {800_000}
    assert record.imbalance == 0


# ----------------------------------------------------------------------------------------- a plan


def test_without_chance_the_plan_is_served_as_planned() -> None:
    service = simulate(plan(), 1, chance=CERTAIN, workers=1)
    assert service.fill_rate().mean == 1.0
    table = service.table()
    assert float(table["stems [1/yr]"].sum()) == pytest.approx(40.0)


def test_the_same_seed_gives_the_same_service_with_any_number_of_workers() -> None:
    one, other = (simulate(plan(), 12, seed=3, workers=workers) for workers in (1, 2))
    assert repr(one.summary()) == repr(other.summary())
    assert repr(one.summary()) != repr(simulate(plan(), 12, seed=4, workers=1).summary())


def test_a_system_of_a_plan_has_its_tanks_vessels_and_ships() -> None:
    (system,) = systems_of(plan()).values()
    (segment,) = system.segments
    assert (segment.id, segment.stem, segment.stay) == ("customer", 1_000_000, 24.0)
    assert segment.calls == pytest.approx(40.0)
    assert {fleet.id: fleet.vessels for fleet in system.fleets} == {"barge": 9}


@pytest.mark.parametrize(("years", "seed"), [(0, 1), (-1, 1), (1, -1), (True, 1)])
def test_years_and_seeds_that_will_not_do_are_refused(years: int, seed: int) -> None:
    with pytest.raises(ScenarioError, match="expected a whole number of"):
        simulate(plan(), years, seed)


def test_the_command_prints_the_same_service_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan().save(tmp_path / "plan")
    printed = []
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            main(["simulate", str(tmp_path / "plan"), "--years", "5", "--seed", "1", "--quiet"])
        assert not left.value.code
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "customer" in printed[0]
    assert (tmp_path / "out" / "toy" / "service.csv").is_file()
