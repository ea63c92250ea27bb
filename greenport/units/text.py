"""The grammar of a quantity's text: one number, then a product of units and what divides it."""

from __future__ import annotations

import math
import re

from greenport.errors import UnitError

_LONGEST = 120

_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"
_NUMBER = re.compile(rf"[+-]?(?:{_THOUSANDS}|\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\d.,])", re.ASCII)

_NAME = r"[^\W\d]\w*"
_FACTOR = rf"(?:1|{_NAME})(?:\s*(?:\^|\*\*)\s*-?\d{{1,2}}(?:\.\d{{1,4}})?)?"
_TIMES = r"(?:\s*\*\s*|\s+)"
_TERMS = rf"{_FACTOR}(?:{_TIMES}{_FACTOR})*(?:\s*/\s*{_FACTOR})*"
_GROUP = rf"(?:{_FACTOR}|\(\s*{_TERMS}\s*\))"
_UNIT = re.compile(rf"{_GROUP}(?:{_TIMES}{_GROUP})*(?:\s*/\s*{_GROUP})*")

# Spellings of the trade and the plain form of each, in the order in which they are replaced.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:tonnes?|metric_tons?)[\s*]*CO2"), "t CO2"),
    (re.compile(r"\bgrams?[\s*]*CO2"), "g CO2"),
    (re.compile(r"\b([mµukMG]?g|[kMG]?t)[\s*]*CO2(?:-?eq?)?\b"), r"\1CO2e"),
    (re.compile(r"\b(?:vol|mass|wt|mol|energy)[\s.-]*(?:%|percent\b)"), "percent"),
    (re.compile(r"%"), "percent"),
    (re.compile(r"‰"), "permille"),
    (re.compile(r"°C\b"), "degC"),
    (re.compile(r"\s+per\s+"), "/"),
    (re.compile(r"\b([mcdk]?m|in|ft|yd|mi|nmi)([23])\b"), r"\1^\2"),
)
_PARTS = re.compile(r"\b(?:percent|permille)\b")
_PARTS_ODDLY = re.compile(rf"/.*{_PARTS.pattern}|{_PARTS.pattern}\s*(?:\^|\*\*)")
_NO_POWER = re.compile(r"(?:\^|\*\*)\s*-?0{1,2}(?:\.0*)?(?![\d.])")
_SIGNS = str.maketrans({"−": "-", "·": "*", "⋅": "*", "×": "*", "Δ": "delta_", "₂": "2", "μ": "µ"})
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⋅", "0123456789-.")
_RAISED = re.compile(r"⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:⋅[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def split(text: str) -> tuple[float, str]:
    """Take the text of a quantity apart into its number and the text of its unit.

    Parameters
    ----------
    text
        For example `"2,807 HKD/hL"`; the unit may be absent.

    Returns
    -------
    tuple
        The number, and the unit's text as it was written.

    Raises
    ------
    UnitError
        If there is no number, a comma that is not a thousands separator, or no finite number.

    >>> split("2,807 HKD/hL")
    (2807.0, 'HKD/hL')
    """
    plain = " ".join(text.replace("−", "-").split())
    if not plain:
        raise UnitError('the text is empty; a number with its unit is due, e.g. "650 t"')
    if len(plain) > _LONGEST:
        raise UnitError(f'"{plain[:40]}…" is too long; one number with its unit is due, e.g. "650 t"')
    found = _NUMBER.match(plain)
    if found is None:
        raise UnitError(_why_no_number(plain))
    number = float(found.group().replace(",", ""))
    if not math.isfinite(number):
        raise UnitError(f'"{plain}" is too large to be a finite number')
    unit = plain[found.end() :].strip()
    return number, f"1{unit}" if unit.startswith("/") else unit


def plain_unit(text: str) -> str:
    """Write the text of a unit in the one form that the registry reads.

    Raises
    ------
    UnitError
        If the text is not a product of units divided by units, has a unit to the power of 0, or percent
        more than once or as a divisor.

    >>> plain_unit("HKD per m³")
    'HKD/m^3'
    >>> plain_unit("g CO2eq/(dwt nmi)")
    'gCO2e/(dwt nmi)'
    """
    if len(text) > _LONGEST:
        raise UnitError(f'"{text[:40]}…" is too long for a unit; write e.g. "USD/t" or "HKD/m^2/yr"')
    unit = _RAISED.sub(lambda power: "^" + power.group().translate(_POWERS), text).translate(_SIGNS).strip()
    if re.search(r"\sper\s.*/|/.*\sper\s", unit):
        raise UnitError(_why_no_unit(text.strip()))
    for spelling, plain in _SPELLINGS:
        unit = spelling.sub(plain, unit)
    if unit and not _UNIT.fullmatch(unit):
        raise UnitError(_why_no_unit(text.strip()))
    if _NO_POWER.search(unit):
        raise UnitError(f'"{text.strip()}" has a unit to the power of 0; leave that unit out')
    if len(_PARTS.findall(unit)) > 1 or _PARTS_ODDLY.search(unit):
        written = re.sub(r"\s*percent\s*", "%", text.strip())
        raise UnitError(
            f'"{written}": percent stands once, and divides nothing; write e.g. "5 %" or "5 %/yr"'
        )
    return unit


def names(unit: str) -> list[str]:
    """Names of the units in a plain text.

    >>> names("HKD/m^3")
    ['HKD', 'm']
    """
    return re.findall(_NAME, unit)


def _why_no_number(text: str) -> str:
    if re.match(r"[+-]?(nan|inf)", text, re.IGNORECASE):
        return f'"{text}" is not a finite number; a number with its unit is due, e.g. "650 t"'
    if re.match(r"[+-]?[\d.]+,", text):
        return (
            f'"{text}" has a comma that does not part thousands; '
            'write the decimal point as "1.5", and thousands as "1,500" or "1500"'
        )
    return f'"{text}" does not begin with a number; write the number first, then its unit, e.g. "650 t"'


def _why_no_unit(text: str) -> str:
    if re.match(r"[+-]?\d", text):
        mend = 'one number is due, e.g. "10500 dwt" or "10,500 dwt"; a range is written as low and high'
    elif "$" in text:
        mend = 'write the code of the currency, e.g. "USD/t" or "HKD/t"'
    elif "/" in text and re.search(r"\sper\s|/[^(]*[^\s(*/]\s*[\s*]\s*[^\s)*/]", text):
        mend = 'it can be read in two ways; bracket what divides, e.g. "gCO2e/(dwt nmi)", or write "USD/t/yr"'
    else:
        mend = 'write a product of units and what divides it, e.g. "USD/t" or "HKD/m^2/yr"'
    return f'"{text}" is not a unit; {mend}'
