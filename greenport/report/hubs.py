"""Figures of the competition between hubs: the ladder of landed prices, and the premium curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenport.report.figures import ACCENT, GREY, HUES, INK, STONE, WARM
from greenport.report.studies import dressed
from greenport.studies.hubs.ladder import STEPS
from greenport.units import show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from greenport.studies import LandedPrices, PremiumCurve

KINDS = {"quoted": "quoted", "modelled": "modelled", "plan": "of the plan", "given": "given"}


def ladder(found: LandedPrices) -> Figure:
    """One bar a hub, made of its steps, with its range; what takes off is drawn off the first step."""
    from plotly import graph_objects as go

    table, totals = found.table(), found.totals()
    off = table["amount"].where(table["amount"] < 0, 0.0).groupby(table["hub"]).transform("sum")
    first = ~table["hub"].duplicated()
    table = table.assign(amount=table["amount"].clip(lower=0.0) + off.where(first, 0.0))
    table = table[table["amount"] > 0]
    labels = {rung.hub: f"{rung.name}<br>{KINDS[rung.kind]}" for rung in found.rungs}
    figure = go.Figure()
    for number, step in enumerate(STEPS):
        rows = table[table["step"] == step]
        if rows.empty:
            continue
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=[labels[hub] for hub in rows["hub"]],
                x=rows["amount"].tolist(),
                name=step,
                marker={"color": HUES[number % len(HUES)]},
                text=rows["basis"].tolist(),
                textposition="none",
                hovertemplate=f"{step}: %{{x:,.1f}} {found.unit}<br>%{{text}}<extra></extra>",
            )
        )
    written = [
        f"  {rung.price.m:,.0f} per t; {found.equivalent(rung.price).m:,.0f} per t of VLSFO by energy"
        for rung in found.rungs
    ]
    figure.add_trace(
        go.Scatter(
            y=[labels[hub] for hub in totals["hub"]],
            x=totals["price"].tolist(),
            mode="markers",
            name="price, and range with all figures at one end",
            marker={"size": 7, "color": INK},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (totals["high"] - totals["price"]).tolist(),
                "arrayminus": (totals["price"] - totals["low"]).tolist(),
                "color": GREY,
                "thickness": 1.5,
            },
            hovertemplate="%{x:,.0f}<extra></extra>",
        )
    )
    most = float(totals["high"].max())
    for hub, text in zip(totals["hub"], written, strict=True):
        figure.add_annotation(
            y=labels[hub], x=most, text=text, showarrow=False, xanchor="left", font={"color": INK}
        )
    figure.update_layout(barmode="stack", bargap=0.45)
    order = [labels[hub] for hub in totals["hub"]]
    figure.update_yaxes(categoryorder="array", categoryarray=order, autorange="reversed", showgrid=False)
    figure.update_xaxes(
        title_text=f"price of a tonne of {found.fuel} delivered to the ship, {found.year}, {found.unit}",
        range=[0, 1.4 * most],
    )
    return dressed(figure, "What a tonne costs at each hub", height=280 + 70 * len(totals))


def premium(found: PremiumCurve) -> Figure:
    """Above, what stays at a premium; below, price and cost of a tonne by the volume that stays."""
    from plotly import graph_objects as go
    from plotly.subplots import make_subplots

    table = found.table()
    figure = make_subplots(
        2,
        1,
        vertical_spacing=0.2,
        subplot_titles=["What stays at a premium", "What keeps a volume, and what it costs"],
    )
    high, low, share = (100 * table[name] for name in ("share_high", "share_low", "share"))
    for ends, fill in ((high, None), (low, "tonexty")):
        figure.add_trace(
            go.Scatter(
                x=table["premium"].tolist(),
                y=ends.tolist(),
                mode="lines",
                line={"width": 0},
                fill=fill,
                fillcolor="rgba(15, 107, 107, 0.16)",
                name="range of the price sensitivity",
                showlegend=fill is not None,
                hoverinfo="skip",
            ),
            row=1,
            col=1,
        )
    curves = (
        (1, table["premium"], share, "share that stays", ACCENT, None),
        (2, table["volume"], table["premium"], "premium that keeps the volume", ACCENT, None),
        (
            2,
            table["volume"],
            table["cost"] - (table["price"] - table["premium"]),
            "premium that its cost needs",
            WARM,
            "dash",
        ),
    )
    for row, x, y, name, hue, dash in curves:
        curve = go.Scatter(
            x=x.tolist(), y=y.tolist(), mode="lines", name=name, line={"color": hue, "width": 2, "dash": dash}
        )
        figure.add_trace(curve, row=row, col=1)
    now = float(found.premium.m)
    mark = go.Scatter(
        x=[now],
        y=[100 * float(found.share(found.premium).m_as(""))],
        mode="markers",
        name="premium of the ladder",
        marker={"size": 10, "color": INK},
    )
    figure.add_trace(mark, row=1, col=1)
    for stable, name in ((False, "breaks below"), (True, "settles at")):
        meetings = [each for each in found.crossings if each.stable is stable]
        if meetings:
            meeting = go.Scatter(
                x=[float(each.volume.m_as("kt/yr")) for each in meetings],
                y=[float(each.premium.m) for each in meetings],
                mode="markers+text",
                text=[f"  {name} {show(each.volume, 3)}" for each in meetings],
                textposition="middle right" if not stable else "bottom left",
                name=name,
                marker={
                    "size": 11,
                    "symbol": "circle" if stable else "circle-open",
                    "color": INK,
                    "line": {"width": 2},
                },
            )
            figure.add_trace(meeting, row=2, col=1)
    unit = found.prices.unit
    premiums = [float(table["premium"].min()), float(table["premium"].max())]
    figure.add_vline(x=0, line={"color": STONE, "width": 1}, row=1, col=1)
    figure.update_xaxes(
        title_text=f"premium over {found.prices.of(found.against).name}, {unit}", row=1, col=1
    )
    figure.update_yaxes(title_text=f"% of {show(found.demand, 3)}", range=[0, 102], row=1, col=1)
    figure.update_xaxes(title_text="volume, kt/yr", rangemode="tozero", row=2, col=1)
    figure.update_yaxes(title_text=f"premium, {unit}", range=premiums, row=2, col=1)
    title = f"How much stays at {found.prices.of(found.home).name}, and where it pays"
    return dressed(figure, title, height=760)
