"""Near-optimal plans: other shapes that cost little more, and what none of them can do without.

Each thing that the best plan has (storage at a pool, an asset, a supplier) is refused, alone and then on top
of what could be refused before. What is found is sized and scheduled as any plan. Where every plan without
it is proved to cost more than the slack allows, it is a must-have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING, Any

from greenport.errors import InfeasibleError, ScenarioError, SolverError, StoppedError
from greenport.scenario import Scenario
from greenport.sizing import Plan
from greenport.sizing.planning import Watch
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, TooDearError
from greenport.studies import decisions
from greenport.studies.decisions import Decision
from greenport.studies.session import Session, expected, session
from greenport.units import Q_, Quantity, show

if TYPE_CHECKING:
    import pandas as pd

SHARE_OF_SLACK = 0.25
"""Gap asked of an alternative, as a share of what the slack allows."""

WIDEST = 0.1
"""Widest gap asked of an alternative, on the money that decisions can move."""


@dataclass(frozen=True)
class Alternative:
    """A plan within the slack.

    Attributes
    ----------
    plan : Plan
        Sized and scheduled.
    refused : tuple of str
        What was refused to find it; nothing for the best plan.
    has : tuple of str
        Storage, assets and suppliers that it has in any year.
    """

    plan: Plan
    refused: tuple[str, ...]
    has: tuple[str, ...]

    @property
    def shape(self) -> str:
        """Where it stores."""
        stores = [name.removeprefix("storage at ") for name in self.has if name.startswith("storage at ")]
        return "storage at " + ", ".join(stores) if stores else "no storage here"


@dataclass(frozen=True)
class Alternatives:
    """Plans that cost at most the slack more than the best.

    Attributes
    ----------
    found : tuple of Alternative
        The best plan first.
    limit : Quantity
        Most that a plan may cost: cost of the best, and the slack's share of it more [money].
    must_haves : tuple of str
        What every plan within the slack has; proved.
    interrupted : bool
        Whether Ctrl-C ended the search; what was found is kept.
    compilations : int
        How often a year was compiled.
    """

    found: tuple[Alternative, ...]
    limit: Quantity
    must_haves: tuple[str, ...]
    interrupted: bool
    compilations: int

    @property
    def shared(self) -> tuple[str, ...]:
        """What all plans found have."""
        sets = [set(one.has) for one in self.found]
        return tuple(name for name in self.found[0].has if all(name in has for has in sets))

    def table(self) -> pd.DataFrame:
        """One row a plan.

        Returns
        -------
        DataFrame
            Columns shape, refused, cost, more (than the best), lower_bound, has_not, has_besides (against
            the best plan); money names its unit in the column.
        """
        import pandas as pd

        best = self.found[0]
        money = str(best.plan.cost.units)
        rows = []
        for one in self.found:
            cost = float(one.plan.cost.m_as(money))
            rows.append(
                {
                    "shape": one.shape,
                    "refused": ", ".join(one.refused),
                    f"cost [{money}]": cost,
                    f"more [{money}]": cost - float(best.plan.cost.m_as(money)),
                    "has_not": ", ".join(name for name in best.has if name not in one.has),
                    "has_besides": ", ".join(name for name in one.has if name not in best.has),
                }
            )
        return pd.DataFrame(rows)

    def shapes(self) -> pd.DataFrame:
        """Plans grouped by where they store.

        Returns
        -------
        DataFrame
            Columns shape, plans, and the least cost of each.
        """
        import pandas as pd

        money = str(self.limit.units)
        rows = []
        for shape in dict.fromkeys(one.shape for one in self.found):
            costs = [float(one.plan.cost.m_as(money)) for one in self.found if one.shape == shape]
            rows.append({"shape": shape, "plans": len(costs), f"cost [{money}]": min(costs)})
        return pd.DataFrame(rows)

    def figure(self) -> Any:
        """What each plan costs more than the best (plotly)."""
        return import_module("greenport.report.studies").alternatives(self)

    def __str__(self) -> str:
        """What the plans share, and in what they differ, in words."""
        count, shapes = len(self.found), self.shapes()
        share = f"All share: {', '.join(self.shared) or 'nothing'}"
        must = f"Proved must-haves: {', '.join(self.must_haves) or 'none'}"
        of = "one shape" if len(shapes) == 1 else f"{len(shapes)} shapes"
        so_far = " so far" if self.interrupted else ""
        return f"{count} plans{so_far} cost {show(self.limit, 4)} or less, of {of}.\n{share}.\n{must}."

    def _repr_html_(self) -> str:
        return str(self.table().to_html(index=False))


def alternatives(
    scenario: Scenario, slack: float = 0.02, most: int = 12, progress: Watch = False
) -> Alternatives:
    """Find plans that cost little more than the best and differ in tanks, suppliers or vessels.

    Parameters
    ----------
    scenario
        What to plan for.
    slack
        What a plan may cost more, as a share of the best plan's discounted cost.
    most
        Most plans, the best included.
    progress
        As in `size`.

    Returns
    -------
    Alternatives
        Each a plan with a schedule; not every plan within the slack, but for each thing of the best plan
        either a plan without it or a proof that there is none (or, told by its absence from both, neither).

    Raises
    ------
    ScenarioError
        A slack of zero or less, or of more than the whole cost.
    InfeasibleError
        If the scenario has no plan.
    """
    expected("slack", slack, float | int, "give a share, e.g. 0.02")
    if not 0 < slack <= 1:
        raise ScenarioError.of("slack", f"{slack!r} will not do; expected a share above 0, e.g. 0.02")
    expected("most", most, int, "give a whole number, e.g. 12")
    with session(scenario, progress) as study:
        search = _Search(study, study.problem(), slack)
        search.run(most)
        return search.result()


@dataclass
class _Search:
    """State of one search."""

    study: Session
    problem: Problem
    slack: float
    found: list[Alternative] = field(default_factory=list)
    must: list[str] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)

    def run(self, most: int) -> None:
        """The best plan, then one without each of its parts, then without more and more of them."""
        best = self.study.solve(self.problem, "the best plan")
        self.limit = best.value + self.slack * abs(best.value)
        movable = max(best.value - best.floor, 0.001 * best.gross)
        share = SHARE_OF_SLACK * self.slack * abs(best.value) / movable
        self.gap = max(self.problem.gap, min(WIDEST, share))
        self._keep(best, ())
        standing = [d for d in decisions.all_of(self.problem) if d.stands(self.problem, best)]
        try:
            spare = list(self._alone(standing, most))
            self._together(spare, most)
        except StoppedError:
            return

    def _alone(self, standing: list[Decision], most: int) -> Iterator[Decision]:
        for number, one in enumerate(standing, start=1):
            if self.study.stopped or len(self.found) >= most:
                return
            if self._without([one], f"{number} of {len(standing)}, without {one.words}"):
                yield one

    def _together(self, spare: list[Decision], most: int) -> None:
        """Refuse one after the other what can be refused alone, as long as the slack lasts."""
        refused: list[Decision] = []
        for one in spare:
            if self.study.stopped or len(self.found) >= most:
                return
            trial = [*refused, one]
            if len(trial) == 1 or self._without(trial, f"without {len(trial)} parts"):
                refused = trial

    def _without(self, refused: list[Decision], label: str) -> bool:
        """Whether there is a plan within the slack without some parts; it is kept if it is new."""
        problem = reduce(lambda p, d: d.without(p), refused, self.problem)
        try:
            solution = self.study.solve(problem, label, gap=self.gap, most=self.limit)
        except (InfeasibleError, TooDearError):
            if len(refused) == 1:
                self.must.append(refused[0].words)
            return False
        except StoppedError:
            raise
        except SolverError:  # no schedule was found: neither a plan nor a proof
            return False
        if solution.value > self.limit:
            if solution.bound > self.limit and len(refused) == 1:
                self.must.append(refused[0].words)
            return False
        self._keep(solution, tuple(d.words for d in refused))
        return True

    def _keep(self, solution: Solution, refused: tuple[str, ...]) -> None:
        has = tuple(d.words for d in decisions.all_of(self.problem) if d.stands(self.problem, solution))
        plan = self.study.plan(self.problem, solution)
        table = plan.capacity
        key = (has, tuple(zip(table["asset"], table["year"], table["number"], strict=True)))
        if key not in self.seen:
            self.seen.add(key)
            self.found.append(Alternative(plan, refused, has))

    def result(self) -> Alternatives:
        """What was found, the best first."""
        found = sorted(self.found, key=lambda one: float(one.plan.cost.magnitude))
        limit = Q_(self.limit, str(found[0].plan.cost.units))
        return Alternatives(
            tuple(found), limit, tuple(self.must), self.study.stopped, self.study.models.compilations
        )
