"""Which inputs differ between two scenarios: part by part, each with the file and line it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from greenport.scenario.inputs import Change, Input, changes
from greenport.scenario.scenario import Scenario
from greenport.scenario.tree import NOWHERE, Branch, Items, Node, Origin

RELIED_ON: Final = "datasets."
"""Beginning of the keys of dataset rows that no file names."""

MOST_TOLD: Final = 4
"""Values of an added part that are told before the rest is only counted."""


def changed(first: Scenario, other: Scenario) -> list[Change]:
    """What differs between the problem inputs of two scenarios, by resolved value.

    Spelling, units and order do not show. A part that only one of them has is told once, not value by
    value. Dataset rows that only come along with such a part are left out.

    Returns
    -------
    list of Change
        By key; `old` is the first scenario's, `new` the other's, with file and line.
    """
    found: dict[str, Change] = {}
    for change in changes(first.inputs, other.inputs):
        if change.old is not None and change.new is not None:
            old, new = _placed(first, change.key, change.old), _placed(other, change.key, change.new)
            found[change.key] = Change(change.key, old, new)
        elif not change.key.startswith(RELIED_ON):
            here, there = (first, other) if change.new is None else (other, first)
            key = _part(change.key, there.inputs)
            if key not in found:
                part = _placed(here, key, _told(key, here.inputs))
                found[key] = Change(key, part, None) if here is first else Change(key, None, part)
    return list(found.values())


def _part(key: str, there: Mapping[str, Input]) -> str:
    """The largest part around a key of which the other scenario has nothing, but no whole list of parts."""
    steps = key.split(".")
    for count in range(2, len(steps)):
        part = ".".join(steps[:count])
        if part not in there and not any(name.startswith(f"{part}.") for name in there):
            return part
    return key


def _told(key: str, here: Mapping[str, Input]) -> Input:
    """A part as one input, with some of its values in words; or the input itself."""
    if key in here:
        return here[key]
    inside = {
        name.removeprefix(f"{key}."): value for name, value in here.items() if name.startswith(f"{key}.")
    }
    said = [f"{name} {value.shown}" for name, value in inside.items() if name not in ("id", "grade", "step")]
    more = [f"{len(said) - MOST_TOLD} more values"] if len(said) > MOST_TOLD + 1 else said[MOST_TOLD:]
    rows = sorted({value.data for value in inside.values() if value.data})
    return Input("", ", ".join([*said[:MOST_TOLD], *more]), rows[0] if len(rows) == 1 else "")


def _placed(scenario: Scenario, key: str, found: Input) -> Input:
    """An input with the line it stands on; without one where it is the format's default."""
    if found.origin != NOWHERE:
        return found
    return replace(found, origin=_origin(scenario.tree, key))


def _origin(tree: Branch, key: str) -> Origin:
    node: Node = tree
    origin, rest = NOWHERE, key
    while rest:
        names: Iterable[tuple[str, Node, Origin]]
        if isinstance(node, Branch):
            places = node.key_origins
            names = [(str(name), value, places.get(name, node.origin)) for name, value in node.items()]
        elif isinstance(node, Items):
            names = [(_called(item), item, getattr(item, "origin", node.origin)) for item in node]
        else:
            return NOWHERE
        for name, value, place in names:
            if name and (rest == name or rest.startswith(f"{name}.")):
                node, origin, rest = value, place, rest[len(name) + 1 :]
                break
        else:
            return NOWHERE
    return origin


def _called(item: Node) -> str:
    """What an item of a list is known by, as in the keys of `Scenario.inputs`."""
    if not isinstance(item, Branch):
        return ""
    for name in ("id", "grade", "step"):
        if name in item:
            return str(item[name])
    return f"{item.get('start')}-{item.get('end')}"
