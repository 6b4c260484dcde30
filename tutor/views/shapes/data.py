"""Shapes, set one under another."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.views.base import StagedView


class ShapeCell(msgspec.Struct, frozen=True):
    """One dimension of one shape: what is written there, and what happens to it."""

    text: str
    state: Literal["", "stretched", "missing", "clash", "summed", "gone", "new"] = ""
    part: int = -1
    """Cells of one part belong together, whatever their column; −1 where the column says it."""


class ShapeRow(msgspec.Struct, frozen=True):
    """One shape, its dimensions in the columns that they meet in."""

    name: str
    cells: tuple[ShapeCell, ...]
    note: str = ""
    """What else is to be said of it: its strides."""


class ShapesView(StagedView, frozen=True, tag="shapes"):
    """What an operation makes of shapes: operands above, the result below, each dimension in its column."""

    head: ShapeRow
    """What the columns are called."""
    rows: tuple[ShapeRow, ...]
    result: ShapeRow | None
    """None where the operation cannot be done."""
    said: tuple[str, ...]
    """How the result comes about, or why there is none and what to try; a sentence or two each."""


VIEWS = (ShapesView,)
