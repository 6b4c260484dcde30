"""No text of a course or a learner is taken for markup: what stands in brackets is shown as it is."""

from __future__ import annotations

import pytest
from exercising import MakeApp, open_desk, said, settle, settle_start
from judging import FakeFactory
from msgspec.structs import replace
from textual.events import ScreenResume
from textual.widgets._toast import Toast

from tutor.course.exercise import Exercise, exercises_of
from tutor.course.hints import Hint
from tutor.course.model import Course, CoursePart
from tutor.kernel.protocol.checks import Outcome
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.exercise.rows import ExerciseRows
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.commands import Command, CommandProvider
from tutor.ui.widgets.help_screen import HelpScreen
from tutor.ui.widgets.output_screen import OutputScreen

TEXTS = ["[bold]x[/]", "[w, w]", "[/]", "[red"]


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def exercise(course: Course, text: str) -> Exercise:
    """An exercise that says this text everywhere."""
    return replace(
        exercises_of(course)[0],
        title=f"One {text} step",
        uses=(f"use {text}",),
        learnt=f"learnt {text}",
        task=f"The task `{text}` here.",
        hints=(Hint(f"A hint: `{text}`."), Hint("two", (f"check {text}",))),
        also_right=f"Also `{text}`.",
        solution=f"# {text}\n",
    )


@pytest.fixture
def odd_course(course: Course, text: str) -> Course:
    """A course whose lessons say this text everywhere."""

    def odd(part: CoursePart) -> CoursePart:
        lessons = (
            replace(one, title=f"Lesson {text}", summary=f"sum {text}", goals=(f"goal {text}",)) for one in part.lessons
        )
        return replace(part, title=f"Part {text}", lessons=tuple(lessons))

    return replace(course, title=f"Course {text}", parts=tuple(map(odd, course.parts)))


def shown(app: TutorApp) -> str:
    """All that is on the screen."""
    return "\n".join("".join(segment.text for segment in row) for row in app.screen._compositor.render_strips())


async def test_in_an_exercise(make_app: MakeApp, kernels: FakeFactory, exercise: Exercise, text: str) -> None:
    screen = ExerciseScreen(exercise, notice=f"notice {text}", save_after=1e5, look_every=1e5)
    async with open_desk(make_app(), kernels, screen, size=(120, 60), typing=False) as desk:
        await desk.press("h")
        all_of_it = shown(desk.pilot.app)
        for said_there in ("One {} step", "use {}", "The task {} here.", "A hint: {}.", "notice {}"):
            assert said_there.format(text) in all_of_it
        await desk.press("ctrl+r")
        checks = (Outcome(f"check {text}", "failed", f"message {text}", 6),)
        desk.kernel.answer("error", f"Error {text}", checks=checks, output=f"printed {text}", line=6)
        await desk.settle()
        all_of_it = shown(desk.pilot.app)
        for said_there in ("check {}", "message {}", "printed {}", "← Error {}"):
            assert said_there.format(text) in all_of_it
        await desk.press("h")
        assert f"Hint 2 of 2 · check {text}" in shown(desk.pilot.app)
        await desk.press("o")
        assert isinstance(desk.pilot.app.screen, OutputScreen)
        assert f"message {text}" in shown(desk.pilot.app)
        await desk.press("escape", "s", "s")
        all_of_it = shown(desk.pilot.app)
        for said_there in ("learnt {}", "# {}", "Also {}."):
            assert said_there.format(text) in all_of_it


async def test_at_home_and_in_the_list(
    odd_course: Course,
    exercise: Exercise,
    store: Store,
    kernels: FakeFactory,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tutor.ui.exercise.list_screen.exercises_of", lambda _: (exercise,))
    store.practice.checked(exercise.slug, "a", "right")
    store.visit(odd_course.lessons[-1].slug, 0)
    app = TutorApp(
        Options(course=odd_course.root),
        kernel_factory=kernels,
        store=store,
        course=odd_course,
        terminal=TerminalCapabilities(),
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await settle_start(pilot)
        for said_there in ("Course {}", "Part {}", "Lesson {}", "sum {}", "goal {}", "g goes on: Lesson {}"):
            assert said_there.format(text) in shown(app)
        store.enter("too_far", f"Exercise {text}")
        app.screen.post_message(ScreenResume())
        await settle(pilot)
        assert f"g goes on: Exercise {text}" in shown(app)
        await pilot.press("x")
        await settle(pilot)
        rows = app.screen.query_one(ExerciseRows).lines
        assert f"Lesson {text}" in rows[0]
        assert f"One {text} step" in rows[1]
        for said_there in ("use {}", "The task {} here.", "learnt {}"):
            assert said_there.format(text) in said(app.screen, "#detail")


async def test_in_a_notice_a_chooser_the_help_and_the_palette(make_app: MakeApp, text: str) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle_start(pilot)
        for say in (app.screen.notify, app.notify):
            say(f"said {text}", markup=True)
            await settle(pilot)
            assert f"said {text}" in shown(app)
            app.clear_notifications()
        app.notify(f"also said {text}", markup=True)
        await settle(pilot)
        assert len(app.screen.query(Toast)) == 1
        assert f"also said {text}" in shown(app)
        app.push_screen(Choose(f"Choose {text}", [("a", f"option {text}")], "", note=f"note {text}"))
        await settle(pilot)
        for said_there in ("Choose {}", "option {}", "note {}"):
            assert said_there.format(text) in shown(app)
        await pilot.press("escape")
        command = Command("k", "help", f"label {text}", f"help {text}", group=f"group {text}")
        app.push_screen(HelpScreen([(app, command)]))
        await settle(pilot)
        for said_there in ("help {}", "group {}"):
            assert said_there.format(text) in shown(app)
        assert str(CommandProvider(app.screen).title(command)).startswith(f"label {text}")
