# /// lesson
# title = "Linear regression"
# minutes = 15
# summary = "One straight line, trained from zero, with every number in sight, by the loop that all models use."
# goals = ["write a model with nn.Parameter", "write the training loop", "explain why b lags behind w"]
# teaches = [
#     "nn.Module", "nn.Parameter", "mean squared error", "gradient descent", "training loop",
#     "zero_grad", "torch.optim.SGD", "least squares", "curvature", "condition number",
# ]
# needs = ["tensors", "loss", "gradient", "backward"]
# exercises = ["line_module", "squared_error", "one_step", "forgotten_line", "whole_loop"]
# ///
# %% [markdown]
"""
# One straight line

A language model has billions of parameters; a straight line has two,
its slope and its intercept. Both are trained by the same loop. With two
you can see all of it, so this is where to begin.

First, be the optimizer yourself. Run the cell, and while it runs, turn
slope and intercept until the line runs through the points. How do you
know when to stop?
"""

# %% The data tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

torch.manual_seed(4)  # the same random numbers on every run
x = torch.arange(0, 10, 0.1).unsqueeze(1)  # (100, 1)
y = 3 * x + torch.randn(100, 1)  # (100, 1)
# %% Fit it by hand
slope = live.slider("slope", 1.0, low=-1.0, high=5.0)
intercept = live.slider("intercept", 0.0, low=-5.0, high=5.0)

live.fit_line(x, y, slope="slope", intercept="intercept")
for _ in live.steps(600):
    s, i = slope.value, intercept.value  # where the sliders stand
    loss = ((s * x + i - y) ** 2).mean()
    live.report(loss=loss, slope=s, intercept=i)
# %% [markdown]
"""
The eye cannot tell you when to stop, so the cell also reports a number,
the loss. The lower it is, the closer the line lies to the points.
"""
# %% [markdown]
"""
# The data

The folded cell on the screen before has made the data. x is 0, 0.1 …
9.9: `torch.arange(0, 10, 0.1)`. (With a step that is no whole number,
rounding may add or drop the last value; `torch.linspace` cannot.) It is
a *column*, by `unsqueeze(1)`: PyTorch expects one row for each sample
and one column for each feature. So 100 samples of one feature have the
shape (100, 1).

y is 3x with noise added: `torch.randn` draws from a standard normal
distribution. The line to be found is therefore close to y = 3x + 0, but
the noise hides it a little. Look at the shapes and the first five rows.
"""
# %% Shapes, and the first rows
live.show(x.shape, name="shape of x")
live.show(y.shape, name="shape of y")
torch.cat([x, y], dim=1)[:5]  # (5, 2): x and y side by side
# %% [markdown]
"""
# The model

A model in PyTorch is a subclass of `nn.Module`. What it should learn is
an `nn.Parameter`: a tensor that training may change, and that the
module lists by itself. `forward` says how inputs become
predictions; `model(x)` calls it.

w is a row of d numbers, one for each feature; here d is 1.
`torch.inner(x, w)` multiplies each row of x by w and adds up. All
parameters begin at zero, so every prediction is zero too.
"""


# %% A line as a module
class LinearRegression(nn.Module):
    def __init__(self, d: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1, d))  # (1, d)
        self.b = nn.Parameter(torch.zeros(1))  # (1,)

    def forward(self, x: Tensor) -> Tensor:
        return torch.inner(x, self.w) + self.b  # (N, d) to (N, 1)


model = LinearRegression(1)
live.show(dict(model.named_parameters()), name="parameters")
model(x)[:3]  # (3, 1): the first three predictions
# %% [markdown]
"""
# How far off

The loss says in one number how wrong the predictions are. Here it is
the **mean squared error**, MSE: subtract, square, take the mean.

PyTorch has it ready as `F.mse_loss`. Compute it both ways and compare.
Since all predictions are still zero, it is simply the mean of y².
"""
# %% Mean squared error, twice
prediction = model(x)  # (100, 1)
by_hand = ((prediction - y) ** 2).mean()
loss = F.mse_loss(prediction, y)

live.show(by_hand, name="by hand")
live.show(loss, name="F.mse_loss")
# %%
live.quiz(
    "Why take the mean of the squared errors, and not the plain mean of the errors?",
    live.wrong(
        "To make the loss larger",
        "Its size does not matter. Multiply the loss by ten, and the best line is still the same.",
    ),
    live.right(
        "So that errors of opposite sign cannot cancel",
        "Without the square, +5 and −5 would give a mean of 0 for a poor line. Squaring also makes large errors "
        "count more, and it is smooth everywhere.",
    ),
    live.wrong(
        "Because the data are noisy",
        "The plain mean would fail without any noise, too: it falls forever as the line sinks. Noise is a reason for "
        "squares and not, say, absolute values: for normal noise the least squares are also the most likely line.",
    ),
)
# %% [markdown]
"""
# Which way is down

Before `backward()` the gradients do not exist: `.grad` is None. Then
`loss.backward()` works out, for each parameter, how the loss changes as
that parameter grows.

Check it by hand. The derivative of the mean of (wx + b − y)² with
respect to w is the mean of 2 · (wx + b − y) · x. With respect to b it is
the same without the x.
"""
# %% Gradients
loss = F.mse_loss(model(x), y)
live.show(model.w.grad, name="w.grad before")
loss.backward()
live.show(model.w.grad, name="w.grad")  # (1, 1)
live.show(model.b.grad, name="b.grad")  # (1,)

error = (model(x) - y).detach()  # (100, 1), as plain numbers
live.show((2 * error * x).mean(), name="w by hand")
live.show((2 * error).mean(), name="b by hand")
# %%
live.quiz(
    "The gradient of w is negative. Which way should w move to lower the loss?",
    live.right(
        "Up",
        "A negative gradient says that the loss falls as w grows. So the step is taken against the gradient: minus "
        "a minus is up.",
    ),
    live.wrong(
        "Down, because the gradient is negative",
        "The gradient points to where the loss grows. Follow it and the loss gets worse; go against it.",
    ),
    live.wrong(
        "It depends on b",
        "The gradient was computed at the present b; for a small step, its sign alone says which way to go.",
    ),
)
# %% [markdown]
"""
# One step by hand

To learn is to move each parameter a little against its gradient. How
far is set by the **learning rate**, here 0.001, written 1e-3.

`torch.no_grad()` says that this change is not part of the model's
computation, so autograd should not record it.
"""
# %% One step
with torch.no_grad():
    for parameter in model.parameters():
        parameter -= 1e-3 * parameter.grad

live.show(model.w, name="w")
live.show(model.b, name="b")
live.show(loss, name="loss before")
F.mse_loss(model(x), y)  # after
# %% [markdown]
"""
# The loop

Training is that step, again and again. Five things happen in each
round, the same for every model you will train: predict, measure the
loss, clear the old gradients, compute new ones, step.

Run it and watch data, line and loss. Each report is from before the
update, so step 0 shows the line at zero.
"""
# %% Train
model = LinearRegression(1)

live.fit_line(x, y)
for _ in live.steps(100):
    loss = F.mse_loss(model(x), y)  # forward, and the loss
    model.zero_grad()  # clear the old gradients
    loss.backward()  # compute new ones
    live.report(loss=loss, w=model.w, b=model.b)
    with torch.no_grad():  # step
        for parameter in model.parameters():
            parameter -= 1e-3 * parameter.grad
# %% [markdown]
"""
# Without zero_grad

`backward()` does not replace the old gradients, it *adds* to them. So
each step begins by clearing them. What if that line is forgotten?
Guess; then train two models side by side, one with it and one without.
"""
# %%
live.quiz(
    "What does the loss do without zero_grad?",
    live.wrong(
        "Nothing else; the line makes no difference",
        "It would not if gradients were replaced. They are added up, so each step also repeats all earlier ones.",
    ),
    live.wrong(
        "It falls faster, since the steps are larger",
        "At first it does. But at the bottom the old gradients still push, and the line is carried past it.",
    ),
    live.right(
        "It falls, rises again, and goes on like that",
        "The old gradients carry the line through the bottom and up the other side, until new ones have canceled "
        "them; then back. It never settles.",
    ),
    live.wrong(
        "PyTorch stops with an error",
        "It does not: adding gradients up is useful elsewhere. So nothing warns you but the loss curve.",
    ),
)
# %% With and without
models = {n: LinearRegression(1) for n in ["with", "without"]}

for _ in live.steps(100):
    losses = {}
    for name, model in models.items():
        loss = F.mse_loss(model(x), y)
        if name == "with":
            model.zero_grad()
        loss.backward()
        losses[name] = loss
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 1e-3 * parameter.grad
    live.report(loss=losses)
# %% [markdown]
"""
# torch.optim.SGD

An **optimizer** knows the parameters and how to step them. SGD stands
for stochastic gradient descent: stochastic, because each step often
uses a random part of the data. Here it uses all, and its step is the
one you have written by hand.

The loop gets shorter, and to try another optimizer you change one line.
Run it: the numbers are those of the loop before.
"""
# %% The same training, with an optimizer
model = LinearRegression(1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

live.fit_line(x, y)
for _ in live.steps(100):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    live.report(loss=loss, w=model.w, b=model.b)
    optimizer.step()
# %% [markdown]
"""
# The exact answer

The lowest mean squared error is also called the **least squares**. For
a straight line, `torch.linalg.lstsq` finds the best w and b directly,
without any training. So here, unlike later, you can tell how good the
training was.

It needs a matrix with a column for each unknown: x belongs to w,
and a column of ones belongs to b. `double()` asks for more digits.
Compare its answer with what 100 steps have found.
"""
# %% Least squares
A = torch.cat([x, torch.ones_like(x)], dim=1).double()  # (100, 2)
best = torch.linalg.lstsq(A, y.double()).solution.float()
w_best, b_best = best.flatten()

print(f"trained  w {model.w.item():.3f}  b {model.b.item():+.3f}")
print(f"exact    w {w_best:.3f}  b {b_best:+.3f}")
# %% [markdown]
"""
w is nearly there. b is not. It began at 0, close to its best value, and
the first steps carried it away from there. Now it is on its way back,
but slowly.
"""
# %% [markdown]
"""
# Why b lags

Draw the loss over w and b, with the path of the training run on it. The
loss is a long, narrow valley. It is steep across, so the path drops to
the floor at once. Along the floor it is nearly flat, and there the path
creeps.

How narrow is it? **Curvature** says how fast the slope changes. The
second cell computes it across the valley and along it, from the second
derivatives of the loss. The next lesson does this step by step.
"""


# %% The valley
def loss_at(w: float, b: float) -> Tensor:
    return F.mse_loss(w * x + b, y)


model = LinearRegression(1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
low = (w_best, b_best)

live.surface(loss_at, x=("w", -1, 7), y=("b", -4, 4), best=low)
for _ in live.steps(100):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    live.report(w=model.w, b=model.b)  # a point of the path
    optimizer.step()


# %% Its curvature across and along
def loss_of(p: Tensor) -> Tensor:  # p is (w, b), of shape (2,)
    return F.mse_loss(p[0] * x + p[1], y)


hessian = torch.func.hessian(loss_of)(torch.zeros(2))  # (2, 2)
along, across = torch.linalg.eigvalsh(hessian)  # smaller first
live.show(hessian, name="hessian")
print(f"curvature: across {across:.2f}, along {along:.3f}")
ratio = across / along
print(f"ratio {ratio:.1f}")
print(f"the valley is {ratio.sqrt():.1f} times as long as wide")
# %%
live.quiz(
    "What brings b to its best value sooner, with the same loop?",
    live.wrong(
        "Beginning from other values than zero",
        "That only helps if you know the answer. The valley stays as long as it is.",
    ),
    live.right(
        "A larger learning rate, as far as that goes",
        "The steps along the valley grow with the rate. How far that goes, and what then happens, is the next lesson. "
        "To change the data, as the next cell does, helps more: then the valley itself changes.",
    ),
    live.wrong(
        "Less noise in y",
        "The curvature does not contain y at all, so the valley would be as long as before.",
    ),
)
# %% [markdown]
"""
That ratio is the **condition number** of the Hessian. It belongs to
directions, not to w or b, and it comes from x alone. Subtract the mean
from x, so that it is *centered*, and the two directions are w and b
themselves; divide by its spread too, and the valley is a round bowl.
That is why features are usually scaled before training.
"""
# %% The same line, with x centered and scaled
centered = x - x.mean()
for name, z in {
    "as it is": x,
    "centered": centered,
    "and scaled": centered / x.std(correction=0),
}.items():
    both = torch.cat([z, torch.ones_like(z)], dim=1)  # (100, 2)
    curves = torch.linalg.eigvalsh(2 * both.T @ both / 100)
    print(f"{name:<10}  ratio {curves[1] / curves[0]:6.1f}")
# %% [markdown]
"""
# What you can do now

- Write a model as an `nn.Module` with parameters and a `forward`.
- Write the training loop, by hand and with an optimizer, and say what
  each of its lines is for.
- Tell from the curvature in which direction training will be slow.

In PyTorch's documentation: `torch.nn.Module`, `torch.nn.Parameter`,
`torch.nn.functional.mse_loss`, `torch.optim`, and the tutorial
"Optimizing Model Parameters".

Change something to end with: how many steps does b need? Raise 1000.
"""
# %% How many steps does b need?
model = LinearRegression(1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

for _ in live.steps(1000):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    live.report(loss=loss, b={"trained": model.b, "best": b_best})
    optimizer.step()

model.b - b_best
