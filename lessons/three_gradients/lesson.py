# /// lesson
# title = "One gradient, three ways"
# minutes = 5
# summary = "A small network's gradient by finite differences, by hand and by autograd. How far apart are they?"
# goals = ["compute many losses in one batched product", "check a gradient that you derived"]
# needs = [
#     "gradient", "finite differences", "automatic differentiation", "backward", "layers", "dtype", "view",
#     "broadcasting", "keepdim", "matrix product", "vectorization", "parameter count",
# ]
# ///
# %% [markdown]
"""
# The end of part 1

One program with all of this part in it: the gradient of a network of two
layers, three ways. **By nudging** each parameter up and down, **by
hand** with the chain rule, and **by autograd**.

All parameters lie in one row p, cut into weights and biases when they
are needed. Many such rows below one another are as many networks, and
the same lines compute all their losses at once. So nudging needs no
Python loop.

Run the last cell: the program says by how much the three differ. Then
change what you like: the number of hidden units, the activation with its
slope, the loss.
"""

# %% The imports tags=["hidden"]
import torch
from torch import Tensor

from tutor import live

# %% The network, for one row of parameters or many
hidden = live.slider(
    "hidden_units", 8, low=1, high=32, whole=True
)
numbers = live.choice(
    "numbers", "float64", ["float64", "float32"]
)
cuts = [3 * hidden.value, hidden.value, hidden.value, 1]


def loss_of(p: Tensor) -> Tensor:  # (…, P) to (…)
    W, b, v, c = p.split(cuts, dim=-1)
    W = W.unflatten(-1, (3, hidden.value))  # (…, 3, hidden)
    h = torch.tanh(x @ W + b.unsqueeze(-2))  # (…, N, hidden)
    out = h @ v.unsqueeze(-1) + c.unsqueeze(-1)  # (…, N, 1)
    return ((out - y) ** 2).mean(dim=(-2, -1))


# %% Data, and parameters to start from
torch.manual_seed(0)
x = torch.randn(64, 3, dtype=getattr(torch, numbers.value))
y = torch.sin(x.sum(dim=1, keepdim=True))  # (64, 1)
p = torch.randn(sum(cuts), dtype=x.dtype) / 2
print(f"{p.numel()} parameters, a loss of {loss_of(p):.4f}")


# %% By nudging, by hand, by autograd
def by_nudging(h: float = 1e-5) -> Tensor:
    nudges = h * torch.eye(p.numel(), dtype=p.dtype)
    return (loss_of(p + nudges) - loss_of(p - nudges)) / (2 * h)


def by_hand() -> Tensor:
    W, b, v, c = p.split(cuts)
    h = torch.tanh(x @ W.view(3, -1) + b)  # (N, hidden)
    error = 2 * (h @ v + c - y[:, 0]) / len(x)  # (N,)
    back = error[:, None] * v * (1 - h**2)  # (N, hidden)
    parts = [x.T @ back, back.sum(dim=0), error @ h, error.sum()]
    return torch.cat([part.flatten() for part in parts])


def by_autograd() -> Tensor:
    q = p.clone().requires_grad_()
    loss_of(q).backward()
    return q.grad


# %% How far apart?
ways = [by_nudging(), by_hand(), by_autograd()]
found = torch.stack(ways)  # (3, P)
apart = (found.amax(dim=0) - found.amin(dim=0)).max().item()
live.inspect(found, "three gradients")  # a row for each way
if apart < 1e-7:
    live.reached(f"gradients agree to {apart:.1e}")
else:
    print(
        f"They differ by {apart:.1e}. Which one is off, and why?"
    )
