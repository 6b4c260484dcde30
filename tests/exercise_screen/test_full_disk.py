"""A disk that is full: what was typed is not lost, whatever the learner does next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exercising import Desk, MakeApp, MakeScreen, open_desk
from judging import FakeFactory

from tests.disks import Disk
from tutor.learner.progress import Store
from tutor.learner.rescue import Unsaved, rescue
from tutor.learner.workspace import Workspace
from tutor.ui.keeping import Keeping
from tutor.ui.widgets.unsaved_screen import UnsavedScreen

TYPED = "def step(w, b, x, y, learning_rate):\n    return w, b\n"


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def store(tmp_path: Path, disk: Disk) -> Store:
    return Store(tmp_path / "home", write=disk)


async def type_on_a_full_disk(desk: Desk, disk: Disk, store: Store) -> None:
    app = desk.screen.shell
    app._workspace = Workspace(app.workspace.root, store, write=disk)
    desk.screen.files.open()
    await desk.settle()
    disk.full = True
    await desk.write(TYPED)
    await desk.screen.files.save()
    await desk.settle()
    assert "cannot be saved" in desk.head


def said(screen: UnsavedScreen) -> str:
    return "\n".join(str(widget.render()) for widget in screen.query("Static"))


async def test_quitting_says_what_would_be_lost_and_insisting_puts_it_elsewhere(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store, disk: Disk, tmp_path: Path
) -> None:
    app = make_app()
    async with open_desk(app, kernels, make_screen()) as desk:
        await type_on_a_full_disk(desk, disk, store)
        app.keeping = Keeping(store, lambda: app.workspace, app.written, new_folder=lambda: tmp_path / "else")
        await desk.press("ctrl+q")
        assert isinstance(app.screen, UnsavedScreen)
        assert "No space left on device" in said(app.screen)
        assert "work/lines/one_step.py" in said(app.screen)
        assert app.return_code is None
        await desk.press("escape")
        assert app.screen is desk.screen
        assert desk.text == TYPED
        path = desk.path
        await desk.press("ctrl+q", "ctrl+q")
    assert app.return_code == 1
    assert (tmp_path / "else" / "work" / "lines" / "one_step.py").read_text() == TYPED
    assert str(tmp_path / "else") in app.left
    assert str(path) in app.left


async def test_saving_is_tried_again_by_itself_and_the_head_follows(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store, disk: Disk
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        app = desk.screen.shell
        await type_on_a_full_disk(desk, disk, store)
        await app.keeping.try_again()
        await desk.settle()
        assert "cannot be saved" in desk.head
        disk.full = False
        await app.keeping.try_again()
        await desk.settle()
        assert "saved" in desk.head
        assert "cannot" not in desk.head
        assert desk.notice == ""
        assert desk.path.read_text() == TYPED
        assert not app.keeping.unsaved
    assert app.left == ""


async def test_an_answer_that_one_has_left_is_saved_when_there_is_room(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store, disk: Disk
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        app = desk.screen.shell
        await type_on_a_full_disk(desk, disk, store)
        await desk.press("escape", "escape")
        assert app.screen is not desk.screen
        disk.full = False
        await app.keeping.try_again()
        assert desk.path.read_text() == TYPED


async def test_nothing_is_asked_where_all_is_saved(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    app = make_app()
    async with open_desk(app, kernels, make_screen()) as desk:
        desk.screen.editor.replace_all(TYPED)
        await desk.press("ctrl+q")
        assert desk.path.read_text() == TYPED
    assert (app.return_code, app.left) == (0, "")


async def test_a_signal_loses_nothing_either(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, store: Store, disk: Disk, tmp_path: Path
) -> None:
    app = make_app()
    async with open_desk(app, kernels, make_screen()) as desk:
        await type_on_a_full_disk(desk, disk, store)
        app.keeping = Keeping(store, lambda: app.workspace, app.written, new_folder=lambda: tmp_path / "else")
        store.set_setting("check_typing", True)
        app.exit(return_code=143)
    assert app.return_code == 143
    assert (tmp_path / "else" / "work" / "lines" / "one_step.py").read_text() == TYPED
    assert json.loads((tmp_path / "else" / "settings.json").read_bytes())["values"]["check_typing"] is True


def test_where_there_is_no_room_at_all_the_text_itself_is_said(tmp_path: Path) -> None:
    disk = Disk()
    disk.full = True
    lost = [Unsaved(tmp_path / "home" / "a.py", Path("work") / "a.py", TYPED.encode())]
    said = rescue(lost, "Why not.", new_folder=lambda: tmp_path / "else", write=disk)
    assert TYPED in said
    assert "Why not." in said
