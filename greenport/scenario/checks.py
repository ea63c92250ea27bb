"""Checks between the parts of a scenario: every name must mean something, and mean it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from greenport import data, fuels, units
from greenport.errors import Fault, GreenportError
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import (
    AircraftDemand,
    Budget,
    EmissionCap,
    GreenLoan,
    IntensityLimit,
    Place,
    ShipDemand,
    Step,
    VolumeTarget,
)
from greenport.scenario.tree import Origin, short
from greenport.scenario.unknown import unknown
from greenport.scenario.values import known


def references(scenario: Scenario) -> Iterator[Fault]:
    """Find every reference that leads nowhere, and every id that is used twice."""
    yield from _twice(scenario)
    yield from _fuels(scenario)
    yield from _ports(scenario)
    yield from _supply(scenario)
    yield from _sites(scenario)
    yield from _legs(scenario)
    yield from _demand(scenario)
    yield from _rules(scenario)
    yield from _limits(scenario)
    yield from _green(scenario)
    yield from _support(scenario)


def _fault(origin: Origin, key: str, message: str) -> Fault:
    return Fault(origin.file, origin.line, key, message)


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
        "futures": [f.id for f in document.futures],
    }
    built: list[str] = []
    for place in document.places:
        built += [berth.id for berth in place.berths]
        for pool in place.pools:
            built += [module.id for module in pool.modules]
            built += [part.id for part in (pool.equipment, pool.pipeline) if part]
    groups["places (modules, berths, equipment)"] = built
    for group, ids in groups.items():
        for name, count in Counter(ids).items():
            if count > 1:
                origin = scenario.origin(group.split(" ")[0], name)
                yield _fault(origin, group, f"id {name!r} is used {count} times; ids must differ")
    for place in document.places:
        for grade, count in Counter(pool.grade for pool in place.pools).items():
            if count > 1:
                origin = scenario.origin("places", place.id, "pools", grade)
                message = f"grade {grade!r} twice; put all its tanks into one pool"
                yield _fault(origin, f"places[{place.id}].pools", message)


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
        message = unknown("price", document.bunker_fuel, document.prices)
        yield _fault(scenario.origin("bunker_fuel"), "bunker_fuel", message)
    for d in document.demand:
        if d.replaces not in document.prices:
            message = unknown("price", d.replaces, document.prices)
            yield _fault(scenario.origin("demand", d.id, "replaces"), f"demand[{d.id}].replaces", message)


def _ports(scenario: Scenario) -> Iterator[Fault]:
    """A port that is not listed will do where the suppliers state their distance themselves."""
    document = scenario.document
    ports = data.keys("ports")
    bare = [supplier for supplier in document.suppliers if supplier.distance is None]
    if document.port not in ports and bare:
        names = ", ".join(supplier.id for supplier in bare[:20])
        mend = f"or state the sea `distance` of every supplier (it is missing for {names})"
        yield scenario.fault(("port",), _unlisted(document.port, ports, mend))
    for supplier in bare:
        if supplier.port not in ports:
            message = _unlisted(supplier.port, ports, "or state the `distance` of this supplier")
            yield scenario.fault(("suppliers", supplier.id, "port"), message)


def _unlisted(port: str, ports: Sequence[str], mend: str) -> str:
    return f"{unknown('port', port, ports)} (greenport data ports lists them all), {mend}"


def _supply(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    suppliers = {s.id: s for s in document.suppliers}
    ships, modes = {s.id for s in document.ships}, {m.id: m for m in document.delivery}
    pools = {f"{place.id}.{pool.grade}" for place in document.places for pool in place.pools}
    grades = {name.split(".")[1] for name in pools}
    for offer in document.offers:
        key = f"offers[{offer.id}]"
        if offer.supplier not in suppliers:
            message = unknown("supplier", offer.supplier, suppliers)
            yield _fault(scenario.origin("offers", offer.id, "supplier"), f"{key}.supplier", message)
        if offer.ship is not None and offer.ship not in ships:
            message = unknown("ship", offer.ship, ships)
            yield _fault(scenario.origin("offers", offer.id, "ship"), f"{key}.ship", message)
        if offer.mode is not None and (offer.mode not in modes or modes[offer.mode].kind != "vessel"):
            vessels = [name for name, mode in modes.items() if mode.kind == "vessel"]
            message = unknown("bunker vessel", offer.mode, vessels)
            yield _fault(scenario.origin("offers", offer.id, "mode"), f"{key}.mode", message)
        for name in offer.to or []:
            if name not in pools:
                yield _fault(
                    scenario.origin("offers", offer.id, "to"), f"{key}.to", unknown("pool", name, pools)
                )
        seller = suppliers.get(offer.supplier)
        grade = offer.grade or (seller.fuel if seller else None)
        if offer.deliver == "terminal" and grade is not None and grade not in grades:
            message = unknown("grade", grade, grades)
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
                message = unknown("aircraft demand", pool.cover.demand, aircraft)
                yield _fault(scenario.origin(*here, "cover"), f"{key}.cover.demand", message)
            for module in pool.modules:
                if module.takes_from is not None and module.takes_from.pool not in pools:
                    message = unknown("pool", module.takes_from.pool, pools)
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
        if pool.pipeline is not None:
            yield ("pools", pool.grade, "pipeline"), pool.pipeline.approvals or []
        for module in pool.modules:
            yield ("pools", pool.grade, "modules", module.id), module.approvals or []


def _steps(scenario: Scenario, steps: list[Step], here: tuple[str, ...]) -> Iterator[Fault]:
    """Approval steps: each name once, predecessors must exist, and no step may wait for itself."""
    names = [step.step for step in steps]
    sound = True
    for number, step in enumerate(steps):
        if step.step in names[:number]:
            sound = False
            yield scenario.fault((*here, number, "step"), f'step "{short(step.step)}" twice; keep one')
        for before in step.after:
            if before not in names:
                sound = False
                yield scenario.fault((*here, number, "after"), unknown("step", before, names))
    done: set[str] = set()
    while sound and len(done) < len(names):
        ready = [s.step for s in steps if s.step not in done and set(s.after) <= done]
        if not ready:
            waiting = ", ".join(short(name) for name in names if name not in done)
            yield scenario.fault(here, f"steps wait for each other: {waiting}; leave out one `after`")
            return
        done.update(ready)


def _legs(scenario: Scenario) -> Iterator[Fault]:
    """Legs begin or end at a place, and each pair of ends has one."""
    places = [place.id for place in scenario.document.places]
    seen: set[frozenset[str]] = set()
    for number, leg in enumerate(scenario.document.legs):
        ends = frozenset((leg.start, leg.end))
        if leg.start not in places and leg.end not in places:
            message = f"{unknown('place', leg.start, places)}; a leg starts or ends at one"
            yield scenario.fault(("legs", number, "start"), message)
        if ends in seen:
            message = f"a leg between {leg.start} and {leg.end} twice (it serves both ways); keep one"
            yield scenario.fault(("legs", number), message)
        seen.add(ends)


def _demand(scenario: Scenario) -> Iterator[Fault]:
    document = scenario.document
    ends = {end for leg in document.legs for end in (leg.start, leg.end)}
    for d in document.demand:
        if isinstance(d, ShipDemand) and ends and d.place not in ends:
            message = unknown("end of a leg", d.place, ends)
            yield _fault(scenario.origin("demand", d.id, "place"), f"demand[{d.id}].place", message)
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
                message = unknown("demand", name, demands)
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)
            elif rule.kind in ("target", "blend") and not isinstance(demands[name], AircraftDemand):
                message = f"a {rule.kind} rule needs an aircraft demand, {name!r} is of ships"
                yield _fault(scenario.origin("rules", rule.id), f"rules[{rule.id}].demand", message)


def _limits(scenario: Scenario) -> Iterator[Fault]:
    """Emission rules and budgets name fuels and places that there are, and pay no more than they take."""
    document = scenario.document
    by_ships = {d.fuel for d in document.demand if isinstance(d, ShipDemand)}
    asked = {d.fuel for d in document.demand}
    places = [place.id for place in document.places]
    for rule in document.rules:
        if isinstance(rule, IntensityLimit):
            if rule.fuel not in by_ships:
                message = unknown("fuel that ships ask for", rule.fuel, by_ships)
                yield scenario.fault(("rules", rule.id, "fuel"), message)
            yield from _credit(scenario, rule)
        elif isinstance(rule, EmissionCap):
            yield from _listed(scenario, rule, "fuel that is asked for", asked)
        elif isinstance(rule, VolumeTarget):
            yield from _listed(scenario, rule, "fuel that ships ask for", by_ships)
        elif isinstance(rule, Budget):
            for name in rule.places:
                if name not in places:
                    yield scenario.fault(("rules", rule.id, "places"), unknown("place", name, places))


def _listed(
    scenario: Scenario, rule: EmissionCap | VolumeTarget, what: str, there: set[str]
) -> Iterator[Fault]:
    for name in rule.fuels:
        if name not in there:
            yield scenario.fault(("rules", rule.id, "fuels"), unknown(what, name, there))


def _green(scenario: Scenario) -> Iterator[Fault]:
    """Ships take what is in the tanks: the share that counts as green is that of accounts for aircraft."""
    asked = {d.fuel for d in scenario.document.demand if isinstance(d, ShipDemand)}
    for supplier in scenario.document.suppliers:
        share = supplier.green_share
        if (
            share is not None
            and known(share)
            and supplier.fuel in asked
            and share.quantity < units.Q_("100 %")
        ):
            message = (
                f"{share} of a fuel that ships ask for; attributes are followed for aircraft only. State the "
                "green part alone as `available`, with its own intensity"
            )
            yield scenario.fault(("suppliers", supplier.id, "green_share"), message)


def _credit(scenario: Scenario, rule: IntensityLimit) -> Iterator[Fault]:
    """A surplus earns at most what a deficit costs; else money would be made of having both."""
    if rule.credit is None or not known(*rule.credit.values(), *rule.deficit.values()):
        return
    for year in scenario.document.years.milestones:
        earned, paid = (scenario.money_of_the_year(s.at(year)) for s in (rule.credit, rule.deficit))
        if earned > paid:
            message = (
                f"{units.show(earned)} in {year} is more than a deficit costs, {units.show(paid)}; "
                "expected at most that"
            )
            yield scenario.fault(("rules", rule.id, "credit"), message)
            return


def _support(scenario: Scenario) -> Iterator[Fault]:
    """Grants and loans name assets that may be built, and none gets two of a kind."""
    document = scenario.document
    owned = {f"{mode.id}_own" for mode in document.delivery if mode.buy is not None}
    returnable: set[str] = set()
    for place in document.places:
        owned |= {berth.id for berth in place.berths if not berth.existing}
        for pool in place.pools:
            owned |= {pool.equipment.id} if pool.equipment else set()
            owned |= {pool.pipeline.id} if pool.pipeline and not pool.pipeline.existing else set()
            for module in pool.modules:
                (returnable if module.returnable else owned).add(module.id)
    seen: set[tuple[str, str]] = set()
    wacc = document.finance.wacc
    for entry in document.support:
        if (
            isinstance(entry, GreenLoan)
            and known(entry.discount, wacc)
            and entry.discount.quantity > wacc.quantity
        ):
            message = f"{entry.discount} is more than the cost of capital, {wacc}; expected at most that"
            yield scenario.fault(("support", entry.id, "discount"), message)
        possible = owned if entry.kind == "matched_grant" else owned | returnable
        here = scenario.origin("support", entry.id, "assets")
        for name in entry.assets:
            key = f"support[{entry.id}].assets"
            if name not in possible:
                yield _fault(here, key, unknown("asset that is built and kept", name, possible))
            elif (entry.kind, name) in seen:
                yield _fault(here, key, f"{name!r} has two of the kind {entry.kind}; name it in one of them")
            seen.add((entry.kind, name))
