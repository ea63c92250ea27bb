"""What `difference` finds, laid over the one tree, gives the other."""

from __future__ import annotations

import pytest
import yaml

from greenport.scenario.difference import difference
from greenport.scenario.merging import merge
from greenport.scenario.reading import parse
from greenport.scenario.tree import plain

BASE = """
rate: 7 %
path: {2030: 1 kt, 2040: 2 kt}
row: {data: prices:vlsfo}
tanks: [{id: a, volume: 1 m3, steps: [x, y]}, {id: b, volume: 2 m3}]
pools: [{grade: g, heel: 3 %}]
"""


@pytest.mark.parametrize(
    "top",
    [
        BASE,
        BASE.replace("7 %", "8 %"),
        BASE.replace("rate: 7 %", ""),
        BASE.replace("{2030: 1 kt, 2040: 2 kt}", "{2035: 3 kt}"),
        BASE.replace("{2030: 1 kt, 2040: 2 kt}", "5 kt"),
        BASE.replace("{data: prices:vlsfo}", "{2030: 1 USD, 2035: 2 USD}"),
        BASE.replace("{data: prices:vlsfo}", "{value: 1 USD, low: 1 USD}"),
        BASE.replace(", {id: b, volume: 2 m3}", ""),
        BASE.replace("{id: b, volume: 2 m3}", "{id: c, volume: 2 m3}"),
        BASE.replace("[x, y]", "[y]"),
        BASE.replace("heel: 3 %", "heel: 4 %, fill: 95 %"),
        BASE + "new: {id: n}\n",
    ],
)
def test_a_difference_laid_over_the_one_gives_the_other(top: str) -> None:
    base, wanted = parse(BASE), parse(top)
    patch = parse(yaml.safe_dump(difference(base, wanted)))
    assert plain(merge(base, patch)) == plain(wanted)


def test_what_is_the_same_is_not_repeated() -> None:
    assert difference(parse(BASE), parse(BASE)) == {}
