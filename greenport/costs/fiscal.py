"""What support costs the public purse, year by year.

Signs: what the government pays or forgoes is above zero, what it receives is below. `cash` is what moves
through the accounts (grants and incentives, less duty and rent received); `total` adds the duty forgone,
a tax expenditure that costs nothing where the fuel would not have been sold at the full duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from greenport import data
from greenport.costs.arguments import Kind, calendar_year, count, takes, whole
from greenport.costs.finance import yearly_rate
from greenport.costs.grants import AMOUNT
from greenport.errors import GreenportError
from greenport.units import COUNT, Q_, RATE, Quantity, expects, magnitude, require

BY_YEAR = Kind(Mapping, '{2027: Q_("1 MHKD_2025")}')
OPERATIONS = Kind(Mapping, '{"company": {2027: 3}}')
OPERATIONS_BY_YEAR = Kind(Mapping, "{2027: 3}")
FIRST_YEAR, LAST_YEAR = 1990, 2100
ByYear = Mapping[int, Quantity]
COLUMNS = ("grant", "review_grant", "incentive", "duty_received", "rent_received", "duty_forgone")
RECEIVED = ("duty_received", "rent_received")


@dataclass(frozen=True)
class FiscalCost:
    """Cost to the public purse by year.

    Parameters
    ----------
    unit : str
        Money of all figures.
    years : tuple of int
        Calendar years, ascending.
    flows : mapping of str to numpy.ndarray
        By name of `COLUMNS`, with the sign of this module, in `unit`.
    notes : tuple of str
        Conditions and doubts.
    """

    unit: str
    years: tuple[int, ...]
    flows: Mapping[str, Any]
    notes: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """One row a year, with `cash` and `total`; the unit stands in the names of the columns."""
        frame = pd.DataFrame(
            {name: self.flows[name] for name in COLUMNS}, index=pd.Index(self.years, name="year")
        )
        frame["cash"] = frame.drop(columns="duty_forgone").sum(axis=1)
        frame["total"] = frame["cash"] + frame["duty_forgone"]
        return frame.rename(columns=lambda name: f"{name} [{self.unit}]")

    @property
    def cash(self) -> Quantity:
        """What moves through the accounts, all years together."""
        return Q_(float(self._sum(cash=True).sum()), self.unit)

    @property
    def total(self) -> Quantity:
        """Cash and duty forgone, all years together."""
        return Q_(float(self._sum().sum()), self.unit)

    @expects(rate=RATE)
    def present_value(self, rate: Quantity, year: int) -> Quantity:
        """Worth of `total` in a year: ``sum C_t (1 + r) ^ (year - t)``.

        Parameters
        ----------
        rate : Quantity
            Government's rate a year, real as the money is.
        year : int
            Year to which the flows are brought.
        """
        away = calendar_year("present value", year) - np.array(self.years, dtype=float)
        discount = (1 + yearly_rate(rate)) ** away
        return Q_(float((self._sum() * discount).sum()), self.unit)

    def _sum(self, cash: bool = False) -> Any:
        return sum(self.flows[name] for name in COLUMNS if not (cash and name == "duty_forgone"))


@takes(
    grants=BY_YEAR,
    review_grants=BY_YEAR,
    incentives=BY_YEAR,
    duty_received=BY_YEAR,
    rent_received=BY_YEAR,
    duty_forgone=BY_YEAR,
    unit=Kind(str, '"MHKD_2025"'),
)
def fiscal_cost(
    *,
    grants: ByYear | None = None,
    review_grants: ByYear | None = None,
    incentives: ByYear | None = None,
    duty_received: ByYear | None = None,
    rent_received: ByYear | None = None,
    duty_forgone: ByYear | None = None,
    unit: str = "MHKD_2025",
    notes: tuple[str, ...] = (),
) -> FiscalCost:
    """Put what the government pays, forgoes and receives into one table by year.

    Parameters
    ----------
    grants, review_grants, incentives : mapping of int to Quantity, optional
        Paid in a year: capital grants, grants for reviews of green debt, incentives for pioneers.
    duty_received, duty_forgone : mapping of int to Quantity, optional
        Duty paid to the government, and duty that a concession forgoes.
    rent_received : mapping of int to Quantity, optional
        Rent of public land.
    unit : str
        Money of the table; any currency of its price year may be given.
    notes : tuple of str
        Of the support counted, e.g. `Grant.notes`.

    Returns
    -------
    FiscalCost
        With costs above and receipts below zero.

    Raises
    ------
    GreenportError
        If nothing is given, or a year is not a calendar year.
    UnitError
        If an amount is below zero, or money of another price year than `unit`.

    Examples
    --------
    >>> cost = fiscal_cost(
    ...     grants={2027: Q_("150 MHKD_2025")},
    ...     duty_received={2028: Q_("1 MUSD_2025"), 2029: Q_("1 MUSD_2025")},
    ... )
    >>> print(cost.cash, f"{cost.present_value(Q_('4 %'), 2027):.2f}")
    134.4 MHKD_2025 135.29 MHKD_2025
    """
    given = {
        "grant": grants or {},
        "review_grant": review_grants or {},
        "incentive": incentives or {},
        "duty_received": duty_received or {},
        "rent_received": rent_received or {},
        "duty_forgone": duty_forgone or {},
    }
    years = sorted({year for flow in given.values() for year in flow}, key=_calendar_year)
    if not years:
        raise GreenportError("fiscal cost: no flow in any year; give e.g. grants={2027: Q_('1 MHKD_2025')}")
    span = tuple(range(years[0], years[-1] + 1))
    flows = {
        name: np.array([_amount(name, flow.get(year), unit) for year in span])
        * (-1.0 if name in RECEIVED else 1.0)
        for name, flow in given.items()
    }
    return FiscalCost(unit, span, flows, notes)


@expects(operations=COUNT, per_operation=AMOUNT, counted=COUNT, ceiling=AMOUNT)
def pioneer_incentive(
    operations: Quantity | int,
    per_operation: Quantity | None = None,
    counted: Quantity | int | None = None,
    ceiling: Quantity | None = None,
) -> Quantity:
    """Incentive that a company has had after some operations: ``min(a * min(n, k), ceiling)``.

    Parameters
    ----------
    operations : int or numpy.ndarray
        Bunkering operations of one company since the scheme began.
    per_operation, counted, ceiling : Quantity, optional
        Paid for each, how many are paid for, and the company's highest sum; rows `policy:pioneer` by default.

    Returns
    -------
    Quantity
        Money.

    Raises
    ------
    GreenportError
        If a number of operations is not whole.

    Examples
    --------
    >>> print(pioneer_incentive(1), pioneer_incentive(9))
    0.5 MHKD_2025 1 MHKD_2025
    """
    each = _pioneer("per_operation") if per_operation is None else per_operation
    most = _pioneer("operations") if counted is None else Q_(counted)
    limit = _pioneer("ceiling") if ceiling is None else ceiling
    paid = np.minimum(whole("operations", Q_(operations)), whole("counted operations", most)) * each
    return Q_(np.minimum(paid, limit.to(paid.units)))


@takes(operations=OPERATIONS)
def pioneer_incentives(operations: Mapping[str, Mapping[int, int]]) -> dict[int, Quantity]:
    """Incentives paid by year to some companies.

    Parameters
    ----------
    operations : mapping of str to mapping of int to int
        Operations in each year, by company.

    Returns
    -------
    dict of int to Quantity
        Money by year, ready for `fiscal_cost`.

    Raises
    ------
    GreenportError
        If a year is not a calendar year, or a number of operations is not whole or below zero.

    Examples
    --------
    >>> paid = pioneer_incentives({"first": {2026: 1, 2027: 5}, "second": {2027: 1}})
    >>> print(paid[2026], paid[2027])
    0.5 MHKD_2025 1 MHKD_2025
    """
    paid: dict[int, Quantity] = {}
    for company, done in operations.items():
        OPERATIONS_BY_YEAR.require(f"operations of {company}", done)
        so_far = 0
        for year in sorted(done, key=_calendar_year):
            before = pioneer_incentive(so_far)
            so_far += count(f"operations of {company} in {year}", done[year])
            gain = pioneer_incentive(so_far) - before
            paid[year] = paid[year] + gain if year in paid else gain
    return dict(sorted(paid.items()))


def _amount(name: str, amount: Quantity | None, unit: str) -> float:
    if amount is None:
        return 0.0
    return float(magnitude(require(name, amount, AMOUNT), unit))


def _pioneer(name: str) -> Quantity:
    return data.datum(f"policy:pioneer:{name}").value


def _calendar_year(year: object) -> int:
    found = calendar_year("fiscal cost", year)
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise GreenportError(f"fiscal cost: {found} is no calendar year from {FIRST_YEAR} to {LAST_YEAR}")
    return found
