"""Sizing of a terminal: problem, models, certified solve, plan."""

from greenport.sizing.certificate import Certificate, verify
from greenport.sizing.plan import Plan, load_plan
from greenport.sizing.planning import size, warnings_of
from greenport.sizing.readings import Economic, Investor, PublicCost
from greenport.sizing.solve import Progress
from greenport.sizing.solved import TerminalVolume
from greenport.sizing.worth import Worth, WorthOfTime, worth_of, worth_of_time

__all__ = [
    "Certificate",
    "Economic",
    "Investor",
    "Plan",
    "Progress",
    "PublicCost",
    "TerminalVolume",
    "Worth",
    "WorthOfTime",
    "load_plan",
    "size",
    "verify",
    "warnings_of",
    "worth_of",
    "worth_of_time",
]
