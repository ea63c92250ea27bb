"""Intensity of the energy used on board: Annex I to Regulation (EU) 2023/1805, equation (1)."""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, mean_intensity, read, total_energy
from greenport.emissions.lifecycle import potentials
from greenport.errors import GreenportError
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
        From `wind_factor`, or an array with one for each ship.
    year : int
        Calendar year, on which the reward depends.
    shore_power : Quantity
        Electric energy taken at berth; it counts without emissions.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In gCO2e/MJ, one number or one for each ship or year.

    Raises
    ------
    GreenportError
        If nothing is burnt, the consumption is malformed, or the law knows no such wind factor.
    DataError
        If a fuel is unknown or the law sets nothing for the year.

    Examples
    --------
    >>> print(f"{ghg_intensity([('HFO', Q_('12000 t')), ('MGO', Q_('1400 t'))]):.3f}")
    91.637 gCO2e/MJ
    """
    uses = read(consumption, "fueleu", year=year, shore_power=shore_power, wind_factor=wind_factor)
    reward = data.set_by_law("fueleu:rfnbo_reward", year, as_of)
    no_reward = Q_(np.ones(np.shape(reward.m))[()])
    emitted, counted = Q_(0.0, "gCO2e"), shore_power
    for use in uses:
        emitted = emitted + use.energy * use.fuel.well_to_wake(*potentials("fueleu"))
        counted = counted + use.energy * (reward if use.fuel.kind == "rfnbo" else no_reward)
    return _lawful(Q_(wind_factor), as_of) * mean_intensity(emitted, counted)


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
    return (total_energy(read(consumption, "fueleu", shore_power=shore_power)) + shore_power).to("GJ")


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
    for least, factor in _wind_steps(as_of):
        # One part in 10^12 is left for the rounding of a ratio such as 0.3 / 2.
        found = np.where(shares >= least * (1 - 1e-12), factor, found)
    return Q_(found[()])


def _wind_steps(as_of: data.AsOf) -> list[tuple[float, float]]:
    """Least ratio of powers and factor of each step of the annex."""
    return [
        (
            float(data.set_by_law(f"fueleu:wind_{step}:ratio", 2025, as_of).m_as("")),
            float(data.set_by_law(f"fueleu:wind_{step}:factor", 2025, as_of).m_as("")),
        )
        for step in (1, 2, 3)
    ]


def _lawful(factor: Quantity, as_of: data.AsOf) -> Quantity:
    """The factor of wind propulsion, if it is one of the annex."""
    known = [1.0, *(each for _, each in _wind_steps(as_of))]
    given = np.asarray(factor.m_as(""), dtype=float)
    wrong = given[~np.isclose(given[..., np.newaxis], known, rtol=0, atol=1e-9).any(axis=-1)]
    if wrong.size:
        raise GreenportError(
            f"wind_factor of {wrong[0]:g} is none of Annex I; give one of "
            f"{', '.join(f'{each:g}' for each in known)}, from greenport.emissions.fueleu.wind_factor"
        )
    return factor
