"""Looking up figures, series and seasons."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from greenport import data
from greenport.errors import DataError
from greenport.units import Q_

Write = Callable[[str, str], None]

HEAD = "key,item,low,value,high,unit,year,source,url,status,note\n"
SERIES = "key,item,for_year,low,value,high,unit,year,source,url,status,note\n"
SEASON = "key,item,month,low,value,high,unit,year,source,url,status,note\n"


def test_a_figure_brings_everything_that_its_row_says(write: Write) -> None:
    write(
        "tanks.csv", HEAD + "big:volume,A tank,9,10,12,m^3,2024,A book,https://example.org,published,Full.\n"
    )
    assert data.datum("tanks:big:volume") == data.Datum(
        value=Q_("10 m^3"),
        low=Q_("9 m^3"),
        high=Q_("12 m^3"),
        status="published",
        source="A book",
        url="https://example.org",
        year=2024,
        note="Full.",
        table="tanks",
        key="big:volume",
        item="A tank",
    )


def test_a_figure_without_a_range_or_a_year_has_none(write: Write) -> None:
    write("tanks.csv", HEAD + "a,A tank,,10,,m^3,,,,derived,\n")
    found = data.datum("tanks:a")
    assert (found.low, found.high, found.year) == (None, None, None)


def test_a_figure_keeps_its_price_year() -> None:
    assert str(data.datum("prices:vlsfo").value) == "535 USD_2025/t"


def test_a_figure_survives_the_way_to_another_process() -> None:
    found = data.datum("prices:vlsfo")
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("number", ["abc", "nan", "inf", "1,5"])
def test_a_text_in_a_number_column_is_named_by_file_and_line(write: Write, number: str) -> None:
    write("tanks.csv", HEAD + f'a,A tank,,"{number}",,m^3,2024,,,derived,\n')
    with pytest.raises(DataError, match=rf"^tanks\.csv:2: value '{number}' is not a finite number"):
        data.datum("tanks:a")


def test_an_unknown_unit_is_named_by_file_and_line(write: Write) -> None:
    write("tanks.csv", HEAD + "a,A tank,,10,,ton,2024,,,derived,\n")
    with pytest.raises(DataError, match=r"^tanks\.csv:2: .*tonne"):
        data.datum("tanks:a")


def test_a_row_without_its_value_is_refused(write: Write) -> None:
    write("tanks.csv", HEAD + "a,A tank,,,12,m^3,2024,,,derived,\n")
    with pytest.raises(DataError, match=r"^tanks\.csv:2: value of a is missing"):
        data.datum("tanks:a")


def test_a_year_in_words_is_refused(write: Write) -> None:
    write("tanks.csv", HEAD + "a,A tank,,10,,m^3,last year,,,derived,\n")
    with pytest.raises(DataError, match=r"^tanks\.csv:2: year 'last year' is not a whole number"):
        data.datum("tanks:a")


def test_a_key_that_stands_twice_is_refused_at_its_second_line(write: Write) -> None:
    write("tanks.csv", HEAD + "a,A tank,,10,,m^3,2024,,,derived,\n" * 2)
    with pytest.raises(DataError, match=r"^tanks\.csv:3: the key a stands twice"):
        data.datum("tanks:a")


def test_a_name_without_a_key_shows_the_form_that_is_due() -> None:
    with pytest.raises(DataError, match="'prices' names no row; write table:key"):
        data.datum("prices")


def test_a_table_of_statements_holds_no_figures() -> None:
    with pytest.raises(DataError, match=r'table rules holds no quantities; read it with table\("rules"\)'):
        data.datum("rules:meters")


def test_a_series_runs_upward_through_the_years_whatever_the_order_of_its_rows(write: Write) -> None:
    row = "a,Demand,{},,{},,kt/yr,2024,,,derived,\n"
    write("asks.csv", SERIES + row.format(2040, 5) + row.format(2030, 1))
    assert [(year, str(each.value)) for year, each in data.series("asks:a").items()] == [
        (2030, "1 kt/yr"),
        (2040, "5 kt/yr"),
    ]


def test_a_year_that_stands_twice_is_refused_at_its_second_line(write: Write) -> None:
    write("asks.csv", SERIES + "a,Demand,2030,,1,,kt/yr,2024,,,derived,\n" * 2)
    with pytest.raises(DataError, match=r"^asks\.csv:3: the year 2030 stands twice for a"):
        data.series("asks:a")


def test_a_series_asked_for_as_one_figure_points_to_series() -> None:
    with pytest.raises(DataError, match=r'is a series over years; read it with series\("saf_share:hkia"\)'):
        data.datum("saf_share:hkia")


def test_one_figure_asked_for_as_a_series_points_to_datum() -> None:
    with pytest.raises(DataError, match=r'is one figure; read it with datum\("prices:vlsfo"\)'):
        data.series("prices:vlsfo")


def test_a_season_asked_for_as_one_figure_points_to_monthly() -> None:
    with pytest.raises(DataError, match=r"is a season over months; read it with monthly\("):
        data.datum("flight_movements:hkia")


def test_a_season_runs_from_january_whatever_the_order_of_its_rows(write: Write) -> None:
    lines = (
        f"a,Flights,{month},,{100 + month},,dimensionless,2024,,,derived,\n" for month in range(12, 0, -1)
    )
    write("flights.csv", SEASON + "".join(lines))
    assert data.monthly("flights:a") == tuple(float(100 + month) for month in range(1, 13))


def test_a_season_that_lacks_a_month_is_refused(write: Write) -> None:
    lines = (f"a,Flights,{month},,1,,dimensionless,2024,,,derived,\n" for month in range(1, 12))
    write("flights.csv", SEASON + "".join(lines))
    with pytest.raises(
        DataError, match=r"^flights\.csv: a: the months 1 to 12 are due once each; given 1, .* 10, 11$"
    ):
        data.monthly("flights:a")


@pytest.mark.parametrize("name", [None, 5, ["prices:vlsfo"]])
def test_what_is_no_text_names_no_row(name: Any) -> None:
    with pytest.raises(DataError, match=r"names no row|no table"):
        data.datum(name)
