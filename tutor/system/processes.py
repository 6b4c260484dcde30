"""Processes: starting them bound to this one, and ending all that came of them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence

from tutor.system import linux
from tutor.system.table import below, children_of

FORK = "PYTORCH_TUTOR_FORK"
"""Set to 0, sessions are fresh processes and not forks: as where fork is not to be had."""
_LOOK = 0.5
"""Seconds between two looks whether the parent still lives, where the system does not tell of its end."""


def forks(environ: Mapping[str, str]) -> bool:
    """Whether sessions are forks of the host. On macOS a fork of a process that has used its frameworks may crash."""
    return sys.platform == "linux" and environ.get(FORK) != "0"


def fork() -> int:
    """Fork a child that does not outlive this process: 0 in the child, its number here."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        die_with_parent(parent)
    return pid


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none gets out of sight, where that can be had;
    elsewhere they are found by their session (see `table`)."""
    linux.adopt_orphans()


def die_with_parent(parent: int) -> None:
    """Be killed when the process `parent`, which must be this one's parent, ends in whatever way.

    Where the system does not see to it, a thread of this process looks every now and then.
    """
    if linux.die_with_parent():
        if os.getppid() != parent:
            os._exit(1)
    else:
        threading.Thread(target=_follow, args=(parent,), name="ends with the tutor", daemon=True).start()


def _follow(parent: int) -> None:
    """Wait until the parent has ended, then end this process and all that came of it."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    try:
        kill_children(os.getpid())
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


def own_children() -> tuple[int, ...]:
    """This process's children; quick where it has none, which is the usual case."""
    if hasattr(os, "waitid"):  # not on macOS before Python 3.13
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return ()
    return tuple(children_of({os.getpid()}))


def interrupt_children() -> None:
    """Interrupt all that came of this process."""
    for pid in below({os.getpid()}):
        send_signal(pid, signal.SIGINT)


def kill_tree(*pids: int) -> None:
    """Kill processes and all that came of them."""
    _kill(pids, pids)


def kill_children(pid: int, keep: Collection[int] = ()) -> None:
    """Kill the children of a process, and all that came of them, but for those in `keep`."""
    _kill((), (pid,), keep)


def _kill(first: Sequence[int], above: Sequence[int], keep: Collection[int] = ()) -> None:
    """Kill the processes `first`, and all that came of those in `above`.

    They are stopped first, until nothing new appears, so that none forks away from us. Nothing is stopped before the
    system was asked: it takes its time while they take the processor, and whoever asks may be killed meanwhile. What
    is not stopped still sees that its parent is gone.

    The lists of /proc are read one after the other. A process that ends between two of them hands its children to one
    whose list has been read already: so one look that finds nothing new may have missed them, and two do not.
    """
    stopped: dict[int, None] = {}
    new = [*first, *below(above, without=keep)]
    in_vain, enough = 0, 2 if linux.TELLS else 1
    while True:
        for pid in new:
            send_signal(pid, signal.SIGSTOP)
            stopped[pid] = None
        in_vain = 0 if new else in_vain + 1
        if in_vain == enough:
            break
        new = [child for child in below((*above, *stopped), without=keep) if child not in stopped]
    for pid in stopped:
        send_signal(pid, signal.SIGKILL)


def reap() -> Iterator[tuple[int, int]]:
    """This process's children that have ended, with their wait status; never waits."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status


def thread_count() -> int:
    """How many threads this process has, those that Python does not know of included; 0 where nobody can tell."""
    return linux.thread_count() if linux.TELLS else 0


def age() -> float:
    """Seconds since this process was started, its interpreter's start included where the system tells."""
    return linux.age() if linux.TELLS else time.perf_counter() - _imported


def send_signal(pid: int, number: int) -> bool:
    """Send a signal; False where the process is gone, or is not ours."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


_imported = time.perf_counter()
