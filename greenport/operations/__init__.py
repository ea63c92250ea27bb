"""Would it work on the day? Simulation of a plan under ships, storms and delays that come by chance."""

from greenport.operations.service import Service
from greenport.operations.simulation import simulate
from greenport.operations.system import Chance

__all__ = ["Chance", "Service", "simulate"]
