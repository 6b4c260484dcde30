from __future__ import annotations

from collections.abc import Callable

from fake_kernel import CPU, FakeFactory
from msgspec.structs import replace
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tutor.course.model import Course, Quiz, QuizAnswer
from tutor.kernel.client.client import KernelError, Lost
from tutor.kernel.protocol import connection
from tutor.learner.progress import Store
from tutor.learner.remaining import remaining
from tutor.learner.runs import curve
from tutor.ui.app import TutorApp
from tutor.ui.home.lesson_list import LessonList
from tutor.ui.home.overview import LessonEntry, overview
from tutor.ui.home.preview import Preview
from tutor.ui.home.state_line import StateLine
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.widgets.commands import CommandProvider
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.finding import NAMED, SAID, found
from tutor.ui.widgets.keybar import KeyBar

MakeApp = Callable[..., TutorApp]
SIZE = (100, 30)


def rows(pilot: Pilot[int]) -> list[str]:
    lessons = pilot.app.screen.query_one(LessonList)
    lines = [lessons.render_line(y).text.rstrip() for y in range(lessons.size.height)]
    return [line for line in lines if line]


def words(pilot: Pilot[int], widget: str) -> str:
    return str(pilot.app.screen.query_one(widget, Static).content)


def state(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(StateLine).state


def chosen(pilot: Pilot[int]) -> str | None:
    entry = pilot.app.screen.query_one(LessonList).entry
    return entry.lesson.slug if entry else None


async def test_the_first_start_chooses_the_first_lesson_and_says_two_keys(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert chosen(pilot) == "linear_regression"
        assert words(pilot, "#go-on") == "enter starts; ? shows the keys"


async def test_lessons_show_how_far_one_came(make_app: MakeApp, store: Store) -> None:
    for screen in range(3):
        store.visit("linear_regression", screen)
    store.finish("linear_regression")
    store.practice.checked("one", "text", "right")
    store.visit("learning_rate", 1)
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        marks = {line[5:22].strip(): line[3] for line in rows(pilot) if not line[1].isdigit()}
        assert marks == {"Linear regression": "✓", "The learning rate": "◐", "Graphs [b]": "○", "broken": "✗"}
        assert words(pilot, "#go-on") == "▸ g goes on: The learning rate, screen 2 of 3"
        assert chosen(pilot) == "learning_rate"


async def test_a_lesson_is_done_when_its_screens_are_seen_its_quizzes_answered_and_its_exercises_right(
    make_app: MakeApp, store: Store, course: Course
) -> None:
    first = course.parts[0].lessons[0]
    quiz = Quiz("Which [bold]?[/]", (QuizAnswer("this", True, ""), QuizAnswer("that", False, "")), 9)
    asking = replace(first.screens[1], blocks=(*first.screens[1].blocks, quiz))
    lesson = replace(first, screens=(first.screens[0], asking, first.screens[2]))
    assert remaining(lesson, store).words == "screens 1, 2 and 3, the quiz on screen 2, 1 exercise"
    store.visit(lesson.slug, 0)
    store.visit(lesson.slug, 1)
    store.finish(lesson.slug)
    asked = replace(course, parts=(replace(course.parts[0], lessons=(lesson, *course.parts[0].lessons[1:])),))
    for screen, words_left, place in (
        (None, "screen 3, the quiz on screen 2, 1 exercise", 1),
        ("quiz", "screen 3, 1 exercise", 2),
        (2, "1 exercise", None),
    ):
        if screen == "quiz":
            store.answer(lesson.slug, "1.2", 0)
        elif screen is not None:
            store.visit(lesson.slug, 2)
            store.finish(lesson.slug)
        left = remaining(lesson, store)
        assert (left.words, left.screen) == (words_left, place)
    async with make_app(course=asked).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("home")
        await settle(pilot)
        assert rows(pilot)[1][3] == "◐"
        assert "◐ missing: 1 exercise. m goes there." in words(pilot, "Preview")
        assert "m missing" in pilot.app.screen.query_one(KeyBar).render().plain
    store.practice.checked("one", "text", "right")
    assert not remaining(lesson, store)
    assert [entry.progress for entry in overview(asked, store).rows if isinstance(entry, LessonEntry)] == [
        "done",
        "new",
    ]


async def test_a_key_goes_to_the_screen_that_is_missing(make_app: MakeApp, store: Store) -> None:
    store.visit("learning_rate", 0)
    store.visit("learning_rate", 2)
    store.finish("learning_rate")
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("home", "down")
        await settle(pilot)
        assert chosen(pilot) == "learning_rate"
        await pilot.press("m")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.state.index == 1


async def test_back_at_home_the_lesson_one_comes_from_is_chosen(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert chosen(pilot) == "linear_regression"
        await app.open_lesson("learning_rate")  # as the command line does, or n at the end of the lesson before it
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert chosen(pilot) == "learning_rate"
        await pilot.press("home", "question_mark")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert chosen(pilot) == "linear_regression", "what was chosen since then stays chosen"


def test_go_on_is_where_one_quit(store: Store, course: Course) -> None:
    def where() -> tuple[str | None, str | None]:
        seen = overview(course, store)
        return seen.exercise.slug if seen.exercise else None, seen.go_on.lesson.slug if seen.go_on else None

    store.visit("learning_rate", 1)
    assert where() == (None, "learning_rate")
    store.enter("one", "One")
    assert where() == ("one", "learning_rate"), "an exercise, since it was opened last"
    store.practice.checked("one", "text", "right")
    assert where() == (None, "learning_rate"), "it is right by now"
    store.practice.checked("one", "text", "wrong")
    store.visit("learning_rate", 2)
    assert where() == (None, "learning_rate")
    store.finish("learning_rate")
    assert where() == (None, "graphs"), "the next after one's own, though an earlier one was not begun"
    store.visit("learning_rate", 1)
    assert where() == (None, "learning_rate"), "one is in it again"
    for slug in ("graphs", "linear_regression", "learning_rate"):
        for screen in range(3):
            store.visit(slug, screen)
        store.finish(slug)
    assert where() == (None, None), "all is done"


async def test_the_preview_says_what_the_lesson_gives(make_app: MakeApp, store: Store) -> None:
    store.set_curve("learning_rate", curve("rate 0.028", range(10), [10.0 / (n + 1) for n in range(10)]))
    async with make_app().run_test(size=SIZE) as pilot:
        await pilot.press("down")
        await settle(pilot)
        said = words(pilot, "Preview")
        assert "You will be able to: pick a rate · derive it" in said
        assert "3 screens · about 15 min" in said
        assert "your last run: rate 0.028" in said


async def test_a_broken_lesson_shows_its_problem_and_the_rest_works(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await pilot.press("end")
        await settle(pilot)
        assert chosen(pilot) == "broken"
        assert "broken/lesson.py:3: [not] TOML" in words(pilot, "Preview")
        await pilot.press("enter")
        await settle(pilot)
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("up")
        assert chosen(pilot) == "graphs"


async def test_the_footer_of_a_field_says_what_enter_and_escape_do_there(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        drawn = pilot.app.screen.query_one(KeyBar)
        assert "all lessons" not in drawn.render().plain
        await pilot.press("slash", *"rate")
        await settle(pilot)
        assert "enter open  esc all lessons" in drawn.render().plain
        await pilot.press("escape", "x", "slash")
        await settle(pilot)
        assert "enter open   esc all" in pilot.app.screen.query_one(KeyBar).render().plain


async def test_find_leaves_the_lessons_with_the_words_and_escape_shows_all(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        everything = rows(pilot)
        await pilot.press("slash", *"deriv")
        await settle(pilot)
        assert chosen(pilot) == "learning_rate"
        assert len(rows(pilot)) == 2
        await pilot.press(*"zzq")
        await settle(pilot)
        assert chosen(pilot) is None
        assert "No lesson" in words(pilot, "Preview")
        await pilot.press("escape")
        await settle(pilot)
        assert [row[3:] for row in rows(pilot)] == [row[3:] for row in everything]
        assert chosen(pilot) == "learning_rate"
        assert pilot.app.focused is None


async def test_a_search_puts_the_lesson_first_that_is_called_so(make_app: MakeApp, course: Course) -> None:
    training, autograd = course.parts
    first = replace(training.lessons[0], summary="A line, and the learning rate.")
    said_first = replace(course, parts=(replace(training, lessons=(first, *training.lessons[1:])), autograd))
    async with make_app(course=said_first).run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert chosen(pilot) == "linear_regression"
        await pilot.press("slash", *"rate")
        await settle(pilot)
        assert chosen(pilot) == "learning_rate"
        assert ["learning rate" in row for row in rows(pilot)] == [False, True, False, False]


async def test_a_preview_that_has_no_room_for_all_of_it_says_that_there_is_more(
    make_app: MakeApp, course: Course
) -> None:
    training, autograd = course.parts
    for goals, cut in ((("a goal of twenty words " * 12,), True), ((), False)):
        first = replace(training.lessons[0], goals=goals)
        told = replace(course, parts=(replace(training, lessons=(first, *training.lessons[1:])), autograd))
        async with make_app(course=told).run_test(size=(60, 18)) as pilot:
            await settle(pilot)
            preview = pilot.app.screen.query_one(Preview)
            last = preview.render_line(preview.content_size.height - 1).text.rstrip()
            assert last.endswith(" …") == cut


async def test_the_palette_puts_commands_first_that_are_called_so(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test():
        hits = [hit async for hit in CommandProvider(app.screen).search("ch")]
        hits.sort(key=lambda hit: hit.score, reverse=True)
        called = ["ch" in str(hit.text) for hit in hits]
        assert len(hits) > 2
        assert called[0]
        assert called == sorted(called, reverse=True)


def test_what_is_called_so_comes_before_what_only_says_so() -> None:
    assert found("time", ("A second time",), ("mends",)) == NAMED
    assert found("second mends", ("A second time",), ("mends",)) == SAID
    assert found("other", ("A second time",), ("mends",)) is None
    assert found("", ("A second time",), ()) == NAMED


async def test_the_state_line_goes_from_starting_to_ready_to_the_device(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert state(pilot) == "starting torch… · saved"
        kernels.kernel.warm()
        await settle(pilot)
        assert state(pilot) == "torch 2.13 ready · saved"
        assert kernels.kernel.sent_of(connection.AskDevices)
        kernels.kernel.say(connection.Devices((CPU,)))
        await settle(pilot)
        assert state(pilot) == "torch 2.13 ready · cpu, 2 cores · saved"


async def test_a_kernel_that_cannot_start_is_named_and_can_be_started_again(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        kernels.kernel.fail(KernelError("torch is missing [/red].\nInstall it."))
        await settle(pilot)
        assert state(pilot).startswith("torch is not running")
        assert words(pilot, "#notice") == "✗ torch is missing [/red].\nInstall it.\nctrl+g starts it again."
        await pilot.press("ctrl+g")
        await settle(pilot)
        assert len(kernels.kernels) == 2
        kernels.kernel.warm()
        await settle(pilot)
        assert state(pilot).startswith("torch 2.13 ready")
        assert words(pilot, "#notice") == ""


async def test_a_kernel_that_is_lost_later_is_named(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await settle(pilot)
        kernels.kernel.say(Lost("The connection to gpu-box dropped."))
        await settle(pilot)
        assert "The connection to gpu-box dropped." in words(pilot, "#notice")


async def test_a_home_that_cannot_be_written_is_named_and_everything_else_works(
    make_app: MakeApp, store: Store, kernels: FakeFactory
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    broken = Store(store.home, write=refuse)
    async with make_app(store=broken).run_test(size=SIZE) as pilot:
        await settle(pilot)
        broken.visit("graphs", 1)
        broken.flush()
        kernels.kernel.warm()
        await settle(pilot)
        assert state(pilot).endswith("cannot save")
        assert "Permission denied" in words(pilot, "#notice")


async def test_the_preview_stands_beside_the_list_only_where_there_is_room(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        lessons, preview = pilot.app.screen.query_one(LessonList), pilot.app.screen.query_one(Preview)
        assert preview.region.x >= lessons.region.right
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert preview.region.y >= lessons.region.bottom
        assert preview.region.bottom <= pilot.app.screen.query_one(KeyBar).region.y


async def test_the_mouse_chooses_and_the_footer_can_be_clicked(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.click(LessonList, offset=(6, 2))
        assert chosen(pilot) == "learning_rate"
        bar = pilot.app.screen.query_one(KeyBar)
        place = bar.render().plain.index("find")
        await pilot.click(KeyBar, offset=(1 + place, 0))
        await settle(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one(Input)


async def test_while_one_types_the_footer_names_no_letters(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        await settle(pilot)
        keys = {key for key, _, _ in pilot.app.screen.query_one(KeyBar).entries()}
        assert not keys & set("dtq")
        assert "ctrl+p" in keys


async def test_a_course_without_lessons_says_so(make_app: MakeApp, course: Course) -> None:
    empty = Course("Empty", course.root)
    async with make_app(course=empty).run_test(size=SIZE) as pilot:
        await pilot.press("down", "pagedown", "enter", "g")
        await settle(pilot)
        assert words(pilot, "#go-on") == "This course has no lessons."


async def test_the_footer_names_no_key_that_the_text_takes(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        await settle(pilot)
        editor = CodeEditor("x = 1")
        await pilot.app.screen.mount(editor)
        editor.focus()
        await settle(pilot)
        keys = {key for key, _, _ in pilot.app.screen.query_one(KeyBar).entries()}
        assert {"enter", "slash", "q"} & keys == set()
        assert {"escape", "ctrl+p"} <= keys
