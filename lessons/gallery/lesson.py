# /// lesson
# title = "Gallery"
# minutes = 15
# summary = "Every picture that a lesson can draw, each from the objects of its own cell. Change a cell and run it."
# goals = ["see what the tutor can show of your own tensors, graphs and models"]
# teaches = []
# needs = []
# exercises = []
# ///
# %% [markdown]
"""
# A tensor

`live.inspect` takes a tensor apart: shape, type, strides, memory, what
shares it, and the values as colours. Numbers stand where they fit.

Pages are the slices of a tensor with more than two dimensions: `)` and
`(` leaf through them, `f` gives a picture the whole screen, `m` marks
the next one. `i` looks into any tensor of a lesson by its name.
"""

# %% The weights of a layer, and what looks into them
import torch
from torch import nn

from tutor import live

torch.manual_seed(0)
layer = nn.Conv2d(3, 4, kernel_size=5)
first = layer.weight[0]  # looks into the same memory
live.inspect(layer.weight, name="weight")
# %% Not a number
counts = torch.tensor([3.0, 0.0, 1.0, -1.0])
rates = counts.outer(torch.tensor([1.0, 2.0, 0.5])).log()
live.inspect(rates)
# %% [markdown]
"""
# Shapes that meet

Two shapes are aligned from the right. Sizes must be equal there, or one
of them 1, or missing: then it is stretched, and nothing is copied.

Here the mean of each channel is taken off a batch of images. The second
cell forgets two dimensions. It raises no error: the operation is not
carried out, only its shapes are looked at.
"""
# %% Broadcasting
images = torch.rand(32, 3, 28, 28)
mean = images.mean(dim=(0, 2, 3), keepdim=True)
live.shapes("images - mean")
# %% A clash
flat = mean.flatten()  # (3,)
live.shapes("images - flat")
# %% [markdown]
"""
# Products and other views

In a product the last dimension of the left meets the second-to-last of
the right and is summed over. Reshape, permute and an index are shown in
the same way.
"""
# %% A linear layer is a product
rows = images.reshape(32, -1)
weight = torch.randn(10, 3 * 28 * 28)
live.shapes("rows @ weight.T")
# %% Dimensions in another order
live.shapes("images.permute(0, 2, 3, 1)")
# %% One row of every image, as pictures again
live.shapes("images[:, 0, 14, None]")
# %% Two shapes with the same number of elements
live.shapes("images.reshape(32, 3, 7, 4, 7, 4)")
# %% [markdown]
"""
# A graph

`live.graph` draws what autograd has recorded. Leaves have the names of
your variables; where a value was kept, it stands in its node. The last
page lists what each operation keeps for the way back.
"""
# %% The graph of f
x = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
z = torch.tensor(0.5, requires_grad=True)
f = torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y)))
live.graph(f)
# %% [markdown]
"""
# The way back

Each page of `live.backward_walk` goes back along one edge. What arrives
is multiplied by the local derivative of the operation; where paths meet,
the products are added. At the end stands what `backward()` puts into
`.grad`.

Write another expression, run the cell, and walk again.
"""
# %% Back from an error
w = torch.tensor(0.7, requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
data, target = torch.tensor(2.0), torch.tensor(0.5)
error = (target - torch.tanh(w * data + b)) ** 2
live.backward_walk(error)
# %% [markdown]
"""
# A model's graph

What a module did is one node, with its parameters above it.
"""
# %% A small network
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
points = torch.randn(50, 2)
inside = (points.norm(dim=1, keepdim=True) < 1).float()
loss = nn.functional.mse_loss(model(points), inside)
live.backward_walk(loss)
