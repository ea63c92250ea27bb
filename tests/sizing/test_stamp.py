"""The stamped years equal the ordinary Pyomo model over all years, and the whole problem its parts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyomo.environ as pyo
import pytest

from greenport.scenario import load_scenario
from greenport.sizing import coefficients, numbers
from greenport.sizing.assemble import whole
from greenport.sizing.door import problem_of
from greenport.sizing.investment import investment
from greenport.sizing.operation import operation
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, highs
from greenport.sizing.stamp import Matrix, compile_operation, standard_form
from greenport.sizing.times import Times

Row = tuple[str, tuple[object, ...], float, float, tuple[tuple[object, float], ...]]


def ordinary(problem: Problem, times: Times) -> pyo.ConcreteModel:
    """All years as blocks of one model with true numbers: nothing stamped, nothing compiled once."""
    m = pyo.ConcreteModel()
    m.year = pyo.Block(range(len(problem.years)))
    total = 0
    for y in range(len(problem.years)):
        block = operation(problem, times, coefficients.of_year(problem, y))
        m.year[y].transfer_attributes_from(block)
        for name, value_of in numbers.given(problem, y, times).items():
            for index, variable in getattr(m.year[y], name).items():
                variable.fix(value_of(as_tuple(index)))
        for name, limits_of in numbers.bounds(problem, y, times).items():
            for index, variable in getattr(m.year[y], name).items():
                low, high = limits_of(as_tuple(index))
                variable.setlb(max(variable.lb, low))
                variable.setub(high if variable.ub is None else min(variable.ub, high))
        for name, cost_of in numbers.costs(problem, y).items():
            for index, variable in getattr(m.year[y], name).items():
                total += float(problem.discount[y]) * cost_of(as_tuple(index)) * variable
    m.invest = pyo.Block()
    m.invest.transfer_attributes_from(investment(problem))
    for (a, y), placed in m.invest.n.items():
        m.add_component(f"join_{a}_{y}", pyo.Constraint(expr=placed == m.year[y].n[a]))
    capital = m.invest.capital.expr
    m.invest.capital.deactivate()
    m.cost = pyo.Objective(expr=total + capital)
    return m


def as_tuple(index: object) -> tuple[object, ...]:
    return index if isinstance(index, tuple) else (index,)


def year_of(part: object) -> tuple[object, ...]:
    block = part.parent_block()  # type: ignore[attr-defined]
    index = block.index()
    return () if index is None else (index,)


def rows_of(matrix: Matrix, names: tuple[object, ...]) -> list[Row]:
    """Rows with their entries by name, in an order of their own; entries of nothing are left out."""
    found = []
    for i, (name, index) in enumerate(matrix.rows):
        start, end = matrix.a.indptr[i], matrix.a.indptr[i + 1]
        entries = sorted(
            (
                (names[j], round(float(v), 9))
                for j, v in zip(matrix.a.indices[start:end], matrix.a.data[start:end], strict=True)
                if abs(v) > 1e-12
            ),
            key=str,
        )
        low, high = round(float(matrix.row_lower[i]), 7), round(float(matrix.row_upper[i]), 7)
        if entries:
            found.append((name, index, low + 0.0, high + 0.0, tuple(entries)))
    return sorted(found, key=lambda row: (row[0], str(row[1])))


def of_ordinary(problem: Problem, times: Times, y: int) -> Matrix:
    """One year by ordinary rules: its own numbers in the rules, its given variables fixed."""
    m = operation(problem, times, coefficients.of_year(problem, y))
    for name, value_of in numbers.given(problem, y, times).items():
        for index, variable in getattr(m, name).items():
            variable.fix(value_of(as_tuple(index)))
    for name, limits_of in numbers.bounds(problem, y, times).items():
        for index, variable in getattr(m, name).items():
            low, high = limits_of(as_tuple(index))
            variable.setlb(max(variable.lb, low))
            variable.setub(high if variable.ub is None else min(variable.ub, high))
    m.cost = pyo.Objective(
        expr=sum(
            cost_of(as_tuple(index)) * variable
            for name, cost_of in numbers.costs(problem, y).items()
            for index, variable in getattr(m, name).items()
        )
    )
    return standard_form(m)


def assert_same(stamped: Matrix, ordinary_year: Matrix) -> None:
    """Rows, costs, bounds and integers agree by name; a column in no row and without cost may be missing."""
    assert rows_of(stamped, stamped.columns) == rows_of(ordinary_year, ordinary_year.columns)
    mine, theirs = stamped.position(), ordinary_year.position()
    assert set(theirs) <= set(mine)
    for key, k in theirs.items():
        j = mine[key]
        assert stamped.cost[j] == pytest.approx(ordinary_year.cost[k], rel=1e-12, abs=1e-15), key
        assert (stamped.lower[j], stamped.upper[j]) == (ordinary_year.lower[k], ordinary_year.upper[k]), key
        assert stamped.whole[j] == ordinary_year.whole[k], key
    for key in set(mine) - set(theirs):
        column = stamped.a[:, [mine[key]]]
        assert abs(column).max() == 0, key


CHANGING = {
    "years.milestones": "[2029, 2030, 2032]",
    "years.horizon": "2035",
    "demand.customer.asks": "{2029: 20 kt/yr, 2032: 100 kt/yr}",
    "suppliers.maker.available": "{2029: 30 kt/yr, 2032: 90 kt/yr}",
    "places.site.pools.methanol.resupply_lead": "10 d",
    "weather": "[{id: gale, occasions: 6 1/yr, duration: 48 h, closes: [berth], season: [7, 8, 9]}]",
}


@pytest.mark.parametrize("times", [Times.weekly(), Times.daily()], ids=["weeks", "days"])
def test_a_stamped_year_equals_the_year_by_ordinary_rules(
    toy_problem: Callable[..., Problem], times: Times
) -> None:
    problem = toy_problem(CHANGING)
    compiled = compile_operation(problem, times)
    for y in range(len(problem.years)):
        assert_same(compiled.year(y), of_ordinary(problem, times, y))


@pytest.mark.parametrize("times", [Times.weekly(), Times.daily()], ids=["weeks", "days"])
def test_a_stamped_airport_equals_the_airport_by_ordinary_rules(
    toy_problem: Callable[..., Problem], times: Times
) -> None:
    changing = {"years.milestones": "[2030, 2031]", "years.horizon": "2032"}
    changing |= {
        "demand.flights.share": "{2030: 2 %, 2031: 5 %}",
        "rules.aim.share": "{2030: 1 %, 2031: 4 %}",
    }
    problem = toy_problem(changing, name="airport")
    compiled = compile_operation(problem, times)
    for y in range(len(problem.years)):
        assert_same(compiled.year(y), of_ordinary(problem, times, y))


@pytest.fixture(scope="module")
def hong_kong() -> Problem:
    return problem_of(load_scenario("hongkong"))


@pytest.mark.parametrize("y", [0, 5])
def test_no_coefficient_that_differs_between_the_years_of_hong_kong_is_missed(
    hong_kong: Problem, y: int
) -> None:
    compiled = compile_operation(hong_kong, Times.weekly())
    assert_same(compiled.year(y), of_ordinary(hong_kong, Times.weekly(), y))


TWO_YEARS = {
    "years.milestones": "[2030, 2032]",
    "years.horizon": "2040",
    "demand.customer.asks": "{2030: 40 kt/yr, 2032: 72 kt/yr}",
}


def test_the_assembled_problem_equals_the_ordinary_model_over_all_years(
    toy_problem: Callable[..., Problem],
) -> None:
    problem = toy_problem(TWO_YEARS)
    assembled = whole(problem, compile_operation(problem, Times.weekly()))
    pyomo = standard_form(ordinary(problem, Times.weekly()))
    ours, theirs = highs.solve(assembled), highs.solve(pyomo)
    assert ours.status == theirs.status == "optimal"
    assert ours.value == pytest.approx(theirs.value, rel=1e-9)
    assert int(assembled.whole.sum()) == int(pyomo.whole.sum())
    operating = [name for name, _ in assembled.rows if name != "A1"]
    joins = len([name for name, _ in pyomo.rows if name.startswith("join_")])
    assert len(assembled.rows) + joins == len(pyomo.rows)
    assert len(operating) == 2 * len(compile_operation(problem, Times.weekly()).matrix.rows)


def test_the_whole_problem_solved_at_once_lies_between_bound_and_plan(
    toy_problem: Callable[..., Problem], solved: Callable[[Problem], Solution]
) -> None:
    """The relaxation on weeks, all years together and joined by A1, against the solve by years."""
    problem = toy_problem(TWO_YEARS)
    solution = solved(problem)
    together = highs.solve(whole(problem, compile_operation(problem, Times.weekly())))
    assert together.status == "optimal"
    cent = 1e-7
    assert solution.floor <= solution.bound + cent
    assert solution.bound <= together.value + cent
    assert together.value <= solution.value + cent
    movable = max(solution.value - solution.floor, 0.001 * solution.gross)
    assert solution.value - together.value <= max(problem.gap, solution.gap) * movable + cent


def test_in_the_whole_problem_nothing_stands_that_was_not_built(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem(TWO_YEARS)
    matrix = whole(problem, compile_operation(problem, Times.weekly()))
    answer = highs.solve(matrix)
    assert answer.x is not None
    values = dict(zip(matrix.columns, answer.x, strict=True))
    for asset in problem.assets:
        built = 0.0
        for y in range(len(problem.years)):
            built += values.get(("build", (asset.id, y)), 0.0)
            assert values["n", (y, asset.id)] <= built + 1e-6
    assert np.isclose(values["n", (1, "tank")], 1)


def test_nothing_can_be_built_before_its_lead(toy_problem: Callable[..., Problem]) -> None:
    """A2: approvals of 18 and works of 18 months from December 2026 end in December 2029."""
    problem = toy_problem({**TWO_YEARS, "years.milestones": "[2029, 2030]"})
    m = investment(problem)
    assert m.build["tank", 0].ub == 4
    late = toy_problem({**TWO_YEARS, "years.decision_date": "2027-06-30", "years.milestones": "[2029, 2031]"})
    assert investment(late).build["tank", 0].ub == 0
    assert investment(late).build["tank", 1].ub == 4
