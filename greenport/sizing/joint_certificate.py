"""The certificate of a plan for several futures: each of them, what joins them, and the objective."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from greenport.errors import DataError
from greenport.scenario.loading import restored
from greenport.sizing.charges import HELD
from greenport.sizing.futures import outlook_in, outlook_of
from greenport.sizing.solve.held import PAID_ONCE, taking
from greenport.sizing.solved import TABLES
from greenport.sizing.stated import DOLLAR
from greenport.units import Q_

if TYPE_CHECKING:
    from greenport.scenario import Scenario
    from greenport.sizing.certificate import Certificate
    from greenport.sizing.plan import Plan
    from greenport.sizing.problem import Floats, Problem
    from greenport.sizing.stamp import Index

Once = dict[tuple[int, str, str], float]
"""What is decided once, by year, column and id."""


def inputs_of(plan: Plan) -> Scenario:
    """The scenario that a plan was made from, built again.

    Raises
    ------
    DataError
        If the datasets have changed since.
    """
    scenario = restored(plan.resolved, f"plan {plan.name}")
    if scenario.hash != plan.scenario_hash:
        raise DataError(
            f"the plan was made from inputs with the hash {plan.scenario_hash[:12]}, which today's datasets "
            f"give as {scenario.hash[:12]}; verify it with the version that made it"
        )
    return scenario


def verify_jointly(plan: Plan, verify: Callable[[Plan], Certificate]) -> Certificate:
    """Check every future by itself, that they share one first stage, and what the objective comes to.

    Parameters
    ----------
    verify
        Checks the plan of one future.

    Raises
    ------
    DataError
        If the datasets have changed since.
    """
    scenario = inputs_of(plan)
    found = {name: verify(one) for name, one in plan.by_future.items()}
    money = str(plan.cost.units)
    outlook = outlook_in(plan)

    def objective(of: Callable[[Certificate], float]) -> float:
        return outlook.objective(np.array([of(certificate) for certificate in found.values()]))

    cost = objective(lambda c: float(c.cost.m_as(money)))
    linear = objective(lambda c: float(c.linear_bound.m_as(money)))
    faults = [f"future {name}: {fault}" for name, c in found.items() for fault in c.faults]
    faults += [*_of_futures(plan, scenario), *_of_first_stage(plan), *_of_tables(plan)]
    faults += _of_sums(plan, cost)
    name, worst = max(found.items(), key=lambda entry: entry[1].violation)
    return replace(
        worst,
        where=f"{worst.where} (future {name})",
        cost=Q_(cost, money),
        tables_cost=Q_(objective(lambda c: float(c.tables_cost.m_as(money))), money),
        linear_bound=Q_(linear, money),
        rows=sum(c.rows for c in found.values()),
        dips=tuple(f"{dip} (future {name})" for name, c in found.items() for dip in c.dips),
        faults=tuple(faults),
    )


def _of_sums(plan: Plan, cost: float) -> Iterator[str]:
    """Sums over the futures that the plan states and that are not so; a bound above the cost."""
    money, outlook = str(plan.cost.units), outlook_in(plan)

    def each(name: str) -> Floats:
        return np.array([float(getattr(one, name).m_as(money)) for one in plan.by_future.values()])

    stated, proved = float(plan.cost.m_as(money)), float(plan.lower_bound.m_as(money))
    scale = 0.5 * DOLLAR + 1e-9 * max(1.0, abs(stated))
    if abs(cost - stated) > scale:
        yield f"the futures' costs make {cost:.6f}, the plan says {stated:.6f} {money}"
    gross = float(outlook.weights(each("cost")) @ each("gross_cost"))
    if abs(gross - float(plan.gross_cost.m_as(money))) > scale + 1e-9 * abs(gross):
        yield f"the futures' costs without credit make {gross:.6f}, the plan says {plan.gross_cost:.6f}"
    floor = outlook.objective(each("floor"))
    if float(plan.floor.m_as(money)) < floor - scale:
        yield f"the futures' purchase floors make {floor:.6f}, the plan says {plan.floor:.6f}"
    if proved > cost + DOLLAR:
        yield f"the proved bound of {proved:.6f} lies above the cost of {cost:.6f}"
    if plan.dips != plan.by_future[plan.shown].dips:
        yield f"the years that fall into the safety stock are not those of the future {plan.shown}"


def idle_faults(problem: Problem, y: int, idle: Iterable[Index]) -> Iterator[str]:
    """Contracts that lie idle in a year of a future, though a share must be taken of what there is (U2)."""
    must = taking(problem)
    some = {supplier.id for supplier in problem.suppliers if supplier.available[y] > 0}
    for name, item in idle:
        if name == "contract" and item in must & some:
            yield f"{problem.years[y]}: the contract with {item} is take-or-pay and lies idle (U2)"


def _of_futures(plan: Plan, scenario: Scenario) -> Iterator[str]:
    """Futures, probabilities and risk that are not the scenario's."""
    stated = {future.id: future for future in scenario.futures}
    if list(plan.by_future) != list(stated) or list(plan.chances) != list(stated):
        yield f"the scenario has the futures {', '.join(stated)}; the plan has {', '.join(plan.by_future)}"
        return
    for name, one in plan.by_future.items():
        if one.scenario_hash != stated[name].scenario.hash:
            yield f"future {name}: its plan was made from other inputs"
    true, said = outlook_of(scenario), outlook_in(plan)
    if not np.allclose(true.probability, said.probability, rtol=0, atol=1e-12):
        yield "the probabilities are not those of the scenario"
    if (true.weight, true.tail) != (said.weight, said.tail):
        yield "the weight of the worst futures is not that of the scenario"


def _of_first_stage(plan: Plan) -> Iterator[str]:
    """What is decided once but is not the same in every future (A1b)."""
    once = {name: _decided(one) for name, one in plan.by_future.items()}
    (first, common), *others = once.items()
    for name, mine in others:
        for year, column, item in sorted(common.keys() | mine.keys()):
            one, other = (each.get((year, column, item), 0.0) for each in (common, mine))
            if one != other:
                yield f"{year}: {column}[{item}] is {one:g} in {first} and {other:g} in {name} (A1b)"


def _decided(plan: Plan) -> Once:
    owned = set(plan.capacity["asset"][plan.capacity["owned"].astype(bool)])
    found: Once = {}
    table = plan.schedule
    for year, column, index, value in zip(
        table["year"], table["column"], table["index"], table["value"], strict=True
    ):
        steps = json.loads(index)
        if column == HELD:
            found[int(year), str(steps[0]), str(steps[1])] = round(float(value))
        elif column in PAID_ONCE or (column == "n" and steps[0] in owned):
            found[int(year), str(column), str(steps[0])] = round(float(value))
    return found


def _of_tables(plan: Plan) -> Iterator[str]:
    """Tables of the plan that are not those of the future it shows."""
    shown = plan.by_future[plan.shown]
    for name in TABLES:
        if name != "sources" and not getattr(plan, name).equals(getattr(shown, name)):
            yield f"table {name} is not that of the future {plan.shown}"
