"""Scenarios side by side in cells and sentences; what they show is computed in `studies.comparison`."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenport import units
from greenport.report.pieces import Cell, Listing, Sentence, Table, measured, shown
from greenport.report.words import Words, exact, fixed
from greenport.scenario import models
from greenport.studies.comparison import result, tables

if TYPE_CHECKING:
    import pandas as pd

    from greenport.studies import Comparison

SIDES = ("first", "other", "difference")
TINY = 5e-7
"""Money in MUSD and figures below which a difference is rounding."""


def overview(compared: Comparison, words: Words) -> Table:
    """One row a scenario: what it asks, what differs from the first, and what its plan builds."""
    rows = []
    for one in compared.sides:
        document = one.scenario.document
        differs = words("compare.base") if one is compared.first else compared.differs(one.label)
        built = "–" if one.plan is None else _built(tables.built(one.plan), words)
        question = document.question.by_language[words.language]
        texts = (one.label, question, differs or words("compare.no_inputs"), built)
        rows.append(tuple(Cell(text) for text in texts))
    heads = _heads(words, "scenario", "question", "differs", "built")
    return _without_empty(words("compare.overview"), heads, rows)


def results(compared: Comparison, words: Words) -> Table:
    """One row a scenario: its cost with the bound, what that is more than the first, a tonne, emissions."""
    plans = {one.label: one.plan for one in compared.sides if one.plan is not None}
    fuels = sorted({fuel for plan in plans.values() for fuel, _ in tables.served(plan)})
    rows = []
    for label, plan in plans.items():
        tonne = dict(tables.served(plan))
        cells = [Cell(label)]
        cells += [
            _finely(words, money, f"{label}/{name}")
            for name, money in (("cost", plan.cost), ("lower_bound", plan.lower_bound))
        ]
        if label in compared.worth:
            cells.append(_finely(words, -compared.worth[label].saving, f"{label}/difference"))
        else:
            cells.append(Cell("–"))
        for fuel in fuels:
            key = f"{label}/levelised_cost/{fuel}"
            cells.append(shown(words, tonne[fuel], key) if fuel in tonne else Cell("–"))
        rows.append((*cells, shown(words, plan.avoided(), f"{label}/avoided")))
    heads = _heads(words, "scenario", "cost", "bound", "difference")
    heads += [words.sentence(words("compare.figure_levelised_cost", fuel=words.name(fuel))) for fuel in fuels]
    return Table(words("compare.results"), (*heads, *_heads(words, "avoided")), tuple(rows))


def figures(compared: Comparison, words: Words) -> Table:
    """Key figures: the first scenario's, and a column of each other one; of two, the difference too."""
    labels = list(compared.worth)
    differences = len(labels) == 1
    rows = []
    for (figure, fuel), mine in compared.figures.groupby(["figure", "fuel"], sort=False):
        lines = {str(line["scenario"]): line for line in mine.to_dict(orient="records")}
        if not any(line[side] for line in lines.values() for side in SIDES[:2]):
            continue
        at = "/".join(filter(None, (str(figure), str(fuel))))
        text = words(f"compare.figure_{figure}", fuel=words.name(str(fuel)))
        first = next(iter(lines.values()))
        cells = [Cell(words.sentence(text)), _figure(words, first, "first", f"first/{at}")]
        for label in labels:
            line = lines.get(label)
            cells.append(Cell("–") if line is None else _figure(words, line, "other", f"{label}/{at}"))
        if differences:
            cells.append(_figure(words, first, "difference", f"difference/{at}"))
        rows.append(tuple(cells))
    heads = [*_heads(words, "figure"), compared.first.label, *labels]
    return Table(
        words("compare.figures"),
        (*heads, *(_heads(words, "difference") if differences else ())),
        tuple(rows),
    )


def inputs(compared: Comparison, words: Words, label: str) -> Table:
    """Inputs of a scenario that differ from the first one's, with file and line or dataset row."""
    rows = []
    for line in _mine(compared.inputs, label):
        stated = dict.fromkeys(_near(line[name]) for name in ("first_at", "other_at") if line[name])
        data = dict.fromkeys(line[name] for name in ("first_data", "other_data") if line[name])
        values = (line[name] or words("compare.absent") for name in ("first", "other"))
        texts = [line["key"], *values, "; ".join(stated), "; ".join(data)]
        rows.append(tuple(Cell(str(text)) for text in texts))
    heads = [*_heads(words, "input"), compared.first.label, label, *_heads(words, "stated", "row")]
    return _without_empty(words("compare.inputs"), heads, rows)


def _near(place: str) -> str:
    """A file and line, without the way to the shipped scenarios or to where we stand."""
    for folder in (models().parent, Path.cwd()):
        place = place.removeprefix(f"{folder}{os.sep}")
    return place


def causes(compared: Comparison, words: Words, label: str) -> Table:
    """Difference of the discounted cost item by item, largest first, and their sum."""
    found = caused(compared, label)
    worth, unit = compared.worth[label], str(compared.waterfall["unit"].iloc[0])
    decimals = decimals_of(found)
    rows = []
    for line in found:
        key = f"waterfall/{label}/{line['fuel']}/{line['item']}"
        amounts = (
            Cell(fixed(line[side], decimals), float(line[side]), unit, f"{key}/{side}") for side in SIDES
        )
        rows.append((Cell(words.sentence(cause(words, line))), *amounts))
    pair = [float(money.m_as(unit)) for money in (worth.before.cost, worth.after.cost)]
    ends = zip(SIDES, (*pair, pair[1] - pair[0]), strict=True)
    total = [Cell(fixed(v, decimals), v, unit, f"waterfall/{label}/{side}") for side, v in ends]
    rows.append((Cell(words.sentence(words("compare.sum"))), *total))
    heads = ("", compared.first.label, label, *_heads(words, "difference"))
    title = words("list.brackets", text=words("compare.waterfall"), inside=words.unit(unit))
    return Table(title, heads, tuple(rows))


def caused(compared: Comparison, label: str) -> list[dict[str, Any]]:
    """Items of which the cost differs, largest difference first."""
    return [line for line in _mine(compared.waterfall, label) if abs(line["difference"]) > TINY]


def decimals_of(lines: list[dict[str, Any]]) -> int:
    """Decimals with which differences are shown, as the largest of them needs."""
    largest = max((abs(float(line["difference"])) for line in lines), default=0.0)
    return 1 if largest >= 100 else 2 if largest >= 1 else 3


def capacity(compared: Comparison, words: Words, label: str) -> Table:
    """Units that stand by milestone year, of the assets of which the numbers differ."""
    lines = list(_mine(compared.capacity, label))
    differing = {line["asset"] for line in lines if line["difference"]}
    years = sorted({int(line["year"]) for line in lines})
    found: dict[str, dict[int, str]] = {}
    for line in lines:
        if line["asset"] in differing:
            place, asset = words.name(line["place"]), words.name(line["asset"])
            text = words.sentence(words("list.colon", place=place, grade=asset) if place else asset)
            pair = {"first": line["first"], "other": line["other"]}
            told = words("compare.change", **pair) if line["difference"] else str(line["first"])
            found.setdefault(text, {})[int(line["year"])] = told
    rows = tuple(
        (Cell(text), *(Cell(by_year.get(year, "–")) for year in years)) for text, by_year in found.items()
    )
    return Table(words("compare.capacity"), ("", *map(str, years)), rows)


def times(compared: Comparison, words: Words, label: str) -> Table:
    """How long approvals and works take and when things are ready, where it differs."""
    rows = []
    for line in _mine(compared.times, label):
        pair = [float(line[side]) for side in ("first", "other")]
        if pair[0] == pair[1] or all(map(math.isnan, pair)):
            continue
        of, what = words.sentence(words.name(line["of"])), line["what"]
        missing = words("compare.never" if what == "can_stand" else "compare.never_built")
        cells = [_time(words, line, side, f"times/{label}/{what}/{line['of']}", missing) for side in SIDES]
        rows.append((Cell(of), Cell(words(f"compare.{what}")), *cells))
    heads = ("", *_heads(words, "what"), compared.first.label, label, *_heads(words, "difference"))
    return Table(words("compare.times"), heads, tuple(rows))


def sentences(compared: Comparison, words: Words, label: str) -> list[Sentence]:
    """What the other plan saves or costs, what of it is proved, and by how much approvals differ."""
    names = {"first": compared.first.label, "other": label}
    if label not in compared.worth:
        return [Sentence(words, "compare.no_plan"), *_approvals(compared, words, label)]
    worth, verdict = compared.worth[label], compared.verdict(label)
    saving = float(worth.saving.magnitude)
    key = "alike" if abs(saving) <= TINY else "saves" if saving > 0 else "costs"
    found = [
        Sentence(words, f"compare.{key}", names | {"saving": _finely(words, abs(worth.saving), "saving")})
    ]
    ends = {"least": worth.at_least, "most": worth.at_most}
    if verdict == result.DEARER:
        ends = {"least": -worth.at_most, "most": -worth.at_least}
    elif verdict == result.OPEN:
        ends = {"least": worth.at_most, "most": -worth.at_least}
    values = {name: _finely(words, money, f"proved/{name}") for name, money in ends.items()}
    return [*found, Sentence(words, f"compare.{verdict}", values), *_approvals(compared, words, label)]


def _approvals(compared: Comparison, words: Words, label: str) -> list[Sentence]:
    found = []
    for line in _mine(compared.times, label):
        months = float(line["difference"])
        if line["what"] == "approvals" and abs(months) > TINY:
            told = _span(words, abs(months), "month", f"approvals/{line['of']}")
            values = {"place": words.name(line["of"]), "months": told}
            found.append(Sentence(words, f"compare.{'later' if months > 0 else 'sooner'}", values))
    return found


def _mine(table: pd.DataFrame, label: str) -> list[dict[str, Any]]:
    rows = table[table["scenario"] == label].to_dict(orient="records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]


def _heads(words: Words, *names: str) -> list[str]:
    return [words.sentence(words(f"compare.{name}")) for name in names]


def _figure(words: Words, line: dict[Any, Any], side: str, key: str) -> Cell:
    value, unit = float(line[side]), str(line["unit"])
    if math.isnan(value):
        return Cell("–")
    fine = line["figure"] in ("cost", "lower_bound")
    return Cell(words.finely(value, unit), value, unit, key) if fine else measured(words, value, unit, key)


def _time(words: Words, line: dict[str, Any], side: str, key: str, missing: str) -> Cell:
    """Months and numbers of years with their unit, a year as it is."""
    value = float(line[side])
    if math.isnan(value):
        return Cell("–" if side == "difference" else missing)
    if line["unit"] == "yr" and side != "difference":
        return Cell(f"{value:.0f}", value, "", f"{key}/{side}")
    return _span(words, value, str(line["unit"]), f"{key}/{side}")


def _span(words: Words, value: float, unit: str, key: str) -> Cell:
    """Months or years as they are: whole ones mostly."""
    return Cell(words.in_unit(exact(round(value, 2)), unit), value, unit, key)


def _finely(words: Words, quantity: Any, key: str) -> Cell:
    value, unit = float(quantity.magnitude), units.unit_text(quantity.units)
    return Cell(words.finely(value, unit), value, unit, key)


def cause(words: Words, line: dict[str, Any]) -> str:
    """Name of a cause of cost, of one fuel or of all."""
    item = words.item(line["item"])
    return words("compare.of_fuel", item=item, fuel=words.name(line["fuel"])) if line["fuel"] else item


def _built(rows: list[tuple[str, int, int]], words: Words) -> str:
    if not rows:
        return words("compare.nothing_built")
    told = [words("compare.units", asset=words.name(a), number=n, year=year) for a, n, year in rows]
    return str(Listing(words, told, clauses=True))


def _without_empty(title: str, heads: list[str], rows: list[tuple[Cell, ...]]) -> Table:
    """Table without the columns in which there is nothing."""
    kept = [i for i in range(len(heads)) if any(row[i].text for row in rows)]
    return Table(title, tuple(heads[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows))
