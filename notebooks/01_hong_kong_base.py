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
# # Is a green-methanol terminal worth building in Hong Kong?
#
# And how should sustainable aviation fuel (SAF) reach the airport? This notebook goes from the question to
# the answer of the base case: what is asked for and offered, what should be built and when, what a tonne
# costs, what it saves, what would change the answer, and what the answer rests on. It takes some two minutes.

# %%
import pandas as pd
import plotly.graph_objects as go

import greenport as gp
from greenport.units import Quantity

pd.set_option("display.max_colwidth", None)

scenario = gp.load_scenario("hongkong")
print(scenario.document.question.en)
print(f"hash {scenario.hash[:12]}, money in USD of {scenario.document.finance.price_year}")

# %% [markdown]
# ## What is asked for, and what is offered
#
# Ships ask for methanol in whole stems, segment by segment; the airlines' SAF is a share of the jet fuel
# uplifted. The other table is what suppliers have *for Hong Kong*, a part of their capacity. Nearly all of
# these are assumptions: no forecast is published.

# %%
document = scenario.document
years = document.years.milestones


def kt(quantity: Quantity) -> float:
    return quantity.to("kt/yr").magnitude


asked = {
    d.id: [kt(d.asks.at(y)) if d.kind == "ships" else kt(d.uplift.at(y) * d.share.at(y)) for y in years]
    for d in document.demand
}
demand = pd.DataFrame(asked, index=years).T.rename_axis("demand [kt/yr]")
demand.round(1)

# %%
offered = pd.DataFrame(
    {(s.fuel, s.id): [kt(s.available.at(y)) for y in years] for s in document.suppliers}, index=years
).T
offered.index.names = ["fuel", "supplier [kt/yr]"]
offered.round(0)

# %%
ships = [d.id for d in document.demand if d.kind == "ships"]
figure = go.Figure()
for supplier, row in offered.loc["methanol"].iterrows():
    figure.add_scatter(x=years, y=row, name=supplier, stackgroup="supply", line_width=0)
asked_for = demand.loc[ships].sum()
figure.add_scatter(x=years, y=asked_for, name="methanol asked for", line={"width": 4, "color": "black"})
figure.update_layout(title="Methanol: asked for, and offered to Hong Kong", yaxis_title="kt/yr")
figure

# %% [markdown]
# Zhanjiang is 245 nautical miles away: a bunker vessel can load there and serve ships here without any
# terminal. What it has covers the early years only. From then on cargoes must come from farther away, and
# cargoes need tanks.
#
# ## The plan
#
# All offers, tanks, conversions, floating storage, berths and vessels compete. The plan is the cheapest
# found, and the gap is a proof: no plan is better by more than this share of the money that decisions can
# move at all.

# %%
plan = gp.size(scenario)
print(f"proven gap  {plan.gap:.2f} of the {plan.movable:,.0f} that decisions can move")
print(f"that is     {plan.gap_absolute:.2f} of {plan.cost:,.0f} in all")

# %%
changes = plan.changes()
changes[["year", "asset", "place", "owned", "change", "capacity", "unit"]]

# %%
plan.figures.capacity()

# %% [markdown]
# Every cargo has its day. The stock never leaves its limits, except that it may fall into the safety stock by
# one stem.

# %%
plan.figures.inventory(2032)

# %%
methanol_pools = plan.arrivals["pool"].str.endswith("methanol")
plan.arrivals[methanol_pools & (plan.arrivals["year"] == 2032)].round(0)

# %% [markdown]
# The same question in closed form, at the prices of the last year: from which volume would the cheapest
# terminal pay, against going without and against direct delivery?

# %%
for v in plan.terminal_volumes:
    pays = f"pays from {v.volume:.1f}" if v.volume is not None else "never pays"
    print(f"{v.terminal} against {v.against}: {pays} ({v.fixed_cost:.1f} fixed, {v.saving:.0f} saved)")

# %% [markdown]
# ## What a tonne costs

# %%
pd.DataFrame(
    {
        f"{fuel} [USD/t]": [plan.levelised_cost(fuel, year).magnitude for year in plan.years]
        for fuel in plan.fuels()
    },
    index=plan.years,
).round(0)

# %%
plan.figures.cost_waterfall("methanol")

# %%
plan.figures.supply_mix("methanol")

# %%
plan.figures.supply_mix("hefa_spk")

# %% [markdown]
# ## What it saves

# %%
print(f"avoided {plan.avoided().to('MtCO2e'):.1f}, well to wake, {plan.years[0]} to {plan.horizon - 1}")
for fuel in plan.fuels():
    print(f"{fuel}: {plan.abatement_cost(fuel):.0f} above the fossil fuel replaced")
plan.figures.emissions()

# %%
plan.figures.passenger_cost()

# %% [markdown]
# ## What would change the answer
#
# The port and the airport share no tank, vessel or supplier, so what concerns SAF can be asked of the airport
# alone, which is quick. Two questions: what if ready blends carried no premium, and what if the change of use
# of the airport's tank took 6 months instead of 18?
#
# Two plans are compared by their bounds: the true difference lies between the two figures given.

# %%
airport = {f"demand.{name}": "null" for name in ships}
blends = [offer.id for offer in document.offers if offer.blend is not None]
no_premium = {f"offers.{name}.premium": "0 USD/t" for name in blends}
tank = "places.paff.pools.hefa_spk"
streamlined = {
    f"{tank}.modules.saf_conv_22k.approvals.0.takes": "6 month",
    f"{tank}.equipment.approvals.0.takes": "6 month",
}


def sized(changes: dict[str, str]) -> gp.Plan:
    return gp.size(gp.load_scenario("hongkong", overrides=airport | changes), gap="5 %")


variants = {
    "base": sized({}),
    "no premium on blends": sized(no_premium),
    "streamlined approval": sized(streamlined),
}
base = variants["base"]
rows = []
for name, variant in variants.items():
    conversion = variant.capacity[variant.capacity["asset"] == "saf_conv_22k"]
    ready = variant.flows[(variant.flows["flow"] == "purchase") & variant.flows["by"].isin(blends)]
    rows.append(
        {
            "variant": name,
            "saves at least [MUSD]": 0.0 if name == "base" else (base.lower_bound - variant.cost).magnitude,
            "saves at most [MUSD]": 0.0 if name == "base" else (base.cost - variant.lower_bound).magnitude,
            "tank converted in": conversion["year"].min() if len(conversion) else "never",
            "as ready blend, 2030 [kt]": ready[ready["year"] == 2030]["quantity"].sum(),
            "gap": f"{variant.gap:.2f}",
        }
    )
pd.DataFrame(rows).set_index("variant").round(2)

# %% [markdown]
# ## What it rests on
#
# Every number of the scenario says how well it is known:

# %%
plan.sources["status"].value_counts().to_frame("figures")

# %% [markdown]
# And how far off it may be. The twenty assumptions of the widest ranges, against their values:

# %%
wide = plan.sources.dropna(subset=["low", "high"]).query("value > 0 and status == 'assumption'")
wide = wide.assign(
    spread=(wide["high"] - wide["low"]) / wide["value"],
    row=wide["dataset"].where(wide["dataset"] != "", wide["key"]),
)
wide = wide.sort_values("spread", ascending=False).drop_duplicates("row")
wide[["key", "low", "value", "high", "unit"]].head(20)

# %% [markdown]
# What could not take part is named, with the reason:

# %%
plan.excluded

# %% [markdown]
# ## The answer

# %%
new = changes[changes["change"] > 0]
built = {name: int(year) for name, year in new.groupby("asset")["year"].min().sort_values().items()}
for name, year in built.items():
    print(f"{year}: first {name}")
for fuel in plan.fuels():
    print(f"{fuel}: {plan.levelised_cost(fuel):.0f} delivered, {plan.abatement_cost(fuel):.0f} avoided")
print(f"proved to within {plan.gap:.2f} of the money that decisions can move")
