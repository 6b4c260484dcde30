"""What the application draws on its way to the terminal: in few bytes, in characters that are there, and memory tidied
in between."""

from __future__ import annotations

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

    from textual.filter import LineFilter


class TerminalOutput(ScreenUpdates):
    """A mixin of the app, to stand before Textual's class."""

    terminal: TerminalCapabilities
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
        return sparing(update)

    def tidy_with(self, collector: Collector) -> None:
        """Have garbage collected while nothing moves, from now on."""
        self._moved = monotonic()
        self.call_after_refresh(collector.settle)
        self.set_interval(EVERY, lambda: collector.tidy(monotonic() - self._moved))
