"""Checks at the door of a function."""

from typing import Any

import numpy as np
import pandas as pd
import pint
import pytest

from greenport.errors import UnitError
from greenport.units import (
    COUNT,
    DENSITY,
    FREQUENCY,
    MASS,
    MONEY,
    PRICE_PER_MASS,
    Q_,
    RATE,
    RATIO,
    SHARE,
    TIME,
    Dimension,
    Quantity,
    expects,
    require,
    show,
)


def test_a_fitting_quantity_comes_back() -> None:
    cost = Q_("650 USD_2023/t")
    assert require("cost", cost, PRICE_PER_MASS) is cost


SPEED = Dimension("speed", "[speed]", "12 kn")


@pytest.mark.parametrize(
    ("value", "dimension", "message"),
    [
        (Q_("650 USD"), PRICE_PER_MASS, '650 USD is money where a price per mass is due, e.g. "650 USD/t"'),
        (Q_("650 USD m"), PRICE_PER_MASS, '650 USD*m where a price per mass is due, e.g. "650 USD/t"'),
        (Q_(12), MASS, '12 has no unit; a mass is due, e.g. "650 t"'),
        (12, MASS, '12 has no unit; a mass is due, e.g. "650 t"'),
        ("650 t", MASS, "'650 t' is not a quantity; a mass is due, e.g. \"650 t\""),
        (None, MASS, 'None is not a quantity; a mass is due, e.g. "650 t"'),
        (True, RATIO, 'True is not a quantity; a ratio is due, e.g. "7 %"'),
        (Q_("-3 t"), MASS, '-3 t is below zero; a mass is due, e.g. "650 t"'),
        (Q_("0 t/m^3"), DENSITY, '0 t/m^3 is not above zero; a density is due, e.g. "0.792 t/m^3"'),
        (Q_("101 %"), SHARE, '101 % is over 100 %; a share is due, e.g. "95 %"'),
        (Q_("-1 %"), SHARE, '-1 % is below zero; a share is due, e.g. "95 %"'),
        (Q_(float("nan"), "t"), MASS, 'nan t is not a finite number; a mass is due, e.g. "650 t"'),
        (Q_(float("inf"), "USD"), MONEY, 'inf USD is not a finite number; money is due, e.g. "15 MUSD"'),
        (Q_("5 GT"), MASS, '5 GT is a gross tonnage where a mass is due, e.g. "650 t"'),
        (Q_("5 kt"), SPEED, '5 kt is a mass where a speed is due, e.g. "12 kn"'),
    ],
)
def test_a_wrong_argument_is_named_with_what_was_given_and_what_is_due(
    value: object, dimension: Dimension, message: str
) -> None:
    with pytest.raises(UnitError) as caught:
        require("cost", value, dimension)
    assert str(caught.value) == f"cost of {message}"


@pytest.mark.parametrize("unit", ["USD/t", "USD_2023/t", "HKD_2025/kg", "MUSD/Mt", "USD_2024/dwt"])
def test_a_price_fits_in_any_currency_and_price_year(unit: str) -> None:
    assert PRICE_PER_MASS.fits(Q_(1, unit))


def test_a_quotient_of_two_price_years_is_no_ratio() -> None:
    mixed = Q_("2 USD_2023") / Q_("1 USD_2025")
    with pytest.raises(UnitError, match="where a ratio is due"):
        require("index", mixed, RATIO)


def test_a_quotient_of_two_currencies_of_one_year_is_a_ratio() -> None:
    ratio = require("rate", Q_("780 HKD_2025") / Q_("100 USD_2025"), RATIO)
    assert ratio.m_as("") == pytest.approx(1)


@pytest.mark.parametrize("value", [Q_("7 %"), Q_("7 %/yr"), Q_("0.07 1/yr"), 0.07, np.float64(0.07), 0])
def test_a_rate_is_a_ratio_or_a_ratio_per_time(value: Any) -> None:
    assert require("rate", value, RATE).magnitude >= 0


def test_a_frequency_is_no_plain_number() -> None:
    with pytest.raises(UnitError, match="38 has no unit; a frequency is due"):
        require("calls", 38, FREQUENCY)


def test_a_count_is_a_plain_number() -> None:
    assert require("servers", 3, COUNT).m_as("") == 3


def test_money_may_be_negative() -> None:
    assert require("cash", Q_("-5 MUSD"), MONEY) == Q_("-5 MUSD")


def test_a_quantity_of_pint_itself_is_taken_into_the_family() -> None:
    taken = require("cargo", pint.Quantity(5.0, "kt"), MASS)
    assert isinstance(taken, Quantity)
    assert taken == Q_("5 kt")


def test_a_quantity_of_another_registry_is_refused() -> None:
    with pytest.raises(UnitError, match="not a quantity"):
        require("cargo", pint.UnitRegistry().Quantity(5, "kg"), MASS)


def test_an_array_is_checked_as_a_whole() -> None:
    cargo = Q_(np.array([[1.0, 2.0], [3.0, 4.0]]), "kt")
    assert require("cargo", cargo, MASS) is cargo


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ([1.0, float("nan"), 3.0], "cargo of nan kt (place 1 of the array) is not a finite number"),
        ([1.0, 2.0, float("inf")], "cargo of inf kt (place 2 of the array) is not a finite number"),
        ([[1.0, 2.0], [-3.0, 4.0]], "cargo of -3 kt (place 2 of the array) is below zero"),
    ],
)
def test_the_first_wrong_number_of_an_array_is_named(numbers: list[Any], message: str) -> None:
    with pytest.raises(UnitError) as caught:
        require("cargo", Q_(np.array(numbers), "kt"), MASS)
    assert str(caught.value).startswith(message)


def test_an_array_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(UnitError, match="is a duration where a mass is due"):
        require("cargo", Q_(np.array([1.0, 2.0]), "h"), MASS)


@expects(cargo=MASS, stay=TIME, rate=RATE)
def unload(cargo: Quantity, stay: Quantity | None = None, *, rate: Any = 0) -> Quantity:
    assert isinstance(rate, Quantity)
    return cargo / (stay if stay is not None else Q_("6 h"))


def test_a_checked_function_runs_on_what_fits() -> None:
    assert unload(Q_("3 kt"), stay=Q_("6 h")).m_as("t/h") == 500
    assert unload(Q_("3 kt")).m_as("t/h") == 500
    assert unload(Q_(np.array([3.0, 6.0]), "kt")).m_as("t/h").tolist() == [500, 1000]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Q_("3 m^3"),), "cargo of 3 m\\^3 is a volume where a mass is due"),
        ((Q_("3 t"), Q_("6 kn")), "stay of 6 kn is a speed where a duration is due"),
    ],
)
def test_a_checked_function_names_the_wrong_argument(arguments: tuple[Quantity, ...], message: str) -> None:
    with pytest.raises(UnitError, match=message):
        unload(*arguments)


def test_a_checked_function_keeps_its_name_and_its_own_argument_errors() -> None:
    assert unload.__name__ == "unload"
    call: Any = unload
    with pytest.raises(TypeError, match="missing a required argument: 'cargo'"):
        call()


def test_a_check_of_an_argument_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="has no argument speed"):

        @expects(speed=TIME)
        def idle(stay: Quantity) -> Quantity:
            return stay


def test_an_empty_array_of_the_wrong_kind_is_told_as_such() -> None:
    with pytest.raises(UnitError, match="cargo of an empty array of h is a duration where a mass is due"):
        require("cargo", Q_(np.array([]), "h"), MASS)


# ------------------------------------------------------------------------------- columns of tables


def test_a_column_becomes_an_array_of_quantities() -> None:
    cargo = Q_(pd.Series([3, 6], index=["b", "a"]), "kt")
    assert unload(cargo, stay=Q_("6 h")).m_as("t/h").tolist() == [500, 1000]


def test_a_column_or_an_array_of_plain_numbers_stands_for_ratios() -> None:
    assert require("share", pd.Series([0.1, 0.2]), SHARE).m_as("%").tolist() == pytest.approx([10, 20])
    assert require("share", np.array([0.1, 0.2]), SHARE).m_as("%").tolist() == pytest.approx([10, 20])


def test_a_column_without_a_unit_is_no_mass() -> None:
    with pytest.raises(UnitError, match=r"cargo of 3 \(place 0 of the array\) has no unit; a mass is due"):
        require("cargo", pd.Series([3.0, 6.0]), MASS)


@pytest.mark.parametrize("dtype", ["float64", "Float64"])
def test_what_is_missing_in_a_column_is_told(dtype: Any) -> None:
    column = pd.Series([3.0, None], dtype=dtype)
    with pytest.raises(UnitError, match=r"cargo of nan kt \(place 1 of the array\) is not a finite number"):
        require("cargo", Q_(column, "kt"), MASS)


@pytest.mark.parametrize("table", [pd.Series(["3 t", "6 t"]), pd.DataFrame({"a": [1.0], "b": [2.0]})])
def test_a_column_of_texts_or_a_whole_table_is_refused(table: Any) -> None:
    with pytest.raises(UnitError, match="one column of plain numbers is due"):
        Q_(table, "t")


def test_an_array_of_objects_is_refused() -> None:
    with pytest.raises(UnitError, match="is not a quantity"):
        require("share", np.array([Q_("1 t")], dtype=object), SHARE)


def test_a_checked_function_tells_what_is_due() -> None:
    found: Any = unload
    assert found.dimensions == {"cargo": MASS, "stay": TIME, "rate": RATE}


def test_arrays_that_do_not_go_together_are_told_by_the_arguments_of_the_function() -> None:
    with pytest.raises(
        UnitError, match=r"unload: cargo of shape \(2,\) and stay of shape \(3,\) do not go together"
    ):
        unload(Q_([1.0, 2.0], "t"), Q_([1.0, 2.0, 3.0], "h"))


def test_a_function_within_a_function_tells_the_arguments_that_were_given() -> None:
    @expects(loads=MASS, stays=TIME)
    def fleet(loads: Quantity, stays: Quantity) -> Quantity:
        return unload(loads, stays)

    with pytest.raises(UnitError, match=r"fleet: loads of shape \(2,\) and stays of shape \(3,\)"):
        fleet(Q_([1.0, 2.0], "t"), Q_([1.0, 2.0, 3.0], "h"))


def test_arguments_in_any_number_are_told_by_their_places() -> None:
    @expects(first=MASS)
    def whole(first: Quantity, *others: Quantity) -> Quantity:
        return sum(others, first)

    with pytest.raises(UnitError, match=r"first of shape \(2,\) and others\[1\] of shape \(3,\)"):
        whole(Q_([1.0, 2.0], "t"), Q_("1 t"), Q_([1.0, 2.0, 3.0], "t"))


@pytest.mark.parametrize("cargo", [Q_(1e300, "t"), Q_([1e300, 1.0], "t")])
def test_a_result_too_large_for_a_number_is_refused(cargo: Quantity) -> None:
    with pytest.raises(UnitError, match="unload: the result is too large for a number; look at cargo"):
        unload(cargo, Q_(1e-300, "h"))


def test_only_quantities_are_shown() -> None:
    nothing: Any = "650 t"
    with pytest.raises(UnitError, match=r"'650 t' is not a quantity"):
        show(nothing)
