"""Single figures, series over years and seasons over months, looked up as `table:key`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from greenport.data.rows import Row, rows_of
from greenport.errors import DataError, UnitError
from greenport.units import Q_, Quantity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Datum:
    """One figure and where it comes from.

    Parameters
    ----------
    value, low, high
        The figure and its range, in the unit of its row; the range may be absent.
    status
        `published` (stands in the source), `derived` (arithmetic on published figures) or `assumption`.
    source, url, year
        Title and address of the document (empty where there is none), and the year of the figure.
    note
        Formula, caution or reason.
    table, key, item
        Where the row stands, and what the figure is in words.
    """

    value: Quantity
    low: Quantity | None
    high: Quantity | None
    status: str
    source: str
    url: str
    year: int | None
    note: str
    table: str
    key: str
    item: str


def datum(name: str) -> Datum:
    """Look up one figure.

    Parameters
    ----------
    name
        Table and key, e.g. `"weather:signal_8:duration"`.

    Raises
    ------
    DataError
        If the table or the key does not exist (with near matches), is a series, or holds no number.

    >>> datum("facilities:paff:capacity").value
    <Quantity(264000.0, 'm^3')>
    >>> datum("distances:zhanjiang_hong_kong").status
    'published'
    """
    table, found = _found(name, "datum")
    if len(found) > 1:
        raise DataError(f"{found[1].place}: the key {found[1]['key']} stands twice in table {table}")
    return figure(table, found[0])


def series(name: str) -> dict[int, Datum]:
    """Look up a figure over the calendar years, ascending.

    Parameters
    ----------
    name
        Table and key, e.g. `"methanol_demand:total"`.

    Raises
    ------
    DataError
        If the table or the key does not exist (with near matches), is a single figure, or has a year twice.

    >>> {year: point.value.magnitude for year, point in series("methanol_demand:total").items()}
    {2026: 2.0, 2028: 25.0, 2030: 80.0, 2032: 140.0, 2035: 250.0, 2040: 500.0}
    """
    table, found = _found(name, "series")
    points: dict[int, Datum] = {}
    for row in found:
        year = _due(row, "for_year", row.whole("for_year"))
        if year in points:
            raise DataError(f"{row.place}: the year {year} stands twice for {row['key']}")
        points[year] = figure(table, row)
    return dict(sorted(points.items()))


def monthly(name: str) -> tuple[float, ...]:
    """Look up the weights of the twelve months, January first, as plain numbers in the unit of the table.

    Parameters
    ----------
    name
        Table and key, e.g. `"flight_movements:hkia"`.

    Raises
    ------
    DataError
        If the table or the key does not exist (with near matches), or not every month stands there once.

    >>> monthly("flight_movements:hkia")[:3]
    (33660.0, 29075.0, 33240.0)
    """
    table, found = _found(name, "monthly")
    weights = sorted(
        (_due(row, "month", row.whole("month")), _due(row, "value", row.number("value"))) for row in found
    )
    if [month for month, _ in weights] != list(range(1, 13)):
        given = ", ".join(str(month) for month, _ in weights)
        raise DataError(
            f"{table}.csv: {found[0]['key']}: the months 1 to 12 are due once each; given {given}"
        )
    return tuple(weight for _, weight in weights)


def figure(table: str, row: Row) -> Datum:
    """Read the figure that a row holds.

    Raises
    ------
    DataError
        If the row holds none, or one that is not a number with a unit.
    """
    if "value" not in row or "unit" not in row:
        raise DataError(f'table {table} holds no quantities; read it with table("{table}")')
    return Datum(
        _due(row, "value", _quantity(row, "value")),
        low=_quantity(row, "low"),
        high=_quantity(row, "high"),
        status=row["status"],
        source=row["source"],
        url=row["url"],
        year=row.whole("year"),
        note=row["note"],
        table=table,
        key=row["key"],
        item=row["item"],
    )


def _found(name: str, reader: str) -> tuple[str, list[Row]]:
    """Rows of `table:key`, if the table is of the kind that the function `reader` reads."""
    table, colon, key = str(name).partition(":")
    if not colon:
        raise DataError(f"{name!r} names no row; write table:key, e.g. capital_costs:meoh_20k")
    found = rows_of(table, key)
    due = "series" if "for_year" in found[0] else "monthly" if "month" in found[0] else "datum"
    if reader != due:
        kind = {"series": "a series over years", "monthly": "a season over months", "datum": "one figure"}
        raise DataError(f'{name} is {kind[due]}; read it with {due}("{name}")')
    return table, found


def _quantity(row: Row, column: str) -> Quantity | None:
    number = row.number(column)
    try:
        return None if number is None else Q_(number, row["unit"])
    except UnitError as error:
        raise DataError(f"{row.place}: {error}") from None


def _due(row: Row, column: str, found: T | None) -> T:
    if found is None:
        raise DataError(f"{row.place}: {column} of {row['key']} is missing")
    return found
