"""Grants that match a company's own money.

Limits of a scheme are rows of table `policy`. Whether a fuel depot is eligible for a scheme made for smart
production is unproven; the result that reads the scheme says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greenport import data
from greenport.errors import GreenportError
from greenport.units import Q_, SHARE, Dimension, Quantity, expects

ELIGIBLE = Dimension("eligible cost", "[money]", "300e6 HKD", "not negative")
AMOUNT = Dimension("amount of money", "[money]", "200e6 HKD", "not negative")
PARTS = Dimension("part of a match", "dimensionless", "1", "not negative", bare=True)

UNPROVEN = (
    "Eligibility of a fuel depot is unproven: the scheme is for smart production facilities in strategic "
    "industries. Keep it out of a base case."
)


@dataclass(frozen=True)
class Grant:
    """A grant under a scheme, and what it rests on.

    Parameters
    ----------
    amount, company_pays : Quantity
        The grant, and what is left for the company [money].
    status : str
        `unproven` while nobody has shown that the project is eligible.
    notes : tuple of str
        Conditions and doubts.
    """

    amount: Quantity
    company_pays: Quantity
    status: str
    notes: tuple[str, ...]


@expects(government=PARTS, company=PARTS)
def matched_share(government: Quantity | float = 1, company: Quantity | float = 2) -> Quantity:
    """Share of a cost that a match pays: ``g / (g + c)``.

    One part of the government to two of the company is one third of the cost, not one half.

    Parameters
    ----------
    government, company : Quantity or float
        Parts of the match.

    Returns
    -------
    Quantity
        A plain ratio.

    Raises
    ------
    GreenportError
        If the match is nothing to nothing.

    Examples
    --------
    >>> print(matched_share(1, 3))
    0.25
    """
    parts = Q_(government + company)
    if np.any(parts.m == 0):
        raise GreenportError("grant: a match of 0 : 0; give the parts of government and company, e.g. 1 : 2")
    return (government / parts).to("")


@expects(
    eligible_capex=ELIGIBLE,
    government=PARTS,
    company=PARTS,
    ceiling=AMOUNT,
    smallest_project=AMOUNT,
    smallest_contribution=AMOUNT,
    smallest_share=SHARE,
    other_support=AMOUNT,
)
def matched_grant(
    eligible_capex: Quantity,
    government: Quantity | float = 1,
    company: Quantity | float = 2,
    ceiling: Quantity | None = None,
    *,
    smallest_project: Quantity | None = None,
    smallest_contribution: Quantity | None = None,
    smallest_share: Quantity | None = None,
    other_support: Quantity | None = None,
) -> Quantity:
    """Grant that matches a company's money: ``min(matched share * capex, ceiling)``.

    The rule is modelled on Hong Kong's New Industrialisation Acceleration Scheme; that a fuel depot is
    eligible for it is unproven (`new_industrialisation_grant` says so in its result).

    Parameters
    ----------
    eligible_capex : Quantity
        Cost that counts; arrays give arrays.
    government, company : Quantity or float
        As for `matched_share`.
    ceiling : Quantity, optional
        Highest grant, in any currency of the same price year.
    smallest_project : Quantity, optional
        Cost below which nothing is granted.
    smallest_contribution : Quantity, optional
        Least that the company must pay itself.
    smallest_share : Quantity or float, optional
        The same as a share of the cost.
    other_support : Quantity, optional
        Public money from elsewhere for the same cost, which the company does not pay.

    Returns
    -------
    Quantity
        Money in the unit of `eligible_capex`.

    Raises
    ------
    GreenportError
        If a project is too small, or the company would pay too little itself: less than its least, or,
        with other support, less than nothing.
    UnitError
        If a quantity is of the wrong kind, or the moneys are of two price years.

    Examples
    --------
    >>> grant = matched_grant(Q_("300e6 HKD"), government=1, company=2, ceiling=Q_("200e6 HKD"))
    >>> print(grant.to("MHKD"))
    100 MHKD
    """
    unit = eligible_capex.units
    if smallest_project is not None:
        why = "the smallest that is matched"
        require_at_least("grant: project of", eligible_capex, smallest_project, why)
    amount = (eligible_capex * matched_share(government, company)).to(unit)
    if ceiling is not None:
        amount = Q_(np.minimum(amount.m_as(unit), ceiling.m_as(unit)), unit)
    paid = company_pays(eligible_capex, amount, other_support)
    if smallest_contribution is not None:
        require_at_least("grant: company pays", paid, smallest_contribution, "the least it must pay itself")
    if smallest_share is not None:
        least = smallest_share.to("") * eligible_capex
        require_at_least("grant: company pays", paid, least, "the least share it must pay itself")
    return amount


@expects(eligible_capex=ELIGIBLE, other_support=AMOUNT)
def new_industrialisation_grant(eligible_capex: Quantity, other_support: Quantity | None = None) -> Grant:
    """Grant by the figures of the New Industrialisation Acceleration Scheme (rows `policy:matched_grant`).

    Parameters
    ----------
    eligible_capex : Quantity
        Approved cost of the project, in money of the price year of the rows.
    other_support : Quantity, optional
        Public money from elsewhere.

    Returns
    -------
    Grant
        Always with status `unproven` for a depot.

    Raises
    ------
    GreenportError
        If the project is below the scheme's smallest, or the company pays too little itself.

    Examples
    --------
    >>> grant = new_industrialisation_grant(Q_("450 MHKD_2025"))
    >>> print(grant.amount, grant.status)
    150 MHKD_2025 unproven
    """
    rows = {
        name: data.datum(f"policy:matched_grant:{name}").value
        for name in ("government", "company", "ceiling", "smallest_project", "smallest_contribution")
    }
    amount = matched_grant(eligible_capex, **rows, other_support=other_support)
    return Grant(
        amount,
        company_pays(eligible_capex, amount, other_support),
        "unproven",
        (UNPROVEN, "At most two projects an enterprise, and the ceiling holds for both together."),
    )


def company_pays(cost: Quantity, grant: Quantity, other_support: Quantity | None) -> Quantity:
    """What is left of a cost for the company, refused where it is less than nothing."""
    paid = cost - grant if other_support is None else cost - grant - other_support
    if np.any(paid.m < -1e-12 * cost.m):
        raise GreenportError(
            f"grant: {grant} and other support of {other_support} are more than the cost of {cost}, so that "
            f"the company pays less than nothing; give other support of at most {cost - grant}"
        )
    return paid


def require_at_least(what: str, given: Quantity, least: Quantity, why: str) -> None:
    """Refuse a sum below a limit."""
    # A hair of room, because one third of a sum is not a whole number of binary digits.
    short = given.m_as(least.units) < least.m * (1 - 1e-12)
    if np.any(short):
        worst = given if given.ndim == 0 else given[int(np.argmax(short))]
        due = least if least.ndim == 0 else least[int(np.argmax(short))]
        raise GreenportError(
            f"{what} {worst} is below {due}, {why}; give a larger project or leave the support out"
        )
