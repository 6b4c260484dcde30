"""How each kind of view is drawn: the table by which the stage, the full screen and the command line find it.

A new view has a struct derived from `StagedView` in `tutor.kernel.viewdata`, a pure drawing function in `tutor.charts`,
and one entry here. Charts are imported when the first view of their kind is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.kernel.protocol import StagedView

Draw = Callable[[Any, Size, Marks, bool, int], Drawing]
"""View, size, marks, whether there are shades (256 colours or more), page."""


@dataclass(frozen=True)
class Kind:
    """What is to be known of one type of view."""

    draw: Draw
    pages: Callable[[Any], int] = lambda _: 1
    """How many pages the view has; 1 where it has none to leaf through."""
    title: Callable[[Any, int], str] = lambda _view, _page: ""
    """What to add to the panel's name: of this view, at this page."""
    rows: int | None = None
    """How many rows the drawing needs at most; None where it uses all it gets."""


KINDS: dict[type[StagedView], Kind] = {}
"""By the type of the view."""


def draw(view: StagedView, size: Size, marks: Marks, *, shades: bool, page: int = 0) -> Drawing:
    """The view in this size. `page` may be any number: it is taken round the view's pages."""
    kind = KINDS.get(type(view))
    if kind is None:
        return blank(size, "this version has no drawing of it")
    return kind.draw(view, Size(max(0, size.width), max(0, size.height)), marks, shades, page % pages(view))


def pages(view: StagedView) -> int:
    """How many pages the view has, at least 1."""
    kind = KINDS.get(type(view))
    return max(1, kind.pages(view)) if kind is not None else 1


def title(name: str, view: StagedView, page: int) -> str:
    """The heading of a panel: its name, what it is, and which of its pages."""
    kind = KINDS.get(type(view))
    count = pages(view)
    said = kind.title(view, page % count) if kind is not None else ""
    where = f"{page % count + 1}/{count}" if count > 1 else ""
    return " · ".join(filter(None, [name, said, where]))
