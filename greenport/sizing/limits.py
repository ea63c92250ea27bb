"""Limits that a plan can stand at, in the user's terms: which rows they are, what fills them, how far.

A row of an operating year says "what is used stays within a limit". `LIMITS` names for each kind of row the
columns that make the limit (all others use it), the words, and the units in which use, limit and
price are told. A new rule needs one line here to be told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from greenport.scenario.tree import Origin
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.stamp import Index, Key, Matrix

TINY = 1e-9

AT_MOST = ("hire", "present")
"""Columns of hired vessels that a limit counts with as many as may be hired."""

TANK_ROWS = ("B2", "B3", "B4", "B6")
"""Rows in which the volume of a tank counts for the stock that it holds."""


def _first(index: Index) -> str:
    return str(index[0])


def _place_of_class(index: Index) -> str:
    return str(index[0]).split(">")[0]


def _berth_class(index: Index) -> str:
    above = str(index[0]).split(">")[1]
    return "" if above == "0" else above


def _pool_of_route(index: Index) -> str:
    return str(index[0]).split(">")[1]


def _second(index: Index) -> str:
    return str(index[1])


@dataclass(frozen=True)
class Limit:
    """One kind of rows that is a limit to the user.

    Attributes
    ----------
    rows : str
        Name of the rows.
    words : str
        What is limited; ``{0}`` is the thing of the scenario.
    unit, scale : str, float
        Unit in which use and limit are told, and how many of it make one unit of the row.
    side : str
        Whether the limit is the most or the least.
    by : tuple of str
        Columns that make the limit.
    price, money : str, float
        Unit of the price of one unit more of a limit (less of a least one), and how many of it make one
        MUSD for one unit of the row; no unit where the row has no price of its own.
    spread : str
        What one unit is where an item has a row for each period: one in "each" of them; one a year, put
        "evenly" on all; one of the "number" of which the limit is a multiple.
    number : callable
        That number of an item; 100 where one unit is a hundredth of the limit.
    column : str
        Column whose unit is priced through all `priced` rows that it stands in, not the row alone.
    item, part : callable
        Thing of the scenario that an index of the rows belongs to, and which part of it.
    zero : bool
        Whether a limit of zero is a limit, and not the absence of the thing.
    holds : callable
        Whether an item has this limit at all.
    """

    rows: str
    words: str
    unit: str
    scale: float = 1.0
    side: Literal["most", "least"] = "most"
    by: tuple[str, ...] = ()
    price: str = ""
    money: float = 1.0
    spread: Literal["each", "evenly", "number"] = "each"
    number: Callable[[Problem, str], float] = lambda problem, item: 100.0
    column: str = ""
    priced: tuple[str, ...] = ()
    item: Callable[[Index], str] = _first
    part: Callable[[Index], str] = lambda index: ""
    zero: bool = False
    holds: Callable[[Problem, str], bool] = lambda problem, item: True


LIMITS: tuple[Limit, ...] = (
    Limit("A3_area", "site area of {0}", "ha"),
    Limit("A3_storage", "storage limit of {0}", "m^3", 1e3),
    Limit("U1", "what {0} has for this hub", "kt/yr", by=("contract",), price="USD/t", money=1e3),
    Limit(
        "U4",
        "berth time of {0}, at the target wait",
        "h/yr",
        by=("rank",),
        price="USD/h",
        money=1e6,
        item=_place_of_class,
        part=_berth_class,
    ),
    Limit(
        "U4_quarter",
        "open berth hours of {0} in a quarter",
        "h",
        by=("rank",),
        price="USD/h",
        money=1e6,
        spread="evenly",
        item=_place_of_class,
        part=_berth_class,
    ),
    Limit(
        "B2",
        "tank capacity at {0}",
        "kt",
        by=("n",),
        price="USD/m^3/yr",
        money=1e3,
        column="n",
        priced=TANK_ROWS,
    ),
    Limit("B4", "room for a whole parcel at {0}", "kt", by=("n",), item=_pool_of_route),
    Limit(
        "B3_days",
        "days of cover at {0}",
        "kt",
        side="least",
        by=("serve",),
        price="USD/d/yr",
        money=1e6,
        spread="number",
        number=lambda problem, item: problem.pool(item).cover_days,
    ),
    Limit(
        "B3_floor",
        "safety stock of {0}",
        "kt",
        side="least",
        by=("open",),
        price="USD/t/yr",
        money=1e3,
    ),
    Limit("B7", "volume that conversions may take from {0}", "m^3", 1e3),
    Limit(
        "V1_at_least",
        "what may be left unserved of {0}",
        "kt/yr",
        price="USD/t",
        money=1e3,
        zero=True,
        holds=lambda problem, item: problem.demand(item).at_least > 0,
    ),
    Limit(
        "V2",
        "hours of {0} in a week",
        "h",
        by=("n", "hire"),
        price="USD/h",
        money=1e6,
        spread="evenly",
        holds=lambda problem, item: problem.mode(item).most == 0,
    ),
    Limit(
        "V2_hire",
        "vessels of {0} that may be hired at once",
        "h",
        by=("present",),
        price="MUSD/yr",
        column="present",
        priced=("V2_hire", "V3"),
    ),
    Limit("V3", "hours of {0} on a day", "h", by=("present", "n")),
    Limit(
        "X1",
        "blend limit {0}, a hundredth of it",
        "m^3",
        1e3,
        price="MUSD/yr",
        spread="number",
        part=_second,
    ),
    Limit("R1", "mandate or target {0}", "kt/yr", side="least", price="USD/t", money=1e3),
)
"""Every kind of limit that is told of."""

COUNTS = Limit("n", "units of {0} that may stand", "")
"""Most units of an asset that may stand: a limit of a column, not of a row."""

APPROVALS = Limit("A2", "approvals and works of {0}", "")
"""Assets that stand as soon as approvals and works let them."""


@dataclass(frozen=True)
class Use:
    """How far a limit is used in a milestone year; `share` is 1 where it is reached."""

    y: int
    limit: Limit
    item: str
    part: str
    used: float
    most: float
    share: float


@dataclass(frozen=True)
class Price:
    """What one unit more of a limit would save in a year, in a unit of money.

    `worth` is what one per cent more of the limit would save, in MUSD a year: the one measure by which
    limits of any kind compare.
    """

    y: int
    limit: Limit
    item: str
    part: str
    price: float
    unit: str
    worth: float


@dataclass(frozen=True)
class Group:
    """Rows of one limit, item and part in a year's matrix: their numbers, use and limit by row.

    `loosen` is +1 where raising the row's upper limit loosens it, −1 where lowering its lower one does.
    """

    limit: Limit
    item: str
    part: str
    rows: np.ndarray
    used: Floats
    most: Floats
    loosen: Floats


def groups(problem: Problem, matrix: Matrix, x: Floats) -> Iterator[Group]:
    """Limits of a year that are there at a point, with what is used of them."""
    kinds = {limit.rows: limit for limit in LIMITS}
    rows: dict[tuple[str, str, str], list[int]] = {}
    for i, (name, index) in enumerate(matrix.rows):
        if name in kinds:
            key = (name, kinds[name].item(index), kinds[name].part(index))
            rows.setdefault(key, []).append(i)
    names = np.array([name for name, _ in matrix.columns])
    top = np.where(np.isin(names, AT_MOST), matrix.upper, x)
    for (name, item, part), which in rows.items():
        limit, at = kinds[name], np.array(which)
        if not limit.holds(problem, item):
            continue
        a = sparse.csr_array(matrix.a[at])
        bounding = np.isin(names, limit.by)
        above = np.isfinite(matrix.row_upper[at])
        sign = np.where(above == (limit.side == "most"), 1.0, -1.0)
        edge = np.where(above, matrix.row_upper[at], matrix.row_lower[at])
        used = sign * (a @ np.where(bounding, 0.0, x))
        most = sign * (edge - a @ np.where(bounding, top, 0.0))
        if limit.zero or np.any(np.abs(most) > TINY):
            yield Group(limit, item, part, at, used, most, np.where(above, 1.0, -1.0))


def of_year(
    problem: Problem, y: int, matrices: Iterable[Matrix], schedules: list[dict[Key, float]]
) -> list[Use]:
    """Use of every limit in a milestone year, in the order of `LIMITS`.

    Of a limit with a row for each period the fullest one is told. Beside the limits of rows stand the
    most units of each asset (label ``n``), and assets that stand from the first year in which they can
    (``A2``), in the year before.

    Parameters
    ----------
    matrices
        The year on days, whole or in parts.
    schedules
        Value of every daily column by name, by year.
    """
    found: list[Use] = []
    for matrix in matrices:
        x = np.array([schedules[y].get(key, 0.0) for key in matrix.columns])
        for group in groups(problem, matrix, x):
            shares = [_share(group, i) for i in range(len(group.rows))]
            i, limit = int(np.argmax(shares)), group.limit
            used, most = limit.scale * float(group.used[i]), limit.scale * float(group.most[i])
            found.append(Use(y, limit, group.item, group.part, used, most, shares[i]))
    order = {limit.rows: i for i, limit in enumerate(LIMITS)}
    found.sort(key=lambda use: (order[use.limit.rows], use.item, use.part))
    return [*found, *_of_assets(problem, y, schedules)]


def _of_assets(problem: Problem, y: int, schedules: list[dict[Key, float]]) -> Iterator[Use]:
    """Most units that may stand, and the next year's assets that could not come sooner."""

    def stands(asset: str, y: int) -> int:
        return round(schedules[y].get(("n", (asset,)), 0.0))

    for asset in problem.assets:
        most = asset.standing + asset.at_most
        if asset.kind != "equipment" and asset.at_most and asset.may_come(y):
            used = stands(asset.id, y)
            yield Use(y, COUNTS, asset.id, "", float(used), float(most), used / most)
        later = y + 1 < len(problem.years)
        if later and asset.ready == y + 1 and stands(asset.id, y + 1) > asset.standing:
            yield Use(y, APPROVALS, asset.id, "", 0.0, 0.0, 1.0)


def _share(group: Group, i: int) -> float:
    """Part of a limit that is used; of a least one, how near the use is to it."""
    used, most = float(group.used[i]), float(group.most[i])
    if group.limit.side == "least":
        used, most = most, used
    if abs(most) <= TINY:
        return 1.0 if used > -TINY else 0.0
    return max(0.0, used / most) if most > 0 else 0.0


def told(words: str, item: str, part: str = "") -> str:
    """A limit in English, with the identifiers of the scenario.

    >>> told("berth time of {0}", "pier", "10.5")
    'berth time of pier (ships above 10500 dwt)'
    """
    if part[:1].isdigit():
        part = f"ships above {1000 * float(part):.0f} dwt"
    return words.format(item) + (f" ({part})" if part else "")


def origins_of(problem: Problem) -> Mapping[str, Origin]:
    """Place in the scenario of every thing that a limit belongs to."""
    things = (
        *problem.assets,
        *problem.places,
        *problem.pools,
        *problem.suppliers,
        *problem.modes,
        *problem.demands,
        *problem.blendings,
        *problem.targets,
    )
    return {thing.id: thing.origin for thing in things}
