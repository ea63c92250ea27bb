"""A lower bound over all futures at once: the multipliers of A1 and A1b, shared out among them.

What is decided once is paid once: the shares of an asset add up to its multiplier, those of a contract or
of a pool to its yearly cost. Whatever the shares are, the futures and their years then fall apart, and
the sum of their bounds, each future with its weight in the objective, is a lower bound on every plan.
To begin with, each future bears its weight; then the share moves to those that want more (a subgradient
step). A share of an asset may fall below zero, because the asset stands in every future (A1b is an
equation there); one of a contract may not, because a contract may lie idle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from greenport.sizing.problem import Floats, Whole
from greenport.sizing.solve import highs, paths
from greenport.sizing.solve.bounding import SHARE_OF_TIGHT
from greenport.sizing.solve.held import PAID_ONCE, used
from greenport.sizing.solve.run import Run
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import Schedule, in_whole_stems, priced, relaxed
from greenport.sizing.stamp import Matrix

Shared = tuple[str, str, int]
"""Column, id and milestone of what is decided once."""

Part = tuple[int, int]
"""Future, and part of its years."""

SMALLEST = 1e-9
"""Weight below which a future does not count in the bound."""


@dataclass
class Split:
    """Shares of the multipliers, and the bound that they give.

    Attributes
    ----------
    shares : dict of array [future]
        What each future bears of an asset, contract or pool, discounted [MUSD].
    counts : dict of array [future]
        What each future wants of it, at the latest shares.
    bound : float
        The best bound so far [MUSD].
    """

    runs: list[Run]
    weights: Floats
    shares: dict[Shared, Floats] = field(default_factory=dict)
    counts: dict[Shared, Whole] = field(default_factory=dict)
    bound: float = -np.inf
    step: float = 1.0
    by_part: dict[Part, float] = field(default_factory=dict)
    known: dict[tuple[Part, bytes], highs.Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.futures = [w for w in range(len(self.runs)) if self.weights[w] > SMALLEST]
        self.places: dict[Shared, dict[int, tuple[int, int]]] = {}
        for w in self.futures:
            for i, week in enumerate(self.runs[w].weeks):
                for j, (name, index) in enumerate(week.matrix.columns):
                    key = (name, str(index[0]), week.y)
                    if name in PAID_ONCE or (name == "n" and key[1] in self.runs[w].prices.assets):
                        self.places.setdefault(key, {})[w] = (i, j)
                        share = self.shares.setdefault(key, np.zeros(len(self.runs)))
                        share[w] = self.weights[w] * self._own(w, i, j, key)
        self.best, self.wanted = self.shares, self.counts

    def _own(self, w: int, i: int, j: int, key: Shared) -> float:
        """What an asset, contract or pool costs a future alone, discounted."""
        name, asset, y = key
        run = self.runs[w]
        return float(
            run.prices.assets[asset][y]
            if name == "n"
            else run.problem.discount[y] * run.weeks[i].matrix.cost[j]
        )

    def prove(self) -> float:
        """Bound at the shares as they are; a part whose shares are as before is not solved again."""
        parts = [(w, i) for w in self.futures for i in range(len(self.runs[w].weeks))]
        matrices = [self._matrix(part, self.shares) for part in parts]
        keys = [(part, matrix.cost.tobytes()) for part, matrix in zip(parts, matrices, strict=True)]
        missing = [k for k, key in enumerate(keys) if key not in self.known]
        for k, answer in self._search(parts, matrices, missing, 1.0):
            self.known[keys[k]] = answer
        found = {part: self.known[key] for part, key in zip(parts, keys, strict=True)}
        self._note(found)
        by_part = {part: answer.bound for part, answer in found.items()}
        total = self._total(by_part)
        if total > self.bound:
            self.bound, self.best, self.wanted, self.by_part = total, self.shares, self.counts, by_part
        else:
            self.step /= 2
        return total

    def tighten(self, wide: list[Part]) -> float:
        """Bound at the best shares, with some parts in whole trips and stems."""
        matrices = [self._matrix(part, self.best, tight=True) for part in wide]
        for k, answer in self._search(wide, matrices, list(range(len(wide))), SHARE_OF_TIGHT):
            self.by_part[wide[k]] = max(self.by_part[wide[k]], answer.bound)
        self.bound = max(self.bound, self._total(self.by_part))
        return self.bound

    def slack(self, schedules: list[dict[int, Schedule]], path: paths.Path) -> dict[Part, float]:
        """By how much a plan lies above the bound of each part, at the best shares, discounted [MUSD]."""
        found = {}
        for part, bound in self.by_part.items():
            w, i = part
            week, schedule = self.runs[w].weeks[i], schedules[w][i]
            taken = used(schedule.values)
            cost = self._worth(part, schedule.cost - bound)
            for key, places in self.places.items():
                if w in places and places[w][0] == i:
                    name, one, y = key
                    count = int(path[one][y]) if name == "n" else int((name, one) in taken)
                    fee = 0.0 if name == "n" else float(week.matrix.cost[places[w][1]])
                    cost += count * (float(self.best[key][w]) - self._worth(part, fee))
            found[part] = cost
        return found

    def _search(
        self, parts: list[Part], matrices: list[Matrix], which: list[int], share: float
    ) -> Iterator[tuple[int, highs.Answer]]:
        def task(k: int) -> highs.Answer:
            run = self.runs[parts[k][0]]
            nodes = max(1, round(share * run.problem.nodes))
            return highs.solve(matrices[k], absolute_gap=run.tolerance, nodes=nodes, stop=run.stop)

        return side_by_side(task, sorted(which, key=lambda k: -len(matrices[k].columns)))

    def _total(self, by_part: Mapping[Part, float]) -> float:
        total = sum(self._worth(part, bound) for part, bound in sorted(by_part.items()))
        return float(
            total
            - sum(self.weights[w] * self.runs[w].prices.taken_off(self.runs[w].problem) for w in self.futures)
        )

    def _worth(self, part: Part, bound: float) -> float:
        w, i = part
        return float(self.weights[w] * self.runs[w].problem.discount[self.runs[w].weeks[i].y]) * bound

    def _matrix(self, part: Part, shares: dict[Shared, Floats], *, tight: bool = False) -> Matrix:
        w, i = part
        run, week = self.runs[w], self.runs[w].weeks[i]
        matrix = priced(week if tight else relaxed(week), {}, run.problem.discount)
        cost = matrix.cost.copy()
        for key, places in self.places.items():
            if w in places and places[w][0] == i:
                j = places[w][1]
                share = shares[key][w] / (self.weights[w] * run.problem.discount[week.y])
                cost[j] = share if key[0] in PAID_ONCE else cost[j] + share
        matrix = replace(matrix, cost=cost)
        return in_whole_stems(run.problem, week.y, matrix)[0] if tight else matrix

    def _note(self, found: dict[Part, highs.Answer]) -> None:
        self.counts = {key: np.zeros(len(self.runs), dtype=np.int64) for key in self.places}
        for key, places in self.places.items():
            for w, (i, j) in places.items():
                x = found[w, i].x
                self.counts[key][w] = round(float(x[j])) if x is not None else 0

    def move(self, above: float) -> bool:
        """Move the shares to the futures that want more; whether there is anything to move.

        The step is Polyak's: the distance of the bound from a value above it, over the squared length.
        """
        wish: dict[Shared, Floats] = {}
        for key, counts in self.wanted.items():
            mine = counts[self.futures].astype(float)
            wish[key] = mine - mine.mean()
        length = sum(float(d @ d) for d in wish.values())
        if length == 0 or not np.isfinite(self.bound):
            return False
        by = self.step * max(above - self.bound, 0.0) / length
        moved = {key: share.copy() for key, share in self.best.items()}
        for key, direction in wish.items():
            share = moved[key][self.futures] + by * direction
            whole = float(moved[key].sum())
            moved[key][self.futures] = _on_simplex(share, whole) if key[0] in PAID_ONCE else share
        self.shares = moved
        return True


def _on_simplex(point: Floats, total: float) -> Floats:
    """Nearest shares that are not below zero and add up to a total."""
    if total <= 0:
        return np.zeros_like(point)
    ordered = np.sort(point)[::-1]
    excess = (np.cumsum(ordered) - total) / np.arange(1, len(point) + 1)
    most = int(np.flatnonzero(ordered > excess)[-1])
    return np.asarray(np.maximum(point - excess[most], 0.0), dtype=float)
