"""From a YAML file to a tree, with every fault of the file.

Nothing in a file is executed: a file is text, numbers, true, false, null, maps and lists, and anything
else is a fault. Scalars follow the core schema of YAML 1.2, so that `no`, `on`, `12:30`, `1_000` and
dates stay the text they look like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml

from greenport.errors import Fault, ScenarioError
from greenport.scenario import syntax
from greenport.scenario.tree import (
    Branch,
    Items,
    Key,
    Node,
    Origin,
    Real,
    Text,
    Whole,
    as_key,
    dotted,
    file_name,
    item_key,
    kind,
    near,
    placed,
    refusal,
    short,
)

SUFFIXES: Final = (".yaml", ".yml")
MAX_BYTES: Final = 5_000_000
MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 40
MAX_FAULTS: Final = 100
MAX_DIGITS: Final = 40


def read(path: Path | str, faults: list[Fault] | None = None) -> Branch:
    r"""Read one YAML file, without following its `extends`.

    Parameters
    ----------
    path
        A UTF-8 file of at most 5 MB, 200,000 values and 40 levels that holds one map.
    faults
        Takes the faults of single values, such as a key given twice, where the rest can be read; without
        it they are raised.

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
    name = file_name(path)
    start = Origin(name, 0)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refusal(start, "", f"no such file{near(path.name, neighbours(path))}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(start, "", f"cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        large = (
            f"larger than {MAX_BYTES // 1_000_000} MB; put long tables into a CSV file beside the scenario"
        )
        raise refusal(start, "", large)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(Origin(name, line), "", "not UTF-8 text; save the file as UTF-8") from None
    return parse(text, name, faults)


def parse(text: str, file: str = "<text>", faults: list[Fault] | None = None) -> Branch:
    """Read YAML from a text as `read` does from a file; `file` names it in origins and messages.

    What a text that is no map says is not repeated: it may be anybody's.

    >>> parse("open: no")
    {'open': 'no'}
    """
    tree = _Reader(file).document(text, faults)
    if not isinstance(tree, Branch):
        found = "nothing" if tree is None else "a list" if isinstance(tree, Items) else "a bare value"
        origin = getattr(tree, "origin", Origin(file, 1))
        raise refusal(origin, "", f"{found} at the top; expected a map of `key: value` lines")
    return tree


def parse_value(text: str, file: str, at: str) -> Node:
    """Read one value without lines, as an override gives it; `at` is its key in messages."""
    return _Reader(file, at, lines=False).document(text)


def neighbours(path: Path) -> list[str]:
    """Other scenario files in the folder of a path, for near matches."""
    try:
        return [
            file_name(other.name)
            for other in path.parent.iterdir()
            if other.suffix in SUFFIXES and other.name != path.name and other.is_file()
        ]
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

    def document(self, text: str, faults: list[Fault] | None = None) -> Node:
        """Read the one document of a text, or raise all its faults.

        Where `faults` is given and the text was read to its end, they are added to it instead.
        """
        tree: Node = None
        complete = False
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
            complete = isinstance(tree, Branch)
        except yaml.MarkedYAMLError as error:
            self.add(*syntax.told(error), self.at)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.add(1, f"not valid YAML: {error}", self.at)
        except _StopError:
            pass
        if self.faults and (faults is None or not complete):
            raise ScenarioError(self.faults)
        if faults is not None:
            faults += self.faults
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
            alias = short(event.anchor)
            self.fault(event, f"alias *{alias} is not read; repeat the value, or share it through `extends`")
            return Text()
        if event.anchor is not None:
            self.fault(event, f"anchor &{short(event.anchor)} is not read; share values through `extends`")
        if event.tag is not None:
            tag = short(event.tag.replace("tag:yaml.org,2002:", "!!"))
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
                self.fault(event, f'"{short(key)}" is given twice{where}; keep one')
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
            return as_key(node)
        if isinstance(node, Whole):
            return as_key(str(int(node)))
        self.fault(event, f"{kind(node)} as a key; expected a text or a year (quotes make a text)")
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
            at = item_key(at, inner, key) if isinstance(node, Items) else dotted(at, short(key))
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
