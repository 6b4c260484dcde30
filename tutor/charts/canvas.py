"""A canvas of dots, several to a cell: braille (2 × 4), quadrant blocks (2 × 2) or one ASCII character."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tutor.charts.cell_grid import DOTS, Area, CellGrid
from tutor.charts.drawing import Marks

_BITS: dict[Marks, tuple[tuple[int, ...], ...]] = {
    "braille": ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08)),
    "block": ((1, 2), (4, 8)),
    "ascii": ((1,),),
}
"""The bit of each dot of a cell, by its column and then by its row from below."""
_QUADRANTS = " ▖▘▌▗▄▚▙▝▞▀▛▐▟▜█"


class Canvas:
    """Dots over the body of a chart. x runs right from 0, y runs up from 0, in dots.

    Each cell has one ink, that of the layer drawn on it last; dots of earlier layers in that cell are taken away,
    since they would take on its color.
    """

    def __init__(self, area: Area, marks: Marks) -> None:
        self.area = area
        self.marks = marks
        across, up = DOTS[marks]
        self.width, self.height = area.width * across, area.height * up
        self._across, self._up = across, up
        self._cells: dict[int, tuple[int, str]] = {}
        bits = _BITS[marks]
        self._bit = [[bits[x % across][y % up] for y in range(up)] for x in range(across)]

    def dots(self, dots: set[tuple[int, int]], ink: str, *, merge: bool = False, char: str = "*") -> None:
        """Set dots as one layer. With `merge`, cells keep what they had, and take on this ink.

        In ASCII a cell shows `char`.
        """
        layer: dict[int, int] = {}
        across, up, columns, rows = self._across, self._up, self.area.width, self.area.height
        bit = self._bit
        for x, y in dots:
            column, row = x // across, y // up
            if 0 <= column < columns and 0 <= row < rows:
                cell = row * columns + column
                layer[cell] = layer.get(cell, 0) | bit[x % across][y % up]
        self._lay(layer, ink, merge, char)

    def line(self, x: Sequence[float], y: Sequence[float], ink: str, *, char: str = "*") -> None:
        """Set a line in unit coordinates as one layer, each column of dots from its lowest to its highest point there.

        `x` rises; a nan in `y` is a gap. Where a line jumps up and down in every column, as a million steps of a noisy
        training do, that is a cell at a time and not a dot.
        """
        layer: dict[int, int] = {}
        across, up, columns = self._across, self._up, self.area.width
        for column, (low, high) in _ranges(x, y, self.width - 1, self.height - 1).items():
            cell_column, dot_column = divmod(column, across)
            own = self._bit[dot_column]
            for row in range(low // up, high // up + 1):
                first, last = max(low - row * up, 0), min(high - row * up, up - 1)
                cell = row * columns + cell_column
                layer[cell] = layer.get(cell, 0) | sum(own[first : last + 1])
        self._lay(layer, ink, False, char)

    def _lay(self, layer: Mapping[int, int], ink: str, merge: bool, char: str) -> None:
        for cell, bits in layer.items():
            there = self._cells.get(cell)
            if self.marks == "ascii":
                bits = ord(char)
            elif there is not None and (merge or there[1] == ink):
                bits |= there[0]
            self._cells[cell] = (bits, ink)

    def copy(self) -> Canvas:
        """Another canvas with the same dots."""
        other = Canvas(self.area, self.marks)
        other._cells = dict(self._cells)
        return other

    def write(self, sheet: CellGrid) -> None:
        """Put the dots on the sheet, grounds untouched."""
        area, columns = self.area, self.area.width
        bottom = area.top + area.height - 1
        for cell, (bits, ink) in self._cells.items():
            row, column = divmod(cell, columns)
            char = _QUADRANTS[bits] if self.marks == "block" else chr(bits + 0x2800 * (self.marks == "braille"))
            sheet.put(area.left + column, bottom - row, char, ink)


def segment(x0: float, y0: float, x1: float, y1: float) -> list[tuple[int, int]]:
    """The dots of a straight line between two places in dots, both ends included."""
    column, row = round(x0), round(y0)
    dx, dy = round(x1) - column, round(y1) - row
    steps = max(abs(dx), abs(dy))
    if steps == 0:
        return [(column, row)]
    twice = 2 * steps
    return [(column + (2 * dx * i + steps) // twice, row + (2 * dy * i + steps) // twice) for i in range(steps + 1)]


def clip(
    x0: float, y0: float, x1: float, y1: float, width: float, height: float
) -> tuple[float, float, float, float] | None:
    """The part of a line that lies in 0 … width, 0 … height (Liang and Barsky 1984); None where none does."""
    dx, dy = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)):
        if step == 0:
            if room < 0:
                return None
            continue
        share = room / step
        if step < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
        if enter > leave:
            return None
    return x0 + enter * dx, y0 + enter * dy, x0 + leave * dx, y0 + leave * dy


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
