"""Lines that fill many dots, as characters a cell: what would take plotext 4 µs a dot takes it 3 µs a cell.

A loss that jumps up and down over the whole height in every column, a million steps of a noisy training say, is ten
thousand dots; its columns are filled here, and plotext sets the characters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.charts.cell_grid import DOTS
from tutor.charts.drawing import Marks, Size

_BITS: dict[Marks, tuple[tuple[int, ...], ...]] = {
    "braille": ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08)),
    "block": ((1, 2), (4, 8)),
    "ascii": ((1,),),
}
"""The bit of each dot of a cell, by its column and then by its row from below."""
_QUADRANTS = " ▖▘▌▗▄▚▙▝▞▀▛▐▟▜█"

Cells = dict[tuple[int, int], str]
"""Characters by (column, row from below)."""


def character(bits: int, marks: Marks) -> str:
    """The character of a cell whose dots are these bits."""
    if marks == "braille":
        return chr(0x2800 + bits)
    return _QUADRANTS[bits] if marks == "block" else "."


def dot_bits(marks: Marks) -> tuple[tuple[int, ...], ...]:
    """The bit of each dot of a cell, by its column and then by its row from below."""
    return _BITS[marks]


def dots_of(size: Size, x: Sequence[float], y: Sequence[float], marks: Marks) -> int:
    """About how many dots a line in unit coordinates takes."""
    across, up = DOTS[marks]
    width, height = size.width * across, size.height * up
    count = 0.0
    for index in range(1, len(x)):
        rise = abs(y[index] - y[index - 1]) * height
        if rise == rise:  # not nan: no gap
            count += max(rise, abs(x[index] - x[index - 1]) * width)
    return int(count)


def filled(size: Size, x: Sequence[float], y: Sequence[float], marks: Marks) -> Cells:
    """The line with each column of dots filled from its lowest to its highest point there."""
    across, up = DOTS[marks]
    ranges = _ranges(x, y, size.width * across - 1, size.height * up - 1)
    bits: dict[tuple[int, int], int] = {}
    for column, (low, high) in ranges.items():
        cell, dot_column = divmod(column, across)
        own = _BITS[marks][dot_column]
        for row in range(low // up, high // up + 1):
            first, last = max(low - row * up, 0), min(high - row * up, up - 1)
            bits[cell, row] = bits.get((cell, row), 0) | sum(own[first : last + 1])
    return {cell: character(mask, marks) for cell, mask in bits.items()}


def _ranges(x: Sequence[float], y: Sequence[float], last_column: int, last_row: int) -> dict[int, tuple[int, int]]:
    """For each column of dots that the line crosses, its lowest and highest row there."""
    ranges: dict[int, tuple[int, int]] = {}

    def cover(column: int, a: float, b: float) -> None:
        low, high = (a, b) if a <= b else (b, a)
        bottom, top = int(low + 0.5), int(high + 0.5)
        there = ranges.get(column)
        ranges[column] = (min(bottom, there[0]), max(top, there[1])) if there else (bottom, top)

    previous: tuple[float, float] | None = None
    for place, height in zip(x, y, strict=True):
        if math.isnan(height):
            previous = None
            continue
        here = (place * last_column, height * last_row)
        before = previous or here
        first, last = int(before[0] + 0.5), int(here[0] + 0.5)
        start = before[1]
        for column in range(first, last):
            share = (column + 0.5 - before[0]) / (here[0] - before[0])
            end = before[1] + share * (here[1] - before[1])
            cover(column, start, end)
            start = end
        cover(last, start, here[1])
        previous = here
    return ranges
