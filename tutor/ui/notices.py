"""What the tutor says in a corner: each thing once, as plain text, and no longer than the screen that it is about."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    Base = App[int]
else:
    Base = object


class Notices(Base):
    """A mixin of the app, to stand before Textual's class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._said: dict[str, float] = {}
        """What stands in the corner, each until when."""
        self._said_on: Screen[Any] | None = None

    def follow_screens(self) -> None:
        """What was said on a screen goes with it from now on."""
        self.screen_change_signal.subscribe(self, self._screen_changed)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something in a corner; what stands there is not said again, however often a key is pressed. It goes with
        the screen that it was said on, and none of it is taken for markup, whatever a widget asks for."""
        del markup
        self._said_on = self.screen
        now = monotonic()
        self._said = {words: until for words, until in self._said.items() if until > now}
        if message not in self._said:
            self._said[message] = now + (self.NOTIFICATION_TIMEOUT if timeout is None else timeout)
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def clear_notifications(self) -> None:
        """Nothing stands in the corner any more, and all may be said again."""
        self._said.clear()
        super().clear_notifications()

    def _screen_changed(self, screen: Screen[Any]) -> None:
        """What was said goes with its screen; a window over that screen leaves it."""
        if self._said and not screen.is_modal and screen is not self._said_on:
            self.clear_notifications()
