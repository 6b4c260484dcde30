"""A line to type in, which says in the footer what enter does."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tutor.ui.widgets.commands import Command, Commanding


class Field(Commanding, Input):
    """Textual's field, whose key to send what was typed stands in the footer as any other command does."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "submit", "accept", "take what was typed", palette=False),
    )

    virtual_size = Reactive(Size(0, 0))
    """Textual lays the screen out for each change of it, and a field has the same room whatever is typed."""

    def __init__(self, value: str = "", *, does: str = "accept", **options: Any) -> None:
        """`does` is what enter is called here."""
        super().__init__(value, **options)
        self._does = does
        self.cursor_blink = False

    def label_now(self, action: str, label: str) -> str:
        """What enter does here."""
        return self._does if action == "submit" else label
