"""Run a locked scenario again and say, figure by figure, whether it gave the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from greenport import data
from greenport.errors import DataError, InfeasibleError, ScenarioError, SolverError
from greenport.scenario import find, load_scenario
from greenport.scenario.inputs import Change, Input, changes
from greenport.sizing import Plan, size
from greenport.sizing.planning import Watch
from greenport.studies.locks import content
from greenport.studies.locks.content import Content, Figure
from greenport.studies.locks.figures import BOUND, COST, GAP, figures_of
from greenport.studies.locks.writing import archived, rows_of, versions

if TYPE_CHECKING:
    import pandas as pd

SAME: Final = "same"
OTHER: Final = "other, an equally good plan"
FAIL: Final = "FAIL"


@dataclass(frozen=True)
class Judgement:
    """One figure: as locked, as found now (None where it is gone or new), and the verdict."""

    figure: str
    locked: float | None
    now: float | None
    unit: str
    verdict: str


@dataclass(frozen=True)
class Reproduction:
    """What came of running a locked scenario again.

    Attributes
    ----------
    name : str
        Of the scenario.
    file : Path
        The lock.
    judgements : tuple of Judgement
        Figure by figure; empty where nothing was run.
    faults : tuple of str
        Why it failed beside the figures: inputs that changed, with key, dataset row and both values; a
        plan that is no longer found.
    remarks : tuple of str
        What differs without changing the result: sources and notes, versions of packages.
    interrupted : bool
        Whether the run was ended before its time; then nothing is judged.
    """

    name: str
    file: Path
    judgements: tuple[Judgement, ...] = ()
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def passed(self) -> bool:
        """Whether the result was found again."""
        failed = any(judged.verdict == FAIL for judged in self.judgements)
        return not (self.faults or self.interrupted or failed)

    def table(self) -> pd.DataFrame:
        """Figures; columns figure, locked, now, difference, unit, verdict."""
        import pandas as pd

        table = pd.DataFrame(
            [vars(judged) for judged in self.judgements],
            columns=["figure", "locked", "now", "unit", "verdict"],
        ).astype({"locked": float, "now": float})
        table.insert(3, "difference", table["now"] - table["locked"])
        return table

    def summary(self) -> dict[str, Any]:
        """All of it for machines."""
        return {
            "name": self.name,
            "lock": str(self.file),
            "passed": self.passed,
            "interrupted": self.interrupted,
            "figures": self.table().to_dict(orient="records"),
            "faults": list(self.faults),
            "remarks": list(self.remarks),
        }


def locks_in(place: str | Path) -> list[Path]:
    """Lock files that a path means: a lock, a scenario or its shipped name, or a folder of them.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    path = Path(place)
    if path.is_dir():
        found = sorted(path.rglob(f"*{content.SUFFIX}"))
        if not found:
            raise _refused(path, "no lock in this folder; write one with greenport lock SCENARIO")
        return found
    lock = path if path.name.endswith(content.SUFFIX) else content.beside(find(place))
    if not lock.is_file():
        raise _refused(lock, "there is no such lock; write one with greenport lock SCENARIO")
    return [lock]


def reproduce(path: str | Path, progress: Watch = False) -> Reproduction:
    """Run a locked scenario again and judge the result against the lock.

    Cost and lower bound are certified intervals: the one of the lock and the one found now must overlap, and
    each gap be within what was asked. Figures of the data must be the same to 1e-6. Figures of the plan that
    differ belong to an equally good plan as long as the intervals overlap; that is said and is no failure.

    Parameters
    ----------
    path
        A lock file, a scenario file with its lock beside it, or the name of a shipped scenario.
    progress
        As in `size`.

    Returns
    -------
    Reproduction
        Where inputs changed nothing is run: it names the keys and dataset rows.

    Raises
    ------
    ScenarioError
        There is no lock, it is damaged, of a newer format, or its scenario is missing or wrong.
    """
    (file, *more) = locks_in(path)
    if more:
        raise _refused(Path(path), f"{1 + len(more)} locks; name one of them")
    kept = content.read(file)
    scenario = load_scenario(_scenario(file, kept))
    rows = rows_of(scenario)
    changed = [*_changed(kept, scenario.inputs), *_archive(file, kept)]
    remarks = (*_rows_said(kept, rows, scenario.inputs), *_versions(kept))
    if changed:
        return Reproduction(kept.name, file, faults=tuple(changed), remarks=remarks)
    try:
        plan = size(scenario, progress=progress)
    except (InfeasibleError, SolverError) as error:
        said = str(error).split("\n")[0]
        return Reproduction(kept.name, file, faults=(f"no plan is found now: {said}",), remarks=remarks)
    if plan.interrupted:
        return Reproduction(kept.name, file, remarks=remarks, interrupted=True)
    return Reproduction(kept.name, file, judge(kept, plan), remarks=remarks)


def judge(kept: Content, plan: Plan) -> tuple[Judgement, ...]:
    """Judge a plan figure by figure against a lock."""
    locked, now = kept.figures, figures_of(plan)
    slack = 1e-6 * abs(locked[COST].value)
    overlap = max(f[BOUND].value for f in (locked, now)) <= min(f[COST].value for f in (locked, now)) + slack
    asked = float(plan.gap_asked.m_as(locked[GAP].unit))
    good = overlap and now[GAP].value <= asked
    return tuple(
        Judgement(
            name,
            locked[name].value if name in locked else None,
            now[name].value if name in now else None,
            (locked.get(name) or now[name]).unit,
            _verdict(locked.get(name), now.get(name), good),
        )
        for name in {**locked, **now}
    )


def _verdict(locked: Figure | None, now: Figure | None, good: bool) -> str:
    judged = (locked or now or _NONE).judged
    if judged == "proof" and not good:
        return FAIL
    if locked and now and locked.unit == now.unit:
        near = math.isclose(locked.value, now.value, rel_tol=locked.tolerance, abs_tol=1e-9)
        if near:
            return SAME
    if judged == "data":
        return FAIL
    if judged == "proof":
        return "within the proof"
    return OTHER if good else FAIL


_NONE: Final = Figure(value=0.0, unit="", judged="data", tolerance=0.0)


def _scenario(file: Path, kept: Content) -> Path:
    path = file.parent / Path(kept.scenario).name
    if not path.is_file():
        raise _refused(file, f"its scenario {path.name} is not beside it")
    return path


def _changed(kept: Content, now: dict[str, Input]) -> list[str]:
    """Inputs that are not what was locked, in words."""
    then = {key: Input(*locked) for key, locked in kept.inputs.items()}
    return [_told(change) for change in changes(then, now)]


def _told(change: Change) -> str:
    old, new = change.old, change.new
    was = "nothing" if old is None else old.shown
    is_now = "nothing" if new is None else new.shown
    if was == is_now:
        was, is_now = (found.canonical if found else "nothing" for found in (old, new))
    row = next((found.data for found in (new, old) if found and found.data), "")
    where = f"{new.origin.file}:{new.origin.line}: " if new and new.origin.file else ""
    return f"{where}{change.key} is {is_now}, locked {was}" + (f" ({_place(row)})" if row else "")


def _place(row: str) -> str:
    """A dataset row with its file and line, where it still exists."""
    table, _, key = row.partition(":")
    try:
        places = [found.place for found in data.rows_of(table, key)]
    except DataError:
        return f"dataset row {row}, which is no longer there"
    return f"dataset row {row}, {places[0]}"


def _archive(file: Path, kept: Content) -> list[str]:
    try:
        archived(file, kept)
    except DataError as error:
        return [str(error)]
    return []


def _rows_said(kept: Content, now: dict[str, dict[str, str]], inputs: dict[str, Input]) -> list[str]:
    """Dataset rows whose range, source, status or note changed since, though their value did not."""
    then = {key: Input(*locked) for key, locked in kept.inputs.items()}
    told = {found.data for change in changes(then, inputs) for found in (change.old, change.new) if found}
    return [
        f"what is said about {_place(f'{table}:{key}')} changed: range, source, status or note"
        for table, rows in now.items()
        for key, sha in rows.items()
        if f"{table}:{key}" not in told and kept.datasets.get(table, {}).get(key, sha) != sha
    ]


def _versions(kept: Content) -> list[str]:
    now = versions()
    return [
        f"{name} is {now.get(name, 'not there')}, locked with {then}"
        for name, then in kept.versions.items()
        if now.get(name) != then
    ]


def _refused(path: Path, message: str) -> ScenarioError:
    return ScenarioError.of("", message, str(path))
