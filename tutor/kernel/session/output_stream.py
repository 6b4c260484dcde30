"""Standard output and error of a cell, which the host reads apart: what is written is read in the order in which it was
written, so that what is printed after a progress bar stands after that bar, and before the next."""

from __future__ import annotations

import io
from time import perf_counter, sleep

from tutor.system import linux

FLUSH = 0.05
"""Seconds after which a part of a line is sent on."""
PATIENCE = 0.02
"""Seconds for which a stream waits at most until what was written to the other before has been read."""
SHARE = 0.05
"""Of the cell's time, and of a first second, as much may be spent waiting so."""
_LOOK = 0.0001


class OutputStream(io.TextIOWrapper):
    """One of the two: each line goes out at once, and a part of one does not wait for long."""

    def __init__(self, fd: int) -> None:
        super().__init__(
            open(fd, "wb", closefd=False),  # noqa: SIM115 - lives as long as the cell
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )
        self._sent = 0.0
        self._order: _Order | None = None
        self.written = 0
        """Characters."""

    def follow(self, order: _Order) -> None:
        """Keep to the order of the two."""
        self._order = order

    def write(self, text: str, /) -> int:
        """Write, and flush what has waited."""
        if self._order is not None and self._order.last is not self:
            self._order.turn_to(self)
        count = super().write(text)
        self.written += count
        now = perf_counter()
        if now - self._sent > FLUSH:
            self.flush()
            self._sent = now
        return count


class _Order:
    """Which of two streams was written to last."""

    def __init__(self, first: OutputStream, patience: float, share: float) -> None:
        self.last = first
        self._patience, self._share = patience, share
        self._began = perf_counter()
        self._waited = 0.0

    def turn_to(self, stream: OutputStream) -> None:
        """From now on this one is written to, once the host has read the other, or does not do so soon."""
        before, self.last = self.last, stream
        if before.closed:
            return
        before.flush()
        now = began = perf_counter()
        if self._waited > self._share * (1.0 + now - self._began):
            return  # streams that take turns at every line are not to be slow
        while linux.unread(before.fileno()) and now - began < self._patience:
            sleep(_LOOK)
            now = perf_counter()
        self._waited += now - began


def pair(
    stdout: int = 1, stderr: int = 2, *, patience: float = PATIENCE, share: float = SHARE
) -> tuple[OutputStream, OutputStream]:
    """The two streams to these file descriptors."""
    streams = OutputStream(stdout), OutputStream(stderr)
    order = _Order(streams[0], patience, share)
    for stream in streams:
        stream.follow(order)
    return streams
