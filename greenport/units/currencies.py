"""Currencies and their constant, dated rates, from `datasets/currencies.csv`."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pint.facets.plain import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer

from greenport.errors import DataError

FIRST_YEAR, LAST_YEAR = 1990, 2060


@cache
def rates_per_usd() -> Mapping[str, float]:
    """Units of each currency that one US dollar buys.

    >>> rates_per_usd()["HKD"]
    7.8
    """
    path = _currency_file()
    rates: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            code, rate = row.get("currency") or "", _number(row.get("per_usd"))
            if code in rates or not (re.fullmatch("[A-Z]{3}", code) and math.isfinite(rate) and rate > 0):
                raise DataError(
                    f"{path.name}:{line}: each currency is due once, by its three letters, with a number "
                    f"above zero in per_usd, e.g. HKD,7.80; given {code or 'nothing'},{row.get('per_usd')}"
                )
            rates[code] = rate
    if rates.get("USD") != 1:
        raise DataError(f"{path.name}: USD is due with per_usd 1, because all rates are per US dollar")
    return MappingProxyType(rates)


def definitions() -> Iterator[UnitDefinition]:
    """Units of money: one dimension where no price year is stated, and one for each price year.

    They are given to the registry ready made, because reading 288 lines of text is what would make
    `import greenport` slow.
    """
    for year in ("", *(f"_{year}" for year in range(FIRST_YEAR, LAST_YEAR + 1))):
        yield _unit(f"USD{year}", 1, f"[money{year}]")
        for code, rate in rates_per_usd().items():
            if code != "USD":
                yield _unit(f"{code}{year}", 1 / rate, f"USD{year}")


def _unit(name: str, scale: float, reference: str) -> UnitDefinition:
    return UnitDefinition(name, None, (), ScaleConverter(scale), UnitsContainer({reference: 1}))


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan


def _currency_file() -> Path:
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_shared" / "datasets", package.parent / "datasets"):
        if (folder / "currencies.csv").is_file():
            return folder / "currencies.csv"
    raise DataError("datasets/currencies.csv is missing; install greenport again or restore the file")
