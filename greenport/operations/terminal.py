"""One replication: ships call, vessels load and pump, cargoes come, storms close places (SimPy).

A ship's call is known `notice` hours before it comes, or as long before as its way takes. A vessel of its way
is sent so that it lies alongside when the ship does, if vessel, product and berth are there in time; it pumps
when the place is open for as long as that takes. A stem that is not over when the ship must leave is cut; a
ship that could not get the least share of its stem goes without. A cargo waits until there is room and a
berth; its product can be issued after the hold. Cargoes come on the days of the plan; whenever a whole cargo
more or less than planned has been issued, one is ordered on top, or the next is called off.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from greenport.operations.gates import ALWAYS_OPEN, Gate
from greenport.operations.streams import YEAR, gamma, poisson_hours, storms, stream
from greenport.operations.system import Cargo, Fleet, Segment, Store, System, Way

Process = Generator[simpy.Event, Any, Any]

MOMENT = 1e-6
"""Hours within which two times are the same."""

SERVED, NO_VESSEL, NO_PRODUCT, CLOSED = "served", "no vessel", "no product", "closed"


@dataclass(slots=True)
class Call:
    """What became of one ship: waiting hours if it was served, and the kg that it got."""

    segment: str
    arrival: float
    wait: float
    mass: int
    outcome: str


@dataclass
class Record:
    """What one replication leaves behind; calls and cargoes of the warm-up are left out."""

    calls: list[Call] = field(default_factory=list)
    busy: dict[str, float] = field(default_factory=dict)
    demurrage_hours: float = 0.0
    demurrage: float = 0.0
    cargoes: int = 0
    extra: int = 0
    called_off: int = 0
    drawn: dict[str, int] = field(default_factory=dict)
    short: dict[str, int] = field(default_factory=dict)
    trace: list[tuple[float, str, int]] = field(default_factory=list)
    imbalance: int = 0


class Tanks:
    """The stock of one store: what can be issued, what is held for its certificate, and room."""

    def __init__(self, env: simpy.Environment, store: Store) -> None:
        self.store = store
        self.usable = simpy.Container(env, init=store.stock)
        self.room = simpy.Container(env, init=max(0, store.room - store.stock))
        self.held = self.loading = self.came = self.lost = self.issued = 0
        self.planned = self.ordered = 0

    def imbalance(self) -> int:
        """Kg that went missing: what was there and came, less what went and is there."""
        there = int(self.usable.level) + self.held + self.loading
        return self.store.stock + self.came - self.lost - self.issued - there


class Terminal:
    """A system in one replication."""

    def __init__(self, system: System, seed: int, replication: int, warm_up: float, traced: bool = False):
        self.system, self.seed, self.replication = system, seed, replication
        self.start, self.traced = -warm_up, traced
        self.env = simpy.Environment(initial_time=-warm_up)
        chance = system.chance
        closed = storms(system.signals, seed, replication, self.start) if chance.storms else system.closed
        self.gates = {kind: Gate(spells) for kind, spells in closed.items()}
        self.tanks = {store.id: Tanks(self.env, store) for store in system.stores}
        self.berths = {
            one.place: (simpy.Resource(self.env, one.number), one.closed_by)
            for one in system.berths
            if one.number
        }
        self.fleets = {
            fleet.id: simpy.PriorityResource(self.env, fleet.vessels)
            for fleet in system.fleets
            if fleet.vessels
        }
        self.record = Record()

    def run(self) -> Record:
        """Run the warm-up and a year."""
        env, system = self.env, self.system
        for segment in system.segments:
            env.process(self._segment(segment))
        for store in system.stores:
            env.process(self._supply(store))
            if store.draw:
                env.process(self._drawing(store))
        if system.chance.repairs:
            for fleet in system.fleets:
                for vessel in range(fleet.vessels if fleet.availability < 1 else 0):
                    env.process(self._breaking(fleet, vessel))
        env.run(until=YEAR)
        self.record.imbalance = max((abs(t.imbalance()) for t in self.tanks.values()), default=0)
        return self.record

    # ---------------------------------------------------------------------------------- ships

    def _segment(self, segment: Segment) -> Process:
        """The calls of a segment, each with its way and its time alongside."""
        hours = self._hours(segment)
        draw = stream(self.seed, self.replication, "ways", segment.id)
        weights = np.cumsum([way.weight for way in segment.ways])
        which = np.searchsorted(weights / weights[-1], draw.uniform(size=len(hours)), side="right")
        luck = gamma(
            stream(self.seed, self.replication, "alongside", segment.id),
            1.0,
            self.system.chance.alongside,
            len(hours),
        )
        last = len(segment.ways) - 1
        ways = [segment.ways[min(int(k), last)] for k in which]
        known = hours - np.array([max(self.system.notice, way.load + way.out) for way in ways])
        for k in np.argsort(known, kind="stable"):
            if known[k] > self.env.now:
                yield self.env.timeout(known[k] - self.env.now)
            way = ways[k]
            self.env.process(self._call(segment, way, float(hours[k]), way.alongside * float(luck[k])))

    def _hours(self, segment: Segment) -> Any:
        if self.system.chance.calls:
            draw = stream(self.seed, self.replication, "calls", segment.id)
            return poisson_hours(draw, segment.calls, self.start, YEAR)
        planned = np.array(segment.planned)
        before = planned[planned >= YEAR + self.start] - YEAR
        return np.concatenate([before, planned])

    def _call(self, segment: Segment, way: Way, arrival: float, alongside: float) -> Process:
        env = self.env
        latest = arrival + segment.stay - self.system.least_share * alongside
        ahead = way.load + way.out
        if arrival - ahead > env.now:
            yield env.timeout(arrival - ahead - env.now)
        if way.fleet not in self.fleets:
            return self._told(segment, arrival, 0.0, NO_VESSEL)
        with self.fleets[way.fleet].request() as vessel:
            if not (yield from self._by(vessel, latest - ahead)):
                return self._told(segment, arrival, 0.0, NO_VESSEL)
            begun = env.now
            if way.source and not (yield from self._loaded(segment, way, latest)):
                return self._told(segment, arrival, 0.0, NO_PRODUCT)
            if way.out:
                yield env.timeout(way.out)
            gate = self.gates.get(segment.closed_by, ALWAYS_OPEN)
            at = gate.opening(max(env.now, arrival), alongside)
            share = 0.0 if at > latest else min(1.0, (arrival + segment.stay - at + MOMENT) / alongside)
            mass = round(share * segment.stem)
            self._told(segment, arrival, max(0.0, at - arrival), SERVED if mass else CLOSED, mass)
            if mass:
                yield env.timeout(at - env.now + share * alongside)
            if way.back:
                yield env.timeout(way.back)
            if way.source and mass < segment.stem:
                self._back(self.tanks[way.source], segment.stem - mass)
            self._busy(way.fleet, env.now - begun)
        return None

    def _loaded(self, segment: Segment, way: Way, latest: float) -> Process:
        """Take a stem from the store and load it; tells whether that was possible in time."""
        env, tanks = self.env, self.tanks[way.source]
        taken = tanks.usable.get(segment.stem)
        if not (yield from self._by(taken, latest - way.load - way.out)):
            taken.cancel()
            return False
        tanks.loading += segment.stem
        if way.at_berth:
            resource, kind = self.berths[tanks.store.place]
            with resource.request() as berth:
                yield berth
                at = self.gates.get(kind, ALWAYS_OPEN).opening(env.now, way.load)
                yield env.timeout(at - env.now + way.load)
                self._busy(tanks.store.place, way.load)
        elif way.load:
            yield env.timeout(way.load)
        tanks.loading -= segment.stem
        self._issue(tanks, segment.stem)
        return True

    def _back(self, tanks: Tanks, mass: int) -> None:
        """Bring back what no ship took; what was meant to fill its room is kept waiting meanwhile."""
        tanks.came += mass
        tanks.usable.put(mass)
        tanks.room.get(mass)

    def _by(self, event: Any, latest: float) -> Process:
        """Wait for an event until a time; tells whether it came."""
        if event.triggered:
            yield event
            return True
        if latest <= self.env.now:
            return False
        if np.isinf(latest):
            yield event
            return True
        yield event | self.env.timeout(latest - self.env.now)
        return bool(event.triggered)

    # --------------------------------------------------------------------------------- stores

    def _issue(self, tanks: Tanks, mass: int) -> None:
        """Product leaves the tanks: there is room again, and the next cargo may be due."""
        tanks.issued += mass
        if mass:
            tanks.room.put(mass)
        if self.traced:
            self.record.trace.append((self.env.now, tanks.store.id, int(tanks.usable.level)))

    def _supply(self, store: Store) -> Process:
        """The plan's cargoes, ordered `lead` before their hour, more or fewer as more or less is issued."""
        env, tanks = self.env, self.tanks[store.id]
        if not store.cargoes:
            return
        cycle = [
            Cargo(hour=c.hour + shift, mass=c.mass, discharge=c.discharge, demurrage=c.demurrage)
            for shift in (-YEAR, 0.0)
            for c in sorted(store.cargoes, key=lambda c: c.hour)
        ]
        delay = stream(self.seed, self.replication, "delays", store.id)
        rate = sum(c.mass for c in store.cargoes) / YEAR
        for cargo in cycle:
            late = float(delay.normal(0.0, 1.0)) * self.system.chance.delay
            if cargo.hour < self.start:
                continue
            order = cargo.hour - store.lead
            if order > env.now:
                yield env.timeout(order - env.now)
            owed = tanks.issued - rate * (env.now - self.start) - (tanks.ordered - tanks.planned)
            if self.system.chance.calls and owed <= -cargo.mass:
                tanks.planned += cargo.mass
                self.record.called_off += env.now >= 0
                continue
            tanks.planned += cargo.mass
            tanks.ordered += cargo.mass
            env.process(self._cargo(tanks, cargo, cargo.hour + late))
            if self.system.chance.calls and owed >= cargo.mass:
                tanks.ordered += cargo.mass
                self.record.extra += env.now >= 0
                env.process(self._cargo(tanks, cargo, env.now + store.lead + late))

    def _cargo(self, tanks: Tanks, cargo: Cargo, arrival: float) -> Process:
        """A cargo arrives, waits for room and a berth, discharges, and is held for its certificate."""
        env, store = self.env, tanks.store
        if arrival > env.now:
            yield env.timeout(arrival - env.now)
        came = env.now
        mass = min(cargo.mass, store.room)
        yield tanks.room.get(mass)
        if store.at_berth and store.place in self.berths:
            resource, kind = self.berths[store.place]
            with resource.request() as berth:
                yield berth
                at = self.gates.get(kind, ALWAYS_OPEN).opening(env.now, cargo.discharge)
                waited = at - came
                yield env.timeout(at - env.now + cargo.discharge)
                self._busy(store.place, cargo.discharge)
        else:
            at = self.gates.get("anchorage", ALWAYS_OPEN).opening(env.now, cargo.discharge)
            waited = at - came
            yield env.timeout(at - env.now + cargo.discharge)
        if came >= 0:
            self.record.cargoes += 1
            self.record.demurrage_hours += waited
            self.record.demurrage += waited * cargo.demurrage
        lost = round(mass * store.losses)
        tanks.came += mass
        tanks.lost += lost
        tanks.held += mass - lost
        if lost:
            tanks.room.put(lost)
        if store.hold:
            yield env.timeout(store.hold)
        tanks.held -= mass - lost
        yield tanks.usable.put(mass - lost)
        if self.traced:
            self.record.trace.append((env.now, store.id, int(tanks.usable.level)))

    def _drawing(self, store: Store) -> Process:
        """What aircraft take, day by day; what is short on a day is made good within the quarter."""
        env, tanks = self.env, self.tanks[store.id]
        owed, day = 0, 24 * store.draw
        while True:
            yield env.timeout(24.0)
            owed += day
            mass = min(owed, int(tanks.usable.level))
            if mass:
                yield tanks.usable.get(mass)
                self._issue(tanks, mass)
            owed -= mass
            if env.now > 0:
                self.record.drawn[store.id] = self.record.drawn.get(store.id, 0) + mass
            if int(env.now // 24) % 91 == 0:
                if env.now > 0:
                    self.record.short[store.id] = self.record.short.get(store.id, 0) + owed
                owed = 0

    # -------------------------------------------------------------------------------- vessels

    def _breaking(self, fleet: Fleet, vessel: int) -> Process:
        """One vessel's breakdowns: exponential times in service and in repair; work is finished first."""
        env = self.env
        draw = stream(self.seed, self.replication, "repairs", f"{fleet.id} {vessel}")
        up = fleet.repair * fleet.availability / (1 - fleet.availability)
        while True:
            yield env.timeout(float(draw.exponential(up)))
            with self.fleets[fleet.id].request(priority=-1) as yard:
                yield yard
                yield env.timeout(float(draw.exponential(fleet.repair)))

    def _busy(self, name: str, hours: float) -> None:
        if self.env.now > 0:
            self.record.busy[name] = self.record.busy.get(name, 0.0) + hours

    def _told(self, segment: Segment, arrival: float, wait: float, outcome: str, mass: int = 0) -> None:
        if arrival >= 0:
            self.record.calls.append(Call(segment.id, arrival, wait, mass, outcome))
