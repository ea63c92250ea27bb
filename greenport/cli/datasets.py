"""What is said about a dataset: title, licence, version, the meaning of its columns, its documents."""

from __future__ import annotations

from dataclasses import asdict

from greenport.cli import output
from greenport.errors import ScenarioError


def described(name: str | None, machine: bool) -> None:
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
