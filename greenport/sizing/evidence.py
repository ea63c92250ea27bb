"""What the cost of a plan rests on: shares by status of the data, and the inputs that move it most.

Each amount of the cost table is shared among the inputs that make it, by how strongly each moves it (the
elasticity of the amount with respect to the input). The plan is kept, and its quantities with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import nan
from pathlib import PurePath
from typing import TYPE_CHECKING

from greenport import units
from greenport.scenario import Scenario, Value
from greenport.scenario.swapping import inputs
from greenport.scenario.values import STATUSES
from greenport.sizing.door import problem_of
from greenport.sizing.joint_certificate import inputs_of
from greenport.sizing.restoring import solution_of
from greenport.sizing.revaluing import Line, Revaluer, Valuation
from greenport.sizing.tables.frame import TINY, frame

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing.plan import Plan

STEP = 1e-3
"""Share by which an input is moved to see what rests on it."""

SCREENED, SETS_QUANTITIES, NOT_USED = "screened", "sets quantities", "not used"
"""Whether moving an input changes only what things cost; if not, it is told by name and not priced."""


@dataclass(frozen=True)
class Input:
    """A value of the scenario, or the points of a series, or all uses of a dataset row."""

    name: str
    keys: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def status(self) -> str:
        """Published, derived or assumption; what says nothing is an assumption."""
        return self.values[0].status or STATUSES[-1]

    def end(self, name: str) -> dict[int, Value]:
        """The values at their low or high end, by the identity of those they replace."""
        ends = ((value, getattr(value, name)) for value in self.values)
        return {id(v): replace(v, quantity=v.quantity if end is None else end) for v, end in ends}

    def moved(self) -> dict[int, Value]:
        """The values a little larger."""
        return {id(v): replace(v, quantity=v.quantity * (1 + STEP)) for v in self.values}

    @property
    def ranged(self) -> bool:
        """Whether any value has a low and a high end that differ."""
        return any(v.low is not None and v.high is not None and v.low < v.high for v in self.values)

    def written(self, name: str) -> str:
        """What stands at an end: first and last of a series."""
        found = [v.quantity if (end := getattr(v, name)) is None else end for v in self.values]
        texts = [units.show(quantity) for quantity in (found[0], found[-1])]
        return texts[0] if texts[0] == texts[1] else " … ".join(texts)


def inputs_in(scenario: Scenario) -> list[Input]:
    """Inputs of a scenario: what comes from one dataset row with one status counts as one."""
    found: dict[tuple[str, str], list[tuple[str, Value]]] = defaultdict(list)
    for key, value in inputs(scenario.document):
        found[value.data or key, value.status].append((key, value))
    return [
        Input(name, tuple(dict.fromkeys(key for key, _ in mine)), tuple(value for _, value in mine))
        for (name, _), mine in found.items()
    ]


SHARES = ["item", "status", "amount", "share", "unit"]
MOVERS = [
    "name",
    "keys",
    "low_value",
    "high_value",
    "status",
    "source",
    "how",
    "low",
    "high",
    "swing",
    "unit",
]


def evidence_of(plan: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares of the cost by item and status, and what every range does to it.

    Parameters
    ----------
    plan
        Of one future. Its problem is built again from its inputs; its assets and schedules are kept.

    Returns
    -------
    tuple of DataFrame
        As `Plan.evidence` and `Plan.movers`.

    Raises
    ------
    DataError
        If the datasets have changed since.
    """
    scenario = inputs_of(plan)
    problem = problem_of(scenario)
    kept = Revaluer(scenario, problem, solution_of(plan, problem))
    money = units.unit_text(plan.cost.units)
    found = inputs_in(scenario)
    places = dict(
        zip(plan.sources["key"], zip(plan.sources["file"], plan.sources["line"], strict=True), strict=True)
    )
    return (
        frame(list(_shares(kept, found, money)), SHARES),
        frame(list(_movers(kept, found, places, money)), MOVERS).sort_values(
            "swing", ascending=False, kind="stable", ignore_index=True
        ),
    )


def _shares(kept: Revaluer, found: list[Input], money: str) -> Iterator[dict[str, object]]:
    """Every amount at its size, shared among the statuses of the inputs that make it."""
    pulls: dict[Line, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        if any(map(kept.matters, one.values)):
            for line, change in _changes(kept.base, kept.valued(one.moved())):
                pulls[line][one.status] += abs(change)
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for line, amount in kept.base.lines.items():
        pull = pulls.get(line) or {STATUSES[-1]: 1.0}
        for status, strength in pull.items():
            shared[line[0], status] += abs(amount) * strength / sum(pull.values())
    total = sum(shared.values())
    for (item, status), amount in sorted(shared.items(), key=lambda one: -one[1]):
        if amount > TINY:
            yield {"item": item, "status": status, "amount": amount, "share": amount / total, "unit": money}


def _changes(base: Valuation, other: Valuation) -> Iterator[tuple[Line, float]]:
    for line, amount in base.lines.items():
        change = other.lines.get(line, 0.0) - amount
        if abs(change) > 1e-12 * abs(amount):
            yield line, change


def _movers(
    kept: Revaluer, found: list[Input], places: dict[str, tuple[str, int]], money: str
) -> Iterator[dict[str, object]]:
    for one in found:
        if not one.ranged:
            continue
        used = any(map(kept.matters, one.values))
        low = kept.valued(one.end("low")) if used else kept.base
        high = kept.valued(one.end("high")) if used and low.only_money else low
        how = NOT_USED if not used else SCREENED if low.only_money and high.only_money else SETS_QUANTITIES
        down, up = (end.cost - kept.base.cost if how == SCREENED else nan for end in (low, high))
        file, line = places.get(one.keys[0], ("", 0))
        stated = f"datasets, {one.name}" if one.values[0].data else f"stated in {PurePath(file).name}:{line}"
        yield {
            "name": one.name,
            "keys": ", ".join(one.keys),
            "low_value": one.written("low"),
            "high_value": one.written("high"),
            "status": one.status,
            "source": one.values[0].source or stated,
            "how": how,
            "low": down,
            "high": up,
            "swing": max(down, up, 0.0) - min(down, up, 0.0) if how == SCREENED else nan,
            "unit": money,
        }
