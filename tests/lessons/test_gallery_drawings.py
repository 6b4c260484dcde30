"""The gallery's pictures of tensors, shapes and graphs: whole at every size, and as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tutor.charts.drawing import Marks, Size
from tutor.views import registry as drawings
from tutor.views.base import ControlView, StagedView, View
from tutor.views.graph.data import GraphView, WalkView
from tutor.views.kinds import VIEWS
from tutor.views.shapes.data import ShapesView
from tutor.views.tensor.data import InspectionView

OURS = (InspectionView, ShapesView, GraphView, WalkView)


@pytest.fixture
def shown(performed: Callable[..., Any]) -> dict[str, View]:
    cells = performed("gallery").cells
    return {f"{title}: {name}": view for title, cell in cells.items() for name, view in cell.views.items()}


@pytest.fixture
def views(shown: dict[str, View]) -> dict[str, StagedView]:
    return {name: view for name, view in shown.items() if isinstance(view, StagedView)}


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (20, 5), (44, 16), (80, 24), (120, 40)])
def test_every_picture_fills_its_panel(views: dict[str, StagedView], size: tuple[int, int], marks: Marks) -> None:
    assert len(views) >= 11
    for name, view in views.items():
        for page in {0, 1, drawings.pages(view) - 1}:
            drawing = drawings.draw(view, Size(*size), marks, shades=marks != "ascii", page=page)
            assert len(drawing.rows) == size[1], name
            assert {sum(len(span.text) for span in row) for row in drawing.rows} <= {size[0]}, name


def test_no_kind_of_picture_is_missing(shown: dict[str, View]) -> None:
    pictures = {view for view in VIEWS if issubclass(view, StagedView | ControlView)}
    assert {type(view) for view in shown.values()} >= pictures


def test_every_view_has_a_text_of_its_own(shown: dict[str, View]) -> None:
    assert all(drawings.words(view).strip() for view in shown.values())


@pytest.mark.parametrize(("size", "marks"), [((44, 14), "ascii"), ((100, 28), "braille")])
def test_tensors_shapes_and_graphs_look_as_they_did(
    views: dict[str, StagedView], size: tuple[int, int], marks: Marks, snapshot: Any
) -> None:
    drawn = []
    for name, view in views.items():
        if isinstance(view, OURS):
            page = drawings.pages(view) - 1 if isinstance(view, WalkView) else 0
            drawing = drawings.draw(view, Size(*size), marks, shades=marks != "ascii", page=page)
            drawn.append(f"── {drawings.title(name, view, page)}\n{drawing.text().rstrip()}")
    assert "\n".join(drawn) == snapshot
