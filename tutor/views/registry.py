"""How each kind of view is drawn: the table by which the stage, the full screen and the command line find it.

A new view has a struct derived from `StagedView` in `tutor.views.base`, a pure drawing function in `tutor.charts`,
and one entry here. Charts are imported when the first view of their kind is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.base import StagedView
from tutor.views.boundary.data import BoundaryView, RegressionView
from tutor.views.comparison.data import ComparisonView
from tutor.views.graph.data import GraphView, WalkView
from tutor.views.matrix.data import MatrixView
from tutor.views.network.data import NetworkView
from tutor.views.pictures.data import PicturesView
from tutor.views.shapes.data import ShapesView
from tutor.views.tensor.data import InspectionView
from tutor.views.timeline.data import TimelineView

Draw = Callable[..., Drawing]
"""View, size, marks, whether there are shades (256 colours or more), page."""


@dataclass(frozen=True)
class Kind:
    """What is to be known of one type of view."""

    draw: Draw
    pages: Callable[[Any], int] = lambda _: 1
    """How many pages the view has; 1 where it has none to leaf through."""
    title: Callable[[Any, int], str] = lambda _view, _page: ""
    """What to add to the panel's name: of this view, at this page."""
    keyed: bool = False
    """Whether `draw` takes the key that shows more, and names it where not all is seen."""


def _inspection() -> Kind:
    from tutor.views.tensor import lines as inspecting

    return Kind(inspecting.draw, inspecting.pages, inspecting.title)


def _shapes() -> Kind:
    from tutor.views.shapes import rows as shaping

    return Kind(shaping.draw)


def _graph() -> Kind:
    from tutor.views.graph import drawing as graphing

    return Kind(graphing.draw_graph, graphing.graph_pages, graphing.graph_title, keyed=True)


def _walk() -> Kind:
    from tutor.views.graph import drawing as graphing

    return Kind(graphing.draw_walk, graphing.walk_pages, graphing.walk_title, keyed=True)


def _plot(name: str) -> Callable[[], Kind]:
    """The kind whose functions in `plotting` are draw_{name} and, where it has pages, {name}_pages and {name}_title."""

    def found() -> Kind:
        from tutor.views import plotting

        parts = {part: getattr(plotting, f"{name}_{part}", None) for part in ("pages", "title")}
        return Kind(getattr(plotting, f"draw_{name}"), **{part: one for part, one in parts.items() if one is not None})

    return found


KINDS: dict[type[StagedView], Callable[[], Kind]] = {
    InspectionView: _inspection,
    ShapesView: _shapes,
    GraphView: _graph,
    WalkView: _walk,
    NetworkView: _plot("network"),
    BoundaryView: _plot("boundary"),
    RegressionView: _plot("regression"),
    PicturesView: _plot("pictures"),
    MatrixView: _plot("matrix"),
    TimelineView: _plot("timeline"),
    ComparisonView: _plot("comparison"),
}
"""How to find the kind of each type of view; called when the first of its type is drawn."""


@lru_cache(maxsize=64)
def kind_of(view: type[StagedView]) -> Kind:
    """How views of this type are drawn. Raises KeyError where the table has no such type."""
    return KINDS[view]()


def draw(view: StagedView, size: Size, marks: Marks, *, shades: bool, page: int = 0, key: str = "") -> Drawing:
    """The view in this size. `page` may be any number: it is taken round the view's pages.

    `key` is the one that gives the view more room, '' where none does.
    """
    kind = kind_of(type(view))
    more = {"key": key} if kind.keyed else {}
    return kind.draw(view, Size(max(0, size.width), max(0, size.height)), marks, shades, page % pages(view), **more)


def pages(view: StagedView) -> int:
    """How many pages the view has, at least 1."""
    return max(1, kind_of(type(view)).pages(view))


def title(name: str, view: StagedView, page: int) -> str:
    """The heading of a panel: its name, what it is, and which of its pages."""
    count = pages(view)
    said = kind_of(type(view)).title(view, page % count)
    where = f"{page % count + 1}/{count}" if count > 1 else ""
    return " · ".join(filter(None, [name, said, where]))
