"""Green loans and green bonds: their own rate, what they cost to arrange, and what they save.

Smallest sums and review grants are those of Hong Kong's Green and Sustainable Finance Grant Scheme (table
`policy`); what green debt takes off a rate is a judgement, and the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from greenport import data
from greenport.costs.arguments import one_of
from greenport.costs.estimate import weakest
from greenport.costs.finance import LIFE, annuity, annuity_factor
from greenport.costs.grants import AMOUNT, require_at_least
from greenport.errors import GreenportError
from greenport.units import MONEY, Q_, RATE, SHARE, Dimension, Quantity, expects

PRINCIPAL = Dimension("sum borrowed", "[money]", "500e6 HKD", "positive")
POINTS = Dimension("discount on a rate", "dimensionless", "0.5 %", "not negative")


class Instrument(StrEnum):
    """A kind of green debt."""

    LOAN = "loan"
    BOND = "bond"


_DISCOUNTS = {
    Instrument.LOAN: "finance:green_loan_discount",
    Instrument.BOND: "policy:green_bond:discount",
}


@dataclass(frozen=True)
class GreenFinance:
    """Green debt beside ordinary debt of the same sum and tenor.

    Parameters
    ----------
    instrument : Instrument
        Loan or bond.
    rate : Quantity
        Own cost of capital: the ordinary rate less the points that green debt takes off.
    debt_service : Quantity
        Interest and repayment [money/time].
    issue_cost, review_grant : Quantity
        Paid once for arranging it; and what is paid back of the external review.
    saving : Quantity
        Present value against ordinary debt at the ordinary rate; below zero where it does not pay.
    status : str
        Of the weakest figure.
    notes : tuple of str
        Conditions and doubts.
    """

    instrument: Instrument
    rate: Quantity
    debt_service: Quantity
    issue_cost: Quantity
    review_grant: Quantity
    saving: Quantity
    status: str
    notes: tuple[str, ...]


@expects(ordinary_rate=RATE, discount=POINTS)
def green_rate(ordinary_rate: Quantity, discount: Quantity) -> Quantity:
    """Cost of capital of green debt: the ordinary rate less some points.

    Parameters
    ----------
    ordinary_rate : Quantity
        A year.
    discount : Quantity
        Points taken off, e.g. ``0.5 %``.

    Returns
    -------
    Quantity
        In per cent.

    Raises
    ------
    GreenportError
        If the discount is larger than the rate.

    Examples
    --------
    >>> print(green_rate(Q_("8 %"), Q_("0.5 %")))
    7.5 %
    """
    plain = ordinary_rate if ordinary_rate.dimensionless else ordinary_rate * Q_("1 yr")
    rate = plain.to("percent") - discount.to("percent")
    if np.any(rate.m < 0):
        raise GreenportError(
            f"green rate: a discount of {discount} on a rate of {ordinary_rate} leaves less than nothing; "
            'give the points that are taken off, e.g. "0.5 %"'
        )
    return rate


@expects(principal=PRINCIPAL, ordinary_rate=RATE, rate=RATE, tenor=LIFE, extra_cost=MONEY)
def financing_saving(
    principal: Quantity, ordinary_rate: Quantity, rate: Quantity, tenor: Quantity, extra_cost: Quantity
) -> Quantity:
    """Present value that cheaper debt saves: ``P - P * CRF(g, n) / CRF(r, n) - extra cost``.

    Parameters
    ----------
    principal : Quantity
        Sum borrowed, repaid with interest in equal yearly payments.
    ordinary_rate, rate : Quantity
        Of ordinary and of cheaper debt; the ordinary one discounts.
    tenor : Quantity
        Until the last payment.
    extra_cost : Quantity
        Paid at once for the cheaper debt alone.

    Returns
    -------
    Quantity
        Money in the unit of `principal`.

    Examples
    --------
    >>> saved = financing_saving(Q_("500 MHKD"), Q_("8 %"), Q_("7.5 %"), Q_("10 yr"), Q_("0 HKD"))
    >>> print(f"{saved:.2f}")
    11.21 MHKD
    """
    repaid = (annuity(principal, rate, tenor) * annuity_factor(ordinary_rate, tenor)).to(principal.units)
    return principal - repaid - extra_cost.to(principal.units)


@expects(
    principal=PRINCIPAL, ordinary_rate=RATE, tenor=LIFE, discount=POINTS, issue_cost=SHARE, review_cost=AMOUNT
)
def green_finance(
    instrument: Instrument | str,
    principal: Quantity,
    ordinary_rate: Quantity,
    tenor: Quantity,
    *,
    discount: Quantity | None = None,
    issue_cost: Quantity | None = None,
    review_cost: Quantity | None = None,
) -> GreenFinance:
    """Green loan or bond: its own rate, cost, debt service, and what it saves against ordinary debt.

    The Green and Sustainable Finance Grant Scheme pays back the external review, up to a limit, for debt
    above a smallest sum (rows `policy:green_loan` and `policy:green_bond`).

    Parameters
    ----------
    instrument : Instrument or str
        `loan` or `bond`.
    principal : Quantity
        Sum borrowed, in money of the price year of the rows.
    ordinary_rate, tenor : Quantity
        Rate of ordinary debt a year, and time until the last payment.
    discount : Quantity, optional
        Points that green debt takes off the rate; row of the instrument by default.
    issue_cost : Quantity or float, optional
        Share of the sum paid for arranging it; row of the instrument by default.
    review_cost : Quantity, optional
        External review [money], on top of the issue cost; none by default.

    Returns
    -------
    GreenFinance
        Its saving is a present value at the ordinary rate.

    Raises
    ------
    GreenportError
        If the sum is below the smallest of the scheme, or the discount is larger than the rate.
    DataError
        If the instrument is unknown.

    Examples
    --------
    >>> loan = green_finance("loan", Q_("500 MHKD_2025"), Q_("8 %"), Q_("10 yr"))
    >>> print(loan.rate, f"{loan.debt_service:.2f}, {loan.saving:.2f}")
    7.5 % 72.84 MHKD_2025/yr, 6.21 MHKD_2025
    """
    kind = Instrument(one_of("green", instrument, Instrument))
    points_row = data.datum(_DISCOUNTS[kind])
    cost_row = data.datum(f"policy:green_{kind.value}:issue_cost")
    smallest = data.datum(f"policy:green_{kind.value}:smallest").value
    require_at_least(f"green {kind.value}: sum of", principal, smallest, "the smallest of the grant scheme")
    rate = green_rate(ordinary_rate, points_row.value if discount is None else discount)
    issue = principal * (cost_row.value if issue_cost is None else issue_cost).to("")
    review = 0 * principal if review_cost is None else review_cost.to(principal.units)
    limit = data.datum("policy:green_loan:review_grant").value.to(principal.units)
    granted = Q_(np.minimum(review.m, limit.m), principal.units)
    used = [row.status for row, own in ((points_row, discount), (cost_row, issue_cost)) if own is None]
    return GreenFinance(
        kind,
        rate,
        annuity(principal, rate, tenor),
        issue,
        granted,
        financing_saving(principal, ordinary_rate, rate, tenor, issue + review - granted),
        weakest(used),
        (
            "What green debt takes off the rate is a judgement until a bank has quoted.",
            "Whether the project is green by the lender's taxonomy rests on the fuel's certificates.",
        ),
    )
