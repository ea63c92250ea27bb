"""Figures of studies, drawn with plotly in the style of a plan's figures; every one shows its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from greenport.report.figures import ACCENT, FONTS, GREY, HUES, INK, PALE, STONE, WARM
from greenport.report.words import Words
from greenport.units import unit_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from greenport.studies import Alternatives, Breakeven, Front, Tornado

MOST_BARS = 20

BETWEEN = 120
"""Pixels between two panels, for the title of one's axis and the heading of the next."""


def front(found: Front) -> Figure:
    """Cost against emissions avoided, with the bound on cost at each point."""
    from plotly import graph_objects as go

    table = found.table()
    cost, bound = (next(c for c in table if str(c).startswith(name)) for name in ("cost", "lower_bound"))
    x = (table["avoided [ktCO2e]"] / 1000).tolist()
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=x,
            y=table[cost].tolist(),
            mode="lines+markers",
            name="plan",
            line={"color": ACCENT, "width": 2},
            marker={"size": 9},
            text=table["built"].tolist(),
            hovertemplate="%{x:,.2f} Mt CO₂e, %{y:,.1f} million USD<br>%{text}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=x,
            y=table[bound].tolist(),
            mode="markers",
            name="no plan with these emissions costs less",
            marker={"symbol": "line-ew-open", "size": 14, "color": WARM},
            hovertemplate="%{y:,.1f} million USD<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="avoided over all years, Mt CO₂e")
    figure.update_yaxes(title_text="discounted cost, million USD")
    return dressed(figure, "Cost against emissions avoided")


def flips(found: Breakeven) -> Figure:
    """What having it saves at each value tried: one panel a flip, its bracket shaded."""
    from plotly import graph_objects as go
    from plotly.subplots import make_subplots

    words, count = Words("en"), len(found.flips)
    titles = [f"{words.spelt(flip.decision or 'anything')}, by {flip.what}" for flip in found.flips]
    height = 170 + 350 * count
    figure = make_subplots(count, 1, vertical_spacing=BETWEEN / height, subplot_titles=titles)
    figure.update_annotations(x=0, xanchor="left", font={"size": 12, "color": INK})
    for row, flip in enumerate(found.flips, start=1):
        for stands, name, hue in ((False, "does without", STONE), (True, "has it", ACCENT)):
            mine = [p for p in sorted(flip.probes, key=lambda p: p.value) if p.stands is stands]
            marks = go.Scatter(
                x=[p.value for p in mine],
                y=[p.cost for p in mine],
                mode="markers",
                name=name,
                marker={"size": 9, "color": hue, "line": {"width": 1, "color": INK}},
                legendgroup=name,
                showlegend=row == 1,
                hovertemplate="%{x:,.4~r}: %{y:,.1f} million USD<extra></extra>",
            )
            figure.add_trace(marks, row=row, col=1)
        if flip.without is not None and flip.having is not None:
            ends = sorted(float(end.magnitude) for end in (flip.without, flip.having))
            figure.add_vrect(
                x0=ends[0], x1=ends[1], fillcolor=WARM, opacity=0.25, line_width=0, row=row, col=1
            )
        title = f"{flip.what}, {unit_text(flip.unit) or flip.counts}".rstrip(", ")
        figure.update_xaxes(title_text=title, row=row, col=1)
    figure.update_yaxes(title_text="cost, million USD")
    return dressed(figure, "Where the advice flips", height=height)


def alternatives(found: Alternatives) -> Figure:
    """What each plan costs more than the best, by shape."""
    from plotly import graph_objects as go

    table = found.table()
    more = next(c for c in table if str(c).startswith("more"))
    hues = {shape: HUES[i % len(HUES)] for i, shape in enumerate(dict.fromkeys(table["shape"]))}
    words = Words("en")
    labels = [words.spelt(f"without {r}") if r else "the best plan" for r in table["refused"]]
    figure = go.Figure()
    for shape, hue in hues.items():
        rows = [i for i, s in enumerate(table["shape"]) if s == shape]
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=[labels[i] for i in rows],
                x=[float(table[more].iloc[i]) for i in rows],
                name=words.spelt(shape),
                marker={"color": hue},
                texttemplate="%{x:,.2f}",
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{x:,.2f} million USD more<extra></extra>",
            )
        )
    figure.update_yaxes(categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    figure.update_xaxes(title_text="more than the best plan, million USD", showgrid=True, gridcolor=PALE)
    return dressed(figure, "Plans that cost little more", height=200 + 34 * len(labels))


def tornado(found: Tornado) -> Figure:
    """Change of cost at both ends of the widest ranges; marks where the plan is sized anew."""
    from plotly import graph_objects as go

    table = found.table().head(MOST_BARS)
    figure = go.Figure()
    for end, hue in (("low", HUES[4]), ("high", HUES[3])):
        change = table[end].where(np.isfinite(table[end]))
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=table["name"].tolist(),
                x=change.tolist(),
                name=f"{end} end, plan kept",
                marker={"color": hue},
                text=table[f"{end}_value"].tolist(),
                textposition="none",
                hovertemplate="%{text}: %{x:+,.1f} million USD<extra></extra>",
            )
        )
        resized = table[f"resized_{end}"].where(np.isfinite(table[f"resized_{end}"]))
        figure.add_trace(
            go.Scatter(
                y=table["name"].tolist(),
                x=resized.tolist(),
                mode="markers",
                name=f"{end} end, sized anew",
                marker={"symbol": "diamond", "size": 8, "color": hue, "line": {"width": 1, "color": INK}},
                hovertemplate="%{x:+,.1f} million USD<extra></extra>",
            )
        )
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(
        title_text="change of discounted cost, million USD", showgrid=True, gridcolor=PALE, zeroline=True
    )
    return dressed(figure, "Which ranges matter", height=220 + 28 * len(table))


def dressed(figure: Figure, title: str, height: int = 460) -> Any:
    """A figure in the style of all figures of studies."""
    figure.update_layout(
        title={"text": title, "x": 0, "xref": "container", "xanchor": "left", "font": {"size": 15}},
        template="none",
        height=height,
        showlegend=True,
        margin={"l": 10, "r": 40, "t": 72, "b": 96},
        font={"family": FONTS, "size": 12, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    )
    figure.update_xaxes(linecolor=GREY, automargin=True, tickformat=",~r")
    figure.update_yaxes(
        gridcolor=PALE, zerolinecolor=GREY, automargin=True, ticklabelstandoff=6, tickformat=",~r"
    )
    return figure
