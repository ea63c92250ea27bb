"""Scenario files as plain trees in which every value knows its file and line.

The way of a file: `read` turns YAML into a tree, `load` follows `extends` and merges, `override`
sets single values, `plain` hands ordinary Python on, and `locate` leads from an error of the schema
back to the line. Nothing here knows what a scenario means, and nothing in a file is executed: a file
is text, numbers, true, false, null, maps and lists, and anything else is a fault.

Scalars follow the core schema of YAML 1.2, so that `no`, `on`, `12:30`, `1_000` and dates stay the
text they look like. A key of digits is a number, quoted or not: a year has one spelling only.
"""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import yaml

from greenport.errors import Fault, ScenarioError

MAX_BYTES: Final = 5_000_000
MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 40
MAX_FILES: Final = 20
MAX_FAULTS: Final = 100
MAX_DIGITS: Final = 40

IDENTITIES: Final = ("id", "grade")
"""Keys by which an item of a list may be known; the first that it has."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written; line 0 where there are no lines, as in an override."""

    file: str
    line: int


NOWHERE: Final = Origin("", 0)


class Text(str):
    """A text that knows its origin."""

    origin: Origin = NOWHERE


class Whole(int):
    """A whole number that knows its origin."""

    origin: Origin = NOWHERE


class Real(float):
    """A finite number with a fraction or an exponent, that knows its origin."""

    origin: Origin = NOWHERE


class Branch(dict["Key", "Node"]):
    """A map that knows its origin and that of each key.

    `key_origins` also serves the values that have no origin of their own: true, false and null.
    """

    def __init__(
        self,
        entries: Mapping[Key, Node] | Iterable[tuple[Key, Node]] = (),
        origin: Origin = NOWHERE,
        key_origins: Mapping[Key, Origin] | None = None,
    ) -> None:
        super().__init__(entries)
        self.origin = origin
        self.key_origins: dict[Key, Origin] = dict(key_origins or {})


class Items(list["Node"]):
    """A list that knows its origin."""

    def __init__(self, entries: Iterable[Node] = (), origin: Origin = NOWHERE) -> None:
        super().__init__(entries)
        self.origin = origin


Key: TypeAlias = str | int
Node: TypeAlias = Text | Whole | Real | Branch | Items | bool | None
Leaf = TypeVar("Leaf", Text, Whole, Real)


def placed(leaf: Leaf, origin: Origin) -> Leaf:
    """Give a new text or number its origin."""
    leaf.origin = origin
    return leaf


def near(word: object, candidates: Iterable[object]) -> str:
    """Tell which of `candidates` was probably meant by `word`, ready to be appended to a message.

    >>> near("hele", ["heel", "modules"])
    ' (did you mean "heel"?)'
    >>> near("xyz", ["heel", "modules"])
    ''
    """
    spelling = {str(candidate).casefold(): str(candidate) for candidate in islice(candidates, 1000)}
    found = difflib.get_close_matches(str(word).casefold()[:80], spelling, n=1)
    return f' (did you mean "{spelling[found[0]]}"?)' if found else ""


def plain(tree: Node) -> Any:
    """Copy a tree into ordinary dict, list, str, int, float, bool and None.

    >>> plain(parse("asks: {2030: 60 kt/yr}"))
    {'asks': {2030: '60 kt/yr'}}
    """
    match tree:
        case Branch():
            return {key: plain(value) for key, value in tree.items()}
        case Items():
            return [plain(value) for value in tree]
        case Text():
            return str(tree)
        case Whole():
            return int(tree)
        case Real():
            return float(tree)
    return tree


def locate(tree: Branch, path: Sequence[str | int]) -> tuple[Origin, str]:
    r"""Find where the value at a path was written, and a readable key for it.

    Parameters
    ----------
    tree
        The tree that was handed on through `plain`.
    path
        Keys and list indexes, as in the `loc` of a pydantic error. Steps that only the schema knows, such
        as the members of a union, are passed over.

    Returns
    -------
    origin
        The line of the key, or of the item of a list; where the value is missing, of the innermost map or
        list around it.
    key
        Such as `places[quay].pools[methanol].heel`.

    Examples
    --------
    >>> tree = parse("places:\n  - id: quay\n    heel: 3 %\n", "port.yaml")
    >>> locate(tree, ("places", 0, "heel"))
    (Origin(file='port.yaml', line=3), 'places[quay].heel')
    >>> locate(tree, ("places", 0, "hub"))
    (Origin(file='port.yaml', line=2), 'places[quay].hub')
    """
    node: Node = tree
    origin, at = tree.origin, ""
    for number, step in enumerate(path, start=1):
        if isinstance(node, Branch):
            key = _key(str(step))
            if key in node:
                origin, at, node = node.key_origins.get(key, node.origin), _dot(at, key), node[key]
            elif number == len(path) and not str(step).startswith("["):
                at = _dot(at, step)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            node = node[step]
            origin, at = getattr(node, "origin", origin), _item(at, node, step)
    return origin, at


_YEAR = re.compile(r"0|-?[1-9][0-9]{0,8}")


def _key(text: str) -> Key:
    return int(text) if _YEAR.fullmatch(text) else str(text)


def _kind(node: Node) -> str:
    match node:
        case Branch():
            return "a map"
        case Items():
            return "a list"
        case None:
            return "an empty value"
        case bool():
            return str(node).lower()
    return f'"{_short(node)}"'


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _dot(at: str, key: object) -> str:
    return f"{at}.{key}" if at else str(key)


def _item(at: str, item: Node, index: object) -> str:
    return f"{at}[{_name(item) or index}]"


def _name(item: Node) -> str:
    """What an item of a list is known by, or nothing."""
    if isinstance(item, Branch):
        for field in IDENTITIES:
            if isinstance(name := item.get(field), Text | Whole):
                return _short(name)
    return ""


def _error(origin: Origin, at: str, message: str) -> ScenarioError:
    return ScenarioError([Fault(origin.file, origin.line, at, message)])


# ------------------------------------------------------------------------------ reading


def read(path: Path | str) -> Branch:
    r"""Read one YAML file, without following its `extends`.

    Parameters
    ----------
    path
        A UTF-8 file of at most 5 MB, 200,000 values and 40 levels that holds one map.

    Returns
    -------
    Branch
        The tree of the file.

    Raises
    ------
    ScenarioError
        With every fault that one reading can find.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "small.yaml")
    ...     _ = file.write_text("name: small\nfinance: {discount_rate: 7 %}\n", encoding="utf-8")
    ...     tree = read(file)
    >>> tree["finance"]["discount_rate"], tree["finance"]["discount_rate"].origin.line
    ('7 %', 2)
    """
    path = Path(path)
    start = Origin(str(path), 0)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _error(start, "", f"no such file{near(path.name, _neighbours(path))}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(start, "", f"cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        large = (
            f"larger than {MAX_BYTES // 1_000_000} MB; put long tables into a CSV file beside the scenario"
        )
        raise _error(start, "", large)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(Origin(str(path), line), "", "not UTF-8 text; save the file as UTF-8") from None
    return parse(text, str(path))


def parse(text: str, file: str = "<text>") -> Branch:
    """Read YAML from a text as `read` does from a file; `file` names it in origins and messages.

    >>> parse("open: no")
    {'open': 'no'}
    """
    tree = _Reader(file).document(text)
    if not isinstance(tree, Branch):
        found = "nothing" if tree is None else _kind(tree)
        origin = getattr(tree, "origin", Origin(file, 1))
        raise _error(origin, "", f"{found} at the top; expected a map of `key: value` lines")
    return tree


def _neighbours(path: Path) -> list[str]:
    """Other scenario files in the folder of a path, for near matches."""
    try:
        return [other.name for other in path.parent.iterdir() if other.suffix in {".yaml", ".yml"}]
    except (OSError, ValueError):
        return []


class _StopError(Exception):
    """Reading cannot go on."""


class _Reader:
    """Builds a tree from the events of the YAML parser and collects faults on the way.

    Events rather than nodes: anchors, tags and depth show before anything is built from them.
    `trail` holds the open maps and lists, each with the key or index being read.
    """

    def __init__(self, file: str, at: str = "", lines: bool = True) -> None:
        self.file = file
        self.at = at
        self.lines = lines
        self.nodes = 0
        self.faults: list[Fault] = []
        self.trail: list[tuple[Branch | Items, Key]] = []
        self.events: Iterator[Any] = iter(())

    def document(self, text: str) -> Node:
        """Read the one document of a text, or raise all its faults."""
        tree: Node = None
        documents = 0
        try:
            text = self.clean(text)
            self.events = yaml.parse(text, Loader=_LOADER)
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.stop(event, "a second document after `---`; keep one scenario a file")
                    tree = self.value(next(self.events))
        except yaml.MarkedYAMLError as error:
            self.add(*_syntax(error), self.at)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.add(1, f"not valid YAML: {error}", self.at)
        except _StopError:
            pass
        if self.faults:
            raise ScenarioError(self.faults)
        return tree

    def clean(self, text: str) -> str:
        """Give every line the same end, and refuse what hides from the eye or from one of the parsers."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        line = 0
        for found in islice(_UNREADABLE.finditer(text), MAX_FAULTS):
            here = text.count("\n", 0, found.start()) + 1
            if here != line:
                line = here
                self.add(line, _UNREADABLE_SIGNS.get(found[0]) or _hidden(found[0]), self.at)
        if self.faults:
            raise _StopError
        return text

    def value(self, event: Any) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(event, f"more than {MAX_NODES:,} values in one file; put long tables into a CSV file")
        if len(self.trail) > MAX_DEPTH:
            self.stop(event, f"nested deeper than {MAX_DEPTH} levels; a scenario needs fewer than ten")
        if isinstance(event, yaml.AliasEvent):
            alias = _short(event.anchor)
            self.fault(event, f"alias *{alias} is not read; repeat the value, or share it through `extends`")
            return Text()
        if event.anchor is not None:
            self.fault(event, f"anchor &{_short(event.anchor)} is not read; share values through `extends`")
        if event.tag is not None:
            tag = _short(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.fault(event, f"tag {tag} is not read; leave it out (quotes make a text)")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        return self.items(event) if isinstance(event, yaml.SequenceStartEvent) else self.branch(event)

    def branch(self, start: Any) -> Branch:
        branch = Branch(origin=self.origin(start))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.trail.append((branch, getattr(event, "value", "?")))
            key = self.key(event)
            self.trail[-1] = (branch, key)
            first = branch.key_origins.get(key)
            if first is not None:
                where = f", first in line {first.line}" if first.line else ""
                self.fault(event, f'"{_short(key)}" is given twice{where}; keep one')
            node = self.value(next(self.events))
            self.trail.pop()
            if first is None:
                branch[key], branch.key_origins[key] = node, self.origin(event)
        return branch

    def items(self, start: Any) -> Items:
        items = Items(origin=self.origin(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            self.trail.append((items, len(items)))
            items.append(self.value(event))
            self.trail.pop()
        return items

    def key(self, event: Any) -> Key:
        node = self.value(event)
        if node == "<<":
            self.fault(event, "merge key << is not read; build on another file with `extends`")
        if isinstance(node, Text):
            return _key(node)
        if isinstance(node, Whole):
            return _key(str(int(node)))
        self.fault(event, f"{_kind(node)} as a key; expected a text or a year (quotes make a text)")
        return "?"

    def scalar(self, event: Any) -> Node:
        text = event.value
        if hidden := _HIDDEN.search(text):
            self.fault(event, _hidden(hidden[0]))
        if event.implicit[0]:
            if text in _WORDS:
                return _WORDS[text]
            if text[0] in "0123456789+-." and (number := self.number(event, text)) is not None:
                return number
        return placed(Text(text), self.origin(event))

    def number(self, event: Any, text: str) -> Whole | Real | None:
        """Read a number in one of the two ways to write it, or nothing where the text is none."""
        if _ENDLESS.fullmatch(text):
            self.fault(event, f"{text} is not a finite number; give one, or leave the key out")
        elif not _NUMBER.fullmatch(text):
            return None
        elif len(text) > MAX_DIGITS:
            self.fault(event, f"a number of {len(text)} characters; expected at most {MAX_DIGITS}")
        elif _PADDED.fullmatch(text):
            short = text.lstrip("+-0") or "0"
            self.fault(event, f"{text} starts with a zero; write {short}, or quote it to make it a text")
        elif _WHOLE.fullmatch(text):
            return placed(Whole(text, 0), self.origin(event))
        elif math.isfinite(number := Real(text)):
            return placed(number, self.origin(event))
        else:
            self.fault(event, f"{text} is too large a number; expected a finite one")
        return None

    def origin(self, event: Any) -> Origin:
        return Origin(self.file, event.start_mark.line + 1 if self.lines else 0)

    def fault(self, event: Any, message: str) -> None:
        """Note what is wrong at the place being read; reading goes on unless there are too many."""
        at = self.at
        for step, (node, key) in enumerate(self.trail, start=1):
            inner = self.trail[step][0] if step < len(self.trail) else None
            at = _item(at, inner, key) if isinstance(node, Items) else _dot(at, _short(key))
        self.add(event.start_mark.line + 1, message, at)
        if len(self.faults) >= MAX_FAULTS:
            raise _StopError

    def add(self, line: int, message: str, at: str) -> None:
        self.faults.append(Fault(self.file, line if self.lines else 0, at, message))

    def stop(self, event: Any, message: str) -> None:
        self.fault(event, message)
        raise _StopError


# libyaml where PyYAML was built with it: ten times as fast. Both give the same trees, and differ only in
# rarities that one of them refuses, such as a bare ? in [ ].
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(rf"{_WHOLE.pattern}|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_PADDED = re.compile(r"[-+]?0[0-9]+")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_UNREADABLE = re.compile(rf"{_HIDDEN.pattern}|\t|^%", re.MULTILINE)
_UNREADABLE_SIGNS = {
    "\t": "a tab; use spaces (or \\t in double quotes)",
    "%": "a directive (% at the start of a line) is not read; delete it",
}


def _hidden(character: str) -> str:
    return f"an invisible character (U+{ord(character):04X}); delete it"


# What the two parsers say (problem or context), and what it means to somebody who wrote a scenario.
_SYNTAX: Final = {
    "mapping values are": "a second `: `, or an entry indented too far; quote a text that contains `: `, "
    "and start the entries of one map in one column",
    "expected ':'": "no `: ` in this line; expected `key: value`",
    "start any token|node content|alphabetic|tag": "a value starts with a sign that YAML keeps for itself; "
    "put the value in quotes",
    "unexpected end of stream": "a quote is opened here and never closed; close it",
    "expected ',' or": "the [ or {{ of line {opened} is not closed, or a comma is missing; "
    "a text with any of , [ ] {{ }} needs quotes",
    "sequence entries are": "a list entry `- ` may not start here; put it on its own line below the key",
    "block end|expected key|'-' indicator|document start": "does not fit the lines above; entries of one "
    "map or list start in one column, and nothing follows a closing quote or bracket",
    "block scalar": "a value starts with > or |; put it in quotes (a long text starts on the next line)",
    "escape|hexadecimal": "an unknown \\ in double quotes; use single quotes, or write \\\\",
}


def _syntax(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Line and message, in the user's terms, of an error of either YAML parser."""
    context, problem = error.context or "", error.problem or "unknown problem"
    last = error.problem_mark.line + 1 if error.problem_mark else 1
    first = error.context_mark.line + 1 if error.context_mark else last
    line = first if "scanning" in context else last
    for said, message in _SYNTAX.items():
        if re.search(said, problem) or re.search(said, context):
            return line, message.format(opened=first)
    return line, f"not valid YAML: {problem}"


# ------------------------------------------------------------------------------ extends and merging


def load(path: Path | str, find: Callable[[str], Path | None] | None = None) -> Branch:
    """Read a file with all that it `extends`.

    Parameters
    ----------
    path
        The file; `extends: other.yaml` in it names a file relative to its own folder.
    find
        Gives the path of a shipped scenario for a name that is no such file.

    Returns
    -------
    Branch
        The merged tree, without `extends`.

    Raises
    ------
    ScenarioError
        For faults of any of the files, a file that is missing, a circle, or a removal of nothing.
    """
    file = Path(path)
    trees = [read(file)]
    chain = [file]
    while "extends" in trees[-1]:
        target, origin = trees[-1].pop("extends"), trees[-1].key_origins.pop("extends")
        if not isinstance(target, Text):
            raise _error(origin, "extends", f"{_kind(target)}; expected one file or shipped scenario")
        file = _extended(file, target, find)
        if os.path.realpath(file) in map(os.path.realpath, chain):
            circle = " → ".join(step.name for step in [*chain, file])
            raise _error(origin, "extends", f"goes in a circle: {circle}; let one of them extend nothing")
        if len(chain) == MAX_FILES:
            raise _error(origin, "extends", f"a chain of more than {MAX_FILES} files; merge some of them")
        trees.append(read(file))
        chain.append(file)
    merged = trees.pop()
    for tree in reversed(trees):
        merged = merge(merged, tree)
    return merged


def _extended(path: Path, target: Text, find: Callable[[str], Path | None] | None) -> Path:
    beside = path.parent / target
    try:
        if beside.is_file():
            return beside
    except (OSError, ValueError):
        pass
    if find is not None and (shipped := find(str(target))) is not None:
        return shipped
    message = f'no file or shipped scenario "{_short(target)}"; expected a path relative to this file'
    raise _error(target.origin, "extends", message + near(target, _neighbours(beside)))


def merge(base: Branch, top: Branch) -> Branch:
    """Lay one tree over another; neither is changed.

    Maps merge key by key, and `null` removes a key. Lists whose items all have an `id` (or all have a
    `grade`, each a different one) merge item by item in the order of `base`, new items last, and
    `{id: x, remove: true}` removes one. Everything else is replaced, an empty list included. What is
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
        here, origin = _dot(at, key), top.key_origins.get(key, top.origin)
        old = base.get(key)
        if value is None:
            if key not in base:
                faults.append(
                    Fault(origin.file, origin.line, here, f"nothing here to remove{near(key, base)}")
                )
            merged.pop(key, None)
            merged.key_origins.pop(key, None)
        elif isinstance(old, Branch) and isinstance(value, Branch):
            merged[key] = _merge_maps(old, value, here, faults)
        elif isinstance(old, Items) and isinstance(value, Items) and (field := _identity(old, value)):
            merged[key] = _merge_items(old, value, field, here, faults)
        else:
            merged[key], merged.key_origins[key] = value, origin
    return merged


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
            here = f"{at}[{_short(name)}]"
            message = ""
            if name in seen:
                message = f'"{_short(name)}" is given twice in this list; keep one'
            elif item.get("remove") is not True:
                merged[name] = _merge_maps(merged[name], item, here, faults) if name in merged else item
            elif merged.pop(name, None) is None:
                message = f"nothing here to remove{near(name, merged)}"
            if message:
                faults.append(Fault(item.origin.file, item.origin.line, here, message))
            seen.add(name)
    return Items(merged.values(), base.origin)


# ------------------------------------------------------------------------------ overrides and places


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
    >>> tree = parse("places: [{id: quay, pools: [{grade: methanol, heel: 3 %}]}]")
    >>> override(tree, "places.quay.pools.methanol.heel", "5 %")
    {'places': [{'id': 'quay', 'pools': [{'grade': 'methanol', 'heel': '5 %'}]}]}
    """
    origin = Origin(f"{label} {_short(f'{key}={text}')}", 0)
    steps = [bracketed or name for bracketed, name in _STEP.findall(key)]
    if not _PATH.fullmatch(key):
        raise _error(origin, "", "expected steps joined by dots, such as finance.discount_rate")
    value = _Reader(origin.file, at=key, lines=False).document(text)
    if value is None and text.strip().casefold() not in {"null", "~"}:
        raise _error(origin, key, "no value given; write null to remove the key, and quote a text with a #")
    first = _key(steps[0])
    if len(steps) > 1 and first not in tree:
        if first not in blocks:
            raise _error(origin, steps[0], f"no such key{near(first, [*tree, *blocks])}")
        tree = Branch(
            {**tree, first: Branch(origin=origin)}, tree.origin, {**tree.key_origins, first: origin}
        )
    return _set_in_map(tree, steps, value, origin, "")


_STEP = re.compile(r"\[([^\[\]]+)\]|([^.\[\]]+)")
_PATH = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[^\[\]]+\])*")


def _set(node: Node, steps: Sequence[str], value: Node, origin: Origin, at: str) -> Node:
    """Copy of a node in which the value at `steps` is another, or is gone."""
    if isinstance(node, Branch):
        return _set_in_map(node, steps, value, origin, at)
    if isinstance(node, Items):
        return _set_in_list(node, steps, value, origin, at)
    raise _error(origin, _dot(at, steps[0]), f"{at} is {_kind(node)} and holds no keys; set it as a whole")


def _set_in_map(node: Branch, steps: Sequence[str], value: Node, origin: Origin, at: str) -> Branch:
    key, rest = _key(steps[0]), steps[1:]
    here = _dot(at, key)
    if key not in node and (rest or value is None):
        raise _error(origin, here, f"no such key{near(key, node)}")
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
        items[index] = _set(node[index], rest, value, origin, _item(at, node[index], index))
    elif value is None:
        del items[index]
    else:
        items[index] = value
    return items


def _index(items: Items, step: str, origin: Origin, at: str) -> int:
    names = [_name(item) for item in items]
    index = _key(step)
    if names.count(step) == 1:
        return names.index(step)
    if step not in names and isinstance(index, int) and 0 <= index < len(items):
        return index
    found = "two items" if step in names else "no item"
    message = f"{found} of that name in the list{near(step, filter(None, names))}"
    raise _error(origin, f"{at}[{_short(step)}]", message)
