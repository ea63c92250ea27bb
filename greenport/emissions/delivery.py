"""Emissions of delivered fuel: what transport adds, what is avoided, and what avoiding costs."""

from __future__ import annotations

import numpy as np

from greenport.errors import GreenportError, UnitError
from greenport.units import (
    HEATING_VALUE,
    INTENSITY,
    MASS,
    PRICE_PER_GHG,
    Q_,
    SHARE,
    Dimension,
    Quantity,
    expects,
    require,
)

NONE = Q_(0.0, "percent")
BURNT = Dimension("energy burnt", "[energy]", "90 GJ", "not negative")
DELIVERED = Dimension("energy delivered", "[energy]", "99500 GJ", "positive")
REFERENCE = Dimension("reference intensity", "[ghg]/[energy]", "94 gCO2e/MJ", "positive")


@expects(burnt=BURNT, intensity=INTENSITY, delivered=DELIVERED)
def transport_intensity(burnt: Quantity, intensity: Quantity, delivered: Quantity) -> Quantity:
    """What one leg of transport adds to the fuel that it brings.

    Parameters
    ----------
    burnt : Quantity
        Energy that the ship or barge burns for the trip, way back included.
    intensity : Quantity
        Well-to-wake intensity of what it burns.
    delivered : Quantity
        Energy of the fuel that the trip delivers.

    Returns
    -------
    Quantity
        In gCO2e/MJ of the fuel delivered.

    Examples
    --------
    >>> print(f"{transport_intensity(Q_('4100 GJ'), Q_('91.4 gCO2e/MJ'), Q_('99500 GJ')):.2f}")
    3.77 gCO2e/MJ
    """
    return (burnt * intensity / delivered).to("gCO2e/MJ")


@expects(production=INTENSITY, loss=SHARE)
def delivered_intensity(production: Quantity, *transport: Quantity, loss: Quantity = NONE) -> Quantity:
    """Intensity of a fuel where the customer takes it: ``production / (1 - loss) + Σ transport``.

    Parameters
    ----------
    production : Quantity
        Well-to-wake intensity as the supplier states it, at his gate.
    *transport : Quantity
        What each leg adds, from `transport_intensity`.
    loss : Quantity or float
        Share of the fuel lost on the way, which was produced but is not delivered.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind.
    GreenportError
        If everything is lost.

    Examples
    --------
    >>> print(f"{delivered_intensity(Q_('23.5 gCO2e/MJ'), Q_('3.8 gCO2e/MJ'), Q_('0.1 gCO2e/MJ')):.1f}")
    27.4 gCO2e/MJ
    """
    if np.any(loss.m_as("") == 1):
        raise GreenportError(f'loss of {loss} delivers nothing; a share below 100 % is due, e.g. "0.05 %"')
    total = (production / (1 - loss)).to("gCO2e/MJ")
    for number, leg in enumerate(transport, start=1):
        total = total + require(f"transport leg {number}", leg, INTENSITY)
    return total


@expects(energy=BURNT, intensity=INTENSITY)
def blended_intensity(energy: Quantity, intensity: Quantity) -> Quantity:
    """Intensity of fuels together, each weighted with its energy.

    Parameters
    ----------
    energy : Quantity
        Energies of the parts, an array.
    intensity : Quantity
        Their intensities, an array of the same length.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    GreenportError
        If the arrays do not match, or hold no energy.

    Examples
    --------
    >>> print(f"{blended_intensity(Q_([5, 95], 'GJ'), Q_([91.4, 23.5], 'gCO2e/MJ')):.3f}")
    26.895 gCO2e/MJ
    """
    if np.ndim(energy.m) != 1 or np.shape(energy.m) != np.shape(intensity.m):
        raise GreenportError("blend: one intensity for each energy is due, both as arrays of one length")
    shares = np.asarray(energy.m, dtype=float)
    if shares.sum() == 0:
        raise GreenportError("blend: the parts hold no energy, so they have no common intensity")
    return Q_(float(shares @ intensity.m_as("gCO2e/MJ") / shares.sum()), "gCO2e/MJ")


@expects(intensity=INTENSITY, reference=REFERENCE)
def emission_saving(intensity: Quantity, reference: Quantity) -> Quantity:
    """Saving against a reference: ``1 - intensity / reference``.

    Parameters
    ----------
    intensity : Quantity
        Of the fuel; below zero where it takes up more than it gives off.
    reference : Quantity
        Of what it replaces, e.g. the comparator of 94 gCO2e/MJ in Directive (EU) 2018/2001.

    Returns
    -------
    Quantity
        In per cent.

    Examples
    --------
    >>> print(f"{emission_saving(Q_('23.5 gCO2e/MJ'), Q_('94 gCO2e/MJ')):.1f}")
    75.0 %
    """
    return (1 - intensity / reference).to("percent")


@expects(mass=MASS, lhv=HEATING_VALUE, intensity=INTENSITY, reference=INTENSITY)
def avoided_emissions(mass: Quantity, lhv: Quantity, intensity: Quantity, reference: Quantity) -> Quantity:
    """Emissions avoided where a fuel replaces another at equal energy: ``m LHV (reference - intensity)``.

    Parameters
    ----------
    mass : Quantity
        Of the fuel used.
    lhv : Quantity
        Its lower heating value.
    intensity, reference : Quantity
        Well to wake, of the fuel delivered and of the one replaced.

    Returns
    -------
    Quantity
        In tCO2e; below zero where the fuel is the worse one.

    Examples
    --------
    >>> avoided = avoided_emissions(Q_("1 kt"), Q_("19.9 GJ/t"), Q_("20 gCO2e/MJ"), Q_("91.3924 gCO2e/MJ"))
    >>> print(f"{avoided:.1f}")
    1420.7 tCO2e
    """
    return (mass * lhv * (reference - intensity)).to("tCO2e")


def abatement_cost(extra_cost: Quantity, avoided: Quantity) -> Quantity:
    """Extra cost per emissions avoided, which is the carbon price at which both fuels cost the same.

    Parameters
    ----------
    extra_cost : Quantity
        What the greener fuel costs more: money, or money per time, energy or mass.
    avoided : Quantity
        What it avoids, on the same basis, above zero: e.g. the difference of two intensities for a
        difference of two prices per energy.

    Returns
    -------
    Quantity
        Money per tCO2e, of the price year of the cost.

    Raises
    ------
    UnitError
        If the two are not on one basis.
    GreenportError
        If nothing is avoided, or arrays are of different lengths.

    Examples
    --------
    >>> print(f"{abatement_cost(Q_('37 USD/GJ'), Q_('71.4 gCO2e/MJ')):.0f}")
    518 USD/tCO2e
    """
    given = {"extra cost": extra_cost, "avoided": avoided}
    for name, value in given.items():
        if not isinstance(value, Quantity):
            raise UnitError(f'{name} of {value!r} is not a quantity; give e.g. "37 USD/GJ" and "71 gCO2e/MJ"')
    if np.any(avoided.m <= 0):
        raise GreenportError(
            f"abatement cost: {avoided} is avoided; only a fuel that avoids something has such a cost"
        )
    shapes = np.shape(extra_cost.m), np.shape(avoided.m)
    if () not in shapes and shapes[0] != shapes[1]:
        raise GreenportError(
            f"abatement cost: extra_cost of shape {shapes[0]} and avoided of shape {shapes[1]} do not go "
            "together; give one number, or arrays of one length"
        )
    per_gas = require("extra cost per emissions avoided", extra_cost / avoided, PRICE_PER_GHG)
    tonne = Q_("1 tCO2e")
    return Q_((per_gas * tonne).to_reduced_units()) / tonne
