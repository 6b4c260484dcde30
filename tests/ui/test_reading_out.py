"""Surfaces: several named paths, and the loss at a place that the learner points at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_kernel import FakeFactory
from settling import settle
from test_views_on_stage import TINY, drawn
from textual.pilot import Pilot

from tutor.charts.drawing import Size
from tutor.kernel.protocol import events, requests
from tutor.kernel.protocol.events import Steps
from tutor.ui.app import TutorApp
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.full_screen import FullScreen
from tutor.views.base import Path
from tutor.views.packing import pack
from tutor.views.surface.data import Grid, SurfaceView
from tutor.views.surface.draw import surface

MakeApp = Callable[..., TutorApp]
BOWL = [(i / 5 - 2) ** 2 + (j / 5 - 2) ** 2 for j in range(21) for i in range(21)]
VIEW = SurfaceView("w", "b", (Grid((-2, 2), (-2, 2), 21, 21, pack(BOWL)),))


async def raced(pilot: Pilot[Any], kernels: FakeFactory) -> LessonScreen:
    """A lesson whose first cell has shown a surface and reported two paths on it."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson("slope", 0)
    await settle(pilot)
    await pilot.press("ctrl+r")
    await settle(pilot)
    run = kernels.kernel.sent_of(requests.Run)[-1]
    assert isinstance(run, requests.Run)
    where = (run.session, run.run, 1)
    names = ("loss[sgd]", "loss[adam]", "w[sgd]", "w[adam]", "b[sgd]", "b[adam]")
    columns: list[list[float]] = [[8, 4], [8, 1], [-2, -1.4], [-2, -0.7], [2, 1.4], [2, 0.7]]
    for message in (
        events.CellStarted(*where),
        events.Shown(*where, "surface", VIEW),
        Steps(*where, names, pack([0, 1]), tuple(pack(column) for column in columns)),
        events.CellFinished(*where, "ok", 0.1),
        events.RunFinished(run.session, run.run, "ok", 0.1),
    ):
        kernels.kernel.say(message)
    await drawn(pilot)
    assert isinstance(app.screen, LessonScreen)
    return app.screen


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
        place = screen.state.viewpoint.probe
        await pilot.press("right", "up")
        await drawn(pilot)
        moved = screen.state.viewpoint.probe
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
