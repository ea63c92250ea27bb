"""P6: how long starting takes, greenport and its peers, each over a bare Python."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.apart import Figures

COMMAND = str(Path(sys.executable).with_name("greenport"))
IMPORTS = {
    "highs": "import highspy, numpy",
    "greenport": "import greenport",
    "linopy": "import linopy",
    "pyomo": "import pyomo.environ, pyomo.contrib.appsi.solvers.highs",
}


def measured(scenario: str, peers: Sequence[str], repeats: int) -> Figures:
    """Median seconds on the wall: bare Python, imports, the first quantity, ``--help``, the first lines."""
    runs = {
        "bare_python_s": [sys.executable, "-c", "pass"],
        **{f"import_{peer}_s": [sys.executable, "-c", IMPORTS[peer]] for peer in peers},
        "first_quantity_s": [sys.executable, "-c", "import greenport; greenport.Q_('1 t')"],
        "help_s": [COMMAND, "--help"],
    }
    found: Figures = {name: _median(command, repeats) for name, command in runs.items()}
    first, solver = zip(*(_first_lines(scenario) for _ in range(repeats)), strict=True)
    lines = {"first_line_s": statistics.median(first), "first_solver_line_s": statistics.median(solver)}
    return found | lines


def _median(command: list[str], repeats: int) -> float:
    def once() -> float:
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begin

    if repeats > 1:
        once()
    return statistics.median(once() for _ in range(repeats))


def _first_lines(scenario: str) -> tuple[float, float]:
    """Seconds from starting ``greenport size`` to its first line and to the solver's first line."""
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        command = [COMMAND, "size", scenario, "--out", out]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert child.stderr is not None
        said = []
        for line in child.stderr:
            said.append((line, time.perf_counter() - begin))
            if " s  " in line:
                break
        child.kill()
        child.communicate()
    if not said or " s  " not in said[-1][0]:
        raise SystemExit("greenport size shows no progress but:\n" + "".join(line for line, _ in said))
    return said[0][1], said[-1][1]
