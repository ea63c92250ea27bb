"""Banking and borrowing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import fueleu
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

ENERGY = Q_("405 TJ")


def tonnes(number: Any) -> Quantity:
    return Q_(number, "tCO2e")


def test_a_surplus_is_carried_on_whole_and_a_deficit_not() -> None:
    found = fueleu.banked(tonnes(np.array([746.0, 0.0, -975.0])))
    assert magnitude(found, "tCO2e").tolist() == [746, 0, 0]


def test_what_was_banked_counts_and_what_was_borrowed_is_paid_back_with_a_tenth() -> None:
    found = fueleu.adjusted_balance(tonnes(-30), tonnes(50), borrowed_before=tonnes(10))
    assert magnitude(found, "tCO2e") == pytest.approx(-30 + 50 - 11)


@given(st.floats(1e-3, 700.0))
def test_borrowing_brings_the_balance_to_zero_and_costs_a_tenth_of_it(deficit: float) -> None:
    loan = fueleu.borrowed(tonnes(-deficit), ENERGY, 2026)
    now = fueleu.adjusted_balance(tonnes(-deficit), borrowed=loan)
    then = fueleu.adjusted_balance(tonnes(0.0), borrowed_before=loan)
    assert magnitude(now, "tCO2e") == pytest.approx(0, abs=1e-12)
    assert magnitude(then, "tCO2e") == pytest.approx(-1.1 * deficit)


def test_two_per_cent_of_the_limit_may_be_borrowed_and_no_more() -> None:
    # 0.02 * 89.3368 g/MJ * 405e6 MJ
    most = fueleu.borrowing_limit(ENERGY, 2026)
    assert magnitude(most, "tCO2e") == pytest.approx(0.02 * 89.3368 * 405)
    assert fueleu.borrowed(-most, ENERGY, 2026) == most
    with pytest.raises(GreenportError, match=r"a deficit is above the limit of 723\.628 tCO2e; 2 %"):
        fueleu.borrowed(-1.0001 * most, ENERGY, 2026)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"last_year": True}, "the ship borrowed in the year before, so it may not borrow"),
        ({"pooled": True}, "the ship is in a pool, so it may not borrow"),
    ],
)
def test_borrowing_twice_in_a_row_or_beside_a_pool_is_refused(options: dict[str, bool], message: str) -> None:
    with pytest.raises(GreenportError, match=message):
        fueleu.borrowed(
            tonnes(-10),
            ENERGY,
            2026,
            last_year=options.get("last_year", False),
            pooled=options.get("pooled", False),
        )


@pytest.mark.parametrize("balance", [0.0, 10.0])
def test_only_a_deficit_is_borrowed_for(balance: float) -> None:
    with pytest.raises(GreenportError, match=r"a balance of .* is no deficit; nothing is due"):
        fueleu.borrowed(tonnes(balance), ENERGY, 2026)


def test_a_fleet_borrows_at_once() -> None:
    loans = fueleu.borrowed(tonnes(np.array([-1.0, -2.0])), ENERGY, 2026)
    assert magnitude(loans, "tCO2e").tolist() == [1, 2]


@pytest.mark.parametrize(
    ("balances", "numbers"),
    [
        ([-1.0, -1.0, -1.0], [1, 2, 3]),
        ([5.0, -1.0, 0.0, -1.0, -1.0], [0, 1, 0, 1, 2]),
        ([1.0], [0]),
    ],
)
def test_reaching_zero_ends_the_row_of_deficits(balances: list[float], numbers: list[int]) -> None:
    assert fueleu.deficits_in_a_row(tonnes(np.array(balances))).tolist() == numbers


@given(st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=1, max_size=12))
def test_rows_are_counted_as_year_by_year(short: list[list[bool]]) -> None:
    found = fueleu.deficits_in_a_row(tonnes(np.where(short, -1.0, 1.0)))
    due = [0, 0]
    for year, now in enumerate(short):
        due = [number + 1 if lacks else 0 for number, lacks in zip(due, now, strict=True)]
        assert found[year].tolist() == due


def test_ships_have_rows_of_their_own() -> None:
    years_by_ships = tonnes(np.array([[-1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]))
    assert fueleu.deficits_in_a_row(years_by_ships).tolist() == [[1, 1], [2, 0], [3, 1]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fueleu.repayment(tonnes(-1)), "amount of -1 tCO2e is below zero"),
        (lambda: fueleu.banked(Q_("5 t")), "balance of 5 t is a mass"),
        (lambda: fueleu.adjusted_balance(tonnes(1), tonnes(-1)), "banked of -1 tCO2e is below zero"),
        (lambda: fueleu.deficits_in_a_row(Q_("5 GJ")), "balances of 5 GJ is an energy"),
        (lambda: fueleu.borrowing_limit(Q_("5 t"), 2025), "energy of 5 t is a mass"),
    ],
)
def test_a_wrong_kind_is_refused(call: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        call()


def test_there_is_nothing_to_borrow_before_2025() -> None:
    with pytest.raises(DataError, match="sets nothing for 2024"):
        fueleu.borrowing_limit(ENERGY, 2024)
