"""What simulated years say about a plan: fill rate, waits, use of vessels and berths, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from greenport.operations.system import System
from greenport.operations.terminal import SERVED, Record

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE = 0.95
QUANTILES = (0.5, 0.9, 0.99)


@dataclass
class Year:
    """The figures of one replication: sums that are kept whatever the number of replications."""

    asked: dict[str, int] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    asked_mass: int = 0
    served_mass: int = 0
    waits: dict[str, list[float]] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    demurrage_hours: float = 0.0
    demurrage: float = 0.0
    cargoes: int = 0
    extra: int = 0
    called_off: int = 0
    drawn: int = 0
    short: int = 0
    imbalance: int = 0


def summed(record: Record, system: System) -> Year:
    """One replication in sums, each segment's waits kept as they are."""
    year = Year(
        busy=dict(record.busy),
        demurrage_hours=record.demurrage_hours,
        demurrage=record.demurrage,
        cargoes=record.cargoes,
        extra=record.extra,
        called_off=record.called_off,
        drawn=sum(record.drawn.values()),
        short=sum(record.short.values()),
        imbalance=record.imbalance,
    )
    stems = {segment.id: segment.stem for segment in system.segments}
    for call in record.calls:
        year.asked[call.segment] = year.asked.get(call.segment, 0) + 1
        year.asked_mass += stems[call.segment]
        year.outcomes[call.outcome] = year.outcomes.get(call.outcome, 0) + 1
        if call.outcome == SERVED:
            year.served[call.segment] = year.served.get(call.segment, 0) + 1
            year.served_mass += call.mass
            year.waits.setdefault(call.segment, []).append(call.wait)
    return year


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its confidence interval; `half` is nan of one replication."""

    mean: float
    half: float

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half


def estimate(values: Sequence[float]) -> Estimate:
    """Mean of independent replications with Student's interval.

    >>> found = estimate([1.0, 2.0, 3.0])
    >>> round(found.mean, 3), round(found.half, 3)
    (2.0, 2.484)
    """
    found = np.asarray([v for v in values if np.isfinite(v)], dtype=float)
    if not len(found):
        return Estimate(float("nan"), float("nan"))
    if len(found) < 2:
        return Estimate(float(found.mean()), float("nan"))
    t = float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(found) - 1))
    return Estimate(float(found.mean()), t * float(found.std(ddof=1)) / len(found) ** 0.5)


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """Ratio of two sums over replications, with the interval of the ratio estimator (delta method)."""
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    if whole.sum() <= 0:
        return Estimate(float("nan"), float("nan"))
    mean = float(part.sum() / whole.sum())
    spread = estimate(list((part - mean * whole) / whole.mean()))
    return Estimate(mean, spread.half)


@dataclass(frozen=True)
class Service:
    """The service of a plan, by milestone year.

    Attributes
    ----------
    name : str
        Of the plan.
    seed, replications : int
        Same seed and number, same result.
    interrupted : bool
        Whether fewer replications ended than were asked for.
    years : dict
        Figures of every replication, by milestone year.
    """

    name: str
    seed: int
    replications: int
    interrupted: bool
    systems: Mapping[int, System] = field(repr=False)
    years: Mapping[int, Sequence[Year]] = field(repr=False)

    def fill_rate(self, year: int | None = None) -> Estimate:
        """Mass delivered to ships over mass that was promised, in one milestone year or in the worst."""
        if year is None:
            return min((self.fill_rate(y) for y in self.years), key=lambda e: e.mean)
        runs = self.years[year]
        return ratio([r.served_mass for r in runs], [r.asked_mass for r in runs])

    def table(self) -> pd.DataFrame:
        """Service by milestone year and segment.

        Returns
        -------
        DataFrame
            Columns year, segment, stems (a year), fill rate, low, high, mean wait, median, 90 %, 99 % wait.
        """
        import pandas as pd

        rows = []
        for year, runs in self.years.items():
            for segment in self.systems[year].segments:
                name = segment.id
                filled = ratio([r.served.get(name, 0) for r in runs], [r.asked.get(name, 0) for r in runs])
                waits = np.array([w for r in runs for w in r.waits.get(name, ())])
                rows.append(
                    {
                        "year": year,
                        "segment": name,
                        "stems [1/yr]": float(np.mean([r.asked.get(name, 0) for r in runs])),
                        "fill rate [%]": 100 * filled.mean,
                        "low [%]": 100 * filled.low,
                        "high [%]": 100 * filled.high,
                        "mean wait [h]": float(waits.mean()) if len(waits) else float("nan"),
                    }
                    | {
                        f"{100 * q:g} % wait [h]": float(np.quantile(waits, q))
                        if len(waits)
                        else float("nan")
                        for q in QUANTILES
                    }
                )
        return pd.DataFrame(rows)

    def terminal(self) -> pd.DataFrame:
        """Use of vessels and berths, cargoes and demurrage, and why ships went without, by milestone year."""
        import pandas as pd

        rows = []
        for year, runs in self.years.items():
            system = self.systems[year]
            numbers = {f.id: f.vessels for f in system.fleets} | {b.place: b.number for b in system.berths}
            told: list[tuple[str, str, Sequence[float]]] = [
                (f"use of {name}", "h/yr", [r.busy.get(name, 0.0) for r in runs]) for name in numbers
            ]
            told += [
                (f"went without: {outcome}", "1/yr", [r.outcomes.get(outcome, 0) for r in runs])
                for outcome in sorted({o for r in runs for o in r.outcomes} - {SERVED})
            ]
            told += [
                ("cargoes", "1/yr", [r.cargoes for r in runs]),
                ("cargoes ordered on top", "1/yr", [r.extra for r in runs]),
                ("cargoes called off", "1/yr", [r.called_off for r in runs]),
                ("cargoes waiting", "h/yr", [r.demurrage_hours for r in runs]),
                ("demurrage", "USD/yr", [r.demurrage for r in runs]),
            ]
            for what, unit, values in told:
                found = estimate([float(v) for v in values])
                if any(values):
                    rows.append(
                        {"year": year, "what": what, "mean": found.mean}
                        | {"low": found.low, "high": found.high, "unit": unit}
                    )
        return pd.DataFrame(rows, columns=["year", "what", "mean", "low", "high", "unit"])

    def summary(self) -> dict[str, Any]:
        """All of it for machines."""
        return {
            "name": self.name,
            "seed": self.seed,
            "replications": self.replications,
            "interrupted": self.interrupted,
            "fill_rate": {year: vars(self.fill_rate(year)) for year in self.years},
            "segments": self.table().to_dict(orient="records"),
            "terminal": self.terminal().to_dict(orient="records"),
        }
