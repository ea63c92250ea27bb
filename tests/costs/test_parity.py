"""Price parity of a green fuel with its fossil rival."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.costs import FuelCost
from greenport.emissions.delivery import abatement_cost
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, MismatchError, magnitude

VLSFO = FuelCost.of("vlsfo", Q_("535 USD_2025/t"))
prices, intensities = st.floats(100.0, 3000.0), st.floats(-20.0, 80.0)


def methanol(price: float = 880.0, intensity: float = 20.0) -> FuelCost:
    return FuelCost.of("methanol", Q_(price, "USD_2025/t"), Q_(intensity, "gCO2e/MJ"))


def test_the_carbon_price_of_parity_by_hand() -> None:
    # 880/19.9 - 535/41 = 31.1723 USD/GJ; 91.3924 - 20 = 71.3924 kg/GJ
    found = costs.parity_carbon_price(methanol(), VLSFO)
    assert magnitude(found, "USD_2025/tCO2e") == pytest.approx((880 / 19.9 - 535 / 41) / 0.0713924)


def test_the_carbon_price_of_parity_is_the_abatement_cost() -> None:
    green = methanol()
    extra = green.price_per_energy - VLSFO.price_per_energy
    due = magnitude(abatement_cost(extra, VLSFO.intensity - green.intensity), "USD_2025/tCO2e")
    assert magnitude(costs.parity_carbon_price(green, VLSFO), "USD_2025/tCO2e") == pytest.approx(due)


@given(prices, intensities)
def test_at_the_parity_carbon_price_the_parity_price_is_the_price(price: float, intensity: float) -> None:
    green = methanol(price, intensity)
    carbon = costs.parity_carbon_price(green, VLSFO)
    found = costs.parity_price(VLSFO, green.lhv, green.intensity, carbon)
    assert magnitude(found, "USD_2025/t") == pytest.approx(price, rel=1e-9)


@given(prices, intensities, st.floats(0.0, 500.0))
def test_after_its_grant_a_fuel_is_at_parity(price: float, intensity: float, carbon: float) -> None:
    charge, green = Q_(carbon, "USD_2025/tCO2e"), methanol(price, intensity)
    grant = costs.parity_grant(green, VLSFO, charge)
    paid = FuelCost(green.price - grant, green.lhv, green.intensity)
    assert magnitude(costs.parity_carbon_price(paid, VLSFO), "USD_2025/tCO2e") == pytest.approx(
        carbon, abs=1e-6
    )


@given(prices, st.floats(0.0, 500.0), st.floats(1.0, 900.0))
def test_after_its_concession_a_fuel_is_at_parity(price: float, carbon: float, duty: float) -> None:
    charge, green = Q_(carbon, "USD_2025/tCO2e"), methanol(price)
    waived = magnitude(costs.duty_concession(Q_(duty, "USD_2025/t"), green, VLSFO, charge), "")
    paid = FuelCost(green.price + Q_(duty * (1 - waived), "USD_2025/t"), green.lhv, green.intensity)
    assert magnitude(costs.parity_carbon_price(paid, VLSFO), "USD_2025/tCO2e") == pytest.approx(
        carbon, abs=1e-6
    )


def test_a_green_fuel_that_is_cheaper_already_has_a_negative_carbon_price() -> None:
    assert magnitude(costs.parity_carbon_price(methanol(200.0), VLSFO), "USD_2025/tCO2e") < 0


def test_without_carbon_price_the_energy_alone_is_paid() -> None:
    found = costs.parity_price(VLSFO, Q_("19.9 GJ/t"))
    assert magnitude(found, "USD_2025/t") == pytest.approx(535 * 19.9 / 41)


def test_the_duty_that_can_be_borne_is_the_grant_turned_round() -> None:
    bearable = magnitude(costs.parity_duty(methanol(), VLSFO), "USD_2025/t")
    assert bearable == pytest.approx(535 * 19.9 / 41 - 880)


def test_waiving_all_of_a_duty_may_not_be_enough() -> None:
    found = costs.duty_concession(Q_("10 USD_2025/t"), methanol(), VLSFO)
    assert magnitude(found, "percent") > 100


def test_a_duty_by_volume_needs_the_density() -> None:
    duty, carbon = Q_("360 USD_2025/m^3"), Q_("500 USD_2025/tCO2e")
    with pytest.raises(UnitError, match="is per volume; give density as well"):
        costs.duty_concession(duty, methanol(), VLSFO, carbon)
    by_volume = costs.duty_concession(duty, methanol(), VLSFO, carbon, density=Q_("0.8 t/m^3"))
    by_mass = costs.duty_concession(Q_("450 USD_2025/t"), methanol(), VLSFO, carbon)
    assert magnitude(by_volume, "") == pytest.approx(magnitude(by_mass, ""))


def test_a_grant_on_capital_may_ask_for_more_than_the_plant() -> None:
    share = costs.parity_grant_share(Q_("300 USD_2025/t"), Q_("240 USD_2025/t"))
    assert magnitude(share, "percent") == pytest.approx(125)


def test_a_grant_of_its_share_of_the_capital_brings_a_plant_to_parity() -> None:
    made = costs.methanol_production_cost("grey_methanol")
    fossil = FuelCost(made.total - 0.25 * made.capital, made.lhv, Q_("90 gCO2e/MJ"))
    grant = costs.parity_grant(FuelCost(made.total, made.lhv, Q_("20 gCO2e/MJ")), fossil)
    assert magnitude(costs.parity_grant_share(grant, made.capital), "percent") == pytest.approx(25)


@pytest.mark.parametrize("intensity", [91.3924, 120.0])
def test_no_carbon_price_helps_a_fuel_that_avoids_nothing(intensity: float) -> None:
    with pytest.raises(GreenportError, match="avoids nothing against the fossil one"):
        costs.parity_carbon_price(methanol(880.0, intensity), VLSFO)


def test_a_fuel_sold_by_volume_or_energy_is_the_same_offer() -> None:
    by_volume = FuelCost.of("jet_a1", Q_("624 USD_2025/m^3"))
    by_energy = FuelCost.of("jet_a1", Q_("780 USD_2025/t") / Q_("43.2 GJ/t"))
    assert magnitude(by_volume.price, "USD_2025/t") == pytest.approx(780)
    assert magnitude(by_energy.price, "USD_2025/t") == pytest.approx(780)


def test_a_carbon_price_needs_the_intensity_of_the_green_fuel() -> None:
    with pytest.raises(UnitError, match="needs the intensity of the green fuel"):
        costs.parity_price(VLSFO, Q_("19.9 GJ/t"), carbon_price=Q_("100 USD_2025/tCO2e"))


def test_a_green_fuel_has_no_intensity_of_its_own() -> None:
    with pytest.raises(GreenportError, match="intensity of methanol depends on its pathway"):
        FuelCost.of("methanol", Q_("880 USD/t"))


def test_an_unknown_fuel_is_answered_with_near_ones() -> None:
    with pytest.raises(DataError, match="no fuel 'methanl' in table fuels; did you mean methanol"):
        FuelCost.of("methanl", Q_("880 USD/t"))


def test_offers_of_two_price_years_are_not_compared() -> None:
    with pytest.raises(MismatchError, match="money of 2024 and 2025 never adds"):
        costs.parity_carbon_price(methanol(), FuelCost.of("vlsfo", Q_("535 USD_2024/t")))


def test_a_price_of_energy_is_not_a_price_by_mass() -> None:
    with pytest.raises(UnitError, match="price of 5 USD/GJ is a price per energy where a price per mass"):
        FuelCost(Q_("5 USD/GJ"), Q_("20 GJ/t"), Q_("20 gCO2e/MJ"))
