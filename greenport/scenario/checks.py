"""Checks between the parts of a scenario: every name must mean something, and mean it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from greenport import data, fuels, units
from greenport.errors import Fault, GreenportError
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import AircraftDemand, ShipDemand, Step
from greenport.scenario.tree import Origin, near


def references(scenario: Scenario) -> Iterator[Fault]:
    """Find every reference that leads nowhere, and every id that is used twice."""
    yield from _twice(scenario)
    yield from _fuels(scenario)
    yield from _ports(scenario)
    yield from _supply(scenario)
    yield from _sites(scenario)
    yield from _demand(scenario)


def _fault(origin: Origin, key: str, message: str) -> Fault:
    return Fault(origin.file, origin.line, key, message)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return f"unknown {what} {name!r}{near(name, names)}; expected one of {', '.join(names)}"


def _twice(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    groups: dict[str, list[str]] = {
        "places": [p.id for p in document.places],
        "ships": [s.id for s in document.ships],
        "delivery": [m.id for m in document.delivery],
        "suppliers": [s.id for s in document.suppliers],
        "offers": [o.id for o in document.offers],
        "demand": [d.id for d in document.demand],
        "rules": [r.id for r in document.rules],
        "weather": [s.id for s in document.weather],
    }
    assets = [
        item.id
        for place in document.places
        for item in [
            *place.berths,
            *(m for pool in place.pools for m in pool.modules),
            *(pool.equipment for pool in place.pools if pool.equipment),
        ]
    ]
    groups["places (modules, berths, equipment)"] = assets
    for group, ids in groups.items():
        for name, count in Counter(ids).items():
            if count > 1:
                origin = scenario.origin(group.split(" ")[0], name)
                yield _fault(origin, group, f"id {name!r} is used {count} times; ids must differ")
    for place in document.places:
        for grade, count in Counter(pool.grade for pool in place.pools).items():
            if count > 1:
                yield _fault(
                    scenario.origin("places", place.id), f"places[{place.id}].pools", f"grade {grade!r} twice"
                )


def _fuels(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    uses: list[tuple[str, tuple[str, ...]]] = [
        *((s.fuel, ("suppliers", s.id, "fuel")) for s in document.suppliers),
        *((d.fuel, ("demand", d.id, "fuel")) for d in document.demand),
        *((pool.grade, ("places", p.id, "pools", pool.grade)) for p in document.places for pool in p.pools),
        *((o.blend.fuel, ("offers", o.id, "blend")) for o in document.offers if o.blend),
        *((name, ("prices", name)) for name in document.prices),
    ]
    for name, steps in uses:
        try:
            fuels.fuel(name)
        except GreenportError as error:
            yield _fault(scenario.origin(*steps), ".".join(steps), str(error))
    if document.bunker_fuel not in document.prices:
        message = _unknown("price", document.bunker_fuel, document.prices)
        yield _fault(scenario.origin("bunker_fuel"), "bunker_fuel", message)
    for d in document.demand:
        if d.replaces not in document.prices:
            message = _unknown("price", d.replaces, document.prices)
            yield _fault(scenario.origin("demand", d.id, "replaces"), f"demand[{d.id}].replaces", message)


def _ports(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    for supplier in document.suppliers:
        if supplier.distance is not None:
            continue
        try:
            data.sea_distance(supplier.port, document.port)
        except GreenportError as error:
            yield _fault(
                scenario.origin("suppliers", supplier.id, "port"),
                f"suppliers[{supplier.id}].port",
                str(error),
            )


def _supply(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    suppliers = {s.id: s for s in document.suppliers}
    ships, modes = {s.id for s in document.ships}, {m.id: m for m in document.delivery}
    pools = {f"{place.id}.{pool.grade}" for place in document.places for pool in place.pools}
    grades = {name.split(".")[1] for name in pools}
    for offer in document.offers:
        key = f"offers[{offer.id}]"
        if offer.supplier not in suppliers:
            message = _unknown("supplier", offer.supplier, suppliers)
            yield _fault(scenario.origin("offers", offer.id, "supplier"), f"{key}.supplier", message)
            continue
        if offer.ship is not None and offer.ship not in ships:
            message = _unknown("ship", offer.ship, ships)
            yield _fault(scenario.origin("offers", offer.id, "ship"), f"{key}.ship", message)
        if offer.mode is not None and (offer.mode not in modes or modes[offer.mode].kind != "vessel"):
            vessels = [name for name, mode in modes.items() if mode.kind == "vessel"]
            message = _unknown("bunker vessel", offer.mode, vessels)
            yield _fault(scenario.origin("offers", offer.id, "mode"), f"{key}.mode", message)
        for name in offer.to or []:
            if name not in pools:
                yield _fault(
                    scenario.origin("offers", offer.id, "to"), f"{key}.to", _unknown("pool", name, pools)
                )
        grade = offer.grade or suppliers[offer.supplier].fuel
        if offer.deliver == "terminal" and grade not in grades:
            message = _unknown("grade", grade, grades)
            yield _fault(scenario.origin("offers", offer.id), f"{key}.grade", message)


def _sites(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    pools = {f"{place.id}.{pool.grade}" for place in document.places for pool in place.pools}
    demands = {d.id: d for d in document.demand}
    for place in document.places:
        yield from _steps(scenario, place.approvals, ("places", place.id, "approvals"))
        for pool in place.pools:
            here = ("places", place.id, "pools", pool.grade)
            key = f"places[{place.id}].pools[{pool.grade}]"
            if not pool.conventional and pool.modules and pool.fill_at_most is None:
                yield _fault(scenario.origin(*here), key, "needs fill_at_most, e.g. 95 %")
            if pool.heel is not None and pool.fill_at_most is not None:
                heel, fill = pool.heel.quantity, pool.fill_at_most.quantity
                if heel >= fill:
                    message = f"heel {heel} leaves no room below fill_at_most {fill}"
                    yield _fault(scenario.origin(*here, "heel"), f"{key}.heel", message)
            if pool.cover is not None and not isinstance(demands.get(pool.cover.demand), AircraftDemand):
                aircraft = [name for name, d in demands.items() if isinstance(d, AircraftDemand)]
                message = _unknown("aircraft demand", pool.cover.demand, aircraft)
                yield _fault(scenario.origin(*here, "cover"), f"{key}.cover.demand", message)
            for module in pool.modules:
                if module.takes_from is not None and module.takes_from.pool not in pools:
                    message = _unknown("pool", module.takes_from.pool, pools)
                    origin = scenario.origin(*here, "modules", module.id, "takes_from")
                    yield _fault(origin, f"{key}.modules[{module.id}].takes_from", message)
                if module.approvals is not None:
                    yield from _steps(scenario, module.approvals, (*here, "modules", module.id, "approvals"))


def _steps(scenario: Scenario, steps: list[Step], here: tuple[str, ...]) -> Iterator[Fault]:
    """Approval steps: predecessors must exist, and no step may wait for itself."""
    names = [step.step for step in steps]
    for step in steps:
        for before in step.after:
            if before not in names:
                yield _fault(scenario.origin(*here), ".".join(here), _unknown("step", before, names))
                return
    done: set[str] = set()
    while len(done) < len(set(names)):
        ready = [s.step for s in steps if s.step not in done and set(s.after) <= done]
        if not ready:
            waiting = ", ".join(name for name in names if name not in done)
            yield _fault(scenario.origin(*here), ".".join(here), f"steps wait for each other: {waiting}")
            return
        done.update(ready)


def _demand(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    demands = {d.id: d for d in document.demand}
    ends = {end for leg in document.legs for end in (leg.start, leg.end)}
    for d in document.demand:
        if isinstance(d, ShipDemand) and ends and d.place not in ends:
            message = _unknown("end of a leg", d.place, ends)
            yield _fault(scenario.origin("demand", d.id, "place"), f"demand[{d.id}].place", message)
        if isinstance(d, ShipDemand) and float(units.magnitude(d.stem.quantity, "t")) <= 0:
            yield _fault(scenario.origin("demand", d.id, "stem"), f"demand[{d.id}].stem", "must be above 0 t")
        if isinstance(d, AircraftDemand) and d.monthly is not None:
            try:
                data.monthly(d.monthly)
            except GreenportError as error:
                yield _fault(
                    scenario.origin("demand", d.id, "monthly"), f"demand[{d.id}].monthly", str(error)
                )
    for rule in document.rules:
        named = [rule.demand] if rule.kind in ("target", "blend") else getattr(rule, "demands", [])
        for name in named:
            if name not in demands:
                message = _unknown("demand", name, demands)
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)
            elif rule.kind in ("target", "blend") and not isinstance(demands[name], AircraftDemand):
                message = f"a {rule.kind} rule needs an aircraft demand, {name!r} is of ships"
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)
