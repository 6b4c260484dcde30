"""Controllers: the parts of which a screen or the application is put together, each with its own commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from typing import Any, ClassVar, TypeVar, cast

from textual.screen import ScreenResultType

from tutor.ui.widgets.commands import Command, Commanding
from tutor.ui.widgets.shell_screen import ShellScreen

Kind = TypeVar("Kind", bound="Controller")


class Controller:
    """A part of what a screen or the application does: its commands, the methods `action_…` that they call, and when
    they can be given."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def enabled(self, action: str) -> bool:
        """Whether this command can be given now; the footer and the palette show only those."""
        del action
        return True

    def label_now(self, action: str, label: str) -> str:
        """What the footer calls the command at the moment; `label` is what it is declared as."""
        del action
        return label


class Controlled(Commanding):
    """A mixin, to stand first among the bases: commands are those of the controllers. Until these are `add`ed, none
    of theirs can be given."""

    CONTROLLERS: ClassVar[tuple[type[Controller], ...]] = ()
    """The kinds of its controllers; their commands stand in this order."""
    FIRST: ClassVar[tuple[str, ...]] = ()
    """The actions, with arguments where only some of one's commands are meant, that stand before all others."""
    _OWNERS: ClassVar[dict[str, type[Controller]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        kinds = cls.__dict__.get("CONTROLLERS", ())
        owned = {command: kind for kind in kinds for command in kind.COMMANDS}
        if owned:
            cls.ACTIONS = tuple(ordered([*owned, *cls.__dict__.get("ACTIONS", ())], cls.FIRST))
            cls._OWNERS = cls._OWNERS | {name_of(command): kind for command, kind in owned.items()}
        for command, kind in owned.items():
            setattr(cls, f"action_{name_of(command)}", _passed_on(kind, f"action_{name_of(command)}"))
        super().__init_subclass__(**options)

    @cached_property
    def _controllers(self) -> dict[type[Controller], Controller]:
        return {}

    def add(self, *controllers: Controller) -> None:
        """These do their parts from now on."""
        self._controllers.update({type(controller): controller for controller in controllers})

    def controller(self, kind: type[Kind]) -> Kind:
        """The controller of this kind."""
        return cast("Kind", self._controllers[kind])

    def _owner(self, action: str) -> Controller | None:
        kind = self._OWNERS.get(action)
        return self._controllers.get(kind) if kind is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A controller says whether its own commands can be given."""
        if action not in self._OWNERS:
            return super().check_action(action, parameters)
        owner = self._owner(action)
        return owner is not None and owner.enabled(action)

    def label_now(self, action: str, label: str) -> str:
        """A controller says what its own commands are called."""
        owner = self._owner(action.partition("(")[0])
        return owner.label_now(action, label) if owner is not None else super().label_now(action, label)


class ControlledScreen(Controlled, ShellScreen[ScreenResultType]):
    """A screen that is made of controllers."""


def name_of(command: Command) -> str:
    """The name of a command's action, without arguments."""
    return command.action.partition("(")[0]


def ordered(commands: Iterable[Command], first: tuple[str, ...]) -> list[Command]:
    """The commands of these actions first, in this order, then the others as they come."""
    places = {action: place for place, action in enumerate(first)}
    last = len(places)
    return sorted(commands, key=lambda one: places.get(one.action, places.get(name_of(one), last)))


def _passed_on(kind: type[Controller], method: str) -> Callable[..., Any]:
    """A method that passes an action on to a controller, with the same parameters: Textual counts them."""

    @wraps(getattr(kind, method))
    def act(node: Controlled, *parameters: Any) -> Any:
        return getattr(node.controller(kind), method)(*parameters)

    return act
