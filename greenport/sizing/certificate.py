"""The certificate of a plan: checks made outside the solver, on the matrix and the plan's own tables.

Nothing here believes a figure that a solver reported. Every row of every year on days is evaluated at the
schedule's values; the cost is computed again from the matrix and from the tables; and a lower bound of the
linear relaxation is computed from dual values in a way that is safe in floating point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from greenport.errors import DataError
from greenport.sizing import grants, tables, uses
from greenport.sizing.charges import HELD
from greenport.sizing.door import problem_of
from greenport.sizing.joint_certificate import idle_faults, inputs_of, verify_jointly
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.restoring import Values, built, values_by_year
from greenport.sizing.schedule import apart
from greenport.sizing.solve import Solution, duals, paths
from greenport.sizing.solve.held import fees
from greenport.sizing.solve.multipliers import multipliers
from greenport.sizing.solve.years import SAFETY, YearPart, parts_of, priced, relaxed
from greenport.sizing.solved import EVIDENCE, TABLES
from greenport.sizing.stamp import Key, Matrix, compile_operation
from greenport.sizing.stated import DOLLAR, dip_faults, not_numbers, sum_faults, written
from greenport.sizing.times import Times
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    from greenport.sizing.plan import Plan

UNCHECKED = ("shadow_prices", "schedule", "excluded", "sources")
"""Tables that the schedule alone does not give."""

CHECKED = tuple(name for name in TABLES if name not in UNCHECKED)
"""Tables that are made again from the schedule."""

TOLERANCE = 1e-5
"""Most by which a row may be broken, in its own unit (kt, h, ha); a tenth of a kilogram is 1e-7 kt."""


@dataclass(frozen=True)
class Certificate:
    """What the checks found.

    Attributes
    ----------
    violation : float
        Most by which a row, a limit or a whole number is broken, in the unit of its row.
    where : str
        Which one, with its year.
    cost, tables_cost : Quantity
        Cost of the plan computed again: cost vector times the checked point with the annuities of the
        units built, and sum of the cost table [money].
    linear_bound : Quantity
        Lower bound on every plan from the linear relaxation alone, by weak duality with every rounding
        on the safe side. It lies far below the bound that the search proved, and is shown apart.
    rows : int
        Rows checked.
    dips : tuple of str
        Where and how deep stocks fall into the safety stock, which a schedule may by one stem, and by all
        of it where it is reported.
    faults : tuple of str
        What is wrong; none in a sound plan.
    """

    violation: float
    where: str
    cost: Quantity
    tables_cost: Quantity
    linear_bound: Quantity
    rows: int
    dips: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(plan: Plan) -> Certificate:
    """Check a plan without the solver's word.

    Parameters
    ----------
    plan
        Sized, or loaded from a folder.

    Returns
    -------
    Certificate
        What the checks found; `faults` names what is wrong.

    Raises
    ------
    DataError
        If the datasets have changed since, so that the plan's problem cannot be built again.
    """
    if not hasattr(plan, "resolved"):
        raise DataError(f"{plan!r} is no plan; size one, or load it with load_plan")
    if plan.by_future:
        return verify_jointly(plan, verify)
    problem = problem_of(inputs_of(plan))
    held = values_by_year(plan)
    compiled = compile_operation(problem, Times.daily())
    faults: list[str] = list(not_numbers(plan, held))
    if faults:
        raise DataError(f"the plan holds what is no finite number: {'; '.join(faults[:3])}")
    dips: list[str] = []
    used: list[uses.Use] = []
    worst, where, rows, operating = 0.0, "", 0, 0.0
    for y, year in enumerate(problem.years):
        matrix, values = compiled.year(y), held.get(year, {})
        idle = [index for name, index in values if name == HELD]
        faults += idle_faults(problem, y, idle)
        unknown = {key for key in values if key[0] != HELD} - set(matrix.columns)
        faults += [
            f"{year}: {written(key)} is no part of the problem" for key in sorted(unknown, key=str)[:3]
        ]
        x = np.array([values.get(key, 0.0) for key in matrix.columns])
        depth = _depths(problem, values)
        deepest = _dipped(matrix, x)
        dips += [f"{year}, {pool}: {1000 * d:.0f} t" for pool, d in deepest.items() if d > TOLERANCE]
        faults += dip_faults(year, max(deepest.values(), default=0.0), plan.dips, TOLERANCE)
        for broken, at in _violations(matrix, x, depth):
            if broken > worst:
                worst, where = broken, f"{at} in {year}"
        faults += [f"{year}: {what}" for what in apart(problem, y, values)]
        rows += len(matrix.rows)
        used += uses.of_year(problem, y, [matrix], [held.get(each, {}) for each in problem.years])
        operating += float(problem.discount[y] * (matrix.cost @ x + fees(problem, y, idle)))
    stood = built(problem, held)
    faults += [*_path_faults(problem, stood), *_budget_faults(problem, stood)]
    faults += _table_faults(plan, problem, stood, held, used)
    if worst > TOLERANCE:
        faults.append(f"{where} is broken by {worst:.3g}")
    money = str(plan.cost.units)
    cost = operating + _annuities(problem, stood)
    in_tables = float((plan.costs["amount"] * plan.costs["discount"]).sum())
    linear = linear_bound(problem)
    faults += sum_faults(plan, problem, cost, in_tables, linear)
    if plan.has_evidence and not faults:  # it is made of what has been checked
        faults += _evidence_faults(plan)
    return Certificate(
        violation=worst,
        where=where,
        cost=Q_(cost, money),
        tables_cost=Q_(in_tables, money),
        linear_bound=Q_(linear, money),
        rows=rows,
        dips=tuple(dips),
        faults=tuple(faults),
    )


def linear_bound(problem: Problem) -> float:
    """Lower bound on every plan from linear relaxations of the years on weeks, in MUSD.

    The dual values of HiGHS are only a hint: whatever they are, the bound made of them holds.
    """
    price = multipliers(problem).assets
    parts: list[YearPart] = parts_of(compile_operation(problem, Times.weekly()))
    total = 0.0
    for part in parts:
        matrix = priced(relaxed(part), price, problem.discount)
        bound = duals.safe_bound(matrix, duals.of_relaxation(matrix))
        total += float(problem.discount[part.y]) * bound
    return total - 1e-12 * abs(total)


def _depths(problem: Problem, values: Values) -> dict[str, float]:
    """How far each stock may fall: by all of its safety stock, which a schedule may and must report."""
    return {p.id: values.get(("safety", (p.id,)), 0.0) for p in problem.pools}


def _dipped(matrix: Matrix, x: Floats) -> dict[str, float]:
    """How deep the stock of each pool that may be issued (B3, B6) falls into the safety stock, in kt."""
    short = matrix.row_lower - matrix.a @ x
    over = matrix.a @ x - matrix.row_upper
    deepest: dict[str, float] = {}
    for i, (name, index) in enumerate(matrix.rows):
        if name in SAFETY:
            pool = str(index[0])
            deepest[pool] = max(deepest.get(pool, 0.0), float(short[i]), float(over[i]))
    return dict(sorted(deepest.items()))


def _violations(matrix: Matrix, x: Floats, depth: Mapping[str, float]) -> Iterator[tuple[float, str]]:
    """Most by which rows, limits of columns and whole numbers are broken, each with its name."""
    allowed = np.array([depth.get(str(i[0]), 0.0) if name in SAFETY else 0.0 for name, i in matrix.rows])
    activity = matrix.a @ x
    broken = np.maximum(matrix.row_lower - activity, activity - matrix.row_upper) - allowed
    if len(broken):
        row = int(np.argmax(broken))
        yield float(broken[row]), f"rule {written(matrix.rows[row])}"
    outside = np.maximum(matrix.lower - x, x - matrix.upper)
    column = int(np.argmax(outside))
    yield float(outside[column]), f"limit of {written(matrix.columns[column])}"
    apart = np.where(matrix.whole, np.abs(x - np.round(x)), 0.0)
    column = int(np.argmax(apart))
    yield float(apart[column]), f"whole number {written(matrix.columns[column])}"


def _path_faults(problem: Problem, built: paths.Path) -> Iterator[str]:
    """Owned assets that vanish before their end, or stand before they can (A1, A2)."""
    for name, counts in built.items():
        asset = problem.asset(name)
        new = paths.vintages(asset, counts)
        living = sum((int(n) * paths.alive(asset, v) for v, n in enumerate(new)), np.zeros_like(counts))
        for y in np.flatnonzero(living != counts):
            yield f"{problem.years[y]}: {counts[y]} of {name} stand, {living[y]} were built and live (A1)"
        for v, n in enumerate(new):
            if n and (v < asset.ready or asset.end[v] <= v):
                yield f"{problem.years[v]}: {name} is built before it can be (A2)"


def _budget_faults(problem: Problem, built: paths.Path) -> Iterator[str]:
    """Milestone years that spend more than their budget (A4)."""
    new = paths.builds(problem, built)
    for budget in problem.budgets:
        for y, year in enumerate(problem.years):
            total = sum(float(problem.asset(a).capex) * int(new[a][y]) for a in budget.assets)
            if total > budget.most[y] + 0.5 * DOLLAR:
                yield f"{year}: {total:.6f} MUSD are spent of budget {budget.id}, {budget.most[y]:.6f} (A4)"


def _table_faults(
    plan: Plan,
    problem: Problem,
    built: paths.Path,
    held: Mapping[int, dict[Key, float]],
    used: list[uses.Use],
) -> Iterator[str]:
    """Tables of the plan that its schedule does not give."""
    from pandas.testing import assert_frame_equal

    schedules = [held.get(year, {}) for year in problem.years]
    solution = replace(Solution.of(built, schedules), uses=used)
    for name in CHECKED:
        made = getattr(tables, name)(problem, solution)
        keys = [column for column in made if made[column].dtype.kind != "f"]
        one, other = (
            frame.sort_values(keys, kind="stable", ignore_index=True) for frame in (made, getattr(plan, name))
        )
        try:
            assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-9)
        except AssertionError as error:
            what = " ".join(str(error).split())
            yield f"table {name} is not what the schedule gives: {what[:120]}"


def _evidence_faults(plan: Plan) -> Iterator[str]:
    """Tables of evidence that the plan's inputs and schedule do not give."""
    from pandas.testing import assert_frame_equal

    anew = replace(plan)
    for name in EVIDENCE:
        try:
            assert_frame_equal(getattr(anew, name), getattr(plan, name), rtol=1e-6, atol=1e-9)
        except AssertionError:
            yield f"table {name} is not what inputs and schedule give"


def _annuities(problem: Problem, built: paths.Path) -> float:
    """Discounted annuities less grants, added up by year, not by vintage as the search does, in MUSD."""
    total = 0.0
    new = paths.builds(problem, built)
    for y in range(len(problem.years)):
        for name, units in new.items():
            asset = problem.asset(name)
            owed = sum(
                int(n) * float(asset.annuity[v]) for v, n in enumerate(units) if n and v <= y < asset.end[v]
            )
            total += float(problem.discount[y]) * owed
        paid = sum(a.yearly for a in grants.awards(problem, new) if a.vintage <= y < a.asset.end[a.vintage])
        total -= float(problem.discount[y]) * paid
    return total
