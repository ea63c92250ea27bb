"""Studies: what is asked of many plans of one scenario."""

from greenport.studies.breakeven import Breakeven, Flip, breakeven
from greenport.studies.evaluate import evaluate
from greenport.studies.pareto import Front, pareto

__all__ = ["Breakeven", "Flip", "Front", "breakeven", "evaluate", "pareto"]
