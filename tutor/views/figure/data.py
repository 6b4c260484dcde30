"""A figure: one or several axes with what is drawn on each of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.views.base import StagedView
from tutor.views.pictures.data import PicturesView


class Series(msgspec.Struct, frozen=True):
    """What is drawn at once, in one color, in the coordinates of its axes."""

    kind: Literal["line", "points", "bars", "area"]
    """A line through points, points alone, rectangles, or what a closed line has in it."""
    x: bytes
    y: bytes
    """Packed; a nan breaks a line. Of rectangles the left and lower ends, whose others are `right` and `top`."""
    color: int = 0
    """From 0, by the colors that the figure has; layers of one color share a number."""
    name: str = ""
    """As the legend has it; '' where that does not name it."""
    right: bytes = b""
    top: bytes = b""
    dashed: bool = False
    marked: bool = False
    """Whether each point of a line has a mark."""


class Words(msgspec.Struct, frozen=True):
    """A text at a place of the axes."""

    x: float
    y: float
    text: str


class Axes(msgspec.Struct, frozen=True):
    """One chart of a figure."""

    title: str = ""
    x_label: str = ""
    y_label: str = ""
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    """The ends of the axes."""
    log_x: bool = False
    log_y: bool = False
    x_names: tuple[tuple[float, str], ...] = ()
    y_names: tuple[tuple[float, str], ...] = ()
    """Places with names, where the axis has these in place of numbers."""
    layers: tuple[Series, ...] = ()
    words: tuple[Words, ...] = ()
    picture: PicturesView | None = None
    """In place of layers: an image, or how the library draws what is not known here."""
    note: str = ""


class FigureView(StagedView, frozen=True, tag="figure"):
    """One or several axes, row by row."""

    axes: tuple[Axes, ...]
    columns: int
    """How many stand side by side."""
    title: str = ""
    note: str = ""


VIEWS = (FigureView,)
