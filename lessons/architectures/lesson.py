# /// lesson
# title = "Architectures"
# minutes = 20
# summary = "What a network knows before it learns: convolution, recurrence, attention. Each by hand, each watched."
# goals = ["build each from tensors alone", "say what each one assumes of its data", "read what attention has learned"]
# teaches = [
#     "convolution", "kernel", "padding", "stride", "unfold", "pooling", "receptive field", "LeNet-5", "embedding",
#     "recurrent network", "LSTM", "forget gate", "attention", "causal mask", "multi-head attention",
#     "positional encoding", "transformer", "residual connection", "induction head", "language model",
#     "sampling from logits", "temperature", "top-k sampling", "key-value cache",
# ]
# needs = [
#     "nn.Module", "training loop", "mini-batch", "cross-entropy", "softmax", "logit", "Adam", "one-hot",
#     "broadcasting", "matrix product", "parameter count",
# ]
# exercises = [
#     "foretold_sizes", "conv_by_unfold", "lstm_cell", "attention_by_hand", "causal_mask", "several_heads", "positions",
#     "residual_block", "next_tokens", "keys_and_values",
# ]
# ///
# %% [markdown]
"""
# A few weights for every place

A linear layer has a weight of its own for each pixel. What it learns of
one corner it does not know in the next.

A **convolution** has one small **kernel** for all places. Lay it on a
patch of the image, multiply element by element, add up: that is one
number. Then move on by one pixel. This kernel, of 3 × 3, answers to
edges that stand upright. Slow it down and watch it slide.
"""

# %% Handwritten digits tags=["hidden"]
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

images, labels = live.digits()
pictures = images / 16  # (1797, 8, 8), from 0 to 1


def count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


# %% A kernel slides
kernel = torch.tensor(
    [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]
)
image = pictures[0]
answer = torch.zeros(6, 6)
for place in live.steps(36):
    row, column = divmod(place, 6)
    down, across = slice(row, row + 3), slice(column, column + 3)
    answer[row, column] = (image[down, across] * kernel).sum()
    seen = image / 4
    seen[down, across] = image[down, across]  # the patch, bright
    live.picture(seen, name="image")
    live.picture(answer, name="answer")
# %% [markdown]
"""
`F.unfold` makes a column of each patch. Then the whole convolution is a
single matrix product. (In mathematics a convolution turns the kernel
round first; PyTorch, like all such libraries, does not.)
"""
# %% All patches at once
patches = F.unfold(image[None, None], kernel_size=3)[0]
live.shapes("kernel.flatten() @ patches")
by_product = (kernel.flatten() @ patches).view(6, 6)
by_torch = F.conv2d(image[None, None], kernel[None, None])
print("by loop and product", (answer - by_product).abs().max())
print("by loop and PyTorch", (answer - by_torch).abs().max())
# %% [markdown]
"""
There is a kernel for each pair of an input and an output channel, and a
bias for each output channel. The size of the image does not count.
"""
# %% Parameters
torch.manual_seed(0)
by_kernel = nn.Conv2d(3, 16, kernel_size=5)
by_pixel = nn.Linear(3 * 28 * 28, 16 * 24 * 24)
for name, layer in {
    "Conv2d": by_kernel,
    "Linear": by_pixel,
}.items():
    print(f"{name:<7} {count(layer):>11,} parameters")
# %% [markdown]
"""
# Sizes

**Padding** puts a border of zeros around the image, and **stride** is
how far the kernel moves each time. Of a side of n pixels there is left:

    (n + 2 · padding − kernel) // stride + 1

Answer first; then run the cell, which compares the rule with PyTorch.
"""
# %%
live.quiz(
    "A kernel of 5 × 5 on an image of 28 × 28, with padding 2 and stride 1. How large is the answer?",
    live.wrong(
        "24 × 24",
        "That is without padding. Here two rows and columns of zeros are added on each side.",
    ),
    live.right(
        "28 × 28",
        "28 + 2 · 2 − 5 + 1 = 28. With padding (kernel − 1) / 2 and stride 1 an image keeps its size.",
    ),
    live.wrong(
        "32 × 32",
        "The padded image is that large. A kernel of 5 has 4 places fewer on it than there are pixels.",
    ),
)
# %% The rule, and PyTorch
torch.manual_seed(0)
for padding, stride in [(0, 1), (1, 1), (0, 2), (1, 2)]:
    conv = nn.Conv2d(1, 1, 3, padding=padding, stride=stride)
    side = conv(image[None, None]).shape[-1]
    rule = (8 + 2 * padding - 3) // stride + 1
    print(f"{padding=} {stride=}: {side}, by the rule {rule}")
# %% [markdown]
"""
**Pooling** takes the largest number of each 2 × 2 block, or the mean,
and halves the sides. It has no parameters, and where exactly an edge
was counts less after it.
"""
# %% Halved
edges = F.conv2d(image[None, None], kernel[None, None], padding=1)
live.picture(edges[0], name="edges")
live.picture(F.max_pool2d(edges, 2)[0], name="pooled")
# %% [markdown]
"""
# How far one sees

What a number deep in the network depends on is its **receptive field**.
Autograd finds it: the pixels whose gradient is not zero. Run it; then
turn the slider, run it again, and compare the same convolutions with
pooling after each of them and without.
"""
# %% The receptive field
torch.manual_seed(0)
depth = live.slider("depth", 2, low=1, high=4, whole=True)
conv, halve = nn.Conv2d(1, 1, 3, padding=1), nn.AvgPool2d(2)
nn.init.ones_(conv.weight)
kinds: dict[str, list[nn.Module]] = {
    "without pooling": [conv],
    "with pooling": [conv, halve],
}
for kind, stack in kinds.items():
    canvas = torch.zeros(1, 1, 64, 64, requires_grad=True)
    far = canvas
    for layer in stack * depth.value:
        far = layer(far)
    one = far[0, 0].diagonal()[far.shape[-1] // 2]  # the middle
    (gradient,) = torch.autograd.grad(one, canvas)
    counts = (gradient[0, 0] != 0).float()  # (64, 64)
    live.picture(counts, name=kind)
    print(f"{kind}: {int(counts.amax(0).sum())} pixels wide")
# %% [markdown]
"""
# LeNet-5

Convolutions, each followed by a bend and by pooling, then three linear
layers: **LeNet-5** (LeCun and others, 1998), in the form it is taught in
today. `)` follows a batch from layer to layer. The digits were enlarged
to 28 × 28 for it.

Many write it with sigmoids. Run the training with them, then with tanh.
"""
# %% Larger digits, in two parts tags=["hidden"]
torch.manual_seed(0)
large = F.interpolate(pictures[:, None], 28, mode="bilinear")
order = torch.randperm(len(large))
train, held_out = order[:1497], order[1497:]


# %% The network
torch.manual_seed(0)
lenet = [
    nn.Conv2d(1, 6, 5, padding=2),
    nn.Tanh(),
    nn.AvgPool2d(2),
    nn.Conv2d(6, 16, 5),
    nn.Tanh(),
    nn.AvgPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120),
    nn.Tanh(),
    nn.Linear(120, 84),
    nn.Tanh(),
    nn.Linear(84, 10),
]
net = nn.Sequential(*lenet)
print(f"{count(net):,} parameters")
# %% Its layers
live.network(net, large[:64], name="LeNet-5")
# %% Its activation
bend = live.choice("bend", "sigmoid", ["sigmoid", "tanh", "ReLU"])
bends = {
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "ReLU": nn.ReLU(),
}
net = nn.Sequential(
    *[
        bends[bend.value] if isinstance(layer, nn.Tanh) else layer
        for layer in lenet
    ]
)
# %% Train it
torch.manual_seed(0)
adam = torch.optim.Adam(net.parameters(), lr=0.005)
for _ in live.steps(40):
    batch = train[torch.randint(len(train), (16,))]
    logits = net(large[batch])
    loss = F.cross_entropy(logits, labels[batch])
    adam.zero_grad()
    loss.backward()
    adam.step()
    right = (logits.argmax(1) == labels[batch]).float().mean()
    live.report(
        loss={"LeNet-5": loss, "guessing": math.log(10)},
        right=right,
    )
with torch.no_grad():
    guess = net(large[held_out]).argmax(1)
share = (guess == labels[held_out]).float().mean()
print(f"{share:.0%} of the held-out digits are read right")
# %%
live.quiz(
    "Same layers, same rate. Why does the network with sigmoids not begin to learn?",
    live.wrong(
        "It has fewer parameters",
        "An activation has none. The two networks have the same number of weights.",
    ),
    live.right(
        "Each sigmoid divides the gradient by 4 or more on its way back",
        "Its slope is 1/4 at most, and four of them lie between the loss and the first layer. The slope of tanh "
        "is 1 where it is steepest.",
    ),
    live.wrong(
        "A sigmoid cannot tell an edge from an area",
        "The convolutions do that, and the network with tanh has the same ones.",
    ),
)
# %% Its kernels, and what they make of a digit
live.kernels(net[0])
live.feature_maps(net[:2], large[0])
# %% [markdown]
"""
# A row for each symbol

Words, letters, moves of a game: symbols are numbered, but their numbers
mean nothing. An **embedding** is a table with a row of learned numbers
for each symbol; `nn.Embedding` picks rows. That is a one-hot vector
times a matrix, without all the zeros.
"""
# %%
live.quiz(
    "A table has ten rows. A sentence has symbol 3 twice and symbol 1 once. Which rows get a gradient other than zero?",
    live.wrong(
        "All ten",
        "The other rows had no part in the result, and what had no part in it has a gradient of zero.",
    ),
    live.right(
        "Rows 1 and 3, row 3 the sum of two",
        "A row that is used twice is a value with two paths to the loss, and gradients add up over paths.",
    ),
    live.wrong(
        "None: a row is looked up by an integer",
        "The integer has no gradient. The row that it picks does: it is copied into the result.",
    ),
)
# %% Looked up
torch.manual_seed(0)
table = nn.Embedding(10, 4)  # ten symbols, four numbers each
symbols = torch.tensor([3, 1, 3])
rows = table(symbols)  # (3, 4)
product = F.one_hot(symbols, 10).float() @ table.weight
print("the same rows:", torch.equal(rows, product))
rows.sum().backward()
live.inspect(table.weight.grad, name="gradient of the table")
# %% [markdown]
"""
# A state that is carried along

A **recurrent network** reads a sequence from left to right. It has a
state h, and one set of weights for all steps:

    h = tanh(x @ W.T + h @ U.T + b)

The cell does it by hand, beside `nn.RNN`. The next one asks what is
left of each step at the end: the gradient of the last state for each of
thirty inputs. U is multiplied in at every step on the way back.
"""
# %% By hand
torch.manual_seed(0)
rnn = nn.RNN(2, 32, batch_first=True)
sequence = torch.randn(5, 30, 2)  # (batch, steps, numbers)
b = rnn.bias_ih_l0 + rnn.bias_hh_l0
h = torch.zeros(5, 32)
for one in sequence.unbind(dim=1):
    h = one @ rnn.weight_ih_l0.T + h @ rnn.weight_hh_l0.T + b
    h = torch.tanh(h)  # (5, 32)
states, last = rnn(sequence)
print("every state:", tuple(states.shape))
print("the last, by hand:", (h - last[0]).abs().max())


# %% What the end knows of each step
torch.manual_seed(0)
inputs = torch.randn(16, 30, 2, requires_grad=True)
states, _ = rnn(inputs)  # (16, 30, hidden)
(gradient,) = torch.autograd.grad(states[:, -1].sum(), inputs)
known = gradient.norm(dim=2).mean(dim=0)  # one for each step
live.bars(known, log=True, name="gradient for each step")
# %% [markdown]
"""
# A gate that keeps

An **LSTM** has a second state c, and **gates**, sigmoids of x and h that
say what of it passes:

    c = f · c + i · tanh(…)      h = o · tanh(c)

Straight back from c to c only the **forget gate** f multiplies. Where f
is near 1, the memory lasts. So many begin with a bias that opens it, as
here; turn it down and up, and run the cell for each. (A **GRU** does with
one state and two gates.)
"""
# %%
live.quiz(
    "At first a gate is about sigmoid(0). How much of c is left after ten steps?",
    live.wrong(
        "Half of it",
        "sigmoid(0) is one half, but that is multiplied in at every step, not once.",
    ),
    live.right(
        "Less than a hundredth",
        "One half to the power of ten is about one thousandth. With a bias of 4 far more than half is left.",
    ),
    live.wrong(
        "All of it: c is added to, never overwritten",
        "Only where the forget gate is 1. It multiplies c before anything is added.",
    ),
)
# %% The forget gate's bias tags=["hidden"]
forget_bias = live.slider(
    "forget_bias", 3.0, low=0.0, high=4.0, presets=[0, 3]
)


def lstm_of(hidden: int, opened: float) -> nn.LSTM:
    lstm = nn.LSTM(2, hidden, batch_first=True)
    with torch.no_grad():  # gates stand in the order i, f, g, o
        bias = lstm.get_parameter("bias_hh_l0")
        bias[hidden : 2 * hidden] += opened
    return lstm


# %% Three memories
torch.manual_seed(0)
readers = {
    "RNN": nn.RNN(2, 32, batch_first=True),
    "LSTM": lstm_of(32, forget_bias.value),
    "GRU": nn.GRU(2, 32, batch_first=True),
}
known = {}
for name, reader in readers.items():
    inputs = torch.randn(16, 30, 2, requires_grad=True)
    end = reader(inputs)[0][:, -1].sum()
    (gradient,) = torch.autograd.grad(end, inputs)
    known[name] = gradient.norm(dim=2).mean(dim=0)
gru = known.pop("GRU")
live.bars(known, log=True, name="gradient for each step")
print(f"GRU: first step {gru[0]:.1e}, last step {gru[-1]:.1e}")
gate = torch.sigmoid(torch.tensor(forget_bias.value))
print(f"of c, after ten steps: {gate**10:.4f}")
# %% [markdown]
"""
# Two numbers to remember

The **adding problem** (Hochreiter and Schmidhuber, 1997) asks for
memory and nothing else. Of twelve random numbers two are marked; after
the last, name their sum. Whoever always says 1 has an error of 1/6,
`guessing`. Both networks get the same batches.

The LSTM finds it. The RNN, in as many steps, does not. Run it; then set
the forget gate's bias to 0 and run it again.
"""


# %% The task
def adding(count: int, steps: int = 12) -> tuple[Tensor, Tensor]:
    numbers = torch.rand(count, steps)
    two = torch.rand(count, steps).argsort(dim=1)[:, :2]
    marks = torch.zeros(count, steps).scatter(1, two, 1.0)
    x = torch.stack([numbers, marks], dim=2)  # (N, steps, 2)
    return x, (numbers * marks).sum(dim=1)


# %% Two readers, and what each says at the end
torch.manual_seed(0)
rivals = {
    "RNN": nn.RNN(2, 32, batch_first=True),
    "LSTM": lstm_of(32, forget_bias.value),
}
ends = {name: nn.Linear(32, 1) for name in rivals}
# %% RNN against LSTM
torch.manual_seed(0)
both = nn.ModuleList([*rivals.values(), *ends.values()])
adam = torch.optim.Adam(both.parameters(), lr=0.03)
for _ in live.steps(300):
    inputs, targets = adding(32)
    losses: dict[str, Tensor] = {}
    for name, reader in rivals.items():
        said = ends[name](reader(inputs)[0][:, -1])  # (32, 1)
        losses[name] = F.mse_loss(said.squeeze(1), targets)
    adam.zero_grad()
    (losses["RNN"] + losses["LSTM"]).backward()
    for rival in both:
        nn.utils.clip_grad_norm_(rival.parameters(), 1.0)
    adam.step()
    live.report(loss={**losses, "guessing": 1 / 6})
# %% [markdown]
"""
# Look instead of remember

Why carry everything along? With **attention** each place looks at all
the others. It has a **query**, what it looks for; each place has a
**key**, what it is found by, and a **value**, what it gives:

    weights = softmax(query · key / √d)      result = weights @ values

The weights of a row add up to 1. Here nothing has been learned yet.
"""
# %% By hand, from six words
torch.manual_seed(0)
words = ["the", "cat", "sat", "on", "the", "mat"]
rows = nn.Embedding(6, 16)(torch.tensor([0, 1, 2, 3, 0, 4]))
queries = nn.Linear(16, 16)(rows)  # (6, 16), as the others
keys, values = nn.Linear(16, 16)(rows), nn.Linear(16, 16)(rows)
looks = (queries @ keys.T / 16**0.5).softmax(dim=1)  # (6, 6)
result = looks @ values
live.attention(looks, words, name="who looks at whom")
pytorchs = F.scaled_dot_product_attention(queries, keys, values)
print("PyTorch's differs by", (result - pytorchs).abs().max())
# %%
live.quiz(
    "What would happen without the division by √d, where d, the length of queries and keys, is large?",
    live.wrong(
        "The weights would no longer add up to 1",
        "softmax sees to that, whatever it is given.",
    ),
    live.right(
        "Nearly all weight would fall on one place, and hardly any gradient would come through",
        "A sum of d random products is about √d in size. softmax of such numbers is nearly 0 or 1, and flat there.",
    ),
    live.wrong(
        "Every place would get about the same weight",
        "That is what small scores do. Without the division they grow with d.",
    ),
)
# %% Why √d
torch.manual_seed(0)
for size in [4, 64, 1024]:
    products = torch.randn(200, size) @ torch.randn(size, 6)
    raw = products.softmax(dim=1).amax(dim=1).mean()
    scaled = (products / size**0.5).softmax(dim=1)
    scaled = scaled.amax(dim=1).mean()
    print(f"d={size:<5} largest {raw:.2f}, by √d {scaled:.2f}")
# %% [markdown]
"""
# Nothing from the future

A model that is to foretell the next word must not see it. The **causal
mask** sets the score of every later place to −∞ before softmax, whose
weight for it is then exactly 0.

So one pass trains on every beginning of a sentence at once. The cell
changes the last word, and looks at what changes.
"""
# %% Masked
torch.manual_seed(0)
future = torch.ones(6, 6).triu(1).bool()  # above the diagonal
pairs = queries @ keys.T / 16**0.5  # a score for each pair
pairs = pairs.masked_fill(future, -math.inf)
live.attention(pairs.softmax(dim=1), words, name="masked")
first = pairs.softmax(dim=1) @ values
another = torch.randn(3, 16)  # the last word's, anew
new_queries = torch.cat([queries[:5], another[:1]])
new_keys = torch.cat([keys[:5], another[1:2]])
new_values = torch.cat([values[:5], another[2:]])
pairs = new_queries @ new_keys.T / 16**0.5
pairs = pairs.masked_fill(future, -math.inf)
second = pairs.softmax(dim=1) @ new_values
print("changed:", (first != second).any(dim=1).tolist())
# %%
live.quiz(
    "Why not set the weights of later places to 0 after softmax?",
    live.wrong(
        "That would be the same",
        "softmax has already shared out the weight over all places, later ones included.",
    ),
    live.right(
        "The rest would not add up to 1, and would depend on the later scores",
        "softmax divides by a sum over all places. Only −∞ before it takes the later ones out of that sum.",
    ),
    live.wrong(
        "A weight of 0 has no gradient",
        "That is wanted here: nothing may flow back from a place that was not seen.",
    ),
)
# %% [markdown]
"""
# Several heads

One softmax can hardly look at two things at once. **Multi-head
attention** cuts queries, keys and values into `heads` parts, lets each
part attend for itself, and puts the results side by side. A last linear
layer mixes them. The key `)` leafs through the heads.

Run it for 1 head and for 8.
"""
# %%
live.quiz(
    "A layer of width 32 has one head. How many more parameters does it have with eight?",
    live.wrong(
        "Eight times as many",
        "Each head works on a part of the numbers, 4 of 32, not on all of them.",
    ),
    live.right(
        "None",
        "The same matrices make queries, keys and values. Their results are cut into parts, which costs nothing.",
    ),
    live.wrong(
        "Seven more of everything but the last layer",
        "There is one matrix for all heads: cutting its result into eight is only another shape.",
    ),
)
# %% How many tags=["hidden"]
head_count = live.choice("heads", "4", ["1", "2", "4", "8"])
number = int(head_count.value)
# %% By hand, and PyTorch's
torch.manual_seed(0)
module = nn.MultiheadAttention(32, number, batch_first=True)
rows = torch.randn(1, 6, 32)  # one sentence
every = F.linear(rows, module.in_proj_weight)  # biases are 0
split = every.view(1, 6, 3, number, 32 // number)
split = split.permute(2, 0, 3, 1, 4)  # (3, 1, heads, 6, …)
pairs = split[0] @ split[1].mT / (32 / number) ** 0.5
looks = pairs.softmax(dim=-1)  # (1, heads, 6, 6)
together = (looks @ split[2]).transpose(1, 2).reshape(1, 6, 32)
result = module.out_proj(together)
live.attention(looks, words, name="heads")
print(
    "differs by",
    (result - module(rows, rows, rows)[0]).abs().max(),
)
print(f"{count(module):,} parameters")
# %% [markdown]
"""
# Where is it?

Attention compares contents, not places. Shuffle the words, and the same
results come out, shuffled. To it a sentence is a bag of words.

So something that depends on the place is added to each embedding, a
**positional encoding**: learned numbers, or, as here, waves of many
lengths. The second cell multiplies the codes of all pairs of places:
neighbors are alike.
"""
# %% A bag of words
torch.manual_seed(0)
rows = torch.randn(6, 16)
shuffled = torch.tensor([3, 0, 5, 1, 4, 2])


def attend(x: Tensor) -> Tensor:
    return (x @ x.T / 4).softmax(dim=1) @ x


apart = (
    (attend(rows)[shuffled] - attend(rows[shuffled])).abs().max()
)
print("without positions:", apart)
# %% Waves
spot = torch.arange(16)[:, None]  # (16, 1)
speed = 100 ** (-torch.arange(8) / 8)  # from fast to slow
code = torch.cat(
    [torch.sin(spot * speed), torch.cos(spot * speed)], dim=1
)  # (16, 16)
live.picture(code, name="a row for each place")
live.attention(code @ code.T, name="how alike two places are")
there = code[:6]
moved = attend(rows + there)[shuffled]
apart = (moved - attend(rows[shuffled] + there)).abs().max()
print("with positions:", apart)
# %% [markdown]
"""
# A Transformer

A **Transformer** is a stack of blocks. Each normalizes, attends, and
*adds* what it found to what it had; then it does the same with a small
MLP. In front are embeddings and positions, at the end a linear layer.

The folded cells hold what you have just built, as modules; open them.
Here is one with one layer, one head and no MLP. It is to write eight
digits backward.
"""


# %% Attention as a module tags=["hidden"]
class Attention(nn.Module):
    def __init__(self, d: int, heads: int, causal: bool):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.into = nn.Linear(d, 3 * d)  # queries, keys, values
        self.out = nn.Linear(d, d)

    def forward(self, x: Tensor) -> Tensor:  # (B, T, d)
        parts = self.into(x).unflatten(2, (3, self.heads, -1))
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # (B, heads, T, …)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if self.causal:
            later = torch.ones(scores.shape[2:]).triu(1).bool()
            scores = scores.masked_fill(later, -math.inf)
        self.weights = scores.softmax(dim=-1)
        return self.out((self.weights @ v).mT.flatten(1, 2).mT)


# %% A block, and a stack of them tags=["hidden"]
class Block(nn.Module):
    def __init__(
        self, d: int, heads: int, causal: bool, mlp: bool
    ):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.attention = Attention(d, heads, causal)
        wide = [
            nn.Linear(d, 4 * d),
            nn.ReLU(),
            nn.Linear(4 * d, d),
        ]
        small = nn.Sequential(nn.LayerNorm(d), *wide)
        self.mlp = small if mlp else None

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.norm(x))
        return x + self.mlp(x) if self.mlp else x


# %% The Transformer
class Transformer(nn.Module):
    def __init__(
        self, symbols, length, d, layers, heads=1, **kind
    ):
        super().__init__()
        self.tokens = nn.Embedding(symbols, d)
        self.places = nn.Parameter(torch.randn(length, d) / 2)
        each = {"causal": False, "mlp": False, **kind}
        blocks = [Block(d, heads, **each) for _ in range(layers)]
        self.blocks = nn.Sequential(*blocks)
        last = nn.Linear(d, symbols)
        self.head = nn.Sequential(nn.LayerNorm(d), last)

    def forward(self, x: Tensor) -> Tensor:  # (B, T)
        x = self.tokens(x) + self.places[: x.shape[1]]
        return self.head(self.blocks(x))  # logits (B, T, symbols)


# %%
live.quiz(
    "Place 0 must write what stands at place 7, place 1 what stands at place 6. What will the map of weights look "
    "like?",
    live.wrong(
        "A line from top left to bottom right",
        "That is every place looking at itself, which is the digit it must not write.",
    ),
    live.right(
        "A line from top right to bottom left",
        "Row 0 has its weight in the last column, the last row in column 0. Watch how this line condenses.",
    ),
    live.wrong(
        "It depends on the digits",
        "Where to look depends on the place alone here. Which digit is found there comes with the value.",
    ),
)
# %% Learn to write backward
torch.manual_seed(0)
reverser = Transformer(symbols=10, length=8, d=32, layers=1)
adam = torch.optim.Adam(reverser.parameters(), lr=0.01)
for _ in live.steps(60):
    inputs = torch.randint(10, (64, 8))
    targets = inputs.flip(1)
    logits = reverser(inputs)  # (64, 8, 10)
    loss = F.cross_entropy(
        logits.flatten(0, 1), targets.flatten()
    )
    adam.zero_grad()
    loss.backward()
    adam.step()
    right = (logits.argmax(2) == targets).float().mean()
    live.report(loss=loss, right=right)
    looks = reverser.blocks[0].attention.weights
    live.attention(looks.mean(dim=(0, 1)), name="attention")
# %% [markdown]
"""
# Thirty layers

Why does a block *add* its result? Take thirty plain layers: on the way
back each of them shrinks the gradient. With a **residual connection**,
x + f(x), there is a path around every layer, on which the gradient
comes back as it is. The sums may grow from layer to layer; layer norm
keeps what f is given at one size.

The bars are the norm of each layer's gradient before the first step.
Look at their axis. Then train both.
"""


# %% Plain, and with a way around
torch.manual_seed(0)


class Layer(nn.Module):
    def __init__(self, d: int, residual: bool):
        super().__init__()
        self.norm = nn.LayerNorm(d) if residual else nn.Identity()
        self.linear, self.residual = nn.Linear(d, d), residual

    def forward(self, x: Tensor) -> Tensor:
        found = torch.relu(self.linear(self.norm(x)))
        return x + found if self.residual else found


# %% Thirty of them
def deep(residual: bool) -> nn.Sequential:
    layers = [Layer(32, residual) for _ in range(30)]
    return nn.Sequential(
        nn.Linear(64, 32), *layers, nn.Linear(32, 10)
    )


# %% Gradient norms, layer by layer
torch.manual_seed(0)
towers = {"plain": deep(False), "residual": deep(True)}
digits, truth = live.digits()
pixels = digits.flatten(1) / 16  # (1797, 64)
norms = {}
for name, tower in towers.items():
    F.cross_entropy(tower(pixels), truth).backward()
    matrices = [p for p in tower.parameters() if p.ndim == 2]
    norms[name] = [p.grad.norm() for p in matrices]
live.bars(norms, log=True, name="gradient norms")
# %% Train both
adam = torch.optim.Adam(
    [p for tower in towers.values() for p in tower.parameters()],
    lr=0.003,
)
for _ in live.steps(45):
    batch = torch.randint(len(pixels), (32,))
    losses, right = {}, {}
    for name, tower in towers.items():
        out = tower(pixels[batch])
        losses[name] = F.cross_entropy(out, truth[batch])
        hits = out.argmax(1) == truth[batch]
        right[name] = hits.float().mean()
    adam.zero_grad()
    (losses["plain"] + losses["residual"]).backward()
    adam.step()
    live.report(loss=losses, right=right)
# %% [markdown]
"""
# Found, not built

A word of random symbols repeats itself, again and again. Whoever has
seen it once can foretell the rest: find where the present symbol stood
before, and take what came *after* it. That needs two steps, so two
layers of attention.

How long the word is changes from batch to batch, so counting does not
help. Watch both layers (`f` shows a map whole, `m` goes on to the next).
In the first, places come to look one back; in the second a stripe
appears, from each symbol to what came after it the last time. That is
an **induction head** (Olsson and others, 2022). Nobody built it.
"""


# %% A word that repeats itself
torch.manual_seed(0)


def repeated(count: int, period: int, length: int = 24) -> Tensor:
    word = torch.rand(count, length).argsort(dim=1)[:, :period]
    return word.repeat(1, length // period + 1)[:, :length]


example = repeated(32, period=6, length=12)
example[:3]
# %% Two layers
torch.manual_seed(0)
model = Transformer(24, 24, d=48, layers=2, causal=True)
adam = torch.optim.Adam(model.parameters(), lr=0.006)
for _ in live.steps(80):
    period = int(torch.randint(5, 12, ()))
    inputs = repeated(24, period)
    logits = model(inputs[:, :-1])[:, period:].flatten(0, 1)
    targets = inputs[:, period + 1 :].flatten()
    loss = F.cross_entropy(logits, targets)
    adam.zero_grad()
    loss.backward()
    adam.step()
    right = (logits.argmax(1) == targets).float().mean()
    live.report(loss=loss, right=right)
    model(example)
    for level, block in enumerate(model.blocks, start=1):
        looks = block.attention.weights.mean(dim=(0, 1))
        live.attention(looks.detach(), name=f"layer {level}")
# %% [markdown]
"""
# One letter after another

A **language model** foretells the next symbol, here the next letter. To
write, it draws one, appends it, and begins again.

Be fair to it: the text is a few pages, made in the cell below, and there
are seconds to learn it in. In that time a small Transformer learns to
spell most words, and now and then writes a whole sentence. That sums
have to be right, it does not learn. Models that write well
have seen millions of times as much text, for weeks, on thousands of
processors.
"""
# %% A text of sums
torch.manual_seed(0)
NAMES = ["zero", "one", "two", "three", "four", "five", "six"]
NAMES += ["seven", "eight", "nine", "ten", "eleven", "twelve"]
NAMES += ["thirteen", "fourteen", "fifteen", "sixteen"]
NAMES += ["seventeen", "eighteen"]
sums = torch.randint(10, (1000, 2)).tolist()
text = " ".join(
    f"{NAMES[a]} plus {NAMES[b]} is {NAMES[a + b]}."
    for a, b in sums
)
letters = sorted(set(text))
data = torch.tensor([letters.index(letter) for letter in text])
print(text[:66])
print(f"{len(text):,} letters, {len(letters)} different ones")


# %% A small model, and how it writes tags=["hidden"]
torch.manual_seed(0)
writer = Transformer(
    len(letters), 32, 32, 2, heads=2, causal=True, mlp=True
)


def spell(symbols: Tensor) -> str:
    return "".join(letters[each] for each in symbols.tolist())


@torch.no_grad()
def write(count: int) -> str:
    x = data[:32][None]  # a beginning, for it to go on from
    for _ in range(count):
        logits = writer(x[:, -32:])[:, -1]  # (1, symbols)
        drawn = torch.multinomial(logits.softmax(dim=1), 1)
        x = torch.cat([x, drawn], dim=1)
    return spell(x[0, 32:])


# %% It learns to write
torch.manual_seed(0)
adam = torch.optim.Adam(writer.parameters(), lr=0.015)
guessing = math.log(len(letters))
for step in live.steps(201):
    if step % 40 == 0:
        print(f"{step:>3}: {write(60)}")
    at = torch.randint(len(data) - 32, (16, 1))
    chunk = data[at + torch.arange(33)]  # (16, 33)
    logits = writer(chunk[:, :-1]).flatten(0, 1)
    loss = F.cross_entropy(logits, chunk[:, 1:].flatten())
    live.report(loss={"model": loss, "guessing": guessing})
    adam.zero_grad()
    loss.backward()
    adam.step()
# %% [markdown]
"""
# Which letter next?

The model gives logits; which symbol is written is another choice.
**Greedy**: always the likeliest. It is safe, and soon says the same
again and again. **Sampling** draws by the probabilities. A
**temperature** divides the logits first: below 1 it is bolder, above 1
more even. **Top-k** leaves only the k likeliest.

The bars are the probabilities of the letter after "plus ". Turn the
sliders, run the cell again, and read what is written.
"""
# %% Two sliders tags=["hidden"]
temperature = live.slider(
    "temperature",
    1.0,
    low=0.1,
    high=3.0,
    scale="log",
    presets=[1],
)
top = live.slider("k", 19, low=1, high=19, whole=True)


# %% Temperature and top-k
def chances(logits: Tensor, temperature: float, k: int) -> Tensor:
    least = logits.topk(k).values[..., -1:]
    cut = logits.masked_fill(logits < least, -math.inf)
    return (cut / temperature).softmax(dim=-1)


# %% What is written
torch.manual_seed(1)
begun = "one plus two is three. two plus "
so_far = torch.tensor([letters.index(letter) for letter in begun])
with torch.no_grad():
    for step in range(60):
        logits = writer(so_far[None, -32:])[0, -1]
        share = chances(logits, temperature.value, top.value)
        if step == 0:
            live.bars(share, letters, name="the next letter")
        so_far = torch.cat([so_far, torch.multinomial(share, 1)])
print(spell(so_far[32:]))
# %%
live.quiz(
    "What is top-k sampling with k = 1?",
    live.right(
        "Greedy decoding",
        "One symbol is left, the likeliest. It gets all the probability, whatever the temperature.",
    ),
    live.wrong(
        "Sampling from all symbols",
        "That is k = the number of symbols: then none is cut.",
    ),
    live.wrong(
        "Sampling at temperature 1",
        "Temperature changes how the probabilities are spread over what is left. k says how much is left.",
    ),
)
# %% [markdown]
"""
# Nothing twice

To write letter 30 the loop above computes letters 0 to 29 again, and
throws all but the last answer away. But with a causal mask the keys and
values of earlier places never change, as long as the text fits in the
places it has. Keep them in a **key-value cache**, and each letter
costs one place.

The cell goes both ways, and reports for each letter how many places
they compute and how far apart their logits are. The price is memory,
and it grows with the length.
"""


# %% One place at a time
caches = [torch.zeros(2, 2, 0, 16) for block in writer.blocks]
with torch.no_grad():
    for place in live.steps(32):
        now = writer.tokens(data[place]) + writer.places[place]
        for number, block in enumerate(writer.blocks):
            split = block.attention.into(block.norm(now))
            split = split.view(3, 2, 1, 16)  # (…, heads, 1, 16)
            past = [caches[number], split[1:]]  # keys and values
            caches[number] = torch.cat(past, dim=2)
            keys, values = caches[number]  # (heads, so far, 16)
            looks = (split[0] @ keys.mT / 4).softmax(dim=-1)
            mixed = (looks @ values).flatten()  # (32,)
            now = now + block.attention.out(mixed)
            now = now + block.mlp(now)
        again = writer(data[None, : place + 1])[0, -1]
        apart = (writer.head(now) - again).abs().max()
        places = {"all again": place + 1, "with a cache": 1}
        live.report(apart=apart, places=places)
# %% What it takes
held = caches[0].numel() + caches[1].numel()
print(f"the caches hold {held:,} numbers, {4 * held:,} bytes")
# %% [markdown]
"""
# What you can do now

- Write a convolution, a recurrent network, attention with mask and
  heads, and a Transformer from tensors alone.
- Say what each assumes: that a pattern is the same everywhere, that
  what matters came a while ago, that any place may need any other.
- See what a model has learned, by its gradients and its weights.

In PyTorch's documentation: `torch.nn.Conv2d`, `torch.nn.LSTM`,
`torch.nn.MultiheadAttention`, `torch.nn.TransformerEncoderLayer`.

The cell counts the parameters of one layer of each, of equal width.
"""
# %% One layer of each
torch.manual_seed(0)
for layer in [
    nn.Conv1d(32, 32, kernel_size=3),
    nn.RNN(32, 32),
    nn.LSTM(32, 32),
    nn.MultiheadAttention(32, 4),
    nn.TransformerEncoderLayer(32, 4, dim_feedforward=128),
]:
    print(f"{count(layer):>6,}  {type(layer).__name__}")
