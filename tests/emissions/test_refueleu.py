"""ReFuelEU Aviation: shares, shortfalls and least fines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import refueleu
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

STEPS = {2025: 2, 2029: 2, 2030: 6, 2034: 6, 2035: 20, 2039: 20, 2040: 34, 2045: 42, 2050: 70, 2060: 70}
SYNTHETIC = {2030: 1.2, 2031: 1.2, 2032: 2, 2034: 2, 2035: 5, 2040: 10, 2045: 15, 2050: 35}
MASS = st.floats(0, 1e6)
PRICE = st.floats(0, 1e4)


def test_the_shares_are_the_steps_of_the_annex() -> None:
    assert refueleu.target(list(STEPS)).m.tolist() == list(STEPS.values())


def test_the_shares_of_synthetic_fuel_are_the_steps_of_the_annex() -> None:
    assert refueleu.target(list(SYNTHETIC), "synthetic").m.tolist() == list(SYNTHETIC.values())


def test_the_floors_lie_inside_the_means() -> None:
    years = [2030, 2031, 2032, 2033, 2034]
    floors, means = refueleu.yearly_floor(years), refueleu.target(years, "synthetic")
    assert floors.m.tolist() == [0.7, 0.7, 1.2, 1.2, 2.0]
    assert np.all(floors.m <= means.m)


@pytest.mark.parametrize(("year", "kind"), [(2024, "saf"), (2029, "synthetic")])
def test_before_its_first_year_a_share_is_not_nothing_but_not_set(year: int, kind: refueleu.Kind) -> None:
    with pytest.raises(DataError, match=f"sets nothing for {year}"):
        refueleu.target(year, kind)


def test_a_kind_of_fuel_that_has_no_share_is_refused() -> None:
    with pytest.raises(GreenportError, match="kind of 'hydrogen' is unknown"):
        refueleu.target(2030, "hydrogen")  # type: ignore[arg-type]


@given(MASS, st.floats(0, 1))
def test_a_supplier_lacks_what_the_share_asks_beyond_what_he_delivered(supplied: float, share: float) -> None:
    found = refueleu.shortfall(Q_(supplied, "t"), Q_(supplied * share, "t"), 2030)
    assert found.m == pytest.approx(max(0.0, 0.06 * supplied - share * supplied), abs=1e-6)


def test_what_was_missing_is_due_the_next_year_too() -> None:
    first = refueleu.shortfall(Q_("1 Mt"), Q_("15 kt"), 2025)
    second = refueleu.shortfall(Q_("1 Mt"), Q_("20 kt"), 2026, carried=first)
    assert second.m == pytest.approx(5000)


def test_more_sustainable_fuel_than_fuel_is_refused() -> None:
    with pytest.raises(GreenportError, match="more than all fuel supplied"):
        refueleu.shortfall(Q_("10 t"), Q_("11 t"), 2025)


@given(MASS, MASS, PRICE, PRICE)
def test_the_fine_grows_with_the_shortfall(less: float, more: float, dear: float, cheap: float) -> None:
    low, high = sorted((less, more))
    prices = (Q_(dear, "EUR/t"), Q_(cheap, "EUR/t"))
    fines = refueleu.supplier_fine(Q_(np.array([low, high]), "t"), *prices).m
    assert fines[1] >= fines[0] >= 0
    assert fines == pytest.approx(2 * max(0.0, dear - cheap) * np.array([low, high]))


def test_a_cheaper_green_fuel_costs_no_fine() -> None:
    assert refueleu.supplier_fine(Q_("100 t"), Q_("700 EUR/t"), Q_("734 EUR/t")).m == 0


def test_prices_of_two_years_do_not_make_a_fine() -> None:
    with pytest.raises(UnitError):
        refueleu.supplier_fine(Q_("1 t"), Q_("2085 EUR_2024/t"), Q_("734 EUR_2025/t"))


def test_a_fine_keeps_the_price_year_of_its_prices() -> None:
    found = refueleu.supplier_fine(Q_("1 t"), Q_("2085 EUR_2024/t"), Q_("734 EUR_2024/t"))
    assert magnitude(found, "EUR_2024") == pytest.approx(2702)


def test_the_published_prices_of_2024_make_the_fines_of_2025() -> None:
    jet = refueleu.reference_price(2024, "conventional")
    green = [refueleu.reference_price(2024, kind) for kind in ("saf", "synthetic")]
    assert [magnitude(refueleu.supplier_fine(Q_("1 t"), each, jet), "EUR") for each in green] == [2702, 13922]


def test_fuel_is_not_sold_below_zero() -> None:
    with pytest.raises(UnitError, match="conventional_price of -734 EUR/t is below zero"):
        refueleu.supplier_fine(Q_("1 t"), Q_("2085 EUR/t"), Q_("-734 EUR/t"))
    with pytest.raises(UnitError, match="fuel_price of -734 EUR/t is below zero"):
        refueleu.operator_fine(Q_("1 t"), Q_("-734 EUR/t"))


def test_a_year_without_published_prices_says_so() -> None:
    with pytest.raises(DataError, match="2031"):
        refueleu.reference_price(2031, "saf")


def test_a_fuel_without_a_published_price_is_refused() -> None:
    with pytest.raises(GreenportError, match="fuel of 'diesel' has no price"):
        refueleu.reference_price(2024, "diesel")  # type: ignore[arg-type]


@given(MASS, MASS, st.floats(0, 1e4))
def test_an_operator_takes_up_nine_tenths(required: float, uplifted: float, safety: float) -> None:
    found = refueleu.not_uplifted(Q_(required, "t"), Q_(uplifted, "t"), Q_(safety, "t"))
    assert found.m == pytest.approx(max(0.0, 0.9 * required - uplifted - safety), abs=1e-6)


def test_an_operator_pays_twice_the_fuel_left_out() -> None:
    assert magnitude(refueleu.operator_fine(Q_("300 t"), Q_("734 EUR/t")), "EUR") == pytest.approx(440400)


def test_a_share_complies_from_the_target_on() -> None:
    assert refueleu.complies(Q_("6 %"), 2030)
    assert not refueleu.complies(Q_("5.99 %"), 2030)


def test_the_regulation_did_not_stand_in_2020() -> None:
    with pytest.raises(DataError, match="nothing stood on 2020-01-01"):
        refueleu.target(2030, as_of="2020-01-01")
