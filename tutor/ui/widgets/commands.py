"""What can be done, each declared once: its key, its place in the palette and the footer, its line in the help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tutor.ui.widgets.presence import Present

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen


class Command(msgspec.Struct, frozen=True):
    """Something the learner can do."""

    keys: str
    """Textual's names, several joined by commas: 'n', 'ctrl+r,f5', 'left_square_bracket'. The first is shown."""
    action: str
    """The method `action_…` of the widget that declares it, with arguments where it takes some: 'turn(1)'."""
    label: str
    """A word or two: in the footer and in the palette."""
    help: str
    """A line that says what it does, for the help and the palette; no full stop. '' where another command's says it."""
    footer: bool = True
    """Whether it stands in the footer."""
    group: str = ""
    """A heading in the help under which several stand together."""
    priority: bool = False
    """Whether the key is this command's even where the focused widget has another use for it."""
    shown: str = ""
    """How the key is written on the screen, where Textual's own way is unclear."""
    palette: bool = True
    """Whether it stands in the palette; moving a cursor need not."""

    @property
    def key(self) -> str:
        """The first key as it is written on the screen."""
        return self.shown or spelled(self.keys.partition(",")[0])

    @property
    def all_keys(self) -> str:
        """The first key and the second, for the help."""
        return self.shown or " ".join(spelled(key) for key in self.keys.split(",")[:2])


_SPELLED = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "full_stop": ".",
    "comma": ",",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "page up",
    "pagedown": "page down",
}


def spelled(key: str) -> str:
    """A key of Textual's as people write it: 'right_square_bracket' is ']'."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, _SPELLED.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)])


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The commands as Textual's key bindings."""
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            show=command.footer,
            key_display=command.key,
            priority=command.priority,
            tooltip=command.help,
        )
        for command in commands
    ]


class Commanding(Present):
    """A mixin, to stand first among the bases: the class's `ACTIONS` become its key bindings.

    class LessonScreen(Commanding, Screen[None]):
        ACTIONS = (Command("n,pagedown", "next", "next", "go to the next screen"), …)
    """

    ACTIONS: ClassVar[tuple[Command, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]]

    def label_now(self, action: str, label: str) -> str:
        """What the footer calls a command of this class at the moment; `label` is what it is declared as."""
        del action
        return label

    def __init_subclass__(cls, **options: Any) -> None:
        if "ACTIONS" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.ACTIONS)]
        super().__init_subclass__(**options)


def actions_of(node: DOMNode) -> tuple[Command, ...]:
    """All commands that a widget, screen or app declares, its own before those of its base classes."""
    found: dict[str, Command] = {}
    for kind in type(node).__mro__:
        for command in kind.__dict__.get("ACTIONS", ()):
            found.setdefault(command.action, command)
    return tuple(found.values())


def available(screen: Screen[Any]) -> Iterator[tuple[DOMNode, Command]]:
    """The commands that can be given on a screen now, from the focused widget outwards, each with its widget."""
    chain: Sequence[DOMNode] = screen.focused.ancestors_with_self if screen.focused is not None else [screen]
    seen: set[str] = set()
    for node in [*(node for node in chain if node is not screen.app), screen.app]:
        for command in actions_of(node):
            action = command.action.removeprefix("app.")
            owner = node if action == command.action else screen.app
            if action not in seen and owner.check_action(action.partition("(")[0], ()):
                seen.add(action)
                yield node, command


_LABELED = 1000.0
"""What a command's score in the palette is above, where its label is what was typed."""


class CommandProvider(Provider):
    """The command palette's entries: every command of the screen, with its key."""

    async def discover(self) -> Hits:
        """Offer all commands before a word is typed."""
        for node, command in available(self.screen):
            if command.palette:
                yield DiscoveryHit(self.title(command), self.runner(node, command), command.label, command.help)

    async def search(self, query: str) -> Hits:
        """Those whose label or help has the letters of the query in order; all labels come before any help."""
        matcher = self.matcher(query)
        for node, command in available(self.screen):
            called = matcher.match(command.label)
            score = _LABELED + called if called > 0 else matcher.match(command.help)
            if command.palette and score > 0:
                yield Hit(score, self.title(command), self.runner(node, command), command.label, command.help)

    def title(self, command: Command) -> Any:
        """The label, then the key."""
        from textual.content import Content

        return Content.assemble(command.label, "  ", (command.key, "dim"))

    def runner(self, node: DOMNode, command: Command) -> Any:
        """Gives the command, once the palette is gone."""
        return partial(self.app.run_action, command.action, node)
