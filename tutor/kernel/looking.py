"""A short-lived process that finds out which devices there are, as the host sees it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import msgspec

from tutor.kernel import devices, processes
from tutor.kernel.protocol import Devices


class Look:
    """One such process, from its start until its answer, or until it has taken too long."""

    def __init__(self, now: float, *, forks: bool, prepare: Callable[[int], None]) -> None:
        self.deadline = now + devices.SECONDS
        self.fd, writing = os.pipe()
        """Where its answer can be read."""
        self._data = b""
        self._pid = self._fork(writing, prepare) if forks else self._spawn(writing)
        os.close(writing)

    def read(self, now: float) -> bool:
        """Take what it says; whether that was all, or time is up."""
        if now >= self.deadline:
            return True
        data = os.read(self.fd, 1 << 16)
        self._data += data
        return not data

    def close(self) -> Devices:
        """End it, and tell what it found: the CPU and a problem where it did not come to an answer."""
        os.close(self.fd)
        processes.kill_tree(self._pid)
        try:
            return msgspec.json.decode(self._data, type=Devices)
        except msgspec.DecodeError:
            return Devices((devices.cpu(),), "Looking for GPUs failed: the driver ended the process or did not answer.")

    def _fork(self, writing: int, prepare: Callable[[int], None]) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        try:
            processes.die_with_parent(parent)
            prepare(writing)
            os.write(writing, msgspec.json.encode(devices.look()))
        finally:
            os._exit(0)  # what counts is the answer, not how the process ends

    def _spawn(self, writing: int) -> int:
        arguments = [sys.executable, "-P", "-m", "tutor.kernel.devices"]
        return os.posix_spawn(sys.executable, arguments, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
