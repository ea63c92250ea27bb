"""The annotated starter scenario, and the JSON Schema of scenario files."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from greenport.scenario.schema import Document


def template() -> str:
    """Text of the starter scenario: complete, and every key explained.

    Examples
    --------
    >>> template().splitlines()[0]
    '# A starter scenario for greenport. It is complete: it can be checked and sized as it stands.'
    """
    return files("greenport.scenario").joinpath("template.yaml").read_text(encoding="utf-8")


def json_schema() -> dict[str, Any]:
    """JSON Schema of a scenario file, for editors and machines; `extends` is resolved before it applies.

    Examples
    --------
    >>> json_schema()["title"]
    'greenport scenario'
    """
    found = Document.model_json_schema()
    extends = {
        "type": "string",
        "description": "scenario to build on: a file or a shipped name; then any key may be left out",
        "examples": ["hongkong"],
    }
    complete = {"required": found.pop("required")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": "greenport scenario",
        "properties": {"extends": extends, **found["properties"]},
        "anyOf": [{"required": ["extends"]}, complete],
    }
