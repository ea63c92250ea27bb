"""Depreciation schedules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.data import rows
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude


def macrs(life: int) -> list[float]:
    """Double declining balance with half a year first, changing to straight line when that is more."""
    left, shares = 1.0, []
    for year in range(life + 1):
        remaining = life - year + 0.5
        due = 1 / life if year == 0 else max(2 / life, 1 / remaining) * left
        shares.append(min(due, left))
        left -= shares[-1]
    return shares


@pytest.mark.parametrize("life", [5, 7])
def test_the_listed_shares_are_declining_balance_changing_to_straight_line(life: int) -> None:
    listed = magnitude(costs.depreciation_shares(f"macrs_{life}", life + 1), "percent")
    assert listed == pytest.approx([100 * share for share in macrs(life)], abs=0.011)


@pytest.mark.parametrize("scheme", ["macrs_5", "macrs_7", "hk_industrial_building", "hk_commercial_building"])
def test_a_scheme_that_ends_writes_everything_off(scheme: str) -> None:
    assert magnitude(costs.depreciation_shares(scheme, 40), "").sum() == pytest.approx(1)


def test_the_first_year_of_hong_kong_plant_has_both_allowances() -> None:
    # Cost 100: initial 60, annual 20 % of 40 = 8, then 20 % of 32 = 6.4
    shares = magnitude(costs.depreciation_shares("hk_plant_20", 3), "percent")
    assert shares == pytest.approx([68, 6.4, 5.12])


def test_an_industrial_building_is_written_off_in_twenty_years() -> None:
    shares = magnitude(costs.depreciation_shares("hk_industrial_building", 21), "percent")
    assert shares == pytest.approx([24, *[4] * 19, 0])


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(1, 40))
def test_a_pool_and_its_balance_make_up_the_cost(initial: float, annual: float, years: int) -> None:
    shares = costs.declining_balance(Q_(initial), Q_(annual), years)
    left = (1 - initial) * (1 - annual) ** years
    assert magnitude(costs.book_value(Q_("1 USD"), shares), "USD")[-1] == pytest.approx(left, abs=1e-12)


def test_a_study_shorter_than_the_scheme_leaves_a_book_value() -> None:
    book = costs.book_value(Q_("500 kUSD"), costs.depreciation_shares("macrs_7", 4))
    assert magnitude(book, "USD")[-1] == pytest.approx(156_200)


def test_shares_that_write_off_more_than_all_are_refused() -> None:
    with pytest.raises(GreenportError, match="the shares add to 120 % of the cost"):
        costs.written_off(Q_([60.0, 60.0], "percent"))


@pytest.mark.parametrize("years", [0, -3, 2.5, True])
def test_years_must_be_counted_in_whole_numbers(years: int) -> None:
    with pytest.raises(GreenportError, match="a whole number from 1 up is due"):
        costs.straight_line(years)


def test_a_pool_rate_over_all_is_refused() -> None:
    with pytest.raises(UnitError, match="annual of 130 % is over 100 %"):
        costs.declining_balance(Q_("60 %"), Q_("130 %"), 5)


def test_an_unknown_scheme_is_answered_with_near_ones() -> None:
    with pytest.raises(DataError, match="no scheme 'macrs_6' in table depreciation; did you mean macrs_"):
        costs.depreciation_shares("macrs_6", 5)


HEADING = "key,item,low,value,high,unit,year,source,url,status,note\n"


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Table of depreciation that a test may write."""
    monkeypatch.setattr(rows, "folder", lambda: tmp_path)
    rows.rows.cache_clear()
    rows._index.cache_clear()
    yield tmp_path / "depreciation.csv"
    rows.rows.cache_clear()
    rows._index.cache_clear()


def test_another_scheme_needs_rows_only(added: Path) -> None:
    added.write_text(HEADING + "pool:annual,A pool,,25,,%,2025,,,derived,Test\n", encoding="utf-8")
    assert magnitude(costs.depreciation_shares("pool", 2), "percent") == pytest.approx([25, 18.75])


def test_a_scheme_with_a_gap_is_refused(added: Path) -> None:
    lines = [f"gap:year_{year},A gap,,50,,%,2025,,,derived,Test\n" for year in (1, 3)]
    added.write_text(HEADING + "".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="scheme gap in table depreciation has rows year_1, year_3"):
        costs.depreciation_shares("gap", 5)


def test_shares_come_as_one_array() -> None:
    assert isinstance(costs.straight_line(3).m, np.ndarray)
