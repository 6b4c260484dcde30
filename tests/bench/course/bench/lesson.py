# /// lesson
# title = "Measured"
# minutes = 1
# summary = "Cells whose times are taken."
# goals = ["be measured"]
# teaches = []
# needs = []
# exercises = []
# ///
# %% [markdown]
"""
# A short cell

What it prints is another number each time.
"""

# %%
import time

print("now", time.monotonic_ns())

# %% [markdown] tags=["laboratory"]
"""
# A long training

The laboratory's loop with more steps; how fast it went, and when it met
another rate, goes to a file.
"""

# %% Controls tags=["hidden"]
import json
import os
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

learning_rate = live.slider("learning_rate", 0.005, low=0.0005, high=0.03, scale="log", presets=(0.001, 0.005))
steps = live.slider("steps", 20_000, low=10, high=10_000_000, whole=True, scale="log")

torch.manual_seed(4)
x = torch.arange(0, 10, 0.1).unsqueeze(1)  # (100, 1)
y = 3 * x + torch.randn(100, 1)  # (100, 1)


class LinearRegression(nn.Module):
    def __init__(self, d: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1, d))  # (1, d)
        self.b = nn.Parameter(torch.zeros(1))  # (1,)

    def forward(self, x: Tensor) -> Tensor:
        return torch.inner(x, self.w) + self.b  # (N, d) to (N, 1)


# %% Training
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)
live.fit_line(x, y)
live.surface(lambda w, b: F.mse_loss(w * x + b, y), x=("w", -1, 7), y=("b", -4, 4))
rate, moved = learning_rate.value, []
begun, busy = time.perf_counter(), time.process_time()
for _ in live.steps(steps):
    if (now := learning_rate.value) != rate:
        rate = now
        moved.append(time.monotonic())
    sgd.param_groups[0]["lr"] = rate
    loss = F.mse_loss(line(x), y)
    sgd.zero_grad()
    loss.backward()
    live.report(loss=loss, w=line.w, b=line.b, grad_w=line.w.grad, grad_b=line.b.grad)
    sgd.step()
took, worked = time.perf_counter() - begun, time.process_time() - busy
told = {"wall": steps.value / took, "processor": steps.value / worked, "moved": moved}
Path(os.environ["TOLD"]).write_text(json.dumps(told))

# %% [markdown]
"""
# A million steps

Only numbers, as many as there are steps.
"""

# %%
for step in live.steps(steps):
    live.report(loss=1 / (1 + step), w=step % 97, b=step % 89, grad_w=step % 83, grad_b=1.0)
Path(os.environ["TOLD"]).write_text("0")
