"""What every screen that asks something of the application is made from."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import Screen, ScreenResultType

from tutor.compat.textual_layout import DrawnScreen
from tutor.ui.shell import Shell, shell_of
from tutor.ui.widgets.commands import Commanding


class ShellScreen(Commanding, DrawnScreen, Screen[ScreenResultType]):
    """A screen with commands, in a `Shell`."""

    SHOWS_MORE: ClassVar[bool] = False
    """Whether it shows more of the screen beneath, so that a note taken here belongs there."""

    @property
    def shell(self) -> Shell:
        """The application, as far as a screen may know it."""
        return shell_of(self)
