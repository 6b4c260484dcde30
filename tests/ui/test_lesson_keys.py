"""What keys do on a lesson screen, and what its last line says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from fake_kernel import FakeFactory
from pilots import settle
from textual.pilot import Pilot

from tutor.course.catalogue import load_course
from tutor.course.model import Code, Course, CoursePart, Lesson, Prose, Quiz, QuizAnswer, Screen
from tutor.kernel.protocol import events, requests
from tutor.ui.app import TutorApp
from tutor.ui.lesson.cell import OutputView
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.question import QuizBox
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.lesson.words import State
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.widgets.help_screen import HelpScreen
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.shapes.expressions import shapes_of

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
QUIZ = Quiz("Which?", (QuizAnswer("this", True, "yes"), QuizAnswer("that", False, "no")), 1)
CELLS = tuple(Code(n, f"x = {n}", n) for n in (1, 2, 3))
ASKED = Lesson(
    "asked",
    "Asked",
    Path("asked/lesson.py"),
    screens=(
        Screen("A question first", (Prose("Guess.", 1), QUIZ, CELLS[0])),
        Screen("A question last", (CELLS[1], QUIZ, CELLS[2])),
    ),
)
COURSE = Course("A course", Path("course"), (CoursePart("One", (ASKED,)),))


async def opened(pilot: Pilot[Any], kernels: FakeFactory, slug: str, index: int = 0) -> LessonScreen:
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson(slug, index)
    await settle(pilot)
    assert isinstance(app.screen, LessonScreen)
    return app.screen


def footer(screen: LessonScreen) -> str:
    return screen.query_one(KeyBar).render().plain


def runs(kernels: FakeFactory) -> list[requests.Run]:
    return [run for run in kernels.kernel.sent_of(requests.Run) if isinstance(run, requests.Run)]


def ended(kernels: FakeFactory, run: requests.Run, status: events.Status = "ok") -> None:
    kernels.kernel.say(events.CellFinished(run.session, run.run, run.cells[-1].number, status, 0.1))
    kernels.kernel.say(events.RunFinished(run.session, run.run, status, 0.1))


async def test_a_question_before_the_first_cell_has_the_keys_at_once(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=COURSE).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, kernels, "asked")
        quiz = screen.query_one(QuizBox)
        assert screen.focused is quiz
        await pilot.press("2")
        assert quiz.chosen == 1
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert runs(kernels)[-1].cells[-1].number == 1


async def test_an_answer_of_two_lines_is_indented_and_chosen_by_a_click_on_either(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    long = Quiz("Which of them?", (QuizAnswer("short", False, "no"), QuizAnswer("very " * 25, True, "yes")), 1)
    lesson = Lesson("long", "Long", Path("long/lesson.py"), screens=(Screen("S", (long, CELLS[0])),))
    async with make_app(course=Course("C", Path("c"), (CoursePart("P", (lesson,)),))).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, kernels, "long")
        quiz = screen.query_one(QuizBox)
        rows = [strip.text for strip in quiz.render_lines(quiz.size.region)]
        first = next(at for at, row in enumerate(rows) if " 2 " in row)
        assert rows[first + 1].index("very") == rows[first].index("very")
        assert [quiz.answer_at(row) for row in range(6)] == [None, 0, 1, 1, None, None]
        await pilot.click(QuizBox, offset=(10, 4))
        assert quiz.chosen == 1


async def test_a_question_below_a_cell_waits_for_tab(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=COURSE).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, kernels, "asked", 1)
        assert screen.focused is None
        await pilot.press("tab", "1")
        assert screen.query_one(QuizBox).chosen == 0


async def test_running_all_again_while_it_runs_goes_through_all(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=COURSE).run_test(size=(80, 24)) as pilot:
        await opened(pilot, kernels, "asked", 1)
        for _ in range(2):
            await pilot.press("r")
            await settle(pilot)
        first, second = runs(kernels)
        assert [run.cells[-1].number for run in (first, second)] == [2, 2]
        ended(kernels, first, "interrupted")
        ended(kernels, second)
        await settle(pilot)
        assert runs(kernels)[-1].cells[-1].number == 3


async def test_tab_from_the_stage_brings_the_text_back_and_keeps_the_mark(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot, kernels, "slope", 1)
        await pilot.press("1", "ctrl+r")
        await settle(pilot)
        run = runs(kernels)[-1]
        kernels.kernel.say(events.CellStarted(run.session, run.run, 3))
        await settle(pilot)
        assert screen.has_class("-stage")
        await pilot.press("tab")
        await settle(pilot)
        assert not screen.has_class("-stage")
        assert screen.state.selected == 3


async def test_the_footer_says_what_space_will_do(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, kernels, "slope", 1)
        assert "space start" in footer(screen)
        await pilot.press("1", "ctrl+r")
        await settle(pilot)
        run = runs(kernels)[-1]
        kernels.kernel.say(events.CellStarted(run.session, run.run, 3))
        await settle(pilot)
        assert "space pause" in footer(screen)
        kernels.kernel.say(events.Held(run.session, run.run, 3, True, 0))
        await settle(pilot)
        assert "space go on" in footer(screen)


async def test_a_loop_that_the_text_does_not_show_can_be_held_once_the_kernel_tells_of_it(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=COURSE).run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, kernels, "asked", 1)
        await screen.controller(Running).run_cell(2)
        await settle(pilot)
        run = runs(kernels)[-1]
        where = (run.session, run.run, 2)
        kernels.kernel.say(events.CellStarted(*where))
        await settle(pilot)
        assert "space" not in footer(screen)
        kernels.kernel.say(events.Loop(*where, 0, 3))
        await settle(pilot)
        assert "space pause" in footer(screen)
        await pilot.press("space")
        assert kernels.kernel.sent_of(requests.Pause)


async def test_keys_that_lead_elsewhere_stand_in_the_footer_where_there_is_an_elsewhere(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(160, 30)) as pilot:
        screen = await opened(pilot, kernels, "slope", 1)
        assert "[ ] change value" in footer(screen)
        assert "c next control" in footer(screen)
        assert "tab next cell" in footer(screen)
        await screen.show_screen(2)
        await settle(pilot)
        for key in ("[ ]", "c next control", "tab next cell"):
            assert key not in footer(screen)


def test_no_key_of_a_lesson_means_two_things() -> None:
    keys = [key for command in LessonScreen.ACTIONS for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))


async def test_the_help_names_presets_once_and_only_where_there_are_any(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(120, 60)) as pilot:
        screen = await opened(pilot, kernels, "slope", 1)
        for index, there in ((1, 1), (0, 0)):
            await screen.show_screen(index)
            await settle(pilot)
            await pilot.press("question_mark")
            await settle(pilot)
            assert isinstance(pilot.app.screen, HelpScreen)
            keys = [command.all_keys for command in pilot.app.screen._commands]
            assert keys.count("1 … 9") == there
            assert "equals_sign" not in keys
            await pilot.press("escape")
            await settle(pilot)


async def test_what_a_cell_printed_stays_in_view_when_the_stage_takes_its_room(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, kernels, "slope")
        await pilot.press("ctrl+r")
        await settle(pilot)
        run = runs(kernels)[-1]
        where = (run.session, run.run, 1)
        shapes = shapes_of("a + a", {"a": two_by_three()})
        for message in (
            events.CellStarted(*where),
            events.Shown(*where, "a", shapes),
            events.Output(*where, "stdout", "the last line\n"),
        ):
            kernels.kernel.say(message)
        ended(kernels, run)
        await settle(pilot)
        await screen.query_one(PanelGrid).quiet.wait()
        await settle(pilot)
        page, output = screen.query_one(Page), screen.query(OutputView).first()
        assert "the last line" in str(output.content)
        assert page.region.height < 15
        assert page.region.y <= output.region.y
        assert output.region.bottom <= page.region.bottom
        await pilot.press("up", "up", "up")
        await settle(pilot)
        assert page.revealed == 0


def two_by_three() -> torch.Tensor:
    return torch.zeros(2, 3)


def test_of_the_state_as_much_is_said_as_finds_room() -> None:
    state = State("▶ running", "pace 30 steps/s", "step 7")
    assert state.fitting(80) == "step 7  pace 30 steps/s  ▶ running"
    assert state.fitting(20) == "step 7  ▶ running"
    assert state.fitting(3) == "▶ running"
    assert State("ready", "pace 1 step/s").fitting(30) == "pace 1 step/s  ready"
