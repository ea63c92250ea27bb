"""Emissions trading of the European Union: Directive 2003/87/EC, for ships and for aircraft.

From 2026 on ships count methane, nitrous oxide and what slips, with the warming potentials of the fifth
assessment report; before, CO2 alone. Factors are those of Annex II to FuelEU Maritime.
"""

from __future__ import annotations

from greenport import data
from greenport.emissions.consumption import EMITTED, Consumption, Use, read
from greenport.emissions.factors import MarineFuel
from greenport.emissions.lifecycle import warming_potential
from greenport.errors import GreenportError
from greenport.units import MASS, Q_, SHARE, Dimension, Quantity, expects

ASSESSMENT = "AR5"
PRICE = Dimension("price of allowances", "[money]/[ghg]", "80 EUR/tCO2e", "not negative")
NOTHING = Q_(0.0, "tCO2e")
EVERYTHING = Q_(1.0)
TONNE = Q_(1.0, "t")
NO_FUEL = Q_(0.0, "t")


def fuel_factor(
    fuel: str | MarineFuel, year: data.Year, converter: str | None = None, as_of: data.AsOf = None
) -> Quantity:
    """Emissions per mass of fuel, as a ship counts them in a year.

    ``CO2`` until 2025; from 2026 ``(1 - s) (CO2 + 28 CH4 + 265 N2O) + 28 s``. The CO2 of a biofuel, of a
    fuel of non-biological origin and of recycled carbon counts as nothing.

    Parameters
    ----------
    fuel : str or MarineFuel
        A name of FuelEU's table, or a fuel built from its certificate.
    year : int
        Calendar year of the emission, or an array of them.
    converter : str, optional
        Engine, due where the fuel slips.

    Returns
    -------
    Quantity
        In tCO2e/t.

    Raises
    ------
    DataError
        If the fuel is unknown, or ships need no allowances in the year.
    GreenportError
        If the fuel already has its converter, is of another regime, or is known as a total alone.

    Examples
    --------
    >>> print(f"{fuel_factor('HFO', 2026):.4f}", f"{fuel_factor('HFO', 2025):.3f}", sep=", ")
    3.1631 tCO2e/t, 3.114 tCO2e/t
    """
    (use,) = read([(fuel, TONNE) if converter is None else (fuel, TONNE, converter)], "fueleu")
    return _factor(use.fuel, year, as_of)


def emissions(consumption: Consumption, year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Emissions of a consumption, as a ship counts them in a year, in tCO2e.

    Examples
    --------
    >>> print(f"{emissions([('HFO', Q_('1500 t'))], 2026):.2f}")
    4744.65 tCO2e
    """
    return _sum(read(consumption, "fueleu", year=year), year, as_of)


@expects(intra=EMITTED, berth=EMITTED, extra=EMITTED)
def maritime_allowances(
    intra: Quantity | None = None,
    berth: Quantity | None = None,
    extra: Quantity | None = None,
    *,
    year: data.Year,
    as_of: data.AsOf = None,
) -> Quantity:
    """Allowances that a company surrenders for a year: ``phi (intra + berth + extra / 2)``.

    Parameters
    ----------
    intra, berth, extra : Quantity, optional
        Emissions of voyages within the Union, at berth, and of voyages to or from other ports.
    year : int
        Year of the emission; 40 % of 2024, 70 % of 2025 and all from 2026 on need allowances.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In tCO2e, an allowance each.

    Raises
    ------
    GreenportError
        If no emissions are given.

    Examples
    --------
    >>> emitted = {"intra": Q_("9000 tCO2e"), "berth": Q_("7000 tCO2e"), "extra": Q_("4000 tCO2e")}
    >>> print(maritime_allowances(**emitted, year=2024))
    7200 tCO2e
    """
    counted = in_scope(intra, berth, extra, year=year, as_of=as_of)
    return (data.set_by_law("ets:phase_in", year, as_of) * counted).to("tCO2e")


@expects(intra=EMITTED, berth=EMITTED, extra=EMITTED)
def in_scope(
    intra: Quantity | None = None,
    berth: Quantity | None = None,
    extra: Quantity | None = None,
    *,
    year: data.Year,
    as_of: data.AsOf = None,
) -> Quantity:
    """Emissions in scope before the phase-in: all within the Union and at berth, half to or from others.

    Examples
    --------
    >>> print(in_scope(extra=Q_("4000 tCO2e"), year=2026))
    2000 tCO2e
    """
    half = data.set_by_law("ets:extra_eu", year, as_of)
    parts = ((EVERYTHING, intra), (EVERYTHING, berth), (half, extra))
    counted = [share * emitted for share, emitted in parts if emitted is not None]
    if not counted:
        raise GreenportError(
            'emissions in scope: none are given; intra, berth or extra is due, e.g. intra=Q_("9000 tCO2e")'
        )
    return sum(counted, NOTHING).to("tCO2e")


@expects(price=PRICE, intra_eu_share=SHARE)
def maritime_cost(
    consumption: Consumption,
    year: data.Year,
    price: Quantity,
    intra_eu_share: Quantity | float = EVERYTHING,
    *,
    as_of: data.AsOf = None,
) -> Quantity:
    """Cost of the allowances of a consumption.

    Parameters
    ----------
    consumption : list
        Fuels with their masses, as in `greenport.emissions.consumption`.
    year : int
        Year of the emission.
    price : Quantity
        Of an allowance.
    intra_eu_share : Quantity or float
        Share burnt within the Union and at berth; of the rest, to or from other ports, half counts.

    Returns
    -------
    Quantity
        Money.

    Examples
    --------
    >>> print(maritime_cost([("HFO", Q_("10000 t"))], 2025, Q_("71 EUR/tCO2e")))
    1547658 EUR
    """
    uses = read(consumption, "fueleu", year=year, price=price, intra_eu_share=intra_eu_share)
    emitted = _sum(uses, year, as_of)
    inside, outside = intra_eu_share * emitted, (1 - intra_eu_share) * emitted
    return Q_((price * maritime_allowances(inside, extra=outside, year=year, as_of=as_of)).to_reduced_units())


@expects(missing=EMITTED)
def missing_allowances(missing: Quantity, year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Penalty for allowances not surrendered, before indexation; they must still be surrendered.

    Examples
    --------
    >>> print(missing_allowances(Q_("50 tCO2e"), 2026))
    5000 EUR
    """
    return (data.set_by_law("ets:missing", year, as_of) * missing).to("EUR")


@expects(jet=MASS, sustainable=MASS)
def aviation_emissions(
    jet: Quantity, sustainable: Quantity = NO_FUEL, *, year: data.Year, as_of: data.AsOf = None
) -> Quantity:
    """Emissions of flights in scope: jet fuel by its factor; fuel that meets the criteria counts as nothing.

    Parameters
    ----------
    jet : Quantity
        Fossil jet fuel.
    sustainable : Quantity
        Neat sustainable fuel; it is named to be counted nowhere else.
    year : int
        Calendar year.

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(aviation_emissions(Q_("1000 t"), Q_("50 t"), year=2025))
    3160 tCO2e
    """
    return (data.set_by_law("ets:jet", year, as_of) * jet + Q_(0.0, "tCO2e/t") * sustainable).to("tCO2e")


@expects(mass=MASS)
def gas(mass: Quantity, name: str) -> Quantity:
    """CO2 equivalent of a mass of ``"methane"`` or ``"nitrous_oxide"``, in tCO2e.

    Examples
    --------
    >>> print(gas(Q_("1 t"), "nitrous_oxide"))
    265 tCO2e
    """
    return (mass * warming_potential(name, ASSESSMENT)).to("tCO2e")


def _factor(fuel: MarineFuel, year: data.Year, as_of: data.AsOf) -> Quantity:
    fuel.require_gases()
    carbon = 0 * fuel.carbon_dioxide if fuel.renewable else fuel.carbon_dioxide
    methane, nitrous = (warming_potential(name, ASSESSMENT) for name in ("methane", "nitrous_oxide"))
    burnt = carbon + fuel.methane * methane + fuel.nitrous_oxide * nitrous
    whole = (1 - fuel.slip) * burnt + fuel.slip * methane
    counted = data.set_by_law("ets:other_gases", year, as_of)  # 0 until the other gases count, then 1
    return ((1 - counted) * carbon + counted * whole).to("tCO2e/t")


def _sum(uses: tuple[Use, ...], year: data.Year, as_of: data.AsOf) -> Quantity:
    total = NOTHING
    for use in uses:
        total = total + use.mass * _factor(use.fuel, year, as_of)
    return total.to("tCO2e")
