"""The comparison of scenarios on a terminal, in a notebook, and as a page in the style of the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from greenport.report import side_by_side
from greenport.report.figures import ACCENT, FONTS, GREY, HUES, INK, PALE
from greenport.report.html import page, saved
from greenport.report.tables import markup, printed
from greenport.report.words import Words, fixed

if TYPE_CHECKING:
    from plotly.graph_objects import Figure
    from rich.console import Console

    from greenport.studies import Comparison

MOST_COLUMNS = 4
"""Scenarios beside the first that stand in columns; more of them stand in rows."""


def write(compared: Comparison, path: Path, language: str = "en") -> Path:
    """Write the comparison as one HTML file; see `greenport.report.html.write`."""
    return saved(render(compared, language), path)


def render(compared: Comparison, language: str = "en") -> str:
    """The comparison as text of an HTML file."""
    words = Words(language)
    return page(
        "comparison.html.j2",
        charts(compared, words),
        compared=compared,
        words=words,
        shown=side_by_side,
        year=compared.first.scenario.document.finance.price_year,
    )


def terminal(compared: Comparison, console: Console, files: Mapping[str, Path]) -> None:
    """Print what differs in inputs and results, and what is proved of it."""
    words = Words("en")
    if compared.worth:
        many = len(compared.worth) > MOST_COLUMNS
        printed(console, (side_by_side.results if many else side_by_side.figures)(compared, words))
    for other in compared.others:
        console.print()
        pair = words("compare.pair", other=other.label, first=compared.first.label)
        console.print(pair, style="bold", markup=False)
        for sentence in side_by_side.sentences(compared, words, other.label):
            console.print(str(sentence), markup=False)
        if len(compared.others) > 1:
            differs = compared.differs(other.label)
            console.print(differs or words("compare.no_inputs"), markup=False, soft_wrap=True)
            continue
        found = [side_by_side.inputs(compared, words, other.label)]
        if not found[0].rows:
            console.print(words("compare.no_inputs"), markup=False)
        if other.label in compared.worth and side_by_side.caused(compared, other.label):
            found.append(side_by_side.causes(compared, words, other.label))
        if other.label in compared.worth:
            found.append(side_by_side.capacity(compared, words, other.label))
        for table in (*found, side_by_side.times(compared, words, other.label)):
            if table.rows:
                console.print()
                printed(console, table)
    console.print()
    for name, path in files.items():
        console.print(f"{words(f'table.{name}')}: {path}", markup=False, soft_wrap=True)


def as_html(compared: Comparison) -> str:
    """The comparison with its main tables, for a notebook."""
    words = Words("en")
    parts = [markup(side_by_side.overview(compared, words))]
    if compared.worth:
        parts.append(markup(side_by_side.results(compared, words)))
    for other in compared.others:
        pair = words("compare.pair", other=other.label, first=compared.first.label)
        said = side_by_side.sentences(compared, words, other.label)
        parts.append(Markup("<h4>{}</h4>").format(pair))
        parts.append(Markup("<p>{}</p>").format(Markup(" ").join(escape(sentence) for sentence in said)))
        parts.append(markup(side_by_side.inputs(compared, words, other.label)))
    parts += [Markup("<p>{}</p>").format(note) for note in compared.notes]
    return str(Markup("\n").join(parts))


def charts(compared: Comparison, words: Words) -> dict[str, Figure]:
    """Certified intervals of all, and the causes of each difference."""
    found = {"intervals": intervals(compared, words)} if compared.worth else {}
    for number, other in enumerate(compared.others, 1):
        if other.label in compared.worth:
            found[f"waterfall-{number}"] = waterfall(compared, words, other.label)
    return found


def intervals(compared: Comparison, words: Words) -> Figure:
    """From lower bound to cost, one line a scenario: where two lie apart, one is proved cheaper."""
    from plotly import graph_objects as go

    plans = [(one.label, one.plan) for one in compared.sides if one.plan is not None]
    unit = f"MUSD_{plans[0][1].price_year}"
    figure = go.Figure()
    for number, (label, plan) in enumerate(plans):
        ends = [float(money.m_as(unit)) for money in (plan.lower_bound, plan.cost)]
        hue = ACCENT if number else INK
        told = " – ".join(words.finely(end, unit) for end in ends)
        figure.add_trace(
            go.Scatter(
                x=ends,
                y=[label, label],
                mode="lines+markers",
                line={"width": 7, "color": hue},
                marker={"symbol": ["line-ns", "circle"], "size": [16, 11], "color": hue}
                | {"line": {"width": 2, "color": hue}},
                hovertemplate=f"{escape(told)}<extra></extra>",
                showlegend=False,
            )
        )
    first = float(plans[0][1].cost.m_as(unit))
    figure.add_vline(x=first, line={"color": GREY, "dash": "dot", "width": 1})
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(
        title_text=words("list.brackets", text=words("compare.interval"), inside=words.unit(unit))
    )
    return _dressed(figure, words("compare.intervals"), 130 + 34 * len(plans))


def waterfall(compared: Comparison, words: Words, label: str) -> Figure:
    """What makes the difference of the costs, item by item; the last bar is their sum."""
    from plotly import graph_objects as go

    rows = side_by_side.caused(compared, label)
    decimals = side_by_side.decimals_of(rows)
    amounts = [float(row["difference"]) for row in rows]
    amounts.append(sum(amounts))
    named = [words.sentence(side_by_side.cause(words, row)) for row in rows]
    named.append(words.sentence(words("compare.sum")))
    unit = str(compared.waterfall["unit"].iloc[0])
    labels = [
        words("list.colon", place=name, grade=fixed(amount, decimals))
        for name, amount in zip(named, amounts, strict=True)
    ]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=labels,
            x=amounts,
            measure=[*["relative"] * len(rows), "total"],
            connector={"line": {"color": GREY, "width": 1}},
            increasing={"marker": {"color": HUES[3]}},
            decreasing={"marker": {"color": HUES[0]}},
            totals={"marker": {"color": ACCENT}},
            hovertemplate="%{y}<extra></extra>",
            showlegend=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title_text=words.unit(unit), zeroline=True, zerolinecolor=INK)
    return _dressed(figure, words("compare.waterfall"), 130 + 32 * len(labels))


def _dressed(figure: Figure, title: str, height: int) -> Any:
    figure.update_layout(
        title={"text": title, "x": 0, "xref": "container", "xanchor": "left", "font": {"size": 15}},
        template="none",
        height=height,
        margin={"l": 10, "r": 16, "t": 56, "b": 10},
        font={"family": FONTS, "size": 12, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        hoverlabel={"font": {"family": FONTS}},
    )
    figure.update_xaxes(gridcolor=PALE, linecolor=GREY, automargin=True, tickformat=",~r", fixedrange=True)
    figure.update_yaxes(showgrid=False, automargin=True, ticklabelstandoff=6, fixedrange=True)
    return figure
