"""What a file builds on, and what is set from outside: `extends`, merging, overrides."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

from greenport.errors import Fault, ScenarioError
from greenport.scenario.calls import with_calls
from greenport.scenario.reading import SUFFIXES, neighbours, parse_value, read
from greenport.scenario.tree import (
    IDENTITIES,
    Branch,
    Items,
    Node,
    Origin,
    Text,
    Whole,
    as_key,
    dotted,
    is_value,
    item_key,
    item_name,
    kind,
    near,
    refusal,
    short,
)

MAX_FILES: Final = 20
FORMAT: Final = 1
"""Newest form of scenario files that is read."""


def load(
    path: Path | str,
    find: Callable[[str], Path | None] | None = None,
    known: Collection[str] = (),
    faults: list[Fault] | None = None,
) -> Branch:
    """Read a file with all that it `extends`.

    Parameters
    ----------
    path
        The file; `extends: other.yaml` in it names a file relative to its own folder.
    find
        Gives the path of a shipped scenario for a name that is no such file.
    known
        Names of the shipped scenarios, for near matches.
    faults
        Takes the faults of single values where the files can be merged all the same; without it they
        are raised.

    Returns
    -------
    Branch
        The merged tree, without `extends`.

    Raises
    ------
    ScenarioError
        For faults of any of the files, a file that is missing, a circle, or a removal of nothing.
    """
    found: list[Fault] = []
    try:
        merged = _chained(Path(path), find, known, found)
    except ScenarioError as error:
        raise ScenarioError([*found, *error.faults]) from None
    if found and faults is None:
        raise ScenarioError(found)
    if faults is not None:
        faults += found
    return merged


def _chained(
    file: Path, find: Callable[[str], Path | None] | None, known: Collection[str], faults: list[Fault]
) -> Branch:
    trees = [_whole(file, faults)]
    chain = [file]
    while "extends" in trees[-1]:
        target, origin = trees[-1].pop("extends"), trees[-1].key_origins.pop("extends")
        if not isinstance(target, Text):
            raise refusal(origin, "extends", f"{kind(target)}; expected one file or shipped scenario")
        file = _extended(file, target, find, known)
        if os.path.realpath(file) in map(os.path.realpath, chain):
            circle = " → ".join(step.name for step in [*chain, file])
            raise refusal(origin, "extends", f"goes in a circle: {circle}; let one of them extend nothing")
        if len(chain) == MAX_FILES:
            raise refusal(origin, "extends", f"a chain of more than {MAX_FILES} files; merge some of them")
        trees.append(_whole(file, faults))
        chain.append(file)
    merged = trees.pop()
    for tree in reversed(trees):
        merged = _merge_maps(merged, tree, "", faults)
    return merged


def _whole(file: Path, faults: list[Fault]) -> Branch:
    """A file with the calls of the CSV files that it names."""
    tree = read(file, faults)
    written, origin = tree.get("greenport"), tree.key_origins.get("greenport", tree.origin)
    if isinstance(written, Whole) and written > FORMAT:
        message = (
            f"written in form {written} of scenario files; the newest that this greenport reads is {FORMAT}: "
            "upgrade greenport"
        )
        raise refusal(origin, "greenport", message)
    with_calls(tree, file, faults)
    return tree


def _extended(
    path: Path, target: Text, find: Callable[[str], Path | None] | None, known: Collection[str]
) -> Path:
    beside = path.parent / target
    message = f'no file or shipped scenario "{short(target)}"; expected a path relative to this file'
    try:
        if beside.suffix in SUFFIXES and beside.is_file():
            return beside
        if beside.is_dir():
            message = f'"{short(target)}" is a folder; expected a scenario file in it'
        elif beside.exists():
            what = (
                "is no scenario file; expected a name that ends in"
                if beside.is_file()
                else "is no file; expected"
            )
            message = f'"{short(target)}" {what} .yaml or .yml'
    except (OSError, ValueError):
        pass
    if find is not None and (shipped := find(str(target))) is not None:
        return shipped
    meant = near(target, known) or near(beside.name, neighbours(beside))
    raise refusal(target.origin, "extends", message + meant)


def merge(base: Branch, top: Branch) -> Branch:
    """Lay one tree over another; neither is changed.

    Maps merge key by key, and `null` removes a key. Lists whose items all have an `id` (or all have a
    `grade`, each a different one) merge item by item in the order of `base`, new items last, and
    `{id: x, remove: true}` removes one. A value given anew, with its own `value`, `data` or years, replaces
    an old one whole. Everything else is replaced, an empty list included. What is
    new comes as it is. A merged map or list keeps the origin it has in `base`.

    Parameters
    ----------
    base, top
        The tree below and the tree that wins.

    Returns
    -------
    Branch
        The merged tree.

    Raises
    ------
    ScenarioError
        For every removal of what does not exist, and every `id` that a merged list has twice.

    Examples
    --------
    >>> from greenport.scenario.reading import parse
    >>> base = parse("{rate: 7 %, note: draft, tanks: [{id: a, volume: 1 m3}, {id: b}]}")
    >>> merge(base, parse("{rate: 8 %, note: null, tanks: [{id: a, volume: 2 m3}, {id: b, remove: true}]}"))
    {'rate': '8 %', 'tanks': [{'id': 'a', 'volume': '2 m3'}]}
    """
    faults: list[Fault] = []
    merged = _merge_maps(base, top, "", faults)
    if faults:
        raise ScenarioError(faults)
    return merged


def _merge_maps(base: Branch, top: Branch, at: str, faults: list[Fault]) -> Branch:
    merged = Branch(base, base.origin, base.key_origins)
    for key, value in top.items():
        here, origin = dotted(at, key), top.key_origins.get(key, top.origin)
        old = base.get(key)
        if value is None:
            if key not in base:
                faults.append(
                    Fault(origin.file, origin.line, here, f"nothing here to remove{near(key, base)}")
                )
            merged.pop(key, None)
            merged.key_origins.pop(key, None)
        elif isinstance(old, Branch) and isinstance(value, Branch) and _stated_anew(old, value):
            kept = {name: part for name, part in value.items() if part is not None}
            origins = {name: value.key_origins.get(name, value.origin) for name in kept}
            merged[key], merged.key_origins[key] = Branch(kept, value.origin, origins), origin
        elif isinstance(old, Branch) and isinstance(value, Branch):
            merged[key] = _merge_maps(old, value, here, faults)
        elif isinstance(old, Items) and isinstance(value, Items) and (field := _identity(old, value)):
            merged[key] = _merge_items(old, value, field, here, faults)
        else:
            merged[key], merged.key_origins[key] = value, origin
    return merged


def _stated_anew(old: Branch, new: Branch) -> bool:
    """Whether a map is a value of its own and so takes the place of what was there."""
    by_year = bool(new) and all(isinstance(key, int) for key in new)
    return is_value(new) or (by_year and is_value(old))


def _identity(base: Items, top: Items) -> str:
    """The key by which two lists merge item by item, or nothing where they do not."""
    for field in IDENTITIES:
        names = [
            [item.get(field) if isinstance(item, Branch) else None for item in items] for items in (base, top)
        ]
        everywhere = all(side and all(isinstance(name, Text | Whole) for name in side) for side in names)
        # An `id` given twice is a fault, told when merging; a `grade` given twice is no identity.
        if everywhere and (field == "id" or all(len(set(side)) == len(side) for side in names)):
            return field
    return ""


def _merge_items(base: Items, top: Items, field: str, at: str, faults: list[Fault]) -> Items:
    merged: dict[str, Branch] = {}
    for items in (base, top):
        seen: set[str] = set()
        for item in items:
            assert isinstance(item, Branch)  # _identity has looked
            name = str(item[field])
            here = f"{at}[{short(name)}]"
            message = ""
            if name in seen:
                message = f'"{short(name)}" is given twice in this list; keep one'
            elif item.get("remove") is not True:
                merged[name] = _merge_maps(merged[name], item, here, faults) if name in merged else item
            elif merged.pop(name, None) is None:
                message = f"nothing here to remove{near(name, merged)}"
            if message:
                faults.append(Fault(item.origin.file, item.origin.line, here, message))
            seen.add(name)
    return Items(merged.values(), base.origin)


def override(tree: Branch, key: str, text: str, label: str = "--set", blocks: Collection[str] = ()) -> Branch:
    """Set one value, as `--set KEY=TEXT` on the command line does; the tree given is not changed.

    Parameters
    ----------
    tree
        The tree to start from.
    key
        Steps joined by dots; an item of a list by its `id` or `grade`, or by its number from 0 where it has
        neither. Square brackets as in messages work too, and hold names with dots in them.
    text
        The value in YAML; it replaces what was there, and `null` removes.
    label
        How the origin of the value begins.
    blocks
        Top-level keys that may be opened although the tree does not have them.

    Returns
    -------
    Branch
        The changed tree.

    Raises
    ------
    ScenarioError
        If a step on the way does not exist, or the text is not YAML. A new last step of a map is left to
        the schema to judge.

    Examples
    --------
    >>> from greenport.scenario.reading import parse
    >>> tree = parse("places: [{id: quay, pools: [{grade: methanol, heel: 3 %}]}]")
    >>> override(tree, "places.quay.pools.methanol.heel", "5 %")
    {'places': [{'id': 'quay', 'pools': [{'grade': 'methanol', 'heel': '5 %'}]}]}
    """
    origin = Origin(f"{label} {short(f'{key}={text}')}", 0)
    if not _PATH.fullmatch(key):
        raise refusal(origin, "", WRONG_PATH)
    value = parse_value(text, origin.file, key)
    if value is None and text.strip().casefold() not in {"null", "~"}:
        raise refusal(origin, key, "no value given; write null to remove the key, and quote a text with a #")
    return put(tree, key, value, origin, blocks)


WRONG_PATH: Final = "expected steps joined by dots, such as finance.discount_rate"


def put(tree: Branch, key: str, value: Node, origin: Origin, blocks: Collection[str] = ()) -> Branch:
    """Set one value that is read already; as `override` in everything else.

    Raises
    ------
    ScenarioError
        If the key is not written as one, or a step on the way does not exist.
    """
    if not _PATH.fullmatch(key):
        raise refusal(origin, "", WRONG_PATH)
    steps = steps_of(key)
    first = as_key(steps[0])
    if len(steps) > 1 and first not in tree:
        if first not in blocks:
            raise refusal(origin, steps[0], f"no such key{near(first, [*tree, *blocks])}")
        tree = Branch(
            {**tree, first: Branch(origin=origin)}, tree.origin, {**tree.key_origins, first: origin}
        )
    return _set_in_map(tree, steps, value, origin, "")


def steps_of(key: str) -> list[str]:
    """Steps of a key, with dots or brackets.

    >>> steps_of("places[quay].pools.methanol.heel")
    ['places', 'quay', 'pools', 'methanol', 'heel']
    """
    return [bracketed or name for bracketed, name in _STEP.findall(key)]


_STEP = re.compile(r"\[([^\[\]]+)\]|([^.\[\]]+)")
_PATH = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[^\[\]]+\])*")


def _set(node: Node, steps: Sequence[str], value: Node, origin: Origin, at: str) -> Node:
    """Copy of a node in which the value at `steps` is another, or is gone."""
    if isinstance(node, Branch):
        return _set_in_map(node, steps, value, origin, at)
    if isinstance(node, Items):
        return _set_in_list(node, steps, value, origin, at)
    raise refusal(origin, dotted(at, steps[0]), f"{at} is {kind(node)} and holds no keys; set it as a whole")


def _set_in_map(node: Branch, steps: Sequence[str], value: Node, origin: Origin, at: str) -> Branch:
    key, rest = as_key(steps[0]), steps[1:]
    here = dotted(at, key)
    if key not in node and (rest or value is None):
        raise refusal(origin, here, f"no such key{near(key, node)}")
    branch = Branch(node, node.origin, node.key_origins)
    if rest:
        branch[key] = _set(node[key], rest, value, origin, here)
    elif value is None:
        del branch[key]
        branch.key_origins.pop(key, None)
    else:
        branch[key], branch.key_origins[key] = value, origin
    return branch


def _set_in_list(node: Items, steps: Sequence[str], value: Node, origin: Origin, at: str) -> Items:
    index, rest = _index(node, steps[0], origin, at), steps[1:]
    items = Items(node, node.origin)
    if rest:
        items[index] = _set(node[index], rest, value, origin, item_key(at, node[index], index))
    elif value is None:
        del items[index]
    else:
        items[index] = value
    return items


def _index(items: Items, step: str, origin: Origin, at: str) -> int:
    names = [item_name(item) for item in items]
    index = as_key(step)
    if names.count(step) == 1:
        return names.index(step)
    if step not in names and isinstance(index, int) and 0 <= index < len(items):
        return index
    found = "two items" if step in names else "no item"
    message = f"{found} of that name in the list{near(step, filter(None, names))}"
    raise refusal(origin, f"{at}[{short(step)}]", message)
