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
# A tonne of methanol holds about half the energy of a tonne of fuel oil, so prices per tonne mislead. Here
# fuels stand side by side per gigajoule: what they cost to buy, what they emit over their life, and what
# FuelEU Maritime, the emissions trading of the Union and the draft framework of the IMO add for ships; then
# the price of carbon, the grant or the waiver of duty at which a green fuel costs the same as its fossil
# rival, what it costs to make, and what CORSIA, emissions trading and ReFuelEU mean for aircraft. No scenario
# is needed: these are the functions of `gp.costs` and `gp.emissions` alone.

# %%
import warnings

import pandas as pd
import plotly.graph_objects as go
from pandas.io.formats.style import Styler

import greenport as gp
from greenport import Q_
from greenport.costs import FuelCost
from greenport.emissions import MarineFuel, corsia, ets, fueleu, imo, refueleu
from greenport.errors import DraftRuleWarning
from greenport.units import Quantity, in_currency, magnitude

pd.set_option("display.max_colwidth", None)


def row(name: str) -> gp.data.Datum:
    return gp.data.datum(name)


def in_usd(price: Quantity, unit: str) -> float:
    """Money of any currency as a plain number; laws name sums without a price year."""
    return float(magnitude(in_currency(price, "USD"), unit))


def shown(table: pd.DataFrame, digits: int) -> Styler:
    """Table with as many decimals; where there is no figure the cell stays empty."""
    return table.style.format(precision=digits, na_rep="", thousands=",")


# %% [markdown]
# ## Ships: what is bought
#
# Prices are those of table `prices`, with their ranges. Fuel oil and gas oil are priced as delivered to
# ships, methanol as sold in China. The last row is the like of fuel oil: green methanol delivered to a ship
# at Shanghai, by the few quotations there are. The intensity of the green methanol is that of a maker in
# Hinggan who ships from Tianjin.

# %%
maker = row("emission_factors:supplier:goldwind")
print(f"{maker.item} {maker.value}: {maker.note}")
green = gp.emissions.biofuel("methanol", maker.value)
marine: dict[str, MarineFuel] = {
    "VLSFO": gp.emissions.regime_fuel("vlsfo", "fueleu"),
    "MGO": gp.emissions.regime_fuel("mgo", "fueleu"),
    "grey methanol": gp.emissions.regime_fuel("methanol_grey", "fueleu"),
    "green methanol": green,
}
sold = marine | {"green methanol, delivered": green}
price_rows = {
    "VLSFO": "prices:vlsfo",
    "MGO": "prices:mgo",
    "grey methanol": "prices:methanol_grey",
    "green methanol": "prices:methanol_green_fob",
    "green methanol, delivered": "prices:methanol_green_shanghai_delivered",
}
prices = {name: row(key) for name, key in price_rows.items()}

# %%
USD_T, CARBON = "USD_2025/t", "USD_2025/tCO2e"
reference = gp.fuel("vlsfo").lhv
per_energy = {name: price.value / sold[name].lhv for name, price in prices.items()}
bought = pd.DataFrame(
    {
        "price [USD/t]": {name: price.value.m_as(USD_T) for name, price in prices.items()},
        "low [USD/t]": {name: price.low.m_as(USD_T) for name, price in prices.items()},
        "high [USD/t]": {name: price.high.m_as(USD_T) for name, price in prices.items()},
        "LHV [GJ/t]": {name: f"{fuel.lhv.m_as('GJ/t'):.1f}" for name, fuel in sold.items()},
        "price [USD/GJ]": {name: f"{price.m_as('USD_2025/GJ'):.1f}" for name, price in per_energy.items()},
        "energy of 1 t of VLSFO [USD]": {
            name: (price * reference).m_as(USD_T) for name, price in per_energy.items()
        },
        "what is priced": {name: price.item for name, price in prices.items()},
        "status": {name: price.status for name, price in prices.items()},
    }
)
shown(bought, 0)

# %% [markdown]
# ## Ships: what is emitted
#
# In gCO2e/MJ from well to wake, each regime with its own factors and warming potentials: FuelEU counts with
# the fourth assessment report of the IPCC, the IMO with the fifth. For fuel oil and gas oil the IMO counts
# 3 to 4 grams more, by its higher defaults from well to tank; methane and nitrous oxide are 1 to 3 grams of
# each sum and differ by tenths of a gram. The carbon of green methanol came out of the air, so its part from
# well to tank is below zero.
#
# The IMO has no default for methanol. Green methanol goes in with its stated value and the methane and
# nitrous oxide of burning it; grey methanol has no value to state, so it stays empty.

# %%
by_imo: dict[str, MarineFuel] = {
    "VLSFO": gp.emissions.regime_fuel("hfo", "imo_lca"),
    "MGO": gp.emissions.regime_fuel("mgo", "imo_lca"),
    "green methanol": gp.emissions.stated("methanol", green.lhv, green.well_to_wake("AR5")),
}


def parts(fuel: MarineFuel, assessment: str) -> dict[str, float]:
    """From well to tank, the gases burnt, and the sum; the sum alone where no more is stated."""
    total = fuel.well_to_wake(assessment)
    found = {"sum": total}
    if not fuel.whole:
        supply, carbon = gp.emissions.well_to_tank(fuel), fuel.carbon_dioxide / fuel.lhv
        found = {"well to tank": supply, "CO2": carbon, "CH4, N2O": total - supply - carbon, "sum": total}
    return {part: value.m_as("gCO2e/MJ") for part, value in found.items()}


emitted = pd.concat(
    {
        "FuelEU [gCO2e/MJ]": pd.DataFrame({name: parts(fuel, "AR4") for name, fuel in marine.items()}).T,
        "IMO guidelines [gCO2e/MJ]": pd.DataFrame(
            {name: parts(fuel, "AR5") for name, fuel in by_imo.items()}
        ).T,
    },
    axis="columns",
).reindex(marine)
shown(emitted, 2)

# %% [markdown]
# ## Ships: what the rules of the Union add
#
# Per gigajoule burnt between two ports of the Union, where everything counts; of a voyage from Hong Kong
# to the Union half counts, and of one within Asia nothing. A deficit under FuelEU costs its penalty, here
# that of a first year in deficit; each further year in a row adds a tenth. A surplus is shown as a credit:
# what it spares a ship on fuel oil in the same pool, the most that such a ship would pay. The penalty is
# law and has no price year, so it stands beside money of 2025 as it is. The price of an allowance is an
# assumption.

# %%
GIGAJOULE = Q_("1 GJ")
ALLOWANCE = row("prices:eu_allowance").value
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


rules = {"FuelEU": by_fueleu, "EU trading": by_trading}
added = pd.DataFrame(
    {
        (f"{rule} [USD/GJ]", year): {name: cost(fuel, year) for name, fuel in sold.items()}
        for rule, cost in rules.items()
        for year in YEARS
    }
)
shown(added.loc[list(marine)], 1)

# %% [markdown]
# The fuel at its price of 2025 and the rules together, in every year:

# %%
fuel_price = pd.Series({name: price.m_as("USD_2025/GJ") for name, price in per_energy.items()})
by_year = {rule: added[f"{rule} [USD/GJ]"] for rule in rules}
totals = by_year["FuelEU"].add(fuel_price, axis="index") + by_year["EU trading"]
unsold = by_year["FuelEU"].clip(lower=0).add(fuel_price, axis="index") + by_year["EU trading"]
offers = ["green methanol", "green methanol, delivered"]
no_buyer = unsold.loc[offers].rename(index="{}, no buyer of its surplus".format)
shown(pd.concat([totals, no_buyer]).rename_axis("fuel and both rules [USD/GJ]"), 1)

# %%
year = 2035
figure = go.Figure()
figure.add_bar(name="fuel", x=list(sold), y=fuel_price)
for rule in rules:
    figure.add_bar(name=rule, x=list(sold), y=by_year[rule][year])
figure.add_scatter(
    name="sum",
    x=list(sold),
    y=totals[year],
    mode="markers+text",
    marker={"symbol": "diamond", "size": 10, "color": "black"},
    text=totals[year].map("{:.1f}".format),
    textposition="middle right",
)
figure.update_layout(
    barmode="relative",
    title=f"Fuel and rules between two ports of the Union, {year}",
    yaxis_title="USD/GJ",
    legend={"orientation": "h", "y": -0.15},
)
figure

# %% [markdown]
# The share of the penalty's price that the surplus must fetch for green methanol to cost the same as VLSFO:

# %%
share = 100 * (unsold.loc[offers] - unsold.loc["VLSFO"]) / -by_year["FuelEU"].loc[offers]
shown(share.rename_axis("of the penalty's price [%]"), 0)

# %% [markdown]
# Without rules green methanol costs more than three times as much as fuel oil per gigajoule. Between ports of
# the Union it is the cheaper one in each of these years if its surplus finds a buyer at the price of the
# penalty, and in none of them if it finds no buyer. The fewer ships are short of compliance, the less the
# surplus is worth. The comparison flatters methanol free on board, which still lacks freight and delivery;
# delivered at Shanghai it is dearer by the difference of the two rows, and freight to Europe is in neither.
# A ship that only sails in Asia sees none of these rules: there the price gap of the first table stands.
#
# ## Ships: what the draft of the IMO would add
#
# The framework of the IMO would hold on every sea. It is a draft, whose adoption was adjourned in October
# 2025. It counts with the fuels of the IMO's guidelines; those of MGO are recalled, an assumption. Its prices
# of remedial units end in 2030 and are carried on here. A surplus earns units, for which the draft sets no
# price: green methanol, which has a surplus in all three years, is shown at nothing.

# %%
tier_1, tier_2 = (gp.data.clauses(f"imo_nzf:tier_{number}")[-1].value for number in (1, 2))


def by_draft(fuel: MarineFuel, year: int) -> float:
    """Remedial units of both tiers, per gigajoule."""
    mass = (GIGAJOULE / fuel.lhv).to("t")
    intensity = imo.fuel_intensity([(fuel, mass)])
    remedy = imo.remedial_cost(intensity, GIGAJOULE, year, tier_1_price=tier_1, tier_2_price=tier_2)
    return float((remedy.cost / GIGAJOULE).m_as("USD/GJ"))


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", DraftRuleWarning)
    draft = pd.DataFrame(
        {year: {name: by_draft(fuel, year) for name, fuel in by_imo.items()} for year in (2028, 2030, 2035)}
    ).reindex(marine)
for message in dict.fromkeys(str(warning.message) for warning in caught):
    print(message)
shown(draft.rename_axis("IMO framework, draft [USD/GJ]"), 2)

# %% [markdown]
# ## Parity: what would close the gap
#
# The price of carbon at which green methanol and VLSFO cost the same per unit of energy, and the grant per
# tonne that does the same. Both fuels count as under FuelEU above: for green methanol that is the maker's
# value and the methane and nitrous oxide of burning it, not the maker's value alone.

# %%
counted = green.well_to_wake("AR4")
print(f"green methanol {counted:.2f}, VLSFO {marine['VLSFO'].well_to_wake('AR4'):.2f}")
fossil = FuelCost.of("vlsfo", prices["VLSFO"].value)
central = FuelCost.of("methanol", prices["green methanol"].value, counted)
at_prices = {
    "free on board, low": FuelCost.of("methanol", prices["green methanol"].low, counted),
    "free on board, central": central,
    "free on board, high": FuelCost.of("methanol", prices["green methanol"].high, counted),
    "delivered at Shanghai": FuelCost.of("methanol", prices["green methanol, delivered"].value, counted),
}
parity = pd.DataFrame(
    {
        "price [USD/t]": {name: offer.price.m_as(USD_T) for name, offer in at_prices.items()},
        "carbon price [USD/tCO2e]": {
            name: gp.costs.parity_carbon_price(offer, fossil).m_as(CARBON)
            for name, offer in at_prices.items()
        },
        "or grant [USD/t]": {
            name: gp.costs.parity_grant(offer, fossil).m_as(USD_T) for name, offer in at_prices.items()
        },
    }
)
shown(parity, 0)

# %% [markdown]
# The other way round: what green methanol may cost at a price of carbon; and, where the duty on methyl
# alcohol holds, the share of it to be waived so that methanol at its central price costs the same as VLSFO.
# Over 100 % the whole duty waived is not enough.

# %%
duty = row("policy:methyl_alcohol_duty_per_tonne").value
carbon_prices = Q_([0.0, 150.0, 300.0, 450.0, 600.0], CARBON)
bearable = gp.costs.parity_price(fossil, central.lhv, counted, carbon_prices)
waived = gp.costs.duty_concession(duty, central, fossil, carbon_prices)
by_carbon = pd.DataFrame(
    {"methanol may cost [USD/t]": bearable.m_as(USD_T), "duty to be waived [%]": waived.m_as("percent")},
    index=pd.Index(carbon_prices.m.astype(int), name="carbon price [USD/tCO2e]"),
)
shown(by_carbon, 0)

# %% [markdown]
# The duty is several times the price of the fuel itself, so at each of these prices of carbon nearly all of
# it must go, or all. For fuel of ships that leave Hong Kong all of it is gone: the use is exempt.

# %%
outbound = gp.costs.methyl_alcohol_duty(Q_("1 t"), "outbound_ship")
print(f"duty {duty:,.0f}; green methanol, free on board {central.price:.0f}")
print(f"on a tonne for an outbound ship: due {outbound.due:.0f}, forgone {outbound.forgone:,.0f}")

# %% [markdown]
# ## What it costs to make
#
# Bottom up, from what a plant takes in and what it costs, in money of 2020: figures for comparison among
# themselves. Nearly all prices of inputs are assumptions.

# %%
made = {
    "e-methanol": gp.costs.methanol_production_cost("e_methanol"),
    "bio-methanol": gp.costs.methanol_production_cost("bio_methanol"),
    "SAF: HEFA": gp.costs.saf_production_cost("hefa"),
    "SAF: alcohol to jet": gp.costs.saf_production_cost("alcohol_to_jet"),
    "SAF: power to liquid": gp.costs.saf_production_cost("power_to_liquid"),
}
EUR_T = "EUR_2020/t"
making = pd.DataFrame(
    {
        name: {
            "capital [EUR/t]": cost.capital.m_as(EUR_T),
            "upkeep, consumables [EUR/t]": (cost.fixed + cost.variable).m_as(EUR_T),
            "raw materials [EUR/t]": cost.feed.m_as(EUR_T),
            "energy [EUR/t]": cost.energy.m_as(EUR_T),
            "less co-products [EUR/t]": cost.credit.m_as(EUR_T),
            "sum [EUR/t]": cost.total.m_as(EUR_T),
            "sum [EUR/GJ]": cost.total_per_energy.m_as("EUR_2020/GJ"),
        }
        for name, cost in made.items()
    }
).T
shown(making, 0)

# %% [markdown]
# ## Aircraft
#
# Neat SAF by HEFA from used cooking oil, free on board in Asia, against Jet A-1 as landed. CORSIA takes the
# share of CO2 that the fuel saves off an airline's offsetting requirement; under emissions trading the fuel
# counts as nothing. The two are benefits apart and are not added up, and under each a batch is claimed once.
# ReFuelEU fines a supplier for each tonne missing, at least twice the difference of the prices.

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
aircraft = {
    "Jet A-1 [USD/GJ]": (jet.value / gp.fuel("jet_a1").lhv).m_as("USD_2025/GJ"),
    "neat SAF [USD/GJ]": (saf.value / gp.fuel("hefa_spk").lhv).m_as("USD_2025/GJ"),
    "life cycle of SAF [gCO2e/MJ]": value.m_as("gCO2e/MJ"),
    "CORSIA, reduction [tCO2/t]": reduction.m_as("tCO2e"),
    "price gap per t of reduction [USD/tCO2]": (gap * tonne / reduction).m_as(CARBON),
    f"EU trading, saved at {ALLOWANCE:.0f} [USD/t]": in_usd(traded * ALLOWANCE / tonne, "USD/t"),
    "ReFuelEU, least fine of 2025 [USD/t]": in_usd(fine / tonne, "USD/t"),
}
pd.Series(aircraft, name="SAF and jet fuel").map(lambda x: f"{x:,.{0 if x >= 100 else 1}f}").to_frame()

# %% [markdown]
# ## What the rules ask for, step by step
#
# The least share of SAF at airports of the Union, and the limit of FuelEU for ships.

# %%
steps = [2025, 2030, 2035, 2040, 2050]
synthetic_from = gp.data.clauses("refueleu:synthetic")[0].from_year
due = [year for year in steps if year >= synthetic_from]
asked = pd.DataFrame(
    {
        "SAF [% of all fuel]": pd.Series(refueleu.target(steps).m, steps),
        "synthetic SAF [% of all fuel]": pd.Series(refueleu.target(due, "synthetic").m, due),
        "ships, limit [gCO2e/MJ]": pd.Series(fueleu.target(steps).m, steps),
    }
)
shown(asked, 1)

# %% [markdown]
# ## Where the numbers come from
#
# Each rule stands in table `law` with its document, clause and date; each factor in `emission_factors`.
# Drafts are marked.

# %%
law = gp.data.table("law")
law.groupby(["regime", "document", "standing"], sort=False).size().rename("figures").reset_index("standing")
