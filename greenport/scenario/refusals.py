"""What is said about a value that the schema refuses: in the user's terms, at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic_core import ErrorDetails

from greenport.errors import Fault
from greenport.scenario.mending import schema_at
from greenport.scenario.parts.part import FILE_NAME, NAME, POOL_NAME
from greenport.scenario.tree import Branch, locate, near
from greenport.scenario.tree import kind as shown


def faults_of(tree: Branch, errors: Sequence[ErrorDetails]) -> list[Fault]:
    """Faults of a tree from what the schema says; one for each year of a series.

    A key that is missing is left out where a misspelt one beside it was meant.
    """
    meant = {
        (*item["loc"][:-1], _meant(item))
        for item in errors
        if item["type"] == "extra_forbidden" and item["loc"]
    }
    return [
        fault
        for item in errors
        if not (item["type"] == "missing" and item["loc"] in meant)
        for fault in _faults(tree, item)
    ]


def _faults(tree: Branch, item: ErrorDetails) -> Iterator[Fault]:
    years: dict[int, str] = item.get("ctx", {}).get("years", {})
    if not years:
        loc = (*item["loc"], "kind") if item["type"] == "union_tag_invalid" else item["loc"]
        origin, key = locate(tree, loc)
        yield Fault(origin.file, origin.line, key, _message(item))
    for year, message in years.items():
        origin, key = locate(tree, (*item["loc"], year) if year else item["loc"])
        yield Fault(origin.file, origin.line, key, message)


def _meant(item: ErrorDetails) -> str:
    """The known key that a misspelt one is nearest to; empty where there is none."""
    found = re.search(r'"(.*)"', near(item["loc"][-1], _fields(item)))
    return found[1] if found else ""


def _fields(item: ErrorDetails) -> list[str]:
    return sorted(schema_at(item["loc"][:-1]).get("properties", {}))


def _message(item: ErrorDetails) -> str:
    kind, message, given = item["type"], item["msg"], item.get("input")
    context = item.get("ctx", {})
    match kind:
        case "greenport":
            return message
        case "value_error":
            return message.removeprefix("Value error, ")
        case "extra_forbidden":
            fields = _fields(item)
            return f"unknown key{near(item['loc'][-1], fields)}; expected one of {', '.join(fields)}"
        case "missing":
            return "is missing; add it here"
        case "union_tag_not_found":
            return "needs 'kind', which says what it is"
        case "union_tag_invalid" | "literal_error":
            expected = str(context.get("expected_tags") or context.get("expected"))
            tag = context.get("tag", given)
            names = re.findall(r"'([^']*)'", expected)
            return f"{shown(tag)} is not known here{near(tag, names)}; expected {expected}"
        case "string_pattern_mismatch":
            return f"{shown(given)} is no name here; expected {_PATTERNS[str(context['pattern'])]}"
        case "string_too_long":
            return f"{shown(given)} is longer than {context['max_length']} characters"
        case "too_short":
            return "is empty; expected at least one"
    for told, due in _DUE.items():
        if kind.startswith(told):
            return f"{shown(given)} stands where {due} is due"
    return f"{message.replace('Input should', 'should')}, not {shown(given)}"


_PATTERNS = {
    NAME: "lower-case letters, digits and _, beginning with a letter",
    POOL_NAME: "place.grade, e.g. terminal.methanol",
    FILE_NAME: "lower-case letters, digits, _ and -",
}
_DUE = {
    "model": "a map of keys",
    "dict": "a map of keys",
    "list": "a list",
    "string_type": "a text (a number may be put in quotes)",
    "int": "a whole number",
    "bool": "true or false",
}
