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
# # Reviewing a study
#
# Somebody hands over a scenario file and a result. Years later, on another machine: is the result what the
# file gives? Where do its numbers come from? And what was changed between this version and that one? This
# notebook walks through a review of one scenario of the library.

# %%
import shutil
import tempfile
from pathlib import Path

import pandas as pd

import greenport as gp
from greenport.scenario import find

pd.set_option("display.max_colwidth", None)

name = "hongkong/nobody_comes"
scenario = gp.load_scenario(name)
print(scenario.document.question.en)

# %% [markdown]
# ## The old result, without a solver
#
# Beside the scenario lie its lock and the plan it was made from.

# %%
file = find(name)
old = gp.load_plan(file.with_suffix(".plan.zip"))
old

# %% [markdown]
# ## Found again
#
# The inputs are compared first. Then the scenario is solved again, and every figure judged: cost and bound
# as a certified interval, figures of the data to a millionth, figures of the plan as the same or as those
# of an equally good plan.

# %%
again = gp.reproduce(name)
assert again.passed
again.table()

# %% [markdown]
# ## A file that was changed
#
# Somebody makes money cheaper, in a copy. The review names the key, the file and the line; nothing needs
# to be solved for that.

# %%
folder = Path(tempfile.mkdtemp())
for suffix in (".yaml", ".lock.json", ".plan.zip"):
    shutil.copy(file.with_suffix(suffix), folder)
copy = folder / file.name
text = copy.read_text(encoding="utf-8").replace("extends: base.yaml", "extends: hongkong")
copy.write_text(f"{text}\nfinance: {{discount_rate: 3 %}}\n", encoding="utf-8")
changed = gp.reproduce(copy)
assert not changed.passed
print(*changed.faults, sep="\n")

# %% [markdown]
# ## Where the numbers come from
#
# Every number in use has a status, a source, a file and a line.

# %%
sources = scenario.sources()
sources.groupby("status").size().rename("numbers").to_frame()

# %%
sources.loc[sources["status"] == "published", ["key", "value", "unit", "source"]].head(12)

# %% [markdown]
# ## What this version says that the base case does not

# %%
found = gp.compare("hongkong", name)
found.inputs

# %%
found.waterfall
