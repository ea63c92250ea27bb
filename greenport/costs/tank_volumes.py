"""Upright tanks: their diameter, and what they hold at most, at least and in work."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from greenport.errors import GreenportError
from greenport.units import LENGTH, Q_, SHARE, Dimension, Quantity, expects

HEIGHT = Dimension("height", "[length]", "18 m", "positive")
NOMINAL = Dimension("tank volume", "[volume]", "20000 m^3", "positive")


@dataclass(frozen=True)
class TankGeometry:
    """An upright cylinder and what it holds.

    Parameters
    ----------
    diameter, height : Quantity
        Of the shell [length].
    max_volume, heel_volume, working_volume : Quantity
        Most that may be filled in, what cannot be pumped out, and what lies between [volume].
    """

    diameter: Quantity
    height: Quantity
    max_volume: Quantity
    heel_volume: Quantity
    working_volume: Quantity


@expects(nominal=NOMINAL, height=HEIGHT)
def tank_diameter(nominal: Quantity, height: Quantity) -> Quantity:
    """Diameter of an upright cylinder: ``sqrt(4 V / (pi H))``.

    Parameters
    ----------
    nominal : Quantity
        Volume of the whole shell.
    height : Quantity
        Of the shell.

    Returns
    -------
    Quantity
        In m.

    Examples
    --------
    >>> print(f"{tank_diameter(Q_('20000 m^3'), Q_('18 m')):.2f}")
    37.61 m
    """
    return Q_(np.sqrt(4 * nominal.m_as("m^3") / (math.pi * height.m_as("m"))), "m")


@expects(nominal=NOMINAL, height=HEIGHT, fill_at_most=SHARE, heel=LENGTH)
def working_volume(nominal: Quantity, height: Quantity, fill_at_most: Quantity, heel: Quantity) -> Quantity:
    """Volume that a tank can receive and issue: ``V * (fill - heel / H)``.

    Parameters
    ----------
    nominal : Quantity
        Volume of the whole shell.
    height : Quantity
        Of the shell.
    fill_at_most : Quantity or float
        Share of the volume that may be filled.
    heel : Quantity
        Depth below the outlet that cannot be pumped out.

    Returns
    -------
    Quantity
        In the unit of `nominal`.

    Raises
    ------
    GreenportError
        If the heel reaches the highest filling, so that nothing is left between.

    Examples
    --------
    >>> print(f"{working_volume(Q_('20000 m^3'), Q_('18 m'), Q_('90 %'), Q_('0.5 m')):.1f}")
    17444.4 m^3
    """
    share = fill_at_most.m_as("") - (heel / height).m_as("")
    if np.any(share <= 0):
        raise GreenportError(
            f"tank: a heel of {heel} in a shell of {height} leaves nothing below a filling of "
            f"{fill_at_most}; give a lower heel or a taller shell, e.g. 0.5 m in 18 m"
        )
    return Q_(nominal.m * share, nominal.units)


@expects(nominal=NOMINAL, height=HEIGHT, fill_at_most=SHARE, heel=LENGTH)
def tank_geometry(
    nominal: Quantity, height: Quantity, fill_at_most: Quantity, heel: Quantity
) -> TankGeometry:
    """Diameter of a tank, and what it holds at most, at least and in work.

    Parameters
    ----------
    nominal, height, fill_at_most, heel : Quantity
        As for `working_volume`; the planning values are rows `storage:fill` and `storage:heel_depth`.

    Returns
    -------
    TankGeometry
        Lengths in m, volumes in the unit of `nominal`.

    Examples
    --------
    >>> tank = tank_geometry(Q_("20000 m^3"), Q_("18 m"), Q_("90 %"), Q_("0.5 m"))
    >>> print(f"{tank.max_volume:.0f}, {tank.heel_volume:.1f}")
    18000 m^3, 555.6 m^3
    """
    return TankGeometry(
        diameter=tank_diameter(nominal, height),
        height=height.to("m"),
        max_volume=Q_(nominal.m * fill_at_most.m_as(""), nominal.units),
        heel_volume=Q_(nominal.m * (heel / height).m_as(""), nominal.units),
        working_volume=working_volume(nominal, height, fill_at_most, heel),
    )
