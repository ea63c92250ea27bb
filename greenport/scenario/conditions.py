"""What the values of one part must be together: what each kind needs, and which values fit each other.

References from one part to another are checked in `checks`. The schema sees to each value alone, so that
all that is wrong between them can be told in one go with what is wrong in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from greenport.demand import weather
from greenport.errors import Fault, GreenportError
from greenport.scenario.parts.places import Berth, Module, Pipeline, Pool
from greenport.scenario.parts.supply import Mode, Offer
from greenport.scenario.scenario import Scenario
from greenport.scenario.schema import ShipDemand, Signal
from greenport.scenario.tree import Branch, Items, Node, Text, Whole, dotted, is_set, item_key, short
from greenport.scenario.unknown import unknown
from greenport.scenario.values import known

LONGEST: Final = 100
"""Years from the first milestone to the horizon."""

MOST_STEMS: Final = 20_000
"""Stems a year of one demand; the days are drawn stem by stem."""

MODULE_NEEDS: Final = {
    "new": ("capex", "life"),
    "conversion": ("capex", "life"),
    "leased": ("lease",),
    "floating": ("rate",),
}
BERTH_NEEDS: Final = ("capex", "life", "works")
VESSEL_NEEDS: Final = (
    "capacity",
    "dwt",
    "speed",
    "fixed_time",
    "availability",
    "fuel_at_sea",
    "fuel_in_port",
)
EXAMPLES: Final = {
    "capex": "600 USD/m^3",
    "life": "30 yr",
    "lease": "40 USD/m^3/yr",
    "rate": "20000 USD/d",
}

Place = Sequence[str | int]
"""Steps to a part: keys of maps, ids of items of lists, or their numbers."""


def within(scenario: Scenario) -> Iterator[Fault]:
    """Find every part of which the values do not fit together."""
    yield from _repeated(scenario.tree, "")
    yield from _years(scenario)
    for signal in filter(known, scenario.document.weather):
        if bool(signal.season) == (signal.during is not None):
            message = "state either 'season' (months) or 'during' (another signal)"
            yield scenario.fault(("weather", signal.id), message)
    yield from _weather(scenario)
    for place in scenario.document.places:
        for berth in filter(known, place.berths):
            yield from _berth(scenario, berth, ("places", place.id, "berths", berth.id))
        for pool in filter(known, place.pools):
            if pool.pipeline is not None and known(pool.pipeline):
                yield from _pipeline(scenario, pool.pipeline, ("places", place.id, "pools", pool.grade))
            yield from _pool(scenario, pool, ("places", place.id, "pools", pool.grade))
    for mode in filter(known, scenario.document.delivery):
        yield from _mode(scenario, mode)
    for offer in filter(known, scenario.document.offers):
        yield from _offer(scenario, offer)
    yield from _demand(scenario)


def _repeated(node: Node, at: str) -> Iterator[Fault]:
    """Names and numbers that a list has twice: every list is a set of things."""
    if isinstance(node, Branch):
        for key, value in node.items():
            if (at, key) != ("years", "milestones"):
                yield from _repeated(value, dotted(at, key))
    elif isinstance(node, Items):
        seen: set[object] = set()
        for number, item in enumerate(node):
            if isinstance(item, Text | Whole) and item in seen:
                message = f'"{short(item)}" stands twice in this list; keep one'
                yield Fault(item.origin.file, item.origin.line, at, message)
            elif isinstance(item, Text | Whole):
                seen.add(item)
            else:
                yield from _repeated(item, item_key(at, item, number))


def _years(scenario: Scenario) -> Iterator[Fault]:
    years = scenario.document.years
    if not known(years):
        return
    first, last, decided = min(years.milestones), max(years.milestones), years.decision_date
    if sorted(set(years.milestones)) != years.milestones:
        message = "milestones must rise and name each year once, e.g. [2027, 2030, 2035]"
        yield scenario.fault(("years", "milestones"), message)
    elif first < decided.year:
        message = f"{first} lies before the decision of {decided}; start in {decided.year}"
        yield scenario.fault(("years", "milestones"), message)
    if years.horizon <= last:
        message = f"{years.horizon} must be later than the last milestone, {last}"
        yield scenario.fault(("years", "horizon"), message)
    elif years.horizon > first + LONGEST:
        message = (
            f"{years.horizon} is more than {LONGEST} years after the first milestone, {first}; "
            f"expected at most {first + LONGEST}"
        )
        yield scenario.fault(("years", "horizon"), message)


def _missing(part: Berth | Module | Pipeline, kind: str, needed: Sequence[str]) -> str:
    """What is left out that must be stated, so that nothing is free by an oversight."""
    missing = [name for name in needed if getattr(part, name) is None]
    if not missing:
        return ""
    shown = " and ".join(f"'{name}'" for name in missing)
    return f"{kind} needs {shown}; add {'it' if len(missing) == 1 else 'them'}"


def _berth(scenario: Scenario, berth: Berth, here: Place) -> Iterator[Fault]:
    if not berth.existing and (message := _missing(berth, "a berth that is to be built", BERTH_NEEDS)):
        yield scenario.fault(here, f"{message}, or say `existing: true` if it stands already")


def _pipeline(scenario: Scenario, line: Pipeline, pool: Place) -> Iterator[Fault]:
    if not line.existing and (message := _missing(line, "a pipeline that is to be built", BERTH_NEEDS)):
        mend = f"{message}, or say `existing: true` if it stands already"
        yield scenario.fault((*pool, "pipeline"), mend)


def _pool(scenario: Scenario, pool: Pool, here: Place) -> Iterator[Fault]:
    if pool.modules and not pool.conventional and pool.fill_at_most is None:
        yield scenario.fault(here, "needs fill_at_most, e.g. 95 %")
    heel, fill = pool.heel, pool.fill_at_most
    if heel is not None and fill is not None and known(heel, fill) and heel.quantity >= fill.quantity:
        late = "fill_at_most" if is_set(scenario.origin(*here, "fill_at_most")) else "heel"
        message = f"heel {heel} leaves no room below fill_at_most {fill}; expected less, e.g. heel 3 %"
        yield scenario.fault((*here, late), message)
    for module in filter(known, pool.modules):
        at = (*here, "modules", module.id)
        needed = MODULE_NEEDS[module.kind]
        if module.capex is not None and "life" not in needed:
            needed = (*needed, "life")
        if message := _missing(module, f"a module of kind {module.kind}", needed):
            yield scenario.fault(at, f"{message}, e.g. {_examples(module, needed)}")
        if module.kind == "conversion" and module.takes_from is None and module.lease is None:
            message = (
                "a conversion needs 'takes_from' (the pool that gives the tank up) or 'lease' (its rent)"
            )
            yield scenario.fault(at, f"{message}; add one of them")


def _examples(module: Module, needed: Sequence[str]) -> str:
    return ", ".join(f"{name}: {EXAMPLES[name]}" for name in needed if getattr(module, name) is None)


def _weather(scenario: Scenario) -> Iterator[Fault]:
    """A signal may happen on the occasions of one that has a season, and what it closes must fit a year."""
    signals = scenario.document.weather
    seasonal = {signal.id: signal for signal in signals if signal.season and signal.during is None}
    for signal in signals:
        if signal.during is not None and signal.during not in seasonal:
            message = unknown("signal with a season", signal.during, seasonal)
            yield scenario.fault(("weather", signal.id, "during"), message)
    for name, signal in seasonal.items():
        followers = [other for other in signals if other.during == name and not other.season]
        family = {member.id: member for member in (signal, *followers)}
        if not all(known(member.occasions, member.duration) for member in family.values()):
            continue
        try:
            weather.closures(
                [_input(member) for member in family.values()], scenario.document.years.horizon, 0
            )
        except GreenportError as error:
            told, _, message = str(error).partition(": ")
            at = told if told in family else name
            yield scenario.fault(("weather", at, "occasions"), message or told)


def _input(signal: Signal) -> weather.SignalInput:
    season = None if signal.during else tuple(float(month in signal.season) for month in range(1, 13))
    closed = tuple(signal.closes)
    occasions, duration = signal.occasions.quantity, signal.duration.quantity
    return weather.SignalInput(signal.id, occasions, duration, closed, season, signal.during)


def _mode(scenario: Scenario, mode: Mode) -> Iterator[Fault]:
    if mode.kind != "vessel":
        return
    if missing := [name for name in VESSEL_NEEDS if getattr(mode, name) is None]:
        yield scenario.fault(
            ("delivery", mode.id), f"a vessel needs {', '.join(missing)}; add what is missing"
        )
    if mode.hire is None and mode.buy is None:
        yield scenario.fault(("delivery", mode.id), "a vessel needs 'hire' or 'buy'; add one of them")


def _offer(scenario: Scenario, offer: Offer) -> Iterator[Fault]:
    direct = offer.deliver == "direct"
    for name in ("ship", "to"):
        if direct and getattr(offer, name) is not None:
            message = "a direct offer has neither 'ship' nor 'to': 'mode' carries it to the ships"
            yield scenario.fault(("offers", offer.id, name), message)
    if not direct and offer.mode is not None:
        message = "an offer to a terminal has no 'mode': 'ship' carries it"
        yield scenario.fault(("offers", offer.id, "mode"), message)
    if direct and offer.mode is None:
        message = "a direct offer needs 'mode', the bunker vessel that carries it"
        yield scenario.fault(("offers", offer.id), message)
    if not direct and offer.ship is None:
        message = "an offer to a terminal needs 'ship', the tanker that carries it"
        yield scenario.fault(("offers", offer.id), message)
    mode = next((m for m in scenario.document.delivery if m.id == offer.mode), None)
    if not direct or mode is None or mode.capacity is None or not known(offer.parcel, mode.capacity):
        return
    if offer.parcel.quantity > mode.capacity.quantity:
        message = (
            f"a parcel of {offer.parcel} is more than {mode.id} can carry, {mode.capacity}; "
            f"expected at most {mode.capacity}"
        )
        yield scenario.fault(("offers", offer.id, "parcel"), message)


def _demand(scenario: Scenario) -> Iterator[Fault]:
    lumpy = {
        pool.grade
        for place in scenario.document.places
        for pool in place.pools
        if pool.resupply_lead is not None
    }
    for d in filter(known, scenario.document.demand):
        here = ("demand", d.id)
        if known(d.otherwise) and (d.otherwise.elsewhere is None) == (d.otherwise.fossil is None):
            message = "state exactly one of 'elsewhere' and 'fossil'"
            yield scenario.fault((*here, "otherwise"), message)
        if not isinstance(d, ShipDemand):
            continue
        share = float(d.service.quantity.to("").magnitude)
        if d.fuel in lumpy and known(d.service) and share in (0.0, 1.0):
            told = "never" if share == 1.0 else "always"
            message = (
                f"a service of {d.service} is {told} met by a stock that must last until the next cargo "
                "(`resupply_lead`); expected more than 0 % and less than 100 %, e.g. 99.5 %"
            )
            yield scenario.fault((*here, "service"), message)
        asked = [value for value in d.asks.values() if known(value, d.stem)]
        most = max((float((v.quantity / d.stem.quantity).to("1/yr").magnitude) for v in asked), default=0.0)
        if most > MOST_STEMS:
            message = f"{most:.3g} stems a year; expected at most {MOST_STEMS:,}: are the units right?"
            yield scenario.fault((*here, "stem"), message)
