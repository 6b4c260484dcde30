"""Pictures of the exercise screens at fixed sizes; a changed one is looked at before it is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exercising import MakeApp, MakeScreen, settle, settle_start
from judging import FakeFactory
from textual.pilot import Pilot

from tutor.options import Options

SIZES = [(80, 24), (100, 30)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A path that is the same everywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tutor.ui.exercise.state.clock", lambda _at: "22:41:07")
    return Options(workspace=Path("answers"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_wrong_answer(
    snap_compare: Any,
    make_app: MakeApp,
    make_screen: MakeScreen,
    kernels: FakeFactory,
    folder: Options,
    size: tuple[int, int],
) -> None:
    async def check(pilot: Pilot[Any]) -> None:
        await settle_start(pilot)
        kernels.kernel.warm()
        await pilot.app.push_screen(make_screen())
        await settle(pilot)
        await pilot.press("enter", *"return", "space", "b", "ctrl+r")
        await settle(pilot)
        kernels.kernel.wrong(line=6)
        await settle(pilot)
        await pilot.press("escape", "h")
        await settle(pilot)

    assert snap_compare(make_app(folder), terminal_size=size, run_before=check)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_right_answer(
    snap_compare: Any,
    make_app: MakeApp,
    make_screen: MakeScreen,
    kernels: FakeFactory,
    folder: Options,
    size: tuple[int, int],
) -> None:
    async def check(pilot: Pilot[Any]) -> None:
        await settle_start(pilot)
        kernels.kernel.warm()
        await pilot.app.push_screen(make_screen())
        await settle(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        kernels.kernel.right()
        await settle(pilot)

    assert snap_compare(make_app(folder), terminal_size=size, run_before=check)


def test_the_list(snap_compare: Any, make_app: MakeApp, folder: Options, store: Any) -> None:
    store.practice.checked("one_step", "a", "right")
    store.practice.skip("mean_loss")

    async def look(pilot: Pilot[Any]) -> None:
        await settle_start(pilot)
        await pilot.press("x")
        await settle(pilot)

    assert snap_compare(make_app(folder), terminal_size=(100, 30), run_before=look)
