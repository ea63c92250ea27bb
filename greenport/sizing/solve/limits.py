"""The user's own lines as they stand in the matrix of a year: what may be left out, and what may give way.

Balances are physics and belong to no line. The lines themselves are found in `site_limits` and
`trade_limits`, one function a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from greenport.scenario.tree import Origin
from greenport.sizing.problem import Asset, Floats, Problem, Route
from greenport.sizing.stamp import Index, Matrix

MORE = {"tank": 12, "berth": 3, "pipeline": 6, "vessel": 20, "equipment": 0}
"""Units beyond its `at_most` that an asset may have where that line is left out; hired ships as vessels."""


@dataclass(frozen=True, eq=False)
class Limit:
    """One line of the scenario in the matrix of a year.

    Attributes
    ----------
    label, item : str
        Rule of the mathematics, and the id that the line belongs to.
    words : str
        What the line says.
    steps : tuple
        Its key in the scenario.
    size : float
        The limit itself, in `unit`.
    rows : dict
        Rows that fall away with it, and by how much one unit of relief widens each.
    caps : dict
        Columns that it bounds from above, and the bound.
    fractional : tuple
        Columns that it makes whole.
    gives : dict
        Rows that relief widens where they are not `rows`.
    whole : bool
        Whether relief is counted in whole units.
    after : callable
        The limit after some relief at a point (solution, relief); by default raised by it.
    switch : bool
        Whether it gives way as a whole only: the relief is 0 or 1.
    most : float
        Most relief, also where the line is left out: some of it is physics.
    scale : float
        Relief that is as large as the limit itself; 0 where that is its size.
    """

    label: str
    item: str
    words: str
    steps: tuple[str, ...]
    origin: Origin
    size: float
    unit: str
    rows: Mapping[int, float] = field(default_factory=dict)
    caps: Mapping[int, float] = field(default_factory=dict)
    fractional: tuple[int, ...] = ()
    gives: Mapping[int, float] = field(default_factory=dict)
    whole: bool = False
    after: Callable[[Floats, float], float] | None = None
    switch: bool = False
    most: float = np.inf
    scale: float = 0.0

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same line in another year."""
        return (self.label, *self.steps)

    @property
    def can_give(self) -> bool:
        """Whether there is a number in it that could be another."""
        return bool(self.rows or self.gives or self.caps)

    def relieved(self, x: Floats, relief: float) -> float:
        """The limit after some relief, in its unit."""
        return self.size + relief if self.after is None else self.after(x, relief)


@dataclass(frozen=True)
class Sight:
    """One year of the roomy problem, with rows and columns by the name of their component."""

    problem: Problem
    y: int
    matrix: Matrix
    rows: Mapping[str, list[tuple[int, Index]]]
    columns: Mapping[str, list[tuple[int, Index]]]

    @classmethod
    def of(cls, problem: Problem, y: int, matrix: Matrix) -> Sight:
        """Sort the names of a matrix."""
        return cls(problem, y, matrix, _by_name(matrix.rows), _by_name(matrix.columns))

    def first(self, name: str) -> dict[str, list[int]]:
        """Rows of a component by their first index."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, index in self.rows.get(name, []):
            found[str(index[0])].append(i)
        return found

    def column(self, name: str) -> dict[str, int]:
        """Columns of a component with one index."""
        return {str(index[0]): j for j, index in self.columns.get(name, [])}

    def offers(self) -> dict[str, list[Route]]:
        """Routes of each offer."""
        found: dict[str, list[Route]] = defaultdict(list)
        for route in self.problem.routes:
            found[route.offer].append(route)
        return found


def _by_name(keys: tuple[tuple[str, Index], ...]) -> dict[str, list[tuple[int, Index]]]:
    found: dict[str, list[tuple[int, Index]]] = defaultdict(list)
    for number, (name, index) in enumerate(keys):
        found[name].append((number, index))
    return found


def roomy(problem: Problem) -> Problem:
    """The problem with every count so large that `at_most`, leads and supply stand in limits alone."""
    years = len(problem.years)

    def freed(a: Asset) -> Asset:
        most = a.at_most + MORE[a.kind] if a.at_most else 0
        return replace(a, at_most=most, ready=0, end=np.full(years, years), payable=None)

    wanted: dict[str, Floats] = defaultdict(lambda: np.zeros(years))
    for d in problem.demands:
        wanted[d.fuel] = wanted[d.fuel] + np.maximum(d.asked.sum(axis=1), d.uplift.sum(axis=1))

    def unlimited(r: Route) -> Route:
        cargoes = (wanted[r.fuel] + r.content) / (r.content * (1 - r.tolerance))
        return replace(r, most=np.floor(cargoes + 1e-9).astype(np.int64))

    return replace(
        problem,
        assets=tuple(freed(a) for a in problem.assets),
        places=tuple(
            replace(p, occupancy=(*p.occupancy, *[max(p.occupancy, default=1.0)] * _berths(problem, p.id)))
            for p in problem.places
        ),
        modes=tuple(replace(m, most=m.most + MORE["vessel"] if m.hire else 0) for m in problem.modes),
        routes=tuple(unlimited(r) for r in problem.routes),
        links=tuple(replace(k, fit=k.fit or 1.0) for k in problem.links),
    )


def _berths(problem: Problem, place: str) -> int:
    """Berths that a place has more in the roomy problem."""
    return MORE["berth"] * sum(a.kind == "berth" and a.place == place for a in problem.assets)


def pool_steps(pool: str) -> tuple[str, ...]:
    """Key of a pool in the scenario."""
    place, grade = pool.split(".", 1)
    return ("places", place, "pools", grade)
