"""Green loans and bonds beside ordinary debt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import DataError, GreenportError
from greenport.units import Q_, MismatchError, magnitude

LOAN = (Q_("500 MHKD_2025"), Q_("8 %"), Q_("10 yr"))


def test_points_come_off_the_rate() -> None:
    assert magnitude(costs.green_rate(Q_("8 %"), Q_("0.5 %")), "percent") == pytest.approx(7.5)
    assert magnitude(costs.green_rate(Q_("0.08/yr"), Q_("0.5 %")), "percent") == pytest.approx(7.5)


@given(st.floats(0.001, 0.2), st.floats(1, 40))
def test_debt_at_the_ordinary_rate_saves_nothing(rate: float, tenor: float) -> None:
    saved = costs.financing_saving(Q_("1 MHKD"), Q_(rate), Q_(rate), Q_(tenor, "yr"), Q_("0 HKD"))
    assert magnitude(saved, "MHKD") == pytest.approx(0, abs=1e-9)


def test_the_saving_is_the_discounted_difference_of_the_payments() -> None:
    def payment(rate: float) -> float:
        return 500 * rate / (1 - (1 + rate) ** -10)

    by_year = sum((payment(0.08) - payment(0.075)) / 1.08**year for year in range(1, 11))
    saved = costs.financing_saving(Q_("500 MHKD"), Q_("8 %"), Q_("7.5 %"), Q_("10 yr"), Q_("2 MHKD"))
    assert magnitude(saved, "MHKD") == pytest.approx(by_year - 2)


def test_a_loan_has_its_own_rate_debt_service_and_cost() -> None:
    loan = costs.green_finance("loan", *LOAN)
    assert magnitude(loan.rate, "percent") == pytest.approx(7.5)
    assert magnitude(loan.debt_service, "MHKD_2025/yr") == pytest.approx(500 * 0.075 / (1 - 1.075**-10))
    assert magnitude(loan.issue_cost, "MHKD_2025") == pytest.approx(5)


def test_the_review_is_paid_back_up_to_its_limit() -> None:
    plain = costs.green_finance("loan", *LOAN)
    cheap = costs.green_finance("loan", *LOAN, review_cost=Q_("0.5 MHKD_2025"))
    dear = costs.green_finance("loan", *LOAN, review_cost=Q_("1 MHKD_2025"))
    assert magnitude(cheap.review_grant, "MHKD_2025") == pytest.approx(0.5)
    assert magnitude(cheap.saving - plain.saving, "MHKD_2025") == pytest.approx(0, abs=1e-9)
    assert magnitude(dear.review_grant, "MHKD_2025") == pytest.approx(0.8)
    assert magnitude(dear.saving - plain.saving, "MHKD_2025") == pytest.approx(-0.2)


def test_a_bond_that_is_too_dear_to_issue_does_not_pay() -> None:
    bond = costs.green_finance(
        "bond", Q_("1500 MHKD_2025"), Q_("8 %"), Q_("5 yr"), discount=Q_("0.1 %"), issue_cost=Q_("2 %")
    )
    assert magnitude(bond.saving, "MHKD_2025") < 0
    assert bond.instrument is costs.Instrument.BOND


def test_judgement_shows_in_the_status_and_the_notes() -> None:
    loan = costs.green_finance("loan", *LOAN)
    assert loan.status == "assumption"
    assert any("judgement" in note for note in loan.notes)
    quoted = costs.green_finance("loan", *LOAN, discount=Q_("0.3 %"), issue_cost=Q_("1 %"))
    assert quoted.status == "derived"


def test_sums_below_the_smallest_are_refused() -> None:
    with pytest.raises(GreenportError, match="green loan: sum of 99 MHKD_2025 is below 100"):
        costs.green_finance("loan", Q_("99 MHKD_2025"), Q_("8 %"), Q_("10 yr"))
    with pytest.raises(GreenportError, match="green bond: sum of 1000 MHKD_2025 is below 1500"):
        costs.green_finance("bond", Q_("1000 MHKD_2025"), Q_("8 %"), Q_("10 yr"))


def test_dollars_may_be_borrowed_but_not_of_another_price_year() -> None:
    assert costs.green_finance("loan", Q_("50 MUSD_2025"), Q_("8 %"), Q_("10 yr")).saving > Q_("0 USD_2025")
    with pytest.raises(MismatchError):
        costs.green_finance("loan", Q_("50 MUSD_2024"), Q_("8 %"), Q_("10 yr"))


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(DataError, match="no green 'bonds'; did you mean bond"):
        costs.green_finance("bonds", *LOAN)


def test_a_discount_larger_than_the_rate_is_refused() -> None:
    with pytest.raises(GreenportError, match="a discount of 9 % on a rate of 8 % leaves less than nothing"):
        costs.green_rate(Q_("8 %"), Q_("9 %"))


def test_a_discount_as_large_as_the_rate_leaves_nothing_to_pay() -> None:
    assert magnitude(costs.green_rate(Q_("8 %"), Q_("8 %")), "percent") == 0
