"""Write a lock beside its scenario, with the plan it was made from packed beside it."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from greenport import data
from greenport.errors import DataError, ScenarioError
from greenport.scenario import Scenario, find, load_scenario
from greenport.sizing import Plan, load_plan, size
from greenport.sizing.archive import pack
from greenport.sizing.planning import Watch
from greenport.studies.locks import content
from greenport.studies.locks.content import Archive, Content, LockedInput
from greenport.studies.locks.figures import figures_of

PACKAGES: Final = ("greenport", "highspy", "pyomo", "pint", "pandas", "numpy", "scipy")
"""Packages that a result can depend on."""


def lock(path: str | Path, plan: Plan | None = None, progress: Watch = False) -> Path:
    """Size a scenario and keep the result: ``NAME.lock.json`` and ``NAME.plan.zip`` beside its file.

    Parameters
    ----------
    path
        A scenario file or the name of a shipped scenario.
    plan
        A plan of this very scenario, if there is one already; default is to size it.
    progress
        As in `size`.

    Returns
    -------
    Path
        The lock file.

    Raises
    ------
    ScenarioError
        The plan is of other inputs, was interrupted, or is not proved to within the gap asked: such a
        result could not be judged when it is found again.
    InfeasibleError
        The scenario has no plan.
    """
    file = find(path)
    scenario = load_scenario(_near(file))
    if plan is not None and plan.scenario_hash != scenario.hash:
        raise _refused(file, f"the plan given is of other inputs (its hash begins {plan.scenario_hash[:12]})")
    found = plan if plan is not None else size(scenario, progress=progress)
    if found.interrupted:
        raise _refused(file, "an interrupted plan cannot be locked; size it to its end")
    if found.gap > found.gap_asked:
        asked, proved = (float(gap.m_as("%")) for gap in (found.gap_asked, found.gap))
        mend = "raise solve.rounds or solve.nodes, or ask for a wider solve.gap"
        raise _refused(file, f"the gap asked, {asked:.3g} %, is not proved but {proved:.3g} %; {mend}")
    target = content.beside(file)
    packed = file.with_suffix(content.ARCHIVE)
    _kept(found, packed)
    content.write(target, _content(file, scenario, found, packed))
    return target


def locked_plan(scenario: Scenario) -> Plan | None:
    """The plan kept beside a scenario's lock, where the lock is of these very inputs."""
    file = content.beside(Path(scenario.path))
    if not file.is_file():
        return None
    kept = content.read(file)
    return load_plan(archived(file, kept)) if kept.hash == scenario.hash else None


def archived(file: Path, kept: Content) -> Path:
    """File of the plan that a lock keeps.

    Raises
    ------
    DataError
        If it is missing, or not the one that was locked.
    """
    path = file.parent / Path(kept.archive.file).name
    if not path.is_file():
        raise DataError(f"{path}: the plan kept beside {file.name} is missing; write both anew")
    if _sha256(path) != kept.archive.sha256:
        raise DataError(f"{path}: not the plan that {file.name} was written with; write both anew")
    return path


def rows_of(scenario: Scenario) -> dict[str, dict[str, str]]:
    """SHA-256 of every dataset row that a scenario uses, by table and key."""
    names = sorted({found.data for found in scenario.inputs.values() if found.data})
    rows: dict[str, dict[str, str]] = {}
    for name in names:
        table, _, key = name.partition(":")
        rows.setdefault(table, {})[key] = data.content_hash(table, [key])
    return rows


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that a result can depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def _content(file: Path, scenario: Scenario, plan: Plan, packed: Path) -> Content:
    solve = scenario.document.solve
    return Content(
        lock=content.FORMAT,
        scenario=file.name,
        name=scenario.name,
        hash=scenario.hash,
        provenance_hash=scenario.provenance_hash,
        versions=versions(),
        work={
            "seed": str(scenario.document.seed),
            "gap": str(solve.gap),
            "rounds": str(solve.rounds),
            "nodes": str(solve.nodes),
        },
        solver=_texts(plan.solver),
        figures=figures_of(plan),
        archive=Archive(file=packed.name, sha256=_sha256(packed)),
        datasets=rows_of(scenario),
        inputs={
            key: LockedInput(found.canonical, found.shown, found.data)
            for key, found in sorted(scenario.inputs.items())
        },
    )


def _texts(options: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in options.items() if name not in ("highspy", "pyomo")}


def _kept(plan: Plan, target: Path) -> None:
    """Save a plan packed, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=".greenport-", dir=target.parent) as folder:
        made = pack(plan.save(Path(folder) / "plan"), Path(folder) / target.name)
        made.replace(target)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _near(file: Path) -> Path:
    """A file named from where we stand, so that a plan keeps no path of one machine."""
    near = Path(os.path.relpath(file))
    return near if ".." not in near.parts else file


def _refused(file: Path, message: str) -> ScenarioError:
    return ScenarioError.of("", message, str(file))
