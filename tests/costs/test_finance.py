"""Annuities and levelised costs."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import UnitError
from greenport.units import Q_, MismatchError, magnitude

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


@given(st.floats(0.0, 0.3), st.integers(1, 40), st.floats(0.0, 1e6), st.floats(1.0, 1e6))
def test_levelised_cost_is_discounted_cost_over_discounted_production(
    rate: float, life: int, opex: float, production: float
) -> None:
    years = np.arange(1, life + 1)
    weights = (1 + rate) ** -years.astype(float)
    cost = 1e6 + (opex * weights).sum()
    found = costs.levelised_cost(
        Q_("1 MUSD"), Q_(opex, "USD/yr"), Q_(production, "t/yr"), Q_(rate), Q_(life, "yr")
    )
    assert magnitude(found, "USD/t") == pytest.approx(cost / (production * weights).sum(), rel=1e-9)


def test_levelised_cost_reads_per_unit_whatever_time_production_is_given_in() -> None:
    found = costs.levelised_cost(Q_("0 USD"), Q_("365 kUSD/yr"), Q_("1 kt/d"), Q_("8 %"), Q_("20 yr"))
    assert str(found) == "1000 USD/kt"


def test_levelised_cost_keeps_the_price_year() -> None:
    found = costs.levelised_cost(
        Q_("1 MUSD_2024"), Q_("0 USD_2024/yr"), Q_("1 kt/yr"), Q_("8 %"), Q_("20 yr")
    )
    assert magnitude(found, "USD_2024/t") == pytest.approx(101.85221, abs=1e-5)


def test_capex_and_opex_of_two_price_years_do_not_add() -> None:
    with pytest.raises(MismatchError, match="money of 2024 and 2025 never adds"):
        costs.levelised_cost(Q_("1 MUSD_2024"), Q_("1 USD_2025/yr"), Q_("1 kt/yr"), Q_("8 %"), Q_("20 yr"))


def test_a_mass_is_not_a_production() -> None:
    with pytest.raises(UnitError, match="production of 1 kt is a mass where a yearly production is due"):
        costs.levelised_cost(Q_("1 MUSD"), Q_("1 USD/yr"), Q_("1 kt"), Q_("8 %"), Q_("20 yr"))


@given(st.floats(-0.2, 0.5), st.floats(-0.2, 0.5))
def test_real_rate_and_inflation_compound_to_the_nominal_rate(nominal: float, inflation: float) -> None:
    real = magnitude(costs.real_rate(Q_(nominal), Q_(inflation)), "")
    assert (1 + real) * (1 + inflation) == pytest.approx(1 + nominal)
