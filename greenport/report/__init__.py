"""Tables, figures and the HTML report of a plan."""

from greenport.report.figures import Figures
from greenport.report.html import render, write
from greenport.report.tables import as_html, terminal
from greenport.report.words import Words, languages

__all__ = ["Figures", "Words", "as_html", "languages", "render", "terminal", "write"]
