"""What Linux alone tells and does: /proc and prctl. On another system it can be asked whether they are there."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

PROC = Path("/proc")
TELLS = (PROC / "self/stat").exists()
"""Whether /proc can be asked."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_CHILD_SUBREAPER = 36
_MADV_COLLAPSE = 25  # linux/mman.h
_LARGE = 1 << 21
"""Bytes of a large page, of those that Linux has on the machines that torch runs on."""


def adopt_orphans() -> bool:
    """Become the parent of descendants whose own parent ends; False where that cannot be had."""
    return _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> bool:
    """Be killed when the parent ends in whatever way; False where that cannot be had."""
    return _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """A process's children as the kernel lists them by thread, where it was built to do so (`LISTS_CHILDREN`)."""
    found: list[int] = []
    try:
        for thread in (PROC / str(pid) / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):  # it, or a thread of it, ended while we looked
        return found
    return found


def parents() -> list[tuple[int, int]]:
    """(process, its parent) for every process on the machine."""
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


def is_dead(pid: int) -> bool:
    """Whether a process has ended, be it that it still waits to be asked for its status."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def thread_count() -> int:
    """How many threads this process has, those that Python does not know of included."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - asked before each cell, so without a detour


def age() -> float:
    """Seconds since this process was started, its interpreter's start included."""
    started = int((PROC / "self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


def address_space() -> int:
    """Pages of address space that this process has."""
    return int((PROC / "self/statm").read_text().split()[0])


def unread(fd: int) -> int:
    """How many bytes nobody has read yet of a pipe that is written to here; 0 where that cannot be told: of what is no
    pipe, or on another system, where only the end that is read from knows."""
    import fcntl
    import termios

    if not TELLS:
        return 0
    try:
        return int.from_bytes(fcntl.ioctl(fd, termios.FIONREAD, bytes(4)), sys.byteorder)
    except OSError:
        return 0


def be_a_victim() -> None:
    """Where memory runs out on the whole machine, a session is a better victim than the tutor."""
    victim = PROC / "self/oom_score_adj"
    if int(victim.read_text()) < 500:
        victim.write_text("500")


def gather_pages() -> None:
    """Move what this process has in memory together into large pages, where the system does so (Linux 6.1 and later).

    A fork has far fewer entries to copy then, and its end to give back; what it writes to is copied in small pages, as
    before. Takes two or three seconds for each GB.
    """
    madvise = getattr(ctypes.CDLL(None), "madvise", None)
    if madvise is None:  # the C library of another system
        return
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for line in (PROC / "self/maps").read_text().splitlines():
        place, rights, *_, inode, name = f"{line} -".split()[:6]
        if rights == "rw-p" and inode == "0" and name in ("-", "[heap]"):
            first, end = (int(address, 16) for address in place.split("-"))
            first, end = -(-first // _LARGE) * _LARGE, end // _LARGE * _LARGE
            if first < end:
                madvise(first, end - first, _MADV_COLLAPSE)  # where it cannot, all stays as it is


def _prctl(option: int, value: int) -> bool:
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except AttributeError:  # the C library of another system
        return False
    return bool(prctl(option, value, 0, 0, 0) == 0)


LISTS_CHILDREN = (PROC / f"self/task/{os.getpid()}/children").exists()
