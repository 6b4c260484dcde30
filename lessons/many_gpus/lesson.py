# /// lesson
# title = "Many GPUs"
# minutes = 20
# summary = "One training in several processes: all-reduce, DDP, torchrun, restarts, sharding, and what it costs."
# goals = ["train with DDP under torchrun", "have a run survive a rank's end", "say when more ranks pay"]
# teaches = [
#     "rank", "world size", "process group", "all-reduce", "ring all-reduce", "DataParallel",
#     "DistributedDataParallel", "distributed sampler", "set_epoch", "torchrun", "gloo", "NCCL", "no_sync", "Join",
#     "restart", "gradient bucket", "overlap", "FSDP2", "tensor parallelism", "pipeline parallelism", "Slurm",
# ]
# needs = [
#     "gradient", "accumulation", "mini-batch", "batch", "sampler", "data loader", "checkpoint", "state_dict", "Adam",
#     "optimizer state", "parameter memory", "cross-entropy", "epoch", "resuming", "hook", "matrix product", "GIL",
# ]
# exercises = [
#     "all_reduce_by_hand", "sampler_for_ranks", "gradient_of_the_whole", "rank_zero_saves", "uneven_batches",
#     "mistakes_of_a_loop",
# ]
# ///
# %% [markdown]
"""
# A batch in pieces

Gradients add up: the lesson on backpropagation showed it. So a batch
may be cut into pieces, each with a backward pass of its own. Here a
batch of eight rows is cut into two halves. Is the mean of the halves'
gradients that of the whole batch? Run it.
"""

# %% What the lesson works with tags=["hidden"]
import os
import runpy
import signal
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import torch
import torch._dynamo  # DDP loads it: once here, not in each rank
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn

# %% What it takes of torch.distributed tags=["hidden"]
from torch.distributed.algorithms.ddp_comm_hooks import (
    default_hooks,
)
from torch.distributed.algorithms.join import Join
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor
from torch.futures import Future
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DistributedSampler

# %% What it shows with tags=["hidden"]
from tutor import live


# %% The gradient of some rows tags=["hidden"]
def gradient(rows: slice) -> Tensor:
    w = torch.zeros(3, requires_grad=True)
    F.mse_loss(inputs[rows] @ w, targets[rows]).backward()
    assert w.grad is not None
    return w.grad  # (3,)


# %% Cut in half, and elsewhere
torch.manual_seed(0)
inputs, targets = torch.randn(8, 3), torch.randn(8)
whole = gradient(slice(0, 8))
for cut in [4, 6]:
    first = gradient(slice(0, cut))
    last = gradient(slice(cut, 8))
    mean = (first + last) / 2
    weighted = (cut * first + (8 - cut) * last) / 8
    print(f"{cut} and {8 - cut} rows:")
    print("  mean of both    ", torch.allclose(mean, whole))
    print("  weighted by rows", torch.allclose(weighted, whole))
# %%
live.quiz(
    "Why is the plain mean wrong for 6 and 2 rows?",
    live.right(
        "Each loss is a mean already",
        "A row among two then counts three times as much as a row among six. With equal pieces all count alike.",
    ),
    live.wrong(
        "Gradients of different sizes cannot be added",
        "A gradient has the shape of the parameters, however many rows it comes from.",
    ),
    live.wrong(
        "The second piece would need the first one's weights",
        "Both pieces use the same weights: nothing is updated between the two backward passes.",
    ),
)
# %% [markdown]
"""
The pieces need nothing of each other until their gradients are added.
So each can be computed on a GPU, or a machine, of its own.
"""
# %% [markdown]
"""
# Ranks

One process for each GPU is the rule: a process of its own has a Python
of its own, and no GIL to share. The processes run **the same program**.
Each has a number, its **rank**, from 0 on; how many there are is the
**world size**. Together they are a **process group**.

`live.ranks(2, hello)` starts two real processes of this computer as a
group, calls `hello()` in each, and gives what each returns. What will
`count` be in the cell afterwards?
"""
# %% Two processes
count = [0]


def hello() -> tuple[int, int, bool]:
    rank, world = dist.get_rank(), dist.get_world_size()
    count[0] += 10 + rank
    print(f"one of {world}, count is {count[0]}")
    return rank, world, os.getpid() != cell


cell = os.getpid()
for found in live.ranks(2, hello):
    print("rank {}, world {}, own process: {}".format(*found))
print(f"in the cell, count is {count[0]}")
# %% [markdown]
"""
Each rank has a copy of everything; none sees what another does to its
own. Whatever they are to have in common must be **sent**. So all hold
the whole model, but each only its part of the data.
"""
# %% [markdown]
"""
# The all-reduce, by hand

After its backward pass each rank has a gradient, and all are to have
the sum. An operation in which all ranks take part is a **collective**;
this one is the **all-reduce**. By hand, for two ranks: send yours,
receive the other's, add.
"""


# %% Send, receive, add
def added() -> tuple[Tensor, Tensor, Tensor]:
    rank = dist.get_rank()
    mine = gradient(slice(4 * rank, 4 * rank + 4))
    other = torch.empty(3)
    sending = dist.isend(mine, dst=1 - rank)  # does not wait
    dist.recv(other, src=1 - rank)
    sending.wait()
    by_torch = mine.clone()
    dist.all_reduce(by_torch)  # in place; SUM by default
    return mine, mine + other, by_torch


# %% Before and after
rows = {"whole batch": whole.abs()}
for rank, (before, after, by_torch) in enumerate(
    live.ranks(2, added)
):
    rows[f"rank {rank} before"] = before.abs()
    rows[f"rank {rank} after, / 2"] = after.abs() / 2
    print(f"rank {rank}: equal", torch.equal(after, by_torch))
live.bars(rows, ["w₀", "w₁", "w₂"], name="|gradient|")
# %% [markdown]
"""
Before, the two differ. After it both hold the same sum, and half of
that is the gradient of the whole batch: a step with it is, but for
rounding, the step of one process that saw all rows.
"""
# %%
live.quiz(
    "Rank 1 leaves out its all_reduce, once. What does rank 0 do?",
    live.wrong(
        "It goes on with its own gradient",
        "An all-reduce ends only when all have taken part; it does not know that nobody will come.",
    ),
    live.right(
        "It waits, until a time limit ends it",
        "For 30 minutes by default with gloo, and in a lesson for 20 seconds. Every rank makes the same calls.",
    ),
    live.wrong(
        "It raises an error at once",
        "Nothing tells a rank that another one is late for ever, so it waits.",
    ),
)
# %% [markdown]
"""
# In a ring

With many ranks, sending everything to everyone is dear. In a **ring**
each rank sends to the next one only, a part of the vector at a time.
First the sums travel on and grow, until each rank has one part summed
up; then these parts go round. The cell counts the numbers that one rank
sends, by this way and by sending all to all.
"""


# %% An all-reduce in a ring
def ring(values: Tensor) -> int:
    rank, world = dist.get_rank(), dist.get_world_size()
    parts = list(values.chunk(world))  # views of values
    sent = 0
    for turn in range(2 * (world - 1)):
        out = parts[(rank - turn) % world]
        into = parts[(rank - turn - 1) % world]
        came = torch.empty_like(into)
        going = dist.isend(out, dst=(rank + 1) % world)
        dist.recv(came, src=(rank - 1) % world)
        going.wait()
        sent += out.numel()
        into.copy_(into + came if turn < world - 1 else came)
    return sent


# %% How much one rank sends
def count_sent() -> tuple[int, bool]:
    values = torch.arange(1200.0) * (dist.get_rank() + 1)
    right = values.clone()
    dist.all_reduce(right)
    return ring(values), torch.equal(values, right)


by_ring, to_all = [], []
for world in [2, 3, 4]:
    results = live.ranks(world, count_sent)
    print(f"{world} ranks, right:", all(ok for _, ok in results))
    by_ring.append((world, results[0][0]))
    to_all.append((world, 1200 * (world - 1)))
counts = {"ring": by_ring, "all to all": to_all}
live.compare(
    "ranks", "numbers sent", counts, log=False, crossings=False
)
# %% [markdown]
"""
In the ring a rank never sends more than twice the vector, however many
ranks there are: 2 (n − 1) / n times.
"""
# %% [markdown]
"""
# DistributedDataParallel

`DistributedDataParallel(model)`, **DDP**, does this for a whole model:
it copies rank 0's weights to all, and its backward pass all-reduces
the gradients to their mean. The loop is the one you know. Each rank
starts with weights of its own, and trains on its own half of the
digits. Will their losses be equal? Their weights?
"""
# %% The digits tags=["hidden"]
images, labels = live.digits()
x, y = images.flatten(1) / 16, labels  # (1797, 64), (1797,)


# %% Two ranks train
def train() -> tuple[Tensor, Tensor]:
    mine = slice(dist.get_rank(), None, dist.get_world_size())
    net = nn.Linear(64, 10)
    start = net.weight.detach().clone()
    model = DistributedDataParallel(net)
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)
    for step in live.steps(80):
        batch = slice(8 * step, 8 * step + 8)
        loss = F.cross_entropy(
            model(x[mine][batch]), y[mine][batch]
        )
        sgd.zero_grad()
        loss.backward()  # all-reduces as it goes
        sgd.step()
        live.report(loss=loss, weight=net.weight[3, 20])
    return start, net.weight.detach()


# %% Losses and weights
(start, end), (other_start, other_end) = live.ranks(2, train)
print("weights at first equal:", torch.equal(start, other_start))
print("weights at last equal: ", torch.equal(end, other_end))
# %% [markdown]
"""
The losses differ, for the rows do; the weights are equal to the last
digit. Nobody compares them: the same start and the same gradients keep
them so.

Why processes? The older `DataParallel` is one line, in **one** process:
in each forward pass it copies the model to every GPU, with a thread for
each. So the weights travel in each step, all within one machine; and
the threads share one Python, with its GIL. Its own documentation
advises DDP.

Forward passes of many small layers are mostly Python: here are two, one
after the other, in two threads, in two ranks.
"""


# %% A forward pass of many small layers
def passes(number: int = 0) -> float:
    net = nn.Sequential(*[nn.Linear(4, 4) for _ in range(64)])
    start = time.perf_counter()
    with torch.no_grad():
        for _ in range(60):
            net(torch.ones(1, 4))
    return time.perf_counter() - start


# %% Twice, in three ways
alone = min(passes() for _ in range(3))
with ThreadPoolExecutor(2) as pool:
    by_threads = max(pool.map(passes, range(2)))
by_ranks = max(live.ranks(2, passes))
took = {"in turn": 2e3 * alone}
took |= {"two threads": 1e3 * by_threads}
took |= {"two ranks": 1e3 * by_ranks}
live.bars(took, name="ms")
for name, ms in took.items():
    print(f"{name}: {ms:.1f} ms")
# %% What it does without a GPU
old = nn.DataParallel(nn.Linear(4, 4))
print("GPUs it uses:", old.device_ids)
# %% [markdown]
"""
# Which rows are whose

A `DistributedSampler` deals the indices out: rank r takes every n-th,
from the r-th on. All ranks must shuffle alike, so the order is drawn
from a seed and the **epoch**, which you tell it: `set_epoch(epoch)`.

Ten rows, three ranks. Look for an index that comes twice, and at what
the second epoch is when nobody has called `set_epoch`.
"""


# %% Ten rows for three ranks
def dealt(epochs: list[int | None]) -> None:
    samplers = [
        DistributedSampler(range(10), num_replicas=3, rank=rank)
        for rank in range(3)
    ]
    for epoch in epochs:
        for sampler in samplers:
            if epoch is not None:
                sampler.set_epoch(epoch)
        print(f"epoch {epoch}:", *(list(one) for one in samplers))


dealt([None, None])
dealt([0, 1])
# %% [markdown]
"""
Ten rows are not divisible by three. So that all ranks take as many, two
come twice: a little too often in training, and wrong in a figure over
a whole part. (`drop_last=True` leaves rows out instead.) The sampler
shuffles itself: a loader takes `sampler=sampler`, and no
`shuffle=True`. And `batch_size` is that of **one rank**.
"""
# %%
live.quiz(
    "One process trained with batches of 64. For the same batch on 4 ranks, what is the loader's batch_size?",
    live.right(
        "16",
        "Four ranks take 16 rows each, and the mean of their gradients is that of 64 rows.",
    ),
    live.wrong(
        "64",
        "Then a step sees 256 rows. That may be wanted, and the rate is then tried anew; it is another training.",
    ),
    live.wrong(
        "256",
        "The loader of a rank makes batches for this rank alone, so one step would see 1,024 rows.",
    ),
)
# %% [markdown]
"""
# The same, as a file

Without this tutor, a program is a file that **torchrun** starts, n
times, with the variables `RANK`, `LOCAL_RANK` and `WORLD_SIZE` set. It
begins with `init_process_group`: **NCCL** is the backend for NVIDIA's
GPUs, one to a rank, and **gloo** that for CPUs. The cell writes
`ddp.py`. Rank 0 alone prints and saves, by renaming a finished file;
and the losses are reduced before one is printed.
"""
# %% ddp.py
DDP = '''
"""torchrun --standalone --nproc-per-node 2 ddp.py"""
import os
import torch
import torch.distributed as dist
from pathlib import Path
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.data import DataLoader, DistributedSampler
from torch.utils.data import TensorDataset


def train(device="cpu", saved=Path("ddp.pt")):
    rank = dist.get_rank()
    torch.manual_seed(0)  # all make the same data
    x = torch.rand(96, 1)
    y = 3 * x + 0.1 * torch.randn(96, 1)
    data = TensorDataset(x.to(device), y.to(device))
    sampler = DistributedSampler(data)
    loader = DataLoader(data, batch_size=8, sampler=sampler)
    model = DDP(nn.Linear(1, 1).to(device))
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    first = 0
    if saved.exists():  # a run before this one was ended
        state = torch.load(saved, device, weights_only=True)
        model.module.load_state_dict(state["model"])
        sgd.load_state_dict(state["sgd"])
        first = state["epoch"] + 1
        print(f"rank {rank} goes on with epoch {first}")
    for epoch in range(first, 6):
        sampler.set_epoch(epoch)
        total = torch.zeros((), device=device)
        for xs, ys in loader:
            loss = nn.functional.mse_loss(model(xs), ys)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            total += loss.detach() / len(loader)
        dist.all_reduce(total, op=dist.ReduceOp.AVG)
        if rank == 0:
            print(f"epoch {epoch}: loss {total:.4f}")
            state = {"model": model.module.state_dict()}
            state |= {"sgd": sgd.state_dict(), "epoch": epoch}
            torch.save(state, saved.with_suffix(".new"))
            saved.with_suffix(".new").replace(saved)
        dist.barrier()  # nobody goes on before it is there
    return model.module.weight.item()


if __name__ == "__main__":
    here = int(os.environ["LOCAL_WORLD_SIZE"])  # ranks here
    gpu, device = torch.cuda.device_count() >= here, "cpu"
    if gpu:
        device = f"cuda:{dist.get_node_local_rank()}"
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if gpu else "gloo")
    train(device)
    dist.destroy_process_group()
'''
script, saved = Path("ddp.py"), Path("ddp.pt")
script.write_text(DDP.lstrip(), encoding="utf-8")
saved.unlink(missing_ok=True)  # of an earlier run
by_fork = live.ranks(
    2, lambda: runpy.run_path("ddp.py")["train"]()
)
print("both ranks have the same weight:", len(set(by_fork)) == 1)
# %% [markdown]
"""
That was the file's `train` under `live.ranks`. Now torchrun starts the
file as it stands: three new processes that load torch, itself among
them, which takes some seconds. In a shell the same line begins with
`torchrun`, and the last cell shows how to get there.
"""
# %% The command line
torchrun = [sys.executable, "-m", "torch.distributed.run"]
options = ["--standalone", "--nproc-per-node", "2"]
print("in a shell, while this lesson is open:")
print(f"cd {script.parent.resolve()}; rm -f ddp.pt")
print("OMP_NUM_THREADS=1 torchrun", *options, "ddp.py")
# %% By torchrun
saved.unlink(missing_ok=True)
# on CPUs, as above: GPUs round otherwise
env = ["env", "OMP_NUM_THREADS=1", "CUDA_VISIBLE_DEVICES="]
status = live.command(
    [*env, *torchrun, *options, "ddp.py"],
    announce="two processes, each with a torch of its own",
)
if status == 0:
    state = torch.load(saved, weights_only=True)["model"]
    weight = state["weight"].item()
    print("the same weight:", weight == by_fork[0])
# %% [markdown]
"""
# A rank ends, the run goes on

Machines fail. With `--max-restarts 3` torchrun ends all ranks when one
has failed, and starts the program anew; to go on from where it was is
the program's part. So rank 0 saves, all resume from its file, and the
optimizer's state is in it, too.

Here rank 1 kills itself at step 12, in its first life, and `restarts=1`
is torchrun's `--max-restarts 1`. A checkpoint is written after each
fifth step. With which step does the second life begin?
"""
# %% A step, a checkpoint, and the way back tags=["hidden"]
RUN = Path("run.pt")


def a_step(
    model: nn.Module, adam: torch.optim.Optimizer, step: int
) -> Tensor:
    first = 64 * step + 32 * dist.get_rank()
    rows = slice(first, first + 32)
    loss = F.cross_entropy(model(x[rows]), y[rows])
    adam.zero_grad()
    loss.backward()
    adam.step()
    return loss.detach()


# %% Rank 0 writes, all read tags=["hidden"]
def save(
    net: nn.Module, adam: torch.optim.Optimizer, step: int
) -> None:
    if dist.get_rank() == 0:
        state = {"net": net.state_dict(), "step": step}
        state["adam"] = adam.state_dict()
        torch.save(state, RUN.with_suffix(".new"))
        # RUN is always a whole file: the old one or the new one
        RUN.with_suffix(".new").replace(RUN)


def resume(net: nn.Module, adam: torch.optim.Optimizer) -> int:
    state = torch.load(RUN, weights_only=True)
    net.load_state_dict(state["net"])
    adam.load_state_dict(state["adam"])
    return int(state["step"]) + 1


# %% A training that can go on
def resumable(ends_at: int) -> Tensor:
    torch.manual_seed(0)
    model = DistributedDataParallel(nn.Linear(64, 10))
    net = model.module
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    first = resume(net, adam) if RUN.exists() else 0
    life = int(os.environ["TORCHELASTIC_RESTART_COUNT"])
    for step in live.steps(28):
        if step < first:
            continue  # done, in an earlier life
        live.report(loss=a_step(model, adam, step))
        if step % 5 == 4:
            save(net, adam, step)
        me = dist.get_rank()
        if (me, step, life) == (1, ends_at, 0):
            os.kill(os.getpid(), signal.SIGKILL)
    return net.weight.detach()


# %% One that is ended, one that is not
RUN.unlink(missing_ok=True)
ended = live.ranks(2, lambda: resumable(12), restarts=1)[0]
RUN.unlink()
unbroken = live.ranks(2, lambda: resumable(-1))[0]
print("the same to the last digit:", torch.equal(ended, unbroken))
# %%
live.quiz(
    "Both ranks save into the same file, each in its own time. What may the file hold after a crash?",
    live.wrong(
        "The weights of whichever was last: they are equal, so it does no harm",
        "That holds for finished writes. Two at a time may mix, and one that is cut off leaves half a file.",
    ),
    live.right(
        "Half a file, or a mixture of two",
        "So one rank writes, under another name, and renames it: who reads finds the old one or the new one, whole.",
    ),
    live.wrong(
        "Nothing: the second save is refused",
        "Nothing refuses it. A file can be written by several processes at once, and nobody notices at that time.",
    ),
)
# %% [markdown]
"""
Under torchrun the same needs one thing more. On one machine with gloo,
the addresses of the first life may be found by the second, which then
fails or hangs, now and then. A variable has torchrun make a new store
for each life; the cell shows the line.
"""
# %% With restarts, in a shell
print("TORCH_DISABLE_SHARE_RDZV_TCP_STORE=1 OMP_NUM_THREADS=1 \\")
print("  torchrun", *options, "--max-restarts 3 ddp.py")
# %% [markdown]
"""
# Uneven work, and less talk

Rank 1 has five batches, rank 0 three. What happens in rank 1's fourth
backward pass? The first cell lets it happen.
"""


# %% Three batches and five
def uneven(join: bool) -> int:
    model = DistributedDataParallel(nn.Linear(1, 1))
    batches = 3 + 2 * dist.get_rank()
    with Join([model], enable=join):
        for _ in live.steps(batches):
            model(torch.ones(4, 1)).sum().backward()
    return batches


try:
    live.ranks(2, lambda: uneven(join=False))
except RuntimeError as error:
    print(error)
# %% With Join
print(live.ranks(2, lambda: uneven(join=True)))
# %% [markdown]
"""
Rank 0 was gone, which is noticed at once. Had it gone on to something
else, rank 1 would wait until the time limit: the training hangs. In
`Join`, a rank that is through answers the others' all-reduces until all
are. A figure such as the accuracy needs no `Join`: reduce **sums and
counts**, once, after the loop.
"""
# %% [markdown]
"""
Less talk: gradients that are accumulated over several batches are
needed once, summed up. `model.no_sync()` leaves the all-reduce of a
backward pass out; the next pass without it sends all that has gathered.
A hook counts how often the ranks talk in four backward passes.
"""


# %% Four backward passes, one all-reduce
def accumulated(every: bool) -> tuple[int, Tensor]:
    torch.manual_seed(0)
    net = nn.Linear(3, 1)
    model = DistributedDataParallel(net)
    calls: list[int] = []

    def counting(_, bucket) -> Future[Tensor]:
        calls.append(bucket.index())
        return default_hooks.allreduce_hook(None, bucket)

    model.register_comm_hook(None, counting)
    for number in range(4):
        last = every or number == 3
        with nullcontext() if last else model.no_sync():
            model(inputs + dist.get_rank()).sum().backward()
    assert net.weight.grad is not None
    return len(calls), net.weight.grad


# %% Each time, and once
(often, each_time), _ = live.ranks(2, lambda: accumulated(True))
(seldom, at_last), _ = live.ranks(2, lambda: accumulated(False))
print(f"{often} all-reduces, {seldom} with no_sync")
print("the same sum:", torch.allclose(each_time, at_last))
# %% [markdown]
"""
# What an all-reduce costs

Each collective has a price for being called, its **latency**, and one
for each byte. The cell times all-reduces of growing size in two ranks,
and takes the median of each; the numbers are this computer's.
"""
# %% Time over size
SIZES = [10**power for power in range(7)]


def timed() -> list[float]:
    medians = []
    for size in SIZES:
        values, times = torch.ones(size), []
        for _ in range(12):
            dist.barrier()  # so that none waits for another
            start = time.perf_counter()
            dist.all_reduce(values)
            times.append(time.perf_counter() - start)
        medians.append(statistics.median(times[2:]))
    return medians


# %% From one number to a million
seconds = live.ranks(2, timed)[0]
live.compare(
    "numbers",
    "ms",
    {
        "all-reduce": [
            (n, 1e3 * s) for n, s in zip(SIZES, seconds)
        ]
    },
)
latency = min(seconds[:3])  # one number to a hundred
per_number = seconds[-1] / SIZES[-1]
print(f"called: {1e3 * latency:.2f} ms")
print(f"a million numbers: {1e3 * seconds[-1]:.2f} ms")
# %% [markdown]
"""
The flat part on the left is the latency: there a hundred numbers cost
about what one does. On the right the bytes decide. So DDP sends
gradients in **buckets**, not one by one.
"""
# %% [markdown]
"""
# Buckets, while backward still runs

The last layer's gradient is ready first. So DDP sends a bucket as soon
as all of its gradients are there, while earlier layers still compute.
A communication hook, which PyTorch calls for each bucket, notes when it
starts and when its all-reduce is done. In which order will the buckets
go?
"""
# %% When a gradient is ready, when a bucket is through
Span = tuple[str, float, float, str]
spans: list[Span] = []
clock = [0.0]


def ready(layer: int) -> Callable[[Tensor], None]:
    def hook(weight: Tensor) -> None:
        start, clock[0] = clock[0], time.perf_counter()
        spans.append(
            ("backward", start, clock[0], f"layer {layer}")
        )

    return hook


# %% The communication hook
def sending(_, bucket) -> Future[Tensor]:
    start, name = time.perf_counter(), f"bucket {bucket.index()}"

    def done(future: Future[Tensor]) -> Tensor:
        now = time.perf_counter()
        spans.append(("all-reduce", start, now, name))
        return future.value()

    return default_hooks.allreduce_hook(None, bucket).then(done)


# %% A backward pass of six layers
def overlapping() -> list[Span]:
    layers = [nn.Linear(256, 256) for _ in range(6)]
    model = DistributedDataParallel(
        nn.Sequential(*layers), bucket_cap_mb=0.6
    )
    model.register_comm_hook(None, sending)
    for number, layer in enumerate(layers):
        hook = ready(number)
        layer.weight.register_post_accumulate_grad_hook(hook)
    for _ in range(3):  # buckets settle after the first pass
        loss = model(torch.ones(256, 256)).sum()
        spans.clear()
        clock[0] = time.perf_counter()
        loss.backward()
    return sorted(spans)


# %% Of rank 0
first_spans = live.ranks(2, overlapping)[0]
live.timeline(reversed(first_spans))
# %% [markdown]
"""
Where both rows are busy at once, nobody waits for the all-reduce. What
sticks out at the end, the last bucket, nothing can hide. On a GPU the
same happens between two streams.
"""
# %% [markdown]
"""
# When do two ranks pay?

Ranks share the computing, and pay for talking. First the two parts are
measured here, for a small network: a step of one process with few rows
and with many, and one of two ranks with half of them each.
"""


# %% A step, alone or as a rank
def step_time(batch: int, alone: bool) -> float:
    net: nn.Module = nn.Sequential(
        nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10)
    )
    model = net if alone else DistributedDataParallel(net)
    rows, times = torch.randn(batch, 64), []
    for _ in range(12):
        start = time.perf_counter()
        net.zero_grad()
        model(rows).square().mean().backward()
        times.append(time.perf_counter() - start)
    return statistics.median(times[2:])


# %% Measured: one process, two ranks
few, many = 32, 4096
one = {b: step_time(b, alone=True) for b in (few, many)}
for batch in (few, many):
    shard = partial(step_time, batch // 2, alone=False)
    two = max(live.ranks(2, shard))
    word = "quicker" if two < one[batch] else "slower"
    print(f"{batch:>5} rows: two ranks are {word},", end=" ")
    print(f"{1e3 * two:.2f} ms for {1e3 * one[batch]:.2f} ms")
# %% [markdown]
"""
The second cell is a **model**, not a measurement: it takes the time of
a step as a part for each row and a fixed one, and that of a ring from
the all-reduces above, and works out more ranks than there are here. It
leaves out overlap, and all that is not this computer.
"""
# %% A model of a step
per_row = (one[many] - one[few]) / (many - few)
fixed = max(0.0, one[few] - few * per_row)
parameters = 64 * 256 + 256 + 256 * 10 + 10


def modeled(batch: int, n: int) -> float:
    turns = 2 * (n - 1)
    talk = turns * (latency / 2 + parameters / n * per_number)
    return fixed + per_row * batch / n + (talk if n > 1 else 0)


# %% Up to 32 ranks
live.compare(
    "ranks",
    "times as fast as one",
    {
        f"{batch:,} rows": [
            (n, modeled(batch, 1) / modeled(batch, n))
            for n in (1, 2, 4, 8, 16, 32)
        ]
        for batch in (32, 1024, 32768)
    },
    crossings=False,
)
# %%
live.quiz(
    "The batch stays the same and ranks are added. Why does each new one bring less?",
    live.right(
        "The computing is divided, the talking is not",
        "Each rank has fewer rows, but a ring always moves nearly twice the model, and takes more turns.",
    ),
    live.wrong(
        "The gradients grow with the number of ranks",
        "They have the size of the parameters, which does not depend on the ranks.",
    ),
    live.wrong(
        "Rank 0 has to serve ever more of the others",
        "That would hold with a server in the middle. In a ring, all ranks do the same.",
    ),
)
# %% [markdown]
"""
# Sharding: FSDP

With DDP each rank holds everything: parameters, gradients, and Adam's
two means. `fully_shard` (**FSDP2**) cuts each of these into as many
pieces as there are ranks, and a rank keeps its own. Before a layer
computes, its pieces are gathered from all, and let go afterwards;
gradients are summed up and cut in one go. That is more talking, for
less memory.

The cell counts the bytes that one of two ranks holds after a step.
"""


# %% Bytes of some tensors tags=["hidden"]
def here(tensors: list[Tensor]) -> int:
    local = [
        t.to_local() if isinstance(t, DTensor) else t
        for t in tensors
    ]
    return sum(t.nbytes for t in local)


# %% What a rank holds
def held(sharded: bool) -> list[int]:
    net = nn.Sequential(*[nn.Linear(256, 256) for _ in range(4)])
    model: nn.Module = net
    if sharded:
        mesh = init_device_mesh("cpu", (dist.get_world_size(),))
        for layer in net:
            fully_shard(layer, mesh=mesh)
        fully_shard(net, mesh=mesh)
    else:
        model = DistributedDataParallel(net)
    adam = torch.optim.Adam(net.parameters())
    model(torch.ones(2, 256)).sum().backward()
    adam.step()
    of_adam = [t for s in adam.state.values() for t in s.values()]
    weights = list(net.parameters())
    grads = [p.grad for p in weights if p.grad is not None]
    return [here(weights), here(grads), here(of_adam)]


# %% DDP and FSDP2
kinds = ["parameters", "gradients", "Adam"]
with_ddp = live.ranks(2, lambda: held(sharded=False))[0]
with_fsdp = live.ranks(2, lambda: held(sharded=True))[0]
bytes_held = {"DDP": with_ddp, "FSDP2": with_fsdp}
live.bars(bytes_held, kinds, name="bytes in one rank")
for way, parts in bytes_held.items():
    print(f"{way}: {sum(parts):,} bytes")
# %%
live.quiz(
    "A model of 7 billion parameters in float32, with Adam, on 8 GPUs under FSDP2. What does each hold of it?",
    live.wrong(
        "112 GB",
        "That is the whole: 4 bytes each for the parameter, its gradient, and two means. DDP would hold it.",
    ),
    live.right(
        "14 GB, and the layer that computes",
        "16 bytes a parameter, divided by 8. Activations come on top: they are each rank's own.",
    ),
    live.wrong(
        "28 GB: only the parameters cannot be cut",
        "They are cut as well, and gathered one layer at a time, when a layer is due.",
    ),
)
# %% [markdown]
"""
# Cut a layer: tensor parallelism

A layer may be too large for one GPU, or too slow. **Tensor
parallelism** cuts its matrix. Of two layers, the first is cut by
columns: each rank computes its own half of the hidden units, and ReLU
needs no other. The second is cut by rows: each rank gets a matrix of
full size, its part of a sum. One all-reduce, and both have the output.
"""


# %% Two layers, each in two halves
def halves() -> bool:
    torch.manual_seed(0)  # the same in both
    rows = torch.randn(4, 6)
    a, b = torch.randn(6, 8), torch.randn(8, 6)
    mine = dist.get_rank()
    columns = a.chunk(2, dim=1)[mine]  # (6, 4)
    below = b.chunk(2, dim=0)[mine]  # (4, 6)
    hidden = (rows @ columns).relu()  # (4, 4)
    total = hidden @ below  # (4, 6)
    live.inspect(total, name="my part of the sum")
    dist.all_reduce(total)
    live.inspect(total, name="the output")
    return torch.allclose(total, (rows @ a).relu() @ b, atol=1e-6)


print("as with whole matrices:", live.ranks(2, halves))
# %% [markdown]
"""
It talks in every pair of layers, forward and back, and all wait for it
then: so it is for GPUs of one machine, with fast links between them.
"""
# %% [markdown]
"""
# Cut the depth: a pipeline

A **pipeline** gives each rank some layers, a stage. Rank 0 hands its
outputs to rank 1, and so on; the gradients come back the other way.
While one stage computes, the others would wait: so a batch is cut into
**micro-batches**, which follow one another. The picture is computed,
with a forward pass of one millisecond a stage and a backward pass of
two. What does the idle share, the **bubble**, depend on?
"""
# %% The control tags=["hidden"]
micro_batches = live.slider(
    "micro_batches",
    4,
    low=1,
    high=16,
    whole=True,
    presets=[1, 2, 4, 8, 16],
)
# %% Four stages
stages, m = 4, micro_batches.value
pipeline = []
for stage in range(stages):
    for k in range(m):
        at = stage + k
        pipeline.append((stage, at, at + 1, f"forward {k}"))
    for k in range(m):
        at = stages + m - 1 + 2 * (stages - 1 - stage + k)
        pipeline.append((stage, at, at + 2, f"back {k}"))
live.timeline(
    (f"stage {stage}", 1e-3 * at, 1e-3 * end, what)
    for stage, at, end, what in pipeline
)
busy = sum(end - at for _, at, end, _ in pipeline)
whole_time = stages * max(end for _, _, end, _ in pipeline)
print(f"idle by the picture: {1 - busy / whole_time:.1%}")
formula = (stages - 1) / (m + stages - 1)
print(f"(stages - 1) / (m + stages - 1): {formula:.1%}")
# %% [markdown]
"""
The three ways combine: shards or copies over machines, tensor
parallelism within one, stages between groups of them.
"""
# %% [markdown]
"""
# Several machines, and Slurm

One torchrun is started on each machine, a **node**; they meet at one
address, and number their ranks through. On a cluster, **Slurm** gives
you the nodes: `sbatch job.sh` puts a job into the queue, and `srun`
starts one torchrun on each node. The cell writes such a job, and lists
the ranks it makes.
"""
# %% job.sh
JOB = """#!/bin/bash
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=4
#SBATCH --time=01:00:00
nodes=$(scontrol show hostnames "$SLURM_JOB_NODELIST")
head=$(echo "$nodes" | head -n 1)
srun torchrun --nnodes 2 --nproc-per-node 4 --max-restarts 3 \\
  --rdzv-id "$SLURM_JOB_ID" --rdzv-backend c10d \\
  --rdzv-endpoint "$head:29500" ddp.py
"""
Path("job.sh").write_text(JOB, encoding="utf-8")
for node in range(2):
    for local in range(4):
        rank = 4 * node + local
        print(f"node {node}: RANK={rank} LOCAL_RANK={local}")
# %%
live.quiz(
    "Which device does the program of rank 6 in this job use?",
    live.wrong(
        "cuda:6",
        "A node has four GPUs, numbered from 0 on each node. The number of a device is not that of a rank.",
    ),
    live.right(
        "cuda:2",
        "The device is that of LOCAL_RANK: rank 6 is the third of its node. Ranks 2 and 6 both use a cuda:2.",
    ),
    live.wrong(
        "cuda:0: each process sees only its own GPU",
        "That would have to be set up. Under torchrun each process sees all GPUs of its node, and picks one.",
    ),
)
# %% [markdown]
"""
Whoever reaches torchrun's ports can take part: it listens on all of a
machine's addresses, and asks nobody who they are. Use it in networks
that you trust.
"""
# %% [markdown]
"""
# What you can do now

- train a model with DDP: same program, own rows, gradients all-reduced
- save with one rank, and go on after any has ended
- say what a rank holds and sends, and measure whether another one pays

Read on: `torch.distributed`,
`torch.nn.parallel.DistributedDataParallel`,
`torch.utils.data.distributed.DistributedSampler`,
`torch.distributed.fsdp.fully_shard`, `torch.distributed.pipelining`,
and the page on torchrun in PyTorch's documentation.
"""
# %% How many ranks here?
print("processors:", os.cpu_count())
print("CUDA GPUs: ", torch.cuda.device_count())
print("gloo:", dist.is_gloo_available())
print("NCCL:", dist.is_nccl_available())
