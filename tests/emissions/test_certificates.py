"""Fuels built from certificates: biofuels, fuels of non-biological origin, stated totals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import MarineFuel, biofuel, ets, fueleu, regime_fuel, rfnbo, stated
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

EU = Q_("69.095477 gCO2e/MJ")  # 1.375 / 0.0199, CO2 alone


def grams(number: float) -> Quantity:
    return Q_(number, "gCO2e/MJ")


def intensity(fuel: MarineFuel) -> Any:
    return magnitude(fuel.well_to_wake("AR4"), "gCO2e/MJ")


@given(st.floats(-120.0, 90.0))
def test_the_carbon_of_a_biofuel_cancels_and_its_other_gases_remain(certified: float) -> None:
    # E + (25 CH4 + 298 N2O) / LHV
    expected = certified + (25 * 5e-5 + 298 * 1.8e-4) / 0.0372
    assert intensity(biofuel("fame", grams(certified))) == pytest.approx(expected, abs=1e-9)


def test_a_biogas_keeps_the_slip_of_its_engine() -> None:
    # WtT = 10 - 2.75 / 0.05; of the rest 96.9 % burns and 3.1 % slips
    made = biofuel("bio LNG", grams(10), "otto_medium_speed")
    burning = (0.969 * (2.75 + 298 * 1.1e-4) + 0.031 * 25) / 0.05
    assert intensity(made) == pytest.approx(10 - 2.75 / 0.05 + burning)


def test_manure_takes_up_more_than_it_gives_off() -> None:
    assert intensity(biofuel("bio_lng", grams(-100), "diesel_slow_speed")) < -90


@pytest.mark.parametrize("reason", [{"certified": False}, {"food_or_feed": True}])
def test_a_biofuel_that_fails_the_criteria_counts_as_its_fossil_rival(reason: dict[str, bool]) -> None:
    made = biofuel("fame", grams(46), certified=reason.get("certified", True),
                   food_or_feed=reason.get("food_or_feed", False), rival="hfo")  # fmt: skip
    assert intensity(made) == pytest.approx(intensity(regime_fuel("HFO", "fueleu")))
    assert made.kind == "fossil"
    assert magnitude(made.lhv, "GJ/t") == 37.2


def test_a_biofuel_that_fails_the_criteria_keeps_its_own_gases_for_emissions_trading() -> None:
    made = biofuel("fame", grams(46), certified=False, rival="hfo")
    assert magnitude(ets.fuel_factor(made, 2025), "tCO2e/t") == pytest.approx(2.834)


def test_a_biogas_that_fails_the_criteria_counts_as_natural_gas_in_the_same_engine() -> None:
    made = biofuel("bio_lng", grams(10), "lean_burn", certified=False, rival="lng")
    assert intensity(made) == pytest.approx(86.9405, abs=5e-5)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: biofuel("fame", grams(46), food_or_feed=True), "fame comes from food or feed crops and"),
        (lambda: biofuel("fame", grams(46), certified=False), "fame is not certified and counts as"),
        (lambda: rfnbo("methanol", grams(30), EU), "methanol saves less than 70 % of 94 gCO2e/MJ and"),
    ],
)
def test_the_fossil_rival_must_be_named(build: Any, message: str) -> None:
    with pytest.raises(GreenportError, match=f"{message}.*least favourable fossil pathway"):
        build()


def test_the_combustion_term_decides_on_2_76_grams_of_e_methanol() -> None:
    # E - 69.0955 + 71.8538
    assert intensity(rfnbo("methanol", grams(10), EU)) == pytest.approx(10 - 69.0955 + 71.8538, abs=1e-4)
    whole = Q_("71.853769 gCO2e/MJ")
    assert intensity(rfnbo("methanol", grams(10), whole)) == pytest.approx(10, abs=1e-4)


def test_a_saving_of_70_per_cent_is_enough_and_a_little_less_is_not() -> None:
    assert rfnbo("methanol", grams(28.2), EU).kind == "rfnbo"
    failed = rfnbo("methanol", grams(28.2001), EU, rival="methanol grey")
    assert failed.kind == "fossil"
    assert intensity(failed) == pytest.approx(103.1538, abs=5e-5)


def test_a_fuel_that_saves_too_little_has_no_reward() -> None:
    burnt: Any = [("HFO", Q_("9000 t")), (rfnbo("methanol", grams(40), EU, rival="hfo"), Q_("2000 t"))]
    assert magnitude(fueleu.ghg_intensity(burnt, year=2030), "gCO2e/MJ") == pytest.approx(91.7442, abs=5e-5)


def test_recycled_carbon_has_no_reward() -> None:
    fuel = rfnbo("methanol", grams(10), EU, recycled_carbon=True)
    assert fuel.kind == "recycled_carbon"
    assert fuel.renewable
    rewarded: Any = [("HFO", Q_("9000 t")), (rfnbo("methanol", grams(10), EU), Q_("2000 t"))]
    plain: Any = [("HFO", Q_("9000 t")), (fuel, Q_("2000 t"))]
    assert fueleu.ghg_intensity(plain) > fueleu.ghg_intensity(rewarded)


def test_many_certificates_make_many_intensities() -> None:
    made = biofuel("fame", Q_(np.array([10.0, 20.0]), "gCO2e/MJ"))
    assert intensity(made) == pytest.approx([11.4755, 21.4755], abs=5e-4)


def test_certificates_on_both_sides_of_the_threshold_are_built_apart() -> None:
    with pytest.raises(GreenportError, match="some intensities save 70 % of 94 gCO2e/MJ and some do not"):
        rfnbo("methanol", Q_(np.array([10.0, 40.0]), "gCO2e/MJ"), EU)


def test_any_fuel_can_be_built_if_all_its_factors_are_given() -> None:
    made = biofuel(
        "UCOME",
        grams(14.9),
        lhv=Q_("37.2 GJ/t"),
        carbon_dioxide=Q_("2.834 tCO2e/t"),
        methane=Q_(5e-5),
        nitrous_oxide=Q_(1.8e-4),
    )
    assert intensity(made) == pytest.approx(intensity(biofuel("fame", grams(14.9))))


def test_the_factors_that_are_missing_are_named() -> None:
    with pytest.raises(
        DataError, match=r"famee has no carbon_dioxide, methane, nitrous_oxide in table.*fame"
    ):
        biofuel("famee", grams(14.9), lhv=Q_("37 GJ/t"))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: biofuel("fame", Q_("14.9 MJ/t")), "intensity of 14.9 MJ/t"),
        (lambda: biofuel("fame", grams(1), lhv=Q_("0 GJ/t")), "lhv of 0 GJ/t is not above zero"),
        (lambda: rfnbo("methanol", grams(float("nan")), EU), "intensity of nan gCO2e/MJ is not a finite"),
        (lambda: stated("x", Q_("20 GJ/t"), Q_("20 gCO2e")), "well_to_wake of 20 gCO2e is a greenhouse gas"),
    ],
)
def test_what_is_no_intensity_is_refused(build: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        build()


def test_a_total_of_an_unknown_kind_is_refused() -> None:
    kind: Any = "green"
    with pytest.raises(GreenportError, match="kind of 'green' is unknown"):
        stated("x", Q_("20 GJ/t"), grams(20), kind=kind)


def test_an_engine_is_due_where_fuel_slips() -> None:
    with pytest.raises(DataError, match="bio_lng slips unburnt; name its converter"):
        biofuel("bio_lng", grams(10))
    with pytest.raises(DataError, match="fame does not slip under fueleu"):
        biofuel("fame", grams(10), "lean_burn")
