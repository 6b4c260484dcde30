"""What the host says to the tutor: never waited for, and bounded."""

from __future__ import annotations

import os
from collections import deque

from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import encode

HIGH = 4 * 1024**2
"""With more bytes than this unread, sessions are not listened to until …"""
LOW = 1024**2
"""… fewer than this are left."""
_WRITE = 1 << 16


class Outbox:
    """Frames that wait until the tutor's end of the pipe takes them."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self._waiting: deque[memoryview] = deque()
        self.size = 0
        """Bytes that wait."""

    def put(self, message: Message) -> None:
        """Send a message, now if that can be done without waiting."""
        self.put_bytes(encode(message))

    def put_bytes(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._waiting.append(memoryview(data))
        self.size += len(data)
        if len(self._waiting) == 1:
            self.write()

    def write(self) -> None:
        """Write what the pipe takes. Raises BrokenPipeError where nobody reads any more."""
        while self._waiting:
            first = self._waiting[0]
            try:
                written = os.write(self.fd, first[:_WRITE])
            except BlockingIOError:
                return
            self.size -= written
            if written == len(first):
                self._waiting.popleft()
            else:
                self._waiting[0] = first[written:]
