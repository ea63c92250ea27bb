"""Pyomo's stock path: ordinary rules, a block a year, and the HiGHS interface that Pyomo brings."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs

from greenport.sizing import coefficients, numbers
from greenport.sizing.investment import investment
from greenport.sizing.operation import operation
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


class Peer:
    """The model as a Pyomo user writes it; nothing is compiled once."""

    def __init__(self, folder: Path, years: int, options: dict[str, Any], relaxed: bool) -> None:
        self.problem, self.changed = pickle.loads((folder / f"{years}.pickle").read_bytes())
        self.options, self.relaxed = options, relaxed

    def build(self) -> None:
        self.model = ordinary(self.problem, Times.daily())
        if self.relaxed:
            pyo.TransformationFactory("core.relax_integer_vars").apply_to(self.model)

    def hand_over(self) -> None:
        self.solver: Any = Highs()
        self.solver.highs_options = dict(self.options)
        self.solver.set_instance(self.model)

    def solve(self) -> float:
        return float(self.solver.solve(self.model).best_feasible_objective)

    def resolve(self) -> float:
        self.model.cost.set_value(cost(self.model, self.changed))
        return self.solve()


def ordinary(problem: Problem, times: Times) -> pyo.ConcreteModel:
    """All years as blocks of one model, each with its own numbers, joined with the investment block."""
    m = pyo.ConcreteModel()
    m.year = pyo.Block(range(len(problem.years)))
    for y in range(len(problem.years)):
        m.year[y].transfer_attributes_from(operation(problem, times, coefficients.of_year(problem, y)))
        for name, value_of in numbers.given(problem, y, times).items():
            for index, variable in getattr(m.year[y], name).items():
                variable.fix(value_of(_as_tuple(index)))
        for name, limits_of in numbers.bounds(problem, y, times).items():
            for index, variable in getattr(m.year[y], name).items():
                low, high = limits_of(_as_tuple(index))
                variable.setlb(max(variable.lb, low))
                variable.setub(high if variable.ub is None else min(variable.ub, high))
    m.invest = pyo.Block()
    m.invest.transfer_attributes_from(investment(problem))
    m.invest.capital.deactivate()
    m.joined = pyo.Constraint(list(m.invest.n), rule=lambda m, a, y: m.invest.n[a, y] == m.year[y].n[a])
    m.cost = pyo.Objective(expr=cost(m, problem))
    return m


def cost(m: Any, problem: Problem) -> Any:
    """Discounted cost of all years and of what is built, at the prices of a problem."""
    total = m.invest.capital.expr
    for y, discount in enumerate(problem.discount):
        for name, cost_of in numbers.costs(problem, y).items():
            for index, variable in getattr(m.year[y], name).items():
                total += float(discount) * cost_of(_as_tuple(index)) * variable
    return total


def _as_tuple(index: object) -> tuple[object, ...]:
    return index if isinstance(index, tuple) else (index,)
