"""The matrix entries that differ between years, by name; everything else of a year is a vector.

The operating model is compiled once with every one of these numbers equal to one. The entry of a
year is then the compiled entry times the number of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from greenport.sizing.emitted import REPLACED, emitted
from greenport.sizing.problem import Problem
from greenport.sizing.regulations import IntensityLimit
from greenport.sizing.times import quarter_hours

LinkKey = tuple[str, str, str]


@dataclass(frozen=True)
class Coefficients:
    """Numbers of one year that multiply variables.

    Attributes
    ----------
    available : by supplier
        kt a year for this hub (U1).
    least : by supplier
        kt a year that must be taken under contract (U2).
    most : by route
        Most cargoes a year (U1).
    tanks : by pool
        Most tanks that may stand there (B0).
    floor : by pool
        Least safety stock while open, kt (B3).
    hours, alongside : by link
        Vessel hours per kt, in all and alongside the ship (V2, V3).
    berth_hours : by link
        Berth hours per kt for loading bunker vessels (U4).
    stems : by direct offer and demand
        Stems per kt, of cut ones what fits (V4).
    large_stems : by direct offer, demand and number
        Stems per kt where a trip carries no more of them than this number, else 0 (V4).
    cut : by link that cannot pump a whole stem within the port stay
        Kt left unserved per kt served (V5).
    open_hours : by place and quarter
        Hours of one berth that are open and ours (U4).
    paid : by asset that a budget pays for
        MUSD each (A4).
    above : by intensity limit and route, direct offer or demand
        kt CO2e above the limit per unit of cargo, delivery or what is not served (R2).
    emitted : by variable and the first parts of its index
        kt CO2e per unit (R3).
    """

    available: Mapping[str, float]
    least: Mapping[str, float]
    most: Mapping[str, float]
    tanks: Mapping[str, float]
    floor: Mapping[str, float]
    hours: Mapping[LinkKey, float]
    alongside: Mapping[LinkKey, float]
    berth_hours: Mapping[LinkKey, float]
    stems: Mapping[tuple[str, str], float]
    large_stems: Mapping[tuple[str, str, int], float]
    cut: Mapping[LinkKey, float]
    open_hours: Mapping[tuple[str, int], float]
    paid: Mapping[str, float]
    above: Mapping[tuple[str, str], float]
    emitted: Mapping[tuple[str, ...], float]


def of_year(problem: Problem, y: int) -> Coefficients:
    """Coefficients of milestone year y."""
    vessels = {mode.id for mode in problem.modes if mode.kind == "vessel"}
    by_vessel = [link for link in problem.links if link.mode in vessels]
    stem = {d.id: float(d.stem[y]) for d in problem.demands}
    stems = {
        (k.direct, k.demand): 1 / stem[k.demand] / (k.fit or 1.0) if stem[k.demand] > 0 else 0.0
        for k in problem.links
        if k.direct
    }
    directs = {x.id: x for x in problem.directs}
    large = {
        (k.direct, k.demand, most): stems[k.direct, k.demand]
        if (most + 1) * (k.fit or 1.0) * stem[k.demand] > directs[k.direct].parcel + 1e-9
        else 0.0
        for k in problem.links
        if k.direct
        for most in range(1, directs[k.direct].stems_per_trip)
    }
    return Coefficients(
        available={u.id: float(u.available[y]) for u in problem.suppliers},
        least={u.id: u.least * float(u.available[y]) for u in problem.suppliers if u.least > 0},
        most={r.id: float(r.most[y]) for r in problem.routes},
        tanks={
            p.id: float(
                sum(a.standing + a.at_most for a in problem.assets if a.kind == "tank" and a.pool == p.id)
            )
            for p in problem.pools
            if not p.conventional
        },
        floor={p.id: float(p.floor[y]) for p in problem.pools if not p.conventional},
        hours={k.key: float(k.hours[y]) for k in by_vessel},
        alongside={k.key: float(k.alongside[y]) for k in by_vessel},
        berth_hours={k.key: float(k.berth_hours[y]) for k in by_vessel if k.berth_hours.any()},
        stems=stems,
        large_stems=large,
        cut={k.key: 1 / k.fit - 1 for k in problem.links if 0 < k.fit < 1},
        open_hours={
            (place.id, quarter): place.hours * float(hours)
            for place in problem.places
            for quarter, hours in enumerate(quarter_hours(problem.closed[place.closed_by][y]))
        },
        paid={a: problem.asset(a).capex for budget in problem.budgets for a in budget.assets},
        above={
            (rule.id, what): value
            for rule in problem.limits
            for what, value in above(problem, rule, y).items()
        },
        emitted=_emitted(problem, y) if problem.caps else {},
    )


def above(problem: Problem, rule: IntensityLimit, y: int) -> Mapping[str, float]:
    """Emissions above an intensity limit (R2) in year y, kt CO2e per unit; below it they are negative.

    By route per parcel (of which the losses are not delivered), by direct offer per kt, and by demand per
    kt not served where fossil fuel is burnt instead.
    """
    heat = {d.fuel: d.heating_value / 1000 for d in problem.demands}
    limit, loss = float(rule.limit[y]), {p.id: p.loss for p in problem.pools}
    found = {
        r.id: (r.intensity - limit) * heat[r.fuel] * r.content * (1 - loss[r.pool])
        for r in problem.routes
        if r.fuel == rule.fuel
    }
    found |= {x.id: (x.intensity - limit) * heat[x.fuel] for x in problem.directs if x.fuel == rule.fuel}
    return found | {
        d.id: (d.fossil_intensity - limit) * heat[d.fuel] if d.replaces_fossil else 0.0
        for d in problem.demands
        if d.fuel == rule.fuel
    }


def _emitted(problem: Problem, y: int) -> dict[tuple[str, ...], float]:
    """Emissions by column without the credit for fossil fuel replaced, and of fossil fuel burnt instead."""
    keys: list[tuple[str, ...]] = [(name, r.id) for r in problem.routes for name in ("cargo", "count")]
    keys += [("trips", x.id) for x in problem.directs]
    keys += [("direct", k.direct, k.demand) for k in problem.links if k.direct]
    keys += [("serve", *k.key) for k in problem.links if k.pool]
    of = emitted(problem, y)
    found = {key: sum(part.amount for part in of[key[0]](key[1:]) if part.item != REPLACED) for key in keys}
    burnt: dict[tuple[str, ...], float] = {
        ("unserved", d.id): d.heating_value * d.fossil_intensity / 1000 for d in problem.demands
    }
    return {**found, **burnt}


def names(problem: Problem) -> Coefficients:
    """Every coefficient as its own name, field and key: which number an entry of the matrix is."""
    year = of_year(problem, 0)
    known: Any = {f.name: {key: (f.name, key) for key in getattr(year, f.name)} for f in fields(Coefficients)}
    return Coefficients(**known)


def pattern(problem: Problem) -> Coefficients:
    """Every coefficient equal to one: what the model is compiled with."""
    year = of_year(problem, 0)
    return Coefficients(**{f.name: dict.fromkeys(getattr(year, f.name), 1.0) for f in fields(Coefficients)})


Index = tuple[object, ...]
Lookup = Callable[[Coefficients, Index, Index], float]

VARYING: Mapping[tuple[str, str], Lookup] = {
    ("U1", "contract"): lambda c, row, column: c.available[str(row[0])],
    ("A4_so_far", "n"): lambda c, row, column: c.paid[str(column[0])],
    ("U2", "contract"): lambda c, row, column: c.least[str(row[0])],
    ("U1_use", "use"): lambda c, row, column: c.most[str(row[0])],
    ("U4", "serve"): lambda c, row, column: c.berth_hours[_link(column)],
    ("U4_quarter", "serve"): lambda c, row, column: c.berth_hours[_link(column)],
    ("U4_quarter", "rank"): lambda c, row, column: c.open_hours[_place(row), int(str(row[1]))],
    ("B0", "open"): lambda c, row, column: c.tanks[str(row[0])],
    ("B3_floor", "open"): lambda c, row, column: c.floor[str(row[0])],
    ("V2", "serve"): lambda c, row, column: c.hours[_link(column)],
    ("V2", "direct"): lambda c, row, column: c.hours[(str(column[0]), str(row[0]), str(column[1]))],
    ("V3", "serve"): lambda c, row, column: c.alongside[_link(column)],
    ("V3", "direct"): lambda c, row, column: c.alongside[(str(column[0]), str(row[0]), str(column[1]))],
    ("V5", "serve"): lambda c, row, column: c.cut[_link(column)],
    ("V5", "direct"): lambda c, row, column: c.cut[_direct(c.cut, column)],
    ("V4_stems", "direct"): lambda c, row, column: c.stems[str(column[0]), str(column[1])],
    ("V4_large", "direct"): lambda c, row, column: c.large_stems[_large(row, column)],
    **{
        ("R2", name): lambda c, row, column: c.above[str(row[0]), str(column[0])]
        for name in ("cargo", "direct", "unserved")
    },
    ("R3", "cargo"): lambda c, row, column: c.emitted["cargo", str(column[0])],
    ("R3", "count"): lambda c, row, column: c.emitted["count", str(column[0])],
    ("R3", "trips"): lambda c, row, column: c.emitted["trips", str(column[0])],
    ("R3", "unserved"): lambda c, row, column: c.emitted["unserved", str(column[0])],
    ("R3", "direct"): lambda c, row, column: c.emitted["direct", str(column[0]), str(column[1])],
    ("R3", "serve"): lambda c, row, column: c.emitted["serve", *_link(column)],
}
"""Where the coefficients stand: constraint and variable, and the number by which to multiply."""


def _link(column: Index) -> LinkKey:
    return (str(column[0]), str(column[1]), str(column[2]))


def _direct(known: Mapping[LinkKey, float], column: Index) -> LinkKey:
    """Link of a direct delivery, which is the only one of its offer and demand."""
    return next(key for key in known if (key[0], key[2]) == (column[0], column[1]))


def _large(row: Index, column: Index) -> tuple[str, str, int]:
    return (str(column[0]), str(column[1]), int(str(row[1])))


def _place(row: Index) -> str:
    return str(row[0]).split(">")[0]
