"""What a command says before its first frame and on its standard error: a greeting, and words for an error message."""

from __future__ import annotations

from collections.abc import Sequence

from tutor import __version__
from tutor.kernel.protocol.connection import GREETING, PROTOCOL

_NOISE = 1 << 16
"""Bytes that may come before the greeting: what a remote shell prints."""
_TAIL = 4_000
"""Bytes of the standard error, and of the noise, that are kept for an error message."""


class NoGreetingError(Exception):
    """The command is no kernel, or one of another protocol; the message says so and what to do."""


class Preamble:
    """Listens for the greeting, and keeps the last words."""

    def __init__(self, command: Sequence[str]) -> None:
        self.version, self.protocol = "", 0
        """Of pytorch-tutor there, and of what it speaks; '' and 0 until it has greeted."""
        self.greeted = False
        """Whether it has, as a kernel of our protocol."""
        self._command = command
        self._noise = b""
        self._errors = b""

    def rest(self, data: bytes) -> bytes | None:
        """What follows the greeting, once it has come. Raises NoGreetingError where it does not."""
        if self.greeted:
            return data
        self._noise += data
        found = GREETING.search(self._noise)
        if found is None:
            if len(self._noise) > _NOISE:
                started = f"{' '.join(self._command)} did not start a pytorch-tutor kernel"
                raise NoGreetingError(f"{started}. It wrote: {self.said()}")
            return None
        self.version, self.protocol = found[2].decode(errors="replace"), int(found[1])
        if self.protocol != PROTOCOL:
            kernel, tutor = f"{self.version} (protocol {self.protocol})", f"{__version__} (protocol {PROTOCOL})"
            same = "Install the same version of pytorch-tutor on both sides."
            raise NoGreetingError(f"The kernel is of version {kernel}, the tutor of version {tutor}. {same}")
        self.greeted = True
        rest, self._noise = self._noise[found.end() :], b""
        return rest

    def hear_error(self, data: bytes) -> None:
        """Keep the end of what comes on standard error."""
        self._errors = (self._errors + data)[-_TAIL:]

    def said(self) -> str:
        """The last lines of the standard error, else of what came before the greeting."""
        lines = (self._errors or self._noise[-_TAIL:]).decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-8:])
