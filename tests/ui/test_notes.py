"""Own notes are taken where one is, and the cheat sheet shows them with the idioms and with what was learned."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from tests.disks import Disk
from tutor.course.catalogue import load_course
from tutor.course.model import Course
from tutor.learner.notes import NotePlace
from tutor.learner.progress import Store
from tutor.learner.storage import write_atomically
from tutor.ui.app import TutorApp
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.home.screen import HomeScreen
from tutor.ui.keeping import Keeping
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.notes.editor import NoteEditor, NoteScreen
from tutor.ui.notes.parts import LessonPart, NoteBox
from tutor.ui.notes.screen import CheatSheetScreen
from tutor.ui.shell import shell_of
from tutor.ui.stage.full_screen import FullScreen
from tutor.ui.stage.panels import Scene
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.widgets.commands import CommandProvider, available
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.unsaved_screen import UnsavedScreen

MakeApp = Callable[..., TutorApp]
SIZE = (80, 24)
IDIOMS = "# %% [b]doubled[/b]\nx = [1]\ny = 2 * x\n# %% and shown\nprint(y)\n"
LEARNT = "A step goes against the slope."


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    """The engine's course, with idioms."""
    root = tmp_path / "tiny"
    shutil.copytree(Path(__file__).parent.parent / "tiny_course", root)
    (root / "slope" / "idioms.py").write_text(IDIOMS)
    task = root / "slope" / "downhill" / "task.md"
    lines = [f'learnt = "{LEARNT}"' if line.startswith("learnt") else line for line in task.read_text().splitlines()]
    task.write_text("\n".join(lines))
    return load_course(root)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    await press(pilot, *[{" ": "space", "\n": "enter"}.get(one, one) for one in text])


def on_top(pilot: Pilot[Any], screen: Screen[Any]) -> bool:
    return pilot.app.screen is screen


async def sheet_shown(pilot: Pilot[Any]) -> CheatSheetScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CheatSheetScreen)
    await screen._shown.wait()
    await settle(pilot)
    return screen


def said(screen: CheatSheetScreen) -> str:
    """All that stands on the sheet, whether it is in view or not."""
    return "\n".join(str(part.render()) for part in screen.query(Static))


def texts(store: Store) -> list[tuple[NotePlace, str]]:
    return [(note.place, note.text) for note in store.notes.all()]


def subtitle(app: TutorApp) -> str:
    return str(app.screen.query_one("#paper").border_subtitle)


async def test_a_note_is_taken_at_a_screen_and_is_there_again_to_be_changed_and_deleted(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    async with make_app(course=tiny).run_test(size=SIZE) as pilot:
        await shell_of(pilot.app).open_lesson("slope", 1)
        await settle(pilot)
        await press(pilot, "N")
        await typed(pilot, "n [b]\n  x:\ny")
        await press(pilot, "escape")
        lesson = pilot.app.screen
        assert isinstance(lesson, LessonScreen)
        assert lesson.state.index == 1, "what is typed is no command"
        place = NotePlace("slope", 1, lesson.state.screen.title)
        assert texts(store) == [(place, "n [b]\n  x:\n  y")]
        await press(pilot, "p", "N")
        assert pilot.app.screen.query_one(NoteEditor).text == "", "it belongs to another screen"
        await press(pilot, "escape", "n", "N")
        assert pilot.app.screen.query_one(NoteEditor).text == "n [b]\n  x:\n  y"
        await press(pilot, "!", "escape")
        assert texts(store) == [(place, "n [b]\n  x:\n  y!")]
        await press(pilot, "N", "ctrl+a", "f7", "backspace", "escape")
        assert texts(store) == []
    store.close()
    assert Store(store.home).notes.all() == ()


async def test_at_an_exercise_the_key_takes_a_note_and_in_its_text_it_is_a_letter(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    async with make_app(course=tiny).run_test(size=SIZE) as pilot:
        await shell_of(pilot.app).open_exercise("downhill")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ExerciseScreen)
        await press(pilot, "enter", "N", "l")
        assert on_top(pilot, screen)
        assert "Nl" in screen.editor.text
        await press(pilot, "escape", "N")
        await typed(pilot, "why")
        await press(pilot, "escape")
        assert texts(store) == [(NotePlace("slope", 0, screen.exercise.title, "downhill"), "why")]


async def test_on_a_picture_on_the_whole_screen_a_note_belongs_to_the_screen_below(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    app = make_app(course=tiny)
    async with app.run_test(size=SIZE) as pilot:
        await app.open_lesson("slope", 0)
        await settle(pilot)
        lesson = app.screen
        assert isinstance(lesson, LessonScreen)
        marks, shades = app.terminal.marks, app.terminal.shades
        drawn = SceneRenderer(marks, shades, larger="")
        await app.push_screen(FullScreen("one", Scene, drawn, leaf=lambda _: None, terminal=app.terminal))
        await settle(pilot)
        await press(pilot, "N")
        await typed(pilot, "of the picture")
        await press(pilot, "escape")
        assert texts(store) == [(NotePlace("slope", 0, lesson.state.screen.title), "of the picture")]


async def test_where_no_note_can_be_taken_the_key_is_not_offered(
    make_app: MakeApp, tiny: Course, kernels: FakeFactory
) -> None:
    async with make_app(course=tiny).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()

        def offered() -> set[str]:
            return {command.action for _, command in available(pilot.app.screen)}

        assert isinstance(pilot.app.screen, HomeScreen)
        assert "cheat_sheet" in offered()
        assert "note" not in offered()
        assert ("l", "sheet") in [entry[1:] for entry in pilot.app.screen.query_one(KeyBar).entries()]
        await press(pilot, "N")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "enter")
        assert {"cheat_sheet", "note"} <= offered()
        provider = CommandProvider(pilot.app.screen)
        found = [str(hit.text) async for hit in provider.discover()]
        assert {"sheet", "note"} <= set(found)
        await press(pilot, "l")
        await sheet_shown(pilot)
        assert "cheat_sheet" not in offered()
        assert "note" not in offered(), "no note is marked"


@pytest.mark.parametrize("end", ["ctrl+q", "hang-up"])
async def test_what_is_being_typed_is_saved_when_the_tutor_ends(
    make_app: MakeApp, store: Store, tiny: Course, end: str
) -> None:
    app = make_app(course=tiny)
    async with app.run_test(size=SIZE) as pilot:
        await app.open_lesson("slope", 0)
        await settle(pilot)
        await press(pilot, "N")
        await typed(pilot, "half a")
        if end == "ctrl+q":
            await pilot.press("ctrl+q")
        else:
            app.exit(return_code=1)
    assert [note.text for note in Store(store.home).notes.all()] == ["half a"]


async def test_a_pause_in_typing_saves_the_note(make_app: MakeApp, tmp_path: Path, tiny: Course) -> None:
    written = threading.Event()

    def write(path: Path, data: bytes) -> None:
        write_atomically(path, data)
        if b"kept" in data:
            written.set()

    store = Store(tmp_path / "home", write=write)
    async with make_app(course=tiny, store=store).run_test(size=SIZE) as pilot:
        await pilot.app.push_screen(NoteScreen(store, NotePlace("slope", 0, "Here"), (), save_after=0.001))
        await typed(pilot, "kept")
        assert await asyncio.to_thread(written.wait, 60)
        assert isinstance(pilot.app.screen, NoteScreen)


async def test_a_note_that_cannot_be_saved_says_so_and_goes_elsewhere_when_one_quits(
    make_app: MakeApp, tmp_path: Path, tiny: Course
) -> None:
    disk = Disk(full=True)
    store = Store(tmp_path / "home", write=disk)
    app = make_app(course=tiny, store=store)
    async with app.run_test(size=SIZE) as pilot:
        await app.open_lesson("slope", 0)
        await settle(pilot)
        await press(pilot, "N")
        await typed(pilot, "precious")
        await app.keeping.try_again()
        await settle(pilot)
        assert subtitle(app).startswith("cannot save: Nothing can be saved")
        disk.full = False
        await app.keeping.try_again()
        await settle(pilot)
        assert "cannot save" not in subtitle(app)
        disk.full = True
        app.keeping = Keeping(store, lambda: None, app.written, new_folder=lambda: tmp_path / "else")
        await typed(pilot, " too")
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, UnsavedScreen)
        await pilot.press("ctrl+q")
    assert app.return_code == 1
    assert "precious too" in (tmp_path / "else" / "course" / "all-notes.json").read_text()
    assert str(tmp_path / "else") in app.left


# ----------------------------------------------------------------------------------------------------------- the sheet


async def test_the_sheet_shows_idioms_and_what_was_learned_and_gives_nothing_else_away(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    async with make_app(course=tiny).run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "l")
        screen = await sheet_shown(pilot)
        shown = said(screen)
        assert "# [b]doubled[/b]\nx = [1]\ny = 2 * x\n\n# and shown\nprint(y)" in shown
        assert "○ 1 exercise is not yet right." in shown
        assert LEARNT not in shown
        assert "0 of 1 exercises right · 0 notes of your own" in shown
        await press(pilot, "escape")
        store.practice.checked("downhill", "x", "right")
        await press(pilot, "l")
        shown = said(await sheet_shown(pilot))
        assert LEARNT in shown
        assert "not yet right" not in shown
        assert "1 of 1 exercises right" in shown


async def test_enter_on_a_note_goes_to_its_screen_and_the_lesson_that_is_open_goes_on(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    async with make_app(course=tiny).run_test(size=SIZE) as pilot:
        await shell_of(pilot.app).open_lesson("slope", 0)
        await settle(pilot)
        lesson = pilot.app.screen
        assert isinstance(lesson, LessonScreen)
        titles = [one.title for one in lesson.state.lesson.screens]
        store.notes.write((), NotePlace("slope", 1, titles[1]), "[/] of the second")
        store.notes.write((), NotePlace("slope", 0, "Downhill", "downhill"), "of the exercise")
        await press(pilot, "l")
        screen = await sheet_shown(pilot)
        assert f"Note · screen 2, {titles[1]}\n[/] of the second" in said(screen)
        await press(pilot, "enter")
        assert on_top(pilot, screen), "no note is marked"
        await press(pilot, "tab")
        assert [box.has_class("-marked") for box in screen.query(NoteBox)] == [True, False]
        await press(pilot, "enter")
        assert on_top(pilot, lesson)
        assert lesson.state.index == 1
        await press(pilot, "l")
        await sheet_shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert isinstance(pilot.app.screen, ExerciseScreen)
        await press(pilot, "escape")
        await sheet_shown(pilot)
        await press(pilot, "escape")
        assert on_top(pilot, lesson)


async def test_a_note_is_changed_from_the_sheet_which_then_shows_it_so(
    make_app: MakeApp, store: Store, tiny: Course
) -> None:
    store.notes.write((), NotePlace("slope", 0, "Downhill", "downhill"), "begun")
    store.notes.write((), NotePlace("away", 2, "Heading"), "of one that is gone")
    async with make_app(course=tiny).run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "l")
        screen = await sheet_shown(pilot)
        await press(pilot, "tab", "N", "!", "escape")
        assert "begun!" in said(screen)
        assert [box.has_class("-marked") for box in screen.query(NoteBox)] == [True, False]
        await press(pilot, "tab", "enter")
        assert on_top(pilot, screen), "there is nowhere to go"
        await press(pilot, "N", "f7", "backspace", "escape")
        assert [note.text for note in store.notes.all()] == ["begun!"]
        assert "of one that is gone" not in said(screen)


async def test_the_sheet_begins_at_the_lesson_one_is_in_and_scrolls_to_its_end(make_app: MakeApp) -> None:
    course = load_course(Path(__file__).parents[2] / "lessons")
    async with make_app(course=course).run_test(size=SIZE) as pilot:
        await shell_of(pilot.app).open_lesson("graphs", 0)
        await settle(pilot)
        await press(pilot, "l")
        screen = await sheet_shown(pilot)
        scroll = screen.query_one("#sheet", VerticalScroll)

        def top() -> str:
            return next(part.slug for part in screen.query(LessonPart) if part.region.bottom > scroll.region.y)

        assert top() == "graphs"
        await press(pilot, "n")
        assert top() == "backprop"
        await press(pilot, "p", "p")
        assert top() == "speed"
        await press(pilot, "end")
        assert scroll.scroll_y == scroll.max_scroll_y > 0
        await press(pilot, "home")
        assert scroll.scroll_y == 0


async def test_what_one_looks_at_stays_where_it_is_while_a_note_on_the_sheet_is_changed(
    make_app: MakeApp, store: Store
) -> None:
    course = load_course(Path(__file__).parents[2] / "lessons")
    store.notes.write((), NotePlace("graphs", 2, "Read one yourself"), "begun")
    async with make_app(course=course).run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "l")
        screen = await sheet_shown(pilot)
        scroll = screen.query_one("#sheet", VerticalScroll)
        await press(pilot, "tab", "down")
        before = scroll.scroll_y
        assert before > 0
        await press(pilot, "N", "!", "escape")
        assert "begun!" in said(screen)
        assert scroll.scroll_y == before
