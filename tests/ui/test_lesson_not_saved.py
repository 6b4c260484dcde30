"""A lesson says that nothing can be saved, and keeps what was typed in its cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from fake_kernel import FakeFactory
from pilots import settle
from textual.widgets import Static

from tests.disks import Disk
from tutor.course.catalogue import load_course
from tutor.learner.progress import Store
from tutor.ui.app import TutorApp
from tutor.ui.keeping import Keeping
from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.widgets.unsaved_screen import UnsavedScreen

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")


async def test_a_lesson_follows_whether_it_can_be_saved_and_its_texts_go_elsewhere(
    make_app: MakeApp, kernels: FakeFactory, tmp_path: Path
) -> None:
    disk = Disk(full=True)
    store = Store(tmp_path / "home", write=disk)
    app = make_app(course=TINY, store=store)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await app.open_lesson("slope", 0)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)

        def top() -> str:
            return str(screen.query_one("#top", Static).render())

        await app.keeping.try_again()
        await settle(pilot)
        assert "cannot save" in top()
        disk.full = False
        await app.keeping.try_again()
        await settle(pilot)
        assert "cannot save" not in top()

        disk.full = True
        app.keeping = Keeping(store, lambda: None, app.written, new_folder=lambda: tmp_path / "else")
        box = next(box for box in screen.query(CellBox) if not box.has_class("-folded"))
        box.editor.replace_all("precious = 1")
        await settle(pilot)
        await pilot.press("ctrl+q")
        await settle(pilot)
        assert isinstance(app.screen, UnsavedScreen)
        await pilot.press("ctrl+q")
    assert app.return_code == 1
    kept = json.loads((tmp_path / "else" / "course" / "slope.json").read_bytes())
    assert [text["source"] for text in kept["texts"].values()] == ["precious = 1"]
