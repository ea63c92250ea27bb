"""Two terminals small enough to solve by hand, with overrides; nothing is solved twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from greenport.scenario import Scenario, load_scenario
from greenport.sizing import Plan, size
from greenport.sizing.door import problem_of
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Run, Solution

HERE = Path(__file__).parent

Overrides = tuple[tuple[str, str], ...]


@cache
def _scenario(name: str, overrides: Overrides) -> Scenario:
    return load_scenario(HERE / f"{name}.yaml", overrides=dict(overrides))


@cache
def _problem(name: str, overrides: Overrides) -> Problem:
    return problem_of(_scenario(name, overrides))


@cache
def _plan(name: str, overrides: Overrides) -> Plan:
    return size(_scenario(name, overrides))


def _frozen(overrides: dict[str, str] | None) -> Overrides:
    return tuple(sorted((overrides or {}).items()))


@pytest.fixture(scope="session")
def toy_scenario() -> Callable[..., Scenario]:
    """Scenario of ``toy.yaml`` (or another file here) with overrides."""
    return lambda overrides=None, name="toy": _scenario(name, _frozen(overrides))


@pytest.fixture(scope="session")
def toy_problem() -> Callable[..., Problem]:
    """Problem of ``toy.yaml`` (or another file here) with overrides."""
    return lambda overrides=None, name="toy": _problem(name, _frozen(overrides))


@pytest.fixture(scope="session")
def toy_plan() -> Callable[..., Plan]:
    """Plan of ``toy.yaml`` (or another file here) with overrides."""
    return lambda overrides=None, name="toy": _plan(name, _frozen(overrides))


@pytest.fixture(scope="session")
def solved() -> Callable[[Problem], Solution]:
    """Solution of a problem, to the gap it asks for."""
    return lambda problem: Run(problem, problem.gap).solve()
