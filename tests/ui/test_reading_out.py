"""Places that the learner points at: the loss of one on a surface, the pictures of one in a confusion matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from fake_kernel import FakeFactory
from first_runs import first_run
from pilots import settle
from test_views_on_stage import TINY, drawn
from textual.pilot import Pilot

from tutor.charts.drawing import Size
from tutor.kernel.protocol import events
from tutor.kernel.protocol.events import Steps
from tutor.ui.app import TutorApp
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.lesson.viewing import Viewing
from tutor.ui.stage.full_screen import FullScreen
from tutor.ui.stage.panels import ViewPanel
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.base import Path, StagedView
from tutor.views.mistakes.make import mistakes
from tutor.views.packing import pack
from tutor.views.surface.data import Grid, SurfaceView
from tutor.views.surface.draw import surface

MakeApp = Callable[..., TutorApp]
BOWL = [(i / 5 - 2) ** 2 + (j / 5 - 2) ** 2 for j in range(21) for i in range(21)]
VIEW = SurfaceView("w", "b", (Grid((-2, 2), (-2, 2), 21, 21, pack(BOWL)),))


async def raced(pilot: Pilot[Any], kernels: FakeFactory, *views: StagedView) -> LessonScreen:
    """A lesson whose first cell has shown a surface, and these views, and reported two paths on the surface."""
    where: tuple[int, int, int] = await first_run(pilot, kernels)
    names = ("loss[sgd]", "loss[adam]", "w[sgd]", "w[adam]", "b[sgd]", "b[adam]")
    columns: list[list[float]] = [[8, 4], [8, 1], [-2, -1.4], [-2, -0.7], [2, 1.4], [2, 0.7]]
    for message in (
        events.CellStarted(*where),
        events.Shown(*where, "surface", VIEW),
        *(events.Shown(*where, str(view.__struct_config__.tag), view) for view in views),
        Steps(*where, names, pack([0, 1]), tuple(pack(column) for column in columns)),
        events.CellFinished(*where, "ok", 0.1),
        events.RunFinished(*where[:2], "ok", 0.1),
    ):
        kernels.kernel.say(message)
    await drawn(pilot)
    assert isinstance(pilot.app.screen, LessonScreen)
    return pilot.app.screen


async def test_paths_reported_by_name_are_drawn_side_by_side(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 40)) as pilot:
        await raced(pilot, kernels)
        panels = await drawn(pilot)
        assert "1 sgd" in panels["loss over w and b"]
        assert "2 adam" in panels["loss over w and b"]
        assert not any(title.startswith(("w", "b")) for title in panels)  # they are no curves of their own


async def test_the_arrows_read_out_the_loss_on_the_whole_screen(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 40)) as pilot:
        screen = await raced(pilot, kernels)
        while not screen.state.scene.marked.startswith("surface "):
            await pilot.press("m")
            await settle(pilot)
        await pilot.press("f")
        assert "loss 0" not in (await drawn(pilot))["loss over w and b"]
        assert isinstance(pilot.app.screen, FullScreen)
        await pilot.press("right")
        first = (await drawn(pilot))["loss over w and b"]
        assert "loss " in first.split("\n")[0]
        (place,) = screen.state.viewpoint.probes.values()
        await pilot.press("right", "up")
        await drawn(pilot)
        (moved,) = screen.state.viewpoint.probes.values()
        assert moved[0] > place[0]
        assert moved[1] > place[1]
        said = (await drawn(pilot))["loss over w and b"].split("\n")[0].split("loss ")[1]
        assert abs(float(said) - (moved[0] ** 2 + moved[1] ** 2)) < 1e-3


def test_named_paths_have_signs_of_their_own_at_their_ends() -> None:
    grid = Grid((-2, 2), (-2, 2), 21, 21, pack(BOWL))
    paths = [Path([-2, -1], [2, 1], label="sgd", ink="line1"), Path([-2, 0.5], [2, -0.5], label="[adam]", ink="line2")]
    drawing, frame = surface(Size(60, 20), [grid], paths)
    assert drawing.text().split("\n")[0] == "● sgd  ■ [adam]"
    body = "\n".join(drawing.text().split("\n")[1:])
    assert "●" in body
    assert "■" in body
    assert {"line1", "line2"} <= {span.ink for row in drawing.rows[1:] for span in row}
    assert frame is not None
    assert frame.next_to(None, 0, 0) is not None
    plain = surface(Size(60, 20), [grid], paths, marks="ascii", shades=False)[0].text()
    assert plain.startswith("1 sgd  2 [adam]")


async def test_a_confusion_matrix_is_walked_through_and_so_are_the_pictures_behind_a_cell(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    chances = torch.tensor([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7], [0.6, 0.4], [0.55, 0.45]])
    view = mistakes(torch.rand(5, 8, 8), [0, 0, 0, 1, 0], chances, ["cat", "dog"])
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        screen = await raced(pilot, kernels, view)
        while "mistakes" not in screen.state.scene.marked:
            await pilot.press("m")
            await settle(pilot)
        await pilot.press("f")
        full = pilot.app.screen
        assert isinstance(full, FullScreen)
        ((heading, said),) = (await drawn(pilot)).items()
        assert heading == "mistakes · 2 of 5 right · 1/2"
        assert "cat taken for dog: 2 times" in said
        assert "picture 1 of 2, number 1" in said
        keys = " ".join(f"{key} {label}" for _, key, label in full.query_one(KeyBar).entries())
        assert "arrows read out" in keys
        assert "n next here" in keys
        await pilot.press("n")
        assert "picture 2 of 2, number 2" in (await drawn(pilot))["mistakes · 2 of 5 right · 2/2"]
        await pilot.press("n")
        assert "picture 1 of 2, number 1" in (await drawn(pilot))["mistakes · 2 of 5 right · 1/2"]
        await pilot.press("n", "left")
        said = (await drawn(pilot))["mistakes · 2 of 5 right · 1/2"]
        assert "cat seen as cat: 2 times" in said
        assert "picture 1 of 2, number 4" in said  # of another cell, the first
        await pilot.press("down")
        assert "dog taken for cat: once" in (await drawn(pilot))["mistakes · 2 of 5 right"]
        keys = " ".join(f"{key} {label}" for _, key, label in full.query_one(KeyBar).entries())
        assert "next here" not in keys
        await pilot.press("down", "escape")
        assert (await drawn(pilot))["mistakes · 2 of 5 right"]  # the cell stays open


async def test_each_panel_has_a_place_of_its_own_that_is_read_out(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(120, 40)) as pilot:
        screen = await raced(pilot, kernels)
        first, *_ = (key for key in screen.state.scene.panels if key.startswith("surface "))
        screen.controller(Viewing).probe(first, (1.0, 1.0))
        assert screen.state.scene.marked == first
        panels = screen.state.scene.panels.values()
        assert [panel.probe for panel in panels if isinstance(panel, ViewPanel)] == [(1.0, 1.0)]
        screen.state.probe("another", (0.0, 0.0))
        panels = screen.state.scene.panels.values()
        assert [panel.probe for panel in panels if isinstance(panel, ViewPanel)] == [(1.0, 1.0)]
