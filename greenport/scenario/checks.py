"""Checks between the parts of a scenario: every name must mean something, and mean it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from greenport import data, fuels
from greenport.errors import Fault, GreenportError
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import AircraftDemand, Place, ShipDemand, Step
from greenport.scenario.tree import Origin, near, short

MOST = 20
"""Names shown in a message."""

MOST_STEMS = 20_000
"""Stems a year of one demand; the days are drawn stem by stem."""


def references(scenario: Scenario) -> Iterator[Fault]:
    """Find every reference that leads nowhere, and every id that is used twice."""
    yield from _twice(scenario)
    yield from _fuels(scenario)
    yield from _ports(scenario)
    yield from _supply(scenario)
    yield from _sites(scenario)
    yield from _demand(scenario)
    yield from _rules(scenario)
    yield from _support(scenario)
    yield from _weather(scenario)


def _fault(origin: Origin, key: str, message: str) -> Fault:
    return Fault(origin.file, origin.line, key, message)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    shown = ", ".join(names[:MOST]) + (", …" if len(names) > MOST else "")
    expected = f"expected one of {shown}" if names else "there is none"
    return f'unknown {what} "{short(name)}"{near(name, names)}; {expected}'


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
        "support": [s.id for s in document.support],
        "weather": [s.id for s in document.weather],
    }
    built: list[str] = []
    for place in document.places:
        built += [berth.id for berth in place.berths]
        for pool in place.pools:
            built += [module.id for module in pool.modules]
            built += [pool.equipment.id] if pool.equipment else []
    groups["places (modules, berths, equipment)"] = built
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
            found = fuels.fuel(name).name
        except GreenportError as error:
            yield _fault(*scenario.located(*steps), str(error))
        else:
            if found != name:
                yield _fault(*scenario.located(*steps), f'fuel {name!r}: write it as it is kept, "{found}"')
    if document.bunker_fuel not in document.prices:
        message = _unknown("price", document.bunker_fuel, document.prices)
        yield _fault(scenario.origin("bunker_fuel"), "bunker_fuel", message)
    for d in document.demand:
        if d.replaces not in document.prices:
            message = _unknown("price", d.replaces, document.prices)
            yield _fault(scenario.origin("demand", d.id, "replaces"), f"demand[{d.id}].replaces", message)


def _ports(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    ports = data.keys("ports")
    if document.port not in ports:
        yield _fault(scenario.origin("port"), "port", _unknown("port", document.port, ports))
    for supplier in document.suppliers:
        if supplier.port not in ports:
            origin = scenario.origin("suppliers", supplier.id, "port")
            message = _unknown("port", supplier.port, ports)
            yield _fault(origin, f"suppliers[{supplier.id}].port", message)


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
        seller = suppliers.get(offer.supplier)
        grade = offer.grade or (seller.fuel if seller else None)
        if offer.deliver == "terminal" and grade is not None and grade not in grades:
            message = _unknown("grade", grade, grades)
            yield _fault(scenario.origin("offers", offer.id), f"{key}.grade", message)


def _sites(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    pools = {f"{place.id}.{pool.grade}" for place in document.places for pool in place.pools}
    demands = {d.id: d for d in document.demand}
    for place in document.places:
        for part, steps in _approvals(place):
            yield from _steps(scenario, steps, ("places", place.id, *part, "approvals"))
        for pool in place.pools:
            here = ("places", place.id, "pools", pool.grade)
            key = f"places[{place.id}].pools[{pool.grade}]"
            if pool.cover is not None and not isinstance(demands.get(pool.cover.demand), AircraftDemand):
                aircraft = [name for name, d in demands.items() if isinstance(d, AircraftDemand)]
                message = _unknown("aircraft demand", pool.cover.demand, aircraft)
                yield _fault(scenario.origin(*here, "cover"), f"{key}.cover.demand", message)
            for module in pool.modules:
                if module.takes_from is not None and module.takes_from.pool not in pools:
                    message = _unknown("pool", module.takes_from.pool, pools)
                    origin = scenario.origin(*here, "modules", module.id, "takes_from")
                    yield _fault(origin, f"{key}.modules[{module.id}].takes_from", message)


def _approvals(place: Place) -> Iterator[tuple[tuple[str, ...], list[Step]]]:
    """Every list of approval steps at a place, with the keys that lead from the place to its owner."""
    yield (), place.approvals
    for berth in place.berths:
        yield ("berths", berth.id), berth.approvals or []
    for pool in place.pools:
        if pool.equipment is not None:
            yield ("pools", pool.grade, "equipment"), pool.equipment.approvals or []
        for module in pool.modules:
            yield ("pools", pool.grade, "modules", module.id), module.approvals or []


def _steps(scenario: Scenario, steps: list[Step], here: tuple[str, ...]) -> Iterator[Fault]:
    """Approval steps: predecessors must exist, and no step may wait for itself."""
    names = [step.step for step in steps]
    for step in steps:
        for before in step.after:
            if before not in names:
                yield _fault(*scenario.located(*here), _unknown("step", before, names))
                return
    done: set[str] = set()
    while len(done) < len(set(names)):
        ready = [s.step for s in steps if s.step not in done and set(s.after) <= done]
        if not ready:
            waiting = ", ".join(name for name in names if name not in done)
            yield _fault(*scenario.located(*here), f"steps wait for each other: {waiting}")
            return
        done.update(ready)


def _demand(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    places = [place.id for place in document.places]
    for leg in document.legs:
        if leg.start not in places and leg.end not in places:
            yield _fault(
                scenario.origin("legs"),
                f"legs[{leg.start} to {leg.end}]",
                _unknown("place", leg.start, places),
            )
    ends = {end for leg in document.legs for end in (leg.start, leg.end)}
    for d in document.demand:
        if isinstance(d, ShipDemand) and ends and d.place not in ends:
            message = _unknown("end of a leg", d.place, ends)
            yield _fault(scenario.origin("demand", d.id, "place"), f"demand[{d.id}].place", message)
        if isinstance(d, ShipDemand):
            most = max(
                float((value.quantity / d.stem.quantity).to("1/yr").magnitude) for value in d.asks.values()
            )
            if most > MOST_STEMS:
                message = f"{most:.3g} stems a year; expected at most {MOST_STEMS:,}: are the units right?"
                yield _fault(scenario.origin("demand", d.id, "stem"), f"demand[{d.id}].stem", message)
        if isinstance(d, AircraftDemand) and d.monthly is not None:
            try:
                data.monthly(d.monthly)
            except GreenportError as error:
                yield _fault(
                    scenario.origin("demand", d.id, "monthly"), f"demand[{d.id}].monthly", str(error)
                )


def _rules(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    demands = {d.id: d for d in document.demand}
    for rule in document.rules:
        named = [rule.demand] if rule.kind in ("target", "blend") else getattr(rule, "demands", [])
        for name in named:
            if name not in demands:
                message = _unknown("demand", name, demands)
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)
            elif rule.kind in ("target", "blend") and not isinstance(demands[name], AircraftDemand):
                message = f"a {rule.kind} rule needs an aircraft demand, {name!r} is of ships"
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)


def _support(scenario: Scenario) -> Iterator[Fault]:
    """Grants and loans name assets that may be built, and none gets two of a kind."""
    document = scenario.document
    owned = {f"{mode.id}_own" for mode in document.delivery if mode.buy is not None}
    returnable: set[str] = set()
    for place in document.places:
        owned |= {berth.id for berth in place.berths if not berth.existing}
        for pool in place.pools:
            owned |= {pool.equipment.id} if pool.equipment else set()
            for module in pool.modules:
                (returnable if module.returnable else owned).add(module.id)
    seen: set[tuple[str, str]] = set()
    for entry in document.support:
        known = owned if entry.kind == "matched_grant" else owned | returnable
        here = scenario.origin("support", entry.id, "assets")
        for name in entry.assets:
            key = f"support[{entry.id}].assets"
            if name not in known:
                yield _fault(here, key, _unknown("asset that is built and kept", name, known))
            elif (entry.kind, name) in seen:
                yield _fault(here, key, f"{name!r} has two of the kind {entry.kind}; name it in one of them")
            seen.add((entry.kind, name))


def _weather(scenario: Scenario) -> Iterator[Fault]:
    """A signal may happen on the occasions of one that has a season, not on those of a third or its own."""
    seasonal = [signal.id for signal in scenario.document.weather if signal.season]
    for signal in scenario.document.weather:
        if signal.during is not None and signal.during not in seasonal:
            message = _unknown("signal with a season", signal.during, seasonal)
            yield _fault(
                scenario.origin("weather", signal.id, "during"), f"weather[{signal.id}].during", message
            )
