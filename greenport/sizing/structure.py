"""What the compiled operating year depends on besides vectors: the key under which it is kept.

A compiled year serves every problem with the same key: prices, demand, availability, weather, leads and
limits are vectors and are stamped. A field that is not named here is taken to shape the matrix.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from greenport.sizing import problem, regulations
from greenport.sizing.blocks.supply import berth_classes
from greenport.sizing.problem import Problem

VECTORS: dict[type, frozenset[str]] = {
    problem.Asset: frozenset(
        {"owned", "at_most", "standing", "ready", "capex", "annuity", "end", "opex", "smallest_ship"}
        | {"life", "rent", "payable"}
    ),
    problem.Place: frozenset({"hub", "area", "storage_limit", "occupancy", "open_share", "closed_by"}),
    problem.Pool: frozenset(
        {"fixed_cost", "at_berth", "load_hours", "load_fixed", "floor", "largest_stem", "holding", "demand"}
        | {"cover_need"}
    ),
    problem.Supplier: frozenset({"available", "fee", "intensity"}),
    problem.Route: frozenset({"price", "freight", "cargo_cost", "fuel_use", "most", "intensity"}),
    problem.Direct: frozenset({"green_share", "trip_cost", "fuel_use", "price", "intensity"}),
    problem.Mode: frozenset({"capacity", "hire", "most", "rate"}),
    problem.Link: frozenset({"hours", "alongside", "berth_hours", "cost", "duty", "fuel_use", "fit"}),
    problem.Demand: frozenset(
        {"hub", "place", "asked", "stem", "without", "elsewhere", "at_least", "service", "credit"}
        | {"replaces", "fossil_intensity", "heating_value", "uplift", "passengers"}
    ),
    regulations.Blending: frozenset({"volume", "batch_cost"}),
    regulations.Target: frozenset({"least", "status"}),
    regulations.VolumeTarget: frozenset({"least", "given", "status"}),
    regulations.IntensityLimit: frozenset({"limit", "deficit", "credit", "law"}),
    regulations.Cap: frozenset({"most"}),
    regulations.Budget: frozenset({"most"}),
    Problem: frozenset(
        {"name", "years", "horizon", "discount", "wacc", "gap", "rounds", "nodes", "closed"}
        | {"bunker_emissions", "emission_price", "grants", "loans", "excluded", "warnings"}
    ),
}
"""Fields of the problem that the matrix as compiled does not depend on."""


def structure(p: Problem) -> tuple[object, ...]:
    """Key of the matrix that a problem compiles to.

    Returns
    -------
    tuple
        Equal for two problems if one compiled year can be stamped for both.
    """
    return (
        _key(p),
        tuple(
            (group.key, group.hours, tuple((a.id, a.standing) for a in group.berths))
            for group in berth_classes(p)
        ),
        tuple(
            (place.id, math.isfinite(place.area), math.isfinite(place.storage_limit)) for place in p.places
        ),
        tuple((link.key, bool(link.berth_hours.any()), 0 < link.fit < 1) for link in p.links),
    )


def _key(part: object) -> object:
    """A part of the problem without its vectors and without its line in the scenario."""
    if isinstance(part, np.ndarray):
        return (part.shape, part.tobytes())
    if isinstance(part, tuple):
        return tuple(_key(item) for item in part)
    if isinstance(part, dict):
        return tuple(sorted((name, _key(item)) for name, item in part.items()))
    if type(part) in VECTORS:
        return (type(part).__name__, *_entries(part))
    return part


def _entries(part: Any) -> Iterator[tuple[str, object]]:
    left_out = VECTORS[type(part)] | {"origin"}
    for field in fields(part):
        if field.name not in left_out:
            yield field.name, _key(getattr(part, field.name))
