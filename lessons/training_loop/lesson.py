# /// lesson
# title = "The training loop"
# minutes = 20
# summary = "A classifier for handwritten digits, from the first guess to a script with arguments; and what goes wrong."
# goals = ["write a loop that can be trusted", "look at mistakes one by one", "tell what is too good to be true"]
# teaches = [
#     "classifier", "epoch", "baseline", "accuracy", "validation", "confusion matrix", "overfit one batch",
#     "input-independent baseline", "early stopping", "resuming", "reproducibility", "leakage", "precision and recall",
#     "training script",
# ]
# needs = [
#     "cross-entropy", "softmax", "logit", "one-hot", "threshold", "mini-batch", "Adam", "state_dict", "checkpoint",
#     "random seed", "no_grad", "training loop", "zero_grad", "nn.Module", "layers", "activation",
# ]
# exercises = [
#     "one_epoch", "mean_accuracy", "confusion_counts", "precision_recall", "overfit_one_batch", "best_weights",
#     "resumed", "find_the_leak", "three_broken_loops",
# ]
# ///
# %% [markdown]
"""
# Digits

1,797 digits, written by 13 people, 8 × 8 pixels each. A **classifier**
is a model that says to which of several classes an input belongs; here
there are ten.

The digits are shuffled and cut into three parts. One is for training.
On the second, for **validation**, you look as often as you like, to
choose a model, a rate, a moment to stop. The third, for the **test**,
is looked at once, at the end.
"""

# %% What all cells use tags=["hidden"]
import json
import math
import pickle
import runpy
import sys
from copy import deepcopy
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

# %% Three parts
images, labels = live.digits()  # uint8, from 0 to 16
x = images.float()[:, None] / 16  # (1797, 1, 8, 8), from 0 to 1
y = labels.long()
torch.manual_seed(0)
order = torch.randperm(1797)
train, val, test = order[:1197], order[1197:1497], order[1497:]
live.picture(x[train[:40]], y[train[:40]], name="digits")
# %% [markdown]
"""
# Before anything is trained

The model gives ten **logits** for each picture, one a class; softmax
would make probabilities of them, and cross-entropy does that inside.
A model that knows nothing yet should give each class about the same.
"""
# %%
live.quiz(
    "Ten classes, and each is thought equally likely. What is the cross-entropy?",
    live.wrong(
        "0.1",
        "That is the probability of the true class. The loss is its negative logarithm.",
    ),
    live.right(
        "ln 10, about 2.303",
        "−ln(1/10). A first loss far above it says that a model is sure of something before it has seen anything.",
    ),
    live.wrong(
        "1, the largest there is",
        "A cross-entropy has no largest value: as the true class's probability goes to 0, it grows without end.",
    ),
)
# %% The first loss, and the simplest guess
torch.manual_seed(0)
linear = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
with torch.no_grad():
    logits = linear(x[train])  # (1197, 10)
first_loss = F.cross_entropy(logits, y[train])
print(f"first loss {first_loss:.3f}, ln 10 {math.log(10):.3f}")

commonest = torch.bincount(y[train]).argmax()
guess = (y[val] == commonest).float().mean()
print(f"always {commonest.item()}: {guess:.1%} right")
# %% [markdown]
"""
The second line is the first **baseline**: what can be had without any
learning. **Accuracy** is the share of pictures that are read right.
"""
# %% [markdown]
"""
# One epoch

An **epoch** is one pass over the training part, in mini-batches and in
a new order each time. After it, the whole of the training part and the
whole of the validation part are looked at, without gradients, with the
model in evaluation mode.

These two functions are all there is to it. Run the cell below them: a
linear layer, the baseline that any larger model has to beat.
"""


# %% One pass over a part
def one_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    part: Tensor,
    truth: Tensor,
    generator: torch.Generator | None = None,
) -> float:
    model.train()
    total = 0.0
    mixed = part[torch.randperm(len(part), generator=generator)]
    for batch in mixed.split(64):  # the last one is smaller
        loss = F.cross_entropy(model(x[batch]), truth[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    return total / len(part)  # the mean over all pictures


# %% One look
@torch.no_grad()
def look(
    model: nn.Module, part: Tensor, truth: Tensor
) -> tuple[float, float]:
    model.eval()
    logits = model(x[part])
    right = logits.argmax(dim=1) == truth[part]
    loss = F.cross_entropy(logits, truth[part])
    return loss.item(), right.float().mean().item()


# %% The linear baseline
torch.manual_seed(0)
linear = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
adam = torch.optim.Adam(linear.parameters(), lr=0.01)
for _ in live.steps(15):
    one_epoch(linear, adam, train, y)
    on_train, on_val = (
        look(linear, train, y),
        look(linear, val, y),
    )
    live.report(
        loss={"train": on_train[0], "validation": on_val[0]},
        accuracy={"train": on_train[1], "validation": on_val[1]},
    )
# %% [markdown]
"""
# Three models

The linear layer is the baseline. The second model has a hidden layer of
128 between. The third looks at small patches of the picture; the next
lesson, Architectures, takes it apart. Which gets how far in six epochs?
Guess, and run.
"""


# %% Three kinds tags=["hidden"]
def made(kind: str, width: int = 128) -> nn.Sequential:
    if kind == "linear":
        return nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    if kind == "hidden":
        first, last = nn.Linear(64, width), nn.Linear(width, 10)
        return nn.Sequential(nn.Flatten(), first, nn.ReLU(), last)
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(512, 10),
    )


# %% Train all three
torch.manual_seed(0)
three = {
    kind: made(kind) for kind in ["linear", "hidden", "patches"]
}
adams = {
    kind: torch.optim.Adam(three[kind].parameters(), lr=0.005)
    for kind in three
}
for kind in three:
    count = sum(p.numel() for p in three[kind].parameters())
    print(f"{kind}: {count:,} numbers")
for _ in live.steps(6):
    seen_before, kept_out = {}, {}
    for kind in three:
        one_epoch(three[kind], adams[kind], train, y)
        seen_before[kind] = look(three[kind], train, y)[1]
        kept_out[kind] = look(three[kind], val, y)[1]
    live.report(training=seen_before, validation=kept_out)
# %% [markdown]
"""
The curves are accuracies. What a model has more on the training part
than on the validation part is what it knows of those pictures only.
"""
# %% [markdown]
"""
# Accuracy of what?

It is tempting to report the accuracy of the batch at hand, since its
logits are there anyway. The last batch of an epoch has 1197 − 18 · 64 =
45 pictures, and in each epoch before the model was trained on them.
"""
# %%
live.quiz(
    "The accuracy of the last batch of each epoch, against that of the whole validation part: how do they differ?",
    live.wrong(
        "Hardly: a batch is a random sample",
        "Of 45 pictures, each is worth 2.2 points. And they come from the part that is being learned by heart.",
    ),
    live.right(
        "The batch's jumps about, and ends higher",
        "A few pictures make a jumpy figure, and training pictures an easy one. Neither says how new ones are read.",
    ),
    live.wrong(
        "The batch's is lower, since the model is still learning",
        "After the first epochs a model hardly changes within one. What counts is which pictures, and how many.",
    ),
)
# %% The last batch, and all of a part
torch.manual_seed(0)
model = made("hidden")
adam = torch.optim.Adam(model.parameters(), lr=0.005)
for _ in live.steps(10):
    mixed = train[torch.randperm(len(train))]
    for batch in mixed.split(64):
        logits = model(x[batch])
        adam.zero_grad()
        F.cross_entropy(logits, y[batch]).backward()
        adam.step()
        last = (logits.argmax(dim=1) == y[batch]).float().mean()
    whole = look(model, val, y)[1]
    live.report(
        accuracy={"last batch": last, "validation": whole}
    )
# %% Uneven batches
sizes, right = (
    torch.tensor([64.0, 64, 4]),
    torch.tensor([60.0, 60, 1]),
)
print(f"mean of batch means  {(right / sizes).mean():.3f}")
print(f"right over all       {right.sum() / sizes.sum():.3f}")
# %% [markdown]
"""
Add up how many are right, and divide once, at the end: a mean of means
counts the few pictures of a short batch as much as 64 others.
"""
# %% [markdown]
"""
# Why not squared error?

One could take softmax and compare it with the one-hot truth by squared
error. Here is a model that begins by being sure of something wrong: its
last bias says 0 to everything. Each loss gets the same start, SGD, and
six epochs.
"""
# %%
live.quiz(
    "Which of them gets out of it?",
    live.right(
        "Cross-entropy",
        "The surer and the wronger, the larger its loss; its gradient for a logit is probability minus truth.",
    ),
    live.wrong(
        "Squared error",
        "Softmax passes back p · (1 − p) of a gradient, or less: nearly 0 where p is nearly 0 or 1, right or wrong.",
    ),
    live.wrong(
        "Both, one a little later",
        "A gradient that is nearly 0 is not a little smaller. Run it, and look at the accuracy.",
    ),
)
# %% Two models that are sure and wrong
stubborn = {}
for aim_of in ["cross-entropy", "squared error"]:
    torch.manual_seed(0)
    astray = made("linear")
    with torch.no_grad():
        astray[1].bias[0] = 15.0  # sure that all are zeros
    stubborn[aim_of] = astray
# %% Sure and wrong
torch.manual_seed(0)
accuracy: dict[str, float] = {}
for _ in live.steps(6):
    for aim_of, astray in stubborn.items():
        plain = torch.optim.SGD(astray.parameters(), lr=0.5)
        for some in train[torch.randperm(len(train))].split(64):
            said = astray(x[some])
            if aim_of == "cross-entropy":
                missed = F.cross_entropy(said, y[some])
            else:
                aim = F.one_hot(y[some], 10)  # (N, 10)
                off = said.softmax(dim=1) - aim
                missed = off.square().mean()
            plain.zero_grad()
            missed.backward()
            plain.step()
        accuracy[aim_of] = look(astray, val, y)[1]
    live.report(accuracy=accuracy)
# %% [markdown]
"""
# Who is taken for whom

An accuracy is one number. A **confusion matrix** has a row for each
true class and a column for each answer; what is off its diagonal is
wrong. It fills as training goes on.

Press `f` for the whole screen. There the arrows go from cell to cell:
beside the matrix stand the pictures of that cell, the least likely
first, and as bars what the model thought of one. `n` goes to the next.
"""
# %% Four epochs of batches tags=["hidden"]
torch.manual_seed(1)
batches = [
    batch
    for _ in range(4)
    for batch in train[torch.randperm(len(train))].split(64)
]
# %% It fills
torch.manual_seed(0)
model = made("hidden", 32)
adam = torch.optim.Adam(model.parameters(), lr=0.01)
for step in live.steps(len(batches)):
    some = batches[step]
    loss = F.cross_entropy(model(x[some]), y[some])
    adam.zero_grad()
    loss.backward()
    adam.step()
    with torch.no_grad():
        live.mistakes(x[val], y[val], model(x[val]))
    live.report(loss=loss)
# %% [markdown]
"""
# Would you have read it right?

After 15 epochs, of which nothing is shown, here are the validation
pictures whose true class a model thinks least likely. Read them
yourself first: what are they?
"""
# %% Read them
torch.manual_seed(0)
reader = made("hidden")
adam = torch.optim.Adam(reader.parameters(), lr=0.005)
for _ in range(15):
    one_epoch(reader, adam, train, y)
reader.eval()
with torch.no_grad():
    chances = reader(x[val]).softmax(dim=1)  # (300, 10)
of_truth = chances.gather(1, y[val][:, None])[:, 0]  # (300,)
worst = of_truth.argsort()[:8]
live.picture(x[val][worst], name="what are they?")
# %% What they are
answers = chances[worst].argmax(dim=1)
live.picture(
    x[val][worst], y[val][worst], answers, name="the worst"
)
for chance, number in zip(of_truth[worst], val[worst]):
    print(f"image {number}: {chance:.1%} for what it is")
# %% [markdown]
"""
Some are hard for anyone at 8 × 8 pixels. Looking at the worst is the
quickest way to find labels that are wrong, pictures that are broken,
and classes that no model can tell apart.
"""
# %% [markdown]
"""
# Three checks before a long run

Most mistakes in a loop raise no error. These checks take seconds:

- the first loss is about ln 10, as you saw;
- **overfit one batch**: 32 pictures can be learned by heart. If the
  loss does not go to zero, something is broken;
- an **input-independent baseline**: with every picture made zero, the
  loss has to stay clearly worse. If it does not, the model does not
  look at its input.
"""
# %% One batch, with pictures and without
torch.manual_seed(0)
fixed = train[:32]
seeing, blind = made("hidden"), made("hidden")
see = torch.optim.Adam(seeing.parameters(), lr=0.005)
grope = torch.optim.Adam(blind.parameters(), lr=0.005)
for _ in live.steps(60):
    seen = F.cross_entropy(seeing(x[fixed]), y[fixed])
    unseen = F.cross_entropy(blind(0 * x[fixed]), y[fixed])
    for each, its_loss in [(see, seen), (grope, unseen)]:
        each.zero_grad()
        its_loss.backward()
        each.step()
    live.report(loss={"pictures": seen, "zeros": unseen})
# %% What zeros can reach
share = torch.bincount(y[fixed], minlength=10) / 32
entropy = -torch.xlogy(share, share).sum()
print(f"with zeros {unseen:.3f}, the labels alone {entropy:.3f}")
# %% [markdown]
"""
Without pictures the best answer is how often each class comes, and the
loss ends at the entropy of that.
"""
# %%
live.quiz(
    "One batch is learned by heart without trouble, but the loss over all batches stays at ln 10. Where do you look?",
    live.wrong(
        "At the model: it is too small",
        "It can tell 32 pictures apart. Even a model that is too small for all of them would get below ln 10.",
    ),
    live.right(
        "At what feeds it: pictures and labels that do not belong together",
        "If each batch has its labels in another order than its pictures, a fixed one can still be learned by heart.",
    ),
    live.wrong(
        "At the optimizer: step() is never called",
        "Then one batch could not be learned either.",
    ),
)
# %% [markdown]
"""
# A boundary as it forms

Points in the plane show at every step what a classifier has learned:
which class it would answer where. Choose the points and the activation.
300 points are trained on, 100 held out.

Before you choose "none": two hidden layers without an activation. What
can the boundary be?
"""
# %% The points tags=["hidden"]
torch.manual_seed(0)
points = live.choice("points", "spirals", ["moons", "spirals"])
activation = live.choice("activation", "ReLU", ["ReLU", "none"])


def drawn(name: str, count: int = 400) -> tuple[Tensor, Tensor]:
    side = torch.arange(count) % 2  # class 0 or 1
    if name == "moons":
        angle = math.pi * torch.rand(count)
        across = angle.cos() * (1 - 2 * side) + side
        up = angle.sin() * (1 - 2 * side) + 0.5 * side
        flat = torch.stack([across, up], dim=1)
        return flat + 0.15 * torch.randn(count, 2), side
    radius = torch.rand(count).sqrt()
    angle = 2 * math.pi * radius + math.pi * side
    around = torch.stack([angle.cos(), angle.sin()], dim=1)
    flat = radius[:, None] * around
    return flat + 0.02 * torch.randn(count, 2), side


# %% Two hidden layers
torch.manual_seed(0)
plane, side = drawn(points.value)
bend = {"ReLU": nn.ReLU, "none": nn.Identity}
bent = nn.Sequential(
    nn.Linear(2, 32),
    bend[activation.value](),
    nn.Linear(32, 32),
    bend[activation.value](),
    nn.Linear(32, 2),
)
# %% Watch it form
adam = torch.optim.Adam(bent.parameters(), lr=0.02)
for _ in live.steps(200):
    logits = bent(plane[:300])
    loss = F.cross_entropy(logits, side[:300])
    adam.zero_grad()
    loss.backward()
    adam.step()
    held = plane[300:], side[300:]
    live.boundary(bent, plane[:300], side[:300], held_out=held)
    live.report(loss=loss)
# %%
live.quiz(
    "Why does more depth not help without an activation?",
    live.right(
        "Linear layers in a row are one linear layer",
        "W₂(W₁x + b₁) + b₂ is one matrix times x, plus one vector. Two such logits are equal along a straight line.",
    ),
    live.wrong(
        "Gradients vanish on the way back",
        "Two layers are not deep enough for that, and the loss falls as far as a straight line allows.",
    ),
    live.wrong(
        "It would, with more steps",
        "No number of steps bends a straight line.",
    ),
)
# %% [markdown]
"""
# Stop in time

400 pictures, and of 30 in 100 the label is drawn at random, as if
someone had been careless. The model first learns what the pictures have
in common, then the wrong labels, by heart.

**Early stopping** ends a run once the validation part has not been read
better for some epochs, and keeps the parameters of its best epoch. Here
all thirty epochs run, so that you see what it spares you.
"""
# %% Careless labels
torch.manual_seed(0)
few = train[:400]
careless = y.clone()
careless[few[:120]] = torch.randint(0, 10, (120,))
# %% Thirty epochs
torch.manual_seed(0)
large = made("hidden", 256)
adam = torch.optim.Adam(large.parameters(), lr=0.005)
best, best_epoch, kept = 0.0, 0, {}
for epoch in live.steps(30):
    one_epoch(large, adam, few, careless)
    on_train = look(large, few, careless)
    on_val = look(large, val, y)
    if on_val[1] > best:
        best, best_epoch = on_val[1], epoch
        kept = deepcopy(large.state_dict())
    live.report(
        loss={"train": on_train[0], "validation": on_val[0]},
        accuracy={"train": on_train[1], "validation": on_val[1]},
    )
# %% The best, put back
print(f"best at epoch {best_epoch}: {best:.1%}")
print(f"at the end: {look(large, val, y)[1]:.1%}")
large.load_state_dict(kept)
print(f"the best, put back: {look(large, val, y)[1]:.1%}")
# %%
live.quiz(
    "What if the line had been kept = model.state_dict(), without deepcopy?",
    live.wrong(
        "The same: a state_dict is what was saved",
        "It is a dict of the tensors that the model has. Nothing was copied.",
    ),
    live.right(
        "The last epoch's parameters would be put back",
        "The dict holds the model's own tensors, and each step changes them in place. What was kept moves along.",
    ),
    live.wrong(
        "An error, when it is loaded",
        "It loads without a word, and that is what makes it hard to find.",
    ),
)
# %% A state_dict is no copy
torch.manual_seed(0)
tiny = made("linear")
sgd = torch.optim.SGD(tiny.parameters(), lr=0.1)
same, copied = tiny.state_dict(), deepcopy(tiny.state_dict())
one_epoch(tiny, sgd, train, y)
for which, tensors in [("same", same), ("copied", copied)]:
    moved = (
        (tensors["1.bias"] - tiny[1].bias.detach()).abs().max()
    )
    print(f"{which}: {moved:.4f} away from the model")
# %% [markdown]
"""
# The same twice

**Reproducibility**: the same program gives the same numbers again. Here
that takes two seeds: one before the model is made, for its first
weights, and one for what mixes the batches.

And how much do two seeds differ? One picture of 300 is worth 0.33
points.
"""


# %% A run of a seed
Run = tuple[nn.Sequential, torch.optim.Adam, torch.Generator]


def seeded(seed: int) -> Run:
    torch.manual_seed(seed)
    model = made("hidden")
    adam = torch.optim.Adam(model.parameters(), lr=0.005)
    return model, adam, torch.Generator().manual_seed(seed)


# %% Five seeds, and the first one again
seeds = [0, 1, 2, 3, 4, 0]
runs = [seeded(seed) for seed in seeds]
for _ in live.steps(5):
    for one, its_adam, its_order in runs:
        one_epoch(one, its_adam, train, y, its_order)
    scores = [look(one, val, y)[1] for one, _, _ in runs]
    names = ["0", "1", "2", "3", "4", "0 again"]
    live.report(accuracy=dict(zip(names, scores)))
# %% How far apart
once, again = runs[0][0].parameters(), runs[-1][0].parameters()
equal = all(torch.equal(a, b) for a, b in zip(once, again))
print(f"seed 0 again, equal bit for bit: {equal}")
spread = 300 * (max(scores) - min(scores))
print(f"between the seeds: {spread:.0f} pictures of 300")
# %% [markdown]
"""
A model that is better by one picture is not better. Compare over
several seeds, or with more pictures.

A seed fixes one program on one machine. Another version of PyTorch,
another processor, another number of threads may add in another order,
and round otherwise. Seeds of NumPy, of `random` and of each worker of a
loader are further ones.
"""
# %% [markdown]
"""
# Sorted, and not mixed

A file is often sorted by class: first all zeros, at last all nines. A
loop that does not mix them sees one class for a while, then the next.
Guess what the loss looks like, with SGD and with Adam; then run.
"""
# %% In the order of the labels
torch.manual_seed(0)
by_sgd, by_adam = made("hidden", 32), made("hidden", 32)
sgd = torch.optim.SGD(by_sgd.parameters(), lr=0.1)
adam = torch.optim.Adam(by_adam.parameters(), lr=0.01)
in_order = train[y[train].argsort(stable=True)]
five_epochs = list(in_order.split(32)) * 5
for step in live.steps(len(five_epochs)):
    part = five_epochs[step]
    first = F.cross_entropy(by_sgd(x[part]), y[part])
    second = F.cross_entropy(by_adam(x[part]), y[part])
    sgd.zero_grad()
    adam.zero_grad()
    (first + second).backward()  # each model has its own
    sgd.step()
    adam.step()
    live.report(loss={"SGD": first, "Adam": second})
# %% Count the answers
for way, learned in {"SGD": by_sgd, "Adam": by_adam}.items():
    with torch.no_grad():
        counts = (
            learned(x[val]).argmax(dim=1).bincount(minlength=10)
        )
    print(f"{way}: {counts.tolist()}")
    print(f"accuracy {look(learned, val, y)[1]:.1%}")
# %% [markdown]
"""
With SGD the loss saws: it falls within a class, and jumps at the next;
its last value, taken alone, looks fine. Adam's hardly comes down. In
the end nearly every picture gets one of two answers, or all get the
same. Counting the answers finds it at once.
"""
# %% [markdown]
"""
# Too good to be true

**Leakage**: the model, or you, saw something of the held-out part. The
score is then a score of something else.

Here are 200 rows of pure noise, 5,000 columns, and labels thrown with a
coin. The 30 columns that go best with the labels are chosen, a linear
layer is trained on 150 rows, and tested on 50. Nothing can be learned
here. What will the test say?
"""
# %% Chosen on all rows, or on those for training
torch.manual_seed(0)
noise = torch.randn(200, 5000)
coins = torch.randint(0, 2, (200,))
lines, columns = {}, {}
for chosen_on, rows in {
    "all 200": 200,
    "the first 150": 150,
}.items():
    sign = coins[:rows] * 2.0 - 1  # −1 or 1
    together = (noise[:rows] * sign[:, None]).mean(dim=0)
    columns[chosen_on] = noise[:, together.abs().topk(30).indices]
    lines[chosen_on] = nn.Linear(30, 2)
# %% A line on what was chosen
for _ in live.steps(100):
    found_right = {}
    for chosen_on, line in lines.items():
        answered = line(columns[chosen_on])  # (200, 2)
        line.zero_grad()
        F.cross_entropy(answered[:150], coins[:150]).backward()
        with torch.no_grad():
            for weights in line.parameters():
                weights -= 0.5 * weights.grad
        hits = answered[150:].argmax(dim=1) == coins[150:]
        found_right[chosen_on] = hits.float().mean()
    live.report(accuracy=found_right)
for chosen_on, share in found_right.items():
    print(f"chosen on {chosen_on} rows: {share:.0%} right")
# %% [markdown]
"""
The test rows had a say in which columns to take: that was enough. All
that is fitted, a choice of columns, a mean, a model, is fitted on the
training part alone.
"""
# %% [markdown]
"""
A leak in our own digits: they were written by 13 people, and pictures
near one another in the file look as if by one hand. A random split puts
the same hands on both sides.
"""
# %%
live.quiz(
    "The model is to read the digits of people it has never seen. Which split tells how well it will?",
    live.wrong(
        "The random one: it is fair to every picture",
        "It is fair to pictures, but a hand that was trained on is easier to read, and new people bring new hands.",
    ),
    live.right(
        "One that keeps whole stretches of the file apart",
        "Then most hands of the held-out part were never seen in training, as it will be later.",
    ),
    live.wrong(
        "Either: the pictures are all different",
        "No two are equal, but two sevens by one hand are much alike.",
    ),
)
# %% Who is nearest?
flat = x.flatten(1)
far = torch.cdist(flat, flat).fill_diagonal_(math.inf)
place = torch.arange(len(x))
apart = (far.argmin(dim=1) - place).abs()  # in the file
near = (apart <= 140).float().mean()
pairs = (place[:, None] - place).abs()
chance = ((pairs <= 140) & (pairs > 0)).sum() / (pairs > 0).sum()
print(f"most similar picture within 140 places: {near:.0%}")
print(f"any other picture within 140 places: {chance:.0%}")
# %% A random split, and the end of the file
splits = {
    "random": order.split([1437, 360]),
    "the last 360": place.split([1437, 360]),
}
learners = {split: seeded(0) for split in splits}
for _ in live.steps(4):
    reached = {}
    for split, (seen, held) in splits.items():
        reading, reading_adam, reading_order = learners[split]
        one_epoch(reading, reading_adam, seen, y, reading_order)
        reached[split] = look(reading, held, y)[1]
    live.report(accuracy=reached)
for split, score in reached.items():
    print(f"{split}: {score:.1%}")
# %% [markdown]
"""
The same model, the same number of pictures. The lower figure is the one
to tell to someone who has new people's digits.
"""
# %% [markdown]
"""
# Precision and recall

One question now: is it an 8? The model's probability of 8 is compared
with a threshold. Of those called an 8, **precision** is the share that
are; of all eights, **recall** is the share that were found.

Move the threshold and run again. Which one would you want high to sort
letters by a machine, and which to let a person look at doubtful ones?
"""
# %% The threshold tags=["hidden"]
threshold = live.slider(
    "threshold",
    0.5,
    low=0.02,
    high=0.98,
)
# %% How sure of 8
torch.manual_seed(0)
eights = made("linear")
adam = torch.optim.Adam(eights.parameters(), lr=0.01)
for _ in range(10):
    one_epoch(eights, adam, train, y)
with torch.no_grad():
    sure = eights(x[val]).softmax(dim=1)[:, 8]  # (300,)
eight = y[val] == 8
# %% Is it an 8?
called = sure > threshold.value
hits = (called & eight).sum().item()
print(f"{called.sum()} called an 8, {hits} of them are")
print(f"{eight.sum() - hits} eights are missed")
# %% For every threshold
curves = {"precision": [], "recall": []}
for cut in torch.linspace(0.02, 0.98, 49).tolist():
    called = sure > cut
    hits = (called & eight).sum().item()
    if called.any():
        value = hits / called.sum().item()
        curves["precision"].append((cut, value))
    curves["recall"].append((cut, hits / eight.sum().item()))
live.compare(
    "threshold", "share", curves, log=False, crossings=False
)
# %%
live.quiz(
    "The threshold is raised. What is certain?",
    live.right(
        "Recall does not rise",
        "Fewer are called an 8, and none that was missed is found by asking for more.",
    ),
    live.wrong(
        "Precision rises",
        "Usually. But if a true 8 is the next to drop out, precision falls; and if none are left, there is none.",
    ),
    live.wrong(
        "Accuracy rises",
        "It counts both kinds of mistake, and depends on how many of each there are.",
    ),
)
# %% [markdown]
"""
# Go on tomorrow

A run of five epochs is stopped after three. What must be saved, so that
it goes on as if nothing had happened? The model; what the optimizer
keeps; the state of the generator that mixes the batches; how far it
was.

The cell goes on in three ways beside the unbroken run: with everything,
without the optimizer's state, without the generator's.
"""
# %% A run begins


def begun() -> Run:
    torch.manual_seed(0)
    model = made("hidden", 64)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    return model, adam, torch.Generator().manual_seed(1)


# %% Stop after three
unbroken = begun()
halted, halted_adam, halted_order = unbroken
for _ in range(3):
    one_epoch(halted, halted_adam, train, y, halted_order)
saved = Path("digits.pt")
torch.save(
    {
        "model": halted.state_dict(),
        "optimizer": halted_adam.state_dict(),
        "mixing": halted_order.get_state(),
        "epoch": 3,
    },
    saved,
)
print(f"{saved}: {saved.stat().st_size:,} bytes")


# %% Read it back
def resumed(optimizer: bool, generator: bool) -> Run:
    state = torch.load(saved, weights_only=True)
    model, adam, mixing = begun()
    model.load_state_dict(state["model"])
    if optimizer:
        adam.load_state_dict(state["optimizer"])
    if generator:
        mixing.set_state(state["mixing"])
    return model, adam, mixing


# %% Go on
ways = {
    "unbroken": deepcopy(unbroken[:2]) + resumed(True, True)[2:],
    "everything": resumed(True, True),
    "no optimizer": resumed(False, True),
    "no generator": resumed(True, False),
}
for _ in live.steps(2):
    losses = {}
    for way_on, (going, its_rule, its_mix) in ways.items():
        losses[way_on] = one_epoch(
            going, its_rule, train, y, its_mix
        )
    live.report(loss=losses)
# %% Bit for bit
straight = list(ways["unbroken"][0].parameters())
for way_on, gone in ways.items():
    both = zip(gone[0].parameters(), straight)
    equal = all(torch.equal(a, b) for a, b in both)
    said = "equal, bit for bit" if equal else "differs"
    print(f"{way_on}: {said}")
# %% [markdown]
"""
Without its state Adam begins anew, and takes its first, long steps
again: its first epoch has a higher loss than the unbroken run's.

`torch.load` reads tensors, numbers, strings, lists, dicts and a few
more plain types. With `weights_only=True`, the default, it refuses all
else, because a pickle may run any code while it is read. So save a
`state_dict`, never the model itself; `weights_only=False` is for files
you wrote yourself.

Two mistakes everyone makes once: a checkpoint of another model, and a
model in place of its state_dict.
"""
# %% A checkpoint of another model
torch.manual_seed(0)
torch.save(made("hidden", 32).state_dict(), "narrow.pt")
try:
    made("hidden", 64).load_state_dict(torch.load("narrow.pt"))
except RuntimeError as error:
    print(str(error).splitlines()[1].strip())
# %% A model where a state_dict was expected
torch.save(made("linear"), "whole.pt")  # the model itself
try:
    torch.load("whole.pt")
except pickle.UnpicklingError as error:
    print(str(error).splitlines()[0][:66])
# %% [markdown]
"""
Take the `try` away and run it again: the tutor says what such an error
means. The first names the layer, and both shapes; build the model as it
was when it was saved.
"""
# %% [markdown]
"""
# From cells to a script

A **training script** is a file that runs by itself: settings come as
arguments, results go to disk. The cell writes `train.py` into the work
folder. `set_num_threads(1)`: for a model as small as this one, threads
cost more than they bring.
"""
# %% train.py
TRAIN = '''
"""Train a digit classifier: python train.py --help"""
import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from tutor import live


def main(options):
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    images, y = live.digits()
    x = images.float() / 16
    mixed = torch.Generator().manual_seed(0)
    order = torch.randperm(len(x), generator=mixed)
    train, val, test = order.split([1197, 300, 300])
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(64, options.width),
        nn.ReLU(),
        nn.Linear(options.width, 10),
    )
    adam = torch.optim.Adam(model.parameters(), options.rate)
    history = []
    for epoch in range(options.epochs):
        model.train()
        for batch in train[torch.randperm(len(train))].split(64):
            loss = F.cross_entropy(model(x[batch]), y[batch])
            adam.zero_grad()
            loss.backward()
            adam.step()
        model.eval()
        with torch.no_grad():
            right = model(x[val]).argmax(dim=1) == y[val]
        history.append(right.float().mean().item())
        print(f"epoch {epoch}: {history[-1]:.1%}", flush=True)
    results = {"options": vars(options), "accuracy": history}
    Path(options.name + ".json").write_text(json.dumps(results))
    torch.save(model.state_dict(), options.name + ".pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.005)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="run")
    main(parser.parse_args())
'''
script = Path("train.py")
script.write_text(TRAIN.lstrip(), encoding="utf-8")
print("in a shell, while this lesson is open:")
print(f"cd {script.parent.resolve()}")
print("python train.py --width 16 --name narrow")


# %% Run it, with arguments
def ran(*arguments: str) -> str:
    print(" ".join(["python", script.name, *arguments]))
    before, sys.argv = sys.argv, [script.name, *arguments]
    try:
        runpy.run_path(script.name, run_name="__main__")
    finally:
        sys.argv = before
    return arguments[-1]


by_script = ran("--epochs", "10", "--name", "script")
# %% [markdown]
"""
The cell ran the file as `python` would, but in this process, in which
torch is loaded already. `if __name__ == "__main__":` matters: a
loader's workers, where they are new processes, import this file, and
must not train once more.

Now two runs are compared from what they left on disk. The first cell
writes a second run, of a narrower model, in the same form.
Then both are read back: arguments and figures from JSON, the models
from their state_dicts. Nothing but files connects them, so runs of last
week, or of another machine, can be compared in the same way.
"""
# %% A run of this lesson's
torch.manual_seed(0)
small = made("hidden", 8)
adam = torch.optim.Adam(small.parameters(), lr=0.005)
figures = []
for _ in live.steps(10):
    live.report(loss=one_epoch(small, adam, train, y))
    figures.append(look(small, val, y)[1])
by_cells = "cells"
written = {"options": {"width": 8}, "accuracy": figures}
Path(by_cells + ".json").write_text(json.dumps(written))
torch.save(small.state_dict(), by_cells + ".pt")
# %% Read back
curves = {}
for of_run in [by_script, by_cells]:
    results = json.loads(Path(f"{of_run}.json").read_text())
    width = results["options"]["width"]
    curves[f"{of_run}, {width}"] = list(
        enumerate(results["accuracy"])
    )
    back = made("hidden", width)
    back_state = torch.load(f"{of_run}.pt", weights_only=True)
    back.load_state_dict(back_state)
    print(f"{of_run}: {look(back, val, y)[1]:.1%} on validation")
live.compare(
    "epoch", "accuracy", curves, log=False, crossings=False
)
# %% [markdown]
"""
One look is left. You chose by the validation part; so its figure is a
little too good. Take the model that you chose, and look at the test
part, once.
"""
# %% The test, once
chosen_model = made("hidden", 128)
chosen_model.load_state_dict(
    torch.load(f"{by_script}.pt", weights_only=True)
)
print(f"{look(chosen_model, test, y)[1]:.1%} on the test part")
# %% [markdown]
"""
# What you can do now

- Train a classifier with a loop that you can trust, and say what its
  score is worth.
- Look at its mistakes one by one, and see from them what is wrong.
- Stop a run in time, save it whole, and go on as if it had never
  stopped.

In PyTorch's documentation: `torch.save`, `torch.load`,
`torch.nn.CrossEntropyLoss`, `torch.utils.data`.

The cell lists the files of its runs.
"""
# %% What was written
for path in [saved, script, *map(Path, [by_script, by_cells])]:
    for file in sorted(Path().glob(path.stem + ".*")):
        print(f"{file.stat().st_size:>8,} bytes  {file}")
