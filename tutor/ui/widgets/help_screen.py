"""The help: the keys of the screen beneath, and how the tutor works, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.widgets import Static

from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog

HOW = (
    "Letters are commands while no text has the focus. Enter goes into a cell, escape leaves it; what you type in it "
    "is never taken for a command.",
    "Everything runs in a process of its own: whatever the code does, it can be stopped, and the next run works.",
    "What a cell shows is what the cells above it, as they now stand, lead to. After an edit, what follows is marked.",
    "Your text and your progress are saved as you go. The mouse works wherever a key does.",
)


class HelpScreen(Dialog[None]):
    """Every command that can be given on the screen beneath."""

    ACTIONS = (
        Command("escape,question_mark,q", "close", "close", "close the help", palette=False),
        Command("down,j", "scroll(1)", "down", "scroll", footer=False, palette=False),
        Command("up,k", "scroll(-1)", "up", "scroll", footer=False, palette=False),
        Command("pagedown,space", "page(1)", "page down", "scroll", footer=False, palette=False),
        Command("pageup", "page(-1)", "page up", "scroll", footer=False, palette=False),
    )
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > VerticalScroll {
        width: 90%; max-width: 96; height: auto; max-height: 90%; padding: 0 2;
        border: round $accent; border-title-color: $accent; border-subtitle-color: $text-muted; background: $surface;
    }
    HelpScreen Static { height: auto; margin: 0 0 1 0; }
    HelpScreen .group { color: $accent; text-style: bold; margin: 0; }
    """

    def __init__(self, commands: Iterable[tuple[DOMNode, Command]]) -> None:
        super().__init__()
        self._commands = [command for _, command in commands if command.help]

    def compose(self) -> ComposeResult:
        """Groups of keys, then a few sentences."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Keys of this screen"
            box.border_subtitle = "esc closes"
            groups: dict[str, list[Command]] = {}
            for command in self._commands:
                groups.setdefault(command.group, []).append(command)
            for name, commands in groups.items():
                if name:
                    yield Static(name, classes="group", markup=False)
                yield Static(self._table(commands), markup=False)
            yield Static("How it works", classes="group", markup=False)
            yield Static("\n".join(HOW), markup=False)

    def _table(self, commands: Iterable[Command]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column()
        for command in commands:
            table.add_row(Text(command.all_keys, "bold"), Text(command.help.removesuffix(".")))
        return table

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
