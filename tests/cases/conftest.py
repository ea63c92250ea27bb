"""Published worked examples as tests: one test for each figure that a source prints.

The module `test_<folder>.py` reads the examples of `<folder>/`; its `METHODS` say how an example of a
method is computed with greenport from what is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from greenport.units import Q_, Quantity, magnitude


class Given:
    """Inputs of an example: quantities by name, `texts` as they stand in the file.

    A `unit` of goods is taken as a tonne.
    """

    def __init__(self, inputs: Mapping[str, Any], due: Mapping[str, Any]) -> None:
        self.texts, self.due = inputs, due

    def __getattr__(self, name: str) -> Quantity:
        return Q_(self.texts[name].replace("unit", "t"))

    def __contains__(self, name: str) -> bool:
        return name in self.texts


@dataclass(frozen=True)
class Figure:
    """One expected figure of an example."""

    case: dict[str, Any]
    key: str

    @property
    def name(self) -> str:
        return f"{self.case['id']}-{self.key}"

    def computed(self, methods: Mapping[str, Callable[[Given], Mapping[str, Any]]]) -> Any:
        given = Given(self.case["inputs"], self.case["expected"])
        return methods[self.case["method"]](given)[self.key]

    def agrees(self, result: Any) -> bool:
        expected = self.case["expected"][self.key]
        if isinstance(expected["value"], str):
            return bool(result == expected["value"])
        number = magnitude(result, expected["unit"])
        scale = abs(expected["value"]) if expected["kind"] == "relative" else 1.0
        return bool(abs(number - expected["value"]) <= expected["tolerance"] * scale)


def figures(folder: Path) -> Iterator[Figure]:
    for path in sorted(folder.glob("*.yaml")):
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in held if isinstance(held, list) else [held]:
            yield from (Figure(case, key) for key in case["expected"])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "figure" in metafunc.fixturenames:
        folder = metafunc.definition.path.with_suffix("")
        held = list(figures(folder.with_name(folder.name.removeprefix("test_"))))
        metafunc.parametrize("figure", held, ids=[figure.name for figure in held])
