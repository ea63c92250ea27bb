"""What a ship burns: fuels with their masses, read into the factors of a regime.

A consumption is a list of ``(fuel, mass)`` or ``(fuel, mass, converter)``. The fuel is a name of the
regime's table, e.g. ``"HFO"``, or a `MarineFuel`; the mass a quantity, one number or an array with an
entry for each ship or voyage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport.emissions.factors import MarineFuel, regime_fuel
from greenport.emissions.lifecycle import OWN_POTENTIALS
from greenport.errors import GreenportError
from greenport.units import MASS, Dimension, Quantity, require

Entry = tuple[str | MarineFuel, Quantity] | tuple[str | MarineFuel, Quantity, str]
Consumption = Sequence[Entry]
EMITTED = Dimension("amount of emissions", "[ghg]", "9000 tCO2e", "not negative")


@dataclass(frozen=True)
class Use:
    """A fuel and the mass of it that is burnt."""

    fuel: MarineFuel
    mass: Quantity

    @property
    def energy(self) -> Quantity:
        """Energy on the regime's heating value, in GJ."""
        return (self.mass * self.fuel.lhv).to("GJ")


def read(consumption: Consumption, regime: str, **beside: Any) -> tuple[Use, ...]:
    """Read a consumption with the factors of a regime.

    Parameters
    ----------
    consumption
        As above.
    regime
        As for `greenport.emissions.factors.regime_fuel`.
    **beside
        What is counted with the masses, by name: quantities or years, whose arrays must go with theirs.

    Raises
    ------
    GreenportError
        If it is empty, an entry is malformed, a fuel belongs to another regime, or arrays are of
        different lengths.
    DataError
        If the regime does not know a fuel or a converter.
    UnitError
        If a mass is not one.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> (use,) = read([("MGO", Q_("1400 t"))], "fueleu")
    >>> print(use.energy)
    59780 GJ
    """
    if not isinstance(consumption, list | tuple) or not consumption:
        raise GreenportError(
            f'consumption of {consumption!r}: a list of fuels and masses is due, e.g. [("HFO", Q_("120 t"))]'
        )
    uses = tuple(_use(number, entry, regime) for number, entry in enumerate(consumption, start=1))
    _require_one_shape(uses, beside)
    return uses


def total_energy(uses: Sequence[Use]) -> Quantity:
    """Energy of all fuels together, in GJ."""
    total = uses[0].energy
    for use in uses[1:]:
        total = total + use.energy
    return total


def mean_intensity(emissions: Quantity, energy: Quantity) -> Quantity:
    """Emissions per energy, in gCO2e/MJ.

    Raises
    ------
    GreenportError
        If there is no energy: the intensity is then undefined.
    """
    if np.any(np.asarray(energy.m) <= 0):
        raise GreenportError("no energy is burnt, so there is no intensity; give a mass above zero")
    return (emissions / energy).to("gCO2e/MJ")


def _require_one_shape(uses: Sequence[Use], beside: Mapping[str, Any]) -> None:
    held = [("masses", use.mass) for use in uses] + list(beside.items())
    found = dict.fromkeys((name, np.shape(getattr(value, "m", value))) for name, value in held)
    try:
        np.broadcast_shapes(*(shape for _, shape in found))
    except ValueError:
        told = " and ".join(f"{name} of shape {shape}" for name, shape in found if shape)
        raise GreenportError(
            f"consumption: {told} do not go together; give one number, or one for each ship, in every entry"
        ) from None


def _use(number: int, entry: Any, regime: str) -> Use:
    if not isinstance(entry, tuple | list) or len(entry) not in (2, 3):
        raise GreenportError(
            f"consumption, entry {number}: {entry!r}; a fuel, a mass and for some a converter are due, "
            'e.g. ("LNG", Q_("500 t"), "otto_medium_speed")'
        )
    fuel, mass, *converter = entry
    checked = require(f"mass of entry {number}", mass, MASS)
    if isinstance(fuel, MarineFuel):
        if converter:
            raise GreenportError(f"consumption, entry {number}: {fuel.name} already has its converter")
        if fuel.regime not in ("", regime):
            raise GreenportError(
                f"consumption, entry {number}: {fuel.name} is counted by {fuel.regime}; factors of two "
                f"regimes do not mix, so build it for {regime}, e.g. with greenport.emissions.stated"
            )
        if regime not in OWN_POTENTIALS:  # counts gases from tank to wake, not intensities
            fuel.require_gases()
        return Use(fuel, checked)
    return Use(regime_fuel(fuel, regime, *converter), checked)
