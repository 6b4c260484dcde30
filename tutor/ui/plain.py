"""Learner text made safe to show: every control character becomes a picture of itself, nothing is obeyed."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text with line ends as '\\n', tabs as four columns, and control and direction characters made visible."""
    return _CONTROL.sub(_picture, text.replace("\r\n", "\n")).expandtabs(4)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # U+2400 … are the pictures of the control characters
    return "␡" if code == 0x7F else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Transcript:
    """What a cell wrote, as plain lines; of very much, the beginning and the end."""

    HEAD = 200
    TAIL = 800

    def __init__(self) -> None:
        self._head: list[str] = []
        self._tail: list[str] = []
        self._open = False
        self.left_out = 0
        """How many lines between the beginning and the end were let go."""

    def __bool__(self) -> bool:
        return bool(self._head)

    def write(self, text: str) -> None:
        """Add text; a line without its end yet is continued by the next."""
        first, *rest = plain(text).split("\n")
        if self._open:
            if first:
                (self._tail or self._head)[-1] += first
        elif first or rest:
            self._add(first)
        for line in rest[:-1]:
            self._add(line)
        if rest and rest[-1]:
            self._add(rest[-1])
        self._open = not rest or bool(rest[-1])

    def _add(self, line: str) -> None:
        if len(self._head) < self.HEAD:
            self._head.append(line)
            return
        self._tail.append(line)
        if len(self._tail) > self.TAIL:
            spare = len(self._tail) - self.TAIL
            del self._tail[:spare]
            self.left_out += spare

    @property
    def count(self) -> int:
        """How many lines were written, those that were let go among them."""
        return len(self._head) + self.left_out + len(self._tail)

    @property
    def lines(self) -> list[str]:
        """The lines that were kept, with a line that says so where some were let go."""
        gap = [f"… {self.left_out} lines left out …"] if self.left_out else []
        return [*self._head, *gap, *self._tail]
