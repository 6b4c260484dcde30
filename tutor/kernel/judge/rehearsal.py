"""An answer and its checks that a process judges once before the learner's: what most exercises do is then loaded.

In a fork, what is used for the first time costs more than being loaded: each page of memory that is written to, if
only to count references, is copied first, and a check of five lines touches some five hundred of them.
"""

from __future__ import annotations

EXERCISE = "rehearsal"

ANSWER = '''
import math

import torch
from torch import nn
from torch.nn import functional as F


def step(w, b, x, y, rate):
    """One step of gradient descent."""
    w, b = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()
    loss = F.mse_loss(x @ w + b, y) + ((x * w.T).sum(1, keepdim=True) - y).square().mean()
    loss.backward()
    with torch.no_grad():
        return w - rate * w.grad, b - rate * b.grad


def slopes(function, *values):
    places = [torch.tensor(float(value), requires_grad=True) for value in values]
    return torch.autograd.grad(function(*places), places)


class Layers(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.first, self.last = nn.Linear(2, size), nn.Linear(size, 1)

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))


def train(model, x, y, rate, count):
    losses = []
    for _ in range(count):
        loss = F.mse_loss(model(x), y)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
        losses.append(loss.item())
    return losses


def mean(values):
    return math.fsum(values) / len(values)
'''

CHECKS = """
import math

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake, number, signed


def draw():
    n = int(torch.randint(5, 9, ()))
    x = 0.5 + 4 * torch.rand(n, 2) + torch.randn(n, 2)
    w, b = torch.rand(2, 1, requires_grad=True), torch.full((1,), 0.5, requires_grad=True)
    return w, b, x, (x @ w + b).detach() + torch.randn(n, 1)


def test_step(answer):
    for _ in range(2):
        w, b, x, y = draw()
        error = (x @ w + b - y).detach()
        slope = (2 * error * x).mean(0).tolist(), (2 * error).mean().item()
        new_w, new_b = answer.step(w, b, x, y, round(0.01 * torch.rand(()).item(), 4))
        check.same(new_w, new_w.clone(), "The new w", requires_grad=False)
        check.same(new_b, torch.zeros(1) + new_b.item(), "The new b")
        check.no_longer_a_leaf(new_w, "The new w")
        assert math.isfinite(abs(slope[1])) and signed(slope[1]) and number(new_b.item())


def test_slopes(answer):
    one, other = answer.slopes(lambda x, y: torch.exp(x) * torch.tanh(y) / (1 + x**2), 0.5, -1.0)
    check.is_number(one, "The slope")
    assert check.near(torch.stack([one, other]), [one.item(), other.item()])


def test_layers(answer):
    model = answer.Layers(3)
    x, y = torch.linspace(-1, 1, 8).reshape(4, 2), torch.zeros(4, 1)
    check.same(model(x), model.last(model.first(x).clamp(min=0)), "What comes out")
    losses = answer.train(model, x, y, 0.1, 3)
    check.same(len(losses), 3, "How many losses there are")
    check.same(answer.mean([1, 2, 3.0]), 2.0, "The mean")
    check.same([tuple(one.shape) for one in model.parameters()], [(3, 2), (3,), (1, 3), (1,)], "The shapes")


def test_values(answer):
    x = torch.arange(12, dtype=torch.float64).reshape(3, 4)
    check.same(x.permute(1, 0).contiguous().argmax(dim=0), x.T.argmax(dim=0), "The places")
    check.same((x - x.mean(0)) / x.std(0, unbiased=False), (x - x.mean(0)) / x.std(0, correction=0), "The rows")
    check.same(torch.cat([x, x]).unsqueeze(1).expand(6, 2, 4)[:, 0], torch.cat([x, x]), "The parts")
    check.same(x.numpy(), x.numpy().copy(), "The array")
"""
