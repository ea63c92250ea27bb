"""Renewable Energy Directive: sums of terms, allocation, savings and thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import data
from greenport.emissions import red
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

TERM = st.floats(-100, 100)
CREDIT = st.floats(0, 100)
ENERGY = st.floats(0.1, 1e6)


def grams(number: float) -> Quantity:
    return Q_(number, "gCO2e/MJ")


def plain(intensity: Quantity) -> float:
    return float(magnitude(intensity, "gCO2e/MJ"))


@given(st.lists(TERM, min_size=5, max_size=5), st.lists(CREDIT, min_size=3, max_size=3))
def test_the_terms_of_annex_v_are_added_and_the_credits_taken_off(
    terms: list[float], credits: list[float]
) -> None:
    names = (
        "cultivation",
        "land_use",
        "processing",
        "transport",
        "soil_carbon",
        "use",
        "captured",
        "replaced",
    )
    found = red.biofuel_intensity(**dict(zip(names, map(grams, terms + credits), strict=True)))
    use, captured, replaced = credits
    assert plain(found) == pytest.approx(sum(terms[:4]) - terms[4] + use - captured - replaced, abs=1e-9)


@given(st.lists(TERM, min_size=4, max_size=4), st.lists(CREDIT, min_size=3, max_size=3))
def test_the_terms_of_a_fuel_of_non_biological_origin_are_added(
    terms: list[float], credits: list[float]
) -> None:
    (elastic, rigid, processing, transport), (existing, use, captured) = terms, credits
    found = red.rfnbo_intensity(
        elastic=grams(elastic),
        rigid=grams(rigid),
        existing_use=grams(existing),
        processing=grams(processing),
        transport=grams(transport),
        use=grams(use),
        captured=grams(captured),
    )
    due = (elastic + rigid - existing) + processing + transport + use - captured
    assert plain(found) == pytest.approx(due, abs=1e-9)


@pytest.mark.parametrize("term", ["existing_use", "use", "captured"])
def test_what_is_burnt_and_what_is_credited_is_not_below_zero(term: str) -> None:
    with pytest.raises(UnitError, match=f"{term} of -5 gCO2e/MJ is below zero"):
        red.rfnbo_intensity(**{term: grams(-5)})
    if term != "existing_use":
        with pytest.raises(UnitError, match=f"{term} of -5 gCO2e/MJ is below zero"):
            red.biofuel_intensity(**{term: grams(-5)})


def test_captured_carbon_with_an_existing_use_cancels_what_is_burnt() -> None:
    burnt = grams(69.0955)
    assert plain(red.rfnbo_intensity(existing_use=burnt, use=burnt, processing=grams(4))) == pytest.approx(4)


def test_a_loss_of_carbon_is_spread_over_twenty_years() -> None:
    assert plain(red.land_use_change(Q_("60 tCO2e/ha"), Q_("60 GJ/ha/yr"))) == pytest.approx(50)


def test_restored_land_has_a_bonus_of_29_grams() -> None:
    loss, grown = Q_("60 tCO2e/ha"), Q_("60 GJ/ha/yr")
    assert plain(red.land_use_change(loss, grown, restored_land=True)) == pytest.approx(21)


@given(ENERGY, st.lists(ENERGY, max_size=3))
def test_the_shares_of_all_products_add_to_one(fuel: float, others: list[float]) -> None:
    energies = [fuel, *others]
    shares = [
        red.allocation_factor(
            Q_(energy, "GJ"), *(Q_(each, "GJ") for each in energies[:at] + energies[at + 1 :])
        )
        for at, energy in enumerate(energies)
    ]
    assert sum(share.m for share in shares) == pytest.approx(1)


def test_a_wet_coproduct_of_negative_energy_counts_as_nothing() -> None:
    factor = red.allocation_factor(Q_("100 GJ"), Q_("-40 GJ"), Q_("25 GJ"))
    assert factor.m == pytest.approx(0.8)


def test_allocation_of_many_processes_is_that_of_each() -> None:
    fuel, cake = np.array([100.0, 50.0, 10.0]), np.array([25.0, -3.0, 30.0])
    found = red.allocated_intensity(Q_("2 tCO2e"), Q_(fuel, "GJ"), Q_(cake, "GJ"))
    due = 2e6 / (fuel + np.maximum(cake, 0)) / 1e3
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(due)


def test_products_without_energy_cannot_share() -> None:
    with pytest.raises(GreenportError, match="the products hold no energy"):
        red.allocation_factor(Q_("0 GJ"), Q_("-5 GJ"))


def test_a_coproduct_is_an_energy() -> None:
    with pytest.raises(UnitError, match=r"co-product 1 of 5 t is a mass where an energy is due"):
        red.allocation_factor(Q_("100 GJ"), Q_("5 t"))


def test_heat_of_150_degrees_is_worth_35_per_cent_against_freezing() -> None:
    assert red.carnot_factor(Q_("150 °C"), Q_("0 °C")).m == pytest.approx(150 / 423.15)


def test_heat_colder_than_its_surroundings_is_refused() -> None:
    with pytest.raises(GreenportError, match="colder than its surroundings"):
        red.carnot_factor(Q_("10 °C"), Q_("20 °C"))


def test_the_comparator_is_that_of_the_emission_factors() -> None:
    assert red.comparator() == data.datum("emission_factors:comparator:well_to_wake:red").value


@pytest.mark.parametrize(
    ("year", "due"), [(2010, 50), (2015, 50), (2016, 60), (2020, 60), (2021, 65), (2030, 65)]
)
def test_the_saving_due_of_a_biofuel_follows_the_start_of_its_plant(year: int, due: float) -> None:
    assert red.threshold("biofuel", year).m == due


def test_most_is_asked_where_no_year_is_given() -> None:
    assert (red.threshold("biofuel").m, red.threshold("rfnbo").m) == (65, 70)


def test_a_fuel_of_non_biological_origin_saves_70_per_cent_whenever_its_plant_began() -> None:
    assert {red.threshold("rfnbo", year).m for year in (2012, 2024, 2035)} == {70}


@given(st.floats(0, 100))
def test_a_fuel_at_its_highest_intensity_saves_what_is_due(share: float) -> None:
    most = red.highest_intensity(Q_(share, "%"))
    assert magnitude(red.saving(most), "%") == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(("intensity", "complies"), [(28.2, True), (28.2001, False), (-5, True)])
def test_the_limit_of_70_per_cent_is_28_2_grams(intensity: float, complies: bool) -> None:
    assert red.complies(grams(intensity), "rfnbo", 2024) is complies


@pytest.mark.parametrize(
    ("fuel", "printed"),
    [("waste oil FAME", 84), ("waste oil HVO", 83), ("rapeseed FAME", 47), ("black liquor methanol", 89)],
)
def test_a_default_gives_the_saving_that_the_annex_prints(fuel: str, printed: int) -> None:
    assert round(magnitude(red.saving(red.default_intensity(fuel)), "%")) == printed


def test_a_typical_value_is_at_most_the_default() -> None:
    fuels = [key.split(":")[2] for key in data.keys("law") if key.startswith("red:default:")]
    assert fuels
    assert all(red.default_intensity(fuel, typical=True) <= red.default_intensity(fuel) for fuel in fuels)


def test_an_unknown_pathway_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match="did you mean red:default:waste_oil_hvo"):
        red.default_intensity("waste oil HVOO")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(GreenportError, match="kind of 'hydrogen' is unknown"):
        red.threshold("hydrogen", 2024)  # type: ignore[arg-type]


def test_the_rules_for_non_biological_fuels_did_not_stand_in_2022() -> None:
    with pytest.raises(DataError, match="nothing stood on 2022-01-01"):
        red.threshold("rfnbo", 2024, as_of="2022-01-01")
