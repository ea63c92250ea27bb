"""One operating year of the terminal as a Pyomo model, indexed by periods alone.

The blocks declare variables and constraints; they meet only through named variables. Numbers that
differ between years are vectors (`numbers`) or named coefficients (`coefficients`), so the model is
compiled once and stamped for every year and future.
"""

from __future__ import annotations

import pyomo.environ as pyo

from greenport.sizing.blocks import assets, blending, delivery, emissions, rules, storage, supply, transfer
from greenport.sizing.coefficients import Coefficients
from greenport.sizing.problem import Problem
from greenport.sizing.times import Times

BLOCKS = (assets, supply, storage, delivery, blending, transfer, rules, emissions)
GIVEN = (
    "site_area",
    "storage_limit",
    "asked",
    "asked_quarter",
    "optional",
    "cover_need",
    "jet_volume",
    "due",
    "allowed",
    "budget",
)
"""Variables that stand for given numbers of a year; they become right-hand sides when stamped."""


def operation(problem: Problem, times: Times, coefficients: Coefficients) -> pyo.ConcreteModel:
    """Build the operating year.

    Parameters
    ----------
    problem
        Sets and numbers that are the same in every year.
    times
        The partition of the days.
    coefficients
        Matrix entries that differ between years.

    Returns
    -------
    ConcreteModel
        Without an objective: the costs of a year are vectors (`numbers.costs`).
    """
    m = pyo.ConcreteModel(name=problem.name)
    for block in BLOCKS:
        block.variables(m, problem, times)
    for block in BLOCKS:
        block.constraints(m, problem, times, coefficients)
    return m
