"""Type-ahead: what is typed faster than it is dealt with is dealt with in the order in which it was typed.

Textual gives every key to the focused widget as soon as it is read. A key that stands for a command goes from there up
to the app, from one queue to the next, before anything comes of it; a character behind it goes into the text at once,
and so overtakes it. And keys that belong to what a key opens (a field, a screen) go to what had the focus before. Here
each key waits until what the one before it led to has happened.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.events import Event, InputEvent, Key, MouseDown, MouseMove, MouseUp, Paste

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode

    Base = App[Any]
else:
    Base = object

PATIENCE = 1.0
"""Seconds after which a key no longer waits for the one before it, so that nothing that hangs makes the tutor deaf."""
TOGETHER = 0.01
"""Seconds within which two keys were not typed one after the other: they came together, as a paste or over a slow
line."""


_LEADS_ON = (Key, Paste, MouseDown, MouseUp)
"""Events that others wait for. A turned wheel is not among them: it only scrolls, and many turns come at once."""


@runtime_checkable
class TakesText(Protocol):
    """A widget into which several lines can be typed."""

    @property
    def takes_text(self) -> bool:
        """Whether it can be typed into now."""

    def drop_indent(self) -> None:
        """Take away the white space that the last new line was given by itself."""


class TypeAhead:
    """Keys, pastes and clicks on their way into an app. `give` deals with one as the app would by itself."""

    def __init__(self, app: App[Any], give: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[Event] = deque()
        self._working: asyncio.Task[None] | None = None
        self._last: Event | None = None
        """What was given last."""
        self.idle = asyncio.Event()
        """Set while nothing waits, and what was given last has been dealt with."""
        self.idle.set()

    async def take(self, event: Event) -> None:
        """Give it at once where nothing came before it; else in its turn."""
        if self._working is not None:
            self._waiting.append(event)
            return
        before = self._chain()
        self._last = event
        await self._give(event)
        if isinstance(event, _LEADS_ON):
            self.idle.clear()
            self._working = asyncio.create_task(self._work(before))

    def close(self) -> None:
        """Drop what waits, and give nothing more."""
        self._waiting.clear()
        if self._working is not None:
            self._working.cancel()

    async def _work(self, before: list[DOMNode]) -> None:
        """Wait until the last event has been dealt with, then give what came meanwhile."""
        try:
            await self._dealt_with(before)
            while self._waiting:
                before = self._chain()
                event = self._next()
                given = asyncio.Event()
                if not self._app.call_later(self._give_now, event, given):
                    return  # the app ends
                await given.wait()
                if isinstance(event, _LEADS_ON):
                    await self._dealt_with(before)
        finally:
            self._working = None
            self.idle.set()

    async def _give_now(self, event: Event, given: asyncio.Event) -> None:
        try:
            await self._give(event)
        finally:
            given.set()

    async def _dealt_with(self, before: Iterable[DOMNode]) -> None:
        """Until an event has gone its way through the queues, and what was sent on that way has, too."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for node in before:
                    await _reached(node)
                for node in dict.fromkeys([*before, *self._chain()]):
                    await _reached(node)

    def _chain(self) -> list[DOMNode]:
        """The way of a key: from the focused widget up to the app."""
        if not self._app.screen_stack:
            return [self._app]
        return [*(self._app.focused or self._app.screen).ancestors_with_self]

    def _next(self) -> Event:
        """The next event; of a text with several lines that came together, all of it as a paste.

        Such a text has its own white space, to which none is added. The last new line of a single one is as if typed.
        """
        event = self._waiting.popleft()
        last, self._last = self._last, event
        focused = self._app.focused
        if not isinstance(focused, TakesText) or not focused.takes_text or not (text := _text(event)):
            return event
        if last is not None and _is_enter(last) and _together(last, event):
            focused.drop_indent()
        taken = [event]
        while self._waiting and _text(self._waiting[0]) and _together(taken[-1], self._waiting[0]):
            taken.append(self._waiting.popleft())
        if sum(map(_is_enter, taken)) == 1 and _is_enter(taken[-1]) and len(taken) > 1:
            self._waiting.appendleft(taken.pop())
        self._last = taken[-1]
        text = "".join(map(_text, taken))
        return event if len(taken) == 1 else Paste(text)


class InOrder(Base):
    """A mixin of the app: what comes in from the learner is dealt with in its order."""

    typed: TypeAhead | None = None
    """What was typed ahead; None before the first key."""

    async def on_event(self, event: Event) -> None:
        """What is only the mouse passing by waits for nothing."""
        comes_in = isinstance(event, InputEvent | Paste) and not event.is_forwarded
        if comes_in and not isinstance(event, MouseMove):
            self.typed = self.typed or TypeAhead(self, super().on_event)
            await self.typed.take(event)
        else:
            await super().on_event(event)

    def take_no_more(self) -> None:
        """The app ends: what was typed ahead is dropped."""
        if self.typed is not None:
            self.typed.close()


async def _reached(node: DOMNode) -> None:
    """Until a node has dealt with all that its queue holds now."""
    done = asyncio.Event()
    if node.call_later(done.set):
        await done.wait()


def _is_enter(event: Event) -> bool:
    return isinstance(event, Key) and event.key == "enter"


def _text(event: Event) -> str:
    """What a key puts into a text; '' for a command, and for what is no key."""
    if not isinstance(event, Key):
        return ""
    if event.key in ("enter", "tab"):
        return "\n" if event.key == "enter" else "    "
    return event.character or "" if event.is_printable else ""


def _together(one: Event, other: Event) -> bool:
    return other.time - one.time <= TOGETHER
