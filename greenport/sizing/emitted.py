"""What each column of an operating year emits, well to wake: the one place where emissions meet the model.

The caps of R3 sum the emissions of the columns; the plan's emission table lists them by item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from greenport.sizing.problem import Problem

Index = tuple[object, ...]

MADE = "fuel as delivered"
CARRIED = "transport"
FOSSIL = "fossil fuel instead"


class Emission(NamedTuple):
    """kt CO2e per unit of a column: what of, and for which fuel."""

    item: str
    fuel: str
    amount: float


ByIndex = Callable[[Index], tuple[Emission, ...]]


def emitted(problem: Problem, y: int) -> Mapping[str, ByIndex]:
    """Emissions of milestone year y by variable and index.

    Of green fuel from well to wake as certified at its load port, of the fuel that tankers and bunker
    vessels burn to bring it, and of the fossil fuel that is burnt for what is not delivered here; whether
    it is then bought elsewhere does not count for this hub.
    """
    routes = {r.id: r for r in problem.routes}
    directs = {x.id: x for x in problem.directs}
    links = {k.key: k for k in problem.links}
    demands = {d.id: d for d in problem.demands}
    heat = {d.fuel: d.heating_value for d in problem.demands}
    burnt = problem.bunker_emissions

    def cargo(i: Index) -> tuple[Emission, ...]:
        r = routes[str(i[0])]
        return (Emission(MADE, r.fuel, r.content * r.intensity * heat[r.fuel] / 1000),)

    def count(i: Index) -> tuple[Emission, ...]:
        r = routes[str(i[0])]
        return (Emission(CARRIED, r.fuel, r.fuel_use * (r.content / r.parcel) * burnt),)

    def direct(i: Index) -> tuple[Emission, ...]:
        x = directs[str(i[0])]
        link = links[x.id, x.mode, str(i[1])]
        return (
            Emission(MADE, x.fuel, x.intensity * heat[x.fuel] / 1000),
            Emission(CARRIED, x.fuel, float(link.fuel_use[y]) * burnt),
        )

    def trips(i: Index) -> tuple[Emission, ...]:
        x = directs[str(i[0])]
        return (Emission(CARRIED, x.fuel, x.fuel_use * burnt),)

    def serve(i: Index) -> tuple[Emission, ...]:
        link = links[str(i[0]), str(i[1]), str(i[2])]
        return (Emission(CARRIED, demands[link.demand].fuel, float(link.fuel_use[y]) * burnt),)

    def unserved(i: Index) -> tuple[Emission, ...]:
        d = demands[str(i[0])]
        return (Emission(FOSSIL, d.fuel, d.heating_value * d.fossil_intensity / 1000),)

    return {
        "cargo": cargo,
        "count": count,
        "direct": direct,
        "trips": trips,
        "serve": serve,
        "unserved": unserved,
    }
