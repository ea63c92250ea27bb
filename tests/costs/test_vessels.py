"""Owned and hired vessels."""

from __future__ import annotations

import pytest

from greenport import costs
from greenport.errors import UnitError
from greenport.units import Q_, MismatchError, magnitude


def test_an_owned_vessel_costs_its_annuity_and_365_days_of_running() -> None:
    yearly = costs.vessel_annual_cost(Q_("25 MUSD_2025"), Q_("8 %"), Q_("25 yr"), Q_("4500 USD_2025/d"))
    assert magnitude(yearly, "MUSD_2025/yr") == pytest.approx(25 * 0.0936788 + 1.6425, abs=1e-5)


def test_the_vessel_of_the_base_case_never_beats_its_charter() -> None:
    owned = costs.vessel_annual_cost(Q_("25 MUSD"), Q_("8 %"), Q_("25 yr"), Q_("4500 USD/d"))
    assert owned > costs.hire_cost(Q_("10000 USD/d"), Q_("365 d")) / Q_("1 yr")


def test_the_required_rate_covers_the_yearly_cost_in_the_days_on_hire() -> None:
    terms = (Q_("25 MUSD"), Q_("10 %"), Q_("20 yr"), Q_("4500 USD/d"))
    earned = costs.required_charter_rate(*terms, Q_("350 d/yr")) * Q_("350 d/yr")
    assert magnitude(earned, "USD/yr") == pytest.approx(magnitude(costs.vessel_annual_cost(*terms), "USD/yr"))


def test_a_ship_never_on_hire_is_refused() -> None:
    with pytest.raises(UnitError, match="on_hire of 0 % never works"):
        costs.required_charter_rate(Q_("25 MUSD"), Q_("10 %"), Q_("20 yr"), Q_("4500 USD/d"), Q_("0 %"))


def test_hire_is_paid_in_parts_of_a_day() -> None:
    assert str(costs.hire_cost(Q_("10000 USD_2025/d"), Q_("36 h"))) == "15000 USD_2025"


def test_delivery_cost_is_cost_over_mass() -> None:
    # 4 ships' worth of cost over what one ship delivers is four times as dear
    yearly = costs.yearly_capacity(Q_("87.6 h"), Q_("1 kt"), Q_("100 %"))
    assert magnitude(costs.delivery_cost(Q_("1 MUSD/yr"), yearly), "USD/t") == pytest.approx(10)


def test_price_and_running_cost_of_two_years_do_not_add() -> None:
    with pytest.raises(MismatchError, match="never adds"):
        costs.vessel_annual_cost(Q_("25 MUSD_2024"), Q_("8 %"), Q_("25 yr"), Q_("4500 USD_2025/d"))


def test_a_ship_on_hire_for_more_than_the_year_is_refused() -> None:
    with pytest.raises(UnitError, match="on_hire of 400 d/yr is over 100 %"):
        costs.required_charter_rate(Q_("25 MUSD"), Q_("10 %"), Q_("20 yr"), Q_("4500 USD/d"), Q_("400 d/yr"))


def test_a_ship_for_less_than_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="price of -1 MUSD is below zero"):
        costs.vessel_annual_cost(Q_("-1 MUSD"), Q_("8 %"), Q_("25 yr"), Q_("4500 USD/d"))
