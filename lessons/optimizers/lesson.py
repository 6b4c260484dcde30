# /// lesson
# title = "Optimizers"
# minutes = 20
# summary = "What happens to a gradient. Momentum, RMSprop and Adam by hand, in a race, and one of your own."
# goals = ["say what each optimizer does with a gradient", "choose one and set its options", "write one of your own"]
# teaches = [
#     "momentum", "Nesterov momentum", "RMSprop", "Adam", "bias correction", "optimizer state", "state_dict",
#     "decoupled weight decay", "AdamW", "one cycle", "torch.optim.Optimizer", "checkpoint",
# ]
# needs = ["gradient descent", "torch.optim.SGD", "learning rate", "Hessian", "parameter groups", "schedule"]
# exercises = [
#     "heavy_ball", "look_ahead", "adam_by_hand", "decay_the_weights", "go_on_later", "one_cycle",
#     "own_optimizer",
# ]
# ///
# %% [markdown]
"""
# Same slope, three ways down

A valley, steep across and nearly flat along: the last lessons met one.
The steep direction sets the highest rate, and along the flat one that
rate only creeps. Is there a better use for the same gradients?

Three optimizers start from one point, with one gradient a step each.
Run the cell and watch where they go: plain SGD, SGD with **momentum**,
and **Adam**.
"""

# %% The ravine tags=["hidden"]
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import SGD, Adam, Optimizer, lr_scheduler

from tutor import live


def ravine(p: Tensor) -> Tensor:  # p is (x, y), of shape (2,)
    x, y = p
    return (x**2 + 50 * y**2) / 2  # curvatures 1 and 50


# %% Its map, and the start tags=["hidden"]
def ravine_map() -> None:
    live.surface(
        lambda x, y: ravine(torch.tensor([x, y])),
        x=("x", -5, 5),
        y=("y", -1.5, 1.5),
        best=(0, 0),
    )


def at_start() -> Tensor:
    return torch.tensor([-4.0, 1.0], requires_grad=True)


# %% The loop of a race tags=["hidden"]
def race(
    loss_of: Callable[[Tensor], Tensor],
    optimizers: dict[str, Optimizer],
    steps: int,
) -> None:
    for _ in live.steps(steps):
        losses, xs, ys = {}, {}, {}
        for name, optimizer in optimizers.items():
            p = optimizer.param_groups[0]["params"][0]  # (2,)
            loss = loss_of(p)
            optimizer.zero_grad()
            loss.backward()
            losses[name] = loss.item()
            xs[name], ys[name] = p.tolist()
            optimizer.step()
        live.report(loss=losses, x=xs, y=ys)


# %% Three ways down
ravine_map()
three: dict[str, Optimizer] = {
    "SGD": torch.optim.SGD([at_start()], lr=0.03),
    "momentum": torch.optim.SGD(
        [at_start()], lr=0.03, momentum=0.9
    ),
    "Adam": torch.optim.Adam([at_start()], lr=0.3),
}
race(ravine, three, 100)
# %% [markdown]
"""
Each has its own point. The folded `race` is the loop you know, run once
for each optimizer; open it. Only what `step()` makes of the gradient
differs.
"""
# %% [markdown]
"""
# Momentum

A heavy ball does not turn at once. **Momentum** gives the point a
velocity v, which keeps a part β of itself at each step and takes the
gradient in:

    v = β · v + gradient
    p = p − rate · v

Along the valley all gradients point one way, and v grows. Across it
they change sign at a high rate, and in v they partly cancel. So a
higher rate is possible; the price is that the ball swings. Run it; then
try β = 0, and both at a rate of 0.07. (Some write v with the rate in
it, or take 1 − β of the gradient; then rates mean something else.)
"""
# %% The heavy ball tags=["hidden"]
learning_rate = live.slider(
    "learning_rate",
    0.03,
    low=0.002,
    high=0.1,
    scale="log",
    presets=[0.01, 0.03, 0.07],
)
beta = live.slider(
    "beta",
    0.9,
    low=0.0,
    high=0.99,
    presets=[0, 0.5, 0.9, 0.99],
    label="β",
)
# %% Momentum by hand
ravine_map()
p = at_start()
v = torch.zeros(2)  # the velocity begins at zero
for _ in live.steps(100):
    loss = ravine(p)
    (gradient,) = torch.autograd.grad(loss, p)  # (2,)
    v = beta.value * v + gradient
    live.report(loss=loss, x=p[0], y=p[1], speed=v.norm())
    with torch.no_grad():
        p -= learning_rate.value * v
# %%
live.quiz(
    "On a constant slope, with the same gradient g at every step and β = 0.9, how large does v become?",
    live.wrong(
        "It grows without end",
        "It loses a tenth at each step. When a tenth of v is as much as g brings in, v stays as it is.",
    ),
    live.right(
        "10 times g",
        "There v = 0.9 · v + g, so v = g / (1 − 0.9). Where gradients agree, 0.9 multiplies the rate by ten.",
    ),
    live.wrong(
        "0.9 times g",
        "After one step v is g already, and after that part of the old v is added to each new g.",
    ),
)
# %% Two limits
v = torch.zeros(1)
for _ in range(100):
    v = 0.9 * v + 1.0  # the same gradient again and again
live.show(v, name="v for gradients of 1")
print(f"SGD's limit here:        2/λmax = {2 / 50:.3f}")
print(f"with momentum: 2(1 + β)/λmax = {2 * 1.9 / 50:.3f}")
# %% [markdown]
"""
The second limit is why momentum came down at 0.07, and plain SGD,
β = 0, does not.
"""
# %% [markdown]
"""
# Look ahead: Nesterov

A ball that only feels the slope below it overshoots. **Nesterov
momentum** counts the new gradient once more, ahead of time: it steps by
gradient + β · v, with v updated as before. When the gradient turns, the
step turns sooner.

Guess which of the two swings less; then run it.
"""
# %% With and without the look ahead
ravine_map()
two: dict[str, Optimizer] = {
    "momentum": torch.optim.SGD(
        [at_start()], lr=0.01, momentum=0.9
    ),
    "Nesterov": torch.optim.SGD(
        [at_start()], lr=0.01, momentum=0.9, nesterov=True
    ),
}
race(ravine, two, 60)
# %% [markdown]
"""
It has a price: its limit is lower, 2(1 + β)/(1 + 2β)/λmax. The next
cell makes its first steps by hand, beside PyTorch's.
"""
# %% Nesterov by hand
p, q = at_start(), at_start()
sgd = torch.optim.SGD([q], lr=0.01, momentum=0.9, nesterov=True)
v = torch.zeros(2)
for _ in range(4):
    (gradient,) = torch.autograd.grad(ravine(p), p)
    v = 0.9 * v + gradient
    with torch.no_grad():
        p -= 0.01 * (gradient + 0.9 * v)
    sgd.zero_grad()
    ravine(q).backward()
    sgd.step()
    row = [
        f"{value:+.4f}" for value in [*p.tolist(), *q.tolist()]
    ]
    print("by hand", *row[:2], "  PyTorch", *row[2:])

print(f"limit: {2 * 1.9 / 2.8 / 50:.4f}")
# %% [markdown]
"""
# A rate for each parameter: RMSprop

Momentum still has one rate for all. **RMSprop** gives each parameter
its own. It keeps a running mean s of the gradient's *square*, and
divides by its root:

    s = α · s + (1 − α) · gradient²
    p = p − rate · gradient / (√s + ε)

Where gradients are large, a step is divided by a large number, where
they are small by a small one. ε, 1e-8, keeps zero out of the division;
it also damps steps whose gradients are no larger than itself.

Run it: the first moves of the steep y and the flat x are equal. Later
ones are not, for each s remembers its own past.
"""
# %% RMSprop by hand
ravine_map()
p = at_start()
s = torch.zeros(2)  # a running mean of squares, one for each
for _ in live.steps(80):
    loss = ravine(p)
    (gradient,) = torch.autograd.grad(loss, p)  # (2,)
    s = 0.99 * s + 0.01 * gradient**2
    move = 0.05 * gradient / (s.sqrt() + 1e-8)  # (2,)
    each = {"x": move[0], "y": move[1]}
    live.report(loss=loss, x=p[0], y=p[1], move=each)
    with torch.no_grad():
        p -= move
# %%
live.quiz(
    "You multiply the loss by 100. What does RMSprop do?",
    live.wrong(
        "It diverges, as SGD would",
        "SGD's step is the gradient times the rate, so 100 times as long. Here it is divided by its own size.",
    ),
    live.right(
        "The same as before",
        "The gradient is 100 times as large, and so is √s. Their quotient stays what it was, but for the tiny ε.",
    ),
    live.wrong(
        "It takes steps a hundredth as long",
        "Only if it divided by the square itself. The root brings s back to the size of the gradient.",
    ),
)
# %% A hundred times the loss
for factor in [1, 100]:
    p = at_start()
    rms = torch.optim.RMSprop([p], lr=0.05)
    for _ in range(80):
        rms.zero_grad()
        (factor * ravine(p)).backward()
        rms.step()
    print(f"{factor:>3} times: loss {ravine(p).item():.2e}")
# %% [markdown]
"""
# Adam: both at once

**Adam** keeps a running mean m of the gradient (momentum's velocity is
a sum) and one of its square, v, as RMSprop does. Both begin at zero, so
at first they are far too small. **Bias correction** divides by the
weight gathered in t steps:

    m = β₁ · m + (1 − β₁) · gradient      m_hat = m / (1 − β₁ᵗ)
    v = β₂ · v + (1 − β₂) · gradient²     v_hat = v / (1 − β₂ᵗ)
    p = p − rate · m_hat / (√v_hat + ε)

By default β₁ is 0.9, β₂ 0.999, the rate 0.001. The cell does this by
hand, at a higher rate, beside `torch.optim.Adam`.
"""
# %% Adam by hand
ravine_map()
p, q = at_start(), at_start()
adam = torch.optim.Adam([q], lr=0.3)
m, v = torch.zeros(2), torch.zeros(2)
for step in live.steps(100):
    loss = ravine(p)
    (gradient,) = torch.autograd.grad(loss, p)
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient**2
    m_hat = m / (1 - 0.9 ** (step + 1))
    v_hat = v / (1 - 0.999 ** (step + 1))
    live.report(loss=loss, x=p[0], y=p[1], apart=(p - q).norm())
    with torch.no_grad():
        p -= 0.3 * m_hat / (v_hat.sqrt() + 1e-8)
    adam.zero_grad()
    ravine(q).backward()
    adam.step()
# %%
live.quiz(
    "Three parameters have the gradients 0.001, 1 and 1000. How far does Adam's first step move them?",
    live.wrong(
        "0.001, 1 and 1000 times the rate",
        "That is SGD. Adam divides each gradient by the root of its mean square.",
    ),
    live.right(
        "All by the rate",
        "After one step m_hat is the gradient and √v_hat its size, so each moves by the rate, with the sign alone.",
    ),
    live.wrong(
        "A tenth of the rate, since m is a tenth of the gradient",
        "Without bias correction m would be a tenth. And √v would be too small as well, by even more.",
    ),
)
# %% One first step
for name, kind in {
    "SGD": torch.optim.SGD,
    "RMSprop": torch.optim.RMSprop,
    "Adam": torch.optim.Adam,
}.items():
    p = torch.zeros(3, requires_grad=True)
    p.grad = torch.tensor([0.001, 1.0, 1000.0])
    kind([p], lr=0.01).step()
    moved = "  ".join(f"{-d:.5f}" for d in p.tolist())
    print(f"{name:<8} rate 0.01, moved by {moved}")
# %% [markdown]
"""
RMSprop has no such correction: its first step is ten times its rate.
"""
# %% [markdown] tags=["laboratory"]
"""
# The race

The hard course now: **Rosenbrock's** valley, bent like a banana, with
the lowest point at (1, 1). Its floor is easy to find, and the way along
it long.

    loss = (1 − x)² + 100 · (y − x²)²

Six run: SGD, with momentum, with Nesterov's, RMSprop, Adam, and AdamW,
which you will meet soon. Guess who comes nearest to ✕ in 400 steps, and
run it. Pause it, and go step by step where they separate.
"""
# %%
live.quiz(
    "Which of the six is nearest to the lowest point after 400 steps?",
    live.wrong(
        "Adam: it is the most modern",
        "It comes second. Its v still remembers how steep the slope was at the start, so its steps along the floor are "
        "far shorter than its rate.",
    ),
    live.right(
        "SGD with momentum",
        "Along the floor the gradients are small but agree. The velocity gathers them, and carries far.",
    ),
    live.wrong(
        "Plain SGD: it goes exactly down the slope",
        "It does, and along the floor there is hardly a slope to go down. Of the six it moves the least.",
    ),
    live.wrong(
        "RMSprop: each parameter has a rate of its own",
        "A rate for x and one for y help in a valley that lies along the axes. This one is bent, and 0.01 is a low "
        "rate.",
    ),
)


# %% Rosenbrock's valley, and the start tags=["hidden"]
def rosenbrock(p: Tensor) -> Tensor:
    x, y = p
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_map() -> None:
    live.surface(
        lambda x, y: rosenbrock(torch.tensor([x, y])),
        x=("x", -2, 2),
        y=("y", -1, 3),
        best=(1, 1),
    )


def begin() -> list[Tensor]:
    return [torch.tensor([-1.5, 2.0], requires_grad=True)]


# %% The race of six
rosenbrock_map()
six: dict[str, Optimizer] = {
    "SGD": SGD(begin(), 0.001),
    "momentum": SGD(begin(), 0.001, momentum=0.9),
    "Nesterov": SGD(begin(), 0.0005, momentum=0.9, nesterov=True),
    "RMSprop": torch.optim.RMSprop(begin(), 0.01),
    "Adam": Adam(begin(), 0.1),
    "AdamW": torch.optim.AdamW(begin(), 0.1, weight_decay=0.1),
}
race(rosenbrock, six, 400)
# %% [markdown]
"""
Do not make a rule of the order: each has its own rate, and another rate
gives another race. Compare optimizers only with each at its best.
"""
# %% [markdown]
"""
# What each one remembers

The running means are the optimizer's **state**: it keeps them for every
parameter, in `optimizer.state`. That costs memory: Adam's two take
twice that of the model.

See what each of the six keeps; then count, for one layer of 784 × 100
weights and 100 biases. `step` is Adam's t.
"""
# %% State for each point of the race
for name, optimizer in six.items():
    p = optimizer.param_groups[0]["params"][0]
    state = {k: v.tolist() for k, v in optimizer.state[p].items()}
    print(f"{name:<9} {', '.join(state) or 'nothing'}")
# %% State for a layer
layer = nn.Linear(784, 100)
adam = torch.optim.AdamW(layer.parameters())
layer(torch.ones(1, 784)).sum().backward()
adam.step()

of_layer = sum(p.numel() for p in layer.parameters())
of_adam = sum(
    value.numel()
    for p in layer.parameters()
    for value in adam.state[p].values()
)
print(f"{of_layer:,} parameters, {of_adam:,} numbers of state")
# %% [markdown]
"""
To go on with a training run later, save a **checkpoint**: the model's
`state_dict()` and the optimizer's. (The scheduler has one too, and
random numbers go on only with `torch.get_rng_state()`.) Here a run is
interrupted at step 50 and resumed: with its state, or with a new
optimizer.
"""
# %% A break at step 50
runs = {"with its state": at_start(), "without": at_start()}
adams = {name: Adam([p], lr=0.3) for name, p in runs.items()}
for step in live.steps(100):
    if step == 50:
        saved = adams["with its state"].state_dict()
        adams = {n: Adam([p], lr=0.3) for n, p in runs.items()}
        adams["with its state"].load_state_dict(saved)
    losses = {}
    for name, p in runs.items():
        losses[name] = loss = ravine(p)
        adams[name].zero_grad()
        loss.backward()
        adams[name].step()
    live.report(loss=losses)
# %% [markdown]
"""
# Weight decay, and AdamW

**Weight decay** draws every weight toward zero. SGD and Adam add
`weight_decay` · w to the gradient. In Adam it is then divided by
√v_hat, too: where gradients are large, hardly any decay is left.
**AdamW** takes it out of the gradient, and shrinks the weight itself by
the factor 1 − rate · `weight_decay` at each step. It is *decoupled*.

Two weights begin at 1. Their gradients change sign at every step, so
they cancel; one has size 10, the other 0.1. What is left is decay.
"""
# %% Two weights, two decays
sizes = torch.tensor([10.0, 0.1])
ws = {
    n: torch.ones(2, requires_grad=True)
    for n in ["Adam", "AdamW"]
}
kinds = {"Adam": Adam, "AdamW": torch.optim.AdamW}
decaying = {
    name: kinds[name]([w], 0.01, weight_decay=0.1)
    for name, w in ws.items()
}
for step in live.steps(300):
    weights = {}
    for name, w in ws.items():
        weights[f"{name}, 10"] = w[0].item()
        weights[f"{name}, 0.1"] = w[1].item()
        w.grad = sizes * (-1) ** step  # (2,)
        decaying[name].step()
    live.report(weight=weights)
# %%
live.quiz(
    "In the race of six AdamW was ahead of Adam at step 200 and behind it at step 400. Why?",
    live.right(
        "Its decay pulls x and y toward 0",
        "On the way from −1.5 to 0 that is a help. From 0 to ✕ it holds AdamW back, and it will never rest on ✕. Decay "
        "is for weights that should stay small.",
    ),
    live.wrong(
        "Its rate is lower",
        "Both had the same rate. The only difference between the two was weight_decay, which acts at every step.",
    ),
    live.wrong(
        "It forgets its momentum",
        "m and v are kept as in Adam, with the same β₁ and β₂. Only the decay differs.",
    ),
)
# %% [markdown]
"""
# Parameter groups

One optimizer may treat its parameters differently: give it a list of
**groups**. What a group does not say, it takes from the defaults.

Remember the straight line, whose b lagged far behind w? Give b a rate
of its own. Both runs below are plain SGD.
"""
# %% A rate of its own for b
torch.manual_seed(4)
inputs = torch.arange(0, 10, 0.1).unsqueeze(1)  # (100, 1)
targets = 3 * inputs + torch.randn(100, 1)  # (100, 1)
lines = {n: nn.Linear(1, 1) for n in ["one rate", "two rates"]}
for line in lines.values():
    nn.init.zeros_(line.weight)
    nn.init.constant_(line.bias, 4.0)  # far from the best

w, b = lines["two rates"].weight, lines["two rates"].bias
rates = {
    "one rate": SGD(lines["one rate"].parameters(), lr=0.01),
    "two rates": SGD(
        [{"params": [w]}, {"params": [b], "lr": 0.3}],
        lr=0.01,  # for the group that does not say its own
    ),
}
# %% Train both
for _ in live.steps(100):
    losses, biases = {}, {}
    for name, line in lines.items():
        losses[name] = loss = F.mse_loss(line(inputs), targets)
        biases[name] = line.bias.item()
        rates[name].zero_grad()
        loss.backward()
        rates[name].step()
    live.report(loss=losses, b=biases)
# %% [markdown]
"""
The usual split is into two groups: weights of layers, which decay, and
biases and the scales of normalization, which do not.
"""
# %% Decay for some
net = nn.Sequential(
    nn.Linear(4, 8), nn.LayerNorm(8), nn.Linear(8, 2)
)
groups = [
    {"params": [p for p in net.parameters() if p.ndim >= 2]},
    {
        "params": [p for p in net.parameters() if p.ndim < 2],
        "weight_decay": 0.0,
    },
]
grouped = torch.optim.AdamW(groups, lr=1e-3, weight_decay=0.1)
for group in grouped.param_groups:
    shapes = [tuple(p.shape) for p in group["params"]]
    print(f"decay {group['weight_decay']}: {shapes}")
# %% [markdown]
"""
# A schedule for any of them

A scheduler writes a new `lr` into each group, so it goes with every
optimizer. Adam needs one too. It divides the size of the gradients out:
a loss a thousand times smaller gets the same steps, and a small, steady
gradient gets steps of about the rate. So on mini-batches it keeps
shaking.

Three to compare with none: **cosine**; **one cycle**, which raises the
rate to `max_lr`, then lowers it, and moves β₁ against it, whatever `lr`
and betas Adam was given; and **plateau**, which cuts the rate when the
loss stops falling.
"""


# %% Three schedulers
def scheduler_for(name: str, adam: Optimizer) -> Any:
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(adam, T_max=200)
    if name == "one cycle":
        return lr_scheduler.OneCycleLR(
            adam, max_lr=0.5, total_steps=200
        )
    if name == "plateau":
        return lr_scheduler.ReduceLROnPlateau(
            adam, factor=0.5, patience=20
        )
    return lr_scheduler.ConstantLR(adam, factor=1.0)


# %% The choice, and x with mean 0 tags=["hidden"]
centered = inputs - inputs.mean()  # so that b does not lag
chosen = live.choice(
    "schedule", "none", ["none", "cosine", "one cycle", "plateau"]
)
# %% Adam on mini-batches
torch.manual_seed(0)
line = nn.Linear(1, 1)
adam = Adam(line.parameters(), lr=0.5)
scheduler = scheduler_for(chosen.value, adam)
for _ in live.steps(200):
    with torch.no_grad():
        whole = F.mse_loss(line(centered), targets)
    group = adam.param_groups[0]
    rate, beta1 = group["lr"], group["betas"][0]
    live.report(loss=whole, rate=rate, beta1=beta1)
    batch = torch.randperm(100)[:10]  # (10,)
    loss = F.mse_loss(line(centered[batch]), targets[batch])
    adam.zero_grad()
    loss.backward()
    adam.step()
    news = [whole] if chosen.value == "plateau" else []
    scheduler.step(*news)
# %% [markdown]
"""
# Write your own

An optimizer is a subclass of `torch.optim.Optimizer`. It passes the
parameters and a dict of defaults to `super().__init__`, and has a
`step()`. It inherits groups, `zero_grad()` and `state_dict()`.
Schedulers write into its groups, so they work with it too (`OneCycleLR`
needs `cycle_momentum=False` where there is no momentum).

This one keeps a running mean of the gradient, and steps by its *sign*
alone, a relative of **signSGD**. `self.state[p]` is a dict for each
parameter. A closure, if given, computes the loss anew; a few optimizers
need that.
"""


# %% An optimizer of your own
class Mine(Optimizer):
    def __init__(self, params: Any, lr: float, keep: float = 0.9):
        super().__init__(params, {"lr": lr, "keep": keep})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue  # not part of this loss
                state = self.state[p]
                if "mean" not in state:
                    state["mean"] = torch.zeros_like(p)
                state["mean"].lerp_(p.grad, 1 - group["keep"])
                p -= group["lr"] * state["mean"].sign()
        return loss


# %% It joins the race
terrain = live.choice(
    "terrain", "ravine", ["ravine", "Rosenbrock"]
)
flat = terrain.value == "ravine"
(ravine_map if flat else rosenbrock_map)()
new = (lambda: [at_start()]) if flat else begin
entrants: dict[str, Optimizer] = {
    "momentum": SGD(new(), 0.01 if flat else 0.001, momentum=0.9),
    "Adam": Adam(new(), 0.3 if flat else 0.1),
    "yours": Mine(new(), 0.05 if flat else 0.03),
}
race(ravine if flat else rosenbrock, entrants, 200)
# %% [markdown]
"""
Now change its `step` or its rate, run both cells again, and see whether
yours can win. As it is, it never comes to rest: a sign does not get
smaller near the lowest point. A schedule that lowers the rate to 0
would bring it to rest.
"""
# %% [markdown]
"""
# What you can do now

- Say what momentum, RMSprop, Adam and AdamW make of a gradient, and
  write each of them by hand.
- Set groups, weight decay and a scheduler, and save the state.
- Write an optimizer of your own that works wherever PyTorch's do.

To begin with: AdamW with a schedule, or SGD with momentum where there
is time to look for its rate. In PyTorch's documentation: `torch.optim`,
`torch.optim.Optimizer`, `torch.optim.lr_scheduler`.

The cell lists the optimizers that your PyTorch has.
"""
# %% The others
sorted(
    name
    for name, kind in vars(torch.optim).items()
    if isinstance(kind, type)
    and issubclass(kind, Optimizer)
    and kind is not Optimizer  # what they all come from
)
