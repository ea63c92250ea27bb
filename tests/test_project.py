"""What the project's own files promise each other: locks, metadata, imports."""

from __future__ import annotations

import ast
import itertools
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]

PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows"))
ENVIRONMENTS = [
    {
        "implementation_name": "cpython",
        "os_name": os_name,
        "platform_python_implementation": "CPython",
        "platform_system": system,
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": platform,
    }
    for python, (platform, os_name, system) in itertools.product(PYTHONS, PLATFORMS)
]

# Needed at run time without an import of ours: pandas writes Parquet with it.
USED_BY_OTHERS = {"openpyxl", "pyarrow"}

# Imported by us, but pinned and brought by another package as its own part.
PART_OF = {"pydantic-core": "pydantic"}


@dataclass(frozen=True)
class Pin:
    """One entry of a lock file."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        (specifier,) = self.requirement.specifier
        return specifier.version if specifier.operator == "==" else ""


def pins(lock: str) -> list[Pin]:
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    parts = [entry.split(" --hash=") for entry in entries]
    return [Pin(Requirement(spec.strip()), tuple(h.strip() for h in hashes)) for spec, *hashes in parts]


def declared(*extras: str) -> list[Requirement]:
    texts = [*PROJECT["dependencies"], *PYPROJECT["build-system"]["requires"]]
    texts += [text for extra in extras for text in PROJECT["optional-dependencies"][extra]]
    return [Requirement(text) for text in texts]


def imported_packages() -> Iterator[str]:
    """Top-level names of everything that greenport imports, itself and the standard library left out."""
    for file in (ROOT / "greenport").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [name.name for name in names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case _:
                    continue
            tops = {module.partition(".")[0] for module in modules}
            yield from tops - {"greenport"} - sys.stdlib_module_names


def imported_distributions() -> set[str]:
    owners = packages_distributions()
    names = {canonicalize_name(owner) for package in imported_packages() for owner in owners[package]}
    return {PART_OF.get(name, name) for name in names}


def runtime_dependencies() -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_an_exact_version_and_hashes(lock: str) -> None:
    loose = [pin.name for pin in pins(lock) if not pin.version]
    unhashed = [pin.name for pin in pins(lock) if not any(h.startswith("sha256:") for h in pin.hashes)]
    assert (loose, unhashed) == ([], [])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    marks = ("://", "file:", "--index", "--extra-index", "--find-links")
    assert [mark for mark in marks if mark in text] == []


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))], ids=["run", "dev"]
)
@pytest.mark.parametrize(
    "environment", ENVIRONMENTS, ids=lambda e: f"{e['python_version']}-{e['sys_platform']}"
)
def test_a_lock_meets_every_declared_dependency_on_every_platform(
    lock: str, extras: tuple[str, ...], environment: dict[str, str]
) -> None:
    held = {
        pin.name: pin.version
        for pin in pins(lock)
        if pin.requirement.marker is None or pin.requirement.marker.evaluate(environment)
    }
    unmet = [
        str(requirement)
        for requirement in declared(*extras)
        if not requirement.specifier.contains(held.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unmet == []


def test_what_is_tested_is_what_runs() -> None:
    tested = {(pin.name, pin.version) for pin in pins("requirements-dev.lock")}
    assert {(pin.name, pin.version) for pin in pins("requirements.lock")} <= tested


def test_what_builds_the_wheel_is_what_installs_the_checkout() -> None:
    assert PYPROJECT["dependency-groups"]["build"] == PYPROJECT["build-system"]["requires"]


def test_everything_imported_is_a_declared_dependency() -> None:
    assert imported_distributions() - runtime_dependencies() == set()


def test_every_declared_dependency_is_used() -> None:
    assert runtime_dependencies() - imported_distributions() - USED_BY_OTHERS == set()


def test_the_citation_is_of_this_version_and_licence() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])


def test_the_classifiers_name_the_pythons_that_are_allowed() -> None:
    allowed = SpecifierSet(PROJECT["requires-python"])
    prefix = "Programming Language :: Python :: 3."
    named = {c.rpartition(" ")[2] for c in PROJECT["classifiers"] if c.startswith(prefix)}
    assert named == {python for python in (f"3.{minor}" for minor in range(30)) if allowed.contains(python)}
    assert named == set(PYTHONS)
