"""What users hold: a sized plan with its futures, its readings, a summary, a report and files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenport import units
from greenport.errors import DataError
from greenport.scenario.values import STATUSES
from greenport.sizing import archive, readings
from greenport.sizing.answers import Answers
from greenport.sizing.evidence import evidence_of
from greenport.sizing.futures import table_of
from greenport.sizing.solved import EVIDENCE, TABLES, TerminalVolume
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

FUTURES = "futures"
"""Folder of a saved plan that holds those of its futures."""


@dataclass(frozen=True)
class Plan(Answers):
    """A plan of what to build and whom to buy from: its answers, futures, readings, files and report.

    Its fields are those of `Solved`: the tables, the schedule and the proof.
    """

    @property
    def futures(self) -> pd.DataFrame:
        """What the common first stage comes to in each future; no rows where one future is known.

        Returns
        -------
        DataFrame
            Columns future, probability, weight (of the future in the objective), cost, lower bound (of the
            future alone, as if it were known), levelised cost and served share of each fuel, with their
            units in brackets.
        """
        return table_of(self)

    def in_future(self, name: str) -> Plan:
        """Plan of one future: the common first stage, and what this future makes of it.

        Raises
        ------
        DataError
            If there is no such future.
        """
        if name not in self.by_future:
            known = ", ".join(self.by_future) or "one future, which has no name"
            raise DataError(f"unknown future {name!r}; this plan knows {known}")
        found: Plan = self.by_future[name]
        return found

    def summary(self) -> dict[str, Any]:
        """Key figures for machines: every quantity as value and unit."""
        delivered = [f for f in self.fuels() if float(self.delivered(f).magnitude) > 0]
        return {
            "name": self.name,
            "hash": self.scenario_hash,
            "provenance_hash": self.provenance_hash,
            "gap": _plain(self.gap),
            "gap_total": _plain(self.gap_total),
            "gap_absolute": _plain(self.gap_absolute),
            "cost": _plain(self.cost),
            "lower_bound": _plain(self.lower_bound),
            "interrupted": self.interrupted,
            "levelised_cost": {f: _plain(self.levelised_cost(f)) for f in delivered},
            "avoided": _plain(self.avoided()),
            "capacity": self.capacity.to_dict(orient="records"),
            "costs": self.costs.to_dict(orient="records"),
            "supply": self.flows[self.flows["flow"] == "purchase"].to_dict(orient="records"),
            "unserved": self.flows[self.flows["flow"] == "unserved"].to_dict(orient="records"),
            "evidence": {
                "shares": {status: _plain(share) for status, share in self.resting_on().items()},
                "movers": self.movers.head(10).to_dict(orient="records"),
            },
            "futures": self.futures.to_dict(orient="records"),
            "warnings": list(self.warnings),
        }

    @property
    def evidence(self) -> pd.DataFrame:
        """What the cost rests on: how much of it comes from published, derived and assumed data.

        Every amount of the cost table is taken at its size, credits too, and shared among the inputs that
        make it by how strongly each moves it; quantities are those of the plan. The shares add up to one.

        Returns
        -------
        DataFrame
            Columns item, status, amount (discounted), share, unit.
        """
        return self._evidence[0]

    @property
    def movers(self) -> pd.DataFrame:
        """What each range of the inputs does to the cost of this plan, its quantities kept; widest first.

        `how` is ``screened`` where an input changes only what things cost. What ``sets quantities`` has no
        figures here, nor what the plan does ``not used``; `greenport.sensitivity` prices the former.

        Returns
        -------
        DataFrame
            Columns name, keys, low_value, high_value, status, source, how, low and high (change of cost
            at either end), swing, unit.
        """
        return self._evidence[1]

    def resting_on(self) -> dict[str, Quantity]:
        """Share of the cost that rests on each status: published, derived, assumption [ratio]."""
        shares = self.evidence.groupby("status")["share"].sum()
        return {status: Q_(100 * float(shares.get(status, 0.0)), "%") for status in STATUSES}

    @property
    def has_evidence(self) -> bool:
        """Whether the tables of evidence are made, or were loaded with the plan."""
        return "_evidence" in vars(self)

    @cached_property
    def _evidence(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Made when first asked for: it takes seconds, and studies make many plans."""
        return evidence_of(self) if not self.by_future else self._as_shown._evidence

    @property
    def economic(self) -> readings.Economic:
        """The plan in resources, without transfers: its worth to all together, against building nothing.

        Of several futures this and the other readings are of the one shown; see `in_future` for another.
        """
        return readings.economic(self._as_shown)

    @property
    def investor(self) -> readings.Investor:
        """The terminals as a business: the fee per tonne that earns the WACC, cash flow, IRR, payback."""
        return readings.investor(self._as_shown)

    @property
    def fiscal(self) -> pd.DataFrame:
        """What the government pays (above zero) and receives (below), by calendar year.

        Returns
        -------
        DataFrame
            Columns year, item, amount, unit; see `greenport.sizing.readings.fiscal`.
        """
        return readings.fiscal(self._as_shown)

    @property
    def public_cost(self) -> readings.PublicCost:
        """What the plan costs the public purse over all years, per tonne delivered and per tonne avoided."""
        return readings.public_cost(self._as_shown)

    @property
    def _as_shown(self) -> Plan:
        """The plan of the future whose tables are shown, where there are several."""
        return self.by_future[self.shown] if self.by_future else self

    def save(self, folder: str | Path) -> Path:
        """Write the plan as Parquet tables and one JSON file; `load_plan` reads it back without loss.

        The tables of evidence are written where they are made: making them takes seconds, and a plan is to be
        safe first.
        """
        kept = {part.name for part in fields(self)} - {*TABLES, "by_future"}
        head = {name: getattr(self, name) for name in self.__dict__ if name in kept}
        head["terminal_volumes"] = tuple(volume.__dict__ for volume in self.terminal_volumes)
        for name, plan in self.by_future.items():
            plan.save(Path(folder) / FUTURES / name)
        tables = (*TABLES, *(EVIDENCE if self.has_evidence else ()))
        return archive.write(Path(folder), head, {name: getattr(self, name) for name in tables})

    @property
    def figures(self) -> Any:
        """Figures of the plan (`greenport.report.figures`)."""
        from importlib import import_module

        return import_module("greenport.report.figures").Figures(self)

    def report(self, path: str | Path, language: str = "en") -> Path:
        """Write the HTML report; one file that opens without a network."""
        from importlib import import_module

        written: Path = import_module("greenport.report.html").write(self, Path(path), language)
        return written

    def _repr_html_(self) -> str:
        from importlib import import_module

        text: str = import_module("greenport.report.tables").as_html(self)
        return text


def load_plan(place: str | Path) -> Plan:
    """Read a saved plan: from its own folder, from the one that `greenport size` wrote it into, or packed.

    Raises
    ------
    DataError
        If there is no saved plan, or one that is incomplete.
    """
    inner = Path(place) / "plan"
    return _read(archive.opened(inner if (inner / archive.HEAD).is_file() else Path(place)))


def _read(folder: archive.Folder) -> Plan:
    made = [name for name in EVIDENCE if (folder / f"{name}.parquet").is_file()]
    head, tables = archive.read(folder, (*TABLES, *made))
    rests_on = tuple(tables.pop(name) for name in made)
    head["terminal_volumes"] = tuple(TerminalVolume(**volume) for volume in head["terminal_volumes"])
    head["passengers"] = {
        demand: {int(year): people for year, people in years.items()}
        for demand, years in head["passengers"].items()
    }
    futures = {name: _read(folder / FUTURES / name) for name in head.get("chances", {})}
    plan = Plan(**{**head, **tables, "by_future": futures})
    if len(rests_on) == len(EVIDENCE):
        vars(plan)["_evidence"] = rests_on
    return plan


def _plain(quantity: Quantity) -> dict[str, Any]:
    return {"value": float(quantity.magnitude), "unit": units.unit_text(quantity.units)}
