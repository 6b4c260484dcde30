# /// lesson
# title = "Data"
# minutes = 20
# summary = "From rows to batches: data sets, loaders, splits, workers, and files that are larger than memory."
# goals = ["write a data set and load it", "split and scale data without leaks", "say when workers help, and when not"]
# teaches = [
#     "data set", "data loader", "batch", "shuffle", "collate function", "padding", "sampler", "split", "leakage",
#     "normalization", "iterable data set", "memory map", "workers", "pinned memory", "transform", "TensorDataset",
# ]
# needs = ["tensors", "training loop", "mini-batch", "cross-entropy", "random seed", "torch.optim.SGD", "nn.Module"]
# exercises = [
#     "folder_of_files", "batch_of_one", "padded_batch", "training_numbers", "no_leak", "fair_draws", "shared_stream",
#     "read_from_disk",
# ]
# ///
# %% [markdown]
"""
# Data, one example at a time

Handwritten digits, eight by eight pixels each, with their labels. So
far data were two tensors. But what if the images are files, too many
to hold?

A **data set** says two things only: how many examples there are, and
what the example with an index is. Nothing is read before it is asked
for. Run it; then ask for another index.
"""

# %% What the lesson works with tags=["hidden"]
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, IterableDataset

# %% Live tags=["hidden"]
from tutor import live

# more workers than processors are asked for below, on purpose
warnings.filterwarnings("ignore", "This DataLoader will create")


# %% A data set
class Digits(Dataset[tuple[Tensor, int]]):
    def __init__(self, images: Tensor, labels: Tensor):
        self.images = images  # (N, 8, 8), uint8
        self.labels = labels  # (N,)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = self.images[index].float() / 16  # 0 to 1
        return image, int(self.labels[index])


# %% An example of it
images, labels = live.digits()
digits = Digits(images, labels)
image, label = digits[5]
print(f"{len(digits):,} examples; this one is a {label}")
live.picture(image, [label])
# %%
live.quiz(
    "A million photos lie in a folder. What does Digits, written for them, hold in memory before training?",
    live.wrong(
        "All photos, as one tensor",
        "That is what it would hold if __init__ read them. It need not: __getitem__ can open one file when asked.",
    ),
    live.right(
        "The names of the files, and nothing of the photos",
        "__init__ lists the files, __len__ counts the names, and __getitem__ reads the one that is asked for.",
    ),
    live.wrong(
        "One batch",
        "A data set knows no batches: it gives one example for one index. Batches are made by who asks.",
    ),
)
# %% [markdown]
"""
# Batches flow past

A **data loader** asks the data set for one index after another, and
stacks what it gets to a **batch**, with the examples along a new first
dimension. `for batch in loader:` goes once over all of it: an
**epoch**.

A column below is a batch, named by its epoch and its place there: the
rows in it light up, and earlier columns fade. Run it; then set the
order to *shuffled* (`]`), run again, and count how often each row is
lit in an epoch. (The key `.` goes one batch at a time.)
"""
# %% Shuffle, or not tags=["hidden"]
order = live.choice(
    "order", "as they lie", ["as they lie", "shuffled"]
)
# %% Six rows, two epochs
torch.manual_seed(0)
mixed_up = order.value == "shuffled"
loader = DataLoader(range(6), 2, shuffle=mixed_up)
lit = torch.zeros(6, 6)
names = [f"{epoch}.{b}" for epoch in (1, 2) for b in (1, 2, 3)]
batches = (batch for epoch in range(2) for batch in loader)
for step in live.steps(6):
    lit = lit * 0.5  # those before stay, darker
    batch = next(batches)  # (2,), the rows themselves
    lit[batch, step] = 1.0
    live.attention(
        lit,
        list(map(str, range(6))),
        names,
        titles=("row", "epoch.batch"),
        name="lit",
    )
# %% The shape of a batch
pictures, classes = next(iter(DataLoader(digits, batch_size=32)))
print("pictures", tuple(pictures.shape), pictures.dtype)
print("classes ", tuple(classes.shape), classes.dtype)
# %%
live.quiz(
    "With shuffle=True, how often does a row come in one epoch?",
    live.right(
        "Once",
        "A shuffled epoch is a permutation: another order, but each row exactly once.",
    ),
    live.wrong(
        "It depends on luck",
        "That is drawing with replacement, which a sampler can do. Shuffling only changes the order.",
    ),
    live.wrong(
        "Once in each batch",
        "A batch holds only a few of the rows; together the batches of an epoch hold them all.",
    ),
)
# %% [markdown]
"""
# Why shuffle

Files often lie sorted: first all zeros, then all ones. Take batches as
they lie, and each pulls the model to its own class, away from the one
before. The loss saws.

Two runs over the same digits, sorted by label. One takes them as they
lie, one shuffles. Which ends with the better accuracy on digits that
neither saw? Guess; then run it.
"""
# %% Sorted digits tags=["hidden"]
net_seed = live.slider("net_seed", 0, low=0, high=9, whole=True)
ways = {"sorted": False, "shuffled": True}
by_label = labels[:600].argsort(stable=True)  # (600,)
sorted_digits = Digits(images[by_label], labels[by_label])


def classifier(seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(64, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
    )


# %% Epoch after epoch tags=["hidden"]
def endless(loader: Any) -> Iterator[Any]:
    while True:  # whoever reads it decides when to stop
        yield from loader


# %% As they lie, and shuffled
nets = {way: classifier(net_seed.value) for way in ways}
sgd = {
    w: torch.optim.SGD(nets[w].parameters(), 0.1) for w in nets
}
flows = {
    way: endless(DataLoader(sorted_digits, 20, shuffle=shuffle))
    for way, shuffle in ways.items()
}
for _ in live.steps(150):  # five epochs of thirty batches
    losses = {}
    for way, flow in flows.items():
        x, y = next(flow)  # (20, 8, 8), (20,)
        losses[way] = F.cross_entropy(nets[way](x), y)
        sgd[way].zero_grad()
        losses[way].backward()
        sgd[way].step()
    live.report(loss=losses)
# %% On digits that neither saw
with torch.no_grad():
    for way, net in nets.items():
        guessed = net(images[600:].float() / 16).argmax(dim=1)
        share = (guessed == labels[600:]).float().mean()
        print(f"{way:<9} {100 * share:.0f} % right")
# %% [markdown]
"""
# The last batch

Few data sets divide evenly. The last batch takes what is left, and its
size may be anything: even 1. Some layers cannot work with that: batch
normalization, which scales by the mean and spread *of the batch*, has
no spread in one example.

Turn the size of a batch, and watch the last one. `drop_last=True`
leaves it out; shuffled, other rows are left out in each epoch.
"""
# %% The size of a batch tags=["hidden"]
batch_size = live.slider(
    "batch_size", 8, low=2, high=12, whole=True
)
# %% Thirty-three rows
rows = torch.randn(33, 3)
batch_sizes = [len(b) for b in DataLoader(rows, batch_size.value)]
live.bars(batch_sizes, name="examples in each batch")
norm = nn.BatchNorm1d(3)
try:
    for batch in DataLoader(rows, batch_size.value):
        norm(batch)  # (n, 3)
    print("every batch went through")
except ValueError as error:
    print(error)
# %%
live.quiz(
    "Evaluating on a test part, should you set drop_last=True?",
    live.wrong(
        "Yes, batches should be equal",
        "Then the examples of the last batch are never tested, and the accuracy is of something else.",
    ),
    live.right(
        "No",
        "Every test example counts. In evaluation batch normalization uses what it has kept, so one example will do.",
    ),
)
# %% [markdown]
"""
# Collate

Stacking wants equal shapes. Sentences, or sound, are of different
lengths. The loader hands the list of examples to its **collate
function**, and what that returns is the batch. The default one stacks.

One of your own can **pad**: fill up with zeros to the longest, and keep
the lengths, so that nobody takes zeros for data.
"""
# %% Sequences of different lengths
sequences = [torch.arange(1.0, n + 1) for n in (2, 5, 3, 4)]
try:
    next(iter(DataLoader(sequences, batch_size=4)))
except RuntimeError as error:
    print(error)


# %% A collate function
def padded(examples: list[Tensor]) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(one) for one in examples])
    batch = nn.utils.rnn.pad_sequence(examples, batch_first=True)
    return batch, lengths  # (B, longest), (B,)


padding = DataLoader(sequences, batch_size=4, collate_fn=padded)
filled, lengths = next(iter(padding))
print("lengths", lengths.tolist())
live.inspect(filled)
# %%
live.quiz(
    "You need the mean of each padded sequence. What is right?",
    live.wrong(
        "batch.mean(dim=1)",
        "That divides by the longest length, so short sequences seem small: the zeros are counted as data.",
    ),
    live.right(
        "batch.sum(dim=1) / lengths",
        "The zeros add nothing to the sum, and each sequence is divided by its own length.",
    ),
)
# %% [markdown]
"""
# One scale for all features

A **transform** is what is done to an example on its way: scaled,
cropped, turned. The most common is **normalization**: subtract a
feature's mean, divide by its standard deviation.

Three features below have sizes of about 1, 100 and 0.01. One net gets
them raw, one normalized. Rate and start are the same.
"""
# %% Three scales tags=["hidden"]
torch.manual_seed(0)
scales = torch.tensor([1.0, 100.0, 0.01])
raw = torch.randn(300, 3) * scales + 2 * scales  # (300, 3)
says = ((raw - 2 * scales) / scales).sum(dim=1) > 0  # (300,)
# %% The numbers of the training part
train, test = raw[:200], raw[200:]
mean, std = train.mean(dim=0), train.std(dim=0)  # (3,), (3,)
inputs = {"raw": train, "normalized": (train - mean) / std}
# %% Raw, and normalized
linear = {}
for name in inputs:
    torch.manual_seed(0)  # the same start for both
    linear[name] = nn.Linear(3, 1)
for _ in live.steps(200):
    losses = {}
    for name, x in inputs.items():
        out = linear[name](x).squeeze(1)  # (200,)
        losses[name] = F.binary_cross_entropy_with_logits(
            out, says[:200].float()
        )
        linear[name].zero_grad()
        losses[name].backward()
        with torch.no_grad():
            for p in linear[name].parameters():
                p -= 0.1 * p.grad
    live.report(loss=losses)
# %%
live.quiz(
    "The test part: whose mean and standard deviation normalize it?",
    live.wrong(
        "Its own",
        "Then the same example would become other numbers in another test part, and one alone has no spread: 0 / NaN.",
    ),
    live.right(
        "Those of the training part",
        "The model learned what numbers mean on that scale. New data come on it too, however many they are.",
    ),
    live.wrong(
        "Those of all data together",
        "Then numbers of the test part flow into training: a small leak, and there would be none for new data.",
    ),
)
# %% A feature that never changes
flat = torch.full((4, 1), 7.0)
print((flat - flat.mean(0)) / flat.std(0))  # 0 / 0
print((flat - flat.mean(0)) / flat.std(0).clamp(min=1e-6))
# %% [markdown]
"""
# Splits, and how they leak

Hold a part out of training, to learn what the model does on data it
never saw: a **split**. `random_split` draws one.

Is random always fair? Here are rows by 40 writers, 12 each. A writer's
rows look alike, and each writer has a label, drawn by a coin: **there
is nothing to learn** that would hold for a new writer. The answer given
is the label of the nearest training row. Guess both scores.
"""
# %% Forty writers tags=["hidden"]
draw = live.slider("draw", 0, low=0, high=9, whole=True)
torch.manual_seed(draw.value)
writer = torch.arange(40).repeat_interleave(12)  # (480,)
style = torch.randn(40, 8)[writer]  # (480, 8)
written = style + 0.3 * torch.randn(480, 8)
coin = torch.randint(2, (40,))[writer]  # (480,)


def score(train: Tensor, test: Tensor) -> float:
    apart = torch.cdist(written[test], written[train])
    answers = coin[train][apart.argmin(dim=1)]
    return (answers == coin[test]).float().mean().item()


# %% Two splits
mixed = torch.randperm(480)
by_row = mixed[:360], mixed[360:]
new = torch.isin(writer, torch.randperm(40)[:10])  # 10 writers
by_writer = (~new).nonzero()[:, 0], new.nonzero()[:, 0]
print(f"rows at random:    {100 * score(*by_row):.0f} % right")
print(
    f"writers kept whole: {100 * score(*by_writer):.0f} % right"
)
# %% [markdown]
"""
With rows at random, each test row has its writer's other rows in the
training part: **leakage**. Whoever or whatever rows come from in groups
(a patient, a day, a video) belongs whole to one side.

The second score is that of ten coins, so by luck it may be far from
half. Move **draw** to other writers and run again: it falls on both
sides of half, and the first one stays high.
"""
# %% [markdown]
"""
# Draws that are not even: samplers

Which index comes next is decided by a **sampler**. `shuffle=True` is
one of them. If one example in fifty is of the class that matters, most
batches of 16 have none; `WeightedRandomSampler` draws each row by its
weight.

With the weight 1 / (size of its class), each class gets the same share.
Rows of the rare class come again and again, so this is for training
only.
"""
# %% A rare class
torch.manual_seed(0)
rare = (torch.arange(1000) % 50 == 0).long()  # (1000,)
weights = 1 / rare.bincount()[rare]  # (1000,)
sampler = torch.utils.data.WeightedRandomSampler(weights, 1000)
drawn = {"as they lie": rare, "weighted": rare[list(sampler)]}
live.bars(
    {way: c.bincount().tolist() for way, c in drawn.items()},
    ["common", "rare"],
    name="draws in an epoch",
)
# %%
live.quiz(
    "Weights as above, 1,000 draws of 1,000 rows. Does every row come?",
    live.wrong(
        "Yes, as with shuffle",
        "Shuffle is a permutation. Weighted draws are with replacement: a rare row comes many times, so others do not.",
    ),
    live.right(
        "No: many common rows do not come at all",
        "Half of the draws go to the few rare rows. What is left is not enough for all the common ones.",
    ),
)
# %% [markdown]
"""
# A stream has no index

A log, a socket, a file read line by line: there is no row 7, only the
next row. An **iterable data set** has `__iter__` in place of
`__getitem__`. It decides the order, so a loader cannot shuffle it.

With two **workers**, two processes read it. Each has a copy of the data
set, and each reads *all* of it, unless it asks who it is.
"""


# %% A stream, and one that is shared
class Stream(IterableDataset[int]):
    def __init__(self, shared: bool):
        self.shared = shared

    def __iter__(self) -> Iterator[int]:
        me = torch.utils.data.get_worker_info()  # or None
        if me is None or not self.shared:
            return iter(range(6))
        return iter(range(me.id, 6, me.num_workers))


# %% How loaders start workers here tags=["hidden"]
def loading(data: Any, workers: int, **how: Any) -> Any:
    # On Linux as forks, which are there at once, whatever the
    # version of Python; elsewhere in the way of the system.
    if workers and sys.platform == "linux":
        how["multiprocessing_context"] = "fork"
    return DataLoader(data, num_workers=workers, **how)


# %% Read by two workers
if __name__ == "__main__":
    for shared in (False, True):
        two = loading(Stream(shared), 2, batch_size=3)
        read = sorted(torch.cat(list(two)).tolist())
        print("shared:" if shared else "not shared:", read)
# %% [markdown]
"""
# What workers are

Workers are **processes**: each with a memory of its own. A list that a
worker appends to is its own copy; what it gives back is only the batch.

Linux can *fork*: the worker begins as a copy of your process. Elsewhere,
and from Python 3.14 on there too, it begins empty and **imports your
file** to find the data set. So a script must not start to train when it
is imported: that is what `if __name__ == "__main__":` is for, and why
a data set is a class at the left margin. In this tutor, cells are found
either way.
"""


# %% Who reads
class Readers(Dataset[int]):
    def __init__(self) -> None:
        self.read: list[int] = []

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> int:
        self.read.append(index)
        return os.getpid()


# %% Two workers, and none
if __name__ == "__main__":
    for workers in (0, 2):
        readers = Readers()
        by_two = loading(readers, workers, batch_size=2)
        got = torch.cat(list(by_two))
        here = "is one" if os.getpid() in got else "is none"
        print(
            f"{workers} workers, {len(got.unique())} reading;"
            f" this process {here} of them,"
            f" its list has {len(readers.read)}"
        )
# %%
live.quiz(
    "A data set counts in self.count how often __getitem__ ran. With two workers, what does the main process see?",
    live.right(
        "0",
        "The workers count, each in its own copy of the data set. Nothing but batches comes back.",
    ),
    live.wrong(
        "The number of examples",
        "That would need shared memory. Each worker has a copy of the data set, made when it was started.",
    ),
    live.wrong(
        "Half of them",
        "Half is what each worker counts in its own copy. The main process has a third copy, which nobody asks.",
    ),
)
# %% [markdown]
"""
# While one computes, others load

Here a batch takes about as long to load (it waits, as for a disk) as to
compute with. Without workers one process does both, in turn: while it
loads, it computes nothing. With workers, the next batches are loaded
while this one is computed.

Each bar below was measured in the process that its row names. Choose 1
or 2 workers and run again: what becomes of the row `main`, and of the
time? (It is counted from when the first load begins.)
"""
# %% How many workers tags=["hidden"]
count = live.choice("workers", "0", ["0", "1", "2"])


# %% A data set that waits tags=["hidden"]
class Slow(Dataset[tuple[float, float, int]]):
    """Each example says when it was loaded, and where."""

    def __init__(self, size: int, ms: float):
        self.size, self.ms = size, ms

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, i: int) -> tuple[float, float, int]:
        began = time.perf_counter()
        time.sleep(self.ms / 1000)  # a disk, a network
        info = torch.utils.data.get_worker_info()
        place = -1 if info is None else info.id
        return began, time.perf_counter(), place


# %% A loop that is measured
def measured(workers: int) -> list[tuple[str, float, float, str]]:
    spans = []
    for began, ended, place in loading(
        Slow(96, 2), workers, batch_size=8
    ):
        here = int(place[0])
        who = "main" if here < 0 else f"worker {here}"
        spans.append((who, began.min(), ended.max(), "load"))
        start = time.perf_counter()
        while time.perf_counter() < start + 0.016:
            torch.ones(64, 64) @ torch.ones(64, 64)  # a step
        spans.append(
            ("main", start, time.perf_counter(), "compute")
        )
    return spans


# %% What was busy when
if __name__ == "__main__":
    spans = sorted(measured(int(count.value)))
    live.timeline(spans)
    whole = max(s[2] for s in spans) - min(s[1] for s in spans)
    print(f"{count.value} workers: {1000 * float(whole):.0f} ms")
# %%
live.quiz(
    "Loading a batch takes 16 ms, computing 16 ms. What do two workers give over one?",
    live.wrong(
        "Twice the speed again",
        "With one worker loading already keeps up. The computing is what is left, and it is done in one process.",
    ),
    live.right(
        "Little: the computing alone takes about as long",
        "One worker hides the loading behind the computing. A second one only evens out what comes late.",
    ),
)
# %% [markdown]
"""
# When workers make it slower

Three data sets, over the number of workers. One *waits* for each
example, as for a disk. One *computes* for as long, as decoding does.
One has its tensors ready: a **TensorDataset**.

Waiting overlaps with anything. Computing overlaps up to the number of
processors that are free. And where there is nothing to do, workers only
add work: each batch is handed from one process to another. (Starting
them is not counted: it is done in an epoch before.) Guess the third
curve; then run it.
"""


# %% Decoding, and nothing to decode tags=["hidden"]
class Decoded(Slow):
    def __getitem__(self, i: int) -> tuple[float, float, int]:
        end = time.process_time() + self.ms / 1000
        while time.process_time() < end:
            pass
        return 0.0, 0.0, 0


ready = torch.utils.data.TensorDataset(torch.zeros(400, 8))
kinds = {
    "waits": Slow(16, 6),
    "computes": Decoded(16, 6),
    "ready": ready,
}


# %% Examples a second
def speed(kind: str, workers: int) -> float:
    stay = workers > 0
    loader = loading(
        kinds[kind],
        workers,
        batch_size=4,
        persistent_workers=stay,
    )
    for _ in range(2):  # the workers start in the first epoch
        began = time.perf_counter()
        done = sum(len(batch[0]) for batch in loader)
        took = time.perf_counter() - began
    return done / took


# %% Three kinds of data, 0 to 4 workers
if __name__ == "__main__":
    chart = live.compare(
        "workers",
        "examples a second",
        log=(False, True),
        crossings=False,
    )
    tries = [(k, w) for k in kinds for w in (0, 1, 2, 4)]
    for step in live.steps(len(tries)):
        chart.add(*tries[step], speed(*tries[step]))
# %% [markdown]
"""
So begin with `num_workers=0`, and measure. Data that fit in memory need
no loader at all: `for rows in torch.randperm(N).split(32)`, and
`x[rows]`.
"""
# %% [markdown]
"""
# Three more switches

`persistent_workers=True` keeps workers from one epoch to the next.
`prefetch_factor` is how many batches each loads ahead. And **pinned
memory** stays where it is in the machine's memory, so that a GPU can
fetch from it while the CPU goes on: `pin_memory=True`, then
`batch.to(device, non_blocking=True)`.

What does it do where there is no GPU?
"""
# %% Pinned, or not
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    pins = DataLoader(torch.zeros(4, 2), 4, pin_memory=True)
    pinned = next(iter(pins)).is_pinned()
print("a GPU is here:", torch.accelerator.is_available())
print("the batch is pinned:", pinned)
print("warnings:", len(said))
# %% [markdown]
"""
# Larger than memory

`np.load` reads a whole array. A **memory map**, `mmap_mode="r"`, reads
none of it: it lends the file's pages, and the system fetches those that
are touched, and drops them when memory is short.

A small program reads a file of 40 MB, under a limit of 16 MB more
memory than it has at first. (The limit is real on Linux. macOS does not
keep such limits, so there both will read it.)
"""
# %% A program under a limit
READER = """
import resource, sys
import numpy as np
path, how = sys.argv[1:]
if sys.platform == "linux":
    pages = int(open("/proc/self/statm").read().split()[5])
    most = pages * resource.getpagesize() + (16 << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
try:
    rows = np.load(path, mmap_mode=None if how == "load" else "r")
    total = sum(int(row.sum()) for row in rows)
    print(len(rows), "rows read; their sum is", total)
except MemoryError as error:
    print("MemoryError:", error)
"""


# %% A file, and who reads it tags=["hidden"]
def read_file(program: str, *ways: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.npy")
        rows = np.lib.format.open_memmap(
            path, "w+", np.uint8, (10_000, 4_000)
        )
        rows[:] = 1
        rows.flush()
        command = [sys.executable, "-c", program, str(path)]
        return {
            way: subprocess.run(
                [*command, way], capture_output=True, text=True
            ).stdout.strip()
            for way in ways
        }


# %% Load it, and map it
for way, what in read_file(READER, "load", "map").items():
    print(f"{way:<5}{what}")
# %% [markdown]
"""
How to measure it: not by the whole memory of the process. On Linux,
`RssAnon` is what it owns, and `RssFile` what it has of files, which the
system can take back.
"""
# %% A program that measures itself
MEASURE = """
import json, sys
import numpy as np
def kept(name):  # in MB
    lines = open("/proc/self/status").read().splitlines()
    line = next(line for line in lines if name in line)
    return int(line.split()[1]) / 1024
names, (path, way) = ("RssAnon", "RssFile"), sys.argv[1:]
before = [kept(name) for name in names]
rows = np.load(path, mmap_mode="r" if way == "map" else None)
rows.sum()
grown = [kept(n) - b for n, b in zip(names, before)]
print(json.dumps([max(0, one) for one in grown]))
"""
# %% Loaded, and mapped
if sys.platform == "linux":
    grown = read_file(MEASURE, "load", "map")
    live.bars(
        {way: json.loads(what) for way, what in grown.items()},
        ["RssAnon", "RssFile"],
        name="MB more",
    )
else:
    print("Only Linux tells these two apart, in /proc.")
# %%
live.quiz(
    "A data set over a memory map: what should __getitem__ return?",
    live.wrong(
        "torch.from_numpy(self.rows[index])",
        "That is a tensor over the read-only file itself. PyTorch warns: whoever writes into it would crash.",
    ),
    live.right(
        "torch.tensor(self.rows[index])",
        "It copies the one row into memory of its own. The file stays as it is, and the rest of it unread.",
    ),
    live.wrong(
        "torch.tensor(self.rows)[index]",
        "That copies the whole file into memory for each example, and then takes one row of it.",
    ),
)
# %% [markdown]
"""
# What you can do now

- Write a data set, and load it in shuffled, padded or weighted batches.
- Split by groups, and normalize by the training part's numbers.
- Say what workers are, measure what they gain, and map large files.

Libraries such as torchvision have data sets ready, `MNIST` among them:
`download=True` fetches one from where its authors keep it, into your
`root`. They are classes like yours. These digits came with the course.
In PyTorch's documentation: `torch.utils.data`,
`torch.utils.data.DataLoader`.

The cell lists what a loader can be told.
"""
# %% What a loader can be told
print(", ".join(inspect.signature(DataLoader).parameters))
