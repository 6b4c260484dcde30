# /// lesson
# title = "Backpropagation"
# minutes = 20
# summary = "How one backward pass finds every gradient, why that is cheap, and what autograd's errors mean."
# goals = ["work a graph backward by hand", "write a layer's backward and check it", "say what an autograd error means"]
# teaches = [
#     "chain rule", "local derivative", "sum over paths", "reverse mode", "incoming gradient", "accumulation",
#     "retain_graph", "no_grad", "detach", "inference_mode", "in-place pitfalls", "vector-Jacobian product", "Jacobian",
#     "torch.func", "torch.autograd.Function", "gradcheck",
# ]
# needs = [
#     "gradient", "backward", "finite differences", "computational graph", "leaf", "grad_fn", "saved tensors",
#     "in-place operation", "shared memory", "matrix product",
# ]
# exercises = [
#     "meeting_paths", "layer_back", "in_pieces", "second_time", "quiet_evaluation", "foretell_grad", "row_by_row",
#     "own_swish",
# ]
# ///
# %% [markdown]
"""
# A chain of slopes

x makes a = 3x, a makes b = sin a, b makes L = b². Push x by a little:
how far does L move?

Each operation answers for itself alone. Its **local derivative** says
how much its result moves for what goes in: 3 for 3x, cos a for sin a,
2b for b². If a moves 3 times as far as x, and b moves cos a times as far
as a, then b moves 3 · cos a times as far as x. So slopes along a chain
**multiply**. That is the **chain rule**.

Run it: x is really pushed, too.
"""

# %% The imports tags=["hidden"]
import time
import warnings

import numpy as np
import torch
from torch import Tensor, nn

from tutor import live

# %% Three operations
x = torch.tensor(0.3, requires_grad=True)
a = 3 * x
b = torch.sin(a)
L = b**2
L.backward()

slopes = [2 * b.item(), torch.cos(a).item(), 3.0]
pushed = torch.sin(3 * (x + 0.001)) ** 2  # x by 0.001 more

print("slopes  ", [f"{s:.4f}" for s in slopes])
print(f"pushed   {(pushed - L).item() / 0.001:.4f}")
print(f"product  {np.prod(slopes):.4f}")
print(f"x.grad   {x.grad:.4f}")
# %% [markdown]
"""
The push is a little off, for 0.001 is not nothing. The chain rule is
exact, and so is `.grad`: `backward()` multiplied the same slopes.
"""
# %% [markdown]
"""
# Where paths meet

Now x is used twice: u is made of it, and v, and both go into m. Two
paths lead from x to m. A push of x goes along both.

The path through u has the slope 2x · v, the one through v has
cos x · u. What is the derivative of m with respect to x?
"""
# %%
live.quiz(
    "Two paths lead from x to m. How do their slopes go together?",
    live.wrong(
        "They are multiplied",
        "Along one path slopes are multiplied, since each push passes through all of it. Two paths carry the push side "
        "by side.",
    ),
    live.right(
        "They are added",
        "A small push reaches m along both paths, and what arrives by the one comes on top of what arrives by the "
        "other. Along a path multiply, over the paths add: so says the chain rule. Backpropagation is a cheap order of "
        "doing it.",
    ),
    live.wrong(
        "The larger one counts",
        "Both u and v move when x does, and m feels both. No path waits for the other.",
    ),
)
# %% Two paths
x = torch.tensor(1.2, requires_grad=True)
u = x**2
v = torch.sin(x)
m = u * v
live.backward_walk(m)
# %% [markdown]
"""
Walk it, a key press for each edge. At x, what comes second is added to
what came first. Here is the sum by hand:
"""
# %% Path by path
through_u = 2 * x * v
through_v = torch.cos(x) * u
print(f"through u  {through_u.item():.4f}")
print(f"through v  {through_v.item():.4f}")
print(f"added      {(through_u + through_v).item():.4f}")
# %% [markdown]
"""
# One edge at a time

The formula of the last lesson, with its six steps. The walk starts at f
with a 1, for f moves as much as f does. At each edge, what has
**arrived** is multiplied by the local derivative, and the product goes
on.

So nobody needs the whole formula: each operation knows its own rule and
what it saved. Before each key press, say what will go on. At c, the
path splits in two.
"""
# %% Back from f
x = torch.tensor(0.7, requires_grad=True)
y = torch.tensor(1.5, requires_grad=True)
z = torch.tensor(0.5, requires_grad=True)

a = 2 * x
b = torch.sin(y)
c = a / b
d = z * c
e = torch.log(1 + d)
f = torch.tanh(e)
live.backward_walk(f)
# %% [markdown]
"""
# The same by hand

Here is that walk as code. Each line is one edge: what arrived, times the
local derivative. The chain to x, written out, is

    ∂f/∂x = (1 − tanh² e) · 1/(d + 1) · z · 1/b · 2

Then `backward()` does it, and the two are compared. The path to y
begins like the path to x: as far as c it is **shared**, and computed
once.
"""
# %% Running product
df_de = 1 - torch.tanh(e) ** 2
df_dd = df_de * 1 / (d + 1)
df_dz = df_dd * c
df_dc = df_dd * z  # from here on to a, and to b
df_da = df_dc * 1 / b
df_db = df_dc * -a / b**2
df_dx = df_da * 2
df_dy = df_db * torch.cos(y)

f.backward()
print("      by hand     .grad")
hand = {"x": df_dx, "y": df_dy, "z": df_dz}
for (name, value), leaf in zip(hand.items(), [x, y, z]):
    print(f"d/d{name} {value.item():9.6f} {leaf.grad:9.6f}")
# %% [markdown]
"""
Now the neuron with its loss. Predict one thing: with respect to b, the
sum w·x + b has the local derivative 1. What arrives at b, then? Walk it
and compare with what arrived at the sum.
"""
# %% Back from the neuron
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
x, y = torch.tensor(1.5), torch.tensor(0.8)  # data

loss = (y - torch.tanh(w * x + b)) ** 2
live.backward_walk(loss)
# %% [markdown]
"""
# More paths than edges

Over paths one adds. But how many are there? Below, h is used twice in
each turn, so each turn doubles the number of paths back to x. After a
hundred turns, could any computer follow them all?

It need not. `backward()` waits at each node until all has arrived, adds
it up, and only then goes on, with a single number. So each **edge** is
walked once, and what paths share is never done twice. This order, and
this sharing, are what the name **backpropagation** stands for.
"""


# %% Edges of a graph tags=["hidden"]
def edges(end: torch.autograd.graph.Node | None) -> int:
    seen, waiting, found = set(), [end], 0
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            before = [n for n, _ in node.next_functions if n]
            waiting += before
            found += len(before)
    return found


# %% A hundred turns
x = torch.tensor(0.9, requires_grad=True)
h, paths = x, 1
chart = live.compare("turns", "number", log=(False, True))
for turn in live.steps(100):
    h = (h + torch.sin(h)) / 2  # two ways through each turn
    paths = 2 * paths
    chart.add("paths", turn + 1, paths)
    chart.add("edges", turn + 1, edges(h.grad_fn))

began = time.perf_counter()
h.backward()
took = time.perf_counter() - began
print(f"{paths:,} paths, {edges(h.grad_fn)} edges")
live.show(round(1000 * took, 2), name="milliseconds")
x.grad
# %% [markdown]
"""
# Why from the end

You could multiply the same slopes from the front: begin with 1 at x,
and carry the slope along to f. That is **forward mode**, as exact, and
it costs a pass for each input. From the end, one pass serves *all* of
them. That is **reverse mode**, and a loss is made for it: a million
parameters go in, one number comes out.

What does that one pass cost? Predict: forward and backward together,
how many times forward alone?

Run it. The third curve is not run but computed: the measured forward
pass, once for each parameter and once more, as nudging each of them in
one direction needs.
"""


# %% A stopwatch tags=["hidden"]
def fastest(
    net: nn.Module, rounds: int = 60
) -> tuple[float, float]:
    """Milliseconds of forward alone, and with its backward.

    The least of many: other work can only make a run slower.
    """
    forward, both = float("inf"), float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        out = net(batch).sum()
        between = time.perf_counter()
        out.backward()
        end = time.perf_counter()
        forward = min(forward, between - start)
        both = min(both, end - start)
    return 1000 * forward, 1000 * both


# %% Forward, and backward
torch.set_num_threads(1)  # steadier
batch = torch.randn(64, 32)
chart = live.compare(
    "parameters", "ms", passes="becomes slower than", name="cost"
)
for step in live.steps(7):
    wide = 16 * 2**step
    net = nn.Sequential(
        *(nn.Linear(32, wide), nn.Tanh()),
        *(nn.Linear(wide, wide), nn.Tanh(), nn.Linear(wide, 1)),
    )
    n = sum(p.numel() for p in net.parameters())
    forward, both = fastest(net)
    chart.add("forward", n, forward)
    chart.add("and backward", n, both)
    chart.add("nudging", n, (n + 1) * forward)
    live.show(round(both / forward, 1), name=f"factor at {n:,}")
# %% [markdown]
"""
The factor stays small as the network grows a thousandfold. For each
layer, the backward pass computes two products, one for its weights and
one for its input, where the forward pass computes one. That small
factor is why networks can be trained.
"""
# %%
live.quiz(
    "A million parameters, one loss. How many passes does it take to get all derivatives?",
    live.wrong(
        "By nudging: one. By going backward: one",
        "Nudge all parameters at once, and you learn what they do together, not what each of them does.",
    ),
    live.right(
        "By nudging each one way: a million and one. By going backward: one forward, one backward",
        "From the front, a pass tells what one push did to everything. From the end, it tells what everything does to "
        "one number. And the loss is one number.",
    ),
    live.wrong(
        "By nudging each one way: a million and one. By going backward: a million, too",
        "A single walk comes by every edge. What arrives at a node serves all that lies before it, as it did at c.",
    ),
)
# %% [markdown]
"""
# A layer, backward

A linear layer makes y = x Wᵀ + b, with x (N, in), W (out, in) and b
(out,). From behind comes the **incoming gradient** G = ∂L/∂y, of y's
shape (N, out). The shapes nearly say the rest:

    ∂L/∂x = G W       (N, in)
    ∂L/∂W = Gᵀ x      (out, in)
    ∂L/∂b = ?         (out,)

One b is added to all N rows. So G, with its N rows, must become a
single row. Paths from b to the loss: how many are there?
"""
# %%
live.quiz(
    "b is used by each of the N rows. How does G become the gradient of b?",
    live.wrong(
        "By its mean over the rows",
        "A mean would divide by N, and nothing in y = x Wᵀ + b does. Where the loss is a mean, its 1/N is in G "
        "already. Lecture notes that take the mean here leave that 1/N out of G, and divide by N for W, too.",
    ),
    live.right(
        "By its sum over the rows",
        "N rows are N paths from b to the loss, each with the local derivative 1. Over paths one adds. The weight's "
        "gradient does the same: Gᵀ x is a sum over the rows.",
    ),
    live.wrong(
        "By its first row, since all rows are alike",
        "b is the same for all rows, but G is not: each row of y moves the loss in its own way.",
    ),
)
# %% By hand, in NumPy
rows = live.slider("rows", 8, low=1, high=64, whole=True)
torch.manual_seed(1)
layer = nn.Linear(3, 2)
x = torch.randn(rows.value, 3, requires_grad=True)  # (N, in)
loss = (layer(x) ** 2).mean()
loss.backward()

xs = x.detach().numpy()
W, bias = (p.detach().numpy() for p in layer.parameters())
ys = xs @ W.T + bias  # (N, out)
G = 2 * ys / ys.size  # (N, out): of the mean of squares
by_hand = {
    "x": (G @ W, x.grad),
    "W": (G.T @ xs, layer.weight.grad),
    "b by sum": (G.sum(axis=0), layer.bias.grad),
    "b by mean": (G.mean(axis=0), layer.bias.grad),
}
# %% Checked against autograd
for name, (mine, grad) in by_hand.items():
    same = np.allclose(mine, grad.numpy(), rtol=1e-4, atol=1e-7)
    factor = grad.abs().sum().item() / np.abs(mine).sum()
    print(f"{name:9} {same!s:5}  autograd / mine {factor:.2f}")
# %% [markdown]
"""
Move `rows` and run again: the mean is off by exactly that factor. For
one row it is right, which hides the mistake.
"""
# %% [markdown]
"""
# Gradients accumulate

Over paths one adds, and `.grad` takes that at its word: `backward()`
**adds** to what is there. Nobody clears it but you, or
`optimizer.zero_grad()`.

What happens in a training run if nobody does? Guess, run it, and turn
the choice to "every step" while it runs.
"""
# %% Added, not set
w = torch.tensor(3.0, requires_grad=True)
for _ in range(3):
    (w**2).backward()  # its derivative is 2w
    print(w.grad)
# %% Clearing, or not
clear = live.choice("zero_grad", "never", ["never", "every step"])
torch.manual_seed(2)
line_x = torch.linspace(-2, 2, 50)
line_y = 1.5 * line_x - 0.5 + 0.3 * torch.randn(50)
w = torch.tensor(0.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.02)
live.fit_line(line_x, line_y)

for _ in live.steps(200):
    loss = ((w * line_x + b - line_y) ** 2).mean()
    if clear.value == "every step":
        optimizer.zero_grad()
    loss.backward()
    live.report(loss=loss, w=w, b=b)
    optimizer.step()
# %% [markdown]
"""
Each step takes the sum of all gradients so far. The line gathers speed
like a ball without friction, and swings through the minimum for ever.

Adding has its use: a batch too large for the memory, taken in pieces.
"""
# %% [markdown]
"""
# Only once

Going backward uses the graph up: what the nodes have **saved** is let go
when it has been used, to free the memory. So a second `backward()`
through a node that had saved something fails. (A sum saves nothing:
`w + 1` can be gone through twice.)

Here two losses share h. The backward pass of the second one comes to
nodes that the first has emptied.
"""
# %% Two losses, one h
x = torch.tensor(1.5)
w = torch.tensor(0.5, requires_grad=True)

h = torch.tanh(w * x)  # shared
first, second = (h - 1) ** 2, h**2
first.backward()
try:
    second.backward()
except RuntimeError as error:
    print(f"RuntimeError: {error}")
# %% Two ways out
h = torch.tanh(w * x)
first, second = (h - 1) ** 2, h**2
w.grad = None
first.backward(retain_graph=True)  # saved is kept
second.backward()
print("kept ", w.grad)

h = torch.tanh(w * x)
first, second = (h - 1) ** 2, h**2
w.grad = None
(first + second).backward()  # one backward pass for both
print("added", w.grad)
# %% [markdown]
"""
Adding is cheaper, and mostly what is meant. If the error comes in a
training loop, `retain_graph=True` only hides the real mistake:
something made in one step is still used in the next.
"""
# %% [markdown]
"""
# Not on the record

Not everything should be recorded. There are four ways to say so:

| | what it does |
| --- | --- |
| `torch.no_grad()` | records nothing inside: for updates, for measuring |
| `torch.inference_mode()` | like `no_grad`, cheaper, and final |
| `t.detach()` | the same numbers as a leaf without a past |
| `p.requires_grad_(False)` | freezes a leaf: it is data from now on |

`detach()` cuts one path and leaves the others as they are. What was made
in `inference_mode` can be recorded again only as a copy, by `clone()`.
None of the four changes what a layer computes: that is `model.eval()`,
and it comes with layers that need it.
"""
# %% Three ways
h = torch.tanh(w * x)
with torch.no_grad():
    silent = torch.tanh(w * x)
cut = h.detach()
with torch.inference_mode():
    final = torch.tanh(w * x)

made = {"h": h, "silent": silent, "cut": cut, "final": final}
for name, t in made.items():
    print(f"{name:7} {t.item():.4f} recorded: {t.requires_grad}")
print("h and cut share memory:", h.data_ptr() == cut.data_ptr())
try:
    w * final
except RuntimeError as error:
    print(f"RuntimeError: {error}")
# %%
live.quiz(
    "The derivative of h · h with respect to w is 2h · ∂h/∂w. What is that of h · h.detach()?",
    live.wrong(
        "0, for the product is detached",
        "Only one factor is. The other one still has its path back to w.",
    ),
    live.wrong(
        "The same, for the numbers are the same",
        "The value of the product is the same. But gradients come along paths, and one of the two is cut.",
    ),
    live.right(
        "Half of it: h · ∂h/∂w",
        "h · h has two paths to w, alike. One is cut, and the detached h counts as a given number.",
    ),
)
# %% Half of it
(full,) = torch.autograd.grad(h * h, w, retain_graph=True)
(part,) = torch.autograd.grad(h * h.detach(), w)
live.show(full, name="h * h")
live.show(part, name="h * h.detach()")
# %% [markdown]
"""
`torch.autograd.grad` returns the gradients and leaves `.grad` alone.
"""
# %% [markdown]
"""
# Changed under its feet

`h += 1` and methods that end in `_` change a tensor **in place**.
Autograd refuses that twice:

- on a leaf that requires a gradient, while it records: the leaf would
  become a result, and where should its gradient go?
- on what a node has saved: its derivative would come out wrong. Each
  tensor counts its changes, in `_version`, and the node compares.

`exp` saves its result, `sin` what went in. Both results are changed
below, before the backward pass. Which will fail?
"""
# %% A leaf
w = torch.tensor([0.5, 1.0], requires_grad=True)
try:
    w -= 0.1
except RuntimeError as error:
    print(f"RuntimeError: {error}")

with torch.no_grad():
    w -= 0.1  # not recorded: this is how a step is made
print(w)
# %% A saved tensor
for function in [torch.exp, torch.sin]:
    h = function(w)
    h += 1
    try:
        h.sum().backward()
        print(f"{function.__name__}: fine")
    except RuntimeError as error:
        reason = str(error).split(" Hint")[0]
        print(f"{function.__name__}: {reason}")
# %% [markdown]
"""
Read it from the end: version 1 is there, version 0 was saved, it is the
output of an exp. `h = h + 1` makes a new tensor and harms nothing.
"""
# %% [markdown]
"""
# More than one result

The walk started with a 1, since f moves as much as f. But if there are
two results? Then `backward()` doesn't know where to start, and you say:
it takes a `gradient` of the shape of the result, the incoming gradient.

What comes out is a **vector-Jacobian product**, v J. J is the
**Jacobian**, the table of all derivatives, a row for each result and a
column for each input. With v = (1, 0), what comes out is its first row.
"""


# %% Two results
def polar(p: Tensor) -> Tensor:  # p (2,): radius, angle
    r, angle = p
    return torch.stack(
        [r * torch.cos(angle), r * torch.sin(angle)]
    )


p = torch.tensor([2.0, 0.5], requires_grad=True)
try:
    polar(p).backward()
except RuntimeError as error:
    print(f"RuntimeError: {error}")

for v in torch.tensor([[1.0, 0.0], [0.0, 1.0], [3.0, 10.0]]):
    p.grad = None
    polar(p).backward(gradient=v)
    print(f"v = {v.tolist()}  v J = {p.grad}")
# %%
live.quiz(
    "y.backward(v) for a y with several elements. Which loss has the same gradient?",
    live.wrong(
        "y.mean()",
        "That is v with 1/n in each place. v is yours to choose.",
    ),
    live.right(
        "(v * y).sum()",
        "Its derivative with respect to each element of y is that element of v: just the incoming gradient that you "
        "gave. So each backward pass is a vector-Jacobian product; for a loss, v is the single number 1.",
    ),
    live.wrong(
        "y.sum() * v.sum()",
        "There each element of y would get the same weight. v has one for each.",
    ),
)
# %% [markdown]
"""
# All derivatives at once

A backward pass gives one row of J. `torch.func` gives the whole: it
takes a *function* and returns another. `jacrev` goes backward once for
each row, all rows in one batch. (`torch.func.jvp` goes forward: it gives
J v, for one direction v of the inputs.)

And the derivative of the gradient is the **Hessian**: how the slopes
change. It can be had because the backward pass is made of operations,
too. For the neuron's loss over w and b it is 2 × 2. It says how curved
the valley is, and you will meet it again with learning rates.
"""
# %% Jacobian
J = torch.func.jacrev(polar)(p.detach())  # (2, 2)
v = torch.tensor([3.0, 10.0])
live.show(J, name="J")
live.show(v @ J, name="v J")
# %% Hessian


def neuron(p: Tensor) -> Tensor:  # p (2,): w and b
    w, b = p
    return (0.8 - torch.tanh(1.5 * w + b)) ** 2


at = torch.tensor([0.5, 0.1])
live.show(torch.func.grad(neuron)(at), name="gradient")  # (2,)
live.show(torch.func.hessian(neuron)(at), name="Hessian")
# %% [markdown]
"""
# An operation of your own

You can give autograd a rule of your own, as a
`torch.autograd.Function`: `forward` computes, `setup_context` says what
to save, and `backward` gets what arrives and returns what goes on: times
the local derivative. It is needed where autograd can't look inside, in
NumPy or C++, or where less should be saved. PyTorch knows x³: this is
for practice.

Who checks your formula? **`gradcheck`** nudges each input and compares.
It nudges by a millionth, so it needs `float64`. In `float32` a number
has about seven digits, and so small a nudge is lost in the rounding.
"""


# %% x³, with a backward of its own
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x**3

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, arrived):
        (x,) = ctx.saved_tensors
        return arrived * 3 * x**2


# %% Its slopes
x = torch.tensor([0.5, 2.0], requires_grad=True)
Cube.apply(x).sum().backward()
live.show(x.grad, name="x.grad")

steep = torch.func.grad(Cube.apply)  # torch.func can use it, too
curve = torch.func.grad(steep)
live.show(curve(torch.tensor(2.0)), name="second at 2")
# %% Checked by nudging
for dtype in [torch.float64, torch.float32]:
    x = torch.tensor([0.5, 2.0], dtype=dtype, requires_grad=True)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            torch.autograd.gradcheck(Cube.apply, x)
            print(dtype, "agrees")
        except RuntimeError as error:  # a GradcheckError
            print(dtype, error)
    for warning in warned:
        print("Warning:", str(warning.message).strip())
# %% [markdown]
"""
Now write a 2 for the 3 in `backward`, and run the last cell again. All
but the check runs without complaint: a wrong gradient is no error.
"""
# %% [markdown]
"""
# What you can do now

- Work a graph backward by hand: multiply along a path, add over paths.
- Write the backward of a layer or an operation, and check it.
- Say what an autograd error means, and when to clear, cut or keep.

In PyTorch's documentation: `torch.Tensor.backward`,
`torch.autograd.grad`, `torch.autograd.gradcheck`,
`torch.autograd.Function`, `torch.func`, and the note "Autograd
mechanics".

Change something to end with: thirty tanh in a row, and the slope from
the first to each. It is a product of local derivatives. Turn the
weight: where does it die out, and can it grow?
"""
# %% A long chain
weight = live.slider("weight", 0.9, low=0.5, high=1.5)
start = torch.tensor(0.3, requires_grad=True)

h = start
for _ in live.steps(30):
    h = torch.tanh(weight.value * h)
    (slope,) = torch.autograd.grad(h, start, retain_graph=True)
    live.report(h=h, slope=slope)
