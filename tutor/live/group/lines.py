"""What a rank prints, line by line, each with whose it is."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator

from tutor.views.printed import settled

LONGEST = 1 << 14
"""Characters of a line that is not ended after which it goes on as it is."""


class TaggedLines:
    """One stream of one rank: what is read from its pipe, as a terminal would leave it, behind the rank's name."""

    def __init__(self, fd: int, rank: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self.ended = False
        self._tag = f"rank {rank}: "
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._open = ""

    def read(self) -> Iterator[str]:
        """The lines that have come since the last time; `ended` once there will be no more."""
        while not self.ended:
            try:
                data = os.read(self.fd, 1 << 16)
            except BlockingIOError:
                return
            self.ended = not data
            yield from self._lines(self._decoder.decode(data, final=not data))

    def rest(self) -> Iterator[str]:
        """What was begun and will not be ended."""
        line, self._open = self._open, ""
        if line:
            yield self._tagged(line)

    def close(self) -> None:
        """Read no more."""
        os.close(self.fd)

    def _lines(self, text: str) -> Iterator[str]:
        *lines, self._open = (self._open + text).split("\n")
        yield from map(self._tagged, lines)
        if len(self._open) > LONGEST:
            yield from self.rest()

    def _tagged(self, line: str) -> str:
        return f"{self._tag}{settled(line)}\n"
