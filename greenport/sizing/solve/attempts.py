"""A first stage tried in every future: scheduled on days there, and priced by the objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from greenport.errors import SolverError
from greenport.sizing.problem import Floats
from greenport.sizing.risk import Outlook
from greenport.sizing.solve import paths
from greenport.sizing.solve.held import Held, among, fees, taking, used
from greenport.sizing.solve.run import Run
from greenport.sizing.solve.workers import side_by_side
from greenport.sizing.solve.years import Schedule

Key = tuple[int, int, tuple[tuple[str, int], ...], Held | None]
Tell = Callable[[str, int, int], None]

NOTHING: Held = frozenset()

REMEMBERED = 8
"""First stages of which the schedules are kept in memory; older ones are made again when needed."""


@dataclass(frozen=True)
class Attempt:
    """A first stage, and what every future makes of it.

    Attributes
    ----------
    path, held : dict, list by year
        Assets that stand; contracts and pools that are paid for in all futures.
    schedules : list by future
        Schedule of each part.
    costs, idle : array [future]
        Discounted cost of each future, capital and all fees included, and the fees of what lies idle [MUSD].
    value : float
        The objective [MUSD].
    """

    path: paths.Path
    held: list[Held]
    schedules: list[dict[int, Schedule]]
    costs: Floats
    idle: Floats
    value: float


@dataclass
class Attempts:
    """Tries first stages; what is scheduled once is remembered."""

    runs: list[Run]
    outlook: Outlook
    tell: Tell
    placed: dict[Key, Schedule | None] = field(default_factory=dict)

    def attempt(self, path: paths.Path, held: list[Held] | None = None) -> Attempt | None:
        """Every future with a path; nothing where a budget (A4) or some future does not allow it.

        Without `held`, each future first takes the contracts and pools that it wants; what any of them
        wants is then paid for in all, and all may use it. Where some future cannot take what a contract
        obliges to (U2), only the futures' common contracts of that kind are held.
        """
        if not paths.affordable(self.runs[0].problem, path):
            return None
        wanted = self._schedules(path, held)
        if wanted is None:
            return None
        mine = list(zip(*self.used(wanted), strict=True))
        found = [NOTHING.union(*of_year) for of_year in mine]
        schedules = wanted if held is not None else self._schedules(path, found)
        if schedules is None:
            found = [self._lean(union, of_year) for union, of_year in zip(found, mine, strict=True)]
            schedules = self._schedules(path, found)
        if schedules is None:
            return None
        total = np.array([run.total(s, path) for run, s in zip(self.runs, schedules, strict=True)])
        idle = np.array([self._idle(w, own, found) for w, own in enumerate(self.used(schedules))])
        costs = total + idle
        return Attempt(path, found, schedules, costs, idle, self.outlook.objective(costs))

    def _lean(self, union: Held, by_future: tuple[Held, ...]) -> Held:
        """What any future wants, without take-or-pay contracts that another does not want."""
        obliged = {("contract", supplier) for supplier in taking(self.runs[0].problem)}
        return union - (obliged - frozenset.intersection(*by_future))

    def used(self, schedules: list[dict[int, Schedule]]) -> list[list[Held]]:
        """Contracts and pools that each future uses, by milestone."""
        found = [[NOTHING for _ in run.years] for run in self.runs]
        for w, of_future in enumerate(schedules):
            for i, schedule in of_future.items():
                found[w][self.runs[w].weeks[i].y] |= used(schedule.values)
        return found

    def _idle(self, w: int, own: list[Held], held: list[Held]) -> float:
        problem = self.runs[w].problem
        return sum(float(d) * fees(problem, y, held[y] - own[y]) for y, d in enumerate(problem.discount))

    def _schedules(self, path: paths.Path, held: list[Held] | None) -> list[dict[int, Schedule]] | None:
        tasks = [(w, i) for w, run in enumerate(self.runs) for i in range(len(run.weeks))]
        keys = [self._key(w, i, path, held) for w, i in tasks]
        missing = [k for k, key in enumerate(keys) if key not in self.placed]

        def task(k: int) -> Schedule | None:
            w, i = tasks[k]
            try:
                return self.runs[w].placed(i, path, keys[k][-1])
            except SolverError:
                return None

        self.tell("placing cargoes in all futures", 0, len(missing))
        made: dict[int, Schedule | None] = {}
        for k, schedule in side_by_side(task, missing):
            made[k] = schedule
            self.tell("placing cargoes in all futures", len(made), len(missing))
        found: list[dict[int, Schedule]] = [{} for _ in self.runs]
        for k, key in enumerate(keys):
            placed = made[k] if k in made else self.placed.pop(key)
            self.placed[key] = placed  # the latest last, in an order that does not depend on the workers
            if placed is not None:
                found[tasks[k][0]][tasks[k][1]] = placed
        for key in list(self.placed)[: max(0, len(self.placed) - REMEMBERED * len(tasks))]:
            del self.placed[key]
        return found if sum(map(len, found)) == len(tasks) else None

    def _key(self, w: int, i: int, path: paths.Path, held: list[Held] | None) -> Key:
        """What a schedule depends on; what is held counts only where it differs from what is wanted."""
        week = self.runs[w].weeks[i]
        names = sorted(str(index[0]) for name, index in week.matrix.columns if name == "n")
        counts = tuple((name, int(path[name][week.y])) for name in names if name in path)
        if held is None:
            return w, i, counts, None
        mine = held[week.y] & among(week.matrix)
        free = self.placed.get((w, i, counts, None))
        return w, i, counts, None if free is not None and used(free.values) == mine else mine
