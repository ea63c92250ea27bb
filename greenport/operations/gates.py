"""When a kind of place is open for long enough: storms are forecast, so work that would meet one waits."""

from __future__ import annotations

from bisect import bisect_right

from greenport.operations.system import Spells


class Gate:
    """Closed spells of one kind of place, in order and apart from each other."""

    def __init__(self, spells: Spells) -> None:
        self.begins = [begin for begin, _ in spells]
        self.ends = [end for _, end in spells]

    def opening(self, start: float, hours: float) -> float:
        """First hour from `start` on at which the place stays open for so many hours.

        >>> Gate(((10.0, 20.0), (23.0, 30.0))).opening(5.0, 6.0)
        30.0
        >>> Gate(((10.0, 20.0), (23.0, 30.0))).opening(5.0, 5.0)
        5.0
        """
        k = bisect_right(self.ends, start)
        while k < len(self.begins) and self.begins[k] < start + hours:
            start = max(start, self.ends[k])
            k += 1
        return start


ALWAYS_OPEN = Gate(())
