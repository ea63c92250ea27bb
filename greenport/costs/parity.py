"""Price parity: what makes a green fuel cost the same as its fossil rival per unit of energy.

Both fuels are compared on their lower heating values, at the place where they are sold. A carbon price
falls on the whole intensity of each. Results keep their sign: below zero the green fuel is the
cheaper one, and what is asked for is a carbon price, a grant or a concession that it does not need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from greenport import fuels
from greenport.costs.arguments import Kind, takes
from greenport.costs.prices import FUEL_PRICE, price_per_energy, price_per_mass, unit_price
from greenport.errors import GreenportError, UnitError
from greenport.units import (
    DENSITY,
    HEATING_VALUE,
    INTENSITY,
    PRICE_PER_GHG,
    PRICE_PER_MASS,
    Dimension,
    Quantity,
    expects,
    require,
)

DUTY = Dimension("duty", "[money]/[mass] or [money]/[volume]", "2807 HKD/hL", "positive")
CAPITAL = Dimension("capital cost per mass", "[money]/[mass]", "120 USD/t", "positive")


@dataclass(frozen=True)
class FuelCost:
    """A fuel on offer: its price, the energy in it, and the gas that it causes.

    Parameters
    ----------
    price : Quantity
        Per mass, without carbon price and without the duty in question; arrays are many offers.
    lhv : Quantity
        Lower heating value [energy/mass].
    intensity : Quantity
        Greenhouse gas of the life cycle per energy, under the rule of interest.

    Raises
    ------
    UnitError
        If one of them is of the wrong kind, or not a finite number.
    """

    price: Quantity
    lhv: Quantity
    intensity: Quantity

    def __post_init__(self) -> None:
        require("price", self.price, PRICE_PER_MASS)
        require("lhv", self.lhv, HEATING_VALUE)
        require("intensity", self.intensity, INTENSITY)

    @classmethod
    def of(cls, fuel: str, price: Quantity, intensity: Quantity | None = None) -> Self:
        """Offer of a fuel of table `fuels`, which gives the heating value.

        Parameters
        ----------
        fuel : str
            E.g. `"methanol"`.
        price : Quantity
            Per mass, per volume (by the fuel's density) or per energy.
        intensity : Quantity, optional
            By default that of the table, which only fossil fuels have.

        Raises
        ------
        DataError
            If there is no such fuel (with near matches).
        GreenportError
            If neither the caller nor the table gives an intensity.

        Examples
        --------
        >>> from greenport.units import Q_
        >>> print(f"{FuelCost.of('vlsfo', Q_('535 USD/t')).price_per_energy:.3f}")
        13.049 USD/GJ
        """
        known = fuels.fuel(fuel)
        found = known.well_to_wake if intensity is None else intensity
        if found is None:
            raise GreenportError(
                f"intensity of {fuel} depends on its pathway; give it, e.g. intensity=Q_('20 gCO2e/MJ')"
            )
        require("price", price, FUEL_PRICE)
        per_mass = price if PRICE_PER_MASS.fits(price) else price_per_mass(price, known.lhv, known.density)
        return cls(per_mass, known.lhv, found)

    @property
    def price_per_energy(self) -> Quantity:
        """Price per unit of energy."""
        return price_per_energy(self.price, self.lhv)


OFFER = Kind(FuelCost, 'FuelCost.of("vlsfo", Q_("535 USD/t"))')


@takes(green=OFFER, fossil=OFFER)
def parity_carbon_price(green: FuelCost, fossil: FuelCost) -> Quantity:
    """Carbon price at which both fuels cost the same per unit of energy.

    ``(p_g / LHV_g - p_f / LHV_f) / (e_f - e_g)``. Zero where they cost the same already; below zero
    where the green fuel is cheaper as it is: that is what a tonne of gas would have to be paid for to
    make the fossil fuel level.

    Parameters
    ----------
    green, fossil : FuelCost
        The two offers, in money of one price year.

    Returns
    -------
    Quantity
        Money per tCO2e.

    Raises
    ------
    GreenportError
        If the green fuel avoids nothing, so that no carbon price can help it.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> green = FuelCost.of("methanol", Q_("880 USD/t"), Q_("20 gCO2e/MJ"))
    >>> print(f"{parity_carbon_price(green, FuelCost.of('vlsfo', Q_('535 USD/t'))):.1f}")
    436.6 USD/tCO2e
    """
    avoided = (fossil.intensity - green.intensity).to("tCO2e/GJ")
    if np.any(avoided.m <= 0):
        raise GreenportError(
            f"parity: the green fuel of {green.intensity} avoids nothing against the fossil one of "
            f"{fossil.intensity}; no carbon price makes them cost the same"
        )
    return unit_price((green.price_per_energy - fossil.price_per_energy) / avoided)


@expects(carbon_price=PRICE_PER_GHG, lhv=HEATING_VALUE, intensity=INTENSITY)
@takes(fossil=OFFER)
def parity_price(
    fossil: FuelCost,
    lhv: Quantity,
    intensity: Quantity | None = None,
    carbon_price: Quantity | None = None,
) -> Quantity:
    """Price of a green fuel at which it costs the same per unit of energy as the fossil one.

    ``LHV_g * (p_f / LHV_f + c * (e_f - e_g))``; without a carbon price the energy alone is paid.

    Parameters
    ----------
    fossil : FuelCost
        The rival.
    lhv, intensity : Quantity
        Of the green fuel; the intensity is needed only with a carbon price.
    carbon_price : Quantity, optional
        Charged on the life cycle of both.

    Returns
    -------
    Quantity
        Money per t of green fuel; below zero where it could not even be given away.

    Raises
    ------
    UnitError
        If a carbon price is given without an intensity.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> vlsfo = FuelCost.of("vlsfo", Q_("535 USD/t"))
    >>> print(f"{parity_price(vlsfo, Q_('19.9 GJ/t'), Q_('20 gCO2e/MJ'), Q_('100 USD/tCO2e')):.1f}")
    401.7 USD/t
    """
    worth = fossil.price_per_energy
    if carbon_price is not None:
        if intensity is None:
            raise UnitError(
                f'carbon price of {carbon_price} needs the intensity of the green fuel, e.g. "20 gCO2e/MJ"'
            )
        worth = worth + carbon_price * (fossil.intensity - intensity)
    return unit_price(worth * lhv)


@expects(carbon_price=PRICE_PER_GHG)
@takes(green=OFFER, fossil=OFFER)
def parity_grant(green: FuelCost, fossil: FuelCost, carbon_price: Quantity | None = None) -> Quantity:
    """Grant on each tonne of green fuel that makes it cost the same per unit of energy.

    Its price less its `parity_price`. Below zero the green fuel is cheaper: it could bear that much
    levy.

    Parameters
    ----------
    green, fossil : FuelCost
        The two offers.
    carbon_price : Quantity, optional
        Charged on the life cycle of both.

    Returns
    -------
    Quantity
        Money per t of green fuel.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> green = FuelCost.of("methanol", Q_("880 USD/t"), Q_("20 gCO2e/MJ"))
    >>> print(f"{parity_grant(green, FuelCost.of('vlsfo', Q_('535 USD/t'))):.1f}")
    620.3 USD/t
    """
    return unit_price(green.price - parity_price(fossil, green.lhv, green.intensity, carbon_price))


@expects(grant=PRICE_PER_MASS, capital=CAPITAL)
def parity_grant_share(grant: Quantity, capital: Quantity) -> Quantity:
    """Share of a plant's capital cost that a grant must pay to lower its product's price by so much.

    ``grant / capital``, because a grant of a share of the investment lowers the yearly capital charge by
    the same share. Over 100 % the plant would have to be more than free: no grant on capital will do.

    Parameters
    ----------
    grant : Quantity
        Per mass of product, as from `parity_grant`.
    capital : Quantity
        Capital part of the production cost per mass (`ProductionCost.capital`).

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> print(parity_grant_share(Q_("60 USD/t"), Q_("240 USD/t")))
    25 %
    """
    return (grant / capital).to("percent")


@takes(green=OFFER, fossil=OFFER)
def parity_duty(green: FuelCost, fossil: FuelCost, carbon_price: Quantity | None = None) -> Quantity:
    """Duty on each tonne of green fuel at which it costs the same per unit of energy.

    `parity_price` less the price before duty: the most it can bear. Below zero it is the dearer fuel
    even without duty, and a concession alone does not close the gap.

    Parameters
    ----------
    green, fossil : FuelCost
        The two offers, the green one before duty.
    carbon_price : Quantity, optional
        Charged on the life cycle of both.

    Returns
    -------
    Quantity
        Money per t of green fuel.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> green = FuelCost.of("methanol", Q_("880 USD/t"), Q_("20 gCO2e/MJ"))
    >>> vlsfo = FuelCost.of("vlsfo", Q_("535 USD/t"))
    >>> print(f"{parity_duty(green, vlsfo, Q_('500 USD/tCO2e')):.1f}")
    90.0 USD/t
    """
    return -parity_grant(green, fossil, carbon_price)


@expects(duty=DUTY, carbon_price=PRICE_PER_GHG, density=DENSITY)
@takes(green=OFFER, fossil=OFFER)
def duty_concession(
    duty: Quantity,
    green: FuelCost,
    fossil: FuelCost,
    carbon_price: Quantity | None = None,
    density: Quantity | None = None,
) -> Quantity:
    """Share of the duty on green fuel to be waived so that it costs the same per unit of energy.

    ``1 - parity_duty / duty``. Zero or less: no concession is needed. Over 100 %: waiving the whole duty
    is not enough.

    Parameters
    ----------
    duty : Quantity
        On the green fuel, per mass or volume.
    green, fossil : FuelCost
        The two offers, the green one before duty.
    carbon_price : Quantity, optional
        Charged on the life cycle of both.
    density : Quantity, optional
        Of the green fuel, needed for a duty per volume.

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> green = FuelCost.of("methanol", Q_("880 USD/t"), Q_("20 gCO2e/MJ"))
    >>> vlsfo, price = FuelCost.of("vlsfo", Q_("535 USD/t")), Q_("500 USD/tCO2e")
    >>> print(f"{duty_concession(Q_('360 USD/t'), green, vlsfo, price):.1f}")
    75.0 %
    """
    bearable = parity_duty(green, fossil, carbon_price)
    return (1 - bearable / price_per_mass(duty, density=density)).to("percent")
