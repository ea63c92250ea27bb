"""Where the tables lie, and how a malformed one is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from greenport import data
from greenport.data import rows
from greenport.errors import DataError

Write = Callable[[str, str], None]


def placed_in(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "__file__", str(package / "data" / "rows.py"))


def test_in_a_checkout_the_tables_lie_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed_in(tmp_path / "greenport", monkeypatch)
    (tmp_path / "datasets").mkdir()
    assert data.folder() == tmp_path / "datasets"


def test_an_installed_package_carries_its_tables_and_heeds_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed_in(tmp_path / "greenport", monkeypatch)
    (tmp_path / "datasets").mkdir()
    inside = tmp_path / "greenport" / "_shared" / "datasets"
    inside.mkdir(parents=True)
    assert data.folder() == inside


def test_a_package_without_tables_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed_in(tmp_path / "greenport", monkeypatch)
    with pytest.raises(DataError, match="install greenport again"):
        data.folder()


def test_an_unknown_table_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match="no table 'vesels' in datasets; did you mean vessels"):
        data.datum("vesels:mbv_7500:cargo")


def test_an_unknown_key_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match="no row 'meoh_20' in table capital_costs; did you mean meoh_20k"):
        data.datum("capital_costs:meoh_20")


def test_a_key_like_no_other_is_answered_with_keys_that_exist() -> None:
    with pytest.raises(DataError, match="its first keys are discount_rate"):
        data.datum("finance:zzz")


def test_a_table_outside_the_folder_cannot_be_read(write: Write, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.csv").write_text("key,value,unit\na,1,t\n", encoding="utf-8")
    write("inside.csv", "key,value,unit\na,1,t\n")
    with pytest.raises(DataError, match="no table"):
        data.datum("../secret:a")


@pytest.mark.parametrize("line", ["a,1", "a,1,t,more"])
def test_a_row_with_too_few_or_too_many_cells_is_named_by_its_line(write: Write, line: str) -> None:
    write("odd.csv", f"key,value,unit\nfine,1,t\n{line}\n")
    with pytest.raises(DataError, match=r"^odd\.csv:3: .* as many cells as the heading"):
        data.keys("odd")


def test_a_quotation_that_never_closes_is_refused(write: Write) -> None:
    write("odd.csv", 'key,value,unit\n"a,1,t\n')
    with pytest.raises(DataError, match=r"^odd\.csv:\d: .* close what double quotes open"):
        data.keys("odd")


def test_a_table_without_rows_is_refused(write: Write) -> None:
    write("void.csv", "key,value,unit\n")
    with pytest.raises(DataError, match=r"^void\.csv: the table has no rows"):
        data.keys("void")


def test_the_mark_that_spreadsheets_put_at_the_start_of_a_file_is_no_part_of_the_first_column(
    write: Write,
) -> None:
    write("sheet.csv", "\ufeffkey,value,unit\na,1,t\n")
    assert data.keys("sheet") == ["a"]


def test_the_keys_of_a_series_stand_once_each() -> None:
    assert data.keys("methanol_demand")[:2] == ["container_large", "container_mid"]
