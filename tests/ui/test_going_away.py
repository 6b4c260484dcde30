"""Nothing that arrives while a screen goes away raises: the kernel talks on, whichever way one leaves and whenever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory, FakeKernel
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Static

from tutor.course.catalogue import load_course
from tutor.kernel.client.client import Lost
from tutor.kernel.protocol import connection, events, messages, requests
from tutor.ui.app import TutorApp
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.full_screen import FullScreen
from tutor.views.packing import pack
from tutor.views.values.data import TextView

pytestmark = pytest.mark.usefixtures("every_frame")
MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
LABORATORY, CELL = 1, 3


async def leave_the_tutor(app: TutorApp) -> None:
    app.exit(return_code=0)


async def go_home(app: TutorApp) -> None:
    await app.go_home()


async def open_another(app: TutorApp) -> None:
    await app.open_lesson("slope", 0)


async def turn_the_page(app: TutorApp) -> None:
    lesson = next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))
    await lesson.show_screen(0)


WAYS = [leave_the_tutor, go_home, open_another, turn_the_page]


def chatter(kernel: FakeKernel) -> Iterator[messages.FromKernel | Lost]:
    """All that a kernel says of a running training, over and over, and at last that it is lost."""
    run = next(message for message in reversed(kernel.sent) if isinstance(message, requests.Run))
    where = (run.session, run.run, CELL)
    for step in range(40):
        yield events.Opened(run.session, "cpu")
        yield events.CellStarted(*where)
        yield events.Output(*where, "stdout", f"step {step}\n")
        yield events.Steps(*where, ("loss",), pack([step]), (pack([1.0]),))
        yield events.Shown(*where, f"text {step}", TextView("some words"))
        yield events.Held(*where, held=bool(step % 2), step=step)
        yield events.Inspected(run.session, "x", names=(("x", "a number"),))
        yield events.CellFinished(*where, "ok", 0.1)
        yield events.RunFinished(run.session, run.run, "ok", 0.1)
        yield connection.Fault("not now")
    yield Lost("gone")


async def training(pilot: Pilot[Any], kernels: FakeFactory) -> TutorApp:
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson("slope", LABORATORY)
    await settle(pilot)
    await pilot.press("ctrl+r")
    await settle(pilot)
    for message in list(chatter(kernels.kernel))[:6]:
        kernels.kernel.say(message)
    await settle(pilot)
    return app


@pytest.mark.parametrize("full", [False, True], ids=["lesson", "full screen"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_a_kernel_that_talks_while_a_lesson_is_left_is_no_trouble(
    make_app: MakeApp, kernels: FakeFactory, way: Callable[[TutorApp], Any], full: bool
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        app = await training(pilot, kernels)
        if full:
            await pilot.press("f")
            await settle(pilot)
            assert isinstance(app.screen, FullScreen)

        async def talk() -> None:
            for message in chatter(kernels.kernel):
                kernels.kernel.say(message)
                await asyncio.sleep(0)

        talking = asyncio.create_task(talk())
        await way(app)
        if app.return_code is None:  # else it goes away only as this block ends
            await talking
            await settle(pilot)
    await talking
    assert app._exception is None


async def test_what_waits_for_a_refresh_is_not_called_once_its_screen_goes(make_app: MakeApp) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, TutorApp)
        await app.open_lesson("slope", LABORATORY)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        found: list[Static] = []
        leaving = screen.dismiss(None)
        screen.call_after_refresh(lambda: found.append(screen.query_one("#top", Static)))
        await leaving
        await settle(pilot)
        assert not found


async def test_the_work_of_a_screen_ends_before_its_parts_go(make_app: MakeApp) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, TutorApp)
        await app.open_lesson("slope", LABORATORY)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        left = asyncio.Event()
        parts: list[int] = []

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                parts.append(len(screen.children))
                left.set()

        screen.begin(work)
        await settle(pilot)
        await app.go_home()
        await left.wait()
        assert parts[0] > 0
        assert screen.going
