"""The lower side of a solve: bounds by years, at prices of what joins them.

Every year and hub is a MILP on weeks in which owned assets cost their multipliers; the sum of their bounds
is a lower bound on every plan. It is raised by better prices, and by whole trips and whole stems in the
years whose plans lie well above their bounds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from greenport.errors import InfeasibleError, SolverError
from greenport.sizing.diagnosis import infeasible
from greenport.sizing.kept import Models
from greenport.sizing.problem import Floats, Problem, Whole
from greenport.sizing.solve import clash, highs, paths
from greenport.sizing.solve.answer import Progress, Watcher, gap_on
from greenport.sizing.solve.master import Master
from greenport.sizing.solve.multipliers import Prices, multipliers
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import (
    Schedule,
    YearPart,
    fixed_assets,
    in_whole_stems,
    priced,
    relaxed,
)
from greenport.sizing.stamp import Matrix

SHARE_OF_GAP = 0.2
"""Part of the asked gap that each of the yearly searches may leave open."""

SHARE_OF_TIGHT = 0.1
"""Part of the nodes for a tighter bound of one year."""

Plans = dict[int, Schedule]
"""Schedule of each part."""


@dataclass
class Bounding:
    """State of one solve, and its lower bound.

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
    weeks: list[YearPart] = field(default_factory=list)
    days: list[YearPart] = field(default_factory=list)

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

    def _movable(self) -> float:
        return max(self.value - self.floor, 0.001 * self.gross)

    def _gap(self) -> float:
        return gap_on(self.value, self.bound, self.floor, self.gross)


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
