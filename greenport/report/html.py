"""The report: one HTML file that opens without a network and can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from greenport.report import evidence, futures, prose, readings, rows, why
from greenport.report.figures import Figures
from greenport.report.words import Words
from greenport.sizing import Plan

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TEMPLATES = Path(__file__).parent / "templates"


def write(plan: Plan, path: Path, language: str = "en") -> Path:
    """Write the report of a plan.

    Parameters
    ----------
    plan
        What to report.
    path
        File to write; nothing half-written is left if it fails.
    language
        One of `greenport.report.words.languages()`.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        If the report cannot be written in this language.
    """
    return saved(render(plan, language), path)


def saved(text: str, path: Path) -> Path:
    """Write a page whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def render(plan: Plan, language: str = "en") -> str:
    """The report as text of an HTML file."""
    words = Words(language)
    figures = Figures(plan, language)
    return page(
        "report.html.j2",
        _charts(plan, figures),
        plan=plan,
        words=words,
        title=plan.titles.get(language, plan.title),
        question=plan.questions.get(language, plan.question),
        fuels=prose.served(plan),
        rows=rows,
        futures=futures,
        prose=prose,
        readings=readings,
        economic=plan.economic,
        investor=plan.investor,
        why=why,
        evidence=evidence,
        years=figures.years_with_stock(),
        year=figures.busiest_year(),
    )


def page(template: str, charts: Mapping[str, Figure], **content: object) -> str:
    """A page from a template and what it shows; everything it needs is in the file."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(
        charts={name: _json(figure) for name, figure in charts.items()},
        plotly=Markup(get_plotlyjs()),
        version=version("greenport"),
        **content,
    )


def _charts(plan: Plan, figures: Figures) -> dict[str, Figure]:
    """Every chart of the report, under the name by which the page asks for it."""
    charts = {
        "capacity": figures.capacity(),
        "emissions": figures.emissions(),
        "passengers": figures.passenger_cost(),
        "cash_flow": figures.cash_flow(),
    }
    for year in figures.years_with_stock():
        charts[f"inventory-{year}"] = figures.inventory(year)
    for fuel in prose.served(plan):
        charts[f"supply-{fuel}"] = figures.supply_mix(fuel)
        charts[f"waterfall-{fuel}"] = figures.cost_waterfall(fuel)
    return charts


def _json(figure: Figure) -> Markup:
    """Figure as JSON that may stand within a script element: no sign in it can end the element."""
    figure.update_layout(template=None)
    text: str = figure.to_json()
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
