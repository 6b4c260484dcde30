"""A host that is turned by hand, at a line whose other end a test holds."""

from __future__ import annotations

import os
from collections.abc import Callable

from tutor.kernel.host.host import Host
from tutor.kernel.host.outbox import Outbox
from tutor.kernel.protocol.messages import Frames, decode_from_kernel, encode


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class HostAtALine:
    """A host that is turned by hand, and the tutor's end of its line."""

    def __init__(self, silence: float | None = None) -> None:
        self.clock = Clock()
        self.listening, self._writing = os.pipe()
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        self.host = Host(self.listening, Outbox(writing), forks=True, silence=silence, now=self.clock)

    def say(self, *messages: object) -> None:
        for message in messages:
            os.write(self._writing, encode(message))  # type: ignore[arg-type]
            self.host._turn()

    def pass_time(self, time: float) -> None:
        """So much later, something wakes the host; that it would have woken by itself is another test's to show."""
        self.clock.now += time
        self.host._turn()

    def heard(self) -> list[object]:
        try:
            return [decode_from_kernel(body) for body in Frames().feed(os.read(self._reading, 1 << 16))]
        except BlockingIOError:
            return []


class NoSignals:
    """What a host reads where none come."""

    def __init__(self, _end: Callable[[], object]) -> None:
        self._never, self._writing = os.pipe()

    def fileno(self) -> int:
        return self._never
