"""What each column of an operating year is charged for: the one place where money meets the model.

The optimiser sums the charges of a column; the plan's cost table lists them. Owned assets' annuities
belong to the investment part and are not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from greenport.sizing.problem import Problem

Index = tuple[object, ...]

REPLACED = "fossil fuel replaced"
"""Item of the fossil energy that green fuel replaces, a credit."""

RENT = "ground rent"
"""Item of what the land of a site costs, paid to the government."""

DUTY = "duty"
"""Item of what the government takes of fuel delivered."""


RULE = "emission rule"
"""Item of what is paid for emissions above an intensity limit, or earned below it (R2)."""
HELD = "held"
"""What lies idle in one of several futures: in schedules and charges, but no column of an operating year."""


class Charge(NamedTuple):
    """MUSD per unit of a column: what for, for which fuel, and for which item of the scenario."""

    item: str
    fuel: str
    what: str
    amount: float


ByIndex = Callable[[Index], tuple[Charge, ...]]


def charges(problem: Problem, y: int) -> Mapping[str, ByIndex]:
    """Charges of milestone year y by variable and index.

    Fuel, freight, delivery, hire and going without arise where they are named; capital in stock is
    charged by U6 with each cargo, and here for heel and safety stock. The fossil energy that green fuel
    replaces is credited with a claim, or with what ships are served that would burn it otherwise. What is
    emitted above an intensity limit is paid for, what stays below it may earn (R2).
    """
    found = {
        **_assets(problem, y),
        **_supply(problem, y),
        **_delivery(problem, y),
        **_limits(problem, y),
    }

    def held(i: Index) -> tuple[Charge, ...]:
        """A contract or pool that is paid for in all futures (A1b) and lies idle in this one."""
        return found[str(i[0])](i[1:])

    return {**found, HELD: held}


def _limits(problem: Problem, y: int) -> dict[str, ByIndex]:
    limits = {rule.id: rule for rule in problem.limits}

    def deficit(i: Index) -> tuple[Charge, ...]:
        rule = limits[str(i[0])]
        return (Charge(RULE, rule.fuel, rule.id, float(rule.deficit[y])),)

    def surplus(i: Index) -> tuple[Charge, ...]:
        rule = limits[str(i[0])]
        return (Charge(RULE, rule.fuel, rule.id, -float(rule.credit[y])),)

    return {"deficit": deficit, "surplus": surplus}


def _assets(problem: Problem, y: int) -> dict[str, ByIndex]:
    assets = {a.id: a for a in problem.assets}
    pools = {p.id: p for p in problem.pools}
    fuels = {a.id: fuel_of(problem, a.id) for a in problem.assets}

    def standing(i: Index) -> tuple[Charge, ...]:
        asset = assets[str(i[0])]
        fuel = fuels[asset.id]
        site = Charge("site and operation", fuel, asset.id, asset.opex - asset.rent)
        rent = Charge(RENT, fuel, asset.id, asset.rent)
        pool = pools.get(asset.pool)
        if asset.kind != "tank" or pool is None or pool.conventional:
            return (site, rent)
        heel = float(pool.holding[y]) * pool.heel * pool.density * asset.volume
        return (site, rent, Charge("capital in stock", fuel, pool.id, heel))

    def kept_open(i: Index) -> tuple[Charge, ...]:
        pool = pools[str(i[0])]
        return (Charge("site and operation", pool.grade, pool.id, pool.fixed_cost),)

    def safety(i: Index) -> tuple[Charge, ...]:
        pool = pools[str(i[0])]
        return (Charge("capital in stock", pool.grade, pool.id, float(pool.holding[y])),)

    return {"n": standing, "open": kept_open, "safety": safety}


def _supply(problem: Problem, y: int) -> dict[str, ByIndex]:
    suppliers = {u.id: u for u in problem.suppliers}
    routes = {r.id: r for r in problem.routes}

    def contract(i: Index) -> tuple[Charge, ...]:
        supplier = suppliers[str(i[0])]
        return (Charge("contracts", supplier.fuel, supplier.id, supplier.fee),)

    def count(i: Index) -> tuple[Charge, ...]:
        r = routes[str(i[0])]
        return (
            Charge("freight", r.fuel, r.offer, float(r.freight[y])),
            Charge("stock, transit and demurrage", r.fuel, r.offer, float(r.cargo_cost[y])),
        )

    def cargo(i: Index) -> tuple[Charge, ...]:
        r = routes[str(i[0])]
        return (Charge("purchase", r.fuel, r.supplier, float(r.price[y]) * r.content),)

    return {"contract": contract, "count": count, "cargo": cargo}


def _delivery(problem: Problem, y: int) -> dict[str, ByIndex]:
    directs = {x.id: x for x in problem.directs}
    modes = {m.id: m for m in problem.modes}
    demands = {d.id: d for d in problem.demands}
    links = {k.key: k for k in problem.links}
    carried = {k.mode: demands[k.demand].fuel for k in problem.links}
    replaced = {d.id: float(d.credit[y]) if d.replaces_fossil else 0.0 for d in problem.demands}
    replaced |= {d.id: 0.0 for d in problem.demands if d.kind == "aircraft"}  # credited with the claim

    def serve(i: Index) -> tuple[Charge, ...]:
        link = links[str(i[0]), str(i[1]), str(i[2])]
        d = demands[link.demand]
        return (
            Charge("delivery", carried[link.mode], link.mode, float(link.cost[y]) - link.duty),
            Charge(DUTY, d.fuel, d.id, link.duty),
            Charge(REPLACED, d.fuel, d.id, -replaced[d.id]),
        )

    def direct(i: Index) -> tuple[Charge, ...]:
        x = directs[str(i[0])]
        link = links[x.id, x.mode, str(i[1])]
        return (
            Charge("purchase", x.fuel, x.supplier, float(x.price[y])),
            Charge("delivery", x.fuel, x.mode, float(link.cost[y]) - link.duty),
            Charge(DUTY, x.fuel, link.demand, link.duty),
            Charge(REPLACED, x.fuel, link.demand, -replaced[link.demand]),
        )

    def trips(i: Index) -> tuple[Charge, ...]:
        x = directs[str(i[0])]
        return (Charge("freight", x.fuel, x.offer, float(x.trip_cost[y])),)

    def hire(i: Index) -> tuple[Charge, ...]:
        mode = modes[str(i[0])]
        return (Charge("vessel hire", carried.get(mode.id, ""), mode.id, mode.hire),)

    def unserved(i: Index) -> tuple[Charge, ...]:
        d = demands[str(i[0])]
        return (Charge("going without", d.fuel, d.id, float(d.without[y])),)

    def claim(i: Index) -> tuple[Charge, ...]:
        d = demands[str(i[1])]
        return (Charge(REPLACED, d.fuel, d.id, -float(d.credit[y])),)

    return {
        "serve": serve,
        "direct": direct,
        "trips": trips,
        "hire": hire,
        "unserved": unserved,
        "claim": claim,
    }


def fuel_of(problem: Problem, asset_id: str) -> str:
    """Fuel that an asset is there for."""
    asset = problem.asset(asset_id)
    if asset.pool:
        return problem.pool(asset.pool).grade
    if asset.kind == "vessel":
        modes = {m.id for m in problem.modes if m.vessel == asset_id}
        return next((problem.demand(k.demand).fuel for k in problem.links if k.mode in modes), "")
    grades = [p.grade for p in problem.pools if p.place == asset.place and not p.conventional]
    return grades[0] if grades else ""
