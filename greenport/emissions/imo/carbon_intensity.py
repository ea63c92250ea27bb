"""Carbon intensity indicator (CII) of the IMO: attained, required, rating.

Guidelines G1 to G4: MEPC.352(78), MEPC.353(78), MEPC.338(76) with MEPC.400(83), MEPC.354(78). CO2 from tank
to wake alone counts. Capacity is deadweight, or gross tonnage for ships with ro-ro decks and passengers. The
corrections of G5 are left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from greenport import data
from greenport.emissions.consumption import EMITTED, Consumption, Use, read
from greenport.emissions.imo.size_classes import kind_of, size_classes, size_in
from greenport.errors import UnitError
from greenport.units import Q_, Dimension, Quantity, expects, require

CAPACITY = Dimension("capacity", "[mass] or [gross_tonnage]", "50000 dwt", "positive")
DEADWEIGHT = Dimension("deadweight", "[mass]", "50000 dwt", "positive")
DISTANCE = Dimension("distance", "[length]", "80000 nmi", "positive")
INDICATOR = Dimension(
    "carbon intensity indicator",
    "[ghg]/[mass]/[length] or [ghg]/[gross_tonnage]/[length]",
    "7.8 gCO2e/(dwt nmi)",
    "not negative",
)
RATINGS = np.array(["A", "B", "C", "D", "E"])


def carbon_dioxide(consumption: Consumption) -> Quantity:
    """CO2 of burning a consumption with the factors of MEPC.364(79), in tCO2e.

    Examples
    --------
    >>> print(carbon_dioxide([("HFO", Q_("9000 t")), ("MGO", Q_("1000 t"))]))
    31232 tCO2e
    """
    return _burnt(read(consumption, "mepc364"))


@expects(capacity=CAPACITY, distance=DISTANCE)
def cii_attained(consumption: Consumption | Quantity, capacity: Quantity, distance: Quantity) -> Quantity:
    """Attained indicator of a calendar year (G1): ``CO2 / (capacity · distance)``.

    Parameters
    ----------
    consumption : list or Quantity
        Fuels with their masses, as in `greenport.emissions.consumption`, or their CO2.
    capacity : Quantity
        The ship's own deadweight [mass] or gross tonnage [GT].
    distance : Quantity
        Sailed in the year.

    Returns
    -------
    Quantity
        In gCO2e/(dwt nmi) or gCO2e/(GT nmi).

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind.

    Examples
    --------
    >>> fuel = [("HFO", Q_("9000 t")), ("MGO", Q_("1000 t"))]
    >>> print(f"{cii_attained(fuel, Q_('50000 dwt'), Q_('80000 nmi')):.3f}")
    7.808 gCO2e/dwt/nmi
    """
    if isinstance(consumption, Quantity):
        emitted = require("consumption", consumption, EMITTED)
    else:
        emitted = _burnt(read(consumption, "mepc364", capacity=capacity, distance=distance))
    return (emitted / capacity / distance).to(f"gCO2e/{kind_of(capacity)}/nmi")


@expects(deadweight=DEADWEIGHT, distance=DISTANCE)
def annual_efficiency_ratio(
    consumption: Consumption | Quantity, deadweight: Quantity, distance: Quantity
) -> Quantity:
    """Annual efficiency ratio (AER): as `cii_attained`, with deadweight for ships of every type.

    Raises
    ------
    UnitError
        If the capacity is not a deadweight.

    Examples
    --------
    >>> print(annual_efficiency_ratio(Q_("10000 tCO2e"), Q_("50000 dwt"), Q_("100000 nmi")))
    2 gCO2e/dwt/nmi
    """
    return cii_attained(consumption, deadweight, distance)


@expects(capacity=CAPACITY)
def cii_reference(ship_type: str, capacity: Quantity) -> Quantity:
    """Reference line of 2019 (G2): ``a · capacity^-c``.

    Parameters
    ----------
    ship_type : str
        One of `ship_types`.
    capacity : Quantity
        Deadweight or gross tonnage, as the type asks; an array gives one.

    Returns
    -------
    Quantity
        In gCO2e/(dwt nmi) or gCO2e/(GT nmi).

    Raises
    ------
    DataError
        If the type is unknown (with near matches).
    UnitError
        If the capacity is of the other kind.

    Examples
    --------
    >>> print(f"{cii_reference('ro-ro passenger ship', Q_('25000 GT')):.4f}")
    19.1842 gCO2e/GT/nmi
    """
    classes = size_classes(ship_type)
    size = size_in(ship_type, capacity)
    line = np.full(np.shape(size), np.nan)
    for each in classes:
        taken = size if each.taken is None else np.full_like(size, each.taken)
        if each.taken is not None and each.least == 0 and each.below == np.inf:
            taken = np.minimum(size, each.taken)  # a cap on the only class: bulk carriers
        line = np.where(each.holds(size), each.a * taken**-each.c, line)
    return Q_(line[()], f"gCO2e/{classes[0].capacity_in}/nmi")


@expects(capacity=CAPACITY)
def cii_required(ship_type: str, capacity: Quantity, year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Required indicator of a year (G3): ``(1 - Z) · reference``.

    Parameters
    ----------
    ship_type, capacity
        As for `cii_reference`.
    year : int
        Calendar year from 2019 to 2030, or an array of them.
    as_of
        Date at which the resolutions are read.

    Raises
    ------
    DataError
        If the type is unknown, or no reduction is set for the year.

    Examples
    --------
    >>> print(f"{cii_required('container ship', Q_('50000 dwt'), 2028):.4f}")
    8.3701 gCO2e/dwt/nmi
    """
    return (1 - data.set_by_law("imo_cii:reduction", year, as_of)) * cii_reference(ship_type, capacity)


@expects(capacity=CAPACITY, required=INDICATOR)
def cii_boundaries(ship_type: str, capacity: Quantity, required: Quantity) -> Quantity:
    """Boundaries between the ratings A to E (G4): multiples of the required indicator.

    Returns
    -------
    Quantity
        Four of them, as the last axis.

    Examples
    --------
    >>> cii_boundaries("bulk carrier", Q_("80000 dwt"), Q_("10 gCO2e/(dwt nmi)")).m.round(6).tolist()
    [8.6, 9.4, 10.6, 11.8]
    """
    classes = size_classes(ship_type)
    size = size_in(ship_type, capacity)[..., np.newaxis]
    multiples = np.select(
        [each.holds(size) for each in classes], [each.boundaries for each in classes], np.nan
    )
    return Q_(np.asarray(required.m)[..., np.newaxis] * multiples, required.units)


@expects(attained=INDICATOR, capacity=CAPACITY)
def cii_rating(
    attained: Quantity, ship_type: str, capacity: Quantity, year: data.Year, as_of: data.AsOf = None
) -> Any:
    """Rating of a year (G4): A up to the first boundary, then B, C, D; E above the last.

    Parameters
    ----------
    attained : Quantity
        From `cii_attained`.
    ship_type, capacity, year, as_of
        As for `cii_required`.

    Returns
    -------
    str or numpy.ndarray
        ``"A"`` to ``"E"``; for arrays an array of them.

    Raises
    ------
    UnitError
        If the indicator is per deadweight where the type asks for gross tonnage, or the reverse.

    Examples
    --------
    >>> cii_rating(Q_("7.808 gCO2e/(dwt nmi)"), "container ship", Q_("50000 dwt"), 2028)
    'B'
    """
    required = cii_required(ship_type, capacity, year, as_of)
    return cii_rating_against(attained, required, ship_type, capacity)


@expects(attained=INDICATOR, required=INDICATOR, capacity=CAPACITY)
def cii_rating_against(attained: Quantity, required: Quantity, ship_type: str, capacity: Quantity) -> Any:
    """Rating against a required indicator that is given; as `cii_rating`.

    Examples
    --------
    >>> limit = Q_("10 gCO2e/(dwt nmi)")
    >>> cii_rating_against(Q_("9 gCO2e/(dwt nmi)"), limit, "bulk carrier", Q_("80000 dwt"))
    'B'
    """
    if attained.dimensionality != required.dimensionality:
        raise UnitError(
            f"attained of {attained} and the required {required:.6g} are not on one capacity; a {ship_type} "
            f"is counted per {size_classes(ship_type)[0].capacity_in}"
        )
    classes = size_classes(ship_type)
    size, ratio = size_in(ship_type, capacity), np.asarray((attained / required).m_as(""))
    place = np.zeros(np.shape(ratio), dtype=int)
    for each in classes:
        passed = np.searchsorted(np.array(each.boundaries) * (1 + 1e-12), ratio)
        place = np.where(each.holds(size), passed, place)
    rated = RATINGS[place]
    return str(rated) if np.ndim(rated) == 0 else rated


def _burnt(uses: tuple[Use, ...]) -> Quantity:
    total = Q_(0.0, "tCO2e")
    for use in uses:
        use.fuel.require_gases()
        total = total + use.mass * use.fuel.carbon_dioxide
    return total.to("tCO2e")
