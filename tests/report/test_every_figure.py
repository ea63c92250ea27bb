"""Every figure that a page shows is one of the plan's, and the page is a well-formed document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import greenport as gp
from greenport.report import languages, render
from greenport.sizing import Plan

SIZING = Path(__file__).parents[1] / "sizing"
NEVER_CLOSED = {"meta", "input", "br", "hr", "img", "link"}


GRANT = "{kind: matched_grant, id: match, assets: [tank], government: 1, company: 2, ceiling: 1 MUSD}"
LOAN = "{kind: green_loan, id: green, assets: [pipes], discount: 1 %, issue_cost: 2 %}"
SCENARIOS: dict[str, tuple[str, dict[str, str]]] = {
    "toy": ("toy", {}),
    "airport": ("airport", {}),
    "futures": ("futures", {"solve.risk": "{weight: 30 %, tail: 80 %}"}),
    "supported": ("toy", {"demand.customer.asks": "64 kt/yr", "support": f"[{GRANT}, {LOAN}]"}),
}


def _plan(name: str) -> Plan:
    file, overrides = SCENARIOS[name]
    return gp.size(gp.load_scenario(SIZING / f"{file}.yaml", overrides=overrides))


@pytest.fixture(scope="module", params=SCENARIOS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return _plan(request.param)


class Page(HTMLParser):
    """Tags left open or closed out of order, and figures by their names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.misplaced: list[str] = []
        self.figures: list[tuple[str, float, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in NEVER_CLOSED:
            self.open.append(tag)
        found = dict(attrs)
        if "data-key" in found:
            value, unit = found["data-value"], found["data-unit"]
            self.figures.append((str(found["data-key"]), float(str(value)), str(unit)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)


QUANTITIES = ["cost", "lower_bound", "floor", "gross_cost", "movable", "gap", "gap_total", "gap_absolute"]
QUANTITIES += ["gap_asked"]


def _figures_of(plan: Plan) -> dict[str, float]:
    """Every figure of the plan under the name that the page gives it."""
    found = {name: _number(getattr(plan, name)) for name in QUANTITIES}
    found |= {"avoided": _number(plan.avoided()), "violation": plan.violation}
    for column in plan.futures.columns[1:]:
        factor = 100 if column in ("probability", "weight") else 1
        for future, value in zip(plan.futures["future"], plan.futures[column], strict=True):
            found[f"futures/{future}/{column}"] = factor * float(value)
    if plan.risk:
        found |= {"risk/weight": 100 * plan.risk["weight"], "risk/worst": 100 * (1 - plan.risk["tail"])}
    found |= {"statuses": len(plan.sources)}
    found |= {f"statuses/{status}": count for status, count in plan.statuses().items()}
    found |= _column(plan.supply(), "supply", ("fuel", "supplier", "year"), "quantity")
    found |= _column(plan.cost_by_item(), "cost_by_item", ("fuel", "item", "year"), "amount")
    found |= _column(plan.availability, "availability", ("supplier", "year"), "available")
    found |= _column(plan.contracts(), "contracts", ("fuel", "supplier", "year"), "fee")
    found |= _column(plan.hire, "hire", ("vessel", "year"), "hours")
    found |= _column(plan.support, "support", ("year", "scheme", "asset"), "amount")
    found |= _column(plan.dip_days(), "dip_days", ("pool", "year"), "days")
    found |= _column(plan.emissions, "emissions", ("fuel", "item", "year"), "amount")
    found |= _column(plan.passenger_cost(), "passenger_cost", ("demand", "year"), "amount")
    found |= _column(plan.capacity, "capacity", ("asset", "year"), "number")
    found |= _column(plan.sources, "sources", ("key",), "value")
    for part in ("change", "capacity"):
        changes = _column(plan.changes(), "changes", ("year", "asset"), part)
        found |= {f"{key}/{part}": value for key, value in changes.items()}
    storage = plan.storage()
    storage["owned"] = ["owned" if owned else "leased" for owned in storage["owned"]]
    found |= _column(storage, "storage", ("pool", "owned", "year"), "volume")
    found |= _of_limits(plan.binding(), "binding", "share")
    for part in ("price", "worth"):
        of_limits = _of_limits(plan.shadow_prices, "shadow_prices", part)
        found |= {f"{key}/{part}": value for key, value in of_limits.items()}
    shares = plan.evidence.assign(share=100 * plan.evidence["share"])
    found |= _column(shares, "evidence", ("item", "status"), "share")
    found |= {f"resting_on/{status}": _number(share) for status, share in plan.resting_on().items()}
    for end in ("low", "high"):
        changes = _column(plan.movers, "movers", ("name",), end)
        found |= {f"{key}/{end}": value for key, value in changes.items()}
    for terminal in plan.terminal_volumes:
        for part in ("fixed_cost", "saving", "volume"):
            if getattr(terminal, part) is not None:
                found[f"terminal_volumes/{terminal.against}/{part}"] = _number(getattr(terminal, part))
    for fuel in plan.fuels():
        found |= _figures_of_fuel(plan, fuel)
    return found | _figures_of_readings(plan)


def _figures_of_readings(plan: Plan) -> dict[str, float]:
    reading, cost = plan.economic, plan.public_cost
    found = {f"economic/{n}": _number(getattr(reading, n)) for n in ("npv", "benefits", "costs")}
    found |= {
        "discount_rate": _number(plan.discount_rate),
        "economic/benefit_cost_ratio": _number(reading.benefit_cost_ratio),
        "economic/avoided": _number(reading.avoided_in_all),
    }
    found |= _column(reading.by_item(), "economic/by_item", ("item",), "amount")
    found |= _column(reading.cash_flow, "economic/cash_flow", ("item", "year"), "amount")
    found |= _column(plan.fiscal, "fiscal", ("item", "year"), "amount")
    if _number(cost.total):
        names = ("total", "per_tonne", "per_tonne_avoided")
        found |= {f"public_cost/{name}": _number(getattr(cost, name)) for name in names}
    if plan.investor.places:
        flows = plan.investor.cash_flow().groupby(["item", "year"])["amount"].sum().reset_index()
        found |= _column(flows, "investor/cash_flow", ("item", "year"), "amount")
        businesses = {place: plan.investor.of(place) for place in plan.investor.places}
        if plan.investor.vessels is not None:
            businesses["vessels"] = plan.investor.vessels
        for name, business in businesses.items():
            found |= {
                f"investor/{name}/{part}": _number(getattr(business, part))
                for part in ("throughput_fee", "capital", "granted")
            }
            if business.capital.magnitude:
                found[f"investor/{name}/irr"] = _number(business.irr())
    return found


def _figures_of_fuel(plan: Plan, fuel: str) -> dict[str, float]:
    found = _column(plan.cost_per_tonne(fuel), f"cost_per_tonne/{fuel}", ("item",), "amount")
    for name in ("levelised_cost", "fossil_cost", "abatement_cost"):
        found[f"{name}/{fuel}"] = _number(getattr(plan, name)(fuel))
    for year in plan.years:
        found[f"delivered/{fuel}/{year}"] = _number(plan.delivered(fuel, year))
        found[f"levelised_cost/{fuel}/{year}"] = _number(plan.levelised_cost(fuel, year))
    return found


def _column(table: pd.DataFrame, name: str, keys: Sequence[str], column: str) -> dict[str, float]:
    rows = zip(*(table[key].astype(str) for key in keys), table[column].astype(float), strict=True)
    return {"/".join([name, *map(str, parts)]): float(value) for *parts, value in rows}


def _of_limits(table: pd.DataFrame, name: str, column: str) -> dict[str, float]:
    """Figures of limits, which have a part only sometimes."""
    found = _column(table, name, ("label", "item", "part", "year"), column)
    return {key.replace("//", "/"): value for key, value in found.items()}


def _number(quantity: Any) -> float:
    return float(quantity.magnitude)


@pytest.mark.parametrize("language", languages())
def test_every_figure_of_the_page_is_a_figure_of_the_plan(plan: Plan, language: str) -> None:
    wanted = _figures_of(plan)
    shown = Page(render(plan, language)).figures
    expected = {key: pytest.approx(wanted[key], rel=1e-12) for key, _, _ in shown}
    assert {key: value for key, value, _ in shown} == expected


def test_no_table_of_the_plan_is_left_out_of_the_page(plan: Plan) -> None:
    shown = {key.split("/")[0] for key, _, _ in Page(render(plan)).figures}
    assert {key.split("/")[0] for key in _figures_of(plan)} == shown


@pytest.mark.parametrize("language", languages())
def test_every_tag_of_the_page_is_closed_in_order(plan: Plan, language: str) -> None:
    page = Page(render(plan, language))
    assert not page.open
    assert not page.misplaced


def test_every_number_of_the_scenario_is_listed_with_the_line_that_states_it(plan: Plan) -> None:
    text = render(plan)
    rows = [re.sub("<[^>]*>", " ", row) for row in re.findall(r"<tr>.*?</tr>", text, flags=re.DOTALL)]
    stated = plan.sources[plan.sources["line"] > 0]
    for key, line in zip(stated["key"], stated["line"], strict=True):
        assert any(row.split()[0] == key and row.split()[-1].endswith(f".yaml:{line}") for row in rows), key


def test_a_number_set_on_the_command_line_says_so(plan: Plan) -> None:
    sources = plan.sources.assign(file="--set prices.vlsfo=650 USD/t", line=0)
    assert "<td>--set prices.vlsfo=650 USD/t</td>" in render(replace(plan, sources=sources))
