"""`live.ranks`: processes that train together, from their start to what each returns."""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import sysconfig
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tutor.live.group.conductor import Conductor, Unled
from tutor.live.group.ends import End, RanksError, RemoteTraceback, first, told
from tutor.live.group.relay import Relay
from tutor.live.group.starting import Group, Rank, hindrance, meeting, start
from tutor.live.lesson_io import present
from tutor.live.notebook import in_notebook
from tutor.system import processes
from tutor.system.network import OwnNetwork, own_network

T = TypeVar("T")
MOST = 64
"""Ranks at most: each is a process that computes."""
_ABORTED = "gloo ends a process so where the ranks make different calls, or make them with tensors of different sizes."
_LIBRARIES = (sysconfig.get_path("stdlib"), str(Path(__file__).parents[2]), "<")
"""How names of files begin that are not the learner's; what is installed lies in a folder site-packages."""


def ranks(n: int, train: Callable[[], T], *, restarts: int = 0, timeout: float = 20.0) -> list[T]:
    """Call `train` in each of `n` processes that form a group of torch.distributed; what each returns, by rank.

    They are forks of this process, so all that the lesson has defined is there, and the default group (gloo, on the
    CPU) stands: `dist.get_rank()`, `dist.all_reduce(…)` and `DistributedDataParallel(model)` work as under torchrun,
    whose variables (RANK, LOCAL_RANK, WORLD_SIZE …) are set, all but MASTER_ADDR and MASTER_PORT: the ranks find one
    another through a file in memory and talk over loopback, in a network of their own where the system allows one.
    Every rank has random numbers of its own, the same in each run of the lesson.

    `live.steps`, `live.report`, `live.show` and print work inside, and say which rank it was; a pause, the pace, and a
    control that is changed reach all ranks before the same step. What `train` returns is copied to this process.

    Where a rank raises, is killed, or does not come within `timeout` seconds when others wait for it, all are ended
    and RanksError says which one was first, at which step and of what. `restarts` is torchrun's --max-restarts: so
    often all ranks begin anew, with TORCHELASTIC_RESTART_COUNT counting, and it is for `train` to go on from what it
    has saved. Raises RuntimeError where this process cannot be forked, with the way by torchrun. The kernel of a
    Jupyter notebook cannot be: there a fresh process makes the ranks, and cloudpickle takes `train` to it, with copies
    of all that it uses.
    """
    if type(n) is not int or not 1 <= n <= MOST:
        raise ValueError(f"ranks: n is a whole number from 1 to {MOST}, not {n!r}")
    if not callable(train):
        raise TypeError(f"ranks: train is the name of a function without arguments, not {type(train).__name__}")
    if restarts < 0 or not timeout > 0:
        raise ValueError(f"ranks: restarts={restarts!r} is at least 0, and timeout={timeout!r} above 0")
    if in_notebook():
        from tutor.live.group.fresh import ranks_of_fresh_process

        return ranks_of_fresh_process(n, train, restarts, timeout)
    conductor = present().conduct()
    with _able(n, timeout, restarts + 1, conductor, own_network) as group:
        attempt = 0
        while True:
            ends, results = _attempt(group(attempt), train)
            cause = first(ends)
            if cause is None:
                return [pickle.loads(result) for result in results]
            words = told(ends, timeout)
            if attempt == restarts:
                raise RanksError(words, cause.error) from (
                    RemoteTraceback(cause.way + cause.words) if cause.way else None
                )
            attempt += 1
            print(f"{words} All begin anew: restart {attempt} of {restarts}.", file=sys.stderr)  # noqa: T201


def tried_in_ranks(n: int, run: Callable[[], T], *, timeout: float = 2.0) -> list[T]:
    """For the checks of exercises: call `run` in each of `n` ranks as `ranks` does, but steer and draw nothing; what
    each returns, by rank.

    A Mistake of a rank is raised as it is, and its other errors as RanksError. Where a rank waits in vain, is killed
    or ends its process, a Mistake says which one, and what the others were doing. Raises RuntimeError where no ranks
    can be had.
    """
    from tutor.check.failure import Mistake

    with _able(n, timeout, 1, Unled(), lambda: None) as group:  # checks are many, and a network takes its time
        ends, results = _attempt(group(0), run)
    cause = first(ends)
    if cause is None:
        return [pickle.loads(result) for result in results]
    if isinstance(cause.error, Mistake):
        raise cause.error
    words = told(ends, timeout, steps=False)
    if cause.how == "raised" and not cause.of_group:
        raise RanksError(words, cause.error) from RemoteTraceback(cause.way + cause.words)
    waiting = [place for place in map(_own_line, (end.way for end in ends if end.of_group)) if place]
    means = _ABORTED if (cause.how, cause.words) == ("killed", "SIGABRT") else ""
    raise Mistake(words, means, f"Look at line {waiting[0]} of your code, where it waited." if waiting else "")


def _own_line(way: str) -> str:
    """Of a traceback, the innermost line that is neither of a library nor of a check; '' where there is none."""
    lines = re.findall(r'File "(?P<file>[^"]+)", line (?P<line>\d+)', way)
    own = [
        line for file, line in lines
        if not file.startswith(_LIBRARIES) and not {"site-packages", "dist-packages"}.intersection(Path(file).parts)
        and not Path(file).name.startswith("test_")
    ]  # fmt: skip
    return own[-1] if own else ""


@contextmanager
def _able(
    n: int, timeout: float, attempts: int, conductor: Conductor, network: Callable[[], OwnNetwork | None]
) -> Iterator[Callable[[int], Group]]:
    """What groups are made by, where this process can have ranks. Raises RuntimeError where it cannot."""
    if problem := hindrance(n):
        raise RuntimeError(problem)
    processes.adopt_orphans()
    with meeting(n, timeout, attempts, conductor, network()) as group:
        yield group


def _attempt(group: Group, train: Callable[[], T]) -> tuple[list[End], list[bytes]]:
    """Have all ranks run once; how each ended, and what those returned that did."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()  # else each rank would print it again
    before = processes.own_children()
    started: list[Rank] = []
    try:
        with _uninterrupted():
            started.extend(start(group, number, train) for number in range(group.size))
        ends = Relay(present(), group.conductor, started, group.at).run()
        return ends, [rank.finished.result for rank in started if rank.finished is not None]
    finally:
        with _uninterrupted():
            _clear(started, before)


def _clear(started: list[Rank], before: Collection[int]) -> None:
    """End what lives of the ranks, and all that came of them."""
    processes.kill_tree(*(rank.pid for rank in started if rank.status is None))
    for rank in started:
        if rank.status is None:
            os.waitpid(rank.pid, 0)
        rank.socket.close()
        for lines in rank.outputs:
            lines.close()
    processes.kill_children(os.getpid(), keep=before)  # orphans of ranks
    for pid in processes.own_children():
        if pid not in before:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """No KeyboardInterrupt inside: one that comes is raised at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
