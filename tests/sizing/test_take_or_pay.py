"""U2: what a contract obliges to take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greenport.sizing import Plan

CALM = {"demand.customer.asks": "64 kt/yr"}


def sold(plan: Plan) -> float:
    return float(plan.flows[plan.flows["flow"] == "purchase"]["quantity"].sum())


def test_a_contract_for_more_than_is_asked_for_is_not_signed(toy_plan: Callable[..., Plan]) -> None:
    """Of 500 kt a year 20 % are 100 kt, and 64 are asked for."""
    plan = toy_plan({**CALM, "suppliers.maker.take_at_least": "20 %"})
    assert sold(plan) == 0
    assert plan.contracts().empty


def test_a_contract_for_less_than_is_taken_anyway_changes_nothing(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({**CALM, "suppliers.maker.take_at_least": "12 %"})
    assert float(plan.cost.m) == pytest.approx(float(toy_plan(CALM).cost.m), abs=1e-9)


def test_an_obligation_makes_a_dear_year_buy_what_it_would_have_left(toy_plan: Callable[..., Plan]) -> None:
    """Two makers: the cheap one has 20 kt; the dear one is worth it only for what is left, all or nothing."""
    two = {
        **CALM,
        "suppliers": (
            "[{id: cheap, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1000 USD/t, "
            "available: 44 kt/yr, intensity: 10 gCO2e/MJ}, "
            "{id: dear, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1030 USD/t, "
            "available: 80 kt/yr, intensity: 10 gCO2e/MJ, take_at_least: %s}]"
        ),
        "offers": (
            "[{id: a, supplier: cheap, deliver: terminal, ship: tanker, parcel: 4000 t}, "
            "{id: b, supplier: dear, deliver: terminal, ship: tanker, parcel: 4000 t}]"
        ),
    }

    def from_dear(share: str) -> float:
        plan = toy_plan({**two, "suppliers": two["suppliers"] % share})
        rows = plan.flows[(plan.flows["flow"] == "purchase") & (plan.flows["from"] == "dear")]
        return float(rows["quantity"].sum())

    assert from_dear("0 %") == pytest.approx(20)
    assert from_dear("40 %") == pytest.approx(32)
