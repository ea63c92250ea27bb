"""Land by its tenure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import DataError, UnitError
from greenport.units import Q_, magnitude

SITE = Q_("2.5 ha")


def test_a_tenancy_of_two_and_a_half_hectares_costs_thirty_million_a_year() -> None:
    yearly = costs.land_annual_cost(SITE, costs.land_terms("short_term_tenancy"), Q_("8 %"))
    assert magnitude(yearly, "MHKD_2025/yr") == pytest.approx(30)


@given(st.floats(0.001, 0.2), st.floats(1, 60), st.floats(0, 2e4), st.floats(0, 3000))
def test_the_yearly_cost_is_worth_the_present_value(
    rate: float, years: float, premium: float, rent: float
) -> None:
    terms = costs.LandTerms(
        costs.TenureKind.GRANT, Q_(years, "yr"), Q_(premium, "HKD/m^2"), Q_(rent, "HKD/m^2/yr")
    )
    yearly = costs.land_annual_cost(SITE, terms, Q_(rate))
    worth = yearly * costs.annuity_factor(Q_(rate), Q_(years, "yr"))
    assert magnitude(worth, "HKD") == pytest.approx(
        magnitude(costs.land_present_value(SITE, terms, Q_(rate)), "HKD")
    )


def test_a_premium_equal_to_the_rent_costs_as_much_as_the_rent() -> None:
    premium = costs.premium_equal_to_rent(Q_("1200 HKD/m^2/yr"), Q_("8 %"), Q_("30 yr"))
    grant = costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"), premium=premium)
    yearly = costs.land_annual_cost(SITE, grant, Q_("8 %"))
    assert magnitude(yearly, "MHKD/yr") == pytest.approx(30)


def test_a_premium_beside_government_rent_is_smaller_by_its_share() -> None:
    terms = (Q_("1200 HKD/m^2/yr"), Q_("8 %"), Q_("30 yr"))
    less = costs.premium_equal_to_rent(*terms, Q_("3 %")) / costs.premium_equal_to_rent(*terms)
    assert magnitude(less, "") == pytest.approx(0.97)


def test_a_grant_pays_three_per_cent_of_the_market_rent_and_a_premium_by_its_years() -> None:
    half, whole = (costs.land_terms("grant", Q_(years)) for years in ("25 yr", "50 yr"))
    assert half.premium is not None
    assert whole.premium is not None
    assert magnitude(whole.premium / half.premium, "") == pytest.approx(2)
    assert whole.rent == Q_("36 HKD_2025/m^2/yr")


def test_land_held_already_costs_nothing_anew_and_says_so() -> None:
    terms = costs.land_terms("held")
    assert magnitude(costs.land_annual_cost(SITE, terms, Q_("8 %")), "HKD_2025/yr") == 0
    assert magnitude(costs.land_present_value(SITE, terms, Q_("8 %")), "HKD_2025") == 0
    assert "Nothing is paid anew" in terms.note


@pytest.mark.parametrize("kind", list(costs.TenureKind))
def test_every_tenure_tells_that_its_figures_are_assumed_and_why(kind: costs.TenureKind) -> None:
    terms = costs.land_terms(kind)
    assert terms.status == "assumption"
    assert terms.note


def test_a_tenure_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(DataError, match="no tenure 'grants'; did you mean grant"):
        costs.land_terms("grants")


def test_terms_without_any_payment_are_refused() -> None:
    with pytest.raises(UnitError, match="land with neither premium nor rent"):
        costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"))


def test_a_premium_per_year_is_no_premium() -> None:
    with pytest.raises(UnitError, match="premium of"):
        costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"), premium=Q_("10 HKD/m^2/yr"))


def test_a_premium_below_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match=r"premium of -1 HKD/m\^2 is below zero"):
        costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"), premium=Q_("-1 HKD/m^2"))


def test_a_tenure_may_be_given_by_its_name() -> None:
    name: Any = "held"
    terms = costs.LandTerms(name, Q_("30 yr"), rent=Q_("0 HKD/m^2/yr"))
    assert terms.kind is costs.TenureKind.HELD
