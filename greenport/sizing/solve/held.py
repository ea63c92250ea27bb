"""Contracts and pools that are paid for in every future (A1b), used there or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from greenport.sizing.charges import HELD, charges
from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Index, Key, Matrix

Held = frozenset[tuple[str, str]]
"""Contracts held and pools kept open in a year, as (column, id)."""

PAID_ONCE = ("contract", "open")
"""Columns besides owned assets that are decided before the future is known."""


def used(values: Mapping[Key, float]) -> Held:
    """Contracts and pools that a year uses."""
    return frozenset(
        (name, str(index[0])) for (name, index), v in values.items() if name in PAID_ONCE and v > 0.5
    )


def among(matrix: Matrix) -> Held:
    """All contracts and pools that a matrix knows."""
    return frozenset((name, str(index[0])) for name, index in matrix.columns if name in PAID_ONCE)


def committed(problem: Problem, matrix: Matrix, held: Held) -> Matrix:
    """Matrix in which the contracts and pools held cost nothing more, and no others can be used.

    A contract that is take-or-pay (U2) cannot lie idle where its supplier has anything.
    """
    cost, lower, upper = matrix.cost.copy(), matrix.lower.copy(), matrix.upper.copy()
    bound = taking(problem)
    for j, (name, index) in enumerate(matrix.columns):
        if name in PAID_ONCE:
            cost[j] = 0.0
            upper[j] = upper[j] if (name, str(index[0])) in held else 0.0
            lower[j] = upper[j] if name == "contract" and str(index[0]) in bound else lower[j]
    return replace(matrix, cost=cost, lower=lower, upper=upper)


def taking(problem: Problem) -> frozenset[str]:
    """Suppliers of whom a share must be taken under contract (U2)."""
    return frozenset(supplier.id for supplier in problem.suppliers if supplier.least > 0)


def fees(problem: Problem, y: int, held: Iterable[Index]) -> float:
    """What contracts and open pools cost in a year, MUSD."""
    charged = charges(problem, y)
    return sum(charge.amount for index in sorted(held, key=str) for charge in charged[HELD](index))
