"""What each column of an operating year emits, well to wake: for the table, for prices and for caps.

Emissions are linear in the columns: of the fuel bought as it is delivered, of the fuel that tankers and
bunker vessels burn, less those of the fossil fuel that what ships are served and airlines claim replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from greenport.sizing.problem import Problem

Index = tuple[object, ...]

DELIVERED, TRANSPORT, REPLACED = "fuel as delivered", "transport", "fossil fuel replaced"
ITEMS = (DELIVERED, TRANSPORT, REPLACED)


class Emission(NamedTuple):
    """Kt CO2e per unit of a column: what of, and for which fuel."""

    item: str
    fuel: str
    amount: float


ByIndex = Callable[[Index], tuple[Emission, ...]]


def emitted(problem: Problem, y: int) -> Mapping[str, ByIndex]:
    """Emissions of milestone year y by variable and index; the sum over all columns is the net [kt CO2e]."""
    routes = {r.id: r for r in problem.routes}
    directs = {x.id: x for x in problem.directs}
    links = {k.key: k for k in problem.links}
    demands = {d.id: d for d in problem.demands}
    heat = {d.fuel: d.heating_value for d in problem.demands}
    burnt = problem.bunker_emissions

    def bought(fuel: str, intensity: float) -> Emission:
        return Emission(DELIVERED, fuel, intensity * heat.get(fuel, 0.0) / 1000)

    def replaced(demand: str) -> Emission:
        d = demands[demand]
        return Emission(REPLACED, d.fuel, -d.fossil_intensity * d.heating_value / 1000)

    def cargo(i: Index) -> tuple[Emission, ...]:
        r = routes[str(i[0])]
        each = bought(r.fuel, r.intensity)
        return (each._replace(amount=r.content * each.amount),)

    def count(i: Index) -> tuple[Emission, ...]:
        r = routes[str(i[0])]
        return (Emission(TRANSPORT, r.fuel, r.fuel_use * (r.content / r.parcel) * burnt),)

    def direct(i: Index) -> tuple[Emission, ...]:
        x = directs[str(i[0])]
        link = links[x.id, x.mode, str(i[1])]
        carried = Emission(TRANSPORT, x.fuel, float(link.fuel_use[y]) * burnt)
        return (bought(x.fuel, x.intensity), carried, replaced(link.demand))

    def trips(i: Index) -> tuple[Emission, ...]:
        x = directs[str(i[0])]
        return (Emission(TRANSPORT, x.fuel, x.fuel_use * burnt),)

    def serve(i: Index) -> tuple[Emission, ...]:
        link = links[str(i[0]), str(i[1]), str(i[2])]
        d = demands[link.demand]
        carried = Emission(TRANSPORT, d.fuel, float(link.fuel_use[y]) * burnt)
        return (carried, replaced(d.id)) if d.kind == "ships" else (carried,)

    def claim(i: Index) -> tuple[Emission, ...]:
        return (replaced(str(i[1])),)

    return {"cargo": cargo, "count": count, "direct": direct, "trips": trips, "serve": serve, "claim": claim}


def spans(problem: Problem) -> np.ndarray:
    """Calendar years that each milestone stands for."""
    return np.diff([*problem.years, problem.horizon]).astype(float)


def net(problem: Problem, schedules: list[dict[tuple[str, Index], float]]) -> float:
    """Net emissions of all years, undiscounted; below zero where more is avoided than emitted [kt CO2e]."""
    total = 0.0
    for y, span in enumerate(spans(problem)):
        made = emitted(problem, y)
        total += float(span) * sum(
            value * part.amount
            for (name, index), value in schedules[y].items()
            if name in made
            for part in made[name](index)
        )
    return total
