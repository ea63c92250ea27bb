"""From a scenario file to a checked `Scenario`, or to every fault that the file has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from greenport.errors import Fault, GreenportError, ScenarioError
from greenport.scenario import checks, conditions, futures, merging
from greenport.scenario.finding import find, find_shipped, shipped
from greenport.scenario.mending import mended
from greenport.scenario.reading import parse
from greenport.scenario.refusals import faults_of
from greenport.scenario.scenario import FutureScenario, Scenario
from greenport.scenario.schema import Document
from greenport.scenario.tree import Branch, file_name
from greenport.scenario.values import UNREAD


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
    faults: list[Fault] = []
    merged = merging.load(found, find_shipped, shipped(), faults)
    for key, value in (overrides or {}).items():
        try:
            merged = merging.override(merged, key, str(value))
        except ScenarioError as error:
            faults += error.faults
    return check(merged, file_name(found), faults)


def restored(text: str, name: str) -> Scenario:
    """Read a scenario back from `Scenario.text`.

    Raises
    ------
    ScenarioError
        If it is no scenario.
    """
    return check(parse(text, name), name)


def check(merged: Branch, path: str, faults: Iterable[Fault] = ()) -> Scenario:
    """Check a merged tree against the schema and its own cross-references.

    Parameters
    ----------
    merged
        What was read, without `extends`.
    path
        Name of the file.
    faults
        What was found wrong while reading.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    read = list(faults)
    told: list[Fault] = []
    errors: list[ErrorDetails] = []
    document: Document | None
    content: Any = merged
    try:
        document = Document.model_validate(content)
    except ValidationError as error:
        errors = error.errors()
        document, later = mended(merged, errors)
        errors += later
        told = faults_of(merged, errors)
    if document is not None:
        scenario = Scenario(document, merged, path)
        found = [*checks.references(scenario), *conditions.within(scenario), *futures.within(scenario)]
        if not any(item["loc"][:1] == ("finance",) for item in errors):
            found += _money(scenario)
        told += [fault for fault in found if UNREAD not in f"{fault.key} {fault.message}"]
        if not read and not told:
            return replace(scenario, futures=_futures(scenario))
    raise ScenarioError(_in_order(read, told))


def _futures(scenario: Scenario) -> tuple[FutureScenario, ...]:
    """Every future as a checked scenario of its own, by id.

    Raises
    ------
    ScenarioError
        With every fault of their settings.
    """
    found, faults = [], []
    probability = futures.probabilities(scenario)
    for future in sorted(scenario.document.futures, key=lambda part: part.id):
        try:
            alone = check(futures.tree_of(scenario, future), scenario.path)
            found.append(FutureScenario(future.id, probability[future.id], alone))
        except ScenarioError as error:
            faults += [replace(f, message=f"{f.message} (in future {future.id})") for f in error.faults]
    if faults:
        raise ScenarioError(_in_order(faults, []))
    return tuple(found)


def _in_order(read: list[Fault], told: list[Fault]) -> list[Fault]:
    """By line; a fault that is found in two ways is told once, and what was misread is not judged again."""
    misread = {_place(fault) for fault in read}
    faults = [*read, *(fault for fault in told if _place(fault) not in misread)]
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _place(fault: Fault) -> tuple[str, int, str]:
    return fault.file, fault.line, fault.key.rpartition(".")[2]


def _money(scenario: Scenario) -> Iterator[Fault]:
    """Money of a price year that the price index cannot move to the scenario's."""
    for key, value in scenario.values():
        try:
            scenario.money_of_the_year(value.quantity)
        except GreenportError as error:
            yield Fault(value.origin.file, value.origin.line, key, str(error))
