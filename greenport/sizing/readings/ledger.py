"""Money by calendar year: what a plan states for milestones, in the years that these stand for.

Every flow falls at the end of its year, as in the plan's discounting. What is commissioned in a milestone
year is paid for at its start, which is the end of the year before; so a ledger begins one year before the
first milestone, and its worth is taken at that point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from greenport import costs
from greenport.sizing.problem import Floats
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing.plan import Plan

UNIT = "MUSD"
CAPITAL, RENEWAL, RESIDUAL = "capital", "renewal", "residual value"


class Entry(NamedTuple):
    """MUSD in a calendar year: what for, and where; income above zero."""

    year: int
    item: str
    place: str
    amount: float


def spans(plan: Plan) -> dict[int, range]:
    """Calendar years that each milestone year stands for."""
    ends = (*plan.years[1:], plan.horizon)
    return {year: range(year, end) for year, end in zip(plan.years, ends, strict=True)}


def calendar(plan: Plan) -> range:
    """Calendar years of a ledger: from the one before the first milestone to the last before the horizon."""
    return range(plan.years[0] - 1, plan.horizon)


def rows_of(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of a table, row by row."""
    return list(zip(*(table[name].tolist() for name in columns), strict=True))


def capital(
    year: int, until: int, capex: float, life: float, rate: Quantity, place: str = ""
) -> Iterator[Entry]:
    """What something built costs its owner: capital, its residual value, and its renewal.

    Together they are worth the annuity ``CRF(rate, life) * capex`` of the years in which it stands, so a
    life cut off by the horizon and one within it are comparable.

    Parameters
    ----------
    year, until : int
        Year of commissioning, and the first in which it no longer stands.
    capex : float
        MUSD, spent before the year of commissioning.
    life : float
        In years. What lasts longer than it stands is worth, at the end, the annuities still to come; what
        stands longer than it lasts is renewed, and pays its annuity on, as in the plan.
    rate : Quantity
        Rate a year at which capital is valued.
    place : str
        Where it stands.
    """
    yearly = annuity(capex, life, rate)
    growth = 1 + float(rate.m_as(""))
    stands = until - year

    def worth(years: float) -> float:
        return float(costs.annuity_factor(rate, Q_(years, "yr")).m_as("yr"))

    yield Entry(year - 1, CAPITAL, place, -capex)
    if life > stands:
        yield Entry(until - 1, RESIDUAL, place, yearly * worth(life - stands))
    for n in range(math.floor(life) + 1, stands + 1):
        late = worth(n) - worth(max(life, n - 1))
        yield Entry(year - 1 + n, RENEWAL, place, -yearly * late * growth**n)


def annuity(capex: float, life: float, rate: Quantity) -> float:
    """MUSD a year that pay for a capital cost over a life in years."""
    return capex * float(costs.capital_recovery_factor(rate, Q_(life, "yr")).m_as("1/yr"))


def totals(entries: Iterable[Entry], years: range) -> Floats:
    """Sum of the entries by calendar year, MUSD."""
    found = np.zeros(len(years))
    for entry in entries:
        found[entry.year - years[0]] += entry.amount
    return found


def present_value(entries: Iterable[Entry], years: range, rate: Quantity, price_year: int) -> Quantity:
    """Worth of the entries at the start of the first milestone year."""
    return costs.net_present_value(Q_(totals(entries, years), f"{UNIT}_{price_year}"), rate)


def table(entries: Iterable[Entry], *columns: str) -> pd.DataFrame:
    """Entries as a tidy table, summed by the columns named; amounts in MUSD."""
    import pandas as pd

    frame = pd.DataFrame(entries, columns=list(Entry._fields))
    keys = list(columns)
    summed = frame.groupby(keys, sort=False)["amount"].sum().reset_index()
    ordered = summed[summed["amount"] != 0.0].sort_values("year", kind="stable", ignore_index=True)
    return ordered.assign(unit=UNIT)[[*keys, "amount", "unit"]]
