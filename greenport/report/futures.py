"""The section of the report on several futures: what the common first stage comes to in each of them."""

from __future__ import annotations

import math

from greenport.report.pieces import Cell, Sentence, Table, measured, shown
from greenport.report.words import Words
from greenport.sizing import Plan


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
    """One row a future: how probable, what it costs, what it would cost alone, and what a tonne costs."""
    found = plan.futures
    units = {name: _unit(name) for name in found.columns}
    labels = {"future": "future", "probability": "probability", "weight": "weight"}
    labels |= {name: "cost" for name in found.columns if name.startswith("cost [")}
    labels |= {name: "alone" for name in found.columns if name.startswith("lower bound [")}
    heads = []
    for name in found.columns:
        if name in labels:
            heads.append(words(f"futures.{labels[name]}"))
        else:
            fuel = words.name(name.split(" ")[0])
            heads.append(words("futures.served" if units[name] == "%" else "futures.tonne", fuel=fuel))
    rows = []
    for line in found.to_dict(orient="records"):
        key = f"futures/{line['future']}"
        cells = [Cell(words.sentence(words.name(str(line["future"]))))]
        for name in found.columns[1:]:
            share = name in ("probability", "weight")
            value = float(line[name]) * (100 if share else 1)
            unit = "%" if share else units[name]
            cells.append(Cell("–") if math.isnan(value) else measured(words, value, unit, f"{key}/{name}"))
        rows.append(tuple(cells))
    return Table(words("report.futures"), tuple(words.sentence(head) for head in heads), tuple(rows))


def _unit(name: str) -> str:
    return name.partition("[")[2].rstrip("]")
