"""A marine fuel as a regime counts it: heating value, emissions well to tank, gases burnt, slip.

The defaults of the regimes stand in table `emission_factors`, keyed ``fuel:part:regime``. What is not in
a regime's table is built from its certificate: see `greenport.emissions.certificates`. Factors of two
regimes must not be mixed, so a fuel knows its regime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, get_args

from greenport import data
from greenport.emissions.lifecycle import tank_to_wake
from greenport.errors import DataError, GreenportError
from greenport.units import CARBON_FACTOR, HEATING_VALUE, INTENSITY, Q_, SHARE, Quantity, require

Kind = Literal["fossil", "biofuel", "rfnbo", "recycled_carbon", "stated"]
KINDS: tuple[str, ...] = get_args(Kind)
NONE = Q_(0.0)
DIMENSIONS = {
    "lhv": HEATING_VALUE,
    "well_to_tank": INTENSITY,
    "carbon_dioxide": CARBON_FACTOR,
    "methane": SHARE,
    "nitrous_oxide": SHARE,
    "slip": SHARE,
}


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
        Intensity from well to tank [ghg/energy]; None where the regime has none.
    carbon_dioxide
        CO2 per mass of fuel burnt [ghg/mass].
    methane, nitrous_oxide
        Mass of the gas per mass of fuel burnt.
    slip
        Share of the fuel's mass that leaves the engine unburnt.
    kind
        What it counts as: fossil, biofuel, rfnbo (renewable fuel of non-biological origin),
        recycled_carbon, or stated (an intensity given as a whole).
    regime
        Whose factors these are; empty where any regime may take them.
    whole
        Whether only a total from well to wake is known, which then stands in `well_to_tank`.
    """

    name: str
    lhv: Quantity
    well_to_tank: Quantity | None
    carbon_dioxide: Quantity
    methane: Quantity = NONE
    nitrous_oxide: Quantity = NONE
    slip: Quantity = NONE
    kind: Kind = "fossil"
    regime: str = ""
    whole: bool = False

    def __post_init__(self) -> None:
        for part in fields(self):
            value = getattr(self, part.name)
            if part.name in DIMENSIONS and not (part.name == "well_to_tank" and value is None):
                checked = require(part.name, value, DIMENSIONS[part.name])
                object.__setattr__(self, part.name, checked)
        if self.kind not in KINDS:
            raise GreenportError(f"kind of {self.kind!r} is unknown; give one of {', '.join(KINDS)}")

    def tank_to_wake(self, assessment: str, horizon: int = 100) -> Quantity:
        """Intensity of burning it, with a set of warming potentials [ghg/energy].

        Raises
        ------
        GreenportError
            If only its total is known.
        """
        self.require_gases()
        return self._burning(assessment, horizon)

    def well_to_wake(self, assessment: str, horizon: int = 100) -> Quantity:
        """Intensity over its whole life [ghg/energy]: ``WtT + TtW``.

        Raises
        ------
        GreenportError
            If its regime has no part from well to tank.

        >>> print(f"{regime_fuel('HFO', 'fueleu').well_to_wake('AR4'):.4f}")
        91.7442 gCO2e/MJ
        """
        if self.well_to_tank is None:
            raise GreenportError(
                f"{self.name}: {self.regime} counts from tank to wake alone; take its factors from another "
                'regime, e.g. "fueleu"'
            )
        return (self.well_to_tank + self._burning(assessment, horizon)).to("gCO2e/MJ")

    @property
    def renewable(self) -> bool:
        """Whether it comes from renewable or recycled carbon, so that its CO2 may count as nothing."""
        return self.kind in ("biofuel", "rfnbo", "recycled_carbon")

    def require_gases(self) -> None:
        """Refuse a fuel of which only the total is known, where the gases that it gives off are due.

        Raises
        ------
        GreenportError
            If only the total is known.
        """
        if self.whole:
            raise GreenportError(
                f"{self.name} is stated as a total from well to wake, so what it gives off when burnt is "
                "not known; build it from its certificate with biofuel or rfnbo"
            )

    def _burning(self, assessment: str, horizon: int) -> Quantity:
        return tank_to_wake(
            self.lhv,
            self.carbon_dioxide,
            self.methane,
            self.nitrous_oxide,
            self.slip,
            assessment=assessment,
            horizon=horizon,
        )


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
        If the regime has no such fuel (with near matches) or no default for it, a converter is missing
        or unknown, or the fuel has none.

    Examples
    --------
    >>> regime_fuel("LNG", "fueleu", "otto_medium_speed").slip
    <Quantity(3.1, '%')>
    """
    engine = None if converter is None else canonical(converter, "converter", "otto_medium_speed")
    return _regime_fuel(canonical(name), canonical(regime, "regime", "fueleu"), engine)


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
    engine = canonical(converter, "converter", "otto_medium_speed")
    if engine not in engines:
        hint = data.near(engine, engines) or f"; known: {', '.join(engines)}"
        raise DataError(f"no converter {converter!r} of {fuel} under {regime}{hint}")
    return data.datum(f"emission_factors:{fuel}:slip:{regime}:{engine}").value


def fossil_twin(fuel: str, regime: str) -> str | None:
    """Fossil fuel of a regime's own table that is the same substance; None where it has none.

    It is told by its name, without a beginning such as ``bio`` or ``e``.

    >>> [fossil_twin(fuel, "fueleu") for fuel in ("bio_lng", "methanol", "e_ammonia", "fame")]
    ['lng', 'methanol_grey', 'ammonia_grey', None]
    """
    substance = fuel.removeprefix("e_").removeprefix("bio").removeprefix("_")
    twins = (substance, f"{substance}_grey")
    return next((name for name in twins if default(name, "well_to_tank", regime) is not None), None)


def canonical(name: str, what: str = "fuel", example: str = "HFO") -> str:
    """Name as the tables write it; `what` it names and an example are for the message.

    >>> canonical("Methanol grey"), canonical("LNG")
    ('methanol_grey', 'lng')
    """
    if not isinstance(name, str):
        raise DataError(f'{what} of {name!r} is not a text; a name is due, e.g. "{example}"')
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def default(fuel: str, part: str, regime: str) -> Quantity | None:
    """What a regime's table gives for a part of a fuel; None where it gives nothing.

    >>> print(default("fame", "lhv", "fueleu"))
    37.2 GJ/t
    """
    key = f"{fuel}:{part}:{regime}"
    return data.datum(f"emission_factors:{key}").value if key in _keys() else None


@cache
def _regime_fuel(fuel: str, regime: str, converter: str | None) -> MarineFuel:
    regimes = sorted({of for _, _, of, _ in _rows()})
    if regime not in regimes:
        raise DataError(f"no regime {regime!r} in table emission_factors; known: {', '.join(regimes)}")
    if fuel not in names(regime):
        hint = data.near(fuel, names(regime)) or f"; known: {', '.join(names(regime))}"
        raise DataError(f"no fuel {fuel!r} under {regime} in table emission_factors{hint}")
    well_to_tank = default(fuel, "well_to_tank", regime)
    if well_to_tank is None and regime in _from_well_to_wake():
        twin = fossil_twin(fuel, regime)
        raise DataError(
            f"{fuel} has no default under {regime}, and counts as its certificate says; build it with "
            f"greenport.emissions.{'biofuel or rfnbo' if regime == 'fueleu' else 'stated'}"
            f"{f', or take fossil {twin}' if twin else ''}"
        )
    lhv, carbon_dioxide, methane, nitrous_oxide = (
        default(fuel, part, regime) for part in ("lhv", "carbon_dioxide", "methane", "nitrous_oxide")
    )
    if lhv is None or carbon_dioxide is None:
        raise DataError(f"{fuel} lacks lhv or carbon_dioxide under {regime}; add the row to emission_factors")
    return MarineFuel(
        fuel,
        lhv,
        well_to_tank,
        carbon_dioxide,
        NONE if methane is None else methane,
        NONE if nitrous_oxide is None else nitrous_oxide,
        slip_of(fuel, regime, converter),
        regime=regime,
    )


@cache
def _from_well_to_wake() -> frozenset[str]:
    """Regimes that count from well to wake."""
    return frozenset(of for _, part, of, _ in _rows() if part == "well_to_tank")


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
