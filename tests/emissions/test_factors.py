"""Factors of fuels in the tables of the regimes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from greenport.emissions import MarineFuel, factors, regime_fuel, stated
from greenport.emissions.factors import canonical, converters, default, names, slip_of
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude


def intensity(name: str, regime: str, assessment: str, converter: str | None = None) -> float:
    return float(magnitude(regime_fuel(name, regime, converter).well_to_wake(assessment), "gCO2e/MJ"))


@pytest.mark.parametrize(
    ("name", "converter", "expected"),
    [
        ("HFO", None, 91.7442),
        ("LFO", None, 91.3924),
        ("VLSFO", None, 91.3924),
        ("MGO", None, 90.7674),
        ("LNG", "otto_medium_speed", 89.2029),
        ("LNG", "otto_slow_speed", 82.8681),
        ("LNG", "diesel_slow_speed", 76.0807),
        ("LNG", "lean_burn", 86.9405),
        ("methanol grey", None, 103.1538),
    ],
)
def test_annex_ii_gives_the_intensities_of_the_fossil_fuels(
    name: str, converter: str | None, expected: float
) -> None:
    assert intensity(name, "fueleu", "AR4", converter) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "carbon_only"),
    [
        ("lpg_butane", 73.67),
        ("lpg_propane", 73.02),
        ("hydrogen_grey", 132),
        ("ammonia_grey", 121),
        ("methanol_grey", 100.3955),
    ],
)
def test_gases_that_the_annex_leaves_open_come_on_top_of_the_co2(name: str, carbon_only: float) -> None:
    fuel = regime_fuel(name, "fueleu")
    bare = replace(fuel, methane=Q_(0.0), nitrous_oxide=Q_(0.0)).well_to_wake("AR4")
    assert magnitude(bare, "gCO2e/MJ") == pytest.approx(carbon_only, abs=0.005)
    assert fuel.well_to_wake("AR4") > bare


@pytest.mark.parametrize(("name", "expected"), [("HFO", 95.484), ("HFO high sulphur", 92.78), ("MGO", 93.93)])
def test_the_guidelines_of_the_imo_give_their_own_intensities(name: str, expected: float) -> None:
    assert intensity(name, "imo_lca", "AR5") == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("name", "carbon", "lhv"),
    [
        ("MGO", 3.206, 42.7),
        ("LFO", 3.151, 41.2),
        ("HFO", 3.114, 40.2),
        ("LPG propane", 3.0, 46.3),
        ("LPG butane", 3.03, 45.7),
        ("ethane", 2.927, 46.4),
        ("LNG", 2.75, 48.0),
        ("methanol", 1.375, 19.9),
        ("ethanol", 1.913, 26.8),
    ],
)
def test_the_eedi_has_co2_and_heating_values_of_its_own(name: str, carbon: float, lhv: float) -> None:
    fuel = regime_fuel(name, "mepc364")
    assert magnitude(fuel.carbon_dioxide, "tCO2e/t") == carbon
    assert magnitude(fuel.lhv, "GJ/t") == lhv


def test_the_eedi_says_nothing_from_well_to_wake() -> None:
    with pytest.raises(GreenportError, match="hfo: mepc364 counts from tank to wake alone"):
        regime_fuel("HFO", "mepc364").well_to_wake("AR5")


def test_a_fuel_without_an_agreed_default_needs_a_certificate() -> None:
    with pytest.raises(DataError, match=r"lng has no default under imo_lca.*emissions\.stated$"):
        regime_fuel("LNG", "imo_lca", "otto_medium_speed")
    with pytest.raises(DataError, match=r"fame has no default under fueleu.*biofuel or rfnbo$"):
        regime_fuel("fame", "fueleu")


def test_the_fossil_fuel_of_the_same_substance_is_named() -> None:
    with pytest.raises(DataError, match=r"methanol has no default .*or take fossil methanol_grey"):
        regime_fuel("methanol", "fueleu")


def test_the_slip_that_the_imo_counts_is_larger_than_that_of_the_union() -> None:
    imo, union = (slip_of("lng", regime, "otto_medium_speed") for regime in ("imo_lca", "fueleu"))
    assert (imo.m_as("%"), union.m_as("%")) == (pytest.approx(3.5), pytest.approx(3.1))


def test_every_fuel_of_every_regime_that_can_be_counted_burns_to_something() -> None:
    for regime in ("fueleu", "imo_lca", "mepc364"):
        for name in names(regime):
            engines: list[str | None] = [*converters(name, regime)] or [None]
            for engine in engines:
                if regime == "mepc364" or default(name, "well_to_tank", regime) is not None:
                    fuel = regime_fuel(name, regime, engine)
                    assert fuel.regime == regime
                    assert magnitude(fuel.tank_to_wake("AR5"), "gCO2e/MJ") >= 0


@pytest.mark.parametrize("name", ["Methanol grey", "METHANOL_GREY", "methanol-grey", " methanol  grey "])
def test_capitals_and_signs_in_a_name_do_not_matter(name: str) -> None:
    assert regime_fuel(name, "fueleu").name == canonical(name) == "methanol_grey"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("HF", "fueleu"), "no fuel 'hf' under fueleu in table emission_factors; did you mean"),
        (("zz", "fueleu"), "no fuel 'zz' under fueleu .*; known: ammonia_grey"),
        (("HFO", "moon"), "no regime 'moon' in table emission_factors; known: fueleu, imo_lca, mepc364"),
        (("LNG", "fueleu"), "lng slips unburnt; name its converter, one of diesel_slow_speed, lean_burn"),
        (("LNG", "fueleu", "otto_mid_speed"), "no converter 'otto_mid_speed' of lng .*did you mean otto_"),
        (("LNG", "fueleu", "steam"), "no converter 'steam' of lng under fueleu; known: diesel_slow_speed"),
        (("HFO", "fueleu", "otto_slow_speed"), "hfo does not slip under fueleu; leave the converter"),
        ((7, "fueleu"), "fuel of 7 is not a text; a name is due"),
        (("LNG", "fueleu", 7), "converter of 7 is not a text; a name is due"),
        (("LNG", ["fueleu"]), r"regime of \['fueleu'\] is not a text"),
    ],
)
def test_what_no_table_knows_is_refused_with_what_was_perhaps_meant(
    arguments: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        regime_fuel(*arguments)


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("lhv", Q_("0 GJ/t"), "lhv of 0 GJ/t is not above zero"),
        ("slip", Q_("120 %"), "slip of 120 % is over 100 %"),
        ("methane", Q_(-1e-5), "methane of -1e-05 is below zero"),
        ("carbon_dioxide", Q_("3 gCO2e/MJ"), "carbon_dioxide of 3 gCO2e/MJ is a greenhouse-gas intensity"),
        ("well_to_tank", Q_("3 t"), "well_to_tank of 3 t is a mass"),
    ],
)
def test_a_fuel_with_an_impossible_part_cannot_be_made(part: str, value: Any, message: str) -> None:
    changed: dict[str, Any] = {part: value}
    with pytest.raises(UnitError, match=message):
        replace(regime_fuel("HFO", "fueleu"), **changed)


def test_a_fuel_of_an_unknown_kind_cannot_be_made() -> None:
    kind: Any = "green"
    with pytest.raises(GreenportError, match="kind of 'green' is unknown; give one of fossil, biofuel"):
        MarineFuel("x", Q_("40 GJ/t"), Q_("13 gCO2e/MJ"), Q_("3 tCO2e/t"), kind=kind)


def test_what_a_stated_total_gives_off_when_burnt_is_not_known() -> None:
    vague = stated("e-methanol", Q_("20 GJ/t"), Q_("84.8 gCO2e/MJ"), kind="rfnbo")
    assert vague.renewable
    with pytest.raises(GreenportError, match="e_methanol is stated as a total from well to wake"):
        vague.tank_to_wake("AR4")


def test_a_table_without_a_heating_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    held = factors._keys() - {"hfo:lhv:fueleu"}
    factors._regime_fuel.cache_clear()
    monkeypatch.setattr(factors, "_keys", lambda: held)
    with pytest.raises(DataError, match="hfo lacks lhv or carbon_dioxide under fueleu; add the row"):
        regime_fuel("HFO", "fueleu")
