"""The tidy tables of a plan, from the schedules' values: plain numbers out, one unit a row.

Every row of `costs` is a part of c·x, so the table adds up to the plan's cost; tests hold it to that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from greenport.emissions import fueleu
from greenport.sizing.charges import charges, fuel_of
from greenport.sizing.emitted import ITEMS, emitted
from greenport.sizing.grants import awards
from greenport.sizing.limits import origins_of, told
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, paths
from greenport.sizing.uses import Price, Use
from greenport.units import Q_

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, tuple[object, ...]]
Values = Mapping[Key, float]
TINY = 1e-9


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=columns)


def capacity(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What stands in each milestone year: assets in whole units, with what is new, and tank volume."""
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        for asset in problem.assets:
            count = round(solution.schedules[y].get(("n", (asset.id,)), 0.0))
            if asset.owned:
                count = max(count, int(solution.path[asset.id][y]))
            if not count:
                continue
            before = round(solution.schedules[y - 1].get(("n", (asset.id,)), 0.0)) if y else asset.standing
            rows.append(
                {
                    "year": year,
                    "asset": asset.id,
                    "kind": asset.kind,
                    "place": asset.place,
                    "pool": asset.pool,
                    "owned": asset.owned,
                    "number": count,
                    "new": max(0, count - before),
                    "capacity": 1000 * asset.volume * count if asset.volume else float(count),
                    "unit": "m^3" if asset.volume else "",
                    "capex": asset.capex * max(0, count - before),
                    "capex_unit": "MUSD",
                }
            )
    names = ["year", "asset", "kind", "place", "pool", "owned", "number", "new", "capacity", "unit"]
    return _frame(rows, [*names, "capex", "capex_unit"])


def flows(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Fuel in each milestone year: bought from whom into what, delivered how to whom, and not served."""
    rows: list[dict[str, object]] = []
    routes = {r.id: r for r in problem.routes}
    directs = {x.id: x for x in problem.directs}
    pools = {p.id: p for p in problem.pools}
    for y, year in enumerate(problem.years):
        found: dict[tuple[str, str, str, str, str], float] = defaultdict(float)
        for (name, index), value in solution.schedules[y].items():
            if value <= TINY:
                continue
            if name == "cargo":
                r = routes[str(index[0])]
                found["purchase", r.supplier, r.pool, r.offer, r.fuel] += value * r.content
            elif name == "direct":
                x = directs[str(index[0])]
                found["purchase", x.supplier, "ships", x.offer, x.fuel] += value
                found["delivery", x.offer, str(index[1]), x.mode, x.fuel] += value
            elif name == "serve" and problem.demand(str(index[2])).kind == "ships":
                grade = pools[str(index[0])].grade
                found["delivery", str(index[0]), str(index[2]), str(index[1]), grade] += value
            elif name == "claim":
                d = problem.demand(str(index[1]))
                found["delivery", str(index[0]), d.id, "hydrant", d.fuel] += value
            elif name == "unserved":
                d = problem.demand(str(index[0]))
                found["unserved", "", d.id, "", d.fuel] += value
        for (flow, start, end, by, fuel), value in sorted(found.items()):
            rows.append(
                {"year": year, "flow": flow, "from": start, "to": end, "by": by, "fuel": fuel}
                | {"quantity": value, "unit": "kt/yr"}
            )
    return _frame(rows, ["year", "flow", "from", "to", "by", "fuel", "quantity", "unit"])


def inventory(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Stock of each open pool at the end of each day, with its limits."""
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        values = solution.schedules[y]
        for pool in problem.pools:
            if pool.conventional or values.get(("open", (pool.id,)), 0.0) < 0.5:
                continue
            full = pool.density * sum(
                a.volume * values.get(("n", (a.id,)), 0.0)
                for a in problem.assets
                if a.kind == "tank" and a.pool == pool.id
            )
            safety = values.get(("safety", (pool.id,)), 0.0)
            rows += [
                {
                    "year": year,
                    "day": day + 1,
                    "pool": pool.id,
                    "stock": values[("stock", (pool.id, day))],
                    "least": pool.heel * full + safety,
                    "most": pool.fill * full,
                    "unit": "kt",
                }
                for day in range(365)
            ]
    return _frame(rows, ["year", "day", "pool", "stock", "least", "most", "unit"])


def availability(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What each supplier could sell in each milestone year, what is bought, and whether a parcel is left.

    `stored` says whether the fuel needs storage here: it does not if it can come to ships directly, or
    ready blended into a conventional pool.
    """
    conventional = {p.id for p in problem.pools if p.conventional}
    ready = {x.supplier for x in problem.directs}
    ready |= {r.supplier for r in problem.routes if r.pool in conventional}
    least: dict[str, float] = {}
    for x in problem.directs:
        least[x.supplier] = min(least.get(x.supplier, np.inf), x.parcel)
    for r in problem.routes:
        least[r.supplier] = min(least.get(r.supplier, np.inf), (1 - r.tolerance) * r.parcel)
    found = flows(problem, solution)
    found = found[found["flow"] == "purchase"]
    bought: dict[tuple[int, str], float] = defaultdict(float)
    for year, supplier, quantity in zip(found["year"], found["from"], found["quantity"], strict=True):
        bought[int(year), str(supplier)] += float(quantity)
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        for u in problem.suppliers:
            available, sold = float(u.available[y]), bought[year, u.id]
            if available <= TINY or u.id not in least:
                continue
            rows.append(
                {"year": year, "supplier": u.id, "fuel": u.fuel, "stored": u.id not in ready}
                | {"available": available, "sold": sold, "unit": "kt/yr"}
                | {"sold_out": available - sold < least[u.id] - TINY}
            )
    return _frame(rows, ["year", "supplier", "fuel", "stored", "available", "sold", "sold_out", "unit"])


def hire(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Bunker vessels hired in each milestone year: hours by class, and how many ships that is on average."""
    rows: list[dict[str, object]] = []
    for year, schedule in zip(problem.years, solution.schedules, strict=True):
        found: dict[str, float] = defaultdict(float)
        for (name, index), hours in schedule.items():
            if name == "hire" and hours > TINY:
                found[str(index[0])] += hours
        rows += [
            {"year": year, "vessel": vessel, "hours": hours, "unit": "h/yr", "vessels": hours / 8760}
            for vessel, hours in sorted(found.items())
        ]
    return _frame(rows, ["year", "vessel", "hours", "unit", "vessels"])


def arrivals(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Every cargo with its day."""
    routes = {r.id: r for r in problem.routes}
    rows: list[dict[str, object]] = []
    for y, year in enumerate(problem.years):
        cargoes = [
            (int(str(index[1])), str(index[0]), value)
            for (name, index), value in solution.schedules[y].items()
            if name == "cargo" and value > TINY
        ]
        for day, route, value in sorted(cargoes):
            r = routes[route]
            number = max(1, round(value))
            rows += [
                {
                    "year": year,
                    "day": day + 1,
                    "offer": r.offer,
                    "supplier": r.supplier,
                    "pool": r.pool,
                    "parcel": 1000 * r.parcel * value / number,
                    "unit": "t",
                }
            ] * number
    return _frame(rows, ["year", "day", "offer", "supplier", "pool", "parcel", "unit"])


def costs(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Money of each milestone year by what it is for; `discount` is the factor of the years it stands for."""
    rows = [
        {"year": problem.years[y], "item": item, "fuel": fuel, "what": what, "amount": amount}
        | {"unit": "MUSD/yr", "discount": problem.discount[y]}
        for y in range(len(problem.years))
        for (item, fuel, what), amount in _year_costs(problem, solution, y).items()
        if abs(amount) > TINY
    ]
    return _frame(rows, ["year", "item", "fuel", "what", "amount", "unit", "discount"])


def _year_costs(problem: Problem, solution: Solution, y: int) -> dict[tuple[str, str, str], float]:
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for item, fuel, what, amount in [*_operating(problem, solution, y), *_capital(problem, solution, y)]:
        found[item, fuel, what] += amount
    return found


def _operating(problem: Problem, solution: Solution, y: int) -> Iterator[tuple[str, str, str, float]]:
    charged = charges(problem, y)
    for (name, index), value in solution.schedules[y].items():
        if abs(value) > TINY and name in charged:
            for charge in charged[name](index):
                yield charge.item, charge.fuel, charge.what, charge.amount * value


def _capital(problem: Problem, solution: Solution, y: int) -> Iterator[tuple[str, str, str, float]]:
    for asset in problem.assets:
        if not asset.owned:
            continue
        fuel = fuel_of(problem, asset.id)
        for v, n in enumerate(paths.vintages(asset, solution.path[asset.id])):
            if n and paths.alive(asset, v)[y]:
                yield "annuities", fuel, asset.id, int(n) * float(asset.annuity[v])
    for award in awards(problem, paths.builds(problem, solution.path)):
        if paths.alive(award.asset, award.vintage)[y]:
            yield "grant", fuel_of(problem, award.asset.id), award.asset.id, -award.yearly


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
    return _frame(rows, ["year", "fuel", "item", "amount", "unit"])


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
    return _frame(rows, names).astype({"by_law": float})


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


def support(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What public schemes give: grants for what is built, and capital cost that cheaper loans finance."""
    rows: list[dict[str, object]] = [
        {"year": problem.years[award.vintage], "scheme": award.scheme, "kind": "grant"}
        | {"asset": award.asset.id, "amount": award.amount, "unit": "MUSD"}
        for award in awards(problem, paths.builds(problem, solution.path))
    ]
    stands = capacity(problem, solution)
    for loan in problem.loans:
        mine = stands[stands["asset"].isin(loan.assets) & (stands["capex"] > 0)]
        for year, asset, amount in zip(mine["year"], mine["asset"], mine["capex"], strict=True):
            rows.append(
                {"year": year, "scheme": loan.id, "kind": "loan"}
                | {"asset": asset, "amount": amount, "unit": "MUSD"}
            )
    return _frame(rows, ["year", "scheme", "kind", "asset", "amount", "unit"])


def builds(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What is built and kept, by the milestone year in which it is commissioned.

    `until` is the first calendar year in which it no longer stands, the horizon at the latest; `annuity`
    what its capital costs a year, before grants and with its loan.
    """
    rows: list[dict[str, object]] = []
    ends = (*problem.years, problem.horizon)
    for name, built in paths.builds(problem, solution.path).items():
        asset = problem.asset(name)
        for v in np.flatnonzero(built):
            n = int(built[v])
            rows.append(
                {"year": problem.years[v], "asset": name, "kind": asset.kind, "place": asset.place}
                | {"number": n, "capex": n * asset.capex, "capex_unit": "MUSD"}
                | {"annuity": n * float(asset.annuity[v]), "annuity_unit": "MUSD/yr"}
                | {"life": float(asset.life[v]), "life_unit": "yr", "until": ends[asset.end[v]]}
            )
    names = ["year", "asset", "kind", "place", "number", "capex", "capex_unit", "annuity", "annuity_unit"]
    return _frame(rows, [*names, "life", "life_unit", "until"])


def schedule(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Value of every column of the problem on days that is not zero, by year."""
    rows: list[dict[str, object]] = [
        {"year": year, "column": name, "index": json.dumps(index), "value": value}
        for y, year in enumerate(problem.years)
        for (name, index), value in sorted(solution.schedules[y].items(), key=str)
        if value
    ]
    return _frame(rows, ["year", "column", "index", "value"])


def excluded(problem: Problem) -> pd.DataFrame:
    """What could not exist, with its reason."""
    return _frame([{"id": e.id, "reason": e.reason} for e in problem.excluded], ["id", "reason"])


def passengers(problem: Problem) -> dict[str, dict[int, float]]:
    """Departing passengers by demand and year."""
    return {
        d.id: {year: float(d.passengers[y]) for y, year in enumerate(problem.years)}
        for d in problem.demands
        if np.any(d.passengers > 0)
    }


def limits(problem: Problem, solution: Solution) -> pd.DataFrame:
    """How far every limit is used in each milestone year."""
    rows = [
        _limit(problem, u) | {"used": u.used, "limit": u.most, "unit": u.limit.unit, "share": u.share}
        for u in solution.uses
    ]
    return _frame(rows, [*LIMIT, "used", "limit", "unit", "share"])


def shadow_prices(problem: Problem, solution: Solution) -> pd.DataFrame:
    """What one unit more of a limit would save in a year, and what one per cent more of it would."""
    origins = origins_of(problem)
    rows = [
        _limit(problem, p)
        | {"price": p.price, "unit": p.unit, "worth": 1000 * p.worth, "worth_unit": "kUSD/yr"}
        | {"file": origins[p.item].file, "line": origins[p.item].line}
        for p in solution.prices
    ]
    return _frame(rows, [*LIMIT, "price", "unit", "worth", "worth_unit", "file", "line"])


LIMIT = ("year", "label", "what", "item", "part", "side")
"""Columns that name a limit."""


def _limit(problem: Problem, found: Use | Price) -> dict[str, object]:
    limit = found.limit
    what = told(limit.words, found.item, found.part)
    values = (problem.years[found.y], limit.rows, what, found.item, found.part, limit.side)
    return dict(zip(LIMIT, values, strict=True))
