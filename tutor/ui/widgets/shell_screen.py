"""What every screen that asks something of the application is made from."""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType

from tutor.ui.shell import Shell, shell_of
from tutor.ui.widgets.commands import Commanding


class ShellScreen(Commanding, Screen[ScreenResultType]):
    """A screen with commands, in a `Shell`."""

    @property
    def shell(self) -> Shell:
        """The application, as far as a screen may know it."""
        return shell_of(self)
