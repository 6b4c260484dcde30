"""Keeps a program that a lesson starts, and ends all that came of it: `python -P -m tutor.system.keeper FD WORD…`.

Whoever starts the program may be ended in any way at all, and workers may be sessions of their own, as torchrun's are.
So this stands between them: it adopts what loses its parent, and holds one end of a socket whose other end is the
starter's. It says there how the program ended, and when that end is closed, for whatever reason, it ends everything.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from tutor.system import linux, processes

ENDED, REFUSED = b"ended", b"refused"
"""What is said of the program: with its wait status, or the number of the error for which it could not start."""


def told(said: bytes) -> tuple[bytes, int] | None:
    """What a keeper has said, as (`ENDED` or `REFUSED`, number); None where it ended before it could."""
    word, _, number = said.partition(b" ")
    return (word, int(number)) if word in (ENDED, REFUSED) and number.isdigit() else None


def main(arguments: Sequence[str]) -> None:
    """Start the program, wait for its end or for that of whoever holds the other end, and leave nothing behind."""
    starter = socket.socket(fileno=int(arguments[0]))
    starter.set_inheritable(False)
    processes.adopt_orphans()
    children = _woken_by_children()
    try:
        program = subprocess.Popen(arguments[1:], preexec_fn=linux.die_with_parent)
    except OSError as error:
        starter.sendall(b"%s %d" % (REFUSED, error.errno or 0))
        return
    _let_go_of_outputs()
    status = _wait(program.pid, starter, children)
    _end_all()
    if status is not None:
        starter.sendall(b"%s %d" % (ENDED, status))


def _woken_by_children() -> int:
    """A descriptor that can be read when a child has ended."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def _let_go_of_outputs() -> None:
    """Only the program and what comes of it may hold the ends of the pipes, so that they end with these."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def _wait(pid: int, starter: socket.socket, children: int) -> int | None:
    """The program's wait status; None where the starter has gone, or wants an end."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(starter, selectors.EVENT_READ)
        waiting.register(children, selectors.EVENT_READ)
        while True:
            for gone, status in processes.reap():
                if gone == pid:
                    return status
            ready = {key.fd for key, _ in waiting.select()}
            if starter.fileno() in ready:
                return None
            os.read(children, 1 << 10)


def _end_all() -> None:
    """Kill what is left of the program, and what was left to this process, until nothing is there."""
    while processes.own_children():
        processes.kill_children(os.getpid())
        with suppress(ChildProcessError):  # they are known by their session alone, where orphans are not adopted
            os.waitpid(-1, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
