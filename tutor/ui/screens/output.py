"""Everything a cell wrote and showed, on a screen of its own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tutor.ui.commands import Command, Commanding
from tutor.ui.notebook import CellState
from tutor.ui.plain import plain
from tutor.ui.widgets.cell import describe
from tutor.ui.widgets.keybar import KeyBar


class OutputScreen(Commanding, ModalScreen[None]):
    """A text to scroll, search by eye and copy from; nothing in it is obeyed."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("escape,q,o", "close", "close", "back to the lesson"),)
    DEFAULT_CSS = """
    OutputScreen { background: $background; }
    OutputScreen > .title { height: 1; padding: 0 1; background: $panel; }
    OutputScreen > TextArea { border: none; height: 1fr; }
    """

    def __init__(self, state: CellState) -> None:
        super().__init__()
        self._state = state

    def compose(self) -> ComposeResult:
        """Title and text."""
        yield Static(f"Out [{self._state.number}]", classes="title", markup=False)
        area = TextArea(whole(self._state), read_only=True)
        area.cursor_blink = False
        yield area
        yield KeyBar()

    def action_close(self) -> None:
        """Back to the lesson."""
        self.dismiss()


def whole(state: CellState) -> str:
    """All of a cell's output as one text."""
    parts = list(state.transcript.lines)
    for name, view in state.views.items():
        if (said := describe(view)) is not None:
            head, text = said
            parts += ["", f"{plain(name) or 'value'}   {head}".rstrip(), plain(text)]
    if state.failure is not None:
        parts += ["", plain(state.failure.message), plain(state.failure.explanation)]
    return "\n".join(parts).strip() or "Nothing was written."
