"""The tables of what the cost rests on, and of the inputs that move it most."""

from __future__ import annotations

import pandas as pd

from greenport.report.pieces import Cell, Listing, Sentence, Table, measured, shown
from greenport.report.words import Words
from greenport.sizing import Plan

MOST = 10
"""Inputs that are shown."""


def sentence(plan: Plan, words: Words) -> Sentence:
    """One line: which share of the money rests on which kind of data."""
    parts = [
        Sentence(
            words,
            "evidence.part",
            {"share": shown(words, share, f"resting_on/{status}"), "status": words.status(status)},
        )
        for status, share in plan.resting_on().items()
    ]
    return Sentence(words, "evidence.line", {"parts": Listing(words, parts)})


def shares(plan: Plan, words: Words) -> Table:
    """Share of all money by item and status, the largest items first."""
    table = plan.evidence
    statuses = list(plan.resting_on())
    items = table.groupby("item")["share"].sum().sort_values(ascending=False).index
    found = {
        (item, s): share
        for item, s, share in zip(table["item"], table["status"], table["share"], strict=True)
    }
    rows = [
        (
            Cell(words.sentence(words.item(str(item)))),
            *(
                measured(words, 100 * float(found[item, status]), "%", f"evidence/{item}/{status}")
                if (item, status) in found
                else Cell("–")
                for status in statuses
            ),
        )
        for item in items
    ]
    columns = [words.sentence(words("table.item"))]
    columns += [words.sentence(words.status(status)) for status in statuses]
    return Table(words("evidence.shares"), tuple(columns), tuple(rows))


def movers(plan: Plan, words: Words) -> Table:
    """The ten inputs whose ranges move the cost of this plan most, with their sources."""
    table = plan.movers[plan.movers["swing"] > 0].head(MOST)
    rows = []
    for row in table.to_dict(orient="records"):
        changes = (
            measured(words, float(row[end]), str(row["unit"]), f"movers/{row['name']}/{end}")
            for end in ("low", "high")
        )
        rows.append(
            (
                Cell(str(row["name"])),
                Cell(f"{row['low_value']} – {row['high_value']}"),
                *changes,
                Cell(words.status(str(row["status"]))),
                Cell(str(row["source"])),
            )
        )
    names = ("key", "range", "at_low", "at_high", "status", "source")
    columns = tuple(words.sentence(words(f"table.{name}")) for name in names)
    return Table(words("evidence.movers"), columns, tuple(rows))


def untold(plan: Plan, words: Words) -> Table:
    """Inputs with a range that set quantities, which a kept plan cannot price."""
    table: pd.DataFrame = plan.movers[plan.movers["how"] == "sets quantities"]
    rows = tuple(
        (Cell(str(row["name"])), Cell(f"{row['low_value']} – {row['high_value']}"), Cell(str(row["source"])))
        for row in table.to_dict(orient="records")
    )
    columns = tuple(words.sentence(words(f"table.{name}")) for name in ("key", "range", "source"))
    return Table(words("evidence.untold"), columns, rows)
