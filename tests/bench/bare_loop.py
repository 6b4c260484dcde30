"""The loop of the laboratory as a script of its own; prints its steps a second, by both clocks.

bare_loop.py STEPS          trains, and keeps nothing
bare_loop.py STEPS record   keeps the five numbers of each step, as the laboratory does
"""

from __future__ import annotations

import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import Tensor, nn

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


def train(count: int) -> None:
    """Train, and keep nothing."""
    line = LinearRegression(1)
    sgd = torch.optim.SGD(line.parameters(), lr=0.005)
    for _ in range(count):
        loss = F.mse_loss(line(x), y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()


def train_and_record(count: int) -> list[list[float]]:
    """Train, and keep the numbers of each step; one list for each."""
    line = LinearRegression(1)
    sgd = torch.optim.SGD(line.parameters(), lr=0.005)
    kept: list[list[float]] = [[], [], [], [], []]
    for _ in range(count):
        loss = F.mse_loss(line(x), y)
        sgd.zero_grad()
        loss.backward()
        assert line.w.grad is not None
        assert line.b.grad is not None
        for numbers, value in zip(kept, (loss, line.w, line.b, line.w.grad, line.b.grad), strict=True):
            numbers.append(value.item())
        sgd.step()
    return kept


if __name__ == "__main__":
    steps = int(sys.argv[1])
    train(100)
    begun, busy = time.perf_counter(), time.process_time()
    if "record" in sys.argv:
        train_and_record(steps)
    else:
        train(steps)
    took, worked = time.perf_counter() - begun, time.process_time() - busy
    print(json.dumps({"wall": steps / took, "processor": steps / worked}))
