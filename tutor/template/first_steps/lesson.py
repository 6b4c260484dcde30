# /// lesson
# title = "First steps"
# minutes = 5
# summary = "A ball on a slope: which way is down, and how far to go."
# goals = ["take a step against a slope"]
# teaches = ["slope", "step"]
# needs = []
# exercises = ["descend"]
# ///
# %% [markdown]
"""
# Which way is down

The height of a bowl is `x²`. At `x` its slope is `2x`.
Run the cell and look at the slope on both sides.
"""

# %%
import torch
from tutor import live

x = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0])
slope = 2 * x
slope
# %%
live.quiz(
    "Where the slope is negative, which way is down?",
    live.right(
        "to the right",
        "there the height falls as x grows.",
    ),
    live.wrong(
        "to the left",
        "that is where the slope is positive.",
    ),
)
# %% [markdown]
"""
# How far to go

A step goes against the slope, by the rate times it. Turn the
rate with `[` and `]`, and run again.
"""
# %%
rate = live.slider(
    "rate",
    0.1,
    low=0.01,
    high=1.1,
    presets=[0.01, 0.1, 0.5, 1.0, 1.1],
)

at = torch.tensor(4.0)
for _ in live.steps(30):
    live.report(height=at**2, x=at)
    at = at - rate.value * 2 * at
