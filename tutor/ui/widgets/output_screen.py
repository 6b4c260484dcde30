"""A long text on a screen of its own: all that a cell wrote and showed, or a learner's texts of an earlier lesson."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tutor.learner.progress import Text
from tutor.ui.lesson.cell import describe
from tutor.ui.lesson.notebook import CellState
from tutor.ui.widgets.commands import Command, Commanding
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.plain import plain


class OutputScreen(Commanding, ModalScreen[None]):
    """A text to scroll, search by eye and copy from; nothing in it is obeyed."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (Command("escape,q,o,y", "close", "close", "back to the lesson"),)
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
        """Title and text."""
        yield Static(self._title, classes="title", markup=False)
        area = TextArea(self._text, read_only=True)
        area.cursor_blink = False
        yield area
        yield KeyBar()

    def action_close(self) -> None:
        """Back to the lesson."""
        self.dismiss()


def whole(state: CellState) -> str:
    """All of a cell's output as one text."""
    parts: list[str] = []
    for lines, name in state.in_order():
        parts += lines
        if name is not None and (said := describe(state.views[name])) is not None:
            head, text = said
            parts += ["", f"{plain(name) or 'value'}   {head}".rstrip(), plain(text), ""]
    if state.failure is not None:
        parts += ["", plain(state.failure.message), plain(state.failure.explanation)]
    return "\n".join(parts).strip() or "Nothing was written."


def earlier(orphans: tuple[Text, ...]) -> str:
    """The learner's texts whose cells the lesson no longer has as they were."""
    return "\n\n".join(f"# cell {text.cell}, as you had it\n{plain(text.source)}" for text in orphans)
