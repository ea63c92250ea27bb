"""Limits that a plan can stand at, in the user's terms: which rows they are, what fills them, how far.

A row of an operating year says "what is used stays within a limit". `LIMITS` names for each kind of row the
columns that make the limit (all others use it), the words, and the units in which use, limit and
price are told. A new rule needs one line here to be told of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from greenport.scenario.tree import Origin
from greenport.sizing.problem import Asset, Demand, Mode, Place, Pool, Problem, Supplier
from greenport.sizing.regulations import Blending, Budget, Cap, Target, VolumeTarget
from greenport.sizing.stamp import Index

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
        "U2",
        "take-or-pay of {0}",
        "kt/yr",
        side="least",
        by=("contract",),
        price="USD/t",
        money=1e3,
    ),
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
    Limit("X2", "lines out of {0}", "kt", by=("n",), price="USD/t", money=1e3, spread="evenly"),
    Limit("R1", "mandate or target {0}", "kt/yr", side="least", price="USD/t", money=1e3),
    Limit("R1_volume", "what is left of volume target {0}", "kt/yr", side="least", price="USD/t", money=1e3),
    Limit("R3", "cap {0} on emissions", "ktCO2e/yr", price="USD/tCO2e", money=1e3),
    Limit("A4_so_far", "budget {0}, of all years so far", "MUSD"),
)
"""Every kind of limit that is told of."""

COUNTS = Limit("n", "units of {0} that may stand", "")
"""Most units of an asset that may stand: a limit of a column, not of a row."""

APPROVALS = Limit("A2", "approvals and works of {0}", "")
"""Assets that stand as soon as approvals and works let them."""


Thing = Asset | Place | Pool | Supplier | Mode | Demand | Blending | Target | VolumeTarget | Cap | Budget
"""What a limit may belong to."""


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
    kinds: tuple[tuple[Thing, ...], ...] = (
        problem.assets,
        problem.places,
        problem.pools,
        problem.suppliers,
        problem.modes,
        problem.demands,
        problem.blendings,
        problem.targets,
        problem.volumes,
        problem.caps,
        problem.budgets,
    )
    return {thing.id: thing.origin for kind in kinds for thing in kind}
