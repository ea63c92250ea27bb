"""From a scenario file to a checked `Scenario`, or to every fault that the file has."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from greenport import data
from greenport.errors import Fault, GreenportError, ScenarioError
from greenport.scenario import checks, merging
from greenport.scenario.parts.part import FILE_NAME, NAME, POOL_NAME
from greenport.scenario.reading import neighbours
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import Document
from greenport.scenario.tree import Branch, as_key, locate, near, plain, short
from greenport.scenario.tree import kind as shown


def load_scenario(path: str | Path, overrides: Mapping[str, str | float | int] | None = None) -> Scenario:
    """Read, merge and check a scenario.

    Parameters
    ----------
    path
        A YAML file, or the name of a shipped scenario (``hongkong`` is ``models/hongkong/base.yaml``).
    overrides
        Dotted keys and the values to set, e.g. ``{"finance.discount_rate": "8 %"}``; items of lists are
        named by their id.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        With every fault found: file, line, key, what is wrong and what was expected.

    Examples
    --------
    >>> scenario = load_scenario("hongkong", overrides={"finance.discount_rate": "8 %"})
    >>> str(scenario.document.finance.discount_rate)
    '8 %'
    """
    found = find(path)
    merged = merging.load(found, find=_shipped)
    for key, value in (overrides or {}).items():
        merged = merging.override(merged, key, str(value))
    return check(merged, str(found))


def check(merged: Branch, path: str) -> Scenario:
    """Check a merged tree against the schema and its own cross-references.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    faults: list[Fault] = []
    content: Any = merged
    try:
        document = Document.model_validate(content)
    except ValidationError as error:
        faults = [fault for item in error.errors() for fault in _faults(merged, item)]
        mended = _mended(merged, error.errors())
        if mended is None:
            raise ScenarioError(_in_order(faults)) from None
        document = mended
    scenario = Scenario(document, merged, path)
    faults += [*checks.references(scenario), *_money(scenario)]
    if faults:
        raise ScenarioError(_in_order(faults))
    return scenario


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By line; a fault that is found in two ways is told once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _mended(merged: Branch, errors: list[ErrorDetails]) -> Document | None:
    """The document without its unknown keys and with examples for wrong quantities.

    The checks between its parts can then be made as well, so that all faults of a file come in one go.
    Nothing where other faults remain.
    """
    content = plain(merged)
    for item in errors:
        place, example = item["loc"], item.get("ctx", {}).get("example")
        node = content
        for step in place[:-1]:
            if isinstance(node, dict) and step not in node:
                continue  # a step that only the schema knows: the member of a union
            node = node[step]
        if item["type"] == "extra_forbidden":
            del node[as_key(str(place[-1]))]
        elif example is not None:
            node[place[-1]] = example
        else:
            return None
    try:
        return Document.model_validate(content)
    except ValidationError:
        return None


def models() -> Path:
    """Folder of the shipped scenarios, in a checkout or in an installed package."""
    return data.folder().parent / "models"


def shipped() -> list[str]:
    """Names of the shipped scenarios."""
    folder = models()
    return sorted(
        path.parent.name if path.stem == "base" else f"{path.parent.name}/{path.stem}"
        for path in folder.glob("*/*.yaml")
    )


def find(path: str | Path) -> Path:
    """File of a scenario given by path or by shipped name.

    Raises
    ------
    ScenarioError
        If there is neither such a file nor such a name.
    """
    file, text = Path(path), str(path)
    try:
        text.encode()
        if file.is_file():
            return file
        if (named := _shipped(text)) is not None:
            return named
        folder = file.is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a name that is not Unicode text"
        raise ScenarioError([Fault(short(ascii(text)[1:-1]), 0, "", f"cannot be read: {reason}")]) from None
    message = f"no such file or shipped scenario; shipped are {', '.join(shipped())}"
    if folder:
        message = "a folder; expected a scenario file in it"
    elif file.exists():
        message = "not an ordinary file; expected a scenario file"
    meant = near(text, shipped()) or near(file.name, neighbours(file))
    raise ScenarioError([Fault(text, 0, "", message + meant)])


def _shipped(name: str) -> Path | None:
    if not name or name.startswith(("/", ".")) or ".." in name:
        return None
    folder = models()
    for candidate in (folder / f"{name}.yaml", folder / name / "base.yaml"):
        if candidate.is_file():
            return candidate
    return None


def _faults(merged: Branch, item: ErrorDetails) -> Iterator[Fault]:
    """A pydantic error in the user's terms, at the line it is about; one for each year of a series."""
    years: dict[int, str] = item.get("ctx", {}).get("years", {})
    if not years:
        origin, key = locate(merged, item["loc"])
        yield Fault(origin.file, origin.line, key, _message(item))
    for year, message in years.items():
        origin, key = locate(merged, (*item["loc"], year) if year else item["loc"])
        yield Fault(origin.file, origin.line, key, message)


def _message(item: ErrorDetails) -> str:
    kind, message, given = item["type"], item["msg"], item.get("input")
    context = item.get("ctx", {})
    last = str(item["loc"][-1]) if item["loc"] else ""
    match kind:
        case "greenport":
            return message
        case "value_error":
            return message.removeprefix("Value error, ")
        case "extra_forbidden":
            fields = sorted(_fields(item["loc"][:-1]))
            return f"unknown key{near(last, fields)}; expected one of {', '.join(fields)}"
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


def _fields(loc: tuple[str | int, ...]) -> Iterator[str]:
    """Field names of the schema part at a path of a pydantic error."""
    for model in _models_at(Document, loc):
        for name, field in model.model_fields.items():
            yield field.alias or name


def _models_at(annotation: Any, loc: tuple[str | int, ...]) -> list[type[BaseModel]]:
    options = _unwrapped(annotation)
    if not loc:
        return [option for option in options if isinstance(option, type) and issubclass(option, BaseModel)]
    found: list[type[BaseModel]] = []
    for option in options:
        step, rest = loc[0], loc[1:]
        if get_origin(option) is list and isinstance(step, int):
            found += _models_at(get_args(option)[0], rest)
        elif get_origin(option) is dict:
            found += _models_at(get_args(option)[1], rest)
        elif isinstance(option, type) and issubclass(option, BaseModel):
            if step in option.model_fields:
                found += _models_at(option.model_fields[str(step)].annotation, rest)
            elif step in get_args(getattr(option.model_fields.get("kind"), "annotation", None)):
                found += _models_at(option, rest)
    return found


def _unwrapped(annotation: Any) -> list[Any]:
    """Members of unions, without the wrapping of Annotated."""
    if get_origin(annotation) is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [member for option in get_args(annotation) for member in _unwrapped(option)]
    return [annotation]


def _money(scenario: Scenario) -> Iterator[Fault]:
    """Money of a price year that the price index cannot move to the scenario's."""
    for key, value in scenario.values():
        try:
            scenario.money_of_the_year(value.quantity)
        except GreenportError as error:
            yield Fault(value.origin.file, value.origin.line, key, str(error))
