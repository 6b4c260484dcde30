"""Two cells of one screen that report under the same names: the stage shows the one that ran last."""

from __future__ import annotations

from pathlib import Path

from tutor.course.model import Code, Lesson, Screen
from tutor.kernel.protocol import events
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.scene import meaning_of, named, scene_of
from tutor.ui.stage import panels as looks
from tutor.ui.stage.panels import CurvesPanel, NumbersPanel, Panel, ViewPanel
from tutor.views.curvature.data import CurvatureView
from tutor.views.fit.data import FitView
from tutor.views.kinds import View
from tutor.views.packing import pack
from tutor.views.surface.data import Grid, SurfaceView

LESSON = Lesson(
    "two", "Two", Path("two/lesson.py"), screens=(Screen("One", tuple(Code(n, f"train({n})", n) for n in (1, 2, 3))),)
)
GRID = Grid((-4.0, 4.0), (-4.0, 4.0), 2, 2, pack([3, 2, 1, 0]))


def train(notebook: Notebook, number: int, loss: float, *, views: bool = False, also: str = "") -> None:
    """Cell `number` was run and reported this loss."""
    cells, run = notebook.begin(number), notebook.run + number + 10
    notebook.run = run
    for cell in cells:
        replayed = cell.number != number
        if not replayed or notebook[cell.number].phase == "new":
            notebook.apply(events.CellStarted(1, run, cell.number, replayed))
            notebook.apply(events.CellFinished(1, run, cell.number, "ok", 0.1, replayed=replayed))
    columns = {"loss": loss, also: loss} if also else {"loss": loss, "w": loss, "b": -loss}
    place, values = (1, run, number), tuple(pack([value]) for value in columns.values())
    notebook.apply(events.Steps(*place, tuple(columns), pack([0]), values))
    drawn: tuple[View, ...] = (SurfaceView("w", "b", (GRID,)), FitView(pack([0]), pack([0]), "w", "b"))
    for name, view in zip(("surface", "data"), drawn if views else (), strict=False):
        notebook.apply(events.Shown(*place, name, view))
    notebook.apply(events.RunFinished(1, run, "ok", 0.1))


def panels(notebook: Notebook) -> dict[str, Panel]:
    return scene_of(notebook, notebook.cells, looks.Viewpoint()).panels


def shown(notebook: Notebook) -> tuple[list[float], str]:
    """The losses on the chart and the one in the read-out."""
    found = panels(notebook).values()
    (curves,) = (panel for panel in found if isinstance(panel, CurvesPanel) and panel.title == "loss")
    (numbers,) = (panel for panel in found if isinstance(panel, NumbersPanel))
    (loss,) = (reading.value for reading in numbers.readings if reading.name == "loss")
    return [value for series in curves.series if not series.faint for value in series.values], loss


def test_the_cell_that_was_run_last_is_seen_whichever_of_the_two_it_is() -> None:
    notebook = Notebook(LESSON)
    train(notebook, 1, 11.0)
    train(notebook, 2, 22.0)
    assert shown(notebook) == ([22.0], "22")
    train(notebook, 1, 12.0)
    assert shown(notebook) == ([12.0], "12")
    train(notebook, 2, 23.0)
    assert shown(notebook) == ([23.0], "23")


def test_maps_and_fits_are_those_of_the_last_run_too_and_there_is_one_of_each() -> None:
    notebook = Notebook(LESSON)
    for number, loss in ((1, 1.0), (2, 2.0), (1, 3.0)):
        train(notebook, number, loss, views=True)
    found = panels(notebook)
    assert [named(key) for key in found] == ["curve loss", "surface surface", "fit data", "numbers"]
    for panel in found.values():
        if isinstance(panel, ViewPanel):
            (path,) = panel.paths
            assert (list(path.x), list(path.y)) == ([3.0], [-3.0])


def test_what_only_one_of_them_reports_stays() -> None:
    notebook = Notebook(LESSON)
    train(notebook, 1, 1.0, also="accuracy")
    train(notebook, 2, 2.0)
    found = {named(key) for key in panels(notebook)}
    assert found == {"curve accuracy", "curve loss", "curve w", "curve b", "numbers"}


def test_a_panel_is_known_by_its_cell_and_its_name_and_what_is_drawn_by_itself_by_both() -> None:
    notebook = Notebook(LESSON)
    train(notebook, 1, 1.0)
    before = set(panels(notebook))
    train(notebook, 2, 1.0)
    assert not before & set(panels(notebook))  # so that no chart keeps the axes of another cell's
    assert named("view 1 weights") != named("view 2 weights")


def test_the_curvature_is_that_of_the_last_run() -> None:
    notebook = Notebook(LESSON)
    for number, eigenvalue in ((1, 1.0), (2, 2.0), (1, 3.0)):
        train(notebook, number, 1.0)
        notebook[number].views["curvature"] = CurvatureView("learning_rate", (eigenvalue,))
    curvature = meaning_of(notebook)
    assert curvature == CurvatureView("learning_rate", (3.0,))


def test_under_all_presets_a_map_and_a_fit_say_whose_they_are() -> None:
    notebook = Notebook(LESSON)
    train(notebook, 1, 1.0, views=True)
    train(notebook, 2, 2.0)
    present, sweep = notebook[1], notebook[2]
    assert present.training is not None
    present.training.controls["learning_rate"] = 0.03
    titles = [panel.title for panel in scene_of(notebook, [present], looks.Viewpoint(), sweep).panels.values()]
    assert titles == ["loss", "loss over w and b · 0.03", "data and line · 0.03", "step 0 · all presets"]
    alone = [panel.title for panel in scene_of(notebook, [present], looks.Viewpoint()).panels.values()]
    assert "data and line" in alone
