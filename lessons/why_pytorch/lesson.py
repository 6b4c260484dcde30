# /// lesson
# title = "Why PyTorch"
# minutes = 20
# summary = "A network learns a curve before your eyes. What made it possible, and where it came from."
# goals = ["name the four parts of a training run", "check a gradient three ways", "say what a dynamic graph is"]
# teaches = [
#     "forward function", "loss", "gradient", "optimizer", "finite differences", "automatic differentiation",
#     "backward", "features", "activation", "layers", "perceptron", "computation graph", "accelerators",
# ]
# needs = ["Python", "NumPy"]
# exercises = ["nudged", "derived_by_hand", "bent", "two_layers"]
# ///
# %% [markdown]
"""
# Watch it learn

Nobody tells this program what a wave looks like. It gets 100 noisy
points, makes a guess, measures how far off it is, and corrects itself,
300 times. What guesses is an `nn.Sequential`: layers one after another,
each given what the one before it returned.

Press `ctrl+r` and watch the curve. `f` makes it large, `escape` small
again; the down key scrolls to what stands below the code.
"""

# %% The setup tags=["hidden"]
import time
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, fx, nn

from tutor import live

# %% The whole of it
torch.manual_seed(0)  # the same random numbers on every run
x = torch.linspace(-3, 3, 100).unsqueeze(1)  # (100, 1)
y = torch.sin(2 * x) + 0.3 * torch.randn(100, 1)  # (100, 1)

model = nn.Sequential(
    nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)
)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)

for _ in live.steps(300):
    loss = ((model(x) - y) ** 2).mean()  # how far off
    optimizer.zero_grad()
    loss.backward()  # which way is better
    optimizer.step()  # a small step that way
    live.report(loss=loss)
    live.regression(x, y, model)
# %% [markdown]
"""
That was all of it. A language model is trained by the same kind of
loop. Make it yours: `enter` goes into the code, `escape` leaves it.
Replace `torch.sin(2 * x)` by `x.abs()`, or by `x**3 / 9`, and run again.
The rest of the program stays as it is.
"""
# %% [markdown]
"""
# Four parts

Whatever is trained by gradients, it is always these four:

| part | what it is | in the program |
| --- | --- | --- |
| forward function | inputs and **parameters** to a guess | `model(x)` |
| loss | one number: how far off | `loss` |
| gradients | how the loss changes with each parameter | `backward()` |
| optimizer | moves the parameters | `step()` |

Here they are with a single parameter w and one example, for one step.
"""
# %% One step
w = torch.tensor(0.5, requires_grad=True)  # trainable


def forward(a: float) -> Tensor:
    return torch.tanh(w * a)


one = (forward(2.0) - 0.2) ** 2  # it should output 0.2
one.backward()
sgd = torch.optim.SGD([w], lr=0.1)
live.show(one, name="loss before")
live.show(w.grad, name="gradient")
sgd.step()
live.show(w, name="w after")
live.show((forward(2.0) - 0.2) ** 2, name="loss after")
# %% [markdown]
"""
The gradient was positive: with a larger w, the loss would grow. So w
went down, and so did the loss. In line 1, let w begin with `-0.5`, and
guess before you run it.
"""
# %%
live.quiz(
    "w begins with −0.5, and the output is too small. Which sign has the gradient, and which way does w go?",
    live.wrong(
        "Positive again, so w goes down",
        "A larger w makes the output larger. It is too small now, so a larger w makes the loss smaller.",
    ),
    live.right(
        "Negative, so w goes up",
        "A larger w brings the output nearer to its target, so the loss falls as w grows. Against the gradient is up.",
    ),
    live.wrong(
        "Negative, so w goes down",
        "The sign is right. But the optimizer goes against the gradient: w minus something negative is more.",
    ),
)
# %%
live.quiz(
    "Which of these does training change?",
    live.wrong(
        "The inputs x",
        "They are the data. The model has to come to terms with them, not the other way round.",
    ),
    live.right(
        "The parameters",
        "The optimizer moves them and nothing else. What this model has learned is in the values of its parameters.",
    ),
    live.wrong(
        "The forward function",
        "Its form stays as it was written: the same layers in the same order. Only the numbers inside them move.",
    ),
    live.wrong(
        "The loss function",
        "Its value falls, because the guesses get better. How it is computed stays as it was.",
    ),
)
# %% [markdown]
"""
# The gradient, three ways

The hard part is the gradient. For a small network there are three ways
to get it:

- **By hand**: derive the formulas on paper and type them.
- **Finite differences**: nudge each parameter up and down, and see what
  the loss does.
- **Autograd**: PyTorch writes down what the forward pass does, and
  applies the chain rule to it.

The network is v · tanh(w · x) with k numbers in w and k in v, as one
array p. Read the three, then press `r`: it runs all cells of a screen,
one after another.
"""
# %% By hand, in NumPy
xs, ys = x.double().numpy(), y.double().numpy().ravel()


def loss_of(p: np.ndarray) -> float:
    w, v = p.reshape(2, -1)  # (k,), (k,)
    guess = np.tanh(xs * w) @ v  # (100, k) @ (k,) is (100,)
    return float(((guess - ys) ** 2).mean())


def by_hand(p: np.ndarray) -> np.ndarray:
    w, v = p.reshape(2, -1)
    h = np.tanh(xs * w)  # (100, k)
    slope = 2 * (h @ v - ys) / len(ys)  # (100,)
    to_v = slope @ h  # (k,)
    to_w = slope @ (v * (1 - h**2) * xs)  # (k,)
    return np.concatenate([to_w, to_v])


# %% By nudging, and by autograd
def by_nudging(p: np.ndarray, h: float = 1e-5) -> np.ndarray:
    nudges = h * np.eye(len(p))  # one row for each parameter
    rise = [loss_of(p + n) - loss_of(p - n) for n in nudges]
    return np.array(rise) / (2 * h)


def by_autograd(p: np.ndarray) -> np.ndarray:
    t = torch.tensor(p, requires_grad=True)  # (2k,)
    w, v = t.reshape(2, -1)
    guess = torch.tanh(x.double() * w) @ v  # (100,)
    ((guess - y.double().flatten()) ** 2).mean().backward()
    assert t.grad is not None
    return t.grad.numpy()


p = np.random.default_rng(0).normal(size=4)  # k = 2
ways = [by_hand, by_nudging, by_autograd]
live.show(np.stack([way(p) for way in ways]), name="a row each")
# %% [markdown]
"""
# Errors and times

All three agree, as far as one can see. Now with more parameters: how
exact is each, and how long does it take? The error is the largest
difference from the formulas typed by hand. The times are measured here
and now, the fastest of three tries each: the one disturbed least.
"""
# %%
live.quiz(
    "With 100 times as many parameters, how many more runs of the network do finite differences need?",
    live.right(
        "100 times as many",
        "Each parameter is nudged by itself, up and down, and each nudge needs the whole loss anew.",
    ),
    live.wrong(
        "Just as many",
        "That holds for autograd: one forward pass, one backward pass. A nudge tells of a single parameter only.",
    ),
    live.wrong(
        "10,000 times as many",
        "Each parameter needs two runs, whatever the others do. So the number of runs grows as the parameters do.",
    ),
)


# %% A stopwatch tags=["hidden"]
def seconds(way: Callable[[np.ndarray], np.ndarray]) -> float:
    start = time.perf_counter()
    way(p)
    return time.perf_counter() - start


# %% Side by side
times: dict[str, list[tuple[int, float]]] = {}
said: dict[str, str] = {}
for size in [4, 16, 64, 256, 512]:
    p = np.random.default_rng(0).normal(size=size)
    for way in ways:
        name = way.__name__
        ms = 1000 * min(seconds(way) for _ in range(3))
        times.setdefault(name, []).append((size, ms))
        error = np.abs(way(p) - by_hand(p)).max()
        said[name] = f"error {error:.0e}, {ms:.2f} ms"
for name, text in said.items():  # of the largest size
    live.show(text, name=name)
# %% As a chart
live.compare(
    "parameters",
    "milliseconds",
    times,
    passes="becomes slower than",
)
# %% [markdown]
"""
By hand is quick and exact, and somebody has to derive it anew for each
change. Nudging needs no thought, and is hopeless for many parameters.
Autograd is as exact as the formulas and asks nothing of you. For a few
parameters its bookkeeping costs more than the arithmetic; the larger
the network, the less that counts. It is the first thing that PyTorch
gives you.
"""
# %% [markdown]
"""
# How small a nudge?

Nudging is still how one *checks* a gradient. But how large should the
nudge h be? Guess, then let the cell try twelve sizes on the slope of
tanh, once with 64-bit numbers and once with 32-bit ones.
"""
# %%
live.quiz(
    "What happens to the error as h gets smaller and smaller?",
    live.wrong(
        "It gets smaller too",
        "In mathematics it does. But a computer rounds, and the two values become so alike that little but rounding "
        "is left.",
    ),
    live.right(
        "It falls, then rises again",
        "A large h misses the bend of the curve. With a tiny one the two values agree in nearly all their digits, and "
        "what is left is mostly rounding, which is then divided by h.",
    ),
    live.wrong(
        "It stays the same",
        "The slope between two points depends on how far apart they are, unless the curve is a line or a parabola.",
    ),
)


# %% Twelve sizes
def slope_at(a: np.floating, h: np.floating) -> np.floating:
    return (np.tanh(a + h) - np.tanh(a - h)) / (h + h)


exact = 1 - np.tanh(0.7) ** 2  # the derivative of tanh
errors = {
    bits.__name__: [
        (h, abs(float(slope_at(bits(0.7), bits(h))) - exact))
        for h in 10.0 ** -np.arange(1, 13)
    ]
    for bits in [np.float64, np.float32]
}
live.compare("h", "error", errors, crossings=False)
# %% [markdown]
"""
Two errors add up: that of the bend, which shrinks with h², and that of
rounding, which grows as 1/h. The best h lies between them, and with
32 bits it is larger. At the flat end, left, h is lost altogether:
0.7 + h is rounded to 0.7, the slope comes out as 0, and the error is
the whole slope.
"""
# %% [markdown]
"""
# Features by hand

Before deep learning, people looked at the data and chose what a model
may use: its **features**. The machine only found a weight for each.

Here is the wave again. Choose the features, and run the cell: x alone,
its powers up to x³, or sin 2x, which knows the answer already.
"""
# %% Features that you choose
kind = live.choice("features", "x", ["x", "powers", "sine"])


def features(x: Tensor) -> Tensor:  # (N, 1) to (N, k)
    chosen = {
        "x": [x],
        "powers": [x, x**2, x**3],
        "sine": [torch.sin(2 * x)],
    }[kind.value]
    return torch.cat([*chosen, torch.ones_like(x)], dim=1)


weights = torch.linalg.lstsq(features(x), y).solution  # (k, 1)
live.regression(x, y, lambda x: features(x) @ weights)
((features(x) @ weights - y) ** 2).mean()  # the loss
# %% [markdown]
"""
The right feature makes it easy. But who would have known it? For
photographs or speech, nobody does.
"""
# %% [markdown]
"""
# Features that are learned

Deep learning finds them. It is a cascade: a linear layer, a bend, a
linear layer, a bend. The bend is called an **activation**: a function
such as tanh, applied to each number. `depth` counts the layers with
one, `width` is how many features each of them makes.

`tab` marks the second cell, and to run it runs the first one, too. Depth
0 is a linear model. Then take depth 1 with a width of 2, of 16; then
depth 2. Finally, take the bend away: `none`. `]` and `[` move a control,
`c` goes to the next.
"""
# %% A cascade
depth = live.slider("depth", 0, low=0, high=3, whole=True)
width = live.slider("width", 16, low=1, high=64, whole=True)
act = live.choice("activation", "tanh", ["tanh", "relu", "none"])
kinds = {"tanh": nn.Tanh, "relu": nn.ReLU, "none": nn.Identity}
bend = kinds[act.value]

torch.manual_seed(0)
layers: list[nn.Module] = []
inputs = 1
for _ in range(depth.value):
    layers += [nn.Linear(inputs, width.value), bend()]
    inputs = width.value
net = nn.Sequential(*layers, nn.Linear(inputs, 1))
sum(p.numel() for p in net.parameters())  # how many numbers
# %% Train the cascade
adam = torch.optim.Adam(net.parameters(), lr=0.02)
for _ in live.steps(200):
    loss = F.mse_loss(net(x), y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    live.report(loss=loss)
    live.regression(x, y, net)
# %%
live.quiz(
    "Ten linear layers in a row, without activations. What can they draw?",
    live.right(
        "A straight line",
        "A linear function of a linear function is linear again. The bend in between is what makes depth count.",
    ),
    live.wrong(
        "A curve with up to ten bends",
        "Each layer only multiplies and shifts what it gets. Ten of these are one multiplication and one shift.",
    ),
    live.wrong(
        "Any curve, if they are wide enough",
        "Width needs the bend too. Set the activation to none and try the widest.",
    ),
)
# %% [markdown]
"""
# As the code runs

How does autograd know what the forward pass did? While your code runs,
PyTorch notes each operation: a **computation graph**, made anew each
time. So an ordinary `for` or `if` may decide what the network is.

Turn `rounds`, run, and see another graph.
"""
# %% A loop makes the graph
rounds = live.slider("rounds", 2, low=1, high=4, whole=True)

c = torch.tensor(0.8, requires_grad=True)
h = torch.tensor(2.0)
for _ in range(rounds.value):
    h = torch.tanh(c * h)
    if h > 0.9:  # looks at a value, in the middle
        h = h / 2
live.graph(h)
h
# %% [markdown]
"""
# First the graph, then the numbers

TensorFlow 1 did it the other way round. One first built the graph, a
**static** one, without any numbers, and later ran it in a session.
This is only to read:

```python
x = tf.placeholder(tf.float32, [None])
h = tf.tanh(0.5 * x)
print(h)        # no numbers: Tensor("Tanh:0", …)
with tf.Session() as session:
    session.run(h, feed_dict={x: [1.0, 2.0]})
```

That helps a compiler: it sees everything before it starts. It does not
help you find a mistake. `torch.fx` still records such a graph, so run
the same small model both ways, and compare what is printed.
"""


# %% Both ways
class Small(nn.Module):
    twice = True

    def forward(self, x: Tensor) -> Tensor:
        h = torch.tanh(0.5 * x)
        print("h is", h)
        if self.twice:
            h = 2 * h
        return h.sum()


small, numbers = Small(), torch.tensor([1.0, 2.0])
print("Dynamic:", small(numbers))
static = fx.symbolic_trace(small)  # builds the graph
print([node.name for node in static.graph.nodes])
small.twice = False
print("Static, not twice:", static(numbers))
print("Dynamic, not twice:", small(numbers))
# %% [markdown]
"""
`print` ran while the graph was built, and found no numbers. Neither it
nor the `if` is in the graph: what Python decided then stays decided. (A
graph can hold a choice as an operation: `tf.cond`, `torch.cond`.) In the
dynamic one you can print, stop in a debugger at any line, and look at
any value.

TensorFlow 2 runs that way too, though Keras compiles its training step.
And `torch.compile` gives a compiler its graph, from code that you write
and debug as before.
"""
# %%
live.quiz(
    'A model has "if x.sum() > 0:" in its forward function. What does torch.fx.symbolic_trace do with it?',
    live.wrong(
        "It records both branches",
        "It runs your code, and Python runs one branch only. torch.jit.script could: it reads the source instead.",
    ),
    live.right(
        "It raises an error",
        "While the graph is built there are no numbers, so Python cannot decide. In a graph the choice has to be an "
        "operation of its own, such as torch.cond.",
    ),
    live.wrong(
        "It takes the branch of an example",
        "That is torch.jit.trace, which runs an example and keeps its branch for good. torch.fx has no example.",
    ),
)
# %% [markdown]
"""
# How it began

Turing asked whether a machine could pass for a person: his test. In
1958 came Rosenblatt's **perceptron**: a weighted sum of inputs that
answers yes above zero. It learns by a simple rule, without gradients,
and hopes were high.

Let it learn *or*, then *and*, then *xor*: one or the other, not both.
"""
# %% A perceptron
problem = live.choice("problem", "or", ["or", "and", "xor"])
truth = {"or": "0111", "and": "0001", "xor": "0110"}
corners = torch.tensor([[0.0, 0.0], [0, 1], [1, 0], [1, 1]])
labels = torch.tensor([int(c) for c in truth[problem.value]])
weight, bias = torch.zeros(2), torch.zeros(())


def perceptron(points: Tensor) -> Tensor:  # (N, 2) to (N,)
    return points @ weight + bias  # above zero is yes


for step in live.steps(60):
    i = step % 4  # one corner at a time
    off = labels[i] - (perceptron(corners[i]) > 0).long()
    weight, bias = weight + off * corners[i], bias + off
    says = (perceptron(corners) > 0).long()
    live.report(wrong=(says != labels).sum())
    live.boundary(perceptron, corners, labels)
# %% [markdown]
"""
*xor* never comes right: no straight line has both its yes corners on
one side and both its no corners on the other. In 1969 Minsky and Papert
proved in *Perceptrons* what one layer cannot do. A winter followed.
"""
# %% [markdown]
"""
# Winters and springs

| when | what |
| --- | --- |
| 1950s–80s | Turing test; perceptron, 1958; *Perceptrons*, 1969 |
| 70s, late 80s | AI winters |
| 1986, 1989 | backpropagation spreads; LeNet reads digits |
| 2005, 2011 | AI in the news: DARPA Grand Challenge; IBM Watson |
| 2007, 2012 | CUDA; AlexNet, trained with it |
| Nov 2015 | TensorFlow is opened |
| 2016, Jan 2017 | PyTorch is first public, then launched |
| 2017, 2019 | the Transformer; TensorFlow 2, dynamic as well |
| Nov 2022 | ChatGPT |

A second layer solves *xor*. Training it takes gradients through both,
and large ones fast machines. Watch the border bend.
"""
# %% One layer more
torch.manual_seed(0)
two = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
adam = torch.optim.Adam(two.parameters(), lr=0.1)
xor = torch.tensor([[0.0], [1], [1], [0]])  # (4, 1)

for _ in live.steps(150):
    loss = F.binary_cross_entropy_with_logits(two(corners), xor)
    adam.zero_grad()
    loss.backward()
    adam.step()
    wrong = (two(corners) > 0) != xor
    live.report(loss=loss, wrong=wrong.sum())
    live.boundary(two, corners, xor.flatten().long())
# %% [markdown]
"""
# The family

After Theano, and Google's own DistBelief, came TensorFlow; after Torch,
PyTorch. Its dynamic graph came by way of Chainer and of autograd for
NumPy, which led to JAX, the third today.

| | who builds it | why one picks it |
| --- | --- | --- |
| TensorFlow | Google | phones, browsers, what already runs on it |
| PyTorch | Meta; PyTorch Foundation | plain Python, most of research |
| JAX | Google | functions transformed; TPUs |

They learn from each other. JAX makes a function's gradient another
function; PyTorch can, too. And all run on **accelerators**, the second
thing they give you: the code stays, only the device changes.
"""


# %% A gradient as a function, on your device
def bowl(a: Tensor) -> Tensor:
    return (a**2).sum()


device = live.device()  # "cpu", "cuda:0", "mps"
a = torch.tensor([1.0, -2.0], device=device, requires_grad=True)
bowl(a).backward()  # PyTorch's own way
live.show(a.grad, name="a.grad")
live.show(torch.func.grad(bowl)(a), name="as in JAX")
live.show(str(a.device), name="computed on")
# %% [markdown]
"""
# What you can do now

- Name the four parts of a training run, and find them in a program.
- Get a gradient three ways, and say what each costs.
- Say what a dynamic graph lets you do, and what a static one does not.

In PyTorch's documentation: `torch.autograd`, `torch.nn`, `torch.func`,
`torch.fx`, and the tutorial "Learn the Basics".

To end with, check PyTorch's gradients by nudging, as its own tests do.
Put a function of your own in place of `torch.tanh`.
"""
# %% Checked by nudging
t = torch.randn(5, dtype=torch.float64, requires_grad=True)
torch.autograd.gradcheck(torch.tanh, (t,))
