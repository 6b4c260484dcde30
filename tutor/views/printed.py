"""What a program wrote, made safe to show: as a terminal would leave it, without colors, and nothing of it obeyed.

A carriage return goes back over its line, so that of a progress bar the last state stays; the codes of colors are
dropped; every other control character becomes a picture of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tutor.views.plain import plain

_CODE = re.compile(
    r"\x1b\[(?P<number>[0-9]*)(?P<more>[0-?]*)[ -/]*(?P<final>[@-~])"  # ECMA-48: a control sequence …
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # … an operating system command, as for a window's title or a link …
    r"|\x1b[ -/]*[0-Z\\^-~]"  # … another escape sequence
    r"|[\r\n\b]"
)
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[ -/]*)$")
_ROW = re.compile(r"(?! *\[)(?!.*\w[:=] ?[-\d])(?=.*[^\s,(\[] {2,}\S.* {2,}\S).*|[-=+| ─━│┃]+")
"""Cells with more than a space between them, which are no numbers of an array and no log; or a line of a table."""
_LONGEST = 256
"""A code that does not end within so many characters is none."""


def is_row(line: str) -> bool:
    """Whether a line looks like one of a table, which is not read any more where it goes on in the next."""
    return bool(_ROW.fullmatch(line))


class _Cursor(msgspec.Struct):
    """Where a stream writes."""

    line: int | None = None
    """The number of its line; None at the beginning of one that is not there yet."""
    column: int = 0
    bottom: int = -1
    """The last line that it wrote."""
    begun: str = ""
    """The beginning of a code, whose rest is still to come."""


class Transcript:
    """What a cell wrote, as plain lines; of very much, the beginning and the end.

    Each stream goes on in its own line: a progress bar on standard error moves in its place while results are printed.
    """

    HEAD = 200
    TAIL = 800

    def __init__(self) -> None:
        self._head: list[str] = []
        self._tail: list[str] = []
        self._cursors: dict[str, _Cursor] = {}
        self.left_out = 0
        """How many lines between the beginning and the end were let go."""

    def __bool__(self) -> bool:
        return bool(self._head)

    def write(self, text: str, stream: str = "stdout") -> None:
        """Add text; a line without its end yet is continued by the next of its stream."""
        cursor = self._cursors.setdefault(stream, _Cursor())
        text = cursor.begun + text
        begun = _BEGUN.search(text[-_LONGEST:])
        cursor.begun = begun.group() if begun is not None else ""
        at = 0
        end = len(text) - len(cursor.begun)
        for code in _CODE.finditer(text, 0, end):
            self._put(cursor, text[at : code.start()])
            self._obey(cursor, code)
            at = code.end()
        self._put(cursor, text[at:end])

    @property
    def count(self) -> int:
        """How many lines were written, those that were let go among them."""
        return len(self._head) + self.left_out + len(self._tail)

    @property
    def lines(self) -> list[str]:
        """The lines that were kept, with a line that says so where some were let go."""
        gap = [f"… {self.left_out} lines left out …"] if self.left_out else []
        return [*self._head, *gap, *self._tail]

    def _put(self, cursor: _Cursor, text: str) -> None:
        if not text:
            return
        text = plain(text)
        if cursor.line is None or self._at(cursor.line) is None:
            self._add(cursor)
        line = self._at(cursor.line) or ""
        before = line[: cursor.column].ljust(cursor.column)
        cursor.column += len(text)
        self._set(cursor.line, before + text + line[cursor.column :])

    def _obey(self, cursor: _Cursor, code: re.Match[str]) -> None:
        number = int(code["number"] or 0)
        match code["final"] or code.group():
            case "\r" | "G":
                cursor.column = max(0, number - 1)
            case "\n":
                self._end_line(cursor)
            case "\b" | "D":
                cursor.column = max(0, cursor.column - max(1, number))
            case "C":
                cursor.column = min(cursor.column + max(1, number), _LONGEST)
            case "A":
                last = self.count if cursor.line is None else cursor.line
                cursor.line = max(0, last - max(1, number)) if self.count else None
            case "B":
                if cursor.line is not None:
                    cursor.line = min(cursor.bottom, cursor.line + max(1, number))
            case "K":
                line = self._at(cursor.line) if cursor.line is not None else None
                if line is not None:
                    kept = line[: cursor.column] if number == 0 else ""
                    self._set(cursor.line, kept + (" " * cursor.column + line[cursor.column :] if number == 1 else ""))

    def _end_line(self, cursor: _Cursor) -> None:
        if cursor.line is None:
            self._add(cursor)
        above = cursor.line is not None and cursor.line < cursor.bottom
        cursor.line, cursor.column = (cursor.line + 1 if above and cursor.line is not None else None), 0

    def _add(self, cursor: _Cursor) -> None:
        """A new line at the end, for this stream to write in."""
        if len(self._head) < self.HEAD:
            self._head.append("")
        else:
            self._tail.append("")
            if len(self._tail) > self.TAIL:
                self.left_out += len(self._tail) - self.TAIL
                del self._tail[: -self.TAIL]
        cursor.line = cursor.bottom = self.count - 1

    def _at(self, number: int | None) -> str | None:
        """A line; None where it was let go, or is not there."""
        if number is None:
            return None
        if number < len(self._head):
            return self._head[number]
        place = number - len(self._head) - self.left_out
        return self._tail[place] if 0 <= place < len(self._tail) else None

    def _set(self, number: int | None, line: str) -> None:
        if number is not None and number < len(self._head):
            self._head[number] = line
        elif number is not None:
            self._tail[number - len(self._head) - self.left_out] = line


def settled(text: str) -> str:
    """All of a text as a terminal would leave it."""
    lines = Transcript()
    lines.TAIL = text.count("\n") + 1
    lines.write(text)
    return "\n".join(lines.lines)


class Settling:
    """Text on its way to a reader where nothing can be overwritten: a line goes on when it will stay as it is.

    What is only ever appended to a line goes on at once.
    """

    LONG = 1 << 16
    """Characters of a line with its codes beyond which what was written over is let go."""

    def __init__(self) -> None:
        self._open = ""
        """The line that is being written, with its codes."""
        self._shown = ""
        """What of it went on already."""

    def write(self, text: str) -> Iterator[str]:
        """Take text; what of it may be shown by now, line ends included."""
        *ended, last = (self._open + text.replace("\r\n", "\n")).split("\n")
        for line in ended:
            self._open = line
            yield self.flush() + "\n"
        head, back, over = last.rpartition("\r")
        self._open = last = f"{settled(head)}\r{over}" if back and len(last) > self.LONG else last
        if last and not _CODE.search(last) and not _BEGUN.search(last[-_LONGEST:]):
            rest, self._shown = self._rest(), plain(last)
            yield rest

    def flush(self) -> str:
        """What waits, as it stands; another line begins."""
        rest = self._rest()
        self._open = self._shown = ""
        return rest

    def _rest(self) -> str:
        line = settled(self._open)
        return line.removeprefix(self._shown) if line.startswith(self._shown) else f"\n{line}"
