"""What the application draws on its way to the terminal: in few bytes, in characters that are there, and memory tidied
in between."""

from __future__ import annotations

import os
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from tutor.compat.textual_screen import ScreenUpdates
from tutor.ui.terminal.ansi_writer import sparing
from tutor.ui.terminal.characters import Substitution
from tutor.ui.terminal.garbage import EVERY, Collector
from tutor.ui.terminal.terminal import TerminalCapabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Resize
    from textual.filter import LineFilter

    from tutor.ui.terminal.asking import Answered
    from tutor.ui.terminal.graphics import Graphics, Line


class TerminalOutput(ScreenUpdates):
    """A mixin of the app, to stand before Textual's class."""

    terminal: TerminalCapabilities
    line: Line | None = None
    """The way to the terminal, where it is one that can be asked."""
    graphics: Graphics | None = None
    """Shows pictures as pixels; None where that is not wanted, and before the first frame."""
    _moved = 0.0
    """When the screen was last drawn."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What Textual filters, and the characters that this terminal lacks."""
        return [*super().get_line_filters(), *self._substitutions]

    @cached_property
    def _substitutions(self) -> list[Substitution]:
        return [Substitution(self.terminal.characters)] if self.terminal.characters != "unicode" else []

    def to_send(self, update: Any) -> Any:
        """An update, in fewer bytes than Textual would send."""
        self._moved = monotonic()
        if self.graphics is not None:
            self.graphics.sent(update)
        return sparing(update)

    def show_pixels(self, setting: str) -> None:
        """Show pictures as pixels in this way from now on, if the terminal says that it can."""
        if self.line is not None:
            from tutor.ui.terminal.graphics import Graphics

            self.graphics = Graphics(self, self.line, setting, self.terminal, os.environ)
            self.graphics.ask()

    def on_answered(self, event: Answered) -> None:
        """The terminal has said what it can show."""
        if self.graphics is not None and self.graphics.answered(event.answers):
            for screen in self.screen_stack:
                for view in screen.query("DrawingView, PictureView"):
                    view.follow_graphics()  # type: ignore[attr-defined]

    def on_resize(self, event: Resize) -> None:
        """Pixels are drawn for the new size; Textual calls this beside the app's own."""
        del event
        if self.graphics is not None:
            self.graphics.resized()

    def tidy_with(self, collector: Collector) -> None:
        """Have garbage collected while nothing moves, from now on."""
        self._moved = monotonic()
        self.call_after_refresh(collector.settle)
        self.set_interval(EVERY, lambda: collector.tidy(monotonic() - self._moved))
