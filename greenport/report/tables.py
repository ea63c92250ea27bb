"""Tables of a plan, for the terminal, the notebook and the HTML report alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from greenport.report.pieces import Cell, Table, by_year, counted, shown
from greenport.report.prose import answer, gaps, served, terminal_line
from greenport.report.words import Words
from greenport.sizing import Plan

if TYPE_CHECKING:
    from rich.console import Console


def terminal(plan: Plan, console: Console, files: Mapping[str, Path]) -> None:
    """Print a plan: what is built when, supply, cost per tonne, emissions, gap, files.

    Parameters
    ----------
    plan
        The plan.
    console
        Where to print.
    files
        What was written, by name.
    """
    words = Words("en")
    console.print(plan.title, style="bold", markup=False)
    for paragraph in answer(plan, words):
        console.print(" ".join(str(sentence) for sentence in paragraph), markup=False)
    for table in (
        built(plan, words),
        *(supply(plan, words, fuel) for fuel in served(plan)),
        per_tonne(plan, words),
    ):
        console.print()
        _print(console, table)
    console.print()
    found = gaps(plan, words)
    console.print(f"{words('table.gap')}: {found['gap']} ({words('table.gap_absolute')} {found['absolute']})")
    console.print(str(terminal_line(plan, words)), markup=False)
    for name, path in files.items():
        console.print(f"{words(f'table.{name}')}: {path}", markup=False, soft_wrap=True)


def _print(console: Console, table: Table) -> None:
    import rich.table

    shape = rich.table.Table(title=table.title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(table.columns):
        shape.add_column(column, justify="right" if table.right(number) else "left")
    for row in table.rows:
        shape.add_row(*(str(cell) for cell in row))
    console.print(shape)


def as_html(plan: Plan) -> str:
    """The plan in words with its main tables, for a notebook."""
    words = Words("en")
    parts = [Markup("<h3>{}</h3>").format(plan.title)]
    parts += [
        Markup("<p>{}</p>").format(Markup(" ").join(escape(sentence) for sentence in paragraph))
        for paragraph in answer(plan, words)
    ]
    parts += [markup(table) for table in (built(plan, words), per_tonne(plan, words))]
    return str(Markup("\n").join(parts))


def markup(table: Table) -> Markup:
    """HTML of a table."""
    sides = ["r" if table.right(number) else "l" for number in range(len(table.columns))]
    head = Markup("").join(
        Markup('<th class="{}">{}</th>').format(side, column)
        for side, column in zip(sides, table.columns, strict=True)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup('<td class="{}">{}</td>').format(side, cell)
                for side, cell in zip(sides, row, strict=True)
            )
        )
        for row in table.rows
    )
    return Markup(
        '<div class="scroll"><table><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(table.title, head, body)


def built(plan: Plan, words: Words) -> Table:
    """What is added or given back, by year."""
    rows = tuple(
        (
            Cell(str(year)),
            Cell(
                words.name(str(asset))
                if change > 0
                else f"{words.name(str(asset))}, {words('report.given_back')}"
            ),
            Cell(words.name(str(place)) if place else "–"),
            counted(float(change), f"changes/{asset}/{year}"),
            Cell(words(f"report.{'owned' if owned else 'leased'}")),
        )
        for year, asset, place, change, owned in plan.changes()[
            ["year", "asset", "place", "change", "owned"]
        ].itertuples(index=False)
    )
    names = ("year", "what", "place", "number", "tenure")
    title = words("report.added") if rows else words("report.nothing_built")
    return Table(title, tuple(words(f"table.{name}") for name in names), rows)


def supply(plan: Plan, words: Words, fuel: str) -> Table:
    """Who supplies a fuel, and what is not served, by year."""
    table = plan.supply()
    lines: dict[tuple[str, str], dict[int, float]] = {}
    for supplier, year, quantity in table[table["fuel"] == fuel][["supplier", "year", "quantity"]].itertuples(
        index=False
    ):
        label = words.name(str(supplier)) if supplier else words("table.unserved")
        lines.setdefault((label, f"supply/{fuel}/{supplier or 'unserved'}"), {})[int(year)] = float(quantity)
    return by_year(words, words("figure.supply", fuel=words.name(fuel)), "kt/yr", plan.years, lines)


def per_tonne(plan: Plan, words: Words) -> Table:
    """Cost of a tonne delivered, by year."""
    lines = {
        (words.name(fuel), f"levelised_cost/{fuel}"): {
            year: float(plan.levelised_cost(fuel, year).magnitude)
            for year in plan.years
            if float(plan.delivered(fuel, year).magnitude) > 0
        }
        for fuel in served(plan)
    }
    return by_year(words, words("report.cost_per_tonne"), f"USD_{plan.price_year}/t", plan.years, lines)


def costs(plan: Plan, words: Words) -> list[Table]:
    """Money by year and item, a table a fuel."""
    table = plan.cost_by_item()
    found = []
    for fuel in sorted(set(table["fuel"])):
        lines: dict[tuple[str, str], dict[int, float]] = {}
        for item, year, amount in table[table["fuel"] == fuel][["item", "year", "amount"]].itertuples(
            index=False
        ):
            lines.setdefault((words.item(str(item)), f"costs/{fuel}/{item}"), {})[int(year)] = float(amount)
        found.append(by_year(words, words.sentence(words.name(fuel)), "MUSD/yr", plan.years, lines))
    return found


def emissions(plan: Plan, words: Words) -> list[Table]:
    """Well-to-wake emissions by year and item, a table a fuel."""
    found = []
    for fuel in sorted(set(plan.emissions["fuel"])):
        rows = plan.emissions[plan.emissions["fuel"] == fuel]
        lines: dict[tuple[str, str], dict[int, float]] = {}
        for item, year, amount in rows[["item", "year", "amount"]].itertuples(index=False):
            lines.setdefault((words.item(str(item)), f"emissions/{fuel}/{item}"), {})[int(year)] = float(
                amount
            )
        found.append(by_year(words, words.sentence(words.name(fuel)), "ktCO2e/yr", plan.years, lines))
    return found


def passengers(plan: Plan, words: Words) -> Table:
    """Extra cost of green jet fuel per departing passenger, by year."""
    lines: dict[tuple[str, str], dict[int, float]] = {}
    for demand, year, amount in plan.passenger_cost()[["demand", "year", "amount"]].itertuples(index=False):
        label = (words.name(str(demand)), f"passenger_cost/{demand}")
        lines.setdefault(label, {})[int(year)] = float(amount)
    return by_year(words, words("figure.passenger"), "USD", plan.years, lines)


def excluded(plan: Plan, words: Words) -> Table:
    """What could not take part, and why."""
    rows = tuple(
        (Cell(str(name)), Cell(str(reason)))
        for name, reason in plan.excluded[["id", "reason"]].itertuples(index=False)
    )
    return Table(words("report.excluded"), (words("table.id"), words("table.reason")), rows)


def quality(plan: Plan, words: Words) -> Table:
    """Bounds, gaps and checks."""
    measures = ("cost", "lower_bound", "floor", "movable", "gap", "gap_total", "gap_absolute", "gap_asked")
    rows = [(Cell(words(f"table.{name}")), shown(words, getattr(plan, name), name)) for name in measures]
    dips = words("report.dips_none")
    if plan.dips:
        dips = words("report.dips_some", years=words.listed(str(year) for year in plan.dips))
    rows += [
        (Cell(words("report.dips")), Cell(dips)),
        (Cell(words("table.violation")), Cell(f"{plan.violation:.1e}")),
        (Cell(words("table.interrupted")), Cell(words("yes" if plan.interrupted else "no"))),
        *((Cell(words("table.solver", name=name)), Cell(str(value))) for name, value in plan.solver.items()),
    ]
    return Table(words("report.quality"), (words("table.measure"), words("table.value")), tuple(rows))


def sources(plan: Plan, words: Words) -> Table:
    """Every number of the scenario with its range, status and place; file names without their folders."""
    names = ["key", "value", "low", "high", "unit", "status", "source", "file", "line"]
    rows = []
    for key, value, low, high, unit, status, source, file, line in plan.sources[names].itertuples(
        index=False
    ):
        known = not (math.isnan(low) or math.isnan(high))
        rows.append(
            (
                Cell(str(key)),
                Cell(f"{value:,.6g} {unit}"),
                Cell(f"{low:,.6g} – {high:,.6g}" if known else "–"),
                Cell(words.status(str(status))),
                Cell(str(source)),
                Cell(f"{Path(str(file)).name}:{line}"),
            )
        )
    columns = tuple(
        words(f"table.{name}") for name in ("key", "value", "range", "status", "source", "stated")
    )
    return Table(words("report.assumptions"), columns, tuple(rows))
