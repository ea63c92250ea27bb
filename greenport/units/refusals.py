"""What is said where a unit is unknown, or where two quantities do not go together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from greenport.units import currencies

_FACTOR = 'put the factor into the unit, e.g. "15 MUSD" or "3 kt", or into the number, e.g. "15e6 USD"'

# Names that are refused although other programs know them, or that people write by habit.
_INSTEAD = {
    "ton": 'say "t" (tonne, 1000 kg), "short_ton" or "long_ton"',
    "nm": 'say "nmi" (nautical mile)',
    "mt": 'say "t" (tonne) or "Mt" (megatonne)',
    "mmt": 'say "Mt" (megatonne)',
    "kts": 'say "kn" (knot); "kt" is a kilotonne',
    "cbm": 'say "m^3"',
    "sqm": 'say "m^2"',
    "rmb": 'say "CNY"',
    "y": 'say "yr" (of 365 days)',
    "thousand": _FACTOR,
    "mn": _FACTOR,
    "mln": _FACTOR,
    "million": _FACTOR,
    "bn": _FACTOR,
    "billion": _FACTOR,
}


def hint(name: str, known: Iterable[str]) -> str:
    """Say what was perhaps meant by the name of an unknown unit.

    >>> hint("nm", ["nmi"])
    'say "nmi" (nautical mile)'
    """
    plain = name.lower()
    instead = _INSTEAD.get(plain) or _INSTEAD.get(plain.removesuffix("s"))
    if instead:
        return instead
    rates = currencies.rates_per_usd()
    money = re.fullmatch(r"[a-zµ]*[kMGT]?([A-Z]{3})(_\d+)?", name)
    if money and money[1] in rates:
        years = f"{currencies.FIRST_YEAR} to {currencies.LAST_YEAR}"
        return f'money is written e.g. "{money[1]}", "k{money[1]}" or "M{money[1]}_2025", price years {years}'
    if money and (money[2] or not difflib.get_close_matches(name, known)):
        return f"currencies are {', '.join(rates)} (datasets/currencies.csv)"
    near = difflib.get_close_matches(name, [unit for unit in known if len(unit) > 1])
    if near:
        return "did you mean " + " or ".join(f'"{unit}"' for unit in near) + "?"
    return 'units are written e.g. "t", "m^3", "USD_2025/t", "gCO2e/MJ", "kt/yr"'


def why_apart(first: str, second: str) -> str:
    """Say why quantities of two dimensions do not go together, and how to mend it.

    >>> why_apart("[money_2023]", "[money_2025]")
    'money of 2023 and 2025 never adds; bring both to one year with greenport.costs.escalate'
    """
    years = sorted(set(re.findall(r"\[money_(\d{4})\]", f"{first} {second}")))
    if len(years) > 1:
        return (
            f"money of {' and '.join(years)} never adds; bring both to one year with greenport.costs.escalate"
        )
    if years and "[money]" in f"{first} {second}":
        return (
            f"the price year of one is not stated; write it, e.g. USD_{years[0]}, "
            f"or state it with greenport.units.at_price_year(quantity, {years[0]})"
        )
    return f"one is {first or 'a plain number'}, the other {second or 'a plain number'}"
