"""What the report says of limits and their prices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import greenport as gp
from greenport.report import Words, render
from greenport.report.why import MOST, binding, every_limit, every_price, prices
from greenport.sizing import Plan

SIZING = Path(__file__).parents[1] / "sizing"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A mandate that costs something, and an airport's limits beside it."""
    overrides = {"rules.aim.share": "2 %", "demand.flights.otherwise": "{fossil: 1000 USD/t}"}
    return gp.size(gp.load_scenario(SIZING / "airport.yaml", overrides=overrides))


def texts(row: tuple[object, ...]) -> list[str]:
    return [str(cell) for cell in row]


def test_the_mandates_marginal_abatement_cost_is_told_in_the_readers_words(plan: Plan) -> None:
    rows = {texts(row)[0]: texts(row)[2] for row in prices(plan, Words("en")).rows}
    assert rows["Mandate or target: aim (a tonne of CO₂e avoided)"] == "117 USD/t CO₂e"
    assert rows["Mandate or target: aim"] == "356 USD/t"


def test_prices_stand_in_the_order_of_what_one_per_cent_is_worth(plan: Plan) -> None:
    worths = [row[3].value or 0.0 for row in prices(plan, Words("en")).rows]
    assert worths == sorted(worths, reverse=True)


def test_one_per_cent_less_than_a_cargo_is_marked() -> None:
    """One per cent of 50 kt is no cargo of 4 kt; of 500 kt it is."""
    overrides = {
        "demand.customer.asks": "80 kt/yr",
        "suppliers.maker.available": "50 kt/yr",
        "offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]",
    }
    plan = gp.size(gp.load_scenario(SIZING / "toy.yaml", overrides=overrides))
    assert {text[0]: "○" in text[3] for text in map(texts, prices(plan, Words("en")).rows)}["Supply: maker"]
    limits = plan.limits.assign(limit=10 * plan.limits["limit"])
    ample = prices(replace(plan, limits=limits), Words("en"))
    assert not any("○" in text for row in ample.rows for text in texts(row))


def test_only_the_ten_prices_worth_most_are_shown_at_first_and_each_limit_once(plan: Plan) -> None:
    one = plan.shadow_prices.iloc[:1]
    many = pd.concat([one.assign(item=f"supplier_{i}", year=y) for i in range(20) for y in (2030, 2031)])
    longer = replace(plan, shadow_prices=many)
    shown = [texts(row)[0] for row in prices(longer, Words("en")).rows]
    assert len(shown) == len(set(shown)) == MOST
    assert len(every_price(longer, Words("en")).rows) == 40


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_what_binds_is_marked_and_nothing_else(plan: Plan, language: str) -> None:
    words, table = Words(language), plan.binding()
    marked = [text for row in every_limit(plan, words).rows for text in texts(row)[1:] if "●" in text]
    assert len(marked) == int(table["binds"].sum())
    assert len(binding(plan, words).rows) == int(table["binds"].sum())


def test_a_plan_in_which_nothing_binds_says_so() -> None:
    idle = gp.size(gp.load_scenario(SIZING / "toy.yaml"))
    page = render(idle)
    assert not idle.binding()["binds"].any()
    assert Words("en")("report.nothing_binds") in page


def test_berths_of_larger_ships_are_told_by_the_ships(plan: Plan) -> None:
    limits = plan.limits.assign(part=plan.limits["part"].where(plan.limits["label"] != "U4", "10.5"))
    names = [texts(row)[0] for row in every_limit(replace(plan, limits=limits), Words("en")).rows]
    assert "Berth time at the target wait: farm (ships above 10,500 dwt)" in names
