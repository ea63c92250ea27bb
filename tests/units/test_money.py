"""Money has a currency and a price year."""

import operator
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pint
import pytest

from greenport.errors import UnitError
from greenport.units import Q_, MismatchError, at_price_year, in_currency, magnitude, price_year


def test_hong_kong_dollars_convert_by_the_constant_rate() -> None:
    assert Q_("780 HKD").to("USD") == Q_("100 USD")
    assert str(Q_("780 HKD_2025").to("USD_2025")) == "100 USD_2025"


def test_euro_and_yuan_convert_by_the_rates_of_the_table() -> None:
    assert Q_("92 EUR").m_as("USD") == pytest.approx(100)
    assert Q_("720 CNY_2024/t").m_as("USD_2024/t") == pytest.approx(100)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.lt, operator.ge])
def test_money_of_two_years_neither_adds_nor_compares(operation: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(
        MismatchError, match=r"money of 2023 and 2025 never adds; .* greenport\.costs\.escalate"
    ):
        operation(Q_("5 USD_2023"), Q_("5 USD_2025"))


def test_money_of_no_stated_year_does_not_add_to_money_of_a_year() -> None:
    with pytest.raises(MismatchError, match=r"price year of one is not stated; write it, e\.g\. USD_2025"):
        Q_("5 USD") + Q_("5 USD_2025")


def test_money_of_two_years_does_not_convert_and_is_never_equal() -> None:
    assert Q_("5 USD_2023") != Q_("5 USD_2025")
    with pytest.raises(MismatchError):
        Q_("5 USD_2023").to("USD_2025")


def test_money_of_two_years_does_not_add_in_place() -> None:
    total: Any = Q_(np.array([1.0]), "USD_2023")
    with pytest.raises(MismatchError):
        total += Q_(np.array([1.0]), "USD_2025")


def test_a_mismatch_is_a_unit_error_and_a_pint_error_and_survives_pickling() -> None:
    with pytest.raises(MismatchError) as caught:
        Q_("5 USD_2023") + Q_("5 t")
    assert isinstance(caught.value, UnitError)
    assert isinstance(caught.value, pint.DimensionalityError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_money_of_one_year_adds_over_currencies() -> None:
    assert (Q_("100 USD_2025") + Q_("780 HKD_2025")).m_as("USD_2025") == pytest.approx(200)


@pytest.mark.parametrize(
    ("text", "year"), [("650 USD_2023/t", 2023), ("15 MUSD_2025", 2025), ("650 USD/t", None), ("7 t", None)]
)
def test_the_price_year_is_read_from_the_unit(text: str, year: int | None) -> None:
    assert price_year(Q_(text)) == year


@pytest.mark.parametrize("unit", ["USD_2023/USD_2025", "USD/USD_2025", "HKD_2023*EUR_2024"])
def test_a_mixture_of_price_years_has_no_price_year(unit: str) -> None:
    with pytest.raises(UnitError, match="mixes price years"):
        price_year(Q_(1, unit))


def test_plain_money_is_given_its_price_year() -> None:
    stated = at_price_year(Q_("15 MHKD/yr"), 2025)
    assert str(stated) == "15 MHKD_2025/yr"


def test_money_that_has_the_year_and_what_is_no_money_stay_as_they_are() -> None:
    assert at_price_year(Q_("15 USD_2025"), 2025) == Q_("15 USD_2025")
    assert at_price_year(Q_("15 t"), 2025) == Q_("15 t")


def test_stating_another_price_year_is_not_converting() -> None:
    with pytest.raises(
        UnitError, match=r"money of 2023, not of 2025; convert it with greenport\.costs\.escalate"
    ):
        at_price_year(Q_("15 USD_2023"), 2025)


def test_a_price_year_outside_the_table_is_refused() -> None:
    with pytest.raises(UnitError, match="outside 1990 to 2060"):
        at_price_year(Q_("15 USD"), 1980)


def test_a_currency_is_changed_within_its_price_year() -> None:
    changed = in_currency(Q_("650 USD_2025/t"), "HKD")
    assert str(changed.units) == str(Q_("1 HKD_2025/t").units)
    assert changed.magnitude == pytest.approx(5070)


def test_own_rates_hold_for_one_call_only() -> None:
    assert in_currency(Q_("100 USD"), "EUR", rates={"EUR": 0.85}).magnitude == pytest.approx(85)
    assert in_currency(Q_("100 USD"), "EUR").magnitude == pytest.approx(92)


def test_own_rates_of_both_currencies_are_used() -> None:
    assert in_currency(Q_("8 HKD"), "CNY", rates={"HKD": 8.0, "CNY": 7.0}).magnitude == pytest.approx(7)


def test_a_currency_in_the_denominator_is_divided_by_its_rate() -> None:
    assert in_currency(Q_("1 t/USD"), "HKD").magnitude == pytest.approx(1 / 7.8)


def test_a_whole_array_changes_its_currency() -> None:
    changed = in_currency(Q_(np.array([1.0, 2.0]), "USD"), "HKD")
    assert np.allclose(changed.magnitude, [7.8, 15.6])


@pytest.mark.parametrize("rates", [{"HKD": 0.0}, {"HKD": -7.8}, {"HKD": float("nan")}, {"USD": 2.0}])
def test_a_rate_that_is_no_rate_is_refused(rates: dict[str, float]) -> None:
    with pytest.raises(UnitError, match="above zero"):
        in_currency(Q_("1 USD"), "HKD", rates=rates)


@pytest.mark.parametrize(("currency", "rates"), [("GBP", None), ("HKD", {"GBP": 0.8})])
def test_an_unknown_currency_is_refused(currency: str, rates: dict[str, float] | None) -> None:
    with pytest.raises(UnitError, match='unknown currency "GBP"; known are USD, HKD, CNY, EUR'):
        in_currency(Q_("1 USD"), currency, rates=rates)


def test_a_plain_number_drops_the_price_year_where_the_unit_names_none() -> None:
    assert magnitude(Q_("650 USD_2025/t"), "USD/kg") == pytest.approx(0.65)
    assert magnitude(Q_("7.8 MHKD_2024"), "MUSD") == pytest.approx(1)


def test_a_plain_number_in_money_of_a_year_asks_for_that_year() -> None:
    assert magnitude(Q_("650 USD_2025/t"), "USD_2025/t") == 650
    with pytest.raises(MismatchError):
        magnitude(Q_("650 USD_2023/t"), "USD_2025/t")


def test_a_plain_number_of_mixed_price_years_is_refused() -> None:
    with pytest.raises(UnitError, match="mixes price years"):
        magnitude(Q_("2 USD_2023") / Q_("1 USD_2025"), "")


def test_plain_numbers_of_an_array_are_an_array() -> None:
    numbers = magnitude(Q_([1.0, 2.0], "kt"), "t")
    assert isinstance(numbers, np.ndarray)
    assert numbers.tolist() == [1000, 2000]


def test_a_plain_number_is_a_float() -> None:
    assert type(magnitude(Q_(3, "t"), "t")) is float


@pytest.mark.parametrize("numbers", [float("nan"), np.array([1.0, float("nan")])])
def test_what_is_not_a_number_has_no_plain_number(numbers: Any) -> None:
    with pytest.raises(UnitError, match="holds what is not a number"):
        magnitude(Q_(numbers, "t"), "kt")


@pytest.mark.parametrize("year", ["2025", None, 2025.5, [2025]])
def test_a_price_year_is_a_calendar_year(year: Any) -> None:
    with pytest.raises(UnitError, match="is not a calendar year; give"):
        at_price_year(Q_("650 USD/t"), year)
