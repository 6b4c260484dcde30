"""A small window in which one of several is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog
from tutor.views.plain import plain


class Choose(Dialog[str | None]):
    """Ends with the name of what was chosen, or None."""

    ACTIONS = (Command("escape,q", "close", "close", "close without choosing", palette=False),)
    DEFAULT_CSS = """
    Choose { align: center middle; background: $background 60%; }
    Choose > Vertical {
        width: auto; max-width: 90%; height: auto; max-height: 80%; min-width: 40;
        padding: 0 1; border: round $accent; border-title-color: $accent; background: $surface;
    }
    Choose OptionList, Choose OptionList:focus {
        height: auto; width: auto; min-width: 36; border: none; padding: 0; background: transparent;
        background-tint: transparent;
    }
    Choose .hint { color: $text-muted; width: auto; padding: 1 0 0 0; }
    """

    def __init__(self, title: str, options: Sequence[tuple[str, str]], present: str, *, note: str = "") -> None:
        """Offer `options`, pairs of (name, words); `present` is the name of the one that holds now."""
        super().__init__()
        self._heading = title
        self._options = options
        self._present = present
        self._note = note

    def compose(self) -> ComposeResult:
        """The options under a title."""
        prompts = [Text(f"{'●' if name == self._present else ' '} {plain(words)}") for name, words in self._options]
        with Vertical() as box:
            box.border_title = Content(self._heading)
            yield OptionList(*prompts, markup=False)
            yield Static(
                "\n".join(filter(None, [self._note, "enter chooses, esc closes"])), classes="hint", markup=False
            )

    def on_mount(self) -> None:
        """The present one is marked."""
        options = self.query_one(OptionList)
        names = [name for name, _ in self._options]
        options.highlighted = names.index(self._present) if self._present in names else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the option that was chosen."""
        self.dismiss(self._options[event.option_index][0])

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
