"""The key for a hint after a verdict, and without one."""

from __future__ import annotations

import pytest
from exercising import Desk, MakeApp, open_desk
from judging import NAMES, FakeFactory
from msgspec.structs import replace
from textual.containers import Vertical
from textual.widgets import Static

from tutor.course.exercise import exercises_of
from tutor.course.hints import Hint
from tutor.course.model import Course
from tutor.learner.progress import Store
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.widgets.prose import ProseView

HINTS = (Hint("general"), Hint("of two steps", (NAMES[2],)), Hint("of w", (NAMES[1],)), Hint("general, more"))


@pytest.fixture
def screen(course: Course) -> ExerciseScreen:
    exercise = replace(exercises_of(course)[0], hints=HINTS)
    return ExerciseScreen(exercise, save_after=1e5, look_every=1e5)


def hints(desk: Desk) -> list[tuple[str, str]]:
    """The hints on the screen, by heading and text, in their order."""
    task = desk.task.query(Vertical).first()  # a good answer, which has headings too, comes after it
    heads = [str(head.render()) for head in task.query(".heading").results(Static)]
    return list(zip(heads, [prose.source for prose in task.query(".hint").results(ProseView)], strict=True))


def left(desk: Desk) -> str:
    return str(desk.task.query(".quiet").last(Static).render())


async def test_after_a_verdict_the_hints_for_the_check_that_failed_come_first(
    make_app: MakeApp, screen: ExerciseScreen, kernels: FakeFactory, store: Store
) -> None:
    async with open_desk(make_app(), kernels, screen, typing=False) as desk:
        assert left(desk) == "h shows a hint; there are 4."
        await desk.press("ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        assert left(desk) == "h shows a hint for the check that failed; 4 left."
        await desk.press("h")
        assert left(desk) == "h shows the next hint; 3 left."
        await desk.press("h")
        assert hints(desk) == [(f"Hint 1 of 4 · {NAMES[1]}", "of w"), ("Hint 2 of 4", "general")]
        await desk.press("h", "h", "h")
        assert hints(desk)[2:] == [("Hint 3 of 4", "general, more"), (f"Hint 4 of 4 · {NAMES[2]}", "of two steps")]
        assert left(desk) == "There are no more hints."
        assert desk.notice == "There are no more hints. s shows a good answer."
    assert store.practice.attempt("one_step").hints_shown == (2, 0, 3, 1)


async def test_what_was_shown_stays_in_its_order_and_a_later_failure_adds_its_own(
    make_app: MakeApp, screen: ExerciseScreen, kernels: FakeFactory, store: Store
) -> None:
    store.practice.show_hint("one_step", 3)
    async with open_desk(make_app(), kernels, screen, typing=False) as desk:
        assert hints(desk) == [("Hint 1 of 4", "general, more")]
        await desk.press("h", "ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        await desk.press("h")
        assert [text for _, text in hints(desk)] == ["general, more", "general", "of w"]
        assert hints(desk)[2][0] == f"Hint 3 of 4 · {NAMES[1]}"


async def test_after_a_right_answer_the_hints_are_general_again(
    make_app: MakeApp, screen: ExerciseScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, screen, typing=False) as desk:
        await desk.press("ctrl+r")
        desk.kernel.wrong()
        await desk.settle()
        await desk.press("ctrl+r")
        desk.kernel.right()
        await desk.settle()
        await desk.press("h")
        assert not desk.task.solution
        assert hints(desk)[0] == ("Hint 1 of 4", "general")
