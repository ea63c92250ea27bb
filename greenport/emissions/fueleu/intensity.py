"""Intensity of the energy used on board: Annex I to Regulation (EU) 2023/1805, equation (1)."""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, mean_intensity, read, total_energy
from greenport.emissions.lifecycle import potentials
from greenport.units import ENERGY, Q_, Dimension, Quantity, expects

FACTOR = Dimension("factor", "dimensionless", "0.97", "share", bare=True)
RATIO_OF_POWER = Dimension("ratio of powers", "dimensionless", "0.05", "not negative", bare=True)
NO_POWER = Q_(0.0, "GJ")


@expects(wind_factor=FACTOR, shore_power=ENERGY)
def ghg_intensity(
    consumption: Consumption,
    wind_factor: Quantity | float = 1.0,
    year: data.Year = 2025,
    shore_power: Quantity = NO_POWER,
    *,
    as_of: data.AsOf = None,
) -> Quantity:
    """Intensity of the energy used on board.

    ``f_wind · Σ M LHV WtW / (Σ M LHV RWD + shore power)``. The reward RWD of a fuel of non-biological
    origin stands in the denominator alone.

    Parameters
    ----------
    consumption : list
        Fuels with their masses in scope, as in `greenport.emissions.consumption`.
    wind_factor : float
        From `wind_factor`.
    year : int
        Calendar year, on which the reward depends.
    shore_power : Quantity
        Electric energy taken at berth; it counts without emissions.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In gCO2e/MJ, one number or one for each ship.

    Raises
    ------
    GreenportError
        If nothing is burnt, or the consumption is malformed.
    DataError
        If a fuel is unknown or the law sets nothing for the year.

    Examples
    --------
    >>> print(f"{ghg_intensity([('HFO', Q_('12000 t')), ('MGO', Q_('1400 t'))]):.3f}")
    91.637 gCO2e/MJ
    """
    uses = read(consumption, "fueleu")
    reward = data.set_by_law("fueleu:rfnbo_reward", year, as_of)
    emitted, counted = Q_(0.0, "gCO2e"), shore_power
    for use in uses:
        emitted = emitted + use.energy * use.fuel.well_to_wake(*potentials("fueleu"))
        counted = counted + use.energy * (reward if use.fuel.kind == "rfnbo" else 1.0)
    return wind_factor * mean_intensity(emitted, counted)


@expects(shore_power=ENERGY)
def energy(consumption: Consumption, shore_power: Quantity = NO_POWER) -> Quantity:
    """Energy of a consumption and of shore power, without any reward, as the balance needs it.

    Returns
    -------
    Quantity
        In GJ.

    Examples
    --------
    >>> print(energy([("HFO", Q_("10000 t"))]))
    405000 GJ
    """
    return (total_energy(read(consumption, "fueleu")) + shore_power).to("GJ")


@expects(ratio=RATIO_OF_POWER)
def wind_factor(ratio: Quantity | float, as_of: data.AsOf = None) -> Quantity:
    """Factor of the intensity for wind propulsion (Annex I).

    Parameters
    ----------
    ratio : Quantity or float
        Available effective power of wind propulsion over the power of propulsion; an array gives one.
    as_of
        Date at which the law is read.

    Examples
    --------
    >>> wind_factor(Q_([0.04, 0.05, 0.20])).m.tolist()
    [1.0, 0.99, 0.95]
    """
    shares = np.asarray(Q_(ratio).m_as(""), dtype=float)
    found = np.ones(shares.shape)
    for step in (1, 2, 3):
        least = data.set_by_law(f"fueleu:wind_{step}:ratio", 2025, as_of).m_as("")
        factor = data.set_by_law(f"fueleu:wind_{step}:factor", 2025, as_of).m_as("")
        # One part in 10^12 is left for the rounding of a ratio such as 0.3 / 2.
        found = np.where(shares >= least * (1 - 1e-12), factor, found)
    return Q_(found[()])
