"""Levelised costs."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import UnitError
from greenport.units import Q_, MismatchError, Quantity, magnitude


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
    assert str(found) == "1 USD/t"


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


@given(st.floats(0.0, 0.3), st.integers(1, 40), st.floats(0.0, 1e6), st.floats(1.0, 1e6))
def test_a_flat_series_costs_what_the_simple_form_gives(
    rate: float, life: int, opex: float, production: float
) -> None:
    spent = Q_(np.array([1e6, *[opex] * life]), "USD")
    made = Q_(np.array([0.0, *[production] * life]), "t")
    simple = costs.levelised_cost(
        Q_("1 MUSD"), Q_(opex, "USD/yr"), Q_(production, "t/yr"), Q_(rate), Q_(life, "yr")
    )
    found = costs.levelised_cost_of_series(spent, made, Q_(rate))
    assert magnitude(found, "USD/t") == pytest.approx(magnitude(simple, "USD/t"), rel=1e-9)


def test_a_growing_series_is_discounted_as_numpy_financial_does() -> None:
    spent, made = [100.0, 10.0, 12.0, 14.0], [0.0, 5.0, 9.0, 10.0]
    found = costs.levelised_cost_of_series(Q_(spent, "MUSD_2025"), Q_(made, "kt"), Q_("8 %"))
    due = 1e3 * npf.npv(0.08, spent) / npf.npv(0.08, made)
    assert magnitude(found, "USD_2025/t") == pytest.approx(due)


def test_many_plants_stand_in_rows() -> None:
    spent, made = Q_([[100.0, 10.0], [50.0, 5.0]], "USD"), Q_([0.0, 10.0], "t")
    found = costs.levelised_cost_of_series(spent, made, Q_("0 %"))
    assert magnitude(found, "USD/t").tolist() == [11.0, 5.5]


@pytest.mark.parametrize("made", [Q_([0.0, 1.0, 1.0], "t"), Q_("1 t")])
def test_series_over_other_years_are_refused(made: Quantity) -> None:
    with pytest.raises(UnitError, match="series over the same years are due"):
        costs.levelised_cost_of_series(Q_([1.0, 1.0], "USD"), made, Q_("8 %"))


def test_a_plant_that_makes_nothing_has_no_cost_per_unit() -> None:
    with pytest.raises(UnitError, match="production is nothing in every year"):
        costs.levelised_cost_of_series(Q_([1.0, 1.0], "USD"), Q_([0.0, 0.0], "t"), Q_("8 %"))


def test_the_published_cost_of_grey_methanol_by_its_charge_rate() -> None:
    # NREL H2Integrate, methanol from natural gas: 0.22116813 USD/kg
    found = costs.levelised_cost_by_charge_rate(
        Q_("0.782749307 USD/(kg/yr)"),
        Q_("0.0707 1/yr"),
        fixed=Q_("0.020675078 USD/kg"),
        variable=Q_("0.012271827 USD/kg"),
        feed=Q_("4 USD/MMBtu") * Q_("47.1 MJ/kg") * 0.7674355312,
        credits=Q_("0.027498168 USD/kWh") * Q_("0.338415339 kWh/kg"),
        as_spent=1.093,
    )
    assert magnitude(found, "USD/kg") == pytest.approx(0.22116813, abs=2e-6)


def test_without_credits_nothing_is_taken_off() -> None:
    found = costs.levelised_cost_by_charge_rate(
        Q_("800 USD/(t/yr)"), Q_("0.1 1/yr"), Q_("1 USD/t"), Q_("2 USD/t"), Q_("3 USD/t")
    )
    assert magnitude(found, "USD/t") == pytest.approx(86)


def test_an_as_spent_factor_of_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="as_spent of 0 is not above zero"):
        costs.levelised_cost_by_charge_rate(
            Q_("800 USD/(t/yr)"), Q_("0.1 1/yr"), Q_("1 USD/t"), Q_("2 USD/t"), Q_("3 USD/t"), as_spent=0.0
        )


def test_a_cost_in_millions_over_kilotonnes_reads_in_money_per_tonne() -> None:
    terms = Q_("100 MUSD_2025"), Q_("4 MUSD_2025/yr"), Q_("50 kt/yr"), Q_("0 %"), Q_("20 yr")
    assert str(costs.levelised_cost(*terms)) == "180 USD_2025/t"


def test_a_series_in_millions_over_gigawatt_hours_reads_in_money_per_megawatt_hour() -> None:
    found = costs.levelised_cost_of_series(Q_([100.0, 10.0], "MUSD"), Q_([0.0, 500.0], "GWh"), Q_("0 %"))
    assert str(found) == "220 USD/MWh"
