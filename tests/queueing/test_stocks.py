"""Safety stock for lumpy demand, and the economic parcel."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import queueing
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude


def poisson(expected: float, number: int) -> float:
    return math.exp(-expected) * expected**number / math.factorial(number)


def quantile_by_counting(expected: list[float], stems: list[float], level: float) -> float:
    """Smallest sum whose probability reaches the level, over all numbers of stems."""
    outcomes: dict[float, float] = {}
    for numbers in product(range(30), repeat=len(stems)):
        total = sum(n * stem for n, stem in zip(numbers, stems, strict=True))
        chance = math.prod(poisson(e, n) for e, n in zip(expected, numbers, strict=True))
        outcomes[total] = outcomes.get(total, 0.0) + chance
    reached = 0.0
    for total in sorted(outcomes):
        reached += outcomes[total]
        if reached >= level:
            return total
    raise AssertionError("the level is never reached")


def test_one_stem_a_lead_on_average_asks_for_four_at_99_5_per_cent() -> None:
    # P(N <= 3) = 0.98101, P(N <= 4) = 0.99634 for a Poisson number of mean 1
    found = queueing.lumpy_demand_quantile(Q_("36.5 1/yr"), Q_("3900 t"), Q_("10 d"), Q_("99.5 %"))
    assert magnitude(found, "t") == 4 * 3900


def test_rare_stems_ask_for_no_stock_at_a_low_service() -> None:
    found = queueing.lumpy_demand_quantile(Q_("1 1/yr"), Q_("3900 t"), Q_("10 d"), Q_("95 %"))
    assert magnitude(found, "t") == 0


@pytest.mark.parametrize("level", [0.5, 0.9, 0.995, 0.9999])
def test_stems_of_three_sizes_have_the_quantile_counted_out(level: float) -> None:
    rates, stems = [12.0, 30.0, 60.0], [3900.0, 1340.0, 500.0]
    found = queueing.lumpy_demand_quantile(
        Q_(rates, "1/yr"), Q_(np.array(stems) / 1000, "kt"), Q_("10 d"), Q_(level)
    )
    expected = quantile_by_counting([rate * 10 / 365 for rate in rates], stems, level)
    assert magnitude(found, "t") == pytest.approx(expected)


def test_two_classes_of_one_size_are_one_class() -> None:
    split = queueing.lumpy_demand_quantile(
        Q_([10.0, 28.0], "1/yr"), Q_([3900.0, 3900.0], "t"), Q_("10 d"), Q_("99.5 %")
    )
    whole = queueing.lumpy_demand_quantile(Q_("38 1/yr"), Q_("3900 t"), Q_("10 d"), Q_("99.5 %"))
    assert magnitude(split, "t") == magnitude(whole, "t")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.5, 60.0), st.floats(200.0, 4000.0)), min_size=1, max_size=4),
    st.floats(0.5, 0.9999),
)
def test_rounding_sizes_up_adds_less_than_a_step_a_stem(
    classes: list[tuple[float, float]], level: float
) -> None:
    rates, stems = Q_([rate for rate, _ in classes], "1/yr"), Q_([stem for _, stem in classes], "t")
    terms = (rates, stems, Q_("10 d"), Q_(level))
    fine = magnitude(queueing.lumpy_demand_quantile(*terms), "t")
    coarse = magnitude(queueing.lumpy_demand_quantile(*terms, step=Q_("10 t")), "t")
    most_stems = coarse / min(stem for _, stem in classes)
    assert fine <= coarse <= fine + 10 * most_stems


@settings(deadline=None)
@given(st.floats(1.0, 500.0), st.floats(0.0, 40.0))
def test_a_longer_lead_never_asks_for_less(rate: float, lead: float) -> None:
    terms = (Q_(rate, "1/yr"), Q_("500 t"))
    short = queueing.lumpy_demand_quantile(*terms, Q_(lead, "d"), Q_("99.5 %"))
    assert queueing.lumpy_demand_quantile(*terms, Q_(lead + 5, "d"), Q_("99.5 %")) >= short


def test_much_demand_in_many_stems_is_nearly_normal() -> None:
    rates, stems = np.array([4000.0, 8000.0]), np.array([1000.0, 500.0])
    found = queueing.lumpy_demand_quantile(Q_(rates, "1/yr"), Q_(stems, "t"), Q_("73 d"), Q_("99.5 %"))
    mean, variance = (rates * stems).sum() / 5, (rates * stems**2).sum() / 5
    assert magnitude(found, "t") == pytest.approx(mean + 2.5758 * math.sqrt(variance), rel=1e-3)


@pytest.mark.parametrize("service", ["0 %", "100 %"])
def test_a_service_never_or_always_met_is_refused(service: str) -> None:
    with pytest.raises(GreenportError, match="is never or always met"):
        queueing.lumpy_demand_quantile(Q_("38 1/yr"), Q_("3900 t"), Q_("10 d"), Q_(service))


def test_a_service_over_100_per_cent_is_refused() -> None:
    with pytest.raises(UnitError, match="service of 101 % is over 100 %"):
        queueing.lumpy_demand_quantile(Q_("38 1/yr"), Q_("3900 t"), Q_("10 d"), Q_("101 %"))


def test_sizes_without_frequencies_are_refused() -> None:
    with pytest.raises(GreenportError, match="as many sizes as frequencies"):
        queueing.lumpy_demand_quantile(Q_([38.0, 2.0], "1/yr"), Q_("3900 t"), Q_("10 d"), Q_("99 %"))


@given(st.floats(1.0, 1e6), st.floats(1.0, 1e6), st.floats(0.1, 1e3), st.floats(0.2, 5.0))
def test_no_other_parcel_costs_less_than_the_economic_one(
    order: float, demand: float, holding: float, factor: float
) -> None:
    terms = (Q_(order, "USD_2025"), Q_(demand, "t/yr"), Q_(holding, "USD_2025/t/yr"))
    best = queueing.economic_parcel(*terms)
    cost = magnitude(queueing.parcel_cost(best, *terms), "USD_2025/yr")
    assert cost <= magnitude(queueing.parcel_cost(best * factor, *terms), "USD_2025/yr") * (1 + 1e-12)
    assert cost == pytest.approx(math.sqrt(2 * order * demand * holding))


def test_ten_days_of_cover_for_the_first_years_demand() -> None:
    assert magnitude(queueing.days_of_cover(Q_("2192 t"), Q_("80 kt/yr")), "d") == pytest.approx(10, abs=0.01)


def test_a_stock_that_nobody_draws_has_no_cover() -> None:
    with pytest.raises(UnitError, match="issue of 0 kt/yr is not above zero"):
        queueing.days_of_cover(Q_("2192 t"), Q_("0 kt/yr"))


def test_lumpy_safety_stock_is_what_lies_above_the_mean() -> None:
    terms = (Q_([12.0, 60.0], "1/yr"), Q_([3900.0, 500.0], "t"), Q_("10 d"), Q_("99.5 %"))
    mean = (12 * 3900 + 60 * 500) * 10 / 365
    above = magnitude(queueing.lumpy_demand_quantile(*terms), "t") - mean
    assert magnitude(queueing.lumpy_safety_stock(*terms), "t") == pytest.approx(above)


def test_one_service_at_a_time_is_due() -> None:
    with pytest.raises(GreenportError, match="is an array; one probability is due"):
        queueing.lumpy_demand_quantile(Q_("38 1/yr"), Q_("3900 t"), Q_("10 d"), Q_([0.9, 0.99]))
