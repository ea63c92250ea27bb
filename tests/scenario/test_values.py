"""One value in three spellings, values by year, and what is refused with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from greenport import data, units
from greenport.errors import UnitError
from greenport.scenario import Series, Value
from greenport.scenario.fields import LEAST, Bounds
from greenport.scenario.values import read_series, read_value
from greenport.units import Q_

MASS_OF_ONE_THOUSAND = ["1000 t", "1,000 t", "1 kt", {"value": "1000 t"}]


def refusal(raw: object, bounds: Bounds) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        bounds._validated(raw)
    return caught.value.message()


# ------------------------------------------------------------------------------------- one value


@pytest.mark.parametrize("raw", MASS_OF_ONE_THOUSAND, ids=str)
def test_a_quantity_means_the_same_however_it_is_written(raw: object) -> None:
    assert read_value(raw, units.MASS).quantity == Q_("1000 t")


def test_a_value_keeps_its_range_status_source_and_note() -> None:
    raw = {"value": "5 t", "low": "4 t", "high": "7 t", "status": "derived", "source": "a", "note": "b"}
    assert read_value(raw, units.MASS) == Value(Q_("5 t"), Q_("4 t"), Q_("7 t"), "derived", "a", "b")


def test_a_dataset_row_gives_all_that_the_table_says() -> None:
    row, value = data.datum("finance:wacc"), read_value({"data": "finance:wacc"}, units.RATIO)
    assert (value.quantity, value.low, value.high, value.status, value.source, value.data) == (
        row.value, row.low, row.high, row.status, row.source, "finance:wacc",
    )  # fmt: skip


@pytest.mark.parametrize(("low", "high"), [("5 t", None), (None, "5 t"), ("5 t", "5 t")])
def test_a_range_may_end_at_its_value(low: str | None, high: str | None) -> None:
    assert read_value({"value": "5 t", "low": low, "high": high}, units.MASS).quantity == Q_("5 t")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"value": "5 t", "low": "6 t"}, "low ≤ value ≤ high does not hold: 6 t ≤ 5 t"),
        ({"value": "5 t", "high": "4 t"}, "low ≤ value ≤ high does not hold: 5 t ≤ 4 t"),
        ({"value": "5 t", "low": "4 h"}, 'low: "4 h" is a duration where a mass is due'),
        ({"value": "5 t", "hihg": "6 t"}, "unknown key 'hihg' (did you mean \"high\"?)"),
        ({"low": "5 t"}, "'value' is missing, e.g. {value: 650 t"),
        ({"value": "5 t", "status": "guess"}, "status 'guess' is not one of published, derived, assumption"),
        (True, 'a mass is due, e.g. "650 t"'),
        (None, 'a mass is due, e.g. "650 t"'),
        (["5 t"], 'a mass is due, e.g. "650 t"'),
        (5, '5 has no unit; a mass is due, e.g. "650 t"'),
        (5.5, "5.5 has no unit"),
        ("five t", "does not begin with a number"),
        ("nan t", "not a finite number"),
        ("inf t", "not a finite number"),
        ("5 USD", "is money where a mass is due"),
    ],
    ids=str,
)
def test_a_wrong_value_says_what_was_expected(raw: object, words: str) -> None:
    assert words in refusal(raw, Bounds(units.MASS))


def test_a_range_in_two_price_years_is_refused() -> None:
    raw = {"value": "5 USD_2023/t", "low": "4 USD_2020/t"}
    assert "same currency and price year" in refusal(raw, Bounds(units.PRICE_PER_MASS))


# ------------------------------------------------------------------------------------ what it may be


@pytest.mark.parametrize(
    ("text", "bounds", "words"),
    [
        ("-1 t", Bounds(units.MASS), "-1 t"),
        ("0 t", Bounds(units.MASS, above=True), "expected above 0"),
        ("101 %", Bounds(units.RATIO, 0.0, 1.0), "expected at least 0 % and at most 100 %"),
        ("-60 %", Bounds(units.RATIO, -0.5, 1.0), "expected at least -50 %"),
        ("1e300 t", Bounds(units.MASS), "1e+300 t is too large for this mass; are the units right?"),
        ("5e-324 t", Bounds(units.MASS), "too small for this mass; are the units right?"),
    ],
)
def test_a_value_out_of_range_is_told_with_the_range(text: str, bounds: Bounds, words: str) -> None:
    assert words in refusal(text, bounds)


def test_the_ends_of_a_range_must_keep_the_limits_too() -> None:
    raw = {"value": "90 %", "low": "80 %", "high": "120 %"}
    assert refusal(raw, Bounds(units.RATIO, 0.0, 1.0)).startswith("120 % is out of range")


@given(st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True))
def test_whatever_number_is_given_it_is_refused_or_of_a_size_that_can_occur(number: float) -> None:
    bounds, usual = Bounds(units.MASS), 650.0
    try:
        found = bounds._validated(f"{number!r} t")
    except PydanticCustomError:
        assert not LEAST * usual <= number <= bounds.reach * usual
        return
    assert isinstance(found, Value)
    tonnes = float(found.quantity.to("t").magnitude)
    assert tonnes == number
    assert tonnes == 0 or LEAST * usual <= tonnes * (1 + 1e-12)


# ----------------------------------------------------------------------------------- values by year


def test_one_value_holds_in_every_year() -> None:
    series = read_series("5 t/yr", units.MASS_FLOW)
    assert series.at(1990) == series.at(2100) == Q_("5 t/yr")


def test_a_series_of_the_datasets_gives_each_of_its_years() -> None:
    rows = data.series("methanol_demand:total")
    series = read_series({"data": "methanol_demand:total"}, units.MASS_FLOW)
    assert {year: point.quantity for year, point in series.points.items()} == {
        year: row.value for year, row in rows.items()
    }


def test_the_values_of_a_series_come_in_the_order_of_their_years() -> None:
    series = read_series({2040: "3 t/yr", 2030: "1 t/yr"}, units.MASS_FLOW)
    assert [str(value) for value in series.values()] == ["1 t/yr", "3 t/yr"]


@pytest.mark.parametrize("year", ["27", "2030a", 27, 1989, 2201])
def test_what_is_no_calendar_year_is_refused(year: object) -> None:
    assert "is not a year; write e.g. {2027: " in refusal(
        {year: "5 t/yr"}, Bounds(units.MASS_FLOW, series=True)
    )


def test_every_wrong_year_of_a_series_is_told() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        Bounds(units.MASS_FLOW, series=True)._validated({2030: "5 t", 2035: "5 t/yr", 2040: 5})
    assert set((caught.value.context or {})["years"]) == {2030, 2040}


@given(
    st.dictionaries(st.integers(1990, 2200), st.floats(1, 1000), min_size=1, max_size=6),
    st.integers(1980, 2210),
)
def test_a_series_stays_between_its_lowest_and_highest_point(points: dict[int, float], year: int) -> None:
    series = Series({known: Value(Q_(number, "t")) for known, number in points.items()})
    found = float(series.at(year).magnitude)
    assert min(points.values()) - 1e-9 <= found <= max(points.values()) + 1e-9
    assert found == pytest.approx(points.get(year, found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 %%", "percent stands once"),
        ("5 %^2", "percent stands once"),
        ("20 1/%", "percent stands once"),
        ("1000 t^0", "to the power of 0"),
    ],
)
def test_a_unit_that_means_nothing_is_refused(text: str, words: str) -> None:
    with pytest.raises(UnitError, match=words):
        Q_(text)
