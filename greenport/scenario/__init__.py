"""Scenario files: schema, reading with line-numbered errors, inheritance, overrides, hashes."""

from greenport.scenario.finding import find, models, shipped
from greenport.scenario.loading import check, load_scenario
from greenport.scenario.scenario import Scenario
from greenport.scenario.tree import Origin
from greenport.scenario.values import Series, Value

__all__ = ["Origin", "Scenario", "Series", "Value", "check", "find", "load_scenario", "models", "shipped"]
