"""The tables of the report: what the plan says, put into cells; nothing is computed here."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenport import units
from greenport.report import prose
from greenport.report.pieces import Cell, Table, by_year, counted, measured, shown
from greenport.report.words import Words, exact
from greenport.sizing import Plan
from greenport.units import Quantity

if TYPE_CHECKING:
    import pandas as pd


def built(plan: Plan, words: Words) -> Table:
    """What is added or given back, by year; what stands from the start is not listed."""
    rows = []
    names = ("year", "asset", "place", "change", "capacity", "unit", "owned")
    for year, asset, place, change, capacity, unit, owned in _columns_of(plan.changes(), *names):
        key = f"changes/{year}/{asset}"
        what = words.sentence(words.name(asset))
        if change < 0:
            what = words("list.brackets", text=what, inside=words("report.given_back"))
        volume = measured(words, float(capacity), unit, f"{key}/capacity") if unit else Cell("–")
        tenure = words("report.owned" if owned else "report.leased")
        number = counted(int(change), f"{key}/change")
        rows.append((Cell(str(year)), Cell(what), Cell(words.name(place)), number, volume, Cell(tenure)))
    columns = _columns(words, "year", "what", "place", "number", "volume", "tenure")
    return Table(words("report.added"), columns, tuple(rows))


def standing(plan: Plan, words: Words) -> Table:
    """What stands in each milestone year."""
    lines: dict[tuple[str, str], dict[int, float]] = {}
    for asset, place, year, number in _columns_of(plan.capacity, "asset", "place", "year", "number"):
        label = words.sentence(words("list.colon", place=words.name(place), grade=words.name(asset)))
        lines.setdefault((label, f"capacity/{asset}"), {})[int(year)] = int(number)
    rows = tuple(
        (Cell(label), *(counted(v[y], f"{key}/{y}") if y in v else Cell("–") for y in plan.years))
        for (label, key), v in lines.items()
    )
    return Table(words("report.standing"), ("", *map(str, plan.years)), rows)


def supply(plan: Plan, words: Words, fuel: str) -> Table:
    """Who sells how much of a fuel in each year, what is delivered, and what is not served."""
    table = plan.supply()
    mine = table[table["fuel"] == fuel]
    lines: dict[tuple[str, str], dict[int, float]] = {}
    for supplier, year, quantity in _columns_of(mine, "supplier", "year", "quantity"):
        if supplier:
            line = lines.setdefault((words.sentence(words.name(supplier)), f"supply/{fuel}/{supplier}"), {})
            line[int(year)] = float(quantity)
    lines[words.sentence(words("table.delivered")), f"delivered/{fuel}"] = {
        year: float(plan.delivered(fuel, year).m_as("kt/yr")) for year in plan.years
    }
    without = mine[mine["supplier"] == ""]
    if len(without):
        lines[words.sentence(words("table.unserved")), f"supply/{fuel}/"] = dict(
            zip(without["year"], without["quantity"].astype(float), strict=True)
        )
    return by_year(words, words("figure.supply", fuel=words.name(fuel)), "kt/yr", plan.years, lines)


def availability(plan: Plan, words: Words, fuel: str) -> Table:
    """How much each supplier could sell in each year."""
    lines: dict[tuple[str, str], dict[int, float]] = {}
    mine = plan.availability[plan.availability["fuel"] == fuel]
    for supplier, year, quantity in _columns_of(mine, "supplier", "year", "available"):
        line = lines.setdefault((words.sentence(words.name(supplier)), f"availability/{supplier}"), {})
        line[int(year)] = float(quantity)
    return by_year(words, words("report.available", fuel=words.name(fuel)), "kt/yr", plan.years, lines)


def contracts(plan: Plan, words: Words, fuel: str) -> Table:
    """Who sells a fuel under contract in which year, with the contract's fee."""
    lines: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    table = plan.contracts()
    mine = table[table["fuel"] == fuel]
    for supplier, year, fee in _columns_of(mine, "supplier", "year", "fee"):
        lines[words.sentence(words.name(supplier)), f"contracts/{fuel}/{supplier}"][int(year)] = float(fee)
    return by_year(words, words("report.contracts", fuel=words.name(fuel)), "MUSD/yr", plan.years, lines)


def hire(plan: Plan, words: Words) -> Table:
    """Hours of bunker vessels hired in each year."""
    lines: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for vessel, year, hours in _columns_of(plan.hire, "vessel", "year", "hours"):
        lines[words.sentence(words.name(vessel)), f"hire/{vessel}"][int(year)] = float(hours)
    return by_year(words, words("report.hire"), "h/yr", plan.years, lines)


def support(plan: Plan, words: Words) -> Table:
    """What public schemes give, for what and when, earliest first."""
    names = ("year", "scheme", "kind", "asset", "amount", "unit")
    rows = tuple(
        (
            Cell(str(year)),
            Cell(words.sentence(words.name(scheme))),
            Cell(words.sentence(words(f"support.{kind}"))),
            Cell(words.sentence(words.name(asset))),
            measured(words, float(amount), unit, f"support/{year}/{scheme}/{asset}"),
        )
        for year, scheme, kind, asset, amount, unit in sorted(_columns_of(plan.support, *names))
    )
    columns = _columns(words, "year", "scheme", "kind", "what", "amount")
    return Table(words("report.support"), columns, rows)


def compliance(plan: Plan, words: Words) -> Table:
    """What each intensity limit asks for and what is attained, by year, with what it costs."""
    names = ("year", "rule", "attained", "limit", "balance", "paid", "by_law")
    units = ("gCO2e/MJ", "gCO2e/MJ", "ktCO2e/yr", "MUSD/yr", "MEUR/yr")
    rows = []
    for year, rule, *figures in _columns_of(plan.compliance, *names):
        cells = [
            measured(words, float(figure), unit, f"compliance/{year}/{rule}/{name}")
            if math.isfinite(figure)
            else Cell("–")
            for figure, unit, name in zip(figures, units, names[2:], strict=True)
        ]
        rows.append((Cell(str(year)), Cell(words.sentence(words.name(rule))), *cells))
    return Table(words("report.compliance"), _columns(words, *names), tuple(rows))


def levelised(plan: Plan, words: Words) -> Table:
    """Cost per tonne delivered of each fuel, overall and by year."""
    unit = f"USD_{plan.price_year}/t"
    rows = []
    for fuel in prose.served(plan):
        overall = float(plan.levelised_cost(fuel).m_as(unit))
        cells = [Cell(words.sentence(words.name(fuel))), counted(overall, f"levelised_cost/{fuel}", unit)]
        for year in plan.years:
            if float(plan.delivered(fuel, year).magnitude) > 0:
                amount = float(plan.levelised_cost(fuel, year).m_as(unit))
                cells.append(counted(amount, f"levelised_cost/{fuel}/{year}", unit))
            else:
                cells.append(Cell("–"))
        rows.append(tuple(cells))
    title = words("list.brackets", text=words("report.cost_per_tonne"), inside=words.unit(unit))
    return Table(title, ("", words.sentence(words("report.overall")), *map(str, plan.years)), tuple(rows))


def cost_per_tonne(plan: Plan, words: Words, fuel: str) -> Table:
    """What the cost of a tonne is made of."""
    rows = [
        (
            Cell(words.sentence(words.item(item))),
            measured(words, amount, unit, f"cost_per_tonne/{fuel}/{item}"),
        )
        for item, amount, unit in _columns_of(plan.cost_per_tonne(fuel), "item", "amount", "unit")
    ]
    total = shown(words, plan.levelised_cost(fuel), f"levelised_cost/{fuel}")
    rows.append((Cell(words.sentence(words("figure.total"))), total))
    title = words("figure.waterfall", fuel=words.name(fuel))
    return Table(title, _columns(words, "item", "per_tonne"), tuple(rows))


def costs(plan: Plan, words: Words, fuel: str) -> Table:
    """Money of each year by what it is for."""
    table = plan.cost_by_item()
    title = words("list.colon", place=words("report.costs"), grade=words.name(fuel))
    return _items(plan, words, table[table["fuel"] == fuel], title, f"cost_by_item/{fuel}", "MUSD/yr")


def emissions(plan: Plan, words: Words, fuel: str) -> Table:
    """Well-to-wake emissions of each year."""
    table = plan.emissions[plan.emissions["fuel"] == fuel]
    title = words("list.colon", place=words("report.emissions"), grade=words.name(fuel))
    return _items(plan, words, table, title, f"emissions/{fuel}", "ktCO2e/yr")


def _items(plan: Plan, words: Words, table: pd.DataFrame, title: str, key: str, unit: str) -> Table:
    lines: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for item, year, amount in _columns_of(table, "item", "year", "amount"):
        lines[words.sentence(words.item(item)), f"{key}/{item}"][int(year)] = float(amount)
    return by_year(words, title, unit, plan.years, lines)


def passengers(plan: Plan, words: Words) -> Table:
    """Extra cost per departing passenger."""
    lines: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for demand, year, amount in _columns_of(plan.passenger_cost(), "demand", "year", "amount"):
        lines[words.sentence(words.name(demand)), f"passenger_cost/{demand}"][int(year)] = float(amount)
    return by_year(words, words("figure.passenger"), "USD", plan.years, lines)


def terminal(plan: Plan, words: Words) -> Table:
    """How the volume comes about from which a terminal would pay."""
    rows = []
    for t in plan.terminal_volumes:
        key = f"terminal_volumes/{t.against}"
        volume = Cell(words("terminal.no_volume"))
        if t.volume is not None:
            volume = shown(words, t.volume, f"{key}/volume")
        fixed = shown(words, t.fixed_cost, f"{key}/fixed_cost")
        saving = shown(words, t.saving, f"{key}/saving")
        rows.append(
            (Cell(prose.against(words, t.against)), Cell(words.name(t.terminal)), fixed, saving, volume)
        )
    columns = _columns(words, "against", "terminal", "fixed", "saving", "pays_from")
    return Table(words("report.terminal"), columns, tuple(rows))


def excluded(plan: Plan, words: Words) -> Table:
    """What could not take part, where, and why; what is left out for the same reason shares a row.

    The model's own reasons are told in the reader's language, those of the scenario as they stand there.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, why in _columns_of(plan.excluded, "id", "reason"):
        who, _, where = str(name).partition(" > ")
        found[where, str(why)].append(words.name(who))
    rows = tuple(
        (
            Cell(words.sentence(words("list.clause").join(who))),
            Cell(words.sentence(_where(words, where)) or "–"),
            Cell(words.said(why)),
        )
        for (where, why), who in found.items()
    )
    return Table(words("report.excluded"), _columns(words, "id", "for", "reason"), rows)


def _where(words: Words, where: str) -> str:
    """For whom or where something could not take part."""
    demand = where.removesuffix(prose.WHOLE_STEMS)
    named = words.spelt(demand)
    return named if demand == where else words("report.whole_stems", demand=named)


def statuses(plan: Plan, words: Words) -> Table:
    """How many numbers of the scenario have which status."""
    rows = tuple(
        (Cell(words.sentence(words.status(status))), counted(count, f"statuses/{status}"))
        for status, count in plan.statuses().items()
    )
    return Table(words("report.statuses"), _columns(words, "status", "count"), rows)


def assumptions(plan: Plan, words: Words, status: str) -> Table:
    """Every number of the scenario that has this status, with its range, source, and where it is stated."""
    names = ("key", "value", "low", "high", "unit", "source", "dataset", "file", "line")
    files = _short(set(plan.sources["file"]))
    mine = plan.sources[plan.sources["status"] == status]
    rows = []
    for key, value, low, high, unit, source, dataset, file, line in _columns_of(mine, *names):
        figure = Cell(words.in_unit(exact(value), str(unit)), float(value), str(unit), f"sources/{key}")
        ends = [exact(end) for end in (low, high) if not math.isnan(end)]
        spread = Cell(" – ".join(ends))
        origin = Cell("; ".join(part for part in (source, dataset) if part))
        stated = f"{files[file]}:{line}" if line else file  # an override has no line
        rows.append((Cell(key), figure, spread, origin, Cell(stated)))
    columns = _columns(words, "key", "value", "range", "source", "stated")
    return Table(words.sentence(words.status(status)), columns, tuple(rows))


def quality(plan: Plan, words: Words) -> Table:
    """How good the answer is: the plan's cost, the bounds on it, the gap, and how well rules are kept."""
    quantities = {
        name: getattr(plan, name)
        for name in (
            "cost",
            "lower_bound",
            "floor",
            "gross_cost",
            "movable",
            "gap",
            "gap_total",
            "gap_absolute",
            "gap_asked",
        )
    }
    cells = {words(f"table.{name}"): _finely(words, value, name) for name, value in quantities.items()}
    options = dict(option.split(" = ") for option in plan.solver["options"].split(", "))
    solver = {name: value for name, value in plan.solver.items() if name != "options"} | options
    cells |= {
        words("table.violation"): Cell(
            f"{plan.violation:.1e}".replace("-", "−"), plan.violation, "", "violation"
        ),
        words("report.dips"): Cell(str(prose.dips(plan, words))),
        words("table.interrupted"): Cell(words("yes" if plan.interrupted else "no")),
    }
    cells |= {words("table.solver", name=name): Cell(str(value)) for name, value in solver.items()}
    return _pairs(words, words("report.quality"), cells)


def fingerprints(plan: Plan, words: Words) -> Table:
    """Hashes of what was solved, and of what was said about it."""
    cells = {
        words("table.scenario_hash"): Cell(plan.scenario_hash),
        words("table.provenance_hash"): Cell(plan.provenance_hash),
    }
    return _pairs(words, words("report.fingerprint"), cells)


def key_figures(plan: Plan, words: Words) -> list[tuple[str, Cell]]:
    """The few figures to remember, each with its label."""
    found = []
    for fuel in prose.served(plan):
        name = words.sentence(words.name(fuel))
        cost = shown(words, plan.levelised_cost(fuel), f"levelised_cost/{fuel}")
        found.append((words("report.cost_of", fuel=name), cost))
    found.append((words("report.avoided"), shown(words, plan.avoided(), "avoided")))
    found.append((words("report.total_cost"), shown(words, plan.cost, "cost")))
    found.append((words("report.gap"), shown(words, plan.gap, "gap")))
    return [(words.sentence(label), cell) for label, cell in found]


def _finely(words: Words, quantity: Quantity, key: str) -> Cell:
    """Cell with digits enough to tell the plan's cost from its bound."""
    value, unit = float(quantity.magnitude), units.unit_text(quantity.units)
    return Cell(words.finely(value, unit), value, unit, key)


def _pairs(words: Words, title: str, cells: dict[str, Cell]) -> Table:
    rows = tuple((Cell(words.sentence(label)), cell) for label, cell in cells.items())
    return Table(title, _columns(words, "measure", "value"), rows)


def _columns(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words.sentence(words(f"table.{name}")) for name in names)


def _columns_of(table: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].tolist() for name in names), strict=True))


def _short(files: set[str]) -> dict[str, str]:
    """File names without the folders that only this machine has: the last part that tells them apart."""
    for depth in range(1, 20):
        short = {file: "/".join(Path(file).parts[-depth:]) for file in files}
        if len(set(short.values())) == len(files):
            return short
    return {file: file for file in files}
