"""A marine fuel as a regime counts it: heating value, emissions well to tank, gases burnt, slip.

The defaults of the regimes stand in table `emission_factors`, keyed ``fuel:part:regime``. What is not in
a regime's table, such as a certified biofuel or a fuel of non-biological origin, is built from its
certificate. Factors of two regimes must not be mixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from greenport import data
from greenport.emissions.lifecycle import tank_to_wake
from greenport.errors import DataError, GreenportError
from greenport.units import CARBON_FACTOR, HEATING_VALUE, INTENSITY, Q_, SHARE, Quantity, expects

Kind = Literal["fossil", "biofuel", "rfnbo", "recycled_carbon", "stated"]
KINDS = ("fossil", "biofuel", "rfnbo", "recycled_carbon", "stated")
NONE = Q_(0.0)


@dataclass(frozen=True)
class MarineFuel:
    """A fuel as a regime counts it.

    Parameters
    ----------
    name
        Of the fuel.
    lhv
        Lower heating value of the regime [energy/mass].
    well_to_tank
        Intensity from well to tank [ghg/energy].
    carbon_dioxide
        CO2 per mass of fuel burnt [ghg/mass].
    methane, nitrous_oxide
        Mass of the gas per mass of fuel burnt.
    slip
        Share of the fuel's mass that leaves the engine unburnt.
    kind
        What it counts as: fossil, biofuel, rfnbo (renewable fuel of non-biological origin),
        recycled_carbon, or stated (an intensity given as a whole).
    """

    name: str
    lhv: Quantity
    well_to_tank: Quantity
    carbon_dioxide: Quantity
    methane: Quantity = NONE
    nitrous_oxide: Quantity = NONE
    slip: Quantity = NONE
    kind: Kind = "fossil"

    def tank_to_wake(self, assessment: str, horizon: int = 100) -> Quantity:
        """Intensity of burning it, with a set of warming potentials [ghg/energy]."""
        return tank_to_wake(
            self.lhv,
            self.carbon_dioxide,
            self.methane,
            self.nitrous_oxide,
            self.slip,
            assessment=assessment,
            horizon=horizon,
        )

    def well_to_wake(self, assessment: str, horizon: int = 100) -> Quantity:
        """Intensity over its whole life [ghg/energy]: ``WtT + TtW``.

        >>> print(f"{regime_fuel('HFO', 'fueleu').well_to_wake('AR4'):.4f}")
        91.7442 gCO2e/MJ
        """
        return (self.well_to_tank + self.tank_to_wake(assessment, horizon)).to("gCO2e/MJ")

    @property
    def renewable(self) -> bool:
        """Whether it comes from renewable or recycled carbon, so that its CO2 may count as nothing."""
        return self.kind in ("biofuel", "rfnbo", "recycled_carbon")


def names(regime: str) -> list[str]:
    """Fuels of a regime's own table.

    >>> names("mepc364")[:3]
    ['ethane', 'ethanol', 'hfo']
    """
    return sorted({fuel for fuel, _, of, _ in _rows() if of == regime})


def converters(fuel: str, regime: str) -> list[str]:
    """Engines among which one must be named, because fuel slips through them unburnt.

    >>> converters("lng", "fueleu")
    ['diesel_slow_speed', 'lean_burn', 'otto_medium_speed', 'otto_slow_speed']
    """
    return sorted(engine for name, part, of, engine in _rows() if (name, part, of) == (fuel, "slip", regime))


def regime_fuel(name: str, regime: str, converter: str | None = None) -> MarineFuel:
    """Look up a fuel in a regime's own table.

    Parameters
    ----------
    name : str
        In upper or lower case, e.g. ``"HFO"`` or ``"methanol grey"``.
    regime : str
        ``"fueleu"`` (Annex II of Regulation (EU) 2023/1805, fossil fuels), ``"imo_lca"`` (MEPC.391(81)),
        or ``"mepc364"`` (CO2 and heating values of the EEDI and CII, without a part from well to tank).
    converter : str, optional
        Engine, due where the fuel slips: see `converters`.

    Raises
    ------
    DataError
        If the regime has no such fuel (with near matches), a converter is missing or unknown, or the
        fuel has none.

    Examples
    --------
    >>> regime_fuel("LNG", "fueleu", "otto_medium_speed").slip
    <Quantity(3.1, '%')>
    """
    fuel = canonical(name)
    known = [
        each for each in names(regime) if f"{each}:well_to_tank:{regime}" in _keys() or regime == "mepc364"
    ]
    if fuel not in known:
        regimes = sorted({of for _, _, of, _ in _rows()})
        if regime not in regimes:
            raise DataError(f"no regime {regime!r} in table emission_factors; known: {', '.join(regimes)}")
        hint = data.near(fuel, known) or f"; known: {', '.join(known)}"
        raise DataError(f"no fuel {name!r} under {regime} in table emission_factors{hint}")

    def part(of: str) -> Quantity:
        key = f"{fuel}:{of}:{regime}"
        return data.datum(f"emission_factors:{key}").value if key in _keys() else NONE

    slip = slip_of(fuel, regime, converter)
    well_to_tank = part("well_to_tank") if f"{fuel}:well_to_tank:{regime}" in _keys() else Q_(0.0, "gCO2e/MJ")
    return MarineFuel(
        fuel, part("lhv"), well_to_tank, part("carbon_dioxide"), part("methane"), part("nitrous_oxide"), slip
    )


def slip_of(fuel: str, regime: str, converter: str | None) -> Quantity:
    """Share of a fuel that slips through an engine.

    Raises
    ------
    DataError
        If the engine is missing or unknown, or the fuel slips through none.
    """
    engines = converters(fuel, regime)
    if not engines:
        if converter is not None:
            raise DataError(f"{fuel} does not slip under {regime}; leave the converter {converter!r} out")
        return NONE
    if converter is None:
        raise DataError(f"{fuel} slips unburnt; name its converter, one of {', '.join(engines)}")
    engine = canonical(converter)
    if engine not in engines:
        hint = data.near(engine, engines) or f"; known: {', '.join(engines)}"
        raise DataError(f"no converter {converter!r} of {fuel} under {regime}{hint}")
    return data.datum(f"emission_factors:{fuel}:slip:{regime}:{engine}").value


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
    rival: str | None = None,
) -> MarineFuel:
    """Build a biofuel from its certificate, as FuelEU counts it.

    ``WtT = E - CO2 / LHV`` (Annex I to Regulation (EU) 2023/1805), so that the carbon cancels and CH4,
    N2O and slip remain. Without a certificate, or from food or feed crops, it counts as the least
    favourable fossil pathway of its type, which must be named (Article 10).

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
    rival : str, optional
        Fossil fuel of its type, e.g. ``"hfo"``.

    Raises
    ------
    GreenportError
        If the rival is due and missing.

    Examples
    --------
    >>> print(f"{biofuel('fame', Q_('14.9 gCO2e/MJ')).well_to_wake('AR4'):.4f}")
    16.3755 gCO2e/MJ
    """
    made = _burning(name, converter, lhv, carbon_dioxide, methane, nitrous_oxide, kind="biofuel")
    if not certified or food_or_feed:
        why = "comes from food or feed crops" if food_or_feed else "is not certified"
        return _as_fossil(made, rival, why)
    return _with_well_to_tank(made, intensity - made.carbon_dioxide / made.lhv)


@expects(
    intensity=INTENSITY,
    combustion=INTENSITY,
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
    Whether eu holds CH4 and N2O beside CO2 decides on some grams, so it must be given. A fuel that saves
    less than 70 % counts as its fossil rival.

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
    GreenportError
        If it saves too little and no rival is named.

    Examples
    --------
    >>> fuel = rfnbo("methanol", Q_("10 gCO2e/MJ"), Q_("69.0955 gCO2e/MJ"))
    >>> print(f"{fuel.well_to_wake('AR4'):.4f}")
    12.7583 gCO2e/MJ
    """
    kind: Kind = "recycled_carbon" if recycled_carbon else "rfnbo"
    made = _burning(name, converter, lhv, carbon_dioxide, methane, nitrous_oxide, kind=kind)
    comparator = data.datum("emission_factors:comparator:well_to_wake:red").value
    saving = data.set_by_law("fueleu:rfnbo_saving", 2025, as_of)
    if np.any(intensity > (1 - saving) * comparator):
        return _as_fossil(made, rival, f"saves less than {saving} of {comparator}")
    return _with_well_to_tank(made, intensity - combustion)


@expects(lhv=HEATING_VALUE, well_to_wake=INTENSITY)
def stated(name: str, lhv: Quantity, well_to_wake: Quantity, *, kind: Kind = "stated") -> MarineFuel:
    """Build a fuel whose intensity is stated as a whole, well to wake.

    Parameters
    ----------
    name : str
        For messages.
    lhv, well_to_wake : Quantity
        As stated.
    kind : str
        What it counts as; ``"rfnbo"`` has the reward of the law.

    Examples
    --------
    >>> fuel = stated("e-methanol", Q_("20 GJ/t"), Q_("84.8 gCO2e/MJ"), kind="rfnbo")
    >>> print(fuel.well_to_wake("AR4"))
    84.8 gCO2e/MJ
    """
    if kind not in KINDS:
        raise GreenportError(f"kind of {kind!r} is unknown; give one of {', '.join(KINDS)}")
    return MarineFuel(canonical(name), lhv, well_to_wake, Q_(0.0, "tCO2e/t"), kind=kind)


def canonical(name: str) -> str:
    """Name as the tables write it.

    >>> canonical("Methanol grey"), canonical("LNG")
    ('methanol_grey', 'lng')
    """
    if not isinstance(name, str):
        raise DataError(f'fuel or converter of {name!r} is not a name; give e.g. "HFO"')
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


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
    missing = [p for p, value in given.items() if value is None and f"{fuel}:{p}:fueleu" not in _keys()]
    if missing:
        known = [each for each in names("fueleu") if f"{each}:carbon_dioxide:fueleu" in _keys()]
        raise DataError(
            f"{name} has no {', '.join(missing)} in table emission_factors; give "
            f"{'it' if len(missing) == 1 else 'them'}, or name a fuel that has{data.near(fuel, known)}"
        )
    values = {
        p: data.datum(f"emission_factors:{fuel}:{p}:fueleu").value if value is None else value
        for p, value in given.items()
    }
    slip = slip_of(fuel, "fueleu", converter)
    return MarineFuel(fuel, well_to_tank=Q_(0.0, "gCO2e/MJ"), slip=slip, kind=kind, **values)


def _with_well_to_tank(fuel: MarineFuel, well_to_tank: Quantity) -> MarineFuel:
    return replace(fuel, well_to_tank=well_to_tank.to("gCO2e/MJ"))


def _as_fossil(fuel: MarineFuel, rival: str | None, why: str) -> MarineFuel:
    """The fuel with the emissions per energy of its fossil rival."""
    if rival is None:
        raise GreenportError(
            f"{fuel.name} {why} and counts as the least favourable fossil pathway of its type; name it, "
            'e.g. rival="hfo"'
        )
    total = regime_fuel(rival, "fueleu").well_to_wake("AR4")
    return MarineFuel(fuel.name, fuel.lhv, total, Q_(0.0, "tCO2e/t"), kind="fossil")


@cache
def _keys() -> frozenset[str]:
    return frozenset(data.keys("emission_factors"))


@cache
def _rows() -> tuple[tuple[str, str, str, str], ...]:
    """Fuel, part, regime and converter of every row that a regime gives for a fuel."""

    def split() -> Iterator[tuple[str, str, str, str]]:
        for key in sorted(_keys()):
            fuel, part, *rest = key.split(":")
            if rest and part != "well_to_wake":
                yield fuel, part, rest[0], rest[1] if len(rest) > 1 else ""

    return tuple(split())
