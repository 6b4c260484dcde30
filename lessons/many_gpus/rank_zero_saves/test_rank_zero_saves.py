"""A checkpoint that two real ranks save: who wrote, what lay there meanwhile, what could be read afterwards."""

import functools
import io
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch._dynamo  # DDP loads it: here once, and not in each rank
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from tutor import check, live
from tutor.check import Mistake

OLD = {"weight": torch.zeros(1, 2), "bias": torch.zeros(1)}


@dataclass
class Seen:
    """What one rank saw."""

    saves: int = 0
    """How often it called torch.save."""
    during: set[str] = field(default_factory=set)
    """What lay at the path while it wrote: old, half, nothing or new."""
    names: tuple[str, ...] = ()
    """Of what lies there when it returns."""
    new: bool = False
    kept: str = ""
    """What became of the file that was there before."""
    failed: str = ""
    """What lay there after its writing had failed."""


def lies_at(path):
    """What can be read there."""
    if not path.exists():
        return "nothing"
    try:
        state = torch.load(path, weights_only=True)
    except (RuntimeError, EOFError, OSError, ValueError):
        return "half"
    return "old" if all(not value.any() for value in state.values()) else "new"


@functools.cache
def saved(answer):
    """What each of two ranks saw, and the weights that were to be saved."""
    weight = torch.rand(1, 2) + 1
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder, "run.pt"), Path(folder, "other.pt")
        for one in (path, other):
            torch.save(OLD, one)
        kept, through = Path(folder, "kept"), Path(folder, "through")
        kept.hardlink_to(path)  # the old file, under a name of its own
        real = torch.save

        def run():
            seen, rank = Seen(), dist.get_rank()
            net = nn.Linear(2, 1)
            with torch.no_grad():
                net.weight.copy_(weight)
            ddp = DistributedDataParallel(net)
            fails = False

            def slowly(state, file, *args, **options):
                if not hasattr(file, "write"):
                    with Path(file).open("wb") as out:
                        return slowly(state, out, *args, **options)
                seen.saves += 1
                buffer = io.BytesIO()
                real(state, buffer, *args, **options)
                data = buffer.getvalue()
                file.write(data[: len(data) // 2])
                file.flush()
                seen.during.add(lies_at(path))
                if fails:
                    raise OSError("no space is left")
                until = time.monotonic() + 0.2  # a disk that is slow, unless the other is through without it
                while not through.exists() and time.monotonic() < until:
                    time.sleep(0.005)
                file.write(data[len(data) // 2 :])
                return None

            vars(torch)["save"] = slowly
            answer.save(ddp, path)
            seen.new = lies_at(path) == "new"
            if rank == 1:
                through.touch()
            if seen.new:
                seen.names = tuple(torch.load(path, weights_only=True))
            dist.barrier()
            fails = True
            if rank == 0:
                for name in ("barrier", "all_reduce"):  # the other is not there
                    vars(dist)[name] = lambda *_, **__: None
                with suppress(OSError):
                    answer.save(ddp, other)
                seen.failed = lies_at(other)
                seen.kept = lies_at(kept)
            return seen

        return live.tried_in_ranks(2, run, timeout=1.0)


def test_one_writes(answer):
    """lets rank 0 alone write"""
    zero, one = saved(answer)
    if one.saves:
        raise Mistake(
            "Rank 0 writes, and rank 1 writes, too." if zero.saves else "In rank 0 nothing is written; rank 1 writes.",
            "All have the same weights; two that write into one file, or rename into it, may leave a mixture.",
            "Look at dist.get_rank().",
        )
    if not zero.saves:
        raise Mistake("No rank calls torch.save.", "Rank 0 is to write the checkpoint by it.")


def test_whole(answer):
    """keeps the old file whole until the new one is complete"""
    zero, _ = saved(answer)
    if zero.kept == "new":
        raise Mistake(
            "The new checkpoint was written over the old one, into the same file. In between, half of it was there.",
            "If the run is ended at that moment, or the disk is full, no checkpoint is left to go on from.",
            "Look at which file is written to, and what it is called at that time.",
        )
    for what, meant in (("half", "half of the new file"), ("nothing", "no file at all")):
        if what in zero.during or zero.failed == what:
            raise Mistake(
                f"While rank 0 was writing, there was {meant} at the path.",
                "If the run is ended at that moment, or the disk is full, no checkpoint is left to go on from.",
                "Look at where torch.save writes to.",
            )


def test_there(answer):
    """is there when save returns, in every rank"""
    for rank, seen in enumerate(saved(answer)):
        if not seen.new:
            raise Mistake(
                f"When save returned in rank {rank}, the old checkpoint was still at the path.",
                "A rank that goes on, and reads it or ends the run, does not find what was to be saved.",
                "Look at who waits for whom, and at whether the new file is ever renamed.",
            )


def test_plain(answer):
    """can be loaded into a plain model"""
    names = saved(answer)[0].names
    if any(name.startswith("module.") for name in names):
        raise Mistake(
            f"The names in the checkpoint are {check.failure.listed(list(names))}.",
            "A plain model has no 'module.' in its names, and would not load it.",
            "Look at whose state_dict is saved.",
        )
    if set(names) != set(OLD):
        raise Mistake(f"The names in the checkpoint are {', '.join(names)}, and a plain model has weight and bias.")
