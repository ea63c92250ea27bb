"""Two or more scenarios side by side: what differs in their inputs and in their results."""

from greenport.studies.comparison.result import Comparison, compare
from greenport.studies.comparison.sides import Side

__all__ = ["Comparison", "Side", "compare"]
