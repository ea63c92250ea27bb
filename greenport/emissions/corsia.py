"""CORSIA: ICAO Annex 16, volume IV, part II.

What neat sustainable fuel takes off an airline's offsetting requirement. Default values stand in table
`corsia`, several editions of document 06 of ICAO, which are never mixed; figures of the rule in `law`.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal, get_args

import numpy as np

from greenport import data
from greenport.emissions.factors import canonical
from greenport.errors import DataError, GreenportError
from greenport.units import INTENSITY, MASS, Q_, SHARE, Quantity, expects

FossilFuel = Literal["jet", "jet_b", "aviation_gasoline"]
FOSSIL: tuple[FossilFuel, ...] = get_args(FossilFuel)
FIRST_YEAR = 2019
# No pathway comes near so many times the baseline: such a value is a slip of its unit, as g for kg.
SENSELESS = 10


def editions(as_of: data.AsOf = None) -> list[str]:
    """Editions of the default values by year and month, oldest first, as the table names them.

    Raises
    ------
    DataError
        If no edition stood at the date.

    Examples
    --------
    >>> editions()
    ['2024_03', '2025_11']
    >>> editions("2025-06-30")
    ['2024_03']
    """
    named = sorted({row[3] for row in _pathways()})
    known = [each for each in named if as_of is None or _begun(each) <= _date(as_of)]
    if not known:
        raise DataError(f"no default values of CORSIA stood on {as_of}; the first edition is of {named[0]}")
    return known


def life_cycle_value(
    pathway: str,
    feedstock: str,
    region: str = "Global",
    edition: str | None = None,
    *,
    part: Literal["total", "core", "iluc"] = "total",
    as_of: data.AsOf = None,
) -> Quantity:
    """Default life cycle value of a fuel: core value and induced land use change together.

    Parameters
    ----------
    pathway : str
        Conversion process, e.g. ``"HEFA"``, ``"ATJ isobutanol"``, ``"FT"``.
    feedstock : str
        E.g. ``"used cooking oil"``.
    region : str
        E.g. ``"USA"``; ``"Global"`` where no region is stated.
    edition : str, optional
        One of `editions`; by default the newest that holds this pathway.
    part : str
        ``"total"``, ``"core"`` or ``"iluc"``.
    as_of
        Newest edition at that date.

    Returns
    -------
    Quantity
        In gCO2e/MJ; may be below zero.

    Raises
    ------
    DataError
        If pathway, feedstock, region or edition are unknown (with near matches).

    Examples
    --------
    >>> print(life_cycle_value("HEFA", "used cooking oil"))
    13.9 gCO2e/MJ
    >>> print(life_cycle_value("ATJ ethanol", "miscanthus integrated", "USA"))
    -14.3 gCO2e/MJ
    """
    if part not in ("total", "core", "iluc"):
        raise GreenportError(f'part of {part!r} is unknown; give "total", "core" or "iluc"')
    known = editions(as_of)
    asked = None if edition is None else canonical(edition, "edition", known[-1])
    if asked is not None and asked not in known:
        raise DataError(f"no edition {edition!r} in table corsia; known: {', '.join(known)}")
    wanted = known if asked is None else [asked]
    rows = {row for row in _pathways() if row[3] in wanted}
    process = _one_of("pathway", pathway, {row[0] for row in rows})
    rows = {row for row in rows if row[0] == process}
    stock = _one_of("feedstock", feedstock, {row[1] for row in rows})
    rows = {row for row in rows if row[1] == stock}
    place = _one_of("region", region, {row[2] for row in rows})
    newest = max(row[3] for row in rows if row[2] == place)
    return data.datum(f"corsia:{process}:{stock}:{place}:{newest}:{part}").value


@expects(non_biogenic=SHARE)
def municipal_waste_value(non_biogenic: Quantity | float, as_of: data.AsOf = None) -> Quantity:
    """Life cycle value of Fischer-Tropsch fuel from municipal waste: ``5.2 + 170.5 · fossil share``.

    Parameters
    ----------
    non_biogenic : Quantity or float
        Share of the carbon that is not biogenic.

    Examples
    --------
    >>> print(municipal_waste_value(Q_("10 %")))
    22.25 gCO2e/MJ
    """
    base = data.set_by_law("corsia:municipal_waste:base", FIRST_YEAR, as_of)
    return base + non_biogenic * data.set_by_law("corsia:municipal_waste:fossil", FIRST_YEAR, as_of)


@expects(life_cycle_value=INTENSITY)
def saving(life_cycle_value: Quantity, fuel: FossilFuel = "jet", as_of: data.AsOf = None) -> Quantity:
    """Saving against the baseline: ``1 - LS / LC``, in per cent.

    Raises
    ------
    GreenportError
        If the value is out of all proportion to the baseline.

    Examples
    --------
    >>> print(f"{saving(Q_('13.9 gCO2e/MJ')):.1f}")
    84.4 %
    """
    ratio = (life_cycle_value / baseline(fuel, as_of)).to("")
    if np.any(np.abs(ratio.m) > SENSELESS):
        grams = np.ravel(life_cycle_value.m_as("gCO2e/MJ"))
        furthest = Q_(float(grams[np.argmax(np.abs(grams))]), "gCO2e/MJ")
        raise GreenportError(
            f"life_cycle_value of {furthest:.6g} is more than {SENSELESS} times the baseline of "
            f'{baseline(fuel, as_of)}; look at its unit, and give e.g. "13.9 gCO2e/MJ"'
        )
    return (1 - ratio).to("%")


@expects(life_cycle_value=INTENSITY)
def eligible(life_cycle_value: Quantity, fuel: FossilFuel = "jet", as_of: data.AsOf = None) -> Any:
    """Whether a fuel saves the 10 % that an eligible fuel must.

    The other sustainability criteria are not judged here.

    Returns
    -------
    bool or numpy.ndarray
        An array for an array.

    Examples
    --------
    >>> eligible(Q_("80.1 gCO2e/MJ")), eligible(Q_("80.2 gCO2e/MJ"))
    (True, False)
    """
    least = 1 - data.set_by_law("corsia:eligible", FIRST_YEAR, as_of).m_as("")
    found = np.asarray(saving(life_cycle_value, fuel, as_of).m_as("") >= least - 1e-11)
    return found if found.ndim else bool(found)


@expects(mass=MASS, life_cycle_value=INTENSITY)
def emissions_reduction(
    mass: Quantity, life_cycle_value: Quantity, fuel: FossilFuel = "jet", as_of: data.AsOf = None
) -> Quantity:
    """Reduction that a batch is claimed for: ``FCF · MS · (1 - LS / LC)`` (3.3.1).

    Parameters
    ----------
    mass : Quantity
        Of the *neat* fuel, not of the blend; an array gives one for each batch.
    life_cycle_value : Quantity
        Default or certified, below zero too.
    fuel : str
        Fossil fuel replaced: ``"jet"`` (Jet A, Jet A-1), ``"jet_b"`` or ``"aviation_gasoline"``.
    as_of
        Date at which the rule is read.

    Returns
    -------
    Quantity
        In tCO2e (of CO2 as CORSIA counts it); nothing, not a debit, for a fuel that is not eligible.

    Raises
    ------
    GreenportError
        If the life cycle value is out of all proportion to the baseline.

    Examples
    --------
    >>> print(f"{emissions_reduction(Q_('1000 t'), Q_('13.9 gCO2e/MJ')):.2f}")
    2666.47 tCO2e
    """
    factor = data.set_by_law(f"corsia:conversion:{_fossil(fuel)}", FIRST_YEAR, as_of)
    saved = saving(life_cycle_value, fuel, as_of).m_as("")
    counted = np.where(eligible(life_cycle_value, fuel, as_of), saved, 0.0)
    return (factor * mass * Q_(counted[()])).to("tCO2e")


@expects(mass=MASS)
def emissions(mass: Quantity, fuel: FossilFuel = "jet", as_of: data.AsOf = None) -> Quantity:
    """CO2 of fuel burnt, sustainable fuel counted like fossil fuel: ``FCF · M``, in tCO2e.

    Examples
    --------
    >>> print(emissions(Q_("1000 t")))
    3160 tCO2e
    """
    return (data.set_by_law(f"corsia:conversion:{_fossil(fuel)}", FIRST_YEAR, as_of) * mass).to("tCO2e")


def baseline(fuel: FossilFuel = "jet", as_of: data.AsOf = None) -> Quantity:
    """Life cycle intensity of the fossil fuel.

    >>> print(baseline(), baseline("aviation_gasoline"), sep=", ")
    89 gCO2e/MJ, 95 gCO2e/MJ
    """
    return data.set_by_law(f"corsia:baseline:{_fossil(fuel)}", FIRST_YEAR, as_of)


def _fossil(fuel: str) -> str:
    if fuel not in FOSSIL:
        raise GreenportError(f"fuel of {fuel!r} is unknown; give one of {', '.join(FOSSIL)}")
    return fuel


def _begun(edition: str) -> date:
    """First day of the month of an edition."""
    year, month = edition.split("_")
    return date(int(year), int(month), 1)


def _date(as_of: date | str) -> date:
    try:
        return as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    except (TypeError, ValueError):
        raise DataError(f'as_of {as_of!r} is not a date; give e.g. "2026-11-24"') from None


def _one_of(what: str, name: str, known: set[str]) -> str:
    found = canonical(name, what, sorted(known)[0])
    if found not in known:
        hint = data.near(found, sorted(known)) or f"; known: {', '.join(sorted(known))}"
        raise DataError(f"no {what} {name!r} in table corsia{hint}")
    return found


@cache
def _pathways() -> frozenset[tuple[str, str, str, str]]:
    rows = (key.split(":") for key in data.keys("corsia"))
    return frozenset((row[0], row[1], row[2], row[3]) for row in rows)
