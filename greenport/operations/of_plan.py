"""A plan's milestone year as a system that can be simulated: the way from sizing into operations."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from greenport import data, units
from greenport.errors import DataError
from greenport.operations import system
from greenport.scenario import Scenario
from greenport.scenario.loading import restored
from greenport.sizing import Plan
from greenport.sizing.door import problem_of
from greenport.sizing.door.desk import Desk
from greenport.sizing.problem import Link, Pool, Problem

KG = 1e6
"""Kilograms in a kt."""

NOON = 12.0
"""Hour of its day at which what the plan does on a day is done."""

Values = dict[tuple[str, tuple[object, ...]], float]


def systems_of(plan: Plan, chance: system.Chance | None = None) -> dict[int, system.System]:
    """Systems of all milestone years in which the plan delivers anything to ships, or stores anything.

    Raises
    ------
    DataError
        If the plan has several futures: one of them is to be simulated, see `Plan.in_future`.
    """
    if plan.by_future:
        raise DataError("the plan has several futures; simulate one, e.g. plan.in_future(...)")
    scenario = restored(plan.resolved, plan.name)
    problem = problem_of(scenario)
    values: dict[int, Values] = {year: {} for year in plan.years}
    for year, name, index, value in plan.schedule.itertuples(index=False, name=None):
        values[int(year)][str(name), tuple(json.loads(index))] = float(value)
    found = {}
    for y, year in enumerate(problem.years):
        one = _Year(scenario, problem, plan, y, values[year])
        if one.segments() or one.stores():
            found[year] = one.whole(chance or usual())
    return found


def usual() -> system.Chance:
    """What is left to chance unless told otherwise, by table ``operations``."""
    return system.Chance(
        alongside=_stated("alongside_variation", ""),
        delay=_stated("cargo_delay", "h"),
    )


def warm_up() -> float:
    """Hours that are simulated before the year that counts."""
    return _stated("warm_up", "h")


def _stated(key: str, unit: str) -> float:
    return float(units.magnitude(data.datum(f"operations:{key}").value, unit))


@dataclass
class _Year:
    """One milestone year of a plan."""

    scenario: Scenario
    problem: Problem
    plan: Plan
    y: int
    values: Values

    def whole(self, chance: system.Chance) -> system.System:
        """The year as a system."""
        return system.System(
            segments=self.segments(),
            stores=self.stores(),
            fleets=self.fleets(),
            berths=self.berths(),
            signals=self.signals(),
            closed=self.closed(),
            notice=_stated("notice", "h"),
            least_share=_stated("least_share", ""),
            chance=chance,
        )

    # ----------------------------------------------------------------------------------- ships

    def segments(self) -> tuple[system.Segment, ...]:
        """Ships that the plan serves, with the ways it serves them by."""
        found = []
        ships = {d.id: d for d in self.scenario.document.demand if d.kind == "ships"}
        for demand in self.problem.demands:
            if demand.kind != "ships" or float(demand.stem[self.y]) <= 0:
                continue
            stem = float(demand.stem[self.y])
            served: dict[tuple[str, str], float] = defaultdict(float)
            hours: list[float] = []
            for (name, index), mass in self.values.items():
                if name in ("serve", "direct") and index[-2] == demand.id and mass > 1e-9:
                    source = str(index[0])
                    served[source, str(index[1]) if name == "serve" else ""] += mass
                    hours += [24.0 * int(str(index[-1])) + NOON] * max(1, round(mass / stem))
            if not served:
                continue
            total = sum(served.values())
            fit = min(self._link(source, mode, demand.id).fit for source, mode in served)
            ways = tuple(
                self._way(source, mode, demand.id, stem, mass / total)
                for (source, mode), mass in sorted(served.items())
            )
            entry = ships[demand.id]
            found.append(
                system.Segment(
                    id=demand.id,
                    stem=round(KG * stem * fit),
                    calls=total / (stem * fit),
                    stay=float(units.magnitude(entry.port_stay.quantity, "h")),
                    closed_by=entry.lies_at,
                    ways=ways,
                    planned=tuple(sorted(hours)),
                )
            )
        return tuple(found)

    def _way(self, source: str, mode: str, demand: str, stem: float, share: float) -> system.Way:
        direct = next((x for x in self.problem.directs if x.id == source), None)
        link = self._link(source, mode, demand)
        stem *= link.fit
        alongside = stem * float(link.alongside[self.y])
        hours = stem * float(link.hours[self.y])
        if direct is not None:
            leg, shift = direct.trip_hours / 2, self._shift(direct.mode)
            return system.Way(
                source="",
                fleet=direct.mode,
                weight=share,
                out=leg,
                alongside=alongside - shift,
                back=leg + shift,
            )
        pool = self.problem.pool(source)
        load = stem * (pool.load_hours + pool.load_fixed / stem) if pool.load_hours else 0.0
        leg = max(0.0, hours - alongside - load) / 2
        return system.Way(
            source=source,
            fleet=mode,
            weight=share,
            load=load,
            out=leg,
            alongside=alongside,
            back=leg,
            at_berth=bool(link.berth_hours[self.y] > 0),
        )

    def _shift(self, mode: str) -> float:
        """Hours from one ship of a trip to the next."""
        entry = next(m for m in self.scenario.document.delivery if m.id == mode)
        return float(units.magnitude(entry.shift_time.quantity, "h")) if entry.shift_time else 0.0

    def _link(self, source: str, mode: str, demand: str) -> Link:
        return next(
            k
            for k in self.problem.links
            if k.demand == demand
            and (k.pool == source or k.direct == source)
            and (not mode or k.mode == mode)
        )

    def fleets(self) -> tuple[system.Fleet, ...]:
        """Vessels owned, and as many hired as may be hired at a time: hire is by the day."""
        found = []
        for mode in self.problem.modes:
            if mode.kind != "vessel":
                continue
            owned = round(self.values.get(("n", (mode.vessel,)), 0.0)) if mode.vessel else 0
            found.append(
                system.Fleet(
                    id=mode.id,
                    vessels=owned + mode.most,
                    availability=mode.availability,
                    repair=_stated("repair", "h"),
                )
            )
        return tuple(found)

    # ---------------------------------------------------------------------------------- stores

    def stores(self) -> tuple[system.Store, ...]:
        """Open pools whose stock is followed."""
        return tuple(
            self._store(pool)
            for pool in self.problem.pools
            if not pool.conventional and self.values.get(("open", (pool.id,)), 0.0) > 0.5
        )

    def _store(self, pool: Pool) -> system.Store:
        full = pool.density * sum(
            a.volume * self.values.get(("n", (a.id,)), 0.0)
            for a in self.problem.assets
            if a.kind == "tank" and a.pool == pool.id
        )
        heel = pool.heel * full
        routes = {r.id: r for r in self.problem.routes if r.pool == pool.id}
        cargoes = []
        for (name, index), value in self.values.items():
            if name == "cargo" and value > 1e-9 and str(index[0]) in routes:
                route = routes[str(index[0])]
                number = max(1, round(value))
                cargoes += [
                    system.Cargo(
                        hour=24.0 * int(str(index[1])) + NOON,
                        mass=round(KG * value * route.parcel / number),
                        discharge=route.berth_hours,
                        demurrage=self._demurrage(route.offer),
                    )
                ] * number
        aircraft = {d.id for d in self.problem.demands if d.kind == "aircraft"}
        draw = sum(
            value
            for (name, index), value in self.values.items()
            if name == "serve" and index[0] == pool.id and index[2] in aircraft
        )
        stock = self.values.get(("stock", (pool.id, 364)), heel)
        return system.Store(
            id=pool.id,
            place=pool.place,
            room=round(KG * (pool.fill * full - heel)),
            stock=max(0, round(KG * (stock - heel))),
            hold=24.0 * pool.hold_days,
            lead=self._lead(pool),
            cargoes=tuple(sorted(cargoes, key=lambda c: c.hour)),
            draw=round(KG * draw / 8760),
            losses=pool.loss,
            at_berth=pool.at_berth,
        )

    def _lead(self, pool: Pool) -> float:
        """Hours from an order to its cargo: the resupply lead of the pool, where it states one."""
        place = next(p for p in self.scenario.document.places if p.id == pool.place)
        entry = next(p for p in place.pools if p.grade == pool.grade)
        if entry.resupply_lead is None:
            return _stated("lead", "h")
        return float(units.magnitude(entry.resupply_lead.quantity, "h"))

    def _demurrage(self, offer: str) -> float:
        """USD an hour that a waiting tanker costs: its charter."""
        document = self.scenario.document
        entry = next(o for o in document.offers if o.id == offer)
        ship = next((s for s in document.ships if s.id == entry.ship), None)
        if ship is None:
            return 0.0
        money = self.scenario.money_of_the_year(ship.charter.quantity)
        return float(units.magnitude(money, "USD/h"))

    # ------------------------------------------------------------------------- berths, weather

    def berths(self) -> tuple[system.Berths, ...]:
        """Berths that stand, all of a place together."""
        found = []
        for place in self.problem.places:
            number = sum(
                round(self.values.get(("n", (a.id,)), 0.0))
                for a in self.problem.assets
                if a.kind == "berth" and a.place == place.id
            )
            if number:
                found.append(system.Berths(place=place.id, number=number, closed_by=place.closed_by))
        return tuple(found)

    def signals(self) -> tuple[system.Signal, ...]:
        """Storm signals as the scenario states them."""
        return tuple(
            system.Signal(
                id=s.id,
                occasions=float(units.magnitude(s.occasions.quantity, "1/yr")),
                hours=float(units.magnitude(s.duration.quantity, "h")),
                closes=tuple(s.closes),
                months=tuple(float(not s.season or m in s.season) for m in range(1, 13)),
                during=s.during or "",
            )
            for s in self.scenario.document.weather
        )

    def closed(self) -> dict[str, system.Spells]:
        """Closures of the plan's expected year."""
        spells = Desk(self.scenario).closures[self.problem.years[self.y]].spells
        return {str(kind): tuple(closed) for kind, closed in spells.items()}
