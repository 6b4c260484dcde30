# /// lesson
# title = "GPUs"
# minutes = 20
# summary = "One training for every device: what to move, when to wait, 16 bits, compiling, and room in memory."
# goals = ["write a training that runs on any device", "measure what holds it up", "fit a model into memory"]
# teaches = [
#     "torch.accelerator", "device-agnostic code", "meta device", "non-blocking copy", "bfloat16", "mixed precision",
#     "autocast", "gradient scaling", "torch.compile", "graph break", "CUDA graph", "out of memory",
#     "gradient accumulation", "activation checkpointing", "profiler", "roofline", "throughput",
# ]
# needs = [
#     "device", "accelerators", "asynchronous", "synchronize", "timing", "warm-up", "memory bandwidth",
#     "arithmetic intensity", "transfer cost", "training loop", "mini-batch", "epoch", "cross-entropy", "logit", "Adam",
#     "optimizer state", "buffer", "nn.Module", "saved tensors", "data loader", "pinned memory", "dtype", "forward",
# ]
# exercises = [
#     "step_on_any_device", "tensors_left_behind", "seconds_on_a_device", "autocast_in_its_place",
#     "a_batch_in_pieces", "checkpointed_blocks",
# ]
# ///
# %% [markdown]
"""
# One name in the code

The training of lesson 13 again: digits, one hidden layer, Adam. Nothing
in it names a kind of device: it is told where to compute, and that is
one variable. So the same file runs on a laptop, a GPU server, or a Mac.

`torch.accelerator` is one name for GPUs of all makers and the like: it
says whether one is there that this PyTorch can use, and of which type.
Where there is none, this lesson runs on the CPU, and invents nothing
about GPUs.

Run it: the training goes on the CPU and on the accelerator, if there is
one, and the bars are its steps a second.
"""

# %% What all cells use tags=["hidden"]
import shutil
import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from time import perf_counter

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import SGD, Adam
from torch.profiler import ProfilerActivity as Activity
from torch.profiler import profile, record_function
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset

from tutor import live

# %% What there is
best: torch.device | None = torch.device("cpu")
if torch.accelerator.is_available():
    best = torch.accelerator.current_accelerator()
devices = list(dict.fromkeys(["cpu", best.type]))
device = torch.device(live.device())  # ctrl+o chooses it
print("there is:", ", ".join(devices))
print("this lesson runs on:", device)


# %% Digits, a model, a step tags=["hidden"]
images, labels = live.digits()
x = images.float().flatten(1) / 16  # (1797, 64)
y = labels.long()


def made(width: int = 128) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 10)
    )


def wait(where: torch.device) -> None:
    if where.type != "cpu":
        torch.accelerator.synchronize(where)  # done, not queued


# %% Before the loop, and in it
def prepared(where: torch.device) -> tuple[nn.Module, Adam]:
    torch.manual_seed(0)
    model = made().to(where)  # first the move,
    return model, Adam(model.parameters(), 0.005)  # then Adam


def one_epoch(model, adam, where):  # last loss, steps made
    inputs = x.to(where).split(64)  # small: all at once
    targets = y.to(where).split(64)
    for data, truth in zip(inputs, targets):
        loss = F.cross_entropy(model(data), truth)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return loss.detach(), len(inputs)


# %% On each device
places = [torch.device(name) for name in devices]
runs = [prepared(where) for where in places]
for _ in live.steps(8):
    losses, rates = {}, []
    for where, (model, adam) in zip(places, runs):
        start = perf_counter()
        last, steps = one_epoch(model, adam, where)
        wait(where)
        rates.append(steps / (perf_counter() - start))
        losses[where.type] = last
    live.report(loss=losses)
    live.bars(rates, devices, name="steps a second")
# %% [markdown]
"""
The first epoch has the warm-up in it. So small a model may even be
slower on a GPU: each step is many small calls, and little work.
"""
# %% [markdown]
"""
# Where to get a GPU

You need none for this lesson. If you want to see it on one: some
notebook services lend a GPU for a while; choose a GPU runtime in their
settings, and the lines of the first screen find it. With a server or a
cluster, the tutor's screens run here and its kernel there:

    pytorch-tutor --kernel "ssh gpu-box …/pytorch-tutor-kernel"
    pytorch-tutor --kernel "srun --gres=gpu:1 …"

README.md has the whole lines. Then the first screen draws the curves of
both devices. Which of these programs does this machine have?
"""
# %% What is at hand
for program, what in {
    "ssh": "reaches another machine",
    "srun": "asks a Slurm cluster for one",
    "nvidia-smi": "lists this machine's NVIDIA GPUs",
}.items():
    found = "is here" if shutil.which(program) else "is not here"
    print(f"{program:10} {found:12} {what}")
# %% [markdown]
"""
# Two things to move

An operation computes where its tensors lie, and they must lie on one
device (only a tensor without dimensions, a single number, may come from
the CPU). So two things are moved: the model, once, before the loop, and
the data: all at once where they fit, else each batch in the loop.

No GPU is needed to see what happens to those who forget one. The device
`meta` has tensors with a shape and a dtype, but without numbers, and
like a GPU it does not mix with the CPU. Choose what is moved, and read
the error.
"""
# %%
live.quiz(
    "x is made on the CPU. A script says model.to(device), x.to(device) and then model(x); the device is a GPU. And?",
    live.wrong(
        "It works: both were moved",
        "A module is moved in place. A tensor is not: x.to(device) returns a new one, and here nobody keeps it.",
    ),
    live.right(
        "An error: x still lies on the CPU",
        "to() leaves the tensor as it is and returns a copy there. It must be x = x.to(device). A module moves itself.",
    ),
    live.wrong(
        "PyTorch moves x by itself, and it is only slow",
        "It does not: copies from device to device are to be seen in the code. The call ends in an error.",
    ),
)
# %% Moved, or not
moved = live.choice(
    "moved",
    "the model",
    ["nothing", "the model", "the batch", "both"],
)
torch.manual_seed(0)
net, batch = nn.Linear(64, 10), torch.rand(32, 64)
if moved.value in ("the model", "both"):
    net.to("meta")
if moved.value in ("the batch", "both"):
    batch = batch.to("meta")
try:
    answer = net(batch)
    print("it works: the answer lies on", answer.device)
except RuntimeError as error:
    print("RuntimeError:", error)
# %% [markdown]
"""
On a GPU the error says "Expected all tensors to be on the same device".
To mend it, print the `.device` of each tensor in the line that failed.
"""
# %% [markdown]
"""
# What follows them

Parameters and buffers move with their model. A gradient is made where
its parameter lies, and so are Adam's running means. Two things may
stay behind: a tensor that is a plain attribute, and whatever `forward`
makes without `device=`.

Which lines will say `cpu`? One of Adam's does so on purpose: unless told
otherwise, it counts its steps where Python can read the number without
waiting.
"""


# %% A layer with a tensor too many
class Scaled(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(64, 10)
        self.register_buffer("mean", torch.zeros(64))
        self.scale = torch.ones(64)  # a plain attribute

    def forward(self, x: Tensor) -> Tensor:
        near = self.scale.to(x.device)  # a copy in each call
        return self.layer((x - self.mean) * near)


# %% Where everything lies
torch.manual_seed(0)
scaled = Scaled().to("meta")
adam = Adam(scaled.parameters())
scaled(torch.ones(32, 64, device="meta")).sum().backward()
adam.step()
weight = scaled.layer.weight
for name, tensor in {
    "weight": weight,
    "its gradient": weight.grad,
    "the buffer mean": scaled.mean,
    "the attribute scale": scaled.scale,
    **{f"Adam's {k}": v for k, v in adam.state[weight].items()},
}.items():
    print(f"{name:20} {tensor.device}")
# %% An optimizer that was made too early
torch.manual_seed(0)
net = nn.Linear(64, 10)
early = SGD(net.parameters(), 0.1)
net.to("meta")
held = early.param_groups[0]["params"][0]
print("it holds the weight on", held.device)
print("the model's weight is on", net.weight.device)
# %% [markdown]
"""
That optimizer trains a tensor that no model has. Moving to a GPU, `to`
mostly puts the new numbers into the same parameter; moving to some
devices, such as `meta`, it makes a new one. And state that an optimizer
already has never moves along. So: first move, then make the optimizer.
"""
# %% [markdown]
"""
# Whoever looks must wait

A GPU works through a queue: your loop hands over a step and goes on
(lesson 3). `loss.item()`, `print(loss)` and `if loss < best` need the
number itself, so they wait until all that was queued before is done.
Meanwhile Python hands over nothing, and then the queue is empty.

Here a thread plays the device; its times are real, on your CPU. In the
timeline Python mixes a batch and the device computes. Turn `look_every`
from 1, a look at each step, to 12. How much now happens at once?
"""


# %% Python's part, and the device's tags=["hidden"]
def mix(table):
    start = perf_counter()
    table[torch.randperm(len(table))]  # a batch in a new order
    return "Python", start, perf_counter(), "prepares"


def compute(a):
    start = perf_counter()
    a @ a
    return "device", start, perf_counter(), "computes"


# %% How often to look tags=["hidden"]
look_every = live.slider(
    "look_every",
    1,
    low=1,
    high=12,
    whole=True,
    presets=[1, 4, 12],
)
# %% Twelve steps through a queue
torch.manual_seed(0)
a, table = torch.rand(400, 400), torch.rand(4000, 100)
spans, jobs, waits = [], [], 0
with ThreadPoolExecutor(1) as played:
    for step in range(12):
        spans.append(mix(table))
        jobs.append(played.submit(compute, a))
        if (step + 1) % look_every.value == 0:
            jobs[-1].result()  # waits, as .item() does
            waits += 1
spans += [job.result() for job in jobs]
live.timeline(sorted(spans, key=lambda s: s[1]), name="queue")
print("times that Python waited:", waits)
# %% [markdown]
"""
Keep a sum on the device instead, `total += loss.detach()`, and read it
once, after the epoch. (`live.report` does not wait for a GPU.) The
stopwatch below is honest on any device: warm up, wait, run, wait.
"""


# %% A stopwatch for any device
def timed(run: Callable[[], object], repeats: int = 5) -> float:
    run()  # warm-up
    times = []
    for _ in range(repeats):
        wait(device)  # nothing left of before
        start = perf_counter()
        run()
        wait(device)  # done, not queued
        times.append(perf_counter() - start)
    return statistics.median(times)


# %% Fifty steps, and a sum of their losses
def fifty(model, adam, inputs, targets, look):
    total = torch.zeros((), device=device)
    for _ in range(50):
        loss = F.cross_entropy(model(inputs), targets)
        adam.zero_grad()
        loss.backward()
        adam.step()
        total += loss.item() if look else loss.detach()
    return total.item()


# %% What looking costs here
torch.manual_seed(0)
model, adam = prepared(device)
batch, truth = x[:64].to(device), y[:64].to(device)
for name, look in {"each step": True, "the end": False}.items():
    run = partial(fifty, model, adam, batch, truth, look)
    print(f"a look at {name:10} {1000 * timed(run, 3):8.1f} ms")
if device.type == "cpu":
    print("a CPU has no queue, so a look waits for nothing")
# %%
live.quiz(
    "Which of these lines in a training loop makes Python wait for the GPU?",
    live.wrong(
        "loss.backward()",
        "It queues the work of the whole way back and returns. No number of it is needed in Python.",
    ),
    live.wrong(
        "total = total + loss.detach()",
        "That is one more small addition in the queue: total stays a tensor on the device.",
    ),
    live.right(
        "if loss < best: best = loss",
        "An if needs True or False in Python, so the number must come back, after all that was queued before it.",
    ),
)
# %% [markdown]
"""
# Copies that do not wait

Of a batch in **pinned memory**, `x.to(device, non_blocking=True)` only
queues the copy to a GPU, and Python goes on. (To be copied while the
GPU computes, it must go into another queue, another **stream**.) A data
loader pins its batches with `pin_memory=True`. To pin each batch in the
loop yourself is often slower: pinning copies, and Python waits for it.

The way back is dangerous. With `non_blocking=True` the call can return
before the numbers have come. The thread plays it here: its device is
busy until we let it go on. What will the first line print?
"""
# %% Read too early
far, here = torch.ones(4), torch.zeros(4)
busy = Event()
with ThreadPoolExecutor(1) as played:
    played.submit(busy.wait, 5)  # earlier work
    copy = played.submit(here.copy_, far)
    print("read at once  ", here.tolist())
    busy.set()
    copy.result()  # what synchronize is for
    print("read when done", here.tolist())
# %% [markdown]
"""
No error, only wrong numbers. Bring results back by `.cpu()` or
`.item()`, which wait. The cell below is the usual loop, for any device.
"""
# %% A loader for any device
torch.manual_seed(0)
pin = device.type == "cuda"
loader = DataLoader(
    TensorDataset(x, y), 64, shuffle=True, pin_memory=pin
)
for inputs, targets in loader:
    inputs = inputs.to(device, non_blocking=pin)
    targets = targets.to(device, non_blocking=pin)
print(len(loader), "batches, the last", tuple(inputs.shape))
print("on", inputs.device)
# %% [markdown]
"""
# Sixteen bits

Half the bits are half the bytes to move, and many GPUs multiply them
several times faster. But which bits?

A number is a sign, an **exponent**, which says how large, and a
**fraction**, which says how exactly. float32 has 8 bits of exponent and
23 of fraction; float16 has 5 and 10; **bfloat16** has 8 and 7, so it
reaches about as far as float32, but rounds more coarsely than both.

Turn `number`. Where does float16 become 0, or `inf`?
"""


# %% The bits of a number tags=["hidden"]
def bits(value):
    wide = 8 * value.element_size()
    whole = value.view(torch.int16 if wide == 16 else torch.int32)
    return [(whole.item() >> k) & 1 for k in range(wide)][::-1]


KINDS = {
    "float32": (torch.float32, 8),
    "bfloat16": (torch.bfloat16, 8),
    "float16": (torch.float16, 5),
}
BLANK = [""] * 32  # a bit has no name
# %% Three ways to keep a number
number = live.slider(
    "number", 0.1, low=1e-9, high=1e6, scale="log"
)
grid = torch.zeros(3, 32)
for row, (name, (kind, wide)) in enumerate(KINDS.items()):
    kept = torch.tensor(number.value).to(kind)
    ones = bits(kept)
    grid[row, : len(ones)] = torch.tensor(ones)  # 16: half a row
    text = "".join(map(str, ones))
    parts = text[0], text[1 : 1 + wide], text[1 + wide :]
    print(f"{name:8}", *parts)
    print(f"{'':8} = {kept.item():.9g}")
live.attention(
    grid, list(KINDS), BLANK, titles=("dtype", "bit"), name="bits"
)
# %% [markdown]
"""
# How much is lost

Whatever does not fit into the fraction is rounded away. The chart shows
the relative error of thirds of powers of two, over a wide range; where
float16 gives `inf`, it has no point.

Which of the two rounds more, and over which numbers does its error stay
the same?
"""
# %% The error over the range
thirds = 2.0 ** torch.arange(-36, 24, 2) / 3  # (30,)
chart = live.compare("number", "relative error", crossings=False)
for step in live.steps(len(thirds)):
    value = thirds[step].double()
    for name in ["bfloat16", "float16"]:
        kept = value.to(KINDS[name][0]).double()
        error = ((kept - value) / value).abs()
        if error.isfinite():
            chart.add(name, value, error)
# %% [markdown]
"""
# What stays in 32 bits

A weight of 1 and a step of 0.001: in bfloat16 the next number above 1
is so far away that their sum is rounded back to 1. Nothing is learned.
Run it; then turn `step_size`. From where on does bfloat16 move?
"""
# %% Two hundred small steps
step_size = live.slider(
    "step_size", 0.001, low=0.0001, high=0.02, scale="log"
)
ones_of = {
    name: torch.ones((), dtype=KINDS[name][0]) for name in KINDS
}
for _ in live.steps(200):
    live.report(weight=ones_of)
    for name in KINDS:
        ones_of[name] = ones_of[name] + step_size.value
# %% [markdown]
"""
So weights, gradients and optimizer stay in float32, and only what
computes fast in 16 bits does so: **mixed precision**. `torch.autocast`
chooses for each operation. It goes around the model and the loss; the
way back uses the same dtypes by itself.
"""
# %% Which dtype each has
torch.manual_seed(0)
model = made().to(device)
batch, truth = x[:64].to(device), y[:64].to(device)
with torch.autocast(device.type, dtype=torch.bfloat16):
    logits = model(batch)
    loss = F.cross_entropy(logits, truth)
loss.backward()  # outside
for name, tensor in {
    "weight": model[0].weight,
    "batch": batch,
    "logits": logits,
    "loss": loss,
    "gradient": model[0].weight.grad,
}.items():
    print(f"{name:9} {tensor.dtype}")
# %%
live.quiz(
    "Why does model.bfloat16(), which turns the weights themselves into bfloat16, often train worse than autocast?",
    live.right(
        "Small steps are rounded away",
        "Under autocast the weights are float32, and take far smaller steps. One of 8 binary digits swallows many.",
    ),
    live.wrong(
        "Its products are less exact",
        "Matrix products are done in bfloat16 either way. What differs is where the result of all the steps is kept.",
    ),
    live.wrong(
        "bfloat16 cannot hold small gradients",
        "It reaches nearly as far down as float32. That is what float16 has trouble with.",
    ),
)
# %% [markdown]
"""
# Does it pay here?

Products in bfloat16 are fast where the hardware multiplies it: newer
GPUs, and CPUs with AMX, AVX-512 BF16 or ARM's BF16. Elsewhere they are
often slower. So measure it: a product in both dtypes, then the
training, where casting and small steps may cost more than they save.
"""
# %% Products in both
torch.manual_seed(0)
chart = live.compare("n", "GFLOP/s", name="products")
for step in live.steps(4):
    n = 32 * 2**step
    for name in ["float32", "bfloat16"]:
        a = torch.rand(n, n, device=device).to(KINDS[name][0])
        took = timed(partial(torch.mm, a, a), 3)
        chart.add(name, n, 2 * n**3 / took / 1e9)
if device.type == "cpu":
    level = torch.backends.cpu.get_cpu_capability()
    print("PyTorch's own code is for:", level)


# %% One epoch, with autocast or without tags=["hidden"]
def cast_epoch(model, adam, mixed):
    inputs, targets = (
        x.to(device).split(256),
        y.to(device).split(256),
    )
    for data, truth in zip(inputs, targets):
        with torch.autocast(
            device.type, dtype=torch.bfloat16, enabled=mixed
        ):
            loss = F.cross_entropy(model(data), truth)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return loss.detach()


# %% Which way round tags=["hidden"]
def against(name: str, old: float, new: float) -> None:
    word = "faster" if new < old else "slower"
    times = max(old / new, new / old)
    how = f"{times:.1f} times {word}"
    print(f"{name}: {how if times >= 1.05 else 'as fast'} here")


# %% The training in both
torch.manual_seed(0)
both = {"float32": made(256), "bfloat16": made(256)}
both["bfloat16"].load_state_dict(both["float32"].state_dict())
adams = {
    name: Adam(model.to(device).parameters(), 0.005)
    for name, model in both.items()
}
spent = dict.fromkeys(both, 0.0)
for _ in live.steps(10):
    losses = {}
    for name, model in both.items():
        mixed, start = name == "bfloat16", perf_counter()
        losses[name] = cast_epoch(model, adams[name], mixed)
        wait(device)
        spent[name] += perf_counter() - start
    live.report(loss=losses)
# %% Which way round it came out
against("autocast", spent["float32"], spent["bfloat16"])
# %% [markdown]
"""
# float16 and its scaler

Older GPUs are fast in float16 only. It rounds less coarsely than
bfloat16, but does not reach far down: gradients below half its smallest
number become 0. So the loss is multiplied by a **scale** before the way
back, all gradients grow with it, and before the step they are divided
again, in float32.

How large? The chart is the training's own: the gradients of the logits
after 60 steps, times a scale, put into float16.
"""
# %% Sixty steps in float32
torch.manual_seed(0)
model = made()
adam = Adam(model.parameters(), 0.01)
for _ in live.steps(60):
    logits = model(x)
    loss = F.cross_entropy(logits, y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    live.report(loss=loss)
# %% Gradients lost at both ends
logits = model(x)
(g,) = torch.autograd.grad(F.cross_entropy(logits, y), logits)
zeros, infs = [], []
for power in range(0, 46, 3):
    half = (g * 2.0**power).half()
    zero = ((half == 0) & (g != 0)).float().mean()
    zeros.append((2.0**power, zero.item()))
    infs.append((2.0**power, half.isinf().float().mean().item()))
lost = {"became 0": zeros, "became inf": infs}
live.compare(
    "scale", "share", lost, log=(True, False), crossings=False
)
# %% [markdown]
"""
A `GradScaler` looks for the scale by itself: where a gradient became
`inf` or `nan`, it skips the step and halves the scale; after many good
steps in a row, here 20, it doubles it. This one begins far too high.
"""
# %% A scaler at work
torch.manual_seed(0)
place = "cpu" if device.type == "mps" else device.type
model = made().to(place)  # older ones have none on MPS
batch, truth = x[:64].to(place), y[:64].to(place)
sgd = SGD(model.parameters(), 0.5)
scaler = torch.amp.GradScaler(
    place, init_scale=2.0**30, growth_interval=20
)
for _ in live.steps(60):
    with torch.autocast(place, dtype=torch.float16):
        loss = F.cross_entropy(model(batch), truth)
    sgd.zero_grad()
    scaler.scale(loss).backward()
    live.report(loss=loss, scale=scaler.get_scale())
    scaler.step(sgd)  # divides, or skips
    scaler.update()
# %% [markdown]
"""
With bfloat16 a scaler is rarely needed. `scaler.unscale_(optimizer)`
goes before a clipping of gradients, for until then they are scaled.
"""
# %% [markdown]
"""
# Where memory goes

Out of memory is the error that everybody meets on a GPU. What takes the
room? Parameters, a gradient for each, the optimizer's state (Adam in
float32: two numbers, 8 bytes for each parameter), and what the forward
pass keeps for the way back. Of these, only the last grows with the
batch. (Results that are soon freed, and libraries, take room besides.)

The bytes of these four are worked out here. From which `batch_size` on
is the last more than the other three together?
"""


# %% Bytes that the way back keeps
def kept_bytes(
    run: Callable[[], Tensor], model: nn.Module
) -> int:
    own = {p.data_ptr() for p in model.parameters()}
    kept = {}

    def keep(tensor):  # called for each tensor that is saved
        if tensor.data_ptr() not in own:
            size = tensor.numel() * tensor.element_size()
            kept[int(tensor.data_ptr())] = size
        return tensor

    saving = torch.autograd.graph.saved_tensors_hooks
    with saving(keep, lambda tensor: tensor):
        result = run()  # alive, so that no memory is used twice
    del result
    return sum(kept.values())


# %% The bill
batch_size = live.slider(
    "batch_size", 256, low=1, high=1797, scale="log", whole=True
)
torch.manual_seed(0)
wide_net, some = made(512), x[: batch_size.value]
owned = sum(p.nbytes for p in wide_net.parameters())
bill = {
    "weights": owned,
    "grads": owned,
    "Adam": 2 * owned,
    "kept": kept_bytes(partial(wide_net, some), wide_net),
}
for part_of_it, taken in bill.items():
    print(f"{part_of_it:10} {taken:10,} bytes")
live.bars(list(bill.values()), list(bill), name="bytes")
# %% [markdown]
"""
What helps: a smaller batch; the same batch in pieces; computing again
instead of keeping; 16 bits; an optimizer with less state.

With CUDA the error is `torch.OutOfMemoryError`; on a CPU it is a plain
RuntimeError, or the system ends the program. To try again with less,
leave the `except` block first: the error's traceback holds the tensors.
"""
# %% More than there is
try:
    torch.empty(2**50)  # four bytes each
except RuntimeError as error:
    full = isinstance(error, torch.OutOfMemoryError)
    print(f"{type(error).__name__}, an OutOfMemoryError: {full}")
    print(str(error).partition(": ")[2].partition(".")[0])
# %% What a device says of its memory
if device.type == "cuda":
    torch.cuda.reset_peak_memory_stats()
    one_epoch(*prepared(device), device)
    print(torch.cuda.memory_allocated(), "bytes in tensors")
    print(torch.cuda.memory_reserved(), "kept by PyTorch")
    print(torch.cuda.max_memory_allocated(), "at the most")
else:
    print("no CUDA here, so no such read-outs")
# %% [markdown]
"""
`nvidia-smi` shows what PyTorch has reserved, and some more: the memory
of freed tensors stays reserved for the next ones. That is no leak.
"""
# %% [markdown]
"""
# A large batch in pieces

Gradients add up in `.grad` until `zero_grad()`. So a batch that does
not fit can go through in pieces, with one step at the end: **gradient
accumulation**. The loss is a mean, so each piece counts by its share of
the batch; without that, of k equal pieces, it comes out k times too
large.

The chart shows what the way back of one piece keeps, over the number of
pieces.
"""


# %% The gradient of a batch, in pieces
def gradient_of(model, inputs, truth, pieces):
    model.zero_grad()
    for rows in torch.arange(len(inputs)).tensor_split(pieces):
        loss = F.cross_entropy(model(inputs[rows]), truth[rows])
        (loss * len(rows) / len(inputs)).backward()
    return model[0].weight.grad.clone()


# %% Less to keep, the same gradient
torch.manual_seed(0)
model = made(256)
whole = gradient_of(model, x[:512], y[:512], 1)
chart = live.compare("pieces", "KiB kept", crossings=False)
for step in live.steps(6):
    pieces = 2**step
    part = x[: 512 // pieces]
    size_kept = kept_bytes(partial(model, part), model)
    chart.add("way back", pieces, size_kept / 1024)
    other = gradient_of(model, x[:512], y[:512], pieces)
    live.report(apart=(other - whole).abs().max())
print(f"largest number of the gradient {whole.abs().max():.4f}")
# %%
live.quiz(
    "A batch of 100 goes through as pieces of 64 and 36, and each piece's mean loss is divided by 2. What is wrong?",
    live.right(
        "Each of the 36 counts more than each of the 64",
        "Half the gradient comes from 36 examples, half from 64. By shares, 0.36 and 0.64, all examples count alike.",
    ),
    live.wrong(
        "Nothing: two pieces, so half each",
        "That is right for pieces of one size. Here a mean over 36 gets as much weight as one over 64.",
    ),
    live.wrong(
        "The gradient is twice too large",
        "Without the division it would be about that. The halves add up to one whole, only with wrong shares in it.",
    ),
)
# %% [markdown]
"""
It is not the same with batch normalization: in training that takes its
mean from each piece, not from the whole batch.
"""
# %% [markdown]
"""
# Compute it again

A block's inner results are kept for the way back. **Activation
checkpointing** keeps only the block's input, and runs the block once
more when the way back comes to it: memory for time. The gradients are
the same.

The chart is counted, not timed. Guess the second number that is
printed: how often do the blocks run, if only their inputs are kept?
"""


# %% Blocks, and two ways through them
def block(width: int = 64) -> nn.Sequential:
    wide, back = nn.Linear(width, 256), nn.Linear(256, width)
    return nn.Sequential(wide, nn.ReLU(), back, nn.Tanh())


def through(blocks, inputs, again):
    h = inputs
    for one in blocks:
        run = partial(checkpoint, one, use_reentrant=False)
        h = run(h) if again else one(h)
    return h


# %% Kept, or computed again
torch.manual_seed(0)
chart = live.compare("blocks", "KiB kept", log=False)
for step in live.steps(6):
    blocks = nn.Sequential(
        *[block() for _ in range(2 + 2 * step)]
    )
    for name, again in [("all", False), ("inputs", True)]:
        run = partial(through, blocks, x[:64], again)
        size_kept = kept_bytes(run, blocks)
        chart.add(name, len(blocks), size_kept / 1024)
# %% How often they run, and the gradients
seen, gradients = [], []
for one in blocks:
    one.register_forward_pre_hook(lambda *_: seen.append(1))
for name, again in {"all": False, "inputs": True}.items():
    blocks.zero_grad()
    seen.clear()
    through(blocks, x[:64], again).sum().backward()
    gradients.append(
        blocks.get_parameter("0.0.weight").grad.clone()
    )
    print(f"keeping {name:6} {len(seen)} runs of a block")
print("same gradient:", torch.equal(*gradients))
# %% [markdown]
"""
# What was busy when

Before you make something faster, look where the time goes. The
**profiler** notes the start and end of each operation. `record_function`
gives a stretch of your own a name.

Here are three steps of a training. What takes longest: forward,
backward, or the optimizer? Guess, and see how it comes out here.
"""
# %% Three steps under the profiler
torch.manual_seed(0)
model = made(512).to(device)
adam = Adam(model.parameters())
data, truth = x[:256].to(device), y[:256].to(device)
with profile(activities=[Activity.CPU]) as profiled:
    for _ in range(3):
        with record_function("1 forward"):
            loss = F.cross_entropy(model(data), truth)
        with record_function("2 backward"):
            adam.zero_grad()
            loss.backward()
        with record_function("3 optimizer"):
            adam.step()
# %% As a timeline
spans = sorted(
    (e.name, e.time_range.start / 1e6, e.time_range.end / 1e6)
    for e in profiled.events()
    if e.name[0] in "123" and e.device_type.name == "CPU"
)
live.timeline(spans, name="three steps")
for stage in dict.fromkeys(name for name, *_ in spans):
    spent_on = sum(b - a for name, a, b in spans if name == stage)
    print(f"{stage:12} {1000 * spent_on:8.2f} ms")
names = [event.name for event in profiled.events()]
calls = sum(name.startswith("aten::") for name in names)
print("operations noted:", calls)
# %% [markdown]
"""
With a GPU these are only the times of handing over. For one that CUDA
or ROCm drives add `ProfilerActivity.CUDA`: then what it did is noted as
well, and the gaps in that are what to look for.
`profiled.export_chrome_trace("trace.json")` writes it for a browser.
"""
# %% [markdown]
"""
# Your layer under the roof

Lesson 3 drew the **roofline**: an operation waits for memory or for
arithmetic, and its FLOP per byte says which. Now with a layer of yours
on it. A product of a batch and a weight reads both and writes the
result, each number once at the least.

Turn `batch` to 1, then up: does the same layer change sides? Its name
in the legend says what it waits for. And what does `width` do?
"""
# %% What this machine can do
torch.manual_seed(0)
a = torch.rand(512, 512, device=device)
memory = torch.rand(4_000_000, device=device)
room = torch.empty_like(memory)
peak = (
    2 * 512**3 / timed(partial(torch.mm, a, a)) / 1e9
)  # GFLOP/s
moving = timed(partial(room.copy_, memory))
bandwidth = 8 * memory.numel() / moving / 1e9  # GB/s
print(f"arithmetic {peak:8.1f} GFLOP/s")
print(f"memory     {bandwidth:8.1f} GB/s")
# %% The layer's point
layer_batch = live.slider(
    "batch", 32, low=1, high=512, scale="log", whole=True
)
width = live.slider(
    "width", 512, low=32, high=1024, scale="log", whole=True
)
n, m = layer_batch.value, width.value
layer = nn.Linear(m, m, bias=False).to(device)
data = torch.rand(n, m, device=device)
flops, moved_bytes = 2 * n * m * m, 4 * (2 * n * m + m * m)
with torch.no_grad():
    took = timed(partial(layer, data))
intensity, rate = flops / moved_bytes, flops / took / 1e9
print(f"{intensity:.2f} FLOP per byte")
print(f"reached    {rate:8.1f} GFLOP/s")
# %% On the roofline
corner = peak / bandwidth
print(f"corner     {corner:8.1f} FLOP/B")
powers = [2.0**k for k in range(-4, 10)]
held_up = "memory" if intensity < corner else "arithmetic"
roof = {
    "memory": [
        (k, bandwidth * k) for k in powers if k < 4 * corner
    ],
    "arithmetic": [(k, peak) for k in powers],
    f"layer: {held_up}": [(intensity, rate)],
}
live.compare("FLOP per byte", "GFLOP/s", roof, name="roof")
# %% [markdown]
"""
A point above a line is no mistake. Above the slanted one, a weight that
stayed in a cache since the last run did not come from memory; the flat
one is the rate of one product, and another may reach more.
"""
# %% [markdown]
"""
# How large a batch?

A larger batch makes better use of each call, up to where the device is
busy all the time: from there **throughput**, the images a second, can
hardly grow, while memory does. Where is the bend, on your device?
"""
# %% Images a second, and what they keep
torch.manual_seed(0)
model = made(256).to(device)


def back(model, data, truth):
    F.cross_entropy(model(data), truth).backward()


speed = live.compare("batch size", "images/s", name="throughput")
room_taken = live.compare("batch size", "KiB kept", name="kept")
for step in live.steps(11):
    size = 2**step
    data, truth = x[:size].to(device), y[:size].to(device)
    took = timed(partial(back, model, data, truth), 3)
    speed.add(str(device), size, size / took)
    size_kept = kept_bytes(partial(model, data), model)
    room_taken.add(str(device), size, size_kept / 1024)
# %% [markdown]
"""
A larger batch also makes fewer steps an epoch, and mostly wants another
learning rate. So choose it where the curve bends, not where memory ends.
"""
# %% [markdown]
"""
# torch.compile

Python calls one operation after another, and each goes through memory.
At the first call `torch.compile` goes through your function, records
its operations as a graph, and has a **backend** make fast code of it:
one pass over memory for several operations, fewer calls. What the graph
does not fit, another dtype, say, is recorded anew.

A backend is a function that is given the graph. Ours only looks at it.
"""
# %% What is recorded
graphs = []


def look_at(graph, example_inputs):
    graphs.append(graph)
    return graph.forward  # as it is


def wavy(x: Tensor) -> Tensor:
    return 2 * (x.sin() + x.cos())


torch.compiler.reset()  # as if nothing had been compiled
torch.compile(wavy, backend=look_at)(torch.ones(8))
for node in graphs[0].graph.nodes:
    inputs = ", ".join(map(str, node.args))
    print(f"{node.op:14} {node.name:8} {inputs}")
# %% [markdown]
"""
What needs a number in Python, an `if` on a tensor or, unless told
otherwise, a `.item()`, ends the graph: a **graph break**. What comes
after begins another. Choose the other `branch`: how many graphs are
there?
"""
# %% One graph or two
branch = live.choice("branch", "if", ["if", "torch.where"])


def with_if(x):
    s = x.sin()
    if s.sum() > 0:  # a number for Python
        s = 2 * s
    return s.cos()


def with_where(x):
    s = x.sin()
    return torch.where(s.sum() > 0, 2 * s, s).cos()


# %% How many graphs
torch.compiler.reset()
seen_here = []


def counted(graph, example_inputs):
    seen_here.append(1)
    return graph.forward


if branch.value == "if":
    torch.compile(with_if, backend=counted)(torch.ones(8))
else:
    torch.compile(with_where, backend=counted)(torch.ones(8))
made_of = len(seen_here)
print(made_of, "graph" if made_of == 1 else "graphs")
# %% [markdown]
"""
Does it pay? Measured here, for a few large operations and for a small
network. Compiling falls into the warm-up, and the backend `"eager"`
makes no code: what you see is mostly what checking, at each call,
whether the graph fits costs. Write `"inductor"`, the usual one, and run
the cell again: on a CPU it needs a C++ compiler, on a GPU Triton, and
some patience the first time.
"""
# %% Compiled against eager
backend = "eager"  # or "inductor"
torch.manual_seed(0)
many = torch.rand(300_000, device=device)
few, small = torch.rand(8, 64, device=device), made().to(device)
trials: list[tuple[str, Callable, Tensor]] = [
    ("large operations", wavy, many),
    ("a small network", small, few),
]
for name, plain, data in trials:
    fast = torch.compile(plain, backend=backend)
    with torch.no_grad():
        eager = timed(partial(plain, data))
        quick = timed(partial(fast, data))
    against(name, eager, quick)
# %% [markdown]
"""
With CUDA, a **CUDA graph** goes one step further: a whole step is
recorded once and replayed by a single call. Its tensors must keep their
places and shapes, and nothing in it may make Python wait. An easy way is
`torch.compile(model, mode="reduce-overhead")`; this is it by hand.
"""
# %% A CUDA graph, where there is CUDA
if torch.cuda.is_available():
    fixed = torch.ones(64, 64, device="cuda")
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        fixed @ fixed  # warm-up, on a stream of its own
    torch.cuda.current_stream().wait_stream(side)
    recorded = torch.cuda.CUDAGraph()
    with torch.cuda.graph(recorded):
        product = fixed @ fixed
    fixed.fill_(2.0)  # new numbers in the same place
    recorded.replay()
    print("each number of the product:", product[0, 0].item())
else:
    print("no CUDA here: nothing was recorded or replayed")
live.recorded("gpu")
# %% [markdown]
"""
# What you can do now

- Write a training for any device, and say what moves and what waits.
- Use 16 bits and compiled code where measuring says that they pay.
- Fit a model into memory: pieces, computing again, fewer bytes.

In PyTorch's documentation: `torch.accelerator`, `torch.amp`,
`torch.compile`, `torch.utils.checkpoint`, `torch.profiler`, and the
pages "CUDA semantics" and "Performance Tuning Guide".

To end with, your own epoch. As it is, `mine` does the same as the usual
one, so what differs is chance. Give it other batches, autocast, or what
you like, and beat the usual one by more than that.
"""
# %% The usual epoch, and yours
torch.manual_seed(0)
first, first_adam = prepared(device)
second, second_adam = prepared(device)


def usual():
    one_epoch(first, first_adam, device)


def mine():
    one_epoch(second, second_adam, device)  # change this


# %% Your own epoch
against("yours", timed(usual, 3), timed(mine, 3))
with torch.no_grad():
    for name, trained in {
        "usual": first,
        "yours": second,
    }.items():
        logits = trained(x.to(device))
        loss = F.cross_entropy(logits, y.to(device))
        print(f"{name} loss {loss.item():.4f}")
