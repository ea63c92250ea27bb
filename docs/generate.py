"""Write docs/mathematics.md from the docstrings and rules of the sizing room.

``python docs/generate.py`` writes the page; with ``--check`` it only says whether the page is up to date.
The sources are read as text, so nothing of greenport is imported.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "mathematics.md"
SIZING = Path("greenport") / "sizing"

RULES = (
    "investment.py",
    "first_stage.py",
    "operation.py",
    *(
        f"blocks/{name}.py"
        for name in ("assets", "supply", "storage", "delivery", "blending", "transfer", "rules", "emissions")
    ),
)
"""Files whose labelled rules are shown, in reading order."""

DOOR = tuple(
    f"door/{name}.py" for name in ("desk", "sites", "supply", "delivery", "demand", "rules", "build")
)
"""Files in which a scenario becomes numbers; labelled where a rule acts there already."""

PROSE = (
    *("coefficients.py", "numbers.py", "solve/multipliers.py", "solve/floor.py", "assemble.py"),
    *("risk.py", "solve/split.py", "solve/futures.py"),
)
"""Files of which the page shows what their public functions say."""

LABEL = re.compile(r"^([A-Z]\d[a-z]?|CVaR): ", re.ASCII)

HEAD = """\
# Mathematics

*This page is generated from the source by `python docs/generate.py`; change the docstrings, not the page.
A test fails when the two differ.*

<!-- fmt: off -->

Two Pyomo models make up the problem: the **investment** over the years, and the **operating year**, which
is compiled once and stamped for each milestone year with that year's vectors. Rule **A1** joins them; where
there are several futures, **A1b** and **CVaR** join those. Below stands every rule with its label, what it
says, its unit, and the expression that the solver gets. `m` is the model; `t` is a period (a week when a
bound is searched, a day when a plan is scheduled), `p` a pool, `r` a route (an offer into a pool), `d` a
demand, `v` a class of bunker vessels, `x` a direct offer, `q` an accounting quarter, `w` a future. How the
problem is solved and how good the answer is stands in [method.md](method.md).
"""


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit 1 if the page is out of date")
    fresh = page()
    if not parser.parse_args().check:
        PAGE.write_text(fresh, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == fresh:
        return 0
    sys.stderr.write(f"docs/{PAGE.name} is out of date; run: python docs/generate.py\n")
    return 1


def page() -> str:
    """Text of the page."""
    parts = [HEAD, _index(), _sets(), "## Rules\n"]
    parts += [_rules(name) for name in RULES]
    parts += [_door(), "## Costs\n", _charges(), "## Numbers, multipliers and the floor\n"]
    parts += [_prose(name) for name in PROSE if (ROOT / SIZING / name).is_file()]
    return "\n".join(parts).rstrip() + "\n"


def _parsed(name: str) -> tuple[str, ast.Module]:
    text = (ROOT / SIZING / name).read_text(encoding="utf-8")
    return text, ast.parse(text)


def _said(node: ast.Module | ast.FunctionDef | ast.ClassDef) -> str:
    """Docstring in Markdown, without its numpy sections."""
    text = ast.get_docstring(node) or ""
    text = re.split(r"\n\n(?:Parameters|Returns|Raises|Attributes|Examples)\n-+\n", text)[0]
    return text.replace("``", "`")


def _first(text: str) -> tuple[str, str]:
    head, _, rest = text.partition("\n\n")
    return " ".join(head.split()).rstrip("."), rest


def _title(name: str, level: str = "###") -> str:
    """Heading of a file: what it is in its own words, and where it stands."""
    head, rest = _first(_said(_parsed(name)[1]))
    link = f"[`{SIZING.as_posix()}/{name}`](../{SIZING.as_posix()}/{name})"
    return f"{level} {head}\n\n{link}\n" + (f"\n{rest}\n" if rest else "")


def _labelled(name: str) -> Iterator[tuple[str, str, str]]:
    """Label, sentence and code of each rule of a file."""
    text, tree = _parsed(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (found := LABEL.match(ast.get_docstring(node) or "")):
            sentence = " ".join(_said(node)[found.end() :].split())
            lines = text.splitlines()[node.body[1].lineno - 1 : node.end_lineno]
            yield found[1], sentence, textwrap.dedent("\n".join(lines))


def _index() -> str:
    where: dict[str, list[str]] = {}
    for name in (*RULES, *DOOR):
        for label, _, _ in _labelled(name):
            where.setdefault(label, []).append(name)
    lines = ["| label | rules | in |", "|---|---|---|"]
    lines += [
        f"| **{label}** | {len(names)} | {', '.join(f'`{n}`' for n in dict.fromkeys(names))} |"
        for label, names in sorted(where.items())
    ]
    return "\n".join(lines) + "\n"


def _sets() -> str:
    """The things the problem speaks of, and the units of their numbers."""
    _, tree = _parsed("problem.py")
    lines = ["## Sets and units\n", _first(_said(tree))[1] + "\n", "| set | what a member is |", "|---|---|"]
    lines += [
        f"| {node.name} | {' '.join(_said(node).split())} |"
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name not in ("Problem", "Excluded")
    ]
    return "\n".join(lines) + "\n"


def _rules(name: str) -> str:
    _, tree = _parsed(name)
    parts = [_title(name)]
    parts += [
        f"Variables: {' '.join(_said(node).split())}\n"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "variables"
    ]
    parts += [
        f"**{label}** · {sentence}\n\n```python\n{code}\n```\n" for label, sentence, code in _labelled(name)
    ]
    return "\n".join(parts)


def _door() -> str:
    """Rules that act before there is a model: on what exists, and on what it costs."""
    parts = ["## Rules at the way in\n", "These act where the scenario becomes numbers.\n"]
    for name in DOOR:
        path = f"{SIZING.as_posix()}/{name}"
        parts += [
            f"- **{label}** · {sentence} ([`{name}`](../{path}))" for label, sentence, _ in _labelled(name)
        ]
    return "\n".join(parts) + "\n"


def _charges() -> str:
    """What each column of an operating year costs."""
    _, tree = _parsed("charges.py")
    parts = [_title("charges.py")]
    named = {
        ast.unparse(line.targets[0]): line.value
        for line in tree.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
    }
    table = ["| column | charged for | MUSD per unit of the column |", "|---|---|---|"]
    for outer in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        inner = {node.name: node for node in outer.body if isinstance(node, ast.FunctionDef)}
        for column, function in _returned(outer, inner):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "Charge":
                    what = ast.literal_eval(named.get(ast.unparse(call.args[0]), call.args[0]))
                    amount = _amount(function, call.args[3])
                    table.append(f"| `{column}` | {what} | `{amount}` |")
    return "\n".join([*parts, *table]) + "\n"


def _returned(
    outer: ast.FunctionDef, inner: dict[str, ast.FunctionDef]
) -> Iterator[tuple[str, ast.FunctionDef]]:
    last = outer.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Dict):
        for key, value in zip(last.value.keys, last.value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(value, ast.Name):
                yield str(key.value), inner[value.id]


def _amount(function: ast.FunctionDef, node: ast.expr) -> str:
    """An amount as an expression: local names put in, conversions to float left out."""
    local = {
        ast.unparse(line.targets[0]): line.value for line in function.body if isinstance(line, ast.Assign)
    }
    return re.sub(r"\bfloat\(([^()]*)\)", r"\1", ast.unparse(local.get(ast.unparse(node), node)))


def _prose(name: str) -> str:
    _, tree = _parsed(name)
    parts = [_title(name)]
    parts += [
        f"- `{node.name}`: {' '.join(_said(node).split())}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _said(node)
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
