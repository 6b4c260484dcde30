"""Signals as something to read: what the host waits for is descriptors."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What ends the host."""


class Signals:
    """Catches the signals of this process, from when it is made on."""

    def __init__(self, end: Callable[[], object]) -> None:
        """`end` is called on those that end the host; the news that a child has ended is there to be read, too."""
        self._read, self._write = socket.socketpair()
        for sock in (self._read, self._write):
            sock.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in ENDING:
            signal.signal(number, lambda *_: end())

    def fileno(self) -> int:
        """The descriptor that can be read once a signal has come."""
        return self._read.fileno()

    def take(self) -> None:
        """Read what is there."""
        self._read.recv(1024)
