"""Pieces of the report that read as plain text on a terminal and as HTML in a page, from one source.

In HTML a figure carries its unrounded value, so that a program (or a test) can compare it with the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from greenport import units
from greenport.report.words import Words, fixed, number
from greenport.units import Quantity


@dataclass(frozen=True)
class Cell:
    """A text, or a figure with its unrounded value, its unit and the name it has in the plan.

    >>> print(Cell("822 USD/t", 821.97, "USD_2025/t", "levelised_cost/methanol"))
    822 USD/t
    """

    text: str
    value: float | None = None
    unit: str = ""
    key: str = ""

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        if self.value is None:
            return escape(self.text)
        return Markup('<span class="n" data-key="{}" data-value="{!r}" data-unit="{}">{}</span>').format(
            self.key, self.value, self.unit, self.text
        )


@dataclass(frozen=True)
class Sentence:
    """A sentence of the language files with its figures filled in."""

    words: Words
    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words(self.key, **{name: str(value) for name, value in self.values.items()})

    def __html__(self) -> str:
        return escape(self.words(self.key)).format(**self.values)


@dataclass(frozen=True)
class Listing:
    """Pieces as an enumeration: one, two and three; or, where they are clauses, one; two; three."""

    words: Words
    parts: Sequence[object]
    clauses: bool = False

    def __str__(self) -> str:
        return self._joined([str(part) for part in self.parts])

    def __html__(self) -> str:
        return Markup(self._joined([str(escape(part)) for part in self.parts]))

    def _joined(self, parts: list[str]) -> str:
        return self.words("list.clause").join(parts) if self.clauses else self.words.listed(parts)


@dataclass(frozen=True)
class Table:
    """A table with a title that holds the unit where all figures share one."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def right(self, column: int) -> bool:
        """Whether a column holds figures and is set flush right."""
        return any(row[column].value is not None for row in self.rows)


def shown(words: Words, quantity: Quantity, key: str) -> Cell:
    """Cell of a quantity, with its unit."""
    return measured(words, float(quantity.magnitude), units.unit_text(quantity.units), key)


def measured(words: Words, value: float, unit: str, key: str) -> Cell:
    """Cell of a plain number in a unit, with its unit."""
    return Cell(words.amount(value, unit), value, unit, key)


def counted(value: float, key: str, unit: str = "") -> Cell:
    """Cell of a number whose unit stands elsewhere.

    >>> print(counted(1234567.0, "passengers"))
    1,234,567
    """
    return Cell(number(value), value, unit, key)


def by_year(
    words: Words,
    title: str,
    unit: str,
    years: Sequence[int],
    lines: Mapping[tuple[str, str], Mapping[int, float]],
) -> Table:
    """Table with one column a year; all figures have the same decimals, as the largest of them needs.

    Parameters
    ----------
    words
        Language.
    title, unit
        What the figures are, and their common unit.
    years
        Columns.
    lines
        Figures by year, under (label, name in the plan).
    """
    largest = max((abs(v) for values in lines.values() for v in values.values()), default=0.0)
    decimals = 0 if largest >= 10_000 else 1 if largest >= 10 else 2
    rows = tuple(
        (
            Cell(label),
            *(
                Cell(fixed(values[year], decimals), values[year], unit, f"{key}/{year}")
                if year in values
                else Cell("–")
                for year in years
            ),
        )
        for (label, key), values in lines.items()
    )
    return Table(words("list.brackets", text=title, inside=words.unit(unit)), ("", *map(str, years)), rows)
