"""The investment model: what is built when, and what its annuities cost over the years.

One page beside the operating year: together with a stamped copy of that year for each milestone, joined
by A1, it is the whole problem (`assemble`). The certified solve never hands it over whole: it prices A1.
"""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.grants import weight
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
        ``build[a,y]`` owned units commissioned in milestone y, ``n[a,y]`` those in place, ``grant[a,y]``
        what a scheme pays for the builds [MUSD], ``project[g]`` whether a scheme's least project is
        reached; the objective is what the builds cost over all years, discounted [MUSD].
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

    budgets = {b.id: b for b in problem.budgets}

    def a4(m: pyo.ConcreteModel, b: str, y: int) -> object:
        """A4: what is commissioned in a milestone year costs no more than its budget [MUSD]."""
        spent = sum(owned[a].capex * m.build[a, y] for a in budgets[b].assets if a in owned)
        return spent <= float(budgets[b].most[y])

    granted = {name: scheme for scheme in problem.grants for name in scheme.assets}
    schemes = {scheme.id: scheme for scheme in problem.grants}

    def r5_share(m: pyo.ConcreteModel, a: str, y: int) -> object:
        """R5: a grant is at most its share of the capital cost of what is built [MUSD]."""
        return m.grant[a, y] <= granted[a].share * owned[a].capex * m.build[a, y]

    def r5_ceiling(m: pyo.ConcreteModel, g: str) -> object:
        """R5: a scheme grants at most its ceiling, and only if its least project is reached [MUSD]."""
        return (
            sum(m.grant[a, y] for a in schemes[g].assets for y in years) <= schemes[g].ceiling * m.project[g]
        )

    def r5_project(m: pyo.ConcreteModel, g: str) -> object:
        """R5: the capital cost of all builds of a scheme reaches its least project [MUSD]."""
        spent = sum(owned[a].capex * m.build[a, y] for a in schemes[g].assets for y in years)
        return spent >= schemes[g].smallest * m.project[g]

    m.build = pyo.Var(list(owned), years, domain=pyo.NonNegativeIntegers, bounds=may_build)
    m.n = pyo.Var(list(owned), years, bounds=lambda _, a, y: (0, owned[a].standing + owned[a].at_most))
    m.grant = pyo.Var(list(granted), years, bounds=lambda _, a, y: (0, granted[a].ceiling))
    m.project = pyo.Var(list(schemes), domain=pyo.Binary)
    m.A1 = pyo.Constraint(list(owned), years, rule=a1)
    m.A4 = pyo.Constraint([b for b in budgets if set(budgets[b].assets) & set(owned)], years, rule=a4)
    m.R5_share = pyo.Constraint(list(granted), years, rule=r5_share)
    m.R5_ceiling = pyo.Constraint(list(schemes), rule=r5_ceiling)
    m.R5_project = pyo.Constraint(list(schemes), rule=r5_project)
    m.capital = pyo.Objective(
        expr=sum(float(cost[a][y]) * m.build[a, y] for a in owned for y in years if m.build[a, y].ub)
        - sum(weight(problem, owned[a], y) * m.grant[a, y] for a in granted for y in years)
    )
    return m
