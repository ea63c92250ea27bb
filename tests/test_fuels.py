"""Conversions of fuels between mass, volume and energy."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import data, fuels
from greenport.data import rows
from greenport.errors import DataError, UnitError
from greenport.fuels import fuel
from greenport.units import Q_, MismatchError, Quantity, magnitude

METHANOL = fuel("methanol")


@pytest.mark.parametrize(
    ("name", "amount", "expected"),
    [
        ("methanol", "1 t", "19.9 GJ"),
        ("vlsfo", "1 t", "41 GJ"),
        ("jet_a1", "1 m^3", "34.56 GJ"),
        ("mgo", "1 m^3", "36.6 GJ"),  # as published by the Methanol Institute
        ("methanol", "3 GJ", "3 GJ"),
    ],
)
def test_energy_follows_from_heating_value_and_density(name: str, amount: str, expected: str) -> None:
    found = fuel(name).energy(Q_(amount))
    assert magnitude(found, "GJ") == pytest.approx(magnitude(Q_(expected), "GJ"), rel=1e-3)


def test_a_cubic_metre_of_methanol_weighs_792_kilogrammes() -> None:
    assert magnitude(METHANOL.mass(Q_("1 m^3")), "kg") == pytest.approx(792)


def test_the_neat_saf_of_the_target_of_2030_fills_137_000_cubic_metres() -> None:
    volume = fuel("hefa_spk").volume(data.datum("policy:saf_target_2030_volume").value * Q_("1 yr"))
    assert magnitude(volume, "m^3") == pytest.approx(137_000, rel=5e-3)


def test_two_tonnes_of_methanol_hold_the_energy_of_one_of_fuel_oil() -> None:
    tonnes = METHANOL.mass(fuel("vlsfo").energy(Q_("1 t")))
    assert magnitude(tonnes, "t") == pytest.approx(2.06, abs=0.005)


def test_one_per_cent_of_saf_by_volume_is_less_by_mass_and_by_energy() -> None:
    saf, jet = Q_("1 m^3"), Q_("100 m^3")
    by_mass = fuel("hefa_spk").mass(saf) / fuel("jet_a1").mass(jet)
    by_energy = fuel("hefa_spk").energy(saf) / fuel("jet_a1").energy(jet)
    assert magnitude(by_mass, "%") == pytest.approx(0.95, abs=0.005)
    assert magnitude(by_energy, "%") == pytest.approx(0.96, abs=0.005)


@given(tonnes=st.floats(0, 1e9), name=st.sampled_from(fuels.names()))
def test_mass_volume_and_energy_lead_back_to_the_same_mass(tonnes: float, name: str) -> None:
    one = fuel(name)
    assert magnitude(one.mass(one.volume(one.energy(Q_(tonnes, "t")))), "t") == pytest.approx(tonnes)


def test_an_array_is_converted_as_a_whole() -> None:
    energy = METHANOL.energy(Q_(np.array([0.0, 1.0, 2.0]), "kt"))
    assert np.asarray(magnitude(energy, "TJ")) == pytest.approx([0, 19.9, 39.8])


@pytest.mark.parametrize("convert", [METHANOL.mass, METHANOL.volume, METHANOL.energy])
@pytest.mark.parametrize("amount", ["5 USD", "3 nmi", "2", "1 kt/yr", "-1 t"])
def test_what_is_no_amount_of_fuel_is_refused(convert: Callable[[Quantity], Quantity], amount: str) -> None:
    with pytest.raises(UnitError, match="amount of methanol of"):
        convert(Q_(amount))


def test_a_refusal_says_what_was_given_and_what_is_due() -> None:
    with pytest.raises(UnitError, match="of 5 USD is money where a mass, volume or energy is due"):
        METHANOL.energy(Q_("5 USD"))


def test_carbon_is_counted_per_tonne_burnt() -> None:
    burnt = METHANOL.mass(Q_("1000 t")) * METHANOL.carbon_factor
    assert magnitude(burnt, "tCO2e") == pytest.approx(1375)


def test_fossil_fuels_have_an_intensity_and_green_ones_leave_it_to_their_pathway() -> None:
    intensities = {name: fuel(name).well_to_wake for name in fuels.names()}
    known = {name: magnitude(each, "gCO2e/MJ") for name, each in intensities.items() if each is not None}
    assert known == pytest.approx({"jet_a1": 89, "mgo": 90.77, "vlsfo": 91.39}, abs=0.005)


def test_only_jet_fuels_state_their_aromatics() -> None:
    assert METHANOL.aromatics is None
    assert fuel("jet_a1").aromatics == Q_("18 %")
    assert fuel("hefa_spk").aromatics == Q_("0 %")


def test_a_fuel_names_the_documents_behind_it() -> None:
    assert "Gibson Shipbrokers" in METHANOL.source


def test_an_unknown_fuel_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match="no fuel 'metanol' in table fuels; did you mean methanol"):
        fuel("metanol")


def test_a_fuel_like_no_other_is_answered_with_those_that_exist() -> None:
    with pytest.raises(DataError, match="no fuel 'coal' in table fuels; known are coprocessed_jet, hefa_spk"):
        fuel("coal")


def test_a_fuel_survives_the_way_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(METHANOL)) == METHANOL


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [("1 t", "GJ", 19.9), ("19.9 GJ", "kg", 1000), ("1 m^3", "t", 0.792), ("792 kg", "m^3", 1)],
)
def test_within_its_context_amounts_convert_into_each_other(amount: str, unit: str, expected: float) -> None:
    assert magnitude(Q_(amount).to(unit, METHANOL.context), unit) == pytest.approx(expected)


def test_a_fuel_that_was_looked_up_lends_its_name_to_its_context() -> None:
    fuel("vlsfo")
    assert magnitude(Q_("1 t").to("GJ", "vlsfo"), "GJ") == pytest.approx(41)


def test_without_a_context_a_mass_is_no_energy() -> None:
    with pytest.raises(MismatchError):
        Q_("1 t").to("GJ")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The table of fuels, free to be changed."""

    def forget() -> None:
        rows.rows.cache_clear()
        rows._index.cache_clear()

    path = tmp_path / "fuels.csv"
    path.write_bytes((data.folder() / "fuels.csv").read_bytes())
    monkeypatch.setattr(rows, "folder", lambda: tmp_path)
    forget()
    yield path
    forget()


def added(path: Path, *lines: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line},2024,,,derived,\n" for line in lines)


def test_adding_a_fuel_is_adding_rows(table: Path) -> None:
    added(
        table,
        "test_ethanol:lhv,Heat,,26.8,,GJ/t",
        "test_ethanol:density,Density,,0.789,,t/m^3",
        "test_ethanol:carbon_factor,Carbon,,1.913,,tCO2e/t",
    )
    energy: Quantity = fuel("test_ethanol").energy(Q_("2 t"))
    assert magnitude(energy, "GJ") == pytest.approx(53.6)


def test_a_fuel_that_lacks_a_property_says_which_row_to_add(table: Path) -> None:
    added(table, "test_half:lhv,Heat,,26.8,,GJ/t", "test_half:carbon_factor,Carbon,,1.9,,tCO2e/t")
    with pytest.raises(DataError, match="fuel test_half has no density; add a row test_half:density"):
        fuel("test_half")
