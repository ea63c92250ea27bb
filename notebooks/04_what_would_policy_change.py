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
# # What would policy change?
#
# Hong Kong can speed up approvals, set targets for aircraft, tax or exempt methanol, pay a part of a
# depot, or wait for rules made elsewhere that make ships ask for green fuel. Each of these is a scenario
# of a few lines on top of the base case. Most results are kept with the scenarios as locks, so this
# notebook takes seconds: `greenport reproduce` finds them again.

# %%
import pandas as pd

import greenport as gp
from greenport.studies import Comparison

pd.set_option("display.max_colwidth", None)


def beside(*names: str) -> Comparison:
    """Scenarios of the library beside each other, with the plans that are kept with them."""
    return gp.compare(*(f"hongkong/{name}" if name != "hongkong" else name for name in names))


def table_of(found: Comparison) -> pd.DataFrame:
    """One line a scenario: cost, what is proved against the first, cost per tonne, emissions avoided."""
    rows = {}
    for side in found.sides:
        plan = side.plan
        if plan is None:
            rows[side.label] = {"cost": "no plan is kept: size it"}
            continue
        rows[side.label] = {
            "cost": f"{plan.cost:,.0f}",
            "against the first": "" if side is found.first else found.verdict(side.label),
            "methanol": f"{plan.levelised_cost('methanol'):,.0f}"
            if plan.delivered("methanol") > 0 * plan.delivered("methanol")
            else "none",
            "SAF": f"{plan.levelised_cost('hefa_spk'):,.0f}",
            "avoided": f"{plan.avoided().to('MtCO2e'):,.1f}",
        }
    return pd.DataFrame(rows).T


# %% [markdown]
# ## Approvals
#
# What differs between the approvals of today and streamlined ones, step by step; then what that is worth.

# %%
approvals = beside("approvals_today", "approvals_streamlined")
approvals.times.query("what in ['approvals', 'stands']")

# %%
(faster,) = approvals.worth.values()
pd.Series(
    {
        "saved": f"{faster.saving:,.1f}",
        "proved, at least": f"{faster.at_least:,.1f}",
        "proved, at most": f"{faster.at_most:,.1f}",
    },
    name="streamlined approvals",
).to_frame()

# %% [markdown]
# The certified intervals say how much of a saving is proved: two plans that are each within half a per
# cent of the best may differ by chance.
#
# ## Duty
#
# Outbound ships are exempt from the duty on methyl alcohol. Were they not, most of the business would
# leave.

# %%
table_of(beside("duty_exempt", "duty_applies"))

# %% [markdown]
# ## Targets for aircraft
#
# One, two and five per cent of SAF; and whether it is blended here or bought ready blended.

# %%
table_of(beside("hongkong", "saf_1pct_2030", "saf_2pct_2030", "saf_5pct_2035", "blend_here", "buy_blended"))

# %% [markdown]
# ## Public money
#
# A grant moves money, not steel: what society pays differs only where it changes what is built. The fiscal
# table says who pays, and the investor's reading what a tonne must bring in.

# %%
public = beside("hongkong", "matched_grant", "green_loan", "grant_and_loan")
table_of(public)

# %%
pd.DataFrame(
    {
        side.label: {
            "granted": f"{side.plan.support['amount'].sum():,.1f} MUSD",
            "cost to the public purse": f"{side.plan.public_cost.total:,.1f}",
        }
        for side in public.sides
        if side.plan is not None
    }
).T

# %%
granted = next(side.plan for side in public.others if side.plan is not None)
granted.fiscal.pivot_table(index="year", columns="item", values="amount", aggfunc="sum").round(2)

# %% [markdown]
# ## Rules made elsewhere
#
# Under the IMO's draft framework, FuelEU Maritime and the EU's emissions trading a ship that burns fuel
# oil pays. The scenarios let that price decide whether it asks for methanol here.

# %%
table_of(beside("hongkong", "imo_net_zero", "fueleu_calls", "ets_asia_europe"))

# %% [markdown]
# ## Demand that comes, or does not

# %%
table_of(beside("hongkong", "high_demand", "slow_uptake", "nobody_comes"))

# %% [markdown]
# ## And the other hubs
#
# The same tonne at four hubs, per tonne and on the energy of a tonne of fuel oil; then how much of the
# demand stays in Hong Kong at which premium, and where the business case breaks.

# %%
plan = public.sides[0].plan
ladder = gp.landed_prices(plan=plan)
ladder

# %%
gp.premium_curve(ladder)
