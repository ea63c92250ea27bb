"""Blending in an operating year: neat synthetic fuel leaves only in a blend within its limits."""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times

LIMITS = ("share", "density", "aromatics")


def variables(m: pyo.ConcreteModel, problem: Problem, times: Times) -> None:
    """``jet_volume``: given volume of the fuel that leaves in a period [1000 m³]."""
    m.BLENDINGS = pyo.Set(initialize=[b.id for b in problem.blendings])
    m.jet_volume = pyo.Var(m.BLENDINGS, times.periods)


def constraints(m: pyo.ConcreteModel, problem: Problem, times: Times, c: Coefficients) -> None:
    """The three limits of a blend, linear in the neat fuel issued."""
    blendings = {b.id: b for b in problem.blendings}

    def x1(m: pyo.ConcreteModel, b: str, limit: str, t: int) -> object:
        """X1: share, density and aromatics of a period's blend, by volume (ASTM D7566)."""
        blend, i = blendings[b], LIMITS.index(limit)
        neat = sum(
            m.serve[*k.key, t]
            for k in problem.links
            if k.pool and k.demand == blend.demand and problem.pool(k.pool).grade == blend.fuel
        )
        if isinstance(neat, int):
            return pyo.Constraint.Skip
        return blend.coefficients[i] * neat <= blend.room[i] * m.jet_volume[b, t]

    m.X1 = pyo.Constraint(m.BLENDINGS, LIMITS, times.periods, rule=x1)
