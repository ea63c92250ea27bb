"""A scenario after reading: everything that a result depends on, with hashes and provenance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from greenport import costs, units
from greenport.errors import Fault
from greenport.scenario import walking
from greenport.scenario.inputs import Input, inputs_of
from greenport.scenario.merging import steps_of
from greenport.scenario.schema import Document
from greenport.scenario.tree import Branch, Origin, locate, plain
from greenport.scenario.values import Value
from greenport.units import Quantity

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class FutureScenario:
    """One of several futures: the whole scenario with its settings, and how probable it is (a share of 1)."""

    id: str
    probability: float
    scenario: Scenario


@dataclass(frozen=True)
class Scenario:
    """A checked scenario.

    Attributes
    ----------
    document : Document
        The content, every quantity a `Value` or a `Series`.
    tree : Branch
        What was read, with the file and line of every value.
    path : str
        File it was read from.
    futures : tuple of FutureScenario
        What may come, by id; none where one future is known.
    """

    document: Document
    tree: Branch
    path: str
    futures: tuple[FutureScenario, ...] = ()

    @property
    def name(self) -> str:
        """Name of the scenario, which also names its folder of results."""
        return self.document.name

    @property
    def text(self) -> str:
        """What was read, after `extends` and overrides, as YAML that reads back."""
        text: str = yaml.safe_dump(plain(self.tree), allow_unicode=True, sort_keys=False)
        return text

    @cached_property
    def inputs(self) -> dict[str, Input]:
        """Every value that enters the problem, by its readable key; `hash` is over these."""
        return inputs_of(self)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the resolved problem inputs in canonical form.

        Order and spelling of units do not change it; any value that enters the problem does: the solve
        block, overrides, and the dataset rows that the scenario relies on without naming them.
        """
        return _digest({key: found.canonical for key, found in self.inputs.items()})

    @cached_property
    def provenance_hash(self) -> str:
        """SHA-256 over everything that is said about the inputs: titles, ranges, sources, notes, status."""
        said = [
            (key, str(v.low), str(v.high), v.status, v.source, v.note, v.data) for key, v in self.values()
        ]
        return _digest({"values": sorted(said), "tree": plain(self.tree)})

    def values(self) -> Iterator[tuple[str, Value]]:
        """Every quantity in use with its readable key, e.g. ``places.paff.berths.paff_olp1.capex``."""
        yield from walking.values(self.document)
        stated = {part.id: part for part in self.document.futures}
        for future in self.futures:
            keys = [".".join(steps_of(key)) for key in stated[future.id].settings]
            for key, value in future.scenario.values():
                if any(key == own or key.startswith(f"{own}.") for own in keys):
                    yield f"futures.{future.id}.{key}", value

    def sources(self) -> pd.DataFrame:
        """Table of provenance: one row a quantity in use.

        Returns
        -------
        DataFrame
            Columns key, value, low, high, unit, status, source, dataset, file, line.
        """
        import pandas as pd

        rows = []
        for key, v in self.values():
            unit = units.unit_text(v.quantity.units)
            rows.append(
                {
                    "key": key,
                    "value": float(v.quantity.magnitude),
                    "low": float(v.low.to(v.quantity.units).magnitude) if v.low is not None else None,
                    "high": float(v.high.to(v.quantity.units).magnitude) if v.high is not None else None,
                    "unit": unit,
                    "status": v.status or "assumption",
                    "source": v.source,
                    "dataset": v.data,
                    "file": v.origin.file,
                    "line": v.origin.line,
                }
            )
        table = pd.DataFrame(rows)
        return table.astype({"low": float, "high": float})

    def origin(self, *steps: str | int) -> Origin:
        """Line where a part of the scenario stands: keys of maps, ids (or grades) of items of lists."""
        return self.located(*steps)[0]

    def located(self, *steps: str | int) -> tuple[Origin, str]:
        """Line of a part of the scenario, and its readable key, e.g. ``suppliers[maker].fuel``.

        An item of a list that has no id is found by its number from 0.
        """
        node: Any = self.tree
        path: list[str | int] = []
        for step in steps:
            if isinstance(node, list):
                found = _index(node, step)
                if found is None:
                    break
                path.append(found)
            elif isinstance(node, dict) and step in node:
                path.append(step)
            else:
                break
            node = node[path[-1]]
        return locate(self.tree, path)

    def fault(self, steps: Sequence[str | int], message: str) -> Fault:
        """Something wrong with a part, at its line, under its readable key."""
        origin, key = self.located(*steps)
        return Fault(origin.file, origin.line, key, message)

    def money_of_the_year(self, quantity: Quantity) -> Quantity:
        """Quantity with its money in USD of the scenario's price year; others come back unchanged.

        Plain money means the scenario's price year; another year is moved by the scenario's price index,
        currencies by the scenario's own rates where it states any.

        Raises
        ------
        GreenportError
            Where the price index does not cover one of the two years.
        """
        if not is_money(quantity):
            return quantity
        finance = self.document.finance
        rates = {str(name): float(units.magnitude(rate.quantity, "")) for name, rate in finance.rates.items()}
        in_dollars = units.in_currency(quantity, finance.currency, rates or None)
        stated = units.price_year(in_dollars)
        if stated is not None and stated != finance.price_year:
            in_dollars = costs.escalate(in_dollars, stated, finance.price_year, index=finance.price_index)
        return units.at_price_year(in_dollars, finance.price_year)


def _index(items: list[Any], step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(items) else None
    names = [item.get("id", item.get("grade")) if isinstance(item, dict) else None for item in items]
    return names.index(step) if step in names else None


def is_money(quantity: Quantity) -> bool:
    """Whether a quantity holds money, of any year."""
    return any(name.startswith("[money") for name in quantity.dimensionality)


def _text(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _digest(content: Any) -> str:
    return hashlib.sha256(_text(content).encode()).hexdigest()
