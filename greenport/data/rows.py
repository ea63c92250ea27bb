"""Where the tables lie, and their rows as text.

The files are read with the standard library, once, because every start of the program needs them.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from greenport.errors import DataError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, and the place it stands at, as `file:line`."""

    cells: Mapping[str, str]
    place: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def number(self, column: str) -> float | None:
        """Read a cell as a number; None where it is empty."""
        text = self.cells[column]
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise DataError(f"{self.place}: {column} {text!r} is not a finite number")
        return number

    def whole(self, column: str) -> int | None:
        """Read a cell as a whole number; None where it is empty."""
        text = self.cells[column]
        if text and not text.isdecimal():
            raise DataError(f"{self.place}: {column} {text!r} is not a whole number")
        return int(text) if text else None


def folder() -> Path:
    """Folder of the tables: inside the package once installed, at the top of a checkout otherwise.

    Raises
    ------
    DataError
        If neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_shared" / "datasets", package.parent / "datasets"):
        if place.is_dir():
            return place
    raise DataError(f"no datasets beside or inside {package}; install greenport again")


def names() -> list[str]:
    """Names of all tables.

    >>> "capital_costs" in names()
    True
    """
    return sorted(path.stem for path in folder().glob("*.csv"))


def keys(name: str) -> list[str]:
    """Keys of a table, in the order of its rows; none where a table has no column `key`.

    >>> keys("finance")[:2]
    ['discount_rate', 'discount_rate_studies']
    """
    return list(_index(name))


def near(name: object, known: Iterable[str]) -> str:
    """Words to put behind a name that does not exist: what was perhaps meant.

    >>> near("vlfso", ["vlsfo", "mgo"])
    '; did you mean vlsfo?'
    """
    matches = difflib.get_close_matches(str(name), list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(matches)}?" if matches else ""


@cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of a table.

    Raises
    ------
    DataError
        If there is no such table (with near matches), or its file is malformed.
    """
    if name not in names():
        raise DataError(f"no table {name!r} in datasets{near(name, names())}")
    path = folder() / f"{name}.csv"
    found = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        try:
            for cells in reader:
                place = f"{path.name}:{reader.line_num}"
                if None in cells or None in cells.values():
                    raise DataError(
                        f"{place}: the row has not as many cells as the heading; "
                        "put a text with commas between double quotes"
                    )
                found.append(Row(cells, place))
        except csv.Error as error:
            raise DataError(
                f"{path.name}:{reader.line_num}: {error}; close what double quotes open"
            ) from None
    if not found:
        raise DataError(f"{path.name}: the table has no rows")
    return tuple(found)


def rows_of(name: str, key: str) -> list[Row]:
    """Rows of a table that have a key: one, or one a year in a series.

    Raises
    ------
    DataError
        If there is none (with near matches).
    """
    index = _index(name)
    found = index.get(str(key))
    if found is None:
        some = near(key, index) or f"; its first keys are {', '.join(list(index)[:5]) or '(none)'}"
        raise DataError(f"no row {key!r} in table {name}{some}")
    return found


@cache
def _index(name: str) -> dict[str, list[Row]]:
    index: dict[str, list[Row]] = {}
    for row in rows(name):
        if "key" in row:
            index.setdefault(row["key"], []).append(row)
    return index
