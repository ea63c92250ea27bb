"""What is printed parses, whatever the way of printing."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.errors import UnitError
from greenport.units import Q_, Quantity, parse, show, ureg

VOCABULARY = """
    % %/yr 1/yr h/yr t kt Mt/yr dwt GT TEU t/m^3 m^3 hL bbl Nm3 m^3/h nmi kn ha m^2 d month yr GJ/t kWh MMBtu
    MW tCO2e gCO2e/MJ gCO2e/(dwt*nmi) USD MUSD_2025 HKD/m^2/yr HKD_2025/hL CNY_2024/t EUR/tCO2e USD/m^3/month
    kUSD_2025/yr USD*yr/t USD_2025/Nm3 degC delta_degC/h t^0.65 ship/yr USD/pax 1/m^2 USD_2023/USD_2025
"""
UNITS = ["", *VOCABULARY.split()]

numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**12), 10**12),
    st.sampled_from([0.1, 1e16, 1e22, 123456.789, 1e-5]),
)


@given(numbers, st.sampled_from(UNITS))
def test_what_is_printed_parses_to_the_very_same(number: float, unit: str) -> None:
    quantity = Q_(number, unit)
    for printed in (str(quantity), f"{quantity}", f"{quantity:~}", f"{quantity:D}", show(quantity)):
        again = parse(printed)
        assert again.magnitude == number
        assert again.units == quantity.units


@given(st.integers(-9999, 9999), st.sampled_from(UNITS))
def test_the_pretty_form_of_pint_parses_too(number: int, unit: str) -> None:
    quantity = Q_(number, unit)
    assert parse(f"{quantity:~P}").units == quantity.units


@given(st.floats(1e-12, 1e12), st.sampled_from(UNITS), st.integers(1, 12))
def test_a_rounded_print_parses_to_within_its_digits(number: float, unit: str, digits: int) -> None:
    again = parse(show(Q_(number, unit), digits=digits))
    assert again.magnitude == pytest.approx(number, rel=0.5000001 * 10 ** (1 - digits))


@pytest.mark.parametrize("unit", sorted(name for name in ureg if not name.startswith("delta_")))
def test_every_unit_of_the_registry_prints_and_parses(unit: str) -> None:
    quantity = Q_(2.5, unit)
    assert parse(str(quantity)).units == quantity.units


@pytest.mark.parametrize(
    ("quantity", "printed"),
    [
        (Q_(650.0, "USD/t"), "650 USD/t"),
        (Q_(0.07), "0.07"),
        (Q_("7 %"), "7 %"),
        (Q_("1200 HKD/m2/yr"), "1200 HKD/m^2/yr"),
        (Q_("3 USD / tonne"), "3 USD/t"),
        (Q_("1e22 t"), "1e+22 t"),
    ],
)
def test_the_default_form_is_compact(quantity: Quantity, printed: str) -> None:
    assert str(quantity) == printed


def test_a_number_format_keeps_the_compact_unit() -> None:
    assert f"{Q_('1234.567 USD/m3'):,.1f}" == "1,234.6 USD/m^3"


def test_an_array_prints_with_its_unit() -> None:
    assert str(Q_(np.array([1.0, 2.5]), "kt/yr")) == "[1.0 2.5] kt/yr"


def test_people_see_thousands_and_as_many_digits_as_asked_for() -> None:
    assert show(Q_("1234567.891 USD")) == "1,234,567.891 USD"
    assert show(Q_("1234567.891 USD"), digits=4) == "1,235,000 USD"
    assert show(Q_("0.0012345 t"), digits=2) == "0.0012 t"


def test_an_array_is_not_shown_as_one_number() -> None:
    with pytest.raises(UnitError, match="one number is due"):
        show(Q_(np.array([1.0, 2.0]), "t"))


@pytest.mark.parametrize("text", ["15 MUSD_2025/yr", "7 %", "20 degC", "33 gCO2e/MJ", "0.5"])
def test_a_quantity_survives_copying_and_pickling(text: str) -> None:
    quantity = Q_(text)
    for again in (copy.copy(quantity), copy.deepcopy(quantity), pickle.loads(pickle.dumps(quantity))):
        assert again == quantity
        assert again.units == quantity.units
        assert isinstance(again, Quantity)


def test_an_array_survives_pickling() -> None:
    quantity = Q_(np.array([1.0, 2.0]), "kUSD_2024")
    again = pickle.loads(pickle.dumps(quantity))
    assert np.array_equal(again.m_as("USD_2024"), [1000, 2000])


def test_a_pickle_opens_in_a_process_that_has_not_seen_greenport() -> None:
    code = f"import pickle; print(pickle.loads({pickle.dumps(Q_('15 MUSD_2025/yr'))!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "15 MUSD_2025/yr"
