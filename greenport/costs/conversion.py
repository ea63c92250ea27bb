"""Money brought to another price year and another currency, with the steps it took."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from greenport import data
from greenport.costs.arguments import INDEX, RATES, Kind, takes
from greenport.costs.capital import escalate, escalation_factor
from greenport.costs.prices import money_of
from greenport.errors import UnitError
from greenport.units import Quantity, in_currency, price_year, unit_text

_TARGET = re.compile(r"([A-Z]{3})(?:_(\d{4}))?")
AMOUNT = Kind(Quantity, 'Q_("160 EUR_2012/m^3")')
MONEY_WANTED = Kind(str, '"USD_2025"')


@dataclass(frozen=True)
class Conversion:
    """An amount in its new money, and how it came there.

    Parameters
    ----------
    value : Quantity
        The amount in the price year and currency wanted.
    steps : tuple of str
        What was done, each with its index or rate and its source; empty where nothing was to do.
    status : str
        `assumption` if an index or a rate in use is one, otherwise `derived`.
    """

    value: Quantity
    steps: tuple[str, ...]
    status: str

    def __str__(self) -> str:
        return "; ".join((str(self.value), *self.steps))


@takes(amount=AMOUNT, to=MONEY_WANTED, index=INDEX, rates=RATES)
def converted(
    amount: Quantity,
    to: str,
    index: str = "CEPCI",
    rates: Mapping[str, float] | None = None,
) -> Conversion:
    """Bring money to another price year by an index, then to another currency at the rate of that year.

    The order matters: an index follows the prices of one currency, so the amount is escalated in the
    currency of its source, ``C_new = C_old * I_new / I_old``, and exchanged last.

    Parameters
    ----------
    amount : Quantity
        Anything with money in it, e.g. ``160 EUR_2012/m^3``; arrays give arrays.
    to : str
        Money wanted, e.g. ``USD_2025``; without a year the price year stays.
    index : str
        Key of table `price_indices`.
    rates : mapping of str to float, optional
        Units of a currency per US dollar; those of `datasets/currencies.csv` by default.

    Returns
    -------
    Conversion
        The amount, and the index and rate with their sources.

    Raises
    ------
    UnitError
        If the amount holds no money, its price year is not stated although one is wanted, or the
        currency is unknown.
    DataError
        If the index is unknown or does not cover a year.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> found = converted(Q_("160 EUR_2012/m^3"), to="USD_2024")
    >>> print(f"{found.value:.1f}")
    237.6 USD_2024/m^3
    >>> print(found.steps[0])
    2012 to 2024 by CEPCI, 798.8 / 584.6 = 1.3664 (TEA Commons handbook: CEPCI)
    >>> print(found.steps[1])
    EUR to USD at 0.92 EUR per USD (Planning assumption)
    """
    wanted = _TARGET.fullmatch(to)
    if wanted is None:
        raise UnitError(f'money of {to!r} is not a currency with its price year; one is due, e.g. "USD_2025"')
    currency, year = wanted[1], int(wanted[2]) if wanted[2] else None
    present = money_of(unit_text(amount.units)).partition("_")[0]
    if not present:
        raise UnitError(f'amount of {amount} holds no money to convert; give it e.g. as "160 EUR_2012/m^3"')
    value, steps, statuses = amount, list[str](), list[str]()
    if year is not None and price_year(amount) != year:
        value, step, status = _escalated(amount, year, index)
        steps.append(step)
        statuses.append(status)
    if present != currency:
        value = in_currency(value, currency, rates)
        used = [_rate(code, rates) for code in (present, currency) if code != "USD"]
        steps.append(f"{present} to {currency} at {' and '.join(text for text, _ in used)}")
        statuses += [status for _, status in used]
    return Conversion(value, tuple(steps), "assumption" if "assumption" in statuses else "derived")


def _escalated(amount: Quantity, year: int, index: str) -> tuple[Quantity, str, str]:
    known = price_year(amount)
    if known is None:
        raise UnitError(
            f"amount of {amount} states no price year, so it cannot be brought to {year}; "
            'state it, e.g. "160 EUR_2012"'
        )
    value = escalate(amount, known, year, index)
    row = data.series(f"price_indices:{index.lower()}")
    then, now = row[known], row[year]
    factor = escalation_factor(known, year, index).m
    step = (
        f"{known} to {year} by {index}, {now.value.m:g} / {then.value.m:g} = {factor:.4f} "
        f"({'; '.join(dict.fromkeys((then.source, now.source)))})"
    )
    return value, step, "assumption" if "assumption" in (then.status, now.status) else "derived"


def _rate(code: str, rates: Mapping[str, float] | None) -> tuple[str, str]:
    if rates and code in rates:
        return f"{rates[code]:g} {code} per USD (rate given)", "derived"
    row = data.table("currencies").set_index("currency").loc[code]
    return f"{row['per_usd']:g} {code} per USD ({row['source']})", str(row["status"])
