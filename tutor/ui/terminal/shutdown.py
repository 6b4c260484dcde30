"""The end of the tutor: by a key, a signal or a terminal that goes away; and that it comes to an end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

HANG_UP = 129
"""The exit status of a process whose terminal went away."""
GRACE = 5.0
"""Seconds that a tutor without a terminal has to save what it holds; then it ends, whatever hangs."""


def let_go() -> None:
    """Let what is still to be written to a terminal that is gone go nowhere; else Python fails at its end, with a
    status of its own."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for fd in (1, 2):
        os.dup2(nothing, fd)
    os.close(nothing)


class Shutdown:
    """Ends the app where something from outside says so. `leave` is the app's own way out, with an exit status."""

    def __init__(self, leave: Callable[[int], None], *, end: Callable[[int], object] = os._exit) -> None:
        self._leave = leave
        self._end = end
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = threading.Lock()

    def listen(self) -> None:
        """Obey signals from now on. To be called in the app's event loop."""
        self._loop = asyncio.get_running_loop()
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGINT):
                self._loop.add_signal_handler(number, self._leave, 128 + number)
            # Not by way of the loop, which may wait for the very terminal that is gone.
            signal.signal(signal.SIGHUP, lambda *_: self.hung_up())

    def hung_up(self) -> None:
        """The terminal is gone: leave, and end in any case after a while. Any thread may say so, more than once."""
        if not self._ending.acquire(blocking=False):
            return
        timer = threading.Timer(GRACE, self._end, (HANG_UP,))
        timer.daemon = True
        timer.start()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave, HANG_UP)
