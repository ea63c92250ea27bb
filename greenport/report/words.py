"""What the report says, in the language of the reader: words, names, numbers and units.

The words are data: one file a language in `languages/`, all with the same keys.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenport import units
from greenport.errors import DataError
from greenport.units import Quantity

_FOLDER = Path(__file__).parent / "languages"
_MONEY_YEAR = re.compile(r"(?<=[A-Z]{3})_\d{4}")
_IDENTIFIER = re.compile(r"\b(?:[a-z0-9_]+\.)?[a-z0-9]+(?:_[a-z0-9]+)+(?:\.[a-z0-9_]+)?\b")
_POWERS = str.maketrans("23", "²³")


@cache
def languages() -> tuple[str, ...]:
    """Languages that the report can be written in.

    >>> languages()
    ('en', 'zh-Hant')
    """
    return tuple(str(_read(path)["language"]) for path in sorted(_FOLDER.glob("*.yaml")))


class Words:
    """Words of one language.

    Parameters
    ----------
    language
        One of `languages()`.

    Raises
    ------
    DataError
        If the report cannot be written in this language.

    >>> Words("en")("figure.supply", fuel="green methanol")
    'Supply of green methanol'
    """

    def __init__(self, language: str = "en") -> None:
        if language not in languages():
            near = difflib.get_close_matches(language, languages(), n=1, cutoff=0.3)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise DataError(f"no report in {language!r}; there are {', '.join(languages())}{hint}")
        self.language = language
        self._text = _read(_FOLDER / f"{language.lower().replace('-', '_')}.yaml")

    def __call__(self, key: str, **values: object) -> str:
        """Text under a dotted key, with its {braces} filled in."""
        found: Any = self._text
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def name(self, identifier: str) -> str:
        """Name of a thing of the scenario; one that has none is spelt out from its identifier.

        >>> Words("en").name("hefa_spk"), Words("en").name("north_jetty")
        ('neat SAF (HEFA)', 'north jetty')
        """
        names: Mapping[str, str] = self._text["names"]
        if identifier in names:
            return names[identifier]
        place, dot, grade = identifier.partition(".")
        if dot:
            return self("list.colon", place=self.name(place), grade=self.name(grade))
        return identifier.replace("_", " ")

    def spelt(self, text: str) -> str:
        """Text of the model with the names of things in place of their identifiers.

        >>> Words("en").spelt("no berth of tsing_yi_depots takes a ship of 25000 dwt")
        'no berth of Tsing Yi oil depots takes a ship of 25000 dwt'
        >>> Words("en").spelt("storage at paff.hefa_spk")
        'storage at Permanent Aviation Fuel Facility: neat SAF (HEFA)'
        """
        return _IDENTIFIER.sub(lambda found: self.name(found[0]), text)

    def said(self, text: str) -> str:
        """A sentence of the model in this language where it knows it; else as it is, in English.

        >>> print(Words("zh-Hant").said("no berth of tsing_yi_depots takes a ship of 25000 dwt"))
        青衣油庫沒有可停泊25000載重噸船隻的泊位
        >>> print(Words("zh-Hant").said("sold to others"))
        sold to others
        """
        for sentence in self._text["said"]:
            if found := re.fullmatch(sentence["like"], text):
                values = {
                    part: value if part == "at" else self.spelt(value)
                    for part, value in found.groupdict().items()
                }
                return str(sentence["say"]).format(**values)
        return Words("en").spelt(text)

    def item(self, item: str) -> str:
        """Name of an item of cost or emissions."""
        return str(self._text["items"].get(item, item))

    def status(self, status: str) -> str:
        """Name of the status of a number."""
        return str(self._text["statuses"].get(status, status))

    def months(self) -> list[str]:
        """Short names of the months."""
        return [str(month) for month in self._text["months"]]

    def listed(self, parts: Iterable[str]) -> str:
        """Parts as an enumeration.

        >>> Words("en").listed(["tanks", "berths", "ships"])
        'tanks, berths and ships'
        """
        *first, last = list(parts)
        if not first:
            return last
        return self("list.comma").join(first) + self("list.last") + last

    def sentence(self, text: str) -> str:
        """Text with a capital letter at its beginning."""
        return text[:1].upper() + text[1:]

    def unit(self, unit: str) -> str:
        """Unit for people; the year of money, which the report states once, is left out.

        >>> Words("en").unit("MUSD_2025/yr"), Words("en").unit("m^3/h")
        ('million USD/yr', 'm³/h')
        """
        plain = _plain(unit)
        known: Mapping[str, str] = self._text["units"]
        return known.get(plain) or re.sub(r"\^([23])", lambda power: power[1].translate(_POWERS), plain)

    def quantity(self, quantity: Quantity) -> str:
        """Number and unit, rounded for reading."""
        return self.amount(float(quantity.magnitude), units.unit_text(quantity.units))

    def amount(self, value: float, unit: str) -> str:
        """Number and unit, rounded for reading and in the scale in which people say it.

        >>> Words("en").amount(21_604.3, "m^3"), Words("zh-Hant").amount(822.2, "USD_2025/t")
        ('21,604 m³', '822美元／公噸')
        >>> Words("zh-Hant").amount(4938.4, "MUSD_2025"), Words("en").amount(25_300.0, "ktCO2e")
        ('49.4億美元', '25.3 Mt CO₂e')
        """
        for scale, name in self._scales(unit):
            if abs(value) >= scale:
                return self._joined(number(value / scale), name)
        return self.in_unit(number(value), unit)

    def finely(self, value: float, unit: str) -> str:
        """Number and unit with digits enough to tell the plan's cost from its bound, in the finest scale.

        >>> Words("en").finely(4938.406, "MUSD_2025"), Words("zh-Hant").finely(4938.406, "MUSD_2025")
        ('4,938.41 million USD', '493,840.60萬美元')
        """
        decimals = 2 if abs(value) >= 1 else 4
        for scale, name in self._scales(unit)[-1:]:
            return self._joined(fixed(value / scale, decimals), name)
        return self.in_unit(fixed(value, decimals), unit)

    def _scales(self, unit: str) -> list[tuple[float, str]]:
        """Scales in which people say amounts of a unit, largest first, each from one of its own on."""
        scales: Mapping[str, list[tuple[float, str]]] = self._text["scales"]
        return scales.get(_plain(unit), [])

    def in_unit(self, figure: str, unit: str) -> str:
        """Figure with its unit.

        >>> Words("en").in_unit("1,200", "USD_2025/t"), Words("en").in_unit("3", "")
        ('1,200 USD/t', '3')
        """
        return self._joined(figure, self.unit(unit))

    def _joined(self, figure: str, unit: str) -> str:
        latin = unit[:1].isascii() and unit[:1].isalpha()  # set apart in every language
        return (figure + (" " if latin else self("list.gap")) + unit).strip()


def _plain(unit: str) -> str:
    """Unit without the year of money, as the language files write it."""
    return _MONEY_YEAR.sub("", unit)


def number(value: float) -> str:
    """Number with about three digits, thousands parted, and a true minus sign.

    >>> number(9813.67), number(42.183), number(0.3960), number(-16.3248), number(4e-7), number(39)
    ('9,814', '42.2', '0.40', '−16.3', '0', '39')
    """
    size = abs(value)
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    if size < 0.0005:
        return "0"
    decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.0995 else 4
    text = f"{size:,.{decimals}f}"
    if decimals == 4:
        text = text.rstrip("0")
    return f"−{text}" if value < 0 else text


def fixed(value: float, decimals: int) -> str:
    """Number with fixed decimals, thousands parted, a true minus sign; what is too small for them says so.

    >>> fixed(-1234.56, 1), fixed(0.01, 1), fixed(-0.01, 1), fixed(0.0, 1)
    ('−1,234.6', '<0.1', '>−0.1', '0.0')
    """
    sign = "−" if value < 0 else ""
    text = f"{abs(value):,.{decimals}f}"
    if value and not any(digit in text for digit in "123456789"):
        return f"{'>' if value < 0 else '<'}{sign}{10**-decimals:.{decimals}f}"
    return sign + text


def exact(value: float) -> str:
    """Number as it was stated, with thousands parted; years and the like are not for it.

    >>> exact(250000.0), exact(0.0005), exact(15.5)
    ('250,000', '0.0005', '15.5')
    """
    return f"{value:,.10g}".replace("-", "−")


@cache
def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
