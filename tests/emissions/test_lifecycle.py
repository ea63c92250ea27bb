"""Well-to-wake intensities and warming potentials."""

from __future__ import annotations

import pytest

from greenport import data, emissions, fuels
from greenport.emissions.intensity import OWN_POTENTIALS
from greenport.errors import DataError
from greenport.units import Q_, magnitude

KEYS = [key.split(":") for key in data.describe("emission_factors").keys]
BY_PARTS = [(key[0], key[2]) for key in KEYS if key[1] == "well_to_tank"]
TOTALS = [(fuel, regime) for fuel, regime in BY_PARTS if [fuel, "well_to_wake", regime] in KEYS]


@pytest.mark.parametrize(("fuel", "regime"), TOTALS)
def test_the_parts_of_a_fuel_make_the_total_of_its_table(fuel: str, regime: str) -> None:
    total = data.datum(f"emission_factors:{fuel}:well_to_wake:{regime}").value
    found = emissions.well_to_wake(fuel, regime)
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(magnitude(total, "gCO2e/MJ"), abs=5e-5)


def test_every_regime_with_parts_has_its_own_potentials() -> None:
    assert {regime for _, regime in BY_PARTS} == set(OWN_POTENTIALS)


def test_ar6_moves_heavy_fuel_oil_from_91_74_to_91_64() -> None:
    assert f"{emissions.well_to_wake('hfo'):.2f}" == "91.74 gCO2e/MJ"
    assert f"{emissions.well_to_wake('hfo', assessment='AR6'):.2f}" == "91.64 gCO2e/MJ"


def test_over_20_years_the_methane_of_heavy_fuel_oil_weighs_72_times() -> None:
    # 13.5 + (3.114 + 5e-5 * 72 + 1.8e-4 * 289) / 0.0405
    found = emissions.well_to_wake("hfo", horizon=20)
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(13.5 + 3.16962 / 0.0405)


def test_methane_and_nitrous_oxide_of_methanol_add_2_76_grams() -> None:
    lhv, carbon = Q_("19.9 GJ/t"), Q_("1.375 tCO2e/t")
    bare = emissions.tank_to_wake(lhv, carbon, assessment="AR4")
    full = emissions.tank_to_wake(lhv, carbon, Q_(5e-5), Q_(1.8e-4), assessment="AR4")
    assert magnitude(bare, "gCO2e/MJ") == pytest.approx(69.0955, abs=5e-5)
    assert magnitude(full - bare, "gCO2e/MJ") == pytest.approx(2.76, abs=0.005)


def test_fuel_that_slips_is_not_burnt() -> None:
    all_slips = emissions.tank_to_wake(Q_("50 GJ/t"), Q_("2.75 tCO2e/t"), slip=Q_("100 %"), assessment="AR4")
    assert magnitude(all_slips, "gCO2e/MJ") == pytest.approx(25 / 50 * 1000)


def test_a_fuel_answers_like_its_name() -> None:
    assert emissions.well_to_wake(fuels.fuel("mgo")) == emissions.well_to_wake("mgo")


@pytest.mark.parametrize(
    ("name", "intensity"), [("hefa_uco", 13.9), ("jet_a1", 89), ("goldwind", 28.2), ("comparator", 94)]
)
def test_a_stated_total_is_taken_as_it_stands(name: str, intensity: float) -> None:
    assert magnitude(emissions.well_to_wake(name), "gCO2e/MJ") == intensity


def test_a_stated_total_cannot_be_counted_again() -> None:
    with pytest.raises(DataError, match=r"jet_a1 \(corsia\) is stated as a total"):
        emissions.well_to_wake("jet_a1", assessment="AR6")


def test_a_fuel_of_several_regimes_is_counted_by_fueleu() -> None:
    assert magnitude(emissions.well_to_wake("methanol_grey"), "gCO2e/MJ") == pytest.approx(103.1538, abs=5e-5)
    assert magnitude(emissions.well_to_wake("hfo", "imo_lca"), "gCO2e/MJ") == pytest.approx(95.4841, abs=5e-5)


def test_methanol_has_no_intensity_without_its_pathway() -> None:
    with pytest.raises(DataError, match=r"no intensity of 'methanol'.*did you mean methanol_grey"):
        emissions.well_to_wake(fuels.fuel("methanol"))


def test_a_regime_without_the_fuel_is_named() -> None:
    with pytest.raises(DataError, match=r"no intensity of vlsfo by 'imo'.*known: fueleu"):
        emissions.well_to_wake("vlsfo", "imo")


@pytest.mark.parametrize(
    ("gas", "assessment", "horizon", "expected"),
    [
        ("methane", "AR4", 100, 25),
        ("nitrous_oxide", "AR4", 100, 298),
        ("methane", "AR5", 100, 28),
        ("nitrous_oxide", "AR5", 100, 265),
        ("methane", "AR5", 20, 84),
        ("methane", "AR6", 100, 29.8),
        ("methane_biogenic", "AR6", 100, 27),
        ("methane_biogenic", "AR6", 20, 79.7),
        ("nitrous_oxide", "AR6", 20, 273),
    ],
)
def test_warming_potentials_are_those_of_their_report(
    gas: str, assessment: str, horizon: int, expected: float
) -> None:
    assert magnitude(emissions.warming_potential(gas, assessment, horizon), "tCO2e/t") == expected


def test_a_report_without_potentials_is_refused() -> None:
    with pytest.raises(DataError, match="ar3_100:methane"):
        emissions.warming_potential("methane", "AR3")
