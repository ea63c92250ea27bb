"""Discounting, net present value and internal rate of return."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude

SEVEN = Q_("7 %")


def test_the_flows_of_the_base_year_are_one_year_away() -> None:
    assert magnitude(costs.discount_factors(SEVEN, 2027, 2027), "") == pytest.approx(1 / 1.07)


def test_a_milestone_of_one_year_has_the_factor_of_that_year() -> None:
    assert magnitude(costs.span_discount(SEVEN, 2027, 2029, 2030), "yr") == pytest.approx(1.07**-3)


@given(st.floats(-0.2, 0.3), st.lists(st.integers(1, 8), min_size=1, max_size=8))
def test_the_spans_of_all_milestones_add_up_to_the_annuity_of_the_horizon(
    rate: float, lengths: list[int]
) -> None:
    starts = [2027 + sum(lengths[:place]) for place in range(len(lengths) + 1)]
    spans = [
        magnitude(costs.span_discount(Q_(rate), 2027, start, until), "yr")
        for start, until in pairwise(starts)
    ]
    horizon = costs.annuity_factor(Q_(rate), Q_(starts[-1] - 2027, "yr"))
    assert sum(spans) == pytest.approx(magnitude(horizon, "yr"), rel=1e-9)


def test_a_span_times_a_yearly_cost_is_money_of_its_price_year() -> None:
    worth = costs.span_discount(Q_("0 %"), 2027, 2032, 2035) * Q_("2 MUSD_2025/yr")
    assert str(worth) == "6 MUSD_2025"


def test_a_year_before_the_base_year_is_refused() -> None:
    with pytest.raises(GreenportError, match="year 2026 lies before the base year 2027"):
        costs.span_discount(SEVEN, 2027, 2026, 2030)


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(GreenportError, match="no year lies between 2030 and 2030"):
        costs.span_discount(SEVEN, 2027, 2030, 2030)


def test_the_first_flow_is_paid_today() -> None:
    worth = costs.net_present_value(Q_([-100.0, 110.0], "MUSD_2025"), Q_("10 %"))
    assert magnitude(worth, "USD_2025") == pytest.approx(0.0, abs=1e-6)


def test_one_number_is_not_a_series_of_flows() -> None:
    with pytest.raises(UnitError, match="a series of yearly flows is due"):
        costs.net_present_value(Q_("100 USD"), SEVEN)


def test_the_rate_of_return_of_money_doubled_in_ten_years() -> None:
    flows = Q_([-1.0, *[0.0] * 9, 2.0], "USD")
    assert magnitude(costs.internal_rate_of_return(flows), "percent") == pytest.approx(
        100 * (2**0.1 - 1), abs=1e-9
    )


def test_a_project_that_loses_money_has_a_negative_rate() -> None:
    assert magnitude(costs.internal_rate_of_return(Q_([-100.0, 10.0], "USD")), "percent") == pytest.approx(
        -90
    )


def test_a_renewal_half_way_leaves_the_rate_unique() -> None:
    flows = [-100.0, 40.0, -20.0, 60.0, 60.0]
    found = costs.internal_rate_of_return(Q_(flows, "USD"))
    assert magnitude(found, "") == pytest.approx(npf.irr(flows), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 100.0), min_size=1, max_size=30), st.floats(1.0, 1000.0))
def test_at_its_rate_of_return_an_investment_is_worth_nothing(income: list[float], invested: float) -> None:
    flows = Q_(np.array([-invested, *income]), "USD")
    worth = costs.net_present_value(flows, costs.internal_rate_of_return(flows))
    rate = magnitude(costs.internal_rate_of_return(flows), "")
    scale = np.abs(flows.m * (1 + rate) ** -np.arange(float(flows.m.size))).sum()
    assert abs(magnitude(worth, "USD")) < 1e-9 * scale


@pytest.mark.parametrize(
    "flows",
    [
        [1.0, 2.0],  # never negative: no rate
        [-1.0, 3.0, -2.0],  # 0 % and 100 % both fit
        [-1600.0, 10000.0, -10000.0],  # 25 % and 400 % both fit (Blank and Tarquin's pump example)
    ],
)
def test_no_rate_is_given_where_none_or_several_may_fit(flows: list[float]) -> None:
    with pytest.raises(GreenportError, match="compare net present values instead"):
        costs.internal_rate_of_return(Q_(flows, "USD"))


rows = st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=30)


@given(rows, st.floats(-0.3, 0.5))
def test_net_present_value_is_that_of_numpy_financial(flows: list[float], rate: float) -> None:
    found = costs.net_present_value(Q_(flows, "USD"), Q_(rate))
    assert magnitude(found, "USD") == pytest.approx(npf.npv(rate, flows), rel=1e-9, abs=1e-6)


@given(rows, st.floats(-5.0, 5.0), st.floats(-0.2, 0.3))
def test_net_present_value_is_linear(flows: list[float], factor: float, rate: float) -> None:
    once = magnitude(costs.net_present_value(Q_(flows, "USD"), Q_(rate)), "USD")
    scaled = costs.net_present_value(Q_([factor * flow for flow in flows], "USD"), Q_(rate))
    assert magnitude(scaled, "USD") == pytest.approx(factor * once, rel=1e-9, abs=1e-6)


def test_projects_in_rows_have_a_value_each() -> None:
    flows = Q_([[-100.0, 110.0], [-100.0, 121.0]], "USD")
    assert magnitude(costs.net_present_value(flows, Q_("10 %")), "USD") == pytest.approx([0, 10], abs=1e-9)


def test_projects_in_rows_may_each_have_a_rate() -> None:
    flows, rates = Q_([[-100.0, 110.0], [-100.0, 121.0]], "USD"), Q_(np.array([10.0, 21.0]), "percent")
    assert magnitude(costs.net_present_value(flows, rates), "USD") == pytest.approx([0, 0], abs=1e-9)


def test_the_rate_of_return_of_an_investment_paid_back_over_years_agrees_with_numpy_financial() -> None:
    flows = [-1000.0, 120.0, 250.0, 310.0, 300.0, 280.0]
    found = costs.internal_rate_of_return(Q_(flows, "USD"))
    assert magnitude(found, "") == pytest.approx(npf.irr(flows), abs=1e-9)


def test_rates_of_return_are_found_one_project_at_a_time() -> None:
    with pytest.raises(UnitError, match="the flows of one project are due"):
        costs.internal_rate_of_return(Q_([[-1.0, 2.0], [-1.0, 3.0]], "USD"))


def test_money_comes_back_in_the_middle_of_a_year() -> None:
    assert magnitude(costs.payback_time(Q_([-100.0, 60.0, 80.0], "USD")), "yr") == pytest.approx(1.5)


def test_discounted_money_comes_back_later() -> None:
    # -100 + 60/1.1 + 80/1.21 = 20.66; the second year brings 66.12 of the 45.45 still missing
    found = costs.payback_time(Q_([-100.0, 60.0, 80.0], "USD"), Q_("10 %"))
    assert magnitude(found, "yr") == pytest.approx(1 + (100 - 60 / 1.1) / (80 / 1.21))


def test_a_renewal_starts_the_wait_anew() -> None:
    assert magnitude(costs.payback_time(Q_([-10.0, 20.0, -20.0, 20.0], "USD")), "yr") == pytest.approx(2.5)


def test_who_lays_nothing_out_waits_for_nothing() -> None:
    assert magnitude(costs.payback_time(Q_([10.0, 20.0], "USD")), "yr") == 0


def test_projects_in_rows_have_a_payback_each() -> None:
    flows = Q_([[-100.0, 60.0, 80.0], [-100.0, 100.0, 5.0], [0.0, 1.0, 1.0]], "USD")
    assert magnitude(costs.payback_time(flows), "yr").tolist() == [1.5, 1.0, 0.0]


def test_money_that_never_comes_back_is_said_so() -> None:
    with pytest.raises(GreenportError, match="leave -50 USD at the end, so that the money never comes back"):
        costs.payback_time(Q_([-100.0, 50.0], "USD"))


def test_the_project_whose_money_never_comes_back_is_named() -> None:
    with pytest.raises(GreenportError, match="flows of row 1 leave"):
        costs.payback_time(Q_([[-1.0, 2.0], [-3.0, 2.0]], "USD"))


@given(st.lists(st.floats(1.0, 100.0), min_size=30, max_size=30), st.floats(1.0, 29.0))
def test_at_the_payback_time_the_money_is_back(income: list[float], invested: float) -> None:
    found = magnitude(costs.payback_time(Q_([-invested, *income], "USD")), "yr")
    whole = int(found)
    back = sum(income[:whole]) + (found - whole) * (income[whole] if whole < 30 else 0.0)
    assert back == pytest.approx(invested, rel=1e-9)


@pytest.mark.parametrize(("base", "years"), [(math.nan, [2027]), (2027, ["a"]), (2027, [2027.5])])
def test_what_is_no_calendar_year_is_refused(base: Any, years: Any) -> None:
    with pytest.raises(GreenportError, match="is no calendar year"):
        costs.discount_factors(Q_("7 %"), base, years)


def test_no_year_at_all_is_refused() -> None:
    with pytest.raises(GreenportError, match="no year at all"):
        costs.discount_factors(SEVEN, 2027, [])


@pytest.mark.parametrize(
    "call",
    [
        lambda rate: costs.net_present_value(Q_(np.ones(2000), "USD"), rate),
        lambda rate: costs.payback_time(Q_(np.ones(2000), "USD"), rate),
        lambda rate: costs.discount_factors(rate, 2026, 4000),
        lambda rate: costs.span_discount(rate, 2026, 2026, 4000),
    ],
)
def test_a_worth_beyond_all_numbers_is_refused_with_its_rate(call: Callable[[Any], object]) -> None:
    with pytest.raises(UnitError, match=r"too large for a number; look at .*rate -60 %"):
        call(Q_("-60 %"))
