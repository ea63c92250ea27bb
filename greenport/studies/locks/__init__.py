"""Locks: what a scenario gave once, kept so that a reviewer can get it again or is told what differs."""

from greenport.studies.locks.reproduction import Reproduction, reproduce
from greenport.studies.locks.writing import lock, locked_plan

__all__ = ["Reproduction", "lock", "locked_plan", "reproduce"]
