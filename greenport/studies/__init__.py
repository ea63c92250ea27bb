"""Studies: what is asked of many plans of one scenario."""

from greenport.studies.alternatives import Alternatives, alternatives
from greenport.studies.breakeven import Breakeven, Flip, breakeven
from greenport.studies.evaluate import evaluate
from greenport.studies.pareto import Front, pareto
from greenport.studies.tornado import Tornado, sensitivity

__all__ = [
    "Alternatives",
    "Breakeven",
    "Flip",
    "Front",
    "Tornado",
    "alternatives",
    "breakeven",
    "evaluate",
    "pareto",
    "sensitivity",
]
