"""What the tutor says in passing, in the first line: each thing once, as plain text, and no longer than its screen."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import Notify, SeverityLevel
    from textual.screen import Screen

    Base = App[int]
else:
    Base = object


class Notices(Base):
    """A mixin of the app, to stand before Textual's class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._said = ""
        self._until = 0.0
        """What stands there, and until when."""
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
        """Say something in place of what was said before; what stands there is not said again, however often a key is
        pressed. It goes with the screen that it was said on, and none of it is taken for markup, whatever a widget asks
        for."""
        del markup
        self._said_on = self.screen
        now = monotonic()
        if message == self._said and now < self._until:
            return
        self._said, self._until = message, now + (self.NOTIFICATION_TIMEOUT if timeout is None else timeout)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def on_notify(self, _event: Notify) -> None:
        """What was said before makes room; Textual's own handler comes after this one."""
        super().clear_notifications()

    def clear_notifications(self) -> None:
        """Nothing is said any more, and all may be said again."""
        self._said = ""
        super().clear_notifications()

    def _screen_changed(self, screen: Screen[Any]) -> None:
        """What was said goes with its screen; a window over that screen leaves it."""
        if self._said and not screen.is_modal and screen is not self._said_on:
            self.clear_notifications()
