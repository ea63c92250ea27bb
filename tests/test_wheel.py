"""The wheel, built from the source distribution and installed where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from uv import find_uv_bin

ROOT = Path(__file__).parents[1]


def run(command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as from a fresh shell: nothing of this Python's paths is inherited."""
    ours = ("PYTHON", "PYTEST", "VIRTUAL_ENV")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        command, cwd=cwd, env=clean, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@dataclass(frozen=True)
class Environment:
    """A virtual environment with greenport's wheel and the packages of `requirements.lock`, no others."""

    folder: Path

    def path(self, kind: str) -> Path:
        base = str(self.folder)
        return Path(sysconfig.get_path(kind, "venv", vars={"base": base, "platbase": base}))

    @property
    def python(self) -> Path:
        return self.path("scripts") / "python"

    @property
    def command(self) -> Path:
        return self.path("scripts") / "greenport"


def link_locked_packages(site: Path) -> None:
    """Show the new environment those packages of this one that `requirements.lock` names.

    The same files as an installation would bring, without fetching them again; what only the
    development lock holds stays out of sight, so that an undeclared dependency is found out.
    """
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    for requirement in (Requirement(line.removesuffix("\\")) for line in lines if "==" in line):
        if requirement.marker is None or requirement.marker.evaluate():
            locked = distribution(requirement.name)
            tops = {file.parts[0] for file in locked.files or ()} - {"..", "__pycache__"}
            for top in tops:
                (site / top).symlink_to(Path(str(locked.locate_file(top))))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dist = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", dist, ROOT], cwd=dist)
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("environment"))
    venv.create(environment.folder, symlinks=os.name != "nt")
    link_locked_packages(environment.path("purelib"))
    install = [find_uv_bin(), "pip", "install", "--offline", "--no-cache", "--no-deps"]
    run([*install, "--python", environment.python, wheel], cwd=environment.folder)
    return environment


@pytest.mark.parametrize("folder", ["datasets", "models"])
def test_the_wheel_carries_every_file_of(folder: str, wheel: Path) -> None:
    ours = {file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*") if file.is_file()}
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert ours
    assert {f"greenport/_shared/{name}" for name in ours} - carried == set()


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "greenport/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_carries_nothing_beside_the_package(wheel: Path) -> None:
    tops = {Path(name).parts[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"greenport"}


def test_installed_greenport_reads_the_data_it_carries(installed: Environment, tmp_path: Path) -> None:
    done = run([installed.python, "-c", "from greenport import data; print(data.folder())"], cwd=tmp_path)
    assert Path(done.stdout.strip()) == installed.path("purelib") / "greenport" / "_shared" / "datasets"


def test_installed_greenport_sizes_hong_kong(installed: Environment, tmp_path: Path) -> None:
    run([installed.command, "size", "hongkong", "--gap", "10 %", "--out", tmp_path / "plan"], cwd=tmp_path)
    assert (tmp_path / "plan" / "report.html").stat().st_size > 10_000
