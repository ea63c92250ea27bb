"""Sizing of a terminal: problem, models, certified solve, plan."""

from greenport.sizing.certificate import Certificate, verify
from greenport.sizing.diagnosis import Change, Diagnosis, Line, Mend
from greenport.sizing.plan import Plan, load_plan
from greenport.sizing.planning import size, warnings_of
from greenport.sizing.solve import Progress
from greenport.sizing.solved import TerminalVolume

__all__ = [
    "Certificate",
    "Change",
    "Diagnosis",
    "Line",
    "Mend",
    "Plan",
    "Progress",
    "TerminalVolume",
    "load_plan",
    "size",
    "verify",
    "warnings_of",
]
