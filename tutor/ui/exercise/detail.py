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
        self._height = 0
        """How many lines it shows."""

    def show(self, paragraphs: Sequence[Text], room: int = 0, more: Text | None = None) -> None:
        """Show these, in at most `room` lines, or in the panel's height; `more` is the last line where they are cut."""
        shown, before = (paragraphs, room, more or Text("…")), (self._paragraphs, self._room, self._more)
        if shown != before:
            self._paragraphs, self._room, self._more = shown
            self._fill()

    def on_resize(self, _event: Resize) -> None:
        """Fill the room that there is now."""
        self._fill()

    def _fill(self) -> None:
        width, room = self.content_size.width, self._room or self.content_size.height
        gap = Text("\n" if self._room else "\n\n")
        text = gap.join(self._paragraphs)
        before, self._height = self._height, 0
        if width > 0 and room > 0:
            lines = text.wrap(self.app.console, width)
            self._height = min(len(lines), room)
            if len(lines) > room:
                text = Text("\n").join([*lines[: room - 1], self._more])
        self.update(text, layout=self._room > 0 and before != self._height)  # else the panel is as high as before
