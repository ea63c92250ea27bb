"""What land costs by its tenure: a premium and a small rent, a market rent, or nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from greenport import data
from greenport.costs.arguments import Kind, one_of, takes
from greenport.costs.finance import LIFE, annuity, annuity_factor
from greenport.errors import UnitError
from greenport.units import (
    AREA,
    Q_,
    RATE,
    SHARE,
    Dimension,
    Quantity,
    expects,
    require,
)

PREMIUM = Dimension("premium", "[money]/[area]", "10000 HKD/m^2", "not negative")
RENT = Dimension("rent", "[money]/[area]/[time]", "1200 HKD/m^2/yr", "not negative")


class TenureKind(StrEnum):
    """How land is held."""

    GRANT = "grant"
    """Granted by the government for a term: a premium at once, government rent every year."""
    SHORT_TERM_TENANCY = "short_term_tenancy"
    """Let by the government: market rent every year, no premium, and no right to stay."""
    HELD = "held"
    """Held already: nothing is paid anew, although the land may have other uses."""


@dataclass(frozen=True)
class LandTerms:
    """Terms on which land is held.

    Parameters
    ----------
    kind : TenureKind
        How it is held.
    years : Quantity
        For how long [time].
    premium : Quantity or None
        Paid at once [money/area]; None where nothing is.
    rent : Quantity or None
        Paid every year [money/area/time]; None where nothing is.
    status : str
        Status of the figures, as in the tables.
    note : str
        What a reader of the cost must know.
    """

    kind: TenureKind
    years: Quantity
    premium: Quantity | None = None
    rent: Quantity | None = None
    status: str = "assumption"
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", TenureKind(one_of("tenure", self.kind, TenureKind)))
        require("years", self.years, LIFE)
        if self.premium is not None:
            require("premium", self.premium, PREMIUM)
        if self.rent is not None:
            require("rent", self.rent, RENT)
        if self.premium is None and self.rent is None:
            raise UnitError(
                "land with neither premium nor rent; give one, and 0 where nothing is paid, "
                'e.g. rent of "0 HKD_2025/m^2/yr"'
            )


LAND_TERMS = Kind(LandTerms, 'land_terms("grant")')


@expects(years=LIFE)
def land_terms(kind: TenureKind | str, years: Quantity | None = None) -> LandTerms:
    """Terms of land in Hong Kong by the rows of the tables.

    A grant pays the premium of `terminal_costs:land:premium`, in proportion to its years, and government
    rent, a share of the rateable value for which the market rent stands. A short-term tenancy pays the
    market rent, `operating_costs:ground_rent`.

    Parameters
    ----------
    kind : TenureKind or str
        `grant`, `short_term_tenancy` or `held`.
    years : Quantity, optional
        For how long; by default the years of the premium.

    Returns
    -------
    LandTerms
        With the status of its figures and what to beware of.

    Raises
    ------
    DataError
        If the kind is unknown.

    Examples
    --------
    >>> print(land_terms("short_term_tenancy").rent)
    1200 HKD_2025/m^2/yr
    >>> print(land_terms("grant").rent)
    36 HKD_2025/m^2/yr
    """
    kind = TenureKind(one_of("tenure", kind, TenureKind))
    term = data.datum("terminal_costs:land:premium_years").value
    held = term if years is None else years
    market = data.datum("operating_costs:ground_rent").value
    if kind is TenureKind.HELD:
        note = "Nothing is paid anew; what else the land could earn is not counted."
        return LandTerms(kind, held, rent=0 * market, note=note)
    if kind is TenureKind.SHORT_TERM_TENANCY:
        return LandTerms(
            kind,
            held,
            rent=market,
            note="No short-term tenancy rent of an oil depot was found; the tenancy may end at short notice.",
        )
    government = (market * data.datum("terminal_costs:land:government_rent").value.to("")).to(market.units)
    share = (held / term).m_as("")
    premium = data.datum("terminal_costs:land:premium").value * share
    return LandTerms(
        kind,
        held,
        premium=premium,
        rent=government,
        note="Premium priced per floor area, a ceiling for a depot of one storey; years in proportion.",
    )


@expects(area=AREA, rate=RATE)
@takes(terms=LAND_TERMS)
def land_annual_cost(area: Quantity, terms: LandTerms, rate: Quantity) -> Quantity:
    """Yearly cost of land: the premium as an annuity over its years, and the rent.

    Parameters
    ----------
    area : Quantity
        Of the site; arrays give arrays.
    terms : LandTerms
        As from `land_terms`, or a contract's own.
    rate : Quantity
        Cost of capital a year.

    Returns
    -------
    Quantity
        Money a year.

    Examples
    --------
    >>> yearly = land_annual_cost(Q_("2.5 ha"), land_terms("short_term_tenancy"), Q_("8 %"))
    >>> print(yearly.to("MHKD_2025/yr"))
    30 MHKD_2025/yr
    """
    rent = _rent(area, terms)
    if terms.premium is None:
        return rent
    return annuity(_money(terms.premium * area), rate, terms.years) + rent


@expects(area=AREA, rate=RATE)
@takes(terms=LAND_TERMS)
def land_present_value(area: Quantity, terms: LandTerms, rate: Quantity) -> Quantity:
    """Present value of all that is paid for land over its years: premium now, rents at each year's end.

    Parameters
    ----------
    area, terms, rate
        As for `land_annual_cost`.

    Returns
    -------
    Quantity
        Money.

    Examples
    --------
    >>> premium, rent = Q_("10000 HKD/m^2"), Q_("36 HKD/m^2/yr")
    >>> terms = LandTerms(TenureKind.GRANT, Q_("30 yr"), premium, rent)
    >>> print(f"{land_present_value(Q_('1 ha'), terms, Q_('8 %')).to('MHKD'):.2f}")
    104.05 MHKD
    """
    rents = _money(_rent(area, terms) * annuity_factor(rate, terms.years))
    return rents if terms.premium is None else _money(terms.premium * area) + rents


@expects(rent=RENT, rate=RATE, years=LIFE, share=SHARE)
def premium_equal_to_rent(
    rent: Quantity, rate: Quantity, years: Quantity, share: Quantity | None = None
) -> Quantity:
    """Premium that costs as much as a market rent: ``rent * (1 - share) * annuity factor``.

    Parameters
    ----------
    rent : Quantity
        Market rent [money/area/time].
    rate, years : Quantity
        Cost of capital a year and years of the grant.
    share : Quantity or float, optional
        Share of the rent that a grant still pays as government rent; none by default.

    Returns
    -------
    Quantity
        Money per area.

    Examples
    --------
    >>> print(f"{premium_equal_to_rent(Q_('1200 HKD/m^2/yr'), Q_('8 %'), Q_('30 yr')):.0f}")
    13509 HKD/m^2
    """
    paid = rent if share is None else rent * (1 - share.to(""))
    return Q_((paid * annuity_factor(rate, years)).to_reduced_units())


def _rent(area: Quantity, terms: LandTerms) -> Quantity:
    if terms.rent is not None:
        return Q_((terms.rent * area).to_reduced_units())
    return 0 * _money(area * terms.premium) / Q_("1 yr")


def _money(amount: Quantity) -> Quantity:
    return Q_(amount.to_reduced_units())
