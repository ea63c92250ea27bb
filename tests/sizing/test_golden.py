"""One golden file a family of constraints, so that every change of the mathematics shows as a diff.

Each file holds the first and the last row of every rule of a family for one year of a small terminal, with
names instead of numbers; runs of periods are drawn together. Renew them, and read the diff, with

    GREENPORT_RENEW_GOLDEN=1 python -m pytest tests/sizing/test_golden.py
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Index, Matrix, compile_operation
from greenport.sizing.times import Times

GOLDEN = Path(__file__).parent / "golden"

RICH = {
    "years.milestones": "[2030, 2032]",
    "years.horizon": "2035",
    "more_or_less": "5 %",
    "demand.customer.asks": "{2030: 40 kt/yr, 2032: 80 kt/yr}",
    "demand.customer.at_least": "50 %",
    "demand.customer.port_stay": "4 h",
    "places.site.site_area": "3 ha",
    "places.site.storage_limit": "30000 m^3",
    "places.site.target_wait": "30 %",
    "places.site.used_by_others": "10 %",
    "places.site.berths": (
        "[{id: jetty, existing: true, largest_ship: 10000 t}, "
        "{id: steps, at_most: 1, largest_ship: 3000 t, capex: 2 MUSD, life: 40 yr, works: 12 month}]"
    ),
    "places.site.pools.methanol.losses": "0.1 %",
    "places.site.pools.methanol.days_of_cover": "5 d",
    "places.site.pools.methanol.hold": "2 d",
    "places.site.pools.methanol.compartments": "2",
    "delivery.barge.stems_per_trip": "2",
    "delivery.barge.capacity": "2000 t",
    "delivery.barge.buy": "{capex: 5 MUSD, opex: 0.2 MUSD/yr, life: 20 yr, works: 24 month, at_most: 2}",
    "offers.straight.parcel": "2000 t",
    "suppliers.maker.take_at_least": "60 %",
    "places.site.pools.methanol.pipeline": (
        "{id: line, rate: 300 m^3/h, at_most: 2, availability: 90 %, "
        "capex: 2 MUSD, life: 20 yr, works: 18 month}"
    ),
    "rules": (
        "[{kind: intensity, id: mean, fuel: methanol, limit: {2030: 80 gCO2e/MJ, 2032: 60 gCO2e/MJ}, "
        "deficit: 600 USD/tCO2e, credit: 200 USD/tCO2e}, "
        "{kind: cap, id: ceiling, most: 70 ktCO2e/yr}, "
        "{kind: volume_target, id: plan, least: 50 kt/yr, given: 20 kt/yr, begins: 2030, status: vision}, "
        "{kind: budget, id: purse, most: {2030: 20 MUSD, 2032: 10 MUSD}}]"
    ),
    "demand.customer.otherwise": "{fossil: 600 USD/t}",
}

AIM = {"rules.aim.share": "2 %"}

FAMILIES: dict[str, tuple[str, dict[str, str], str]] = {
    "A1": ("toy", RICH, "whole"),
    "A3": ("toy", RICH, "weeks"),
    "A4": ("toy", RICH, "whole"),
    "U1": ("toy", RICH, "weeks"),
    "U2": ("toy", RICH, "weeks"),
    "U3": ("toy", RICH, "weeks"),
    "U4": ("toy", RICH, "weeks"),
    "B0": ("toy", RICH, "weeks"),
    "B1": ("toy", RICH, "weeks"),
    "B2": ("toy", RICH, "weeks"),
    "B3": ("toy", RICH, "weeks"),
    "B4": ("toy", RICH, "weeks"),
    "B5": ("toy", RICH, "weeks"),
    "B6": ("toy", RICH, "days"),
    "B7": ("airport", AIM, "weeks"),
    "X1": ("airport", AIM, "weeks"),
    "X2": ("toy", RICH, "weeks"),
    "V1": ("toy", RICH, "weeks"),
    "V1_aircraft": ("airport", AIM, "weeks"),
    "V2": ("toy", RICH, "weeks"),
    "V3": ("toy", RICH, "weeks"),
    "V4": ("toy", RICH, "weeks"),
    "V5": ("toy", RICH, "weeks"),
    "R0": ("airport", AIM, "weeks"),
    "R1": ("airport", AIM, "weeks"),
    "R1_volume": ("toy", RICH, "weeks"),
    "R2": ("toy", RICH, "weeks"),
    "R3": ("toy", RICH, "weeks"),
}


def written(matrix: Matrix, family: str) -> str:
    """First and last row of every rule of a family, one line a row."""
    by_rule: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(matrix.rows):
        if family in (name, name.split("_")[0]):
            by_rule.setdefault(name, []).append(i)
    lines = []
    for _, rows in sorted(by_rule.items()):
        lines += [row(matrix, i) for i in dict.fromkeys((rows[0], rows[-1]))]
    return "\n".join(lines) + "\n"


def row(matrix: Matrix, i: int) -> str:
    name, index = matrix.rows[i]
    start, end = matrix.a.indptr[i], matrix.a.indptr[i + 1]
    terms = [
        (*matrix.columns[j], round(float(value), 6))
        for j, value in zip(matrix.a.indices[start:end], matrix.a.data[start:end], strict=True)
        if value
    ]
    text = " ".join(f"{value:+g} {term}" for term, value in joined(terms))
    low, high = float(matrix.row_lower[i]), float(matrix.row_upper[i])
    if low == high:
        limits = f"= {shown(low)}"
    else:
        limits = " and ".join(
            f"{sign} {shown(limit)}" for sign, limit in ((">=", low), ("<=", high)) if np.isfinite(limit)
        )
    return f"{key(name, index)}: {text} {limits}"


def shown(value: float) -> str:
    return f"{round(value, 6) + 0.0:g}"


def key(name: str, index: Index) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def joined(terms: list[tuple[str, Index, float]]) -> Iterator[tuple[str, float]]:
    """Terms by name; those that differ only by following periods as one, e.g. ``cargo[r, 0..51]``."""

    def place(term: tuple[str, Index, float]) -> tuple[str, str, int]:
        name, index, _ = term
        last = index[-1] if index and isinstance(index[-1], int) else -1
        return name, str(index[:-1]), last

    def run(item: tuple[int, tuple[str, Index, float]]) -> tuple[str, str, int, float]:
        number, term = item
        name, rest, last = place(term)
        return name, rest if last >= 0 else str(term[1]), last - number if last >= 0 else -number, term[2]

    for _, group in itertools.groupby(enumerate(sorted(terms, key=place)), key=run):
        members = [term for _, term in group]
        name, first, value = members[0]
        if len(members) == 1:
            yield key(name, first), value
        else:
            yield key(name, (*first[:-1], f"{first[-1]}..{members[-1][1][-1]}")), value


@pytest.mark.parametrize("family", FAMILIES)
def test_the_rows_of_a_family_are_as_they_were(toy_problem: Callable[..., Problem], family: str) -> None:
    name, overrides, detail = FAMILIES[family]
    problem = toy_problem(overrides, name=name)
    compiled = compile_operation(problem, Times.daily() if detail == "days" else Times.weekly())
    text = written(whole(problem, compiled) if detail == "whole" else compiled.year(0), family)
    file = GOLDEN / f"{family}.lp"
    if os.environ.get("GREENPORT_RENEW_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), "see the head of this file for how to renew"


def test_every_rule_of_the_model_stands_in_a_golden_file(toy_problem: Callable[..., Problem]) -> None:
    """No constraint can be added without a file that shows it."""
    matrices = [
        compile_operation(toy_problem(overrides, name=name), times).matrix
        for name, overrides in (("toy", RICH), ("airport", AIM))
        for times in (Times.weekly(), Times.daily())
    ]
    rules = {name for matrix in matrices for name, _ in matrix.rows}
    golden = {line.split("[")[0] for file in GOLDEN.glob("*.lp") for line in file.read_text().splitlines()}
    assert rules <= {name.split(":")[0] for name in golden}
