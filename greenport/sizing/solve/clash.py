"""Which lines of a scenario clash in a year: a deletion filter over a matrix that may hold whole numbers.

Lines are left out one at a time; one stays out only if what remains is proved infeasible. The set that is
left is then minimal, unless a proof ran into its work limit. Irreducible sets of rows, as solvers offer
them for linear problems, know no whole numbers and are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from greenport.sizing.diagnosis import Diagnosis, Line
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve import highs, site_limits, trade_limits
from greenport.sizing.solve.limits import Limit, Sight, roomy
from greenport.sizing.solve.years import YearPart, in_whole_stems, parts_of, priced, relaxed
from greenport.sizing.stamp import Matrix, compile_operation
from greenport.sizing.times import Times

NODES = 2000
"""Nodes of one proof; what takes more is said to be not proved."""

FAMILIES: tuple[Callable[[Sight], Iterator[Limit]], ...] = (
    trade_limits.stems,
    trade_limits.rooms,
    trade_limits.parcels,
    site_limits.floors,
    site_limits.compartments,
    site_limits.safety_days,
    site_limits.berth_time,
    trade_limits.hires,
    site_limits.counts,
    trade_limits.blends,
    trade_limits.stays,
    site_limits.cover,
    site_limits.area,
    site_limits.storage,
    site_limits.tenures,
    site_limits.leads,
    trade_limits.supply,
    trade_limits.takes,
    trade_limits.budgets,
    trade_limits.caps,
    trade_limits.asked,
    trade_limits.targets,
    trade_limits.volumes,
    trade_limits.service,
)
"""In the order in which lines are left out: what comes last is what stays where there is a choice."""

LEVELS = (0, 1, 2)
"""Forms of a year, each tighter than the one before; see `Search`."""

MOST_REASONS = 8

UNLIMITED = ("claim", "bank")
"""Columns bounded for the solver's sake only; what bounds them are rows."""


@dataclass(frozen=True)
class Search:
    """One year, in one of three forms that are each tighter than the one before.

    Attributes
    ----------
    level : int
        0 as bounds are proved (trips need not be whole, stocks may fall into the safety stock), 1 on weeks
        as they are, 2 in whole stems.
    matrix : Matrix
        The year of the roomy problem; without a cost.
    limits : tuple of Limit
        All lines in it; those that a user would sooner change come first.
    """

    y: int
    level: int
    matrix: Matrix
    limits: tuple[Limit, ...]

    def feasible(self, kept: Collection[Limit] | None = None) -> bool | None:
        """Whether some of the lines (all by default) can be kept together; None where work ended first."""
        return feasible(without(self.matrix, self.limits, self.limits if kept is None else kept))

    @cached_property
    def clash(self) -> tuple[tuple[Limit, ...], bool]:
        """The smallest set found of lines that cannot be kept together, and whether that is proved."""
        return smallest(self.matrix, self.limits)


def feasible(matrix: Matrix) -> bool | None:
    """Whether a matrix has a point; None if the work limit came first."""
    answer = highs.solve(matrix, relative_gap=1.0, nodes=NODES)
    return None if answer.x is None and answer.status != "infeasible" else answer.x is not None


def smallest(matrix: Matrix, limits: Sequence[Limit]) -> tuple[tuple[Limit, ...], bool]:
    """Leave out lines one at a time while what remains is proved infeasible.

    Parameters
    ----------
    matrix
        The problem as it is without any of the lines, their own rows and whole columns included.
    limits
        Lines in the order in which they are left out.

    Returns
    -------
    kept : tuple of Limit
        A set that is infeasible.
    minimal : bool
        Whether each of its members is proved to be needed.
    """
    kept, proved = list(limits), True
    for limit in limits:
        trial = [other for other in kept if other is not limit]
        verdict = feasible(without(matrix, limits, trial))
        if verdict is False:
            kept = trial
        proved = proved and verdict is not None
    return tuple(kept), proved


def without(matrix: Matrix, limits: Sequence[Limit], kept: Collection[Limit]) -> Matrix:
    """The matrix with only some of its lines."""
    held = {id(limit) for limit in kept}
    low, high = matrix.row_lower.copy(), matrix.row_upper.copy()
    most, whole = matrix.upper.copy(), matrix.whole.copy()
    for limit in limits:
        if id(limit) in held:
            for j, cap in limit.caps.items():
                most[j] = min(most[j], cap)
            continue
        for i, give in limit.rows.items():
            at_low, at_high = sides(matrix, i, give)
            low[i] -= limit.most * abs(give) if at_low else 0.0
            high[i] += limit.most * abs(give) if at_high else 0.0
        whole[list(limit.fractional)] = False
    return replace(matrix, row_lower=low, row_upper=high, upper=most, whole=whole)


def sides(matrix: Matrix, i: int, give: float) -> tuple[bool, bool]:
    """Which sides of a row a line holds: the finite one, or of an equation the one that its sign tells."""
    low, high = np.isfinite(matrix.row_lower[i]), np.isfinite(matrix.row_upper[i])
    if low and high:
        return give < 0, give > 0
    return bool(low), bool(high)


def elastic(
    matrix: Matrix, limits: Sequence[Limit], soft: Sequence[Limit], price: Mapping[int, float] | None = None
) -> Matrix:
    """The matrix with every line kept, of which some give way by columns ``relief``, as little as can be.

    Parameters
    ----------
    price
        Cost of a unit of relief by the position of its line in `soft`; 1 by default.
    """
    hard = [limit for limit in limits if all(limit is not other for other in soft)]
    kept = without(matrix, limits, [*hard, *(limit for limit in soft if not limit.caps)])
    capped = [(j, cap, k, limit) for k, limit in enumerate(soft) for j, cap in limit.caps.items()]
    count, width = len(kept.rows), len(kept.columns)
    entries: list[tuple[int, int, float]] = []
    for k, limit in enumerate(soft):
        for i, give in (limit.gives or limit.rows).items():
            at_low, at_high = sides(kept, i, give)
            size = abs(give)
            entries += [(i, width + k, size)] if at_low else []
            entries += [(i, width + k, -size)] if at_high else []
    for row, (j, cap, k, limit) in enumerate(capped, start=count):
        entries += [(row, j, 1.0), (row, width + k, cap - kept.upper[j] if limit.switch else -1.0)]
    extra = sparse.dok_array((count + len(capped), width + len(soft)))
    for i, j, value in entries:
        extra[i, j] = value
    padded = sparse.block_array(
        [
            [kept.a, None],
            [None, sparse.csr_array((len(capped), len(soft)))],
        ]
    )
    return Matrix(
        columns=(*kept.columns, *(("relief", (k,)) for k in range(len(soft)))),
        rows=(*kept.rows, *(("cap", (n,)) for n in range(len(capped)))),
        a=sparse.csr_array(padded + extra.tocsr()),
        row_lower=np.append(kept.row_lower, np.full(len(capped), -np.inf)),
        row_upper=np.append(kept.row_upper, [cap for _, cap, _, _ in capped]),
        cost=np.append(np.zeros(width), [(price or {}).get(k, 1.0) for k in range(len(soft))]),
        lower=np.append(kept.lower, np.zeros(len(soft))),
        upper=np.append(kept.upper, [1.0 if limit.switch else limit.most for limit in soft]),
        whole=np.append(kept.whole, [limit.whole or limit.switch for limit in soft]),
    )


def relief(search: Search, soft: Sequence[Limit], price: Mapping[int, float] | None = None) -> Floats | None:
    """A point of a year with least relief of some lines, the relief last; None where it is not enough."""
    matrix = elastic(search.matrix, search.limits, soft, price)
    return highs.solve(matrix, relative_gap=1e-4, nodes=NODES).x


def searches(problem: Problem, levels: Sequence[int]) -> list[list[Search]]:
    """The years of a problem, part by part, in the forms asked for; one list a form."""
    wide = roomy(problem)
    parts = parts_of(compile_operation(wide, Times.weekly()))
    return [[_search(problem, part, level) for part in parts] for level in levels]


def diagnosed(problem: Problem) -> Diagnosis | None:
    """The first year without a plan and the lines that clash in it; None if every year alone may have one.

    A year is looked into in the widest form in which it is proved to have none.
    """
    for level in LEVELS:
        (form,) = searches(problem, (level,))
        bad = [s for s in form if s.feasible() is False]
        if bad:
            first = min(bad, key=lambda s: s.y)
            kept, minimal = first.clash
            year = problem.years[first.y]
            lines = (
                Line(k.label, k.item, k.steps, k.words, year, k.origin.file, k.origin.line) for k in kept
            )
            return Diagnosis(
                year=year,
                years=tuple(sorted({problem.years[s.y] for s in bad})),
                clash=tuple(lines),
                minimal=minimal,
                left_out=tuple(left_out(problem)),
            )
    return None


def left_out(problem: Problem) -> list[str]:
    """Offers and ways that were left out before the search: often the cause behind what clashes."""
    reasons = [f"{left.id}: {left.reason}" for left in problem.excluded]
    more = len(reasons) - MOST_REASONS
    return [*reasons[:MOST_REASONS], *([f"… and {more} more"] if more > 0 else [])]


def _search(problem: Problem, part: YearPart, level: int) -> Search:
    matrix = part.matrix
    if level == 0:
        matrix = priced(relaxed(part), {}, problem.discount)
    elif level == 2:
        matrix = in_whole_stems(problem, part.y, matrix)[0]
    upper = np.array(
        [
            np.inf if name in UNLIMITED else most
            for (name, _), most in zip(matrix.columns, matrix.upper, strict=True)
        ]
    )
    bare = replace(matrix, cost=np.zeros(len(matrix.columns)), upper=upper)
    sight = Sight.of(problem, part.y, bare)
    found = tuple(limit for family in FAMILIES for limit in family(sight))
    return Search(part.y, level, bare, found if level == 2 else tuple(f for f in found if not _is_stem(f)))


def _is_stem(limit: Limit) -> bool:
    return limit.steps[0] == "demand" and limit.steps[-1] == "stem"
