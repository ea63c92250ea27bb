"""Whole tables: as a frame, described in words, and as a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

from greenport.data.rows import Row, folder, rows, rows_of
from greenport.data.rows import keys as keys_of
from greenport.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

_FLOATS = {"low", "value", "high", "lat", "lon", "per_usd"}
_INTEGERS = {"year", "for_year", "from_year", "until_year", "month"}


@dataclass(frozen=True, slots=True)
class TableDescription:
    """What a table holds: title, purpose and licence, its keys in order, the meaning of each column.

    `version` is that of all tables together, `hash` that of this one's rows. `documents` are the titles
    and addresses of what it rests on.
    """

    name: str
    title: str
    description: str
    licence: str
    keys: tuple[str, ...]
    columns: dict[str, str]
    version: str
    hash: str
    documents: dict[str, str]


def table(name: str) -> pd.DataFrame:
    """Read a whole table; the frame is the caller's own.

    Raises
    ------
    DataError
        If there is no such table.

    >>> table("ports").set_index("key").loc["zhanjiang", "country"]
    'China'
    """
    import pandas as pd  # it takes half a second, which only those who ask for a frame should wait

    found = rows(name)
    columns: dict[str, Any] = {column: [row[column] for row in found] for column in found[0].cells}
    for column in columns.keys() & _FLOATS:
        columns[column] = [nan if row[column] == "" else row.number(column) for row in found]
    for column in columns.keys() & _INTEGERS:
        columns[column] = pd.array([row.whole(column) for row in found], dtype="Int64")
    return pd.DataFrame(columns)


def describe(name: str) -> TableDescription:
    """Tell what a table holds, in the words of `datapackage.json`.

    Raises
    ------
    DataError
        If there is no such table, or nothing describes it.

    >>> describe("prices").title
    'Prices of fuels and of going without'
    """
    own_keys = tuple(keys_of(name))
    package = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == name:
            columns = {field["name"]: field["description"] for field in resource["schema"]["fields"]}
            licence = "; ".join(licence["title"] for licence in resource["licenses"])
            return TableDescription(
                name,
                resource["title"],
                resource["description"],
                licence,
                own_keys,
                columns,
                package["version"],
                content_hash(name),
                {d["title"]: d["url"] for d in rows("sources") if name in d["used_in"].split()},
            )
    raise DataError(f"datapackage.json does not describe table {name}; add it to the resources")


def version() -> str:
    """Version of the datasets as a whole, which `datasets/CHANGELOG.md` tells of.

    >>> version()
    '0.1.0'
    """
    package = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
    return str(package["version"])


def subjects() -> dict[str, list[str]]:
    """Tables that belong together, by the keywords of `datapackage.json`.

    >>> subjects()["emissions"]
    ['carbon_intensity', 'corsia', 'emission_factors', 'law', 'warming_potentials']
    """
    package = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for resource in package["resources"]:
        for subject in resource.get("keywords", []):
            found.setdefault(subject, []).append(resource["name"])
    return {subject: sorted(names) for subject, names in sorted(found.items())}


def content_hash(name: str, keys: Iterable[str] | None = None) -> str:
    """SHA-256 of a table's rows, whatever their order and however their numbers are written.

    Parameters
    ----------
    name
        Table.
    keys
        The keys whose rows count; all rows by default.

    Raises
    ------
    DataError
        If the table or a key does not exist.
    """
    chosen = rows(name) if keys is None else [row for key in set(keys) for row in rows_of(name, key)]
    written = sorted(json.dumps(_canonical(row), sort_keys=True) for row in chosen)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def _canonical(row: Row) -> dict[str, Any]:
    return {column: row.number(column) if column in _FLOATS else row[column] for column in row.cells}
