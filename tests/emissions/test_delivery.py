"""Emissions of delivered fuel, avoided emissions and what avoiding costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, emissions
from greenport.errors import GreenportError, UnitError
from greenport.fuels import fuel
from greenport.units import Q_, magnitude

VLSFO = emissions.well_to_wake("vlsfo")
METHANOL = fuel("methanol")


def test_a_coaster_from_tianjin_adds_under_five_grams() -> None:
    # 98 t of fuel oil for 5,000 t of methanol: 98 * 41 * 91.39 / (5000 * 19.9)
    coaster = costs.Tanker(Q_("12 kn"), Q_("10000 USD/d"), Q_("9 t/d"), Q_("3 t/d"))
    voyage = costs.voyage_cost(
        ("tianjin", "hong_kong"),
        coaster,
        Q_("5000 t"),
        bunker_price=Q_("535 USD/t"),
        load_time=Q_("38 h"),
        discharge_time=Q_("38 h"),
    )
    burnt = fuel("vlsfo").energy(voyage.fuel_mass)
    added = emissions.transport_intensity(burnt, VLSFO, METHANOL.energy(Q_("5000 t")))
    assert magnitude(voyage.fuel_mass, "t") == pytest.approx(98.1, abs=0.1)
    assert magnitude(added, "gCO2e/MJ") == pytest.approx(3.69, abs=0.01)


def test_each_leg_adds_to_the_intensity_of_production() -> None:
    total = emissions.delivered_intensity(Q_("23.5 gCO2e/MJ"), Q_("3.7 gCO2e/MJ"), Q_("0.1 kgCO2e/GJ"))
    assert magnitude(total, "gCO2e/MJ") == pytest.approx(27.3)


def test_what_is_lost_on_the_way_was_produced_all_the_same() -> None:
    total = emissions.delivered_intensity(Q_("18 gCO2e/MJ"), Q_("2 gCO2e/MJ"), loss=Q_("10 %"))
    assert magnitude(total, "gCO2e/MJ") == pytest.approx(22)


def test_losing_everything_is_refused() -> None:
    with pytest.raises(GreenportError, match="loss of 100 % delivers nothing"):
        emissions.delivered_intensity(Q_("18 gCO2e/MJ"), loss=Q_("100 %"))


def test_a_leg_that_is_no_intensity_is_named() -> None:
    with pytest.raises(UnitError, match="transport leg 2 of 3 tCO2e is a greenhouse gas"):
        emissions.delivered_intensity(Q_("18 gCO2e/MJ"), Q_("1 gCO2e/MJ"), Q_("3 tCO2e"))


@given(st.lists(st.tuples(st.floats(0.01, 100.0), st.floats(-50.0, 120.0)), min_size=1, max_size=6))
def test_a_blend_lies_between_its_parts_and_keeps_their_emissions(parts: list[tuple[float, float]]) -> None:
    energy, intensity = np.array(parts).T
    found = magnitude(emissions.blended_intensity(Q_(energy, "GJ"), Q_(intensity, "gCO2e/MJ")), "gCO2e/MJ")
    assert intensity.min() - 1e-9 <= found <= intensity.max() + 1e-9
    assert found * energy.sum() == pytest.approx((energy * intensity).sum(), abs=1e-6)


def test_five_per_cent_of_pilot_fuel_adds_to_methanol() -> None:
    # 0.05 * 91.39 + 0.95 * 23.5
    found = emissions.blended_intensity(Q_([5.0, 95.0], "GJ"), Q_([91.39, 23.5], "gCO2e/MJ"))
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(26.8945)


@pytest.mark.parametrize(
    ("energy", "message"), [([0.0, 0.0], "hold no energy"), ([1.0], "one intensity for each energy")]
)
def test_a_blend_of_nothing_is_refused(energy: list[float], message: str) -> None:
    with pytest.raises(GreenportError, match=message):
        emissions.blended_intensity(Q_(energy, "GJ"), Q_([1.0, 2.0], "gCO2e/MJ"))


def test_the_cut_a_supplier_states_is_his_saving_against_the_comparator() -> None:
    comparator = emissions.well_to_wake("comparator")
    saving = emissions.emission_saving(emissions.well_to_wake("goldwind"), comparator)
    assert magnitude(saving, "percent") == pytest.approx(70)


def test_a_fuel_that_takes_up_carbon_saves_more_than_everything() -> None:
    # miscanthus to jet: 28.3 - 42.6 = -14.3 against 89
    saving = emissions.emission_saving(Q_("-14.3 gCO2e/MJ"), Q_("89 gCO2e/MJ"))
    assert magnitude(saving, "percent") == pytest.approx(116.07, abs=0.01)


def test_avoided_emissions_of_a_thousand_tonnes_of_methanol() -> None:
    # 19,900 GJ * (91.39 - 20) g/MJ
    avoided = emissions.avoided_emissions(Q_("1 kt"), METHANOL.lhv, Q_("20 gCO2e/MJ"), Q_("91.39 gCO2e/MJ"))
    assert magnitude(avoided, "tCO2e") == pytest.approx(1420.66, abs=0.01)


@pytest.mark.parametrize(
    ("green", "fossil", "intensity", "reference", "parity"),
    [
        # methanol against fuel oil and HEFA against jet fuel, delivered, as the base case expects
        ("50 USD/GJ", "13 USD/GJ", "20 gCO2e/MJ", "91.39 gCO2e/MJ", 520),
        ("47 USD/GJ", "18 USD/GJ", "13.9 gCO2e/MJ", "89 gCO2e/MJ", 380),
    ],
)
def test_parity_carbon_prices_of_the_base_case(
    green: str, fossil: str, intensity: str, reference: str, parity: float
) -> None:
    price = emissions.abatement_cost(Q_(green) - Q_(fossil), Q_(reference) - Q_(intensity))
    assert magnitude(price, "USD/tCO2e") == pytest.approx(parity, abs=10)


def test_abatement_cost_of_totals_keeps_the_price_year() -> None:
    cost = emissions.abatement_cost(Q_("2 MUSD_2025"), Q_("4 ktCO2e"))
    assert magnitude(cost, "USD_2025/tCO2e") == pytest.approx(500)


def test_costs_and_what_is_avoided_must_go_together() -> None:
    with pytest.raises(
        GreenportError, match=r"extra_cost of shape \(2,\) and avoided of shape \(3,\) do not go"
    ):
        emissions.abatement_cost(Q_(np.ones(2), "USD"), Q_(np.ones(3), "tCO2e"))


def test_a_fuel_that_avoids_nothing_has_no_abatement_cost() -> None:
    with pytest.raises(GreenportError, match="0 tCO2e is avoided"):
        emissions.abatement_cost(Q_("2 MUSD"), Q_("0 tCO2e"))


def test_cost_per_mass_and_emissions_per_energy_do_not_divide() -> None:
    with pytest.raises(UnitError, match="extra cost per emissions avoided"):
        emissions.abatement_cost(Q_("300 USD/t"), Q_("71 gCO2e/MJ"))
