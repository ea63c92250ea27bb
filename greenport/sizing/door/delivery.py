"""Bunker vessels and the hydrant, and every way from a tank or a supplier to a demand."""

from __future__ import annotations

import math

import numpy as np

from greenport import units
from greenport.scenario import schema
from greenport.sizing import problem
from greenport.sizing.door.desk import Desk
from greenport.sizing.door.sites import density


def modes(desk: Desk) -> list[problem.Mode]:
    """Vessel classes and hydrants."""
    return [
        problem.Mode(
            id=m.id,
            kind=m.kind,
            capacity=desk.number(m.capacity, "kt", math.inf),
            availability=desk.number(m.availability, "", 1.0),
            hire=desk.number(m.hire, "MUSD/h"),
            most=m.hire_at_most if m.hire is not None else 0,
            vessel=f"{m.id}_own" if m.buy else "",
            open_share=desk.open_share("berth"),
            rate=desk.number(m.pump_rate, "m^3/h") / 1000,
            origin=desk.scenario.origin("delivery", m.id),
        )
        for m in desk.document.delivery
    ]


def vessels(desk: Desk) -> list[problem.Asset]:
    """Bunker vessels that may be bought."""
    found = []
    for m in desk.document.delivery:
        if m.buy is None:
            continue
        capex = desk.number(m.buy.capex, "MUSD") * desk.surcharge
        life = desk.number(m.buy.life, "yr")
        annuity = np.full(len(desk.years), desk.annuity(capex, life))
        gone = [
            next((y for y, later in enumerate(desk.years) if later >= year + life), len(desk.years))
            for year in desk.years
        ]
        found.append(
            problem.Asset(
                id=f"{m.id}_own",
                kind="vessel",
                place="",
                pool="",
                owned=True,
                at_most=m.buy.at_most,
                standing=0,
                ready=desk.ready([], m.buy.works),
                capex=capex,
                annuity=annuity,
                end=np.array(gone),
                opex=desk.number(m.buy.opex, "MUSD/yr"),
                volume=0.0,
                footprint=0.0,
                compartments=0,
                takes_pool="",
                takes_volume=0.0,
                smallest_ship=0.0,
                largest_ship=0.0,
                origin=desk.scenario.origin("delivery", m.id, "buy"),
            )
        )
    return found


def links(
    desk: Desk, demands: list[problem.Demand], directs: list[problem.Direct]
) -> tuple[list[problem.Link], list[problem.Excluded]]:
    """Every possible delivery, and those that are not, with the reason."""
    found: list[problem.Link] = []
    excluded: list[problem.Excluded] = []
    ships = {d.id: d for d in desk.document.demand if isinstance(d, schema.ShipDemand)}
    legs = {frozenset((leg.start, leg.end)): leg.distance for leg in desk.document.legs}
    extra = _added_cost(desk)
    by_mode = {m.id: m for m in desk.document.delivery}
    for demand in demands:
        for x in directs:
            if x.fuel == demand.fuel and demand.id in ships:
                found.append(_link(desk, by_mode[x.mode], demand, ships[demand.id], extra, direct=x.id))
        for place in desk.document.places:
            for pool in place.pools:
                if pool.grade != demand.fuel or pool.conventional:
                    continue
                name = f"{place.id}.{pool.grade}"
                for mode in desk.document.delivery:
                    if demand.kind == "aircraft" and mode.kind == "hydrant":
                        found.append(_hydrant(desk, name, mode, demand, extra))
                    elif demand.id in ships and mode.kind == "vessel" and pool.loading is not None:
                        leg = legs.get(frozenset((place.id, demand.place)))
                        if leg is None:
                            excluded.append(
                                problem.Excluded(
                                    f"{name} > {demand.id} by {mode.id}",
                                    f"no leg from {place.id} to {demand.place} is stated",
                                )
                            )
                            continue
                        entry = ships[demand.id]
                        found.append(
                            _link(desk, mode, demand, entry, extra, pool=name, loading=pool, leg=leg.quantity)
                        )
    return found, excluded


def _stay_fit(desk: Desk, mode: schema.Mode, entry: schema.ShipDemand, stem: float) -> float:
    """V5: share of a stem that fits the port stay."""
    if stem <= 0:
        return 1.0
    pumping = desk.number(entry.port_stay, "h") - desk.number(mode.fixed_time, "h")
    fits = max(0.0, pumping) * desk.number(mode.pump_rate, "m^3/h") / 1000 * density(entry.fuel)
    return min(1.0, fits / stem)


def _link(
    desk: Desk,
    mode: schema.Mode,
    demand: problem.Demand,
    entry: schema.ShipDemand,
    extra: dict[str, float],
    *,
    pool: str = "",
    direct: str = "",
    loading: schema.Pool | None = None,
    leg: units.Quantity | None = None,
) -> problem.Link:
    """Vessel time, berth time and cost per kt of one delivery (V2, V5)."""
    rate = desk.number(mode.pump_rate, "m^3/h") / 1000 * density(demand.fuel)
    fixed, shift = desk.number(mode.fixed_time, "h"), desk.number(mode.shift_time, "h")
    capacity = desk.number(mode.capacity, "kt", math.inf)
    at_sea, in_port = desk.number(mode.fuel_at_sea, "kt/h"), desk.number(mode.fuel_in_port, "kt/h")
    bunker = desk.path(desk.document.prices[desk.document.bunker_fuel], "USD/t") / 1000
    stem = np.where(demand.stem > 0, demand.stem, 1.0)
    trips = np.ceil(stem / capacity)
    alongside = (trips * fixed + stem / rate) / stem
    fit = min(_stay_fit(desk, mode, entry, float(s)) for s in demand.stem)
    moving = 0.0
    if fit < 1 and entry.moves_for is not None:
        moving = desk.number(entry.moves_for, "MUSD/h") * desk.number(entry.moving_time, "h")
        fit = 1.0
    sailing, loading_hours, at_berth = np.zeros_like(stem), np.zeros_like(stem), np.zeros_like(stem)
    if loading is not None and loading.loading is not None and leg is not None and mode.speed is not None:
        sailing = trips * 2 * float(units.magnitude(leg / mode.speed.quantity, "h")) / stem
        pump = desk.number(loading.loading.rate, "m^3/h") / 1000 * density(demand.fuel)
        loading_hours = (trips * desk.number(loading.loading.fixed_time, "h") + stem / pump) / stem
        if loading.loading.at_berth and loading.receives == "berth":
            at_berth = loading_hours
    else:
        alongside = alongside + shift / stem
    burnt = sailing * at_sea + (alongside + loading_hours) * in_port
    money = burnt * bunker + moving / stem + extra.get(demand.id, 0.0)
    if not demand.elsewhere:
        money = money - demand.credit
    return problem.Link(
        pool=pool,
        direct=direct,
        mode=mode.id,
        demand=demand.id,
        hours=sailing + loading_hours + alongside,
        alongside=alongside,
        berth_hours=at_berth,
        cost=money,
        fuel_use=burnt,
        fit=fit,
    )


def _hydrant(
    desk: Desk, pool: str, mode: schema.Mode, demand: problem.Demand, extra: dict[str, float]
) -> problem.Link:
    """Neat fuel blended into the hydrant system; certification of its batches is charged by mass."""
    zeros = np.zeros(len(desk.years))
    batch = 0.0
    for rule in desk.document.rules:
        if isinstance(rule, schema.BlendLimit) and rule.demand == demand.id:
            neat = desk.number(rule.batch, "m^3") / 1000 * desk.number(rule.share_at_most, "")
            batch = desk.number(rule.batch_cost, "MUSD") / (neat * density(demand.fuel))
    return problem.Link(
        pool=pool,
        direct="",
        mode=mode.id,
        demand=demand.id,
        hours=zeros,
        alongside=zeros,
        berth_hours=zeros,
        cost=zeros + batch + extra.get(demand.id, 0.0),
        fuel_use=zeros,
        fit=1.0,
    )


def _added_cost(desk: Desk) -> dict[str, float]:
    """Duty per kt by demand."""
    added: dict[str, float] = {}
    fuel_of = {d.id: d.fuel for d in desk.document.demand}
    for rule in desk.document.rules:
        if isinstance(rule, schema.Duty):
            for d in rule.demands:
                duty = desk.number(rule.rate, "USD/m^3") / 1000 / density(fuel_of[d])
                added[d] = added.get(d, 0.0) + duty
    return added
