"""Finding out which devices there are, in a short-lived process, as the host sees it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import msgspec

from tutor.kernel.protocol.connection import Devices
from tutor.kernel.system import devices
from tutor.system import processes

FRESH = 10.0
"""Seconds for which the free memory of GPUs is taken to be what it was."""


class DeviceDesk:
    """Answers who asks for devices: at once where there can be no GPU or the answer is fresh, else after a look."""

    def __init__(self, *, forks: bool, prepare: Callable[[int], None]) -> None:
        self._forks, self._prepare = forks, prepare
        self._known: tuple[float, Devices] | None = None
        self._asked: list[Callable[[Devices], None]] = []
        self.pid = 0
        """Of the process that looks, or was the last to."""
        self._data = b""
        self.fd: int | None = None
        """Where the process that looks can be read, while there is one."""
        self.deadline: float | None = None
        """When it will have taken too long."""

    def ask(self, then: Callable[[Devices], None], now: float, *, fresh: bool) -> None:
        """Call `then` with the devices, now or once they are known; `fresh` does not do with an earlier answer."""
        if self._forks and not devices.accelerators_possible():
            then(Devices((devices.cpu(),)))
        elif self._known is not None and not fresh and now < self._known[0] + FRESH:
            then(self._known[1])
        else:
            self._asked.append(then)
            if self.fd is None:
                self.fd, writing = os.pipe()
                self._data, self.deadline = b"", now + devices.SECONDS
                self.pid = self._fork(writing) if self._forks else self._spawn(writing)
                os.close(writing)

    def late(self, now: float) -> bool:
        """Whether the process has taken too long."""
        return self.deadline is not None and now >= self.deadline

    def read(self, now: float) -> bool:
        """Take what the process says; whether that was all, or time is up."""
        if self.fd is None or self.late(now):
            return True
        data = os.read(self.fd, 1 << 16)
        self._data += data
        return not data

    def settle(self, now: float) -> None:
        """End the process and answer: with the CPU and a problem where it did not come to an end itself."""
        if self.fd is None:
            return
        os.close(self.fd)
        self.fd = self.deadline = None
        processes.kill_tree(self.pid)
        try:
            found = msgspec.json.decode(self._data, type=Devices)
        except msgspec.DecodeError:
            problem = "Looking for GPUs failed: the driver ended the process, or did not answer in time."
            found = Devices((devices.cpu(),), problem)
        self._known = now, found
        asked, self._asked = self._asked, []
        for then in asked:
            then(found)

    def _fork(self, writing: int) -> int:
        pid = processes.fork()
        if pid:
            return pid
        try:
            self._prepare(writing)
            os.write(writing, msgspec.json.encode(devices.look()))
        finally:
            os._exit(0)  # what counts is the answer, not how the process ends

    def _spawn(self, writing: int) -> int:
        arguments = [sys.executable, "-P", "-m", "tutor.kernel.system.devices", str(os.getpid())]
        return os.posix_spawn(sys.executable, arguments, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
