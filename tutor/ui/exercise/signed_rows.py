"""Rows of text, each beside a sign; what is too long for one line goes on below its own beginning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

INDENT = 2
"""Cells that a sign and the blank after it take."""
STEADY = 2
"""So many lines fewer than before, and the room stays as it is: what stands beside it does not move for them."""


@dataclass(frozen=True)
class Row:
    """A sign of one cell or none, and what stands beside it."""

    sign: Text
    text: Text


class SignedRows(Widget):
    """Lays the rows out itself: a table would be measured twice and rendered once for each change."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SignedRows { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._laid: tuple[int, list[list[Text]]] = (-1, [])
        """A width, and each row's lines at that width."""
        self._spare = 0
        """Lines of its room that are left empty."""

    def show(self, rows: Iterable[Row]) -> None:
        """Show these rows in place of those before."""
        width, before = self._laid
        had = sum(map(len, before)) + self._spare
        self._rows, self._laid, self._spare = tuple(rows), (-1, []), 0
        fewer = had - sum(self.heights(width)) if width == self.content_size.width else -1
        as_high = 0 <= fewer <= STEADY * bool(self._rows) and had <= self.container_size.height
        self._spare = fewer if as_high else 0
        self.refresh(layout=not as_high)

    def heights(self, width: int) -> list[int]:
        """How many lines each row takes at this width."""
        return [len(lines) for lines in self._lines(width)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's names
        """The lines of all rows; at another width, no more than these."""
        if width != self._laid[0]:
            self._spare = 0
        return sum(self.heights(width)) + self._spare

    def render_line(self, y: int) -> Strip:
        """One line, filled to the widget's width."""
        width, base, console = self.content_size.width, self.rich_style, self.app.console
        lines = [line for lines in self._lines(width) for line in lines]
        if y >= len(lines):
            return Strip.blank(width, base)
        strip = Strip(lines[y].render(console)).apply_style(base)
        return strip.adjust_cell_length(width, Style(bgcolor=base.bgcolor))

    def _lines(self, width: int) -> list[list[Text]]:
        if self._laid[0] != width:
            indent = INDENT if any(row.sign for row in self._rows) else 0
            self._laid = width, [self._wrapped(row, max(1, width - indent), indent) for row in self._rows]
        return self._laid[1]

    def _wrapped(self, row: Row, width: int, indent: int) -> list[Text]:
        lines = list(row.text.wrap(self.app.console, width)) or [Text()]
        beside = [row.sign, *[Text()] * (len(lines) - 1)]
        for line in lines:
            line.rstrip_end(width)
            line.end = ""
        return [Text.assemble(sign, " " * (indent - len(sign)), line) for sign, line in zip(beside, lines, strict=True)]
