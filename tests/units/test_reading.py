"""What is read from a text, and what is refused."""

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from greenport.errors import UnitError
from greenport.units import MASS, Q_, UnknownUnitError, parse, ureg


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("650 USD_2023/t", 650, "USD_2023/t"),
        ("15 MUSD_2025", 15e6, "USD_2025"),
        ("7 %", 0.07, ""),
        ("33 gCO2e/MJ", 33e-6, "kgCO2e/kJ"),
        ("520 USD/tCO2e", 520, "USD/tCO2e"),
        ("18000 USD/d", 18000 * 365, "USD/yr"),
        ("15 kt/yr", 15000, "t/yr"),
        ("2,807 HKD/hL", 28070, "HKD/m^3"),
        ("10500 dwt", 10500, "t"),
        ("24 month", 2, "yr"),
        ("1200 HKD/m^2/yr", 12e6, "HKD/ha/yr"),
        ("400 m3/h", 400, "m^3/h"),
        ("-5 t", -5, "t"),
        ("−5 t", -5, "t"),
        ("+5 t", 5, "t"),
        ("1e6 t", 1, "Mt"),
        ("2.5E-3 kt", 2.5, "t"),
        (".5 t", 0.5, "t"),
        ("5. t", 5, "t"),
        ("12h", 12, "h"),
        ("7%", 0.07, ""),
        ("  650 \t USD / t \n", 650, "USD/t"),
        ("650\u00a0USD/t", 650, "USD/t"),
        ("1,234,567.5 USD", 1234567.5, "USD"),
        ("3 USD per day", 3, "USD/d"),
        ("5 m³", 5, "m^3"),
        ("5 USD/m²/yr", 5, "USD/m^2/yr"),
        ("5 t·nmi", 5, "t*nmi"),
        ("38 1/yr", 38, "1/yr"),
        ("38 / yr", 38, "1/yr"),
        ("3 months", 3, "month"),
        ("4 (kt/yr)", 4, "kt/yr"),
    ],
)
def test_a_number_with_its_unit_is_read(text: str, number: float, unit: str) -> None:
    assert Q_(text).m_as(unit) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    "unit", ["t CO2e", "t CO2", "t CO2eq", "tCO2-eq", "tonne CO2e", "tonnes CO2", "t CO₂e"]
)
def test_spellings_of_a_tonne_of_carbon_dioxide_are_one(unit: str) -> None:
    assert Q_(f"520 USD/{unit}") == Q_("520 USD/tCO2e")


@pytest.mark.parametrize("prefix", ["", "m", "k", "M", "G"])
@pytest.mark.parametrize("suffix", ["CO2e", "CO2eq", " CO2e", "CO2"])
def test_greenhouse_gas_takes_prefixes_and_stays_apart_from_mass(prefix: str, suffix: str) -> None:
    quantity = Q_(f"1 {prefix}g{suffix}")
    assert dict(quantity.dimensionality) == {"[ghg]": 1}
    assert not MASS.fits(quantity)


@pytest.mark.parametrize("text", ["50 vol-%", "50 vol%", "50 vol %", "50 mass-%", "50 wt%", "50 %"])
def test_percent_by_volume_or_mass_is_percent(text: str) -> None:
    assert Q_(text).m_as("") == 0.5


@pytest.mark.parametrize("text", ["1,5 %", "0,500 t", "1,50 t", "1,5000 t", "1,500,00 t", "1.5,000 t"])
def test_a_comma_that_does_not_part_thousands_is_refused(text: str) -> None:
    with pytest.raises(UnitError, match="comma that does not part thousands"):
        parse(text)


@pytest.mark.parametrize("text", ["nan t", "NaN", "inf USD", "-inf t", "Infinity t"])
def test_what_is_not_a_finite_number_is_refused(text: str) -> None:
    with pytest.raises(UnitError, match="not a finite number"):
        parse(text)


def test_a_number_too_large_to_hold_is_refused() -> None:
    with pytest.raises(UnitError, match="too large to be a finite number"):
        parse("1e999 t")


@pytest.mark.parametrize(
    ("unit", "advice"),
    [
        ("ton", 'say "t" \\(tonne, 1000 kg\\), "short_ton" or "long_ton"'),
        ("tons", 'say "t" \\(tonne'),
        ("nm", 'say "nmi"'),
        ("NM", 'say "nmi"'),
        ("mt", 'say "t" \\(tonne\\) or "Mt"'),
        ("MT", 'say "t" \\(tonne\\) or "Mt"'),
        ("kts", 'say "kn" \\(knot\\)'),
        ("mUSD", '"MUSD_2025"'),
        ("USD_1980", "price years 1990 to 2060"),
        ("GBP", "currencies are USD, HKD, CNY, EUR"),
        ("million", 'put the factor into the unit, e.g. "15 MUSD"'),
        ("tonnne", 'did you mean "tonne"'),
        ("m3/hh", 'unknown unit "hh"'),
        ("foo/foo", 'unknown unit "foo"'),
        ("k", "unknown unit"),
    ],
)
def test_a_misleading_or_unknown_unit_is_refused_with_advice(unit: str, advice: str) -> None:
    with pytest.raises(UnitError, match=advice):
        parse(f"5 {unit}")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "the text is empty"),
        ("  ", "the text is empty"),
        ("t", "does not begin with a number"),
        ("about 5 t", "does not begin with a number"),
        ("<5 t", "does not begin with a number"),
        ("5-10 t", "a range is written as low and high"),
        ("10 500 dwt", "one number is due"),
        ("5 $/t", "code of the currency"),
        ("5 USD/t yr", "two ways"),
        ("5 EUR per t/yr", "two ways"),
        ("5 t^2^2", "is not a unit"),
        ("5 t/", "is not a unit"),
        ("5 (t", "is not a unit"),
        ("5 __import__('os')", "is not a unit"),
        ("5 " + "t*" * 100 + "t", "too long"),
    ],
)
def test_a_text_that_is_not_one_number_and_one_unit_is_refused(text: str, advice: str) -> None:
    with pytest.raises(UnitError, match=advice):
        parse(text)


def test_a_tower_of_powers_is_refused_at_once() -> None:
    with pytest.raises(UnitError):
        parse("1 t**9**9**9**9")


def test_numbers_and_arrays_take_a_unit() -> None:
    assert Q_(650, "USD/t") == Q_("650 USD/t")
    assert list(Q_([1.0, 2.0], "kt").m_as("t")) == [1000, 2000]


def test_a_text_and_a_unit_apart_are_refused() -> None:
    with pytest.raises(UnitError, match="write it with its unit"):
        Q_("650", "t")


def test_an_unknown_unit_of_the_registry_is_an_attribute_error_too() -> None:
    assert not hasattr(ureg, "furlong")
    with pytest.raises(UnknownUnitError):
        Q_("1 t").to("furlong")


@given(st.text(alphabet=st.sampled_from(list("0123456789.,eE+-−/*^()% tkmMUSD_GCO2eyrh³°C\t")), max_size=20))
@example("1 (((t)))")
@example("1 t^-99")
@example("0 USD_2025^0.5")
def test_any_text_is_either_a_finite_quantity_or_an_error_of_ours(text: str) -> None:
    try:
        quantity = parse(text)
    except UnitError:
        return
    assert math.isfinite(quantity.magnitude)


@given(st.text(max_size=30))
def test_arbitrary_text_never_ends_in_a_foreign_error(text: str) -> None:
    with suppress(UnitError):
        assert math.isfinite(parse(text).magnitude)


def test_a_unit_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(UnitError, match="too long for a unit"):
        Q_(1.0, "t*" * 100 + "t")


@pytest.mark.parametrize("value", [650, None, ["650 t"]])
def test_only_a_text_is_parsed(value: Any) -> None:
    with pytest.raises(UnitError, match="is not a text"):
        parse(value)


def test_the_registry_computes_no_expressions() -> None:
    assert ureg("650 t") == Q_("650 t")
    with pytest.raises(UnitError, match="compute with quantities instead"):
        ureg("2 x", x=3)


@pytest.mark.parametrize(
    "value", [None, True, 1j, b"1 t", [1, [2, 3]], [1, None], ["1"], [True], [Q_("1 t"), Q_("2 t")], {"a": 1}]
)
def test_what_is_no_number_makes_no_quantity(value: Any) -> None:
    with pytest.raises(UnitError, match="is not a number, nor an array of numbers in one unit"):
        Q_(value, "t")
