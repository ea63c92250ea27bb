"""The section of the report on several futures: what the common first stage comes to in each of them."""

from __future__ import annotations

import math

from greenport.report.pieces import Cell, Sentence, Table, counted, measured, shown
from greenport.report.words import Words
from greenport.sizing import Plan

SHARES = ("probability", "weight")
"""Columns that are shares of one, shown in per cent."""


def sentences(plan: Plan, words: Words) -> list[Sentence]:
    """Which future the other tables show, what is the same in all, and what the objective is."""
    if not plan.by_future:
        return []
    found = [Sentence(words, "futures.shown", {"future": words.name(plan.shown)})]
    weight, tail = plan.risk["weight"], plan.risk["tail"]
    values: dict[str, object] = {"cost": shown(words, plan.cost, "cost")}
    if weight:
        values["weight"] = measured(words, 100 * weight, "%", "risk/weight")
        values["worst"] = measured(words, 100 * (1 - tail), "%", "risk/worst")
    return [*found, Sentence(words, "futures.risk" if weight else "futures.mean", values)]


def table(plan: Plan, words: Words) -> Table:
    """One row a future: how probable, what it costs, what it would cost alone, and what a tonne costs.

    Units stand in the heads, so that the table keeps to the width of the page.
    """
    found = plan.futures
    units = {name: "%" if name in SHARES else _unit(name) for name in found.columns}
    labels = {"future": "future", "probability": "probability", "weight": "weight"}
    labels |= {name: "cost" for name in found.columns if name.startswith("cost [")}
    labels |= {name: "alone" for name in found.columns if name.startswith("lower bound [")}
    heads = []
    for name in found.columns:
        fuel = words.name(name.split(" ")[0])
        key = labels.get(name, "served" if units[name] == "%" else "tonne")
        head, unit = words(f"futures.{key}", fuel=fuel), words.unit(units[name])
        heads.append(words("list.brackets", text=head, inside=unit) if unit else head)
    rows = []
    for line in found.to_dict(orient="records"):
        key = f"futures/{line['future']}"
        cells = [Cell(words.sentence(words.name(str(line["future"]))))]
        for name in found.columns[1:]:
            value = float(line[name]) * (100 if name in SHARES else 1)
            cells.append(Cell("–") if math.isnan(value) else counted(value, f"{key}/{name}", units[name]))
        rows.append(tuple(cells))
    return Table(words("report.futures"), tuple(words.sentence(head) for head in heads), tuple(rows))


def _unit(name: str) -> str:
    return name.partition("[")[2].rstrip("]")
