"""Conversions of fuels between mass, volume and energy."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import chemicals
import numpy as np
import pandas as pd
import pytest
from chemicals import dippr, volume
from hypothesis import given
from hypothesis import strategies as st

import greenport
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
    assert known == pytest.approx({"hfo": 91.74, "jet_a1": 89, "mgo": 90.77, "vlsfo": 91.39}, abs=0.005)


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
    with pytest.raises(DataError, match="no fuel 'coal' in table fuels; known are ammonia, atj_ska"):
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


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("HFO", "hfo"),
        ("Jet A-1", "jet_a1"),
        ("FT-SPK/A", "ft_spk_a"),
        ("Methanol", "methanol"),
        ("B24", "b24"),
    ],
)
def test_capitals_spaces_and_signs_of_a_name_do_not_matter(name: str, key: str) -> None:
    assert fuel(name) is fuel(key)


def test_every_name_stays_its_own_when_it_is_written_loosely() -> None:
    assert {fuel(name.replace("_", "-").upper()).name for name in fuels.names()} == set(fuels.names())


def test_the_way_a_fuel_was_made_is_no_fuel() -> None:
    with pytest.raises(DataError, match=r"no fuel 'e-methanol' in table fuels; did you mean .*methanol"):
        fuel("e-methanol")


def test_a_number_is_no_name_of_a_fuel() -> None:
    name: Any = 5
    with pytest.raises(DataError, match="5 is not the name of a fuel"):
        fuel(name)


def test_b24_is_made_of_its_parts() -> None:
    blend, parts = fuel("B24"), [(0.24, fuel("fame")), (0.76, fuel("vlsfo"))]
    energy = sum(share * magnitude(part.energy(Q_("1 m^3")), "GJ") for share, part in parts)
    mass = sum(share * magnitude(part.density, "t/m^3") for share, part in parts)
    assert magnitude(blend.energy(Q_("1 m^3")), "GJ") == pytest.approx(energy, rel=1e-4)
    assert magnitude(blend.density, "t/m^3") == pytest.approx(mass, rel=1e-4)


@pytest.mark.parametrize("name", ["lhv", "density", "carbon_factor"])
def test_b100_is_fame(name: str) -> None:
    assert getattr(fuel("B100"), name) == getattr(fuel("fame"), name)


def test_lpg_lies_between_propane_and_butane() -> None:
    for name in ("lhv", "density", "carbon_factor"):
        ends = [getattr(fuel(each), name) for each in ("propane", "butane")]
        assert min(ends) <= getattr(fuel("lpg"), name) <= max(ends)


ANNEXES = ["ft_spk", "hefa_spk", "sip", "ft_spk_a", "atj_spk", "chj", "hc_hefa_spk", "atj_ska"]


@pytest.mark.parametrize("name", ANNEXES)
def test_every_annex_has_density_aromatics_and_a_limit(name: str) -> None:
    found = fuel(name)
    assert 0.73 <= magnitude(found.density, "t/m^3") <= 0.84
    assert found.aromatics is not None
    assert found.blend_limit in (Q_("10 %"), Q_("50 %"))


@pytest.mark.parametrize(
    ("name", "limit"), [("hefa_spk", "hefa_limit"), ("coprocessed_jet", "coprocessing_limit")]
)
def test_the_limits_of_blending_are_those_of_the_fuels(name: str, limit: str) -> None:
    assert fuel(name).blend_limit == data.datum(f"blending:{limit}").value


def test_fossil_marine_fuel_has_no_limit_of_blending_into_jet() -> None:
    assert fuel("vlsfo").blend_limit is None


# ---------------------------------------------------------------- against the molecules of `chemicals`


@pytest.mark.parametrize(
    ("name", "molecule", "formula", "tolerance"),
    [  # handbooks differ by 1 %; LNG holds some heavier gas, which has less hydrogen by mass
        ("methanol", "methanol", (1, 4), 0.01),
        ("ethanol", "ethanol", (2, 6), 0.01),
        ("ammonia", "ammonia", (0, 3), 0.01),
        ("hydrogen", "hydrogen", (0, 2), 0.01),
        ("propane", "propane", (3, 8), 0.01),
        ("butane", "butane", (4, 10), 0.01),
        ("lng", "methane", (1, 4), 0.025),
    ],
)
def test_heating_value_is_that_of_the_heats_of_formation(
    name: str, molecule: str, formula: tuple[int, int], tolerance: float
) -> None:
    # burnt to CO2 and steam; alcohols from the liquid, the others from the gas
    cas = chemicals.CAS_from_any(molecule)
    carbon, hydrogen = formula
    formed = chemicals.Hfl(cas) if "anol" in molecule else chemicals.Hfg(cas)
    products = carbon * chemicals.Hfg("124-38-9") + hydrogen / 2 * chemicals.Hfg("7732-18-5")
    heat = (formed - products) / chemicals.MW(cas)  # J/mol over g/mol: kJ/kg
    assert magnitude(fuel(name).lhv, "kJ/kg") == pytest.approx(heat, rel=tolerance)


@pytest.mark.parametrize(
    ("name", "molecule", "kelvin", "tolerance"),
    [  # handbooks differ by less than 1 %; LNG is up to 12 % denser than methane by its heavier gases
        ("propane", "propane", 231.0, 0.01),
        ("butane", "butane", 272.7, 0.01),
        ("ammonia", "ammonia", 239.8, 0.01),
        ("methanol", "methanol", 293.15, 0.01),
        ("ethanol", "ethanol", 293.15, 0.01),
        ("lng", "methane", 111.7, 0.12),
        ("hydrogen", "hydrogen", 20.4, 0.01),
    ],
)
def test_density_is_that_of_the_fit_to_measurements(
    name: str, molecule: str, kelvin: float, tolerance: float
) -> None:
    # equation 105 of DIPPR with the constants of Perry's handbook, mol/m^3
    cas = chemicals.CAS_from_any(molecule)
    fit = volume.rho_data_Perry_8E_105_l.loc[cas]
    moles: Any = dippr
    found = moles.EQ105(kelvin, fit["C1"], fit["C2"], fit["C3"], fit["C4"]) * chemicals.MW(cas)
    assert magnitude(fuel(name).density, "g/m^3") == pytest.approx(found, rel=tolerance)


@pytest.mark.parametrize(("name", "carbon"), [("methanol", 1), ("ethanol", 2), ("propane", 3), ("butane", 4)])
def test_carbon_factor_is_that_of_the_molecule(name: str, carbon: int) -> None:
    share = carbon * chemicals.MW("124-38-9") / chemicals.MW(chemicals.CAS_from_any(name))
    assert magnitude(fuel(name).carbon_factor, "tCO2e/t") == pytest.approx(share, rel=3e-3)


# ------------------------------------------------------------------------------- columns of tables


def test_a_column_of_a_table_is_converted_as_a_whole() -> None:
    stems = pd.DataFrame({"mass": [1.0, 2.0]}, index=["b", "a"])
    stems["heat [GJ]"] = METHANOL.energy(Q_(stems["mass"], "t")).m_as("GJ")
    assert stems["heat [GJ]"].tolist() == pytest.approx([19.9, 39.8])


def test_a_column_of_a_million_rows_is_converted_as_one() -> None:
    stems = pd.DataFrame({"mass": np.linspace(1, 2, 1_000_000)})
    found = METHANOL.energy(Q_(stems["mass"], "t"))
    assert found.m_as("GJ").sum() == pytest.approx(1.5e6 * 19.9)


# ------------------------------------------------------------------------------- new fuels


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The table of fuels, free to be changed."""

    def forget() -> None:
        rows.rows.cache_clear()
        rows._index.cache_clear()
        fuels._fuel.cache_clear()

    shutil.copytree(data.folder(), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "fuels.csv"
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


def test_a_terminal_is_sized_for_a_fuel_that_was_added_by_rows(table: Path, tmp_path: Path) -> None:
    # half the heating value of methanol at its density: its customer asks for the same mass
    added(
        table,
        "test_liquor:lhv,Heat,,9.95,,GJ/t",
        "test_liquor:density,Density,,0.792,,t/m^3",
        "test_liquor:carbon_factor,Carbon,,0.7,,tCO2e/t",
    )
    toy = Path(__file__).parent / "sizing" / "toy.yaml"
    scenario = tmp_path / "toy.yaml"
    scenario.write_text(toy.read_text("utf-8").replace("methanol", "test_liquor"), "utf-8")
    plan = greenport.size(greenport.load_scenario(scenario))
    usual = greenport.size(greenport.load_scenario(toy))
    assert plan.levelised_cost("test_liquor") == usual.levelised_cost("methanol")
