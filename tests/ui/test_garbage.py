"""Nothing is kept that was left, and Python looks for garbage while the screen stands still."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from test_lesson_screen import LABORATORY, TINY, drawn, open_lesson, trained
from textual.widget import Widget

from tutor.ui.app import TutorApp
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.terminal import garbage
from tutor.ui.terminal.garbage import PRESSING, QUIET, WORTH, Collector
from tutor.ui.widgets.editor import CodeEditor

MakeApp = Callable[..., TutorApp]

ROUNDS = 20
"""So many times it is tried to collect what was left: what is kept for good is still there after them."""


@pytest.fixture
def collecting() -> Iterator[None]:
    """Leave Python's collector as it was found."""
    thresholds = gc.get_threshold()
    yield
    gc.enable()
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # as after the collection of the tests
    gc.set_threshold(*thresholds)


class Ring:
    """Something that only a full collection takes away, once it is old."""

    def __init__(self) -> None:
        self.self = self


@pytest.mark.usefixtures("collecting")
def test_while_held_nothing_is_collected_and_settled_the_young_are_again() -> None:
    garbage.hold()
    assert not gc.isenabled()
    Collector().settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] > 100_000, "a full collection is begun by `tidy` alone"


@pytest.mark.usefixtures("collecting")
@pytest.mark.parametrize(
    ("collections", "still_for", "done"),
    [
        (0, 60.0, False),
        (WORTH, QUIET, True),
        (WORTH, QUIET / 2, False),
        (PRESSING - 1, 0.0, False),
        (PRESSING, 0.0, True),
    ],
)
def test_garbage_goes_when_the_screen_stands_still_or_there_is_much(
    collections: int, still_for: float, done: bool
) -> None:
    ring = Ring()
    gc.collect()
    gc.disable()
    held = weakref.ref(ring)
    del ring
    for _ in range(collections):
        gc.collect(1)
    assert held() is not None
    assert Collector().tidy(still_for) is done
    assert (held() is None) is done


def kept(*kinds: type[Widget]) -> set[Widget]:
    return {thing for thing in gc.get_objects() if issubclass(type(thing), kinds)}


async def test_a_lesson_that_was_left_is_not_kept(make_app: MakeApp, kernels: FakeFactory) -> None:
    kinds = (LessonScreen, CodeEditor, DrawingView)
    others = weakref.WeakSet(kept(*kinds))  # of tests that ran before: they may go meanwhile
    app = make_app(course=TINY)
    async with app.run_test(size=(100, 30)) as pilot:
        await open_lesson(pilot, kernels, LABORATORY)
        await pilot.press("r")
        trained(kernels, [3.0, 2.0, 1.0])
        await drawn(pilot)
        assert all(kept(kind) - set(others) for kind in kinds), "nothing was opened of which to see that it goes"
        await app.go_home()
        await settle(pilot)
        assert not isinstance(app.screen, LessonScreen)
        for _ in range(ROUNDS):
            for _ in range(WORTH):
                gc.collect(1)
            assert Collector().tidy(QUIET)
            if not kept(*kinds) - set(others):
                break
            await settle(pilot)  # a timer that was set for later than now held it until it was due
        assert kept(*kinds) - set(others) == set()


class Noted(Collector):
    """A collector that collects nothing, and notes what it was asked for."""

    def __init__(self) -> None:
        self.settled = 0
        self.still: list[float] = []
        self.asked = asyncio.Event()

    def settle(self) -> None:
        self.settled += 1

    def tidy(self, still_for: float) -> bool:
        self.still.append(still_for)
        self.asked.set()
        return False


async def test_the_app_settles_once_and_asks_now_and_then(
    make_app: MakeApp, kernels: FakeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.ui.terminal.output.EVERY", 0.001)
    collector = Noted()
    async with make_app(course=TINY, collector=collector).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert collector.settled == 1
        kernels.kernel.warm()
        await settle(pilot)
        assert collector.settled == 1, "what is open by now is not kept for ever"
        await collector.asked.wait()
        assert collector.still[-1] >= 0
