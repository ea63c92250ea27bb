"""Solve a problem and prove how good the answer is.

1. Every year and hub is a MILP on weeks in which owned assets cost their multipliers: the sum of their
   bounds is a lower bound on every plan. Trips need not be whole at first.
2. Their asset counts, kept over the years, are a path; with the path fixed the years fall apart.
3. Each year is solved again in whole stems and placed on days; the cost of the plan is that of its
   schedule, evaluated row by row outside the solver.
4. While the gap is wider than asked: better multipliers and paths from the yearly answers known so far;
   whole trips where the years' gaps are widest; then other paths, single assets later, earlier, fewer.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from greenport.errors import GreenportError, SolverError, StoppedError
from greenport.sizing.charges import REPLACED, charges
from greenport.sizing.diagnosis import infeasible
from greenport.sizing.problem import Floats
from greenport.sizing.schedule import NoScheduleError
from greenport.sizing.solve import clash, highs, marginal, paths
from greenport.sizing.solve.answer import Solution
from greenport.sizing.solve.bounding import Bounding, Plans
from greenport.sizing.solve.floor import floor
from greenport.sizing.solve.held import Held, committed
from greenport.sizing.solve.multipliers import within
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import (
    Schedule,
    YearPart,
    fixed_assets,
    in_whole_stems,
    parts_of,
    relaxed,
    schedule,
    unused,
)

SHARE_OF_NODES = 0.01
"""Part of the nodes for a year's whole stems, whose best plan is found early and proved elsewhere."""

PRICE_ROUNDS = 3
"""Rounds of better prices for each round of improvement; they are the quicker ones."""

STEP = 0.5
"""How far a round goes from the best prices known to those that the known answers ask for."""


class TooDearError(SolverError):
    """Every plan is proved to cost more than what was asked for."""

    def __init__(self, bound: float) -> None:
        super().__init__(f"every plan costs {bound:.6g} MUSD or more")
        self.bound = bound


class Run(Bounding):
    """A solve: plans above, bounds below, until they meet as near as asked."""

    def solve(self) -> Solution:
        """Run all steps.

        Raises
        ------
        InfeasibleError
            If some year has no plan; names the rules that clash.
        SolverError
            If the work limit ends without a plan, or a bound contradicts one.
        """
        path = self.start()
        with self._timed("schedules"):
            path, best = self._first_plan(path)
        self.value = self.total(best, path)
        if self.given is None:
            with self._timed("better prices"):
                path, best = self._sharpen(path, best)
        with self._timed("tighter bounds"):
            self._tighten(path, best)
        if self.given is None:
            with self._timed("paths"):
                path, best = self._improve(path, best)
        self.tell("pricing what binds", 0, 1)
        with self._timed("shadow prices"):
            solution = marginal.explained(self.problem, self.days, self.solution(path, best))
        return replace(solution, seconds=dict(self.seconds))

    def _first_plan(self, path: paths.Path) -> tuple[paths.Path, Plans]:
        """A plan with this path; where it has none, with that of the known answers, or with nothing built."""
        others: list[paths.Path] = []
        if self.given is None:
            nothing = {name: np.zeros_like(counts) for name, counts in path.items()}
            others = [found for found in (self.master.path(), nothing) if found is not None]
        first: SolverError | None = None
        for candidate in (path, *others):
            try:
                return candidate, self._plan(candidate, range(len(self.weeks)))
            except StoppedError:
                raise
            except SolverError as error:
                first = first or error
        assert first is not None
        raise self._unscheduled(first) from None

    def start(self) -> paths.Path:
        """Compile, prove the first bounds, and keep over the years what they want.

        Raises
        ------
        InfeasibleError, SolverError
            As `solve`.
        """
        problem = self.problem
        self.tell("compiling the year", 0, 1)
        with self._timed("compile weeks"):
            self.weeks = [self._with_given(part) for part in parts_of(self.models.weekly(problem))]
        self.floor = float(problem.discount @ floor(problem))
        self.gross = float(
            problem.discount @ np.sum([d.asked.sum(axis=1) * d.without for d in problem.demands], axis=0)
        )
        with self._timed("bounds"):
            asked = self._bounds()
        if self.bound > self.most:
            raise TooDearError(self.bound)
        with self._timed("compile days"):
            self.days = [self._with_given(part) for part in parts_of(self.models.daily(problem))]
        if self.given is not None:
            return self.given
        return paths.within_budgets(problem, paths.kept(problem, asked))

    def _sharpen(self, path: paths.Path, best: Plans) -> tuple[paths.Path, Plans]:
        """Rounds of better prices, and of paths made of the answers that the rounds bring."""
        step = STEP
        for _ in range(PRICE_ROUNDS * self.problem.rounds):
            if self._gap() <= self.gap or self.stop.is_set():
                break
            aim, most = self.master.prices()
            if most - self._at_prices() <= 0.1 * self.gap * self._movable():
                break
            new = self._search_at(self.prices.towards(within(self.problem, aim), step))
            candidate = self.master.path()
            found = None if candidate is None else self._instead(candidate, path, best)
            if candidate is not None and found is not None:
                path, best, self.value = candidate, found, self.total(found, candidate)
            if not new and step == 1.0:
                break
            step = STEP if new else 1.0
        return path, best

    def _unscheduled(self, error: SolverError) -> GreenportError:
        """Why cargoes found no days: a year proved impossible in whole stems, or only not found."""
        self.tell("finding the rules that clash", 0, 1)
        found = clash.diagnosed(self.problem)
        if found is not None:
            return infeasible(found)
        return SolverError(
            "\n".join([str(error), *map("could not take part: {}".format, clash.left_out(self.problem))])
        )

    def _plan(self, path: paths.Path, which: range | list[int]) -> Plans:
        """Schedules of the parts with the path's assets."""
        tasks = self._hardest_first(which)
        found: Plans = {}
        self.tell("placing cargoes on days", 0, len(tasks))
        for i, placed in side_by_side(lambda i: self.placed(i, path), tasks):
            found[i] = placed
            self.tell("placing cargoes on days", len(found), len(tasks))
        return found

    def placed(self, i: int, path: paths.Path, held: Held | None = None) -> Schedule:
        """Whole stems on weeks, then days; an offer whose cargoes cannot be placed is left out.

        With `held`, no contract and no pool is used but those held, which are paid for already.
        """
        problem, week = self.problem, self.weeks[i]
        matrix = fixed_assets(week.matrix, paths.of_year(path, week.y))
        if held is not None:
            matrix = committed(problem, matrix, held)
        nodes = max(1, round(SHARE_OF_NODES * problem.nodes))
        left_out: set[str] = set()
        reason = "no plan in whole stems"
        while True:
            stems, scale = in_whole_stems(problem, week.y, unused(matrix, left_out))
            answer = highs.solve(stems, absolute_gap=self.tolerance, nodes=nodes)
            if answer.x is None:
                answer = highs.solve(stems, absolute_gap=self.tolerance, nodes=problem.nodes)
            if answer.x is None:
                break
            try:
                return schedule(problem, matrix, answer.x * scale, self.days[i])
            except NoScheduleError as error:
                reason = str(error)
                if not error.route or error.route in left_out:
                    break
                left_out.add(error.route)
        if self.stop.is_set():
            raise StoppedError("stopped before any plan was found; give it more time")
        raise SolverError(
            f"{problem.years[week.y]}: no schedule of whole cargoes was found ({reason}). What may help: "
            "parcels that may be a little more or less (more_or_less), a lower at_least, or more tanks and "
            "berths (at_most)"
        )

    def total(self, best: Plans, path: paths.Path) -> float:
        """Discounted cost of a path with its schedules, MUSD."""
        operating = sum(self.problem.discount[self.weeks[i].y] * s.cost for i, s in sorted(best.items()))
        return float(operating) + paths.capital(self.problem, path)

    def _improve(self, path: paths.Path, best: Plans) -> tuple[paths.Path, Plans]:
        """Try other asset paths while the gap is wider than asked, each time around the best one."""
        better = True
        while better:
            better = False
            for candidate in paths.neighbours(self.problem, path, 2 * self.problem.rounds):
                if self._gap() <= self.gap or self.stop.is_set():
                    return path, best
                found = self._instead(candidate, path, best)
                if found is not None:
                    better, path, best, self.value = True, candidate, found, self.total(found, candidate)
                    break
        return path, best

    def _instead(self, candidate: paths.Path, path: paths.Path, best: Plans) -> Plans | None:
        """Schedules of another path if it makes a cheaper plan."""
        changed = self.changed(candidate, path)
        if not changed or self.least_rise(candidate, path, best, changed) >= 0:
            return None
        try:
            found = {**best, **self._plan(candidate, changed)}
        except SolverError:
            return None
        return found if self.total(found, candidate) < self.value - 1e-9 else None

    def changed(self, candidate: paths.Path, path: paths.Path) -> list[int]:
        """Parts in which two paths differ."""
        return [i for i, week in enumerate(self.weeks) if _differs(week, candidate, path)]

    def least_rise(self, candidate: paths.Path, path: paths.Path, best: Plans, changed: list[int]) -> float:
        """Least by which another path could cost more, from bounds of the changed years; MUSD."""
        problem = self.problem
        more = paths.capital(problem, candidate) - paths.capital(problem, path)

        def task(i: int) -> highs.Answer:
            matrix = fixed_assets(relaxed(self.weeks[i]).matrix, paths.of_year(candidate, self.weeks[i].y))
            return highs.solve(matrix, absolute_gap=10 * self.tolerance, nodes=problem.nodes, stop=self.stop)

        bounds = {i: answer.bound for i, answer in side_by_side(task, self._hardest_first(changed))}
        for i in changed:
            more += float(problem.discount[self.weeks[i].y]) * (bounds[i] - best[i].cost)
        return more

    def solution(self, path: paths.Path, best: Plans) -> Solution:
        """What is found, in the form that tables are made of."""
        if self.bound > self.value + 1e-6 * max(1.0, abs(self.value)):
            raise SolverError(
                f"a lower bound of {self.bound:.9g} MUSD lies above the plan's {self.value:.9g}: not believed"
            )
        joined: list[dict[tuple[str, tuple[object, ...]], float]] = [{} for _ in self.years]
        dips = [False for _ in self.years]
        for i, s in sorted(best.items()):
            joined[self.weeks[i].y] |= s.values
            dips[self.weeks[i].y] |= s.dips
        return Solution(
            path=path,
            schedules=joined,
            value=self.value,
            bound=min(self.bound, self.value),
            floor=self.floor,
            gross=self.value + float(self.problem.discount @ self._credit(joined)),
            dips=dips,
            violation=max((s.violation for s in best.values()), default=0.0),
            interrupted=self.stop.is_set(),
            seconds={},
            matrix_range=self._matrix_range(),
        )

    def _matrix_range(self) -> float:
        """Largest over smallest entry of the matrices handed over, on weeks and on days."""
        entries = [np.abs(part.matrix.a.data[part.matrix.a.data != 0]) for part in (*self.weeks, *self.days)]
        entries = [found for found in entries if len(found)]
        return float(max(map(np.max, entries)) / min(map(np.min, entries))) if entries else 1.0

    def _credit(self, joined: list[dict[tuple[str, tuple[object, ...]], float]]) -> Floats:
        """Fossil money replaced in each year, MUSD."""
        credit = np.zeros(len(joined))
        for y, values in enumerate(joined):
            charged = charges(self.problem, y)
            for (name, index), value in values.items():
                for charge in charged[name](index) if name in charged and value else ():
                    credit[y] -= charge.amount * value if charge.item == REPLACED else 0.0
        return credit


def _differs(week: YearPart, one: paths.Path, other: paths.Path) -> bool:
    owned = [str(index[0]) for name, index in week.matrix.columns if name == "n" and str(index[0]) in one]
    return any(one[name][week.y] != other[name][week.y] for name in owned)
