"""Progress on the terminal while a plan is sized: what is done, bound, best plan, gap and time."""

from __future__ import annotations

import math
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from greenport.sizing.solve import Progress


class Display:
    """Shows the latest `Progress` on standard error; plain lines where that is no terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self.live = Live(console=self.console, refresh_per_second=8, transient=True)
        self.last = ""

    def __enter__(self) -> Display:
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.console.is_terminal:
            self.live.stop()

    def __call__(self, progress: Progress) -> None:
        """Show where the run stands."""
        line = described(progress)
        if self.console.is_terminal:
            self.live.update(Text(line))
        elif progress.stage != self.last:
            self.console.print(line, highlight=False, soft_wrap=True)
        self.last = progress.stage


def described(progress: Progress) -> str:
    """One line on a run.

    Examples
    --------
    >>> described(Progress("proving a bound", 3, 16, math.inf * -1, math.inf, math.inf, 2.5))
    '  2.5 s  proving a bound 3/16'
    """
    parts = [f"{progress.elapsed:5.1f} s  {progress.stage} {progress.done}/{progress.total}"]
    if math.isfinite(progress.bound):
        parts.append(f"bound {progress.bound:,.1f} MUSD")
    if math.isfinite(progress.value):
        parts.append(f"best {progress.value:,.1f} MUSD")
    if math.isfinite(progress.gap):
        parts.append(f"gap {progress.gap:.2%}")
    return "  ".join(parts)
