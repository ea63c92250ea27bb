"""The one family of exceptions that users see.

Every message says where the fault is, what was expected and how to mend it; the command line
prints the message alone, without a stack trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class GreenportError(Exception):
    """Anything that greenport refuses or cannot do, told in the user's terms."""


class UnitError(GreenportError, ValueError):
    """A quantity has the wrong dimension, an unknown unit, or a value that is not a finite number."""


class DataError(GreenportError, LookupError):
    """A dataset, a row or a name in `datasets/` does not exist or is malformed."""


class DraftRuleWarning(UserWarning):
    """A figure rests on a draft of a rule, which is not in force."""


class SolverError(GreenportError, RuntimeError):
    """The solver stopped without an answer that can be used, or contradicted itself."""


class StoppedError(SolverError):
    """Ctrl-C or a clock limit ended the search before there was any plan."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input file: `file:line: key: message`."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)


class ScenarioError(GreenportError, ValueError):
    """A scenario file is wrong; holds every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def of(cls, key: str, message: str, file: str = "", line: int = 0) -> ScenarioError:
        """Error with a single fault."""
        return cls([Fault(file, line, key, message)])


class Explanation(Protocol):
    """Lines of a message; what a sizing tells is a `sizing.Diagnosis` (clash, mends, a patch)."""

    def __iter__(self) -> Iterator[str]: ...


class InfeasibleError(GreenportError):
    """No plan satisfies the scenario.

    `diagnosis` names the lines of the scenario that clash and what would mend it; it prints as lines.
    """

    def __init__(self, message: str, diagnosis: Explanation = ()) -> None:
        self.diagnosis = diagnosis
        super().__init__("\n".join([message, *diagnosis]))
