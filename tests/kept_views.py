"""A stage for tests of what a lesson shows, without a session."""

from __future__ import annotations

from tutor import live
from tutor.views.kinds import View


class KeptViews(live.Terminal):
    """Keeps the views."""

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[str, View] = {}

    def view(self, name: str, view: View) -> None:
        self.views[name] = view
