"""What every screen that stands over another one is made from."""

from __future__ import annotations

from textual.screen import ModalScreen, ScreenResultType

from tutor.compat.textual_layout import DrawnScreen
from tutor.ui.widgets.commands import Commanding


class Dialog(Commanding, DrawnScreen, ModalScreen[ScreenResultType]):
    """A screen with commands of its own, over one that goes on beneath."""
