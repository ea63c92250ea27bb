"""Solve several futures at once: one first stage for all of them, and a proof of how good it is.

1. Each future alone, as if it were known: the objective of these bounds is a lower bound on every plan,
   because no future of a plan costs less than the future alone, and the objective rises with each of them.
2. Asset paths to begin with: those of the futures alone, their largest, their mean. A path is tried in
   every future, scheduled on days; contracts and pools that any future uses are paid for in all (A1b).
3. While the gap is wider than asked: small problems in their extensive form, as one matrix over all
   futures; larger ones by sharing out the multipliers (`split`); then other paths around the best one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from greenport.errors import InfeasibleError, SolverError
from greenport.sizing.charges import HELD
from greenport.sizing.kept import Models
from greenport.sizing.problem import Problem, Whole
from greenport.sizing.risk import Outlook
from greenport.sizing.solve import marginal, paths
from greenport.sizing.solve.answer import Progress, Solution, Watcher, gap_on
from greenport.sizing.solve.attempts import NOTHING, Attempt, Attempts
from greenport.sizing.solve.bounding import SHARE_OF_GAP
from greenport.sizing.solve.extensive import at_once, is_small
from greenport.sizing.solve.run import Run
from greenport.sizing.solve.split import Split


@dataclass(frozen=True)
class Hedge:
    """The best first stage found for all futures, and what is proved about it, MUSD.

    `solutions` [future] each hold the future's cost under the common first stage, and the bound of the
    future alone.
    """

    solutions: tuple[Solution, ...]
    value: float
    bound: float
    floor: float
    gross: float
    interrupted: bool
    seconds: dict[str, float]


@dataclass
class FuturesRun:
    """State of one solve over several futures."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    outlook: Outlook
    gap: float
    watch: Watcher | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    models: Models = field(default_factory=Models)
    bound: float = -np.inf
    best: Attempt | None = None
    started: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.runs = [
            Run(problem, self.gap, self._named(name), self.stop, self.models)
            for name, problem in zip(self.names, self.problems, strict=True)
        ]
        self.tries = Attempts(self.runs, self.outlook, self._tell)

    def solve(self) -> Hedge:
        """Run all steps.

        Raises
        ------
        InfeasibleError
            If a future has no plan, or if no first stage serves all of them.
        SolverError
            If the work limit ends without a plan, or a bound contradicts one.
        """
        alone = [self._alone(w) for w in range(len(self.runs))]
        self.floor = self.outlook.objective(np.array([run.floor for run in self.runs]))
        self.gross = self.outlook.objective(np.array([run.gross for run in self.runs]))
        self._prove(self.outlook.objective(np.array([run.bound for run in self.runs])))
        self._try_all(self._first_paths(alone))
        if not self._done() and is_small(self.runs):
            self._at_once()
        if not self._done():
            self._share_out()
        self._improve()
        if self.best is None:
            raise SolverError(
                "no first stage was found that serves all futures; raise solve.rounds or solve.nodes"
            )
        return self._hedge(self.best)

    def _named(self, name: str) -> Watcher | None:
        watch = self.watch
        if watch is None:
            return None
        return lambda progress: watch(replace(progress, stage=f"{name}: {progress.stage}"))

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self.watch is not None:
            elapsed = time.perf_counter() - self.started
            self.watch(Progress(stage, done, total, self.bound, self._value(), self._gap(), elapsed))

    def _value(self) -> float:
        return self.best.value if self.best is not None else np.inf

    def _gap(self) -> float:
        return gap_on(self._value(), self.bound, self.floor, self.gross)

    def _done(self) -> bool:
        return self._gap() <= self.gap or (self.stop.is_set() and self.best is not None)

    def _prove(self, bound: float) -> None:
        self.bound = max(self.bound, bound)
        if self.bound > self._value() + 1e-6 * max(1.0, abs(self.bound)):
            raise SolverError(
                f"a lower bound of {self.bound:.9g} MUSD lies above the plan's {self._value():.9g}: "
                "not believed"
            )

    def _alone(self, w: int) -> paths.Path:
        try:
            return self.runs[w].start()
        except InfeasibleError as error:
            said, _, _ = str(error).partition("\n")
            raise InfeasibleError(f"In the future {self.names[w]}: {said}", error.diagnosis) from None
        except SolverError as error:
            raise SolverError(f"In the future {self.names[w]}: {error}") from None

    def _first_paths(self, alone: list[paths.Path]) -> Iterator[paths.Path]:
        """Paths of the futures alone, the most that any wants, and the mean of all."""
        yield from self._all_and_mean(alone)
        yield from alone

    def _all_and_mean(self, wanted: list[paths.Path]) -> Iterator[paths.Path]:
        problem, chance = self.problems[0], self.outlook.probability
        together = {name: np.array([path[name] for path in wanted]) for name in wanted[0]}
        for joined in (
            {n: c.max(axis=0) for n, c in together.items()},
            {n: chance @ c for n, c in together.items()},
        ):
            asked = {name: _whole(counts) for name, counts in joined.items()}
            yield paths.within_budgets(problem, paths.kept(problem, asked))

    def _try_all(self, candidates: Iterable[paths.Path]) -> bool:
        """Try paths that are not like those before; whether any is better."""
        better, seen = False, set()
        for path in candidates:
            key = _as_key(path)
            if key not in seen and not self._done():
                seen.add(key)
                better |= self._keep(self.tries.attempt(path))
        return better

    def _keep(self, attempt: Attempt | None) -> bool:
        if attempt is None or attempt.value >= self._value() - 1e-9:
            return False
        self.best = attempt
        self._prove(self.bound)
        return True

    def _at_once(self) -> None:
        """All futures and years in one matrix: a bound, and the first stage of its best point."""
        self._tell("solving all futures at once", 0, 1)
        movable = max(min(self._value(), self.gross) - self.floor, 0.001 * self.gross)
        found = at_once(self.runs, self.outlook, SHARE_OF_GAP * self.gap * movable, self.stop)
        self._prove(found.bound)
        if found.path is not None:
            self._keep(self.tries.attempt(found.path))
            self._keep(self.tries.attempt(found.path, found.held))

    def _share_out(self) -> None:
        """A bound by sharing out what is paid once, and the paths that it proposes."""
        costs = self.best.costs if self.best is not None else np.array([run.bound for run in self.runs])
        split = Split(self.runs, self.outlook.weights(costs))
        rounds = self.problems[0].rounds
        for done in range(rounds):
            self._tell("sharing out what is decided once", done, rounds)
            self._prove(split.prove())
            self._try_all(self._all_and_mean(self._wanted(split)))
            if self._done() or not split.move(min(self._value(), self.gross)):
                break
        self._tighten(split)

    def _tighten(self, split: Split) -> None:
        """Whole trips and stems where the plan lies well above the bound, widest first, in two goes."""
        if self.best is None:
            return
        slack = split.slack(self.best.schedules, self.best.path)
        small = 0.5 * self.gap * max(self.best.value - self.floor, 0.001 * self.gross) / len(slack)
        wide = sorted((part for part in slack if slack[part] > small), key=lambda part: (-slack[part], part))
        half = (len(wide) + 1) // 2
        for group in (wide[:half], wide[half:]):
            if group and not self._done():
                self._tell("proving a tighter bound over all futures", 0, len(group))
                self._prove(split.tighten(group))

    def _wanted(self, split: Split) -> list[paths.Path]:
        """Counts that each future wants at the shares."""
        nothing = np.zeros(len(self.runs), dtype=np.int64)
        owned = [a.id for a in self.problems[0].assets if a.owned]
        years = self.runs[0].years
        return [
            {a: _whole([split.counts.get(("n", a, y), nothing)[w] for y in years]) for a in owned}
            for w in range(len(self.runs))
        ]

    def _improve(self) -> None:
        """Other first stages around the best one, while the gap is wider than asked."""
        while self.best is not None and any(self._keep(attempt) for attempt in self._around(self.best)):
            pass

    def _around(self, best: Attempt) -> Iterator[Attempt | None]:
        """Other asset paths that bounds leave room for; then doing without what lies idle in some future."""
        most = 2 * self.problems[0].rounds
        for path in paths.neighbours(self.problems[0], best.path, most):
            if self._done():
                return
            if self._promises(path, best):
                yield self.tries.attempt(path)
        mine = zip(*self.tries.used(best.schedules), strict=True)
        idle = [
            held - of_year[0].intersection(*of_year) for held, of_year in zip(best.held, mine, strict=True)
        ]
        for key in sorted(NOTHING.union(*idle))[:most]:
            if self._done():
                return
            yield self.tries.attempt(
                best.path, [h - {key} if key in idle[y] else h for y, h in enumerate(best.held)]
            )

    def _promises(self, path: paths.Path, best: Attempt) -> bool:
        """Whether bounds leave room for a lower objective with another path."""
        weights = self.outlook.weights(best.costs)
        rise = -float(weights @ best.idle)
        for w, run in enumerate(self.runs):
            if weights[w] > 0:
                rise += float(weights[w]) * run.least_rise(
                    path, best.path, best.schedules[w], run.changed(path, best.path)
                )
        return rise < 0

    def _hedge(self, best: Attempt) -> Hedge:
        solutions = []
        for w, run in enumerate(self.runs):
            run.value = float(best.costs[w])
            solution = marginal.explained(run.problem, run.days, run.solution(best.path, best.schedules[w]))
            own = self.tries.used(best.schedules)[w]
            schedules = [
                {**values, **{(HELD, key): 1.0 for key in sorted(best.held[y] - own[y])}}
                for y, values in enumerate(solution.schedules)
            ]
            solutions.append(replace(solution, schedules=schedules))
        gross = float(self.outlook.weights(best.costs) @ np.array([s.gross for s in solutions]))
        seconds: dict[str, float] = {}
        for run in self.runs:
            for step, spent in run.seconds.items():
                seconds[step] = seconds.get(step, 0.0) + spent
        seconds["all futures"] = time.perf_counter() - self.started
        return Hedge(
            tuple(solutions),
            best.value,
            min(self.bound, best.value),
            self.floor,
            gross,
            self.stop.is_set(),
            seconds,
        )


def _whole(values: object) -> Whole:
    return np.asarray(np.floor(np.asarray(values, dtype=float) + 0.5), dtype=np.int64)


def _as_key(path: paths.Path) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, tuple(int(n) for n in counts)) for name, counts in sorted(path.items()))
