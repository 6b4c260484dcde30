"""How a text area of Textual's goes on with a line that is too long for a row: below its indent, not at the edge.

Textual wraps each row alike. Here the rows behind the first are narrower by a hang, and whoever draws them begins
there. Where one of the parts is gone, lines are wrapped as Textual does it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset

from tutor.compat.lookup import missing, parts, takes

if TYPE_CHECKING:
    from textual.document._document import DocumentBase, Location
    from textual.document._wrapped_document import WrappedDocument
else:
    (WrappedDocument,) = parts("textual.document._wrapped_document", "WrappedDocument")

HANG = 2
"""Columns beyond its indent at which a line of code goes on."""
_TABLES = ("_wrap_offsets", "_offset_to_line_info", "_line_index_to_offsets")


@cache
def lacking() -> str:
    """What is missing of that by which rows are wrapped here; '' where all is there."""
    from textual.document._document import Document

    gone = missing("textual.document._wrapped_document", "WrappedDocument")
    if not gone:
        one = WrappedDocument(Document("x"))
        gone = [f"WrappedDocument.{name}" for name in _TABLES if not isinstance(getattr(one, name, None), list)]
    for method, *parameters in (
        ("wrap", "width", "tab_width"),
        ("wrap_range", "start", "old_end", "new_end"),
        ("get_offsets", "line_index"),
        ("location_to_offset", "location"),
        ("get_target_document_column", "line_index", "x_offset", "y_offset"),
    ):
        if not takes(WrappedDocument, method, *parameters):
            gone.append(f"WrappedDocument.{method}({', '.join(parameters)})")
    return ", ".join(gone)


class HangingDocument(WrappedDocument):
    """A wrapped document whose lines go on below their indents."""

    def __init__(self, document: DocumentBase, tab_width: int, more: int) -> None:
        """`more` is how many columns beyond its indent a line goes on."""
        self._columns = 0
        self._more = more
        super().__init__(document, tab_width=tab_width)

    def hang(self, line: int) -> int:
        """The columns by which the rows of a line behind its first begin further to the right."""
        return self._hang(self.document.get_line(line)) if self.get_offsets(line) else 0

    def hang_at(self, y: int) -> int:
        """The same of one row, which may be below the text."""
        line, row = self._offset_to_line_info[y] if y < len(self._offset_to_line_info) else (0, 0)
        return self.hang(line) if row else 0

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines in so many columns; in none, where this is 0."""
        super().wrap(width, tab_width)
        self._columns = width
        self._hang_lines(0, self.document.line_count - 1)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap the lines of an edit."""
        super().wrap_range(start, old_end, new_end)
        self._hang_lines(min(start[0], old_end[0], new_end[0]), max(start[0], new_end[0]))

    def location_to_offset(self, location: Location) -> Offset:
        """The row of a place in the text, and its column there."""
        x, y = super().location_to_offset(location)
        later = bisect_right(self.get_offsets(location[0]), location[1])
        return Offset(x + self.hang(location[0]) if later else x, y)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """Which character of a line is at this column of one of its rows; left of the hang it is the row's first."""
        later = y_offset % (len(self.get_offsets(line_index)) + 1)
        x = max(0, x_offset - self.hang(line_index)) if later else x_offset
        return super().get_target_document_column(line_index, x, y_offset)

    def _hang(self, line: str) -> int:
        return 0 if "\t" in line else hang_of(line, self._columns, self._more)

    def _hang_lines(self, first: int, last: int) -> None:
        """Wrap those lines from `first` to `last` once more that Textual has wrapped."""
        offsets = self._wrap_offsets
        uneven = False
        for line in range(max(0, first), min(last + 1, len(offsets))):
            if before := offsets[line]:
                text = self.document.get_line(line)
                if hang := self._hang(text):
                    offsets[line] = breaks(text, self._columns, hang)
                    uneven |= len(offsets[line]) != len(before)
        if uneven:
            self._number_rows()

    def _number_rows(self) -> None:
        """Say of each row which one of which line it is, and of each line which rows it has."""
        rows = self._offset_to_line_info
        rows.clear()
        for line, offsets in enumerate(self._wrap_offsets):
            self._line_index_to_offsets[line] = [*range(len(rows), len(rows) + len(offsets) + 1)]
            rows += [(line, row) for row in range(len(offsets) + 1)]


def hang_of(line: str, width: int, more: int = HANG) -> int:
    """The columns by which a line goes on to the right of the edge: `more` than its indent, and half the width at
    most."""
    return min(len(line) - len(line.lstrip(" ")) + more, width // 2)


def breaks(line: str, width: int, hang: int) -> list[int]:
    """Where a line without tabs is to be broken, so that its first row has `width` columns and each further one
    `hang` fewer. It is broken behind white space, and within a word that has no row to itself."""
    found: list[int] = []
    room, used = width, 0
    for word in re.finditer(r"\S+\s*|\s+", line):
        size = cell_len(word[0])
        if used + size <= room:
            used += size
            continue
        if size <= width - hang:
            found.append(word.start())
            room, used = width - hang, size
            continue
        for place, character in enumerate(word[0], word.start()):
            size = cell_len(character)
            if used + size > room and used:
                found.append(place)
                room, used = width - hang, 0
            used += size
    return found
