"""Normal safety stock, reorder point, newsvendor and base stock."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import queueing
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude

positive = st.floats(0.1, 1e4)


@pytest.mark.parametrize(("service", "factor"), [(50, 0), (84.1344746, 1), (97.7249868, 2), (99.5, 2.575829)])
def test_safety_factor_is_that_of_the_table_of_the_normal_distribution(service: float, factor: float) -> None:
    assert magnitude(queueing.safety_factor(Q_(service, "%")), "") == pytest.approx(factor, abs=1e-6)


def test_services_in_an_array_give_factors_in_an_array() -> None:
    found = queueing.safety_factor(Q_(np.array([0.1, 0.5, 0.9])))
    assert np.asarray(magnitude(found, "")) == pytest.approx([-1.281552, 0, 1.281552], abs=1e-6)


@pytest.mark.parametrize("service", [0.0, 1.0])
def test_a_service_never_or_always_met_is_refused(service: float) -> None:
    with pytest.raises(GreenportError, match="never or always met"):
        queueing.safety_factor(Q_(service))


@given(positive, positive, positive)
def test_independent_times_add_their_variances(spread: float, lead: float, review: float) -> None:
    found = queueing.deviation_over_lead(Q_(spread, "t/d^0.5"), Q_(lead, "d"), Q_(review, "d"))
    assert magnitude(found, "t") ** 2 == pytest.approx(spread**2 * (lead + review))


def test_demand_over_a_lead_that_varies_spreads_as_in_a_simulation() -> None:
    draw = np.random.default_rng(5)
    leads = draw.normal(25, 3, 200_000)
    demand = draw.normal(400 * leads, 300 * np.sqrt(leads))
    found = queueing.deviation_over_lead(
        Q_("300 t/d^0.5"), Q_("25 d"), demand=Q_("400 t/d"), lead_deviation=Q_("3 d")
    )
    # the standard error of a deviation is sd / sqrt(2 n) = 0.16 %
    assert magnitude(found, "t") == pytest.approx(demand.std(), rel=4 * 0.0016)


def test_a_lead_that_varies_needs_the_demand() -> None:
    with pytest.raises(GreenportError, match="a lead that varies needs the demand"):
        queueing.deviation_over_lead(Q_("300 t/d^0.5"), Q_("9 d"), lead_deviation=Q_("3 d"))


def test_the_service_is_kept_by_the_reorder_point() -> None:
    draw = np.random.default_rng(7)
    stock = queueing.safety_stock(Q_("95 %"), queueing.deviation_over_lead(Q_("300 t/d^0.5"), Q_("9 d")))
    point = magnitude(queueing.reorder_point(Q_("400 t/d"), Q_("9 d"), stock), "t")
    kept = np.mean(draw.normal(400, 300, (100_000, 9)).sum(axis=1) <= point)
    assert kept == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 100_000))


@given(positive, positive, st.floats(0.2, 3.0))
def test_no_other_level_costs_less_than_the_newsvendors(left: float, lacking: float, factor: float) -> None:
    draws = np.random.default_rng(1).normal(1000, 100, 20_000)
    best = queueing.newsvendor(Q_("1 kt"), Q_("100 t"), Q_(left, "USD/t"), Q_(lacking, "USD/t"))

    def cost(level: float) -> float:
        over = np.maximum(level - draws, 0).mean()
        return float(left * over + lacking * (over - (level - draws).mean()))

    level = magnitude(best.level, "t")
    assert cost(level) <= cost(1000 + factor * (level - 1000 + 1)) + 0.05 * (left + lacking)
    assert magnitude(best.cost, "USD") == pytest.approx(cost(level), abs=1.5 * (left + lacking))


def test_base_stock_without_lead_is_the_newsvendor_of_a_review() -> None:
    stock = queueing.base_stock(
        Q_("400 t/d"), Q_("300 t/d^0.5"), Q_("0 d"), Q_("4 d"), Q_("1 USD/t/d"), Q_("9 USD/t/d")
    )
    season = queueing.newsvendor(Q_("1600 t"), Q_("600 t"), Q_("1 USD/t"), Q_("9 USD/t"))
    assert magnitude(stock.level, "t") == pytest.approx(magnitude(season.level, "t"))
    assert magnitude(stock.cost, "USD/d") == pytest.approx(magnitude(season.cost, "USD"))


def test_money_keeps_its_price_year() -> None:
    season = queueing.newsvendor(Q_("1 kt"), Q_("0.1 kt"), Q_("1 USD_2025/t"), Q_("9 USD_2025/t"))
    assert season.cost.check("[money_2025]")


def test_money_of_two_price_years_is_refused() -> None:
    with pytest.raises(UnitError, match="money of 2024 and 2025 never adds"):
        queueing.newsvendor(Q_("1 kt"), Q_("0.1 kt"), Q_("1 USD_2024/t"), Q_("9 USD_2025/t"))


def test_a_stock_below_nothing_is_refused() -> None:
    with pytest.raises(GreenportError, match=r"the best level is -97\.5[0-9]* t, below nothing"):
        queueing.newsvendor(Q_("5 t"), Q_("80 t"), Q_("9 USD/t"), Q_("1 USD/t"))


def test_a_level_below_nothing_is_refused_in_an_array() -> None:
    with pytest.raises(GreenportError, match="below nothing"):
        queueing.newsvendor(Q_([500.0, 5.0], "t"), Q_("80 t"), Q_("9 USD/t"), Q_("1 USD/t"))
