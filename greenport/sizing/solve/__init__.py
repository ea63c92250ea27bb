"""The certified solve: owns HiGHS, the decomposition by years, schedules and bounds."""

from greenport.sizing.solve.answer import Progress, Solution, Watcher
from greenport.sizing.solve.run import Run

__all__ = ["Progress", "Run", "Solution", "Watcher"]
