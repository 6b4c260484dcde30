"""Starting ranks: forks of this process, seeded each, in a group that talks over loopback alone."""

from __future__ import annotations

import mmap
import os
import pickle
import random
import signal
import socket
import sys
import threading
import traceback
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NoReturn

from tutor.live.group.conductor import Conductor
from tutor.live.group.ends import in_words, of_group
from tutor.live.group.lines import TaggedLines
from tutor.live.group.messages import Failed, Finished, Granted, Heard, Wanted, say
from tutor.live.group.rank_io import RankIO
from tutor.live.lesson_io import enter
from tutor.system import openmp, processes
from tutor.system.network import OwnNetwork, loopback

BY_TORCHRUN = (
    "Write the program into a file that begins with dist.init_process_group(), and run it in a shell: "
    "torchrun --standalone --nproc-per-node={} file.py"
)


@dataclass
class Rank:
    """A rank as the process sees it that started it."""

    number: int
    pid: int
    socket: socket.socket
    outputs: tuple[TaggedLines, TaggedLines]
    heard: Heard = field(default_factory=Heard)
    wanted: Wanted | None = None
    """What it asks for; None where it was answered."""
    granted: deque[Granted] = field(default_factory=deque)
    """What it will be told when it asks."""
    may: int = 0
    """Steps that it was told it may take."""
    closed: bool = False
    """Whether there is nothing more to hear."""
    finished: Finished | None = None
    failed: Failed | None = None
    when: float | None = None
    """When it finished, failed, or was found dead."""
    status: int | None = None
    """As `os.waitpid` gives it; None while it lives."""


@dataclass
class Group:
    """What the ranks of one attempt have in common."""

    size: int
    store: int
    """A file in memory, through which they find one another: nothing of it is left, however this ends."""
    network: OwnNetwork | None
    at: memoryview
    """Of each rank the step that it is in, in memory that all share; -1 before the first."""
    seed: int
    timeout: float
    attempt: int
    attempts: int
    conductor: Conductor


def hindrance(count: int) -> str:
    """Why this process can have no ranks, and what to do in its place; '' where it can. Threads of libraries are no
    hindrance: those of OpenMP are ended here, those of NumPy's know of forks."""
    import torch

    if torch.cuda.is_initialized():
        return (
            "live.ranks makes forks of this process, and one that has used a GPU cannot be forked. Let the lesson "
            f"compute on the CPU (--device cpu), and its ranks do as well. {BY_TORCHRUN.format(count)}"
        )
    if not processes.forks(os.environ):
        return f"live.ranks makes forks of this process, which this system does not allow. {BY_TORCHRUN.format(count)}"
    openmp.rest()
    others = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    if others:
        return (
            "live.ranks makes forks of this process, and a fork of one with other threads may hang. Here run: "
            f"{', '.join(others)}. End them first (join), or let another cell begin them. {BY_TORCHRUN.format(count)}"
        )
    return ""


@contextmanager
def meeting(
    size: int, timeout: float, attempts: int, conductor: Conductor, network: OwnNetwork | None
) -> Iterator[Callable[[int], Group]]:
    """What ranks need to find one another; for each attempt, by its number, a group of its own. Closes the network."""
    import torch

    # Of the random numbers as they stand, so that no rank repeats those of the cells above; none of them is drawn.
    seed = zlib.crc32(torch.get_rng_state().numpy().tobytes())
    stores: list[int] = []

    def group(attempt: int) -> Group:
        stores.append(os.memfd_create("ranks"))
        at = memoryview(mmap.mmap(-1, 8 * size)).cast("q")
        for rank in range(size):
            at[rank] = -1
        return Group(size, stores[-1], network, at, seed, timeout, attempt, attempts, conductor)

    try:
        yield group
    finally:
        for store in stores:
            os.close(store)
        if network is not None:
            network.close()


def start(group: Group, number: int, train: Callable[[], Any]) -> Rank:
    """Fork a rank. SIGINT is to be blocked meanwhile. Raises OSError where no process can be had."""
    ours, theirs = socket.socketpair()
    outputs = os.pipe(), os.pipe()
    parent = os.getpid()
    pid = processes.fork()
    if pid == 0:
        try:
            ours.close()
            _be(group, number, train, theirs, outputs, parent)
        finally:
            os._exit(1)  # whatever happens, this process must not go on as a second cell
    theirs.close()
    for _, writing in outputs:
        os.close(writing)
    ours.setblocking(False)
    stdout, stderr = (TaggedLines(reading, number) for reading, _ in outputs)
    return Rank(number, pid, ours, (stdout, stderr))


def _be(
    group: Group,
    number: int,
    train: Callable[[], Any],
    sock: socket.socket,
    outputs: tuple[tuple[int, int], tuple[int, int]],
    parent: int,
) -> NoReturn:
    """Be a rank, from its fork to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is interrupted is the cell, which then ends its ranks
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    group.conductor.leave()
    for target, (reading, writing) in enumerate(outputs, 1):
        os.close(reading)
        os.dup2(writing, target)
        os.close(writing)
    for name, fd in (("stdout", 1), ("stderr", 2)):
        stream = open(fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
    io = RankIO(sock, group.conductor.controls(), group.at, number)
    enter(io)
    try:
        if group.network is not None:
            group.network.enter()
            processes.die_with_parent(parent)  # which the system forgets where a process gains rights
        _join(group, number)
        result = train()
        io.finish()
        last: Finished | Failed = Finished(_pickled(result))
    except BaseException as error:
        try:
            io.finish()
        finally:
            last = _failed(error)
    say(sock, last)
    os._exit(0)


def _join(group: Group, number: int) -> None:
    """Be a member of the group: as torchrun sets it, but for an address, for nobody listens at one."""
    import numpy
    import torch
    import torch.distributed as dist

    names = dict.fromkeys(("RANK", "LOCAL_RANK", "ROLE_RANK"), number)
    names |= dict.fromkeys(("WORLD_SIZE", "LOCAL_WORLD_SIZE", "ROLE_WORLD_SIZE"), group.size)
    names |= {"GROUP_RANK": 0, "GROUP_WORLD_SIZE": 1}
    names |= {"TORCHELASTIC_RESTART_COUNT": group.attempt, "TORCHELASTIC_MAX_RESTARTS": group.attempts - 1}
    os.environ |= {name: str(value) for name, value in names.items()}
    os.environ |= {"ROLE_NAME": "default", "TORCHELASTIC_RUN_ID": "live.ranks", "OMP_NUM_THREADS": "1"}
    os.environ["GLOO_SOCKET_IFNAME"] = loopback()
    torch.set_num_threads(1)
    seed = group.seed + number
    torch.manual_seed(seed)
    numpy.random.seed(seed % 2**32)
    random.seed(seed)
    dist.init_process_group(
        "gloo",
        init_method=f"file:///proc/self/fd/{group.store}",
        rank=number,
        world_size=group.size,
        timeout=timedelta(seconds=group.timeout),
    )
    # A rank whose own connections stand may have nothing to ask of the others and end, while theirs do not stand yet:
    # they would fail for it. So none goes on before all are there.
    dist.barrier()


def _pickled(result: Any) -> bytes:
    try:
        return pickle.dumps(result)
    except Exception as error:
        raise TypeError(
            f"what it returns, of type {type(result).__name__}, cannot be copied into the cell's process "
            f"({error}); return numbers, tensors, or model.state_dict()"
        ) from None


def _failed(error: BaseException) -> Failed:
    """What there is to tell of an exception."""
    known, late = of_group(error)
    way = error.__traceback__.tb_next if error.__traceback__ is not None else None  # without the frame of this file
    try:
        words = in_words(error)
    except Exception:  # a learner's own __str__ may fail
        words = type(error).__name__
    try:
        kept: bytes | None = pickle.dumps(error)
    except Exception:  # it holds what cannot be copied; its words are told all the same
        kept = None
    return Failed(words, "".join(traceback.format_tb(way)), kept, known, late)
