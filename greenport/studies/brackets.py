"""What a search for a flip leaves behind: values tried, brackets, and how they read."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from greenport.units import Q_, Quantity, show

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Probe:
    """One value tried; money in MUSD.

    Attributes
    ----------
    value : float
        In the unit of the flip.
    stands : bool
        Whether the plan has what is decided.
    cost, bound : float
        Of the plan, and of all plans.
    cost_without, bound_without : float
        Of plans without; only where that was solved.
    """

    value: float
    stands: bool
    cost: float
    bound: float
    cost_without: float = math.nan
    bound_without: float = math.nan

    @property
    def least_gain(self) -> float:
        """MUSD that having it saves at least; proved."""
        return self.bound_without - self.cost

    @property
    def most_gain(self) -> float:
        """MUSD that having it could save at most; proved."""
        return (self.cost_without if self.stands else self.cost) - self.bound


@dataclass(frozen=True)
class Flip:
    """Where one decision flips.

    Attributes
    ----------
    what, decision : str
        What was turned, and what flips.
    base : Quantity
        Value in the scenario.
    without, having : Quantity or None
        Ends of the bracket: the best plan found does without at one and has it at the other. None where no
        value tried is of that kind.
    proved : bool
        Whether it is proved that plans without cost more at the end that has it.
    least_gain, most_gain : Quantity or None
        What having it saves at least at the end that has it, and could save at most at the one without
        [money].
    closed_form : Quantity or None
        A rule of thumb, where there is one; `thumb` says which.
    probes : tuple of Probe
        Every value tried.
    counts : str
        What a value without a unit counts, e.g. ``"times the demand"``.
    """

    what: str
    decision: str
    base: Quantity
    without: Quantity | None
    having: Quantity | None
    proved: bool
    least_gain: Quantity | None
    most_gain: Quantity | None
    closed_form: Quantity | None
    probes: tuple[Probe, ...] = field(repr=False)
    thumb: str = ""
    counts: str = ""

    @property
    def unit(self) -> Any:
        """Unit of the values."""
        return self.base.units

    def __str__(self) -> str:
        """The flip in a sentence."""
        tried = sorted(probe.value for probe in self.probes)
        ends = f"between {_shown(tried[0], self)} and {_shown(tried[-1], self)}" if tried else ""
        if len(tried) < 2:
            only = f"; only {_shown(tried[0], self)} was tried" if tried else ""
            return f"{self.what}: ended before a flip could be found{only}"
        if not self.decision:
            return f"{self.what}: no flip {ends}; nothing that is built or bought differs between the two"
        if self.without is None or self.having is None:
            has = "has" if self.having is not None else "does without"
            return f"{self.what}: no flip {ends}; the plan {has} {self.decision} throughout"
        side = "above" if self.having > self.without else "below"
        words = [
            (
                f"{self.what}: {self.decision} pays {side} a value between "
                f"{show(min(self.without, self.having), 3)} and "
                f"{_written(max(self.without, self.having), self)}"
            )
        ]
        if self.proved and self.least_gain is not None:
            words.append(f"there it is proved to save {show(self.least_gain, 3)} or more")
        else:
            words.append("which the gaps leave open: plans without it may cost no more there")
        if self.closed_form is not None:
            words.append(f"by rule of thumb ({self.thumb}) at {_written(self.closed_form, self)}")
        return "; ".join(words)


@dataclass(frozen=True)
class Breakeven:
    """Flips of one input.

    Attributes
    ----------
    flips : tuple of Flip
        One, or one a fuel for the price of carbon.
    interrupted : bool
        Whether Ctrl-C ended the search; brackets are then as wide as they were.
    compilations : int
        How often a year was compiled.
    """

    flips: tuple[Flip, ...]
    interrupted: bool
    compilations: int

    def table(self) -> pd.DataFrame:
        """Every value tried.

        Returns
        -------
        DataFrame
            Columns what, decision, value, unit, stands, cost, lower_bound, cost_without,
            lower_bound_without and their money.
        """
        import pandas as pd

        from greenport import units

        rows = [
            {
                "what": flip.what,
                "decision": flip.decision,
                "value": probe.value,
                "unit": units.unit_text(flip.unit),
                "stands": probe.stands,
                "cost": probe.cost,
                "lower_bound": probe.bound,
                "cost_without": probe.cost_without,
                "lower_bound_without": probe.bound_without,
                "money": "MUSD",
            }
            for flip in self.flips
            for probe in sorted(flip.probes, key=lambda p: p.value)
        ]
        return pd.DataFrame(rows)

    def figure(self) -> Any:
        """Cost with and without, by value (plotly)."""
        return import_module("greenport.report.studies").flips(self)

    def __str__(self) -> str:
        """The flips in words."""
        return "\n".join(str(flip) for flip in self.flips)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        lines = Markup("").join(Markup("<p>{}</p>").format(str(flip)) for flip in self.flips)
        return str(lines + Markup(self.table().to_html(index=False)))


def _shown(value: float, flip: Flip) -> str:
    return _written(Q_(value, flip.unit), flip)


def _written(value: Quantity, flip: Flip) -> str:
    return f"{show(value, 3)} {flip.counts}".rstrip()
