# /// lesson
# title = "Trouble"
# minutes = 1
# summary = "A cell that fails, after one that does not."
# goals = ["read an error"]
# teaches = ["errors"]
# needs = ["slope"]
# exercises = []
# ///
# %% [markdown]
"""
# Nothing is wrong yet
"""

# %%
import torch

from tutor import live

print("before")

# %%
for _ in live.steps(2):
    live.report(loss=float("nan"), high=float("inf"), low=float("-inf"))

# %% [markdown]
"""
# Two shapes that do not fit
"""

# %%
a = torch.zeros(2)


def add(b):
    return a + b


add(torch.zeros(3))

# %%
print("never reached")
