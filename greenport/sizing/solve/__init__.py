"""The certified solve: owns HiGHS, the decomposition by years, schedules and bounds."""

from greenport.sizing.solve.answer import Progress, Solution, Watcher
from greenport.sizing.solve.futures import FuturesRun, Hedge
from greenport.sizing.solve.highs import OPTIONS
from greenport.sizing.solve.run import Run, TooDearError

__all__ = ["OPTIONS", "FuturesRun", "Hedge", "Progress", "Run", "Solution", "TooDearError", "Watcher"]
