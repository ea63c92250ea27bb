"""Published examples of CORSIA."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenport.emissions import corsia
from greenport.units import Q_

Results = dict[str, Any]


def saving(given: Any) -> Results:
    value = given.ls if "ls" in given else given.core + given.iluc
    return {
        "ls": value,
        "saving": corsia.saving(value),
        "eligible": "yes" if corsia.eligible(value) else "no",
    }


def reduction(given: Any) -> Results:
    """A case with another baseline replaces aviation gasoline."""
    replaced: corsia.FossilFuel = "aviation_gasoline" if "baseline" in given else "jet"
    batches = given.texts["fuels"]
    masses = Q_([Q_(batch["neat_mass"]).m_as("t") for batch in batches], "t")
    values = Q_([Q_(batch["ls"]).m_as("gCO2e/MJ") for batch in batches], "gCO2e/MJ")
    return {"emissions_reduction": corsia.emissions_reduction(masses, values, replaced).sum()}


METHODS: dict[str, Callable[[Any], Results]] = {"corsia": reduction, "corsia_saving": saving}


def test_a_published_figure_is_reproduced(figure: Any) -> None:
    result = figure.computed(METHODS)
    assert figure.agrees(result), f"{result}, due is {figure.case['expected'][figure.key]}"
