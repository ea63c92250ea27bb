"""Futures of a scenario: what they may change, and the scenario that each of them is.

What is decided before the future is known, and what it costs, is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from greenport.errors import Fault, ScenarioError
from greenport.scenario.merging import put, steps_of
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import Future
from greenport.scenario.tree import Branch, Origin, near
from greenport.scenario.unknown import unknown
from greenport.scenario.values import known

MAY_SET: Final = (
    "bunker_intensity",
    *(f"delivery.*.{name}" for name in ("hire", "fuel_at_sea", "fuel_in_port")),
    *(f"demand.*.{name}" for name in ("asks", "uplift", "share", "at_least", "otherwise", "reference")),
    "demand.*.departing_passengers",
    *(f"offers.*.{name}" for name in ("premium", "freight")),
    *(f"places.*.pools.*.modules.*.{name}" for name in ("lease", "rate")),
    "prices.*",
    *(f"rules.*.{name}" for name in ("share", "price", "rate", "begins")),
    "seed",
    *(f"ships.*.{name}" for name in ("charter", "speed", "fuel_at_sea", "fuel_in_port", "waiting")),
    "ships.*.port_cost",
    *(f"suppliers.*.{name}" for name in ("price", "price_path", "available", "intensity", "distance")),
    *(f"weather.*.{name}" for name in ("occasions", "duration")),
)
"""Keys that may differ between futures, with all that is below them; a star stands for any name."""

EXACT: Final = 1e-6
"""By how much probabilities may miss 1."""


def within(scenario: Scenario) -> Iterator[Fault]:
    """Find what is wrong with the futures as such: probabilities, and what they may not set."""
    futures, risk = scenario.document.futures, scenario.document.solve.risk
    if risk is not None and not futures:
        message = "says how futures are weighed, and there are none; add `futures`, or leave it out"
        yield scenario.fault(("solve", "risk"), message)
    if not futures or not known(*futures):
        return
    total = sum(_share(future) for future in futures)
    if abs(total - 1) > EXACT:
        message = f"the probabilities add up to {100 * total:.6g} %; expected 100 %"
        yield scenario.fault(("futures",), message)
    for future in futures:
        yield from _settings(scenario, future)


def _settings(scenario: Scenario, future: Future) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    for key in future.settings:
        steps = tuple(steps_of(key))
        origin, at = _place(scenario, future, key)
        if message := _refused(steps):
            yield Fault(origin.file, origin.line, at, message)
        elif steps[0] == "prices" and steps[1] not in scenario.document.prices:
            message = unknown("price", steps[1], scenario.document.prices)
            yield Fault(origin.file, origin.line, at, message)
        elif steps in seen:
            yield Fault(origin.file, origin.line, at, f"stands above as {seen[steps]} already; keep one")
        seen[steps] = key


def _refused(steps: tuple[str, ...]) -> str:
    """Why a key is no matter of a future; nothing where it is one."""
    patterns = [tuple(pattern.split(".")) for pattern in MAY_SET]
    if any(_matches(steps, pattern) for pattern in patterns):
        return ""
    mine = [pattern for pattern in patterns if pattern[0] == steps[0]]
    if mine and all(_matches(pattern, steps) for pattern in mine[:1]):
        return f"expected single values, e.g. {'.'.join(mine[0]).replace('*', 'NAME')}"
    said = "is decided or agreed before the future is known, so it is the same in every future"
    if not mine:
        return f"{said}; expected one of {', '.join(dict.fromkeys(pattern[0] for pattern in patterns))}"
    fields = [pattern[-1] for pattern in mine]
    return f"{said}; of {steps[0]} a future may set {', '.join(fields)}{near(steps[-1], fields)}"


def _matches(steps: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Whether steps lead to what a pattern names, or below it."""
    return len(steps) >= len(pattern) and all(
        wanted in ("*", step) or step == "*" for step, wanted in zip(steps, pattern, strict=False)
    )


def tree_of(scenario: Scenario, future: Future) -> Branch:
    """The scenario of one future, as a tree: with its settings, and without other futures.

    Raises
    ------
    ScenarioError
        For every setting of something that does not exist, at its line.
    """
    tree = Branch(scenario.tree, scenario.tree.origin, scenario.tree.key_origins)
    del tree["futures"]
    solve = scenario.tree["solve"]
    if isinstance(solve, Branch) and "risk" in solve:
        tree["solve"] = Branch(
            {name: node for name, node in solve.items() if name != "risk"}, solve.origin, solve.key_origins
        )
    faults: list[Fault] = []
    for key, value in future.settings.items():
        origin, at = _place(scenario, future, key)
        try:
            tree = put(tree, key, value, origin)
        except ScenarioError as error:
            faults += [Fault(origin.file, origin.line, at, fault.message) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)
    return tree


def _share(future: Future) -> float:
    return float(future.probability.quantity.to("").magnitude)


def probabilities(scenario: Scenario) -> dict[str, float]:
    """Probability of each future by id; they add up to 1 exactly."""
    total = sum(_share(future) for future in scenario.document.futures)
    return {future.id: _share(future) / total for future in scenario.document.futures}


def _place(scenario: Scenario, future: Future, key: str) -> tuple[Origin, str]:
    origin, _ = scenario.located("futures", future.id, "set", key)
    return origin, f"futures[{future.id}].set.{key}"
