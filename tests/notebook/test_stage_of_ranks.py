"""Processes that train together share one stage: a chart for each number, a curve for each rank."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.model import Code, Lesson, Screen
from tutor.kernel.protocol import events
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.scene import scene_of
from tutor.ui.stage.panels import CurvesPanel, NumbersPanel, Viewpoint
from tutor.views.packing import pack

LESSON = Lesson("two", "Two", Path("two/lesson.py"), screens=(Screen("One", (Code(1, "train()", 1),)),))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_ranks_report_in_any_order_is_one_chart_and_one_legend_in_that_of_the_ranks(
    order: tuple[int, int],
) -> None:
    notebook = Notebook(LESSON)
    notebook.begin(1)
    notebook.run = 1
    notebook.apply(events.CellStarted(1, 1, 1))
    losses = {0: [8.0, 4.0, 2.0], 1: [9.0, 5.0, 3.0]}
    for part in (slice(0, 2), slice(2, 3)):
        for rank in order:
            loss = losses[rank]
            columns = (pack(loss[part]), pack([10.0 * rank] * len(loss[part])))
            notebook.apply(events.Steps(1, 1, 1, ("loss", "rate[w]"), pack(range(3)[part]), columns, rank=rank))
    panels = scene_of(notebook, notebook.cells, Viewpoint()).panels.values()
    curves = [panel for panel in panels if isinstance(panel, CurvesPanel)]
    assert [panel.title for panel in curves] == ["loss", "rate"]
    assert [(curve.label, list(curve.values)) for curve in curves[0].series] == [
        ("rank 0", [8.0, 4.0, 2.0]),
        ("rank 1", [9.0, 5.0, 3.0]),
    ]
    assert [curve.label for curve in curves[1].series] == ["w, rank 0", "w, rank 1"]
    (numbers,) = (panel for panel in panels if isinstance(panel, NumbersPanel))
    assert [(one.name, one.label, one.value) for one in numbers.readings if one.name == "loss"] == [
        ("loss", "rank 0", "2"),
        ("loss", "rank 1", "3"),
    ]
