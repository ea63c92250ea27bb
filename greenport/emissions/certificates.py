"""Fuels that no table of a regime holds, built from their certificates as FuelEU Maritime counts them.

Annexes I and II and Article 10 of Regulation (EU) 2023/1805. A fuel that does not meet the criteria counts
as its fossil rival per unit of energy, and its CO2 in full under emissions trading; its own gases are kept.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from greenport import data
from greenport.emissions import red
from greenport.emissions.factors import (
    KINDS,
    NONE,
    Kind,
    MarineFuel,
    canonical,
    converters,
    default,
    fossil_twin,
    names,
    regime_fuel,
    slip_of,
)
from greenport.emissions.lifecycle import potentials
from greenport.errors import DataError, GreenportError
from greenport.units import CARBON_FACTOR, HEATING_VALUE, INTENSITY, Q_, SHARE, Dimension, Quantity, expects

REGIME = "fueleu"
CERTIFIED = Dimension("certified intensity", "[ghg]/[energy]", "10 gCO2e/MJ", "not negative")
# Room for a certificate with a heating value of its own, or with rounded figures.
ROUNDING = 0.01


@expects(
    intensity=INTENSITY, lhv=HEATING_VALUE, carbon_dioxide=CARBON_FACTOR, methane=SHARE, nitrous_oxide=SHARE
)
def biofuel(
    name: str,
    intensity: Quantity,
    converter: str | None = None,
    *,
    lhv: Quantity | None = None,
    carbon_dioxide: Quantity | None = None,
    methane: Quantity | None = None,
    nitrous_oxide: Quantity | None = None,
    certified: bool = True,
    food_or_feed: bool = False,
    plant_year: int | None = None,
    rival: str | None = None,
    as_of: data.AsOf = None,
) -> MarineFuel:
    """Build a biofuel from its certificate, as FuelEU counts it.

    ``WtT = E - CO2 / LHV`` (Annex I to Regulation (EU) 2023/1805), so that the carbon cancels and CH4,
    N2O and slip remain. Without a certificate, with too small a saving (Article 29(10) of Directive (EU)
    2018/2001), or from food or feed crops, it counts as the least favourable fossil pathway of its type
    (Article 10). Fuel from crops that meets the criteria needs no allowances for its CO2 all the same.

    Parameters
    ----------
    name : str
        A fuel with combustion factors in table `emission_factors`, e.g. ``"fame"``, or any name if all
        factors are given.
    intensity : Quantity
        E of the certificate, or the default of Directive (EU) 2018/2001; below zero is allowed.
    converter : str, optional
        Engine, due where the fuel slips.
    lhv, carbon_dioxide, methane, nitrous_oxide : Quantity, optional
        Instead of the table's.
    certified, food_or_feed : bool
        Whether it meets the criteria of Directive (EU) 2018/2001, and whether it comes from such crops.
    plant_year : int, optional
        Year in which its plant began, on which the saving that is due depends; by default a new plant.
    rival : str, optional
        Fossil fuel of its type, e.g. ``"hfo"``: that of the same substance where the annex has one.
    as_of
        Date at which the law is read.

    Raises
    ------
    DataError
        If a factor is neither given nor in the table, or the converter is wrong.
    GreenportError
        If the rival is due and missing, or not the one that the annex has, or if some of several
        intensities save enough and some do not.

    Examples
    --------
    >>> print(f"{biofuel('fame', Q_('14.9 gCO2e/MJ')).well_to_wake('AR4'):.4f}")
    16.3755 gCO2e/MJ
    >>> raw = biofuel("fame", Q_("30 gCO2e/MJ"), food_or_feed=True, rival="hfo")
    >>> print(f"{raw.well_to_wake('AR4'):.4f}")
    91.7442 gCO2e/MJ
    """
    made = _burning(name, converter, lhv, carbon_dioxide, methane, nitrous_oxide, kind="biofuel")
    if not certified:
        return _as_fossil(replace(made, kind="fossil"), rival, converter, "is not certified")
    due = red.threshold("biofuel", plant_year, as_of)
    if not _saves(made, intensity, due, as_of):
        older = "" if plant_year is not None else " (asked of a new plant; give plant_year if it is older)"
        why = f"saves less than {due} of {red.comparator(as_of)}{older}"
        return _as_fossil(replace(made, kind="fossil"), rival, converter, why)
    if food_or_feed:
        return _as_fossil(made, rival, converter, "comes from food or feed crops")
    return replace(made, well_to_tank=biofuel_well_to_tank(intensity, made.carbon_dioxide, made.lhv))


@expects(intensity=INTENSITY, carbon_dioxide=CARBON_FACTOR, lhv=HEATING_VALUE)
def biofuel_well_to_tank(intensity: Quantity, carbon_dioxide: Quantity, lhv: Quantity) -> Quantity:
    """Intensity of a biofuel without its burning: ``E - CO2 / LHV`` (Annex I), in gCO2e/MJ.

    >>> print(f"{biofuel_well_to_tank(Q_('14.9 gCO2e/MJ'), Q_('2.834 tCO2e/t'), Q_('37.2 GJ/t')):.4f}")
    -61.2828 gCO2e/MJ
    """
    return (intensity - carbon_dioxide / lhv).to("gCO2e/MJ")


@expects(
    intensity=CERTIFIED,
    combustion=red.COMBUSTION,
    lhv=HEATING_VALUE,
    carbon_dioxide=CARBON_FACTOR,
    methane=SHARE,
    nitrous_oxide=SHARE,
)
def rfnbo(
    name: str,
    intensity: Quantity,
    combustion: Quantity,
    converter: str | None = None,
    *,
    lhv: Quantity | None = None,
    carbon_dioxide: Quantity | None = None,
    methane: Quantity | None = None,
    nitrous_oxide: Quantity | None = None,
    recycled_carbon: bool = False,
    rival: str | None = None,
    as_of: data.AsOf = None,
) -> MarineFuel:
    """Build a renewable fuel of non-biological origin, or a recycled carbon fuel, from its certificate.

    ``WtT = E - eu``: E by Delegated Regulation (EU) 2023/1185, and eu the term for combustion inside it.
    Whether eu holds CH4 and N2O beside CO2 decides on some grams, so it must be given; it cannot be more
    than burning the fuel gives off. The credit for captured CO2 is at most what the fuel holds, so E is not
    below zero. A fuel that saves less than 70 % counts as its fossil rival.

    Parameters
    ----------
    name : str
        A fuel with combustion factors in table `emission_factors`, e.g. ``"methanol"``, or any name if
        all factors are given.
    intensity, combustion : Quantity
        E and eu of the certificate.
    converter, lhv, carbon_dioxide, methane, nitrous_oxide, rival
        As for `biofuel`.
    recycled_carbon : bool
        Whether it is a recycled carbon fuel, which has no reward.
    as_of
        Date at which the law is read.

    Raises
    ------
    DataError
        If a factor is neither given nor in the table, or the converter is wrong.
    UnitError
        If E or eu is below zero.
    GreenportError
        If eu is more than the fuel gives off, the rival is due and missing or not the one that the annex
        has, or some of several intensities save enough and some do not.

    Examples
    --------
    >>> fuel = rfnbo("methanol", Q_("10 gCO2e/MJ"), Q_("69.0955 gCO2e/MJ"))
    >>> print(f"{fuel.well_to_wake('AR4'):.4f}")
    12.7583 gCO2e/MJ
    """
    kind: Kind = "recycled_carbon" if recycled_carbon else "rfnbo"
    made = _burning(name, converter, lhv, carbon_dioxide, methane, nitrous_oxide, kind=kind)
    burnt = made.tank_to_wake(*potentials(REGIME))
    if np.any(combustion > (1 + ROUNDING) * burnt):
        raise GreenportError(
            f"combustion of {combustion:.6g} is more than burning {made.name} gives off, {burnt:.6g}; give "
            "the term eu of its certificate"
        )
    due = data.set_by_law("fueleu:rfnbo_saving", 2025, as_of)
    if not _saves(made, intensity, due, as_of):
        why = f"saves less than {due} of {red.comparator(as_of)}"
        return _as_fossil(replace(made, kind="fossil"), rival, converter, why)
    return replace(made, well_to_tank=(intensity - combustion).to("gCO2e/MJ"))


@expects(lhv=HEATING_VALUE, well_to_wake=INTENSITY)
def stated(name: str, lhv: Quantity, well_to_wake: Quantity, *, kind: Kind = "stated") -> MarineFuel:
    """Build a fuel whose intensity is stated as a whole, well to wake.

    Rules that ask for the gases it gives off when burnt, such as emissions trading, refuse it.

    Parameters
    ----------
    name : str
        For messages.
    lhv, well_to_wake : Quantity
        As stated.
    kind : str
        What it counts as; ``"rfnbo"`` has the reward of the law.

    Raises
    ------
    GreenportError
        If there is no such kind.

    Examples
    --------
    >>> fuel = stated("e-methanol", Q_("20 GJ/t"), Q_("84.8 gCO2e/MJ"), kind="rfnbo")
    >>> print(fuel.well_to_wake("AR4"))
    84.8 gCO2e/MJ
    """
    if kind not in KINDS:
        raise GreenportError(f"kind of {kind!r} is unknown; give one of {', '.join(KINDS)}")
    named = canonical(name, "name", "e-methanol")
    return MarineFuel(named, lhv, well_to_wake, Q_(0.0, "tCO2e/t"), kind=kind, whole=True)


def _burning(
    name: str,
    converter: str | None,
    lhv: Quantity | None,
    carbon_dioxide: Quantity | None,
    methane: Quantity | None,
    nitrous_oxide: Quantity | None,
    *,
    kind: Kind,
) -> MarineFuel:
    """A fuel without its part from well to tank: the table's combustion factors, or those given."""
    fuel = canonical(name)
    given = {
        "lhv": lhv,
        "carbon_dioxide": carbon_dioxide,
        "methane": methane,
        "nitrous_oxide": nitrous_oxide,
    }
    found = {part: default(fuel, part, REGIME) if value is None else value for part, value in given.items()}
    values = {part: value for part, value in found.items() if value is not None}
    missing = [part for part in found if part not in values]
    if missing:
        hint = data.near(fuel, names(REGIME))
        raise DataError(
            f"{name} has no {', '.join(missing)} in table emission_factors; give what is missing, or name a "
            f"fuel that has it{hint}"
        )
    slip = slip_of(fuel, REGIME, converter) if fuel in names(REGIME) or converter is not None else NONE
    return MarineFuel(
        fuel,
        values["lhv"],
        None,
        values["carbon_dioxide"],
        values["methane"],
        values["nitrous_oxide"],
        slip,
        kind=kind,
        regime=REGIME,
    )


def _saves(fuel: MarineFuel, intensity: Quantity, saving: Quantity, as_of: data.AsOf) -> bool:
    """Whether a fuel, or each of several certificates of it, saves what is due."""
    most = red.highest_intensity(saving, as_of).m_as("gCO2e/MJ")
    enough = np.asarray(intensity.m_as("gCO2e/MJ")) <= most * (1 + 1e-12)
    if np.any(enough) and not np.all(enough):
        raise GreenportError(
            f"{fuel.name}: some intensities save {saving} of {red.comparator(as_of)} and some do not; build "
            "them apart"
        )
    return bool(np.all(enough))


def _as_fossil(fuel: MarineFuel, rival: str | None, converter: str | None, why: str) -> MarineFuel:
    """The fuel with its own gases and, well to wake, the intensity of its fossil rival."""
    twin = fossil_twin(fuel.name, REGIME)
    if rival is None:
        raise GreenportError(
            f"{fuel.name} {why} and counts as the least favourable fossil pathway of its type; name it, "
            f'{"" if twin else "e.g. "}rival="{twin or "hfo"}"'
        )
    chosen = canonical(rival, "rival", "hfo")
    if twin is not None and chosen != twin:
        raise GreenportError(
            f"{fuel.name} {why} and counts as {twin}, the fossil pathway of its type, not as {chosen}; give "
            f'rival="{twin}"'
        )
    engine = converter if converters(chosen, REGIME) else None
    own = potentials(REGIME)
    total = regime_fuel(chosen, REGIME, engine).well_to_wake(*own)
    return replace(fuel, well_to_tank=total - fuel.tank_to_wake(*own))
