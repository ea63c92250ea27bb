"""Which ranges matter: the cost at the low and the high end of every value that has a range.

The plan is kept: what stands stays, and the rest of each year follows at least cost, by warm re-solves of
loaded years on weeks in which cargoes need not be whole. The widest bars are then sized anew, by certified
solves. A dataset's value that a scenario uses in several places moves in all of them at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from greenport import units
from greenport.errors import GreenportError, InfeasibleError, ScenarioError, StoppedError
from greenport.scenario import Scenario, Series, Value
from greenport.scenario.unknown import unknown
from greenport.scenario.walking import contents
from greenport.sizing.planning import Watch
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, paths
from greenport.sizing.solve.operated import ASSETS, Operated
from greenport.sizing.structure import structure
from greenport.studies.session import Session, session

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("tornado",)


@dataclass(frozen=True)
class Range:
    """A value, or all values of one dataset row, with low and high ends.

    Attributes
    ----------
    name : str
        Row of the dataset, or key in the scenario.
    keys : tuple of str
        Where it stands in the scenario.
    low, high : str
        What is written there at either end.
    status : str
        Published, derived or assumption.
    """

    name: str
    keys: tuple[str, ...]
    low: str
    high: str
    status: str


@dataclass(frozen=True)
class Bar:
    """Cost at both ends of a range, MUSD; `inf` where the plan cannot be operated, NaN where not sized."""

    range: Range
    low: float
    high: float
    resized_low: float = math.nan
    resized_high: float = math.nan

    def swing(self, base: float) -> float:
        """Largest less least cost, the base included."""
        return max(self.low, self.high, base) - min(self.low, self.high, base)


@dataclass(frozen=True)
class Tornado:
    """Bars, the widest first.

    Attributes
    ----------
    cost : float
        Of the plan, MUSD.
    operated : float
        The same plan as the bars price it, with cargoes that need not be whole: what bars are compared
        with, MUSD.
    bars : tuple of Bar
        The widest first.
    skipped : tuple of str
        Ranges whose ends the scenario does not accept, each with the reason.
    interrupted : bool
        Whether Ctrl-C ended the study; bars found are kept.
    """

    cost: float
    operated: float
    bars: tuple[Bar, ...]
    skipped: tuple[str, ...]
    money: str
    interrupted: bool
    compilations: int

    def table(self) -> pd.DataFrame:
        """One row a range.

        Returns
        -------
        DataFrame
            Columns name, low_value, high_value, status, low and high (change of the plan's cost at either
            end), swing, resized_low and resized_high (change of cost when sized anew), unit.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                "name": bar.range.name,
                "low_value": bar.range.low,
                "high_value": bar.range.high,
                "status": bar.range.status,
                "low": bar.low - self.operated,
                "high": bar.high - self.operated,
                "swing": bar.swing(self.operated),
                "resized_low": bar.resized_low - self.cost,
                "resized_high": bar.resized_high - self.cost,
                "unit": self.money,
            }
            for bar in self.bars
        )

    def figure(self) -> Any:
        """The widest bars (plotly)."""
        return import_module("greenport.report.studies").tornado(self)

    def _repr_html_(self) -> str:
        return str(self.table().to_html(index=False))


def sensitivity(
    scenario: Scenario,
    method: str = "tornado",
    keys: list[str] | None = None,
    resized: int = 10,
    progress: Watch = False,
) -> Tornado:
    """Price the ends of every range that a scenario states.

    Parameters
    ----------
    scenario
        What to plan for.
    method
        ``"tornado"``: one value at a time.
    keys
        Names of the ranges to try, as in the table; default all.
    resized
        How many of the widest are sized anew, both ends.
    progress
        As in `size`.

    Returns
    -------
    Tornado

    Raises
    ------
    ScenarioError
        Unknown method or range.
    """
    if method not in METHODS:
        raise ScenarioError.of("method", unknown("method", str(method), METHODS))
    known = {one.name: one for one in ranges(scenario)}
    for key in keys or []:
        if key not in known:
            raise ScenarioError.of("keys", unknown("range", key, known))
    wanted = list(known.values()) if keys is None else [known[key] for key in keys]
    with session(scenario, progress) as study:
        return _tornado(study, wanted, resized)


def ranges(scenario: Scenario) -> Iterator[Range]:
    """Every value of the scenario with a low and a high end that differ; those of one dataset row as one."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for key, content in contents(scenario.document):
        values = list(content.points.values()) if isinstance(content, Series) else [content]
        if not any(v.low is not None and v.high is not None and v.low < v.high for v in values):
            continue
        low, high = (_written(content, end) for end in ("low", "high"))
        name = values[0].data or key
        groups.setdefault((name, low, high, values[0].status or "assumption"), []).append(key)
    taken: set[str] = set()
    for (name, low, high, status), found in groups.items():
        unique = name if name not in taken else found[0]
        taken.add(unique)
        yield Range(unique, tuple(found), low, high, status)


def _written(content: Value | Series, end: str) -> str:
    """Value or series at one end of its range, as it is written in a scenario."""
    if isinstance(content, Value):
        stated = getattr(content, end)
        quantity = content.quantity if stated is None else stated
        return f"{float(quantity.magnitude):.12g} {units.unit_text(quantity.units)}".strip()
    if set(content.points) == {0}:
        return _written(content.points[0], end)
    return "{" + ", ".join(f"{year}: {_written(v, end)}" for year, v in content.points.items()) + "}"


class _Kept:
    """The plan, loaded once a structure."""

    def __init__(self, study: Session, problem: Problem, solution: Solution) -> None:
        self.study, self.problem, self.solution = study, problem, solution
        self.loaded: dict[object, Operated] = {}

    def cost(self, problem: Problem) -> float:
        """Cost of the plan in another future, MUSD; `inf` where it cannot be built or operated."""
        if problem.years != self.problem.years or not all(
            n == 0 or (v >= asset.ready and asset.end[v] > v)
            for asset in problem.assets
            if asset.owned
            for v, n in enumerate(paths.vintages(asset, self.solution.path[asset.id]))
        ):
            return math.inf
        key = structure(problem)
        if key not in self.loaded:
            self.loaded[key] = Operated(self.study.models.weekly(problem), self.solution.schedules, ASSETS)
        years = self.loaded[key].costs(problem)
        return float(problem.discount @ years) + paths.capital(problem, self.solution.path)


def _tornado(study: Session, wanted: list[Range], resized: int) -> Tornado:
    problem = study.problem()
    solution = study.solve(problem, "the plan")
    kept = _Kept(study, problem, solution)
    base, bars, skipped = kept.cost(problem), [], []
    for number, one in enumerate(wanted):
        study.tell("re-operating the plan", number, len(wanted))
        if study.stopped:
            break
        try:
            low, high = (
                kept.cost(study.problem(dict.fromkeys(one.keys, end))) for end in (one.low, one.high)
            )
        except GreenportError as error:
            skipped.append(f"{one.name}: {str(error).splitlines()[0]}")
            continue
        bars.append(Bar(one, low, high))
    bars.sort(key=lambda bar: -bar.swing(base))
    for place, bar in enumerate(bars[:resized]):
        if study.stopped:
            break
        try:
            low, high = (_resized(study, bar.range, end) for end in ("low", "high"))
        except StoppedError:
            break
        bars[place] = replace(bar, resized_low=low, resized_high=high)
    money = f"MUSD_{study.scenario.document.finance.price_year}"
    return Tornado(
        solution.value, base, tuple(bars), tuple(skipped), money, study.stopped, study.models.compilations
    )


def _resized(study: Session, one: Range, end: str) -> float:
    """Cost of the best plan at one end; `inf` where there is none."""
    text = one.low if end == "low" else one.high
    try:
        return study.solve(study.problem(dict.fromkeys(one.keys, text)), f"{one.name}, {end}").value
    except InfeasibleError:
        return math.inf
