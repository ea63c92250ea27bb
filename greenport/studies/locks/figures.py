"""The figures of a plan that a lock keeps, and how each is judged when it is found again."""

from __future__ import annotations

from typing import Final

from greenport import units
from greenport.sizing import Plan
from greenport.studies.locks.content import Figure, Judged
from greenport.units import Quantity

SAME: Final = {"proof": 1e-6, "plan": 1e-4, "data": 1e-6}
"""Relative difference up to which a figure counts as the same."""

COST, BOUND, GAP = "cost", "lower bound", "gap"


def figures_of(plan: Plan) -> dict[str, Figure]:
    """Key figures of a plan by name: its proof, what it comes to, and what follows from the data alone."""
    found = {
        COST: _figure(plan.cost, "proof"),
        BOUND: _figure(plan.lower_bound, "proof"),
        GAP: _figure(plan.gap, "proof"),
    }
    for fuel in plan.fuels():
        if float(plan.delivered(fuel).magnitude) > 0:
            found[f"cost of {fuel} delivered"] = _figure(plan.levelised_cost(fuel), "plan")
            found[f"{fuel} delivered, discounted"] = _figure(plan.delivered(fuel), "plan")
    found["emissions avoided"] = _figure(plan.avoided(), "plan")
    held = plan.capacity.groupby(["asset", "year"])["number"].sum().groupby("asset").max()
    for asset, most in held.items():
        found[f"most units of {asset}"] = _number(float(most), "", "plan")
    for demand, told in sorted(plan.demand.items()):
        for year, asked in told["asked"].items():
            found[f"{demand} asked for in {year}"] = _number(float(asked), "kt/yr", "data")
    for volume in plan.terminal_volumes:
        said = f"{volume.terminal} against {volume.against}"
        found[f"fixed cost of {said}"] = _figure(volume.fixed_cost, "data")
        found[f"saving of {said}"] = _figure(volume.saving, "data")
    found["offers and modes left out"] = _number(float(len(plan.excluded)), "", "data")
    return found


def _figure(quantity: Quantity, judged: Judged) -> Figure:
    return _number(float(quantity.magnitude), units.unit_text(quantity.units), judged)


def _number(value: float, unit: str, judged: Judged) -> Figure:
    return Figure(value=value, unit=unit, judged=judged, tolerance=SAME[judged])
