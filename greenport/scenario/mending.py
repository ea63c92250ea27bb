"""What stands in for faults of single values, so that the rest of a file is checked in the same go.

The JSON Schema of scenario files says what each place expects. What cannot be read becomes a value that
would do, marked as unread; a name keeps what can be kept of it, so that references to it still lead there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from greenport.scenario.schema import Document
from greenport.scenario.tree import Branch, as_key, plain
from greenport.scenario.values import UNREAD

Loc = tuple[str | int, ...]
ROUNDS = 6
"""Times that the file is read again: a mended part may show what was hidden behind its fault."""


def mended(tree: Branch, errors: list[ErrorDetails]) -> tuple[Document | None, list[ErrorDetails]]:
    """The document with stand-ins for what is wrong, and the errors that show up only then.

    Nothing where no stand-in will do.
    """
    content = plain(tree)
    later: list[ErrorDetails] = []
    guessed: list[Loc] = []
    seen = {item["loc"] for item in errors}
    for _ in range(ROUNDS):
        try:
            # From the end, so that numbers of the items of a list still hold where one is left out.
            for item in reversed(errors):
                guessed += _mend(content, item)
            return Document.model_validate(content), later
        except ValidationError as error:
            errors = error.errors()
            new = [
                item for item in errors if item["loc"] not in seen and not _below_any(item["loc"], guessed)
            ]
            seen |= {item["loc"] for item in new}
            later += new
        except (LookupError, TypeError, ValueError):
            break
    return None, later


def _below_any(loc: Loc, parts: Iterable[Loc]) -> bool:
    return any(loc[: len(part)] == part for part in parts)


def _mend(content: Any, item: ErrorDetails) -> Iterator[Loc]:
    """Mend one fault in place; gives the part of which even the kind is only a guess."""
    loc = item["loc"]
    path = list(_steps(content, loc))
    node = content
    for step in path[:-1]:
        node = node[step]
    last: Any = path[-1]
    if item["type"] == "extra_forbidden":
        del node[last]
    elif item["type"] in ("union_tag_invalid", "union_tag_not_found"):
        part = node[last]
        tags = schema_at(loc)["discriminator"]["mapping"]
        close = get_close_matches(str(part.get("kind", "")), tags, n=1)
        if not close:
            yield loc
        part["kind"] = close[0] if close else max(tags, key=lambda tag: _alike(part, tags[tag]))
    elif "[key]" in map(str, loc):
        del node[last]
    else:
        _replace(node, last, loc, item)


def _replace(node: Any, last: Any, loc: Loc, item: ErrorDetails) -> None:
    example = item.get("ctx", {}).get("example")
    owner = schema_at(loc[:-1]) if loc else {}
    if example is not None:
        node[last] = {"value": example, "note": UNREAD}
    elif isinstance(node, dict) and "properties" in owner and last not in owner.get("required", ()):
        node.pop(last, None)
    elif item["type"] == "string_pattern_mismatch":
        node[last] = re.sub(r"[^a-z0-9_.]", "_", str(node[last]).lower()).lstrip("_.0123456789") or UNREAD
    else:
        node[last] = stand_in(schema_at(loc))


def _steps(content: Any, loc: Loc) -> Iterator[str | int]:
    """The steps of a path without those that only the schema knows, such as the member of a union."""
    node = content
    for number, step in enumerate(loc, start=1):
        key = as_key(str(step)) if isinstance(node, dict) else step
        if isinstance(node, dict) and key not in node:
            if number == len(loc):
                yield str(step)
            continue
        if isinstance(node, dict | list):
            yield key
            below: Any = node
            node = below[key]


def _alike(part: Mapping[str, Any], reference: str) -> int:
    return len(part.keys() & _resolved({"$ref": reference})["properties"].keys())


@cache
def _schema() -> dict[str, Any]:
    return Document.model_json_schema()


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def schema_at(loc: Iterable[str | int]) -> dict[str, Any]:
    """JSON Schema of what is expected at the path of a pydantic error; empty where nothing is."""
    schema = _schema()
    for step in loc:
        schema = _below(schema, step)
    return _resolved(schema)


def _below(schema: dict[str, Any], step: str | int) -> dict[str, Any]:
    schema = _resolved(schema)
    if step in schema.get("properties", {}):
        return dict(schema["properties"][step])
    if isinstance(step, int) and isinstance(schema.get("items"), dict):
        return dict(schema["items"])
    if step in (tags := schema.get("discriminator", {}).get("mapping", {})):
        return {"$ref": tags[step]}
    if isinstance(more := schema.get("additionalProperties"), dict):
        return more
    for option in schema.get("anyOf", ()):
        if found := _below(option, step):
            return found
    return {}


def stand_in(schema: dict[str, Any]) -> Any:
    """Something that a schema accepts, every quantity and name of it marked as unread."""
    schema = _resolved(schema)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        if examples := options[0].get("examples"):
            return {"value": examples[0], "note": UNREAD}
        return stand_in(options[0])
    for said in ("const", "enum", "default"):
        if said in schema:
            return schema[said][0] if said == "enum" else schema[said]
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            note = {"note": UNREAD} if "note" in fields else {}
            return {name: stand_in(fields[name]) for name in schema.get("required", ())} | note
        case "array":
            return [stand_in(schema["items"])] if schema.get("minItems") else []
        case "integer":
            return schema.get("minimum", 0)
        case "boolean":
            return False
    if schema.get("format") == "date":
        return "2000-01-01"
    return f"{UNREAD}.{UNREAD}" if r"\." in schema.get("pattern", "") else UNREAD
