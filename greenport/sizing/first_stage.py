"""What is decided before the future is known, as a Pyomo model: the investment, with several futures.

Beside the builds stand the contracts and the pools kept open, each the same in every future ``w``. What a
future does with them is up to it: hire, leases and charters, cargoes, flows and the choice of routes are
its own. A contract or a pool may lie idle in a future, and is paid all the same. Using a route costs
nothing by itself, so no row joins the futures there.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

import pyomo.environ as pyo

from greenport.sizing.investment import investment
from greenport.sizing.problem import Problem
from greenport.sizing.risk import Outlook

COPIES: Mapping[str, str] = {"stands": "n", "contracted": "contract", "opened": "open"}
"""Columns that belong to a future's operating years, by their names there."""


def first_stage(
    problem: Problem, outlook: Outlook, taken: Container[tuple[int, str, int]] = ()
) -> pyo.ConcreteModel:
    """Build the investment model with what else is decided once, and the objective over the futures.

    Parameters
    ----------
    problem
        Any of the futures: assets, fees and years are the same in all.
    outlook
        Probabilities and the weight of the worst.
    taken
        Future, supplier and milestone where a contract is take-or-pay (U2) and so cannot lie idle.

    Returns
    -------
    ConcreteModel
        The columns of `investment`, ``contract[u,y]``, ``open[p,y]``, and by future ``cost[w]``: what
        its years cost in operation, discounted, fees apart [MUSD].
    """
    m = investment(problem)
    m.capital.deactivate()
    years, futures = range(len(problem.years)), range(len(outlook.probability))
    owned = [a.id for a in problem.assets if a.owned]
    fees = {u.id: u.fee for u in problem.suppliers}
    staff = {p.id: p.fixed_cost for p in problem.pools if not p.conventional}

    def a1b_assets(m: pyo.ConcreteModel, w: int, a: str, y: int) -> object:
        """A1b: what stands is the same in every future, used or not [units]."""
        return m.stands[w, a, y] == m.n[a, y]

    def a1b_contracts(m: pyo.ConcreteModel, w: int, u: str, y: int) -> object:
        """A1b: nothing is bought in any future without a contract that is held, and paid, in all."""
        if (w, u, y) in taken:
            return m.contracted[w, u, y] == m.contract[u, y]
        return m.contracted[w, u, y] <= m.contract[u, y]

    def a1b_pools(m: pyo.ConcreteModel, w: int, p: str, y: int) -> object:
        """A1b: a pool is used in any future only if its fixed cost is paid in all."""
        return m.opened[w, p, y] <= m.open[p, y]

    def cvar(m: pyo.ConcreteModel, w: int) -> object:
        """CVaR: what a future costs above the level η is its excess [MUSD]."""
        return m.cost[w] - m.eta <= m.excess[w]

    m.contract = pyo.Var(list(fees), years, domain=pyo.Binary)
    m.open = pyo.Var(list(staff), years, domain=pyo.Binary)
    m.stands = pyo.Var(futures, owned, years)
    m.contracted = pyo.Var(futures, list(fees), years)
    m.opened = pyo.Var(futures, list(staff), years)
    m.cost = pyo.Var(futures)
    m.eta = pyo.Var()
    m.excess = pyo.Var(futures, domain=pyo.NonNegativeReals)
    m.A1b_assets = pyo.Constraint(futures, owned, years, rule=a1b_assets)
    m.A1b_contracts = pyo.Constraint(futures, list(fees), years, rule=a1b_contracts)
    m.A1b_pools = pyo.Constraint(futures, list(staff), years, rule=a1b_pools)
    m.CVaR = pyo.Constraint(futures, rule=cvar)
    held = sum(float(problem.discount[y]) * fee * m.contract[u, y] for u, fee in fees.items() for y in years)
    kept = sum(float(problem.discount[y]) * cost * m.open[p, y] for p, cost in staff.items() for y in years)
    chance = [float(p) for p in outlook.probability]
    mean = sum(chance[w] * m.cost[w] for w in futures)
    worst = m.eta + sum(chance[w] / outlook.beyond * m.excess[w] for w in futures)
    m.objective = pyo.Objective(
        expr=m.capital.expr + held + kept + (1 - outlook.weight) * mean + outlook.weight * worst
    )
    return m
