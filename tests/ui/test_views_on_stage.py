"""Pictures on the stage: marked, leafed through, on the whole screen; any tensor looked into by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from fake_kernel import FakeFactory
from first_runs import first_run
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from tutor.course.catalogue import load_course
from tutor.kernel.protocol import events, requests
from tutor.ui.app import TutorApp
from tutor.ui.lesson.cell import CellBox, OutputView
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.full_screen import FullScreen
from tutor.ui.stage.panel_grid import PanelGrid, PanelView
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.output_screen import OutputScreen
from tutor.views.shapes.expressions import shapes_of
from tutor.views.tensor.make import inspection
from tutor.views.values.data import TextView

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
TENSOR = inspection(torch.arange(24.0).reshape(3, 2, 4))
SHAPES = shapes_of("a + b", {"a": torch.zeros(2, 3), "b": torch.zeros(3)})


async def shown(pilot: Pilot[Any], kernels: FakeFactory) -> LessonScreen:
    """A lesson whose first cell has shown a tensor and two shapes."""
    where: tuple[int, int, int] = await first_run(pilot, kernels)
    for message in (
        events.CellStarted(*where),
        events.Shown(*where, "a + b", SHAPES),
        events.Shown(*where, "x", TENSOR),
        events.CellFinished(*where, "ok", 0.1),
        events.RunFinished(*where[:2], "ok", 0.1),
    ):
        kernels.kernel.say(message)
    await drawn(pilot)
    assert isinstance(pilot.app.screen, LessonScreen)
    return pilot.app.screen


async def drawn(pilot: Pilot[Any]) -> dict[str, str]:
    """The panels of the present screen, by title, once nothing waits to be drawn."""
    await settle(pilot)
    await pilot.app.screen.query_one(PanelGrid).quiet.wait()
    await settle(pilot)
    return {str(view.border_title): view.drawing.text() for view in pilot.app.screen.query(PanelView)}


def marked(screen: LessonScreen) -> list[str]:
    titles = [str(view.border_title) for view in screen.query(PanelView) if view.has_class("-marked")]
    return [title.partition(" · 1 chart more")[0] for title in titles]


def answered(kernels: FakeFactory, **parts: Any) -> str:
    """Answer the last question about a name; which name it was."""
    asked = kernels.kernel.sent_of(requests.Inspect)[-1]
    assert isinstance(asked, requests.Inspect)
    kernels.kernel.say(events.Inspected(asked.session, asked.name, **parts))
    return asked.name


async def test_the_first_panel_with_pages_is_marked_and_leafed_through(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        assert marked(screen) == ["x · [0, :, :] · 1/3"]
        await pilot.press("right_parenthesis")
        panels = await drawn(pilot)
        assert "15" in panels["x · [1, :, :] · 2/3"]
        await pilot.press("left_parenthesis", "left_parenthesis")
        assert "x · [2, :, :] · 3/3" in await drawn(pilot)


async def test_m_marks_the_next_panel(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        await pilot.press("m")
        await drawn(pilot)
        assert marked(screen) == ["a + b"]
        await pilot.press("right_parenthesis")
        assert "x · [0, :, :] · 1/3" in await drawn(pilot)  # what is marked has no pages


async def test_a_panel_has_the_whole_screen_and_comes_back_at_the_page_it_was_left(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await shown(pilot, kernels)
        await pilot.press("f")
        assert list(await drawn(pilot)) == ["x · [0, :, :] · 1/3"]
        assert isinstance(pilot.app.screen, FullScreen)
        await pilot.press("right", "down")
        assert list(await drawn(pilot)) == ["x · [2, :, :] · 3/3"]
        await pilot.press("left", "escape")
        assert "x · [1, :, :] · 2/3" in await drawn(pilot)


async def test_a_tensor_is_looked_into_by_its_name(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await shown(pilot, kernels)
        await pilot.press("i")
        await settle(pilot)
        assert answered(kernels, names=(("x", "(3, 2, 4) float32"), ("y", "(2,) int64"))) == ""
        await settle(pilot)
        assert isinstance(pilot.app.screen, Choose)
        assert pilot.app.screen.query_one(OptionList).option_count == 3
        await pilot.press("down", "enter")
        await settle(pilot)
        assert answered(kernels, view=TENSOR) == "y"
        await settle(pilot)
        assert list(await drawn(pilot)) == ["y · [0, :, :] · 1/3"]
        await pilot.press("right")
        assert list(await drawn(pilot)) == ["y · [1, :, :] · 2/3"]


async def test_below_another_screen_the_stage_stands_still_and_is_of_the_present_when_that_is_gone(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        await pilot.press("f")
        await drawn(pilot)
        assert pilot.app._background_screens == []
        asked = kernels.kernel.sent_of(requests.Run)[-1]
        assert isinstance(asked, requests.Run)
        other = inspection(torch.full((3, 2, 4), 77.0))
        kernels.kernel.say(events.Shown(asked.session, asked.run, 1, "x", other))
        kernels.kernel.say(events.Output(asked.session, asked.run, 1, "stdout", "printed meanwhile"))
        assert "77" in "".join((await drawn(pilot)).values())
        below = "".join(view.drawing.text() for view in screen.query(PanelView))
        assert "77" not in below
        assert "printed meanwhile" not in str(screen.query_one(OutputView).content)
        await pilot.press("escape")
        assert "77" in "".join((await drawn(pilot)).values())
        assert "printed meanwhile" in str(screen.query_one(OutputView).content)


async def test_what_shows_through_a_chooser_is_counted_as_seen(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert screen in pilot.app._background_screens


async def test_a_path_can_be_typed_and_what_is_not_there_is_said(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        await pilot.press("i")
        await settle(pilot)
        answered(kernels, names=())
        await settle(pilot)
        await pilot.press(*"model.w")
        assert screen.query_one(Input).value == "model.w"
        await pilot.press("enter")
        await settle(pilot)
        assert answered(kernels, problem="No cell that has run has defined model.") == "model.w"
        await settle(pilot)
        assert any("has defined model" in str(notice.message) for notice in pilot.app._notifications)


async def test_what_is_no_tensor_is_read_on_a_screen_of_its_own(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        await shown(pilot, kernels)
        await pilot.press("i")
        await settle(pilot)
        answered(kernels, names=(("rates", "dict"),))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        text = "\n".join(f"'rate {n}': {n}," for n in range(40))
        assert answered(kernels, view=TextView(text)) == "rates"
        await settle(pilot)
        assert isinstance(pilot.app.screen, OutputScreen)
        assert pilot.app.screen.query_one(TextArea).text == text
        assert not len(pilot.app._notifications)


async def test_before_anything_has_run_there_is_nothing_to_look_into(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app, TutorApp)
        await pilot.app.open_lesson("slope", 0)
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert kernels.kernel.sent_of(requests.Inspect) == []
        assert any("Nothing has run yet" in str(notice.message) for notice in pilot.app._notifications)


async def test_what_was_shown_last_is_marked_and_has_the_whole_screen(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        asked = kernels.kernel.sent_of(requests.Run)[-1]
        assert isinstance(asked, requests.Run)
        kernels.kernel.say(events.Shown(asked.session, asked.run, 1, "a * b", SHAPES))
        await drawn(pilot)
        assert marked(screen) == ["a * b"]
        await pilot.press("f")
        assert list(await drawn(pilot)) == ["a * b"]


async def test_m_goes_to_the_next_panel_on_the_whole_screen_too(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        await pilot.press("f")
        assert list(await drawn(pilot)) == ["x · [0, :, :] · 1/3"]
        assert "next panel" in [label for _, _, label in pilot.app.screen.query_one(KeyBar).entries()]
        await pilot.press("m")
        assert list(await drawn(pilot)) == ["a + b"]
        assert "next page" not in [label for _, _, label in pilot.app.screen.query_one(KeyBar).entries()]
        await pilot.press("m", "right")
        assert list(await drawn(pilot)) == ["x · [1, :, :] · 2/3"]
        await pilot.press("escape")
        await drawn(pilot)
        assert marked(screen) == ["x · [1, :, :] · 2/3"]


async def test_a_view_from_before_a_change_says_so(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(100, 30)) as pilot:
        screen = await shown(pilot, kernels)
        assert all("before the change" not in title for title in await drawn(pilot))
        screen.query_one("#cell-1", CellBox).post_message(CellBox.Edited(1, "x = 77"))
        assert list(await drawn(pilot)) == ["a + b · before the change", "x · [0, :, :] · 1/3 · before the change"]
        screen.query_one("#cell-1", CellBox).post_message(CellBox.Edited(1, screen.state.notebook[1].original))
        assert all("before the change" not in title for title in await drawn(pilot))
