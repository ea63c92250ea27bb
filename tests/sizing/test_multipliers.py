"""Prices of owned assets in a single year: building is never free, and nothing is lost without need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.sizing.problem import Asset, Floats, Problem, Whole
from greenport.sizing.solve.multipliers import multipliers, vintage_cost
from greenport.sizing.solve.paths import alive


def with_tank(problem: Problem, annuity: Floats, end: Whole, ready: int, discount: Floats) -> Problem:
    tank = replace(problem.asset("tank"), annuity=annuity, end=end, ready=ready)
    years = tuple(2030 + y for y in range(len(discount)))
    return replace(problem, assets=(tank,), years=years, discount=discount)


@st.composite
def vintages(draw: st.DrawFn) -> tuple[Floats, Whole, int, Floats]:
    """Two to six milestones; later vintages may live shorter and cost more a year, as under a tenure."""
    count = draw(st.integers(2, 6))
    annuity = np.array(draw(st.lists(st.floats(0.1, 10), min_size=count, max_size=count)))
    life = draw(st.lists(st.integers(0, count), min_size=count, max_size=count))
    end = np.array([min(count, y + n) for y, n in enumerate(life)], dtype=np.int64)
    discount = np.array(draw(st.lists(st.floats(0.1, 5), min_size=count, max_size=count)))
    return annuity, end, draw(st.integers(0, count)), discount


@given(drawn=vintages())
def test_no_vintage_costs_less_than_nothing_at_the_multipliers(
    toy_problem: Callable[..., Problem], drawn: tuple[Floats, Whole, int, Floats]
) -> None:
    annuity, end, ready, discount = drawn
    problem = with_tank(toy_problem(), annuity, end, ready, discount)
    (tank,) = problem.assets
    price = multipliers(problem).assets["tank"]
    assert (price >= 0).all()
    for v in range(ready, len(discount)):
        if end[v] > v:
            assert price[v : end[v]].sum() <= vintage_cost(problem, tank)[v] * (1 + 1e-9)


def test_with_one_annuity_the_multiplier_is_what_a_year_is_paid(toy_problem: Callable[..., Problem]) -> None:
    discount = np.array([1.7, 2.4, 0.9])
    problem = with_tank(toy_problem(), np.full(3, 0.5), np.array([3, 3, 3]), 0, discount)
    assert multipliers(problem).assets["tank"] == pytest.approx(0.5 * discount)


def test_before_its_lead_an_asset_has_no_price(toy_problem: Callable[..., Problem]) -> None:
    problem = with_tank(toy_problem(), np.full(3, 0.5), np.array([3, 3, 3]), 1, np.ones(3))
    assert multipliers(problem).assets["tank"] == pytest.approx([0.0, 0.5, 0.5])


def test_dearer_late_vintages_let_the_early_one_pay_in_full(toy_problem: Callable[..., Problem]) -> None:
    """Annuities 1 and 3 to the end of two years: the first pays 2 in all, at most 3 of it in the second."""
    problem = with_tank(toy_problem(), np.array([1.0, 3.0]), np.array([2, 2]), 0, np.ones(2))
    price = multipliers(problem).assets["tank"]
    assert price.sum() == pytest.approx(2.0)


def test_a_vintage_pays_its_annuity_over_the_years_it_lives(toy_problem: Callable[..., Problem]) -> None:
    problem = with_tank(
        toy_problem(), np.array([1.0, 2.0, 4.0]), np.array([2, 3, 2]), 0, np.array([0.9, 0.8, 0.7])
    )
    (tank,) = problem.assets
    cost = vintage_cost(problem, tank)
    assert cost[:2] == pytest.approx([1.0 * (0.9 + 0.8), 2.0 * (0.8 + 0.7)])
    assert np.isinf(cost[2])


def tank_of(end: list[int]) -> Callable[[Asset], Asset]:
    return lambda asset: replace(asset, end=np.array(end))


def test_a_unit_stands_from_its_vintage_to_its_end(toy_problem: Callable[..., Problem]) -> None:
    tank = tank_of([2, 3, 4, 4])(toy_problem().asset("tank"))
    assert [alive(tank, v).tolist() for v in (0, 2)] == [[1, 1, 0, 0], [0, 0, 1, 1]]
