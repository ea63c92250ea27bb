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
# # How sure is the plan?
#
# A plan is worth what can be said about it: how far it is from the best there can be, whether it would bear
# checking by someone who does not trust the solver, why it looks as it does, what else would do nearly as
# well, and what would turn the advice. This notebook asks these questions of the Hong Kong base case. It
# takes some four minutes.

# %%
import pandas as pd

import greenport as gp

pd.set_option("display.max_colwidth", None)

scenario = gp.load_scenario("hongkong")
plan = gp.size(scenario)
plan

# %% [markdown]
# ## How far from the best it can be
#
# No plan can cost less than the lower bound. The gap is stated on the money that decisions can move: the
# cost above what the fuel alone costs, whatever is built. On the whole cost it would look far smaller, and
# could hide a tank.

# %%
pd.Series(
    {
        "cost of the plan": f"{plan.cost:,.2f}",
        "no plan costs less than": f"{plan.lower_bound:,.2f}",
        "fuel alone": f"{plan.floor:,.2f}",
        "money that decisions can move": f"{plan.movable:,.2f}",
        "gap on that money": f"{plan.gap:.3f}",
        "gap on all money": f"{plan.gap_total:.4f}",
    },
    name="",
).to_frame()

# %% [markdown]
# ## Checked without the solver
#
# Every rule of every day is evaluated at the plan's schedule, the cost is added up twice more, and each
# table is made again. A second lower bound is computed from dual values, safe in floating point; it knows
# no whole numbers, and lies lower than the proved one.

# %%
certificate = gp.verify(plan)
assert certificate.sound
pd.Series(
    {
        "rules evaluated": f"{certificate.rows:,}",
        "worst broken by": f"{certificate.violation:.1e}",
        "cost, from the cost vector": f"{certificate.cost:,.4f}",
        "cost, from the table": f"{certificate.tables_cost:,.4f}",
        "bound that needs no branching": f"{certificate.linear_bound:,.2f}",
    },
    name="",
).to_frame()

# %% [markdown]
# ## Why: what binds, and what relief is worth
#
# Limits that the plan stands at, and what one per cent more of each would save in that year, with assets
# and contracts as planned. A limit without a price binds whole units, which a margin does not show.

# %%
binding = plan.binding()
priced = binding[binding["binds"]].sort_values("worth", ascending=False, na_position="last")
priced[["year", "what", "used", "limit", "unit", "price", "price_unit", "worth", "worth_unit"]].head(12)

# %% [markdown]
# ## What else would do nearly as well
#
# From here on the airport alone, which is quicker: the port's ships are left out. Plans that cost up to 1 %
# more, each without something that the best one has. What no plan within that can do without is a must-
# have, and proved.

# %%
ships = [d.id for d in scenario.document.demand if d.kind == "ships"]
airport = gp.load_scenario(
    "hongkong", overrides={"solve.gap": "1 %", **{f"demand.{d}": "null" for d in ships}}
)
others = gp.alternatives(airport, slack=0.01, most=6)
others.table()

# %%
print("in all of them:", ", ".join(others.shared))
print("proved must-haves:", ", ".join(others.must_haves) or "none")

# %% [markdown]
# ## Cost against emissions
#
# Each point is a plan that is best at some price on emissions; between two points stands what the last
# tonne avoided costs.

# %%
front = gp.pareto(airport, points=5)
front.table()

# %%
front.figure()

# %% [markdown]
# ## Where the advice flips
#
# The price on emissions from which delivering SAF is worth its cost, nothing obliging anybody; and whether
# some premium on ready blends makes blending here pay, or stop paying. Each answer is a bracket, proved
# where the gaps allow it.

# %%
for what in ("finance.carbon_price", "blend.premium"):
    print(gp.breakeven(airport, what))
