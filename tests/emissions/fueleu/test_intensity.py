"""Intensity of the energy used on board."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import emissions
from greenport.emissions import fueleu
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

MASSES = st.floats(1.0, 1e5)
E_METHANOL = emissions.rfnbo("methanol", Q_("10 gCO2e/MJ"), Q_("69.095477 gCO2e/MJ"))
FAME = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))


def grams(consumption: Any, **options: Any) -> Any:
    return magnitude(fueleu.ghg_intensity(consumption, **options), "gCO2e/MJ")


def test_a_fleet_agrees_with_a_straight_computation() -> None:
    """Annex I, equation (1), written out for plain arrays in grams and megajoules."""
    rng = np.random.default_rng(7)
    hfo, mgo, lng, fame, meoh = rng.uniform(1e6, [[1e10], [1e9], [1e10], [1e9], [1e8]], (5, 200))
    power = rng.uniform(0.0, 1e7, 200)
    lcv = {"hfo": 0.0405, "mgo": 0.0427, "lng": 0.0491, "fame": 0.0372, "meoh": 0.0199}
    gases = 5e-5 * 25 + 1.8e-4 * 298

    wtt = hfo * 13.5 * lcv["hfo"] + mgo * 14.4 * lcv["mgo"] + lng * 18.5 * lcv["lng"]
    wtt += fame * (14.9 - 2.834 / lcv["fame"]) * lcv["fame"]
    wtt += meoh * (10.0 - 69.095477) * lcv["meoh"]
    ttw = hfo * (3.114 + gases) + mgo * (3.206 + gases)
    ttw += lng * ((1 - 0.031) * (2.75 + 1.1e-4 * 298) + 0.031 * 25)
    ttw += fame * (2.834 + gases) + meoh * (1.375 + gases)
    fossil_and_bio = hfo * lcv["hfo"] + mgo * lcv["mgo"] + lng * lcv["lng"] + fame * lcv["fame"]
    divisor = fossil_and_bio + 2 * meoh * lcv["meoh"] + power
    intensity = 0.97 * (wtt + ttw) / divisor
    energy = fossil_and_bio + meoh * lcv["meoh"] + power
    limit = 91.16 * (1 - 0.06)
    balance = (limit - intensity) * energy
    owed = np.where(balance < 0, -balance / (intensity * 41000) * 2400 * 1.2, 0.0)

    consumption: Any = [
        ("HFO", Q_(hfo, "g")),
        ("MGO", Q_(mgo, "g")),
        ("LNG", Q_(lng, "g"), "otto_medium_speed"),
        (FAME, Q_(fame, "g")),
        (E_METHANOL, Q_(meoh, "g")),
    ]
    shore = Q_(power, "MJ")
    found = fueleu.ghg_intensity(consumption, wind_factor=0.97, year=2031, shore_power=shore)
    held = fueleu.energy(consumption, shore)
    left = fueleu.compliance_balance(found, held, 2031)
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(intensity, rel=1e-12)
    assert magnitude(held, "MJ") == pytest.approx(energy, rel=1e-12)
    assert magnitude(left, "gCO2e") == pytest.approx(balance, rel=1e-9)
    paid = fueleu.penalty(left, found, 3, year=2031)
    assert magnitude(paid, "EUR") == pytest.approx(owed, rel=1e-9)
    assert 0 < np.count_nonzero(owed) < owed.size


@given(MASSES, MASSES, st.floats(0.1, 100.0))
def test_more_of_the_same_blend_has_the_same_intensity(hfo: float, mgo: float, times: float) -> None:
    one, many = (grams([("HFO", Q_(hfo * each, "t")), ("MGO", Q_(mgo * each, "t"))]) for each in (1.0, times))
    assert many == pytest.approx(one, rel=1e-12)


@given(MASSES, MASSES)
def test_a_blend_lies_between_its_parts(hfo: float, fame: float) -> None:
    found = grams([("HFO", Q_(hfo, "t")), (FAME, Q_(fame, "t"))])
    assert 16.3755 < found < 91.7442


@given(MASSES, st.floats(0.01, 1.0))
def test_fuel_replaced_at_equal_energy_leaves_the_energy(hfo: float, share: float) -> None:
    replaced = Q_(hfo * share, "t") * Q_("40.5 GJ/t") / Q_("37.2 GJ/t")
    blend: Any = [("HFO", Q_(hfo * (1 - share), "t")), (FAME, replaced)]
    assert magnitude(fueleu.energy(blend), "GJ") == pytest.approx(hfo * 40.5)
    # so that the intensity is linear in the share: 91.7442 - share (91.7442 - 16.3755)
    assert grams(blend) == pytest.approx(91.74420 - share * (91.74420 - 16.37554), abs=1e-4)


@pytest.mark.parametrize(("year", "reward"), [(2025, 2), (2033, 2), (2034, 1), (2050, 1)])
def test_the_reward_ends_with_2033_and_stands_in_the_divisor_alone(year: int, reward: int) -> None:
    burnt: Any = [("HFO", Q_("9000 t")), (E_METHANOL, Q_("40.5 TJ") / Q_("19.9 GJ/t"))]
    total = 364.5 * 91.744198 + 40.5 * E_METHANOL.well_to_wake("AR4").m_as("gCO2e/MJ")
    assert grams(burnt, year=year) == pytest.approx(total / (364.5 + reward * 40.5), abs=1e-5)
    assert magnitude(fueleu.energy(burnt), "TJ") == pytest.approx(405)


def test_years_may_be_an_array() -> None:
    burnt: Any = [("HFO", Q_("9000 t")), (E_METHANOL, Q_("2000 t"))]
    both = grams(burnt, year=[2033, 2034])
    assert both == pytest.approx([grams(burnt, year=2033), grams(burnt, year=2034)])


def test_years_give_a_value_each_also_without_a_reward() -> None:
    assert grams([("HFO", Q_("1 t"))], year=[2026, 2034]) == pytest.approx([91.7442, 91.7442], abs=5e-5)


def test_a_fleet_has_wind_factors_of_its_own() -> None:
    found = grams([("HFO", Q_("1 t"))], wind_factor=Q_(np.array([1.0, 0.95])))
    assert found == pytest.approx([91.7442, 0.95 * 91.7442], abs=5e-5)


@pytest.mark.parametrize("factor", [0, 0.5, 0.96, np.array([0.97, 0.5])])
def test_a_wind_factor_that_the_annex_does_not_have_is_refused(factor: Any) -> None:
    with pytest.raises(GreenportError, match=r"is none of Annex I; give one of 1, 0\.99, 0\.97, 0\.95, from"):
        grams([("HFO", Q_("1 t"))], wind_factor=Q_(factor))


@pytest.mark.parametrize("name", ["wind_factor", "shore_power"])
def test_what_is_of_another_length_than_the_fleet_is_refused(name: str) -> None:
    three = {"wind_factor": Q_(np.ones(3)), "shore_power": Q_(np.ones(3), "GJ")}
    with pytest.raises(GreenportError, match=rf"masses of shape \(2,\) and {name} of shape \(3,\) do not go"):
        grams([("HFO", Q_(np.ones(2), "t"))], **{name: three[name]})


def test_shore_power_adds_energy_and_no_emissions() -> None:
    burnt = [("HFO", Q_("1000 t"))]
    assert grams(burnt, shore_power=Q_("40.5 TJ")) == pytest.approx(grams(burnt) / 2)


def test_wind_lowers_the_whole_intensity() -> None:
    burnt = [("HFO", Q_("1000 t"))]
    assert grams(burnt, wind_factor=fueleu.wind_factor(0.2)) == pytest.approx(0.95 * grams(burnt))


@pytest.mark.parametrize(
    ("ratio", "factor"),
    [(0, 1), (0.0499, 1), (0.05, 0.99), (0.0999, 0.99), (0.1, 0.97), (0.3 / 2, 0.95), (0.9, 0.95)],
)
def test_wind_counts_by_steps_of_its_power(ratio: float, factor: float) -> None:
    assert magnitude(fueleu.wind_factor(ratio), "") == factor


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_wind_never_raises_the_intensity(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert fueleu.wind_factor(Q_(high)) <= fueleu.wind_factor(Q_(low))


def test_manure_takes_the_intensity_below_zero() -> None:
    gas = emissions.biofuel("bio_lng", Q_("-100 gCO2e/MJ"), "diesel_slow_speed")
    assert grams([("HFO", Q_("10 t")), (gas, Q_("1000 t"))]) < 0


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"wind_factor": 1.2}, UnitError, "wind_factor of 1.2 is over 100 %"),
        ({"wind_factor": math.nan}, UnitError, "wind_factor of nan is not a finite number"),
        ({"shore_power": Q_("5 MW")}, UnitError, "shore_power of 5 MW is a power where an energy is due"),
        ({"year": 2024}, DataError, "sets nothing for 2024; it begins in 2025"),
        ({"year": 2030.5}, DataError, "2030.5 is not a calendar year"),
        ({"as_of": "2022-01-01"}, DataError, "nothing stood on 2022-01-01"),
    ],
)
def test_what_the_law_does_not_know_is_refused(
    options: dict[str, Any], error: type[GreenportError], message: str
) -> None:
    with pytest.raises(error, match=message):
        fueleu.ghg_intensity([("HFO", Q_("1 t"))], **options)


def test_a_ship_that_burns_nothing_has_no_intensity() -> None:
    with pytest.raises(GreenportError, match="no energy is burnt"):
        fueleu.ghg_intensity([("HFO", Q_(np.array([100.0, 0.0]), "t"))])
