"""What a lock file holds, and how it is read and written: JSON beside the scenario, checked on reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from greenport.errors import ScenarioError

FORMAT: Final = 1
"""Version of the lock's format; a lock of a newer one is refused."""

SUFFIX: Final = ".lock.json"
ARCHIVE: Final = ".plan.zip"

Judged = Literal["proof", "plan", "data"]


class LockedInput(NamedTuple):
    """An input as it was: what is compared, what is shown, and its dataset row."""

    canonical: str
    shown: str
    data: str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """One figure of the result.

    `judged` says how: ``proof`` by the certified interval from bound to cost, ``plan`` by the relative
    tolerance or as part of an equally good plan, ``data`` by the relative tolerance alone.
    """

    value: float
    unit: str
    judged: Judged
    tolerance: float


class Archive(_Part):
    """The plan kept beside the lock, and the SHA-256 of its file."""

    file: str
    sha256: str


class Content(_Part):
    """A lock file."""

    lock: Literal[1] = Field(description="version of this format")
    scenario: str = Field(description="name of the scenario's file, in the lock's own folder")
    name: str
    hash: str
    provenance_hash: str
    versions: dict[str, str] = Field(description="of Python and of the packages that compute")
    work: dict[str, str] = Field(description="seed, gap asked and limits of work")
    solver: dict[str, str] = Field(description="options of the solver")
    figures: dict[str, Figure]
    archive: Archive
    datasets: dict[str, dict[str, str]] = Field(description="SHA-256 of each row in use, by table and key")
    inputs: dict[str, LockedInput]


def read(path: Path) -> Content:
    """Read a lock file.

    Raises
    ------
    ScenarioError
        If it is none, is damaged, or was written by a newer greenport.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text)
    except OSError as error:
        raise _refused(path, 0, "", f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise _refused(
            path, line, "", f"no JSON ({error}); write the lock again with greenport lock"
        ) from None
    version = raw.get("lock") if isinstance(raw, dict) else None
    if isinstance(version, int) and version > FORMAT:
        message = f"a lock of format {version}; this greenport reads up to {FORMAT}: install a newer one"
        raise _refused(path, _line(text, '"lock"'), "lock", message)
    try:
        return Content.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        line = _line(text, f'"{first["loc"][-1]}"') if first["loc"] else 1
        message = f"{first['msg']}; the lock is damaged, write it again with greenport lock"
        raise _refused(path, line, key, message) from None


def write(path: Path, content: Content) -> None:
    """Write a lock file whole, one input a line, so that changes can be read in a version history."""
    raw = content.model_dump()
    inputs = raw.pop("inputs")
    lines = [f"  {_json(key)}: {_json(value)}" for key, value in inputs.items()]
    head = json.dumps(raw, indent=1, ensure_ascii=False)
    text = head.removesuffix("\n}") + ',\n "inputs": {\n' + ",\n".join(lines) + "\n }\n}\n"
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def beside(scenario: Path) -> Path:
    """Where the lock of a scenario file lies."""
    return scenario.with_suffix(SUFFIX)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _line(text: str, word: str) -> int:
    before, found, _ = text.partition(word)
    return before.count("\n") + 1 if found else 0


def _refused(path: Path, line: int, key: str, message: str) -> ScenarioError:
    return ScenarioError.of(key, message, str(path), line)
