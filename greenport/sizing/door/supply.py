"""Suppliers and their offers: routes into pools with whole cargoes, and direct delivery."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greenport import costs, fuels, units
from greenport.scenario import schema
from greenport.sizing import problem
from greenport.sizing.door.desk import Desk, stated
from greenport.sizing.door.sites import density
from greenport.units import Q_


@dataclass(frozen=True)
class Arrival:
    """An offer in a pool, before its costs are known."""

    offer: schema.Offer
    supplier: schema.Supplier
    ship: schema.Ship
    pool: str
    place: schema.Place
    entry: schema.Pool


def suppliers(desk: Desk) -> list[problem.Supplier]:
    """Suppliers with what they have for this hub."""
    return [
        problem.Supplier(
            id=s.id,
            fuel=s.fuel,
            available=desk.path(s.available, "kt/yr"),
            fee=desk.number(s.contract_fee, "MUSD/yr"),
            least=desk.number(s.take_at_least, ""),
            intensity=desk.number(s.intensity, "gCO2e/MJ"),
            origin=desk.scenario.origin("suppliers", s.id),
        )
        for s in desk.document.suppliers
    ]


def arrivals(desk: Desk) -> tuple[list[Arrival], list[problem.Excluded]]:
    """U5: offers that could enter a pool, and those that could not, with the reason."""
    document = desk.document
    by_supplier = {s.id: s for s in document.suppliers}
    ships = {s.id: s for s in document.ships}
    found, excluded = [], []
    for offer in document.offers:
        if offer.deliver != "terminal":
            continue
        supplier = by_supplier[offer.supplier]
        grade = offer.grade or supplier.fuel
        mine = []
        for place in document.places:
            for pool in place.pools:
                name = f"{place.id}.{pool.grade}"
                if pool.grade != grade or (offer.to is not None and name not in offer.to):
                    continue
                arrival = Arrival(offer, supplier, ships[str(offer.ship)], name, place, pool)
                reason = _why_not(desk, arrival)
                if reason:
                    excluded.append(problem.Excluded(f"{offer.id} > {name}", reason))
                else:
                    mine.append(arrival)
        found += mine
    return found, excluded


def _why_not(desk: Desk, a: Arrival) -> str:
    """Why an offer cannot enter a pool; empty if it can."""
    parcel, dwt = desk.number(a.offer.parcel, "kt"), desk.number(a.ship.dwt, "kt")
    full = desk.number(desk.document.cargo_share, "")
    if round(parcel / dwt, 2) > full:
        return f"a parcel of {1000 * parcel:g} t is more than {full:.0%} of {a.ship.id}'s {1000 * dwt:g} dwt"
    if a.entry.receives == "berth":
        fits = [
            b
            for b in a.place.berths
            if desk.number(b.smallest_ship, "kt") <= dwt <= desk.number(b.largest_ship, "kt")
        ]
        if not fits:
            return f"no berth of {a.place.id} takes a ship of {1000 * dwt:g} dwt"
    if not a.entry.conventional:
        volume = sum(desk.number(m.volume, "m^3") * m.at_most for m in a.entry.modules) / 1000
        fill, heel = desk.number(a.entry.fill_at_most, "", 1.0), desk.number(a.entry.heel, "")
        room = (fill - heel) * density(a.entry.grade) * volume
        if room < parcel * (1 + _tolerance(desk, a.offer)):
            return f"a parcel of {1000 * parcel:g} t is more than all tanks of {a.pool} could take"
    return ""


def _tolerance(desk: Desk, offer: schema.Offer) -> float:
    return desk.number(offer.more_or_less or desk.document.more_or_less, "")


def _mass_share(blend: schema.Blend, grade: str) -> float:
    """Mass share of the green fuel in a ready blend stated by volume."""
    share = float(units.magnitude(blend.share.quantity, ""))
    green, rest = share * density(blend.fuel), (1 - share) * density(grade)
    return green / (green + rest)


def price_of(desk: Desk, supplier: schema.Supplier, offer: schema.Offer) -> problem.Floats:
    """MUSD per kt of green fuel, free on board plus premium, by milestone year."""
    base = desk.number(supplier.price, "USD/t") / 1000
    path = desk.path(supplier.price_path, "") if supplier.price_path else np.ones(len(desk.years))
    return base * path + desk.number(offer.premium, "USD/t") / 1000


def routes(desk: Desk, found: list[Arrival], demand_at: dict[str, problem.Floats]) -> list[problem.Route]:
    """Routes with their yearly prices, freight and stock costs.

    Parameters
    ----------
    demand_at
        Mean demand that each pool may serve, kt a year by milestone year (the g of U6).
    """
    return [_route(desk, a, demand_at.get(a.pool, np.zeros(len(desk.years)))) for a in found]


def _route(desk: Desk, a: Arrival, demand: problem.Floats) -> problem.Route:
    offer, supplier = a.offer, a.supplier
    fuel = offer.blend.fuel if offer.blend else supplier.fuel
    parcel = desk.number(offer.parcel, "kt")
    content = parcel * (_mass_share(offer.blend, a.entry.grade) if offer.blend else 1.0)
    distance = supplier.distance.quantity if supplier.distance else desk.distance(supplier.port)
    price = price_of(desk, supplier, offer)
    wacc = float(units.magnitude(desk.wacc, ""))
    pumping = parcel / density(a.entry.grade) * 1000 / desk.number(a.ship.discharge_rate, "m^3/h")
    berth_hours = pumping + desk.number(a.ship.port_time, "h")
    sea_years = float(units.magnitude(distance / a.ship.speed.quantity, "yr"))

    voyage = _voyage(desk, a, distance, berth_hours)
    if offer.freight is not None:
        freight = np.full(len(desk.years), desk.number(offer.freight, "USD/t") / 1000 * content)
    else:
        freight = np.broadcast_to(units.magnitude(voyage.cost, "MUSD"), len(desk.years)).astype(float)
    wait = desk.number(a.place.target_wait, "") if a.entry.receives == "berth" else 0.0
    demurrage = wait * berth_hours * desk.number(a.ship.charter, "MUSD/h")
    with np.errstate(divide="ignore", invalid="ignore"):
        standing = np.where(demand > 0, price * wacc * parcel**2 / (2 * demand), 0.0)
    in_stock = np.zeros(len(desk.years)) if a.entry.conventional else standing
    on_water = price * wacc * content * sea_years
    tolerance = _tolerance(desk, offer)
    available = desk.path(supplier.available, "kt/yr")
    green = desk.number(supplier.green_share, "", 1.0)
    arrives = green * (1.0 if a.entry.conventional else 1 - desk.number(a.entry.losses, ""))
    needed = demand / arrives + content if arrives > 0 else np.zeros(len(desk.years))
    wanted = np.minimum(available, needed)
    return problem.Route(
        id=f"{offer.id}>{a.pool}",
        offer=offer.id,
        supplier=supplier.id,
        pool=a.pool,
        fuel=fuel,
        parcel=parcel,
        content=content,
        green_share=green,
        tolerance=tolerance,
        dwt=desk.number(a.ship.dwt, "kt"),
        berth_hours=berth_hours,
        at_berth=a.entry.receives == "berth",
        price=price,
        freight=freight,
        cargo_cost=demurrage + in_stock + on_water,
        fuel_use=float(units.magnitude(voyage.fuel_mass, "kt")),
        most=np.floor(wanted / (content * (1 - tolerance)) + 1e-9).astype(np.int64),
        intensity=desk.number(supplier.intensity, "gCO2e/MJ"),
        origin=desk.scenario.origin("offers", offer.id),
    )


def _voyage(desk: Desk, a: Arrival, distance: units.Quantity, berth_hours: float) -> costs.Voyage:
    """Round voyage of a tanker, its cost by milestone year: loading takes as long as discharging."""
    money = f"USD_{desk.document.finance.price_year}/t"
    port = Q_(berth_hours, "h")
    return costs.voyage_cost(
        distance,
        costs.Tanker(
            speed=a.ship.speed.quantity,
            charter_rate=desk.quantity(a.ship.charter),
            fuel_at_sea=a.ship.fuel_at_sea.quantity,
            fuel_in_port=a.ship.fuel_in_port.quantity,
        ),
        a.offer.parcel.quantity,
        bunker_price=Q_(desk.path(desk.document.prices[desk.document.bunker_fuel], "USD/t"), money),
        load_time=port,
        discharge_time=port,
        waiting=a.ship.waiting.quantity if a.ship.waiting else None,
        port_dues=desk.quantity(a.ship.port_cost) if a.ship.port_cost else None,
    )


def directs(desk: Desk) -> list[problem.Direct]:
    """V4: offers that bunker vessels load at the supplier's port."""
    document = desk.document
    by_supplier = {s.id: s for s in document.suppliers}
    modes = {m.id: m for m in document.delivery}
    found = []
    for offer in document.offers:
        if offer.deliver != "direct":
            continue
        supplier, mode = by_supplier[offer.supplier], modes[str(offer.mode)]
        distance = supplier.distance.quantity if supplier.distance else desk.distance(supplier.port)
        parcel = offer.parcel.quantity
        load = costs.transfer_time(
            fuels.fuel(supplier.fuel).volume(parcel),
            mode.pump_rate.quantity,
            stated(mode.fixed_time).quantity,
        )
        cycle = costs.trip_cycle(load, distance, stated(mode.sea_speed or mode.speed).quantity, Q_(0, "h"))
        burnt = costs.trip_fuel(cycle, stated(mode.fuel_at_sea).quantity, stated(mode.fuel_in_port).quantity)
        fuel_use = float(units.magnitude(burnt, "kt"))
        bunker = desk.path(document.prices[document.bunker_fuel], "USD/t") / 1000
        shift = desk.number(mode.shift_time, "h")  # each stem's time has one; a trip has one less (V2)
        found.append(
            problem.Direct(
                id=offer.id,
                offer=offer.id,
                supplier=supplier.id,
                fuel=supplier.fuel,
                mode=mode.id,
                parcel=float(units.magnitude(parcel, "kt")),
                green_share=desk.number(supplier.green_share, "", 1.0),
                stems_per_trip=mode.stems_per_trip,
                trip_hours=float(units.magnitude(cycle.total, "h")) - shift,
                trip_cost=fuel_use * bunker,
                fuel_use=fuel_use,
                price=price_of(desk, supplier, offer),
                intensity=desk.number(supplier.intensity, "gCO2e/MJ"),
                origin=desk.scenario.origin("offers", offer.id),
            )
        )
    return found


def heating_value(fuel: str) -> float:
    """TJ per kt."""
    return float(units.magnitude(fuels.fuel(fuel).lhv, "GJ/t"))
