"""What is measured: scenarios over more and fewer years, and the hard ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greenport.scenario import Scenario

HERE = Path(__file__).parent
TOY = str(HERE.parent / "tests" / "sizing" / "toy.yaml")
NOTHING_CONVERTED = str(HERE / "scenarios" / "nothing_converted.yaml")

MORE_DEMAND = 2.8
"""Factor on all demand of ships in the first hard case."""


@dataclass(frozen=True)
class Scale:
    """How large a run of the benchmark is.

    Attributes
    ----------
    scenario : str
        Name or file of the scenario that is sized.
    milestones : dict
        Milestone years by their number, an empty tuple for the scenario's own.
    gap : str
        Gap asked for in the sizing.
    hard : tuple of str
        Hard cases to size as well, by name (`hard_case`).
    repeats, members : int
        How often what is short is measured, of which the least counts; members of the ensemble.
    """

    scenario: str
    milestones: Mapping[int, tuple[int, ...]]
    gap: str
    hard: tuple[str, ...]
    repeats: int
    members: int

    @property
    def years(self) -> tuple[int, int, int]:
        """One year, as many as the scenario has, and many."""
        one, own, many = sorted(self.milestones)
        return one, own, many


FULL = Scale(
    scenario="hongkong",
    milestones={1: (2035,), 8: (), 26: tuple(range(2027, 2053))},
    gap="0.1 %",
    hard=("demand_times_2.8", "nothing_converted"),
    repeats=3,
    members=10,
)
QUICK = Scale(
    scenario=TOY,
    milestones={1: (), 2: (2030, 2031), 3: (2030, 2031, 2032)},
    gap="1 %",
    hard=(),
    repeats=1,
    members=2,
)


def scenario_of(name: str, milestones: tuple[int, ...] = ()) -> Scenario:
    """Scenario with other milestone years, or with its own."""
    from greenport import load_scenario

    if not milestones:
        return load_scenario(name)
    horizon = str(milestones[-1] + 1)
    return load_scenario(
        name, overrides={"years.milestones": str(list(milestones)), "years.horizon": horizon}
    )


def hard_case(name: str) -> Scenario:
    """A hard scenario by name: all demand of ships × 2.8, or nothing that may be converted."""
    from greenport import load_scenario

    if name == "nothing_converted":
        return load_scenario(NOTHING_CONVERTED)
    base = load_scenario(FULL.scenario)
    more = {
        f"demand.{demand.id}.asks": "{"
        + ", ".join(
            f"{year}: {MORE_DEMAND * float(value.quantity.to('kt/yr').magnitude):.9g} kt/yr"
            for year, value in demand.asks.points.items()
        )
        + "}"
        for demand in base.document.demand
        if demand.kind == "ships"
    }
    return load_scenario(FULL.scenario, overrides=more)
