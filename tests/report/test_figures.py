"""Charts draw what stands in the plan's tables, and the page shows the same figures as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import greenport as gp
from greenport.report import Figures, render
from greenport.sizing import Plan

SIZING = Path(__file__).parents[1] / "sizing"


@pytest.fixture(scope="module")
def port() -> Plan:
    return gp.size(gp.load_scenario(SIZING / "toy.yaml"))


@pytest.fixture(scope="module")
def airport() -> Plan:
    return gp.size(gp.load_scenario(SIZING / "airport.yaml"))


def test_bars_of_the_waterfall_are_the_items_of_a_tonne_and_their_sum(port: Plan) -> None:
    bars = list(port.figures.cost_waterfall("methanol").data[0].x)
    assert bars[:-1] == port.cost_per_tonne("methanol")["amount"].tolist()
    assert bars[-1] == pytest.approx(sum(bars[:-1]))


def test_bars_of_the_supply_mix_are_what_each_supplier_sells(port: Plan) -> None:
    drawn = {
        (trace.name, int(year)): quantity
        for trace in port.figures.supply_mix("methanol").data
        for year, quantity in zip(trace.x, trace.y, strict=True)
    }
    table = port.supply()
    names = [name or "not served" for name in table["supplier"]]
    assert drawn == dict(zip(zip(names, table["year"], strict=True), table["quantity"], strict=True))


def test_a_single_supplier_is_named_in_the_legend(port: Plan) -> None:
    """Plotly leaves out the legend of a single trace unless it is asked for it."""
    figure = port.figures.supply_mix("methanol")
    assert len(figure.data) == 1
    assert figure.layout.showlegend


def test_the_stock_of_every_day_is_drawn_with_every_cargo(airport: Plan) -> None:
    traces = {trace.name: trace for trace in airport.figures.inventory(2030).data}
    assert list(traces["stock"].y) == airport.inventory["stock"].tolist()
    assert list(traces["most allowed"].y) == airport.inventory["most"].tolist()
    stored = airport.arrivals[airport.arrivals["pool"].isin(set(airport.inventory["pool"]))]
    assert list(traces["cargo arrives"].x) == stored["day"].tolist()


def test_stock_of_a_year_that_is_no_milestone_is_an_error(port: Plan) -> None:
    with pytest.raises(gp.DataError, match="2031 is no milestone year; there are 2030"):
        port.figures.inventory(2031)


def test_emissions_of_the_chart_are_those_of_the_table(port: Plan) -> None:
    drawn = {trace.name: list(trace.y) for trace in port.figures.emissions().data}
    table = port.emissions
    assert drawn == {item: rows["amount"].tolist() for item, rows in table.groupby("item")}


def test_a_port_without_aircraft_has_an_empty_chart_of_passengers(port: Plan) -> None:
    figure = port.figures.passenger_cost()
    assert not figure.data
    assert figure.layout.annotations[0].text == "nothing to show"


def test_cost_per_departing_passenger_is_shown_as_the_plan_has_it(airport: Plan) -> None:
    amount = float(airport.passenger_cost()["amount"].iloc[0])
    shown = re.search(r'data-key="passenger_cost/flights/2030" data-value="([^"]*)"', render(airport))
    assert shown is not None
    assert float(shown[1]) == amount
    assert list(airport.figures.passenger_cost().data[0].y) == [amount]


def test_charts_speak_the_language_of_the_report(airport: Plan) -> None:
    assert Figures(airport, "zh-Hant").passenger_cost().layout.title.text == "每名離港旅客的額外成本"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_report_names_files_without_the_folders_of_this_machine(port: Plan, language: str) -> None:
    page = render(port, language)
    assert str(SIZING.parent) not in page
    assert re.search(r"toy\.yaml:\d+", page)


def test_the_report_is_under_seven_megabytes(airport: Plan) -> None:
    assert len(render(airport).encode()) < 7_000_000
