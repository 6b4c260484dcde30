# /// lesson
# title = "Speed"
# minutes = 18
# summary = "What makes code fast, how to time it without fooling yourself, and when a GPU pays."
# goals = ["time code without fooling yourself", "tell what holds it up", "say when a GPU pays"]
# teaches = [
#     "vectorization", "parameter count", "timing", "warm-up", "median", "asynchronous", "synchronize",
#     "memory bandwidth", "arithmetic intensity", "threads", "GIL", "transfer cost",
# ]
# needs = ["tensors", "matrix product", "device", "layers", "accelerators"]
# exercises = ["count_weights", "all_distances", "honest_stopwatch", "least_time", "worth_the_trip", "any_device"]
# ///
# %% [markdown]
"""
# One number, four ways

Multiply two vectors number by number and add it all up: the **dot
product**. Four ways lead to this number. Two are loops in Python, over
the numbers of a tensor and over those of a list. Two are a single call.

Which is the slowest, and how many times faster is the fastest? Guess,
then press `r`: it runs all cells of a screen. Each bar is the time that
a way took.
"""

# %% The setup tags=["hidden"]
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from tutor import live

# %% Two vectors, and a loop
torch.set_num_threads(1)  # one core, for now
torch.manual_seed(0)
x = torch.rand(100_000, dtype=torch.float64)
y = torch.rand(100_000, dtype=torch.float64)
lists = x.tolist(), y.tolist()
arrays = x.numpy(), y.numpy()


def loop(left, right):
    total = 0.0
    for a, b in zip(left, right):
        total = total + a * b
    return total


loop(*lists)
# %% Four ways
ways = {
    "tensor loop": (loop, (x, y)),
    "list loop": (loop, lists),
    "NumPy": (np.dot, arrays),
    "PyTorch": (torch.dot, (x, y)),
}
spans = []
for name, (dot, pair) in ways.items():
    start = time.perf_counter()
    total = dot(*pair)
    end = time.perf_counter()
    print(f"{name:11} {total:.4f} {1000 * (end - start):9.3f} ms")
    spans.append((name, start, end))
live.timeline(spans, name="ways")
took = sorted(end - start for _, start, end in spans)
print(f"{took[-1] / took[0]:.0f} times faster")
# %% [markdown]
"""
A loop pays Python for every number: look up what `*` means here, make
an object for the result. The single call pays once; then compiled code
runs through the numbers. To write it so is to **vectorize**. The loop
over a tensor is the worst: each number becomes a tensor of its own, and
each `*` a whole call.

Run it again: the sums stay, the times do not. And print more digits,
`.12f`: some sums differ in their last ones. A sum is rounded after each
addition, so its order matters. Does it in a sum of three, too?
"""
# %% In another order
print((0.1 + 0.2) + 0.3 == 0.1 + (0.2 + 0.3))
print((0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3))
# %% [markdown]
"""
# Why it matters

A layer from n to m numbers has n · m weights and m biases. An image of
784 pixels, 100 hidden numbers, 10 classes: as networks go, that is a
tiny one. How many parameters does it have?

Each of them is used for every image, in every step. Run it; then turn
`hidden`, and run it again.
"""
# %% 784 → 100 → 10
hidden = live.slider(
    "hidden", 100, low=10, high=2000, scale="log", whole=True
)
net = nn.Sequential(
    nn.Linear(784, hidden.value),
    nn.ReLU(),
    nn.Linear(hidden.value, 10),
)
count = 0
for name, p in net.named_parameters():
    print(f"{name:9}{tuple(p.shape)!s:11}{p.numel():>10,}")
    count += p.numel()
print(f"together{count:>22,}")
live.network(net, torch.zeros(1, 784))
# %%
live.quiz(
    "Now all three widths are doubled. What happens to the number of parameters?",
    live.wrong(
        "It doubles",
        "Twice as many columns, and twice as many rows as well: a weight matrix grows in both directions.",
    ),
    live.right(
        "It becomes nearly four times as large",
        "Each weight matrix has twice the rows and twice the columns. Only the biases merely double.",
    ),
    live.wrong(
        "It becomes nearly eight times as large",
        "There are three widths, but each matrix lies between two of them: two factors of two.",
    ),
)
# %% Doubled, and doubled again
for step in live.steps(7):
    wide = [784 * 2**step, 100 * 2**step, 10 * 2**step]
    parameters = sum(n * m + m for n, m in pairwise(wide))
    live.report(parameters=parameters)
print(f"{parameters:,} after {step} doublings")
# %% [markdown]
"""
# A stopwatch that lies

To make code fast, first find out how fast it is. That is easy to get
wrong. How long does PyTorch take to add up a million numbers?

Here is a first attempt, and then one product, timed forty times over
with nothing changed. What would you call *the* time of it?
"""
# %% A first attempt
numbers = [0.5] * 1_000_000

start = time.perf_counter()
torch.tensor(numbers).sum()
with_making = time.perf_counter() - start

ready = torch.tensor(numbers)
start = time.perf_counter()
ready.sum()
alone = time.perf_counter() - start

print(f"sum of the list {1000 * with_making:8.3f} ms")
print(f"the sum alone   {1000 * alone:8.3f} ms")
# %% Forty times the same
torch.manual_seed(0)
a = torch.rand(300, 300)
times = []
for _ in live.steps(40):
    start = time.perf_counter()
    a @ a
    times.append(1000 * (time.perf_counter() - start))
    live.report(ms=times[-1])

print(f"first   {times[0]:8.3f} ms")
print(f"mean    {np.mean(times):8.3f} ms")
print(f"median  {np.median(times):8.3f} ms")
print(f"fastest {min(times):8.3f} ms")
# %% [markdown]
"""
The first attempt mostly timed how a list becomes a tensor. The first
run of all also loads libraries and allocates memory, once: it is
**warm-up**. And now and then other programs take the processor away.

So: only what you mean inside; warm up; repeat, and take the **median**,
which a few bad runs hardly move. The mean is moved by all of them. The
fastest run says what the machine can do when nobody disturbs it, the
median what you can expect of it.
"""
# %% [markdown]
"""
# A clock read too early

One more lie, and the worst. A GPU works beside your program:
`a @ b` only puts the job in its queue and returns at once. Such calls
are **asynchronous**. Only when you need the numbers do you wait.

You can see that without a GPU: here a helper thread plays its part. It
takes one job after another from a queue. Two times are read. Which of
them is the product's?
"""
# %% Queued is not done
big = torch.rand(800, 800)


def job():
    start = time.perf_counter()
    big @ big
    return start, time.perf_counter()


with ThreadPoolExecutor(1) as helper:
    helper.submit(job).result()  # warm-up
    start = time.perf_counter()
    queued = helper.submit(job)  # returns at once
    early = time.perf_counter()
    worked = queued.result()  # waits until it is done
    late = time.perf_counter()
print(f"read at once       {1000 * (early - start):8.3f} ms")
print(f"read after waiting {1000 * (late - start):8.3f} ms")
# %% As a picture
live.timeline(
    [
        ("program", start, early, "submits"),
        ("program", early, late, "waits"),
        ("helper", *worked, "computes"),
    ],
    name="queue",
)
# %% [markdown]
"""
The one that was read after waiting. The other says how long it took to
hand over the job: the helper had hardly begun.
"""
# %%
live.quiz(
    "On a GPU, products timed without waiting all take the same tiny time, whatever their size. What was measured?",
    live.right(
        "How long it takes to put the job in the queue",
        "That hardly depends on the size, so the time stays small however much there is to do.",
    ),
    live.wrong(
        "The product: GPUs are that fast",
        "Twice the size is eight times the work. A time that does not change cannot be that of the work.",
    ),
    live.wrong(
        "How long it takes to copy the matrices",
        "They lie on the GPU already. What runs on your side is one call, and it returns before the work is done.",
    ),
)
# %% [markdown]
"""
# A stopwatch to trust

`synchronize` waits until a device has done all that it was given. On
the CPU an operation is done when its call returns, so there is nothing
to wait for: `device_of` looks where the inputs lie.

`seconds` does all of it right. Between two looks at the clock it runs a
short job many times, so that the clock's own cost does not count. The
rest of the lesson uses it, so read it line by line. Then take out what
you like, one thing at a time, and see what the cells below say.
"""


# %% Where to wait, and a block of runs
def device_of(inputs):
    places = [t.device for t in inputs if torch.is_tensor(t)]
    far = [place for place in places if place.type != "cpu"]
    return far[0] if far else torch.device("cpu")


def block(run, inputs, where, runs):  # seconds of one run
    start = time.perf_counter()
    for _ in range(runs):
        run(*inputs)
    if where.type != "cpu":
        torch.accelerator.synchronize(where)  # done, not queued
    return (time.perf_counter() - start) / runs


# %% Warm up, repeat, median
def seconds(run, *inputs, budget=0.02):
    where = device_of(inputs)  # before the clock starts
    block(run, inputs, where, 1)  # warm-up
    once = block(run, inputs, where, 1)
    runs = math.ceil(0.0002 / max(once, 1e-7))
    times, until = [], time.perf_counter() + budget
    while not times or time.perf_counter() < until:
        times.append(block(run, inputs, where, runs))
    return np.median(times)


# %% Without waiting, and with
torch.manual_seed(0)
device = torch.device(live.device())
a = torch.rand(300, 300, device=device)
waited = seconds(torch.mm, a, a)

start = time.perf_counter()
torch.mm(a, a)
queued_only = time.perf_counter() - start
print(f"on {device}")
print(f"without waiting {1000 * queued_only:8.3f} ms")
print(f"seconds         {1000 * waited:8.3f} ms")
# %% PyTorch's own
from torch.utils import benchmark

timer = benchmark.Timer("torch.mm(a, a)", globals={"a": a})
theirs = timer.blocked_autorange(min_run_time=0.2)
print(f"Timer           {1000 * theirs.median:8.3f} ms")
# %% [markdown]
"""
`torch.utils.benchmark.Timer` warms up, finds out how often to repeat,
synchronizes, and uses one thread unless you say `num_threads=`. Use it
whenever a number matters.

On the CPU all three times are about the same. On a GPU the first is far
too small: the queue took the job, and nobody waited.
"""
# %% [markdown]
"""
# What one call costs

Back to the dot product, now with a clock that you can trust. A call of
PyTorch costs something before its first number is touched: its
dispatcher has to find the compiled code, the **kernel**, for this dtype
on this device, and to allocate memory for the result.

So who wins for a vector of four? The ✕ marks where one way becomes
slower than another.
"""
# %% Nanoseconds a number
torch.manual_seed(0)
chart = live.compare(
    "length",
    "ns per number",
    passes="becomes slower than",
    name="calls",
)
for step in live.steps(9):
    n = 4 ** (step + 1)
    left, right = torch.rand(n), torch.rand(n)
    ways = {
        "list loop": (loop, (left.tolist(), right.tolist())),
        "NumPy": (np.dot, (left.numpy(), right.numpy())),
        "PyTorch": (torch.dot, (left, right)),
    }
    for name, (dot, pair) in ways.items():
        took = seconds(dot, *pair, budget=0.01)
        chart.add(name, n, 1e9 * took / n)
# %% [markdown]
"""
For four numbers a call costs more than the arithmetic, and a loop, or
NumPy's leaner call, can win. For long vectors a loop never does. So few
large calls beat many small ones. That holds everywhere in PyTorch:
batches instead of single samples, one matrix product instead of many.
On a GPU even more, since every call must first reach it.
"""
# %% [markdown]
"""
# What memory delivers

For long vectors the calls no longer matter. What does? Each number must
come from memory, and memory delivers only so many bytes a second: its
**bandwidth**.

A copy reads each number and writes it. In float32 that is 4 bytes to
read and 4 to write. So the bytes are known, and the time is measured:
divide. Watch the curve as the tensors grow.
"""
# %% GB/s
torch.manual_seed(0)
chart = live.compare("KiB of a tensor", "GB/s", name="memory")
for step in live.steps(16):
    n = 2 ** (step + 10)
    source = torch.rand(n, device=device)
    target = torch.empty_like(source)
    took = seconds(target.copy_, source)
    chart.add("copy", 4 * n / 1024, 8 * n / took / 1e9)
del source, target
# %% [markdown]
"""
At the left, the call is what you measure. At the right, it is main
memory, unless your caches are huge. Between them the tensors may fit
into a **cache**, a small fast memory next to the core; where the curve
comes down again, they no longer do.
"""
# %%
live.quiz(
    "A tensor has 400 MB, and memory delivers 20 GB/s. How long does y = x + 1 take, at the least?",
    live.wrong(
        "20 ms",
        "That is the time to read x. But y has to be written, and it is just as large.",
    ),
    live.right(
        "40 ms",
        "400 MB are read and 400 MB written: 800 MB at 20 GB/s. No processor, however fast, can be quicker.",
    ),
    live.wrong(
        "It depends on how fast the processor adds",
        "It could add far more than memory brings. For one addition a number, the numbers come too slowly.",
    ),
)
# %% [markdown]
"""
# Waiting for memory, or for arithmetic

An addition of two n × n matrices does n² operations, and moves 12 n²
bytes. A product of the same matrices does 2 n³, and moves as many
bytes, at the least. Operations per byte: that is the **arithmetic
intensity**.

Where it is low, the processor waits for memory. Where it is high,
memory waits for the processor. Here both rates are measured. A and B
are too large for most caches, and the result has its memory already.
Which operation does more arithmetic a second?
"""
# %% A and B too large for a cache, C and D small
torch.manual_seed(0)
n, m = 4096, 600
A, B = torch.rand(2, n, n, device=device)
v = torch.rand(n, device=device)
C, D = torch.rand(2, m, m, device=device)
out = torch.empty(n, n, device=device)
into_out = partial(torch.add, out=out)

work = {  # what runs on what, its operations, its bytes
    "A + B": (into_out, A, B, n**2, 12 * n**2),
    "A @ v": (torch.mv, A, v, 2 * n**2, 4 * n**2 + 8 * n),
    "C @ D": (torch.mm, C, D, 2 * m**3, 12 * m**2),
}
# %% Three operations
rates = {}  # GFLOP/s and GB/s
for name, (run, a, b, flops, moved) in work.items():
    took = 1e9 * seconds(run, a, b, budget=0.1)  # ns
    f, g = rates[name] = flops / took, moved / took
    print(f"{name} {flops / moved:8.2f} FLOP per byte")
    print(f"      {f:8.2f} GFLOP/s {g:8.2f} GB/s")
del A, B, out, into_out, work  # 192 MiB
# %% [markdown]
"""
A FLOP is one operation on floating-point numbers, a GFLOP a billion.
The most bytes a second that any of them moved is what memory can
deliver here, the most operations a second what the arithmetic can. Both
draw a limit. Where do you expect A @ v?
"""
# %% The roof
chart = live.compare(
    "FLOP per byte", "GFLOP/s", passes="rises above", name="roof"
)
bandwidth = max(rates["A + B"][1], rates["A @ v"][1])  # GB/s
peak = max(f for f, _ in rates.values())  # GFLOP/s
for step in live.steps(14):
    intensity = 2.0 ** (step - 4)
    if bandwidth * intensity < 4 * peak:
        chart.add("memory", intensity, bandwidth * intensity)
    chart.add("arithmetic", intensity, peak)
for name, (f, b) in rates.items():
    chart.add(name, f / b, f)
# %% [markdown]
"""
This is called the **roofline**. Left of the ✕ an operation waits for
memory, as A + B and A @ v do: both lie at the slanted line. Only there
does it help to go through memory less often, as when `torch.compile`
makes one pass of several operations.
"""
# %% [markdown]
"""
# Threads, and the GIL

Your processor has several cores. A **thread** is a line of work that a
core can take. So, two jobs in two threads: half the time?

In the usual Python, only the thread that holds one certain lock may run
Python code: the **GIL**, global interpreter lock. PyTorch lets go of it
while its compiled code runs. Here are two jobs of each kind, first in
one thread, then in two. What will you see?

(Each is tried four times, and the fastest is drawn: the one that other
programs disturbed least.)
"""


# %% A job in Python, and one in PyTorch
def python_job():
    return sum(k * k for k in range(500_000))


def torch_job():
    return big @ big


def timed(job):
    start = time.perf_counter()
    job()
    return start, time.perf_counter()


def twice(job, workers):
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(timed, [job, job]))


# %% Two of each, in one thread and in two
def length(done):
    return max(end for _, end in done) - done[0][0]


spans, now = [], 0.0
for kind, job in [("Python", python_job), ("torch", torch_job)]:
    for workers in [1, 2]:
        tries = [twice(job, workers) for _ in range(4)]
        best = min(tries, key=length)  # least disturbed
        shift = now - best[0][0]
        for k, (start, end) in enumerate(best, start=1):
            row = f"thread {min(k, workers)}"
            spans.append((row, shift + start, shift + end, kind))
        now += length(best)
        print(
            f"{kind:6} by {workers} {1000 * length(best):8.1f} ms"
        )
live.timeline(spans, name="threads")
# %% [markdown]
"""
From left to right: two loops by one thread, then by two; and the same
with two products. Both threads begin at once, and yet the loops are done
no sooner: they take turns, many times over. The products really run at
the same time, if two cores are free.
"""
# %%
live.quiz(
    "A loop in Python that only computes takes 10 s. You cut it in halves, one for each of two threads. How long now?",
    live.wrong(
        "5 s, on two cores",
        "Only one thread holds the GIL at a time, so the halves take turns. Look at the two loops in the picture.",
    ),
    live.right(
        "About 10 s still",
        "The two halves take turns with the GIL. (A loop that waits, for files or a network, lets go of it.) "
        "Vectorize the loop, or use processes, which have a GIL each.",
    ),
    live.wrong(
        "20 s, since both threads do all of it",
        "Each does its half only. They just cannot do it at the same time.",
    ),
)
# %% [markdown]
"""
# Few large cores, many small ones

A CPU has a few large cores. Each is quick, and each can do something
else. A GPU has thousands of small ones. Each is slow, and a whole group
does the *same* at the same time, to other numbers.

Here is a toy, counted and not measured: four large cores against small
ones that need ten times as long. Where do the few become slower? Turn
`small_cores` and run it again. Then let the jobs be of more `kinds`,
well mixed: in each round every kind needs a turn of its own.
"""
# %% A toy of both
small_cores = live.slider(
    "small_cores", 128, low=8, high=4096, scale="log", whole=True
)
kinds = live.slider("kinds", 1, low=1, high=8, whole=True)

chart = live.compare(
    "jobs", "rounds", passes="becomes slower than", name="toy"
)
for step in live.steps(13):
    jobs = 2**step
    chart.add("4 large cores", jobs, math.ceil(jobs / 4))
    rounds = math.ceil(jobs / small_cores.value)
    turns = rounds * min(kinds.value, jobs)  # a turn for each
    chart.add("many small cores", jobs, 10 * turns)
# %% [markdown]
"""
PyTorch runs on the GPUs of several makers, and on other accelerators:

| name | what it drives | device in PyTorch |
| --- | --- | --- |
| CUDA | NVIDIA's GPUs | `"cuda"` |
| ROCm | AMD's GPUs | `"cuda"`, too |
| XPU | Intel's GPUs | `"xpu"` |
| MPS | Apple's GPUs | `"mps"` |
| XLA | Google's TPUs, which are no GPUs | `"xla"`, by `torch_xla` |

The code stays the same, so does this lesson's. Which is yours built for?
"""
# %% What yours can use
print("CUDA:", torch.version.cuda)
print("ROCm:", torch.version.hip)
print("XPU: ", torch.version.xpu)
print("MPS: ", torch.backends.mps.is_built())
print("this lesson runs on:", device)
# %% [markdown]
"""
# There and back

Most GPUs have a memory of their own (Apple's share the CPU's). What they
should compute must first be copied there, over a link that is slower
than either memory, and the result must come back. So what counts is the
CPU's time against the GPU's *and* the trip.

Both are measured here. If this lesson runs on the CPU, "there" is the
same CPU, and the trip a copy within its memory: you see what a trip
costs, and nothing to gain by it. Then choose the other `work`. For
which is the trip never worth it?
"""
# %% Here, or there and back
torch.manual_seed(0)
chosen = live.choice("work", "A @ A", ["A @ A", "A + A"])
operation = {"A @ A": torch.mm, "A + A": torch.add}[chosen.value]


def there(a):
    a = a.to(device, copy=True)
    return operation(a, a).to("cpu", copy=True)


chart = live.compare(
    "n", "ms", passes="becomes slower than", name=chosen.value
)
for step in live.steps(8):
    n = 2 ** (step + 3)
    a = torch.rand(n, n)
    chart.add("here", n, 1000 * seconds(operation, a, a))
    chart.add("there and back", n, 1000 * seconds(there, a))
# %% [markdown]
"""
The trip and the addition both grow with n², the product with n³: only
for products does the trip's share shrink. So copy once, compute much,
and bring back little. (From *pinned* memory, `pin_memory()`, a copy with
`non_blocking=True` can go on while the GPU computes.)

That is why a GPU is not always the answer. Small jobs, many calls, many
branches, one sample at a time, data that do not fit: the CPU wins, and
it is there already.
"""
# %%
live.quiz(
    "Which of these gains most from a GPU?",
    live.wrong(
        "Adding up a table that lies in the CPU's memory, once",
        "One operation a number: the table would travel far longer than it takes to add it up where it lies.",
    ),
    live.wrong(
        "A network of ten neurons, asked for one sample at a time",
        "Each call does so little that its own cost, and the trip, are all that one would measure.",
    ),
    live.right(
        "Training a network of large layers, in large batches",
        "Weights stay there, the products are large, and only a batch goes there and a loss comes back.",
    ),
    live.wrong(
        "Sorting file names in Python",
        "No tensor, nothing that a thousand cores would do alike. Nothing of it could run there.",
    ),
)
# %% [markdown]
"""
# Every size, every device

PyTorch cuts one large operation into parts by itself, and gives them to
threads; `torch.set_num_threads` says to how many. Handing out work costs
something, too. At what size do more threads pay off?

All of it in one chart: the product of two n × n matrices in one thread,
in as many as you have, and on your GPU if this lesson runs on one.
`largest` goes up to 4096. From one size to the next the work grows
eightfold, so wait a little.
"""
# %% Who takes part
cores = os.cpu_count() or 1
if hasattr(os, "sched_getaffinity"):
    cores = len(os.sched_getaffinity(0))  # those we may use
most = min(cores, 16)  # others may want some, too

setups = {"1 thread": ("cpu", 1)}
if most > 1:
    setups[f"{most} threads"] = ("cpu", most)
if device.type != "cpu":
    setups[str(device)] = (str(device), 1)
list(setups)
# %% GFLOP/s
torch.manual_seed(0)
largest = live.choice(
    "largest", "1024", ["512", "1024", "2048", "4096"]
)
sizes = [2**k for k in range(5, 13) if 2**k <= int(largest.value)]

chart = live.compare(
    "n", "GFLOP/s", passes="becomes faster than", name="products"
)
for step in live.steps(len(sizes)):
    n = sizes[step]
    for name, (where, threads) in setups.items():
        torch.set_num_threads(threads)
        a = torch.rand(n, n, device=where)
        took = seconds(torch.mm, a, a, budget=0.05)
        chart.add(name, n, 2 * n**3 / took / 1e9)
torch.set_num_threads(1)
# %% [markdown]
"""
Small products are held up by the call, large ones by the arithmetic:
there a curve becomes flat. A GPU's flattens far to the right, since
only a large product has work for thousands of cores.

Threads wait for the slowest of them. Where other programs want the
cores, too, many can be slower than one, even by far.
"""
# %% [markdown]
"""
# What you can do now

- Time code: warm up, wait for the device, repeat, take the median.
- Say what holds it up: Python, calls, memory or arithmetic.
- Say when a GPU pays: much arithmetic for each byte that travels.

In PyTorch's documentation: `torch.utils.benchmark`,
`torch.accelerator`, `torch.set_num_threads`, and the pages "CUDA
semantics" and "Performance Tuning Guide".

To end with, a loop that you can speed up. It takes the mean of each
number and its two neighbors. Let `mine` do it without a loop: three
slices of `v` are enough.
"""
# %% Make it fast
torch.manual_seed(0)


def slow(v):  # (N,) to (N - 2,)
    means = [v[k : k + 3].mean() for k in range(len(v) - 2)]
    return torch.stack(means)


def mine(v):
    return slow(v)  # yours: without a loop


v = torch.rand(500)
off = (mine(v) - slow(v)).abs().max()
print(f"they differ by {off:.0e} at most")
for way in [slow, mine]:
    ms = 1000 * seconds(way, v, budget=0.2)
    print(f"{way.__name__} {ms:8.3f} ms")
