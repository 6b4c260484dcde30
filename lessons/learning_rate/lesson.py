# /// lesson
# title = "The learning rate"
# minutes = 20
# summary = "How far to step. One problem, six rates, and the exact point past which training falls apart."
# goals = ["pick a rate and say why", "read a loss curve", "derive the limit from the Hessian"]
# teaches = ["learning rate", "oscillation", "divergence", "Hessian", "learning rate schedule", "warm-up", "range test"]
# needs = ["gradient descent", "training loop", "mean squared error"]
# exercises = []
# ///
# %% [markdown]
"""
# How far to step

The gradient says which way to move w and b. It does not say how far.
That is your choice, one number: the **learning rate**.

Below, the line of the last lesson is trained twice, on the same data,
for the same 100 steps. Only the rate differs: the second is ten times
the first. Run it and watch both losses fall.
"""
# %% The data and the model of the last lesson tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import lr_scheduler

from tutor import live

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


# %% Two rates
models = {"0.0005": LinearRegression(1), "0.005": LinearRegression(1)}
optimizers = [
    torch.optim.SGD(model.parameters(), lr=float(rate))
    for rate, model in models.items()
]

for _ in live.steps(100):
    losses = {}
    for (rate, model), optimizer in zip(models.items(), optimizers):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses[rate] = loss
    live.report(loss=losses)
# %% [markdown]
"""
Ten times the rate took the loss down far sooner, for the same work. So
why not ten times more again?
"""
# %% [markdown] tags=["laboratory"]
"""
# The laboratory

Here you turn the rate yourself. Say first what you expect, then run
the training and compare. A run starts from w = b = 0.

Each number is of the moment before its update, so step 0 shows where
training starts. Look at all three pictures: the loss, the line in the
data, and the path over w and b, where ✕ marks the best line there is.
"""
# %% The controls
learning_rate = live.slider(
    "learning_rate",
    0.005,
    low=0.0005,
    high=0.03,
    scale="log",
    presets=[0.0005, 0.001, 0.005, 0.025, 0.028, 0.03],
)
steps = live.slider("steps", 100, low=10, high=1000, whole=True)
ones = torch.ones_like(x)
best = torch.linalg.lstsq(torch.cat([x, ones], dim=1), y).solution  # (2, 1)


def loss_at(w: float, b: float) -> Tensor:
    return F.mse_loss(w * x + b, y)


# %%
live.predict("What will a rate of 0.028 do?", control="learning_rate", value=0.028)
# %%
live.predict("And 0.03, a little more?", control="learning_rate", value=0.03)
# %% Training
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)

live.fit_line(x, y, best=(best[0], best[1]))
live.surface(loss_at, x=("w", -1, 7), y=("b", -2, 2), best=(best[0], best[1]))

for _ in live.steps(steps):
    sgd.param_groups[0]["lr"] = learning_rate.value  # as it is now
    loss = F.mse_loss(line(x), y)
    sgd.zero_grad()
    loss.backward()
    live.report(
        loss=loss, w=line.w, b=line.b, grad_w=line.w.grad, grad_b=line.b.grad
    )
    sgd.step()
# %% [markdown]
"""
# All six at once

You have seen some rates one after another. This cell trains all six
together and lays their curves over one another.

Six small models share one optimizer. Each has a **parameter group** of
its own, which is how PyTorch gives different parameters different
rates. The losses are added up before `backward()`: no two models share
a parameter, so each still gets the gradient of its own loss.
"""
# %% Six rates tags=["sweep"]
rates = [0.0005, 0.001, 0.005, 0.025, 0.028, 0.03]
six = [LinearRegression(1) for _ in rates]
together = torch.optim.SGD(
    [
        {"params": model.parameters(), "lr": rate}
        for model, rate in zip(six, rates)
    ]
)

for _ in live.steps(steps):
    six_losses = torch.stack([F.mse_loss(model(x), y) for model in six])  # (6,)
    together.zero_grad()
    six_losses.sum().backward()
    live.report(loss={str(rate): one for rate, one in zip(rates, six_losses)})
    together.step()
# %%
live.quiz(
    "After 100 steps, which of the six has the lowest loss?",
    live.wrong(
        "0.005, the rate that fell smoothly",
        "It looks best early on, but it is still creeping down when the two swinging rates have passed it.",
    ),
    live.right(
        "0.028, one of those that swing",
        "Swinging looks bad but shrinks, and the slow direction moves faster at a high rate. The best rate here is "
        "next door to the one that fails.",
    ),
    live.wrong(
        "0.0005, the most careful one",
        "Careful is not better: after 100 steps it is the furthest from the bottom of those that do not fail.",
    ),
    live.wrong(
        "0.03, the largest step",
        "Its loss rises at every step. Between 0.028 and 0.03 something changes; the next screens find out where.",
    ),
)
# %% [markdown]
"""
# Where is the border?

A small rise, from 0.028 to 0.03, turns training that works into
training that fails. So there is a border between them, and the loss
itself must know where it is.

What matters is how *curved* the loss is: how quickly the gradient
changes as w and b move. The second derivatives say that. All of them
in one matrix are the **Hessian**, and autograd computes it.
"""
# %% The Hessian
def loss_of(p: Tensor) -> Tensor:  # p = (w, b)
    return F.mse_loss(p[0] * x + p[1], y)


hessian = torch.func.hessian(loss_of)(torch.zeros(2))  # (2, 2)
live.show(hessian, name="hessian")
torch.func.hessian(loss_of)(torch.tensor([5.0, -1.0])) - hessian
# %% [markdown]
"""
The loss is a quadratic in w and b, so its Hessian is the same
everywhere: the difference between two places is zero up to rounding.
"""
# %% [markdown]
"""
# Two directions, two curvatures

Stand in the bowl and look around: in one direction it is steepest, and
at a right angle to it, flattest. The Hessian's **eigenvectors** are
these directions v, its **eigenvalues** λ their curvatures.

Take one step p ← p − rate · gradient. In a bowl the gradient is the
Hessian times the error, where the error is p minus the best p. Along
an eigenvector that is λ · error, so

    new error = (1 − rate · λ) · error

The error is multiplied by the same factor at each step. It shrinks as
long as the factor is between −1 and 1, so while rate < 2/λ. The largest
λ sets the limit.
"""
# %% Eigenvalues, and what they say of the rate
eigenvalues, eigenvectors = torch.linalg.eigh(hessian)  # (2,), (2, 2)
largest = eigenvalues[-1]  # eigh sorts them, the smallest first

live.show(eigenvalues, name="eigenvalues")
live.show(1 / largest, name="1/λmax")
live.show(2 / largest, name="2/λmax")
live.curvature(eigenvalues)
# %% [markdown]
"""
The slider now carries both marks. Below 1/λmax the error shrinks
straight, up to 2/λmax it swings and shrinks, above it grows.
"""
# %% [markdown]
"""
# One factor a step

Each row below is one of the six rates. The columns are its factor in
the flat direction and its factor in the steep one.

Near 1 is slow: hardly anything of the error goes away in a step. A
negative factor throws the error to the other side of the valley. Past
−1 each throw is longer than the last.
"""
# %% 1 − rate · λ
factors = 1 - torch.outer(torch.tensor(rates), eigenvalues)  # (6, 2)
for rate_, (flat, steep) in zip(rates, factors.tolist()):
    print(f"rate {rate_:<6}  flat {flat:+.4f}  steep {steep:+.4f}")
# %%
live.quiz(
    "Which rate would remove the steep error in a single step?",
    live.right(
        "1/λmax",
        "There the factor is 1 − (1/λmax) · λmax = 0: the step lands exactly on the floor of the valley.",
    ),
    live.wrong(
        "2/λmax",
        "There the factor is −1: the error keeps its size and only changes sides, for ever.",
    ),
    live.wrong(
        "the smallest rate there is",
        "Then the factor is almost 1, and nearly all of the error is left after the step.",
    ),
)
# %% [markdown]
"""
# See it flip

Now measure it. At each step the error is split into its part along the
steep direction and its part along the flat one. `ratio` is the steep
error divided by the one a step before; `factor` is 1 − rate · λmax.

Run it at 0.028, then at 0.005, then just under 1/λmax.
"""
# %% The error in its two directions
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)
before = None
for _ in live.steps(30):
    sgd.param_groups[0]["lr"] = learning_rate.value
    loss = F.mse_loss(line(x), y)
    sgd.zero_grad()
    loss.backward()
    p = torch.stack([line.w.detach().flatten(), line.b.detach()])  # (2, 1)
    flat_error, steep_error = eigenvectors.T @ (p - best)  # each (1,)
    live.report(
        steep=steep_error,
        flat=flat_error,
        ratio=steep_error / before if before is not None else torch.nan,
        factor=1 - sgd.param_groups[0]["lr"] * largest,
    )
    before = steep_error
    sgd.step()
