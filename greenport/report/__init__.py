"""What people get to see of a plan: tables, figures and the HTML report; no arithmetic of its own."""

from greenport.report.figures import Figures
from greenport.report.html import write
from greenport.report.tables import as_html, terminal

__all__ = ["Figures", "as_html", "terminal", "write"]
