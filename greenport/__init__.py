"""greenport: what it takes to bunker green methanol and SAF, what it costs, and what it saves.

>>> import greenport as gp
>>> gp.Q_("780 HKD").to("USD")
<Quantity(100.0, 'USD')>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from greenport import costs, data, demand, emissions, queueing
    from greenport.errors import (
        DataError,
        GreenportError,
        InfeasibleError,
        ScenarioError,
        SolverError,
        UnitError,
    )
    from greenport.fuels import fuel
    from greenport.operations import simulate
    from greenport.scenario import Scenario, load_scenario
    from greenport.sizing import Plan, WorthOfTime, load_plan, size, verify, worth_of, worth_of_time
    from greenport.studies import (
        alternatives,
        breakeven,
        compare,
        evaluate,
        landed_prices,
        lock,
        pareto,
        premium_curve,
        reproduce,
        sensitivity,
    )
    from greenport.units import Q_, ureg

_ROOMS = {
    "Q_": "units",
    "ureg": "units",
    "fuel": "fuels",
    "Scenario": "scenario",
    "load_scenario": "scenario",
    "Plan": "sizing",
    "WorthOfTime": "sizing",
    "load_plan": "sizing",
    "size": "sizing",
    "verify": "sizing",
    "worth_of": "sizing",
    "worth_of_time": "sizing",
    "alternatives": "studies",
    "breakeven": "studies",
    "compare": "studies",
    "evaluate": "studies",
    "landed_prices": "studies",
    "lock": "studies",
    "pareto": "studies",
    "premium_curve": "studies",
    "reproduce": "studies",
    "sensitivity": "studies",
    "simulate": "operations",
    "DataError": "errors",
    "GreenportError": "errors",
    "InfeasibleError": "errors",
    "ScenarioError": "errors",
    "SolverError": "errors",
    "UnitError": "errors",
}
_MODULES = ("costs", "data", "demand", "emissions", "queueing")

__all__ = [
    "Q_",
    "DataError",
    "GreenportError",
    "InfeasibleError",
    "Plan",
    "Scenario",
    "ScenarioError",
    "SolverError",
    "UnitError",
    "WorthOfTime",
    "alternatives",
    "breakeven",
    "compare",
    "costs",
    "data",
    "demand",
    "emissions",
    "evaluate",
    "fuel",
    "landed_prices",
    "load_plan",
    "load_scenario",
    "lock",
    "pareto",
    "premium_curve",
    "queueing",
    "reproduce",
    "sensitivity",
    "simulate",
    "size",
    "ureg",
    "verify",
    "worth_of",
    "worth_of_time",
]


def __getattr__(name: str) -> Any:
    """Load a room of the library when it is first asked for; `import greenport` alone stays quick."""
    if name in _ROOMS:
        return getattr(import_module(f"greenport.{_ROOMS[name]}"), name)
    if name in _MODULES:
        return import_module(f"greenport.{name}")
    if name == "__version__":
        from importlib.metadata import version

        return version("greenport")
    raise AttributeError(f"module 'greenport' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
