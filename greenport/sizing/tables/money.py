"""Money of each milestone year by what it is for, and public support.

Every row of `costs` is a part of c·x, so the table adds up to the plan's cost; tests hold it to that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from greenport.sizing.charges import charges, fuel_of
from greenport.sizing.grants import awards
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, paths
from greenport.sizing.tables.assets import capacity
from greenport.sizing.tables.frame import TINY, frame

if TYPE_CHECKING:
    import pandas as pd


def costs(problem: Problem, solution: Solution) -> pd.DataFrame:
    """Money of each milestone year by what it is for; `discount` is the factor of the years it stands for."""
    rows = [
        {"year": problem.years[y], "item": item, "fuel": fuel, "what": what, "amount": amount}
        | {"unit": "MUSD/yr", "discount": problem.discount[y]}
        for y in range(len(problem.years))
        for (item, fuel, what), amount in _year_costs(problem, solution, y).items()
        if abs(amount) > TINY
    ]
    return frame(rows, ["year", "item", "fuel", "what", "amount", "unit", "discount"])


def _year_costs(problem: Problem, solution: Solution, y: int) -> dict[tuple[str, str, str], float]:
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for item, fuel, what, amount in [
        *operating_costs(problem, solution, y),
        *capital_costs(problem, solution, y),
    ]:
        found[item, fuel, what] += amount
    return found


def operating_costs(problem: Problem, solution: Solution, y: int) -> Iterator[tuple[str, str, str, float]]:
    """Charges of a year's schedule: item, fuel, what for, MUSD."""
    charged = charges(problem, y)
    for (name, index), value in solution.schedules[y].items():
        if abs(value) > TINY and name in charged:
            for charge in charged[name](index):
                yield charge.item, charge.fuel, charge.what, charge.amount * value


def capital_costs(problem: Problem, solution: Solution, y: int) -> Iterator[tuple[str, str, str, float]]:
    """Annuities of what stands in a year, less grants: item, fuel, what for, MUSD."""
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
    return frame(rows, ["year", "scheme", "kind", "asset", "amount", "unit"])
