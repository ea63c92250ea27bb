"""Fuel that aircraft uplift over the year, and how much neat SAF a target asks for.

A share of SAF means nothing without its basis: SAF is lighter by volume and richer by mass than
Jet A-1, so one per cent by volume is 0.95 % by mass and 0.96 % by energy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from greenport.demand.calendar import DAYS_OF_MONTH, month_of_day, monthly_shares
from greenport.errors import GreenportError
from greenport.units import DENSITY, HEATING_VALUE, MASS, Q_, SHARE, Quantity, magnitude, require

Basis: TypeAlias = Literal["mass", "volume", "energy"]
"""What a share of SAF is a share of."""


class FuelProperties(Protocol):
    """What a share on another basis needs to know of a fuel; `greenport.fuels.Fuel` is one."""

    @property
    def lhv(self) -> Quantity:
        """Lower heating value [energy/mass]."""

    @property
    def density(self) -> Quantity:
        """Density [mass/volume]."""


@dataclass(frozen=True)
class Uplift:
    """A year's fuel by day, as busy as the months are.

    Parameters
    ----------
    monthly_weights
        How the year is spread over its months, January first, in any unit: flight movements do.
    annual
        Fuel of the year [mass].

    Raises
    ------
    UnitError
        If `annual` is no mass.
    GreenportError
        Unless there are twelve weights, none negative and at least one positive.
    """

    monthly_weights: tuple[float, ...]
    annual: Quantity

    def __post_init__(self) -> None:
        require("annual uplift", self.annual, MASS)
        monthly_shares(self.monthly_weights, "monthly_weights of the uplift")

    def daily(self) -> Quantity:
        """Mass on each of the 365 days, in tonnes: even within a month, together the annual mass.

        Examples
        --------
        >>> uplift = Uplift((2, *(1,) * 11), Q_("13 kt"))
        >>> float(magnitude(uplift.daily(), "kt")[:31].sum())
        2.0
        """
        share_of_month = monthly_shares(self.monthly_weights, "monthly_weights of the uplift")
        share_of_day = (share_of_month / DAYS_OF_MONTH)[month_of_day - 1]
        return Q_(share_of_day * magnitude(self.annual, "t"), "t")


def share_of_demand(
    uplift: Uplift,
    share: Quantity,
    basis: Basis,
    saf: FuelProperties,
    conventional: FuelProperties,
) -> Quantity:
    """Neat SAF that makes up a share of all fuel uplifted.

    The uplift is the mass of everything that goes into wings, neat SAF and conventional fuel together,
    as airports count it; it is kept whatever the share.

    Parameters
    ----------
    uplift
        All fuel of the year.
    share
        Share of neat SAF in it [share], measured on `basis`.
    basis
        Mass, volume (both fuels at the same temperature) or energy (lower heating value).
    saf, conventional
        Properties of the neat SAF and of the fuel it takes the place of.

    Returns
    -------
    Quantity
        Neat SAF of the year [mass].

    Raises
    ------
    UnitError
        If the share is outside 0 to 100 %, or a property has the wrong dimension.
    GreenportError
        If the basis is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> saf = SimpleNamespace(lhv=Q_("44.0 GJ/t"), density=Q_("757 kg/m^3"))
    >>> jet_a1 = SimpleNamespace(lhv=Q_("43.2 GJ/t"), density=Q_("800 kg/m^3"))
    >>> uplift = Uplift((1,) * 12, Q_("6.9 Mt"))
    >>> share_of_demand(uplift, Q_("1.5 %"), "volume", saf, jet_a1).to("kt")
    <Quantity(98.0, 'kt')>
    """
    return uplift.annual * share_by_mass(share, basis, saf, conventional)


def share_by_mass(
    share: Quantity, basis: Basis, saf: FuelProperties, conventional: FuelProperties
) -> Quantity:
    """Turn a share of neat SAF in a blend, on any basis, into one by mass.

    With g the amount of a fuel on the basis in one unit of its mass (1 by mass, 1/density by volume,
    LHV by energy), a share x of the blend's amount is a share of its mass of
    (x/g_saf) / (x/g_saf + (1-x)/g_conventional).

    Parameters
    ----------
    share, basis, saf, conventional
        As for `share_of_demand`.

    Returns
    -------
    Quantity
        Mass of neat SAF in a unit of the blend's mass [share].

    Raises
    ------
    UnitError
        If the share is outside 0 to 100 %, or a property has the wrong dimension.
    GreenportError
        If the basis is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> saf = SimpleNamespace(lhv=Q_("44.0 GJ/t"), density=Q_("757 kg/m^3"))
    >>> jet_a1 = SimpleNamespace(lhv=Q_("43.2 GJ/t"), density=Q_("800 kg/m^3"))
    >>> share_by_mass(Q_("1 %"), "volume", saf, jet_a1).to("%")
    <Quantity(0.95, '%')>
    """
    wanted = magnitude(require("share of SAF", share, SHARE), "")
    saf_mass = wanted / _amount_in_a_tonne(saf, basis)
    conventional_mass = (1 - wanted) / _amount_in_a_tonne(conventional, basis)
    return Q_(saf_mass / (saf_mass + conventional_mass))


def _amount_in_a_tonne(fuel: FuelProperties, basis: Basis) -> float:
    if basis == "mass":
        return 1.0
    if basis == "volume":
        return 1 / float(magnitude(require("density", fuel.density, DENSITY), "t/m^3"))
    if basis == "energy":
        return float(magnitude(require("LHV", fuel.lhv, HEATING_VALUE), "GJ/t"))
    raise GreenportError(f"share of SAF on the basis {basis!r}: expected mass, volume or energy")
