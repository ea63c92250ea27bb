"""Figures that the law sets: each with its document, clause, standing and the years that it holds for.

Table `law` has a row for each step of a rule. A text stands from the date `since` on; the figure in it
holds for the calendar years `from_year` to `until_year`, or until the next step. So a rule can be read
as the law stands on a chosen date.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from greenport.data.figures import Datum, figure
from greenport.data.rows import Row, rows_of
from greenport.errors import DataError, DraftRuleWarning
from greenport.units import Q_, Quantity

TABLE = "law"
Year = int | Sequence[int] | range | Any
AsOf = date | str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of a rule.

    Parameters
    ----------
    datum
        The figure, with source, status and note.
    from_year, until_year
        Calendar years that it holds for; None where it goes on until the next step.
    document, clause
        The act or resolution, and the place in it.
    since
        Date from which the text stands: its entry into force, or of a draft its approval.
    draft
        Whether the text is not in force.
    """

    datum: Datum
    from_year: int
    until_year: int | None
    document: str
    clause: str
    since: date
    draft: bool

    @property
    def value(self) -> Quantity:
        """The figure."""
        return self.datum.value

    @property
    def standing(self) -> str:
        """`in force` or `draft`, as outputs print it."""
        return "draft" if self.draft else "in force"


@cache
def clauses(key: str) -> tuple[Clause, ...]:
    """All steps of a rule, by date of the text and first year.

    Parameters
    ----------
    key
        Name of the rule, e.g. `"fueleu:reduction"`.

    Raises
    ------
    DataError
        If table `law` has no such rule (with near matches), or a cell of it cannot be read.

    >>> [(step.from_year, str(step.value)) for step in clauses("fueleu:reduction")][:2]
    [(2025, '2 %'), (2030, '6 %')]
    """
    return tuple(sorted(map(_clause, rows_of(TABLE, key)), key=lambda step: (step.since, step.from_year)))


def clause(key: str, year: int, as_of: AsOf = None) -> Clause:
    """Find the step of a rule that holds for a year, as the law stands on a date.

    Parameters
    ----------
    key
        Name of the rule.
    year
        Calendar year of what is judged.
    as_of
        Date, also as text `"2026-11-24"`; None for the newest text in the table.

    Raises
    ------
    DataError
        If the rule is unknown, did not stand on the date, or sets nothing for the year.

    Warns
    -----
    DraftRuleWarning
        If the text is a draft.

    >>> clause("fueleu:reduction", 2037).clause
    'Article 4(2)'
    """
    _whole(year)
    steps = clauses(key)
    name = steps[0].datum.item
    known = [step for step in steps if as_of is None or step.since <= _date(as_of)]
    if not known:
        raise DataError(
            f"{name}: nothing stood on {_date(as_of)}; its first text is {steps[0].document} of "
            f"{steps[0].since}. Choose a later date"
        )
    begun = [step for step in known if step.from_year <= year]
    if not begun:
        first = min(step.from_year for step in known)
        raise DataError(f"{name}: {known[0].document} sets nothing for {year}; it begins in {first}")
    held = max(begun, key=lambda step: (step.from_year, step.since))
    if held.until_year is not None and year > held.until_year:
        raise DataError(
            f"{name}: {held.document} sets nothing for {year}; it ends in {held.until_year}"
            f"{_later(steps, known, year)}"
        )
    if held.draft:
        warnings.warn(f"{held.document} is a draft and not in force", DraftRuleWarning, stacklevel=2)
    return held


def set_by_law(key: str, year: Year, as_of: AsOf = None) -> Quantity:
    """Read a figure of law for a year or for many.

    Parameters
    ----------
    key, as_of
        As for `clause`.
    year
        Calendar year, or an array of them.

    Returns
    -------
    Quantity
        In the unit of the table: one number, or as many as there are years.

    Raises
    ------
    DataError
        As `clause` does, or if a year is not a whole number.

    >>> set_by_law("fueleu:reduction", [2025, 2034, 2050]).m.tolist()
    [2.0, 6.0, 80.0]
    """
    years = _whole(year)
    distinct, place = np.unique(years, return_inverse=True)
    values = [clause(key, int(each), as_of).value for each in distinct]
    unit = values[0].units
    found = np.array([each.m_as(unit) for each in values])[place].reshape(years.shape)
    return Q_(found if years.ndim else float(found), unit)


def _clause(row: Row) -> Clause:
    first, until = row.whole("from_year"), row.whole("until_year")
    if first is None:
        raise DataError(f"{row.place}: from_year of {row['key']} is missing")
    if row["standing"] not in ("in force", "draft"):
        raise DataError(f"{row.place}: standing {row['standing']!r}; `in force` or `draft` is due")
    try:
        since = date.fromisoformat(row["since"])
    except ValueError:
        raise DataError(f"{row.place}: since {row['since']!r} is not a date such as 2025-01-01") from None
    draft = row["standing"] == "draft"
    return Clause(figure(TABLE, row), first, until, row["document"], row["clause"], since, draft)


def _whole(year: Year) -> Any:
    """Calendar years as an array, of no dimension for one year."""
    years = np.asarray(year)
    whole = years.dtype.kind in "iu" or (years.dtype.kind == "f" and bool(np.all(years == np.floor(years))))
    if not years.size or not whole:
        raise DataError(f"year of {year!r} is not a calendar year; give e.g. 2030")
    return years


def _date(as_of: AsOf) -> date:
    if isinstance(as_of, date):
        return as_of
    try:
        return date.fromisoformat(str(as_of))
    except ValueError:
        raise DataError(f'as_of {as_of!r} is not a date; give e.g. "2026-11-24"') from None


def _later(steps: Sequence[Clause], known: Sequence[Clause], year: int) -> str:
    """Hint at a later text that does set the year."""
    more = [step for step in steps if step not in known and step.from_year <= year]
    return f"; {more[-1].document} of {more[-1].since} goes on" if more else ""
