"""The gallery's pictures of tensors, shapes and graphs, whole at every size and as they were; what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from tutor.charts.drawing import Marks, Size
from tutor.views import registry as drawings
from tutor.views.base import ControlView, StagedView, View
from tutor.views.figure.data import FigureView
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
    from_elsewhere = {FigureView}  # made of what matplotlib draws, which no lesson of the course needs
    pictures = {view for view in VIEWS if issubclass(view, StagedView | ControlView)} - from_elsewhere
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


@pytest.fixture(scope="module")
def run(performed: Callable[..., Any]) -> Any:
    return performed("gallery")


def test_most_units_of_the_dead_network_are_0_for_every_example_and_the_others_still_learn(run: Any) -> None:
    dead, inputs = run.names["dead"], run.names["inputs"]
    hidden = dead[:2](inputs)
    silent = (hidden == 0).all(dim=0)
    assert 16 < silent.sum() < 32
    (slopes,) = torch.autograd.grad(dead(inputs).square().mean(), [dead[0].weight])
    assert (slopes[silent] == 0).all()
    assert slopes[~silent].abs().max() > 0


def test_the_gradient_of_the_deep_network_shrinks_from_layer_to_layer(run: Any) -> None:
    deep, inputs = run.names["deep"], run.names["inputs"]
    layers = [layer.weight for layer in deep if isinstance(layer, torch.nn.Linear)]
    sizes = [slope.norm().item() for slope in torch.autograd.grad(deep(inputs).square().mean(), layers)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 1e-3 * sizes[-1]


def test_no_digit_is_rolled_over_the_edge(run: Any) -> None:
    rows = [one for bar in run.names["BARS"].values() for one in bar[:2]]
    columns = [one for bar in run.names["BARS"].values() for one in bar[2:]]
    assert (min(rows), max(rows) + 1) == (0, 8)  # down by at most 1
    assert (min(columns) - 2, max(columns) + 2) == (0, 8)  # aside by at most 2
