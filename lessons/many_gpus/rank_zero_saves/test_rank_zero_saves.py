"""A checkpoint that two real ranks save: who wrote, what lay there meanwhile, what could be read afterwards."""

import functools
import io
import multiprocessing
import os
import pickle
import tempfile
import zipfile
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

OLD = {name: torch.zeros_like(value) for name, value in nn.BatchNorm1d(2).state_dict().items()}
CALLS = (
    "all_gather", "all_gather_into_tensor", "all_gather_object", "all_reduce", "barrier", "broadcast",
    "broadcast_object_list", "gather", "gather_object", "irecv", "isend", "monitored_barrier", "recv", "reduce",
    "scatter", "scatter_object_list", "send",
)  # fmt: skip
"""By which one rank may wait for the other."""
LAST = 100
"""More calls than a save makes."""


@dataclass
class Seen:
    """What one rank saw."""

    saves: int = 0
    """How often it called torch.save."""
    during: set[str] = field(default_factory=set)
    """What lay at the path while it wrote: old, half, nothing, new or other."""
    replaced: str = "old"
    """What lay at the path when the new file was renamed to it."""
    elsewhere: str = ""
    """The folder that the new file was renamed from, where that is not the checkpoint's own."""
    names: tuple[str, ...] = ()
    """Of what lies there when it returns."""
    after: str = ""
    """What lay at the path when it returned."""
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
    except (RuntimeError, EOFError, OSError, ValueError, pickle.UnpicklingError):
        return "other" if zipfile.is_zipfile(path) else "half"
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        return "other"
    return "old" if all(not value.any() for value in state.values()) else "new"


def put_for_calls(answer, wrapped):
    """In a rank: put something in the place of each call that waits, under whatever name the answer has it."""
    own = vars(vars(answer).get("_module", answer))
    for name in CALLS:
        real = vars(dist)[name]
        new = wrapped(real)
        setattr(dist, name, new)
        own |= {key: new for key, value in own.items() if value is real}


@functools.cache
def saved(answer):
    """What each of two ranks saw.

    Rank 0 finishes its file, and renames it, as late as it can: not before rank 1 waits for it or has returned.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder, "run.pt"), Path(folder, "other.pt")
        for one in (path, other):
            torch.save(OLD, one)
        kept = Path(folder, "kept")
        kept.hardlink_to(path)  # the old file, under a name of its own
        real = torch.save
        begun = multiprocessing.get_context("fork").Semaphore(0)  # as many as calls that rank 1 has begun

        def run():
            seen, rank = Seen(), dist.get_rank()
            ddp = DistributedDataParallel(nn.BatchNorm1d(2))
            fails, calls = False, 0

            def counted(call):
                def begin(*args, **options):
                    nonlocal calls
                    calls += 1
                    if rank == 1:
                        begun.release()
                    return call(*args, **options)

                return begin

            def wait_for_other():
                if rank == 0:
                    got = [begun.acquire(timeout=0.2) for _ in range(calls + 1)]
                    for _ in range(sum(got)):
                        begun.release()

            def late(rename):
                def renamed(source, target, *args, **options):
                    if rank == 1 and Path(target) == path:
                        raise Mistake(
                            f"Rank 1 {'writes, and ' if seen.saves else ''}renames a file to the path.",
                            "Of two that rename one file, the second does not find it any more; of two that write into "
                            "one, a mixture may be left.",
                            "Rank 0 alone is to do so: look at dist.get_rank().",
                        )
                    wait_for_other()
                    if Path(target) == path:
                        seen.replaced, place = lies_at(path), Path(source).resolve()
                        seen.elsewhere = "" if path.resolve().parent in place.parents else str(place.parent)
                    return rename(source, target, *args, **options)

                return renamed

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
                if fails:
                    raise OSError("no space is left")
                seen.during.add(lies_at(path))
                wait_for_other()
                file.write(data[len(data) // 2 :])
                return None

            vars(torch)["save"] = slowly
            vars(os)["replace"], vars(os)["rename"] = late(os.replace), late(os.rename)
            barrier = dist.barrier
            put_for_calls(answer, counted)
            answer.save(ddp, path)
            seen.after = lies_at(path)
            if rank == 1:
                for _ in range(LAST):
                    begun.release()
            if seen.after == "new":
                seen.names = tuple(torch.load(path, weights_only=True))
            barrier()
            fails = True
            if rank == 0:
                put_for_calls(answer, lambda _: lambda *_, **__: None)  # the other is not there
                with suppress(Exception):  # whatever it makes of the disk's error, what matters is the file
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
    if zero.replaced == "nothing":
        raise Mistake(
            "The old checkpoint was removed, and then the new one was renamed. In between, there was no file at all.",
            "If the run is ended at that moment, no checkpoint has the name by which it is looked for.",
            "A rename needs no room to be made for it: new.replace(path) does both in one go.",
        )
    if zero.elsewhere:
        raise Mistake(
            f"The new file lay in another folder than the checkpoint, {zero.elsewhere}, and was renamed from there.",
            "From one disk to another, as from /tmp to a home folder, nothing can be renamed: there it would fail.",
            "Write the new file beside the old one, as path.with_suffix() or path.parent names it.",
        )
    for what, meant in (("half", "half of the new file"), ("nothing", "no file at all")):
        if what in zero.during:
            raise Mistake(
                f"While rank 0 was writing, there was {meant} at the path.",
                "If the run is ended at that moment, or the disk is full, no checkpoint is left to go on from.",
                "Look at where torch.save writes to.",
            )
        if zero.failed == what:
            raise Mistake(
                f"Where torch.save fails in rank 0, there is {meant} at the path afterwards.",
                "The disk may be full: then the old checkpoint is all that is left to go on from.",
                "Look at what your code does after torch.save has raised an error.",
            )


def test_there(answer):
    """is there when save returns, in every rank"""
    for rank, seen in enumerate(saved(answer)):
        if seen.after == "nothing":
            raise Mistake(
                f"When save returned in rank {rank}, there was no file at the path.",
                "The old one is gone, and the new one is not called so.",
                "Look at which file is renamed, and into what: new.replace(path).",
            )
        if seen.after in ("old", "half"):
            raise Mistake(
                f"When save returned in rank {rank}, the old checkpoint was still at the path.",
                "A rank that goes on, and reads it or ends the run, does not find what was to be saved.",
                "Look at who waits for whom, and at whether the new file is ever renamed.",
            )


def test_plain(answer):
    """can be loaded into a plain model"""
    zero, _ = saved(answer)
    if zero.after == "other":
        raise Mistake(
            "What was saved is no dictionary of tensors, as a state_dict is.",
            "torch.load(path, weights_only=True) refuses a whole model, and load_state_dict takes no list.",
            "Look at what is handed to torch.save.",
        )
    names = zero.names
    if any(name.startswith("module.") for name in names):
        raise Mistake(
            f"The names in the checkpoint are {check.failure.listed(list(names))}.",
            "A plain model has no 'module.' in its names, and would not load it.",
            "Look at whose state_dict is saved.",
        )
    if missing := [name for name in OLD if name not in names]:
        raise Mistake(
            f"The checkpoint lacks {check.failure.listed(missing)}, which a plain model has.",
            "Parameters are not all: a BatchNorm has buffers, too, and state_dict gives both.",
        )
    if set(names) != set(OLD):
        raise Mistake(
            f"The names in the checkpoint are {check.failure.listed(list(names))}, and those of a plain model are "
            f"{check.failure.listed(list(OLD))}."
        )
