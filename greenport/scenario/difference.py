"""What must be laid over one scenario to get another: the content of a patch file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from greenport.scenario.finding import find_shipped, models, shipped
from greenport.scenario.merging import load, override
from greenport.scenario.scenario import Scenario
from greenport.scenario.tree import IDENTITIES, Branch, Items, Node, Text, Whole, is_value, plain


def patch(scenario: Scenario, overrides: Mapping[str, str], folder: Path) -> str:
    """A file that builds on a scenario's own file and changes some values.

    What was set from outside when the scenario was loaded is in it too.

    Parameters
    ----------
    scenario
        The scenario to be changed; its file must still be there.
    overrides
        Dotted keys and new values, as `load_scenario` takes them.
    folder
        Where the patch is to be written.

    Returns
    -------
    str
        YAML of a scenario with `extends`, named as the scenario's own with ``-mended``.
    """
    tree = scenario.tree
    for key, value in overrides.items():
        tree = override(tree, key, value)
    file = Path(scenario.path)
    content = difference(load(file, find_shipped, shipped()), tree)
    content.pop("name", None)
    head: dict[object, object] = {
        "greenport": 1,
        "extends": _reference(file, folder),
        "name": f"{scenario.name[:70]}-mended",
    }
    text: str = yaml.safe_dump(head | content, allow_unicode=True, sort_keys=False, width=110)
    return text


def _reference(file: Path, folder: Path) -> str:
    """How a file in a folder names the file that it extends."""
    for name in shipped():
        if file.is_relative_to(models()) and find_shipped(name) == file:
            return name
    return Path(os.path.relpath(file, folder)).as_posix()


def difference(base: Node, top: Node) -> dict[object, object]:
    """What, laid over one map by `merging.merge`, gives another.

    Examples
    --------
    >>> from greenport.scenario.reading import parse
    >>> base = parse("{rate: 7 %, note: draft, tanks: [{id: a, volume: 1 m3}, {id: b}]}")
    >>> difference(base, parse("{rate: 8 %, tanks: [{id: a, volume: 2 m3}]}"))
    {'rate': '8 %', 'tanks': [{'id': 'a', 'volume': '2 m3'}, {'id': 'b', 'remove': True}], 'note': None}
    """
    assert isinstance(base, Branch)
    assert isinstance(top, Branch)
    found: dict[object, object] = {}
    for key, value in top.items():
        if key not in base:
            found[key] = plain(value)
        elif plain(base[key]) != plain(value):
            found[key] = _changed(base[key], value)
    return found | {key: None for key in base if key not in top}


def _changed(old: Node, new: Node) -> object:
    if isinstance(old, Branch) and isinstance(new, Branch) and not (is_value(new) or is_value(old)):
        return difference(old, new)
    if isinstance(old, Items) and isinstance(new, Items) and new:
        for field in IDENTITIES:
            ours, theirs = _named(old, field), _named(new, field)
            if ours and theirs:
                kept = [
                    {field: plain(name), **(difference(ours[name], item) if name in ours else plain(item))}
                    for name, item in theirs.items()
                    if name not in ours or plain(ours[name]) != plain(item)
                ]
                return [*kept, *({field: plain(name), "remove": True} for name in ours if name not in theirs)]
    return plain(new)


def _named(items: Items, field: str) -> dict[Text | Whole, Branch]:
    """Items by what they are known by; empty where the list does not merge item by item."""
    found: dict[Text | Whole, Branch] = {}
    for item in items:
        name = item.get(field) if isinstance(item, Branch) else None
        if not isinstance(item, Branch) or not isinstance(name, Text | Whole) or name in found:
            return {}
        found[name] = item
    return found
