"""Locks: what is kept, what is found again, and what is named when something changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from greenport import data
from greenport.cli import main
from greenport.data import rows
from greenport.errors import DataError, ScenarioError
from greenport.scenario import load_scenario
from greenport.scenario.inputs import changes
from greenport.sizing import Plan, load_plan
from greenport.studies import lock, locked_plan, reproduce
from greenport.studies.locks import content
from greenport.studies.locks.reproduction import judge
from greenport.units import Q_

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"
FILE = "toy.yaml"
LOCK = "toy.lock.json"

Edit = Callable[[str, str], None]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked toy, whose price of fossil fuel is a row of the datasets."""
    folder = tmp_path_factory.mktemp("kept")
    text = TOY.read_text(encoding="utf-8").replace("vlsfo: 500 USD/t", "vlsfo: {data: prices:vlsfo}")
    (folder / FILE).write_text(text, encoding="utf-8")
    lock(folder / FILE)
    return folder


@pytest.fixture(scope="module")
def plan(kept: Path) -> Plan:
    """The plan that was kept."""
    found = locked_plan(load_scenario(kept / FILE))
    assert found is not None
    return found


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    """A copy of it to be spoilt."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


@pytest.fixture
def edit(copy: Path) -> Edit:
    """Change one text of a file, which must be there."""

    def edited(name: str, change: str) -> None:
        old, new = change.split(" → ")
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edited


@pytest.fixture
def tampered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the datasets that is read instead of them."""
    folder = tmp_path / "datasets"
    shutil.copytree(data.folder(), folder)

    def forget() -> None:
        rows.rows.cache_clear()
        rows._index.cache_clear()

    monkeypatch.setattr(rows, "folder", lambda: folder)
    forget()
    yield folder
    forget()


# ------------------------------------------------------------------------------------ found again


def test_a_result_is_found_again(kept: Path) -> None:
    again = reproduce(kept / FILE)
    assert again.passed
    assert {judged.verdict for judged in again.judgements} == {"same"}
    assert {"cost", "lower bound", "gap", "cost of methanol delivered"} <= set(again.table()["figure"])
    assert (again.faults, again.remarks) == ((), ())


def test_the_plan_is_kept_beside_the_lock(kept: Path, plan: Plan) -> None:
    assert load_plan(kept / "toy.plan.zip").cost == plan.cost
    assert not plan.schedule.empty


def test_another_scenario_has_no_locked_plan(kept: Path) -> None:
    assert locked_plan(load_scenario(kept / FILE, {"demand.customer.asks": "30 kt/yr"})) is None
    assert locked_plan(load_scenario(TOY)) is None


def test_order_and_spelling_do_not_matter(copy: Path, edit: Edit) -> None:
    edit(FILE, "capacity: 1000 t, dwt: 1000 t → dwt: 1 kt, capacity: 1 kt")
    assert reproduce(copy / FILE).passed


def test_a_lock_holds_whatever_versions_compute(copy: Path, edit: Edit) -> None:
    edit(LOCK, '"python": "3. → "python": "2.')
    again = reproduce(copy / LOCK)
    assert again.passed
    assert again.remarks[0].startswith("python is 3.")


# ------------------------------------------------------------------------------- what has changed


def test_a_changed_input_is_named_with_its_line_and_nothing_is_run(copy: Path, edit: Edit) -> None:
    edit(FILE, "discount_rate: 10 % → discount_rate: 9 %")
    again = reproduce(copy / FILE)
    assert not again.passed
    assert again.judgements == ()
    assert again.faults == (f"{copy / FILE}:9: finance.discount_rate is 9 %, locked 10 %",)


def test_an_input_that_is_new_or_gone_is_named(copy: Path, edit: Edit) -> None:
    edit(FILE, "contract_fee: 0.05 MUSD/yr} → take_at_least: 10 %}")
    told = reproduce(copy / FILE).faults
    assert [line.rpartition("suppliers.")[2] for line in told] == [
        "maker.contract_fee is nothing, locked 0.05 MUSD/yr",
        "maker.take_at_least is 10 %, locked nothing",
    ]


def test_a_tampered_dataset_is_caught_and_its_row_named(copy: Path, tampered: Path) -> None:
    table = tampered / "prices.csv"
    (line,) = (line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("vlsfo,"))
    value = rows.rows_of("prices", "vlsfo")[0]["value"]
    other = line.replace(f",{value},", f",{float(value) + 1:g},", 1)
    table.write_text(table.read_text(encoding="utf-8").replace(line, other), encoding="utf-8")
    rows.rows.cache_clear()
    rows._index.cache_clear()
    (told,) = reproduce(copy / FILE).faults
    assert f"prices.vlsfo is {float(value) + 1:g} USD" in told
    assert "dataset row prices:vlsfo, prices.csv:" in told


def test_what_is_said_about_a_row_is_remarked_on_and_changes_no_result(copy: Path, tampered: Path) -> None:
    table = tampered / "prices.csv"
    text = table.read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if line.startswith("vlsfo,"))
    table.write_text(text.replace(line, f"{line} and more"), encoding="utf-8")
    rows.rows.cache_clear()
    rows._index.cache_clear()
    again = reproduce(copy / FILE)
    assert again.passed
    assert again.remarks[0].startswith("what is said about dataset row prices:vlsfo, prices.csv:")


def test_inputs_differ_where_hashes_do() -> None:
    one, other = load_scenario(TOY), load_scenario(TOY, {"offers.cargo.parcel": "3000 t"})
    assert [change.key for change in changes(one.inputs, other.inputs)] == ["offers.cargo.parcel"]
    assert one.hash != other.hash


# ------------------------------------------------------------------------------------ the verdict


@pytest.mark.parametrize(
    ("cost", "bound", "verdict"),
    [
        (1.0, 1.0, "same"),
        (1.000005, 0.999999, "within the proof"),
        (1.01, 1.009, "FAIL"),
        (0.99, 0.98, "FAIL"),
    ],
)
def test_cost_and_bound_are_judged_as_intervals_that_must_overlap(
    kept: Path, plan: Plan, cost: float, bound: float, verdict: str
) -> None:
    now = replace(plan, cost=cost * plan.cost, lower_bound=bound * plan.lower_bound, gap_asked=Q_("1 %"))
    judged = {one.figure: one.verdict for one in judge(content.read(kept / LOCK), now)}
    assert judged["cost"] == verdict


def test_a_gap_wider_than_asked_fails_though_the_intervals_overlap(kept: Path, plan: Plan) -> None:
    now = replace(plan, lower_bound=0.9 * plan.lower_bound)
    judged = {one.figure: one.verdict for one in judge(content.read(kept / LOCK), now)}
    assert {judged[name] for name in ("cost", "lower bound", "gap")} == {"FAIL"}


def test_an_equally_good_plan_passes_and_is_said_to_be_another(kept: Path, plan: Plan) -> None:
    other = plan.capacity.assign(number=plan.capacity["number"] + 1)
    emissions = plan.emissions.assign(amount=2 * plan.emissions["amount"])
    judged = judge(content.read(kept / LOCK), replace(plan, capacity=other, emissions=emissions))
    verdicts = {one.figure: one.verdict for one in judged}
    assert verdicts["emissions avoided"] == "other, an equally good plan"
    assert "FAIL" not in verdicts.values()


def test_what_follows_from_the_data_alone_must_be_the_same(kept: Path, plan: Plan) -> None:
    told = {name: {**demand, "asked": {"2030": 40.001}} for name, demand in plan.demand.items()}
    judged = judge(content.read(kept / LOCK), replace(plan, demand=told))
    assert {one.figure for one in judged if one.verdict == "FAIL"} == {"customer asked for in 2030"}


# --------------------------------------------------------------------------------------- refusals


def test_an_interrupted_plan_is_refused(kept: Path, plan: Plan) -> None:
    with pytest.raises(ScenarioError, match="interrupted plan cannot be locked"):
        lock(kept / FILE, replace(plan, interrupted=True))


def test_a_plan_that_is_not_proved_as_asked_is_refused(kept: Path, plan: Plan) -> None:
    with pytest.raises(ScenarioError, match=r"the gap asked, 0\.001 %, is not proved but"):
        lock(kept / FILE, replace(plan, lower_bound=0.9 * plan.cost))


def test_a_plan_of_other_inputs_is_refused(copy: Path, edit: Edit, plan: Plan) -> None:
    edit(FILE, "asks: 40 kt/yr → asks: 41 kt/yr")
    with pytest.raises(ScenarioError, match="the plan given is of other inputs"):
        lock(copy / FILE, plan)


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        ('"lock": 1 → "lock": 2', 2, "lock: a lock of format 2; this greenport reads up to 1"),
        ('"figures": → "figgures":', 0, "the lock is damaged"),
        ('"lock": 1, → "lock": 1', 3, "no JSON"),
        ('"scenario": "toy.yaml" → "scenario": "other.yaml"', 0, "its scenario other.yaml is not beside it"),
    ],
)
def test_a_lock_that_cannot_be_read_is_refused(
    copy: Path, edit: Edit, change: str, line: int, message: str
) -> None:
    edit(LOCK, change)
    with pytest.raises(ScenarioError) as refused:
        reproduce(copy / LOCK)
    assert str(refused.value).startswith(f"{copy / LOCK}:{line}: " if line else str(copy / LOCK))
    assert message in str(refused.value)


def test_a_kept_plan_that_was_changed_or_lost_fails(copy: Path) -> None:
    packed = copy / "toy.plan.zip"
    packed.write_bytes(packed.read_bytes() + b" ")
    assert "not the plan that toy.lock.json was written with" in reproduce(copy / FILE).faults[0]
    with pytest.raises(DataError, match="not the plan"):
        locked_plan(load_scenario(copy / FILE))
    packed.unlink()
    assert "is missing" in reproduce(copy / FILE).faults[0]


# ------------------------------------------------------------------------------------ the commands


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


def test_reproduce_takes_a_folder_of_locks(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(copy, copy / "more")
    assert run("reproduce", copy, "--quiet") == 0
    out = capsys.readouterr().out
    assert out.count("toy: PASS") == 2
    assert "2 of 2 locks PASS" in out


def test_reproduce_exits_with_1_and_says_why(
    copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(FILE, "asks: 40 kt/yr → asks: 41 kt/yr")
    assert run("reproduce", copy / FILE, "--json", "--quiet") == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["passed"] is False
    assert "demand.customer.asks is 41 kt/yr, locked 40 kt/yr" in found["faults"][0]


def test_reproduce_of_what_has_no_lock_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(TOY, tmp_path / FILE)
    assert run("reproduce", tmp_path / FILE) == 2
    assert run("reproduce", tmp_path) == 2
    assert capsys.readouterr().err.count("write one with greenport lock") == 2


def test_lock_writes_from_a_saved_plan(copy: Path, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / LOCK).unlink()
    plan.save(copy / "saved")
    assert run("lock", copy / FILE, "--plan", copy / "saved", "--quiet") == 0
    assert capsys.readouterr().out == f"wrote {copy / LOCK}\n"
    assert run("lock", copy / FILE, TOY, "--plan", copy / "saved") == 2
