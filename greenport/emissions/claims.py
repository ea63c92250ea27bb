"""Sustainable fuel claimed under several rules: what counts where, and each saving once.

A batch with its certificates may count under one regime and not under another, and under more than one
at a time: emissions trading rates its CO2 at zero, and CORSIA reduces what an airline offsets. Those are
separate benefits, never added. Within one regime no part of a batch is claimed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from greenport import data
from greenport.emissions import corsia, red
from greenport.emissions.delivery import avoided_emissions
from greenport.errors import DataError, GreenportError
from greenport.units import HEATING_VALUE, INTENSITY, MASS, Dimension, Quantity, require

Regime = Literal["fueleu", "ets", "corsia", "refueleu", "red", "imo_nzf"]
Use = Literal["marine", "aviation"]
Kind = Literal["biofuel", "rfnbo", "recycled_carbon"]
REGIMES: tuple[Regime, ...] = get_args(Regime)
USES: tuple[Use, ...] = get_args(Use)
KINDS: tuple[Kind, ...] = get_args(Kind)
# Whose certificate each regime asks for, and the fuels that it is about.
CERTIFICATE: Mapping[Regime, str] = {"corsia": "corsia", "imo_nzf": "imo"}
USED_IN: Mapping[Regime, Use] = {
    "fueleu": "marine",
    "imo_nzf": "marine",
    "corsia": "aviation",
    "refueleu": "aviation",
}
# A figure that each regime cannot do without: where none is set, the regime does not hold.
CORNERSTONE: Mapping[Regime, str] = {
    "fueleu": "fueleu:reduction",
    "corsia": "corsia:eligible",
    "refueleu": "refueleu:saf",
    "red": "red:comparator",
    "imo_nzf": "imo_nzf:reference",
}
NEAT_MASS = Dimension("mass", "[mass]", "650 t", "positive")


@dataclass(frozen=True)
class Batch:
    """A batch of neat sustainable fuel, as its certificates describe it.

    Parameters
    ----------
    name
        Number of the certificate; one batch has one.
    neat_mass, lhv
        Mass without the fossil part of a blend, and lower heating value.
    intensity
        E after Directive (EU) 2018/2001 [ghg/energy].
    kind
        ``"biofuel"``, ``"rfnbo"`` or ``"recycled_carbon"``.
    use
        ``"marine"`` or ``"aviation"``.
    certificates
        Of ``"red"`` (a scheme that the European Union recognises), ``"corsia"``, ``"imo"``.
    plant_year
        Year in which the plant began.
    life_cycle_value
        LS of CORSIA, core and induced land use change; due where a certificate is of CORSIA.
    food_or_feed
        Whether it comes from food or feed crops.
    """

    name: str
    neat_mass: Quantity
    lhv: Quantity
    intensity: Quantity
    kind: Kind
    use: Use
    certificates: frozenset[str]
    plant_year: int
    life_cycle_value: Quantity | None = None
    food_or_feed: bool = False

    def __post_init__(self) -> None:
        require("neat_mass", self.neat_mass, NEAT_MASS)
        require("lhv", self.lhv, HEATING_VALUE)
        require("intensity", self.intensity, INTENSITY)
        if self.life_cycle_value is not None:
            require("life_cycle_value", self.life_cycle_value, INTENSITY)
        _one_of("kind", self.kind, KINDS)
        _one_of("use", self.use, USES)
        if not isinstance(self.certificates, Set):
            raise GreenportError(
                f'certificates of {self.certificates!r}: a set of names is due, e.g. frozenset({{"red"}})'
            )
        for certificate in self.certificates:
            _one_of("certificate", certificate, ("red", "corsia", "imo"))
        if "corsia" in self.certificates and self.life_cycle_value is None:
            raise GreenportError(f"batch {self.name}: a certificate of CORSIA states a life_cycle_value")


@dataclass(frozen=True)
class Standing:
    """Whether a batch counts under a regime, and why; `draft` where the regime is not in force."""

    regime: Regime
    counts: bool
    reason: str
    draft: bool = False


@dataclass(frozen=True)
class Claim:
    """Part of a batch that someone claims under a regime for a year."""

    batch: Batch
    regime: Regime
    mass: Quantity
    claimant: str
    year: int


def standing(batch: Batch, regime: Regime, year: int, as_of: data.AsOf = None) -> Standing:
    """Judge whether a batch counts under a regime.

    Parameters
    ----------
    batch : Batch
        Fuel with its certificates.
    regime : str
        One of `REGIMES`.
    year : int
        Year for which it would be claimed.
    as_of
        Date at which the law is read.

    Returns
    -------
    Standing
        With the reason in words.

    Warns
    -----
    DraftRuleWarning
        For the Net-Zero Framework of the IMO, which is a draft.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> saf = Batch("SAF-1", Q_("1000 t"), Q_("44 GJ/t"), Q_("14 gCO2e/MJ"), "biofuel", "aviation",
    ...             frozenset({"red"}), 2024)
    >>> standing(saf, "refueleu", 2026).counts
    True
    >>> standing(saf, "corsia", 2026).reason
    'it has no certificate of corsia'
    """
    _one_of("regime", regime, REGIMES)
    try:
        stone = data.clause(_cornerstone(batch, regime), year, as_of)
    except DataError as error:
        return Standing(regime, False, str(error))
    for fault in _faults(batch, regime, as_of):
        return Standing(regime, False, fault, stone.draft)
    return Standing(regime, True, _EFFECT[regime], stone.draft)


def standings(batch: Batch, year: int, as_of: data.AsOf = None) -> tuple[Standing, ...]:
    """Judge a batch under every regime; warns of the one that is a draft."""
    return tuple(standing(batch, regime, year, as_of) for regime in REGIMES)


@dataclass(frozen=True)
class Ledger:
    """Claims made so far; a new claim gives a new ledger.

    >>> from greenport.units import Q_
    >>> saf = Batch("SAF-1", Q_("1000 t"), Q_("44 GJ/t"), Q_("14 gCO2e/MJ"), "biofuel", "aviation",
    ...             frozenset({"red", "corsia"}), 2024, life_cycle_value=Q_("13.9 gCO2e/MJ"))
    >>> ledger = Ledger().claim(saf, "corsia", claimant="airline", year=2026)
    >>> print(f"{ledger.credited('corsia'):.1f}")
    2666.5 tCO2e
    >>> ledger.claim(saf, "corsia", Q_("1 t"), claimant="another", year=2026)
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: SAF-1 under corsia: 1 t is claimed where 0 t of 1000 t is left; already
    claimed by airline
    """

    claims: tuple[Claim, ...] = ()

    def claim(
        self,
        batch: Batch,
        regime: Regime,
        mass: Quantity | None = None,
        *,
        claimant: str,
        year: int,
        as_of: data.AsOf = None,
    ) -> Ledger:
        """Register a claim.

        Parameters
        ----------
        batch, regime, year, as_of
            As for `standing`.
        mass : Quantity, optional
            Part of the neat mass; by default all that is left under this regime.
        claimant : str
            Who claims it.

        Returns
        -------
        Ledger
            With the claim; this one stays as it is.

        Raises
        ------
        GreenportError
            If the batch does not count under the regime, less of it is left, or another batch has its name.
        """
        for other in self.claims:
            if other.batch.name == batch.name and other.batch != batch:
                raise GreenportError(
                    f"two different batches are named {batch.name}; one certificate, one batch"
                )
        judged = standing(batch, regime, year, as_of)
        if not judged.counts:
            raise GreenportError(f"{batch.name} does not count under {regime}: {judged.reason}")
        left = self.unclaimed(batch, regime)
        asked = left if mass is None else require("mass", mass, MASS).to("t")
        if asked.m > left.m + 1e-9 or asked.m == 0:
            earlier = dict.fromkeys(each.claimant for each in self._of(batch, regime))
            raise GreenportError(
                f"{batch.name} under {regime}: {asked:g} is claimed where {left:g} of {batch.neat_mass:g} is "
                f"left{'; already claimed by ' + ', '.join(earlier) if earlier else ''}"
            )
        return replace(self, claims=(*self.claims, Claim(batch, regime, asked, claimant, year)))

    def unclaimed(self, batch: Batch, regime: Regime) -> Quantity:
        """Neat mass of a batch that nobody has claimed under a regime, in t."""
        left = batch.neat_mass.to("t")
        for each in self._of(batch, _one_of("regime", regime, REGIMES)):
            left = left - each.mass
        return left if left.m > 1e-9 else 0 * left

    def credited(self, regime: Regime, as_of: data.AsOf = None) -> Quantity:
        """What the claims under one regime amount to, in the terms of that regime.

        CORSIA: reduction in tCO2e. Renewable Energy Directive: emissions avoided against its comparator, in
        tCO2e. FuelEU Maritime and the Net-Zero Framework: energy that enters the ship's average with its own
        intensity, in GJ. Emissions trading: neat mass whose CO2 needs no allowance; ReFuelEU Aviation: neat
        mass that counts to the share; both in t. Two regimes are never added, so only one can be asked for.
        """
        if regime not in REGIMES:
            raise GreenportError(
                f"credit under {regime!r}: one of {', '.join(REGIMES)} is due; credits of two regimes rest "
                "on the same fuel and are not added"
            )
        count, unit = _CREDIT[regime]
        masses = [count(each, as_of) for each in self.claims if each.regime == regime]
        start = 0 * Quantity(1.0, unit)
        return sum(masses, start)

    def conflicts(self) -> tuple[str, ...]:
        """Batches claimed under CORSIA and emissions trading, in words.

        An airline that claims a reduction under CORSIA declares that it has not claimed the batch under
        another scheme for greenhouse gases; the ledger holds both and says so.
        """
        traded = {each.batch.name for each in self.claims if each.regime == "ets"}
        both = dict.fromkeys(
            each.batch.name for each in self.claims if each.regime == "corsia" and each.batch.name in traded
        )
        return tuple(
            f"{name} is claimed under corsia and ets: separate savings, not to be added" for name in both
        )

    def _of(self, batch: Batch, regime: str) -> list[Claim]:
        return [each for each in self.claims if each.regime == regime and each.batch.name == batch.name]


_EFFECT: Mapping[Regime, str] = {
    "fueleu": "its own intensity enters the ship's average",
    "ets": "its CO2 needs no allowance",
    "corsia": "it reduces what is to be offset",
    "refueleu": "it counts to the share of the supplier",
    "red": "its saving counts to the target of the member state",
    "imo_nzf": "its own intensity would enter the ship's average",
}


def _faults(batch: Batch, regime: Regime, as_of: data.AsOf) -> list[str]:
    """Why a batch does not count under a regime, the plainest reason first; empty where it does."""
    found = []
    certificate = CERTIFICATE.get(regime, "red")
    if USED_IN.get(regime, batch.use) != batch.use:
        found.append(f"{regime} is about {USED_IN[regime]} fuel, and this is {batch.use} fuel")
    if certificate not in batch.certificates:
        found.append(f"it has no certificate of {certificate}")
    if batch.food_or_feed and regime in ("fueleu", "refueleu"):
        found.append("it comes from food or feed crops")
    if certificate == "red":
        kind: red.Kind = "biofuel" if batch.kind == "biofuel" else "rfnbo"
        if not red.complies(batch.intensity, kind, batch.plant_year, as_of):
            due = red.threshold(kind, batch.plant_year, as_of)
            found.append(f"it saves {red.saving(batch.intensity, as_of):.1f}, and {due} is due")
    value = batch.life_cycle_value
    if regime == "corsia" and value is not None and not np.all(corsia.eligible(value, as_of=as_of)):
        found.append(f"it saves {corsia.saving(value, as_of=as_of):.1f}, less than CORSIA asks for")
    return found


def _cornerstone(batch: Batch, regime: Regime) -> str:
    if regime == "ets":
        return "ets:phase_in" if batch.use == "marine" else "ets:jet"
    return CORNERSTONE[regime]


def _one_of(what: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        hint = data.near(str(given), known) or f"; give one of {', '.join(known)}"
        raise GreenportError(f"{what} of {given!r} is unknown{hint}")
    return given


def _reduction(claim: Claim, as_of: data.AsOf) -> Quantity:
    value = claim.batch.life_cycle_value
    if value is None:  # a batch that counts has one
        raise GreenportError(f"{claim.batch.name} has no life_cycle_value")
    return corsia.emissions_reduction(claim.mass, value, as_of=as_of)


def _avoided(claim: Claim, as_of: data.AsOf) -> Quantity:
    batch = claim.batch
    return avoided_emissions(claim.mass, batch.lhv, batch.intensity, red.comparator(as_of))


def _energy(claim: Claim, _: data.AsOf) -> Quantity:
    return (claim.mass * claim.batch.lhv).to("GJ")


def _mass(claim: Claim, _: data.AsOf) -> Quantity:
    return claim.mass


_CREDIT: Mapping[Regime, tuple[Callable[[Claim, data.AsOf], Quantity], str]] = {
    "fueleu": (_energy, "GJ"),
    "ets": (_mass, "t"),
    "corsia": (_reduction, "tCO2e"),
    "refueleu": (_mass, "t"),
    "red": (_avoided, "tCO2e"),
    "imo_nzf": (_energy, "GJ"),
}
