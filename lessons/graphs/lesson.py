# /// lesson
# title = "Graphs"
# minutes = 18
# summary = "While your code runs, PyTorch writes down what it does. Gradients come from that record, a graph."
# goals = ["read a graph and draw one", "say what is a leaf and what is recorded", "walk a graph from grad_fn"]
# teaches = [
#     "computational graph", "leaf", "requires_grad", "grad_fn", "next_functions", "saved tensors", "dynamic graph",
# ]
# needs = ["tensors"]
# exercises = ["read_a_graph", "foretell_leaf", "own_leaf", "lost_graph", "count_operations"]
# ///
# %% [markdown]
"""
# What PyTorch remembers

To train a model you need derivatives of its loss. You never write them.
Your code only computes a number, so where do they come from?

Run the cell. It computes one number from three, and draws what PyTorch
kept: not the number alone, but every operation on the way to it. Such a
record is called a **computational graph**.

x, y and z stand at the top, and the result f at the bottom. If they do
not all fit: the key `f` gives the drawing the whole screen.
"""

# %% One line
import math

import torch
from torch import Tensor, nn

from tutor import live

x = torch.tensor(0.7, requires_grad=True)
y = torch.tensor(1.5, requires_grad=True)
z = torch.tensor(0.5, requires_grad=True)

f = torch.tanh(torch.log(1 + z * (2 * x / torch.sin(y))))
live.graph(f)
# %% [markdown]
"""
# One operation at a time

The same formula, with a name for each result on the way. In the graph a
node is an operation, and an edge is a number that goes from one
operation into the next.

Edges have a **direction**, from what is used to what is made. And there
is no **cycle**: no number is made from itself. So this is a *directed
acyclic graph*, a DAG. Compute a to e in your head as far as you can,
then run it.
"""
# %% Six lines
a = 2 * x
b = torch.sin(y)
c = a / b
d = z * c
e = torch.log(1 + d)
f = torch.tanh(e)

for name, t in zip("abcdef", [a, b, c, d, e, f]):
    print(name, f"{t.item():.4f}", t.grad_fn.name())
live.graph(f)
# %% [markdown]
"""
Names make no difference: one line or six, the operations are the same,
and so is the graph. Each result has a `grad_fn`, its node.
"""
# %% [markdown]
"""
# Read one yourself

Which operation runs first, and which last? The last one is the node of
the result. Draw the graph of `b + w * x` on paper or in your head, then
choose.
"""
# %%
live.quiz(
    "Which graph is b + w * x?",
    live.wrong(
        "b and w go into (+). Its result and x go into (·), which is the result.",
        "That is (b + w) * x. Multiplication comes first, so (·) must be the earlier node.",
    ),
    live.right(
        "w and x go into (·). Its result and b go into (+), which is the result.",
        "The product is made first and then used by the sum. The last operation that runs is the node of the result.",
    ),
    live.wrong(
        "b, w and x all go into one node, b + w * x.",
        "PyTorch never sees the formula. It sees two calls, a multiplication and an addition: two nodes.",
    ),
)
# %% b + w * x
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(0.4, requires_grad=True)
line = b + w * x
live.graph(line)
# %% [markdown]
"""
Now change the next cell. `tab` marks it, `enter` goes into it: write
any expression of x, y and z, and run it. `torch.exp`, `torch.sqrt`,
`torch.cos` and `**` are there too.

As it stands, x is used three times. Still there is only one x, with
three edges that leave it. Predict before each run: how many operations,
and which is the last?
"""
# %% Any expression
mine = torch.exp(-x * x) * torch.cos(3 * y) + x / z
live.graph(mine)
# %% [markdown]
"""
# Leaves

A neuron: w and b are to be trained, x and y are data. `requires_grad` is
how you say so. A result requires a gradient if *anything* that went
into it does, and only then is its operation recorded.

A tensor that no recorded operation made is a **leaf**. Graphs begin at
leaves, and there `backward()` puts the gradients, in the `.grad` of
those leaves that require one.
"""
# %% A neuron and its loss
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
x = torch.tensor(1.5)  # data: nothing to be trained
y = torch.tensor(0.8)

p = torch.tanh(w * x + b)
loss = (y - p) ** 2
live.graph(loss)
# %% Who is what
print("      requires_grad  is_leaf  grad_fn")
names = ["w", "b", "x", "y", "p", "loss"]
for name, t in zip(names, [w, b, x, y, p, loss]):
    by = t.grad_fn.name() if t.grad_fn else None
    facts = f"{t.requires_grad!s:13}  {t.is_leaf!s:7}  {by}"
    print(f"{name:4}  {facts}")
# %%
live.quiz(
    "And s = x * y, a product of the two data: is it a leaf?",
    live.wrong(
        "No, because an operation made it",
        "An operation did, but it was not recorded: neither x nor y requires a gradient. So s has no grad_fn.",
    ),
    live.right(
        "Yes, since nothing was recorded",
        "Neither x nor y requires a gradient, so no node was made. To autograd s is as good as given.",
    ),
    live.wrong(
        "Only if it is used in the loss",
        "How it is used later makes no difference: nothing was recorded when it was made. Only an in-place operation, "
        "such as s.mul_(w), could still turn it into a result.",
    ),
)
# %% [markdown]
"""
# Who can be a leaf

A derivative asks what happens when a number changes by very little.
Whole numbers can't do that, so PyTorch refuses them: a tensor that
requires a gradient must be of a floating-point or a complex type.
For the same reason the results of `w > 0`, `argmax` and `.long()`
require none.

And beware of computing with a leaf too early. The result is no longer a
leaf, though it requires a gradient. `backward()` would put nothing into
its `.grad`. Run both.
"""
# %% Whole numbers
try:
    torch.tensor([1, 2, 3], requires_grad=True)
except RuntimeError as error:
    print("RuntimeError:", error)
# %% First the number, then the leaf
early = torch.tensor(3.0, requires_grad=True) / 10
late = (torch.tensor(3.0) / 10).requires_grad_()

live.show(early, name="early")
live.show(late, name="late")
print("early is a leaf:", early.is_leaf)
print("late is a leaf: ", late.is_leaf)
# %% [markdown]
"""
# Walk it from the end

A tensor knows only the last node, its `grad_fn`. From there
`next_functions` leads to the nodes before it, those of its operands. So
the edges can be followed *backward*, which is how gradients will go.

Each leaf that requires a gradient ends in a node `AccumulateGrad`,
which holds it as `variable`. For an operand without a gradient there is
None, and the walk stops. Below, one None is y and one is x: find which,
by the operation above it. (The exponent 2 of `** 2` is no operand at
all: it is a setting of its node.)
"""


# %% All nodes of the loss
def walk(node, depth=0):
    indent = "   " * depth
    if node is None:
        print(f"{indent}None")
        return
    print(indent + node.name().split("::")[-1])
    for operand, _ in node.next_functions:
        walk(operand, depth + 1)


walk(loss.grad_fn)
# %% A leaf at the end
node = loss.grad_fn
for which in [0, 1, 0, 0, 0]:  # to y - p, p, the sum, w * x, w
    node = node.next_functions[which][0]
print(node.name(), "of w:", node.variable is w)
# %% [markdown]
"""
# What a node saves

To differentiate u · v you need v, and u. To differentiate tanh you need
its result, since its derivative is 1 − tanh². For a sum you need
nothing. So each operation **saves** what its own derivative will ask
for, as attributes that begin with `_saved_`.

Saved tensors are one reason why training takes more memory than
prediction; gradients and the optimizer's own numbers are others. A node
copies nothing: it holds on to a tensor, which then cannot be freed.

Here a million numbers go through three operations. What would you
expect to be held?
"""
# %% Saved by each operation
for t in [loss, p]:
    node = t.grad_fn
    found = [n for n in dir(node) if n.startswith("_saved_")]
    print(node.name(), {n: getattr(node, n) for n in found})
# %% Megabytes
h = torch.zeros(1000, 1000, requires_grad=True)  # 4 MB
made = {"h + 1": h + 1, "h.tanh()": h.tanh(), "h * w": h * w}
for name, result in made.items():
    node = result.grad_fn
    held = [getattr(node, n) for n in dir(node) if "_saved" in n]
    held = [s for s in held if isinstance(s, Tensor)]
    size = sum(s.numel() * s.element_size() for s in held)
    print(f"{name:8} holds {size / 1e6:.1f} MB")
# %% [markdown]
"""
They are held until `backward()` has used them, or until nothing refers
to the graph any more. A list of the losses of a training run keeps the
nodes of every step; where `backward()` never ran, as in an evaluation,
it keeps all that they saved, too. `loss.item()` is the plain number,
without a graph.
"""
# %% [markdown]
"""
# Through loops and classes

Functions, loops, classes: to the graph they do not exist. It sees only
the operations that run, wherever they stand in your code. Below, one
line is written once and run again and again. Predict: how does the
number of nodes grow?

`count` is the walk of two screens ago, but it visits each node once. It
counts operations and leaves.
"""


# %% A function in a loop
def count(node):
    seen, waiting = set(), [node]
    while waiting:
        one = waiting.pop()
        if one is not None and one not in seen:
            seen.add(one)
            waiting += [n for n, _ in one.next_functions]
    return len(seen)


def neuron(h):
    return torch.tanh(w * h + b)


h = x
for _ in live.steps(20):
    h = neuron(h)
    live.report(h=h, nodes=count(h.grad_fn))
# %% [markdown]
"""
Each turn adds three nodes: a product, a sum, a tanh. Only w and b are
there once.

It is the same with classes. `nn.Linear` is one that multiplies and
adds; the drawing makes one block of what it did.
"""
# %% A class
torch.manual_seed(4)
model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
answer = model(torch.randn(5, 2))  # (5, 1)
live.graph(answer)
# %% [markdown]
"""
# A new graph every time

The graph is made by running, and made anew by running again. So plain
Python may decide how it looks: an `if`, a `while`, a number of turns
that depends on the data. That is called a **dynamic graph**.

Run this, and make `start` smaller with `[` while it runs. The smaller
it is, the more often it is doubled before it gets to one.
"""
# %% As long as it takes
start = live.slider("start", 0.3, low=0.01, high=2.0, scale="log")
for _ in live.steps(200):
    u = torch.tensor(start.value, requires_grad=True)
    v = u
    while v < 1:  # Python decides, for this v
        v = v + v
    out = v * torch.sin(v)
    live.report(nodes=count(out.grad_fn))
    live.graph(out)  # this step's own
# %%
live.quiz(
    "In which graph do you find the while and its condition v < 1?",
    live.wrong(
        "In each, as a node of its own",
        "Look at the drawing: there are sums, a sine and a product. The comparison gives True or False, and that has "
        "no derivative.",
    ),
    live.wrong(
        "Only in those with at least one turn",
        "The turns are there, as sums. What decided on their number is not.",
    ),
    live.right(
        "In none of them",
        "Python took the decision, and only the operations that ran were recorded. The graph holds for this start "
        "alone; the next one gets its own.",
    ),
)
# %% [markdown]
"""
# Where a graph is lost

Only operations of PyTorch on tensors are recorded. A number that leaves
for plain Python or NumPy comes back without its past. `w.numpy()` and
`np.tanh(w)` raise an error, and `math.tanh(w)` warns. But `.item()`,
`float(w)` and `.detach()` leave in silence: only `grad_fn` tells you,
and the graph.

Both lines below compute the same number. Which of them could be
trained?
"""
# %% The same number twice
kept = torch.tanh(w * x + b)
lost = torch.tensor(math.tanh((w * x + b).item()))

live.show(kept, name="kept")
live.show(lost, name="lost")
print("lost requires a gradient:", lost.requires_grad)
# %%
live.quiz(
    "w is to be trained, x is data. Which of these still has a graph that leads back to w?",
    live.wrong(
        "w.item() * x",
        "Here w leaves for Python, as a plain number, and only its value comes back.",
    ),
    live.right(
        "w * x.item()",
        "x leaves for Python, and nothing is lost: no one asks for its gradient. w stays a tensor with its past.",
    ),
    live.wrong(
        "torch.tensor([w, w]).sum() * x",
        "torch.tensor takes the values and makes a new leaf of them. torch.stack([w, w]) would keep the graph.",
    ),
    live.wrong(
        "w.detach() * x",
        "detach gives the same number without its graph. That is what it is for.",
    ),
)
# %% [markdown]
"""
# The backward pass

Now the graph is there, and each node has what its own derivative needs.
So the derivative of the loss with respect to w is found by going
backward, node by node, and multiplying along the way. Try it: each
press of `)` walks one edge, `(` undoes one.

How this works, and why it is so cheap, is the next lesson.
"""
# %% Back through the neuron
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
loss = (y - torch.tanh(w * x + b)) ** 2
live.backward_walk(loss)
# %% [markdown]
"""
# What you can do now

- Read the graph of a computation, and draw one from the code.
- Say what is a leaf, what is recorded, and where a graph is lost.
- Walk a graph from `grad_fn`, and see what its nodes have saved.

In PyTorch's documentation: `torch.Tensor.grad_fn`,
`torch.Tensor.is_leaf`, `torch.autograd.graph.Node`, and the note
"Autograd mechanics".

To end with, one neuron feeds a second one. Which leaf has the longest
path to the result? Add a third neuron, and look again.
"""
# %% Two neurons
w2 = torch.tensor(-1.2, requires_grad=True)
b2 = torch.tensor(0.3, requires_grad=True)
hidden = torch.tanh(w * x + b)
out = torch.tanh(w2 * hidden + b2)
live.graph(out)
