"""Tables of a plan, for the terminal, the notebook and the HTML report alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from greenport.report import evidence, futures, rows
from greenport.report.pieces import Table
from greenport.report.prose import answer, left_out, served, terminal_line
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
    for sentence in futures.sentences(plan, words):
        console.print(str(sentence), markup=False)
    if plan.by_future:
        console.print()
        printed(console, futures.table(plan, words))
    mixes = (rows.supply(plan, words, fuel) for fuel in served(plan))
    for table in (rows.built(plan, words), *mixes, rows.levelised(plan, words)):
        console.print()
        printed(console, table)
    console.print()
    sentences = (terminal_line(plan, words), evidence.sentence(plan, words), *left_out(plan, words))
    for sentence in sentences:
        console.print(str(sentence), markup=False)
    for name, path in files.items():
        console.print(f"{words(f'table.{name}')}: {path}", markup=False, soft_wrap=True)


def printed(console: Console, table: Table) -> None:
    """Print a table on a terminal."""
    import rich.table
    from rich.text import Text

    shape = rich.table.Table(title=Text(table.title), title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(table.columns):
        shape.add_column(Text(column), justify="right" if table.right(number) else "left", overflow="fold")
    for row in table.rows:
        shape.add_row(*(Text(str(cell)) for cell in row))
    console.print(shape)


def as_html(plan: Plan) -> str:
    """The plan in words with its main tables, for a notebook."""
    words = Words("en")
    parts = [Markup("<h3>{}</h3>").format(plan.title)]
    parts += [
        Markup("<p>{}</p>").format(Markup(" ").join(escape(sentence) for sentence in paragraph))
        for paragraph in answer(plan, words)
    ]
    parts += [markup(table) for table in (rows.built(plan, words), rows.levelised(plan, words))]
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
