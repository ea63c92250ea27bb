"""What a terminal costs, from the bottom up: its works, what is added to them, its land and its years.

A design names what is built; each line of the estimate is priced from rows of the tables `terminal_costs`,
`capital_costs` and `operating_costs`, brought to one money, with its range, status and source. Costs
"all in" are another scope: `all_in_terminal` gives them alone, because a berth, a contingency or an
owner's cost added to them would be counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from greenport import data
from greenport.costs.arguments import one_number, takes
from greenport.costs.conversion import MONEY_WANTED, converted
from greenport.costs.estimate import Item, TerminalEstimate, described, priced, share_of, weakest
from greenport.costs.jetty import JETTY_ROWS, jetty_works, mobilisation
from greenport.costs.prices import money_of
from greenport.costs.tank_volumes import NOMINAL
from greenport.costs.tanks import (
    installed_tank_cost,
    methanol_tank_cost,
    planned_tank_cost,
    tank_conversion_cost,
    tank_purchase_cost,
)
from greenport.costs.terminal_design import (
    BERTHS,
    DESIGN,
    EQUIPMENT,
    PIPELINES,
    Jetty,
    TankSet,
    TerminalDesign,
)
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, Quantity, expects, price_year

WORKS = ("tanks", "berths", "pipelines", "equipment")
"""Groups of an estimate that are works: what contingency and owner's cost are added to."""
INSTALLED_ROWS = ("terminal_costs:installed_factor",)
FIT_OUT_ROWS = ("terminal_costs:methanol_premium",)


@takes(design=DESIGN, money=MONEY_WANTED)
def estimate_terminal(
    design: TerminalDesign, money: str = "USD_2025", rates: Mapping[str, float] | None = None
) -> TerminalEstimate:
    """Capital cost of a terminal, item by item.

    Works are priced from the rows of the tables, moved by the plant cost index in their own currency and
    then exchanged; contingency and owner's cost come on top, ``works * (1 + c) * (1 + o)``; a land
    premium is added after them.

    Parameters
    ----------
    design : TerminalDesign
        What is built.
    money : str
        Currency and price year of all amounts.
    rates : mapping of str to float, optional
        Units of a currency per US dollar.

    Returns
    -------
    TerminalEstimate
        Its range has every figure at its low, and at its high end: wider than the terminal's own.

    Raises
    ------
    DataError
        If a tank lies outside the sizes that its cost holds for, or the index does not cover a year.
    GreenportError
        If nothing is built.

    Examples
    --------
    >>> design = TerminalDesign(
    ...     tanks=(TankSet(Q_("20000 m^3"), number=2),), equipment={"barge_berth": 1, "hose_tower": 2}
    ... )
    >>> estimate = estimate_terminal(design)
    >>> print(f"{estimate.of(*WORKS):.1f}, {estimate.total:.2f}")
    39.5 MUSD_2025, 59.05 MUSD_2025
    """
    unit = f"M{money}"
    year = _year(money)
    works = [
        *(_tanks(each, year, unit, rates) for each in design.tanks),
        *(_jetty(each, unit, rates) for each in design.jetties),
        *(_units(name, number, unit, rates) for name, number in design.equipment.items()),
        *(_line(name, length, unit, rates) for name, length in design.pipelines.items()),
    ]
    if not works:
        raise GreenportError("terminal: nothing is built; give tanks, jetties, equipment or pipelines")
    notes = ["Without dredging, ground improvement, financing and working capital."]
    land = [*_premium(design, unit, rates)]
    if design.land is not None and design.land.note:
        notes.append(design.land.note)
    return TerminalEstimate((*works, *_additions(works), *land), unit, tuple(notes))


@expects(volume=NOMINAL)
@takes(money=MONEY_WANTED)
def all_in_terminal(
    volume: Quantity, money: str = "USD_2025", rates: Mapping[str, float] | None = None
) -> TerminalEstimate:
    """Cost of a methanol terminal all in, by its volume: tanks, jetty, and all that is added.

    For a first look, and to check an estimate from the bottom up against.

    Parameters
    ----------
    volume : Quantity
        Of all tanks.
    money, rates
        As for `estimate_terminal`.

    Returns
    -------
    TerminalEstimate
        With one item, to which nothing is added.

    Examples
    --------
    >>> print(f"{all_in_terminal(Q_('40000 m^3')).total:.0f}")
    40 MUSD_2025
    """
    one_number(volume=volume)
    item = priced(
        "terminal, all in",
        "all in",
        f"{described(volume)} with jetty",
        ("terminal_costs:all_in:methanol",),
        lambda cost: Q_((cost * volume).to_reduced_units()),
        f"M{money}",
        rates,
    )
    return TerminalEstimate(
        (item,), f"M{money}", ("All in: add no berth, no contingency and no owner's cost; land is apart.",)
    )


def _tanks(tank: TankSet, year: int, unit: str, rates: Mapping[str, float] | None) -> Item:
    new = (
        _planned_tanks(tank, unit, rates)
        if tank.kind == "planning"
        else _bought_tanks(tank, year, unit, rates)
    )
    if not tank.converted:
        return new
    share = data.datum("capital_costs:conversion_share")
    return replace(
        new,
        name=f"{tank.fuel} tanks, converted",
        basis=f"{new.basis}, {described(share.value)} of new",
        amount=tank_conversion_cost(new.amount),
        low=tank_conversion_cost(new.low, share.low),
        high=tank_conversion_cost(new.high, share.high),
        status=weakest([new.status, share.status]),
    )


def _planned_tanks(tank: TankSet, unit: str, rates: Mapping[str, float] | None) -> Item:
    module = "meoh_20k" if tank.fuel == "methanol" else "saf_new_15k"
    return priced(
        f"{tank.fuel} tanks, new",
        "tanks",
        f"{tank.number} x {described(tank.volume)}, planning value",
        (f"capital_costs:{module}",),
        lambda cost: tank.number * planned_tank_cost(tank.volume, module, cost),
        unit,
        rates,
    )


def _bought_tanks(tank: TankSet, year: int, unit: str, rates: Mapping[str, float] | None) -> Item:
    each = tank_purchase_cost(tank.kind, tank.volume, year)

    def amount(_: Quantity, factor: Quantity, *premium: Quantity) -> Quantity:
        standing = tank.number * installed_tank_cost(each, factor)
        return methanol_tank_cost(standing, premium[0]) if premium else standing

    kind = tank.kind.replace("_", " ")
    rows = (f"terminal_costs:{tank.kind}:{'fixed' if tank.kind == 'stainless' else 'a'}", *INSTALLED_ROWS)
    item = priced(
        f"{tank.fuel} tanks, new",
        "tanks",
        f"{tank.number} x {described(tank.volume)}, {kind}: purchase x installed factor"
        f"{' x fit-out' if tank.fuel == 'methanol' else ''}",
        (*rows, *FIT_OUT_ROWS) if tank.fuel == "methanol" else rows,
        amount,
        unit,
        rates,
    )
    return replace(item, note="; ".join(filter(None, (f"purchase cost of {year} by CEPCI", item.note))))


def _jetty(jetty: Jetty, unit: str, rates: Mapping[str, float] | None) -> Item:
    def amount(
        deck: Quantity, dolphin: Quantity, walk: Quantity, share: Quantity, least: Quantity
    ) -> Quantity:
        works = jetty_works(jetty.platform, Q_(jetty.dolphins), jetty.catwalk, deck, dolphin, walk)
        return works + mobilisation(works, share, least)

    basis = (
        f"platform {described(jetty.platform)}, {jetty.dolphins} dolphins, "
        f"catwalk {described(jetty.catwalk)}, mobilisation"
    )
    return priced("jetty", "berths", basis, JETTY_ROWS, amount, unit, rates)


def _units(name: str, number: int, unit: str, rates: Mapping[str, float] | None) -> Item:
    group = "berths" if name in BERTHS else "equipment"
    row = EQUIPMENT[name]
    return priced(
        name.replace("_", " "), group, f"{number} each", (row,), lambda cost: number * cost, unit, rates
    )


def _line(name: str, length: Quantity, unit: str, rates: Mapping[str, float] | None) -> Item:
    row = f"terminal_costs:{PIPELINES[name]}"
    return priced(
        f"{name} pipeline",
        "pipelines",
        described(length),
        (row,),
        lambda cost: Q_((cost * length).to_reduced_units()),
        unit,
        rates,
    )


def _additions(works: list[Item]) -> Iterator[Item]:
    """Contingency on the works, and the owner's cost on both."""
    first = share_of("contingency", "additions", "finance:contingency", works, "of the works")
    yield first
    both = [*works, first]
    yield share_of("owner's cost", "additions", "finance:owner_cost", both, "of works and contingency")


def _premium(design: TerminalDesign, unit: str, rates: Mapping[str, float] | None) -> Iterator[Item]:
    """Land premium, if the site is held for one."""
    if design.land is None or design.area is None or design.land.premium is None:
        return
    paid = converted(Q_((design.land.premium * design.area).to_reduced_units()), money_of(unit), rates=rates)
    amount = paid.value.to(unit)
    basis = f"{described(design.area)} at {described(design.land.premium)}, {design.land.kind.value}"
    note = "; ".join(paid.steps)
    yield Item("land premium", "land", basis, amount, amount, amount, design.land.status, note=note)


def _year(money: str) -> int:
    year = price_year(Q_(1.0, money))
    if year is None:
        raise UnitError(
            f'money of {money!r} has no price year; a currency with its year is due, e.g. "USD_2025"'
        )
    return year
