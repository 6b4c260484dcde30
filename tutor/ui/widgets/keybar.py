"""The last line of a screen: what can be done here, with the keys; a click does it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.events import Click
from textual.widget import Widget

from tutor.ui.commands import Commanding

if TYPE_CHECKING:
    from textual.screen import Screen


class KeyBar(Widget):
    """Keys and labels of the commands that the footer shows, as many as there is room for.

    Keys that the focused widget takes for typing are not among them. The way to the help is always there.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--label"}
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; }
    KeyBar .keybar--key { color: $accent; text-style: bold; }
    KeyBar .keybar--label { color: $foreground; }
    """
    GAP = 3

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        """(first column, column behind the last, key) of what stands on the line."""

    def on_mount(self) -> None:
        """Follow what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def entries(self) -> list[tuple[str, str, str]]:
        """(key as Textual calls it, key as it is shown, label), innermost first, the help last."""
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("slash", "/")
        entries: dict[str, tuple[str, str, str]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            typed = typing and key == "slash"  # the one whose character Textual cannot tell
            if binding.show and active.enabled and not typed:
                shown = binding.key_display or key
                label = binding.description
                if isinstance(active.node, Commanding):
                    label = active.node.label_now(binding.action, label)
                entries.setdefault(binding.action, (key, shown, label))
        last = [entries.pop(action) for action in ("help", "app.help") if action in entries]
        return [*entries.values(), *last]

    def render(self) -> Text:
        """The line."""
        key_style = self.get_component_rich_style("keybar--key", partial=True)
        label_style = self.get_component_rich_style("keybar--label", partial=True)
        text = Text(no_wrap=True, end="")
        self._places = []
        for key, shown, label in self._fitting(self.size.width):
            if text:
                text.append(" " * self.GAP)
            start = text.cell_len
            text.append(shown, key_style).append(f" {label}", label_style)
            self._places.append((start, text.cell_len, key))
        return text

    def _fitting(self, width: int) -> list[tuple[str, str, str]]:
        entries = self.entries()
        while (
            entries
            and sum(len(shown) + 1 + len(label) for _, shown, label in entries) + self.GAP * (len(entries) - 1) > width
        ):
            entries.pop(-2 if len(entries) > 1 else -1)
        return entries

    def on_click(self, event: Click) -> None:
        """As if the key were pressed."""
        offset = event.get_content_offset(self)
        if offset is not None:
            for start, end, key in self._places:
                if start <= offset.x < end:
                    self.app.simulate_key(key)
