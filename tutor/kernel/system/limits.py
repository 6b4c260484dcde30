"""What a session may use, and in words what happened to one that used more."""

from __future__ import annotations

import os
import resource

from tutor.system import linux
from tutor.system.endings import signal_in_words

FILE_BYTES = 1 << 30
"""No file that a cell writes grows beyond this."""


def apply(memory: int | None) -> None:
    """Bound this process and its children: `memory` bytes of address space beyond the present, files, no core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, FILE_BYTES)
    if not linux.TELLS:
        return  # macOS lets a process ask for such a limit, and does not keep it
    linux.be_a_victim()
    if memory is not None:
        _lower(resource.RLIMIT_AS, linux.address_space() * resource.getpagesize() + memory)


def what_happened(status: int, what: str = "cell") -> str:
    """One sentence on a process that ended without a result, from its wait status."""
    if os.WIFSIGNALED(status):
        return f"The process that ran this {what} was stopped: {signal_in_words(os.WTERMSIG(status))}."
    code = os.WEXITSTATUS(status)
    return f"The {what} ended its own process with exit status {code}, as os._exit({code}) does, before it was done."


def printed_too_much(limit: int, what: str = "cell") -> str:
    """One sentence on a cell, or another `what`, that was stopped for its output."""
    return f"The {what} was stopped because it printed more than {limit:,} bytes."


def too_many_processes(count: int, most: int, what: str = "cell") -> str:
    """A few sentences on a cell, or another `what`, that was stopped for the processes that it had started."""
    return (
        f"The {what} was stopped because it had {count:,} processes running at once, and {most:,} may. Look for a loop "
        f"that starts one process after another, or for a worker that starts workers of its own. If so many are meant, "
        f"set PYTORCH_TUTOR_PROCESSES to a larger number where the tutor is started."
    )


def took_too_long(seconds: float, what: str = "cell") -> str:
    """One sentence on a cell, or another `what`, that was stopped for its time."""
    return f"The {what} was stopped because it ran longer than {seconds:g} s."


def _lower(what: int, wanted: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(what, (value, value))
