"""Plain trees in which every value knows its file and line.

`reading` builds them from YAML files, `merging` lays one over another; `plain` hands ordinary Python
on, and `locate` leads from an error of the schema back to the line. Nothing here knows what a scenario
means. A key of digits is a number, quoted or not: a year has one spelling only.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from greenport.errors import Fault, ScenarioError

IDENTITIES: Final = ("id", "grade")
"""Keys by which an item of a list may be known; the first that it has."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written; line 0 where there are no lines, as in an override."""

    file: str
    line: int


NOWHERE: Final = Origin("", 0)


def is_set(origin: Origin) -> bool:
    """Whether a value comes from outside the files, as from `--set`."""
    return bool(origin.file) and not origin.line


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

    >>> from greenport.scenario.reading import parse
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
    >>> from greenport.scenario.reading import parse
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
            key = as_key(str(step))
            if key in node:
                origin, at, node = node.key_origins.get(key, node.origin), dotted(at, key), node[key]
            elif number == len(path) and not str(step).startswith("["):
                at = dotted(at, step)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            node = node[step]
            origin, at = getattr(node, "origin", origin), item_key(at, node, step)
    if isinstance(node, Branch) and is_value(node):
        origin = next((place for place in node.key_origins.values() if is_set(place)), origin)
    return origin, at


_YEAR = re.compile(r"0|-?[1-9][0-9]{0,8}")


def as_key(text: str) -> Key:
    """Key of a map as it is written: a number where it looks like a year."""
    return int(text) if _YEAR.fullmatch(text) else str(text)


def kind(node: Node) -> str:
    """Name what was found, for a message."""
    match node:
        case Branch():
            return "a map"
        case Items():
            return "a list"
        case None:
            return "an empty value"
        case bool():
            return str(node).lower()
    return f'"{short(node)}"'


def short(value: object) -> str:
    """Text of a value on one line, cut for a message."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def is_value(node: Branch) -> bool:
    """Whether a map is one value: with its range and source, or the name of a row of the datasets."""
    return node.get("value") is not None or node.get("data") is not None


def file_name(path: object) -> str:
    """A path on one line, for messages: what would break or steer a line is written as an escape."""
    return _STEERING.sub(lambda sign: ascii(sign[0])[1:-1], str(path))


_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def dotted(at: str, key: object) -> str:
    """Readable key of an entry of the map at `at`."""
    return f"{at}.{key}" if at else str(key)


def item_key(at: str, item: Node, index: object) -> str:
    """Readable key of an item of the list at `at`."""
    return f"{at}[{item_name(item) or index}]"


def item_name(item: Node) -> str:
    """What an item of a list is known by, or nothing."""
    if isinstance(item, Branch):
        for field in IDENTITIES:
            if isinstance(name := item.get(field), Text | Whole):
                return short(name)
    return ""


def refusal(origin: Origin, at: str, message: str) -> ScenarioError:
    """Error with one fault."""
    return ScenarioError([Fault(origin.file, origin.line, at, message)])
