"""Sizing of a terminal: problem, models, certified solve, plan."""

from greenport.sizing.certificate import Certificate, verify
from greenport.sizing.plan import Plan, TerminalVolume, load_plan
from greenport.sizing.planning import size, warnings_of
from greenport.sizing.solve import Progress

__all__ = ["Certificate", "Plan", "Progress", "TerminalVolume", "load_plan", "size", "verify", "warnings_of"]
