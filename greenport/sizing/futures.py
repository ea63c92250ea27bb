"""Several futures, the way in and the way out: a problem each, a plan each, and one table of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from greenport.errors import ScenarioError
from greenport.sizing.door import problem_of
from greenport.sizing.risk import Outlook
from greenport.units import Q_

if TYPE_CHECKING:
    import pandas as pd

    from greenport.scenario import Scenario
    from greenport.sizing.plan import Plan
    from greenport.sizing.problem import Problem
    from greenport.sizing.solve import Hedge


def outlook_of(scenario: Scenario) -> Outlook:
    """Probabilities of the futures, by id, and what `solve.risk` says; without it, the mean alone."""
    chances = np.array([future.probability for future in scenario.futures])
    risk = scenario.document.solve.risk
    if risk is None:
        return Outlook(chances)
    return Outlook(chances, float(risk.weight.quantity.m_as("")), float(risk.tail.quantity.m_as("")))


def problems_of(scenario: Scenario) -> tuple[Problem, ...]:
    """Problem of each future, by id.

    Raises
    ------
    ScenarioError
        If futures differ in what is decided, or paid for, before any of them is known.
    """
    found = tuple(problem_of(future.scenario) for future in scenario.futures)
    first = _first_stage(found[0])
    for future, problem in zip(scenario.futures, found, strict=True):
        mine = _first_stage(problem)
        if wrong := [name for name in first.keys() | mine.keys() if first.get(name) != mine.get(name)]:
            origin = scenario.origin("futures", future.id)
            message = f"changes {min(wrong)}, which must be the same in every future"
            raise ScenarioError.of(f"futures[{future.id}]", message, origin.file, origin.line)
    return found


def _first_stage(problem: Problem) -> dict[str, object]:
    """Everything that stands in the first stage, in a form that can be compared."""
    found: dict[str, object] = {"the discount": problem.discount.tolist()}
    for asset in problem.assets:
        if asset.owned:
            values = {f.name: getattr(asset, f.name) for f in fields(asset) if f.name != "origin"}
            found[asset.id] = {n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in values.items()}
    found |= {f"fee of {supplier.id}": supplier.fee for supplier in problem.suppliers}
    found |= {f"fixed cost of {pool.id}": pool.fixed_cost for pool in problem.pools}
    found |= {f"grant {grant.id}": (grant.share, grant.ceiling, grant.smallest) for grant in problem.grants}
    return found


def plan_over(scenario: Scenario, plans: Mapping[str, Plan], hedge: Hedge) -> Plan:
    """One plan for several futures: its tables are those of the most probable one, its cost is the objective.

    Parameters
    ----------
    plans
        Plan of each future by id, all with the same first stage.
    hedge
        What was proved about it.
    """
    chances = {future.id: future.probability for future in scenario.futures}
    outlook = outlook_of(scenario)
    shown = plans[max(chances, key=lambda name: chances[name])]
    money = str(shown.cost.units)
    return replace(
        shown,
        name=scenario.name,
        scenario_hash=scenario.hash,
        provenance_hash=scenario.provenance_hash,
        resolved=scenario.text,
        cost=Q_(hedge.value, money),
        lower_bound=Q_(hedge.bound, money),
        floor=Q_(hedge.floor, money),
        gross_cost=Q_(hedge.gross, money),
        interrupted=hedge.interrupted,
        violation=max(plan.violation for plan in plans.values()),
        warnings=tuple(dict.fromkeys(warning for plan in plans.values() for warning in plan.warnings)),
        seconds=hedge.seconds,
        sources=scenario.sources(),
        shown=next(name for name, plan in plans.items() if plan is shown),
        chances=chances,
        risk={"weight": outlook.weight, "tail": outlook.tail},
        by_future=dict(plans),
    )


def table_of(plan: Plan) -> pd.DataFrame:
    """One row a future; see `Plan.futures`."""
    import pandas as pd

    money = f"MUSD_{plan.price_year}"
    fuels = sorted({d["fuel"] for d in plan.demand.values()})
    names = ["future", "probability", "weight", f"cost [{money}]", f"lower bound [{money}]"]
    names += [f"{fuel} [USD_{plan.price_year}/t]" for fuel in fuels]
    names += [f"{fuel} served [%]" for fuel in fuels]
    costs = np.array([one.cost.m_as(money) for one in plan.by_future.values()])
    weights = outlook_in(plan).weights(costs) if plan.by_future else costs
    rows = []
    for (name, one), weight in zip(plan.by_future.items(), weights, strict=True):
        row = [name, plan.chances[name], float(weight), one.cost.m_as(money), one.lower_bound.m_as(money)]
        row += [_levelised(one, fuel) for fuel in fuels]
        row += [_served(one, fuel) for fuel in fuels]
        rows.append(row)
    return pd.DataFrame(rows, columns=names)


def outlook_in(plan: Plan) -> Outlook:
    """What a plan says about its futures."""
    return Outlook(np.array(list(plan.chances.values())), plan.risk["weight"], plan.risk["tail"])


def _levelised(plan: Plan, fuel: str) -> float:
    if float(plan.delivered(fuel).magnitude) <= 0:
        return float("nan")
    return float(plan.levelised_cost(fuel).m_as(f"USD_{plan.price_year}/t"))


def _served(plan: Plan, fuel: str) -> float:
    """Share of what is asked for that is delivered, both discounted, in per cent."""
    factor = dict(zip(plan.costs["year"], plan.costs["discount"], strict=True))
    asked = sum(
        factor.get(int(year), 0.0) * mass
        for d in plan.demand.values()
        if d["fuel"] == fuel
        for year, mass in d["asked"].items()
    )
    return 100 * float(plan.delivered(fuel).m_as("kt")) / asked if asked else float("nan")
