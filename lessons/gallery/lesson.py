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
shares it, and the values as colors. Values are printed where there is
room. `live.histogram` counts how many of them lie where.

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
# %% How they are spread
live.histogram({"weight": layer.weight, "bias": layer.bias})
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
page lists what each operation keeps for the backward pass.
"""
# %% The graph of f
x = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
z = torch.tensor(0.5, requires_grad=True)
f = torch.tanh(torch.log(1 + z * 2 * x / torch.sin(y)))
live.graph(f)
# %% [markdown]
"""
# The backward pass

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
# %% [markdown]
"""
# A line through points

`live.fit_line` shows points, and the line of the reported `w` and `b`.
`live.curvature` marks on the track of the learning rate from where on
training swings (1/λ) and from where on it diverges (2/λ).
"""
# %% A line, and the rates at which it is found
learning_rate = live.slider(
    "learning_rate", 0.02, low=0.001, high=0.1, scale="log"
)
line_x = torch.linspace(0, 10, 40)
line_y = 2 * line_x + 1 + torch.sin(7 * line_x)
columns = torch.stack([line_x, torch.ones(40)], dim=1)  # (N, 2)
live.fit_line(line_x, line_y)
live.curvature(
    torch.linalg.eigvalsh(2 / 40 * columns.T @ columns)
)
line = torch.zeros(2, requires_grad=True)
for _ in live.steps(60):
    line.grad = None
    line_loss = ((columns @ line - line_y) ** 2).mean()
    line_loss.backward()
    live.report(loss=line_loss, w=line[0], b=line[1])
    with torch.no_grad():
        line -= learning_rate.value * line.grad
# %% [markdown]
"""
# A race on a loss surface

Several paths on one map: reports such as `w={"adam": …}` become one path
for each name. Click a place, or press `f` and use the arrows, to read out
the loss there.
"""
# %% Rosenbrock's valley
import time
from concurrent.futures import ThreadPoolExecutor

from torch.nn import functional as F
from torch.nn.utils import (
    parameters_to_vector,
    vector_to_parameters,
)

live.surface(
    lambda w, b: (1 - w) ** 2 + 20 * (b - w * w) ** 2,
    x=("w", -1.6, 1.6),
    y=("b", -0.6, 2.0),
    best=(1, 1),
    zooms=(1, 2),
)
racers = {}
for racer, kind, rate in [
    ("SGD", torch.optim.SGD, 0.004),
    ("momentum", torch.optim.SGD, 0.002),
    ("Adam", torch.optim.Adam, 0.05),
]:
    place = torch.tensor([-1.2, 1.6], requires_grad=True)
    extra = {"momentum": 0.9} if racer == "momentum" else {}
    racers[racer] = (place, kind([place], lr=rate, **extra))
for _ in live.steps(200):
    heights: dict[str, torch.Tensor] = {}
    at_w: dict[str, torch.Tensor] = {}
    at_b: dict[str, torch.Tensor] = {}
    for racer, (place, racing) in racers.items():
        p, q = place
        height = (1 - p) ** 2 + 20 * (q - p * p) ** 2
        racing.zero_grad()
        height.backward()
        heights[racer] = height
        at_w[racer], at_b[racer] = p, q
    live.report(loss=heights, w=at_w, b=at_b)
    for _place, racing in racers.values():
        racing.step()
# %% [markdown]
"""
# The loss of a whole network

More than two parameters: a map along two directions through them. Here
the directions in which two training runs from one beginning moved most.
`along="random"` takes random ones, `along=("0.bias[0]", "2.bias")` two
numbers of the model.
"""
# %% Two training runs on one map
xor_x = torch.randn(200, 2)  # (N, 2)
xor_y = (xor_x[:, :1] * xor_x[:, 1:] > 0).float()  # (N, 1)
xor = nn.Sequential(nn.Linear(2, 12), nn.Tanh(), nn.Linear(12, 1))
start = parameters_to_vector(xor.parameters()).detach()
trails = {}
for racer, kind, rate in [
    ("SGD", torch.optim.SGD, 0.5),
    ("Adam", torch.optim.Adam, 0.03),
]:
    vector_to_parameters(start.clone(), xor.parameters())
    training = kind(xor.parameters(), lr=rate)
    states = []
    for _ in range(150):
        states.append(
            parameters_to_vector(xor.parameters()).detach()
        )
        loss = F.binary_cross_entropy_with_logits(
            xor(xor_x), xor_y
        )
        training.zero_grad()
        loss.backward()
        training.step()
    trails[racer] = states
live.landscape(
    xor,
    lambda: F.binary_cross_entropy_with_logits(xor(xor_x), xor_y),
    along="path",
    paths=trails,
)
# %% [markdown]
"""
# Digits

Small pictures, made here: the seven segments of a digit, shifted and
noisy. What the network takes them for stands below each; wrong answers
have a ✗ and both words. `)` shows one picture after another, large.
"""
# %% Seven segments
SEGMENTS = ["abcdef", "bc", "abged", "abgcd", "fgbc"]
SEGMENTS += ["afgcd", "afgedc", "abc", "abcdefg", "abcdfg"]
BARS = {  # rows from, to; columns from, to (without the last)
    "a": (0, 1, 2, 6),
    "g": (3, 4, 2, 6),
    "d": (6, 7, 2, 6),
    "f": (0, 4, 2, 3),
    "b": (0, 4, 5, 6),
    "e": (3, 7, 2, 3),
    "c": (3, 7, 5, 6),
}


def digit(number):
    image = torch.zeros(8, 8)
    for segment in SEGMENTS[number]:
        top, bottom, left, right = BARS[segment]
        image[top:bottom, left:right] = 1
    # a digit is 7 × 4, so that nothing is rolled over the edge
    down = int(torch.randint(0, 2, ()))
    aside = int(torch.randint(-2, 3, ()))
    image = image.roll((down, aside), (0, 1))
    image = image * (0.6 + 0.4 * torch.rand(()))
    return (image + 0.22 * torch.randn(8, 8)).clamp(0, 1)


digit_y = torch.arange(600) % 10  # (N,)
digit_x = torch.stack(
    [digit(int(number)) for number in digit_y]
).unsqueeze(1)  # (N, 1, 8, 8)
convnet = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(256, 32),
    nn.ReLU(),
    nn.Linear(32, 10),
)
adam = torch.optim.Adam(convnet.parameters(), lr=0.004)
for _ in live.steps(120):
    batch = torch.randint(0, 500, (100,))
    loss = F.cross_entropy(
        convnet(digit_x[batch]), digit_y[batch]
    )
    live.report(loss=loss)
    adam.zero_grad()
    loss.backward()
    adam.step()
guesses = convnet(digit_x[500:]).argmax(dim=1)
live.picture(
    digit_x[500:540],
    digit_y[500:540],
    guesses[:40],
    name="held-out digits",
)
# %% [markdown]
"""
# Who is taken for whom

A confusion matrix of the same digits: rows are what they are, columns
what they were taken for, and the diagonal is right.
"""
# %% Confusion
live.confusion(
    digit_y[500:],
    guesses,
    names=[str(number) for number in range(10)],
)
# %% [markdown]
"""
# The pictures behind a number

`live.mistakes` puts the pictures behind the matrix. `f` gives it the
whole screen; there the arrows go from cell to cell, and `n` goes through
the pictures of one, the least likely first. The bars are what the
network thought of the large one.
"""
# %% What was taken for what
with torch.no_grad():
    live.mistakes(
        digit_x[500:], digit_y[500:], convnet(digit_x[500:])
    )
# %% [markdown]
"""
# Kernels and feature maps

The weights of the first convolution, negative and positive, and what it
makes of one digit.
"""
# %% Kernels
live.kernels(convnet[0])
live.feature_maps(convnet[:2], digit_x[7])
# %% [markdown]
"""
# A network, layer by layer

Blocks with the shape that comes out of each, its parameters, its values
in the forward pass and the loss's gradient in the backward pass. `)`
follows the pass from layer to layer.
"""
# %% The digits' network
live.network(
    convnet,
    digit_x[:100],
    loss=lambda output: F.cross_entropy(output, digit_y[:100]),
)
# %% [markdown]
"""
# Networks that learn badly

Many sigmoids in a row: the gradient shrinks from layer to layer, and the
first ones hardly learn. Beside it, a network most of whose units are 0
for every example, since their biases are far too low. Only the others
learn.
"""
# %% Vanishing gradients
deep = nn.Sequential(
    *[
        layer
        for _ in range(6)
        for layer in (nn.Linear(16, 16), nn.Sigmoid())
    ],
    nn.Linear(16, 1),
)
dead = nn.Sequential(
    nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 1)
)
with torch.no_grad():
    dead[0].get_parameter("bias").sub_(1.5)
inputs = torch.randn(64, 16)
live.network(
    deep,
    inputs,
    loss=lambda output: output.square().mean(),
    name="deep",
)
live.network(
    dead,
    inputs,
    loss=lambda output: output.square().mean(),
    name="dead units",
)
# %% [markdown]
"""
# Sizes that lie far apart

`live.bars` draws one number for each of several things, here the norm of
each layer's gradient in the two networks above. The axis is logarithmic.
"""
# %% Gradients, layer by layer
gradient_norms = {}
for called, seen in {"deep": deep, "dead units": dead}.items():
    seen.zero_grad()
    seen(inputs).square().mean().backward()
    gradient_norms[called] = [
        one.grad.norm()
        for one in seen.parameters()
        if one.ndim == 2
    ]
live.bars(gradient_norms, log=True, name="gradient norms")
# %% [markdown]
"""
# A boundary as it forms

Three arms of a spiral. The plane is colored by the class that the
network predicts; filled signs were trained on, hollow ones held out. It
is drawn as often as the screen can take it, while training goes on.
"""
# %% Spirals
arm = torch.arange(360) % 3  # (N,)
turn = torch.rand(360) * 3.4 + 0.3
spiral = torch.stack(
    [
        turn * torch.cos(1.6 * turn + 2.094 * arm),
        turn * torch.sin(1.6 * turn + 2.094 * arm),
    ],
    dim=1,
)
spiral = spiral + 0.12 * torch.randn(360, 2)  # (N, 2)
net = nn.Sequential(
    nn.Linear(2, 32),
    nn.ReLU(),
    nn.Linear(32, 32),
    nn.ReLU(),
    nn.Linear(32, 3),
)
adam = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in live.steps(400):
    loss = F.cross_entropy(net(spiral[:270]), arm[:270])
    live.report(loss=loss)
    live.boundary(
        net,
        spiral[:270],
        arm[:270],
        held_out=(spiral[270:], arm[270:]),
        names=["one", "two", "three"],
    )
    adam.zero_grad()
    loss.backward()
    adam.step()
# %% [markdown]
"""
# A curve as it fits

The same for a function of one number: the curve, the points it is fitted
to, those held out, and the error on both.
"""
# %% A wave
wave_x = torch.linspace(-1, 1, 60).unsqueeze(1)  # (N, 1)
wave_y = torch.sin(5 * wave_x) + 0.2 * torch.randn(60, 1)
order = torch.randperm(60)
fitted, kept = order[:40], order[40:]
curve = nn.Sequential(
    nn.Linear(1, 48), nn.Tanh(), nn.Linear(48, 1)
)
adam = torch.optim.Adam(curve.parameters(), lr=0.02)
for _ in live.steps(300):
    loss = F.mse_loss(curve(wave_x[fitted]), wave_y[fitted])
    live.report(loss=loss)
    live.regression(
        wave_x[fitted],
        wave_y[fitted],
        curve,
        held_out=(wave_x[kept], wave_y[kept]),
    )
    adam.zero_grad()
    loss.backward()
    adam.step()
# %% [markdown]
"""
# Attention

Which word looks at which, a page a head. Queries and keys are random
here, nudged towards the word itself and the one before it.
"""
# %% Two heads
words = ["the", "cat", "sat", "on", "the", "mat"]
words += ["because", "it", "was", "tired"]
queries, keys = torch.randn(2, 10, 16), torch.randn(2, 10, 16)
scores = (
    queries @ keys.transpose(1, 2) / 4
)  # (heads, queries, keys)
scores[0] += 3 * torch.eye(10)
scores[1] += 3 * torch.eye(10).roll(-1, 1)
live.attention(scores.softmax(dim=-1), words)
# %% [markdown]
"""
# Who is busy, and when

Batches are made by one thread while the other computes: measured here,
just now. The line below is thick where both were busy.
"""
# %% Loading against computing
spans = []


def load():
    opened = time.perf_counter()
    time.sleep(0.012)  # a disk
    read = time.perf_counter()
    batch = torch.randn(256, 256)
    spans.append(("loading", opened, read, "read"))
    spans.append(("loading", read, time.perf_counter(), "decode"))
    return batch


with ThreadPoolExecutor(1) as loader:
    ahead = loader.submit(load)
    for _ in range(12):
        batch = ahead.result()
        ahead = loader.submit(load)
        ready = time.perf_counter()
        while time.perf_counter() < ready + 0.015:
            batch @ batch
        spans.append(
            ("computing", ready, time.perf_counter(), "matmul")
        )
live.timeline(spans)
# %% [markdown]
"""
# At what size does it pay off?

A dot product as a Python loop and by torch, measured at each size as you
watch. A call of torch costs a little, whatever the size; the loop costs
something for each element. The ✕ is where torch becomes the faster one.
"""


# %% Measured, not said
def by_python(left, right):
    return sum(a * b for a, b in zip(left, right, strict=True))


chart = live.compare("length", "products a second")
for power in live.steps(12):
    ones = torch.rand(2**power)
    numbers = ones.tolist()
    ways = {
        "Python loop": (by_python, numbers),
        "torch.dot": (torch.dot, ones),
    }
    for way, (product, values) in ways.items():
        fastest = 0.0
        for _window in range(
            5
        ):  # what disturbs one is not in all
            began, rounds = time.perf_counter(), 0
            while time.perf_counter() < began + 0.004:
                product(values, values)
                rounds += 1
            seconds = time.perf_counter() - began
            fastest = max(fastest, rounds / seconds)
        chart.add(way, len(ones), fastest)
