"""The investment model: what is built when, and what its annuities cost over the years.

One page beside the operating year: together with a stamped copy of that year for each milestone, joined
by A1, it is the whole problem (`assemble`). The certified solve never hands it over whole: it prices A1.
"""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.problem import Problem
from greenport.sizing.solve.multipliers import vintage_cost


def investment(problem: Problem) -> pyo.ConcreteModel:
    """Build the investment model.

    Parameters
    ----------
    problem
        Assets with their lives, annuities and lead times.

    Returns
    -------
    ConcreteModel
        ``build[a,y]`` owned units commissioned in milestone y, ``n[a,y]`` those in place; the objective is
        what the builds cost over all years, discounted [MUSD].
    """
    m = pyo.ConcreteModel(name=f"{problem.name}, investment")
    owned = {a.id: a for a in problem.assets if a.owned}
    years = range(len(problem.years))
    cost = {a.id: vintage_cost(problem, a) for a in owned.values()}

    def may_build(_: pyo.ConcreteModel, a: str, y: int) -> tuple[int, int]:
        """A2: nothing is commissioned before approvals and works end, nor after the site's tenure."""
        asset = owned[a]
        return (0, asset.at_most if y >= asset.ready and asset.end[y] > y else 0)

    def a1(m: pyo.ConcreteModel, a: str, y: int) -> object:
        """A1: what is in place stands today, or was built before and still lives [units]."""
        asset = owned[a]
        living = sum(m.build[a, v] for v in range(y + 1) if v <= y < asset.end[v])
        return m.n[a, y] - living <= asset.standing

    m.build = pyo.Var(list(owned), years, domain=pyo.NonNegativeIntegers, bounds=may_build)
    m.n = pyo.Var(list(owned), years, bounds=lambda _, a, y: (0, owned[a].standing + owned[a].at_most))
    m.A1 = pyo.Constraint(list(owned), years, rule=a1)
    m.capital = pyo.Objective(
        expr=sum(float(cost[a][y]) * m.build[a, y] for a in owned for y in years if m.build[a, y].ub)
    )
    return m
