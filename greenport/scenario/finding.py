"""Which file a name means: a path, or a scenario that is shipped with the package."""

from __future__ import annotations

from pathlib import Path

from greenport import data
from greenport.errors import Fault, ScenarioError
from greenport.scenario.reading import neighbours
from greenport.scenario.tree import file_name, near, short


def models() -> Path:
    """Folder of the shipped scenarios, in a checkout or in an installed package."""
    return data.folder().parent / "models"


def shipped() -> list[str]:
    """Names of the shipped scenarios."""
    folder = models()
    return sorted(
        path.parent.name if path.stem == "base" else f"{path.parent.name}/{path.stem}"
        for path in folder.glob("*/*.yaml")
    )


def find(path: str | Path) -> Path:
    """File of a scenario given by path or by shipped name.

    Raises
    ------
    ScenarioError
        If there is neither such a file nor such a name.
    """
    file, text = Path(path), str(path)
    try:
        text.encode()
        if file.is_file():
            return file
        if (named := find_shipped(text)) is not None:
            return named
        message = obstacle(file) or f"no such file or shipped scenario; shipped are {', '.join(shipped())}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a name that is not Unicode text"
        raise ScenarioError([Fault(short(ascii(text)[1:-1]), 0, "", f"cannot be read: {reason}")]) from None
    meant = near(text, shipped()) or near(file.name, neighbours(file))
    raise ScenarioError([Fault(file_name(text), 0, "", message + meant)])


def obstacle(file: Path) -> str:
    """Why something that is there cannot be read as a file; empty where nothing is there."""
    if file.is_dir():
        return "a folder; expected a scenario file in it"
    if file.is_symlink() and not file.exists():
        return "a link to a file that is not there; mend the link, or name the file itself"
    return "not an ordinary file; expected a scenario file" if file.exists() else ""


def find_shipped(name: str) -> Path | None:
    """File of a shipped scenario, or nothing."""
    if not name or name.startswith(("/", ".")) or ".." in name:
        return None
    folder = models()
    for candidate in (folder / f"{name}.yaml", folder / name / "base.yaml"):
        if candidate.is_file():
            return candidate
    return None
