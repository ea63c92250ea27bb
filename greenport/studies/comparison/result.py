"""The comparison: tables of inputs and results against the first scenario, and what is proved of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from greenport import units
from greenport.errors import ScenarioError
from greenport.scenario.changed import changed
from greenport.scenario.inputs import Input
from greenport.scenario.tree import short
from greenport.sizing.planning import Watch
from greenport.sizing.worth import Worth
from greenport.studies.comparison import tables
from greenport.studies.comparison.sides import Compared, Side, labelled, place_of, side

if TYPE_CHECKING:
    import pandas as pd

CHEAPER, DEARER, OPEN, SAME = "cheaper", "dearer", "open", "same"
"""What is proved between the best plans of two scenarios."""

INPUTS: Final = ["scenario", "key", "first", "other", "first_at", "other_at", "first_data", "other_data"]
MOST_TOLD: Final = 3
SET: Final = "--set"


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side, each against the first.

    Attributes
    ----------
    sides : tuple of Side
        The scenarios with their plans, the first one first.
    """

    sides: tuple[Side, ...]

    @property
    def first(self) -> Side:
        """What the others are compared with."""
        return self.sides[0]

    @property
    def others(self) -> tuple[Side, ...]:
        """All but the first."""
        return self.sides[1:]

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Inputs that differ, by resolved value: what the first scenario has and what the other has.

        Returns
        -------
        DataFrame
            Columns scenario, key, first, other (values with their units; empty where a scenario has no such
            input), first_at, other_at (file:line; empty where no line states it), first_data, other_data
            (dataset rows).
        """
        import pandas as pd

        rows = []
        for other in self.others:
            for change in changed(self.first.scenario, other.scenario):
                pair = self.first.placed(change.old), other.placed(change.new)
                cells = zip(*(_cells(found) for found in pair), strict=True)
                rows.append([other.label, change.key, *(cell for both in cells for cell in both)])
        return pd.DataFrame(rows, columns=INPUTS)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Key figures of the plans.

        Returns
        -------
        DataFrame
            Columns scenario, figure, fuel, first, other, difference, unit. Figures are cost, lower_bound,
            public_cost and levelised_cost (discounted), avoided, capital, delivered (over all years),
            abatement_cost; empty where a plan has none.
        """
        return self._stacked(
            lambda a, b: tables.beside(tables.figures_of(a), tables.figures_of(b), ("figure", "fuel")),
            ["figure", "fuel", *tables.SIDES],
        )

    @cached_property
    def waterfall(self) -> pd.DataFrame:
        """Difference of the discounted costs by fuel and item; the rows of a scenario add up to it.

        Returns
        -------
        DataFrame
            Columns scenario, fuel, item, first, other, difference, unit.
        """
        return self._stacked(tables.waterfall, ["fuel", "item", *tables.SIDES])

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """Units of each asset that stand, by milestone year.

        Returns
        -------
        DataFrame
            Columns scenario, asset, kind, place, year, first, other, difference, unit.
        """
        return self._stacked(tables.capacity, ["asset", "kind", "place", "year", *tables.SIDES])

    @cached_property
    def times(self) -> pd.DataFrame:
        """How long things take, and from when: of months and first years.

        Returns
        -------
        DataFrame
            Columns scenario, what, of, first, other, difference, unit. `what` is approvals (of a place),
            lead (approvals and works of an asset), can_stand, stands (first milestone year of an asset) or
            served (of a fuel). Empty is never.
        """
        import pandas as pd

        first = tables.times_of(self.first.scenario, self.first.plan)
        found = []
        for other in self.others:
            table = tables.beside(first, tables.times_of(other.scenario, other.plan), ("what", "of"))
            found.append(table.assign(scenario=other.label))
        table = pd.concat(found, ignore_index=True)
        return table[["scenario", "what", "of", *tables.SIDES]]

    @cached_property
    def worth(self) -> dict[str, Worth]:
        """What each other scenario with a plan saves against the first, and what of it is proved."""
        mine = self.first.plan
        return {
            other.label: Worth(mine, other.plan)
            for other in self.others
            if mine is not None and other.plan is not None
        }

    def verdict(self, label: str) -> str:
        """What is proved of the best plans: ``cheaper`` or ``dearer`` than the first, ``open``, or ``same``.

        The certified intervals from lower bound to cost lie apart, or overlap and leave it open; scenarios
        with the same inputs are the same.
        """
        found = self.worth[label]
        if found.before.scenario_hash == found.after.scenario_hash:
            return SAME
        if found.at_least > 0 * found.at_least:
            return CHEAPER
        return DEARER if found.at_most < 0 * found.at_most else OPEN

    def differs(self, label: str) -> str:
        """The first inputs that differ from the first scenario's, in one line."""
        rows = self.inputs[self.inputs["scenario"] == label]
        pairs = zip(rows["key"], rows["first"], rows["other"], strict=True)
        said = [f"{key}: {short(old) or '–'} → {short(new) or '–'}" for key, old, new in pairs]
        more = [f"and {len(said) - MOST_TOLD} more"] if len(said) > MOST_TOLD else []
        return "; ".join([*said[:MOST_TOLD], *more])

    @property
    def notes(self) -> list[str]:
        """What should be known before the figures are used."""
        found = [f"{one.label}: {note}" for one in self.sides for note in one.notes]
        found += [f"{one.label}: {one.found}" for one in self.sides if one.plan is None]
        for one, other in combinations(self.sides, 2):
            if one.scenario.hash == other.scenario.hash:
                found.append(f"{one.label} and {other.label}: the same inputs, so the same problem")
        base = self.first.scenario.document
        for other in self.others:
            document = other.scenario.document
            if document.years != base.years:
                found.append(f"{other.label}: other years than {self.first.label}; costs count other times")
            if document.finance.discount_rate.quantity != base.finance.discount_rate.quantity:
                found.append(f"{other.label}: discounted at another rate than {self.first.label}")
        return found

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended the sizing of one of them; the others are then not sized any more."""
        return any(one.stopped for one in self.sides)

    def summary(self) -> dict[str, Any]:
        """All of it for machines."""
        return {
            "scenarios": [_told(one) for one in self.sides],
            "against_the_first": [self._against(other) for other in self.others],
            "notes": self.notes,
        }

    def report(self, path: str | Path, language: str = "en") -> Path:
        """Write the comparison as one HTML file that opens without a network."""
        written: Path = import_module("greenport.report.comparison").write(self, Path(path), language)
        return written

    def _repr_html_(self) -> str:
        text: str = import_module("greenport.report.comparison").as_html(self)
        return text

    def _stacked(self, made: Any, columns: list[str]) -> pd.DataFrame:
        """Tables of all scenarios with a plan, under each other."""
        import pandas as pd

        found = [
            made(worth.before, worth.after).assign(scenario=label) for label, worth in self.worth.items()
        ]
        empty = pd.DataFrame(columns=[*columns, "scenario"])
        return (pd.concat(found, ignore_index=True) if found else empty)[["scenario", *columns]]

    def _against(self, other: Side) -> dict[str, Any]:
        """What differs between one scenario and the first."""
        names = ("inputs", "figures", "waterfall", "capacity", "times")
        rows = {name: getattr(self, name) for name in names}
        found: dict[str, Any] = {"scenario": other.label}
        if other.label in self.worth:
            worth = self.worth[other.label]
            proved = {name: getattr(worth, name) for name in ("saving", "at_least", "at_most")}
            found["verdict"] = self.verdict(other.label)
            found |= {name: _quantity(money) for name, money in proved.items()}
        for name, table in rows.items():
            mine = table[table["scenario"] == other.label].drop(columns="scenario")
            found[name] = mine.to_dict(orient="records")
        return found


def compare(
    *scenarios: Compared, size: bool = False, saved: str | Path = "out", progress: Watch = False
) -> Comparison:
    """Set scenarios and their results side by side, each against the first.

    Parameters
    ----------
    *scenarios
        Two or more: scenarios or their files or shipped names, plans or folders of saved ones.
    size
        Whether to size a scenario that has no plan yet. A plan saved in `saved`, or kept with the
        scenario's lock, is used where its inputs are the scenario's.
    saved
        Folder in which `greenport size` writes, one folder a scenario.
    progress
        As in `size`.

    Returns
    -------
    Comparison
        Of scenarios without a plan the inputs alone are compared; `notes` says so.

    Raises
    ------
    ScenarioError
        Fewer than two, the same one twice, an unknown or wrong scenario, or money of different price years.
    DataError
        A folder without a complete saved plan.

    Examples
    --------
    >>> import greenport as gp
    >>> base = gp.load_scenario("hongkong")
    >>> patient = gp.load_scenario("hongkong", overrides={"finance.discount_rate": "4 %"})
    >>> found = gp.compare(base, patient, saved="nowhere")
    >>> print(found.inputs[["key", "first", "other"]].to_string(index=False, header=False))
    finance.discount_rate 7 % 4 %
    """
    if len(scenarios) < 2:
        given = "only one is given" if scenarios else "none is given"
        raise ScenarioError.of("compare", f"{given}; give two or more scenarios or folders of saved plans")
    _none_twice([what for what in scenarios if isinstance(what, str | Path)])
    sides: list[Side] = []
    for what in scenarios:
        going = size and not any(one.stopped for one in sides)
        sides.append(side(what, Path(saved), going, progress))
    found = Comparison(labelled(sides))
    for other in found.others:
        _same_money(found.first, other)
    return found


def _none_twice(names: list[str | Path]) -> None:
    places = [place_of(name) for name in names]
    for number, (name, place) in enumerate(zip(names, places, strict=True)):
        if place in places[:number]:
            raise ScenarioError.of("compare", f"{name} is given twice; give another one")


def _same_money(first: Side, other: Side) -> None:
    mine, theirs = (one.scenario.document.finance.price_year for one in (first, other))
    if mine != theirs:
        origin = other.scenario.origin("finance", "price_year")
        message = (
            f"{theirs}, and {first.label} counts in money of {mine}; set one price year in both, "
            f"e.g. --set finance.price_year={mine} when sizing"
        )
        raise ScenarioError.of("finance.price_year", message, origin.file, origin.line)


def _cells(found: Input | None) -> tuple[str, str, str]:
    """Value, place and dataset row of an input; empty where there is none."""
    if found is None:
        return "", "", ""
    file, line = found.origin.file, found.origin.line
    place = f"{file}:{line}" if line else SET if file.startswith(SET) else file
    return found.shown, place, found.data


def _told(one: Side) -> dict[str, Any]:
    head = {
        "scenario": one.label,
        "title": one.scenario.document.title.en,
        "question": one.scenario.document.question.en,
        "place": one.place,
        "hash": one.scenario.hash,
        "plan": one.found,
    }
    if one.plan is None:
        return head
    plan = one.plan
    return head | {
        "cost": _quantity(plan.cost),
        "lower_bound": _quantity(plan.lower_bound),
        "interrupted": plan.interrupted,
        "levelised_cost": {fuel: _quantity(cost) for fuel, cost in tables.served(plan)},
        "avoided": _quantity(plan.avoided()),
        "built": [{"asset": a, "number": n, "from": year} for a, n, year in tables.built(plan)],
    }


def _quantity(quantity: units.Quantity) -> dict[str, Any]:
    return {"value": float(quantity.magnitude), "unit": units.unit_text(quantity.units)}
