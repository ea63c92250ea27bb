"""What a plan states of itself beside its tables: sums, bounds and years of dips, held against the truth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from greenport.sizing.charges import REPLACED
from greenport.sizing.problem import Problem
from greenport.sizing.solve.floor import floor
from greenport.sizing.stamp import Key

if TYPE_CHECKING:
    from greenport.sizing.plan import Plan

DOLLAR = 1e-6
"""In MUSD."""

SUMS = ("cost", "lower_bound", "floor", "gross_cost")
"""Sums that a plan states."""


def not_numbers(plan: Plan, held: Mapping[int, Mapping[Key, float]]) -> Iterator[str]:
    """Values and stated sums that are no finite numbers: every comparison with them would pass."""
    for name in SUMS:
        if not np.isfinite(getattr(plan, name).magnitude):
            yield f"{name} of {getattr(plan, name)}"
    for year, values in held.items():
        yield from (f"{written(key)} of {v} in {year}" for key, v in values.items() if not np.isfinite(v))


def sum_faults(plan: Plan, problem: Problem, cost: float, in_tables: float, linear: float) -> Iterator[str]:
    """Sums that the plan states and that are not so, in MUSD; bounds above the cost.

    Parameters
    ----------
    cost, in_tables, linear
        Cost from the cost vector with the annuities, cost from the table, and the linear bound [MUSD].
    """
    money = str(plan.cost.units)
    stated = {name: float(getattr(plan, name).m_as(money)) for name in SUMS}
    scale = 1e-9 * max(1.0, abs(stated["cost"]))
    for what, found in (("cost vector and annuities", cost), ("cost table", in_tables)):
        if abs(found - stated["cost"]) > 0.5 * DOLLAR + scale:
            yield f"the {what} give {found:.6f}, the plan says {stated['cost']:.6f} {money}"
    replaced = plan.costs[plan.costs["item"] == REPLACED]
    gross = cost - float((replaced["amount"] * replaced["discount"]).sum())
    if abs(gross - stated["gross_cost"]) > 0.5 * DOLLAR + 1e-9 * max(1.0, abs(gross)):
        yield (
            f"the cost without the credit for fossil fuel is {gross:.6f}, "
            f"the plan says {stated['gross_cost']:.6f} {money}"
        )
    purchase = float(problem.discount @ floor(problem))
    if stated["floor"] < purchase - DOLLAR - scale:  # a lower floor would flatter the gap
        yield f"the purchase floor is {purchase:.6f} {money}, the plan says {stated['floor']:.6f}"
    if linear > cost + DOLLAR:
        yield f"the linear bound of {linear:.6f} lies above the cost of {cost:.6f} {money}"
    if stated["lower_bound"] > cost + DOLLAR:
        yield f"the proved bound of {stated['lower_bound']:.6f} lies above the cost of {cost:.6f}"


def dip_faults(year: int, deepest: float, reported: Collection[int], least: float) -> Iterator[str]:
    """A fall into the safety stock that the plan does not report, or that it reports without one.

    Parameters
    ----------
    deepest
        How deep a stock falls in the year [kt].
    reported
        Years that the plan names.
    least
        Depth from which a fall must be reported [kt].
    """
    if deepest > least and year not in reported:
        yield f"{year}: a stock falls into its safety stock, which the plan does not report"
    if deepest <= 0.01 * least and year in reported:
        yield f"{year}: the plan reports that a stock falls into its safety stock, and none does"


def written(key: Key) -> str:
    """A row or column as people write it."""
    name, index = key
    return f"{name}[{', '.join(map(str, index))}]" if index else name
