"""What a terminal costs every year and for every tonne: staff, upkeep, insurance, land, nitrogen, losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from greenport import data
from greenport.costs.arguments import Kind, takes
from greenport.costs.conversion import converted
from greenport.costs.estimate import Item, TerminalEstimate, described, priced, share_of
from greenport.costs.land import LAND_TERMS, LandTerms
from greenport.costs.prices import money_of
from greenport.units import AREA, DENSITY, PRICE_PER_MASS, Q_, SHARE, Dimension, Quantity, expects

MAINTENANCE = {
    "tanks": "terminal_costs:maintenance:tank",
    "berths": "terminal_costs:jetty:upkeep",
    "pipelines": "terminal_costs:maintenance:pipeline",
    "equipment": "terminal_costs:maintenance:equipment",
}
NITROGEN_USE = Dimension("gas per volume", "[substance]/[volume]", "1.2 Nm3/m^3", "not negative")
NITROGEN_PRICE = Dimension("price per amount of gas", "[money]/[substance]", "0.1 USD/Nm3", "not negative")
POWER_USE = Dimension("energy per mass", "[energy]/[mass]", "0.25 kWh/t", "not negative")
POWER_PRICE = Dimension("price per energy", "[money]/[energy]", "0.16 USD/kWh", "not negative")
ESTIMATE = Kind(TerminalEstimate, "estimate_terminal(design)")


@expects(area=AREA)
@takes(estimate=ESTIMATE, land=LAND_TERMS)
def terminal_operation(
    estimate: TerminalEstimate,
    area: Quantity | None = None,
    land: LandTerms | None = None,
    rates: Mapping[str, float] | None = None,
) -> TerminalEstimate:
    """Fixed yearly cost of a terminal: maintenance by group of works, insurance, staff and rent of land.

    Shares are of the works before contingency and owner's cost. `operating_costs:fixed_opex` is a
    single share for maintenance and insurance together: use one or the other.

    Parameters
    ----------
    estimate : TerminalEstimate
        Capital cost, as from `estimate_terminal`.
    area : Quantity, optional
        Of the site.
    land : LandTerms, optional
        Terms it is held on; its rent is counted here, its premium stands in the capital cost.
    rates : mapping of str to float, optional
        Units of a currency per US dollar.

    Returns
    -------
    TerminalEstimate
        Items a year, in the money of the estimate.

    Examples
    --------
    >>> from greenport.costs.terminal import estimate_terminal
    >>> from greenport.costs.terminal_design import TankSet, TerminalDesign
    >>> estimate = estimate_terminal(TerminalDesign(tanks=(TankSet(Q_("20000 m^3"), number=2),)))
    >>> print(f"{terminal_operation(estimate).total:.2f}")
    1.68 MUSD_2025/yr
    """
    unit = f"{estimate.unit}/yr"
    items = [*_upkeep(estimate)]
    items.append(priced("staff", "staff", "shifts x operators", STAFF_ROWS, _staff, unit, rates))
    if area is not None and land is not None and land.rent is not None:
        items.append(_rent(area, land, unit, rates))
    return TerminalEstimate(tuple(items), unit, ("Without the fuel's own cost, losses, nitrogen and power.",))


@expects(
    price=PRICE_PER_MASS,
    density=DENSITY,
    loss=SHARE,
    nitrogen_use=NITROGEN_USE,
    nitrogen_price=NITROGEN_PRICE,
    power_use=POWER_USE,
    power_price=POWER_PRICE,
)
def handling_cost(
    price: Quantity,
    density: Quantity,
    *,
    loss: Quantity,
    nitrogen_use: Quantity,
    nitrogen_price: Quantity,
    power_use: Quantity,
    power_price: Quantity,
) -> Quantity:
    """Variable cost of a tonne through a terminal: ``loss * p + n * p_N2 / density + e * p_el``.

    Parameters
    ----------
    price : Quantity
        Of the fuel [money/mass].
    density : Quantity
        Of the fuel.
    loss : Quantity or float
        Share of the throughput that evaporates or is left behind.
    nitrogen_use, nitrogen_price : Quantity
        Gas per volume pumped out, and its price.
    power_use, power_price : Quantity
        Electricity per mass, and its price.

    Returns
    -------
    Quantity
        Money per mass, of the common price year.

    Examples
    --------
    >>> cost = handling_cost(
    ...     Q_("900 USD/t"), Q_("0.792 t/m^3"), loss=Q_("0.05 %"), nitrogen_use=Q_("1.2 Nm3/m^3"),
    ...     nitrogen_price=Q_("0.1 USD/Nm3"), power_use=Q_("0.252 kWh/t"), power_price=Q_("0.16 USD/kWh"),
    ... )
    >>> print(f"{cost:.3f}")
    0.642 USD/t
    """
    gas = (nitrogen_use * nitrogen_price / density).to(price.units)
    power = (power_use * power_price).to(price.units)
    return price * loss.to("") + gas + power


@expects(price=PRICE_PER_MASS, density=DENSITY)
def methanol_handling_cost(price: Quantity, density: Quantity) -> Quantity:
    """`handling_cost` with the planning values of the tables for methanol.

    Parameters
    ----------
    price : Quantity
        Of the fuel, in money of the price year of the tables.
    density : Quantity
        Of the fuel.

    Returns
    -------
    Quantity
        Money per mass.

    Examples
    --------
    >>> print(f"{methanol_handling_cost(Q_('900 USD_2025/t'), Q_('0.792 t/m^3')):.3f}")
    0.642 USD_2025/t
    """
    return handling_cost(
        price,
        density,
        loss=data.datum("storage:losses").value,
        nitrogen_use=data.datum("terminal_costs:nitrogen_use").value,
        nitrogen_price=data.datum("operating_costs:nitrogen").value,
        power_use=data.datum("operating_costs:transfer_power").value,
        power_price=data.datum("terminal_costs:electricity").value,
    )


STAFF_ROWS = (
    "operating_costs:shift_teams",
    "operating_costs:shift_operators",
    "operating_costs:operator_cost",
)


def _staff(teams: Quantity, operators: Quantity, cost: Quantity) -> Quantity:
    return teams * operators * cost


def _upkeep(estimate: TerminalEstimate) -> Iterator[Item]:
    works = [item for item in estimate.items if item.group in MAINTENANCE]
    for group, row in MAINTENANCE.items():
        held = [item for item in works if item.group == group]
        if held:
            yield share_of(f"maintenance of {group}", "maintenance", row, held, "of their works", "yr")
    if works:
        yield share_of("insurance", "insurance", "terminal_costs:insurance", works, "of the works", "yr")


def _rent(area: Quantity, land: LandTerms, unit: str, rates: Mapping[str, float] | None) -> Item:
    paid = converted(Q_((land.rent * area).to_reduced_units()), money_of(unit), rates=rates)
    amount = paid.value.to(unit)
    note = "; ".join(paid.steps)
    basis = f"{described(area)}, {land.kind.value.replace('_', ' ')}"
    return Item("rent of land", "land", basis, amount, amount, amount, land.status, note=note)
