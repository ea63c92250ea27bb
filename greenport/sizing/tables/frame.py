"""How a table is made of rows: the schedule's values in, one unit a row out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, tuple[object, ...]]
Values = Mapping[Key, float]
TINY = 1e-9
"""Below which a value of a schedule is rounding."""


def frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """Rows as a table, with its columns also where there are no rows."""
    import pandas as pd

    return pd.DataFrame(rows, columns=columns)
