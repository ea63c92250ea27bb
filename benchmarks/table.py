"""The one table of ratios: every stage, greenport and its peers, over the limit or over bare Python."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.apart import Figures
from benchmarks.building import PEERS
from benchmarks.cases import Scale
from benchmarks.goals import exponent, made

TITLES = {
    "highs": "HiGHS, arrays ready",
    "greenport": "greenport",
    "linopy": "linopy",
    "pyomo": "Pyomo, stock",
}


def table(found: Figures, scale: Scale) -> str:
    """Absolute value of the first column, ratios to greenport in the others."""
    one, own, many = scale.years
    rows = []
    for years in scale.years:
        rows.append(_row(found, f"build, {_years(years)}", "build_s", years))
        rows.append(_row(found, f"hand over, {_years(years)}", "hand_over_s", years))
        rows.append(_ratios(f"both, {_years(years)}", {p: made(found, p, years) for p in PEERS}, "s"))
    rows.append(_row(found, f"solve the relaxation, {_years(one)}", "solve_s", one))
    rows.append(_row(found, "solve again, other prices", "resolve_s", one))
    rows.append(_row(found, f"peak memory, {_years(own)}", "peak_memory_MB", own, "MB"))
    rows.append(_row(found, f"peak memory, {_years(many)}", "peak_memory_MB", many, "MB"))
    rows.append(
        [
            f"growth, exponent {one} → {many} years",
            *(
                _number(exponent(made(found, peer, one), made(found, peer, many), many // one))
                for peer in ("greenport", *_others())
            ),
        ]
    )
    bare = found["start_up"]["bare_python_s"]
    imports = {peer: found["start_up"].get(f"import_{peer}_s") for peer in PEERS}
    rows.append(_ratios("start-up: import", imports, "s"))
    rows.append(["bare Python", f"{bare:.3g} s"])
    titles = ["", "greenport", *(f"{TITLES[peer]}" for peer in _others())]
    return aligned([titles, *rows])


def details(found: Figures) -> str:
    """What greenport alone is measured by."""
    stamping, members = found["stamping"], found["members"]
    sizings = {
        "base case": found["sizing"]["own"],
        **found["sizing"]["hard"],
        **found["sizing"].get("release", {}),
    }
    lines = [
        ["compile a year on days", f"{stamping['compile_s']:.2f} s"],
        [
            "stamp a further year",
            f"{1000 * stamping['stamp_s_a_year']:.0f} ms, {stamping['memory_MB_a_year']:.1f} MB",
        ],
        [
            "member of an ensemble",
            f"{1000 * members['kept_s']:.0f} ms, of which stamping {1000 * members['stamp_s']:.0f} ms",
        ],
        ["  HiGHS's warm re-solve", f"{1000 * members['warm_s']:.0f} ms"],
        ["  rebuilt", f"{1000 * members['rebuilt_s']:.0f} ms"],
        *([f"size {name}", _size(size)] for name, size in sizings.items() if size),
        *([f"size {_years(int(years))}", _size(size)] for years, size in found["growth"].items()),
        [
            "bounds with 1 and 2 workers",
            " and ".join(f"{run['seconds']:.1f} s" for run in found["workers"].values()),
        ],
        ["first line of greenport size", f"{found['start_up']['first_line_s']:.2f} s"],
        ["first line of its solver", f"{found['start_up']['first_solver_line_s']:.2f} s"],
        *(
            [f"units, {step}", f"{part['units_s']:.2f} s of {part['seconds']:.1f} s, {part['calls']} calls"]
            for step, part in found["units"]["steps"].items()
        ),
    ]
    return aligned(lines)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Cells in columns."""
    count = max(len(line) for line in lines)
    widths = [max((len(line[i]) for line in lines if i < len(line)), default=0) for i in range(count)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip()
        for line in lines
    )


def _others() -> tuple[str, ...]:
    return tuple(peer for peer in PEERS if peer != "greenport")


def _years(years: int) -> str:
    return "1 year" if years == 1 else f"{years} years"


def _row(found: Figures, label: str, what: str, years: int, unit: str = "s") -> list[str]:
    return _ratios(
        label, {p: found["building"].get(p, {}).get(str(years), {}).get(what) for p in PEERS}, unit
    )


def _ratios(label: str, values: dict[str, float | None], unit: str) -> list[str]:
    ours = values["greenport"]
    assert ours is not None
    others = (values[peer] for peer in _others())
    return [label, f"{ours:.3g} {unit}", *("–" if v is None else f"{v / ours:.2f} ×" for v in others)]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _size(size: Figures) -> str:
    gap = "no plan" if size["gap_%"] is None else f"gap {size['gap_%']:.3f} %"
    memory = "" if size["peak_memory_MB"] is None else f", {size['peak_memory_MB']:.0f} MB"
    return f"{size['seconds']:.0f} s, {gap}{memory}"
