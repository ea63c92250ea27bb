"""The two readings of a plan in words and tables: its worth to all, its terminals as a business."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from greenport.errors import GreenportError
from greenport.report.pieces import Cell, Sentence, Table, by_year, measured, shown
from greenport.report.words import Words
from greenport.sizing import Plan
from greenport.sizing.readings import Economic, Investor
from greenport.sizing.readings.fiscal import ITEMS
from greenport.units import Quantity

if TYPE_CHECKING:
    import pandas as pd


def worth(reading: Economic, plan: Plan, words: Words) -> Sentence:
    """What the plan is worth to all together, and against what."""
    values: dict[str, object] = {
        "npv": shown(words, reading.npv, "economic/npv"),
        "rate": shown(words, reading.discount_rate, "discount_rate"),
        "avoided": shown(words, reading.avoided_in_all, "economic/avoided"),
        "against_fossil": shown(words, plan.avoided(), "avoided"),
    }
    if float(reading.costs.magnitude) <= 0:
        return Sentence(words, "readings.nothing")
    ratio = shown(words, reading.benefit_cost_ratio, "economic/benefit_cost_ratio")
    values["benefits"] = shown(words, reading.benefits, "economic/benefits")
    values["costs"] = shown(words, reading.costs, "economic/costs")
    return Sentence(words, "readings.economic", {**values, "ratio": ratio})


def items(reading: Economic, words: Words) -> Table:
    """Present value of every benefit and cost, and their sum."""
    table = reading.by_item()
    rows = [
        (Cell(words.sentence(words.item(item))), measured(words, amount, unit, f"economic/by_item/{item}"))
        for item, amount, unit in zip(table["item"], table["amount"], table["unit"], strict=True)
    ]
    rows.append((Cell(words.sentence(words("readings.npv"))), shown(words, reading.npv, "economic/npv")))
    columns = (words.sentence(words("table.item")), words.sentence(words("readings.present_value")))
    return Table(words("readings.economic_table"), columns, tuple(rows))


def businesses(reading: Investor, words: Words) -> Table:
    """Each terminal as a business, all together, and the bunker vessels apart."""
    found = [(words.name(place), place, reading.of(place)) for place in reading.places]
    if len(found) > 1:
        found.append((words("readings.all_terminals"), "all", reading))
    if reading.vessels is not None:
        found.append((words("readings.vessels"), "vessels", reading.vessels))
    rows = tuple(
        (
            Cell(words.sentence(name)),
            shown(words, business.throughput_fee, f"investor/{key}/throughput_fee"),
            _sum(words, business.capital, f"investor/{key}/capital"),
            _sum(words, business.granted, f"investor/{key}/granted"),
            _return(business, words, f"investor/{key}/irr"),
            _payback(business, words, f"investor/{key}/payback"),
        )
        for name, key, business in found
    )
    names = ("business", "fee", "capital", "granted", "irr", "payback")
    columns = tuple(words.sentence(words(f"readings.{name}")) for name in names)
    return Table(words("readings.investor_table"), columns, rows)


def _sum(words: Words, amount: Quantity, key: str) -> Cell:
    return shown(words, amount, key) if float(amount.magnitude) else Cell("–")


def _return(business: Investor, words: Words, key: str) -> Cell:
    try:
        return shown(words, business.irr(), key)
    except GreenportError:  # no capital, or no one rate
        return Cell("–")


def _payback(business: Investor, words: Words, key: str) -> Cell:
    if float(business.capital.magnitude) <= 0:
        return Cell("–")
    try:
        return shown(words, business.payback(), key)
    except GreenportError:
        return Cell(words("readings.later", year=business.years[-1]))


def cash_flow(reading: Investor, words: Words) -> Table:
    """Cash flow of all terminals by calendar year."""
    flows = reading.cash_flow().groupby(["item", "year", "unit"], sort=False)["amount"].sum().reset_index()
    return _calendar(flows, words, words("readings.investor_flow"), "investor/cash_flow")


def resources(reading: Economic, words: Words) -> Table:
    """Benefits and costs by calendar year."""
    return _calendar(reading.cash_flow, words, words("readings.economic_flow"), "economic/cash_flow")


def purse(fiscal: pd.DataFrame, words: Words) -> list[Table]:
    """What the government pays and receives by calendar year: in money, then per tonne."""
    ordered = fiscal.sort_values("item", key=lambda items: items.map(ITEMS.index), kind="stable")
    return [
        _calendar(rows, words, words("readings.fiscal"), "fiscal")
        for _, rows in ordered.groupby("unit", sort=False)
    ]


def public_cost(plan: Plan, words: Words) -> Sentence:
    """What the plan costs the public purse over all years, or brings it."""
    cost = plan.public_cost
    if cost.total.magnitude == 0 or cost.per_tonne is None or cost.per_tonne_avoided is None:
        return Sentence(words, "readings.no_transfers")
    values = {
        "total": shown(words, cost.total, "public_cost/total"),
        "per_tonne": shown(words, cost.per_tonne, "public_cost/per_tonne"),
        "per_avoided": shown(words, cost.per_tonne_avoided, "public_cost/per_tonne_avoided"),
    }
    return Sentence(words, "readings.public_cost", values)


def _calendar(table: pd.DataFrame, words: Words, title: str, key: str) -> Table:
    lines: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for item, year, amount in zip(table["item"], table["year"], table["amount"], strict=True):
        lines[words.sentence(words.item(item)), f"{key}/{item}"][int(year)] = float(amount)
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    return by_year(words, title, str(table["unit"].iloc[0]), years, lines)
