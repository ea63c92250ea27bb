"""The command that shows the datasets: tables, rows, and what is said about a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from greenport.cli import output
from greenport.cli.commands import Machine, app
from greenport.errors import ScenarioError

__all__ = ["app"]


@app.command()
def data(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A table, table:key, or a subject, e.g. emissions; without it, all tables.",
        ),
    ] = None,
    about: Annotated[
        bool, typer.Option("--about", help="What a table holds: columns, documents, licence, version.")
    ] = False,
    machine: Machine = False,
) -> None:
    """Show the datasets: all tables, those of a subject, the rows of one, or one row with its source."""
    from greenport import data as datasets

    if about:
        return _described(name, machine)

    if name is None:
        rows = [
            {"table": table, "rows": len(datasets.table(table)), "title": datasets.describe(table).title}
            for table in datasets.names()
        ]
        return output.as_json(rows) if machine else output.as_table(rows)
    tables = [] if name in datasets.names() else datasets.subjects().get(name, [])
    if machine and tables:
        return output.as_json({table: _rows(table) for table in tables})
    for table in tables:
        output.title(datasets.describe(table).title)
        output.as_table(_in_short(_rows(table)))
    if tables:
        return None
    table, colon, key = name.partition(":")
    if colon:
        datasets.content_hash(table, [key])  # refuses an unknown key, with near matches
    found = [row for row in _rows(table) if not colon or row["key"] == key]
    if machine:
        output.as_json(found)
    elif colon:
        output.as_list(found)
    else:
        output.as_table(_in_short(found))
    return None


def _rows(table: str) -> list[dict[str, Any]]:
    """Rows of a table, empty cells as None."""
    from greenport import data as datasets

    found = datasets.table(table)
    cells = found.astype(object).where(found.notna(), None)
    return [{str(column): cell for column, cell in row.items()} for row in cells.to_dict(orient="records")]


def _in_short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{column: cell for column, cell in row.items() if column not in ("url", "note")} for row in rows]


def _described(name: str | None, machine: bool) -> None:
    """Print what a table holds.

    Raises
    ------
    ScenarioError
        If no table is named.
    DataError
        If there is no such table.
    """
    from greenport import data

    if name is None:
        raise ScenarioError.of("--about", "name a table, e.g. greenport data finance --about")
    found = data.describe(name)
    if machine:
        return output.as_json(asdict(found))
    output.title(found.title)
    facts = {
        "table": found.name,
        "purpose": found.description,
        "rows": len(found.keys),
        "licence": found.licence,
        "version": f"{found.version}, rows with the hash {found.hash[:12]}",
    }
    output.as_list([facts])
    output.title("Columns")
    output.as_table([{"column": column, "meaning": text} for column, text in found.columns.items()])
    if found.documents:
        output.title("Documents")
        output.as_table([{"title": title, "address": url} for title, url in found.documents.items()])
    return None
