"""What is typed faster than the tutor deals with it: the order stays, whatever the keys are for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from textual import events
from textual.pilot import Pilot

from tutor.course.catalogue import load_course
from tutor.ui.app import TutorApp
from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.widgets.editor import CodeEditor

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
NAMED = {"\n": "enter", "\t": "tab", " ": "space"}


def at_once(pilot: Pilot[Any], keys: Iterable[str]) -> None:
    """All of these before the app has dealt with the first, read together."""
    typed = [events.Key(NAMED.get(key, key), key if len(key) == 1 else None) for key in keys]
    for event in typed:
        event.time = typed[0].time
        pilot.app.post_message(event)


async def in_a_cell(pilot: Pilot[Any], kernels: FakeFactory, text: str = "") -> CodeEditor:
    """The editor of the first open cell, empty but for this text, with the cursor at its end."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson("slope", 0)
    await settle(pilot)
    editor = next(box.editor for box in app.screen.query(CellBox) if not box.has_class("-folded"))
    editor.focus()
    editor.replace_all(text)
    editor.move_cursor(editor.document.end)
    await settle(pilot)
    return editor


TYPED = [
    (["a", "b", "X", "backspace", "c", "left", "left", "Z", "enter"], "aZ\nbc"),
    (["a", "b", "home", "c", "end", "d", "ctrl+z"], "cab"),
    (["x", "enter", "y", "up", "end", "1"], "x1\ny"),
    (["a", "shift+left", "b"], "b"),
    (["a", "ctrl+slash", "b"], "# ab"),
]


async def test_keys_of_a_text_are_applied_in_their_order(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels)
        for keys, text in TYPED:
            editor.replace_all("")
            await settle(pilot)
            at_once(pilot, keys)
            await settle(pilot)
            assert editor.text == text, keys


async def test_what_follows_escape_is_a_command(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels)
        at_once(pilot, ["a", "escape", "n"])
        await settle(pilot)
        assert editor.text == "a"
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.state.index == 1


async def test_a_value_typed_ahead_arrives_in_the_field_that_its_first_key_opens(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, TutorApp)
        await settle(pilot)
        kernels.kernel.warm()
        await app.open_lesson("slope", 1)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        control = screen.state.controls[0].name
        at_once(pilot, ["equals_sign", *"0.013", "enter", "n"])
        await settle(pilot)
        assert screen.state.notebook.controls[control] == 0.013
        assert screen.state.index == 2 or not isinstance(app.screen, LessonScreen)


async def test_keys_typed_ahead_reach_the_screens_that_the_keys_before_them_open(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        at_once(pilot, ["enter", "n", "p", "n"])
        await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.state.index == 1


PASTED = "def f(x):\n    if x:\n        return 1\n    for y in x:\n        print(y)\n\n\nf([])"


@pytest.mark.parametrize("before", ["", "    "])
async def test_a_text_that_comes_in_one_burst_is_not_indented_further(
    make_app: MakeApp, kernels: FakeFactory, before: str
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels, before)
        at_once(pilot, PASTED)
        await settle(pilot)
        assert editor.text == before + PASTED


async def test_a_text_that_begins_with_a_new_line_is_not_indented_further(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels, "if x:")
        at_once(pilot, "\n    a\n    b")
        await settle(pilot)
        assert editor.text == "if x:\n    a\n    b"


async def test_one_line_typed_ahead_is_indented_as_ever(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels)
        at_once(pilot, "if x:\n")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert editor.text == "if x:\n    y"


async def test_a_part_that_hangs_does_not_keep_the_key_that_quits_from_quitting(
    make_app: MakeApp, kernels: FakeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.ui.terminal.typeahead.PATIENCE", 0.05)
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        editor = await in_a_cell(pilot, kernels)
        left, released = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(pilot.app, "exit", lambda *_args, **_options: left.set())
        editor.call_later(released.wait)
        at_once(pilot, ["a", "ctrl+q"])
        await asyncio.wait_for(left.wait(), 30)
        released.set()
