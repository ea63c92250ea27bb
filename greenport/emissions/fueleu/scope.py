"""Energy and fuel that count: Article 2 of Regulation (EU) 2023/1805."""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, Use, read, total_energy
from greenport.emissions.factors import MarineFuel
from greenport.emissions.lifecycle import potentials
from greenport.errors import GreenportError
from greenport.units import ENERGY, Q_, Quantity, expects

NONE = Q_(0.0, "GJ")
ALL = Q_(1.0)
WHERE = ("extra_eu", "outermost")


@expects(intra=ENERGY, berth=ENERGY, extra=ENERGY, outermost=ENERGY)
def energy_in_scope(
    intra: Quantity | None = None,
    berth: Quantity | None = None,
    extra: Quantity | None = None,
    outermost: Quantity | None = None,
    *,
    year: data.Year = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Energy that counts (Article 2): all between and at ports of the Union, half to or from others.

    Parameters
    ----------
    intra, berth : Quantity, optional
        Energy of voyages between, and of stays at, ports of the European Economic Area.
    extra, outermost : Quantity, optional
        Energy of voyages to or from other ports, and to or from outermost regions.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In GJ.

    Raises
    ------
    GreenportError
        If no energy is given.

    Examples
    --------
    >>> print(energy_in_scope(intra=Q_("10 TJ"), extra=Q_("40 TJ")).to("TJ"))
    30 TJ
    """
    half = data.set_by_law("fueleu:extra_eu", year, as_of)
    outer = data.set_by_law("fueleu:outermost", year, as_of)
    parts = ((ALL, intra), (ALL, berth), (half, extra), (outer, outermost))
    counted = [share * energy for share, energy in parts if energy is not None]
    if not counted:
        raise GreenportError(
            "energy in scope: no energy is given; intra, berth, extra or outermost is due, e.g. "
            'intra=Q_("10 TJ")'
        )
    return sum(counted, NONE).to("GJ")


def in_scope(
    consumption: Consumption,
    where: str = "extra_eu",
    *,
    greenest_first: bool = False,
    year: data.Year = 2025,
    as_of: data.AsOf = None,
) -> list[tuple[MarineFuel, Quantity]]:
    """Fuel of a voyage to or from another port that counts, up to its share of the voyage's energy.

    By default the same share of each fuel counts. The Commission's guidance also lets the company put
    the fuels of lowest intensity into the part that counts, up to the energy of that part.

    Parameters
    ----------
    consumption : list
        All fuel burnt on the voyage, as in `greenport.emissions.consumption`.
    where : str
        ``"extra_eu"`` or ``"outermost"``.
    greenest_first : bool
        Whether the fuels of lowest intensity fill the part that counts.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    list
        A consumption, for `ghg_intensity` and `energy`.

    Raises
    ------
    GreenportError
        If the voyage is of neither sort, or the consumption is malformed.

    Examples
    --------
    >>> from greenport.emissions import biofuel
    >>> bio = biofuel("fame", Q_("14.9 gCO2e/MJ"))
    >>> burnt = [("HFO", Q_("2000 t")), (bio, Q_("500 t"))]
    >>> [f"{mass:.1f}" for _, mass in in_scope(burnt)]
    ['1000.0 t', '250.0 t']
    >>> [f"{fuel.name} {mass:.1f}" for fuel, mass in in_scope(burnt, greenest_first=True)]
    ['fame 500.0 t', 'hfo 770.4 t']
    """
    if where not in WHERE:
        raise GreenportError(f"voyage {where!r} is unknown; give one of {', '.join(WHERE)}")
    uses = read(consumption, "fueleu", year=year)
    share = data.set_by_law(f"fueleu:{where}", year, as_of)
    if not greenest_first:
        return [(use.fuel, (share * use.mass).to("t")) for use in uses]
    left = (share * total_energy(uses)).to("GJ")
    counted = []
    for use in sorted(uses, key=_intensity):
        taken = Q_(np.minimum(use.energy.m_as("GJ"), left.m), "GJ")
        counted.append((use.fuel, (taken / use.fuel.lhv).to("t")))
        left = left - taken
    return counted


def _intensity(use: Use) -> float:
    found = use.fuel.well_to_wake(*potentials("fueleu")).m_as("gCO2e/MJ")
    if np.ndim(found):
        raise GreenportError(
            f"{use.fuel.name} has several intensities; one is due, to tell which fuel is the greenest"
        )
    return float(found)
