"""Grants that match a company's money."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, MismatchError, magnitude


def test_one_to_two_is_one_third() -> None:
    grant = costs.matched_grant(Q_("300e6 HKD"), government=1, company=2, ceiling=Q_("200e6 HKD"))
    assert grant == Q_("100e6 HKD")


def test_the_ceiling_holds_above_600_million() -> None:
    capex = Q_(np.array([599.0, 600.0, 900.0]), "MHKD")
    grant = costs.matched_grant(capex, ceiling=Q_("200 MHKD"))
    assert magnitude(grant, "MHKD") == pytest.approx([599 / 3, 200, 200])


def test_a_ceiling_in_another_currency_is_the_same_ceiling() -> None:
    grant = costs.matched_grant(Q_("100 MUSD_2025"), ceiling=Q_("200 MHKD_2025"))
    assert magnitude(grant, "MUSD_2025") == pytest.approx(200 / 7.8)


def test_a_ceiling_of_another_price_year_is_refused() -> None:
    with pytest.raises(MismatchError, match="HKD_2024"):
        costs.matched_grant(Q_("300 MHKD_2025"), ceiling=Q_("200 MHKD_2024"))


@given(st.floats(0, 1e10), st.floats(0, 5), st.floats(0.1, 5))
def test_a_grant_never_passes_its_share_nor_its_ceiling(capex: float, parts: float, company: float) -> None:
    grant = magnitude(costs.matched_grant(Q_(capex, "HKD"), parts, company, Q_("2e8 HKD")), "HKD")
    assert 0 <= grant <= min(2e8, capex * parts / (parts + company) * (1 + 1e-12)) + 1e-9


def test_a_project_below_the_smallest_is_refused_with_both_sums() -> None:
    with pytest.raises(GreenportError, match=r"project of 250 MHKD is below 300 MHKD, the smallest"):
        costs.matched_grant(Q_("250 MHKD"), smallest_project=Q_("300 MHKD"))


def test_the_project_of_an_array_that_is_too_small_is_named() -> None:
    with pytest.raises(GreenportError, match="project of 250 MHKD"):
        costs.matched_grant(Q_(np.array([400.0, 250.0]), "MHKD"), smallest_project=Q_("300 MHKD"))


def test_other_public_money_is_not_the_companys_own() -> None:
    terms = {"smallest_share": Q_("60 %")}
    assert costs.matched_grant(Q_("300 MHKD"), **terms) == Q_("100 MHKD")
    with pytest.raises(GreenportError, match=r"company pays 150 MHKD is below 180 MHKD"):
        costs.matched_grant(Q_("300 MHKD"), other_support=Q_("50 MHKD"), **terms)


def test_a_match_of_nothing_to_nothing_is_refused() -> None:
    with pytest.raises(GreenportError, match="match of 0 : 0"):
        costs.matched_grant(Q_("300 MHKD"), 0, 0)


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(UnitError, match="eligible_capex of -1 MHKD is below zero"):
        costs.matched_grant(Q_("-1 MHKD"))


def test_the_smallest_project_of_the_scheme_gets_100_million() -> None:
    grant = costs.new_industrialisation_grant(Q_("300 MHKD_2025"))
    assert magnitude(grant.amount, "MHKD_2025") == pytest.approx(100)
    assert magnitude(grant.company_pays, "MHKD_2025") == pytest.approx(200)


def test_the_result_of_the_scheme_says_that_a_depot_is_unproven() -> None:
    grant = costs.new_industrialisation_grant(Q_("100 MUSD_2025"))
    assert magnitude(grant.amount, "MHKD_2025") == pytest.approx(200)
    assert grant.status == "unproven"
    assert "Eligibility of a fuel depot is unproven" in grant.notes[0]


def test_the_scheme_refuses_a_company_that_pays_less_than_200_million() -> None:
    with pytest.raises(GreenportError, match="the least it must pay itself"):
        costs.new_industrialisation_grant(Q_("300 MHKD_2025"), other_support=Q_("10 MHKD_2025"))


def test_other_support_lowers_what_the_company_pays() -> None:
    grant = costs.new_industrialisation_grant(Q_("600 MHKD_2025"), other_support=Q_("10 MHKD_2025"))
    assert magnitude(grant.company_pays, "MHKD_2025") == pytest.approx(390)


def test_the_scheme_refuses_a_small_project() -> None:
    with pytest.raises(GreenportError, match="is below 300 MHKD_2025"):
        costs.new_industrialisation_grant(Q_("20 MUSD_2025"))


def test_the_share_of_a_match_is_the_governments_part_of_the_whole() -> None:
    assert magnitude(costs.matched_share(3, 1), "percent") == 75


@pytest.mark.parametrize("other", ["201 MHKD", "500 MHKD"])
def test_support_by_which_the_company_would_gain_is_refused(other: str) -> None:
    with pytest.raises(GreenportError, match="less than nothing; give other support of at most 200 MHKD"):
        costs.matched_grant(Q_("300 MHKD"), other_support=Q_(other))


def test_support_that_leaves_the_company_nothing_to_pay_is_borne() -> None:
    assert costs.matched_grant(Q_("300 MHKD"), other_support=Q_("200 MHKD")) == Q_("100 MHKD")
