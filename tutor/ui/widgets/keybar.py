"""The last lines of a screen: what can be done here, with the keys, and above it what keeps the kernel from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.events import Click
from textual.widget import Widget

from tutor.ui.shell import shell_of
from tutor.ui.widgets.commands import Commanding, actions_of
from tutor.views.plain import plain

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.screen import Screen

SHARE = 6
"""What there is to say of the kernel has no more than this part of the screen's rows; the rest stands on the home
screen."""


class KeyBar(Widget):
    """Keys and labels of the commands that the footer shows, as many as there is room for.

    Keys that the focused widget takes for typing are not among them. The way to the help is always there. Where the
    kernel is lost or does not answer, that stands above them, and the key that helps comes first.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--label", "keybar--trouble"}
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; }
    KeyBar .keybar--key { color: $accent; text-style: bold; }
    KeyBar .keybar--label { color: $foreground; }
    KeyBar .keybar--trouble { color: $error; text-style: bold; }
    """

    def __init__(self, *, silent: bool = False, gap: int = 3) -> None:
        """`silent` where the screen says by itself how the kernel is; `gap` columns stand between two keys."""
        super().__init__()
        self._silent = silent
        self._gap = gap
        self._places: list[tuple[int, int, str]] = []
        """(first column, column behind the last, key) of what stands on the line."""
        self._said: list[Text] = []

    def on_mount(self) -> None:
        """Follow what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self.follow_kernel()

    def on_resize(self) -> None:
        """What is said of the kernel is wrapped anew."""
        self.follow_kernel()

    def follow_kernel(self) -> None:
        """The kernel was lost, or is silent, or is back."""
        trouble, rows = "" if self._silent else plain(self._trouble), max(2, self.screen.size.height // SHARE)
        said = [*Text(trouble).wrap(self.app.console, max(1, self.size.width))] if trouble else []
        lines = said[:rows]
        if len(said) > rows:
            lines[-1] = Text(f"{lines[-1].plain.rstrip()[: max(0, self.size.width - 2)]} …")
        if lines != self._said:
            if len(lines) != len(self._said):
                self.styles.height = 1 + len(lines)
            self._said = lines
            self.refresh()

    @property
    def _trouble(self) -> str:
        return shell_of(self).link.trouble

    def _follow(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def entries(self) -> list[tuple[str, str, str]]:
        """(key as Textual calls it, key as it is shown, label), innermost first, the help last."""
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("slash", "/")
        entries: dict[str, tuple[str, str, str]] = {}
        for key, active in sorted(self.screen.active_bindings.items(), key=self._order()):
            binding = active.binding
            typed = typing and key == "slash"  # the one whose character Textual cannot tell
            if binding.show and active.enabled and not typed:
                shown = binding.key_display or key
                label = binding.description
                if isinstance(active.node, Commanding):
                    label = active.node.label_now(binding.action, label)
                entries.setdefault(binding.action, (key, shown, label))
        if self._trouble:
            entries = {"": ("ctrl+g", "ctrl+g", "restart torch"), **entries}
        last = [entries.pop(action) for action in ("help", "app.help") if action in entries]
        return [*entries.values(), *last]

    def _order(self) -> Callable[[tuple[str, ActiveBinding]], tuple[int, int]]:
        """Innermost first, and of one widget as it declares them: Textual puts a key that it binds itself before."""
        chain = [*(self.screen.focused or self.screen).ancestors_with_self]
        places = {node: {one.action: at for at, one in enumerate(actions_of(node))} for node in chain}

        def place(item: tuple[str, ActiveBinding]) -> tuple[int, int]:
            node, action = item[1].node, item[1].binding.action
            return chain.index(node) if node in places else len(chain), places.get(node, {}).get(action, 0)

        return place

    def render(self) -> Text:
        """The keys in as many lines as they need."""
        key_style = self.get_component_rich_style("keybar--key", partial=True)
        label_style = self.get_component_rich_style("keybar--label", partial=True)
        trouble = self.get_component_rich_style("keybar--trouble", partial=True)
        text = Text(no_wrap=True, end="")
        self._places = []
        for key, shown, label in self._fitting(self.size.width):
            if self._places:
                text.append(" " * self._gap)
            start = text.cell_len
            text.append(shown, key_style).append(f" {label}", label_style)
            self._places.append((start, text.cell_len, key))
        return Text("\n", no_wrap=True, end="").join([*(Text(line.plain, trouble) for line in self._said), text])

    def _fitting(self, width: int) -> list[tuple[str, str, str]]:
        entries = self.entries()
        while (
            entries
            and sum(len(shown) + 1 + len(label) for _, shown, label in entries) + self._gap * (len(entries) - 1) > width
        ):
            entries.pop(-2 if len(entries) > 1 else -1)
        return entries

    def on_click(self, event: Click) -> None:
        """As if the key were pressed."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == len(self._said):
            for start, end, key in self._places:
                if start <= offset.x < end:
                    self.app.simulate_key(key)
