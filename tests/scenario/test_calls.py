"""Calls of ships from a CSV beside the scenario."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from greenport.errors import ScenarioError
from greenport.scenario import Scenario, load_scenario
from greenport.scenario.calls import TEMPLATE
from greenport.scenario.loading import restored
from greenport.scenario.schema import ShipDemand
from greenport.sizing.door import problem_of

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"
HEAD = "date,segment,stem [t]\n"
ROWS = ["2026-01-10,customer,900", "2026-02-28,customer,1000", "2026-12-31,customer,1100"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    base = TOY.read_text(encoding="utf-8")
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    return tmp_path


def _load(folder: Path, content: str | bytes, name: str = "calls.csv", asks: str = "3 kt/yr") -> Scenario:
    file = folder / "calls.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    text = f"extends: base.yaml\nname: own\ndemand:\n  - id: customer\n    asks: {asks}\n    calls: {name}\n"
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "own.yaml")


def _customer(scenario: Scenario) -> ShipDemand:
    demand = scenario.document.demand[0]
    assert isinstance(demand, ShipDemand)
    return demand


def _days(demand: ShipDemand) -> list[int]:
    assert demand.calls is not None
    return demand.calls.days


def _refused(folder: Path, content: str | bytes, name: str = "calls.csv") -> str:
    with pytest.raises(ScenarioError) as caught:
        _load(folder, content, name)
    return str(caught.value)


def _listed(*rows: str) -> str:
    return HEAD + "\n".join(rows) + "\n"


def test_stems_fall_on_the_days_listed(folder: Path) -> None:
    asked = problem_of(_load(folder, _listed(*ROWS))).demand("customer").asked[0]
    assert asked.nonzero()[0].tolist() == [9, 58, 364]
    assert asked.sum() == pytest.approx(3)


def test_the_stem_is_the_mean_of_those_listed(folder: Path) -> None:
    stem = _customer(_load(folder, _listed(*ROWS))).stem
    assert (str(stem), f"{stem.low}", f"{stem.high}") == ("1,000 t", "900 t", "1100 t")
    assert (stem.status, stem.source) == ("derived", "calls.csv")


def test_the_mean_stay_is_taken_where_it_is_listed(folder: Path) -> None:
    text = "date,stem [t],stay [h]\n2026-01-10,900,10\n2026-01-11,900,20\n"
    stay = _customer(_load(folder, text)).port_stay
    assert stay.quantity.m_as("h") == pytest.approx(15)


def test_a_leap_day_counts_as_the_day_before(folder: Path) -> None:
    demand = _customer(_load(folder, _listed("2028-02-29,customer,900")))
    assert _days(demand) == [59]


def test_units_of_the_heading_do_not_change_the_hash(folder: Path) -> None:
    tonnes = _load(folder, _listed(*ROWS)).hash
    kilograms = _listed(*(row + "000" for row in ROWS)).replace("[t]", "[kg]")
    assert _load(folder, kilograms).hash == tonnes


def test_the_order_of_rows_does_not_change_the_hash(folder: Path) -> None:
    assert _load(folder, _listed(*ROWS)).hash == _load(folder, _listed(*reversed(ROWS))).hash


@pytest.mark.parametrize("row", ["2026-01-11,customer,900", "2026-01-10,customer,901"])
def test_another_day_or_stem_changes_the_hash(folder: Path, row: str) -> None:
    assert _load(folder, _listed(*ROWS)).hash != _load(folder, _listed(row, *ROWS[1:])).hash


def test_a_plan_holds_what_the_file_said(folder: Path) -> None:
    scenario = _load(folder, _listed(*ROWS))
    (folder / "calls.csv").unlink()
    assert restored(scenario.text, "plan").hash == scenario.hash


def test_rows_of_other_segments_are_left_out(folder: Path) -> None:
    rows = [*ROWS, "2026-05-05,feeder,50"]
    assert _load(folder, _listed(*rows)).hash == _load(folder, _listed(*ROWS)).hash


def test_the_template_is_read(folder: Path) -> None:
    text = TEMPLATE.replace("container_large", "customer")
    demand = _customer(_load(folder, text))
    assert _days(demand) == [5, 19]


def test_a_byte_order_mark_of_a_spreadsheet_is_let_pass(folder: Path) -> None:
    _load(folder, _listed(*ROWS).encode("utf-8-sig"))


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (_listed(ROWS[0], "10/02/2026,customer,900"), "calls.csv:3: date", "expected e.g. 2026-01-31"),
        (_listed("2026-02-30,customer,900"), "calls.csv:2: date", "is no day"),
        (_listed("2026-02-20,customer,-5"), "calls.csv:2: stem", "no number above zero"),
        (_listed("2026-02-20,customer,nan"), "calls.csv:2: stem", "no number above zero"),
        (_listed('2026-02-20,customer,"3,900"'), "calls.csv:2: stem", "no number above zero"),
        (_listed("2026-02-20,customer,3,900"), "calls.csv:2", "decimal point"),
        (_listed(ROWS[0], "2027-02-20,customer,900"), "calls.csv:3: date", "calls of one year"),
        (_listed("2026-02-20,custmer,900"), "calls.csv:1: segment", 'did you mean "custmer"'),
        (HEAD, "calls.csv:1: segment", "no call of customer"),
        ("", "calls.csv:1", "the first line must name the columns"),
        ("date,stem\n2026-01-01,900\n", "calls.csv:1: stem", 'write "stem [t]"'),
        ("date,stem [h]\n2026-01-01,900\n", "calls.csv:1: stem", "[t]"),
        ("date,stem [parsecs!]\n2026-01-01,900\n", "calls.csv:1: stem", "[t]"),
        ("date;stem [t]\n2026-01-01;900\n", "calls.csv:1", "commas"),
        ("date,stem [t],colour\n", "calls.csv:1", 'unknown column "colour"'),
        ("date,date,stem [t]\n", "calls.csv:1: date", "twice"),
        (b"date,stem [t]\n\xff\xfe\n", "calls.csv:2", "UTF-8"),
        ('date,stem [t]\n"2026', "calls.csv:2", "no readable CSV"),
    ],
)
def test_a_fault_names_row_and_column_and_what_was_expected(
    folder: Path, content: str | bytes, where: str, what: str
) -> None:
    message = _refused(folder, content)
    assert where in message
    assert what in message


def test_all_faults_of_a_file_are_told_at_once(folder: Path) -> None:
    message = _refused(folder, _listed("x,customer,900", "2026-01-01,customer,y"))
    assert "calls.csv:2" in message
    assert "calls.csv:3" in message


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "../calls.csv"])
def test_a_path_out_of_the_folder_is_refused(folder: Path, name: str) -> None:
    assert "leads out of the folder" in _refused(folder, HEAD, name)


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "calls.csv"
    outside.write_text(_listed(*ROWS), encoding="utf-8")
    (folder / "link.csv").symlink_to(outside)
    assert "leads out of the folder" in _refused(folder, HEAD, "link.csv")


def test_a_workbook_says_the_same_as_a_csv(folder: Path) -> None:
    table = pd.read_csv(io.StringIO(_listed(*ROWS)), parse_dates=["date"])
    table.to_excel(folder / "calls.xlsx", index=False)
    text, sheet = _load(folder, _listed(*ROWS)), _load(folder, _listed(*ROWS), "calls.xlsx")
    assert sheet.hash == text.hash


def test_a_fault_in_a_workbook_has_its_row(folder: Path) -> None:
    table = pd.DataFrame({"date": ["2026-01-10", "soon"], "stem [t]": [900, 1000.5]})
    table.to_excel(folder / "calls.xlsx", index=False)
    message = _refused(folder, HEAD, "calls.xlsx")
    assert 'calls.xlsx:3: date: "soon" is no day' in message


def test_what_is_no_workbook_is_refused(folder: Path) -> None:
    (folder / "calls.xlsx").write_text("date,stem [t]", encoding="utf-8")
    assert "no readable workbook" in _refused(folder, HEAD, "calls.xlsx")
    assert "save it as .xlsx" in _refused(folder, HEAD, "calls.ods")


def test_a_missing_file_is_named_with_a_near_one(folder: Path) -> None:
    message = _refused(folder, HEAD, "cals.csv")
    assert 'did you mean "calls.csv"' in message
    assert "own.yaml:6: calls" in message


def test_a_file_too_large_is_refused(folder: Path) -> None:
    assert "larger than 5 MB" in _refused(folder, HEAD + "x" * 5_000_001)


def test_calls_cannot_be_set_from_outside() -> None:
    with pytest.raises(ScenarioError, match="cannot be set from outside"):
        load_scenario(TOY, overrides={"demand.customer.calls": "calls.csv"})
