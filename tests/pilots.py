"""Waiting in tests of the screens: for what was begun to be done, never for a time to pass.

Textual's pilot watches the clock. After every key it sleeps until this process has used little of the processor for a
while: 40 ms and more where all is done long since, and up to two seconds on a machine that is busy. Whether anything is
left to do can be asked of the event loop instead. And frames are drawn once all is dealt with, not at every sixtieth of
a second that a busy machine lets pass meanwhile: of what a test looks at, no frame is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from weakref import WeakSet

import pytest
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

SOON = 0.02
"""Seconds within which what is to follow at once comes in tests; what is to come later, no test waits for."""


class _Threads:
    """What the event loop gave to threads."""

    working: ClassVar[set[asyncio.Future[Any]]] = set()
    """What has not come back."""
    held = False
    """Whether the test itself holds what is given to them now, so that it is not waited for."""


_to_draw: WeakSet[Screen[Any]] = WeakSet()
"""Screens that have a frame to draw."""
_draw: Callable[[Screen[Any]], None] = Screen._compositor_refresh


@contextlib.contextmanager
def held_in_threads() -> Iterator[None]:
    """What is given to threads in this block, the test holds there until it lets it go: none of it is waited for."""
    _Threads.held = True
    try:
        yield
    finally:
        _Threads.held = False


async def settle(pilot: Pilot[Any]) -> None:
    """Until every message that is under way, and what follows from it, has been dealt with and drawn."""
    for _ in range(6):
        await _dealt_with(pilot)
    await pilot.pause()


async def _dealt_with(pilot: Pilot[Any]) -> None:
    """Until what was typed has led to all it leads to, and the screen is laid out so."""
    await _nothing_to_do()
    await _what_is_due()
    if typed := getattr(pilot.app, "typed", None):
        await typed.idle.wait()
    pilot.app.screen._on_timer_update()
    await _nothing_to_do()


async def _nothing_to_do() -> None:
    """Until nothing is ready to go on in the event loop, and no thread works for it. Timers may still be to come."""
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready or _Threads.working:
        if not loop._ready:
            await asyncio.wait(_Threads.working, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)


async def _what_is_due() -> None:
    """Until timers that were set for at once have had their time, and what they led to has been dealt with."""
    loop: Any = asyncio.get_running_loop()
    due = [timer.when() for timer in loop._scheduled if not timer.cancelled() and timer.when() < loop.time() + SOON]
    if due:
        await asyncio.sleep(max(due) - loop.time())
        await _nothing_to_do()


def ask_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pilots wait until all is dealt with, not until the processor rests."""
    run_in_executor = asyncio.BaseEventLoop.run_in_executor

    def watched(loop: Any, executor: Any, call: Any, *arguments: Any) -> asyncio.Future[Any]:
        future = run_in_executor(loop, executor, call, *arguments)
        if not _Threads.held:
            _Threads.working.add(future)
        future.add_done_callback(_Threads.working.discard)
        return future

    async def wait_for_idle(*_: float) -> None:
        await _nothing_to_do()

    async def wait_for_screen(pilot: Pilot[Any], _: float = 0.0) -> bool:
        await _nothing_to_do()
        return pilot.app.is_running

    async def pause(pilot: Pilot[Any]) -> None:
        await _dealt_with(pilot)
        while (screen := pilot.app.screen) in _to_draw:
            _to_draw.discard(screen)
            _draw(screen)
            await _dealt_with(pilot)

    for module in ("exercise.checks", "lesson.display"):
        monkeypatch.setattr(f"tutor.ui.{module}.AT_ONCE", SOON)
    monkeypatch.setattr(_Threads, "working", set())
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", watched)
    monkeypatch.setattr("textual.app.wait_for_idle", wait_for_idle)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
    monkeypatch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    monkeypatch.setattr(Pilot, "pause", pause)


_parsed: dict[Any, list[Any]] = {}
"""What was read of style sheets, for all applications of a run: each reads the same forty again."""


def read_styles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what one application has read of a style sheet kept for those after it."""
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, css: str, *how: Any, **named: Any) -> list[Any]:
        key = (css, how, tuple(named.items()), frozenset(sheet._variables.items()))
        if key not in _parsed:
            _parsed[key] = parse(sheet, css, *how, **named)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


def draw_once_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a frame drawn where a test waits, for all that has changed since the last one. Not for a test of what is
    drawn in between."""

    def draw_later(screen: Screen[Any]) -> None:
        if screen is screen.app.screen:
            screen._dirty_widgets.clear()
            _to_draw.add(screen)
        else:
            _draw(screen)

    monkeypatch.setattr(Screen, "_compositor_refresh", draw_later)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.25)


@pytest.fixture
def every_frame() -> None:
    """For tests of what is drawn while much goes on: frames are drawn as they are for a learner."""


@pytest.fixture(autouse=True)
def pilots_ask_the_event_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every test of a folder whose conftest takes this over."""
    ask_the_event_loop(monkeypatch)
    read_styles_once(monkeypatch)
    if "every_frame" not in request.fixturenames:
        draw_once_settled(monkeypatch)


def layouts_asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on, the classes of the widgets that have the screen laid out anew."""
    asked: list[str] = []
    refresh = Widget.refresh

    def noted(widget: Widget, *regions: Region, layout: bool = False, **other: bool) -> Widget:
        if layout:
            asked.append(type(widget).__name__)
        return refresh(widget, *regions, layout=layout, **other)

    monkeypatch.setattr(Widget, "refresh", noted)
    return asked
