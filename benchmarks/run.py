"""Measure greenport beside linopy, Pyomo and HiGHS: one table of ratios, then a verdict for each goal.

``make bench`` runs it in the peers' environment. Everything is measured in one run on one machine, so that
ratios can be compared; the seconds of two machines cannot. What is measured is kept as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import building, startup
from benchmarks.apart import IN_THIS_PROCESS, Figures, apart
from benchmarks.cases import FULL, QUICK, Scale
from benchmarks.goals import verdicts
from benchmarks.table import details, table

RESULTS = Path(__file__).parent / "results"
PACKAGES = (
    "greenport",
    "highspy",
    "linopy",
    "numpy",
    "pandas",
    "pint",
    "pydantic",
    "pyomo",
    "scipy",
    "xarray",
)
LOOSE = "10 %"
"""Gap of the sizings whose growth is measured: bounds and schedules, without the search after them."""

AGREE = 1e-6
"""How far the objectives of the peers may differ, relatively."""


def measured(scale: Scale, peers: tuple[str, ...], release: bool = False) -> Figures:
    """All figures of one run."""
    found: Figures = {"start_up": startup.measured(scale.scenario, peers, scale.repeats)}
    one, own, many = scale.years
    with tempfile.TemporaryDirectory() as kept:
        told("every peer builds the matrix")
        found["building"] = building.compared(scale, peers, Path(kept))
        found["stamping"] = apart("building.stamped", folder=kept, years=own)
        told("members of an ensemble")
        found["members"] = apart("members.measured", folder=kept, years=one, members=scale.members)
        agreed(found)
        told("sizing")
        found["sizing"] = {
            "own": apart("sizes.sized", name=scale.scenario, gap=scale.gap),
            "hard": {name: apart("sizes.sized", name=name, gap="1 %", hard=True) for name in scale.hard},
        }
        if release:
            told("the whole problem at once, ten minutes")
            found["sizing"]["release"] = {"whole": apart("sizes.at_once", folder=kept, years=own)}
    told("growth, workers, units")
    found["growth"] = {
        str(years): apart(
            "sizes.sized", name=scale.scenario, milestones=list(scale.milestones[years]), gap=LOOSE
        )
        for years in (one, many)
    }
    found["workers"] = {
        str(workers): apart("sizes.searched", name=scale.scenario, gap="0.5 %", workers=workers)
        for workers in (1, 2)
    }
    found["units"] = apart("sizes.profiled", name=scale.scenario)
    return found


def agreed(found: Figures) -> None:
    """Stop unless all peers found the same objectives: else they did not build the same."""
    for what in ("value", "changed_value"):
        values = {
            peer: run[what]
            for peer, by_years in found["building"].items()
            for run in by_years.values()
            if what in run
        }
        low, high = min(values.values()), max(values.values())
        if high - low > AGREE * abs(low):
            raise SystemExit(f"the objectives of the peers differ: {values}")
    if found["members"]["differ"] > AGREE:
        raise SystemExit(f"the answers of a member differ by {found['members']['differ']:.2g}")


def told(what: str) -> None:
    print(f"... {what}", flush=True)


def machine() -> Figures:
    """What a reader needs to know of the machine, and nothing that names it."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "packages": {name: held for name in PACKAGES if (held := _version(name))},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a terminal of one tank, in seconds")
    parser.add_argument(
        "--release", action="store_true", help="also the whole problem at once, for ten minutes"
    )
    parser.add_argument("--peers", default=",".join(building.PEERS), help="which to compare (default: all)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON file")
    given = parser.parse_args()
    scale = QUICK if given.quick else FULL
    if given.quick:
        os.environ[IN_THIS_PROCESS] = "1"
    facts = machine()
    if facts["load"] and facts["load"] > 0.5:
        print(
            f"Other programs are computing (load {facts['load']}): what is measured on the wall is disturbed."
        )
    found = {
        "date": date.today().isoformat(),
        "scenario": scale.scenario if scale is FULL else "toy",
        "machine": facts,
        **measured(scale, tuple(given.peers.split(",")), given.release),
    }
    lines = verdicts(found, scale)
    found["verdicts"] = [str(line) for line in lines]
    print(f"\n{table(found, scale)}\n\n{details(found)}\n")
    print("\n".join(found["verdicts"]))
    given.results.mkdir(exist_ok=True, parents=True)
    name = f"{facts['system']}-{facts['architecture']}-{facts['cores']}cores-py{facts['python']}".lower()
    target = given.results / f"{found['date']}-{name}{'-quick' if given.quick else ''}.json"
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"\nkept as {target.name}")


if __name__ == "__main__":
    main()
