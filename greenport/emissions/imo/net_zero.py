"""Net-Zero Framework of the IMO: draft chapter 5 of MARPOL Annex VI, approved at MEPC 83, not in force.

Every function that rests on the draft warns that it is one, and the result of a year says so. Intensities
follow the guidelines MEPC.391(81) with the warming potentials of the fifth assessment report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, mean_intensity, read, total_energy
from greenport.emissions.lifecycle import potentials
from greenport.errors import DataError, GreenportError
from greenport.units import ENERGY, INTENSITY, Q_, Dimension, Quantity, expects

UNITS = Dimension("surplus units", "[ghg]", "40 tCO2e", "not negative")
UNIT_PRICE = Dimension("price of remedial units", "[money]/[ghg]", "380 USD/tCO2e", "not negative")
NO_UNITS = Q_(0.0, "tCO2e")
REFERENCE = "imo_nzf:reference"
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
        Of remedial units for both tiers, less what surplus units cover [money].
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


def fuel_intensity(consumption: Consumption, as_of: data.AsOf = None) -> Quantity:
    """Attained intensity (GFI): ``Σ EI · energy / Σ energy``.

    Parameters
    ----------
    consumption : list
        Fuels with their masses, as in `greenport.emissions.consumption`: defaults of MEPC.391(81), or
        fuels built from their certificates with `greenport.emissions.stated`.
    as_of
        Date at which the draft is read.

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

    Warns
    -----
    DraftRuleWarning
        Always, as long as the framework is not in force.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> print(f"{fuel_intensity([('HFO', Q_('1 t'))]):.4f}")
    95.4841 gCO2e/MJ
    """
    uses = read(consumption, "imo_lca")
    data.clause(REFERENCE, data.clauses(REFERENCE)[0].from_year, as_of)  # warns that it is a draft
    emitted = Q_(0.0, "gCO2e")
    for use in uses:
        emitted = emitted + use.energy * use.fuel.well_to_wake(*potentials("imo_lca"))
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
    reference = data.set_by_law(REFERENCE, year, as_of)
    return (reference * (1 - data.set_by_law(f"imo_nzf:{tier}", year, as_of))).to("gCO2e/MJ")


@expects(
    intensity=INTENSITY,
    energy=ENERGY,
    tier_1_price=UNIT_PRICE,
    tier_2_price=UNIT_PRICE,
    surplus_units=UNITS,
)
def remedial_cost(
    intensity: Quantity,
    energy: Quantity,
    year: data.Year,
    *,
    tier_1_price: Quantity | None = None,
    tier_2_price: Quantity | None = None,
    surplus_units: Quantity = NO_UNITS,
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
        Calendar year, or an array of them.
    tier_1_price, tier_2_price : Quantity, optional
        Due after 2030, for which the draft sets no prices; before, instead of the draft's.
    surplus_units : Quantity
        Units of other ships or of earlier years, which cover a deficit of tier 2 and no other.
    as_of
        Date at which the draft is read.

    Returns
    -------
    Remedy

    Raises
    ------
    DataError
        If the draft sets no target or price for the year, and none is given.
    GreenportError
        If there are more surplus units than the deficit of tier 2.

    Warns
    -----
    DraftRuleWarning
        Always, as long as the framework is not in force.

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
    left = tier_2 - surplus_units
    if np.any(np.asarray(left.m) < 0):
        raise GreenportError(
            "surplus_units are more than the deficit of tier 2, which is all that they cover; give fewer"
        )
    cost = tier_1 * prices[0] + left * prices[1]
    standing = data.clause(REFERENCE, int(np.max(year)), as_of).standing
    return Remedy(tier_1, tier_2, surplus, cost, standing)


@expects(intensity=INTENSITY)
def near_zero(intensity: Quantity, year: data.Year, as_of: data.AsOf = None) -> Any:
    """Whether a fuel is a zero or near-zero one: at most 19.0 gCO2e/MJ until 2034, 14.0 from 2035 on.

    Parameters
    ----------
    intensity : Quantity
        Of the fuel, well to wake.
    year : int
        Calendar year.
    as_of
        Date at which the draft is read.

    Returns
    -------
    bool or numpy.ndarray
        One answer, or one for each intensity.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> near_zero(Q_("19 gCO2e/MJ"), 2034), near_zero(Q_("19 gCO2e/MJ"), 2035)
    (True, False)
    """
    low = np.asarray(intensity.m_as("gCO2e/MJ") <= near_zero_limit(year, as_of).m_as("gCO2e/MJ"))
    return low if low.ndim else bool(low)


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


def surplus_valid_until(issued: int, as_of: data.AsOf = None) -> int:
    """Last calendar year in which surplus units may be used: two years after that of their issue.

    Examples
    --------
    >>> import warnings
    >>> warnings.simplefilter("ignore")
    >>> surplus_valid_until(2028)
    2030
    """
    return issued + int(data.set_by_law("imo_nzf:unit_life", issued, as_of).m_as("yr"))


def _price(key: str, given: Quantity | None, year: data.Year, as_of: data.AsOf) -> Quantity:
    if given is not None:
        return given
    try:
        return data.set_by_law(key, year, as_of)
    except DataError as error:
        tier = key.rpartition(":")[2]
        raise DataError(f"{error}. Give {tier}_price, an assumption of your own") from None
