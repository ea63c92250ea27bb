"""Compiled operating years that are kept: a change of prices, demand or limits never recompiles."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from greenport.sizing.problem import Problem
from greenport.sizing.stamp import Compiled, compile_operation
from greenport.sizing.structure import structure
from greenport.sizing.times import Times


@dataclass
class Models:
    """Compiled years by structure and partition of the days.

    Attributes
    ----------
    compilations : int
        How often Pyomo saw a year.

    Examples
    --------
    >>> from greenport.scenario import load_scenario
    >>> from greenport.sizing.door import problem_of
    >>> models, text = Models(), {"finance.discount_rate": "8 %", "suppliers.towngas.price": "900 USD/t"}
    >>> year = models.weekly(problem_of(load_scenario("hongkong")))
    >>> year = models.weekly(problem_of(load_scenario("hongkong", overrides=text)))
    >>> models.compilations
    1
    """

    compilations: int = 0
    kept: dict[tuple[object, ...], Compiled] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def weekly(self, problem: Problem) -> Compiled:
        """The operating year of a problem on weeks."""
        return self._of(problem, Times.weekly())

    def daily(self, problem: Problem) -> Compiled:
        """The operating year of a problem on days."""
        return self._of(problem, Times.daily())

    def _of(self, problem: Problem, times: Times) -> Compiled:
        key = (times.is_daily, structure(problem))
        with self.lock:
            if key not in self.kept:
                self.kept[key] = compile_operation(problem, times)
                self.compilations += 1
        return replace(self.kept[key], problem=problem)
