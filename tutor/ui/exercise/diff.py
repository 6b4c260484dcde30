"""What differs between two texts, on a screen of its own."""

from __future__ import annotations

import difflib
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.plain import plain


class DiffScreen(Dialog[None]):
    """Lines that are only in the one text begin with '-', those only in the other with '+'."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("escape,v,q,enter", "close", "back", "back to the exercise", palette=False),
        Command("down,j", "scroll(1)", "down", "scroll", footer=False, palette=False),
        Command("up,k", "scroll(-1)", "up", "scroll", footer=False, palette=False),
        Command("pagedown,space", "page(1)", "page down", "scroll", footer=False, palette=False),
        Command("pageup", "page(-1)", "page up", "scroll", footer=False, palette=False),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {"diff--gone", "diff--new", "diff--quiet"}
    DEFAULT_CSS = """
    DiffScreen { background: $background; }
    DiffScreen #title { height: 1; padding: 0 1; background: $panel; }
    DiffScreen VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    DiffScreen VerticalScroll > Static { height: auto; }
    DiffScreen .diff--gone { color: $error; }
    DiffScreen .diff--new { color: $success; }
    DiffScreen .diff--quiet { color: $text-muted; }
    """

    def __init__(self, before: str, after: str, *, gone: str, new: str) -> None:
        """`gone` and `new` say whose lines those with '-' and with '+' are."""
        super().__init__()
        self._before, self._after = before, after
        self._title = f"- {gone}   + {new}"

    def compose(self) -> ComposeResult:
        """Lay out the title, the lines that differ and the keys."""
        yield Static(self._title, id="title", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(self._lines(), markup=False)
        yield KeyBar()

    def _lines(self) -> Text:
        inks = {"-": "gone", "+": "new", "@": "quiet"}
        text = Text()
        for number, line in enumerate(difference(self._before, self._after)):
            name = inks.get(line[:1])
            style = self.get_component_rich_style(f"diff--{name}", partial=True) if name else ""
            text.append(("\n" if number else "") + line, style)
        return text or Text("Both are the same.")

    def action_close(self) -> None:
        """Back to the screen beneath."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll by one line, up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by one page, up or down."""
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=by * max(1, box.size.height - 1), animate=False)


def difference(before: str, after: str) -> list[str]:
    """The lines as a diff with all that is the same around them; none where the texts are the same."""
    old, new = plain(before).splitlines(), plain(after).splitlines()
    if old == new:
        return []
    lines = list(difflib.unified_diff(old, new, n=10_000, lineterm=""))
    return lines[3:]
