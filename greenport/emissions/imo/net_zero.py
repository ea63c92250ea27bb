"""Net-Zero Framework of the IMO: draft chapter 5 of MARPOL Annex VI, approved at MEPC 83, not in force.

Every function warns that the text is a draft, and every result says so. Intensities follow the guidelines
MEPC.391(81) with the warming potentials of the fifth assessment report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, mean_intensity, read, total_energy
from greenport.errors import DataError, GreenportError
from greenport.units import ENERGY, INTENSITY, PRICE_PER_GHG, Q_, Quantity, expects

ASSESSMENT = "AR5"
Tier = Literal["base", "direct"]


@dataclass(frozen=True)
class Remedy:
    """What a ship owes or earns in a year under the draft.

    Parameters
    ----------
    tier_1, tier_2
        Deficits against the direct compliance target and against the base target [ghg].
    surplus
        Surplus units earned [ghg].
    cost
        Of remedial units for both tiers [money].
    standing
        ``"draft"`` as long as the framework is not in force.
    """

    tier_1: Quantity
    tier_2: Quantity
    surplus: Quantity
    cost: Quantity
    standing: str

    def __str__(self) -> str:
        return (
            f"{self.cost:.6g} for deficits of {self.tier_1:.6g} (tier 1) and {self.tier_2:.6g} (tier 2), "
            f"surplus {self.surplus:.6g} ({self.standing})"
        )


def fuel_intensity(consumption: Consumption) -> Quantity:
    """Attained intensity (GFI): ``Σ EI · energy / Σ energy``.

    Parameters
    ----------
    consumption : list
        Fuels with their masses, as in `greenport.emissions.consumption`: defaults of MEPC.391(81), or
        fuels built from their certificates with `greenport.emissions.stated`.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    GreenportError
        If nothing is burnt, or the consumption is malformed.
    DataError
        If the guidelines have no default for a fuel.

    Examples
    --------
    >>> print(f"{fuel_intensity([('HFO', Q_('1 t'))]):.4f}")
    95.4841 gCO2e/MJ
    """
    uses = read(consumption, "imo_lca")
    emitted = Q_(0.0, "gCO2e")
    for use in uses:
        emitted = emitted + use.energy * use.fuel.well_to_wake(ASSESSMENT)
    return mean_intensity(emitted, total_energy(uses))


def energy(consumption: Consumption) -> Quantity:
    """Energy of a consumption on the heating values of MEPC.391(81), in GJ.

    Examples
    --------
    >>> print(energy([("HFO", Q_("10000 t"))]))
    402000 GJ
    """
    return total_energy(read(consumption, "imo_lca"))


def target(year: data.Year, tier: Tier = "base", as_of: data.AsOf = None) -> Quantity:
    """Base or direct compliance target: 93.3 gCO2e/MJ less the cut of the year.

    Parameters
    ----------
    year : int
        Calendar year from 2028 on, or an array of them.
    tier : str
        ``"base"`` or ``"direct"``.
    as_of
        Date at which the draft is read.

    Raises
    ------
    GreenportError
        If the tier is neither.
    DataError
        If the draft sets nothing for the year.

    Warns
    -----
    DraftRuleWarning
        Always, as long as the framework is not in force.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> print(f"{target(2028):.3f}", f"{target(2028, 'direct'):.3f}", sep=", ")
    89.568 gCO2e/MJ, 77.439 gCO2e/MJ
    """
    if tier not in ("base", "direct"):
        raise GreenportError(f'tier of {tier!r} is unknown; give "base" or "direct"')
    reference = data.set_by_law("imo_nzf:reference", year, as_of)
    return (reference * (1 - data.set_by_law(f"imo_nzf:{tier}", year, as_of))).to("gCO2e/MJ")


@expects(intensity=INTENSITY, energy=ENERGY, tier_1_price=PRICE_PER_GHG, tier_2_price=PRICE_PER_GHG)
def remedial_cost(
    intensity: Quantity,
    energy: Quantity,
    year: int,
    *,
    tier_1_price: Quantity | None = None,
    tier_2_price: Quantity | None = None,
    as_of: data.AsOf = None,
) -> Remedy:
    """What a year costs: deficits against both targets at the prices of their remedial units.

    A ship above the base target pays both tiers; one between the targets pays the first; one below the
    direct target earns surplus units.

    Parameters
    ----------
    intensity : Quantity
        Attained, from `fuel_intensity`.
    energy : Quantity
        Of the year.
    year : int
        Calendar year.
    tier_1_price, tier_2_price : Quantity, optional
        Due after 2030, for which the draft sets no prices; before, instead of the draft's.
    as_of
        Date at which the draft is read.

    Returns
    -------
    Remedy

    Raises
    ------
    DataError
        If the draft sets no target or price for the year, and none is given.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> print(remedial_cost(Q_("95.48408 gCO2e/MJ"), Q_("402 TJ"), 2030))
    1.96143e+06 USD for deficits of 4875.86 tCO2e (tier 1) and 3878.53 tCO2e (tier 2), surplus 0 tCO2e (draft)
    """
    base, direct = target(year, "base", as_of), target(year, "direct", as_of)
    prices = [
        _price(f"imo_nzf:tier_{number}", given, year, as_of)
        for number, given in ((1, tier_1_price), (2, tier_2_price))
    ]
    attained, limits = intensity.m_as("gCO2e/MJ"), (base.m_as("gCO2e/MJ"), direct.m_as("gCO2e/MJ"))
    above_base = np.maximum(0.0, attained - limits[0])
    between = np.maximum(0.0, np.minimum(attained, limits[0]) - limits[1])
    below = np.maximum(0.0, limits[1] - attained)
    tier_1, tier_2, surplus = (
        (Q_(np.asarray(part, dtype=float)[()], "gCO2e/MJ") * energy).to("tCO2e")
        for part in (between, above_base, below)
    )
    cost = tier_1 * prices[0] + tier_2 * prices[1]
    standing = data.clause("imo_nzf:reference", year, as_of).standing
    return Remedy(tier_1, tier_2, surplus, cost, standing)


@expects(intensity=INTENSITY)
def near_zero(intensity: Quantity, year: int, as_of: data.AsOf = None) -> bool:
    """Whether a fuel is a zero or near-zero one: at most 19.0 gCO2e/MJ until 2034, 14.0 from 2035 on.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> near_zero(Q_("19 gCO2e/MJ"), 2034), near_zero(Q_("19 gCO2e/MJ"), 2035)
    (True, False)
    """
    return bool(np.all(intensity <= near_zero_limit(year, as_of)))


def near_zero_limit(year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Highest intensity of a zero or near-zero fuel.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> print(near_zero_limit(2034))
    19 gCO2e/MJ
    """
    return data.set_by_law("imo_nzf:near_zero", year, as_of)


def _price(key: str, given: Quantity | None, year: int, as_of: data.AsOf) -> Quantity:
    if given is not None:
        return given
    try:
        return data.set_by_law(key, year, as_of)
    except DataError as error:
        tier = key.rpartition(":")[2]
        raise DataError(f"{error}. Give {tier}_price, an assumption of your own") from None
