"""A long text on a screen of its own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.printed import is_row


class OutputScreen(Dialog[None]):
    """A text to scroll, search by eye and copy from; nothing in it is obeyed, and a table is not wrapped."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("escape,q,o,y", "close", "close", "back to where you were"),)
    DEFAULT_CSS = """
    OutputScreen { background: $background; }
    OutputScreen > .title { height: 1; padding: 0 1; background: $panel; }
    OutputScreen > TextArea { border: none; height: 1fr; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the title and the whole text."""
        yield Static(self._title, classes="title", markup=False)
        area = TextArea(self._text, read_only=True, soft_wrap=not any(map(is_row, self._text.split("\n"))))
        area.cursor_blink = False
        yield area
        yield KeyBar()

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss()
