"""An analyst's own calls: a CSV or workbook beside the scenario, read before anything is merged.

`calls: FILE` of a demand of ships becomes the days of its calls, and its `stem` their mean. So the file's
content stands in the scenario, enters its hash, and travels with a saved plan.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from greenport import units
from greenport.demand.calendar import DAYS_OF_MONTH
from greenport.errors import Fault, GreenportError, ScenarioError
from greenport.scenario.tree import Branch, Items, Key, Node, Origin, Text, Whole, near, placed, short
from greenport.units import MASS, Q_, TIME, Dimension

TEMPLATE: Final = """\
date,segment,ship,stem [t],stay [h]
2026-01-05,container_large,Example One,3900,20
2026-01-19,container_large,Example Two,4100,22
2026-02-03,feeder,Example Three,500,10
"""
"""A file to start from: `segment` is the id of a demand, `ship` is for the reader."""

COLUMNS: Final = {"date", "segment", "ship", "stem", "stay", "note"}
ALIASES: Final = {"arrival": "date", "id": "segment"}
MEASURES: Final = {"stem": MASS, "stay": TIME}
SUFFIXES: Final = (".csv", ".xlsx")
MAX_BYTES: Final = 5_000_000
MAX_UNPACKED: Final = 20 * MAX_BYTES
MAX_ROWS: Final = 20_000


@dataclass(frozen=True)
class _Call:
    day: int
    segment: str
    stem: float
    stay: float | None


def with_calls(tree: Branch, path: Path, faults: list[Fault]) -> None:
    """Put the calls of each file that the tree names in place of the name.

    Parameters
    ----------
    tree
        Of one scenario file, before it is merged; it is changed.
    path
        The scenario file; names are relative to its folder, and stay in it.
    faults
        Takes what is wrong, with file, row and column.
    """
    for entry in _entries(tree):
        named = entry.get("calls")
        if not isinstance(named, Text):
            continue
        try:
            found = _read(_inside(path, named), named, str(entry.get("id", "")))
        except ScenarioError as error:
            faults += error.faults
            entry.pop("calls")
            continue
        origin = entry.key_origins.get("calls", named.origin)
        _put(entry, "calls", _days(found, named, origin), origin)
        stays = [call.stay for call in found if call.stay is not None]
        for name, numbers, unit in (("stem", [c.stem for c in found], "t"), ("port_stay", stays, "h")):
            if numbers and name not in entry:
                _put(entry, name, _mean(numbers, unit, named, origin), origin)


def _entries(tree: Branch) -> Iterator[Branch]:
    demand = tree.get("demand")
    if isinstance(demand, Items):
        yield from (entry for entry in demand if isinstance(entry, Branch))


def _put(entry: Branch, key: str, node: Node, origin: Origin) -> None:
    entry[key] = node
    entry.key_origins[key] = origin


def _days(found: list[_Call], named: Text, origin: Origin) -> Branch:
    days = Items([placed(Whole(call.day), origin) for call in sorted(found, key=lambda c: c.day)], origin)
    entries: dict[Key, Node] = {"source": placed(Text(named), origin), "days": days}
    return Branch(entries, origin)


def _mean(numbers: list[float], unit: str, named: Text, origin: Origin) -> Branch:
    """Mean of what the file lists, with the smallest and the largest as its range."""
    mean = math.fsum(numbers) / len(numbers)
    stated = {"low": min(numbers), "value": mean, "high": max(numbers)}
    entries: dict[Key, Node] = {
        name: placed(Text(f"{number:.12g} {unit}"), origin) for name, number in stated.items()
    }
    said = {"status": "derived", "source": str(named), "note": f"mean of {len(numbers)} calls"}
    entries |= {name: placed(Text(text), origin) for name, text in said.items()}
    return Branch(entries, origin)


def _inside(path: Path, named: Text) -> Path:
    """File of the calls, which must lie in the folder of the scenario."""
    folder = path.parent.resolve()
    try:
        file = (folder / named).resolve()
        escapes = Path(named).is_absolute() or not file.is_relative_to(folder)
        missing = not escapes and not file.is_file()
    except (OSError, ValueError):
        escapes, missing, file = False, True, folder
    if escapes:
        raise _refusal(
            named.origin, f'"{short(named)}" leads out of the folder of the scenario; put it beside'
        )
    if file.suffix.lower() in (".xls", ".xlsm", ".ods"):
        message = f'"{short(named)}" is a workbook of another kind; save it as .xlsx or as "CSV UTF-8"'
        raise _refusal(named.origin, message)
    if missing:
        beside = near(named, [other.name for other in folder.iterdir() if other.suffix in SUFFIXES])
        raise _refusal(named.origin, f'no file "{short(named)}" beside the scenario{beside}')
    if file.suffix.lower() not in SUFFIXES:
        message = f'"{short(named)}" is no table of calls; expected a name that ends in .csv or .xlsx'
        raise _refusal(named.origin, message)
    return file


def _refusal(origin: Origin, message: str, key: str = "calls") -> ScenarioError:
    return ScenarioError([Fault(origin.file, origin.line, key, message)])


def _read(file: Path, named: Text, segment: str) -> list[_Call]:
    """Calls of a segment: all rows where the file has no column for it."""
    rows = _sheet(file, named) if file.suffix.lower() == ".xlsx" else _text(file, named)
    found: list[_Call] = []
    faults: list[Fault] = []
    years: set[int] = set()
    columns = _columns(next(rows, (1, []))[1], str(named))
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            year, call = _call(columns, row, Origin(str(named), line))
        except ScenarioError as error:
            faults += error.faults
            continue
        found.append(call)
        years.add(year)
        if len(years) > 1:
            raise _refusal(
                Origin(str(named), line),
                f"a call in {year} among those of {min(years - {year})}; expected the calls of one year",
                "date",
            )
        if len(found) > MAX_ROWS:
            raise _refusal(Origin(str(named), line), f"more than {MAX_ROWS:,} calls", "")
    if faults:
        raise ScenarioError(faults)
    mine = [call for call in found if "segment" not in columns or call.segment == segment]
    if not mine:
        known = sorted({call.segment for call in found} - {""})
        told = f"; there are calls of {', '.join(known[:8])}" if known else ""
        raise _refusal(Origin(str(named), 1), f"no call of {segment}{told}{near(segment, known)}", "segment")
    return mine


def _text(file: Path, named: Text) -> Iterator[tuple[int, list[str]]]:
    """Lines of a CSV with their numbers."""
    with file.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _refusal(named.origin, f'"{short(named)}" is larger than {MAX_BYTES // 1_000_000} MB')
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(Origin(str(named), line), 'not UTF-8 text; save it as "CSV UTF-8"', "") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise _refusal(Origin(str(named), rows.line_num), f"no readable CSV: {error}", "") from None


def _sheet(file: Path, named: Text) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet of a workbook with their numbers, each cell as a CSV would have it."""
    import pandas as pd  # it takes half a second, which only those who name a workbook should wait

    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MAX_UNPACKED:
            message = f'"{short(named)}" holds more than {MAX_UNPACKED // 1_000_000} MB'
            raise _refusal(named.origin, message)
        sheet = pd.read_excel(file, header=None, dtype=object, engine="openpyxl")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        if isinstance(error, ScenarioError):
            raise
        raise _refusal(named.origin, f'"{short(named)}" is no readable workbook: {error}') from None
    for line, cells in enumerate(sheet.itertuples(index=False, name=None), start=1):
        yield line, [_cell(cell) for cell in cells]


def _cell(cell: object) -> str:
    """A cell of a workbook as text: days as 2026-01-31, numbers without needless zeros."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.12g}"
    return "" if cell is None else str(cell)


def _columns(header: list[str], file: str) -> dict[str, tuple[int, str]]:
    """Place and unit of each column."""
    found: dict[str, tuple[int, str]] = {}
    for place, text in enumerate(header):
        match = re.fullmatch(r"\s*([^\[\]]*?)\s*(?:\[\s*([^\[\]]*?)\s*\])?\s*", text)
        name, unit = (match[1].casefold(), match[2] or "") if match else (text, "")
        name = ALIASES.get(name, name)
        if name not in COLUMNS:
            if ";" in text or "\t" in text:
                raise _refusal(
                    Origin(file, 1), "columns are not parted by commas; save it as comma delimited", ""
                )
            expected = "date, segment, ship, stem [t], stay [h], note"
            raise _refusal(
                Origin(file, 1),
                f'unknown column "{short(text)}"{near(name, COLUMNS)}; expected {expected}',
                "",
            )
        if name in found:
            raise _refusal(Origin(file, 1), "stands twice; keep one column", name)
        if name in MEASURES:
            _checked_unit(name, unit, MEASURES[name], file)
        found[name] = (place, unit)
    if missing := [name for name in ("date", "stem") if name not in found]:
        example = {"date": "date", "stem": "stem [t]"}[missing[0]]
        raise _refusal(Origin(file, 1), f'no column "{example}"; the first line must name the columns', "")
    return found


def _checked_unit(name: str, unit: str, dimension: Dimension, file: str) -> None:
    example = {"stem": "stem [t]", "stay": "stay [h]"}[name]
    if not unit:
        raise _refusal(Origin(file, 1), f'has no unit; write "{example}"', name)
    try:
        units.require(name, Q_(1.0, unit), dimension)
    except (GreenportError, ValueError) as error:
        raise _refusal(Origin(file, 1), f'{error}; write e.g. "{example}"', name) from None


def _call(columns: dict[str, tuple[int, str]], row: list[str], at: Origin) -> tuple[int, _Call]:
    """Year and call of a row."""
    cells = {name: row[place].strip() if place < len(row) else "" for name, (place, _) in columns.items()}
    if len(row) > len(columns):
        raise _refusal(at, f"{len(row)} cells under {len(columns)} columns; numbers take a decimal point", "")
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cells["date"]):
            raise ValueError
        day = date.fromisoformat(cells["date"])
    except ValueError:
        raise _refusal(at, f'"{short(cells["date"])}" is no day; expected e.g. 2026-01-31', "date") from None
    stem = _number(cells["stem"], columns["stem"][1], "t", "stem", at)
    stay = None
    if cells.get("stay"):
        stay = _number(cells["stay"], columns["stay"][1], "h", "stay", at)
    return day.year, _Call(_day_of_year(day), cells.get("segment", ""), stem, stay)


def _number(text: str, unit: str, target: str, column: str, at: Origin) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d{1,2})?", text) or float(text) <= 0:
        raise _refusal(at, f'"{short(text)}" is no number above zero; expected e.g. 3900', column)
    return float(units.magnitude(Q_(float(text), unit), target))


def _day_of_year(day: date) -> int:
    """1 = 1 January … 365; 29 February counts as the day before."""
    within = min(day.day, DAYS_OF_MONTH[day.month - 1])
    return sum(DAYS_OF_MONTH[: day.month - 1]) + within
