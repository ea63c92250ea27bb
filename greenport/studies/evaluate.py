"""A plan with given assets: today's port, a consultant's proposal, an old plan in a new future."""

from __future__ import annotations

from dataclasses import replace

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario
from greenport.sizing import Plan
from greenport.sizing.planning import Watch
from greenport.studies.assets import Given, read_assets
from greenport.studies.session import session

NOTE = (
    "the assets are given, not sized: bound and gap are those of plans with these assets, and a plan with "
    "other assets may cost less"
)


def evaluate(scenario: Scenario, assets: Given, progress: Watch = False) -> Plan:
    """Operate given assets at least cost: whom to buy from, which cargoes, which vessels to hire.

    Parameters
    ----------
    scenario
        Demand, offers, prices and rules of the future to evaluate in.
    assets
        Units of owned and leased assets that stand: ``{}`` is today's port; ``{"tank": {2030: 2}}`` two
        tanks from 2030 on; a YAML or CSV file; a `Plan` or the folder of a saved one.
    progress
        As in `size`.

    Returns
    -------
    Plan
        With a schedule as any other; its bound is that of plans with these assets.

    Raises
    ------
    ScenarioError
        Unknown assets, more units than may stand, units before they can be ready.
    InfeasibleError
        The rules cannot be kept with these assets; the message names those that clash.
    """
    with session(scenario, progress) as study:
        problem = study.problem()
        given = read_assets(problem, assets)
        try:
            solution = study.solve(problem, "", given=given)
        except InfeasibleError as error:
            said = "With the assets given no plan exists: "
            raise InfeasibleError(
                said + str(error).split("\n")[0].removeprefix("No plan exists: "), error.diagnosis
            ) from None
        plan = study.plan(problem, solution)
    return replace(plan, warnings=(*plan.warnings, NOTE))
