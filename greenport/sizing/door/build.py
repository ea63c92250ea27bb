"""Put the problem together from the parts of the door, in canonical order."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from greenport import costs, units
from greenport.scenario import Scenario
from greenport.sizing import problem
from greenport.sizing.door import delivery, demand, rules, sites, supply, support
from greenport.sizing.door.desk import Desk
from greenport.units import Q_


def problem_of(scenario: Scenario) -> problem.Problem:
    """Turn a scenario into the plain numbers that the optimiser works with.

    Parameters
    ----------
    scenario
        As loaded; everything a result depends on is in it.

    Returns
    -------
    Problem
        In the units that `sizing.problem` declares.

    Raises
    ------
    GreenportError
        Missing dataset rows, distances or fuels, with the place in the scenario where known.
    """
    desk = Desk(scenario)
    demands = demand.demands(desk)
    directs = supply.directs(desk)
    links, unlinked = delivery.links(desk, demands, directs)
    found, excluded = supply.arrivals(desk)
    served: dict[str, list[str]] = {}
    for link in links:
        if link.pool and link.demand not in served.setdefault(link.pool, []):
            served[link.pool].append(link.demand)
    by_id = {d.id: d for d in demands}
    demand_at = {pool: _sum([by_id[d].asked.sum(axis=1) for d in ids]) for pool, ids in served.items()}
    for arrival in found:
        if arrival.entry.conventional and arrival.offer.blend:
            green = [d for d in demands if d.fuel == arrival.offer.blend.fuel]
            demand_at.setdefault(arrival.pool, _sum([d.asked.sum(axis=1) for d in green]))
    routes = supply.routes(desk, found, demand_at)
    prices = {
        pool: np.mean([r.price for r in routes if r.pool == pool], axis=0)
        for pool in {r.pool for r in routes}
    }
    lumpy = {
        f"{place.id}.{pool.grade}": demand.lead_quantile(
            desk, [by_id[d] for d in served.get(f"{place.id}.{pool.grade}", [])], pool.resupply_lead.quantity
        )
        for place in desk.document.places
        for pool in place.pools
        if pool.resupply_lead is not None
    }
    stated = [problem.Excluded(left.id, left.reason) for left in desk.document.excluded]
    pools = sites.pools(desk, demands, served, prices, lumpy)
    pools = [replace(p, demand=demand_at.get(p.id, p.demand)) for p in pools]
    assets = sites.assets(desk) + delivery.vessels(desk)
    budgets = rules.budgets(desk, assets)
    built = problem.Problem(
        name=scenario.name,
        years=desk.years,
        horizon=desk.document.years.horizon,
        discount=discount(desk),
        wacc=float(units.magnitude(desk.wacc, "")),
        gap=desk.number(desk.document.solve.gap, ""),
        rounds=desk.document.solve.rounds,
        nodes=desk.document.solve.nodes,
        closed={
            kind: np.array([desk.closures[year].hours(kind) for year in desk.years])
            for kind in ("berth", "anchorage", "jetty", "floating")
        },
        bunker_emissions=supply.heating_value(desk.document.bunker_fuel)
        * desk.number(desk.document.bunker_intensity, "gCO2e/MJ")
        / 1000,
        assets=tuple(rules.payable(a, budgets) for a in assets),
        places=tuple(sites.places(desk)),
        pools=tuple(pools),
        suppliers=tuple(supply.suppliers(desk)),
        routes=tuple(routes),
        directs=tuple(directs),
        modes=tuple(delivery.modes(desk)),
        links=tuple(links),
        demands=tuple(demands),
        blendings=tuple(rules.blendings(desk, demands)),
        targets=tuple(rules.targets(desk)),
        volumes=tuple(rules.volumes(desk)),
        limits=tuple(rules.limits(desk)),
        caps=tuple(rules.caps(desk)),
        budgets=tuple(budgets),
        grants=tuple(support.grants(desk)),
        loans=tuple(support.loans(desk)),
        excluded=tuple(stated + excluded + unlinked + cut_stems(links)),
        warnings=(),
    )
    priced = with_carbon_price(built, rules.carbon_price(desk))
    return replace(priced, warnings=tuple(cheap_to_go_without(priced)))


def discount(desk: Desk) -> problem.Floats:
    """Summed discount factor of the years that each milestone stands for; flows fall at year's end."""
    years = [*desk.years, desk.document.years.horizon]
    rate = desk.document.finance.discount_rate.quantity
    return np.array(
        [
            float(units.magnitude(costs.span_discount(rate, years[0], start, after), "yr"))
            for start, after in itertools.pairwise(years)
        ]
    )


def with_carbon_price(p: problem.Problem, price: dict[str, problem.Floats]) -> problem.Problem:
    """R4: add the price of well-to-wake emissions to what is delivered, and to fossil fuel burnt instead."""
    if not price:
        return p
    demands = {d.id: d for d in p.demands}
    fuels_priced = {demands[d].fuel: (path, demands[d].heating_value) for d, path in price.items()}

    def dearer(fuel: str, intensity: float) -> problem.Floats:
        path, lhv = fuels_priced.get(fuel, (np.zeros(len(p.years)), 0.0))
        return path * intensity * lhv / 1000

    return replace(
        p,
        routes=tuple(replace(r, price=r.price + dearer(r.fuel, r.intensity)) for r in p.routes),
        directs=tuple(replace(x, price=x.price + dearer(x.fuel, x.intensity)) for x in p.directs),
        demands=tuple(
            replace(d, without=d.without + price[d.id] * d.fossil_intensity * d.heating_value / 1000)
            if d.id in price and not d.elsewhere
            else d
            for d in p.demands
        ),
    )


def cut_stems(links: list[problem.Link]) -> list[problem.Excluded]:
    """V5: vessels that cannot serve a stem whole within the port stay, named once each."""
    seen = {}
    for link in links:
        if link.fit < 1:
            seen[link.mode, link.demand] = link.fit
    return [
        problem.Excluded(
            f"{mode} > {d}, whole stems", f"only {fit:.0%} of a stem can be pumped within the port stay"
        )
        for (mode, d), fit in sorted(seen.items())
    ]


def cheap_to_go_without(p: problem.Problem) -> list[str]:
    """Warn where going without costs less than the dearest offer: dear offers would never be taken.

    Where a limit on intensity decides what going without costs, nothing can be said beforehand.
    """
    ruled = {rule.fuel for rule in p.limits}
    found = []
    for d in p.demands:
        landed = {
            r.offer: float((r.price + r.freight / r.content).max()) for r in p.routes if r.fuel == d.fuel
        }
        landed |= {x.offer: float(x.price.max()) for x in p.directs if x.fuel == d.fuel}
        if not landed or d.fuel in ruled:
            continue
        dearest = max(landed, key=lambda name: landed[name])
        duty = min((float(k.cost.max()) for k in p.links if k.demand == d.id and d.elsewhere), default=0.0)
        price = landed[dearest] + max(0.0, duty)
        least = float((d.without if d.elsewhere else d.without + d.credit).min())
        if least < price:
            without = units.show(Q_(1000 * least, "USD/t"), 4)
            without += "" if d.elsewhere else " with the fossil fuel burnt"
            found.append(
                f"{d.origin.file}:{d.origin.line}: demand {d.id}: going without costs {without}, less than "
                f"the dearest offer {dearest} at {1000 * price:.0f} USD/t; that offer would never be taken"
            )
    return found


def _sum(parts: list[problem.Floats]) -> problem.Floats:
    return np.asarray(np.sum(parts, axis=0), dtype=float)
