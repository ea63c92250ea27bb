"""Reading a consumption."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from greenport import emissions
from greenport.emissions.consumption import mean_intensity, read, total_energy
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

BIO = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
VAGUE = emissions.stated("e-methanol", Q_("20 GJ/t"), Q_("5 gCO2e/MJ"))
TONNE = Q_("1 t")


def test_the_energy_is_the_mass_times_the_heating_value_of_the_regime() -> None:
    for regime, lhv in (("fueleu", 40.5), ("imo_lca", 40.2)):
        assert magnitude(total_energy(read([("HFO", Q_("10 t"))], regime)), "GJ") == pytest.approx(10 * lhv)


def test_entries_may_be_tuples_or_lists_with_names_or_fuels() -> None:
    listed: Any = (["hfo", TONNE], ("LNG", TONNE, "lean_burn"), (BIO, TONNE))
    assert [use.fuel.name for use in read(listed, "fueleu")] == ["hfo", "lng", "fame"]


def test_one_mass_goes_with_a_mass_for_each_ship() -> None:
    uses = read([("HFO", Q_(np.array([1.0, 2.0]), "kt")), ("MGO", TONNE)], "fueleu")
    assert magnitude(total_energy(uses), "GJ") == pytest.approx([40542.7, 81042.7])


@pytest.mark.parametrize(
    ("consumption", "error", "message"),
    [
        ([], GreenportError, r"consumption of \[\]: a list of fuels and masses is due"),
        ("HFO", GreenportError, "consumption of 'HFO': a list of fuels and masses is due"),
        ([("HFO",)], GreenportError, r"consumption, entry 1: .*a fuel, a mass and for some a converter"),
        ([("HFO", TONNE), "MGO"], GreenportError, "consumption, entry 2: 'MGO'"),
        ([("HFO", TONNE), ("MGO", Q_("5 GJ"))], UnitError, "mass of entry 2 of 5 GJ is an energy"),
        ([("HFO", Q_("-5 t"))], UnitError, "mass of entry 1 of -5 t is below zero"),
        ([("HFO", Q_(float("inf"), "t"))], UnitError, "mass of entry 1 of inf t is not a finite number"),
        ([("HFO", 5)], UnitError, "mass of entry 1 of 5 has no unit"),
        ([("HFOO", TONNE)], DataError, "no fuel 'hfoo' under fueleu.*did you mean hfo"),
        ([("LNG", TONNE)], DataError, "lng slips unburnt; name its converter"),
        ([("HFO", TONNE, "lean_burn")], DataError, "hfo does not slip under fueleu"),
        ([(BIO, TONNE, "lean_burn")], GreenportError, "entry 1: fame already has its converter"),
        (
            [("HFO", Q_(np.ones(2), "t")), ("MGO", Q_(np.ones(3), "t"))],
            GreenportError,
            r"masses of shape \(2,\) and masses of shape \(3,\) do not go together",
        ),
    ],
)
def test_a_malformed_consumption_is_refused(
    consumption: Any, error: type[GreenportError], message: str
) -> None:
    with pytest.raises(error, match=message):
        read(consumption, "fueleu")


@pytest.mark.parametrize("regime", ["imo_lca", "mepc364"])
def test_a_fuel_of_another_regime_is_refused(regime: str) -> None:
    with pytest.raises(GreenportError, match=f"fame is counted by fueleu; .*build it for {regime}"):
        read([(BIO, TONNE)], regime)


def test_masses_and_what_is_counted_with_them_must_go_together() -> None:
    fleet: Any = [("HFO", Q_(np.ones(2), "t"))]
    assert len(read(fleet, "fueleu", year=[[2025], [2026], [2027]])) == 1
    with pytest.raises(GreenportError, match=r"masses of shape \(2,\) and year of shape \(3,\) do not go"):
        read(fleet, "fueleu", year=[2025, 2026, 2027])


def test_a_stated_total_serves_where_intensities_count_but_not_where_gases_do() -> None:
    for regime in ("fueleu", "imo_lca"):
        assert read([(VAGUE, TONNE)], regime)[0].fuel is VAGUE
    with pytest.raises(GreenportError, match="e_methanol is stated as a total from well to wake"):
        read([(VAGUE, TONNE)], "mepc364")


def test_no_energy_has_no_intensity() -> None:
    with pytest.raises(GreenportError, match="no energy is burnt, so there is no intensity"):
        mean_intensity(Q_("0 tCO2e"), Q_(np.array([1.0, 0.0]), "GJ"))
