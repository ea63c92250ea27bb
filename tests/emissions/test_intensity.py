"""Intensities well to wake and well to tank, of fuels, pathways and suppliers."""

from __future__ import annotations

from typing import Any

import pytest

from greenport import data, emissions, fuels
from greenport.emissions.lifecycle import OWN_POTENTIALS
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
    assert {regime for _, regime in BY_PARTS} <= set(OWN_POTENTIALS)


def test_ar6_moves_heavy_fuel_oil_from_91_74_to_91_64() -> None:
    assert f"{emissions.well_to_wake('hfo'):.2f}" == "91.74 gCO2e/MJ"
    assert f"{emissions.well_to_wake('hfo', assessment='AR6'):.2f}" == "91.64 gCO2e/MJ"


def test_over_20_years_the_methane_of_heavy_fuel_oil_weighs_72_times() -> None:
    # 13.5 + (3.114 + 5e-5 * 72 + 1.8e-4 * 289) / 0.0405
    found = emissions.well_to_wake("hfo", horizon=20)
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(13.5 + 3.16962 / 0.0405)


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


def test_a_regime_is_named_by_a_text() -> None:
    regime: Any = ["fueleu"]
    with pytest.raises(DataError, match=r"regime of \['fueleu'\] is not a text"):
        emissions.well_to_wake("hfo", regime)


def test_well_to_tank_and_burning_make_the_whole() -> None:
    hfo = emissions.regime_fuel("HFO", "imo_lca")
    total = emissions.well_to_tank("HFO", "imo_lca") + hfo.tank_to_wake("AR5")
    assert magnitude(total - emissions.well_to_wake("HFO", "imo_lca"), "gCO2e/MJ") == pytest.approx(0)


def test_the_part_from_well_to_tank_has_one_set_of_potentials_alone() -> None:
    # 132 g/MJ of hydrogen from natural gas, and 1.8e-4 of N2O on 120 MJ/kg
    assert magnitude(emissions.well_to_tank("hydrogen grey"), "gCO2e/MJ") == 132
    ar4, ar5 = (emissions.well_to_wake("hydrogen grey", assessment=each) for each in ("AR4", "AR5"))
    assert magnitude(ar4 - ar5, "gCO2e/MJ") == pytest.approx(1.8e-4 * (298 - 265) / 120 * 1000)


@pytest.mark.parametrize("name", ["jet_a1", "hefa_uco", "goldwind"])
def test_a_stated_total_has_no_part_from_well_to_tank(name: str) -> None:
    with pytest.raises(DataError, match=f"{name} .* has no part from well to tank of its own"):
        emissions.well_to_tank(name)


def test_a_fuel_built_from_its_certificate_is_counted_by_its_regime() -> None:
    bio = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
    assert magnitude(emissions.well_to_wake(bio), "gCO2e/MJ") == pytest.approx(16.3755, abs=5e-5)
    assert emissions.well_to_wake(bio, "fueleu") == emissions.well_to_wake(bio)
    # 14.9 - 2.834 / 0.0372
    assert magnitude(emissions.well_to_tank(bio), "gCO2e/MJ") == pytest.approx(-61.2828, abs=5e-5)


def test_factors_of_two_regimes_do_not_mix() -> None:
    bio = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
    with pytest.raises(DataError, match="fame is counted by fueleu; factors of two regimes do not mix"):
        emissions.well_to_wake(bio, "imo_lca")


def test_a_total_that_was_stated_stays_as_it_is() -> None:
    vague = emissions.stated("e-methanol", Q_("20 GJ/t"), Q_("12 gCO2e/MJ"))
    assert magnitude(emissions.well_to_wake(vague, "imo_lca"), "gCO2e/MJ") == 12
    with pytest.raises(DataError, match=r"e_methanol \(fueleu\) is stated as a total"):
        emissions.well_to_wake(vague, assessment="AR6")
    with pytest.raises(DataError, match=r"e_methanol .* has no part from well to tank"):
        emissions.well_to_tank(vague)


def test_a_converter_is_due_for_gas_and_for_nothing_else() -> None:
    bio = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
    with pytest.raises(DataError, match="lng slips unburnt; name its converter, one of diesel_slow_speed"):
        emissions.well_to_wake("LNG")
    with pytest.raises(DataError, match=r"jet_a1 .* is stated as a total; leave the converter"):
        emissions.well_to_wake("jet_a1", converter="otto_medium_speed")
    with pytest.raises(DataError, match="fame already has its converter"):
        emissions.well_to_wake(bio, converter="otto_medium_speed")


def test_a_fuel_with_two_regimes_and_no_default_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenport.emissions.intensity.DEFAULT", "")
    with pytest.raises(DataError, match="hfo has intensities by fueleu, imo_lca; choose one as its regime"):
        emissions.well_to_wake("hfo")
