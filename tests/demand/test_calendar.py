"""The modelled year and its partitions, against the calendar and plain sums."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.demand.calendar import (
    DAYS,
    DAYS_OF_MONTH,
    Partition,
    days,
    month_of_day,
    monthly_shares,
    quarters,
    weeks,
    whole_year,
)
from greenport.errors import GreenportError

WEEK_NUMBERS = st.sets(st.integers(0, 51))


def test_months_are_those_of_a_common_year() -> None:
    first = date(2027, 1, 1)
    assert month_of_day.tolist() == [(first + timedelta(day)).month for day in range(365)]


def test_the_months_have_365_days_together() -> None:
    assert sum(DAYS_OF_MONTH) == DAYS == 365


def test_the_year_has_51_weeks_of_seven_days_and_one_of_eight() -> None:
    assert weeks().lengths == (7,) * 51 + (8,)


def test_a_quarter_has_thirteen_weeks_and_the_last_day_goes_to_the_last() -> None:
    assert quarters().starts == (0, 91, 182, 273)
    assert quarters().lengths == (91, 91, 91, 92)


def test_no_accounting_period_is_longer_than_three_months() -> None:
    assert max(quarters().lengths) <= 92


@pytest.mark.parametrize(
    ("finer", "coarser"),
    [(days(), weeks()), (weeks(), quarters()), (quarters(), whole_year()), (weeks(), weeks())],
)
def test_days_nest_in_weeks_in_quarters_in_the_year(finer: Partition, coarser: Partition) -> None:
    assert finer.nested_in(coarser)


def test_calendar_months_do_not_nest_in_quarters_of_weeks() -> None:
    months = Partition((0, *np.cumsum(DAYS_OF_MONTH)[:-1].tolist()))
    assert not months.nested_in(quarters())


def test_a_coarser_partition_is_not_nested_in_a_finer_one() -> None:
    assert not weeks().nested_in(days())


def test_refining_cuts_the_given_weeks_into_days_and_no_other() -> None:
    refined = weeks().refine([0, 51])
    assert refined.lengths == (1,) * 7 + (7,) * 50 + (1,) * 8


def test_refining_every_week_gives_days() -> None:
    assert weeks().refine(range(52)) == days()


def test_a_week_refined_out_of_the_whole_year_leaves_one_period_on_each_side() -> None:
    assert whole_year().refine([1]).lengths == (7, 1, 1, 1, 1, 1, 1, 1, 351)


@given(first=WEEK_NUMBERS, second=WEEK_NUMBERS)
def test_refining_twice_is_refining_by_both_lists(first: set[int], second: set[int]) -> None:
    assert weeks().refine(first).refine(second) == weeks().refine(first | second)


@given(numbers=WEEK_NUMBERS)
def test_a_refined_partition_stays_nested_in_weeks(numbers: set[int]) -> None:
    assert weeks().refine(numbers).nested_in(weeks())


@given(numbers=WEEK_NUMBERS)
def test_each_day_lies_between_its_periods_start_and_end(numbers: set[int]) -> None:
    partition = weeks().refine(numbers)
    starts = np.array(partition.starts)[partition.index_of_day]
    lengths = np.array(partition.lengths)[partition.index_of_day]
    day = np.arange(DAYS)
    assert ((starts <= day) & (day < starts + lengths)).all()


def test_sums_over_periods_are_plain_sums() -> None:
    borders = ((0, 91), (91, 182), (182, 273), (273, 365))
    assert quarters().sum(np.arange(365.0)).tolist() == [sum(range(*border)) for border in borders]


@given(numbers=WEEK_NUMBERS, seed=st.integers(0, 99))
def test_no_partition_loses_anything(numbers: set[int], seed: int) -> None:
    daily = np.random.default_rng(seed).random((2, DAYS))
    assert weeks().refine(numbers).sum(daily).sum(axis=-1) == pytest.approx(daily.sum(axis=-1), rel=1e-12)


def test_profiles_of_another_length_are_refused() -> None:
    with pytest.raises(GreenportError, match=r"366.*expected 365"):
        weeks().sum(np.ones(366))


@pytest.mark.parametrize("starts", [(), (1, 7), (0, 7, 7), (0, 9, 8), (0, 365)])
def test_starts_that_do_not_cut_the_year_are_refused(starts: tuple[int, ...]) -> None:
    with pytest.raises(GreenportError, match="rising day numbers"):
        Partition(starts)


@pytest.mark.parametrize("week", [-1, 52])
def test_a_week_outside_the_year_is_refused(week: int) -> None:
    with pytest.raises(GreenportError, match="from 0 to 51"):
        weeks().refine([week])


def test_shared_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        month_of_day[0] = 12
    with pytest.raises(ValueError, match="read-only"):
        weeks().index_of_day[0] = 12


@pytest.mark.parametrize(
    "weights", [(1.0,) * 11, (0.0,) * 12, (-1.0, *(1.0,) * 11), (float("nan"), *(1.0,) * 11)]
)
def test_weights_that_do_not_spread_a_year_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(GreenportError, match=r"uplift: .*expected twelve numbers"):
        monthly_shares(weights, "uplift")
