"""The milestone of a part: offered at home, run as a lesson is, kept when it says that it is reached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from msgspec.structs import replace
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from tutor.course.model import Code, Course, CoursePart, Lesson, Problem, Prose, Screen
from tutor.kernel.protocol import events, requests
from tutor.learner.notes import NotePlace
from tutor.learner.progress import Store
from tutor.learner.sheet import sheet, sources
from tutor.ui.app import TutorApp
from tutor.ui.home.lesson_list import LessonList
from tutor.ui.home.overview import LessonEntry, overview
from tutor.ui.home.screen import HomeScreen
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.output_screen import OutputScreen

MakeApp = Callable[..., TutorApp]
SIZES = [(60, 18), (80, 24), (100, 30), (120, 40)]
PAGE = Screen("Goal", (Prose("Reach it.", 1), Code(1, "rate = 1", 5), Code(2, "live.reached(str(rate))", 9)))
GOAL = Lesson("goal", "The goal [b]", Path("goal/lesson.py"), 5, "A program.", screens=(PAGE,), milestone=True)


def lesson(slug: str) -> Lesson:
    page = Screen(slug.title(), (Prose("Text.", 1), Code(1, "1 + 1", 5)))
    return Lesson(slug, slug.title(), Path(slug) / "lesson.py", 15, screens=(page,))


@pytest.fixture
def course() -> Course:
    """Two parts; only the first ends with a milestone."""
    first, second = lesson("one"), lesson("two")
    return Course("A course", Path("course"), (CoursePart("Training", (first,), GOAL), CoursePart("Nets", (second,))))


def row(pilot: Pilot[Any], number: int = 2) -> str:
    return pilot.app.screen.query_one(LessonList).render_line(number).text.rstrip()


def words(pilot: Pilot[Any], widget: str) -> str:
    return str(pilot.app.screen.query_one(widget, Static).content)


def last_run(kernels: FakeFactory) -> requests.Run:
    run = kernels.kernel.sent_of(requests.Run)[-1]
    assert isinstance(run, requests.Run)
    return run


def ran(kernels: FakeFactory, *said: str, status: events.Status = "ok") -> None:
    """The kernel ran what it was asked for last; the last cell said that it reached these."""
    run, say = last_run(kernels), kernels.kernel.say
    for cell in run.cells:
        last = cell.number == run.cells[-1].number
        say(events.CellStarted(run.session, run.run, cell.number, not last))
        for result in said if last else ():
            say(events.Reached(run.session, run.run, cell.number, result))
        ended = status if last else "ok"
        say(events.CellFinished(run.session, run.run, cell.number, ended, 0.1, replayed=not last))
    say(events.RunFinished(run.session, run.run, status, 0.1))


async def at_goal(pilot: Pilot[Any], kernels: FakeFactory) -> LessonScreen:
    """Open the milestone from home, and mark its last cell."""
    await settle(pilot)
    kernels.kernel.warm()
    await pilot.press("home", "down", "enter")
    await settle(pilot)
    assert isinstance(pilot.app.screen, LessonScreen)
    await pilot.press("tab")
    await settle(pilot)
    return pilot.app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_milestone_is_offered_at_the_end_of_its_part_and_says_how_it_is_reached(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    async with make_app().run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("home", "down")
        await settle(pilot)
        assert row(pilot).startswith(" ▸ ◇ The goal [b]")
        assert row(pilot).endswith("milestone")
        assert "◇ Not reached yet. enter opens it" in words(pilot, "Preview")
        assert "milestone of Training · 1 screen · about 5 min" in words(pilot, "Preview")
        assert not pilot.app.screen.check_action("missing", ())


@pytest.mark.parametrize("size", SIZES)
async def test_what_it_came_to_is_shown_at_home_with_its_day(
    make_app: MakeApp, store: Store, size: tuple[int, int]
) -> None:
    store.milestones.reach("goal", "[u]0.97", "# %%\n", {"rate": 0.1})
    reached = store.milestones.latest("goal")
    assert reached is not None
    async with make_app().run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("home", "down")
        await settle(pilot)
        assert row(pilot)[3] == "◆"
        assert "[u]0.97" in row(pilot)
        assert f"◆ Reached on {reached.day} with rate 0.1: [u]0.97" in words(pilot, "Preview")


async def test_a_run_that_reaches_it_is_kept_with_its_program_as_it_was_run(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        screen = await at_goal(pilot, kernels)
        box = screen.parts.page.cell(1)
        assert box is not None
        box.editor.replace_all("rate = 2")
        await settle(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        box.editor.replace_all("rate = 3")  # while it runs
        await settle(pilot)
        ran(kernels, "0.97")
        await settle(pilot)
        kept = store.milestones.latest("goal")
        assert kept is not None
        assert kept.result == "0.97"
        assert kept.program == "# %%\nrate = 2\n\n# %%\nlive.reached(str(rate))\n"
        assert any("The milestone is reached" in one.message for one in pilot.app._notifications)
        output = screen.parts.page.cell(2)
        assert output is not None
        assert "◆ reached: 0.97" in str(output.output.content)
        await pilot.press("escape")
        await settle(pilot)
        assert row(pilot).startswith(" ▸ ◆ The goal [b]: 0.97")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen), "one can go back to it"


@pytest.mark.parametrize("status", ["error", "interrupted", "timeout", "killed"])
async def test_a_program_that_says_so_and_does_not_come_to_its_end_has_not_reached_it(
    make_app: MakeApp, store: Store, kernels: FakeFactory, status: events.Status
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        screen = await at_goal(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        ran(kernels, "0.97", status=status)
        await settle(pilot)
        assert store.milestones.latest("goal") is None
        box = screen.parts.page.cell(2)
        assert box is not None
        assert "reached" not in str(box.output.content)
        await pilot.press("escape")
        await settle(pilot)
        assert row(pilot)[3] == "◈"


async def test_a_run_that_does_not_reach_it_leaves_it_reached(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    store.milestones.reach("goal", "0.98", "# %%\n", {})
    async with make_app().run_test(size=(100, 30)) as pilot:
        await at_goal(pilot, kernels)
        await pilot.press("ctrl+r")
        await settle(pilot)
        ran(kernels)
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert row(pilot).startswith(" ▸ ◆ The goal [b]: 0.98")


async def test_a_lesson_that_is_no_milestone_reaches_none(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await pilot.press("home", "enter", "ctrl+r")
        await settle(pilot)
        ran(kernels, "0.97")
        await settle(pilot)
    assert store.milestones.results("one") == ()


def test_one_goes_on_to_it_after_its_part_and_past_it_without_having_reached_it(store: Store, course: Course) -> None:
    def where() -> str | None:
        entry = overview(course, store).go_on
        return entry.lesson.slug if entry else None

    store.visit("one", 0)
    store.finish("one")
    assert where() == "goal"
    store.visit("two", 0)
    assert where() == "two"
    store.finish("two")
    assert where() == "goal"
    store.milestones.reach("goal", "0.97", "# %%\n", {})
    assert where() is None


async def test_after_the_last_lesson_of_a_part_a_key_opens_its_milestone(make_app: MakeApp, store: Store) -> None:
    store.visit("one", 0)
    store.finish("one")
    async with make_app().run_test(size=(60, 18)) as pilot:
        await settle(pilot)
        assert words(pilot, "#go-on") == "▸ g goes on: The goal [b], a milestone"
        await pilot.press("g")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        assert screen.state.lesson.slug == "goal"
        await pilot.press("n")  # past its only screen, without having run it
        await settle(pilot)
        assert words(pilot, "#go-on") == "▸ g goes on: Two"


def test_a_milestone_that_can_no_longer_be_read_stays_reached(store: Store, course: Course) -> None:
    store.milestones.reach("goal", "0.97", "# %%\n", {})
    broken = replace(GOAL, screens=(), problems=(Problem(GOAL.path, 3, "not TOML"),))
    (part, other) = course.parts
    rows = overview(replace(course, parts=(replace(part, milestone=broken), other)), store).rows
    (entry,) = (one for one in rows if isinstance(one, LessonEntry) and one.lesson.milestone)
    assert (entry.progress, entry.mark) == ("broken", "✗")
    assert entry.reached is not None


def test_a_note_at_a_milestone_is_at_a_place_of_the_course(store: Store, course: Course) -> None:
    store.notes.write((), NotePlace("goal", 0, "Goal"), "mine")
    found = sheet(course, sources(course), store.practice, store.notes, store.milestones)
    assert found.others == ()
    assert [(one.lesson.slug, [note.gone for note in one.notes]) for one in found.lessons] == [("goal", [False])]


async def test_the_cheat_sheet_shows_what_was_reached(make_app: MakeApp, store: Store) -> None:
    store.milestones.reach("goal", "[u]0.97", "# %%\n", {})
    reached = store.milestones.latest("goal")
    assert reached is not None
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        texts = [str(one.content) for one in pilot.app.screen.query(".learned").results(Static)]
        assert texts == [f"◆ reached on {reached.day}: [u]0.97"]


async def test_a_key_at_home_shows_the_programs_that_reached_it_the_last_one_first(
    make_app: MakeApp, store: Store
) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("home", "down", "o")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, OutputScreen), "there is none yet"
        store.milestones.reach("goal", "0.97", "# %%\nx = '[b]'\n", {})
        store.milestones.reach("goal", "0.98", "# %%\ny = 2\n", {"rate": 0.1})
        await pilot.press("l", "escape")
        await settle(pilot)
        assert "o program" in pilot.app.screen.query_one(KeyBar).render().plain
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(pilot.app.screen, OutputScreen)
        older, newer = store.milestones.results("goal")
        assert pilot.app.screen.query_one(TextArea).text == (
            f"# reached on {newer.day} with rate 0.1: 0.98\n# %%\ny = 2\n\n\n"
            f"# reached on {older.day}: 0.97\n# %%\nx = '[b]'\n"
        )
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert row(pilot).startswith(" ▸ ◆"), "the milestone is still the chosen one"
