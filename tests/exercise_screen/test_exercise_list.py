from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from exercising import MakeApp, MakeScreen, open_desk, said, settle, settle_start
from judging import FakeFactory
from msgspec.structs import replace
from pilots import held_in_threads
from textual.pilot import Pilot

from tutor.course.catalogue import find_course, load_course
from tutor.course.exercise import Exercise, exercises_of
from tutor.course.model import Course
from tutor.learner.practice import Attempt
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.app import TutorApp
from tutor.ui.exercise import words
from tutor.ui.exercise.detail import Detail
from tutor.ui.exercise.list_screen import ExercisesScreen
from tutor.ui.exercise.rows import ExerciseRows
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.home.overview import LessonEntry, overview
from tutor.ui.home.screen import HomeScreen
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.keybar import KeyBar


def rows(pilot: Pilot[Any]) -> list[str]:
    return [" ".join(line.split()) for line in pilot.app.screen.query_one(ExerciseRows).lines]


@pytest.fixture
def course_app(store: Store, kernels: FakeFactory) -> TutorApp:
    """The tutor with its own course."""
    course = load_course(find_course())
    return TutorApp(Options(), kernel_factory=kernels, store=store, course=course, terminal=TerminalCapabilities())


@contextlib.asynccontextmanager
async def open_list(make_app: MakeApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    async with make_app().run_test(size=size) as pilot:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)
        yield pilot


async def test_keys_that_come_while_the_exercises_are_read_are_obeyed_once_they_are_there(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def slowly(course: Course) -> tuple[Exercise, ...]:
        may_read.wait()
        return exercises_of(course)

    monkeypatch.setattr("tutor.ui.exercise.list_screen.exercises_of", slowly)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        with held_in_threads():
            await pilot.press("x")
        assert isinstance(pilot.app.screen, ExercisesScreen)
        for key in ("down", "enter"):
            pilot.app.simulate_key(key)
        may_read.set()
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert pilot.app.screen.exercise.slug == "mean_loss"


async def test_the_list_says_by_lesson_how_each_exercise_stands(make_app: MakeApp, store: Store) -> None:
    store.practice.checked("one_step", "a", "right")
    store.practice.checked("mean_loss", "a", "error")
    store.practice.skip("too_far")
    async with open_list(make_app) as pilot:
        assert rows(pilot) == [
            "Linear regression 1/2",
            "▸ ✓ One step right 8 min",
            "◐ The mean loss does not run 5 min",
            "The learning rate 0/1",
            "→ Too far skipped 5 min",
        ]
        assert said(pilot.app.screen, "#head") == "Exercises · 1 of 3 right"
        assert "A step moves each parameter" in said(pilot.app.screen, "#detail")


async def test_the_filter_shows_all_the_unfinished_the_begun_or_the_right(make_app: MakeApp, store: Store) -> None:
    store.practice.checked("one_step", "a", "right")
    store.practice.skip("too_far")
    async with open_list(make_app) as pilot:
        shown = []
        for _ in range(4):
            await pilot.press("f")
            await settle(pilot)
            shown.append((said(pilot.app.screen, "#head"), [row for row in rows(pilot) if "min" in row]))
        assert shown == [
            (
                "Exercises · 1 of 3 right · shown: not yet right",
                ["▸ ○ The mean loss new 5 min", "→ Too far skipped 5 min"],
            ),
            ("Exercises · 1 of 3 right · shown: begun", ["▸ → Too far skipped 5 min"]),
            ("Exercises · 1 of 3 right · shown: right", ["▸ ✓ One step right 8 min"]),
            (
                "Exercises · 1 of 3 right",
                ["▸ ✓ One step right 8 min", "○ The mean loss new 5 min", "→ Too far skipped 5 min"],
            ),
        ]


async def test_escape_shows_all_again_where_only_the_filter_is_set(make_app: MakeApp) -> None:
    async with open_list(make_app) as pilot:
        await pilot.press("f", "f", "f")
        await settle(pilot)
        assert said(pilot.app.screen, "#detail") == "There is no exercise that is right. esc shows all."
        assert "esc all" in pilot.app.screen.query_one(KeyBar).render().plain
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExercisesScreen)
        assert len(rows(pilot)) == 5
        assert "esc back" in pilot.app.screen.query_one(KeyBar).render().plain
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_search_puts_those_first_that_are_called_so(course_app: TutorApp) -> None:
    async with course_app.run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("slash", *"second", "space", *"time")
        await settle(pilot)
        found = [row for row in rows(pilot) if "min" in row]
        assert len(found) > 1
        assert "A second time" in found[0]
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ExerciseScreen)
        assert screen.exercise.slug == "second_time"


async def test_a_key_of_a_search_puts_no_more_rows_together_than_are_on_the_screen(
    course_app: TutorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Attempt] = []
    told: list[Detail] = []
    state, fill = words.state, Detail._fill

    def counted_state(attempt: Attempt) -> str:
        drawn.append(attempt)
        return state(attempt)

    def counted_fill(detail: Detail) -> None:
        told.append(detail)
        fill(detail)

    monkeypatch.setattr(words, "state", counted_state)
    monkeypatch.setattr(Detail, "_fill", counted_fill)
    async with course_app.run_test(size=(100, 30)) as pilot:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("slash")
        await settle(pilot)
        seen = pilot.app.screen.query_one(ExerciseRows).size.height
        for key in ("l", "o", "s", "s", "backspace", "backspace", "backspace", "backspace"):
            drawn.clear()
            told.clear()
            await pilot.press(key)
            await settle(pilot)
            assert 0 < len(drawn) <= seen + 1, "each row that is seen, and the chosen one's state beside the list"
            assert len(told) <= 1


async def test_a_click_opens_an_exercise_and_on_a_lessons_line_nothing(make_app: MakeApp) -> None:
    async with open_list(make_app) as pilot:
        await pilot.click(ExerciseRows, offset=(4, 0))
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExercisesScreen)
        await pilot.click(ExerciseRows, offset=(4, 2))
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert pilot.app.screen.exercise.slug == "mean_loss"


async def test_the_exercise_one_comes_from_is_the_chosen_one_and_in_view(course_app: TutorApp, store: Store) -> None:
    async with course_app.run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press(*["down"] * 20)
        await settle(pilot)
        options = pilot.app.screen.query_one(ExerciseRows)
        top = options.scroll_offset.y
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert options.scroll_offset.y == top, "nothing moved"
        await pilot.press("enter")
        await settle(pilot)
        for slug in ("foretell_leaf", "own_leaf"):  # as the key `n` does
            screen = pilot.app.screen
            assert isinstance(screen, ExerciseScreen)
            await course_app.open_exercise(slug, instead=screen)
            await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ExerciseScreen)
        last = screen.exercise
        store.practice.checked(last.slug, "a", "right")  # the panel below the list grows by what was learnt
        while isinstance(pilot.app.screen, ExerciseScreen):
            await pilot.press("escape")
            await settle(pilot)
        chosen = options.chosen
        assert chosen >= 0
        assert last.title in rows(pilot)[chosen]
        assert rows(pilot)[chosen].startswith("▸ ✓")
        assert options.scroll_offset.y <= chosen < options.scroll_offset.y + options.size.height


async def test_under_a_filter_the_next_is_chosen_where_what_one_did_no_longer_shows(
    make_app: MakeApp, store: Store
) -> None:
    async with open_list(make_app) as pilot:
        await pilot.press("f", "down", "enter")
        await settle(pilot)
        store.practice.checked("mean_loss", "a", "right")
        while isinstance(pilot.app.screen, ExerciseScreen):
            await pilot.press("escape")
            await settle(pilot)
        assert [row for row in rows(pilot) if "min" in row] == ["○ One step new 8 min", "▸ ○ Too far new 5 min"]


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_text_that_is_too_long_for_the_panel_is_cut_with_a_sign(
    make_app: MakeApp, course: Course, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = replace(exercises_of(course)[0], task="word " * 900)
    monkeypatch.setattr("tutor.ui.exercise.list_screen.exercises_of", lambda _: (long,))
    async with open_list(make_app, size) as pilot:
        detail = pilot.app.screen.query_one(Detail)
        lines = str(detail.render()).split("\n")
        assert lines[-1] == "… enter opens it and shows the rest"
        assert len(lines) <= detail.size.height


async def test_a_search_finds_words_and_escape_shows_all_again(make_app: MakeApp) -> None:
    async with open_list(make_app) as pilot:
        await pilot.press("slash", *"gradient", "space", *"hand")
        await settle(pilot)
        assert rows(pilot) == ["Linear regression 0/2", "▸ ○ One step new 8 min"]
        await pilot.press("z", "z")
        await settle(pilot)
        assert rows(pilot) == []
        assert "There is no exercise with these words" in said(pilot.app.screen, "#detail")
        await pilot.press("escape")
        await settle(pilot)
        assert len(rows(pilot)) == 5
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_chosen_exercise_opens_and_the_list_knows_what_was_done(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with open_list(make_app) as pilot:
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert pilot.app.screen.exercise.slug == "mean_loss"
        kernels.kernel.warm()
        await pilot.press("ctrl+r")
        await settle(pilot)
        kernels.kernel.right()
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExercisesScreen)
        assert rows(pilot)[1:3] == ["○ One step new 8 min", "▸ ✓ The mean loss right 5 min"]


async def test_the_next_unfinished_one_opens_by_key(make_app: MakeApp, store: Store) -> None:
    store.practice.checked("one_step", "a", "right")
    async with open_list(make_app) as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert pilot.app.screen.exercise.slug == "mean_loss"


async def test_from_a_lesson_one_comes_to_its_own_exercises(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        await pilot.app.open_lesson("rates")
        await settle(pilot)
        for key in ("x", "enter"):
            await pilot.press(key)
            await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ExerciseScreen)
        assert screen.exercise.slug == "too_far"
        for key in ("escape", "escape"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen)


async def test_a_list_that_is_longer_than_the_screen_begins_at_the_lesson_one_comes_from(course_app: TutorApp) -> None:
    async with course_app.run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        await course_app.open_lesson("learning_rate", 0)
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        options = pilot.app.screen.query_one(ExerciseRows)
        top, chosen = options.scroll_offset.y, options.chosen
        assert top > 0
        assert rows(pilot)[top].startswith("The learning rate")
        assert chosen == top + 1
        assert rows(pilot)[chosen].startswith("▸")


async def test_from_an_exercise_the_list_is_not_stacked_on_itself(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        for _ in range(3):
            await desk.press("escape", "x")
            assert isinstance(desk.pilot.app.screen, ExercisesScreen)
            await desk.press("enter")
        kinds = [type(screen) for screen in desk.pilot.app.screen_stack]
        assert kinds.count(ExercisesScreen) == 1


async def test_an_exercise_that_is_not_there_is_named(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await settle_start(pilot)
        await pilot.app.open_exercise("nothing")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)


def test_the_home_screen_counts_what_is_right(store: Store, course: Course) -> None:
    store.practice.checked("one_step", "a", "right")
    entries = [row for row in overview(course, store).rows if isinstance(row, LessonEntry)]
    assert [entry.exercises for entry in entries] == ["1/2", "0/1"]


@pytest.mark.parametrize(
    ("right", "here", "following"),
    [
        ((False, False, False), "a", "b"),
        ((False, True, True), "b", "a"),
        ((True, False, True), "b", None),
        ((True, True, True), None, None),
        ((True, False, False), None, "b"),
    ],
)
def test_the_next_unfinished_exercise_is_sought_round_the_course(
    right: tuple[bool, ...], here: str | None, following: str | None
) -> None:
    assert words.next_unfinished(["a", "b", "c"], right, here) == following
