"""A session's end of its channel to the host: whole frames, whatever interrupts the learner's code."""

from __future__ import annotations

import os
import signal
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from select import POLLIN, poll, select

from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import Frames
from tutor.kernel.protocol.wire import ToSession, decode_to_session, encode

_CHUNK = 1 << 16
_BUFFER = 1 << 20


@contextmanager
def shielded() -> Iterator[None]:
    """No KeyboardInterrupt inside: one that comes is raised at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Channel:
    """Frames out and in over a socket that is never waited for unless the caller says so."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._socket = sock
        self._readable = poll()
        self._readable.register(sock, POLLIN)
        self._frames = Frames()
        self._out = bytearray()
        self.inbox: deque[ToSession] = deque()
        """What has come and was not yet obeyed."""

    def send(self, message: Message, fds: Sequence[int] = ()) -> None:
        """Send a message, and file descriptors beside it, waiting for as long as the host does not read."""
        frame = encode(message)
        if not fds:
            with shielded():
                self._out += frame
            self.drain()
            return
        self.drain()
        select([], [self._socket], [])
        sent = socket.send_fds(self._socket, [frame], fds)
        with shielded():
            self._out += frame[sent:]
        self.drain()

    def try_send(self, message: Message) -> None:
        """Send what can be sent at once; `idle` tells whether something is left over."""
        frame = encode(message)
        with shielded():
            self._out += frame
            self._write()

    def idle(self) -> bool:
        """Whether everything sent so far is out; sends on what is not, without waiting."""
        if self._out:
            with shielded():
                self._write()
        return not self._out

    def drain(self) -> None:
        """Wait until everything is out."""
        while not self.idle():
            select([], [self._socket], [])

    def receive(self, timeout: float | None = 0.0) -> None:
        """Put what has come into the inbox, waiting for it up to `timeout` seconds, for ever if None."""
        # poll is the cheaper question, but counts in milliseconds
        if not (self._readable.poll(0) if timeout == 0.0 else select([self._socket], [], [], timeout)[0]):
            return
        with shielded():
            try:
                data = self._socket.recv(_CHUNK)
            except BlockingIOError:
                return
            if not data:
                os._exit(1)  # the host is gone: nobody is there to be told of anything
            self.inbox.extend(decode_to_session(body) for body in self._frames.feed(data))

    def fileno(self) -> int:
        """What to wait for."""
        return self._socket.fileno()

    def close(self) -> None:
        """Give up this process's hold on the channel."""
        self._socket.close()

    def _write(self) -> None:
        while self._out:
            try:
                sent = self._socket.send(self._out)
            except BlockingIOError:
                return
            except (BrokenPipeError, ConnectionResetError):
                os._exit(1)
            del self._out[:sent]
