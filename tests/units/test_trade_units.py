"""The units in which the trade differs from Pint's own."""

from typing import Any

import pint
import pytest

from greenport.units import Q_, ureg


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 kt", "1e6 kg"),
        ("1 Mt", "1e9 kg"),
        ("1 Gt", "1e12 kg"),
        ("1 bbl", "0.158987294928 m^3"),
        ("1 gal", "3.785411784 L"),
        ("1 hL", "0.1 m^3"),
        ("1 nmi", "1852 m"),
        ("1 kn", "1.852 km/h"),
        ("1 ha", "10000 m^2"),
        ("1 yr", "365 d"),
        ("12 month", "1 yr"),
        ("1 a", "8760 h"),
        ("1 dwt", "1 t"),
        ("1 tpd", "365 t/yr"),
        ("1 short_ton", "907.18474 kg"),
        ("1 long_ton", "1016.0469088 kg"),
        ("1 kWh", "3.6 MJ"),
        ("1 MMBtu", "1.05505585262 GJ"),
        ("1 toe", "41.868 GJ"),
        ("1 tCO2e", "1e6 gCO2e"),
        ("1 MtCO2e", "1e12 gCO2e"),
        ("1 ft", "0.3048 m"),
        ("1 acre", "4046.8564224 m^2"),
        ("1 lb", "0.45359237 kg"),
        ("1 bar", "1e5 Pa"),
        ("1 hp", "745.6998715822702 W"),
        ("20 degC", "293.15 K"),
    ],
)
def test_a_unit_has_its_defined_size(one: str, other: str) -> None:
    expected = Q_(other)
    assert Q_(one).m_as(expected.units) == pytest.approx(expected.magnitude, rel=1e-12)


def test_gross_tonnage_is_not_a_gigatonne_and_has_no_mass() -> None:
    assert dict(Q_("1 GT").dimensionality) == {"[gross_tonnage]": 1}
    assert dict(Q_("1 Gt").dimensionality) == {"[mass]": 1}


def test_a_container_and_a_passenger_are_no_plain_numbers() -> None:
    assert not Q_("1 TEU").dimensionless
    assert not Q_("1 USD/pax").is_compatible_with("USD")


@pytest.mark.parametrize("unit", ["ship", "berth", "tank", "truck", "unit", "stem", "call", "batch"])
def test_things_counted_are_plain_numbers(unit: str) -> None:
    assert Q_(f"3 {unit}").m_as("") == 3


def test_a_normal_cubic_metre_is_an_amount_of_gas_by_the_ideal_gas_law() -> None:
    moles = 101325 / (8.314462618 * 273.15)
    assert Q_("1 Nm3").m_as("mol") == pytest.approx(moles, rel=1e-9)


@pytest.mark.parametrize("name", ["Mbbl", "kyr", "cday", "mt", "ct", "dt", "mUSD", "mtCO2e", "mGT"])
def test_prefixes_that_mislead_are_refused(name: str) -> None:
    assert name not in ureg


@pytest.mark.parametrize(
    "name", ["kUSD", "MHKD_2025", "GCNY", "kEUR_1990", "MTEU", "GWh", "mg", "cm", "Mgal"]
)
def test_prefixes_of_the_trade_are_known(name: str) -> None:
    assert name in ureg


def test_the_registry_is_the_application_registry() -> None:
    assert pint.application_registry.Quantity is ureg.Quantity
    assert pint.Quantity(3, "USD_2025/t") == Q_("3 USD_2025/t")


def test_a_pint_context_turns_mass_into_volume() -> None:
    def stored(ureg: Any, value: Any, **_: Any) -> Any:
        return value / ureg.Quantity("0.8 t/m^3")

    context = pint.Context()
    context.add_transformation("[mass]", "[volume]", stored)
    assert Q_("8 t").to("m^3", context).magnitude == pytest.approx(10)
