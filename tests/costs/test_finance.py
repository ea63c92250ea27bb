"""Annuities, rates and the cost of capital."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import UnitError
from greenport.units import Q_, magnitude

rates = st.floats(-0.5, 0.5)
lives = st.floats(0.1, 60.0)


def test_without_interest_capital_is_paid_back_in_equal_parts() -> None:
    assert magnitude(costs.capital_recovery_factor(Q_("0 %"), Q_("40 yr")), "1/yr") == 0.025


def test_annuity_of_100_million_over_30_years_to_the_last_cent() -> None:
    # 1.08^30 = 10.062656889073; 0.08 * 1.08^30 / (1.08^30 - 1) * 100,000,000
    power = 1.08**30
    yearly = costs.annuity(Q_("100 MUSD_2025"), Q_("8 %"), Q_("30 yr"))
    assert magnitude(yearly, "USD_2025/yr") == pytest.approx(1e8 * 0.08 * power / (power - 1), abs=0.005)


@given(rates.filter(lambda rate: abs(rate) > 1e-3), lives)
def test_recovery_factor_is_the_payment_of_numpy_financial(rate: float, life: float) -> None:
    factor = costs.capital_recovery_factor(Q_(rate), Q_(life, "yr"))
    assert magnitude(factor, "1/yr") == pytest.approx(-npf.pmt(rate, life, 1.0), rel=1e-9)


@given(st.floats(-1e-9, 1e-9), lives)
@example(rate=5e-324, life=0.5)
@example(rate=1e-20, life=60.0)
def test_a_rate_near_zero_gives_nearly_what_zero_gives(rate: float, life: float) -> None:
    factor = costs.capital_recovery_factor(Q_(rate), Q_(life, "yr"))
    assert magnitude(factor, "1/yr") == pytest.approx(1 / life, rel=1e-7)


@given(st.floats(-0.5, 0.5), st.integers(1, 60))
def test_annuity_factor_is_the_sum_of_the_present_value_factors(rate: float, life: int) -> None:
    total = costs.present_value_factor(Q_(rate), Q_(np.arange(1.0, life + 1), "yr")).m.sum()
    assert magnitude(costs.annuity_factor(Q_(rate), Q_(life, "yr")), "yr") == pytest.approx(total, rel=1e-9)


def test_a_long_life_costs_the_rate_itself() -> None:
    factor = costs.capital_recovery_factor(Q_("8 %"), Q_("1000 yr"))
    assert magnitude(factor, "1/yr") == pytest.approx(0.08)


def test_a_rate_per_year_and_a_percentage_are_the_same() -> None:
    per_year = costs.capital_recovery_factor(Q_("0.08 1/yr"), Q_("240 month"))
    assert magnitude(per_year, "1/yr") == pytest.approx(0.1018522, abs=5e-8)


def test_rates_in_an_array_give_an_array_with_zero_in_it() -> None:
    factors = costs.capital_recovery_factor(Q_(np.array([0.0, 8.0]), "percent"), Q_("20 yr"))
    assert magnitude(factors, "1/yr") == pytest.approx([0.05, 0.1018522], abs=5e-8)


def test_a_life_without_a_unit_is_refused() -> None:
    with pytest.raises(UnitError, match=r'life of 20 has no unit; a life is due, e\.g\. "20 yr"'):
        costs.capital_recovery_factor(Q_("8 %"), Q_(20))


def test_no_life_is_refused() -> None:
    with pytest.raises(UnitError, match="life of 0 yr is not above zero"):
        costs.annuity_factor(Q_("8 %"), Q_("0 yr"))


def test_a_rate_that_loses_everything_is_refused() -> None:
    with pytest.raises(UnitError, match="rate of -100 % loses everything"):
        costs.annuity_factor(Q_("-100 %"), Q_("20 yr"))


@given(st.floats(-0.2, 0.5), st.floats(-0.2, 0.5))
def test_real_rate_and_inflation_compound_to_the_nominal_rate(nominal: float, inflation: float) -> None:
    real = magnitude(costs.real_rate(Q_(nominal), Q_(inflation)), "")
    assert (1 + real) * (1 + inflation) == pytest.approx(1 + nominal)


@given(st.floats(-0.2, 0.5), st.floats(-0.2, 0.5))
def test_nominal_rate_undoes_real_rate(real: float, inflation: float) -> None:
    nominal = costs.nominal_rate(Q_(real), Q_(inflation))
    assert magnitude(costs.real_rate(nominal, Q_(inflation)), "") == pytest.approx(real, abs=1e-12)


def test_cost_of_capital_of_a_plant_with_debt() -> None:
    # 0.4 * 10 % + 0.6 * 3.7 % * (1 - 0.2574), by hand
    found = costs.weighted_cost_of_capital(Q_("40 %"), Q_("10 %"), Q_("3.7 %"), Q_("25.74 %"))
    assert magnitude(found, "percent") == pytest.approx(4 + 0.6 * 3.7 * 0.7426)


@given(st.floats(-0.2, 0.5))
def test_capital_without_debt_costs_what_equity_costs(equity_cost: float) -> None:
    found = costs.weighted_cost_of_capital(Q_("100 %"), Q_(equity_cost), Q_("5 %"), Q_("16.5 %"))
    assert magnitude(found, "") == pytest.approx(equity_cost)


def test_an_equity_share_over_all_is_refused() -> None:
    with pytest.raises(UnitError, match="equity_share of 120 % is over 100 %"):
        costs.weighted_cost_of_capital(Q_("120 %"), Q_("10 %"), Q_("5 %"), Q_("0 %"))


@given(rates, lives, st.floats(0.0, 1.0))
def test_without_tax_the_charge_rate_is_the_recovery_factor(rate: float, life: float, written: float) -> None:
    charge = costs.fixed_charge_rate(Q_(rate), Q_(life, "yr"), Q_(0.0), Q_(written))
    recovery = costs.capital_recovery_factor(Q_(rate), Q_(life, "yr"))
    assert magnitude(charge, "1/yr") == pytest.approx(magnitude(recovery, "1/yr"))


def test_what_is_written_off_at_once_bears_no_tax() -> None:
    charge = costs.fixed_charge_rate(Q_("8 %"), Q_("20 yr"), Q_("30 %"), Q_("100 %"))
    assert magnitude(charge, "1/yr") == pytest.approx(0.1018522, abs=5e-8)


def test_a_tax_on_everything_is_refused() -> None:
    with pytest.raises(UnitError, match="takes the whole profit"):
        costs.fixed_charge_rate(Q_("8 %"), Q_("20 yr"), Q_("100 %"), Q_("50 %"))


def test_a_capital_below_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="capex of -1 MUSD is below zero; a capital cost is due"):
        costs.annuity(Q_("-1 MUSD"), Q_("8 %"), Q_("20 yr"))


def test_a_factor_beyond_all_numbers_is_refused_with_its_rate_and_life() -> None:
    with pytest.raises(UnitError, match="too large for a number; look at rate -50 %, life 2000 yr"):
        costs.capital_recovery_factor(Q_("-50 %"), Q_("2000 yr"))
