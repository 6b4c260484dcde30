# /// lesson
# title = "Universal approximation"
# minutes = 20
# summary = "What a network can draw, store and overfit, and the limit that its training climbs to by itself."
# goals = ["build a curve from ReLUs by hand", "choose width and depth, and stop in time", "read 2/λmax of a network"]
# teaches = [
#     "universal approximation", "random features", "capacity", "width and depth", "overfitting", "held-out data",
#     "Hessian-vector product", "power iteration", "edge of stability",
# ]
# needs = [
#     "layers", "activation", "parameter count", "least squares", "training loop", "torch.optim.SGD", "learning rate",
#     "Hessian", "Adam", "torch.func",
# ]
# exercises = ["kinks_by_hand", "random_features", "fewest_parameters", "sharpness", "which_overfits"]
# ///
# %% [markdown]
"""
# A curve with corners

Here is a wave of two frequencies, and a network of one hidden layer in
training on it. Its activation is **ReLU**: it leaves a positive number
as it is and makes 0 of a negative one.

Run it, then press `f` and look closely. The curve is made of straight
pieces. Move the seed and run again: other random numbers at the start,
other corners. Before you go on, guess what decides how many corners
there can be.
"""

# %% The setup tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

# %% The seed tags=["hidden"]
seed = live.slider("seed", 0, low=0, high=9, whole=True)


# %% The wave tags=["hidden"]
def wave(x: Tensor) -> Tensor:
    return torch.sin(6 * x) + torch.sin(15 * x) / 2


x = torch.linspace(-1, 1, 128).unsqueeze(1)  # (128, 1)
y = torch.sin(6 * x) + torch.sin(15 * x) / 2  # (128, 1)


# %% Networks for later screens tags=["hidden"]
def activated(kind: str) -> nn.Module:
    if kind == "ReLU":
        return nn.ReLU()
    if kind == "GELU":
        return nn.GELU()
    if kind == "SiLU":
        return nn.SiLU()
    return nn.Sigmoid() if kind == "sigmoid" else nn.Tanh()


def network(width: int, depth: int, kind: str) -> nn.Sequential:
    stack = [nn.Linear(1, width), activated(kind)]
    for _ in range(depth - 1):
        stack += [nn.Linear(width, width), activated(kind)]
    return nn.Sequential(*stack, nn.Linear(width, 1))


# %% Noisy points for a later screen tags=["hidden"]
def noisy_sine(count: int) -> tuple[Tensor, Tensor]:
    at = 2 * torch.rand(count, 1) - 1  # (count, 1)
    return at, torch.sin(3 * at) + 0.4 * torch.randn(count, 1)


# %% One hidden layer
torch.manual_seed(seed.value)
bent = nn.Sequential(
    nn.Linear(1, 24), nn.ReLU(), nn.Linear(24, 1)
)
adam = torch.optim.Adam(bent.parameters(), lr=0.03)
for _ in live.steps(300):
    loss = F.mse_loss(bent(x), y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    live.report(loss=loss)
    live.regression(x, y, bent)
# %%
live.quiz(
    "The hidden layer has 24 units. How many corners can its curve have?",
    live.wrong(
        "As many as one likes, if it is trained long enough",
        "Training moves corners; it adds none. Between them every unit is either 0 or a straight line.",
    ),
    live.right(
        "24, one for each unit",
        "A ReLU bends where its input w · x + b is 0, and a straight line is 0 at one place. A sum bends only where a "
        "part of it does.",
    ),
    live.wrong(
        "128, one for each point",
        "The points say where the curve should go. Where it can bend, the units decide.",
    ),
)
# %% Where they are
w, b = bent[0].weight.squeeze(1), bent[0].bias  # (24,), (24,)
corners = (-b / w).sort().values  # where w · x + b is 0
inside = corners[corners.abs() < 1]
print(
    f"{len(inside)} of {len(corners)} corners lie in the picture"
)
live.show(inside, name="at x")
# %% [markdown]
"""
# A hat from three units

Descent left many corners where they are of no use. So build a curve
without it. The unit relu(x − k) is 0 up to k,
then rises with slope 1: it *changes* the slope at k, by 1. Times a
number c, it changes it by c.

A hat needs three changes: up, down, and level again. Run it. Then turn
one of the three factors into another number, and run it once more.
"""


# %% Three changes of slope
def hat(x: Tensor) -> Tensor:
    return (
        2 * F.relu(x + 0.5)  # from here up, with slope 2
        - 4 * F.relu(x)  # 2 − 4: from here down
        + 2 * F.relu(x - 0.5)  # −2 + 2: from here level
    )


feet = torch.tensor([-1, -0.5, 0, 0.5, 1])
live.regression(feet, torch.tensor([0.0, 0, 1, 0, 0]), hat)
# %%
live.quiz(
    "What does the hat become without its third unit?",
    live.right(
        "It goes on down, without end",
        "To the right of 0 the slope is 2 − 4 = −2, and nothing changes it any more.",
    ),
    live.wrong(
        "It becomes level at the top",
        "At the top the second unit begins to count: it takes 4 from a slope of 2.",
    ),
    live.wrong(
        "Nothing: at the right end the hat is 0 anyway",
        "The sum is 0 there because the third unit lifts what the other two have brought far below 0.",
    ),
)
# %% [markdown]
"""
# Through any points

Now n units, their corners evenly spread. Between two neighboring points
the slope must be (rise) / (run). So the factor of each unit is the
slope after its corner less the slope before it.

Take n from 4 to 64. At which n would you no longer see a difference?
"""


# %% Corners by hand
def corners_at(n: int) -> tuple[Tensor, Tensor]:
    """Where the corners are, and the change of slope at each."""
    k = torch.linspace(-1, 1, n + 1)  # (n + 1,)
    slopes = wave(k).diff() / k.diff()  # (n,)
    before = torch.cat([torch.zeros(1), slopes[:-1]])  # (n,)
    return k[:-1], slopes - before


def bends(n: int, x: Tensor) -> Tensor:  # x is (N, 1)
    k, changes = corners_at(n)
    return wave(k[0]) + F.relu(x - k) @ changes  # (N,)


n = live.slider(
    "n", 8, low=2, high=64, whole=True, presets=[4, 8, 16, 32, 64]
)
live.regression(x, y, lambda x: bends(n.value, x))
# %% [markdown]
"""
Is that a network? The next cell writes the same numbers into an
`nn.Sequential`: a first layer with weights 1 and biases −k, a last layer
with the changes of slope.
"""
# %% The same as a network
torch.manual_seed(0)
built = nn.Sequential(
    nn.Linear(1, n.value), nn.ReLU(), nn.Linear(n.value, 1)
)
places, changes = corners_at(n.value)  # (n,), (n,)
with torch.no_grad():
    built[0].weight.fill_(1.0)  # (n, 1)
    built[0].bias.copy_(-places)  # (n,)
    built[2].weight.copy_(changes.unsqueeze(0))  # (1, n)
    built[2].bias.copy_(wave(places[:1]))  # (1,)
    along = torch.linspace(-1, 1, 99).unsqueeze(1)  # (99, 1)
    by_hand = bends(n.value, along)  # (99,)
    apart = (built(along).squeeze(1) - by_hand).abs().max()
print(f"largest difference: {apart:.1e}")
# %% [markdown]
"""
# Steps, and how fast the error falls

An activation that jumps from 0 to 1 gives a staircase. (A sigmoid with
a huge weight is such a jump.) Each unit adds the height of its step.

So with more units both come closer. How fast? Answer first; then
measure.
"""


# %% A staircase by hand
def stairs(n: int, x: Tensor) -> Tensor:  # x is (N, 1)
    k = torch.linspace(-1, 1, n + 1)
    heights = wave((k[:-1] + k[1:]) / 2)  # (n,), in the middles
    jumps = torch.cat([heights[:1], heights.diff()])  # (n,)
    return (x >= k[:-1]).float() @ jumps  # (N,)


live.regression(x, y, lambda x: stairs(n.value, x))
# %%
live.quiz(
    "Twice as many units: what becomes of the largest error, once there are many?",
    live.wrong(
        "Half of it, for both",
        "For the stairs. But a straight piece follows the curve's slope, and what it misses is only how the slope "
        "changes.",
    ),
    live.right(
        "Half for the stairs, a quarter for the corners",
        "A stair of half the width is half as far off. A straight piece of half the length is off by a quarter: its "
        "error goes with the square of the length.",
    ),
    live.wrong(
        "A quarter for the stairs, half for the corners",
        "It is the other way about: a level stair fits a sloping curve worse than a sloping piece does.",
    ),
)
# %% The largest error over n
chart = live.compare("units", "largest error", crossings=False)
grid = torch.linspace(-1, 1, 2001).unsqueeze(1)  # (2001, 1)
exact = wave(grid).squeeze(1)
for size in [4, 8, 16, 32, 64, 128, 256]:
    error = (stairs(size, grid) - exact).abs().max()
    chart.add("stairs", size, error)
    error = (bends(size, grid) - exact).abs().max()
    chart.add("corners", size, error)
# %% [markdown]
"""
# Hidden units that nobody trained

Corners by hand need a plan. Now without one: draw the weights and
biases of the hidden units at random, and leave them. Only the last
layer is fitted. It is linear in its weights, so this is **least
squares**, solved at once by `torch.linalg.lstsq`.

These are **random features**. Guess how good a curve 64 of them can
make; then run it. Move their number, and the seed.
"""
# %% How many of them tags=["hidden"]
features = live.slider(
    "features",
    64,
    low=4,
    high=128,
    whole=True,
    presets=[4, 16, 64, 128],
)
# %% Random features
torch.manual_seed(seed.value)
scale = 8 * torch.randn(
    1, features.value
)  # (1, n), never trained
shift = 16 * torch.rand(features.value) - 8  # (n,), neither


def hidden(x: Tensor) -> Tensor:  # (N, 1) to (N, n + 1)
    ones = torch.ones(len(x), 1)  # for the last layer's bias
    return torch.cat([torch.tanh(x @ scale + shift), ones], dim=1)


last = torch.linalg.lstsq(hidden(x), y, driver="gelsd").solution
solved = F.mse_loss(hidden(x) @ last, y)
live.regression(x, y, lambda x: hidden(x) @ last)
solved
# %%
live.quiz(
    "Why is no loop of training needed here?",
    live.right(
        "The guess is linear in what is fitted",
        "With the hidden layer fixed, its outputs are ordinary columns of numbers. The mean squared error is then a "
        "quadratic bowl, and its lowest point the solution of linear equations.",
    ),
    live.wrong(
        "tanh is so smooth that one step is enough",
        "The activation does not matter: with ReLUs the last layer is solved in the same way.",
    ),
    live.wrong(
        "Random weights are already good on average",
        "The hidden ones stay bad guesses. Everything that fits the wave is in the last layer.",
    ),
)
# %% [markdown]
"""
# What it can, and what descent finds

The same network, with as many tanh units, but trained: Adam may move
every weight in it, the hidden ones too. So the best that it *can* do is
at least as good as what least squares got out of random units.

Does it get there in 300 steps? Guess which curve ends lower.
"""
# %% Descent against least squares
torch.manual_seed(seed.value)
free = nn.Sequential(
    nn.Linear(1, features.value),
    nn.Tanh(),
    nn.Linear(features.value, 1),
)
adam = torch.optim.Adam(free.parameters(), lr=0.01)
for _ in live.steps(300):
    loss = F.mse_loss(free(x), y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    live.report(loss={"descent": loss, "least squares": solved})
    live.regression(x, y, free)
# %% [markdown]
"""
What a network can represent is one question, and what descent finds in
the time you have another. A bad fit does not prove that the network is
too small.
"""
# %% [markdown]
"""
# The theorem

**Universal approximation**: one hidden layer comes as close as you like
to any continuous function on a bounded region, if it is wide enough.
Cybenko, and Hornik with Stinchcombe and White, proved it in 1989 for
sigmoids. Leshno and others found in 1993 what an activation must be: not
a polynomial. (It may jump, but not too wildly.)

It does not say how wide, nor that training finds the weights.

The cell squares what its units get: a polynomial. Give it more units,
and run it again; then write `torch.abs` for `torch.square`.
"""
# %% An activation that will not do
torch.manual_seed(0)
scale_2 = 8 * torch.randn(1, 64)  # another number of units here
shift_2 = 16 * torch.rand(64) - 8  # and here


def squared(x: Tensor) -> Tensor:
    return torch.square(x @ scale_2 + shift_2)  # (N, 64)


best = torch.linalg.lstsq(squared(x), y, driver="gelsd").solution
live.regression(x, y, lambda x: squared(x) @ best)
# %%
live.quiz(
    "Why do more squares not help?",
    live.wrong(
        "Their weights are random",
        "So were those of the tanh units, which followed the wave.",
    ),
    live.right(
        "A sum of parabolas is a parabola",
        "(w · x + b)² = w²x² + 2wbx + b². However many you add, three numbers say it all. Sums of tanh units do not "
        "collapse like that.",
    ),
    live.wrong(
        "Least squares stops at a local minimum",
        "Its loss is a quadratic bowl, which has no other minimum than the lowest.",
    ),
)
# %% [markdown] tags=["laboratory"]
"""
# Width, depth, activation, rate

Your turn: a network of any of these, trained by Adam on the wave. Run
it as it is, then change one thing at a time. Look for

- the smallest width that follows the wave with one layer of tanh;
- what ReLU makes of it at the same width;
- what a second layer changes at width 8;
- a rate that is too high, and one that is too low.

`g` leafs through your earlier runs. `network` itself stands folded on
the first screen.
"""
# %% The controls tags=["hidden"]
width = live.slider(
    "width", 8, low=2, high=32, whole=True, presets=[2, 8, 32]
)
depth = live.slider("depth", 1, low=1, high=3, whole=True)
activation = live.choice(
    "activation",
    "tanh",
    ["tanh", "ReLU", "GELU", "SiLU", "sigmoid"],
)
rate = live.slider(
    "rate",
    0.02,
    low=0.002,
    high=0.2,
    scale="log",
    presets=[0.002, 0.02, 0.2],
)
# %% Train it
torch.manual_seed(seed.value)
net = network(width.value, depth.value, activation.value)
adam = torch.optim.Adam(net.parameters(), lr=rate.value)
for _ in live.steps(300):
    adam.param_groups[0]["lr"] = rate.value  # read anew
    loss = F.mse_loss(net(x), y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    live.report(loss=loss)
    live.regression(x, y, net)

f"{sum(p.numel() for p in net.parameters()):,} parameters"
# %% [markdown]
"""
# Another seed

You changed one thing, and the loss is half of what it was. Was it the
change? Here is one and the same network, two layers of 8 ReLUs, from
five random starts. Guess how far apart the losses end; then run it.
"""
# %% Five starts
torch.manual_seed(0)
nets, adams = {}, {}
for number in range(1, 6):
    name = f"start {number}"
    nets[name] = one = network(8, 2, "ReLU")  # drawn anew
    adams[name] = torch.optim.Adam(one.parameters(), lr=0.03)
across = torch.linspace(-1, 1, 128).unsqueeze(1)  # (128, 1)
for _ in live.steps(200):
    losses = {}
    for name, one in nets.items():
        losses[name] = loss = F.mse_loss(
            one(across), wave(across)
        )
        adams[name].zero_grad()
        loss.backward()
        adams[name].step()
    live.report(loss=losses)
# %% [markdown]
"""
Luck is part of it: where the corners begin decides where they can go.
Compare two settings with several seeds each, or you compare two draws.
"""
# %% [markdown]
"""
# Why depth

With one layer, each corner costs a unit. Layers can do better: a layer
works on what the one before it made, so it can *fold* it again.

Below, a tent on [0, 1], made of two ReLUs, is put into itself. Guess how
many peaks four layers make. Then move the layers and run it.
"""


# %% Fold it again
def tent(x: Tensor) -> Tensor:  # up to 1 at ½, and down again
    return 2 * F.relu(x) - 4 * F.relu(x - 0.5)


layers = live.slider("layers", 2, low=1, high=7, whole=True)


def folded(x: Tensor) -> Tensor:
    for _ in range(layers.value):
        x = tent(x)
    return x


between = torch.linspace(0, 1, 513)
values = folded(between)
live.regression(between[::16], values[::16], folded)
turns = values.diff().sign().diff().ne(0).sum().item()
print(f"{2 * layers.value} units, {turns} corners")
# %%
live.quiz(
    "One more layer: what becomes of the number of straight pieces?",
    live.wrong(
        "Two more, for its two units",
        "That is what two more units in the same layer would give.",
    ),
    live.right(
        "Twice as many",
        "The new layer folds everything once: each piece from 0 to 1 becomes two. So the pieces double with each "
        "layer, while the units grow by two.",
    ),
    live.wrong(
        "As many, but steeper",
        "Steeper, too. But each passes ½ on its way from 0 to 1, and there it is folded.",
    ),
)
# %% [markdown]
"""
With one hidden layer each of these corners would need a unit of its own
(Telgarsky, 2016). Such a fold is a rare piece of luck for training,
though. That depth helps in practice, you have seen on the wave.
"""
# %% [markdown]
"""
# How much it can store

Take the wave away. Inputs of eight random numbers, targets at random:
nothing to understand, only to remember. How many such pairs can a
network **store**? That is its **capacity**.

Five widths try. The curves are named by their numbers of parameters,
10 · width + 1. Run it for 50, 100 and 200 pairs, and note each time
which curves come down. What is the rule?
"""
# %% The number of pairs tags=["hidden"]
pairs = live.slider(
    "pairs",
    100,
    low=50,
    high=200,
    whole=True,
    presets=[50, 100, 200],
)
# %% Memorize random pairs
torch.manual_seed(0)
given = torch.randn(pairs.value, 8)  # (N, 8)
wanted = torch.randn(pairs.value, 1)  # (N, 1)
stores, their_adams = {}, {}
for units in [3, 6, 12, 24, 48]:
    store = nn.Sequential(
        nn.Linear(8, units), nn.Tanh(), nn.Linear(units, 1)
    )
    adam = torch.optim.Adam(store.parameters(), lr=0.03)
    size = sum(each.numel() for each in store.parameters())
    stores[size], their_adams[size] = store, adam
# %% Train all five
for _ in live.steps(300):
    losses = {}
    for size, store in stores.items():
        loss = F.mse_loss(store(given), wanted)
        their_adams[size].zero_grad()
        loss.backward()
        their_adams[size].step()
        losses[str(size)] = loss
    live.report(loss=losses)
# %%
live.quiz(
    "Which networks store all the pairs?",
    live.wrong(
        "Those with as many hidden units as pairs",
        "With 24 units 100 pairs are stored. A unit has more than one number in it.",
    ),
    live.right(
        "Those with more parameters than there are targets",
        "Each pair is one equation, each parameter one unknown. With fewer unknowns than equations random targets "
        "have no solution. (With only a few more, there may be one that descent does not find.)",
    ),
    live.wrong(
        "All, if they are trained for long enough",
        "Below the border the loss stays up, however long: there are more equations than unknowns.",
    ),
)
# %% [markdown]
"""
# Stored, not understood

A network that can store noise will do so. Here are a few noisy points
of a sine to train on, and 60 **held-out** points, which training never
sees. Both losses are reported.

Guess what the second does while the first falls. Run it. Then look for
the step where the held-out loss is lowest: `home` goes to step 0, and
`shift+→` ten steps on.
"""
# %% The points tags=["hidden"]
points = live.slider(
    "points",
    15,
    low=15,
    high=150,
    whole=True,
    presets=[15, 50, 150],
)
# %% Train, and look at the others
torch.manual_seed(seed.value)
unseen_x, unseen_y = noisy_sine(60)
seen_x, seen_y = noisy_sine(points.value)
wide = network(64, 2, "tanh")
adam = torch.optim.Adam(wide.parameters(), lr=0.02)
held_out = []  # one loss a step
for _ in live.steps(300):
    loss = F.mse_loss(wide(seen_x), seen_y)
    with torch.no_grad():
        unseen = F.mse_loss(wide(unseen_x), unseen_y)
    held_out.append(unseen.item())
    live.report(loss={"training": loss, "held out": unseen})
    others = (unseen_x, unseen_y)
    live.regression(seen_x, seen_y, wide, held_out=others)
    adam.zero_grad()
    loss.backward()
    adam.step()
# %% [markdown]
"""
This is **overfitting**: the training loss still falls, the held-out loss
rises. From there on the network learns the noise of these points.
"""
# %% Where to stop
lowest = min(held_out)
print(f"held out, lowest: {lowest:.3f}")
print(f"  at step {held_out.index(lowest)} of {len(held_out)}")
print(f"held out, last:   {held_out[-1]:.3f}")
# %%
live.quiz(
    "You may only look at the training loss. How do you see where overfitting begins?",
    live.wrong(
        "Where it falls below the noise",
        "You would have to know the noise, and how much of it happens to lie in these few points.",
    ),
    live.wrong(
        "Where it stops falling fast",
        "It does so at many places, with and without overfitting.",
    ),
    live.right(
        "Not at all",
        "Noise and signal both bring it down. Only points that were not trained on tell them apart. That is what they "
        "are held out for.",
    ),
)
# %% [markdown]
"""
Two remedies: stop at the lowest held-out loss, or get more data. Set the
points to 150, run both cells again, and compare the last two numbers.
"""
# %% [markdown]
"""
# Why plain SGD is slow here

Back to the wave, with two layers of 32 ReLUs. Three optimizers, one
start. SGD hardly moves at first, and Adam is soon far ahead.

Then why not raise SGD's rate? Where its loss jumps up, the rate is past
its limit already. You know what sets it: 2/λmax, and λmax is the largest
eigenvalue of the Hessian. But this network has over a thousand
parameters, and its Hessian over a million entries.
"""
# %% Three optimizers, one start tags=["hidden"]
torch.manual_seed(0)
start = network(32, 2, "ReLU").state_dict()  # the same for each
dense = torch.linspace(-1, 1, 128).unsqueeze(1)  # (128, 1)
rivals, ways = {}, {}
for name in ["SGD 0.02", "SGD 0.1", "Adam 0.01"]:
    rivals[name] = rival = network(32, 2, "ReLU")
    rival.load_state_dict(start)
    kind = torch.optim.Adam if "Adam" in name else torch.optim.SGD
    ways[name] = kind(
        rival.parameters(), lr=float(name.split()[1])
    )
# %% Train the three
for _ in live.steps(200):
    losses = {}
    for name, rival in rivals.items():
        losses[name] = loss = F.mse_loss(
            rival(dense), wave(dense)
        )
        ways[name].zero_grad()
        loss.backward()
        ways[name].step()
    live.report(loss=losses)
# %% [markdown]
"""
# λmax without the Hessian

You do not need the matrix H, only its product with a vector v. H holds
the derivatives of the gradient g, so H v is the gradient of the *number*
g · v. That is two backward passes; `create_graph=True` makes autograd
record the first, so that the second can go through it.

**Power iteration**: multiply any v by H, make it length 1 again, and
repeat. In each product the part along the largest eigenvalue grows most,
until v points along it. Then v · H v is λmax. (The largest in size, to
be exact. Here it is positive.)
"""


# %% A Hessian-vector product
def product(
    loss: Tensor, parameters: list[Tensor], v: Tensor
) -> Tensor:
    """H v, of shape (P,), for the loss's Hessian H."""
    grads = torch.autograd.grad(
        loss, parameters, create_graph=True
    )
    g = torch.cat([each.flatten() for each in grads])  # (P,)
    again = torch.autograd.grad(g @ v, parameters)
    return torch.cat([each.flatten() for each in again])


# %% Power iteration
torch.manual_seed(0)
small = network(8, 2, "tanh")
theirs = list(small.parameters())
sparse = torch.linspace(-1, 1, 64).unsqueeze(1)  # (64, 1)
count = sum(part.numel() for part in theirs)
rows = [
    product(F.mse_loss(small(sparse), wave(sparse)), theirs, row)
    for row in torch.eye(count)  # the whole H, to compare with
]
whole = torch.linalg.eigvalsh(torch.stack(rows))[-1]
u = torch.randn(count)
for _ in live.steps(20):
    u = u / u.norm()
    Hu = product(
        F.mse_loss(small(sparse), wave(sparse)), theirs, u
    )
    live.report(λmax={"estimate": u @ Hu, "exact": whole})
    u = Hu.detach()
# %%
live.quiz(
    "What does one such product cost, for a network of a million parameters?",
    live.wrong(
        "A million backward passes",
        "That is the whole H: a product for each of its columns, as in the cell above.",
    ),
    live.right(
        "Two backward passes",
        "One for g, one through g · v. The size of the network makes each pass longer, but it remains two of them.",
    ),
    live.wrong(
        "Nothing to speak of: autograd has stored H",
        "It stores what backward needs, and never a matrix of all second derivatives.",
    ),
)
# %% [markdown] tags=["laboratory"]
"""
# The edge of stability

Now read 2/λmax *while* plain gradient descent trains. Each step makes
one product more, with the v of the step before: λmax changes little in a
step, so v stays close.

On the line's quadratic bowl 2/λmax never changed. Here it may. `limit`
draws it beside the rate; `error` is the loss. Guess first.
"""
# %%
live.quiz(
    "The limit begins well above the rate. Where will it go?",
    live.wrong(
        "Up: training finds flatter and flatter places",
        "It is the common guess. But while nothing stops it, the descent moves to ever more curved places.",
    ),
    live.wrong(
        "It stays where it is",
        "So it was on the quadratic bowl. A network's curvature is another at every place.",
    ),
    live.wrong(
        "Down, far below the rate",
        "Below the rate the steps swing wider and wider. They throw it out of such a place.",
    ),
    live.right(
        "Down to the rate, and there it stays",
        "Training climbs to more curved places until the rate is at its limit. There the swinging keeps it from going "
        "on.",
    ),
)
# %% The rate tags=["hidden"]
learning_rate = live.slider(
    "learning_rate",
    0.1,
    low=0.07,
    high=0.15,
    presets=[0.07, 0.1, 0.15],
)
# %% The start, and a v after 20 products tags=["hidden"]
torch.manual_seed(seed.value)
coarse = torch.linspace(-1, 1, 64).unsqueeze(1)  # (64, 1)
edge = network(32, 2, "ReLU")
parameters = list(edge.parameters())
direction = torch.randn(sum(each.numel() for each in parameters))
for _ in range(20):
    loss = F.mse_loss(edge(coarse), wave(coarse))
    direction = product(loss, parameters, direction)
    direction /= direction.norm()
# %% 2/λmax while it trains
sgd = torch.optim.SGD(parameters, lr=learning_rate.value)
v, curve, limits = direction, [], []
for _ in live.steps(400):
    sgd.param_groups[0]["lr"] = learning_rate.value  # read anew
    loss = F.mse_loss(edge(coarse), wave(coarse))
    sgd.zero_grad()
    loss.backward(retain_graph=True)  # product goes there again
    Hv = product(loss, parameters, v)
    limit = 2 / (v @ Hv)
    v = Hv / Hv.norm()
    both = {"2/λmax": limit, "rate": learning_rate.value}
    live.report(limit=both, error=loss)
    curve.append(loss.item())
    limits.append(limit.item())
    sgd.step()
# %% [markdown]
"""
This is the **edge of stability**, found by Cohen, Kaur, Li, Kolter and
Talwalkar (2021) in networks of many kinds, trained on all their data at
each step. Take another seed or rate, or move the rate while it runs: the
limit follows.
"""
# %% [markdown]
"""
# Life at the edge

Past 2/λmax the line's loss grew without end. Here it does not: the
swinging carries the weights to a place that is less curved, where it
dies away; the curvature rises again, and so on. The loss goes up at
many steps and yet comes down over many.

The cell counts the steps at which it rose, before the limit first met
the rate and after.
"""
# %% Before and after
rose = torch.tensor(curve).diff() > 0  # (399,)
met = torch.tensor(limits) <= learning_rate.value
meets = int(met.nonzero()[0]) if met.any() else len(rose)
parts = {"before": rose[:meets], "after": rose[meets:]}
for name, part in parts.items():
    share = part.float().mean().item()
    print(f"{name:<7} {len(part):>4} steps, rose in {share:.0%}")
# %%
live.quiz(
    "You measure 2/λmax once, before training, and take a rate a little below it. What is to be expected?",
    live.right(
        "The limit soon sinks to the rate",
        "Then the loss begins to go up and down. So a measurement at the start says little about later: lower the "
        "rate, or measure again.",
    ),
    live.wrong(
        "A smooth fall to the end",
        "That holds where the curvature stays as it was, as on the quadratic bowl.",
    ),
    live.wrong(
        "It diverges soon",
        "It swings, and that carries it to less curved places. On the quadratic bowl there are none.",
    ),
)
# %% [markdown]
"""
With mini-batches, and with Adam, other limits hold; they too are about
curvature. And now you know why a schedule that lowers the rate calms
the loss down.
"""
# %% [markdown]
"""
# What you can do now

- Build a curve from ReLUs by hand, and solve a last layer on random
  features.
- Choose width and depth by what has to be drawn or stored, see
  overfitting on held-out points, and stop in time.
- Measure λmax of any network by Hessian-vector products.

In PyTorch's documentation: `torch.nn`, `torch.autograd.grad`,
`torch.linalg.lstsq`, `torch.func`.

The last cell makes the same product by `torch.func`: H is the Jacobian
of the gradient, and symmetric, so a vector-Jacobian product will do.
"""


# %% H v by torch.func
torch.manual_seed(0)
at, at_y = torch.linspace(-1, 1, 20), torch.randn(20)


def loss_at(q: Tensor) -> Tensor:  # q is (3,)
    return (
        (torch.tanh(q[0] * at + q[1]) * q[2] - at_y)
        .square()
        .mean()
    )


q, w = torch.tensor([1.0, 0.5, -1.0]), torch.randn(3)
_, times = torch.func.vjp(torch.func.grad(loss_at), q)
live.show(times(w)[0], name="H w")
live.show(torch.func.hessian(loss_at)(q) @ w, name="H @ w")
