"""Files of others on the screen: what they lack is said and holds a run, texts fold, and home has the last ones."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from fake_kernel import FakeFactory
from msgspec.structs import replace
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import OptionList

from tutor.course.model import Lesson
from tutor.kernel.client.client import Lost
from tutor.kernel.protocol import events, requests
from tutor.learner.progress import Store
from tutor.opening.lessons import open_file
from tutor.ui.app import TutorApp
from tutor.ui.home.screen import HomeScreen
from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.foreign_text import ForeignText
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.printed import PrintedCurves
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.lesson.state import LessonState
from tutor.ui.stage.panels import CurvesPanel
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.packing import pack

MakeApp = Callable[..., TutorApp]
LONG = "\n".join(f"# {'word ' * 60}\n#" for _ in range(4))
CODE = "# a line" * 20 + "\nz = y" * 50
TEXT = f"""# %% [markdown]
# # First
{LONG}

# %%
import no_such_package

# %%
x = 1

# %% [markdown]
# # Second

# %%
device = "cuda"

# %%
y = x + 1
"""


def lesson_screen(app: Any) -> LessonScreen:
    assert isinstance(app.screen, LessonScreen)
    return app.screen


def words_of(screen: LessonScreen, number: int) -> str:
    """What stands below a cell."""
    box = screen.query_one(f"#cell-{number}", CellBox)
    return str(box.output.render())


def runs(kernels: FakeFactory) -> list[requests.Run]:
    return [one for one in kernels.kernel.sent_of(requests.Run) if isinstance(one, requests.Run)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "train.py"
    file.write_text(TEXT)
    return file


async def test_a_file_says_what_it_lacks_holds_a_run_before_it_and_runs_it_where_one_insists(
    make_app: MakeApp, kernels: FakeFactory, store: Store, path: Path
) -> None:
    path.write_text(TEXT + CODE)
    app = make_app(opened=open_file(path).lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        screen = lesson_screen(app)
        assert "your own rights" in "".join(text._seen for text in screen.query(ForeignText)) or screen.parts.page
        await pilot.press("n")
        await _unfolds(pilot, screen)
        box = screen.query_one("#cell-1", CellBox)
        lacks = str(box.query_one(".lacks").render())
        assert lacks == "! It imports no_such_package, which is not installed here: pip install no_such_package"
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "✗ It imports no_such_package" in words_of(screen, 1)
        assert runs(kernels) == []
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert [cell.source for cell in runs(kernels)[-1].cells] == ["import no_such_package"]
        opened = kernels.kernel.sent_of(requests.Open)[-1]
        assert isinstance(opened, requests.Open)
        assert (opened.file, opened.limits.seconds, opened.limits.memory) == (str(path), None, None)
        assert runs(kernels)[-1].cells[0].name == "train.py"
        await _takes_the_cpu(pilot, screen, kernels)
        await _goes_through_a_long_cell(pilot, screen)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        await _comes_back(pilot, path)
    assert store.last_lesson() is None  # the course is where it was
    assert [Path(one.path) for one in store.opened.last] == [path]


async def _unfolds(pilot: Pilot[Any], screen: LessonScreen) -> None:
    await settle(pilot)
    text = screen.query_one(ForeignText)
    assert "120 words more (w shows them)" in str(text.query_one(".fold").render())
    await pilot.press("w")
    await settle(pilot)
    assert text.query_one(".more").display
    await pilot.press("w")
    await settle(pilot)
    assert not text.query_one(".more").display


async def _takes_the_cpu(pilot: Pilot[Any], screen: LessonScreen, kernels: FakeFactory) -> None:
    await pilot.press("n")
    await settle(pilot)
    assert "cpu for cuda" in screen.query_one(KeyBar).render().plain
    await pilot.press("ctrl+r")
    await settle(pilot)
    assert "✗ It asks for a CUDA GPU" in words_of(screen, 3)
    count = len(runs(kernels))
    await pilot.press("u", "ctrl+r")
    await settle(pilot)
    assert len(runs(kernels)) == count + 1
    assert runs(kernels)[-1].cells[-1].source == 'device = "cpu"'
    assert screen.query_one("#cell-3", CellBox).editor.text == 'device = "cuda"'


async def _goes_through_a_long_cell(pilot: Pilot[Any], screen: LessonScreen) -> None:
    """Each line of it is on the page, one too long goes on in the next row, and the cursor stays in view."""
    editor, page = screen.query_one("#cell-4", CellBox).editor, screen.parts.page
    assert editor.document.line_count < editor.size.height < CellBox.WHOLE
    assert page.styles.scrollbar_gutter == "stable", "else lines that only just fit make its bar come and go"
    editor.focus()
    for keys in ("ctrl+end", "ctrl+home"):
        await pilot.press(keys)
        await settle(pilot)
        assert page.region.y <= editor.cursor_screen_offset.y < page.region.bottom
    await pilot.press("down")
    await settle(pilot)
    assert 0 < len(editor._shown) <= screen.size.height < editor.size.height  # no other row is drawn at a key
    await pilot.press("escape")


async def _comes_back(pilot: Pilot[Any], path: Path) -> None:
    await pilot.press("f")
    await settle(pilot)
    assert isinstance(pilot.app.screen, Choose)
    assert "train.py" in str(pilot.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
    await pilot.press("enter")
    await settle(pilot)
    assert lesson_screen(pilot.app).state.lesson.path == path


async def test_what_was_written_in_a_file_that_changed_is_kept_for_both(
    make_app: MakeApp, store: Store, path: Path
) -> None:
    before = open_file(path).lesson
    store.opened.enter(path, before.title, before.slug)
    store.open(before.slug, {cell.number: cell.source for cell in before.cells})
    store.keep(before.slug, edits={2: "x = 2", 4: "y = x + 2"}, controls={})
    path.write_text(TEXT.replace("y = x + 1", "y = x + 100"))
    app = make_app(opened=open_file(path).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        notebook = lesson_screen(app).state.notebook
        assert notebook[2].source == "x = 2"
        assert notebook[4].source == "y = x + 100"
        assert lesson_screen(app).check_action("earlier", ())  # y shows the text whose cell is another now
        os.utime(path, ns=(1, 1))
        await pilot.press("n")
        await settle(pilot)
        assert "train.py has changed since it was opened" in [one.message for one in app._notifications][-1]
    assert store.lesson(before.slug).texts


async def test_a_file_that_is_gone_is_said_to_be_so_and_home_stays(
    make_app: MakeApp, store: Store, tmp_path: Path
) -> None:
    store.opened.enter(tmp_path / "gone.py", "Gone", "opened/gone-1")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f", "enter")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert [one.message for one in app._notifications] == [f"There is no file {tmp_path / 'gone.py'}."]


def test_what_ran_on_the_cpu_is_stale_where_cuda_is_wanted_again(path: Path) -> None:
    notebook = Notebook(open_file(path).lesson)
    notebook.on_cpu = True
    notebook.begin(3)
    notebook[3].phase, notebook[3].basis = "ok", notebook._sent
    assert not notebook.stale(notebook[3])
    notebook.on_cpu = False
    assert notebook.stale(notebook[3])


async def test_what_the_file_has_of_an_earlier_run_is_seen_until_the_cell_runs_here(
    make_app: MakeApp, kernels: FakeFactory, tmp_path: Path
) -> None:
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "x = 1",
        "outputs": [{"output_type": "stream", "text": "[b]old"}],
    }
    file = tmp_path / "run.ipynb"
    file.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await pilot.press("n")
        await settle(pilot)
        assert words_of(lesson_screen(app), 1) == "from the file, of an earlier run:\n[b]old"
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "[b]old" not in words_of(lesson_screen(app), 1)


async def test_what_a_file_reported_is_kept_when_the_line_drops(
    make_app: MakeApp, kernels: FakeFactory, store: Store, tmp_path: Path
) -> None:
    lesson = a_training(tmp_path)
    app = make_app(opened=lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        where = await begun(pilot, kernels)
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([0.0, 1.0, 2.0]), (pack([1.0, 0.5, 0.25]),)))
        kernels.kernel.say(Lost("The line dropped."))
        await settle(pilot)
        (kept,) = store.runs(lesson.slug, 1, lesson.cells[0].source)
        assert (kept.steps, kept.columns) == ((0, 1, 2), {"loss": (1.0, 0.5, 0.25)})


def a_training(tmp_path: Path) -> Lesson:
    file = tmp_path / "hours.py"
    file.write_text("from tutor import live\nfor step in live.steps(9):\n    live.report(loss=1 / (step + 1))\n")
    return open_file(file).lesson


async def begun(pilot: Pilot[Any], kernels: FakeFactory) -> tuple[int, int, int]:
    """The file's first cell, asked for and begun: the session, the run and the cell."""
    await settle(pilot)
    kernels.kernel.warm()
    await pilot.press("n", "ctrl+r")
    await settle(pilot)
    (run,) = runs(kernels)
    where = (run.session, run.run, 1)
    kernels.kernel.say(events.CellStarted(*where))
    return where


def after_a_kill(store: Store, home: Path) -> Store:
    """What the next tutor finds: the files as they are while this one still runs, and their locks free."""
    store.flush()
    shutil.copytree(store.home, home)
    return Store(home)


async def test_what_a_file_reports_is_on_the_disk_while_it_runs_and_kept_once_it_has_ended(
    make_app: MakeApp, kernels: FakeFactory, store: Store, tmp_path: Path
) -> None:
    lesson = a_training(tmp_path)
    source = lesson.cells[0].source
    app = make_app(opened=lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        where = await begun(pilot, kernels)
        kernels.kernel.say(events.Loop(*where, 0, 9))
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([0.0, 1.0]), (pack([1.0, 0.5]),)))
        await settle(pilot)
        saver = lesson_screen(app).saver
        saver.write()
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([2.0]), (pack([0.25]),)))
        kernels.kernel.say(events.Steps(*where, ("val",), pack([1.0]), (pack([0.75]),)))  # of a step that was written
        await settle(pilot)
        store.flush()
        saver.write()
        later = after_a_kill(store, tmp_path / "later")
        later.open(lesson.slug, {1: source})
        (cut,) = later.runs(lesson.slug, 1, source)
        assert (cut.steps, cut.cut, cut.planned) == ((0, 1, 2), True, 9)
        assert cut.columns == {"loss": (1.0, 0.5, 0.25), "val": (None, 0.75, None)}
        later.close()
        kernels.kernel.say(events.CellFinished(*where, "ok", 1.0))
        kernels.kernel.say(events.RunFinished(*where[:2], "ok", 1.0))
        await settle(pilot)
        store.flush()
        (kept,) = store.runs(lesson.slug, 1, source)
        assert (kept.steps, kept.cut) == ((0, 1, 2), False)
        assert [path.suffix for path in (store.home / "opened").iterdir()] == [".json"]


async def test_a_training_that_was_stopped_for_another_cell_is_kept_as_one_that_was_cut(
    make_app: MakeApp, kernels: FakeFactory, store: Store, tmp_path: Path
) -> None:
    lesson = a_training(tmp_path)
    source = lesson.cells[0].source
    app = make_app(opened=lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        where = await begun(pilot, kernels)
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([0.0, 1.0]), (pack([1.0, 0.5]),)))
        await settle(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        second = runs(kernels)[-1]
        where = (second.session, second.run, 1)
        kernels.kernel.say(events.CellStarted(*where))
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([0.0]), (pack([1.0]),)))
        await settle(pilot)
        (kept,) = store.runs(lesson.slug, 1, source)
        assert (kept.steps, kept.cut) == ((0, 1), True)
        screen = lesson_screen(app)
        assert [one.cut for one in screen.state.notebook[1].ghosts] == [True]
        curves = next(panel for panel in screen.state.scene.panels.values() if isinstance(panel, CurvesPanel))
        assert curves.series[0].label == "cut at step 1"


async def test_a_disk_on_which_a_training_cannot_be_written_is_named_once_and_the_training_goes_on(
    make_app: MakeApp, kernels: FakeFactory, store: Store, tmp_path: Path
) -> None:
    lesson = a_training(tmp_path)
    app = make_app(opened=lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await pilot.press("n", "ctrl+r")
        await settle(pilot)
        store.flush()
        (run,) = runs(kernels)
        where = (run.session, run.run, 1)
        kernels.kernel.say(events.CellStarted(*where))
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([0.0, 1.0]), (pack([1.0, 0.5]),)))
        await settle(pilot)
        shutil.rmtree(store.home)
        store.home.write_text("a file in the place of the folder")
        saver = lesson_screen(app).saver
        for _ in range(3):
            saver.write()
            await asyncio.to_thread(store.flush)
            app.written()
            await settle(pilot)
        said = [one.message for one in app._notifications if "The training goes on." in one.message]
        assert len(said) == 1
        assert "Nothing can be saved in" in said[0]
        kernels.kernel.say(events.Steps(*where, ("loss",), pack([2.0]), (pack([0.25]),)))
        await settle(pilot)
        training = lesson_screen(app).state.notebook[1].training
        assert training is not None
        assert training.history.last_step == 2
        store.home.unlink()


def test_printed_numbers_are_curves_where_one_asks_and_again_when_the_cell_runs_anew(tmp_path: Path) -> None:
    file = tmp_path / "loop.py"
    file.write_text("for epoch in range(3):\n    print(epoch)\n")
    notebook = Notebook(open_file(file).lesson)
    notebook.begin(1)
    notebook.run = 7
    notebook.apply(events.CellStarted(1, 7, 1))
    for epoch in range(3):
        notebook.apply(events.Output(1, 7, 1, "stdout", f"Epoch {epoch} | loss {1 / (epoch + 1):.2f}\n"))
    cell = notebook[1]
    assert cell.training is not None
    assert not len(cell.training.history)
    cell.read_printed(True)
    assert cell.training.history.names == ("loss",)
    notebook.apply(events.Output(1, 7, 1, "stdout", "Epoch 3 | loss 0.20\n"))
    assert cell.training.history.last_step == 3
    cell.read_printed(False)
    assert not len(cell.training.history)
    cell.read_printed(True)
    notebook.apply(events.CellStarted(1, 7, 1))
    for epoch in range(2):
        notebook.apply(events.Output(1, 7, 1, "stdout", f"Epoch {epoch} | loss 0.50\n"))
    assert cell.training.history.last_step == 1


@pytest.mark.parametrize(("opened", "edited"), [(True, False), (False, True), (False, False)])
def test_printed_numbers_can_be_drawn_of_a_file_and_of_what_the_learner_wrote(
    opened: bool, edited: bool, tmp_path: Path
) -> None:
    file = tmp_path / "loop.py"
    file.write_text("for epoch in range(3):\n    print(epoch)\n")
    notebook = Notebook(replace(open_file(file).lesson, opened=opened))
    state = LessonState(notebook, cast(LessonRunner, None))
    state.selected = 1
    printed = PrintedCurves(cast(Any, None), state, cast(Any, None))
    notebook[1].transcript.write("loss 0.5\nloss 0.25\n", "stdout")
    if edited:
        notebook.edit(1, "print('loss', 0.5)")
    assert printed.enabled("printed") == (opened or edited)


async def test_that_a_file_has_changed_is_said_once_for_each_change(
    make_app: MakeApp, kernels: FakeFactory, tmp_path: Path
) -> None:
    file = tmp_path / "loop [1].py"
    file.write_text("x = 1\n")
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()

        async def said() -> list[str]:
            await pilot.press("ctrl+r")
            await settle(pilot)
            return [toast.message for toast in app._notifications]

        await pilot.press("n")
        assert await said() == []
        os.utime(file, (1, 1))  # written again as it was
        assert await said() == []
        file.write_text("x = 2, and more\n")
        words = "loop [1].py has changed. What runs is as it was when it was opened; open it again."
        assert await said() == [words]
        app.clear_notifications()
        assert await said() == []
        file.unlink()
        assert await said() == []
        assert [cell.source for cell in runs(kernels)[-1].cells] == ["x = 1"]
