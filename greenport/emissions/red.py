"""Renewable Energy Directive: (EU) 2018/2001 as amended by (EU) 2023/2413, and its delegated acts.

Life cycle arithmetic of biofuels (Annex V C) and of renewable fuels of non-biological origin and recycled
carbon fuels (Delegated Regulation (EU) 2023/1185): sums of terms, allocation to co-products, saving.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from greenport import data
from greenport.emissions.delivery import emission_saving
from greenport.emissions.factors import canonical
from greenport.errors import GreenportError
from greenport.units import ENERGY, GHG, HEATING_VALUE, INTENSITY, Q_, Dimension, Quantity, expects, require

Kind = Literal["biofuel", "rfnbo"]
FIRST_YEAR = 2018
ZERO = Q_(0.0, "gCO2e/MJ")
YIELD = Dimension("energy per area and time", "[energy]/[area]/[time]", "50 GJ/ha/yr", "positive")
ANY_ENERGY = Dimension("energy", "[energy]", "25 GJ")
SAVING = Dimension("saving", "dimensionless", "70 %", "share")
PER_AREA = Dimension("emissions per area", "[ghg]/[area]", "100 tCO2e/ha")
COMBUSTION = Dimension("combustion term", "[ghg]/[energy]", "69.1 gCO2e/MJ", "not negative")
CREDIT = Dimension("credit", "[ghg]/[energy]", "5 gCO2e/MJ", "not negative")
TEMPERATURE = Dimension("temperature", "[temperature]", "423.15 K", "positive")


@expects(
    cultivation=INTENSITY,
    land_use=INTENSITY,
    processing=INTENSITY,
    transport=INTENSITY,
    use=COMBUSTION,
    soil_carbon=INTENSITY,
    captured=CREDIT,
    replaced=CREDIT,
)
def biofuel_intensity(
    *,
    cultivation: Quantity = ZERO,
    land_use: Quantity = ZERO,
    processing: Quantity = ZERO,
    transport: Quantity = ZERO,
    use: Quantity = ZERO,
    soil_carbon: Quantity = ZERO,
    captured: Quantity = ZERO,
    replaced: Quantity = ZERO,
) -> Quantity:
    """Emissions of a biofuel: ``E = eec + el + ep + etd + eu - esca - eccs - eccr`` (Annex V C(1)).

    Parameters
    ----------
    cultivation, land_use, processing, transport, use : Quantity
        eec, el (spread over 20 years), ep, etd and eu; the CO2 of burning a biofuel counts as nothing in eu.
    soil_carbon, captured, replaced : Quantity
        esca, eccs and eccr, which are taken off.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Examples
    --------
    >>> print(biofuel_intensity(processing=Q_("9.3 gCO2e/MJ"), transport=Q_("1.9 gCO2e/MJ")))
    11.2 gCO2e/MJ
    """
    added = cultivation + land_use + processing + transport + use
    return (added - soil_carbon - captured - replaced).to("gCO2e/MJ")


@expects(
    elastic=INTENSITY,
    rigid=INTENSITY,
    existing_use=CREDIT,
    processing=INTENSITY,
    transport=INTENSITY,
    use=COMBUSTION,
    captured=CREDIT,
)
def rfnbo_intensity(
    *,
    elastic: Quantity = ZERO,
    rigid: Quantity = ZERO,
    existing_use: Quantity = ZERO,
    processing: Quantity = ZERO,
    transport: Quantity = ZERO,
    use: Quantity = ZERO,
    captured: Quantity = ZERO,
) -> Quantity:
    """Emissions of a fuel of non-biological origin: ``E = ei + ep + etd + eu - eccs``.

    ``ei = ei_elastic + ei_rigid - e_ex-use`` (annex to Delegated Regulation (EU) 2023/1185).

    Parameters
    ----------
    elastic, rigid : Quantity
        Of inputs whose supply can grow, and of inputs taken from another use.
    existing_use : Quantity
        Emissions that the inputs would have caused otherwise, e.g. captured CO2.
    processing, transport, use, captured : Quantity
        ep, etd, eu (the burnt carbon counts) and eccs.

    Returns
    -------
    Quantity
        In gCO2e/MJ; the same for all such output of one process.

    Examples
    --------
    >>> carbon = Q_("69.1 gCO2e/MJ")
    >>> print(rfnbo_intensity(elastic=Q_("5 gCO2e/MJ"), existing_use=carbon, use=carbon))
    5 gCO2e/MJ
    """
    return (elastic + rigid - existing_use + processing + transport + use - captured).to("gCO2e/MJ")


@expects(stock_change=PER_AREA, yearly_energy=YIELD)
def land_use_change(
    stock_change: Quantity,
    yearly_energy: Quantity,
    *,
    restored_land: bool = False,
    as_of: data.AsOf = None,
) -> Quantity:
    """Term el: loss of carbon stock over 20 years and the energy grown, less a bonus (Annex V C(7)).

    Parameters
    ----------
    stock_change : Quantity
        CO2 of the carbon stock lost, per area.
    yearly_energy : Quantity
        Energy of fuel per area and year [energy/area/time].
    restored_land : bool
        Whether the biomass comes from restored degraded land, with a bonus of 29 gCO2e/MJ.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Examples
    --------
    >>> print(land_use_change(Q_("100 tCO2e/ha"), Q_("50 GJ/ha/yr")))
    100 gCO2e/MJ
    """
    years = data.set_by_law("red:land_years", FIRST_YEAR, as_of)
    bonus = data.set_by_law("red:land_bonus", FIRST_YEAR, as_of) if restored_land else ZERO
    return (stock_change / years / yearly_energy).to("gCO2e/MJ") - bonus


@expects(fuel=ENERGY)
def allocation_factor(fuel: Quantity, *coproducts: Quantity) -> Quantity:
    """Share of a process's emissions that falls on the fuel: its energy over that of all products.

    Energies on the lower heating value of the wet product (Annex V C(17) and (18)); a co-product of
    negative energy counts as nothing, as the annex says.

    Parameters
    ----------
    fuel : Quantity
        Energy of the fuel.
    *coproducts : Quantity
        Energies of the co-products; heat goes in weighted with its `carnot_factor`.

    Returns
    -------
    Quantity
        A plain ratio.

    Examples
    --------
    >>> print(allocation_factor(Q_("100 GJ"), Q_("25 GJ")))
    0.8
    """
    total = fuel
    for number, energy in enumerate(coproducts, start=1):
        checked = require(f"co-product {number}", energy, ANY_ENERGY)
        total = total + Q_(np.maximum(0.0, np.asarray(checked.m))[()], checked.units)
    if np.any(np.asarray(total.m) == 0):
        raise GreenportError("allocation: the products hold no energy; give the fuel's above zero")
    return (fuel / total).to("")


@expects(emissions=GHG, fuel=ENERGY)
def allocated_intensity(emissions: Quantity, fuel: Quantity, *coproducts: Quantity) -> Quantity:
    """Emissions of a process per energy of its fuel, after allocation by energy.

    Examples
    --------
    >>> print(allocated_intensity(Q_("2 tCO2e"), Q_("100 GJ"), Q_("25 GJ")))
    16 gCO2e/MJ
    """
    return (allocation_factor(fuel, *coproducts) * emissions / fuel).to("gCO2e/MJ")


@expects(heat=TEMPERATURE, surroundings=TEMPERATURE)
def carnot_factor(heat: Quantity, surroundings: Quantity) -> Quantity:
    """Share of work in heat: ``(T - T0) / T``, by which heat enters an allocation (Annex V C(16)).

    Parameters
    ----------
    heat, surroundings : Quantity
        Temperatures in K or °C, that of the heat the higher one.

    Examples
    --------
    >>> print(f"{carnot_factor(Q_('423.15 K'), Q_('273.15 K')):.4f}")
    0.3545
    """
    hot, cold = heat.m_as("K"), surroundings.m_as("K")
    if np.any(hot < cold):
        raise GreenportError(
            f"heat of {heat} is colder than its surroundings of {surroundings}; it does no work"
        )
    return Q_((hot - cold) / hot)


@expects(intensity=INTENSITY)
def saving(intensity: Quantity, as_of: data.AsOf = None) -> Quantity:
    """Saving against the fossil comparator of 94 gCO2e/MJ, in per cent (Annex V C(19)).

    Examples
    --------
    >>> print(f"{saving(Q_('14.1 gCO2e/MJ')):.1f}")
    85.0 %
    """
    return emission_saving(intensity, comparator(as_of))


def comparator(as_of: data.AsOf = None) -> Quantity:
    """Fossil comparator for transport.

    >>> print(comparator())
    94 gCO2e/MJ
    """
    return data.set_by_law("red:comparator", FIRST_YEAR, as_of)


def threshold(kind: Kind, plant_year: int | None = None, as_of: data.AsOf = None) -> Quantity:
    """Least saving that a fuel must reach, by the year in which its plant began.

    Parameters
    ----------
    kind : str
        ``"biofuel"``, or ``"rfnbo"`` for fuels of non-biological origin and recycled carbon fuels.
    plant_year : int, optional
        Year in which the plant began operation; plants of the autumn of 2015 count as of 2016. By default
        the newest plants, of which most is asked.

    Examples
    --------
    >>> print(threshold("biofuel", 2018), threshold("biofuel"), threshold("rfnbo"), sep=", ")
    60 %, 65 %, 70 %
    """
    if kind not in ("biofuel", "rfnbo"):
        raise GreenportError(f'kind of {kind!r} is unknown; give "biofuel" or "rfnbo"')
    key = f"red:saving:{kind}"
    newest = max(step.from_year for step in data.clauses(key))
    return data.set_by_law(key, newest if plant_year is None else plant_year, as_of)


@expects(intensity=INTENSITY)
def complies(intensity: Quantity, kind: Kind, plant_year: int, as_of: data.AsOf = None) -> bool:
    """Whether a fuel saves as much as it must.

    >>> complies(Q_("28.2 gCO2e/MJ"), "rfnbo", 2024)
    True
    """
    limit = highest_intensity(threshold(kind, plant_year, as_of), as_of)
    return bool(np.all(intensity.m_as("gCO2e/MJ") <= limit.m_as("gCO2e/MJ") + 1e-9))


@expects(saving=SAVING)
def highest_intensity(saving: Quantity, as_of: data.AsOf = None) -> Quantity:
    """Highest intensity with a saving: ``(1 - saving) · comparator``.

    >>> print(f"{highest_intensity(Q_('70 %')):.1f}")
    28.2 gCO2e/MJ
    """
    return ((1 - saving) * comparator(as_of)).to("gCO2e/MJ")


@expects(intensity=INTENSITY, lhv=HEATING_VALUE)
def per_mass(intensity: Quantity, lhv: Quantity) -> Quantity:
    """Intensity per mass of fuel, e.g. of hydrogen, in tCO2e/t.

    >>> print(f"{per_mass(Q_('28.2 gCO2e/MJ'), Q_('120 MJ/kg')):.3f}")
    3.384 tCO2e/t
    """
    return (intensity * lhv).to("tCO2e/t")


def default_intensity(fuel: str, *, typical: bool = False, as_of: data.AsOf = None) -> Quantity:
    """Default (or typical) total of Annex V.

    Parameters
    ----------
    fuel : str
        E.g. ``"waste oil HVO"``; an unknown one is answered with near matches.

    Examples
    --------
    >>> print(default_intensity("waste oil FAME"))
    14.9 gCO2e/MJ
    """
    name = canonical(fuel, example="waste oil HVO")
    return data.set_by_law(f"red:{'typical' if typical else 'default'}:{name}", FIRST_YEAR, as_of)
