"""Limits, balances, penalties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import emissions
from greenport.emissions import fueleu
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

ENERGY = Q_("405 TJ")
HFO = emissions.well_to_wake("HFO")
FAME = emissions.well_to_wake(emissions.biofuel("fame", Q_("14.9 gCO2e/MJ")))


def owed(intensity: Any, year: int = 2025, consecutive: Any = 1) -> Any:
    attained = Q_(intensity, "gCO2e/MJ")
    balance = fueleu.compliance_balance(attained, ENERGY, year)
    return magnitude(fueleu.penalty(balance, attained, consecutive, year=year), "EUR")


@pytest.mark.parametrize(
    ("year", "limit"),
    [
        (2025, 89.3368),
        (2029, 89.3368),
        (2030, 85.6904),
        (2035, 77.9418),
        (2040, 62.9004),
        (2045, 34.6408),
        (2049, 34.6408),
        (2050, 18.2320),
        (2060, 18.2320),
    ],
)
def test_the_limit_falls_by_steps(year: int, limit: float) -> None:
    assert magnitude(fueleu.target(year), "gCO2e/MJ") == pytest.approx(limit, abs=1e-9)


def test_before_2025_there_is_no_limit() -> None:
    with pytest.raises(DataError, match="sets nothing for 2024; it begins in 2025"):
        fueleu.target(2024)


@given(st.integers(2025, 2060))
def test_a_ship_at_the_limit_has_no_balance_and_no_penalty(year: int) -> None:
    limit = fueleu.target(year)
    balance = fueleu.compliance_balance(limit, ENERGY, year)
    assert magnitude(balance, "tCO2e") == 0
    assert magnitude(fueleu.penalty(balance, limit, year=year), "EUR") == 0


def test_an_idle_ship_has_a_balance_of_0_and_not_of_minus_0() -> None:
    found = fueleu.compliance_balance(HFO, Q_(np.array([0.0, 405.0]), "TJ"), 2025).m
    assert found[0] == 0
    assert not np.signbit(found[0])


@given(st.floats(89.3368, 300.0), st.floats(0.01, 100.0))
def test_the_penalty_grows_with_the_intensity(intensity: float, more: float) -> None:
    assert owed(intensity) < owed(intensity + more)


@given(st.floats(0.1, 1e6), st.floats(1.0, 100.0))
def test_the_penalty_is_linear_in_the_deficit(deficit: float, times: float) -> None:
    one, many = (fueleu.penalty(Q_(-deficit * each, "tCO2e"), HFO).m for each in (1.0, times))
    assert many == pytest.approx(one * times)


def test_the_divisor_is_the_attained_intensity() -> None:
    # 2400 / (91.7442 * 41000) and 2400 / (91.3924 * 41000), in EUR per tonne
    for name, rate in (("HFO", 638.04), ("LFO", 640.50)):
        found = fueleu.penalty(Q_("-1 tCO2e"), emissions.well_to_wake(name))
        assert magnitude(found, "EUR") == pytest.approx(rate, abs=0.005)


@pytest.mark.parametrize("intensity", [-50.0, 0.0, 20.0])
def test_a_surplus_costs_nothing_even_below_zero(intensity: float) -> None:
    balance = fueleu.compliance_balance(Q_(intensity, "gCO2e/MJ"), ENERGY, 2025)
    assert balance.m > 0
    assert owed(intensity) == 0


def test_a_deficit_below_zero_cannot_be() -> None:
    with pytest.raises(GreenportError, match="a deficit with an intensity at or below zero cannot be"):
        fueleu.penalty(Q_("-5 tCO2e"), Q_("0 gCO2e/MJ"))


@pytest.mark.parametrize(("number", "factor"), [(1, 1.0), (2, 1.1), (3, 1.2), (26, 3.5), (101, 11.0)])
def test_each_further_deficit_adds_a_tenth_without_a_cap(number: int, factor: float) -> None:
    assert magnitude(fueleu.multiplier(number), "") == pytest.approx(factor)
    assert owed(91.7442, consecutive=number) == pytest.approx(factor * owed(91.7442))


@pytest.mark.parametrize("number", [0, -1, 1.5, "first", True])
def test_what_is_no_number_of_a_deficit_is_refused(number: Any) -> None:
    with pytest.raises(GreenportError, match="the number of the deficit in a row is due, 1, 2, …"):
        fueleu.multiplier(number)


@pytest.mark.parametrize("number", [True, "2", None, 2.0, -1])
@pytest.mark.parametrize("intensity", [20.0, 91.7442])
def test_no_penalty_is_counted_with_what_is_no_number_of_a_deficit(number: Any, intensity: float) -> None:
    with pytest.raises(GreenportError, match=f"consecutive of {number!r}: the number of the deficit"):
        owed(intensity, consecutive=number)


def test_a_deficit_needs_its_number_and_a_surplus_needs_none() -> None:
    assert owed(20.0, consecutive=0) == 0
    with pytest.raises(GreenportError, match="the number of the deficit in a row is due"):
        owed(91.7442, consecutive=0)


def test_penalties_of_a_fleet_over_the_years() -> None:
    years, attained = np.array([2025, 2030, 2035]), Q_(np.array([91.0, 80.0, 80.0]), "gCO2e/MJ")
    balance = fueleu.compliance_balance(attained, ENERGY, years)
    number = fueleu.deficits_in_a_row(balance)
    found = magnitude(fueleu.penalty(balance, attained, number, year=years), "EUR")
    due = [
        (attained_i - limit) * 405e6 / (attained_i * 41000) * 2400 if attained_i > limit else 0.0
        for attained_i, limit in zip([91.0, 80.0, 80.0], [89.3368, 85.6904, 77.9418], strict=True)
    ]
    assert found == pytest.approx(due)


def test_the_value_of_a_surplus_is_its_share_of_the_price() -> None:
    # (89.3368 - 80) / 80 * 2400
    attained = Q_("80 gCO2e/MJ")
    balance = fueleu.compliance_balance(attained, ENERGY, 2025)
    value = fueleu.value_per_tonne(balance, attained, ENERGY)
    assert magnitude(value, "EUR/t") == pytest.approx((89.3368 - 80) / 80 * 2400)


def test_a_surplus_below_zero_has_no_price() -> None:
    with pytest.raises(GreenportError, match="the price of a surplus is set for intensities above zero"):
        fueleu.value_per_tonne(Q_("5 tCO2e"), Q_("-5 gCO2e/MJ"), ENERGY)


@given(st.integers(2025, 2044), st.floats(-100.0, 30.0), st.booleans())
def test_the_share_of_a_blend_that_just_complies(year: int, green: float, rfnbo: bool) -> None:
    kind: Any = "rfnbo" if rfnbo else "stated"
    share = magnitude(fueleu.blend_share(HFO, Q_(green, "gCO2e/MJ"), year, rfnbo=rfnbo), "")
    lhv = Q_("40.5 GJ/t")
    other = emissions.stated("other", lhv, Q_(green, "gCO2e/MJ"), kind=kind)
    blend: Any = [("HFO", Q_(1 - share, "t")), (other, Q_(share, "t"))]
    attained = fueleu.ghg_intensity(blend, year=year)
    assert magnitude(attained - fueleu.target(year), "gCO2e/MJ") == pytest.approx(0, abs=1e-9)


def test_70_tonnes_of_ucome_make_2000_tonnes_of_hfo_comply() -> None:
    share = fueleu.blend_share(HFO, FAME, 2025)
    mass = 2000 * 40.5 * magnitude(share, "") / 37.2
    assert mass == pytest.approx(70, abs=0.5)


def test_at_the_limit_no_share_is_due() -> None:
    limit = fueleu.target(2025)
    assert magnitude(fueleu.blend_share(limit, limit, 2025), "") == 0


@pytest.mark.parametrize(
    ("fossil", "other", "message"),
    [("85 gCO2e/MJ", "10 gCO2e/MJ", "complies by itself"), ("95 gCO2e/MJ", "90 gCO2e/MJ", "no share of it")],
)
def test_a_blend_that_is_not_due_or_does_not_help_is_refused(fossil: str, other: str, message: str) -> None:
    with pytest.raises(GreenportError, match=message):
        fueleu.blend_share(Q_(fossil), Q_(other), 2025)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fueleu.compliance_balance(HFO, Q_("5 t"), 2025), "energy of 5 t is a mass"),
        (lambda: fueleu.penalty(Q_("5 t"), HFO), "balance of 5 t is a mass"),
        (lambda: fueleu.value_per_tonne(Q_("5 tCO2e"), HFO, Q_("0 GJ")), "energy of 0 GJ is not above zero"),
    ],
)
def test_a_wrong_kind_is_refused(call: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        call()
