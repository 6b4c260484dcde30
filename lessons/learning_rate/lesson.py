# /// lesson
# title = "The learning rate"
# minutes = 20
# summary = "How far to step. One problem, six rates, and the limit past which they fail, computed from the curvature."
# goals = ["pick a rate and say why", "read a loss curve", "derive the limit from the Hessian"]
# teaches = [
#     "learning rate", "oscillation", "divergence", "Hessian", "parameter groups",
#     "mini-batch", "range test", "schedule", "warm-up", "gradient clipping",
# ]
# needs = ["gradient descent", "training loop", "mean squared error", "torch.optim.SGD"]
# exercises = ["foretold", "highest_rate", "rate_for_the_data", "range_test", "warm_up"]
# ///
# %% [markdown]
"""
# How far to step

The gradient says which way to move w and b. It does not say how far.
That is your choice, one number: the **learning rate**.

Below, the line of the last lesson is trained twice on the same data,
100 steps each. Only the rate differs: the second is ten times the
first. Run the cell and watch both losses fall.
"""

# %% The data of the last lesson tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import lr_scheduler

from tutor import live

torch.manual_seed(4)
x = torch.arange(0, 10, 0.1).unsqueeze(1)  # (100, 1)
y = 3 * x + torch.randn(100, 1)  # (100, 1)
A = torch.cat([x, torch.ones_like(x)], dim=1).double()  # (100, 2)
best = torch.linalg.lstsq(A, y.double()).solution.float()
w_best, b_best = best.flatten()


# %% The model of the last lesson tags=["hidden"]
class LinearRegression(nn.Module):
    def __init__(self, d: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1, d))  # (1, d)
        self.b = nn.Parameter(torch.zeros(1))  # (1,)

    def forward(self, x: Tensor) -> Tensor:
        return torch.inner(x, self.w) + self.b  # (N, d) to (N, 1)


# %% Two rates
models = {r: LinearRegression(1) for r in [0.0005, 0.005]}
optimizers = {
    r: torch.optim.SGD(m.parameters(), lr=r)
    for r, m in models.items()
}
for _ in live.steps(100):
    losses = {}
    for rate, model in models.items():
        loss = F.mse_loss(model(x), y)
        optimizers[rate].zero_grad()
        loss.backward()
        optimizers[rate].step()
        losses[str(rate)] = loss
    live.report(loss=losses)
# %% [markdown]
"""
Ten times the rate brought the loss down far sooner, for the same work.
So why not go higher still?
"""
# %% [markdown] tags=["laboratory"]
"""
# The laboratory

Now the rate is yours. Say what you expect of it, train, and compare: `g`
leafs through your earlier runs, `a` trains all the presets together,
`←` goes back step by step. Every run starts from w = b = 0, and shows
the loss, the line in the data, and the path over w and b, where ✕ marks
the best line.

A run can be *slow*, and take a good part of its steps to come down.
*Steady*, and soon be down. *Oscillating*: it swings across the valley,
less at each step. Or *diverging*: each swing is wider than the last.
The numbers of a step are from before its update.
"""
# %% The controls tags=["hidden"]
learning_rate = live.slider(
    "learning_rate",
    0.005,
    low=0.0005,
    high=0.03,
    scale="log",
    presets=[0.0005, 0.001, 0.005, 0.025, 0.028, 0.03],
)
steps = live.slider("steps", 100, low=10, high=1000, whole=True)
# %%
live.predict(
    "What will a rate of 0.028 do?",
    control="learning_rate",
    value=0.028,
)
# %%
live.predict(
    "And 0.03, only a little more?",
    control="learning_rate",
    value=0.03,
)
# %% Training
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)
live.fit_line(x, y, best=(w_best, b_best))
live.surface(
    lambda w, b: F.mse_loss(w * x + b, y),
    x=("w", -1, 7),
    y=("b", -4, 4),
    best=(w_best, b_best),
)
for _ in live.steps(steps):
    sgd.param_groups[0]["lr"] = learning_rate.value  # read anew
    loss = F.mse_loss(line(x), y)
    sgd.zero_grad()
    loss.backward()
    gradients = {"grad_w": line.w.grad, "grad_b": line.b.grad}
    live.report(loss=loss, w=line.w, b=line.b, **gradients)
    sgd.step()
# %% [markdown]
"""
# All six at once

Now all six rates together, their curves laid over one another. Guess
first; then run the cell.

Six small models share one optimizer. An optimizer keeps its parameters
in **groups**, each with a rate of its own; here each model is a group.
The six losses are added up for a single `backward()`. No two models
share a parameter, so each still gets the gradient of its own loss.
"""
# %%
live.quiz(
    "After 100 steps, which of the six has the lowest loss?",
    live.wrong(
        "0.005, which falls smoothly",
        "It leads for a while. Then it creeps, and the two rates that oscillate pass it.",
    ),
    live.right(
        "0.028, which oscillates",
        "The oscillation dies away, and along the valley a higher rate moves faster. The best of the six is next door "
        "to the one that fails.",
    ),
    live.wrong(
        "0.0005, the most careful",
        "Careful is not free: of the five that work, it is the furthest from the bottom after 100 steps.",
    ),
    live.wrong(
        "0.03, the largest",
        "Its loss rises at every step. Between 0.028 and 0.03 something changes, and the next screens find out where.",
    ),
)
# %% Six rates tags=["sweep"]
rates = [0.0005, 0.001, 0.005, 0.025, 0.028, 0.03]
six = [LinearRegression(1) for _ in rates]
together = torch.optim.SGD(
    [
        {"params": m.parameters(), "lr": r}
        for m, r in zip(six, rates)
    ]
)

for _ in live.steps(steps):
    each = [F.mse_loss(m(x), y) for m in six]  # six losses
    together.zero_grad()
    torch.stack(each).sum().backward()
    live.report(loss=dict(zip(map(str, rates), each)))
    together.step()
# %% [markdown]
"""
# Where is the border?

From 0.028 to 0.03 is a small rise, and it turns training that works
into training that fails. What sets the border?

It is how *curved* the loss is: how fast the gradient changes as w and b
move. That is what second derivatives say. There are four: twice with
respect to w, to w and b, to b and w, twice to b. Their matrix is the
**Hessian**. PyTorch computes it by differentiating the gradient again.
"""


# %% The Hessian
def loss_of(p: Tensor) -> Tensor:  # p is (w, b), of shape (2,)
    return F.mse_loss(p[0] * x + p[1], y)


hessian_of = torch.func.hessian(loss_of)  # a function of p, too
hessian = hessian_of(torch.tensor([0.0, 0.0]))  # (2, 2)
live.show(hessian, name="at w = 0, b = 0")
elsewhere = hessian_of(torch.tensor([5.0, -1.0]))
live.show(elsewhere, name="at w = 5, b = -1")
# %% [markdown]
"""
Both are the same. The loss is quadratic in w and b, and only a quadratic
bowl has the same second derivatives everywhere. A network's loss has
not: there, what follows holds for the place where you are.
"""
# %% [markdown]
"""
# Two directions

This bowl is stretched into a long valley: steep across, nearly flat
along. The Hessian's **eigenvectors** are these two directions. Its
**eigenvalues**, written λ, say how curved the loss is in each.

The steep direction is mostly w, the flat one mostly b. Each column of
`directions` is one of them, as an arrow (w, b) of length 1.
"""
# %% Eigenvalues and eigenvectors
# (2,), (2, 2); the smallest curvature comes first
curvatures, directions = torch.linalg.eigh(hessian)
flat, steep = curvatures

live.show(curvatures, name="curvatures")
live.show(directions, name="directions")
# %% [markdown]
"""
# One factor a step

Follow one direction. How far a point lies from the best one, with its
sign, is its *error*. In a bowl, the gradient is λ · error. A step takes
away rate · gradient:

    new error = error − rate · λ · error
              = (1 − rate · λ) · error

So each step multiplies the error by the same **factor**, 1 − rate · λ.
A factor of 0.9 shrinks it slowly. One below 0 throws it to the other
side. One below −1 throws it further out each time, and that is where
rate > 2/λ. The steepest direction is the first to get there, so its λ,
the largest, sets the limit.
"""
# %% Factors and limits
for rate in rates:
    along, across = 1 - rate * flat, 1 - rate * steep
    print(f"{rate:<6}  along {along:+.4f}  across {across:+.4f}")

print(f"1/λmax = {1 / steep:.5f}   2/λmax = {2 / steep:.5f}")
live.curvature(curvatures)
# %%
live.quiz(
    "At which rate is the error across the valley gone after one step?",
    live.right(
        "1/λmax",
        "There the factor is 1 − (1/λmax) · λmax = 0: one step lands on the valley floor.",
    ),
    live.wrong(
        "2/λmax",
        "There the factor is −1: the error changes sides at each step and keeps its size.",
    ),
    live.wrong(
        "the smallest rate",
        "There the factor is almost 1, so almost all of the error is left.",
    ),
)
# %% [markdown]
"""
# See it flip

The limits now stand on the slider. Does training obey them? Here the
error is split, after each step, into its part across the valley and its
part along it. `ratio` compares the error across with that of the step
before: as measured, and the factor 1 − rate · λmax. It stops once the
error across is so small that only rounding would be measured.

Run it at 0.028, at 0.005 and at 0.03. At 0.028 the error across changes
its sign at every step.
"""
# %% The error, split
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)
_, before = directions.T @ -best  # at w = b = 0
for _ in live.steps(20):
    if before.abs() < 1e-4:
        break  # float32 has no digits left for a ratio
    sgd.param_groups[0]["lr"] = learning_rate.value  # read anew
    sgd.zero_grad()
    F.mse_loss(line(x), y).backward()
    sgd.step()
    p = torch.cat([line.w.detach(), line.b.detach().view(1, 1)])
    along, across = directions.T @ (p - best)  # (2, 1)
    factor = 1 - sgd.param_groups[0]["lr"] * steep
    ratio = {"measured": across / before, "factor": factor}
    live.report(
        error={"across": across, "along": along}, ratio=ratio
    )
    before = across
# %% [markdown]
"""
# Too small costs steps

Past the limit training fails. Far below it, it only takes long, and
that costs time and money too. How much? The cell counts the steps until
the loss is within 1% of the lowest possible, for eleven rates, from
0.0005 up to just below 2/λmax. Guess first; then run it.
"""
# %%
live.quiz(
    "Which of the eleven rates needs the fewest steps?",
    live.wrong(
        "The highest, 0.0297: it takes the longest steps",
        "Along the valley it is the fastest. But across it its factor is almost −1, so the swinging takes over a "
        "thousand steps to die away.",
    ),
    live.wrong(
        "0.016, close to 1/λmax, where one step crosses the valley",
        "Across the valley nothing is faster. But after that step the way along it is left, and there a higher rate is "
        "faster: this one takes nearly twice the steps of the best.",
    ),
    live.right(
        "0.028, high but not at the limit",
        "High enough to be fast along the valley, and far enough from the limit for the swinging to die away in time. "
        "Both have to be small. (On most data like these; with other noise a lower rate may win.)",
    ),
    live.wrong(
        "0.0005, which makes no mistakes",
        "It takes the most of all: each step is straight, and very short.",
    ),
)
# %% Steps to come within 1%
lowest = F.mse_loss(w_best * x + b_best, y)

more = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.025]
near = [0.028, 0.029, 0.0295, 0.0297]

for rate in more + near:
    line = LinearRegression(1)
    sgd = torch.optim.SGD(line.parameters(), lr=rate)
    count = 0
    while (loss := F.mse_loss(line(x), y)) > 1.01 * lowest:
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        count += 1
    bar = "#" * (1 + count // 100)
    print(f"{rate:<7} {count:>5}  {bar}")
# %% [markdown]
"""
Half the rate takes twice the steps, until the limit comes near. There
the swinging dies away so slowly that the count goes up again. Which
rate is best depends a little on the data and on the goal, here 1%; in
the long run it is 2/(λmin + λmax), where both factors are equally far
from 0.
"""
# %% [markdown]
"""
# How to look for a good one

The whole Hessian of a large model is too big to compute. (λmax alone is
not: it takes some products of the Hessian with a vector.) So you
usually look: **raise the rate while the curve stays steady, go back
when it does not.** Try it: move the rate while this runs, up until the
loss jumps, then down.

Each step here uses ten points picked at random, a **mini-batch**, as
training on much data does. The gradient is then a noisy one. It keeps
shaking the line, and the higher the rate, the harder it shakes.
"""
# %% Move the rate while this runs
torch.manual_seed(0)
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=learning_rate.value)

for _ in live.steps(600):
    sgd.param_groups[0]["lr"] = learning_rate.value  # read anew
    with torch.no_grad():
        whole = F.mse_loss(line(x), y)  # over all the points
    live.report(loss=whole, rate=learning_rate.value)

    batch = torch.randperm(100)[:10]  # (10,), which points
    loss = F.mse_loss(line(x[batch]), y[batch])
    sgd.zero_grad()
    loss.backward()
    sgd.step()
# %% [markdown]
"""
# The range test

One run can do the looking. In a **range test** the rate starts low and
rises by 5% at every step. The loss falls, stays low, then climbs: the
rate has become too high. By then it is past the limit, for a climb
takes some steps to show. So begin well below, at a third of it, say.

When it has run, move back in time to the step where the loss starts to
climb, and read the rate there. The test knows nothing of the Hessian;
the cell's last line is 2/λmax, to compare.
"""
# %% A rate that rises
torch.manual_seed(0)
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=0.001)
rising = lr_scheduler.ExponentialLR(sgd, gamma=1.05)

for _ in live.steps(80):
    with torch.no_grad():
        whole = F.mse_loss(line(x), y)
    live.report(loss=whole, rate=rising.get_last_lr()[0])

    batch = torch.randperm(100)[:10]  # (10,)
    loss = F.mse_loss(line(x[batch]), y[batch])
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    rising.step()

2 / steep
# %% [markdown]
"""
# Schedules and warm-up

On mini-batches a high rate gets there fast but shakes hard; a low one
shakes less. A **schedule** gives you both: high early, low late.
`StepLR` cuts the rate from time to time, `CosineAnnealingLR` lowers it
smoothly.

**Warm-up** does the opposite at the very start. A batch may be more
curved than the whole of the data; at a high rate, a step on it goes too
far, and at the start, where the error is large, that throws the model
far off. So the rate begins near zero and rises over the first steps.
"""


# %% Four schedules
def scheduler_for(
    name: str, sgd: torch.optim.SGD
) -> lr_scheduler.LRScheduler:
    if name == "step":
        return lr_scheduler.StepLR(sgd, step_size=60, gamma=0.2)
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(sgd, T_max=200)
    if name == "warm-up":
        up = lr_scheduler.LinearLR(sgd, 0.05, total_iters=20)
        down = lr_scheduler.CosineAnnealingLR(sgd, T_max=180)
        return lr_scheduler.SequentialLR(sgd, [up, down], [20])
    return lr_scheduler.ConstantLR(sgd, factor=1.0)


# %% [markdown]
"""
Run it with `none` first: look at the first steps, and at the end. Then
choose another and compare. **Gradient clipping**,
`nn.utils.clip_grad_norm_` before the step, is another help: it shortens
a gradient that is too long.
"""
# %% Train with one of them
schedule = live.choice(
    "schedule", "none", ["none", "step", "cosine", "warm-up"]
)
torch.manual_seed(0)
line = LinearRegression(1)
sgd = torch.optim.SGD(line.parameters(), lr=0.028)
scheduler = scheduler_for(schedule.value, sgd)
for _ in live.steps(200):
    with torch.no_grad():
        whole = F.mse_loss(line(x), y)
    live.report(loss=whole, rate=scheduler.get_last_lr()[0])
    batch = torch.randperm(100)[:10]  # (10,)
    loss = F.mse_loss(line(x[batch]), y[batch])
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    scheduler.step()  # after the optimizer's step
# %% [markdown]
"""
# What you can do now

- Look at a loss curve and say whether the rate is too low, right, near
  the limit, or past it.
- Find the limit: by 2/λmax where you know the curvature, by a range
  test where you do not.
- Change the rate while training: by hand, by a schedule, with warm-up.

In PyTorch's documentation: `torch.optim`, with the section "How to
adjust learning rate", `torch.func.hessian` and `torch.linalg.eigh`.

To find out: which rate would *you* take here, and how far is it from
the limit?
"""
# %% Your rate, as a share of the limit
learning_rate.value / (2 / steep)
