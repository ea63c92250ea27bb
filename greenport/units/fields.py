"""Field types: a quantity of one kind, for annotations and pydantic models.

A field of such a type takes a text (`"650 USD/t"`) or a quantity, refuses what is not of its kind with a
message that names one that is, and goes to JSON as a text that reads back.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from greenport.units import catalogue
from greenport.units.registry import Quantity

Mass: TypeAlias = Annotated[Quantity, catalogue.MASS]
Volume: TypeAlias = Annotated[Quantity, catalogue.VOLUME]
Energy: TypeAlias = Annotated[Quantity, catalogue.ENERGY]
Duration: TypeAlias = Annotated[Quantity, catalogue.TIME]
Length: TypeAlias = Annotated[Quantity, catalogue.LENGTH]
Area: TypeAlias = Annotated[Quantity, catalogue.AREA]
Speed: TypeAlias = Annotated[Quantity, catalogue.SPEED]
Power: TypeAlias = Annotated[Quantity, catalogue.POWER]
Ratio: TypeAlias = Annotated[Quantity, catalogue.RATIO]
Share: TypeAlias = Annotated[Quantity, catalogue.SHARE]
Count: TypeAlias = Annotated[Quantity, catalogue.COUNT]
Rate: TypeAlias = Annotated[Quantity, catalogue.RATE]
Frequency: TypeAlias = Annotated[Quantity, catalogue.FREQUENCY]
GrossTonnage: TypeAlias = Annotated[Quantity, catalogue.GROSS_TONNAGE]
Containers: TypeAlias = Annotated[Quantity, catalogue.CONTAINERS]
Passengers: TypeAlias = Annotated[Quantity, catalogue.PASSENGERS]
MassFlow: TypeAlias = Annotated[Quantity, catalogue.MASS_FLOW]
VolumeFlow: TypeAlias = Annotated[Quantity, catalogue.VOLUME_FLOW]
Density: TypeAlias = Annotated[Quantity, catalogue.DENSITY]
HeatingValue: TypeAlias = Annotated[Quantity, catalogue.HEATING_VALUE]
Ghg: TypeAlias = Annotated[Quantity, catalogue.GHG]
GhgFlow: TypeAlias = Annotated[Quantity, catalogue.GHG_FLOW]
Intensity: TypeAlias = Annotated[Quantity, catalogue.INTENSITY]
CarbonFactor: TypeAlias = Annotated[Quantity, catalogue.CARBON_FACTOR]
Money: TypeAlias = Annotated[Quantity, catalogue.MONEY]
MoneyFlow: TypeAlias = Annotated[Quantity, catalogue.MONEY_FLOW]
PricePerMass: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_MASS]
PriceSensitivity: TypeAlias = Annotated[Quantity, catalogue.PRICE_SENSITIVITY]
PricePerVolume: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_VOLUME]
PricePerEnergy: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_ENERGY]
GasPerVolume: TypeAlias = Annotated[Quantity, catalogue.GAS_PER_VOLUME]
PricePerGas: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_GAS]
PricePerArea: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_AREA]
PricePerAreaTime: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_AREA_TIME]
PricePerVolumeTime: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_VOLUME_TIME]
PricePerLength: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_LENGTH]
PricePerCapacity: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_CAPACITY]
PricePerGhg: TypeAlias = Annotated[Quantity, catalogue.PRICE_PER_GHG]
