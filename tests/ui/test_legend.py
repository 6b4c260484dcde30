"""The read-out is the legend: signs and colors of its rows are those of the curves and of the paths' ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.charts.drawing import Marks, Size
from tutor.course.catalogue import load_course
from tutor.ui.lesson.cell_state import Training
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.scene import scene_of
from tutor.ui.stage.panels import CurvesPanel, NumbersPanel, Scene, ViewPanel, Viewpoint
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.widgets.written import number
from tutor.views.packing import pack
from tutor.views.surface.data import Grid, SurfaceView

FOUND = load_course(Path(__file__).parent.parent / "tiny_course").lesson("slope")
assert FOUND is not None
LESSON = FOUND


def scene(reports: dict[str, list[float]], *, mapped: bool = False) -> Scene:
    """The scene of a cell that reported these columns."""
    notebook = Notebook(LESSON)
    cell = notebook[1]
    cell.training = Training()
    cell.training.history.add(list(reports), [0, 1, 2], list(reports.values()))
    if mapped:
        grid = Grid((-4.0, 4.0), (-4.0, 4.0), 3, 3, pack([3, 2, 3, 1, 0, 1, 3, 2, 3]))
        cell.views["loss"] = SurfaceView("x", "y", (grid,))
    return scene_of(notebook, [cell], Viewpoint())


TWO = {"loss": [1.0, 0.5, 0.2], "count[missed]": [8.0, 6.0, 4.0], "count[false]": [1.0, 2.0, 3.0]}
RACE = {f"{name}[{way}]": [start, start / 2, start / 4] for name, start in (("loss", 9.0), ("x", -3.0), ("y", 2.0))
        for way in ("sgd", "momentum", "nesterov")}  # fmt: skip


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
def test_two_curves_in_a_narrow_panel_are_named_by_the_read_out(marks: Marks) -> None:
    got = scene(TWO)
    drawn = SceneRenderer(marks, shades=False).paint(got, {"curve 1 count": Size(37, 4), "numbers 1": Size(37, 4)})
    assert "1" in drawn["curve 1 count"].text()
    assert "2" in drawn["curve 1 count"].text()
    assert "1 missed" in drawn["numbers 1"].text()
    assert "2 false" in drawn["numbers 1"].text()


def test_rows_of_the_read_out_have_their_curves_colors() -> None:
    got = scene(TWO)
    curves = got.panels["curve 1 count"]
    numbers = got.panels["numbers 1"]
    assert isinstance(curves, CurvesPanel)
    assert isinstance(numbers, NumbersPanel)
    inks = {one.label: (one.key, one.ink) for one in curves.series}
    assert {one.label: (one.key, one.ink) for one in numbers.readings if one.label} == inks
    drawn = SceneRenderer("braille", shades=True).paint(got, {"numbers 1": Size(37, 4)})
    spans = [span for row in drawn["numbers 1"].rows for span in row]
    assert {span.text.strip(): span.ink for span in spans if "missed" in span.text or "false" in span.text} == {
        "1 missed": "line1", "2 false": "line2",
    }  # fmt: skip


def test_paths_on_a_map_end_in_the_sign_of_their_row() -> None:
    got = scene(RACE, mapped=True)
    panel = got.panels["surface 1 loss"]
    assert isinstance(panel, ViewPanel)
    assert [(path.label, path.key) for path in panel.paths] == [("sgd", "1"), ("momentum", "2"), ("nesterov", "3")]
    sizes = {"surface 1 loss": Size(46, 10), "numbers 1": Size(30, 5)}
    drawn = SceneRenderer("braille", shades=False).paint(got, sizes)
    table = drawn["numbers 1"].text().split("\n")
    assert table[0].split() == ["loss"]
    assert [row.split()[:2] for row in table[1:4]] == [["1", "sgd"], ["2", "momentum"], ["3", "nesterov"]]
    assert drawn["surface 1 loss"].text().split("\n")[0] == "1 sgd  2 momentum  3 nesterov"


def test_names_of_paths_are_cut_before_one_is_left_out() -> None:
    got = scene(RACE, mapped=True)
    drawn = SceneRenderer("braille", shades=False).paint(got, {"surface 1 loss": Size(24, 10)})
    assert drawn["surface 1 loss"].text().split("\n")[0] == "1 sgd 2 momen… 3 neste…"


def test_the_numbers_stand_last_also_where_a_cell_above_reports_too() -> None:
    notebook = Notebook(LESSON)
    for place, names in ((1, ["loss"]), (2, ["loss", "rate"])):
        training = notebook[place].training = Training()
        training.history.add(names, [0, 1], [[1.0, 0.5]] * len(names))
    got = scene_of(notebook, [notebook[1], notebook[2]], Viewpoint())
    assert list(got.panels)[-1] == "numbers 2"


def test_earlier_runs_without_controls_are_named_by_how_long_ago_they_were() -> None:
    notebook = Notebook(LESSON)
    cell = notebook[1]
    runs = [Training() for _ in range(3)]
    for place, run in enumerate(runs):
        run.history.add(["loss"], [0, 1], [[1.0, 0.5 - place / 10]])
    cell.ghosts, cell.training = runs[:2], runs[2]
    got = scene_of(notebook, [cell], Viewpoint())
    said = SceneRenderer("braille", shades=False).paint(got, {"numbers 1": Size(40, 6)})["numbers 1"].text()
    assert "1 run ago: loss 0.4" in said
    assert "2 runs ago: loss 0.5" in said
    assert "earlier" not in said
    panel = got.panels["curve 1 loss"]
    assert isinstance(panel, CurvesPanel)
    assert [one.label for one in panel.series] == ["2 runs ago", "1 run ago", "this run"]


def test_earlier_runs_with_a_control_are_named_by_it() -> None:
    notebook = Notebook(LESSON)
    cell = notebook[1]
    runs = [Training(controls={"learning_rate": rate}) for rate in (0.1, 0.2)]
    for run in runs:
        run.history.add(["loss"], [0, 1], [[1.0, 0.5]])
    cell.ghosts, cell.training = runs[:1], runs[1]
    got = scene_of(notebook, [cell], Viewpoint())
    said = SceneRenderer("braille", shades=False).paint(got, {"numbers 1": Size(40, 6)})["numbers 1"].text()
    assert "earlier, 0.1: loss 0.5" in said


@pytest.mark.parametrize("value", [-1.57771e-30, 1.5e300, -1.2345678e-300, 5.0, -0.0123456, 123456.0])
def test_a_number_keeps_to_its_column(value: float) -> None:
    assert len(number(value)) <= 10
    assert float(number(value).replace("−", "-")) == pytest.approx(value, rel=1e-2)
