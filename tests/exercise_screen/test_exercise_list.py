from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from exercising import MakeApp, MakeScreen, open_desk, said, settle, settle_start
from judging import FakeFactory
from textual.pilot import Pilot
from textual.widgets import OptionList

from tutor.course.catalogue import find_course, load_course
from tutor.course.model import Course
from tutor.options import Options
from tutor.progress import Store
from tutor.ui import exercise_words as words
from tutor.ui.app import TutorApp
from tutor.ui.overview import Entry, overview
from tutor.ui.screens.exercise import ExerciseScreen
from tutor.ui.screens.exercises import ExercisesScreen
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.terminal import Terminal


def rows(pilot: Pilot[Any]) -> list[str]:
    options = pilot.app.screen.query_one(OptionList)
    return [" ".join(str(option.prompt).split()) for option in options.options]


@contextlib.asynccontextmanager
async def open_list(make_app: MakeApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    async with make_app().run_test(size=size) as pilot:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)
        yield pilot


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


async def test_the_filter_shows_all_the_unfinished_or_the_right(make_app: MakeApp, store: Store) -> None:
    store.practice.checked("one_step", "a", "right")
    async with open_list(make_app) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert [row for row in rows(pilot) if "min" in row] == ["▸ ○ The mean loss new 5 min", "○ Too far new 5 min"]
        await pilot.press("f")
        await settle(pilot)
        assert rows(pilot) == ["Linear regression 1/2", "▸ ✓ One step right 8 min"]
        await pilot.press("f")
        await settle(pilot)
        assert len(rows(pilot)) == 5


async def test_a_search_finds_words_and_escape_shows_all_again(make_app: MakeApp) -> None:
    async with open_list(make_app) as pilot:
        await pilot.press("slash", *"gradient", "space", *"hand")
        await settle(pilot)
        assert rows(pilot) == ["Linear regression 0/2", "▸ ○ One step new 8 min"]
        await pilot.press("z", "z")
        await settle(pilot)
        assert rows(pilot) == []
        assert "No exercise has these words" in said(pilot.app.screen, "#detail")
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
        await pilot.press("escape", "escape")
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
        for key in ("escape", "escape", "escape"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen)


async def test_a_list_that_is_longer_than_the_screen_begins_at_the_lesson_one_comes_from(
    store: Store, kernels: FakeFactory
) -> None:
    course = load_course(find_course())
    app = TutorApp(Options(), kernel_factory=kernels, store=store, course=course, terminal=Terminal())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle_start(pilot)
        await app.open_lesson("learning_rate", 0)
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        options = pilot.app.screen.query_one(OptionList)
        top, chosen = options.scroll_offset.y, options.highlighted
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
    entries = [row for row in overview(course, store).rows if isinstance(row, Entry)]
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
