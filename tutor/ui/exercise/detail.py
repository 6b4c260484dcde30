"""Paragraphs in a panel beside a list: what does not fit is cut with a sign, and a last line says how to see it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.events import Resize
from textual.widgets import Static


class Detail(Static):
    """Shows as many lines of its paragraphs as there is room for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._paragraphs: Sequence[Text] = ()
        self._more = Text()
        self._room = 0

    def show(self, paragraphs: Sequence[Text], room: int = 0, more: Text | None = None) -> None:
        """Show these, in at most `room` lines, or in the panel's height; `more` is the last line where they are cut."""
        self._paragraphs, self._room, self._more = paragraphs, room, more or Text("…")
        self._fill()

    def on_resize(self, _event: Resize) -> None:
        """Fill the room that there is now."""
        self._fill()

    def _fill(self) -> None:
        width, room = self.content_size.width, self._room or self.content_size.height
        gap = Text("\n" if self._room else "\n\n")
        text = gap.join(self._paragraphs)
        if width > 0 and room > 0:
            lines = text.wrap(self.app.console, width)
            if len(lines) > room:
                text = Text("\n").join([*lines[: room - 1], self._more])
        self.update(text)
