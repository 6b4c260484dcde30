"""The first line of a screen: where one is, and at its right how torch and the saved work are."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget


class StateLine(Widget):
    """A title at the left, a state at the right; the title gives way where both do not fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"state-line--title", "state-line--state", "state-line--trouble"}
    DEFAULT_CSS = """
    StateLine { height: 1; padding: 0 1; }
    StateLine .state-line--title { color: $accent; text-style: bold; }
    StateLine .state-line--state { color: $text-muted; }
    StateLine .state-line--trouble { color: $error; text-style: bold; }
    """

    heading: reactive[str] = reactive("")
    state: reactive[str] = reactive("")
    """The state in words; of several sentences or lines only the first is shown."""
    trouble: reactive[bool] = reactive(False)
    """Whether the state is one that needs something done."""

    def render(self) -> Text:
        """The line as it is drawn now."""
        width = self.size.width
        style = self.get_component_rich_style(f"state-line--{'trouble' if self.trouble else 'state'}", partial=True)
        state = Text(("✗ " if self.trouble else "") + self.state.partition("\n")[0], style, no_wrap=True)
        state.truncate(width, overflow="ellipsis")
        room = max(0, width - state.cell_len - 2)
        title = Text(self.heading, self.get_component_rich_style("state-line--title", partial=True), no_wrap=True)
        title.truncate(room, overflow="ellipsis")
        gap = width - title.cell_len - state.cell_len
        return Text.assemble(title, " " * gap, state, end="", no_wrap=True)
