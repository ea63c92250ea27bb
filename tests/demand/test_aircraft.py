"""Aircraft uplift by day, and what a share of SAF is by mass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.demand.aircraft import Uplift, share_by_mass, share_of_demand
from greenport.demand.calendar import month_of_day, quarters
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

# Flight movements of Hong Kong International Airport in 2025, January first.
MOVEMENTS = (33660, 29075, 33240, 32675, 32480, 31235, 33670, 34840, 32660, 32660, 32660, 35920)

BASES = st.sampled_from(("mass", "volume", "energy"))


@dataclass(frozen=True)
class Properties:
    lhv: Quantity
    density: Quantity


JET_A1 = Properties(Q_("43.2 GJ/t"), Q_("800 kg/m^3"))
HEFA = Properties(Q_("44.0 GJ/t"), Q_("757 kg/m^3"))


def mass_share(percent: float, basis: Literal["mass", "volume", "energy"]) -> float:
    return float(magnitude(share_by_mass(Q_(percent, "%"), basis, HEFA, JET_A1), "%"))


@given(weights=st.lists(st.floats(0, 1e6), min_size=12, max_size=12).filter(any), tonnes=st.floats(0, 1e8))
def test_days_add_up_to_the_year(weights: list[float], tonnes: float) -> None:
    daily = magnitude(Uplift(tuple(weights), Q_(tonnes, "t")).daily(), "t")
    assert daily.sum() == pytest.approx(tonnes, rel=1e-9)


def test_months_are_as_busy_as_their_flights() -> None:
    daily = magnitude(Uplift(MOVEMENTS, Q_("6.9 Mt")).daily(), "Mt")
    by_month = np.bincount(month_of_day - 1, weights=daily)
    assert by_month == pytest.approx(6.9 * np.array(MOVEMENTS) / sum(MOVEMENTS), rel=1e-12)


def test_days_of_a_month_are_alike() -> None:
    december = magnitude(Uplift(MOVEMENTS, Q_("6.9 Mt")).daily(), "t")[-31:]
    assert np.ptp(december) == 0


def test_a_short_month_with_equal_flights_is_busier_by_the_day() -> None:
    daily = magnitude(Uplift((1,) * 12, Q_("12 kt")).daily(), "t")
    assert daily[31] / daily[0] == pytest.approx(31 / 28, rel=1e-12)


def test_only_the_proportion_of_the_weights_counts() -> None:
    tenfold = Uplift(tuple(10 * count for count in MOVEMENTS), Q_("6.9 Mt"))
    expected = magnitude(Uplift(MOVEMENTS, Q_("6.9 Mt")).daily(), "t")
    assert magnitude(tenfold.daily(), "t") == pytest.approx(expected, rel=1e-12)


def test_one_percent_by_volume_is_0_95_by_mass_and_0_96_by_energy() -> None:
    mass = mass_share(1, "volume")
    energy_of_saf = mass * 44.0
    energy = 100 * energy_of_saf / (energy_of_saf + (100 - mass) * 43.2)
    assert (round(mass, 2), round(energy, 2)) == (0.95, 0.96)


def test_a_share_by_volume_is_that_of_litres_poured_together() -> None:
    """35 m³ of SAF and 65 m³ of Jet A-1 weigh 26.495 t and 52 t."""
    assert mass_share(35, "volume") == pytest.approx(100 * 26.495 / 78.495, rel=1e-12)


def test_a_share_by_energy_is_that_of_joules_burnt() -> None:
    """10 t of SAF and 90 t of Jet A-1 carry 440 and 3,888 GJ."""
    assert mass_share(100 * 440 / 4328, "energy") == pytest.approx(10, rel=1e-12)


@given(percent=st.floats(0, 100))
def test_a_share_by_mass_is_itself(percent: float) -> None:
    assert mass_share(percent, "mass") == pytest.approx(percent, rel=1e-12, abs=1e-12)


@given(basis=BASES)
def test_nothing_and_everything_are_the_same_on_any_basis(basis: Literal["mass", "volume", "energy"]) -> None:
    assert (mass_share(0, basis), mass_share(100, basis)) == (0, 100)


@given(percent=st.floats(0.1, 99.9))
def test_light_and_rich_saf_needs_less_mass_for_a_share_by_volume_or_energy(percent: float) -> None:
    assert mass_share(percent, "volume") < mass_share(percent, "energy") < percent


def test_the_target_of_2030_is_104_kt() -> None:
    """1.5 % by mass of 6.9 Mt."""
    neat = share_of_demand(Uplift(MOVEMENTS, Q_("6.9 Mt")), Q_("1.5 %"), "mass", HEFA, JET_A1)
    assert magnitude(neat, "kt") == pytest.approx(103.5, rel=1e-12)


def test_saf_follows_the_uplift_into_accounting_periods() -> None:
    uplift = Uplift(MOVEMENTS, Q_("6.9 Mt"))
    neat = share_of_demand(uplift, Q_("1.5 %"), "mass", HEFA, JET_A1)
    by_quarter = quarters().sum(magnitude(Uplift(MOVEMENTS, neat).daily(), "t"))
    assert by_quarter == pytest.approx(0.015 * quarters().sum(magnitude(uplift.daily(), "t")), rel=1e-12)


def test_a_share_over_100_percent_is_refused() -> None:
    with pytest.raises(UnitError, match="share of SAF"):
        mass_share(101, "mass")


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(GreenportError, match="expected mass, volume or energy"):
        mass_share(1, "moles")  # type: ignore[arg-type]


def test_an_uplift_by_volume_is_refused() -> None:
    with pytest.raises(UnitError, match="annual uplift"):
        Uplift(MOVEMENTS, Q_("8e6 m^3"))


def test_eleven_months_are_refused() -> None:
    with pytest.raises(GreenportError, match="expected twelve numbers"):
        Uplift(MOVEMENTS[:11], Q_("6.9 Mt"))
