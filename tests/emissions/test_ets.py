"""Emissions trading of the European Union, for ships and aircraft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import emissions
from greenport.emissions import ets
from greenport.emissions.factors import Kind, MarineFuel, regime_fuel
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

HFO = regime_fuel("HFO", "fueleu")
CLEAN = replace(HFO, kind="biofuel")
E_METHANOL = emissions.rfnbo("methanol", Q_("10 gCO2e/MJ"), Q_("69.0955 gCO2e/MJ"))
PRICE = Q_("80 EUR/tCO2e")


def tonnes(quantity: Quantity) -> float:
    return float(magnitude(quantity, "tCO2e"))


@pytest.mark.parametrize(
    ("fuel", "converter", "before", "after"),
    [
        ("HFO", None, 3.114, 3.114 + 5e-5 * 28 + 1.8e-4 * 265),
        ("LFO", None, 3.151, 3.151 + 5e-5 * 28 + 1.8e-4 * 265),
        ("MGO", None, 3.206, 3.206 + 5e-5 * 28 + 1.8e-4 * 265),
        ("LNG", "otto_medium_speed", 2.75, 0.969 * (2.75 + 1.1e-4 * 265) + 0.031 * 28),
        ("LNG", "diesel_slow_speed", 2.75, 0.998 * (2.75 + 1.1e-4 * 265) + 0.002 * 28),
    ],
)
def test_ships_count_carbon_dioxide_until_2025_and_then_the_other_gases_and_slip(
    fuel: str, converter: str | None, before: float, after: float
) -> None:
    found = [
        magnitude(ets.fuel_factor(fuel, year, converter), "tCO2e/t") for year in (2024, 2025, 2026, 2030)
    ]
    assert found == pytest.approx([before, before, after, after])


@pytest.mark.parametrize("fuel", [CLEAN, E_METHANOL], ids=["biofuel", "rfnbo"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_a_sustainable_fuel_costs_nothing_before_2026(fuel: MarineFuel, year: int) -> None:
    assert ets.maritime_cost([(fuel, Q_("900 t"))], year, PRICE).m == 0


def test_methane_and_nitrous_oxide_of_a_sustainable_fuel_count_from_2026() -> None:
    assert ets.fuel_factor(CLEAN, 2026).m == pytest.approx(5e-5 * 28 + 1.8e-4 * 265)


@pytest.mark.parametrize("kind", ["stated", "rfnbo"])
def test_a_fuel_with_a_stated_intensity_has_no_factor(kind: Kind) -> None:
    vague = emissions.stated("e-methanol", Q_("20 GJ/t"), Q_("10 gCO2e/MJ"), kind=kind)
    with pytest.raises(GreenportError, match="e_methanol is stated as a total from well to wake"):
        ets.emissions([(vague, Q_("1 t"))], 2026)


def test_a_biofuel_without_certificate_pays_for_its_carbon() -> None:
    unproven = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"), certified=False, rival="hfo")
    assert ets.fuel_factor(unproven, 2025).m == pytest.approx(2.834)


@pytest.mark.parametrize("fuel", ["fame", "methanol"])
def test_a_name_does_not_tell_whether_carbon_is_renewable(fuel: str) -> None:
    with pytest.raises(DataError, match=rf"{fuel} has no default .*emissions\.biofuel or rfnbo"):
        ets.fuel_factor(fuel, 2026)


def test_a_fuel_with_its_converter_takes_no_other_and_keeps_its_regime() -> None:
    with pytest.raises(GreenportError, match="hfo already has its converter"):
        ets.fuel_factor(HFO, 2026, "lean_burn")
    with pytest.raises(GreenportError, match="hfo is counted by imo_lca; factors of two regimes do not mix"):
        ets.fuel_factor(regime_fuel("HFO", "imo_lca"), 2026)


def test_what_is_no_fuel_has_no_factor() -> None:
    fuel: Any = None
    with pytest.raises(DataError, match="fuel of None is not a text"):
        ets.fuel_factor(fuel, 2026)


def test_liquefied_gas_needs_its_converter() -> None:
    with pytest.raises(DataError, match="name its converter"):
        ets.fuel_factor("LNG", 2026)


@pytest.mark.parametrize(("year", "share"), [(2024, 0.4), (2025, 0.7), (2026, 1.0), (2040, 1.0)])
def test_the_phase_in_follows_the_year_of_emission(year: int, share: float) -> None:
    assert tonnes(ets.maritime_allowances(Q_("100 tCO2e"), year=year)) == pytest.approx(100 * share)


@given(*(st.floats(0, 1e6) for _ in range(3)))
def test_half_of_a_voyage_to_another_port_is_in_scope(intra: float, berth: float, extra: float) -> None:
    found = ets.in_scope(*(Q_(each, "tCO2e") for each in (intra, berth, extra)), year=2026)
    assert tonnes(found) == pytest.approx(intra + berth + extra / 2)


@given(st.floats(0, 1), st.floats(0, 1e5))
def test_the_cost_is_what_its_parts_cost(share: float, mass: float) -> None:
    found = ets.maritime_cost([("HFO", Q_(mass, "t"))], 2025, PRICE, Q_(share))
    assert found.m_as("EUR") == pytest.approx(80 * 0.7 * mass * 3.114 * (share + (1 - share) / 2), abs=1e-6)


def test_an_allowance_is_not_sold_below_zero() -> None:
    with pytest.raises(
        UnitError, match=r"price of -80 EUR/tCO2e is below zero; a price of allowances is due"
    ):
        ets.maritime_cost([("HFO", Q_("1 t"))], 2026, Q_("-80 EUR/tCO2e"))


@pytest.mark.parametrize("count", [ets.in_scope, ets.maritime_allowances])
def test_emissions_are_due_where_they_are_counted(count: Any) -> None:
    with pytest.raises(GreenportError, match="none are given; intra, berth or extra is due"):
        count(year=2026)


def test_prices_and_shares_of_another_length_than_the_fleet_are_refused() -> None:
    fleet: Any = [("HFO", Q_(np.ones(2), "t"))]
    three = np.array([0.1, 0.2, 0.3])
    with pytest.raises(GreenportError, match=r"masses of shape \(2,\) and price of shape \(3,\)"):
        ets.maritime_cost(fleet, 2026, Q_(three, "EUR/tCO2e"))
    with pytest.raises(GreenportError, match=r"masses of shape \(2,\) and intra_eu_share of shape \(3,\)"):
        ets.maritime_cost(fleet, 2026, PRICE, Q_(three))


def test_a_price_keeps_its_price_year() -> None:
    found = ets.maritime_cost([("HFO", Q_("1 t"))], 2026, Q_("80 EUR_2025/tCO2e"))
    assert magnitude(found, "EUR_2025") == pytest.approx(80 * 3.1631)


def test_a_fleet_over_years_is_counted_at_once() -> None:
    years = np.array([2024, 2025, 2026])
    mass = np.array([100.0, 200.0, 300.0])
    found = ets.maritime_cost([("HFO", Q_(mass, "t"))], years, PRICE, Q_("50 %"))
    due = 80 * 0.75 * mass * np.array([0.4 * 3.114, 0.7 * 3.114, 3.1631])
    assert magnitude(found, "EUR") == pytest.approx(due)


def test_before_2024_ships_needed_no_allowances() -> None:
    with pytest.raises(DataError, match="sets nothing for 2023"):
        ets.maritime_allowances(Q_("100 tCO2e"), year=2023)


def test_the_date_of_the_law_reaches_every_figure() -> None:
    with pytest.raises(DataError, match="nothing stood on 2020-01-01"):
        ets.in_scope(Q_("1 tCO2e"), year=2026, as_of="2020-01-01")
    with pytest.raises(DataError, match="nothing stood on 2020-01-01"):
        ets.maritime_allowances(Q_("1 tCO2e"), year=2026, as_of="2020-01-01")


def test_a_missing_allowance_costs_100_euro() -> None:
    assert magnitude(ets.missing_allowances(Q_("7 tCO2e"), 2026), "EUR") == pytest.approx(700)


@pytest.mark.parametrize(("year", "factor"), [(2023, 3.15), (2024, 3.16), (2030, 3.16)])
def test_aircraft_count_jet_fuel_and_no_sustainable_fuel(year: int, factor: float) -> None:
    found = ets.aviation_emissions(Q_("100 t"), Q_("40 t"), year=year)
    assert tonnes(found) == pytest.approx(100 * factor)


@pytest.mark.parametrize(("name", "potential"), [("methane", 28), ("nitrous_oxide", 265)])
def test_the_gases_count_by_the_fifth_assessment_report(name: str, potential: float) -> None:
    assert tonnes(ets.gas(Q_("2 t"), name)) == 2 * potential
