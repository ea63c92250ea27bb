"""The facts of `datasets/`: each number with its unit, range, status and source."""

from greenport.data.distances import sea_distance
from greenport.data.figures import Datum, datum, monthly, series
from greenport.data.law import AsOf, Clause, Year, clause, clauses, set_by_law
from greenport.data.rows import folder, keys, names, near, rows_of
from greenport.data.tables import TableDescription, content_hash, describe, subjects, table, version

__all__ = [
    "AsOf",
    "Clause",
    "Datum",
    "TableDescription",
    "Year",
    "clause",
    "clauses",
    "content_hash",
    "datum",
    "describe",
    "folder",
    "keys",
    "monthly",
    "names",
    "near",
    "rows_of",
    "sea_distance",
    "series",
    "set_by_law",
    "subjects",
    "table",
    "version",
]
