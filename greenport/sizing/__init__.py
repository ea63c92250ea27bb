"""Sizing of a terminal: problem, models, certified solve, plan."""

from greenport.sizing.plan import Plan, TerminalVolume, load_plan
from greenport.sizing.planning import size, warnings_of
from greenport.sizing.solve import Progress

__all__ = ["Plan", "Progress", "TerminalVolume", "load_plan", "size", "warnings_of"]
