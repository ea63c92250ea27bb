"""Well-to-wake emissions, and how limits on intensity are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from greenport.emissions import fueleu
from greenport.sizing.emitted import ITEMS, emitted
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution
from greenport.sizing.tables.frame import TINY, Values, frame
from greenport.units import Q_

if TYPE_CHECKING:
    import pandas as pd


def emissions(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Well-to-wake emissions of each milestone year: of the fuel delivered, of its transport, and avoided."""
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        found = {(fuel, item): 0.0 for fuel in sorted({d.fuel for d in problem.demands}) for item in ITEMS}
        made = emitted(problem, y)
        for (name, index), value in solution.schedules[y].items():
            if value > TINY and name in made:
                for part in made[name](index):
                    found[part.fuel, part.item] += value * part.amount
        for fuel in sorted({d.fuel for d in problem.demands}):
            figures = {item: found[fuel, item] for item in ITEMS}
            if any(figures.values()):
                figures["net"] = sum(figures.values())
                rows += [
                    {"year": year, "fuel": fuel, "item": item, "amount": amount, "unit": "ktCO2e/yr"}
                    for item, amount in figures.items()
                ]
    return frame(rows, ["year", "fuel", "item", "amount", "unit"])


def compliance(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Intensity limits (R2) by year: what is attained and allowed, the balance, and what it costs or earns.

    The balance is positive for a surplus, negative for a deficit. `by_law` is the penalty that the law
    itself would set, which is not linear, of a first deficit in a row; empty where no law is named.
    """
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        values = solution.schedules[y]
        for rule in problem.limits:
            surplus, deficit = (values.get((name, (rule.id,)), 0.0) for name in ("surplus", "deficit"))
            energy = _energy(problem, rule.fuel, values)
            attained = float(rule.limit[y]) + 1000 * (deficit - surplus) / energy if energy > TINY else np.nan
            paid = float(rule.deficit[y]) * deficit - float(rule.credit[y]) * surplus
            exact = np.nan
            if rule.law and energy > TINY:
                short = Q_(surplus - deficit, "ktCO2e")
                exact = float(fueleu.penalty(short, Q_(attained, "gCO2e/MJ"), year=year).m_as("MEUR"))
            rows.append(
                {"year": year, "rule": rule.id, "fuel": rule.fuel, "energy": energy, "energy_unit": "TJ/yr"}
                | {"attained": attained, "limit": float(rule.limit[y]), "intensity_unit": "gCO2e/MJ"}
                | {"balance": surplus - deficit, "balance_unit": "ktCO2e/yr", "paid": paid}
                | {"paid_unit": "MUSD/yr", "by_law": exact, "by_law_unit": "MEUR/yr"}
            )
    names = ["year", "rule", "fuel", "energy", "energy_unit", "attained", "limit", "intensity_unit"]
    names += ["balance", "balance_unit", "paid", "paid_unit", "by_law", "by_law_unit"]
    return frame(rows, names).astype({"by_law": float})


def _energy(problem: Problem, fuel: str, values: Values) -> float:
    """Energy that a fuel's ships get here, TJ: of green fuel, and of fossil fuel burnt instead."""
    heat = {d.id: d.heating_value for d in problem.demands if d.kind == "ships" and d.fuel == fuel}
    burnt = {d.id: d.heating_value for d in problem.demands if d.id in heat and d.replaces_fossil}
    total = 0.0
    for (name, index), value in values.items():
        if name == "unserved":
            total += value * burnt.get(str(index[0]), 0.0)
        elif name in ("serve", "direct"):
            total += value * heat.get(str(index[-2]), 0.0)
    return total
