"""Messages that go from one part of the screen to another, named for what happened.

None of them bubbles: they come to the app, which hands them down to its screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from tutor.kernel.client.client import Lost
    from tutor.kernel.protocol.connection import Ready
    from tutor.kernel.protocol.messages import FromKernel

KernelState = Literal["new", "starting", "ready", "lost", "closed"]


class KernelMessage(Message, bubble=False):
    """The kernel said something of a session, or was lost; it comes to whoever opened the session."""

    def __init__(self, message: FromKernel | Lost) -> None:
        super().__init__()
        self.message = message


class KernelFaulted(Message, bubble=False):
    """The kernel could not do what was asked of it, and no session is concerned; it comes to the app."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class KernelStateChanged(Message, bubble=False):
    """The kernel is starting, ready or lost; it comes to the app, and from there to every screen."""

    def __init__(self, state: KernelState, text: str, ready: Ready | None) -> None:
        super().__init__()
        self.state = state
        self.text = text
        """The state in words, for a line on the screen; of a lost kernel, what happened and what to do."""
        self.ready = ready


class DevicesFound(Message, bubble=False):
    """The kernel said which devices there are; it comes to the app, and from there to every screen."""


class DeviceChosen(Message, bubble=False):
    """The learner chose what lessons compute on; it comes to every screen."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self.device = device


class SaveStateChanged(Message, bubble=False):
    """Work was saved, or could not be; it comes to the app, and from there to every screen."""
