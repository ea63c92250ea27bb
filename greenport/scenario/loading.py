"""From a scenario file to a checked `Scenario`, or to every fault that the file has."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from greenport import data
from greenport.errors import Fault, GreenportError, ScenarioError
from greenport.scenario import checks, merging
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import Document
from greenport.scenario.tree import Branch, locate, near


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
    try:
        document = Document.model_validate(dict(merged))
    except ValidationError as error:
        raise ScenarioError([_fault(merged, item) for item in error.errors()]) from None
    scenario = Scenario(document, merged, path)
    faults = [*checks.references(scenario), *_money(scenario)]
    if faults:
        raise ScenarioError(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return scenario


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
    file = Path(path)
    if file.is_file():
        return file
    if (named := _shipped(str(path))) is not None:
        return named
    message = f"no such file or shipped scenario; shipped are {', '.join(shipped())}"
    raise ScenarioError([Fault(str(path), 0, "", message + near(str(path), shipped()))])


def _shipped(name: str) -> Path | None:
    if not name or name.startswith(("/", ".")) or ".." in name:
        return None
    folder = models()
    for candidate in (folder / f"{name}.yaml", folder / name / "base.yaml"):
        if candidate.is_file():
            return candidate
    return None


def _fault(merged: Branch, item: ErrorDetails) -> Fault:
    """A pydantic error in the user's terms, at the line it is about."""
    origin, key = locate(merged, item["loc"])
    kind, message = item["type"], item["msg"]
    last = str(item["loc"][-1]) if item["loc"] else ""
    if kind == "extra_forbidden":
        fields = list(_fields(item["loc"][:-1]))
        message = f"unknown key{near(last, fields)}; expected one of {', '.join(sorted(fields))}"
    elif kind == "missing":
        message = "is missing; add it here"
    elif kind == "union_tag_not_found":
        message = "needs 'kind', which says what it is"
    elif kind == "union_tag_invalid":
        expected = str(item.get("ctx", {}).get("expected_tags", ""))
        message = f"unknown kind {item.get('ctx', {}).get('tag')!r}; expected one of {expected}"
    elif kind != "greenport":
        given = item.get("input")
        shown = f", not {given!r}" if isinstance(given, (str, int, float)) else ""
        message = message.removeprefix("Value error, ").replace("Input should", "should") + shown
    return Fault(origin.file, origin.line, key, message)


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
