"""Bunker vessels and the hydrant, and every way from a tank or a supplier to a demand."""

from __future__ import annotations

import math

import numpy as np

from greenport import costs, fuels, units
from greenport.scenario import schema
from greenport.sizing import problem
from greenport.sizing.door.desk import Desk, stated
from greenport.sizing.door.sites import density
from greenport.units import Q_, Quantity


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
        annuity = np.full(len(desk.years), desk.annuity(f"{m.id}_own", capex, life))
        gone = [
            next((y for y, later in enumerate(desk.years) if later >= year + life), len(desk.years))
            for year in desk.years
        ]
        found.append(
            problem.Asset(
                id=f"{m.id}_own",
                kind="vessel",
                owned=True,
                at_most=m.buy.at_most,
                ready=desk.ready([], m.buy.works),
                capex=capex,
                annuity=annuity,
                life=np.full(len(desk.years), life),
                end=np.array(gone),
                opex=desk.number(m.buy.opex, "MUSD/yr"),
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
    legs = {frozenset((leg.start, leg.end)): leg.distance.quantity for leg in desk.document.legs}
    modes = {m.id: m for m in desk.document.delivery}
    duties = _duties(desk)
    for demand in demands:
        entry = ships.get(demand.id)
        if entry is None:
            found += [
                _hydrant(desk, pool, mode, demand, duties.get(demand.id, 0.0))
                for pool, _, _ in _pools_of(desk, demand.fuel)
                for mode in modes.values()
                if mode.kind == "hydrant"
            ]
            continue
        for x in directs:
            if x.fuel == demand.fuel:
                stem = _Stem(desk, modes[x.mode], demand, entry, duties.get(demand.id, 0.0))
                found.append(stem.link(direct=x.id))
        for name, place, pool in _pools_of(desk, demand.fuel):
            leg = legs.get(frozenset((place, demand.place)))
            for mode in modes.values():
                if mode.kind != "vessel" or pool.loading is None:
                    continue
                if leg is None:
                    reason = f"no leg from {place} to {demand.place} is stated"
                    excluded.append(problem.Excluded(f"{name} > {demand.id} by {mode.id}", reason))
                    continue
                stem = _Stem(desk, mode, demand, entry, duties.get(demand.id, 0.0))
                found.append(stem.link(pool=name, loading=pool, leg=leg))
    return found, excluded


def _pools_of(desk: Desk, fuel: str) -> list[tuple[str, str, schema.Pool]]:
    """Pools of a fuel whose stock is followed: name, place, entry."""
    return [
        (f"{place.id}.{pool.grade}", place.id, pool)
        for place in desk.document.places
        for pool in place.pools
        if pool.grade == fuel and not pool.conventional
    ]


class _Stem:
    """A stem of a demand by a class of vessels: time, fuel and money by milestone year (V2, V5)."""

    def __init__(
        self,
        desk: Desk,
        mode: schema.Mode,
        demand: problem.Demand,
        entry: schema.ShipDemand,
        duty: float,
    ) -> None:
        self.desk, self.mode, self.demand, self.entry, self.duty = desk, mode, demand, entry, duty
        self.stem = np.where(demand.stem > 0, demand.stem, desk.number(entry.stem, "kt"))
        capacity = stated(mode.capacity).quantity
        self.trips = costs.trips_per_stem(capacity, Q_(self.stem, "kt"))
        self.volume = fuels.fuel(demand.fuel).volume(Q_(self.stem / self.trips, "kt"))
        self.transfer = costs.transfer_time(
            self.volume, mode.pump_rate.quantity, stated(mode.fixed_time).quantity
        )

    def link(
        self,
        *,
        pool: str = "",
        direct: str = "",
        loading: schema.Pool | None = None,
        leg: Quantity | None = None,
    ) -> problem.Link:
        """Vessel time, berth time and cost per kt of one delivery."""
        desk, mode = self.desk, self.mode
        load = at_berth = np.zeros_like(self.stem)
        none = Q_(np.zeros_like(self.stem), "h")
        if loading is not None and loading.loading is not None and leg is not None:
            ready = costs.transfer_time(
                self.volume, loading.loading.rate.quantity, loading.loading.fixed_time.quantity
            )
            cycle = costs.trip_cycle(ready, leg, stated(mode.speed).quantity, self.transfer)
            load = self._per_kt(cycle.load)
            if loading.loading.at_berth and loading.receives == "berth":
                at_berth = load
        else:
            shift = mode.shift_time.quantity if mode.shift_time else Q_(0, "h")
            cycle = costs.trip_cycle(none, Q_(0, "nmi"), Q_(1, "kn"), self.transfer + shift)
        burnt = costs.trip_fuel(cycle, stated(mode.fuel_at_sea).quantity, stated(mode.fuel_in_port).quantity)
        fuel_use = self.trips * np.asarray(units.magnitude(burnt, "kt")) / self.stem
        fit, moving = self._within_stay()
        bunker = desk.path(desk.document.prices[desk.document.bunker_fuel], "USD/t") / 1000
        money = fuel_use * bunker + moving / self.stem + self.duty
        return problem.Link(
            pool=pool,
            direct=direct,
            mode=mode.id,
            demand=self.demand.id,
            hours=self._per_kt(cycle.total),
            alongside=self._per_kt(cycle.alongside),
            berth_hours=at_berth,
            cost=money,
            duty=self.duty,
            fuel_use=fuel_use,
            fit=fit,
        )

    def _per_kt(self, time: Quantity) -> problem.Floats:
        return np.asarray(self.trips * np.asarray(units.magnitude(time, "h")) / self.stem, dtype=float)

    def _within_stay(self) -> tuple[float, float]:
        """V5: share of a stem that fits the port stay, and MUSD a stem for moving to an anchorage instead."""
        most = costs.largest_stem_in(
            self.entry.port_stay.quantity,
            stated(self.mode.fixed_time).quantity,
            self.mode.pump_rate.quantity,
        )
        mass = fuels.fuel(self.demand.fuel).mass(most)
        asked = self.demand.stem[self.demand.stem > 0]
        fit = min((min(1.0, float(units.magnitude(mass, "kt")) / float(s)) for s in asked), default=1.0)
        if fit < 1 and self.entry.moves_for is not None and self.entry.moving_time is not None:
            hours = self.desk.number(self.entry.moving_time, "h")
            return 1.0, self.desk.number(self.entry.moves_for, "MUSD/h") * hours
        return fit, 0.0


def _hydrant(desk: Desk, pool: str, mode: schema.Mode, demand: problem.Demand, duty: float) -> problem.Link:
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
        cost=zeros + batch + duty,
        duty=duty,
        fuel_use=zeros,
        fit=1.0,
    )


def _duties(desk: Desk) -> dict[str, float]:
    """Duty by demand, MUSD per kt."""
    due: dict[str, float] = {}
    fuel_of = {d.id: d.fuel for d in desk.document.demand}
    for rule in desk.document.rules:
        if isinstance(rule, schema.Duty):
            for d in rule.demands:
                duty = desk.number(rule.rate, "USD/m^3") / 1000 / density(fuel_of[d])
                due[d] = due.get(d, 0.0) + duty
    return due
