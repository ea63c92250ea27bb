"""What is compared: a scenario with its plan, where there is one, wherever it comes from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from greenport.errors import DataError, GreenportError, InfeasibleError, StoppedError
from greenport.scenario import Scenario, find, load_scenario, shipped
from greenport.scenario.inputs import Input
from greenport.scenario.loading import restored
from greenport.scenario.tree import NOWHERE, Origin, file_name
from greenport.sizing import Plan, load_plan, size
from greenport.sizing.archive import HEAD
from greenport.sizing.planning import Watch
from greenport.studies.given import NOTE as GIVEN
from greenport.studies.locks import locked_plan

Compared = Scenario | Plan | str | Path

SIZED: Final = "sized now"
STOPPED: Final = "stopped before there was any plan"
PACKED: Final = ".plan.zip"


@dataclass(frozen=True)
class Side:
    """One of the scenarios compared.

    Attributes
    ----------
    label : str
        Its name; with its file, or a number, where another one has the same name.
    scenario : Scenario
        Its inputs; of a saved plan as they are read from it.
    plan : Plan or None
        Its result; None where there is none yet.
    place : str
        File of the scenario, or folder of the plan.
    found : str
        Where the plan comes from, or why there is none.
    notes : tuple of str
        What should be known before its figures are used.
    from_plan : bool
        Whether the scenario is read from the plan.
    """

    label: str
    scenario: Scenario
    plan: Plan | None
    place: str
    found: str
    notes: tuple[str, ...] = ()
    from_plan: bool = False

    @cached_property
    def _lines(self) -> dict[int, Origin]:
        """Where what stands on a line of a plan's own scenario was stated when it was solved."""
        assert self.plan is not None
        table = self.plan.sources
        stated = {
            key: Origin(file, int(line))
            for key, file, line in zip(table["key"], table["file"], table["line"], strict=True)
        }
        return {value.origin.line: stated[key] for key, value in self.scenario.values() if key in stated}

    @property
    def stopped(self) -> bool:
        """Whether Ctrl-C ended its sizing."""
        cut = self.plan is not None and self.plan.interrupted
        return self.found == STOPPED or (self.found == SIZED and cut)

    def placed(self, found: Input | None) -> Input | None:
        """An input with the file and line that the plan names, where the scenario is read from the plan."""
        if found is None or not self.from_plan:
            return found
        return replace(found, origin=self._lines.get(found.origin.line, NOWHERE))


def side(what: Compared, saved: Path, sizing: bool, progress: Watch) -> Side:
    """Find what is meant, and its plan: given, saved, locked, or sized now if that is asked for.

    Raises
    ------
    ScenarioError
        There is no such scenario or it is wrong.
    DataError
        A folder without a complete saved plan.
    """
    if isinstance(what, Plan):
        return _of_plan(what, what.name)
    if not isinstance(what, Scenario):
        place = Path(what)
        if _holds_plan(place):
            return _of_plan(load_plan(place), file_name(place))
        if str(what) not in shipped() and _is_folder(place):
            raise DataError(
                f"{file_name(place)}: no saved plan in this folder; expected one that greenport size wrote, "
                "or a scenario"
            )
        what = load_scenario(what)
    return _of_scenario(what, saved, sizing, progress)


def place_of(what: str | Path) -> Path:
    """Where something named lies: a scenario's file, or the folder of a plan."""
    place = Path(what)
    if str(what) in shipped() and not _holds_plan(place):
        place = find(what)
    with suppress(OSError, ValueError):  # what is no path is refused when it is read
        return place.resolve()
    return place


def labelled(sides: list[Side]) -> tuple[Side, ...]:
    """Sides with labels that tell them apart: two of one name by their files, or else by number."""
    names = [one.label for one in sides]
    told = [f"{one.label} ({one.place})" if names.count(one.label) > 1 else one.label for one in sides]
    found = []
    for number, (one, label) in enumerate(zip(sides, told, strict=True)):
        again = told[:number].count(label)
        found.append(replace(one, label=f"{label} ({again + 1})" if again else label))
    return tuple(found)


def _of_scenario(scenario: Scenario, saved: Path, sizing: bool, progress: Watch) -> Side:
    folder = saved / scenario.name
    notes: list[str] = []
    plan, found = None, ""
    if _holds_plan(folder):
        try:
            kept = load_plan(folder)
            if kept.scenario_hash == scenario.hash:
                plan, found = kept, f"saved in {folder}"
            else:
                notes.append(f"the plan in {folder} is of other inputs and is not used")
        except DataError:
            notes.append(f"the plan in {folder} is not complete and is not used")
    if plan is None and (kept_plan := locked_plan(scenario)) is not None:
        plan, found = kept_plan, "kept with its lock"
    if plan is None and sizing:
        try:
            plan, found = size(scenario, progress=progress), SIZED
        except InfeasibleError as error:
            found = f"no plan keeps all rules: {str(error).splitlines()[0]}"
        except StoppedError:
            found = STOPPED
    if plan is None and not found:
        found = f"not sized yet: greenport size {scenario.path}, or compare with --size"
    told = () if plan is None else _told(plan)
    return Side(scenario.name, scenario, plan, scenario.path, found, (*notes, *told))


def _of_plan(plan: Plan, place: str) -> Side:
    try:
        scenario = restored(plan.resolved, plan.name)
    except GreenportError as error:
        said = str(error).splitlines()[0]
        raise DataError(
            f"{place}: the scenario in this plan cannot be read by this greenport ({said}); size it anew"
        ) from None
    notes = _told(plan)
    if scenario.hash != plan.scenario_hash:
        notes.append("datasets or the format changed since this plan was made; inputs are read as of today")
    return Side(plan.name, scenario, plan, place, f"saved in {place}", tuple(notes), from_plan=True)


def _told(plan: Plan) -> list[str]:
    notes = []
    if plan.interrupted:
        notes.append(
            "the search was interrupted: this is the best plan found until then, and its bound holds"
        )
    elif plan.gap > plan.gap_asked:
        notes.append("the gap asked for was not reached; the bound holds")
    if GIVEN in plan.warnings:
        notes.append(GIVEN)
    if plan.by_future:
        notes.append(
            f"costs weigh its {len(plan.by_future)} futures; other figures are those of {plan.shown!r}"
        )
    return notes


def _holds_plan(place: Path) -> bool:
    """Whether something is a packed plan, or a folder with a saved one."""
    try:
        packed = place.name.endswith(PACKED) and place.is_file()
        return packed or any((folder / HEAD).is_file() for folder in (place, place / "plan"))
    except (OSError, ValueError):
        return False


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except (OSError, ValueError):
        return False
