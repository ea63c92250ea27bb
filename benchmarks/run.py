"""Measure greenport on the Hong Kong base case: speed, memory, start-up.

``make bench`` runs it. Everything is measured in one run on one machine, so that ratios can be compared;
the seconds of two machines cannot. The sizing runs in a process of its own, so that its peak memory is its
own. The result is printed, and kept as JSON in ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
SCENARIO = "hongkong"
REPEATS = 5
COMMAND = str(Path(sys.executable).with_name("greenport"))
PACKAGES = ("greenport", "highspy", "numpy", "pandas", "pint", "pydantic", "pyomo", "scipy")

Figures = dict[str, Any]


class Clock:
    """Wall time during which at least one of several calls runs, and the sum over the calls."""

    def __init__(self) -> None:
        self.union = self.total = self._since = 0.0
        self.calls = self._running = 0
        self._lock = threading.Lock()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            begin = time.perf_counter()
            with self._lock:
                self._since = begin if self._running == 0 else self._since
                self._running += 1
            try:
                return function(*args, **options)
            finally:
                end = time.perf_counter()
                with self._lock:
                    self._running -= 1
                    self.calls += 1
                    self.total += end - begin
                    self.union += end - self._since if self._running == 0 else 0.0

        return timed


def measured(scenario: str, gap: str | None) -> Figures:
    """Size, then build the parts once more to time them, in this process."""
    import greenport as gp
    from greenport.sizing.solve import highs

    clock = Clock()
    highs.solve = clock.around(highs.solve)
    begin = time.perf_counter()
    gaps: list[tuple[float, float]] = []

    def watch(progress: Any) -> None:
        gaps.append((time.perf_counter() - begin, progress.gap))

    loaded, load = timed(lambda: gp.load_scenario(scenario))
    begin = time.perf_counter()
    plan, size = timed(lambda: gp.size(loaded, gap=gap, progress=watch))
    asked = float(plan.gap_asked.to("").magnitude)
    reached = [seconds for seconds, reported in gaps if reported <= asked]
    return {
        "load_s": load,
        "size_s": size,
        "to_asked_gap_s": reached[0] if reached else None,
        "gap_asked_%": 100 * asked,
        "gap_%": float(plan.gap.to("%").magnitude),
        "gap_total_%": float(plan.gap_total.to("%").magnitude),
        "outside_highs_s": size - clock.union,
        "highs_calls": clock.calls,
        "highs_sum_s": clock.total,
        "steps_s": plan.seconds,
        "scenario_hash": plan.scenario_hash,
        "peak_memory_MB": peak_memory(),
        **built(loaded),
    }


def built(scenario: Any) -> Figures:
    """From the scenario to arrays, the compiled year, and the stamped years."""
    from greenport.sizing import door, times
    from greenport.sizing.stamp import compile_operation

    problem, arrays = timed(lambda: door.problem_of(scenario))
    found: Figures = {"arrays_s": arrays}
    for name, partition in (("weekly", times.Times.weekly()), ("daily", times.Times.daily())):
        compiled, found[f"compile_{name}_s"] = timed(partial(compile_operation, problem, partition))
        begin = time.perf_counter()
        years = [compiled.year(y) for y in range(len(problem.years))]
        found[f"stamp_{name}_s_a_year"] = (time.perf_counter() - begin) / len(years)
        found[f"columns_{name}_a_year"] = len(years[0].columns)
        found[f"rows_{name}_a_year"] = len(years[0].rows)
    return found


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    return work(), time.perf_counter() - begin


def peak_memory() -> float | None:
    """Largest resident memory of this process in MB, where the system tells."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def sized_apart(scenario: str, gap: str | None) -> Figures:
    """`measured` in a fresh process."""
    command = [sys.executable, __file__, "--apart", "--scenario", scenario, *(["--gap", gap] if gap else [])]
    child = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Figures = json.loads(child.stdout)
    return found


def first_lines(scenario: str) -> Figures:
    """Seconds from starting ``greenport size`` to its first line and to the solver's first line."""
    runs = [first_lines_once(scenario) for _ in range(REPEATS)]
    first, solver = (statistics.median(run[i] for run in runs) for i in range(2))
    return {"first_line_s": first, "first_solver_line_s": solver}


def first_lines_once(scenario: str) -> tuple[float, float]:
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
        sys.exit("greenport size shows no progress but:\n" + "".join(line for line, _ in said))
    return said[0][1], said[-1][1]


def start_up(scenario: str) -> Figures:
    """Median seconds of starting Python bare, with greenport imported, and the command line's help."""
    runs = {
        "bare_python_s": [sys.executable, "-c", "pass"],
        "import_greenport_s": [sys.executable, "-c", "import greenport"],
        "first_quantity_s": [sys.executable, "-c", "import greenport; greenport.Q_('1 t')"],
        "help_s": [COMMAND, "--help"],
    }
    found: Figures = {name: median_of(run) for name, run in runs.items()}
    bare = found["bare_python_s"]
    ratios = {f"{name.removesuffix('_s')}_over_bare": value / bare for name, value in found.items()}
    found |= {name: value for name, value in ratios.items() if not name.startswith("bare")}
    return found | first_lines(scenario)


def median_of(command: list[str]) -> float:
    def once() -> None:
        subprocess.run(command, check=True, capture_output=True)

    once()
    return statistics.median(timed(once)[1] for _ in range(REPEATS))


def machine() -> Figures:
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def table(found: Figures) -> str:
    """The figures with what they are compared to, and what is aimed at."""
    size, start, compiled = found["sizing"], found["start_up"], "a year, once"
    total = size["size_s"]

    def seconds(name: str, ratio: str, aim: str = "") -> tuple[str, str, str]:
        return (f"{size[name]:.2f} s" if size[name] is not None else "–", ratio, aim)

    def share(name: str) -> str:
        return f"{100 * size[name] / total:.1f} % of sizing"

    memory = size["peak_memory_MB"]
    rows = [
        ("sizing, all", *seconds("size_s", "", "about a minute on 2 cores")),
        ("  until the asked gap", *seconds("to_asked_gap_s", "")),
        ("  outside HiGHS", *seconds("outside_highs_s", share("outside_highs_s"), "≤ 20 %")),
        ("  compile, weekly", *seconds("compile_weekly_s", share("compile_weekly_s"), compiled)),
        ("  compile, daily", *seconds("compile_daily_s", share("compile_daily_s"), compiled)),
        ("  stamp a year, weekly", f"{1000 * size['stamp_weekly_s_a_year']:.0f} ms", "", ""),
        ("  stamp a year, daily", f"{1000 * size['stamp_daily_s_a_year']:.0f} ms", "", ""),
        ("proven gap, movable money", f"{size['gap_%']:.3f} %", "", f"≤ {size['gap_asked_%']:g} %"),
        ("proven gap, all money", f"{size['gap_total_%']:.4f} %", "", ""),
        ("peak memory", "–" if memory is None else f"{memory:.0f} MB", "", "≤ 1500 MB"),
        ("first line shown", f"{start['first_line_s']:.2f} s", "by greenport size", "≤ 1 s"),
        ("first line of the solver", f"{start['first_solver_line_s']:.2f} s", "by greenport size", ""),
        ("bare python", f"{1000 * start['bare_python_s']:.0f} ms", "1.0 ×", ""),
    ]
    for name, label in (
        ("import_greenport", "import greenport"),
        ("first_quantity", "import and first quantity"),
        ("help", "greenport --help"),
    ):
        ratio = f"{start[f'{name}_over_bare']:.1f} × bare python"
        rows.append((label, f"{1000 * start[f'{name}_s']:.0f} ms", ratio, ""))
    lines = [("", "measured", "compared", "aim"), *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(line.rstrip() for line in padded)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scenario", default=SCENARIO)
    parser.add_argument("--gap", help="instead of the scenario's, e.g. '5 %%' for a quick look")
    parser.add_argument("--apart", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.apart:
        print(json.dumps(measured(given.scenario, given.gap)))
        return
    facts = machine()
    found = {
        "date": date.today().isoformat(),
        "scenario": given.scenario,
        "machine": facts,
        "start_up": start_up(given.scenario),
        "sizing": sized_apart(given.scenario, given.gap),
    }
    print(table(found))
    RESULTS.mkdir(exist_ok=True)
    name = f"{facts['system']}-{facts['architecture']}-{facts['cores']}cores-py{facts['python']}".lower()
    target = RESULTS / f"{found['date']}-{name}.json"
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"\nkept in {target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target}")


if __name__ == "__main__":
    main()
