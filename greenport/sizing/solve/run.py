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

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from greenport.errors import GreenportError, InfeasibleError, SolverError, StoppedError
from greenport.sizing.charges import REPLACED, charges
from greenport.sizing.diagnosis import infeasible
from greenport.sizing.kept import Models
from greenport.sizing.problem import Floats, Problem, Whole
from greenport.sizing.schedule import NoScheduleError
from greenport.sizing.solve import clash, highs, marginal, paths
from greenport.sizing.solve.answer import Progress, Solution, Watcher, gap_on
from greenport.sizing.solve.floor import floor
from greenport.sizing.solve.held import Held, committed
from greenport.sizing.solve.master import Master
from greenport.sizing.solve.multipliers import Prices, multipliers, within
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import (
    Schedule,
    YearPart,
    fixed_assets,
    in_whole_stems,
    parts_of,
    priced,
    relaxed,
    schedule,
    unused,
)
from greenport.sizing.stamp import Matrix

SHARE_OF_GAP = 0.2
"""Part of the asked gap that each of the yearly searches may leave open."""

SHARE_OF_NODES = 0.01
"""Part of the nodes for a year's whole stems, whose best plan is found early and proved elsewhere."""

SHARE_OF_TIGHT = 0.1
"""Part of the nodes for a tighter bound of one year."""


PRICE_ROUNDS = 3
"""Rounds of better prices for each round of improvement; they are the quicker ones."""

STEP = 0.5
"""How far a round goes from the best prices known to those that the known answers ask for."""

Plans = dict[int, Schedule]
"""Schedule of each part."""


class TooDearError(SolverError):
    """Every plan is proved to cost more than what was asked for."""

    def __init__(self, bound: float) -> None:
        super().__init__(f"every plan costs {bound:.6g} MUSD or more")
        self.bound = bound


@dataclass
class Run:
    """State of one solve.

    Attributes
    ----------
    models : Models
        Compiled years; those of earlier solves serve again where the structure is the same.
    given : dict, optional
        Units of every asset, leased ones too, in place in each year: only operation is then decided, and
        the bound is that of plans with these assets.
    most : float
        Cost in MUSD above which no plan is wanted: a bound above it ends the run with `TooDearError`.
    """

    problem: Problem
    gap: float
    watch: Watcher | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    models: Models = field(default_factory=Models)
    given: paths.Path | None = None
    most: float = np.inf
    started: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)
    bound: float = -np.inf
    value: float = np.inf
    floor: float = -np.inf
    gross: float = 0.0

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
            try:
                best = self._plan(path, range(len(self.weeks)))
            except StoppedError:
                raise
            except SolverError as error:
                raise self._unscheduled(error) from None
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

    def tell(self, stage: str, done: int, total: int) -> None:
        """Report progress."""
        if self.watch is not None:
            gap = gap_on(self.value, self.bound, self.floor, self.gross)
            elapsed = time.perf_counter() - self.started
            self.watch(Progress(stage, done, total, self.bound, self.value, gap, elapsed))

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begin

    @property
    def years(self) -> range:
        """Indices of the milestone years."""
        return range(len(self.problem.years))

    def _with_given(self, part: YearPart) -> YearPart:
        """The year with the given assets, if any are."""
        if self.given is None:
            return part
        return replace(part, matrix=fixed_assets(part.matrix, paths.of_year(self.given, part.y)))

    def _hardest_first(self, which: range | list[int]) -> list[int]:
        return sorted(which, key=lambda i: -len(self.weeks[i].columns) * (1 + self.weeks[i].y))

    def _bounds(self) -> paths.Path:
        """Lower bound by years, and the asset counts of the yearly optima."""
        problem = self.problem
        self._set(self._first_prices(), np.full(len(self.weeks), -np.inf))
        self.master = Master(problem, [week.y for week in self.weeks])
        matrices = self._priced()
        self.tolerance = self._tolerance(matrices)
        asked = {a.id: np.zeros(len(problem.years), dtype=np.int64) for a in problem.assets if a.owned}
        for i, answer in self._search(matrices, list(range(len(matrices))), "proving a bound"):
            week = self.weeks[i]
            if answer.status == "infeasible":
                raise self._infeasible(problem.years[week.y])
            if answer.x is None and not self.stop.is_set():
                raise SolverError(
                    f"{problem.years[week.y]}: no plan within {problem.nodes} nodes; bound "
                    f"{answer.bound:.6g} MUSD a year. Raise solve.nodes, or allow a wider solve.gap"
                )
            self._learn(i, answer)
            asked |= {
                name: _with_year(asked[name], week.y, n) for name, n in _owned(week, answer, asked).items()
            }
        return asked

    def _priced(self) -> list[Matrix]:
        return [priced(relaxed(week), self.prices.assets, self.problem.discount) for week in self.weeks]

    def _learn(self, i: int, answer: highs.Answer) -> bool:
        """Keep a year's answer for the choice of better prices and paths; tells whether it is new."""
        if answer.x is None:
            return False
        week = self.weeks[i]
        counts = _owned(week, answer, self.prices.assets)
        return self.master.learn(i, counts, float(week.matrix.cost @ answer.x))

    def _first_prices(self) -> Prices:
        """Annuities; nothing for given assets, which are paid for whatever the years do with them."""
        if self.given is None:
            return multipliers(self.problem)
        return Prices({name: np.zeros(len(counts)) for name, counts in self.given.items()})

    def _set(self, prices: Prices, bounds: Floats) -> None:
        """Prices of what joins the years, and the bounds of the parts at these prices."""
        self.prices, self.bounds = prices, bounds

    def _search(
        self, matrices: list[Matrix], which: list[int], stage: str, share: float = 1.0
    ) -> Iterator[tuple[int, highs.Answer]]:
        """Searches of single years side by side; their bounds are kept as they come."""
        nodes = max(1, round(share * self.problem.nodes))

        def task(i: int) -> highs.Answer:
            return highs.solve(matrices[i], absolute_gap=self.tolerance, nodes=nodes, stop=self.stop)

        self.tell(stage, 0, len(which))
        for done, (i, answer) in enumerate(side_by_side(task, self._hardest_first(which)), start=1):
            if answer.status != "infeasible":
                self.bounds[i] = max(self.bounds[i], answer.bound)
                self.bound = max(self.bound, self.floor, self._at_prices())
            self.tell(stage, done, len(which))
            yield i, answer

    def _at_prices(self) -> float:
        """Lower bound at the present prices; `-inf` while a part has none."""
        years = sum(self.problem.discount[w.y] * b for w, b in zip(self.weeks, self.bounds, strict=True))
        paid = 0.0 if self.given is None else paths.capital(self.problem, self.given)
        return float(years) + paid - self.prices.taken_off(self.problem)

    def _sharpen(self, path: paths.Path, best: Plans) -> tuple[paths.Path, Plans]:
        """Rounds of better prices, and of paths made of the answers that the rounds bring."""
        step = STEP
        for _ in range(PRICE_ROUNDS * self.problem.rounds):
            aim, most = self.master.prices()
            settled = most - self._at_prices() <= 0.1 * self.gap * self._movable()
            if self._gap() <= self.gap or settled or self.stop.is_set():
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

    def _search_at(self, prices: Prices) -> bool:
        """Bounds at other prices, kept if they are better; tells whether they brought new answers."""
        before = (self.prices, self.bounds, self._at_prices())
        same = [_same_prices(week, prices, self.prices) for week in self.weeks]
        self._set(prices, np.where(same, self.bounds, -np.inf))
        matrices = self._priced()
        new = False
        for i, answer in self._search(matrices, [i for i, s in enumerate(same) if not s], "better prices"):
            new |= self._learn(i, answer)
        if self._at_prices() < before[2]:
            self._set(*before[:2])
        return new

    def _tighten(self, path: paths.Path, best: Plans) -> None:
        """Whole trips, then whole stems, for the years whose gaps are widest, until the gap is as asked."""
        matrices = [priced(week, self.prices.assets, self.problem.discount) for week in self.weeks]
        self._tighten_with(matrices, path, best)
        for i in self._wide(path, best):
            matrices[i] = in_whole_stems(self.problem, self.weeks[i].y, matrices[i])[0]
        self._tighten_with(matrices, path, best)

    def _tighten_with(self, matrices: list[Matrix], path: paths.Path, best: Plans) -> None:
        wide = self._wide(path, best)
        half = (len(wide) + 1) // 2
        for group in (wide[:half], *([i] for i in wide[half:])):
            if self._gap() <= self.gap or not group or self.stop.is_set():
                return
            for _ in self._search(matrices, group, "proving a tighter bound", SHARE_OF_TIGHT):
                pass

    def _wide(self, path: paths.Path, best: Plans) -> list[int]:
        """Parts whose plan lies well above their bound, first years first."""
        small = 0.5 * self.gap * self._movable() / len(self.weeks)
        found = [
            i
            for i, week in enumerate(self.weeks)
            if self.problem.discount[week.y]
            * (best[i].cost + self._at_multipliers(week, path) - self.bounds[i])
            > small
        ]
        return sorted(found, key=lambda i: self.weeks[i].y)

    def _at_multipliers(self, week: YearPart, path: paths.Path) -> float:
        """What the owned assets of a path cost in a year's problem, MUSD."""
        names = [
            str(index[0])
            for name, index in week.matrix.columns
            if name == "n" and str(index[0]) in self.prices.assets
        ]
        total = sum(int(path[name][week.y]) * float(self.prices.assets[name][week.y]) for name in names)
        return total / float(self.problem.discount[week.y])

    def _tolerance(self, matrices: list[Matrix]) -> float:
        """Absolute gap of one search, MUSD a year: a share of the asked one on what LPs call movable."""
        whole = [replace(m, whole=np.zeros_like(m.whole)) for m in matrices]
        values = [highs.solve(m) for m in whole]
        total = sum(
            self.problem.discount[week.y] * answer.value
            for week, answer in zip(self.weeks, values, strict=True)
            if answer.x is not None
        )
        movable = max(total - self.floor, 0.001 * self.gross)
        return SHARE_OF_GAP * self.gap * float(movable) / float(self.problem.discount.sum())

    def _infeasible(self, year: int) -> InfeasibleError:
        """The first year without a plan, with the lines that clash in it."""
        self.tell("finding the rules that clash", 0, 1)
        found = clash.diagnosed(self.problem)
        if found is None:
            return InfeasibleError(f"No plan exists: rules of {year} clash.", clash.left_out(self.problem))
        return infeasible(found)

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

    def _movable(self) -> float:
        return max(self.value - self.floor, 0.001 * self.gross)

    def _gap(self) -> float:
        return gap_on(self.value, self.bound, self.floor, self.gross)

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


def _owned(week: YearPart, answer: highs.Answer, names: Iterable[str]) -> dict[str, int]:
    """Owned assets that a year's answer has."""
    if answer.x is None:
        return {}
    wanted = set(names)
    return {
        str(index[0]): round(value)
        for (name, index), value in zip(week.matrix.columns, answer.x, strict=True)
        if name == "n" and str(index[0]) in wanted
    }


def _with_year(counts: Whole, y: int, n: int) -> Whole:
    changed = counts.copy()
    changed[y] = n
    return changed


def _same_prices(week: YearPart, one: Prices, other: Prices) -> bool:
    names = {str(index[0]) for name, index in week.matrix.columns if name == "n"} & set(one.assets)
    return all(abs(one.assets[name][week.y] - other.assets[name][week.y]) < 1e-12 for name in names)


def _differs(week: YearPart, one: paths.Path, other: paths.Path) -> bool:
    owned = [str(index[0]) for name, index in week.matrix.columns if name == "n" and str(index[0]) in one]
    return any(one[name][week.y] != other[name][week.y] for name in owned)
