"""An estimate: items with amount, range, basis, source and status, and their total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import pandas as pd

from greenport import data
from greenport.costs.conversion import Conversion, converted
from greenport.costs.prices import money_of
from greenport.errors import GreenportError
from greenport.units import Q_, Quantity, magnitude, unit_text

STATUSES = ("published", "derived", "assumption")


@dataclass(frozen=True)
class Item:
    """One line of an estimate.

    Parameters
    ----------
    name, group : str
        What it is, and the heading it stands under.
    basis : str
        How its amount is made up.
    amount, low, high : Quantity
        Money, or money per time, with all its figures at their values, their low and their high ends.
    status : str
        Of its weakest figure: `published`, `derived` or `assumption`.
    source : str
        Titles of the documents; empty where there is none.
    note : str
        Index and rate by which the money was brought to its year and currency.
    """

    name: str
    group: str
    basis: str
    amount: Quantity
    low: Quantity
    high: Quantity
    status: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class TerminalEstimate:
    """Cost of a terminal, item by item, all in one money.

    Parameters
    ----------
    items : tuple of Item
        At least one.
    unit : str
        Unit of all amounts, e.g. ``USD_2025`` or ``USD_2025/yr``.
    notes : tuple of str
        What a reader must know of the scope.
    """

    items: tuple[Item, ...]
    unit: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.items:
            raise GreenportError("estimate: no items; give at least one thing to build, e.g. a TankSet")

    @property
    def total(self) -> Quantity:
        """Sum of all items."""
        return total(self.items)

    @property
    def low(self) -> Quantity:
        """Sum with every figure at its low end."""
        return reduce(add, (item.low for item in self.items))

    @property
    def high(self) -> Quantity:
        """Sum with every figure at its high end."""
        return reduce(add, (item.high for item in self.items))

    @property
    def status(self) -> str:
        """Status of the weakest figure."""
        return weakest(item.status for item in self.items)

    def of(self, *groups: str) -> Quantity:
        """Sum of the items of some groups; nothing if there are none of them."""
        named = [item for item in self.items if item.group in groups]
        return total(named) if named else 0 * self.items[0].amount

    def table(self) -> pd.DataFrame:
        """Tidy table, one row an item, with the unit in the names of the columns of money."""
        rows = [
            {
                "item": item.name,
                "group": item.group,
                "basis": item.basis,
                **{
                    f"{name} [{self.unit}]": magnitude(value, self.unit)
                    for name, value in (("amount", item.amount), ("low", item.low), ("high", item.high))
                },
                "status": item.status,
                "source": item.source,
                "note": item.note,
            }
            for item in self.items
        ]
        return pd.DataFrame(rows)


def total(items: Iterable[Item]) -> Quantity:
    """Sum of the amounts of items."""
    return reduce(add, (item.amount for item in items))


def weakest(statuses: Iterable[str]) -> str:
    """Weakest of some statuses.

    >>> weakest(["published", "assumption", "derived"])
    'assumption'
    """
    return max(statuses, key=STATUSES.index, default="derived")


def priced(
    name: str,
    group: str,
    basis: str,
    rows: tuple[str, ...],
    amount: Callable[..., Quantity],
    unit: str,
    rates: Mapping[str, float] | None = None,
) -> Item:
    """Make an item out of rows of the tables.

    Parameters
    ----------
    name, group, basis : str
        As for `Item`.
    rows : tuple of str
        Names of the figures, as `greenport.data.datum` takes them.
    amount : callable
        Amount from the values of the rows, in their order.
    unit : str
        Unit wanted: money with its price year, alone or per time, e.g. ``MUSD_2025/yr``.
    rates : mapping of str to float, optional
        Units of a currency per US dollar, as for `converted`.

    Returns
    -------
    Item
        Its range has all rows at their low ends, and at their high ends.
    """
    found = [data.datum(row) for row in rows]
    money = money_of(unit)

    def at(ends: list[Quantity | None]) -> Conversion:
        figures = [each.value if end is None else end for each, end in zip(found, ends, strict=True)]
        return converted(amount(*figures), money, rates=rates)

    middle = at([each.value for each in found])
    low, high = at([each.low for each in found]), at([each.high for each in found])
    return Item(
        name,
        group,
        basis,
        middle.value.to(unit),
        low.value.to(unit),
        high.value.to(unit),
        weakest([*(each.status for each in found), *([middle.status] if middle.steps else [])]),
        "; ".join(dict.fromkeys(each.source for each in found if each.source)),
        "; ".join(middle.steps),
    )


def share_of(name: str, group: str, row: str, items: Iterable[Item], of: str, per: str = "") -> Item:
    """Make an item that is a share of others, e.g. a contingency; `per` a time if it is paid every year.

    Parameters
    ----------
    name, group : str
        As for `Item`.
    row : str
        Name of the figure that holds the share.
    items : iterable of Item
        What it is a share of.
    of : str
        The same in words.
    per : str
        A unit of time, if the share is one a year.

    Returns
    -------
    Item
        Its range has the share and the items at their low ends, and at their high ends.
    """
    share, whole = data.datum(row), tuple(items)
    time = Q_(1.0, per) if per else Q_(1.0)

    def part(end: Quantity | None, amounts: Iterable[Quantity]) -> Quantity:
        return (share.value if end is None else end).to("") * reduce(add, amounts) / time

    return Item(
        name,
        group,
        f"{described(share.value)} {of}{' a year' if per else ''}",
        part(share.value, (item.amount for item in whole)),
        part(share.low, (item.low for item in whole)),
        part(share.high, (item.high for item in whole)),
        weakest([share.status, *(item.status for item in whole)]),
        share.source,
    )


def described(quantity: Quantity) -> str:
    """Write a quantity as it stands in a basis.

    >>> described(Q_("20000 m^3"))
    '20,000 m^3'
    """
    return f"{quantity.m:,.6g} {unit_text(quantity.units)}".strip()
