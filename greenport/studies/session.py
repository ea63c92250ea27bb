"""What every study works with: a scenario, compiled years that are kept, progress, and Ctrl-C."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from greenport.errors import ScenarioError
from greenport.scenario import Scenario, check
from greenport.scenario.merging import override
from greenport.sizing import Plan, Progress
from greenport.sizing.door import problem_of
from greenport.sizing.kept import Models
from greenport.sizing.planning import Watch, brakes, display, plan_of
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Run, Solution, Watcher
from greenport.sizing.solve.paths import Path


@dataclass
class Session:
    """Solves of one study: all over the same compiled years, all stopped by the same Ctrl-C.

    Attributes
    ----------
    scenario : Scenario
        What is studied.
    models : Models
        Compiled years; `models.compilations` says how often Pyomo saw one.
    stop : threading.Event
        Set by Ctrl-C; what is finished is kept.
    """

    scenario: Scenario
    models: Models = field(default_factory=Models)
    stop: threading.Event = field(default_factory=threading.Event)
    watch: Watcher | None = None

    def __post_init__(self) -> None:
        if self.scenario.futures:
            names = ", ".join(future.id for future in self.scenario.futures)
            raise ScenarioError.of(
                "futures",
                f"a study looks at one future, and the scenario has {names}; leave `futures` out "
                "(--set futures=null) and set what one of them sets",
            )

    @property
    def stopped(self) -> bool:
        """Whether the study was asked to end."""
        return self.stop.is_set()

    def with_values(self, overrides: Mapping[str, str]) -> Scenario:
        """The scenario with other values by dotted key."""
        tree = self.scenario.tree
        for key, text in overrides.items():
            tree = override(tree, key, text, label="study")
        return check(tree, self.scenario.path)

    def problem(self, overrides: Mapping[str, str] | None = None) -> Problem:
        """The problem of the scenario, with other values where given."""
        return problem_of(self.with_values(overrides) if overrides else self.scenario)

    def solve(
        self,
        problem: Problem,
        label: str,
        *,
        gap: float | None = None,
        given: Path | None = None,
        most: float = math.inf,
    ) -> Solution:
        """Size a problem, or operate it with given assets.

        Parameters
        ----------
        label
            What is solved, for progress.
        gap
            On the movable money; default the problem's own.
        given
            Units of every asset by milestone year.
        most
            Cost in MUSD above which no plan is wanted.

        Raises
        ------
        InfeasibleError, SolverError
            As `size` does; `TooDearError` where every plan is proved to cost more than `most`.
        """
        asked = problem.gap if gap is None else gap
        watch = self._labelled(label, in_money=not problem.emission_price)
        return Run(problem, asked, watch, self.stop, self.models, given, most).solve()

    def plan(self, problem: Problem, solution: Solution, scenario: Scenario | None = None) -> Plan:
        """A solution as a plan."""
        return plan_of(scenario or self.scenario, problem, solution)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Report progress of the study itself."""
        if self.watch is not None:
            self.watch(Progress(stage, done, total, -math.inf, math.inf, math.inf, 0.0))

    def _labelled(self, label: str, *, in_money: bool) -> Watcher | None:
        """What takes progress; bound and cost are left out where they hold more than money."""
        watch = self.watch
        if watch is None:
            return None

        def labelled(progress: Progress) -> None:
            stage = f"{label}: {progress.stage}" if label else progress.stage
            if in_money:
                watch(replace(progress, stage=stage))
            else:
                watch(replace(progress, stage=stage, bound=-math.inf, value=math.inf))

        return labelled


@contextmanager
def session(scenario: Scenario, progress: Watch = False) -> Iterator[Session]:
    """Begin a study; Ctrl-C ends it with what is finished.

    Raises
    ------
    ScenarioError
        If it is no scenario.
    """
    expected("scenario", scenario, Scenario, "load one with load_scenario")
    found = Session(scenario)
    with brakes(found.stop), display(progress) as watch:
        found.watch = watch
        yield found


def expected(name: str, given: object, kind: Any, mend: str) -> None:
    """Refuse an argument of another kind.

    Raises
    ------
    ScenarioError
        With what would do.
    """
    if isinstance(given, bool) or not isinstance(given, kind):
        raise ScenarioError.of(name, f"{given!r} will not do; {mend}")
