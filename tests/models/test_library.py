"""The scenarios that are shipped: each is whole, says what it asks, and hides no number."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from greenport import data
from greenport.scenario import Scenario, load_scenario
from greenport.sizing.door import problem_of
from greenport.sizing.problem import Problem

MODELS = Path(__file__).parents[2] / "models"
FILES = sorted(MODELS.glob("*/*.yaml"))
NAMES = [f"{file.parent.name}/{file.stem}" for file in FILES]
OTHERS = [name for name in NAMES if name.startswith("hongkong/") and name != "hongkong/base"]
MOST_LINES = 70


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(MODELS / f"{name}.yaml")


@cache
def problem(name: str) -> Problem:
    return problem_of(scenario(name))


def written(name: str) -> str:
    return (MODELS / f"{name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_is_a_problem(name: str) -> None:
    assert problem(name).demands


def test_no_two_scenarios_have_one_name() -> None:
    names = [scenario(name).name for name in NAMES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_called_as_its_file(name: str) -> None:
    hub, _, case = name.partition("/")
    assert scenario(name).name == f"{hub}-{case.replace('_', '-')}"


@pytest.mark.parametrize("name", NAMES)
def test_title_and_question_are_in_english_and_chinese(name: str) -> None:
    document = yaml.safe_load(written(name))
    for words in (document["title"], document["question"]):
        assert set(words) == {"en", "zh-Hant"}
        assert all(text.strip() for text in words.values())
        assert re.search(r"[\u4e00-\u9fff]", words["zh-Hant"])
        assert not re.search(r"[\u4e00-\u9fff]", words["en"])
    assert document["question"]["en"].endswith("?")
    assert document["question"]["zh-Hant"].endswith("？")


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_asks_its_question_in_the_first_line(name: str) -> None:
    question = yaml.safe_load(written(name))["question"]["en"]
    assert written(name).splitlines()[0] == f"# {question}"


@pytest.mark.parametrize("name", OTHERS)
def test_a_scenario_is_few_lines_on_top_of_the_base_case(name: str) -> None:
    assert yaml.safe_load(written(name))["extends"] == "base.yaml"
    assert len(written(name).splitlines()) <= MOST_LINES


def test_another_hub_builds_on_no_file_of_hong_kong() -> None:
    assert "extends" not in yaml.safe_load(written("singapore/base"))
    assert "hongkong" not in written("singapore/base")


def stated(name: str) -> pd.DataFrame:
    """Values that stand in the file itself; limits of work are no statement about the world."""
    values = scenario(name).sources()
    own = values["file"].str.endswith(f"{name}.yaml")
    return values[own & ~values["key"].str.startswith("solve.")]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_says_where_it_comes_from(name: str) -> None:
    values = stated(name)
    silent = values[(values["dataset"] == "") & (values["source"] == "")]
    assert silent["key"].tolist() == []


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_status_and_every_assumption_a_range(name: str) -> None:
    values = stated(name)
    assert set(values["status"]) <= {"published", "derived", "assumption"}
    bare = values[(values["status"] == "assumption") & (values["low"].isna() | values["high"].isna())]
    assert bare["key"].tolist() == []


def test_every_path_of_a_case_is_used_by_a_scenario() -> None:
    used = {row for name in NAMES for row in scenario(name).sources()["dataset"]}
    assert {f"cases:{key}" for key in data.keys("cases")} <= {row.rsplit("@", 1)[0] for row in used}


def test_a_scenario_that_restates_the_base_case_is_the_same_problem() -> None:
    """No duty, approvals as they are, and a target that was passed in 2025 ask for nothing new."""
    other = problem("hongkong/base")
    for name in ("duty_exempt", "approvals_today"):
        one = problem(f"hongkong/{name}")
        assert [a.ready for a in one.assets] == [a.ready for a in other.assets]
        assert [float(k.cost.max()) for k in one.links] == [float(k.cost.max()) for k in other.links]
    (target,) = problem("hongkong/action_plan_2030").volumes
    assert target.least.max() == 200
    assert not target.due.any()


def test_streamlined_approvals_make_nothing_come_later() -> None:
    today, soon = (problem(f"hongkong/approvals_{w}") for w in ("today", "streamlined"))
    ready = {a.id: a.ready for a in today.assets}
    assert all(a.ready <= ready[a.id] for a in soon.assets)
    assert {a.id for a in soon.assets if a.ready < ready[a.id]} >= {"meoh_20k", "conv_10k", "saf_conv_22k"}


def test_blending_here_and_buying_blended_have_the_same_suppliers_and_volumes() -> None:
    sold = [
        {
            r.supplier: tuple(supplier.available)
            for r in each.routes
            if r.fuel == "hefa_spk"
            for supplier in each.suppliers
            if supplier.id == r.supplier
        }
        for each in (problem("hongkong/blend_here"), problem("hongkong/buy_blended"))
    ]
    assert sold[0] == sold[1]


@pytest.mark.parametrize("year", range(2028, 2033))
def test_the_two_limits_of_the_net_zero_framework_cost_what_its_two_tiers_do(year: int) -> None:
    """100 USD/t up to the base target, 380 above it; for VLSFO at 95.484 g/MJ in 2028 139 USD a tonne."""
    framework = problem("hongkong/imo_net_zero")
    y = framework.years.index(year)
    limits = {rule.id: (float(rule.limit[y]), float(rule.deficit[y]) * 1000) for rule in framework.limits}
    (direct, low), (base, more) = limits["direct_compliance"], limits["base_target"]
    assert (low, low + more) == pytest.approx((100, 380))
    attained = 95.484
    due = low * (attained - direct) + more * (attained - base)
    assert due == pytest.approx(380 * (attained - base) + 100 * (base - direct))
    if year == 2028:
        assert due * 0.0402 == pytest.approx(139, abs=0.5)


def test_the_page_of_scenarios_is_generated_from_their_files_and_locks() -> None:
    root = MODELS.parent
    command = [sys.executable, str(root / "docs" / "library.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
