"""Energy and fuel in scope."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import emissions
from greenport.emissions import fueleu
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

FAME = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
MASSES = st.floats(1.0, 1e5)


def test_all_inside_the_union_and_half_to_and_from_it_counts() -> None:
    found = fueleu.energy_in_scope(Q_("10 TJ"), Q_("1 TJ"), Q_("40 TJ"), Q_("6 TJ"))
    assert magnitude(found, "TJ") == pytest.approx(10 + 1 + 20 + 3)


def test_energies_of_a_fleet_are_counted_together() -> None:
    found = fueleu.energy_in_scope(intra=Q_(np.array([1.0, 2.0]), "TJ"), extra=Q_("10 TJ"))
    assert magnitude(found, "TJ") == pytest.approx([6, 7])


def test_an_energy_is_due() -> None:
    with pytest.raises(GreenportError, match="no energy is given; intra, berth, extra or outermost is due"):
        fueleu.energy_in_scope()


def test_there_is_no_scope_before_2025() -> None:
    with pytest.raises(DataError, match="sets nothing for 2024"):
        fueleu.energy_in_scope(Q_("1 TJ"), year=2024)


def test_a_mass_is_no_energy_in_scope() -> None:
    with pytest.raises(UnitError, match="extra of 5 t is a mass where an energy is due"):
        fueleu.energy_in_scope(extra=Q_("5 t"))


@pytest.mark.parametrize("where", ["extra_eu", "outermost"])
def test_half_of_each_fuel_counts_and_the_intensity_stays(where: str) -> None:
    burnt: Any = [("HFO", Q_("2000 t")), (FAME, Q_("500 t"))]
    counted = fueleu.in_scope(burnt, where)
    assert magnitude(fueleu.energy(counted), "GJ") == pytest.approx(magnitude(fueleu.energy(burnt), "GJ") / 2)
    both = [magnitude(fueleu.ghg_intensity(each), "gCO2e/MJ") for each in (counted, burnt)]
    assert both[0] == pytest.approx(both[1])


@given(MASSES, MASSES, MASSES)
def test_the_greenest_fuel_fills_the_half_that_counts(hfo: float, fame: float, gas: float) -> None:
    masses = {"fame": fame, "lng": gas, "hfo": hfo}
    lhv = {"fame": 37.2, "lng": 49.1, "hfo": 40.5}
    burnt: Any = [
        ("HFO", Q_(hfo, "t")),
        (FAME, Q_(fame, "t")),
        ("LNG", Q_(gas, "t"), "diesel_slow_speed"),
    ]
    left = sum(masses[name] * lhv[name] for name in masses) / 2
    for fuel, mass in fueleu.in_scope(burnt, greenest_first=True):
        due = min(masses[fuel.name] * lhv[fuel.name], left)
        left -= due
        assert magnitude(mass, "t") * lhv[fuel.name] == pytest.approx(due, rel=1e-9, abs=1e-6)
    assert left == pytest.approx(0, abs=1e-6)


def test_the_greenest_first_holds_for_each_ship() -> None:
    burnt: Any = [("HFO", Q_(np.array([100.0, 0.0]), "t")), (FAME, Q_(np.array([10.0, 10.0]), "t"))]
    counted = fueleu.in_scope(burnt, greenest_first=True)
    assert [fuel.name for fuel, _ in counted] == ["fame", "hfo"]
    assert magnitude(counted[0][1], "t") == pytest.approx([10, 5])
    assert magnitude(counted[1][1], "t") == pytest.approx([(4050 + 372) / 2 / 40.5 - 372 / 40.5, 0])


def test_an_unknown_voyage_is_refused() -> None:
    with pytest.raises(GreenportError, match="voyage 'intra' is unknown; give one of extra_eu, outermost"):
        fueleu.in_scope([("HFO", Q_("1 t"))], "intra")


def test_a_fuel_of_many_intensities_has_no_place_in_the_order() -> None:
    many = emissions.biofuel("fame", Q_(np.array([10.0, 20.0]), "gCO2e/MJ"))
    with pytest.raises(GreenportError, match="fame has several intensities; one is due"):
        fueleu.in_scope([("HFO", Q_("1 t")), (many, Q_("1 t"))], greenest_first=True)
