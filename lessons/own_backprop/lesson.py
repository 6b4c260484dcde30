# /// lesson
# title = "A network, backward by hand"
# minutes = 5
# summary = "A network of your own whose backward pass you wrote, held against autograd and gradcheck."
# goals = ["carry gradients back through any number of layers", "put your own backward into autograd, and check it"]
# needs = [
#     "chain rule", "local derivative", "incoming gradient", "sum over paths", "torch.autograd.Function", "gradcheck",
#     "leaf", "requires_grad", "saved tensors", "activation", "layers",
# ]
# ///
# %% [markdown]
"""
# The end of part 2

A network of your own, with as many layers as you like, and its backward
pass by hand. Two judges look at it: **autograd**, which goes back
through the same layers itself, and **gradcheck**, which nudges each
weight and looks at the loss.

Two lines are the heart of it. What arrives at a layer makes the
gradients of its weights. Times the weights, and times the slope of the
activation, it goes on to the layer before.

Run the last cell. Then make the network yours: width, depth,
activation, or an activation of your own with its slope.
"""

# %% The imports tags=["hidden"]
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor

from tutor import live

# %% The network
width = live.slider("width", 8, low=1, high=32, whole=True)
depth = live.slider("depth", 3, low=1, high=6, whole=True)
kinds = {  # each with its slope
    "tanh": (torch.tanh, lambda z: 1 - torch.tanh(z) ** 2),
    "relu": (torch.relu, lambda z: (z > 0).to(z.dtype)),
    "softplus": (F.softplus, torch.sigmoid),
}
kind = live.choice(
    "activation", "tanh", ["tanh", "relu", "softplus"]
)
bend, slope = kinds[kind.value]


# %% Forward
def forward(
    x: Tensor, p: list[Tensor]
) -> tuple[list[Tensor], ...]:
    into, sums = [x], []  # of each layer: what comes in, x Wᵀ + b
    for W, b in zip(p[::2], p[1::2]):
        sums.append(into[-1] @ W.T + b)
        into.append(bend(sums[-1]))
    return into, sums


# %% Backward, by hand
def backward(
    x: Tensor, y: Tensor, p: list[Tensor]
) -> list[Tensor]:
    into, sums = forward(x, p)
    G = 2 * (sums[-1] - y) / y.numel()  # ∂L/∂output: (N, out)
    found: list[Tensor] = []
    for k in reversed(range(len(sums))):
        found = [G.T @ into[k], G.sum(dim=0), *found]
        if k > 0:
            G = (G @ p[2 * k]) * slope(sums[k - 1])
    return found


# %% As an operation of autograd's
class OwnLoss(torch.autograd.Function):
    @staticmethod
    def forward(x, y, *p):
        return ((forward(x, p)[1][-1] - y) ** 2).mean()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, arrived):
        x, y, *p = ctx.saved_tensors
        return (
            None,
            None,
            *(arrived * g for g in backward(x, y, p)),
        )


# %% Data, and weights to start from
torch.manual_seed(0)
x = torch.randn(16, 2, dtype=torch.float64)
y = torch.sin(x[:, :1] * x[:, 1:])  # (16, 1)
p: list[Tensor] = []  # W, b, W, b, …
sizes = [2, *[width.value] * (depth.value - 1), 1]
for i, o in pairwise(sizes):
    p += [
        torch.randn(o, i).double() / i**0.5,
        torch.rand(o).double(),
    ]
for one in p:
    one.requires_grad_()
count = sum(one.numel() for one in p)

# %% The two judges
loss = ((forward(x, p)[1][-1] - y) ** 2).mean()
theirs = torch.autograd.grad(loss, p)
with torch.no_grad():
    mine = backward(x, y, p)
apart = max(
    (a - b).abs().max().item() for a, b in zip(mine, theirs)
)
agrees = torch.autograd.gradcheck(
    OwnLoss.apply, (x, y, *p), raise_exception=False
)
print(f"{count} parameters, loss {loss:.4f}")
print(f"from autograd  {apart:.1e}")
print(f"gradcheck      {'agrees' if agrees else 'disagrees'}")
if agrees and apart < 1e-12:
    live.reached(f"{depth.value} layers agree to {apart:.1e}")
# %% [markdown]
"""
Now spoil a slope, and run it again. Do both judges notice?
"""
