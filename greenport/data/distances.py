"""Sea distances: from the table where it has the pair, routed over the sea lanes where it has not."""

from __future__ import annotations

from greenport.data.figures import Datum, figure
from greenport.data.rows import Row, keys, near, rows, rows_of
from greenport.errors import DataError
from greenport.units import Q_, Quantity


def sea_distance(origin: str, destination: str) -> Datum:
    """Sea distance between two places of table `ports`.

    A row of table `distances` holds in both directions. A pair without a row is routed over the
    sea-lane network of the searoute package between the coordinates of the two places.

    Parameters
    ----------
    origin, destination
        Keys of table `ports`.

    Raises
    ------
    DataError
        If a place is not in table `ports` (with near matches).

    >>> sea_distance("hong_kong", "zhanjiang").value
    <Quantity(245.0, 'nmi')>
    """
    start, end = _place(origin), _place(destination)
    for row in rows("distances"):
        if {row["origin"], row["destination"]} == {origin, destination}:
            return figure("distances", row)
    same = origin == destination
    return Datum(
        Q_(0.0, "nmi") if same else _routed(start, end),
        low=None,
        high=None,
        status="derived",
        source="" if same else "searoute",
        url="" if same else "https://github.com/genthalili/searoute-py",
        year=None,
        note="The same place." if same else "Shortest sea route between the coordinates of table ports.",
        table="distances",
        key=f"{origin}_{destination}",
        item=f"{start['name']} to {end['name']}",
    )


def _place(name: str) -> Row:
    if name not in keys("ports"):
        hint = near(name, keys("ports")) or "; add it with its coordinates"
        raise DataError(f"no place {name!r} in table ports{hint}")
    return rows_of("ports", name)[0]


def _routed(start: Row, end: Row) -> Quantity:
    import searoute  # it loads the network of sea lanes, which few need

    ends = ([float(place["lon"]), float(place["lat"])] for place in (start, end))
    route = searoute.searoute(*ends, units="naut")
    return Q_(round(float(route["properties"]["length"]), 1), "nmi")
