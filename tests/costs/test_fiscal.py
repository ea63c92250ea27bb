"""What support costs the public purse by year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from greenport import costs
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, MismatchError, magnitude

SUPPORT = costs.fiscal_cost(
    grants={2027: Q_("150 MHKD_2025")},
    review_grants={2027: Q_("0.8 MHKD_2025")},
    incentives={2028: Q_("1 MHKD_2025")},
    duty_received={2029: Q_("2 MHKD_2025")},
    duty_forgone={2029: Q_("10 MUSD_2025")},
    notes=("Eligibility is unproven.",),
)


def test_payments_are_above_zero_and_receipts_below() -> None:
    table = SUPPORT.table()
    assert table.loc[2027, "grant [MHKD_2025]"] == 150
    assert table.loc[2029, "duty_received [MHKD_2025]"] == -2


def test_ground_rent_is_received_like_duty() -> None:
    table = costs.fiscal_cost(rent_received={2030: Q_("3 MHKD_2025")}).table()
    assert table.loc[2030, "rent_received [MHKD_2025]"] == -3
    assert table.loc[2030, "cash [MHKD_2025]"] == -3
    assert table.loc[2030, "total [MHKD_2025]"] == -3


def test_forgone_duty_is_counted_in_the_total_and_not_in_cash() -> None:
    table = SUPPORT.table()
    assert table["cash [MHKD_2025]"].tolist() == pytest.approx([150.8, 1, -2])
    assert table["total [MHKD_2025]"].tolist() == pytest.approx([150.8, 1, 76])
    assert magnitude(SUPPORT.cash, "MHKD_2025") == pytest.approx(149.8)
    assert magnitude(SUPPORT.total, "MHKD_2025") == pytest.approx(227.8)


def test_the_present_value_discounts_to_the_year_asked_for() -> None:
    found = SUPPORT.present_value(Q_("4 %"), 2026)
    due = 150.8 / 1.04 + 1 / 1.04**2 + 76 / 1.04**3
    assert magnitude(found, "MHKD_2025") == pytest.approx(due)
    assert magnitude(SUPPORT.present_value(Q_("0 %"), 2026), "MHKD_2025") == pytest.approx(227.8)


def test_years_between_flows_stand_in_the_table_with_nothing() -> None:
    found = costs.fiscal_cost(grants={2027: Q_("1 MHKD_2025"), 2030: Q_("1 MHKD_2025")})
    assert found.years == (2027, 2028, 2029, 2030)
    assert found.table()["total [MHKD_2025]"].tolist() == [1, 0, 0, 1]


def test_the_notes_of_the_support_are_kept() -> None:
    assert SUPPORT.notes == ("Eligibility is unproven.",)


def test_no_flow_at_all_is_refused() -> None:
    with pytest.raises(GreenportError, match="no flow in any year"):
        costs.fiscal_cost()


@pytest.mark.parametrize("year", ["2027", 27, 2027.0, True])
def test_a_year_is_a_calendar_year(year: Any) -> None:
    with pytest.raises(GreenportError, match="is no calendar year"):
        costs.fiscal_cost(grants={year: Q_("1 MHKD_2025")})


def test_money_of_another_price_year_is_refused() -> None:
    with pytest.raises(MismatchError):
        costs.fiscal_cost(grants={2027: Q_("1 MHKD_2024")})


def test_a_receipt_written_below_zero_is_refused() -> None:
    with pytest.raises(UnitError, match="duty_received of -1 MHKD_2025 is below zero"):
        costs.fiscal_cost(duty_received={2027: Q_("-1 MHKD_2025")})


def test_the_first_two_operations_of_a_company_are_paid_for() -> None:
    found = costs.pioneer_incentive(Q_(np.array([0.0, 1.0, 2.0, 9.0])))
    assert magnitude(found, "MHKD_2025") == pytest.approx([0, 0.5, 1, 1])


def test_a_company_is_paid_no_more_than_its_ceiling() -> None:
    found = costs.pioneer_incentive(9, Q_("0.5 MHKD"), 8, Q_("2 MHKD"))
    assert magnitude(found, "MHKD") == pytest.approx(2)


def test_incentives_of_companies_add_up_by_year_and_stop_after_two() -> None:
    found = costs.pioneer_incentives({"a": {2026: 1, 2027: 4, 2028: 4}, "b": {2027: 2}})
    assert [magnitude(each, "MHKD_2025") for each in found.values()] == pytest.approx([0.5, 1.5, 0])
    assert list(found) == [2026, 2027, 2028]


@pytest.mark.parametrize("terms", [(2.5,), (2, Q_("1 MHKD"), 1.5)])
def test_a_part_of_an_operation_is_refused(terms: tuple[Any, ...]) -> None:
    with pytest.raises(GreenportError, match=r"operations: .*; a whole number from 0 up is due"):
        costs.pioneer_incentive(*terms)


@pytest.mark.parametrize("number", [-1, 1.5])
def test_the_operations_of_a_year_are_a_whole_number(number: Any) -> None:
    with pytest.raises(GreenportError, match=r"operations of first in 2027: .* a whole number"):
        costs.pioneer_incentives({"first": {2027: number}})


def test_a_present_value_beyond_all_numbers_is_refused() -> None:
    with pytest.raises(UnitError, match="too large for a number; look at rate 4 %"):
        SUPPORT.present_value(Q_("4 %"), 99999)
