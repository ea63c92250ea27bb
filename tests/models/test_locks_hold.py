"""The locks of the shipped scenarios: of the inputs as they are, and three found again by solving."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenport.scenario import load_scenario, models
from greenport.sizing import load_plan
from greenport.studies import reproduce
from greenport.studies.locks import content
from greenport.studies.locks.writing import archived

LOCKS = sorted(models().rglob(f"*{content.SUFFIX}"))
QUICK = ["nobody_comes", "no_new_land", "slow_uptake"]


def named(path: Path) -> str:
    return path.name.removesuffix(content.SUFFIX)


@pytest.mark.parametrize("path", LOCKS, ids=named)
def test_a_lock_is_of_the_inputs_as_they_are(path: Path) -> None:
    kept = content.read(path)
    scenario = load_scenario(path.parent / kept.scenario)
    assert (scenario.hash, scenario.provenance_hash) == (kept.hash, kept.provenance_hash)
    plan = load_plan(archived(path, kept))
    assert (plan.scenario_hash, plan.interrupted) == (kept.hash, False)
    assert plan.gap <= plan.gap_asked


@pytest.mark.parametrize("name", QUICK)
def test_a_locked_result_is_found_again(name: str) -> None:
    again = reproduce(f"hongkong/{name}")
    assert again.passed, (again.faults, again.table().to_string())
