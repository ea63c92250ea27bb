"""What things cost: pure functions on quantities, whose money keeps its price year."""

from greenport.costs.bunkering import (
    Cycle,
    largest_stem_in,
    stems_per_trip,
    transfer_time,
    trip_cycle,
    trip_fuel,
    trips_per_stem,
    yearly_capacity,
)
from greenport.costs.capital import (
    asset_annual_cost,
    escalate,
    escalation_factor,
    installed_cost,
    scaled_capex,
)
from greenport.costs.cashflow import (
    discount_factors,
    internal_rate_of_return,
    net_present_value,
    payback_time,
    span_discount,
)
from greenport.costs.conversion import (
    Conversion,
    converted,
)
from greenport.costs.depreciation import (
    book_value,
    declining_balance,
    depreciation_schemes,
    depreciation_shares,
    straight_line,
    written_off,
)
from greenport.costs.duty import (
    Duty,
    MethanolUse,
    duty_per_mass,
    methyl_alcohol_duty,
    methyl_alcohol_duty_rate,
)
from greenport.costs.estimate import (
    Item,
    TerminalEstimate,
)
from greenport.costs.finance import (
    annuity,
    annuity_factor,
    capital_recovery_factor,
    fixed_charge_rate,
    nominal_rate,
    present_value_factor,
    real_rate,
    weighted_cost_of_capital,
)
from greenport.costs.fiscal import (
    FiscalCost,
    fiscal_cost,
    pioneer_incentive,
    pioneer_incentives,
)
from greenport.costs.fleet import (
    Supply,
    VesselCost,
    bunker_vessel_cost,
)
from greenport.costs.freight import (
    Tanker,
    Voyage,
    landed_cost,
    time_charter_equivalent,
    voyage_cost,
)
from greenport.costs.freight_rates import (
    expected_demurrage,
    freight_cost,
    port_time,
    required_freight_rate,
)
from greenport.costs.grants import (
    Grant,
    matched_grant,
    matched_share,
    new_industrialisation_grant,
)
from greenport.costs.green_finance import (
    GreenFinance,
    Instrument,
    financing_saving,
    green_finance,
    green_rate,
)
from greenport.costs.jetty import (
    jetty_cost,
    jetty_works,
    mobilisation,
)
from greenport.costs.land import (
    LandTerms,
    TenureKind,
    land_annual_cost,
    land_present_value,
    land_terms,
    premium_equal_to_rent,
)
from greenport.costs.levelised import (
    levelised_cost,
    levelised_cost_by_charge_rate,
    levelised_cost_of_series,
)
from greenport.costs.parity import (
    FuelCost,
    duty_concession,
    parity_carbon_price,
    parity_duty,
    parity_grant,
    parity_grant_share,
    parity_price,
)
from greenport.costs.prices import (
    price_per_energy,
    price_per_mass,
)
from greenport.costs.processes import (
    Process,
    energy_per_product,
    process,
    processes,
)
from greenport.costs.production import (
    ProductionCost,
    input_prices,
    methanol_production_cost,
    production_cost,
    saf_production_cost,
)
from greenport.costs.tank_volumes import (
    TankGeometry,
    tank_diameter,
    tank_geometry,
    working_volume,
)
from greenport.costs.tanks import (
    installed_tank_cost,
    methanol_tank_cost,
    planned_tank_cost,
    tank_conversion_cost,
    tank_purchase_cost,
)
from greenport.costs.taxes import (
    after_tax_cash_flow,
    after_tax_net_present_value,
    after_tax_sale,
    deflated,
    minimum_selling_price,
)
from greenport.costs.terminal import (
    all_in_terminal,
    estimate_terminal,
)
from greenport.costs.terminal_design import (
    Jetty,
    TankSet,
    TerminalDesign,
)
from greenport.costs.terminal_operation import (
    handling_cost,
    methanol_handling_cost,
    terminal_operation,
)
from greenport.costs.vessels import (
    delivery_cost,
    hire_cost,
    required_charter_rate,
    vessel_annual_cost,
)

__all__ = [
    "Conversion",
    "Cycle",
    "Duty",
    "FiscalCost",
    "FuelCost",
    "Grant",
    "GreenFinance",
    "Instrument",
    "Item",
    "Jetty",
    "LandTerms",
    "MethanolUse",
    "Process",
    "ProductionCost",
    "Supply",
    "TankGeometry",
    "TankSet",
    "Tanker",
    "TenureKind",
    "TerminalDesign",
    "TerminalEstimate",
    "VesselCost",
    "Voyage",
    "after_tax_cash_flow",
    "after_tax_net_present_value",
    "after_tax_sale",
    "all_in_terminal",
    "annuity",
    "annuity_factor",
    "asset_annual_cost",
    "book_value",
    "bunker_vessel_cost",
    "capital_recovery_factor",
    "converted",
    "declining_balance",
    "deflated",
    "delivery_cost",
    "depreciation_schemes",
    "depreciation_shares",
    "discount_factors",
    "duty_concession",
    "duty_per_mass",
    "energy_per_product",
    "escalate",
    "escalation_factor",
    "estimate_terminal",
    "expected_demurrage",
    "financing_saving",
    "fiscal_cost",
    "fixed_charge_rate",
    "freight_cost",
    "green_finance",
    "green_rate",
    "handling_cost",
    "hire_cost",
    "input_prices",
    "installed_cost",
    "installed_tank_cost",
    "internal_rate_of_return",
    "jetty_cost",
    "jetty_works",
    "land_annual_cost",
    "land_present_value",
    "land_terms",
    "landed_cost",
    "largest_stem_in",
    "levelised_cost",
    "levelised_cost_by_charge_rate",
    "levelised_cost_of_series",
    "matched_grant",
    "matched_share",
    "methanol_handling_cost",
    "methanol_production_cost",
    "methanol_tank_cost",
    "methyl_alcohol_duty",
    "methyl_alcohol_duty_rate",
    "minimum_selling_price",
    "mobilisation",
    "net_present_value",
    "new_industrialisation_grant",
    "nominal_rate",
    "parity_carbon_price",
    "parity_duty",
    "parity_grant",
    "parity_grant_share",
    "parity_price",
    "payback_time",
    "pioneer_incentive",
    "pioneer_incentives",
    "planned_tank_cost",
    "port_time",
    "premium_equal_to_rent",
    "present_value_factor",
    "price_per_energy",
    "price_per_mass",
    "process",
    "processes",
    "production_cost",
    "real_rate",
    "required_charter_rate",
    "required_freight_rate",
    "saf_production_cost",
    "scaled_capex",
    "span_discount",
    "stems_per_trip",
    "straight_line",
    "tank_conversion_cost",
    "tank_diameter",
    "tank_geometry",
    "tank_purchase_cost",
    "terminal_operation",
    "time_charter_equivalent",
    "transfer_time",
    "trip_cycle",
    "trip_fuel",
    "trips_per_stem",
    "vessel_annual_cost",
    "voyage_cost",
    "weighted_cost_of_capital",
    "working_volume",
    "written_off",
    "yearly_capacity",
]
