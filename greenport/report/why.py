"""The tables of what binds, and of what relief is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from greenport.report.pieces import Cell, Table, measured
from greenport.report.words import Words
from greenport.sizing import Plan

if TYPE_CHECKING:
    import pandas as pd

MOST = 10
"""Rows of the table of what relief is worth most."""


KEYS = ["label", "item", "part"]
"""Columns that name a limit."""


def prices(plan: Plan, words: Words) -> Table:
    """The ten limits of which one per cent more saves most, each in its best year."""
    table = plan.shadow_prices.sort_values("worth", ascending=False, kind="stable")
    best = table.drop_duplicates(KEYS).head(MOST)
    return _table(plan, words, best, words("report.prices"))


def every_price(plan: Plan, words: Words) -> Table:
    """All shadow prices, by year."""
    return _table(plan, words, plan.shadow_prices, words("report.all_prices"))


def _table(plan: Plan, words: Words, table: pd.DataFrame, title: str) -> Table:
    rows = []
    parts = _less_than_a_cargo(plan)
    for row in table.to_dict(orient="records"):
        key = f"shadow_prices/{_key(row)}/{row['year']}"
        price = measured(words, float(row["price"]), str(row["unit"]), f"{key}/price")
        worth = measured(words, float(row["worth"]), str(row["worth_unit"]), f"{key}/worth")
        if row["label"] == "U1" and (row["item"], row["year"]) in parts:
            worth = replace(worth, text=words("limits.in_parts", worth=worth.text))
        rows.append((Cell(_name(words, row)), Cell(str(row["year"])), price, worth))
    columns = (words.sentence(words(f"table.{name}")) for name in ("limit", "year", "price", "worth"))
    return Table(words.sentence(title), tuple(columns), tuple(rows))


def _less_than_a_cargo(plan: Plan) -> set[tuple[str, int]]:
    """Suppliers and years of which one per cent of what is on offer is less than any cargo that comes."""
    smallest = plan.arrivals.groupby(["supplier", "year"])["parcel"].min() / 1000
    supply = plan.limits[plan.limits["label"] == "U1"]
    return {
        (str(item), int(year))
        for item, year, limit in zip(supply["item"], supply["year"], supply["limit"], strict=True)
        if 0.01 * limit < smallest.get((item, year), 0.0)
    }


def binding(plan: Plan, words: Words) -> Table:
    """Share used of every limit that binds in some year, by year."""
    table = plan.binding()
    binds = table.groupby(KEYS)["binds"].transform("any")
    return _by_year(plan, words, table[binds.astype(bool)], words("report.binding"))


def every_limit(plan: Plan, words: Words) -> Table:
    """Share used of every limit, by year."""
    return _by_year(plan, words, plan.binding(), words("report.all_limits"))


def _by_year(plan: Plan, words: Words, table: pd.DataFrame, title: str) -> Table:
    lines: dict[str, dict[int, Cell]] = {}
    for row in table.sort_values(KEYS, kind="stable").to_dict(orient="records"):
        lines.setdefault(_name(words, row), {})[int(row["year"])] = _cell(words, row)
    rows = tuple(
        (Cell(name), *(cells.get(year, Cell("–")) for year in plan.years)) for name, cells in lines.items()
    )
    return Table(words.sentence(title), ("", *map(str, plan.years)), rows)


def _cell(words: Words, row: Mapping[Any, Any]) -> Cell:
    """Share used, marked where the limit binds."""
    share = float(row["share"])
    text = words.in_unit(f"{share:.0%}".rstrip("%"), "%")
    if row["binds"]:
        text = words("limits.binds", share=text)
    return Cell(text, share, "", f"binding/{_key(row)}/{row['year']}")


def _key(row: Mapping[Any, Any]) -> str:
    return "/".join(str(row[name]) for name in KEYS if row[name])


def _name(words: Words, row: Mapping[Any, Any]) -> str:
    """Name of a limit, with its part in brackets."""
    name = words.sentence(words(f"limits.{row['label']}", item=words.name(str(row["item"]))))
    part = str(row["part"])
    if not part:
        return name
    if part[0].isdigit():
        inside = words("limits.above", size=words.in_unit(f"{1000 * float(part):,.0f}", "dwt"))
    else:
        inside = words(f"limits.parts.{part}")
    return words("list.brackets", text=name, inside=inside)
