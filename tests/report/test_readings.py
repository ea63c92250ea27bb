"""The two readings on the page: worth to all, the terminals as a business, and the public purse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import greenport as gp
from greenport.report import Words, readings, render
from greenport.sizing import Plan

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"
GRANT = "{kind: matched_grant, id: match, assets: [tank], government: 1, company: 2, ceiling: 1 MUSD}"
SUPPORTED = {
    "demand.customer.asks": "64 kt/yr",
    "years.horizon": "2033",
    "rules": "[{kind: duty, id: excise, rate: 10 USD/m^3, demands: [customer]}]",
    "support": f"[{GRANT}]",
}
EN = Words("en")


@pytest.fixture(scope="module")
def direct() -> Plan:
    return gp.size(gp.load_scenario(TOY))


@pytest.fixture(scope="module")
def supported() -> Plan:
    return gp.size(gp.load_scenario(TOY, overrides=SUPPORTED))


def _text(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", page).split())


def test_each_business_has_its_fee_and_what_is_not_is_left_open(supported: Plan) -> None:
    terminal, vessels = readings.businesses(supported.investor, EN).rows
    fee = float(supported.investor.throughput_fee.magnitude)
    assert (str(terminal[0]), terminal[1].value) == ("Site", fee)
    assert [str(cell) for cell in terminal[3:]] == ["1.00 million USD", "8.00 %", "after 2032"]
    assert str(vessels[0]) == "Bunker vessels"
    assert [str(cell) for cell in vessels[2:]] == ["–"] * 4


def test_the_items_of_the_worth_end_with_their_sum(supported: Plan) -> None:
    *parts, total = [cells[1].value for cells in readings.items(supported.economic, EN).rows]
    assert total == pytest.approx(sum(part for part in parts if part is not None))


def test_the_purse_is_told_in_money_and_per_tonne(supported: Plan) -> None:
    money, per_tonne, per_avoided = readings.purse(supported.fiscal, EN)
    assert [str(row[0]) for row in money.rows] == ["Grant", "Duty", "Net cost"]
    assert money.columns == ("", "2029", "2030", "2031", "2032")
    assert [len(table.rows) for table in (per_tonne, per_avoided)] == [1, 1]


def test_the_figure_draws_every_item_and_their_running_sum(supported: Plan) -> None:
    *bars, line = supported.figures.cash_flow().data
    flows = supported.investor.cash_flow()
    assert {bar.name for bar in bars} == {EN.item(item) for item in set(flows["item"])}
    assert list(line.x) == ["2029", "2030", "2031", "2032"]
    assert line.y[-1] == pytest.approx(flows["amount"].sum())
    assert line.y[0] == pytest.approx(flows[flows["year"] == 2029]["amount"].sum())


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "no terminal that could earn a fee"), ("zh-Hant", "沒有可收取吞吐費的業務")],
)
def test_a_plan_without_a_terminal_says_so(direct: Plan, language: str, words: str) -> None:
    assert words in _text(render(direct, language))


def test_a_plan_without_transfers_says_so(direct: Plan) -> None:
    assert "The plan has no grants, no duty and no ground rent." in _text(render(direct))


def test_a_plan_that_does_nothing_is_worth_nothing_more() -> None:
    idle = gp.size(gp.load_scenario(TOY, overrides={"demand.customer.otherwise": "{elsewhere: 1001 USD/t}"}))
    assert "worth nothing more than building nothing" in _text(render(idle))
