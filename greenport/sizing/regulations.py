"""Rules and public money of the problem: targets, limits, caps, budgets, grants, loans.

Units as in `problem`; arrays run over the milestone years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from greenport.scenario.tree import Origin

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Blending:
    """X1 for one demand: per kt of neat fuel, slack coefficients of the three linear limits.

    ``neat · volume ≤ limit`` by share, density and aromatics: each row reads
    ``coefficient · neat[t] ≤ room · V[t]`` with V the day's fuel volume.
    """

    id: str
    demand: str
    fuel: str
    coefficients: tuple[float, float, float]
    room: tuple[float, float, float]
    volume: Floats
    batch_cost: float
    origin: Origin


@dataclass(frozen=True)
class Target:
    """R1: kt that must be claimed in a year."""

    id: str
    demand: str
    least: Floats
    status: str
    origin: Origin


@dataclass(frozen=True)
class VolumeTarget:
    """R1: kt of green fuel that ships must bunker in a year; those of other fuels, `given`, count."""

    id: str
    fuels: tuple[str, ...]
    least: Floats
    given: Floats
    status: str
    origin: Origin

    @property
    def due(self) -> Floats:
        """What is left for the fuels of the problem."""
        return np.maximum(self.least - self.given, 0.0)


@dataclass(frozen=True)
class IntensityLimit:
    """R2: limit on the mean intensity of what ships get, gCO2e/MJ; prices in MUSD per kt CO2e."""

    id: str
    fuel: str
    limit: Floats
    deficit: Floats
    credit: Floats
    law: str
    origin: Origin


@dataclass(frozen=True)
class Cap:
    """R3: most that the fuels' demands may emit in a year, kt CO2e; `inf` where it does not bind."""

    id: str
    fuels: tuple[str, ...]
    most: Floats
    origin: Origin


@dataclass(frozen=True)
class Budget:
    """A4: most capital cost of what is commissioned in a milestone year, MUSD before grants."""

    id: str
    assets: tuple[str, ...]
    most: Floats
    origin: Origin


@dataclass(frozen=True)
class Grant:
    """R5: a share of the capital cost of assets, up to a ceiling in all; MUSD."""

    id: str
    assets: tuple[str, ...]
    share: float
    ceiling: float
    smallest: float
    proven: bool
    origin: Origin


@dataclass(frozen=True)
class Loan:
    """R5: a cheaper loan for assets, already in their annuities; least sum in MUSD."""

    id: str
    assets: tuple[str, ...]
    smallest: float
    origin: Origin
