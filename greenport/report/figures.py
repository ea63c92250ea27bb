"""Figures of a plan, drawn with plotly; every figure shows what stands in the plan's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from greenport.errors import DataError
from greenport.report import prose
from greenport.report.words import Words
from greenport.sizing import Plan

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

# Hues that stay apart for colour-blind readers and in grey print (after Paul Tol's "muted" scheme).
HUES = ("#44AA99", "#332288", "#DDCC77", "#CC6677", "#88CCEE", "#117733", "#AA4499", "#999933", "#882255")
INK, GREY, STONE, PALE = "#1d2733", "#6b7785", "#b9c3cb", "#dfe4e8"
ACCENT, WARM = "#0f6b6b", "#b3563b"
FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK HK', 'PingFang HK', sans-serif"
MONTH_STARTS = (1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)


class Figures:
    """Figures of a plan; each method gives a plotly figure.

    Parameters
    ----------
    plan
        What to draw.
    language
        One of `greenport.report.words.languages()`.
    """

    def __init__(self, plan: Plan, language: str = "en") -> None:
        self.plan = plan
        self.words = Words(language)

    def years_with_stock(self) -> list[int]:
        """Milestone years in which stock is held."""
        return sorted({int(year) for year in self.plan.inventory["year"]})

    def busiest_year(self) -> int | None:
        """Of the years with stock, the one in which most cargoes arrive; None if no stock is held."""
        arrivals = self.plan.arrivals["year"].tolist()
        return max(self.years_with_stock(), key=arrivals.count, default=None)

    def inventory(self, year: int | None = None) -> Figure:
        """Stock of a year by day with its limits and the arrivals of cargoes; one panel a pool.

        Parameters
        ----------
        year
            Milestone year; by default the one in which most cargoes arrive.

        Raises
        ------
        DataError
            If it is no milestone year.
        """
        from plotly.subplots import make_subplots

        year = self.busiest_year() if year is None else year
        if year is None:
            return self._empty(self.words("figure.no_stock"))
        if year not in self.plan.years:
            known = ", ".join(map(str, self.plan.years))
            raise DataError(f"{year} is no milestone year; there are {known}")
        stock = self.plan.inventory[self.plan.inventory["year"] == year]
        pools = list(dict.fromkeys(stock["pool"]))
        if not pools:
            return self._empty(self.words("figure.no_stock"))
        titles = [self.words.name(pool) for pool in pools]
        figure = make_subplots(len(pools), 1, shared_xaxes=True, vertical_spacing=0.16, subplot_titles=titles)
        for row, pool in enumerate(pools, start=1):
            arrivals = self.plan.arrivals
            cargoes = arrivals[(arrivals["year"] == year) & (arrivals["pool"] == pool)]
            self._pool(figure, row, stock[stock["pool"] == pool], cargoes)
        months = {"tickvals": MONTH_STARTS, "ticktext": self.words.months()}
        figure.update_xaxes(range=[1, 365], tickangle=0, tickfont={"size": 10}, **months)
        figure.update_yaxes(rangemode="tozero", title_text=self.words.unit(str(stock["unit"].iloc[0])))
        figure.update_annotations(x=0, xanchor="left", font={"size": 12, "color": INK})
        return self._dressed(figure, self.words("figure.inventory", year=year), height=150 + 240 * len(pools))

    def _pool(self, figure: Figure, row: int, stock: pd.DataFrame, cargoes: pd.DataFrame) -> None:
        from plotly import graph_objects as go

        days, first = stock["day"].tolist(), row == 1
        limits = (("most", {"color": WARM, "dash": "dash"}), ("least", {"color": GREY, "dash": "dot"}))
        for limit, style in limits:
            name = self.words(f"figure.{limit}")
            values = stock[limit].tolist()
            drawn: dict[str, Any] = {**style, "width": 1.5}
            figure.add_trace(_line(days, values, name, drawn, first), row=row, col=1)
        fill = {"fill": "tozeroy", "fillcolor": "rgba(15,107,107,.12)"}
        line: dict[str, Any] = {"color": ACCENT, "width": 1.6}
        name = self.words("figure.stock")
        figure.add_trace(_line(days, stock["stock"].tolist(), name, line, first, **fill), row=row, col=1)
        text = [
            f"{self.words.name(supplier)}, {self.words.amount(parcel, unit)}"
            for supplier, parcel, unit in zip(
                cargoes["supplier"], cargoes["parcel"], cargoes["unit"], strict=True
            )
        ]
        marks = go.Scatter(
            x=cargoes["day"].tolist(),
            y=[0.0] * len(cargoes),
            mode="markers",
            marker={"symbol": "triangle-up", "size": 9, "color": INK},
            cliponaxis=False,
            name=self.words("figure.arrival"),
            text=text,
            hovertemplate="%{text}<extra></extra>",
            legendgroup="arrival",
            showlegend=first,
        )
        figure.add_trace(marks, row=row, col=1)

    def capacity(self) -> Figure:
        """Tank volume that stands in each milestone year, by place; what is leased is hatched."""
        from plotly import graph_objects as go

        storage = self.plan.storage()
        if not len(storage):
            return self._empty(self.words("figure.nothing"))
        pools = list(dict.fromkeys(storage["pool"]))
        figure = go.Figure()
        for key, rows in storage.groupby(["pool", "owned"], sort=False):
            pool, owned = str(key[0]), str(key[1]) == "True"
            name = self.words.name(str(pool))
            if not owned:
                name = self.words("list.brackets", text=name, inside=self.words("figure.leased"))
            shape = "" if owned else "/"
            figure.add_trace(self._bars(rows, "volume", name, HUES[pools.index(pool) % len(HUES)], shape))
        figure.update_layout(barmode="stack", showlegend=True)
        figure.update_yaxes(title_text=self.words.unit(str(storage["unit"].iloc[0])))
        return self._dressed(figure, self.words("figure.capacity"))

    def supply_mix(self, fuel: str) -> Figure:
        """Who sells how much of a fuel in each milestone year, and what is not served."""
        from plotly import graph_objects as go

        table = self.plan.supply()
        mine = table[table["fuel"] == fuel]
        if not len(mine):
            return self._empty(self.words("figure.nothing"))
        figure = go.Figure()
        hues = self._hues_of_suppliers()
        for supplier in sorted({supplier for supplier in mine["supplier"] if supplier}):
            rows = mine[mine["supplier"] == supplier]
            name = self.words.name(supplier)
            figure.add_trace(self._bars(rows, "quantity", name, hues[supplier]))
        without = mine[mine["supplier"] == ""]
        if len(without):
            figure.add_trace(self._bars(without, "quantity", self.words("figure.unserved"), STONE, "x"))
        figure.update_layout(barmode="stack", showlegend=True)
        figure.update_yaxes(title_text=self.words.unit(str(mine["unit"].iloc[0])))
        return self._dressed(figure, self.words("figure.supply", fuel=self.words.name(fuel)))

    def _hues_of_suppliers(self) -> dict[str, str]:
        """One hue a supplier, the same in every chart and language."""
        table = self.plan.supply()
        sellers = sorted({(f, s) for f, s in zip(table["fuel"], table["supplier"], strict=True) if s})
        suppliers = dict.fromkeys(supplier for _, supplier in sellers)
        return {supplier: HUES[place % len(HUES)] for place, supplier in enumerate(suppliers)}

    def cost_waterfall(self, fuel: str) -> Figure:
        """What the cost of a tonne is made of, beside the cost of the fossil fuel it replaces."""
        from plotly import graph_objects as go

        table = self.plan.cost_per_tonne(fuel)
        unit = str(table["unit"].iloc[0])
        total = float(self.plan.levelised_cost(fuel).m_as(unit))
        fossil = float(self.plan.fossil_cost(fuel).m_as(unit))
        amounts = [*map(float, table["amount"]), total]
        items = [*(self.words.item(item) for item in table["item"]), self.words("figure.total")]
        labels = [
            self.words("list.colon", place=self.words.sentence(item), grade=self.words.amount(amount, ""))
            for item, amount in zip(items, amounts, strict=True)
        ]
        figure = go.Figure(
            go.Waterfall(
                orientation="h",
                y=labels,
                x=amounts,
                measure=[*["relative"] * len(table), "total"],
                connector={"line": {"color": GREY, "width": 1}},
                increasing={"marker": {"color": HUES[0]}},
                decreasing={"marker": {"color": HUES[2]}},
                totals={"marker": {"color": ACCENT}},
                hovertemplate=f"%{{y}} {self.words.unit(unit)}<extra></extra>",
                showlegend=False,
            )
        )
        label = self.words(
            "list.colon", place=self.words("figure.fossil"), grade=self.words.amount(fossil, unit)
        )
        figure.add_vline(x=fossil, line={"color": WARM, "dash": "dash", "width": 1.5})
        figure.add_annotation(
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="bottom",
            text=label,
            showarrow=False,
            font={"color": WARM, "size": 12},
        )
        figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6)
        figure.update_xaxes(title_text=self.words.unit(unit), rangemode="tozero", tickformat=",~r")
        title = self.words("figure.waterfall", fuel=self.words.name(fuel))
        return self._dressed(figure, title, height=130 + 34 * len(amounts))

    def emissions(self) -> Figure:
        """Well-to-wake emissions of each milestone year: what is emitted, what is replaced, and the net."""
        from plotly import graph_objects as go
        from plotly.subplots import make_subplots

        table = self.plan.emissions
        fuels = [fuel for fuel in prose.served(self.plan) if fuel in set(table["fuel"])]
        if not fuels:
            return self._empty(self.words("figure.nothing"))
        titles = [self.words.sentence(self.words.name(fuel)) for fuel in fuels]
        figure = make_subplots(len(fuels), 1, shared_xaxes=True, vertical_spacing=0.16, subplot_titles=titles)
        hues = {"fuel as delivered": HUES[0], "transport": HUES[2], "fossil fuel replaced": STONE}
        for row, fuel in enumerate(fuels, start=1):
            for item, hue in hues.items():
                rows = table[(table["fuel"] == fuel) & (table["item"] == item)]
                bars = self._bars(rows, "amount", self.words.item(item), hue)
                figure.add_trace(bars.update(legendgroup=item, showlegend=row == 1), row=row, col=1)
            net = table[(table["fuel"] == fuel) & (table["item"] == "net")]
            marks = go.Scatter(
                x=[str(year) for year in net["year"]],
                y=net["amount"].tolist(),
                mode="markers",
                marker={"symbol": "diamond", "size": 9, "color": INK},
                name=self.words.item("net"),
                legendgroup="net",
                showlegend=row == 1,
                hovertemplate="%{x}: %{y:,.1f}<extra></extra>",
            )
            figure.add_trace(marks, row=row, col=1)
        figure.update_layout(barmode="relative")
        figure.update_xaxes(type="category", showticklabels=True)
        figure.update_yaxes(title_text=self.words.unit(str(table["unit"].iloc[0])))
        figure.update_annotations(x=0, xanchor="left", font={"size": 12, "color": INK})
        return self._dressed(figure, self.words("figure.emissions"), height=150 + 240 * len(fuels))

    def passenger_cost(self) -> Figure:
        """Extra cost of green jet fuel per departing passenger in each milestone year."""
        from plotly import graph_objects as go

        table = self.plan.passenger_cost()
        if not len(table):
            return self._empty(self.words("figure.nothing"))
        figure = go.Figure()
        for hue, (demand, rows) in enumerate(table.groupby("demand", sort=False)):
            name = self.words.name(str(demand))
            bars = self._bars(rows, "amount", name, ACCENT if hue == 0 else HUES[hue % len(HUES)])
            text = [self.words.amount(amount, "") for amount in rows["amount"].tolist()]
            figure.add_trace(bars.update(text=text, textposition="outside", cliponaxis=False))
        figure.update_layout(barmode="group", showlegend=table["demand"].nunique() > 1)
        figure.update_yaxes(title_text=self.words.unit(str(table["unit"].iloc[0])))
        return self._dressed(figure, self.words("figure.passenger"), height=340)

    def cash_flow(self) -> Figure:
        """Cash flow of the terminals at the fee that earns the WACC: items by year, and the running sum."""
        from plotly import graph_objects as go

        reading = self.plan.investor
        if not reading.places:
            return self._empty(self.words("readings.no_business"))
        flows = (
            reading.cash_flow().groupby(["item", "year", "unit"], sort=False)["amount"].sum().reset_index()
        )
        figure = go.Figure()
        for hue, (item, rows) in enumerate(flows.groupby("item", sort=False)):
            name = self.words.item(str(item))
            figure.add_trace(self._bars(rows, "amount", name, HUES[hue % len(HUES)]))
        years = range(int(flows["year"].min()), int(flows["year"].max()) + 1)
        running = flows.groupby("year")["amount"].sum().reindex(years, fill_value=0.0).cumsum()
        name = self.words("readings.running_sum")
        figure.add_trace(_line(list(years), running.tolist(), name, {"color": INK, "width": 2.2}, True))
        figure.data[-1].x = [str(year) for year in years]
        figure.update_layout(barmode="relative")
        figure.update_yaxes(title_text=self.words.unit(str(flows["unit"].iloc[0])))
        figure = self._dressed(figure, self.words("readings.cash_flow"))
        ends = [-0.5, len(years) - 0.5]
        return figure.update_xaxes(categoryarray=[str(year) for year in years], range=ends)

    def _bars(self, rows: pd.DataFrame, column: str, name: str, colour: str, shape: str = "") -> Any:
        from plotly import graph_objects as go

        unit = self.words.unit(str(rows["unit"].iloc[0])) if len(rows) else ""
        return go.Bar(
            x=[str(year) for year in rows["year"]],
            y=rows[column].astype(float).tolist(),
            name=name,
            marker={
                "color": colour,
                "line": {"width": 0.5, "color": "#ffffff"},
                "pattern": {
                    "shape": shape,
                    "fillmode": "overlay",
                    "fgcolor": GREY if shape == "x" else "#ffffff",
                    "size": 7,
                },
            },
            hovertemplate=f"%{{x}}: %{{y:,.1f}} {unit}<extra>{name}</extra>",
        )

    def _dressed(self, figure: Figure, title: str, height: int = 420) -> Figure:
        figure.update_layout(
            title={"text": title, "x": 0, "xref": "container", "xanchor": "left", "font": {"size": 15}},
            template="none",
            height=height,
            margin={"l": 10, "r": 16, "t": 64, "b": 10},
            font={"family": FONTS, "size": 12, "color": INK},
            paper_bgcolor="#ffffff",
            plot_bgcolor="#ffffff",
            bargap=0.35,
            legend={"orientation": "h", "x": 0, "y": -55 / height, "yref": "paper", "yanchor": "top"},
            hoverlabel={"font": {"family": FONTS}},
        )
        figure.update_yaxes(
            gridcolor=PALE, zerolinecolor=GREY, tickformat=",~r", automargin=True, fixedrange=True
        )
        figure.update_xaxes(showgrid=False, linecolor=GREY, automargin=True, fixedrange=True)
        if any(trace.type == "bar" for trace in figure.data):
            years = [str(year) for year in self.plan.years]
            ends = [-0.5, len(years) - 0.5]
            figure.update_xaxes(type="category", categoryorder="array", categoryarray=years, range=ends)
        return figure

    def _empty(self, text: str) -> Figure:
        from plotly import graph_objects as go

        figure = self._dressed(go.Figure(), "", height=160)
        figure.add_annotation(text=text, showarrow=False, font={"color": GREY, "size": 14})
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False)
        return figure


def _line(x: list[int], y: list[float], name: str, line: dict[str, Any], first: bool, **more: Any) -> Any:
    from plotly import graph_objects as go

    hover = f"%{{y:,.2f}}<extra>{name}</extra>"
    mode, group = "lines", {"legendgroup": name, "showlegend": first}
    return go.Scatter(x=x, y=y, mode=mode, name=name, line=line, hovertemplate=hover, **group, **more)
