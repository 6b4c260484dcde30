# /// lesson
# title = "Loss functions"
# minutes = 20
# summary = "What you ask of a model. Outliers, classes, large scores, penalties, and a loss of your own."
# goals = ["choose a loss and say why", "give it logits of the right shape", "write one of your own"]
# teaches = [
#     "loss function", "outlier", "L1 loss", "Huber loss", "reduction", "logit", "sigmoid", "threshold",
#     "binary cross-entropy", "softmax", "cross-entropy", "one-hot", "log-sum-exp", "L2 penalty", "L1 penalty",
#     "weight decay", "custom loss", "quantile loss",
# ]
# needs = ["gradient descent", "training loop", "mean squared error", "torch.optim.SGD", "learning rate", "divergence"]
# exercises = ["huber_by_hand", "alarms", "bce_by_hand", "cross_entropy_by_hand", "stalled", "penalty"]
# ///
# %% [markdown]
"""
# One wrong point

You fit a line to twenty measurements. One of them is wrong: an
**outlier**. How far should it pull the line?

The loss decides. Three lines are trained below on the same points, with
three losses. Run the cell, and while they train, move the last point up
and down with the slider. One line follows it; two hardly move.
"""

# %% Twenty points tags=["hidden"]
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

torch.manual_seed(4)
x = torch.linspace(-1, 1, 20).unsqueeze(1)  # (20, 1)
y = 2 * x + 0.2 * torch.randn(20, 1)  # (20, 1)

outlier = live.slider("outlier", -6.0, low=-10.0, high=10.0)
losses = {
    "MSE": F.mse_loss,
    "L1": F.l1_loss,
    "Huber": F.huber_loss,
}
# %% Three losses, three lines
lines = {name: nn.Linear(1, 1) for name in losses}
params = [p for m in lines.values() for p in m.parameters()]
optimizer = torch.optim.SGD(params, lr=0.1)
seen = y.clone()

for _ in live.steps(400):
    seen[-1] = outlier.value  # where the slider stands
    total = torch.tensor(0.0)
    for name, line in lines.items():
        total = total + losses[name](line(x), seen)
        live.regression(x, seen, line, name=name)
    optimizer.zero_grad()
    total.backward()  # the losses share no parameters
    optimizer.step()

for name, line in lines.items():
    live.show(line.weight.item(), name=f"slope by {name}")
# %% [markdown]
"""
`nn.Linear(1, 1)` is the line of the last lessons, ready made: its
`weight` is w, its `bias` is b.
"""
# %% [markdown]
"""
# The pull of one error

Why do they differ? Take a single error e, prediction minus target:

    MSE     e²
    L1      |e|
    Huber   e²/2               where |e| ≤ δ
            δ · (|e| − δ/2)    beyond

What pulls at the line is the **gradient**, the slope of that curve. Run
the cell: the error goes from −3 to 3, and loss and gradient are drawn.
Then move δ, and run again.
"""
# %% Loss and gradient of one error
delta = live.slider("delta", 2.0, low=0.25, high=3.0)
curves, pulls = (
    live.compare("error", y, log=False, crossings=False, name=y)
    for y in ["loss", "gradient"]
)
zero = torch.tensor(0.0)

for step in live.steps(25):
    error = torch.tensor(step / 4 - 3, requires_grad=True)
    three = {
        "MSE": F.mse_loss(error, zero),
        "L1": F.l1_loss(error, zero),
        "Huber": F.huber_loss(error, zero, delta=delta.value),
    }
    for name, loss in three.items():
        (gradient,) = torch.autograd.grad(loss, error)
        curves.add(name, error.item(), loss.item())
        pulls.add(name, error.item(), gradient.item())
# %%
live.quiz(
    "An error grows from 10 to 100. How much harder does it pull in the L1 loss?",
    live.wrong(
        "Ten times as hard",
        "So it is with the squared error, whose gradient is 2e. The gradient of |e| is only the sign of e.",
    ),
    live.right(
        "Just as hard",
        "The slope of |e| is 1 or −1, however large the error. That is why the L1 line hardly noticed the outlier.",
    ),
    live.wrong(
        "A hundred times as hard",
        "That is how the squared error itself grows, the loss. What pulls is its gradient.",
    ),
)
# %% [markdown]
"""
Huber is both: smooth and gentle near zero like MSE, with a pull that
never exceeds δ, like L1. A loss also says which noise you expect: MSE
finds the most likely line for normal noise, L1 for noise with more
outliers (Laplace's distribution).
"""
# %% [markdown]
"""
# What a loss must be

Three things. It is **one number**. It is **lowest where you want the
model to be**. And it **has a slope** that leads there.

Not everything you want can be a loss. Here the line's slope stays at 2
and only its intercept b moves, from −3 to 3, with three candidates: the
mean squared error, the mean error with its sign, and the share of
points missed by more than half. The right b is close to 0.
"""
# %% Three candidates
charts = {
    name: live.compare("b", name, log=False, name=name)
    for name in ["squared", "signed", "missed"]
}
for step in live.steps(61):
    b = torch.tensor(step / 10 - 3, requires_grad=True)
    error = 2 * x + b - y  # (20, 1)
    candidates = {
        "squared": error.square().mean(),
        "signed": error.mean(),
        "missed": (error.abs() > 0.5).float().mean(),
    }
    for name, value in candidates.items():
        charts[name].add(name, b.item(), value.item())

for name, value in candidates.items():
    print(f"{name:<8} has a gradient: {value.requires_grad}")
# %%
live.quiz(
    "You care about the share of points missed. Why not train on just that?",
    live.wrong(
        "It is not a single number",
        "It is one: a share between 0 and 1. But move b a little, and mostly nothing about it changes.",
    ),
    live.right(
        "It changes in steps, so it has no slope to follow",
        "Between two steps it is flat, and at a step it jumps. So you train on a smooth loss that falls along with "
        "it, and only watch the share.",
    ),
    live.wrong(
        "It is lowest at the wrong b",
        "It is low near the right b, as it should be. The signed error is the one that is lowest nowhere: it falls "
        "forever.",
    ),
)
# %% [markdown]
"""
# Mean, sum or none

Twenty points give twenty losses; `backward()` wants one number. The
**reduction** makes it: `mean`, the default, or `sum`. With `none` you
get all twenty, to weigh them or to find the worst.

The sum is N times the mean. Does it matter which of them you train on?
Look at four points first; then guess, and train on both.
"""
# %% Three reductions
prediction = torch.tensor([1.0, 2.0, 3.0, 4.0])  # (4,)
target = torch.tensor([1.0, 2.5, 2.0, 8.0])  # (4,)

each = F.mse_loss(prediction, target, reduction="none")
live.show(each, name="none")  # (4,)
live.show(each.argmax(), name="the worst")
live.show(F.mse_loss(prediction, target), name="mean")
F.mse_loss(prediction, target, reduction="sum")
# %%
live.quiz(
    "At a rate of 0.1 the mean trains well. What will the sum over the twenty points do?",
    live.wrong(
        "The same: its lowest point is the same",
        "The lowest point is. But the valley is twenty times as steep, and the steps are twenty times as long.",
    ),
    live.wrong(
        "Train twenty times as fast",
        "Its steps are twenty times as long. There is a limit to that, 2/λmax, and λmax has grown too.",
    ),
    live.right(
        "Diverge",
        "Its gradient is twenty times as large, so at this rate every step goes too far. Divide the rate by twenty, "
        "and both do the same.",
    ),
)
# %% The rate for the sum tags=["hidden"]
sum_rate = live.slider(
    "sum_rate",
    0.1,
    low=0.001,
    high=0.1,
    scale="log",
    presets=[0.001, 0.005, 0.04, 0.1],
)
# %% The sum and the mean
mean, summed = nn.Linear(1, 1), nn.Linear(1, 1)
summed.load_state_dict(mean.state_dict())  # the same beginning
sgd = torch.optim.SGD(mean.parameters(), lr=0.1)
sgd_sum = torch.optim.SGD(summed.parameters(), lr=sum_rate.value)
for _ in live.steps(40):
    a = F.mse_loss(mean(x), y)
    s = F.mse_loss(summed(x), y, reduction="sum")
    live.report(loss={"mean": a, "sum / 20": s / 20})
    sgd.zero_grad()
    sgd_sum.zero_grad()
    (a + s).backward()
    sgd.step()
    sgd_sum.step()
# %% [markdown]
"""
The best line is the same for both. The rate is not: the gradient of the
sum is N times as large, so it needs a rate N times smaller. Choose one
that is, and run again.
"""
# %% [markdown]
"""
# An accident of shapes

Files often give targets as a row: (100,). A model gives a column:
(100, 1). Subtract one from the other, and no error is raised.
Broadcasting stretches both, and each prediction meets *every* target.

Run the cell. It shows the two shapes as they are stretched, and the
differences: a square, where a column was meant.
"""
# %% A column against a row
torch.manual_seed(0)
inputs = torch.linspace(-1, 1, 100).unsqueeze(1)  # (100, 1)
row = 2 * inputs.flatten() + 0.2 * torch.randn(100)  # (100,)
column = row.unsqueeze(1)  # (100, 1)

prediction = 2 * inputs  # (100, 1), as good as it gets
difference = prediction - row  # meant: (100, 1)
live.broadcast(prediction, row)
live.inspect(difference)
live.show((prediction - column).square().mean(), name="meant")
difference.square().mean()
# %%
live.quiz(
    "A model is trained on that loss. Which line will it learn?",
    live.wrong(
        "The right one, only more slowly",
        "It would need each prediction to be drawn to its own target. Here each is drawn to all of them alike.",
    ),
    live.right(
        "A flat one, at the mean of all targets",
        "Each prediction is compared with all targets, so the best it can be is their mean, whatever x is.",
    ),
    live.wrong(
        "None: the loss diverges",
        "It even falls, as a loss should. That makes the accident hard to notice.",
    ),
)
# %% [markdown]
"""
# Trained on the accident

Now train on both losses, on the column and on the row: two lines, on
the same data. Compare their slopes. And look at the loss of the row:
would it have told you?
"""
# %% Trained on each
targets = {"column": column, "row": row}
fits = {name: nn.Linear(1, 1) for name in targets}
params = [p for m in fits.values() for p in m.parameters()]
sgd = torch.optim.SGD(params, lr=0.1)

for _ in live.steps(100):
    squares = {
        name: (fit(inputs) - targets[name]).square().mean()
        for name, fit in fits.items()
    }
    for name, fit in fits.items():
        live.regression(inputs, column, fit, name=name)
    slopes = {name: fit.weight for name, fit in fits.items()}
    live.report(loss=squares, slope=slopes)
    sgd.zero_grad()
    torch.stack(list(squares.values())).sum().backward()
    sgd.step()
# %% [markdown]
"""
The loss of the row falls, too, and then rests: from it alone you could
not tell. `F.mse_loss` does the same, but warns. Look at `.shape` before
two tensors meet, and use `unsqueeze(1)` or `flatten()`.
"""
# %% [markdown]
"""
# Yes or no

A message is spam, or it is not. The target is 1 or 0, and the model
gives one score, the **logit**: any number. The **sigmoid**,
1/(1 + e⁻ᶻ), makes it a probability p.

**Binary cross-entropy** is −log p where the target is 1, and
−log(1 − p) where it is 0: how surprised the model is by the truth.

Above which p do you say yes? That **threshold** is yours. Move it while
this trains, and watch what is missed and what is a false alarm.
"""
# %% Eighty messages tags=["hidden"]
torch.manual_seed(0)
score = torch.linspace(-3, 3, 80).unsqueeze(1)  # (80, 1)
spam = torch.bernoulli(torch.sigmoid(2 * score))  # (80, 1)

threshold = live.slider("threshold", 0.5, low=0.05, high=0.95)
# %% A probability, trained
model = nn.Linear(1, 1)
sgd = torch.optim.SGD(model.parameters(), lr=0.5)
for _ in live.steps(300):
    logits = model(score)  # (80, 1)
    loss = F.binary_cross_entropy_with_logits(logits, spam)
    alarm = torch.sigmoid(logits) > threshold.value
    missed = (~alarm & (spam == 1)).sum()
    false = (alarm & (spam == 0)).sum()
    count = {"missed": missed, "false": false}
    live.regression(score, spam, lambda s: model(s).sigmoid())
    live.report(loss=loss, count=count)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
# %% [markdown]
"""
The threshold changes the decisions, not the model: the loss never
sees it.
"""
# %%
live.quiz(
    "The target is 1 and the logit is −6: quite wrong. Why not take the squared error of p here?",
    live.right(
        "Because its gradient is almost 0 there",
        "The sigmoid is flat far out, so the squared error of p hardly pulls where the model is most wrong. The "
        "logarithm undoes that.",
    ),
    live.wrong(
        "Because p is no number that can be squared",
        "It can: (p − 1)² is lowest at p = 1, as it should be. The trouble is its slope.",
    ),
    live.wrong(
        "Because the squared error is too large there",
        "It is at most 1. Binary cross-entropy is the one that grows without end.",
    ),
)
# %% The pull on the logit, where the target is 1
chart = live.compare(
    "logit", "gradient", log=False, crossings=False, name="pull"
)
one = torch.tensor(1.0)
for step in live.steps(49):
    logit = torch.tensor(step / 3 - 8, requires_grad=True)
    two = {
        "cross-entropy": F.binary_cross_entropy_with_logits(
            logit, one
        ),
        "squared": F.mse_loss(torch.sigmoid(logit), one),
    }
    for name, loss in two.items():
        (gradient,) = torch.autograd.grad(loss, logit)
        chart.add(name, logit.item(), gradient.item())
# %% [markdown]
"""
# One of several

With several classes the model gives a logit for each. **Softmax** turns
them into shares that add up to 1: raise e to each, divide by the sum.
**Cross-entropy** is −log of the share that the true class got.

Run the cell and turn the third logit while it runs. The true class is
the first: see how its share, and with it the loss, depends on the
others.
"""
# %% Shares and loss
third = live.slider("third", 1.0, low=-5.0, high=8.0)
truth = torch.tensor([0])  # (1,): the number of the class

for _ in live.steps(300):
    logits = torch.tensor([[2.0, 0.5, third.value]])  # (1, 3)
    a, b, c = torch.softmax(logits, dim=1).flatten()
    loss = F.cross_entropy(logits, truth)
    live.report(
        loss=loss, share={"first": a, "second": b, "third": c}
    )
# %% [markdown]
"""
PyTorch takes the *logits* and the *number* of each class, and does the
softmax itself. A **one-hot** row says the same as the number: 1 at the
true class, 0 elsewhere. Here is the loss four ways.
"""
# %% Four ways
shares = torch.softmax(logits, dim=1)  # (1, 3)
one_hot = F.one_hot(truth, num_classes=3).float()  # (1, 3)

live.show(-shares[0, 0].log(), name="the true share")
live.show(-(one_hot * shares.log()).sum(), name="one-hot")
live.show(F.cross_entropy(logits, one_hot), name="as shares")
F.cross_entropy(logits, truth)
# %% [markdown]
"""
# Softmax twice

People who know that softmax makes probabilities often put one at the
end of the model. But `F.cross_entropy` has its own. With two, no error
is raised; the loss comes to rest far above 0.

Below, three classes lie well apart. Guess; then train with one softmax
and with two, and compare losses and answers.
"""
# %%
live.quiz(
    "With a second softmax and three classes, how low can the loss get?",
    live.wrong(
        "To 0 as well, only more slowly",
        "What goes into the second softmax lies between 0 and 1. So its logits are never far apart, and no share comes "
        "near 1, however long you train.",
    ),
    live.right(
        "To about 0.55, and no further",
        "The best that can go in is 1, 0, 0. Softmax makes 0.58, 0.21, 0.21 of it, and −log 0.58 is 0.55: for answers "
        "that are all right.",
    ),
    live.wrong(
        "It stays at log 3, about 1.1",
        "That is the loss of a model that cannot tell the classes apart. It does learn; but it stops far from 0.",
    ),
)
# %% Three classes in the plane tags=["hidden"]
torch.manual_seed(0)
corners = torch.tensor([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]])
labels = torch.arange(150) % 3  # (150,)
points = corners[labels] + 0.7 * torch.randn(150, 2)  # (150, 2)
# %% Logits against shares
models = {name: nn.Linear(2, 3) for name in ["logits", "shares"]}
params = [p for m in models.values() for p in m.parameters()]
sgd = torch.optim.SGD(params, lr=0.5)

for _ in live.steps(200):
    output = {name: m(points) for name, m in models.items()}
    output["shares"] = torch.softmax(output["shares"], dim=1)
    ce, right = {}, {}
    for name, o in output.items():
        ce[name] = F.cross_entropy(o, labels)
        right[name] = (o.argmax(dim=1) == labels).float().mean()
    live.boundary(models["logits"], points, labels)
    live.report(loss=ce, right=right)
    sgd.zero_grad()
    (ce["logits"] + ce["shares"]).backward()
    sgd.step()
# %% [markdown]
"""
Both find the right classes here. What is lost is what the loss means,
and speed; and even a perfect answer, the shares 1, 0, 0, comes out of
the second softmax far from certain:
"""
# %% The lowest it can get
perfect = torch.tensor([[1.0, 0.0, 0.0]])  # (1, 3)
live.show(torch.softmax(perfect, dim=1), name="softmax of it")
F.cross_entropy(perfect, torch.tensor([0]))
# %% [markdown]
"""
# Large logits

Why do PyTorch's losses want logits, when you could compute the
probability and take its logarithm? Because float32 ends somewhere.

Here the true class has the logit 0 and another has z, so the loss is
close to z. z rises from 0 to 119, and the loss is computed in three
ways: by the sigmoid, by exp, and from the logits. Run it, and find the
steps at which two of them break.
"""
# %% Three ways to the same loss
for z in live.steps(120):
    logit = torch.tensor(float(z))
    e = logit.exp()
    logits = torch.tensor([[0.0, z]])  # (1, 2)
    ways = {
        "sigmoid": -(1 - torch.sigmoid(logit)).log(),
        "exp": -(1 / (1 + e)).log(),
        "logits": F.cross_entropy(logits, torch.tensor([0])),
    }
    live.report(loss=ways)

torch.finfo(torch.float32).max
# %% [markdown]
"""
The sigmoid rounds to exactly 1, and log 0 is −∞. Later e to the z
outgrows the largest float32, above. `cross_entropy` uses the
**log-sum-exp** trick: take the largest logit m out first, and no
exponent is above 0.

    log Σ exp zᵢ = m + log Σ exp(zᵢ − m)
"""
# %% Log-sum-exp
big = torch.tensor([1000.0, 999.0, 0.0])  # (3,)
m = big.max()

live.show(big.exp().sum().log(), name="as it stands")
live.show(m + (big - m).exp().sum().log(), name="the trick")
torch.logsumexp(big, dim=0)
# %% [markdown]
"""
A yes-or-no loss has one logit z, with p its sigmoid. There −log(1 − p)
is log(1 + eᶻ), which is the log-sum-exp of 0 and z; and −log p is the
same with −z for z. `F.softplus` computes it safely for any z.
"""
# %% A single logit
zs = torch.tensor([-200.0, 0.0, 200.0])  # (3,)
live.show((1 + zs.exp()).log(), name="as it stands")
live.show(torch.logaddexp(torch.zeros(3), zs), name="of 0 and z")
live.show(F.softplus(zs), name="softplus")
F.binary_cross_entropy_with_logits(
    zs, torch.zeros(3), reduction="none"
)
# %% [markdown]
"""
# A price on weights

A loss may ask for more than small errors. Add a **penalty** on large
weights, and the model keeps them smaller, at the cost of an error that
is somewhat larger on the data it is trained on:

    L2   λ · Σ w²        L1   λ · Σ |w|

Here eight features are given, and only w0 and w1 matter; the true
weights are 3 and −2. There are few samples, so the others fit noise.
Run it with no penalty, then with L2, then with L1, and look at w2 to
w7, and at what happens to w0. Then raise the strength λ.
"""
# %% Eight weights
penalty = live.choice("penalty", "none", ["none", "L2", "L1"])
strength = live.slider("strength", 0.5, low=0.0, high=1.0)
torch.manual_seed(2)
X = torch.randn(30, 8)  # (30, 8)
Y = 3 * X[:, :1] - 2 * X[:, 1:2] + torch.randn(30, 1)  # (30, 1)
model = nn.Linear(8, 1)
sgd = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in live.steps(200):
    loss = F.mse_loss(model(X), Y)
    w = model.weight  # (1, 8); the bias is not penalized
    if penalty.value == "L2":
        loss = loss + strength.value * w.square().sum()
    if penalty.value == "L1":
        loss = loss + strength.value * w.abs().sum()
    live.report(w={f"w{i}": w[0, i] for i in range(8)})
    sgd.zero_grad()
    loss.backward()
    sgd.step()
# %%
live.quiz(
    "Which penalty brings the weights that do not matter to (almost) nothing?",
    live.wrong(
        "L2: squares hurt more",
        "The square of a small weight costs next to nothing, so its pull fades near 0: 2λw. It makes the weights as a "
        "whole smaller, also those that matter, but stops none of them at 0.",
    ),
    live.right(
        "L1: it pulls just as hard near 0",
        "Its slope is λ down to 0. A weight that lowers the error by less than that ends at 0, give or take a step. "
        "Those that matter lose something, too: that is its price.",
    ),
    live.wrong(
        "Both alike",
        "Run each at the same strength and look at w2 to w7: they differ in how the pull behaves near 0.",
    ),
)
# %% [markdown]
"""
In SGD, an L2 penalty is an option: **weight decay**. SGD adds
`weight_decay` · w to the gradient, as a penalty of half of it times Σ w²
would. It does so with all parameters that it is given, the bias too.
(In Adam and AdamW decay is something else: see the next lesson.)
"""
# %% Weight decay is an L2 penalty
moved = []
for decay in [0.0, 0.4]:
    torch.manual_seed(0)
    model = nn.Linear(8, 1)
    sgd = torch.optim.SGD(
        model.parameters(), lr=0.05, weight_decay=decay
    )
    loss = F.mse_loss(model(X), Y)
    if decay == 0.0:  # the penalty, written out
        for p in model.parameters():
            loss = loss + 0.4 / 2 * p.square().sum()
    loss.backward()
    sgd.step()
    moved.append(model.weight.detach())

torch.stack(moved).squeeze(1)[:, :4]  # (2, 4): row by row
# %% [markdown]
"""
# A loss of your own

Any computation will do that gives one number with a slope, and is
lowest where you want the model to be. Say you run a bakery. A loaf too
many costs you 1, a loaf too few costs 4: a customer is gone. What you
want is not the mean demand, but a bit more. How much more? Write down
the cost; training finds out. Statisticians call it the **quantile
loss**.

`torch.where` picks, for each day, which of the two costs applies. The
first cell tries it on two days: two loaves short, and one left over.
Then train, and move the price of a missing loaf.
"""


# %% What a day costs
def cost(
    prediction: Tensor, target: Tensor, few: float
) -> Tensor:
    short = target - prediction  # above 0: too few were baked
    each = torch.where(short > 0, few * short, -short)
    return each.mean()


few = live.slider("too_few", 4.0, low=1.0, high=9.0)
baked = torch.tensor([3.0, 6.0])  # (2,): two days
cost(baked, torch.tensor([5.0, 5.0]), few.value)
# %% Train the baker
torch.manual_seed(0)
day = torch.rand(200, 1)  # (200, 1): how warm it is
demand = 5 + 3 * day + torch.randn(200, 1)  # (200, 1)
baker = nn.Linear(1, 1)
sgd = torch.optim.SGD(baker.parameters(), lr=0.1)
for _ in live.steps(600):
    loss = cost(baker(day), demand, few.value)
    enough = (baker(day) >= demand).float().mean()
    live.regression(day, demand, baker, axes=("warm", "loaves"))
    live.report(loss=loss, enough=enough)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
# %%
live.quiz(
    "Where does the line settle, if a loaf too few costs 4 times as much as one too many?",
    live.wrong(
        "At the mean demand",
        "That is what the mean squared error asks for. Here being too low costs more, so the line lies higher.",
    ),
    live.wrong(
        "Above every day's demand",
        "Then each loaf left over costs something, too. At some point one more loaf is left over too often.",
    ),
    live.right(
        "Where 4 days in 5 have enough",
        "One loaf more costs 1 on the days with enough and saves 4 on the others. The two balance at 4 to 1. With "
        "equal prices it is the median: that is the L1 loss.",
    ),
)
# %% [markdown]
"""
# What you can do now

- Choose a loss by its gradient: what should pull, and how hard.
- Give classifiers' losses logits and class numbers, in shapes that
  match.
- Add a penalty, or write a loss of your own.

In PyTorch's documentation: `torch.nn.functional`, with the section
"Loss functions", `torch.nn.CrossEntropyLoss`,
`torch.nn.BCEWithLogitsLoss`, `torch.nn.HuberLoss`, `torch.logsumexp`.

To end with, change the errors: how hard does each pull?
"""
# %% The pull of your errors
for size in [0.1, 1.0, 10.0, 100.0]:
    e = torch.tensor(size, requires_grad=True)
    for name, function in losses.items():
        loss = function(e, torch.tensor(0.0))
        (gradient,) = torch.autograd.grad(loss, e)
        print(f"{name} {gradient:7.1f}", end="   ")
    print(f"at an error of {size}")
