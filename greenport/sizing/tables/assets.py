"""What stands in each milestone year, and what is built and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, paths
from greenport.sizing.tables.frame import frame

if TYPE_CHECKING:
    import pandas as pd


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
    return frame(rows, [*names, "capex", "capex_unit"])


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
    return frame(rows, [*names, "life", "life_unit", "until"])
