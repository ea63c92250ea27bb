"""What binds when: how far limits are used, by hand; and that no plan uses more of one than there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from greenport.sizing import Plan, verify

SCARCE = {"suppliers.maker.available": "20 kt/yr"}
STORED = {"demand.customer.asks": "64 kt/yr"}
LATE = {"years.milestones": "[2027, 2028, 2029, 2030]", **STORED}


def use(plan: Plan, label: str, item: str, part: str = "") -> pd.Series:
    table = plan.binding()
    mine = table[(table["label"] == label) & (table["item"] == item) & (table["part"] == part)]
    assert len(mine) == 1
    return mine.iloc[0]


def test_what_a_supplier_has_binds_when_all_of_it_is_bought(toy_plan: Callable[..., Plan]) -> None:
    found = use(toy_plan(SCARCE), "U1", "maker")
    assert (found["used"], found["limit"], found["unit"]) == (pytest.approx(20), pytest.approx(20), "kt/yr")
    assert found["binds"]
    assert found["price"] > 0


def test_what_a_supplier_has_does_not_bind_where_plenty_is_left(toy_plan: Callable[..., Plan]) -> None:
    found = use(toy_plan(), "U1", "maker")
    assert found["share"] == pytest.approx(40 / 500)
    assert not found["binds"]


def test_the_peak_of_the_stock_is_what_is_used_of_the_tanks(toy_plan: Callable[..., Plan]) -> None:
    """One tank of 10,000 m³ of methanol, filled to 95 %."""
    plan = toy_plan(STORED)
    found = use(plan, "B2", "site.methanol")
    assert found["limit"] == pytest.approx(0.95 * 0.792 * 10)
    assert found["used"] == pytest.approx(plan.inventory["stock"].max())


def test_a_parcel_and_the_safety_stock_take_room_in_the_tanks(toy_plan: Callable[..., Plan]) -> None:
    """A cargo of 4 kt and a safety stock of one stem of 1 kt, above a heel of 10 %."""
    found = use(toy_plan(STORED), "B4", "site.methanol")
    assert (found["used"], found["limit"]) == (pytest.approx(5), pytest.approx(0.85 * 0.792 * 10))


def test_land_is_used_by_the_tanks_that_stand(toy_plan: Callable[..., Plan]) -> None:
    found = use(toy_plan({**STORED, "places.site.site_area": "3 ha"}), "A3_area", "site")
    assert (found["used"], found["limit"], found["unit"]) == (1.0, 3.0, "ha")


def test_the_most_units_that_may_stand_are_told_by_asset(toy_plan: Callable[..., Plan]) -> None:
    found = use(toy_plan({**STORED, "places.site.berths.jetty.at_most": "1"}), "n", "jetty")
    assert (found["used"], found["limit"]) == (1.0, 1.0)
    assert found["binds"]


def test_a_mandate_is_the_least_that_is_claimed(toy_plan: Callable[..., Plan]) -> None:
    found = use(toy_plan({"rules.aim.share": "2 %"}, "airport"), "R1", "aim")
    assert (found["side"], found["limit"], found["used"]) == ("least", pytest.approx(20), pytest.approx(40))
    assert found["share"] == pytest.approx(0.5)
    assert not found["binds"]


def test_approvals_bind_in_the_years_before_what_is_built_as_soon_as_it_can_be(
    toy_plan: Callable[..., Plan],
) -> None:
    """Permit, licence and works take 30 and 36 months from December 2026: nothing can stand before 2029."""
    table = toy_plan(LATE).binding()
    mine = table[table["label"] == "A2"]
    assert set(mine["item"]) == {"jetty", "pipes", "tank"}
    assert set(mine["year"]) == {2028}


def test_no_limit_has_a_row_where_the_thing_is_not_there(toy_plan: Callable[..., Plan]) -> None:
    """Direct delivery only: no tanks, no berths, no stock."""
    labels = set(toy_plan().limits["label"])
    assert labels.isdisjoint({"B2", "B3_days", "B3_floor", "B4", "U4", "U4_quarter", "V1_at_least"})


@pytest.mark.parametrize(
    ("name", "overrides"),
    [("toy", {}), ("toy", SCARCE), ("toy", STORED), ("toy", LATE), ("airport", {})],
)
def test_no_more_is_used_of_a_limit_than_there_is(
    toy_plan: Callable[..., Plan], name: str, overrides: dict[str, str]
) -> None:
    table = toy_plan(overrides, name).limits
    most, least = table[table["side"] == "most"], table[table["side"] == "least"]
    assert len(table)
    assert (most["used"] <= most["limit"] + 1e-6).all()
    assert (least["used"] >= least["limit"] - 1e-6).all()
    assert table["share"].between(0, 1 + 1e-6).all()


@pytest.mark.parametrize(("name", "overrides"), [("toy", SCARCE), ("toy", STORED), ("airport", {})])
def test_a_limit_with_a_price_is_reached(
    toy_plan: Callable[..., Plan], name: str, overrides: dict[str, str]
) -> None:
    """Where cargoes and stems come out whole."""
    table = toy_plan(overrides, name).binding()
    priced = table[table["price"] > 0]
    assert len(priced)
    assert priced["share"].to_numpy() == pytest.approx(1.0, abs=1e-6)
    assert priced["binds"].all()


def test_prices_lead_to_the_line_of_what_is_scarce(toy_plan: Callable[..., Plan]) -> None:
    price = toy_plan(SCARCE).shadow_prices.iloc[0]
    lines = Path(price["file"]).read_text(encoding="utf-8").splitlines()
    assert "id: maker" in lines[price["line"] - 1]


def test_a_use_that_the_schedule_does_not_give_is_found_out(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(SCARCE)
    assert verify(plan).sound
    changed = plan.limits.assign(used=plan.limits["used"] * 0.9)
    assert any("table limits" in fault for fault in verify(replace(plan, limits=changed)).faults)
