"""The benchmark measures what it says, and its peers have locks of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import arrays, cases, goals, sizes
from benchmarks.apart import Figures
from benchmarks.members import at_other_prices
from benchmarks.peers import greenport, highs, pyomo
from benchmarks.rectangles import families
from greenport.sizing.assemble import whole
from greenport.sizing.door import problem_of
from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.times import Times

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def toy() -> Problem:
    return problem_of(cases.scenario_of(cases.TOY, (2030, 2031)))


@pytest.fixture(scope="module")
def matrix(toy: Problem) -> Matrix:
    return whole(toy, compile_operation(toy, Times.daily()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from benchmarks.building import exported

    kept = tmp_path_factory.mktemp("kept")
    exported(str(kept), cases.TOY, [2030, 2031], 2)
    return kept


def locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_the_peers_run_on_the_versions_that_are_tested() -> None:
    peers, tested = locked("benchmarks/requirements-peers.lock"), locked("requirements-dev.lock")
    shared = peers.keys() & tested.keys()
    assert {"highspy", "numpy", "pandas", "pyomo", "scipy"} <= shared
    assert {name: peers[name] for name in shared} == {name: tested[name] for name in shared}


def test_the_peers_lock_has_hashes_and_names_no_address() -> None:
    text = (ROOT / "benchmarks/requirements-peers.lock").read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9.-]+==)", text)[1:]
    assert len(entries) == len(locked("benchmarks/requirements-peers.lock"))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert [mark for mark in ("://", "file:", "--index", "--find-links") if mark in text] == []


def test_the_peers_are_no_dependency_of_greenport() -> None:
    assert "linopy" not in locked("requirements.lock") | locked("requirements-dev.lock")


def test_arrays_come_back_as_they_were_kept(matrix: Matrix, tmp_path: Path) -> None:
    arrays.keep(matrix, 2 * matrix.cost, tmp_path / "toy.npz")
    back = arrays.kept(tmp_path / "toy.npz")
    assert abs(back.a - matrix.a).max() == 0
    assert (back.changed_cost == 2 * matrix.cost).all()
    assert [back.variables[k] for k in back.variable] == [name for name, _ in matrix.columns]
    assert [back.constraints[k] for k in back.constraint] == [name for name, _ in matrix.rows]


def test_rectangles_hold_every_row_of_the_matrix(folder: Path) -> None:
    kept = arrays.kept(folder / "2.npz")
    x = np.random.default_rng(1).uniform(size=len(kept.cost))
    for k, family in enumerate(families(kept)):
        rows = kept.constraint == k
        total = np.zeros(int(rows.sum()))
        for term in family.terms:
            of = x[kept.variable == kept.variables.index(term.variable)]
            total += (of[term.place] * term.factor).sum(axis=1)
        assert total == pytest.approx((kept.a @ x)[rows])
        low, high = kept.row_lower[rows], kept.row_upper[rows]
        assert (family.limit[family.sign != "<="] == low[family.sign != "<="]).all()
        assert (family.limit[family.sign != ">="] == high[family.sign != ">="]).all()


def test_greenport_pyomo_and_highs_find_the_same_optima_before_and_after_a_change_of_prices(
    folder: Path,
) -> None:
    options = json.loads((folder / "options.json").read_text("utf-8"))
    found = []
    for module in (highs, greenport, pyomo):
        peer = module.Peer(folder, 2, options, relaxed=True)
        peer.build()
        peer.hand_over()
        found.append((peer.solve(), peer.resolve()))
    assert found[1] == pytest.approx(found[0], rel=1e-9)
    assert found[2] == pytest.approx(found[0], rel=1e-9)
    assert found[0][0] != pytest.approx(found[0][1], rel=1e-3)


def test_a_member_of_the_ensemble_has_its_own_prices_each_time_the_same(toy: Problem) -> None:
    one, again, two = (at_other_prices(toy, member) for member in (1, 1, 2))
    assert (one.routes[0].price == again.routes[0].price).all()
    assert (one.routes[0].price != two.routes[0].price).all()


def test_two_workers_end_with_the_last_part() -> None:
    assert sizes.makespan([4.0, 3.0, 2.0, 2.0], 2) == 6.0
    assert sizes.makespan([4.0, 3.0, 2.0, 2.0], 1) == 11.0


def test_the_hard_case_asks_for_more_of_every_segment() -> None:
    base, more = cases.scenario_of("hongkong"), cases.hard_case("demand_times_2.8")
    for before, after in zip(base.document.demand, more.document.demand, strict=True):
        if before.kind == "ships" and after.kind == "ships":
            ratio = (after.asks.at(2033) / before.asks.at(2033)).to("").magnitude
            assert ratio == pytest.approx(cases.MORE_DEMAND)


def test_the_other_hard_case_converts_nothing() -> None:
    assets = {asset.id for asset in problem_of(cases.hard_case("nothing_converted")).assets}
    assert assets & {"conv_10k", "float_25k", "saf_conv_22k"} == set()
    assert {"meoh_20k", "saf_new_15k"} <= assets


@pytest.mark.parametrize(
    ("value", "at_least", "met"),
    [(1.0, False, True), (1.1, False, False), (1.1, True, True), (0.9, True, False), (None, False, False)],
)
def test_a_goal_is_met_on_its_own_side_and_never_without_a_measurement(
    value: float | None, at_least: bool, met: bool
) -> None:
    check = goals.Check("ratio", value, 1.0, " ×", at_least)
    assert check.met == met
    assert goals.Verdict("P1", (check, goals.Check("other", 0.0, 1.0))).met == met


@pytest.mark.long
def test_a_quick_run_prints_the_table_and_a_verdict_for_each_goal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.run", "--quick", "--peers", "highs,greenport,pyomo"]
    child = subprocess.run(
        [*command, "--results", str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert child.returncode == 0, child.stderr
    assert re.findall(r"^(P\d) (?:pass|short): ", child.stdout, re.MULTILINE) == [
        f"P{i}" for i in range(1, 8)
    ]
    (kept,) = tmp_path.glob("*-quick.json")
    found: Figures = json.loads(kept.read_text("utf-8"))
    assert found["building"].keys() == {"highs", "greenport", "pyomo"}
    assert str(ROOT) not in kept.read_text("utf-8")
