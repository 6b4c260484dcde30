# /// lesson
# title = "Modules"
# minutes = 20
# summary = "What a layer is and keeps: parameters, buffers, two modes. Initialization, hooks, shared weights."
# goals = ["write layers and networks of your own", "say what train() and eval() change", "look inside by a hook"]
# teaches = [
#     "nn.Sequential", "forward", "named_parameters", "parameter memory", "parameter registration", "ModuleList",
#     "buffer", "custom layer", "dropout", "train and eval", "batch normalization", "running statistics",
#     "layer normalization", "initialization", "hook", "dead unit", "nn.Embedding", "weight tying",
# ]
# needs = [
#     "nn.Module", "nn.Parameter", "layers", "activation", "parameter count", "training loop", "torch.optim.SGD",
#     "Adam", "cross-entropy", "logit", "mini-batch", "state_dict", "broadcasting", "no_grad",
# ]
# exercises = [
#     "own_layer", "lost_parameters", "built_in_forward", "batch_norm_by_hand", "dropout_by_hand", "kept_spread",
#     "dead_units", "tied_weights",
# ]
# ///
# %% [markdown]
"""
# What Sequential is

You have stacked layers with `nn.Sequential` since the first screen of
this course. It is a **module**, and so is each of its layers. It keeps
them in order, and its forward function hands x from one to the next.

This one is for handwritten digits, pictures of 8 × 8 pixels. For each
layer you see the shape of what comes out, its spread, and how many
numbers are learned; `v` gives it the whole screen, with their bytes.
`)` and `(` follow a batch through it. A unit that puts out 0 for every
example is called dead; a late screen is about such units.
"""

# %% What is imported tags=["hidden"]
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

# %% The digits tags=["hidden"]
images, labels = live.digits()  # (1797, 8, 8), (1797,)


def digits(held: bool = False) -> tuple[Tensor, Tensor]:
    """1,197 rows of 64 numbers and labels, or 600 held out."""
    images, labels = live.digits()
    fixed = torch.Generator().manual_seed(0)
    order = torch.randperm(1797, generator=fixed)
    some = order[1197:] if held else order[:1197]
    return images[some].flatten(1) / 16, labels[some]


x, y = digits()
# %% A network for digits
torch.manual_seed(0)
model = nn.Sequential(
    nn.Flatten(),  # (N, 8, 8) to (N, 64)
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 10),
)
batch = images[:100] / 16  # (100, 8, 8)
live.network(model, batch)
# %% The same by hand
passed = batch
for part in model:
    passed = part(passed)
    print(f"{type(part).__name__:<8} {tuple(passed.shape)}")
print("equal:", torch.equal(passed, model(batch)))
# %% [markdown]
"""
# Count and weigh

`nn.Linear(a, b)` learns b · a weights and b biases. Guess first: a
network has one input, hidden layers of 3, 4 and 2 units, and one
output.
"""
# %%
live.quiz(
    "How many parameters does it have?",
    live.wrong(
        "10",
        "That counts units: 3 + 4 + 2 and the output. Each unit has a weight for every one of its inputs, and a bias.",
    ),
    live.wrong(
        "25",
        "These are the weights, 3 + 12 + 8 + 2. Each of the ten units has a bias, too.",
    ),
    live.right(
        "35",
        "Weights 1·3 + 3·4 + 4·2 + 2·1, and a bias for each of the 3 + 4 + 2 + 1 units.",
    ),
)


# %% Count them
torch.manual_seed(0)


def count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


sizes = [1, 3, 4, 2, 1]
layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
print([count(layer) for layer in layers])
print(count(nn.Sequential(*layers)), "in all")
# %% [markdown]
"""
A float32 takes 4 bytes. In training there is also a gradient for each
parameter, and Adam keeps two numbers more. Move the width, run it
again, and see what is held for a picture of 784 pixels.
"""
# %% In memory
torch.manual_seed(0)
width = live.slider(
    "hidden_width",
    100,
    low=10,
    high=1000,
    whole=True,
    scale="log",
    presets=[10, 100, 1000],
)
net = nn.Sequential(
    nn.Linear(784, width.value),
    nn.ReLU(),
    nn.Linear(width.value, 10),
)
live.network(net, torch.randn(256, 784))
# %% What training adds
adam = torch.optim.Adam(net.parameters())
net(torch.randn(4, 784)).sum().backward()
adam.step()
held: dict[str, list[Tensor]] = {
    "parameters": list(net.parameters()),
    "gradients": [
        p.grad for p in net.parameters() if p.grad is not None
    ],
    "Adam's m": [s["exp_avg"] for s in adam.state.values()],
    "Adam's v": [s["exp_avg_sq"] for s in adam.state.values()],
}
for what, tensors in held.items():
    numbers = sum(t.numel() for t in tensors)
    size = sum(t.nbytes for t in tensors)
    print(f"{what:<11}{numbers:>8,} numbers {size:>10,} bytes")
# %% [markdown]
"""
# A module of your own

Sequential can only go straight on. For all else write a class:

- `__init__` calls `super().__init__()`, then makes the layers and keeps
  them on `self`.
- `forward` says how the output comes about.

You call the module itself, `net(x)`: that runs `forward`, and also the
hooks that you will meet.
"""


# %% A network as a class
torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, width)
        self.out = nn.Linear(width, 10)

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.hidden(x))  # (N, width)
        return self.out(h)  # (N, 10): logits


# %% See it
mine = Net(32)
live.network(mine, x[:100])
for name, p in mine.named_parameters():
    print(f"{name:<14} {tuple(p.shape)}")
# %% [markdown]
"""
The blocks are modules; `F.relu` is a function and has none. The names
come from the attributes. The same names are the keys of `state_dict()`,
by which one network takes over the weights of another.
"""
# %% Take over weights
other = Net(32)
print("before:", torch.equal(mine(x), other(x)))
other.load_state_dict(mine.state_dict())
print("after: ", torch.equal(mine(x), other(x)))
# %%
live.quiz(
    "What happens when __init__ forgets super().__init__()?",
    live.wrong(
        "Nothing, as long as nn.Module has no arguments",
        "It has work to do all the same: it makes the dicts in which a module registers what it is given.",
    ),
    live.right(
        "An error, at the first layer that is kept on self",
        "The place where layers are registered does not exist yet, and the message says so.",
    ),
    live.wrong(
        "parameters() is empty",
        "It does not come so far. A layer that is given to such a module has no place to be registered in.",
    ),
)


# %% Without super
class Hasty(nn.Module):
    def __init__(self) -> None:
        self.out = nn.Linear(64, 10)


try:
    Hasty()
except AttributeError as error:
    print(error)
# %% [markdown]
"""
# What a module finds

`parameters()` finds two things among the attributes: what is an
`nn.Parameter`, and what is a module, with all that this one finds. That
is **registration**. It does not look into a plain list or dict.
`nn.ModuleList`, `nn.ModuleDict` and `nn.ParameterList` are containers
that it knows.

The same network twice, once with its layers in a list. An optimizer
trains only what it is given. Guess what becomes of the loss, and run it.
"""


# %% The layers are kept by a list
class Stack(nn.Module):
    def __init__(self, keep: Callable[..., Any]) -> None:
        super().__init__()
        self.layers = keep([nn.Linear(64, 16), nn.Linear(16, 4)])
        self.out = nn.Linear(4, 10)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.out(x)


torch.manual_seed(0)
stacks = {"list": Stack(list), "ModuleList": Stack(nn.ModuleList)}
for name, stack in stacks.items():
    names = [name for name, _ in stack.named_parameters()]
    print(f"{name}: {count(stack)} parameters, {names}")
# %% Train both
torch.manual_seed(0)
x, y = digits()
adams = {
    name: torch.optim.Adam(stack.parameters(), lr=0.01)
    for name, stack in stacks.items()
}
for _ in live.steps(150):
    some = torch.randint(len(x), (64,))
    losses = {}
    for name, stack in stacks.items():
        losses[name] = loss = F.cross_entropy(
            stack(x[some]), y[some]
        )
        adams[name].zero_grad()
        loss.backward()
        adams[name].step()
    live.report(loss=losses)
# %% [markdown]
"""
The list's layers are used, and never trained: only `out` moves. A
network with all its layers in lists has nothing for an optimizer, and
is told so: "optimizer got an empty parameter list".
"""
# %% [markdown]
"""
# Made in forward

`__init__` runs once, `forward` at every call. A layer that is made in
`forward` has new random weights each time. Both networks below get the
same picture again and again. Which of them has the same answer?
"""


# %% A layer made in forward
torch.manual_seed(0)


class Forgetful(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, 16)

    def forward(self, x: Tensor) -> Tensor:
        out = nn.Linear(16, 10)  # made anew at every call
        return out(F.relu(self.hidden(x)))


# %% The same picture again
torch.manual_seed(0)
x, y = digits()
two = {"in __init__": Net(16), "in forward": Forgetful()}
for _ in live.steps(40):
    with torch.no_grad():
        answers = {n: m(x[:1])[0, 0] for n, m in two.items()}
    live.report(logit=answers)
# %% [markdown]
"""
Such a layer cannot be trained either: no optimizer knows it. What
`forward` may make are results; what is kept from call to call belongs
in `__init__`.
"""
# %% [markdown]
"""
# Buffers

Some tensors belong to a module and are not trained: the mean of the
data, a mask, a count. `self.register_buffer(name, tensor)` makes such a
tensor a **buffer**. It is in `state_dict()`, and it goes along when the
module moves to another device or dtype.

This module keeps two tensors, one in each way. Which one moves?
"""


# %% One buffer, one plain tensor
class Standardize(nn.Module):
    mean: Tensor

    def __init__(self, data: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", data.mean(0))  # (64,)
        self.std = data.std(0) + 0.1  # (64,), a plain attribute

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.std


# %% Move it
x, y = digits()
moved = Standardize(x).to(torch.float64)
print("state_dict:", list(moved.state_dict()))
for name in ["mean", "std"]:
    print(f"{name:<5} {getattr(moved, name).dtype}")
print("output:", moved(x[:9].double()).dtype)
# %%
live.quiz(
    "You save this module's state_dict and load it elsewhere. What is lost?",
    live.wrong(
        "Nothing",
        "state_dict() listed one name. What is not in it is not in the file.",
    ),
    live.wrong(
        "The mean",
        "It is a buffer, and buffers are saved with the parameters.",
    ),
    live.right(
        "std",
        "A plain tensor is saved with nothing and moved with nothing. On a GPU it would stay behind, with an error.",
    ),
)
# %% [markdown]
"""
# A layer of your own

A layer is a module like any other: parameters in `__init__`, a formula
in `forward`. This one is an activation that learns its own shape,
x · sigmoid(β · x). (With β = 1 it is `nn.SiLU`.) Move β while it is
drawn.
"""


# %% An activation that learns
class Swish(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.beta = nn.Parameter(torch.tensor(1.0))

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(self.beta * x)


# %% Its shape
beta = live.slider("beta", 1.0, low=0.0, high=8.0, label="β")
swish, line = Swish(), torch.linspace(-4, 4, 41)
for _ in live.steps(60):
    nn.init.constant_(swish.beta, beta.value)
    with torch.no_grad():
        drawn = {"Swish": swish(line), "ReLU": F.relu(line)}
    live.compare(
        "x",
        "output",
        {name: list(zip(line, v)) for name, v in drawn.items()},
        log=False,
        crossings=False,
    )
# %% [markdown]
"""
With β = 0 it is the line x / 2, with a large β nearly ReLU. In a
network training finds a β, for the module has registered it.
"""
# %% It learns its shape
torch.manual_seed(0)
x, y = digits()
swish = Swish()
net = nn.Sequential(nn.Linear(64, 32), swish, nn.Linear(32, 10))
adam = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in live.steps(300):
    some = torch.randint(len(x), (64,))
    loss = F.cross_entropy(net(x[some]), y[some])
    live.report(loss=loss, beta=swish.beta)
    adam.zero_grad()
    loss.backward()
    adam.step()
# %% [markdown]
"""
# Dropout

`nn.Dropout(p)` sets each number to zero with probability p, drawn anew
at every call. So no unit can rely on a certain other one. What is left
is multiplied by something, so that the mean stays as it was.
"""
# %%
live.quiz(
    "With p = 0.5 an input of ones comes out as zeros and what else?",
    live.wrong(
        "ones",
        "Then the mean of the output would be half of what it was, and the next layer would get less than before.",
    ),
    live.right(
        "twos",
        "What is kept is divided by 1 − p. Half of the numbers, twice as large: the mean is as before.",
    ),
    live.wrong(
        "halves",
        "Half of the numbers, half as large: the mean would be a quarter of what it was.",
    ),
)
# %% Ones go in
p_zero = live.slider(
    "p", 0.5, low=0.0, high=0.9, presets=[0.2, 0.5, 0.9]
)
torch.manual_seed(0)
drop = nn.Dropout(p_zero.value)
total = torch.zeros(8, 8)
for step in live.steps(100):
    drop.p = p_zero.value
    out = drop(torch.ones(8, 8))
    total += out
    live.report(
        mean=out.mean(), over_calls=total.mean() / (step + 1)
    )
live.inspect(out)
# %% In evaluation mode
drop.eval()
print("as it came in:", torch.equal(drop(out), out))
# %% [markdown]
"""
# Two modes

`model.train()` and `model.eval()` set one flag, `training`, in the
module and in all modules within. Most layers do not look at it. Dropout
and batch normalization do.

`eval()` does not switch gradients off; `torch.no_grad()` does, and it
does not change what dropout does. To measure a model you want both.
Guess in which mode the accuracy on held-out digits is higher.
"""


# %% Accuracy tags=["hidden"]
def accuracy(model: nn.Module) -> float:
    """On held-out digits, in the mode that it is in."""
    x_held, y_held = digits(held=True)
    with torch.no_grad():
        right = model(x_held).argmax(dim=1) == y_held
    return right.float().mean().item()


# %% Once through the data tags=["hidden"]
torch.manual_seed(0)


def epoch(
    model: nn.Module, optimizer: torch.optim.Optimizer
) -> None:
    """One pass over all 1,197 digits, in batches of 32."""
    x, y = digits()
    model.train()
    for some in torch.randperm(len(x)).split(32):
        loss = F.cross_entropy(model(x[some]), y[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %% Measured in both modes
torch.manual_seed(0)
net = nn.Sequential(
    nn.Linear(64, 64),
    nn.ReLU(),
    nn.Dropout(0.5),
    nn.Linear(64, 10),
)
adam = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in live.steps(8):
    epoch(net, adam)
    seen = {"train()": accuracy(net.train())}
    seen["eval()"] = accuracy(net.eval())
    live.report(accuracy=seen)
# %%
live.quiz(
    "Where forward says nn.Dropout(0.5)(h), model.eval() does not switch it off. Why?",
    live.wrong(
        "Dropout has no parameters",
        "It has none, and eval() does not ask for any: it reaches every module that is registered.",
    ),
    live.right(
        "It is made after eval() was called, and begins in training mode",
        "eval() reaches the modules that are registered. This one is new at every call, and a new module trains.",
    ),
    live.wrong(
        "eval() switches off gradients only",
        "That is what no_grad() does. eval() sets one flag in every module that is registered.",
    ),
)
# %% [markdown]
"""
# Batch normalization

`nn.BatchNorm1d(n)` shifts and scales each of n features. In training
mode it takes the mean and variance *of the batch*, so each feature
comes out with mean 0 and variance 1; then it is multiplied by a learned
weight, and a learned bias is added. Meanwhile it keeps **running
statistics** in buffers, and takes those in evaluation mode:

    running = 0.9 · running + 0.1 · (of the batch)

Run it, and move the data in the middle of the run. How long does the
output in evaluation mode lag behind?
"""
# %% Data that move
shift = live.slider("shift", 4.0, low=-8.0, high=8.0)
torch.manual_seed(0)
norm = nn.BatchNorm1d(1)
for _ in live.steps(80):
    data = shift.value + 2 * torch.randn(64, 1)  # (64, 1)
    in_train = norm.train()(data)
    in_eval = norm.eval()(data)
    live.histogram(
        {
            "in": data,
            "out, train()": in_train,
            "out, eval()": in_eval,
        }
    )
    means = {"batch": data.mean(), "running": norm.running_mean}
    live.report(mean=means)
# %% What it keeps
for name, value in norm.state_dict().items():
    learned = (
        "learned" if name in ("weight", "bias") else "buffer"
    )
    print(f"{name:<20} {learned:<8} {value.tolist()}")
# %% [markdown]
"""
The running variance is the unbiased one, divided by N − 1; what a batch
is divided by is not.
"""
# %% [markdown]
"""
# The company matters

In training mode the answer for one digit depends on the others in its
batch. The next network is trained with batch normalization; then it is
measured on batches that hold one class only, in both modes.
"""
# %%
live.quiz(
    "A batch of nothing but sevens, in training mode. What does it do to the accuracy?",
    live.wrong(
        "Nothing: the weights are the same",
        "The weights are, but each feature is shifted by the mean of this batch, and that is the mean of sevens now.",
    ),
    live.wrong(
        "It gets better: the batch is more even",
        "What all sevens have in common is in the mean of the batch, and the mean is taken off.",
    ),
    live.right(
        "It falls by a lot",
        "What makes a seven a seven is in every row, so it is in the batch's mean, and that is subtracted.",
    ),
)
# %% With batch normalization
torch.manual_seed(0)
normed = nn.Sequential(
    nn.Linear(64, 64),
    nn.BatchNorm1d(64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
adam = torch.optim.Adam(normed.parameters(), lr=0.01)
for _ in live.steps(5):
    epoch(normed, adam)
    live.report(accuracy=accuracy(normed.eval()))
# %% One class at a time
x_held, y_held = digits(held=True)
for digit in live.steps(10):
    same = x_held[y_held == digit]  # only this digit
    shares = {}
    for mode in ["train()", "eval()"]:
        copy = deepcopy(normed).train(mode == "train()")
        with torch.no_grad():
            right = copy(same).argmax(dim=1) == digit
        shares[mode] = right.float().mean()
    live.report(right=shares)
# %% A batch of one
try:
    normed.train()(x_held[:1])
except ValueError as error:
    print(error)
# %% [markdown]
"""
A single row has no variance. The same error meets the last batch of an
epoch where one row is left over.
"""
# %% [markdown]
"""
# Learning without a step

The network of the last screen is shown pure noise in training mode. No
loss, no `backward()`, no optimizer. Guess what becomes of its accuracy
in evaluation mode; then run it.
"""
# %% Nothing but noise
torch.manual_seed(0)
spoiled = deepcopy(normed)
for _ in live.steps(50):
    live.report(accuracy=accuracy(spoiled.eval()))
    spoiled.train()
    with torch.no_grad():
        spoiled(torch.randn(32, 64))
# %%
live.quiz(
    "No parameter has changed. What has?",
    live.wrong(
        "The gradients",
        "There are none: nothing was recorded, and backward() was never called.",
    ),
    live.right(
        "The buffers: running mean and variance",
        "Each pass in training mode moves them toward the batch. So call eval() before you look at anything else.",
    ),
    live.wrong(
        "The random numbers",
        "In evaluation mode this network draws none.",
    ),
)
# %% [markdown]
"""
# Layer normalization

`nn.LayerNorm(n)` does the same along the other dimension: over the n
features *of one example*. No example depends on another, there are no
running statistics, and both modes do the same. A batch of one is fine.
Below, each is given a batch of 6 examples with 4 features; the third
feature is large.
"""
# %% Columns or rows
torch.manual_seed(0)
rows = torch.randn(6, 4) + torch.tensor([0.0, 0.0, 5.0, 0.0])
by_batch = nn.BatchNorm1d(4)(rows)  # each column: mean 0
by_layer = nn.LayerNorm(4)(rows)  # each row: mean 0
live.inspect(rows, name="rows")
live.inspect(by_batch, name="by_batch")
live.inspect(by_layer, name="by_layer")
# %%
live.quiz(
    "After which of the two is the third feature still the largest in every row?",
    live.wrong(
        "after BatchNorm1d",
        "It takes the mean of each column off, so the third one is centered like the others.",
    ),
    live.right(
        "after LayerNorm",
        "Each row is shifted and scaled as a whole, which keeps the order of its numbers.",
    ),
    live.wrong(
        "after both",
        "One of them works down the columns, and there the third feature has no advantage left.",
    ),
)
# %% [markdown]
"""
# Thirty layers

A unit adds up n products. If weights have the spread g / √n, a layer
multiplies the spread of its input by about g; thirty of them by g³⁰.
The **gain** g is what **initialization** is about. An activation takes
some of the spread away, so g makes up for it.

Ask for each activation: which gain keeps the spread? Move it while
histograms of some layers and the spread over all thirty are drawn.
"""
# %% Weights for thirty layers tags=["hidden"]
torch.manual_seed(0)
start = torch.randn(64, 256)  # 64 examples, 256 units
weights = torch.randn(30, 256, 256) / 256**0.5  # gain 1
bends: dict[str, Callable[[Tensor], Tensor]] = {
    "none": lambda h: h,
    "tanh": torch.tanh,
    "ReLU": F.relu,
}
gain = live.slider(
    "gain",
    1.0,
    low=0.5,
    high=2.0,
    presets=[0.5, 1, 1.414, 1.667, 2],
)
bend = live.choice("activation", "tanh", ["none", "tanh", "ReLU"])
# %% Turn the gain
for _ in live.steps(80):
    h = start
    outputs, spreads = {}, []
    for k, weight in enumerate(weights, 1):
        h = bends[bend.value](gain.value * (h @ weight.T))
        spreads.append((k, h.std()))
        if k in (1, 2, 5, 10, 20, 30):
            outputs[f"layer {k}"] = h
    live.histogram(outputs)
    live.compare(
        "layer",
        "spread",
        {"output": spreads, "input": [(1, 1), (30, 1)]},
        log=(False, True),
        crossings=False,
    )
# %%
live.quiz(
    "With ReLU a gain of √2 keeps the spread. Why √2?",
    live.wrong(
        "ReLU halves the spread, and √2 is half of that again",
        "√2 · ½ is not 1. Look at squares: that is what adds up in the next layer.",
    ),
    live.right(
        "ReLU keeps half of the squares, and (√2)² is 2",
        "Half of the inputs are negative and become 0, so the mean square is halved. That is Kaiming initialization.",
    ),
    live.wrong(
        "It was found by trying",
        "It can be derived: the sum in the next layer grows with the mean square of its inputs.",
    ),
)
# %% [markdown]
"""
# The spread of what?

`nn.Linear` starts with weights and biases from a narrower range, a gain
of 1/√3. Thirty such layers with ReLU are built one by one, and the
spread of the output is drawn in two ways: of all its numbers, and of
each unit over the examples. Guess first.
"""
# %%
live.quiz(
    "The spread of all numbers settles at a small value. Is the network fine?",
    live.wrong(
        "Yes: signals come through",
        "A spread of all numbers can be one from unit to unit. What an input changes is another question.",
    ),
    live.right(
        "Not if every input gives the same output",
        "The biases make units differ from one another. What counts is how far a unit differs from example to example.",
    ),
    live.wrong(
        "No: a spread has to be 1",
        "Its size alone does no harm; a later layer can scale it up, as long as there is a difference to scale.",
    ),
)
# %% Layer upon layer
torch.manual_seed(0)
chart = live.compare(
    "layer", "spread", log=(False, True), crossings=False
)
h = start
for k in live.steps(30):
    with torch.no_grad():
        h = F.relu(nn.Linear(256, 256)(h))  # (64, 256)
    chart.add("all numbers", k + 1, h.std())
    chart.add("over the examples", k + 1, h.std(dim=0).mean())
# %% [markdown]
"""
So measure over the examples; that curve falls until float32 has only
rounding errors left. The same network with ten layers is trained below
from three beginnings: as `nn.Linear` makes it, and by two functions of
`nn.init`. In square layers like these Xavier's is a gain of 1, Kaiming's
√2. Which of the three learns?
"""
# %% Ten layers, three beginnings
torch.manual_seed(0)
beginnings: dict[str, Callable[[Tensor], Tensor]] = {
    "Xavier": nn.init.xavier_normal_,
    "Kaiming": nn.init.kaiming_normal_,
}
deep = {}
for name in ["default", "Xavier", "Kaiming"]:
    parts: list[nn.Module] = []
    for _ in range(10):
        parts += [nn.Linear(64, 64), nn.ReLU()]
    deep[name] = nn.Sequential(*parts, nn.Linear(64, 10))
    for p in (
        deep[name].parameters() if name in beginnings else []
    ):
        if p.ndim == 2:
            beginnings[name](p)
        else:
            nn.init.zeros_(p)
# %% Train the three
torch.manual_seed(0)
x, y = digits()
for _ in live.steps(150):
    some = torch.randint(len(x), (32,))
    losses = {}
    for name, net in deep.items():
        losses[name] = loss = F.cross_entropy(
            net(x[some]), y[some]
        )
        net.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in net.parameters():
                p -= 0.05 * p.grad
    live.report(loss=losses)
# %% [markdown]
"""
# Look inside by a hook

`layer.register_forward_hook(f)` has `f(layer, inputs, output)` called
after each forward pass of the layer, and gives a handle; its `remove()`
takes the **hook** off. So you see what is inside of a network without
a change to it.

A ReLU unit that is 0 for every example is **dead**: its gradient is 0
as well. The hook below counts those. Guess what Adam at a high rate
does to them, and to the accuracy.
"""


# %% A hook that counts dead units
def dead_units(model: nn.Module, data: Tensor) -> list[Tensor]:
    """The share of dead units of each ReLU."""
    shares = []

    def look(layer: nn.Module, inputs: Any, output: Tensor):
        dead = (output == 0).all(dim=0)  # (units,)
        shares.append(dead.float().mean())

    handles = [
        module.register_forward_hook(look)
        for module in model.modules()
        if isinstance(module, nn.ReLU)
    ]
    with torch.no_grad():
        model(data)
    for handle in handles:
        handle.remove()
    return shares


# %% A rate for Adam tags=["hidden"]
high = live.slider(
    "rate",
    0.02,
    low=0.002,
    high=0.1,
    scale="log",
    presets=[0.002, 0.02, 0.1],
)
# %% They die, and nobody notices
torch.manual_seed(0)
x, y = digits()
net = nn.Sequential(
    nn.Linear(64, 64),
    nn.ReLU(),
    nn.Linear(64, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
)
adam = torch.optim.Adam(net.parameters(), lr=high.value)
for _ in live.steps(6):
    first, second = dead_units(net, x)
    dead = {"first": first, "second": second}
    live.report(accuracy=accuracy(net), dead=dead)
    epoch(net, adam)
live.network(net, x)
# %%
live.quiz(
    "Can training bring a dead unit of the first layer back?",
    live.wrong(
        "Yes, the gradient of the loss reaches it in the end",
        "Where ReLU puts out 0 its slope is 0, for every example. So its weights and its bias get a gradient of 0.",
    ),
    live.right(
        "Not by a gradient: it has none for any example",
        "What it gets is fixed, and the slope of ReLU is 0 everywhere it is asked. Only momentum could still move it.",
    ),
    live.wrong(
        "Yes, with a lower rate",
        "The rate multiplies the gradient, and 0 times anything is 0.",
    ),
)
# %% [markdown]
"""
# One table, used twice

A network for text takes each word as a number and looks it up in a
table, `nn.Embedding`: row k belongs to word k. At the end it has a
score for each word, from an `nn.Linear` whose weight has the same
shape. Both can be one and the same parameter: **weight tying**.
"""


# %% Tied or not
torch.manual_seed(0)


class Words(nn.Module):
    def __init__(self, tied: bool) -> None:
        super().__init__()
        self.table = nn.Embedding(1000, 64)
        self.out = nn.Linear(64, 1000, bias=False)
        if tied:
            self.out.weight = self.table.weight

    def forward(self, word: Tensor) -> Tensor:
        return self.out(self.table(word))  # (N, 1000)


# %% Counted once
torch.manual_seed(0)
tied, apart = Words(tied=True), Words(tied=False)
print(f"tied {count(tied):,}, not tied {count(apart):,}")
print(
    "named_parameters:", [n for n, _ in tied.named_parameters()]
)
print("state_dict:", list(tied.state_dict()))
live.network(tied, torch.arange(5))
# %%
live.quiz(
    "What is the gradient of the one table?",
    live.wrong(
        "That of its last use, in out",
        "backward() adds to .grad. The way back comes to the same tensor twice, and both parts are added.",
    ),
    live.right(
        "The sum of the gradients of both uses",
        "It is one tensor with two ways to the loss, and gradients add up over ways.",
    ),
    live.wrong(
        "The mean of both",
        "The chain rule has a sum over paths, and nothing that divides.",
    ),
)
# %% Two ways to the loss
apart.table.load_state_dict(tied.table.state_dict())
apart.out.load_state_dict(tied.out.state_dict())
word, following = torch.arange(5), torch.arange(1, 6)
for words in [tied, apart]:
    F.cross_entropy(words(word), following).backward()
both = apart.table.weight.grad + apart.out.weight.grad
equal = torch.allclose(tied.table.weight.grad, both, atol=1e-6)
print("the sum of both:", equal)
# %% [markdown]
"""
# What you can do now

- Write a layer or a network, and know what it registers, saves, moves
  and weighs.
- Say what `train()` and `eval()` change, and what batch and layer
  normalization and dropout do in each.
- Start a deep network so that signals come through, and look inside it.

In PyTorch's documentation: `torch.nn`, `torch.nn.Module`,
`torch.nn.init`. The cell lists what your PyTorch has as layers.
"""
# %% The layers that there are
sorted(
    name
    for name, kind in vars(nn).items()
    if isinstance(kind, type) and issubclass(kind, nn.Module)
)
