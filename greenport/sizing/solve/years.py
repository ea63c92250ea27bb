"""One year at a time: its relaxation on weeks, its whole stems, its schedule on days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from greenport.sizing.problem import Floats, Problem, Whole
from greenport.sizing.schedule import NoScheduleError, fits_of, place_cargoes, whole_stems
from greenport.sizing.solve import highs
from greenport.sizing.solve.search import PLACED, ROUNDING, search_days, with_placed
from greenport.sizing.stamp import Compiled, Key, Matrix, components, take

STOCK_WEIGHT = 1e-6
"""MUSD per kt and day, for the choice among stock traces only; no cost of a plan holds it."""

DEPTH_WEIGHT = 100.0
"""MUSD per kt that a stock falls into the safety stock; for the choice of a trace only."""

SAFETY = ("B3", "B6")
"""Rows that keep the safety stock."""

STATIC = ("n", "open", "contract", "use", "present")
"""Columns that do not depend on the periods."""


@dataclass(frozen=True)
class YearPart:
    """The columns of one year that share rows: a hub, or all of it where hubs share something."""

    y: int
    matrix: Matrix
    columns: Whole


@dataclass(frozen=True)
class Schedule:
    """A year on days.

    Attributes
    ----------
    values : dict
        Value of every daily column by name.
    cost : float
        Operating cost of the year in MUSD, owned assets' annuities apart; c·x of the checked point.
    dips : bool
        Whether stocks fall into the safety stock, by one stem or, where that is too little, by all of it.
    violation : float
        Worst violation of a row of the daily matrix, rows B3 and B6 lowered by the dip.
    """

    values: dict[Key, float]
    cost: float
    dips: bool
    violation: float


def priced(part: YearPart, price: Mapping[str, Floats], discount: Floats) -> Matrix:
    """Matrix for the bound of a year: a unit of each owned asset costs its multiplier.

    Stocks may fall into the safety stock all the way, as a schedule's may, so that the bound holds for
    schedules that dip.
    """
    cost = part.matrix.cost.copy()
    for j, (name, index) in enumerate(part.matrix.columns):
        if name == "n" and str(index[0]) in price:
            cost[j] += price[str(index[0])][part.y] / discount[part.y]
    a = part.matrix.a.tocoo()
    rows = np.array([name in SAFETY for name, _ in part.matrix.rows])
    columns = np.array([name == "safety" for name, _ in part.matrix.columns])
    kept = ~(rows[a.row] & columns[a.col])
    relieved = sparse.csr_array((a.data[kept], (a.row[kept], a.col[kept])), shape=a.shape)
    return replace(part.matrix, cost=cost, a=relieved)


def relaxed(part: YearPart) -> YearPart:
    """The year for a bound: trips need not be whole. It costs next to nothing and is much quicker."""
    whole = part.matrix.whole.copy()
    for j, (name, _) in enumerate(part.matrix.columns):
        if name == "trips":
            whole[j] = False
    return replace(part, matrix=replace(part.matrix, whole=whole))


def fixed_assets(matrix: Matrix, counts: Mapping[str, int]) -> Matrix:
    """Matrix in which the owned assets named stand in the given numbers."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for j, (name, index) in enumerate(matrix.columns):
        if name == "n" and str(index[0]) in counts:
            lower[j] = upper[j] = counts[str(index[0])]
    return replace(matrix, lower=lower, upper=upper)


def in_whole_stems(problem: Problem, y: int, matrix: Matrix) -> tuple[Matrix, Floats]:
    """Matrix whose ship deliveries are counted in whole stems, and the kt of one unit of each column.

    A stem that the port stay cuts (V5) counts with what fits; the rest of it is left unserved.
    """
    scale = np.ones(len(matrix.columns))
    whole, upper = matrix.whole.copy(), matrix.upper.copy()
    fits = fits_of(problem)
    cut = {k.demand for k in problem.links if 0 < k.fit < 1}
    ships = {d.id: float(d.stem[y]) for d in problem.demands if d.kind == "ships"}
    for j, (name, index) in enumerate(matrix.columns):
        if name not in ("serve", "direct", "unserved"):
            continue
        demand = str(index[-2])
        if demand not in ships:
            continue
        whole[j] = not (name == "unserved" and demand in cut)
        scale[j] = ships[demand] * fits.get((name, index[:-1]), 1.0) if ships[demand] > 0 else 1.0
    upper = np.where(whole & (scale != 1.0), np.round(upper / scale), upper / scale)
    scaled = replace(
        matrix,
        a=sparse.csr_array(matrix.a @ sparse.diags_array(scale)),
        cost=matrix.cost * scale,
        lower=matrix.lower / scale,
        upper=upper,
        whole=whole,
    )
    return scaled, scale


def annual(matrix: Matrix, x: Floats) -> dict[Key, float]:
    """Values by name, cargoes summed over the year."""
    found: dict[Key, float] = {}
    for (name, index), value in zip(matrix.columns, x, strict=True):
        key = (name, (index[0],)) if name == "cargo" else (name, index)
        found[key] = found.get(key, 0.0) + float(value)
    return found


def schedule(
    problem: Problem,
    weekly: Matrix,
    x: Floats,
    day_part: YearPart,
) -> Schedule:
    """Place a year's whole cargoes and stems on days and price what comes out.

    Parameters
    ----------
    weekly, x
        The year on weeks with whole stems, and its solution in kt.
    day_part
        The same columns' matrix on days, at the operating cost alone.

    Raises
    ------
    NoScheduleError
        If the cargoes cannot be placed, or the placed year breaks a row.
    """
    y = day_part.y
    values = annual(weekly, x)
    by_week = {key: value for key, value in values.items() if key[0] in ("serve", "direct", "unserved")}
    stems = whole_stems(problem, y, by_week)
    issue, flows = _issues(problem, y, values, stems)
    placed = {**stems, **flows}
    depths = dips(problem, y, values)
    last: NoScheduleError | None = None
    for depth, by_rule in [*((depth, True) for depth in depths), (depths[-1], False)]:
        try:
            if by_rule:
                cargoes = place_cargoes(problem, y, values, issue, stems, dip=depth)
            else:
                cargoes = search_days(problem, _lowered(day_part.matrix, depth), y, values, placed)
            return _finish(day_part, values, {**placed, **cargoes}, depth)
        except NoScheduleError as error:
            last = error if by_rule else last
    assert last is not None
    raise last


def dips(problem: Problem, y: int, values: Mapping[Key, float]) -> list[dict[str, float]]:
    """How far stocks may fall into the safety stock [kt by pool]: not at all, by one stem, by all of it."""
    safety = {p.id: values.get(("safety", (p.id,)), 0.0) for p in problem.pools}
    stem = {p.id: min(float(p.largest_stem[y]), safety[p.id]) for p in problem.pools}
    return [dict.fromkeys(safety, 0.0), stem, safety]


def _issues(
    problem: Problem, y: int, values: Mapping[Key, float], stems: Mapping[Key, float]
) -> tuple[dict[str, Floats], dict[Key, float]]:
    """Kt issued by pool and day, and the daily flows of pools that issue all the time (aircraft)."""
    issue = {p.id: np.zeros(365) for p in problem.pools}
    flows: dict[Key, float] = {}
    for (name, index), value in stems.items():
        if name == "serve":
            issue[str(index[0])][int(str(index[-1]))] += value
    for link in problem.links:
        demand = problem.demand(link.demand)
        if not link.pool or demand.kind == "ships":
            continue
        year = sum(values.get(("serve", (*link.key, w)), 0.0) for w in range(53))
        if year <= 0:
            continue
        share = demand.uplift[y] / demand.uplift[y].sum()
        issue[link.pool] += year * share
        flows |= {("serve", (*link.key, day)): float(year * share[day]) for day in range(365)}
    return issue, flows


def _finish(
    part: YearPart,
    values: Mapping[Key, float],
    placed: Mapping[Key, float],
    dip: Mapping[str, float],
) -> Schedule:
    """Fix what is placed, let the rest follow at least cost, and check every row."""
    fixed = with_placed(part.matrix, PLACED, values, placed)
    low = _elastic(replace(fixed, cost=fixed.cost + _stock_weight(fixed)), dip)
    answer = highs.solve(low)
    if answer.x is None:
        answer = highs.solve(_slackened(low))
    if answer.x is None:
        raise NoScheduleError("", "", f"the placed year breaks a rule ({answer.status})")
    count = len(fixed.columns)
    x, depths = answer.x[:count], answer.x[count:]
    depth = {str(index[0]): float(d) for (_, index), d in zip(low.columns[count:], depths, strict=True)}
    violation = float(_lowered(fixed, depth).violations(x).max(initial=0.0))
    if violation > 1e-5:
        raise NoScheduleError("", "", f"the placed year breaks a row by {violation:.3g}")
    found = {key: float(v) for key, v in zip(fixed.columns, x, strict=True)}
    return Schedule(found, float(part.matrix.cost @ x), any(d > ROUNDING for d in depths), violation)


def _elastic(matrix: Matrix, dip: Mapping[str, float]) -> Matrix:
    """The matrix with a depth for each pool, by which its stock may fall into the safety stock at most.

    The depth costs so much that it is as small as the placed cargoes allow; no cost of a plan holds it.
    """
    pools = [p for p, most in sorted(dip.items()) if most > 0]
    extra = sparse.lil_array((len(matrix.rows), len(pools)))
    for i, (name, index) in enumerate(matrix.rows):
        if name in SAFETY and str(index[0]) in pools:
            extra[i, pools.index(str(index[0]))] = 1.0 if np.isfinite(matrix.row_lower[i]) else -1.0
    return replace(
        matrix,
        columns=(*matrix.columns, *(("depth", (p,)) for p in pools)),
        a=sparse.csr_array(sparse.hstack([matrix.a, extra.tocsr()])),
        cost=np.append(matrix.cost, np.full(len(pools), DEPTH_WEIGHT)),
        lower=np.append(matrix.lower, np.zeros(len(pools))),
        upper=np.append(matrix.upper, [dip[p] for p in pools]),
        whole=np.append(matrix.whole, np.zeros(len(pools), dtype=bool)),
    )


def _stock_weight(matrix: Matrix) -> Floats:
    """A hair on every stock, so that of all traces that cost the same the lowest is reported."""
    return np.array([STOCK_WEIGHT if name == "stock" else 0.0 for name, _ in matrix.columns])


def _slackened(matrix: Matrix, by: float = ROUNDING) -> Matrix:
    """The matrix with rows wide enough for the rounding of fixed numbers; the check uses the true ones.

    Only for where the true rows have no solution: what a row gives away, the cost would take.
    """
    return replace(matrix, row_lower=matrix.row_lower - by, row_upper=matrix.row_upper + by)


def _lowered(matrix: Matrix, dip: Mapping[str, float]) -> Matrix:
    """The matrix with stocks allowed so far below the safety stock, which is what that stock is for."""
    lower = matrix.row_lower.copy()
    upper = matrix.row_upper.copy()
    for i, (name, index) in enumerate(matrix.rows):
        if name in SAFETY:
            lower[i] -= dip.get(str(index[0]), 0.0)
            upper[i] += dip.get(str(index[0]), 0.0)
    return replace(matrix, row_lower=lower, row_upper=upper)


def parts_of(compiled: Compiled) -> list[YearPart]:
    """Every year of a compiled model, cut into the parts that share no row.

    The parts come in the order of their first column that does not depend on the periods, so that a
    model on weeks and one on days are cut alike.
    """
    cut = sorted(components(compiled.matrix), key=lambda part: _first_static(compiled.matrix, part))
    years = [compiled.year(y) for y in range(len(compiled.problem.years))]
    return [YearPart(y, take(year, part), part) for part in cut for y, year in enumerate(years)]


def _first_static(matrix: Matrix, part: Whole) -> str:
    names = (matrix.columns[j] for j in part)
    return min((f"{name}{index}" for name, index in names if name in STATIC), default="~")


def unused(matrix: Matrix, routes: set[str]) -> Matrix:
    """Matrix in which some routes are left out."""
    upper = matrix.upper.copy()
    for j, (name, index) in enumerate(matrix.columns):
        if name in ("use", "count", "cargo") and str(index[0]) in routes:
            upper[j] = 0.0
    return replace(matrix, upper=upper)
