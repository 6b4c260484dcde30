"""Processes: who descends from whom, and ending all of them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none gets out of sight. Linux only."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Be killed when the process `parent`, which must be this one's parent, ends in whatever way. Linux only."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if sys.platform == "linux" and os.getppid() != parent:
        os._exit(1)


def children_of(pids: Collection[int]) -> list[int]:
    """The children of these processes, which are not looked at themselves."""
    if _LISTS_CHILDREN:
        return [child for pid in pids for child in _listed_children(pid)]
    return [pid for pid, parent in _parents() if parent in pids]


def own_children() -> tuple[int, ...]:
    """This process's children; quick where it has none, which is the usual case."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return ()
    return tuple(children_of({os.getpid()}))


def descendants(pid: int) -> list[int]:
    """Every process that came of `pid` and is not yet dead, parents before their children, without itself."""
    found: list[int] = []
    generation = [pid]
    while generation:
        generation = [child for child in children_of(set(generation)) if child not in found]
        found += generation
    return [child for child in found if not _is_dead(child)]


def kill_tree(*pids: int) -> None:
    """Kill processes and all that came of them.

    The whole trees are stopped first, from the root down until nothing new appears, so that none forks away from us.
    """
    stopped: dict[int, None] = {}
    fresh: list[int] = list(pids)
    while fresh:
        for pid in fresh:
            send_signal(pid, signal.SIGSTOP)
            stopped[pid] = None
        fresh = [child for child in children_of(stopped.keys()) if child not in stopped]
    for pid in stopped:
        send_signal(pid, signal.SIGKILL)


def kill_children(pid: int, keep: Collection[int] = ()) -> None:
    """Kill the children of a process, and all that came of them, but for those in `keep`."""
    kill_tree(*(child for child in children_of({pid}) if child not in keep and not _is_dead(child)))


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
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - asked before each cell, so without a detour
    except FileNotFoundError:
        return 0


def age() -> float:
    """Seconds since this process was started, its interpreter's start included where the system tells."""
    try:
        started = int((PROC / "self/stat").read_text().rpartition(")")[2].split()[19])
    except FileNotFoundError:
        return time.perf_counter() - _imported
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


def send_signal(pid: int, number: int) -> bool:
    """Send a signal; False where the process is gone, or is not ours."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _is_dead(pid: int) -> bool:
    """Whether a process has ended and only waits to be asked for its status. False where nobody can tell."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return sys.platform == "linux"


def _listed_children(pid: int) -> list[int]:
    """A process's children as the kernel lists them by thread, where it was built to do so."""
    found: list[int] = []
    try:
        for thread in (PROC / str(pid) / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):  # it, or a thread of it, ended while we looked
        return found
    return found


def _parents() -> list[tuple[int, int]]:
    """(process, its parent) for every process on the machine."""
    if sys.platform != "linux":
        listing = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        return [(int(pid), int(parent)) for pid, parent in (line.split() for line in listing.splitlines())]
    pairs = []
    for name in os.listdir(PROC):  # noqa: PTH208 - paths would double the time, and this is done at every rerun
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123
                pairs.append((int(name), int(file.read().rpartition(b")")[2].split(None, 2)[1])))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return pairs


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


_imported = time.perf_counter()
_LISTS_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children").exists()
