"""Better multipliers, and better paths, from the yearly answers that are known already.

Each answer of a year's problem is an operating cost with a set of owned assets. Two small problems are made
of them. The first gives the multipliers (rows A1, A4 and the ceilings of R5) at which the least of the known
answers is dearest in sum: the next bound is searched there, and each search adds answers, so that the
multipliers come near the best there are (Kelley 1960, one cut a year and answer). The second chooses an
answer for each year and the builds that make it possible: a path of assets at least cost, were the known
answers all there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize, sparse

from greenport.sizing import grants
from greenport.sizing.problem import Asset, Floats, Problem
from greenport.sizing.solve import paths
from greenport.sizing.solve.multipliers import Prices, vintage_cost

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Known:
    """An answer of a year's problem: cost in MUSD a year without annuities, with the owned assets it has."""

    counts: Counts
    cost: float


@dataclass
class Master:
    """The answers known so far, by part of the problem (a year, or a hub of it).

    Attributes
    ----------
    parts : list of int
        Milestone year of each part.
    """

    problem: Problem
    parts: list[int]
    known: list[dict[Counts, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.known = [{} for _ in self.parts]

    def learn(self, part: int, counts: Mapping[str, int], cost: float) -> bool:
        """Keep an answer; tells whether it is new, or cheaper than the one known with the same assets."""
        key = tuple(sorted((name, int(n)) for name, n in counts.items() if n))
        if cost >= self.known[part].get(key, np.inf) - 1e-9:
            return False
        self.known[part][key] = float(cost)
        return True

    def prices(self) -> tuple[Prices, float]:
        """Multipliers at which the known answers cost most in sum, and that sum: no bound lies above it.

        Every part must have an answer.
        """
        rows = _Rows()
        problem = self.problem
        price = {(a.id, y): rows.column(0.0) for a in _buildable(problem) for y in range(len(problem.years))}
        budget = {
            (b.id, y): rows.column(float(b.most[y]))
            for b in problem.budgets
            for y in range(len(problem.years))
        }
        ceiling = {g.id: rows.column(g.ceiling) for g in problem.grants}
        for asset in _buildable(problem):
            self._pay(rows, asset, price, budget, ceiling)
        for i, y in enumerate(self.parts):
            least = rows.column(-1.0, free=True)
            for counts, cost in self.known[i].items():
                owed = {price[name, y]: -float(n) for name, n in counts if (name, y) in price}
                rows.at_most({least: 1.0, **owed}, float(problem.discount[y]) * cost)
        x, value = rows.least()
        assert x is not None, "each part has an answer"
        found = Prices(
            {
                a.id: np.array([x[price[a.id, y]] for y in range(len(problem.years))])
                if (a.id, 0) in price
                else np.zeros(len(problem.years))
                for a in problem.assets
                if a.owned
            },
            {
                b.id: np.array([x[budget[b.id, y]] for y in range(len(problem.years))])
                for b in problem.budgets
            },
            {g.id: float(x[ceiling[g.id]]) for g in problem.grants},
        )
        return found, -value

    def _pay(
        self,
        rows: _Rows,
        asset: Asset,
        price: Mapping[tuple[str, int], int],
        budget: Mapping[tuple[str, int], int],
        ceiling: Mapping[str, int],
    ) -> None:
        """No vintage of an asset costs less than nothing: what its years pay is at most its own cost."""
        problem = self.problem
        cost, scheme = vintage_cost(problem, asset), grants.scheme_of(problem, asset.id)
        for v in _vintages(asset):
            paid = {price[asset.id, y]: 1.0 for y in range(v, int(asset.end[v]))}
            for b in problem.budgets:
                if asset.id in b.assets:
                    paid[budget[b.id, v]] = -asset.capex
            if scheme is not None:
                worth = grants.weight(problem, asset, v)
                granted = rows.column(0.0)
                rows.at_most({granted: -1.0, ceiling[scheme.id]: -1.0}, -worth)
                paid[granted] = scheme.share * asset.capex
            rows.at_most(paid, float(cost[v]))

    def path(self) -> paths.Path | None:
        """Builds of least cost that make one known answer of each part possible; None if no builds do."""
        rows = _Rows()
        problem, years = self.problem, range(len(self.problem.years))
        build = {
            (a.id, v): rows.column(float(vintage_cost(problem, a)[v]), most=float(a.at_most), whole=True)
            for a in _buildable(problem)
            for v in _vintages(a)
        }
        standing = {
            (a.id, y): rows.column(float(problem.discount[y]) * a.opex)
            for a in _buildable(problem)
            for y in years
        }
        for asset in _buildable(problem):
            for y in years:
                living = {build[asset.id, v]: -1.0 for v in _vintages(asset) if paths.alive(asset, v)[y]}
                rows.at_most({standing[asset.id, y]: -1.0, **dict.fromkeys(living, 1.0)}, 0.0)
                rows.at_most({standing[asset.id, y]: 1.0, **living}, 0.0)
        for b in problem.budgets:
            for y in years:
                spent = {build[name, y]: problem.asset(name).capex for name in b.assets if (name, y) in build}
                rows.at_most(spent, float(b.most[y]))
        for i, y in enumerate(self.parts):
            needed: dict[str, dict[int, float]] = {}
            one = {}
            for counts, cost in self.known[i].items():
                held = sum(problem.asset(name).opex * n for name, n in counts if (name, y) in standing)
                chosen = rows.column(float(problem.discount[y]) * (cost - held), most=1.0, whole=True)
                one[chosen] = -1.0
                for name, n in counts:
                    needed.setdefault(name, {})[chosen] = float(n)
            rows.at_most(one, -1.0)
            for name, by_answer in needed.items():
                if (name, y) in standing:
                    rows.at_most({standing[name, y]: -1.0, **by_answer}, 0.0)
        x, _ = rows.least()
        if x is None:
            return None
        built = {
            a.id: np.array([round(x[build[a.id, v]]) if (a.id, v) in build else 0 for v in years])
            for a in problem.assets
            if a.owned
        }
        return paths.of_builds(problem, built)


class _Rows:
    """A small problem in the making: columns with costs, and rows ``Σ entries · x ≤ most``."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.entries: list[dict[int, float]] = []
        self.most: list[float] = []

    def column(self, cost: float, *, most: float = np.inf, free: bool = False, whole: bool = False) -> int:
        self.cost.append(cost)
        self.lower.append(-np.inf if free else 0.0)
        self.upper.append(most)
        self.whole.append(whole)
        return len(self.cost) - 1

    def at_most(self, entries: Mapping[int, float], most: float) -> None:
        self.entries.append(dict(entries))
        self.most.append(most)

    def least(self) -> tuple[Floats | None, float]:
        """The point of least cost, and its cost; None if there is no point."""
        cells = [(i, j, value) for i, row in enumerate(self.entries) for j, value in row.items()]
        i, j, values = zip(*cells, strict=True)
        a = sparse.csr_array((values, (i, j)), shape=(len(self.entries), len(self.cost)))
        answer = optimize.milp(
            np.array(self.cost),
            constraints=optimize.LinearConstraint(a, -np.inf, np.array(self.most)),
            bounds=optimize.Bounds(np.array(self.lower), np.array(self.upper)),
            integrality=np.array(self.whole, dtype=int),
        )
        if answer.x is None:
            return None, np.inf
        x = np.asarray(answer.x, dtype=float)
        return x, float(np.array(self.cost) @ x)


def _buildable(problem: Problem) -> list[Asset]:
    return [a for a in problem.assets if a.owned and a.at_most and _vintages(a)]


def _vintages(asset: Asset) -> list[int]:
    """Milestone years in which a unit may be commissioned."""
    return [v for v in range(asset.ready, len(asset.end)) if asset.end[v] > v]
