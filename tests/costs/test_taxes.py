"""Cash flows after tax, and the price that they ask for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy_financial as npf
import ProFAST
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, MismatchError, Quantity, magnitude

EIGHT = Q_("8 %")
RATES, TAXES = st.floats(0.0, 0.2), st.floats(0.0, 0.6)


def plant_price(shares: Quantity, tax: float, rate: float) -> float:
    """Price asked by a plant of 100 MUSD and 10 MUSD a year that makes a thousand tonnes a day."""
    price = costs.minimum_selling_price(
        Q_("100 MUSD"), Q_("10 MUSD"), Q_("365 kt"), shares, Q_(tax), Q_(rate)
    )
    return float(magnitude(price, "USD/t"))


def profast_price(kind: str, period: int, tax: float, rate: float) -> float:
    """Break-even price of the same plant by ProFAST, all equity, in use from the first day."""
    plant = ProFAST.ProFAST("blank")
    settings: dict[str, Any] = {
        "commodity": {"name": "methanol", "unit": "t", "initial price": 300, "escalation": 0.0},
        "capacity": 1000.0,
        "long term utilization": 1,
        "analysis start year": 2026,
        "operating life": 20,
        "installation months": 0,
        "maintenance": {"value": 10e6, "escalation": 0.0},
        "total income tax rate": tax,
        "tax losses monetized": True,
        "sell undepreciated cap": False,
        "leverage after tax nominal discount rate": rate,
        "general inflation rate": 0.0,
        "debt equity ratio of initial financing": 0,
        "cash onhand": 0,
    }
    for name, value in settings.items():
        plant.set_params(name, value)
    plant.add_capital_item(name="plant", cost=100e6, depr_type=kind, depr_period=period, refurb=[0])
    return float(plant.solve_price()["price"])


@pytest.mark.parametrize(("years", "tax", "rate"), [(5, 0.165, 0.08), (20, 0.165, 0.08), (10, 0.2574, 0.1)])
def test_the_selling_price_is_that_of_profast(years: int, tax: float, rate: float) -> None:
    shares = Q_(np.array([100 / years] * years + [0.0] * (20 - years)), "percent")
    assert plant_price(shares, tax, rate) == pytest.approx(
        profast_price("Straight line", years, tax, rate), rel=1e-6
    )


def test_the_selling_price_with_declining_depreciation_is_that_of_profast() -> None:
    # ProFAST takes the table of assets that enter service in the first quarter of a year.
    shares = np.zeros(20)
    shares[:6] = ProFAST.ProFAST("blank").MACRS_table["Q1_5"][:6]
    assert plant_price(Q_(shares), 0.165, 0.08) == pytest.approx(
        profast_price("MACRS", 5, 0.165, 0.08), rel=1e-6
    )


@given(RATES, TAXES, st.integers(1, 20))
def test_the_selling_price_is_the_levelised_cost_by_the_fixed_charge_rate(
    rate: float, tax: float, years: int
) -> None:
    shares = np.array([1 / years] * years + [0.0] * (20 - years))
    worth = npf.npv(rate, [0.0, *shares])
    charge = costs.fixed_charge_rate(Q_(rate), Q_("20 yr"), Q_(tax), Q_(min(worth, 1.0)))
    due = (100e6 * magnitude(charge, "1/yr") + 10e6) / 365e3
    assert plant_price(Q_(shares), tax, rate) == pytest.approx(due, rel=1e-9)


def test_without_tax_the_selling_price_is_the_levelised_cost() -> None:
    due = costs.levelised_cost(Q_("100 MUSD"), Q_("10 MUSD/yr"), Q_("365 kt/yr"), EIGHT, Q_("20 yr"))
    assert plant_price(costs.straight_line(20), 0.0, 0.08) == pytest.approx(magnitude(due, "USD/t"))


@given(RATES, TAXES, st.floats(0.0, 60.0))
def test_at_the_selling_price_the_plant_is_worth_what_it_costs(rate: float, tax: float, sold: float) -> None:
    shares, sale = costs.depreciation_shares("hk_plant_20", 15), Q_(sold, "MUSD")
    invested, cost, made = Q_("100 MUSD"), Q_("10 MUSD"), Q_("365 kt")
    price = costs.minimum_selling_price(invested, cost, made, shares, Q_(tax), Q_(rate), sale=sale)
    worth = costs.after_tax_net_present_value(
        invested, (price * made).to("MUSD"), cost, shares, Q_(tax), Q_(rate), sale=sale
    )
    assert abs(magnitude(worth, "MUSD")) < 1e-9


@given(RATES, TAXES, st.floats(-0.02, 0.15), st.booleans(), st.sampled_from(costs.depreciation_schemes()))
def test_real_and_nominal_flows_have_one_value(
    rate: float, tax: float, inflation: float, sold: bool, scheme: str
) -> None:
    years, f = 12, Q_(inflation)
    growth = (1 + inflation) ** np.arange(1.0, years + 1)
    shares, invested = costs.depreciation_shares(scheme, years), Q_("100 MUSD")
    revenue, cost, sale = 30 * np.ones(years), np.linspace(8, 12, years), 25.0
    real = costs.after_tax_net_present_value(
        invested,
        Q_(revenue, "MUSD"),
        Q_(cost, "MUSD"),
        shares,
        Q_(tax),
        Q_(rate),
        inflation=f,
        sale=Q_(sale, "MUSD") if sold else None,
    )
    nominal = costs.after_tax_net_present_value(
        invested,
        Q_(revenue * growth, "MUSD"),
        Q_(cost * growth, "MUSD"),
        shares,
        Q_(tax),
        costs.nominal_rate(Q_(rate), f),
        sale=Q_(sale * growth[-1], "MUSD") if sold else None,
    )
    assert magnitude(real, "MUSD") == pytest.approx(magnitude(nominal, "MUSD"), rel=1e-9, abs=1e-9)


def test_depreciation_that_is_not_deflated_flatters_a_real_cash_flow() -> None:
    flows = (Q_("100 MUSD"), Q_("30 MUSD"), Q_("10 MUSD"), costs.straight_line(10), Q_("16.5 %"), EIGHT)
    honest = costs.after_tax_net_present_value(*flows, inflation=Q_("3 %"))
    assert honest < costs.after_tax_net_present_value(*flows)


def test_without_tax_depreciation_does_not_matter() -> None:
    flows = (Q_("100 USD"), Q_("30 USD"), Q_("10 USD"))
    slow, fast = (
        costs.after_tax_net_present_value(*flows, costs.depreciation_shares(scheme, 8), Q_("0 %"), EIGHT)
        for scheme in ("hk_commercial_building", "macrs_5")
    )
    assert magnitude(slow, "USD") == pytest.approx(npf.npv(0.08, [-100, *[20] * 8]))
    assert magnitude(slow, "USD") == pytest.approx(magnitude(fast, "USD"))


def test_a_loss_has_its_tax_refunded() -> None:
    kept = costs.after_tax_cash_flow(Q_("0 USD"), Q_("100 USD"), Q_("0 USD"), Q_("16.5 %"))
    assert magnitude(kept, "USD") == pytest.approx(-83.5)


def test_an_asset_sold_at_its_book_value_bears_no_tax() -> None:
    assert magnitude(costs.after_tax_sale(Q_("40 USD"), Q_("40 USD"), Q_("40 %")), "USD") == 40


def test_many_investments_are_valued_at_once() -> None:
    invested = Q_(np.array([50.0, 100.0]), "MUSD")
    flows = (Q_("30 MUSD"), Q_("10 MUSD"), costs.straight_line(10), Q_("16.5 %"), EIGHT)
    both = costs.after_tax_net_present_value(invested, *flows, sale=Q_("5 MUSD"))
    single = costs.after_tax_net_present_value(invested[1], *flows, sale=Q_("5 MUSD"))
    assert magnitude(both, "MUSD")[1] == pytest.approx(magnitude(single, "MUSD"))


def test_the_profits_tax_of_hong_kong_is_data() -> None:
    assert magnitude(data.datum("tax:hk_profits_rate").value, "percent") == 16.5


def test_deflated_money_buys_what_it_did() -> None:
    assert magnitude(costs.deflated(Q_([104.0, 108.16], "USD"), Q_("4 %")), "USD") == pytest.approx(
        [100, 100]
    )


def test_one_amount_is_not_a_series_to_deflate() -> None:
    with pytest.raises(UnitError, match="a series of years is due"):
        costs.deflated(Q_("100 USD"), Q_("4 %"))


def test_one_share_is_not_a_series_of_depreciation() -> None:
    with pytest.raises(UnitError, match="one for each year is due"):
        costs.after_tax_net_present_value(Q_("1 USD"), Q_("1 USD"), Q_("0 USD"), Q_("20 %"), Q_("0 %"), EIGHT)


@pytest.mark.parametrize(("made", "tax"), [("0 t", "16.5 %"), ("10 t", "100 %")])
def test_a_plant_without_income_has_no_price(made: str, tax: str) -> None:
    with pytest.raises(GreenportError, match="no price pays"):
        costs.minimum_selling_price(
            Q_("1 USD"), Q_("1 USD"), Q_(made), costs.straight_line(5), Q_(tax), EIGHT
        )


def test_moneys_of_two_price_years_are_not_netted() -> None:
    with pytest.raises(MismatchError, match="money of 2024 and 2025 never adds"):
        costs.after_tax_cash_flow(Q_("1 USD_2024"), Q_("1 USD_2025"), Q_("0 USD_2024"), Q_("0 %"))


def test_a_tax_over_all_is_refused() -> None:
    with pytest.raises(UnitError, match="tax of 120 % is over 100 %"):
        costs.after_tax_sale(Q_("1 USD"), Q_("1 USD"), Q_("120 %"))
