# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Which fuel costs what?
#
# A tonne of methanol holds half the energy of a tonne of fuel oil, so prices per tonne mislead. Here fuels
# stand side by side per gigajoule: what they cost to buy, what they emit over their life, what FuelEU
# Maritime, the emissions trading of the Union and the draft framework of the IMO add for ships, and what
# CORSIA, emissions trading and ReFuelEU mean for aircraft; then the price of carbon, the grant or the
# concession at which a green fuel costs the same as its fossil rival. No scenario is needed: these are the
# functions of `gp.costs` and `gp.emissions` alone.

# %%
import warnings

import pandas as pd
import plotly.graph_objects as go

import greenport as gp
from greenport import Q_
from greenport.costs import FuelCost
from greenport.emissions import MarineFuel, corsia, ets, fueleu, imo, refueleu
from greenport.errors import DraftRuleWarning
from greenport.units import Quantity, in_currency

warnings.simplefilter("once", DraftRuleWarning)
pd.set_option("display.max_colwidth", None)


def row(name: str) -> gp.data.Datum:
    return gp.data.datum(name)


def in_usd(price: Quantity, unit: str) -> float:
    """Money of any currency as a plain number; laws name sums without a price year."""
    return float(in_currency(price, "USD").m_as(unit))


# %% [markdown]
# ## Ships: what is bought
#
# Prices are those of table `prices`, with their ranges. The green methanol is bought from a maker in Tianjin
# who states 28.2 gCO2e/MJ.

# %%
stated = row("emission_factors:supplier:goldwind").value
marine: dict[str, MarineFuel] = {
    "VLSFO": gp.emissions.regime_fuel("vlsfo", "fueleu"),
    "MGO": gp.emissions.regime_fuel("mgo", "fueleu"),
    "grey methanol": gp.emissions.regime_fuel("methanol_grey", "fueleu"),
    "green methanol": gp.emissions.biofuel("methanol", stated),
}
price_rows = {
    "VLSFO": "prices:vlsfo",
    "MGO": "prices:mgo",
    "grey methanol": "prices:methanol_grey",
    "green methanol": "prices:methanol_green_fob",
}
prices = {name: row(key) for name, key in price_rows.items()}

# %%
USD_T, CARBON = "USD_2025/t", "USD_2025/tCO2e"
reference = gp.fuel("vlsfo").lhv
fuels = marine.items()
bought = pd.DataFrame(
    {
        "price [USD/t]": {name: price.value.m_as(USD_T) for name, price in prices.items()},
        "low [USD/t]": {name: price.low.m_as(USD_T) for name, price in prices.items()},
        "high [USD/t]": {name: price.high.m_as(USD_T) for name, price in prices.items()},
        "LHV [GJ/t]": {name: fuel.lhv.m_as("GJ/t") for name, fuel in fuels},
        "price [USD/GJ]": {
            name: (price.value / marine[name].lhv).m_as("USD_2025/GJ") for name, price in prices.items()
        },
        "per t of VLSFO energy [USD]": {
            name: (price.value / marine[name].lhv * reference).m_as("USD_2025/t")
            for name, price in prices.items()
        },
        "status": {name: price.status for name, price in prices.items()},
    }
)
bought.round(1)

# %% [markdown]
# ## Ships: what is emitted
#
# Well to wake, each regime with its own factors and warming potentials: FuelEU counts with the fourth
# assessment report of the IPCC, the IMO with the fifth. The IMO has no agreed default for methanol, so the
# certified value goes in there. Methane and nitrous oxide are the difference of some grams.

# %%
by_imo = {
    "VLSFO": gp.emissions.well_to_wake("hfo", "imo_lca"),
    "MGO": gp.emissions.well_to_wake("mgo", "imo_lca"),
}
emitted = pd.DataFrame(
    {
        "FuelEU [gCO2e/MJ]": {name: fuel.well_to_wake("AR4").m_as("gCO2e/MJ") for name, fuel in fuels},
        "IMO guidelines [gCO2e/MJ]": {name: value.m_as("gCO2e/MJ") for name, value in by_imo.items()},
        "tank to wake, CO2 [tCO2e/t]": {name: fuel.carbon_dioxide.m_as("tCO2e/t") for name, fuel in fuels},
    }
).reindex(marine)
emitted.round(2)

# %% [markdown]
# ## Ships: what the rules add
#
# Per gigajoule burnt between two ports of the Union, where everything counts; of a voyage from Hong Kong
# to the Union half counts, and of one within Asia nothing. A deficit under FuelEU costs its penalty. A
# surplus is shown as a credit: what it spares a ship on fuel oil in the same pool, the most that such a
# ship would pay. The price of an allowance is an assumption, the penalty is law. The framework of the IMO
# is a draft: adoption was adjourned in October 2025.

# %%
GIGAJOULE = Q_("1 GJ")
ALLOWANCE = Q_("75 EUR/tCO2e")
YEARS = (2026, 2030, 2035, 2040)


def by_fueleu(fuel: MarineFuel, year: int) -> float:
    """Penalty (above zero), or what the surplus spares a ship on VLSFO (below), per gigajoule."""
    intensity = fuel.well_to_wake("AR4")
    balance = fueleu.compliance_balance(intensity, GIGAJOULE, year)
    owed = fueleu.penalty(balance, intensity)
    spared = fueleu.penalty(-balance, marine["VLSFO"].well_to_wake("AR4"))
    return in_usd((owed - spared) / GIGAJOULE, "USD/GJ")


def by_trading(fuel: MarineFuel, year: int) -> float:
    mass = (GIGAJOULE / fuel.lhv).to("t")
    return in_usd(ets.maritime_cost([(fuel, mass)], year, ALLOWANCE) / GIGAJOULE, "USD/GJ")


def by_draft(fuel: MarineFuel, year: int) -> float:
    """Remedial units of the draft; its prices end in 2030 and are carried on here."""
    value = gp.emissions.stated(fuel.name, fuel.lhv, fuel.well_to_wake("AR5"))
    mass = (GIGAJOULE / fuel.lhv).to("t")
    intensity = imo.fuel_intensity([(value, mass)])
    remedy = imo.remedial_cost(
        intensity, GIGAJOULE, year, tier_1_price=Q_("100 USD/tCO2e"), tier_2_price=Q_("380 USD/tCO2e")
    )
    return float((remedy.cost / GIGAJOULE).m_as("USD/GJ"))


rules = {"FuelEU": by_fueleu, "EU trading": by_trading}
added = pd.DataFrame(
    {
        (rule, year): {name: cost(fuel, year) for name, fuel in fuels}
        for rule, cost in rules.items()
        for year in YEARS
    }
).rename_axis("USD/GJ")
added.round(1)

# %%
draft = pd.DataFrame(
    {year: {name: by_draft(fuel, year) for name, fuel in fuels} for year in (2028, 2030, 2035)}
).rename_axis("IMO framework (draft), USD/GJ")
draft.round(1)

# %%
year = 2035
figure = go.Figure()
per_energy = bought["price [USD/GJ]"]
figure.add_bar(name="fuel", x=list(marine), y=per_energy)
for rule in rules:
    figure.add_bar(name=f"{rule}, {year}", x=list(marine), y=added[rule, year])
figure.update_layout(
    barmode="relative",
    title=f"Fuel and rules between two ports of the Union, {year}",
    yaxis_title="USD/GJ",
    legend={"orientation": "h", "y": -0.15},
)
figure

# %%
totals = pd.DataFrame(
    {year: per_energy + added["FuelEU", year] + added["EU trading", year] for year in YEARS}
).rename_axis("fuel, FuelEU and trading, USD/GJ")
totals.round(1)

# %% [markdown]
# Without rules green methanol costs more than three times as much as fuel oil per gigajoule. Between ports of
# the Union it is already the cheaper one, if its surplus finds a buyer at the price of the penalty: the fewer
# ships are short of compliance, the less that surplus is worth. A ship that only sails in Asia sees none of
# this: there the price gap of the first table stands.

# %% [markdown]
# ## Parity: what would close the gap
#
# The price of carbon at which both cost the same per unit of energy; the grant per tonne, or the share of a
# duty, that does the same; and the price that green methanol may have at a given price of carbon.

# %%
fossil = FuelCost.of("vlsfo", prices["VLSFO"].value)
offers = {
    "low": FuelCost.of("methanol", prices["green methanol"].low, stated),
    "central": FuelCost.of("methanol", prices["green methanol"].value, stated),
    "high": FuelCost.of("methanol", prices["green methanol"].high, stated),
}
parity = pd.DataFrame(
    {
        "carbon price [USD/tCO2e]": {
            name: gp.costs.parity_carbon_price(offer, fossil).m_as("USD_2025/tCO2e")
            for name, offer in offers.items()
        },
        "grant [USD/t]": {
            name: gp.costs.parity_grant(offer, fossil).m_as("USD_2025/t") for name, offer in offers.items()
        },
    }
)
parity.round(0)

# %%
carbon_prices = Q_([0.0, 100.0, 200.0, 380.0, 500.0], "USD_2025/tCO2e")
bearable = gp.costs.parity_price(fossil, gp.fuel("methanol").lhv, stated, carbon_prices)
pd.Series(bearable.m_as("USD_2025/t"), index=carbon_prices.m, name="methanol may cost [USD/t]").rename_axis(
    "carbon price [USD/tCO2e]"
).round(0)

# %% [markdown]
# The duty on methyl alcohol, where no concession holds, is several times the price of the fuel itself. Fuel
# of ships that leave Hong Kong is exempt; this is what the concession is worth.

# %%
duty = row("policy:methyl_alcohol_duty_per_tonne").value
print(f"duty without the concession: {duty:.0f}; green methanol: {prices['green methanol'].value:.0f}")

# %% [markdown]
# ## What it costs to make
#
# Bottom up, from what a plant takes in and what it costs, in money of 2020: figures for comparison among
# themselves. Nearly all prices of inputs are assumptions.

# %%
made = {name: gp.costs.methanol_production_cost(name) for name in ("e_methanol", "bio_methanol")}
made |= {name: gp.costs.saf_production_cost(name) for name in ("hefa", "alcohol_to_jet", "power_to_liquid")}
pd.DataFrame(
    {
        "total [EUR/t]": {name: cost.total.m_as("EUR_2020/t") for name, cost in made.items()},
        "total [EUR/GJ]": {name: cost.total_per_energy.m_as("EUR_2020/GJ") for name, cost in made.items()},
        "capital [EUR/t]": {name: cost.capital.m_as("EUR_2020/t") for name, cost in made.items()},
        "feed [EUR/t]": {name: cost.feed.m_as("EUR_2020/t") for name, cost in made.items()},
    }
).round(0)

# %% [markdown]
# ## Aircraft
#
# Neat SAF by HEFA from used cooking oil against Jet A-1. CORSIA takes a share of the CO2 off an airline's
# offsetting requirement; under emissions trading the fuel counts as nothing, and the two must not be added
# up: one certificate is claimed once under each rule. ReFuelEU fines a supplier for each tonne missing.

# %%
jet, saf = row("prices:jet_a1_landed"), row("prices:saf_neat_fob_asia")
value = corsia.life_cycle_value("HEFA", "used cooking oil")
tonne = Q_("1 t")
reduction = corsia.emissions_reduction(tonne, value)
traded = ets.aviation_emissions(tonne, year=2026)
fine = refueleu.supplier_fine(
    tonne, refueleu.reference_price(2024, "saf"), refueleu.reference_price(2024, "conventional")
)
gap = saf.value - jet.value
pd.Series(
    {
        "Jet A-1 [USD/GJ]": (jet.value / gp.fuel("jet_a1").lhv).m_as("USD_2025/GJ"),
        "neat SAF [USD/GJ]": (saf.value / gp.fuel("hefa_spk").lhv).m_as("USD_2025/GJ"),
        "life cycle of SAF [gCO2e/MJ]": value.m_as("gCO2e/MJ"),
        "CORSIA, reduction [tCO2/t]": reduction.m_as("tCO2e"),
        "price gap per t of reduction [USD/tCO2]": (gap * tonne / reduction).m_as("USD_2025/tCO2e"),
        "EU trading, saved at 75 EUR [USD/t]": in_usd(traded * ALLOWANCE / tonne, "USD/t"),
        "ReFuelEU, least fine [USD/t]": in_usd(fine / tonne, "USD/t"),
    },
    name="aircraft",
).round(1).to_frame()

# %%
shares = pd.DataFrame(
    {
        "ReFuelEU, all SAF [%]": refueleu.target([2025, 2030, 2035, 2040, 2050]).m,
        "of which synthetic [%]": [None, *refueleu.target([2030, 2035, 2040, 2050], "synthetic").m],
        "FuelEU, limit [gCO2e/MJ]": fueleu.target([2025, 2030, 2035, 2040, 2050]).m,
    },
    index=[2025, 2030, 2035, 2040, 2050],
)
shares.round(1)

# %% [markdown]
# ## Where the numbers come from
#
# Each rule stands in table `law` with its document, clause and date; each factor in `emission_factors`.
# Drafts are marked.

# %%
law = gp.data.table("law")
law.groupby(["regime", "document", "standing"], sort=False).size().rename("figures").reset_index()
