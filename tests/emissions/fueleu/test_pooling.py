"""Pools."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import fueleu
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

BALANCES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12)


def tonnes(*numbers: float) -> Quantity:
    return Q_(np.array(numbers), "tCO2e")


@given(BALANCES)
def test_a_valid_pool_keeps_its_sum_and_leaves_no_ship_worse(numbers: list[float]) -> None:
    found = fueleu.pool(tonnes(*numbers))
    before, scale = np.array(numbers), 1e-6 * (1 + max(map(abs, numbers)))
    if not found.valid:
        assert before.sum() < 0
        assert found.after is None
        return
    assert found.after is not None
    after = magnitude(found.after, "tCO2e")
    assert before.sum() >= -scale
    assert after.sum() == pytest.approx(before.sum(), abs=scale)
    assert np.all(after >= 0)
    assert np.all(after[before < 0] >= before[before < 0])
    assert fueleu.pool(tonnes(*numbers), found.after).valid


@given(BALANCES)
def test_whether_a_pool_is_valid_does_not_hang_on_the_order(numbers: list[float]) -> None:
    assert fueleu.pool(tonnes(*numbers)).valid == fueleu.pool(tonnes(*reversed(numbers))).valid


def test_ships_give_in_proportion_to_their_surplus() -> None:
    found = fueleu.pool(tonnes(300, 100, -200)).after
    assert found is not None
    assert magnitude(found, "tCO2e") == pytest.approx([150, 50, 0])


def test_ships_that_are_short_together_make_no_pool() -> None:
    found = fueleu.pool(tonnes(100, -130))
    assert not found.valid
    assert found.reasons == ("the ships together are short by 30 tCO2e",)
    assert magnitude(found.total, "tCO2e") == -30


@pytest.mark.parametrize("numbers", [(100.0, -100.0), (0.0, 0.0), (5.0, 3.0)])
def test_a_pool_that_just_holds_or_needs_nothing_is_valid(numbers: tuple[float, float]) -> None:
    found = fueleu.pool(tonnes(*numbers))
    assert found.valid
    assert found.after is not None
    assert magnitude(found.after.sum(), "tCO2e") == pytest.approx(sum(numbers))


def test_an_allotment_of_the_company_s_own_may_leave_a_ship_in_deficit() -> None:
    # 200 - 30 - 50 + 10 - 100 = 30
    found = fueleu.pool(tonnes(200, -30, -50, 10, -100), tonnes(110, 0, 0, 0, -80))
    assert found.valid
    assert magnitude(found.total, "tCO2e") == 30


def test_the_printed_allotment_that_loses_balance_is_not_valid() -> None:
    found = fueleu.pool(tonnes(200, -30, -50, 10, -100), tonnes(30, 0, 0, 0, -80))
    assert found.reasons == ("the sum changes from 30 tCO2e to -50 tCO2e",)


def test_every_ship_that_is_treated_wrongly_is_named() -> None:
    found = fueleu.pool(tonnes(100, 50, -20), tonnes(170, -10, -30), ships=["Anna", "Bo", "Cai"])
    assert found.reasons == ("Bo in surplus leaves below zero", "Cai in deficit leaves worse")


def test_a_ship_stands_in_a_pool_once_and_does_not_borrow() -> None:
    found = fueleu.pool(tonnes(100, -20, -20), ships=["Anna", "Bo", "Bo"], borrowing=["Anna"])
    assert found.reasons == ("Bo stands in the pool 2 times", "Anna borrows in the year")
    assert found.after is None


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ([tonnes(5)], {}, "balances of two ships or more are due, as one array"),
        ([Q_("5 tCO2e")], {}, "balances of two ships or more are due, as one array"),
        ([tonnes(5, -1)], {"ships": ["Anna"]}, "1 names for 2 balances; one for each is due"),
        ([tonnes(5, -1)], {"borrowing": ["Anna"]}, "Anna borrows, but is not among the ships"),
        ([tonnes(5, -1), tonnes(1, 1, 2)], {}, "3 allotted for 2 ships; one for each is due"),
    ],
)
def test_what_is_no_pool_is_refused(arguments: list[Any], options: dict[str, Any], message: str) -> None:
    with pytest.raises(GreenportError, match=message):
        fueleu.pool(*arguments, **options)


def test_a_pool_of_energies_is_refused() -> None:
    with pytest.raises(UnitError, match=r"balances of 1 GJ .* is an energy where a compliance balance"):
        fueleu.pool(Q_(np.array([1.0, 2.0]), "GJ"))
