"""The small terminals of the sizing tests, with overrides; nothing is read twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from greenport.scenario import Scenario, load_scenario

SIZING = Path(__file__).parents[1] / "sizing"


@cache
def _scenario(name: str, overrides: tuple[tuple[str, str], ...]) -> Scenario:
    return load_scenario(SIZING / f"{name}.yaml", overrides=dict(overrides))


@pytest.fixture(scope="session")
def small() -> Callable[..., Scenario]:
    """Scenario of a file of the sizing tests, with overrides."""
    return lambda name="toy", overrides=None: _scenario(name, tuple(sorted((overrides or {}).items())))
