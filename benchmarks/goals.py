"""The goals P1 to P7, each with what was measured and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.apart import Figures
from benchmarks.cases import Scale

FURTHER_YEAR = 0.012
"""Seconds of a further year or future."""

FURTHER_MEMORY = 4.0
"""MB of a further year or future."""


@dataclass(frozen=True)
class Check:
    """One measured value against its goal; the value may be missing."""

    what: str
    value: float | None
    goal: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached; never without a value."""
        if self.value is None:
            return False
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def __str__(self) -> str:
        value = "not measured" if self.value is None else f"{self.value:.3g}{self.unit}"
        return f"{self.what} {value} (goal {'≥' if self.at_least else '≤'} {self.goal:g}{self.unit})"


@dataclass(frozen=True)
class Verdict:
    """A goal with its checks: pass if all are met."""

    label: str
    checks: tuple[Check, ...]

    @property
    def met(self) -> bool:
        """Whether every part of the goal is reached."""
        return all(check.met for check in self.checks)

    def __str__(self) -> str:
        short = [f"{check}" for check in self.checks if not check.met]
        reached = [f"{check}" for check in self.checks if check.met]
        return f"{self.label} {'pass' if self.met else 'short'}: " + "; ".join([*short, *reached])


def verdicts(found: Figures, scale: Scale) -> list[Verdict]:
    """All goals, from the figures of one run."""
    return [
        Verdict("P1", tuple(_building(found, scale))),
        Verdict("P2", tuple(_sizing(found))),
        Verdict("P3", tuple(_members(found))),
        Verdict("P4", (_workers(found),)),
        Verdict("P5", tuple(_growth(found, scale))),
        Verdict("P6", tuple(_start(found))),
        Verdict("P7", tuple(_units(found))),
    ]


def made(found: Figures, peer: str, years: int) -> float | None:
    """Seconds in which a peer builds and hands over; None where it was not measured."""
    run = found["building"].get(peer, {}).get(str(years))
    return None if run is None else float(run["build_s"] + run["hand_over_s"])


def over(one: float | None, other: float | None) -> float | None:
    """Ratio of two measured values."""
    return one / other if one is not None and other else None


def exponent(first: float | None, last: float | None, years: int) -> float | None:
    """Exponent of the growth from one year to many."""
    ratio = over(last, first)
    return None if ratio is None else math.log(ratio) / math.log(years)


def _building(found: Figures, scale: Scale) -> Iterable[Check]:
    _, own, many = scale.years
    for years in (own, many):
        ours = made(found, "greenport", years)
        yield Check(f"{years} years over linopy", over(ours, made(found, "linopy", years)), 1.0, " ×")
        yield Check(
            f"{years} years over Pyomo's stock path", over(ours, made(found, "pyomo", years)), 0.2, " ×"
        )
    yield Check("a further year", found["stamping"]["stamp_s_a_year"], FURTHER_YEAR, " s")
    yield Check("its memory", found["stamping"]["memory_MB_a_year"], FURTHER_MEMORY, " MB")
    size = found["sizing"]["own"]
    built = size["steps_s"]["compile weeks"] + size["steps_s"]["compile days"] + size["load_s"]
    yield Check("share of the sizing", 100 * built / size["seconds"], 15.0, " %")


def _sizing(found: Figures) -> Iterable[Check]:
    own = found["sizing"]["own"]
    yield Check("gap of the base case", own["gap_%"], own["gap_asked_%"], " %")
    yield Check("reached after", own["to_asked_gap_s"], 60.0, " s")
    for name, hard in found["sizing"]["hard"].items():
        yield Check(f"{name}: gap", hard and hard["gap_%"], 1.0, " %")
        yield Check("after", hard and hard["seconds"], 300.0, " s")


def _members(found: Figures) -> Iterable[Check]:
    members = found["members"]
    yield Check("member over HiGHS's warm re-solve", over(members["kept_s"], members["warm_s"]), 1.5, " ×")
    yield Check(
        "rebuilding over a member", over(members["rebuilt_s"], members["kept_s"]), 15.0, " ×", at_least=True
    )


def _workers(found: Figures) -> Check:
    one, two = found["workers"]["1"], found["workers"]["2"]
    return Check(
        f"two workers over one (at best {one['at_best']:.2f} ×)",
        over(one["seconds"], two["seconds"]),
        1.8,
        " ×",
        at_least=True,
    )


def _growth(found: Figures, scale: Scale) -> Iterable[Check]:
    one, _, many = scale.years
    first, last = (found["growth"][str(years)] for years in (one, many))
    yield Check(
        "exponent of building",
        exponent(made(found, "greenport", one), made(found, "greenport", many), many // one),
        1.3,
    )
    yield Check("of sizing", exponent(first["processor_s"], last["processor_s"], many // one), 1.3)
    yield Check(f"peak memory of sizing {many} years", last["peak_memory_MB"], 1000.0, " MB")
    whole = found["building"]["greenport"][str(many)]["peak_memory_MB"]
    yield Check("of their whole matrix", whole, 1000.0, " MB")


def _start(found: Figures) -> Iterable[Check]:
    start = found["start_up"]
    yield Check("greenport --help", start["help_s"], 0.25, " s")
    yield Check("import greenport", start["import_greenport_s"], 0.15, " s")
    yield Check("first quantity", start["first_quantity_s"], 0.6, " s")


def _units(found: Figures) -> Iterable[Check]:
    units = found["units"]
    yield Check("share of units in a run", units["share_%"], 2.0, " %")
    yield Check("calls of units while solving", units["steps"]["solving"]["calls"], 0.0)
