"""How long approvals and works take, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator

from greenport.scenario import Scenario
from greenport.scenario.schema import Place, Step
from greenport.scenario.values import Value
from greenport.sizing.door.desk import Desk, critical_path


def approvals(scenario: Scenario) -> dict[str, float]:
    """Months until the last approval of each place ends; of places that need any."""
    return {place.id: critical_path(place.approvals) for place in scenario.document.places if place.approvals}


def leads(scenario: Scenario) -> dict[str, tuple[float, int | None]]:
    """Months of approvals and works of each asset, and the first milestone year in which it can stand.

    The year is None where that is never.
    """
    desk = Desk(scenario)
    years = dict(enumerate(desk.years))
    found = {}
    for place in scenario.document.places:
        for name, own, works in _buildable(place):
            steps = place.approvals if own is None else own
            months = critical_path(steps) + desk.number(works, "month")
            found[name] = (months, years.get(desk.ready(steps, works)))
    return found


def _buildable(place: Place) -> Iterator[tuple[str, list[Step] | None, Value]]:
    for berth in place.berths:
        if not berth.existing and berth.works is not None:
            yield berth.id, berth.approvals, berth.works
    for pool in place.pools:
        if pool.equipment is not None:
            yield pool.equipment.id, pool.equipment.approvals, pool.equipment.works
        line = pool.pipeline
        if line is not None and not line.existing and line.works is not None:
            yield line.id, line.approvals, line.works
        for module in pool.modules:
            yield module.id, module.approvals, module.works
