"""What the documentation claims: that it is current, that its links and examples work, that names exist."""

from __future__ import annotations

import doctest
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

import greenport as gp

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        ROOT / "benchmarks" / "README.md",
        ROOT / "datasets" / "README.md",
    ]
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def blocks(language: str) -> Iterator[str]:
    for page in PAGES:
        yield from (code for kind, code in FENCE.findall(page.read_text("utf-8")) if kind == language)


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_mathematics() -> int:
    command = [sys.executable, "docs/generate.py", "--check"]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode


def test_the_mathematics_page_is_what_the_docstrings_say() -> None:
    assert check_mathematics() == 0


def test_a_page_that_differs_from_the_docstrings_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate = generator()
    stale = tmp_path / "docs" / "mathematics.md"
    stale.parent.mkdir()
    stale.write_text(generate.page().replace("**B1**", "**B9**", 1), encoding="utf-8")
    monkeypatch.setattr(generate, "PAGE", stale)
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generate.main() == 1


def test_every_rule_of_the_blocks_is_on_the_mathematics_page() -> None:
    page = (ROOT / "docs" / "mathematics.md").read_text("utf-8")
    label = re.compile(r'"""([A-Z]\d): ([^"\[]+)')
    sources = [path.read_text("utf-8") for path in (ROOT / "greenport/sizing/blocks").glob("*.py")]
    rules = [found for source in sources for found in label.findall(source)]
    missing = [name for name, said in rules if f"**{name}** · {said.split(';')[0].strip()}" not in page]
    assert (missing, len(rules) > 30) == ([], True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(prose(page)) if "://" not in target]
    assert [t for t in targets if not (page.parent / t.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("text", [code for code in blocks("yaml") if code.startswith("greenport:")])
def test_every_scenario_shown_can_be_loaded(text: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.yaml"
    file.write_text(text, encoding="utf-8")
    assert gp.load_scenario(file).name in text


def test_the_values_shown_are_accepted_where_they_stand() -> None:
    shown = "\n".join(code for code in blocks("yaml") if not code.startswith("greenport:"))
    lines = dict(re.findall(r"^(\w+): (.+?)\s*(?:# .*)?$", shown, re.MULTILINE))
    pool = "places.tsing_yi_south.pools.methanol"
    keys = {
        "heel": f"{pool}.heel",
        "pipeline": f"{pool}.pipeline",
        "capex": f"{pool}.modules.meoh_20k.capex",
        "volume": f"{pool}.modules.meoh_20k.volume",
        "asks": "demand.container_large.asks",
        "available": "suppliers.goldwind.available",
    }
    scenario = gp.load_scenario("hongkong", overrides={keys[name]: text for name, text in lines.items()})
    assert {
        name for name, key in keys.items() if any(k.startswith(key) for k, _ in scenario.values())
    } == set(lines)


@pytest.mark.parametrize("text", [code for code in blocks("python") if ">>>" in code])
def test_every_console_example_gives_what_it_shows(text: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, {}, "shown", None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_names_used_in_the_examples_exist() -> None:
    from greenport.report.figures import Figures

    code = "\n".join(blocks("python"))
    figures = set(re.findall(r"\bplan\.figures\.(\w+)", code))
    known = {field.name for field in fields(gp.Plan)} | set(dir(gp.Plan))
    unknown = [f"gp.{name}" for name in re.findall(r"\bgp\.(\w+)", code) if not hasattr(gp, name)]
    unknown += [f"plan.{name}" for name in re.findall(r"(?<![\w.])plan\.(\w+)", code) if name not in known]
    unknown += [f"plan.figures.{name}" for name in figures if not hasattr(Figures, name)]
    assert unknown == []


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        name
        for code in blocks("sh")
        for name in re.findall(r"^make (?:\w+=\S* )*([a-z-]+)", code, re.MULTILINE)
    }
    assert named - targets == set()


@pytest.mark.parametrize(
    "command",
    sorted(
        {name for code in blocks("sh") for name in re.findall(r"^greenport ([a-z]+)", code, re.MULTILINE)}
    ),
)
def test_every_command_named_exists(command: str) -> None:
    program = Path(sys.executable).with_name("greenport")
    done = subprocess.run([program, command, "--help"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
