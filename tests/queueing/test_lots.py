"""Lot sizes for a demand that is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import queueing
from greenport.errors import GreenportError
from greenport.units import Q_, Quantity, magnitude

periods = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 300)), min_size=1, max_size=8)


def least_by_counting(demand: list[int], orders: list[int], holding: float) -> float:
    """Over all ways to order in some periods and not in others."""
    best = np.inf
    for chosen in product([True, False], repeat=len(demand) - 1):
        cost, last = 0.0, 0
        for period, ordered in enumerate((True, *chosen)):
            last = period if ordered else last
            cost += orders[period] * ordered + holding * (period - last) * demand[period]
        best = min(best, cost)
    return best


@settings(deadline=None)
@given(periods, st.integers(0, 5))
def test_no_other_plan_costs_less(given_periods: list[tuple[int, int]], holding: int) -> None:
    demand, orders = (list(each) for each in zip(*given_periods, strict=True))
    plan = queueing.wagner_whitin(
        Q_([float(each) for each in demand], "t"), Q_(orders, "USD"), Q_(holding, "USD/t/d"), Q_("1 d")
    )
    assert magnitude(plan.cost, "USD") == pytest.approx(least_by_counting(demand, orders, holding))
    stock = np.cumsum(np.asarray(magnitude(plan.lots, "t"))) - np.cumsum(demand)
    assert stock.min() >= 0
    assert stock[-1] == 0
    ordered = np.asarray(magnitude(plan.lots, "t")) > 0
    needed = sum(np.array(orders)[ordered]) + holding * stock.sum()
    assert needed <= magnitude(plan.cost, "USD") + 1e-9  # a first period without demand may order nothing


def test_units_do_not_change_the_plan() -> None:
    plain = queueing.wagner_whitin(Q_([9, 2, 8], "kt"), Q_("50 kUSD"), Q_("10 USD/t/month"), Q_("1 month"))
    other = queueing.wagner_whitin(
        Q_([9000, 2000, 8000], "t"), Q_("0.05 MUSD"), Q_("120 USD/t/yr"), Q_("1 month")
    )
    assert magnitude(other.cost, "USD") == pytest.approx(magnitude(plain.cost, "USD"))
    assert np.asarray(magnitude(other.lots, "t")) == pytest.approx(np.asarray(magnitude(plain.lots, "t")))


@pytest.mark.parametrize("demand", [Q_("9 kt"), Q_(np.array([]), "kt"), Q_([[1.0, 2.0]], "kt")])
def test_a_demand_without_periods_is_refused(demand: Quantity) -> None:
    with pytest.raises(GreenportError, match="a list of periods is due"):
        queueing.wagner_whitin(demand, Q_("50 kUSD"), Q_("10 USD/t/month"), Q_("1 month"))


def test_order_costs_that_are_not_as_many_as_periods_are_refused() -> None:
    with pytest.raises(GreenportError, match="one for each of the 3 periods"):
        queueing.wagner_whitin(Q_([9, 2, 8], "kt"), Q_([50, 40], "kUSD"), Q_("10 USD/t/month"), Q_("1 month"))


def test_one_holding_cost_holds_for_all_periods() -> None:
    with pytest.raises(GreenportError, match="one number for all periods is due"):
        queueing.wagner_whitin(
            Q_([9.0, 2.0], "kt"), Q_("50 kUSD"), Q_([1.0, 2.0], "USD/t/month"), Q_("1 month")
        )
