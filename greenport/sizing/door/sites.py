"""Places, tanks, berths, equipment and pools, with lives, lead times and annuities."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np

from greenport import fuels, queueing, units
from greenport.demand.places import PlaceKind
from greenport.scenario import schema
from greenport.sizing import problem
from greenport.sizing.door.desk import Desk
from greenport.units import Q_

FOREVER = 10_000.0


def assets(desk: Desk) -> list[problem.Asset]:
    """Everything at the places that is counted in whole units."""
    found: list[problem.Asset] = []
    for place in desk.document.places:
        found += [_berth(desk, place, berth) for berth in place.berths]
        for pool in place.pools:
            name = f"{place.id}.{pool.grade}"
            if pool.equipment is not None:
                found.append(_equipment(desk, place, name, pool.equipment))
            if pool.pipeline is not None:
                found.append(_pipeline(desk, place, name, pool.pipeline))
            found += [_tank(desk, place, name, module) for module in pool.modules]
    return found


def places(desk: Desk) -> list[problem.Place]:
    """Sites with their limits and the long-run occupancy of their berths."""
    return [_place(desk, place) for place in desk.document.places]


def _place(desk: Desk, place: schema.Place) -> problem.Place:
    count = sum(berth.at_most for berth in place.berths)
    stated = [berth.occupancy for berth in place.berths if berth.occupancy is not None]
    wait = desk.number(place.target_wait, "")
    if stated:
        occupancy = tuple(desk.number(stated[0], "") for _ in range(count))
    else:
        occupancy = tuple(
            float(units.magnitude(queueing.occupancy_for_wait(n, Q_(wait, "")), "")) if wait else 1.0
            for n in range(1, count + 1)
        )
    closed_by: PlaceKind = place.berths[0].closed_by if place.berths else "floating"
    hours = [berth.hours for berth in place.berths if berth.hours is not None]
    return problem.Place(
        id=place.id,
        hub=place.hub,
        area=desk.number(place.site_area, "ha", math.inf),
        storage_limit=desk.number(place.storage_limit, "m^3", math.inf) / 1000,
        hours=desk.number(hours[0], "") if hours else 1.0,
        occupancy=occupancy,
        others=desk.number(place.used_by_others, ""),
        closed_by=closed_by,
        open_share=desk.open_share(closed_by),
        origin=desk.scenario.origin("places", place.id),
    )


def _vintages(
    desk: Desk, place: schema.Place, asset: str, capex: float, life: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Annuity, life and end index of a unit commissioned in each milestone year, life cut by the tenure."""
    until = place.tenure.until if place.tenure else FOREVER
    annuity, lives, end = [], [], []
    for year in desk.years:
        lasts = min(life, until - year)
        lives.append(max(lasts, 0.0))
        annuity.append(desk.annuity(asset, capex, lasts) if lasts > 0 else math.inf)
        gone = year + lives[-1]
        end.append(next((y for y, later in enumerate(desk.years) if later >= gone), len(desk.years)))
    return np.array(annuity), np.array(lives), np.array(end)


def _works(
    desk: Desk,
    place: schema.Place,
    entry: schema.Berth | schema.Equipment | schema.Pipeline,
    *steps: str,
    kind: Literal["berth", "equipment", "pipeline"],
    pool: str = "",
    at_most: int = 1,
    existing: bool = False,
) -> problem.Asset:
    """Works of a place with a capital cost each: to be built, or standing already."""
    capex = desk.number(entry.capex, "MUSD") * desk.surcharge
    annuity, lives, end = _vintages(desk, place, entry.id, capex, desk.number(entry.life, "yr", FOREVER))
    approvals = place.approvals if entry.approvals is None else entry.approvals
    return problem.Asset(
        id=entry.id,
        kind=kind,
        place=place.id,
        pool=pool,
        owned=not existing,
        at_most=0 if existing else at_most,
        standing=at_most if existing else 0,
        ready=0 if existing or entry.works is None else desk.ready(approvals, entry.works),
        capex=capex,
        annuity=annuity,
        life=lives,
        end=end,
        opex=capex * desk.number(desk.document.finance.fixed_opex, ""),
        origin=desk.scenario.origin("places", place.id, *steps),
    )


def _berth(desk: Desk, place: schema.Place, berth: schema.Berth) -> problem.Asset:
    built = _works(
        desk,
        place,
        berth,
        *("berths", berth.id),
        kind="berth",
        at_most=berth.at_most,
        existing=berth.existing,
    )
    smallest, largest = desk.number(berth.smallest_ship, "kt"), desk.number(berth.largest_ship, "kt")
    return replace(built, smallest_ship=smallest, largest_ship=largest)


def _equipment(desk: Desk, place: schema.Place, pool: str, item: schema.Equipment) -> problem.Asset:
    steps = ("pools", pool.split(".")[1], "equipment")
    return _works(desk, place, item, *steps, kind="equipment", pool=pool)


def _pipeline(desk: Desk, place: schema.Place, pool: str, line: schema.Pipeline) -> problem.Asset:
    built = _works(
        desk,
        place,
        line,
        *("pools", pool.split(".")[1], "pipeline"),
        kind="pipeline",
        pool=pool,
        at_most=line.at_most,
        existing=line.existing,
    )
    rate = desk.number(line.rate, "m^3/h") / 1000 * desk.number(line.availability, "", 1.0)
    return replace(built, rate=rate)


def _tank(desk: Desk, place: schema.Place, pool: str, module: schema.Module) -> problem.Asset:
    volume = desk.number(module.volume, "m^3") / 1000
    capex = desk.number(module.capex, "USD/m^3") * volume / 1000 * desk.surcharge
    life = desk.number(module.life, "yr", FOREVER)
    annuity, lives, end = _vintages(desk, place, module.id, capex, life)
    footprint = desk.number(module.footprint, "ha")
    opex = capex * desk.number(desk.document.finance.fixed_opex, "")
    rent = footprint * desk.number(place.ground_rent, "MUSD/ha/yr")
    opex += rent
    opex += volume * desk.number(module.lease, "USD/m^3/yr") / 1000
    opex += desk.number(module.rate, "MUSD/yr")
    if module.returnable:
        opex += desk.annuity(module.id, capex, min(life, FOREVER))
        annuity = np.zeros(len(desk.years))
    approvals = place.approvals if module.approvals is None else module.approvals
    return problem.Asset(
        id=module.id,
        kind="tank",
        place=place.id,
        pool=pool,
        owned=not module.returnable,
        at_most=module.at_most,
        ready=desk.ready(approvals, module.works),
        capex=capex,
        annuity=annuity,
        life=lives,
        end=end,
        opex=opex,
        rent=rent,
        volume=volume,
        footprint=footprint,
        compartments=module.compartments,
        takes_pool=module.takes_from.pool if module.takes_from else "",
        takes_volume=desk.number(module.takes_from.volume, "m^3") / 1000 if module.takes_from else 0.0,
        origin=desk.scenario.origin("places", place.id, "pools", pool.split(".")[1], "modules", module.id),
    )


def density(grade: str) -> float:
    """Density of a grade, kt per 1000 m³."""
    return float(units.magnitude(fuels.fuel(grade).density, "t/m^3"))


def pools(
    desk: Desk,
    demands: list[problem.Demand],
    served: dict[str, list[str]],
    prices: dict[str, problem.Floats],
    lumpy: dict[str, problem.Floats],
) -> list[problem.Pool]:
    """Tank pools with their safety-stock rules.

    Parameters
    ----------
    served
        Demands that each pool may serve.
    prices
        MUSD per kt of what is in the pool, by milestone year.
    lumpy
        Service quantile of the demand over the resupply lead, kt by milestone year.
    """
    by_id = {d.id: d for d in demands}
    found = []
    zeros = np.zeros(len(desk.years))
    for place in desk.document.places:
        for pool in place.pools:
            name = f"{place.id}.{pool.grade}"
            mine = [by_id[d] for d in served.get(name, [])]
            largest = np.max([d.stem for d in mine if d.kind == "ships"] or [zeros], axis=0)
            cover, loading = pool.cover, pool.loading
            need = zeros
            if cover is not None:
                daily = by_id[cover.demand].uplift.sum(axis=1) / 365 / density(pool.grade)
                need = desk.number(cover.days, "d") * daily
            found.append(
                problem.Pool(
                    id=name,
                    place=place.id,
                    grade=pool.grade,
                    conventional=pool.conventional,
                    density=density(pool.grade),
                    heel=desk.number(pool.heel, ""),
                    fill=desk.number(pool.fill_at_most, "", 1.0),
                    loss=desk.number(pool.losses, ""),
                    cover_days=desk.number(pool.days_of_cover, "d"),
                    hold_days=math.ceil(desk.number(pool.hold, "d")),
                    compartments=pool.compartments,
                    fixed_cost=desk.number(pool.fixed_cost, "MUSD/yr"),
                    equipment=pool.equipment.id if pool.equipment else "",
                    at_berth=pool.receives == "berth",
                    load_hours=1000 / density(pool.grade) / desk.number(loading.rate, "m^3/h")
                    if loading
                    else 0.0,
                    load_fixed=desk.number(loading.fixed_time, "h") if loading else 0.0,
                    floor=np.maximum(largest, lumpy.get(name, zeros)),
                    largest_stem=largest,
                    holding=prices.get(name, zeros) * float(units.magnitude(desk.wacc, "")),
                    demand=np.sum([d.asked.sum(axis=1) for d in mine] or [zeros], axis=0),
                    cover_need=need,
                    cover_existing=desk.number(cover.existing, "m^3") / 1000 if cover else 0.0,
                    origin=desk.scenario.origin("places", place.id, "pools", pool.grade),
                )
            )
    return found
