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


@given(st.floats(-120.0, 32.9))
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


@pytest.mark.parametrize(
    ("certified", "options"), [(14.9, {"certified": False}), (14.9, {"food_or_feed": True}), (46.0, {})]
)
def test_a_biofuel_that_fails_the_criteria_counts_as_its_fossil_rival(
    certified: float, options: dict[str, Any]
) -> None:
    made = biofuel("fame", grams(certified), rival="hfo", **options)
    assert intensity(made) == pytest.approx(intensity(regime_fuel("HFO", "fueleu")))
    assert magnitude(made.lhv, "GJ/t") == 37.2


@pytest.mark.parametrize(
    ("plant_year", "least", "most"), [(2015, 47.0, 47.01), (2020, 37.6, 37.61), (2021, 32.9, 32.91)]
)
def test_a_biofuel_must_save_what_is_asked_of_its_plant(plant_year: int, least: float, most: float) -> None:
    assert biofuel("fame", grams(least), plant_year=plant_year).kind == "biofuel"
    with pytest.raises(GreenportError, match=r"fame saves less than \d\d % of 94 gCO2e/MJ and counts as"):
        biofuel("fame", grams(most), plant_year=plant_year)


def test_without_a_year_most_is_asked_of_a_plant() -> None:
    assert biofuel("fame", grams(32.9)).kind == "biofuel"
    with pytest.raises(GreenportError, match=r"saves less than 65 % .*asked of a new plant; give plant_year"):
        biofuel("fame", grams(33))


def test_a_biofuel_that_saves_too_little_needs_allowances_for_its_carbon() -> None:
    made = biofuel("fame", grams(40), rival="hfo")
    assert made.kind == "fossil"
    assert magnitude(ets.fuel_factor(made, 2025), "tCO2e/t") == pytest.approx(2.834)


def test_crops_count_as_fossil_under_fueleu_and_need_no_allowances_if_they_save_enough() -> None:
    crops = biofuel("fame", grams(30), food_or_feed=True, rival="hfo")
    assert intensity(crops) == pytest.approx(91.7442, abs=5e-5)
    assert ets.fuel_factor(crops, 2025).m == 0
    wasteful = biofuel("fame", grams(50.1), food_or_feed=True, rival="hfo")
    assert magnitude(ets.fuel_factor(wasteful, 2025), "tCO2e/t") == pytest.approx(2.834)


def test_a_biofuel_that_fails_the_criteria_keeps_its_own_gases_for_emissions_trading() -> None:
    made = biofuel("fame", grams(46), certified=False, rival="hfo")
    assert magnitude(ets.fuel_factor(made, 2025), "tCO2e/t") == pytest.approx(2.834)


def test_a_biogas_that_fails_the_criteria_counts_as_natural_gas_in_the_same_engine() -> None:
    made = biofuel("bio_lng", grams(10), "lean_burn", certified=False, rival="lng")
    assert intensity(made) == pytest.approx(86.9405, abs=5e-5)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: biofuel("fame", grams(30), food_or_feed=True), "fame comes from food or feed crops and"),
        (lambda: biofuel("fame", grams(46), certified=False), "fame is not certified and counts as"),
        (lambda: rfnbo("methanol", grams(30), EU), "methanol saves less than 70 % of 94 gCO2e/MJ and"),
    ],
)
def test_the_fossil_rival_must_be_named(build: Any, message: str) -> None:
    with pytest.raises(GreenportError, match=f"{message}.*least favourable fossil pathway"):
        build()


def test_where_the_annex_has_the_same_substance_that_is_the_rival_and_no_other() -> None:
    failed = rfnbo("methanol", grams(40), EU, rival="methanol grey")
    assert intensity(failed) == pytest.approx(103.1538, abs=5e-5)
    with pytest.raises(
        GreenportError, match=r'counts as methanol_grey.*not as mgo; give rival="methanol_grey"'
    ):
        rfnbo("methanol", grams(40), EU, rival="mgo")
    with pytest.raises(GreenportError, match=r'bio_lng is not certified .*name it, rival="lng"'):
        biofuel("bio_lng", grams(10), "lean_burn", certified=False)


@pytest.mark.parametrize(
    ("total", "term", "message"),
    [
        (20.0, -69.0, "combustion of -69 gCO2e/MJ is below zero"),
        (-20.0, 69.0, "intensity of -20 gCO2e/MJ is below zero; a certified intensity is due"),
    ],
)
def test_a_fuel_of_non_biological_origin_has_no_term_below_zero(
    total: float, term: float, message: str
) -> None:
    with pytest.raises(UnitError, match=message):
        rfnbo("methanol", grams(total), grams(term))


def test_the_combustion_term_is_at_most_what_burning_gives_off() -> None:
    assert rfnbo("methanol", grams(20), grams(71.86)).kind == "rfnbo"  # a rounded 71.8538
    with pytest.raises(
        GreenportError, match=r"combustion of 80 .* than burning methanol gives off, 71\.8538"
    ):
        rfnbo("methanol", grams(20), grams(80))


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
    burnt: Any = [
        ("HFO", Q_("9000 t")),
        (rfnbo("methanol", grams(40), EU, rival="methanol_grey"), Q_("2000 t")),
    ]
    # (364.5 * 91.7442 + 39.8 * 103.1538) / (364.5 + 39.8)
    assert magnitude(fueleu.ghg_intensity(burnt, year=2030), "gCO2e/MJ") == pytest.approx(92.8674, abs=5e-5)


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
    both = Q_(np.array([10.0, 40.0]), "gCO2e/MJ")
    with pytest.raises(GreenportError, match="some intensities save 70 % of 94 gCO2e/MJ and some do not"):
        rfnbo("methanol", both, EU)
    with pytest.raises(GreenportError, match="some intensities save 65 % of 94 gCO2e/MJ and some do not"):
        biofuel("fame", both)


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


def test_the_law_is_read_at_a_date() -> None:
    with pytest.raises(DataError, match="nothing stood on 2010-01-01"):
        biofuel("fame", grams(10), as_of="2010-01-01")


def test_a_name_is_a_text() -> None:
    name: Any = None
    with pytest.raises(DataError, match=r'name of None is not a text; a name is due, e\.g\. "e-methanol"'):
        stated(name, Q_("20 GJ/t"), grams(20))


def test_a_total_of_an_unknown_kind_is_refused() -> None:
    kind: Any = "green"
    with pytest.raises(GreenportError, match="kind of 'green' is unknown"):
        stated("x", Q_("20 GJ/t"), grams(20), kind=kind)


def test_an_engine_is_due_where_fuel_slips() -> None:
    with pytest.raises(DataError, match="bio_lng slips unburnt; name its converter"):
        biofuel("bio_lng", grams(10))
    with pytest.raises(DataError, match="fame does not slip under fueleu"):
        biofuel("fame", grams(10), "lean_burn")
