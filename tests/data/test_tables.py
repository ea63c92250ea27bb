"""Whole tables as frames, in words and as hashes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from greenport import data
from greenport.errors import DataError

Write = Callable[[str, str], None]

HEAD = "key,low,value,unit,year,note\n"


def test_a_frame_has_numbers_where_the_table_has_numbers(write: Write) -> None:
    write("tanks.csv", HEAD + "a,,10,m^3,2024,\nb,5,6.5,m^3,,full\n")
    frame = data.table("tanks")
    assert frame["value"].tolist() == [10.0, 6.5]
    assert np.isnan(frame["low"].iloc[0])
    assert frame["low"].iloc[1] == 5
    assert frame["year"].iloc[0] == 2024
    assert frame["year"].isna().tolist() == [False, True]
    assert frame["note"].tolist() == ["", "full"]


def test_a_changed_frame_leaves_the_table_as_it_is() -> None:
    frame = data.table("finance")
    before = data.datum("finance:wacc").value
    frame["value"] = 0.0
    assert data.table("finance")["value"].gt(0).all()
    assert data.datum("finance:wacc").value == before


def test_a_description_explains_every_column_and_names_the_licence() -> None:
    found = data.describe("distances")
    assert list(found.columns) == data.table("distances").columns.tolist()
    assert all(found.columns.values())
    assert found.keys[0] == "zhanjiang_hong_kong"
    assert "CC-BY-4.0" in found.licence


def test_a_table_that_nothing_describes_says_where_to_add_it(write: Write) -> None:
    write("tanks.csv", HEAD + "a,,10,m^3,2024,\n")
    write("datapackage.json", '{"resources": []}')
    with pytest.raises(DataError, match="does not describe table tanks; add it"):
        data.describe("tanks")


ROWS = ("a,,10,m^3,2024,\n", "b,5,6.5,m^3,,full\n")


def hashed(write: Write, *lines: str, keys: list[str] | None = None) -> str:
    write("tanks.csv", HEAD + "".join(lines))
    return data.content_hash("tanks", keys)


def test_the_hash_heeds_neither_the_order_of_rows_nor_the_spelling_of_numbers(write: Write) -> None:
    assert hashed(write, *ROWS) == hashed(write, "b,5.0,6.50,m^3,,full\n", "a,,1e1,m^3,2024,\n")


@pytest.mark.parametrize("other", ["a,,11,m^3,2024,\n", "a,,10,bbl,2024,\n", "a,,10,m^3,2024,seen\n"])
def test_the_hash_heeds_every_cell(write: Write, other: str) -> None:
    assert hashed(write, *ROWS) != hashed(write, other, ROWS[1])


def test_the_hash_of_some_rows_heeds_only_them(write: Write) -> None:
    assert hashed(write, *ROWS, keys=["a"]) == hashed(write, ROWS[0], "b,5,7,m^3,,\n", keys=["a"])


def test_the_hash_of_all_keys_is_the_hash_of_the_table(write: Write) -> None:
    assert hashed(write, *ROWS, keys=["b", "a", "b"]) == hashed(write, *ROWS)


def test_the_hash_of_a_key_that_does_not_exist_is_refused(write: Write) -> None:
    with pytest.raises(DataError, match="no row 'c' in table tanks"):
        hashed(write, *ROWS, keys=["c"])
