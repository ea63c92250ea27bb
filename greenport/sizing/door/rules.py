"""Blend limits, targets, carbon prices, emission rules and budgets in solver units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from greenport import fuels, units
from greenport.demand import aircraft
from greenport.scenario import schema
from greenport.sizing import problem, regulations
from greenport.sizing.door.demand import known, uplift_of
from greenport.sizing.door.desk import Desk
from greenport.sizing.door.sites import density


def blendings(desk: Desk, demands: list[problem.Demand]) -> list[regulations.Blending]:
    """X1: limits by share, density and aromatics of what leaves as blend."""
    by_id = {d.id: d for d in demands}
    return [
        _blending(desk, rule, by_id[rule.demand])
        for rule in desk.document.rules
        if isinstance(rule, schema.BlendLimit)
    ]


def _blending(desk: Desk, rule: schema.BlendLimit, demand: problem.Demand) -> regulations.Blending:
    neat, jet = density(demand.fuel), density(demand.replaces)
    least = desk.number(rule.density_at_least, "t/m^3")
    aromatic = desk.number(rule.aromatics_at_least, "")
    of_neat, of_jet = (_aromatics(name) for name in (demand.fuel, demand.replaces))
    return regulations.Blending(
        id=rule.id,
        demand=demand.id,
        fuel=demand.fuel,
        coefficients=(1 / neat, (jet - neat) / neat, (of_jet - of_neat) / neat),
        room=(desk.number(rule.share_at_most, ""), jet - least, of_jet - aromatic),
        volume=demand.uplift / jet,
        batch_cost=desk.number(rule.batch_cost, "MUSD"),
        origin=desk.scenario.origin("rules", rule.id),
    )


def _aromatics(name: str) -> float:
    found = fuels.fuel(name).aromatics
    return 0.0 if found is None else float(units.magnitude(found, ""))


def targets(desk: Desk) -> list[regulations.Target]:
    """R1: kt to be claimed each year, on the target's own basis."""
    found = []
    for rule in desk.document.rules:
        if not isinstance(rule, schema.Target):
            continue
        entry = known(rule.demand, desk)
        least = np.zeros(len(desk.years))
        for y, year in enumerate(desk.years):
            if year < rule.begins:
                continue
            share = rule.share.at(year)
            if isinstance(entry, schema.AircraftDemand):
                own, fossil = fuels.fuel(entry.fuel), fuels.fuel(entry.replaces)
                mass = aircraft.share_of_demand(uplift_of(entry, year), share, rule.basis, own, fossil)
                least[y] = float(units.magnitude(mass, "kt"))
            else:
                least[y] = float(units.magnitude(share, "")) * desk.number(entry.asks.at(year), "kt/yr")
        found.append(
            regulations.Target(
                rule.id, rule.demand, least, rule.status, desk.scenario.origin("rules", rule.id)
            )
        )
    return found


def volumes(desk: Desk) -> list[regulations.VolumeTarget]:
    """R1: kt that ships must bunker each year, and what other green fuels give of it."""
    asked = sorted({d.fuel for d in desk.document.demand if isinstance(d, schema.ShipDemand)})
    return [
        regulations.VolumeTarget(
            id=rule.id,
            fuels=tuple(rule.fuels or asked),
            least=np.where(np.array(desk.years) >= rule.begins, desk.path(rule.least, "kt/yr"), 0.0),
            given=np.zeros(len(desk.years)) if rule.given is None else desk.path(rule.given, "kt/yr"),
            status=rule.status,
            origin=desk.scenario.origin("rules", rule.id),
        )
        for rule in desk.document.rules
        if isinstance(rule, schema.VolumeTarget)
    ]


def carbon_price(desk: Desk) -> dict[str, problem.Floats]:
    """R4: MUSD per kt CO2e by demand and milestone year."""
    found: dict[str, problem.Floats] = {}
    for rule in desk.document.rules:
        if isinstance(rule, schema.CarbonPrice):
            path = desk.path(rule.price, "USD/tCO2e") / 1000
            for d in rule.demands:
                found[d] = found.get(d, np.zeros(len(desk.years))) + path
    return found


def limits(desk: Desk) -> list[regulations.IntensityLimit]:
    """R2: limits on the mean intensity, with what a deficit costs and a surplus earns."""
    return [
        regulations.IntensityLimit(
            id=rule.id,
            fuel=rule.fuel,
            limit=desk.path(rule.limit, "gCO2e/MJ"),
            deficit=desk.path(rule.deficit, "USD/tCO2e") / 1000,
            credit=np.zeros(len(desk.years))
            if rule.credit is None
            else desk.path(rule.credit, "USD/tCO2e") / 1000,
            law=rule.law or "",
            origin=desk.scenario.origin("rules", rule.id),
        )
        for rule in desk.document.rules
        if isinstance(rule, schema.IntensityLimit)
    ]


def caps(desk: Desk) -> list[regulations.Cap]:
    """R3: caps on what the fuels asked for may emit in a year."""
    asked = sorted({d.fuel for d in desk.document.demand})
    return [
        regulations.Cap(
            id=rule.id,
            fuels=tuple(rule.fuels or asked),
            most=np.where(
                np.array(desk.years) >= (rule.begins or desk.years[0]),
                desk.path(rule.most, "ktCO2e/yr"),
                np.inf,
            ),
            origin=desk.scenario.origin("rules", rule.id),
        )
        for rule in desk.document.rules
        if isinstance(rule, schema.EmissionCap)
    ]


def budgets(desk: Desk, assets: list[problem.Asset]) -> list[regulations.Budget]:
    """A4: budgets of capital, each with the assets that it pays for."""
    return [
        regulations.Budget(
            id=rule.id,
            assets=tuple(a.id for a in assets if a.owned and (not rule.places or a.place in rule.places)),
            most=desk.path(rule.most, "MUSD"),
            origin=desk.scenario.origin("rules", rule.id),
        )
        for rule in desk.document.rules
        if isinstance(rule, schema.Budget)
    ]


def payable(asset: problem.Asset, budgets: list[regulations.Budget]) -> problem.Asset:
    """The asset with the whole units that each year's budgets so far can pay for (A4)."""
    mine = [b.most for b in budgets if asset.id in b.assets]
    if not mine or asset.capex <= 0:
        return asset
    units = np.min([np.cumsum(np.floor(most / asset.capex + 1e-9)) for most in mine], axis=0)
    return replace(asset, payable=units.astype(np.int64))
