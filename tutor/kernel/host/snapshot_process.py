"""The host's hold on one process of a session, and on what a cell prints."""

from __future__ import annotations

import codecs
import os
import socket
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from tutor.kernel.protocol.events import Output
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import Frames
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.protocol.wire import Ended, FromSession, decode_from_session, encode
from tutor.views.scalar import Scalar

_CHUNK = 1 << 18
_FDS = 8
BACKLOG = 1 << 18
"""Bytes that may wait for a process that does not listen."""

Stream = Literal["stdout", "stderr"]


class CompletedCell:
    """A cell that a level has run to its end: what it was, and the controls it read."""

    def __init__(self, cell: Cell, ended: Ended) -> None:
        self._number, self._source, self._name = cell.number, cell.source, cell.name
        self._used, self._defaults = ended.used, ended.defaults

    def stands(self, cell: Cell, controls: dict[str, Scalar]) -> bool:
        """Whether running `cell` with these controls would lead to the same."""
        return (cell.number, cell.source, cell.name) == (self._number, self._source, self._name) and all(
            controls.get(name, self._defaults[name]) == value for name, value in self._used.items()
        )


class SnapshotProcess:
    """One process, its channel, and the cells it has run."""

    def __init__(self, pid: int, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.pid = pid
        self.stood: list[CompletedCell] = []
        self.children: frozenset[int] = frozenset()
        """What its cells have started and left running."""
        self.printed: list[CellOutput] = []
        self.fds: list[int] = []
        """Descriptors that came with messages not yet handled."""
        self.closed = False
        self.socket = sock
        self._frames = Frames()
        self._out = bytearray()

    @property
    def unsent(self) -> int:
        """Bytes that the process has not yet taken."""
        return len(self._out)

    def send(self, message: Message) -> None:
        """Send without waiting; what the process does not take at once goes out with the next `write`."""
        self._out += encode(message)
        self.write()

    def write(self) -> None:
        """Write what can be written."""
        while self._out and not self.closed:
            try:
                del self._out[: self.socket.send(self._out)]
            except BlockingIOError:
                return
            except (BrokenPipeError, ConnectionResetError):
                self._out.clear()  # it has ended, and will be heard of

    def receive(self) -> Iterator[FromSession]:
        """The messages that have come; `closed` is set once there will be no more."""
        try:
            data, fds, _, _ = socket.recv_fds(self.socket, _CHUNK, _FDS)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data, fds = b"", []
        self.fds += fds
        if not data:
            self.closed = True
            return
        try:
            for body in self._frames.feed(data):
                yield decode_from_session(body)
        except (ValueError, msgspec.DecodeError):  # the learner's code wrote on a descriptor that it did not know
            self.closed = True

    def close(self) -> None:
        """Let go of everything but the process itself."""
        self.closed = True
        self.socket.close()
        for fd in self.fds:
            os.close(fd)
        self.fds.clear()
        for printed in self.printed:
            for fd in list(printed.fds):
                printed.close(fd)


REWRITTEN = 20
"""A cell may write so many times as much as may stay, if it writes over the rest."""


class CellOutput:
    """What one cell writes to its standard output and error."""

    def __init__(
        self, session: int, run: int, cell: int, limit: int, stdout: int, stderr: int, *, rewritten: int = 1
    ) -> None:
        """No more than `limit` bytes may stay, and with what is written over, as progress bars do, `rewritten` times
        as many."""
        self._place = session, run, cell
        self._limit = limit
        self._most = limit * rewritten
        self._count = self._all = 0
        """Bytes that stay, and of everything."""
        self._lines: dict[int, int] = {}
        """Of each file descriptor, how many bytes of its last line stay as yet."""
        self._decoders = {name: codecs.getincrementaldecoder("utf-8")("replace") for name in ("stdout", "stderr")}
        self._waiting: list[tuple[Stream, str]] = []
        self._passed: dict[Stream, int] = {"stdout": 0, "stderr": 0}
        """Characters of each stream that were passed on."""
        self.fds: dict[int, Stream] = {stdout: "stdout", stderr: "stderr"}
        for fd in self.fds:
            os.set_blocking(fd, False)

    def read(self, fd: int) -> bool:
        """Take what was written there; False where that was the end of it, or too much: then it is closed."""
        try:
            data = os.read(fd, 1 << 16)
        except BlockingIOError:
            return True
        self._take(fd, data)
        return bool(data) and not self.too_much

    def close(self, fd: int) -> None:
        """Read no more from there."""
        del self.fds[fd]
        os.close(fd)

    def drain(self) -> None:
        """Take all that was written, up to the limit."""
        for fd in self.fds:
            while not self.too_much:
                try:
                    data = os.read(fd, 1 << 16)
                except BlockingIOError:
                    break
                if not data:
                    break
                self._take(fd, data)

    def add(self, text: str) -> None:
        """A line of the host's own, behind all that was taken."""
        self._waiting.append(("stderr", text))

    @property
    def too_much(self) -> bool:
        """Whether more was written than may be."""
        return self._count > self._limit or self._all > self._most

    @property
    def waiting(self) -> bool:
        """Whether there is text that was not yet passed on."""
        return bool(self._waiting)

    def pass_on(self, send: Callable[[Message], None], until: tuple[int, int] | None = None) -> None:
        """Send the text that has come, in the order in which it came; of each stream no more than its first so many
        characters, where `until` says how many: the rest waits."""
        rest: list[tuple[Stream, str]] = []
        for stream, text in self._waiting:
            room = len(text) if until is None else max(0, until[stream == "stderr"] - self._passed[stream])
            if now := text[:room]:
                send(Output(*self._place, stream, now))
                self._passed[stream] += len(now)
            if later := text[room:]:
                rest.append((stream, later))
        self._waiting = rest

    def _stays(self, fd: int, data: bytes) -> int:
        """How many bytes more there are to keep: what stands before a carriage return is written over."""
        count, line = 0, self._lines.get(fd, 0)
        for at, part in enumerate(data.replace(b"\r\n", b"\n").split(b"\n")):
            if at:
                count, line = count + 1, 0
            last = part.rpartition(b"\r")
            if last[1]:
                count, line = count - line, 0
            count, line = count + len(last[2]), line + len(last[2])
        self._lines[fd] = line
        return count

    def _take(self, fd: int, data: bytes) -> None:
        stays = self._stays(fd, data) if self._most > self._limit else len(data)
        kept = data[: max(0, self._limit - self._count)] if self._count + stays > self._limit else data
        self._count += stays
        self._all += len(data)
        stream = self.fds[fd]
        text = self._decoders[stream].decode(kept)
        if not text:
            return
        if self._waiting and self._waiting[-1][0] == stream:
            self._waiting[-1] = stream, self._waiting[-1][1] + text
        else:
            self._waiting.append((stream, text))
