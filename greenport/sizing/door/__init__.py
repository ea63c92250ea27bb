"""The way in: a Scenario with units becomes a Problem of plain numbers, once."""

from greenport.sizing.door.build import problem_of

__all__ = ["problem_of"]
