"""What a chart is once it is drawn: rows of text whose pieces name an ink, which the screen turns into a color."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Marks = Literal["braille", "block", "ascii"]
"""What the terminal can show: braille dots, block elements, or nothing beyond ASCII."""


class Size(NamedTuple):
    """Columns and rows of cells."""

    width: int
    height: int


class Span(NamedTuple):
    """A piece of a row, all in one ink on one ground."""

    text: str
    ink: str = ""
    """A name such as 'line1', 'axis', 'ghost', 'path', 'best'; '' is the plain foreground."""
    ground: str = ""
    """A name such as 'band3'; '' is the plain background."""


class Placed(msgspec.Struct, frozen=True):
    """A picture of which a drawing shows in cells what can be shown in cells: for terminals that can show all of it."""

    column: int
    row: int
    size: Size
    """The cells that it takes."""
    width: int
    height: int
    values: bytes
    """Row by row from the top: red, green and blue of each pixel, or how bright it is."""
    channels: Literal[1, 3] = 3


class Drawing(msgspec.Struct, frozen=True):
    """A drawn chart. Every row is `size.width` cells wide."""

    rows: tuple[tuple[Span, ...], ...]
    size: Size
    pictures: tuple[Placed, ...] = ()

    def text(self) -> str:
        """The rows without their inks."""
        return "\n".join("".join(span.text for span in row).rstrip() for row in self.rows)


def blank(size: Size, message: str = "") -> Drawing:
    """Nothing but a message in the middle, cut to the width."""
    width, height = size
    empty = (Span(" " * width),)
    rows = [empty] * height
    if message and width > 0 and height > 0:
        rows[height // 2] = (Span(message[:width].center(width), "label"),)
    return Drawing(tuple(rows), size)
