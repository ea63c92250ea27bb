"""Assets in an operating year: how many of each are in place, and the land they stand on."""

from __future__ import annotations

import math

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``n[a]``: whole units of asset a in place, what stands today included; ``budget[b]`` so far, given."""
    m.ASSETS = pyo.Set(initialize=[asset.id for asset in problem.assets])
    limit = {asset.id: asset.standing + asset.at_most for asset in problem.assets}
    m.n = pyo.Var(m.ASSETS, domain=pyo.NonNegativeIntegers, bounds=lambda _, a: (0, limit[a]))
    m.budget = pyo.Var([budget.id for budget in problem.budgets])


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """Land and licence limits of each place, and what the budgets up to this year can have paid for."""
    on_site = {
        place.id: [a for a in problem.assets if a.place == place.id and a.kind in ("tank", "berth")]
        for place in problem.places
    }

    def a3_area(m: pyo.ConcreteModel, s: str) -> object:
        """A3: footprints, safety distances included, fit on the site [ha]."""
        return sum(a.footprint * m.n[a.id] for a in on_site[s] if a.footprint) <= m.site_area[s]

    def a3_storage(m: pyo.ConcreteModel, s: str) -> object:
        """A3: storage stays within the site's limit for dangerous goods [1000 m³]."""
        return sum(a.volume * m.n[a.id] for a in on_site[s] if a.volume) <= m.storage_limit[s]

    def a4_so_far(m: pyo.ConcreteModel, b: str) -> object:
        """A4: what was built up to this year and still stands cost no more than the budgets so far [MUSD]."""
        return sum(c.paid[a] * m.n[a] for a in paid[b]) <= m.budget[b]

    paid = {b.id: b.assets for b in problem.budgets}
    m.A4_so_far = pyo.Constraint([b for b in paid if paid[b]], rule=a4_so_far)
    limited = {place.id: place for place in problem.places}
    areas = [s for s, p in limited.items() if math.isfinite(p.area) and any(a.footprint for a in on_site[s])]
    stores = [
        s for s, p in limited.items() if math.isfinite(p.storage_limit) and any(a.volume for a in on_site[s])
    ]
    m.site_area = pyo.Var(areas)
    m.storage_limit = pyo.Var(stores)
    m.A3_area = pyo.Constraint(areas, rule=a3_area)
    m.A3_storage = pyo.Constraint(stores, rule=a3_storage)
