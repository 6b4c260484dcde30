"""Home."""

from __future__ import annotations

from textual.screen import Screen

from tutor.ui.commands import Commanding


class HomeScreen(Commanding, Screen[None]):
    """The course."""
