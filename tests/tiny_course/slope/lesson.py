# /// lesson
# title = "A slope"
# minutes = 3
# summary = "One weight goes downhill."
# goals = ["watch a number fall", "choose a rate"]
# teaches = ["slope"]
# needs = []
# exercises = ["downhill"]
# ///
# %% [markdown]
"""
# A number

A cell shows the value of its last expression.
"""

# %%
import torch

from tutor import live

start = 4.0
print("start", start)
torch.tensor([start, -start])

# %% [markdown]
"""
What it holds is used further down.
"""

# %%
start * 2

# %%
live.quiz(
    "Which way is downhill from x on x²?",
    live.right("towards 0", "the slope 2x points away from 0, and a step goes against it."),
    live.wrong("along the gradient", "the gradient points uphill."),
)

# %% [markdown] tags=["laboratory"]
"""
# Downhill

Here is the loss x².
"""

# %%
live.predict("What will a rate of 0.75 do?", control="rate", value=0.75)

# %% walk
rate = live.slider("rate", 0.25, low=0.01, high=1.5, scale="log", presets=(0.25, 0.75, 1.25))
count = live.slider("count", 8, low=1, high=10**6, whole=True)
sign = live.choice("sign", "plus", ["plus", "minus"])

x = torch.tensor(start if sign.value == "plus" else -start)
for _ in live.steps(count):
    loss, gradient = x**2, 2 * x
    live.report(loss=loss, x=x, grad_x=gradient)
    x = x - rate.value * gradient

# %% [markdown]
"""
# Two rates at once
"""

# %% both tags=["sweep"]
points = dict.fromkeys(("0.25", "0.75"), start)
for _ in live.steps(3):
    live.report(loss={key: value**2 for key, value in points.items()})
    points = {key: value - float(key) * 2 * value for key, value in points.items()}
points
