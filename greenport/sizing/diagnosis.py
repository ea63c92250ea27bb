"""Why a scenario has no plan, and what would mend it: the answer that `InfeasibleError` carries."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario
from greenport.scenario.difference import patch
from greenport.scenario.tree import Origin
from greenport.units import Quantity, show

SMALLEST = 0.01
"""Share of a value below which it counts as given up altogether."""


@dataclass(frozen=True)
class Line:
    """One line of the scenario that takes part in a clash.

    Attributes
    ----------
    label : str
        Rule of the mathematics page, e.g. A3.
    item : str
        Id that it belongs to.
    steps : tuple of str
        Its key in the scenario, step by step.
    words : str
        What it says.
    year : int
        Milestone year of the clash.
    file, line
        Where it stands; line 0 where it was set from outside a file.
    """

    label: str
    item: str
    steps: tuple[str, ...]
    words: str
    year: int
    file: str
    line: int

    @property
    def key(self) -> str:
        """Its key, as `load_scenario` takes overrides."""
        return dotted(self.steps)

    def __str__(self) -> str:
        return f"{_place(Origin(self.file, self.line))}{self.words} ({self.label}, {self.year})"


@dataclass(frozen=True)
class Change:
    """A value of the scenario that a mend replaces.

    Attributes
    ----------
    key : str
        Its key, as `load_scenario` takes overrides.
    text : str
        The new value in YAML.
    words : str
        The change in words.
    before, after : Quantity or None
        Old and new value where it is one number; of a path over the years, that of the first year changed.
    years : tuple of int
        Milestone years for which it is changed; empty where the value has no years.
    weight : float
        What its size is multiplied with: giving up what was promised weighs more.
    """

    key: str
    text: str
    words: str
    before: Quantity | None
    after: Quantity | None
    years: tuple[int, ...] = ()
    weight: float = 1.0

    @property
    def size(self) -> float:
        """How large it is: the logarithm of new over old; from nothing, the new value itself, at most 1."""
        if self.before is None or self.after is None:
            return self.weight
        before, after = (float(q.to(self.before.units).magnitude) for q in (self.before, self.after))
        if before <= 0:
            return self.weight * min(1.0, float(self.after.to_base_units().magnitude))
        return self.weight * abs(math.log(max(after / before, SMALLEST)))

    @property
    def by(self) -> Quantity | None:
        """How much is added, or taken away where it is negative."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Mend:
    """Changes with which the scenario has a plan.

    Attributes
    ----------
    changes : tuple of Change
        All that is to be changed together.
    has_plan : bool
        Whether a plan was made with it; otherwise each year alone was found possible on weeks.
    """

    changes: tuple[Change, ...]
    has_plan: bool

    def __str__(self) -> str:
        return ", and ".join(change.words for change in self.changes)

    @property
    def size(self) -> float:
        """How large the changes are; mends are sorted by it."""
        return sum(change.size for change in self.changes)

    @property
    def overrides(self) -> Mapping[str, str]:
        """Keys and new values, as `load_scenario` takes them."""
        return {change.key: change.text for change in self.changes}


@dataclass(frozen=True)
class Diagnosis:
    """Why there is no plan, as lines of the scenario.

    Attributes
    ----------
    year : int
        Milestone year that was looked into, the first without a plan.
    years : tuple of int
        All milestone years without a plan.
    clash : tuple of Line
        The smallest set found of lines that cannot be kept together.
    minimal : bool
        Whether each of them is proved to be needed for the clash.
    mends : tuple of Mend
        What would mend it, smallest change first.
    left_out : tuple of str
        Offers and ways that could not take part, with their reasons.
    """

    year: int
    years: tuple[int, ...]
    clash: tuple[Line, ...]
    minimal: bool
    mends: tuple[Mend, ...] = ()
    left_out: tuple[str, ...] = ()
    scenario: Scenario | None = field(default=None, repr=False, compare=False)

    def __iter__(self) -> Iterator[str]:
        """The lines of the message."""
        yield from map(str, self.clash)
        if not self.clash:
            yield f"the balances of {self.year} alone have no solution"
        elif not self.minimal:
            yield "(not proved to be the smallest set)"
        elif len(self.clash) > 1:
            yield "(proved smallest: without any one of these lines the others could be kept together)"
        if len(self.years) > 1:
            yield f"years without a plan: {', '.join(map(str, self.years))}"
        yield from (f"could not take part: {reason}" for reason in self.left_out)
        for number, mend in enumerate(self.mends):
            yield f"{'or' if number else 'what would mend it:'} {mend}"

    def __str__(self) -> str:
        return "\n".join(self)

    def patch(self, folder: str | Path = ".", number: int = 0) -> str:
        """A scenario file that builds on the user's own and holds a mend.

        Parameters
        ----------
        folder
            Where the file is to be written; `extends` is relative to it.
        number
            Which of the mends, from 0.

        Returns
        -------
        str
            YAML; empty where there is no mend.
        """
        if self.scenario is None or number >= len(self.mends):
            return ""
        return patch(self.scenario, self.mends[number].overrides, Path(folder))

    def summary(self) -> dict[str, Any]:
        """All of it for machines."""
        return {
            "year": self.year,
            "years": list(self.years),
            "minimal": self.minimal,
            "clash": [
                {
                    "file": line.file,
                    "line": line.line,
                    "key": line.key,
                    "label": line.label,
                    "year": line.year,
                    "message": line.words,
                }
                for line in self.clash
            ],
            "mends": [
                {
                    "message": str(mend),
                    "has_plan": mend.has_plan,
                    "size": mend.size,
                    "changes": [_told(change) for change in mend.changes],
                }
                for mend in self.mends
            ],
            "left_out": list(self.left_out),
        }


def _told(change: Change) -> dict[str, Any]:
    return {
        "key": change.key,
        "value": change.text,
        "before": None if change.before is None else show(change.before, 6),
        "after": None if change.after is None else show(change.after, 6),
        "years": list(change.years),
    }


def dotted(steps: Sequence[str]) -> str:
    """Key as overrides take it; a step with a dot in it stands in brackets.

    >>> dotted(("places", "site", "pools", "jet.a1"))
    'places.site.pools[jet.a1]'
    """
    first, *rest = steps
    return first + "".join(f"[{step}]" if "." in step else f".{step}" for step in rest)


def _place(origin: Origin) -> str:
    file = f"{origin.file}:{origin.line}" if origin.line else origin.file
    return f"{file}: " if file else ""


def infeasible(diagnosis: Diagnosis) -> InfeasibleError:
    """The error that tells a diagnosis."""
    return InfeasibleError(f"No plan exists: rules of {diagnosis.year} clash.", diagnosis)
