"""P1 and P5: every peer builds the same matrix, hands it over to HiGHS, and solves it twice."""

from __future__ import annotations

import importlib
import json
import pickle
import tracemalloc
from pathlib import Path
from typing import Any

from benchmarks.apart import Figures, apart, timed
from benchmarks.cases import Scale, scenario_of

PEERS = ("highs", "greenport", "linopy", "pyomo")
SLOW = "pyomo"
"""Measured only once over many years."""


def compared(scale: Scale, peers: tuple[str, ...], folder: Path) -> dict[str, Figures]:
    """Seconds of every peer by number of years, each in processes of its own; the least of some repeats."""
    one, _, many = scale.years
    for years in scale.years:
        milestones = list(scale.milestones[years])
        apart(
            "building.exported", folder=str(folder), name=scale.scenario, milestones=milestones, years=years
        )
    found: dict[str, Figures] = {peer: {} for peer in peers}
    for years in scale.years:
        for peer in peers:
            repeats = 1 if peer == SLOW and years == many else scale.repeats
            given = {"peer": peer, "folder": str(folder), "years": years, "relaxed": years == one}
            runs = [apart("building.measured", **given) for _ in range(repeats)]
            found[peer][str(years)] = {name: min(run[name] for run in runs) for name in runs[0]}
    return found


def exported(folder: str, name: str, milestones: list[int], years: int) -> Figures:
    """Keep a problem, and its matrix as plain arrays, for the others to start from."""
    from dataclasses import replace

    from benchmarks import arrays
    from benchmarks.members import at_other_prices
    from greenport.sizing.assemble import whole
    from greenport.sizing.door import problem_of
    from greenport.sizing.solve import OPTIONS
    from greenport.sizing.stamp import compile_operation
    from greenport.sizing.times import Times

    problem = problem_of(scenario_of(name, tuple(milestones)))
    changed = at_other_prices(problem, 0)
    (Path(folder) / "options.json").write_text(json.dumps(OPTIONS), "utf-8")
    (Path(folder) / f"{years}.pickle").write_bytes(pickle.dumps((problem, changed)))
    compiled = compile_operation(problem, Times.daily())
    matrix = whole(problem, compiled)
    other = whole(changed, replace(compiled, problem=changed)).cost
    arrays.keep(matrix, other, Path(folder) / f"{years}.npz")
    return {"columns": len(matrix.columns), "rows": len(matrix.rows), "entries": matrix.a.nnz}


def measured(peer: str, folder: str, years: int, relaxed: bool) -> Figures:
    """One peer in this process: build, hand over; and if relaxed, solve and solve again at other prices."""
    module: Any = importlib.import_module(f"benchmarks.peers.{peer}")
    options = json.loads((Path(folder) / "options.json").read_text("utf-8"))
    runner = module.Peer(Path(folder), years, options, relaxed)
    found: Figures = {}
    _, found["build_s"] = timed(runner.build)
    _, found["hand_over_s"] = timed(runner.hand_over)
    if relaxed:
        found["value"], found["solve_s"] = timed(runner.solve)
        found["changed_value"], found["resolve_s"] = timed(runner.resolve)
    return found


def stamped(folder: str, years: int) -> Figures:
    """Seconds and megabytes of compiling, and of each further year."""
    from greenport.sizing.solve import highs
    from greenport.sizing.stamp import compile_operation
    from greenport.sizing.times import Times

    problem = pickle.loads((Path(folder) / f"{years}.pickle").read_bytes())[0]
    compiled, compile_s = timed(lambda: compile_operation(problem, Times.daily()))
    every = range(len(problem.years))
    matrices, stamp_s = timed(lambda: [compiled.year(y) for y in every])
    _, load_s = timed(lambda: [highs.loaded(matrix) for matrix in matrices])
    del matrices
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    matrices = [compiled.year(y) for y in every]
    memory = (tracemalloc.get_traced_memory()[0] - before) / 1e6
    return {
        "compile_s": compile_s,
        "stamp_s_a_year": stamp_s / len(every),
        "load_s_a_year": load_s / len(every),
        "memory_MB_a_year": memory / len(matrices),
    }
