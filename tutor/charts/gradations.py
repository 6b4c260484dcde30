"""A curve without axes, for places of a few cells: a sparkline, or a preview of an earlier run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.charts.axis import LARGEST
from tutor.charts.canvas import Canvas, segment
from tutor.charts.cell_grid import DOTS, Area, CellGrid
from tutor.charts.drawing import Drawing, Marks, Size, blank

_LEVELS: dict[Marks, str] = {"braille": "▁▂▃▄▅▆▇█", "block": "▁▂▃▄▅▆▇█", "ascii": "_.-=^"}


def small_curve(size: Size, values: Sequence[float], marks: Marks = "braille", *, ink: str = "line1") -> Drawing:
    """The values from left to right over the whole width; one row becomes a sparkline.

    Positive values that span more than a power of ten are drawn by their logarithms. What is not finite is a gap.
    """
    size = Size(max(0, size[0]), max(0, size[1]))
    heights = _heights(values)
    if 0 in size or all(height is None for height in heights):
        return blank(size)
    sheet = CellGrid(size)
    if size.height == 1:
        levels = _LEVELS[marks]
        for column in range(size.width):
            height = heights[column * (len(heights) - 1) // max(1, size.width - 1)]
            if height is not None:
                sheet.put(column, 0, levels[round(height * (len(levels) - 1))], ink)
        return sheet.drawing()
    canvas = Canvas(Area(0, 0, size.width, size.height, DOTS[marks]), marks)
    last: tuple[float, float] | None = None
    dots: set[tuple[int, int]] = set()
    for index, height in enumerate(heights):
        if height is None:
            last = None
            continue
        here = (index / max(1, len(heights) - 1) * (canvas.width - 1), height * (canvas.height - 1))
        dots.update(segment(*(last or here), *here))
        last = here
    canvas.dots(dots, ink)
    canvas.write(sheet)
    return sheet.drawing()


def _heights(values: Sequence[float]) -> list[float | None]:
    """Each value between 0 (the least) and 1 (the largest); None where it is not finite."""
    clean = [min(max(value, -LARGEST), LARGEST) if math.isfinite(value) else None for value in values]
    there = [value for value in clean if value is not None]
    if there and min(there) > 0 and math.log10(max(there)) - math.log10(min(there)) > 1:
        clean = [math.log10(value) if value is not None else None for value in clean]
        there = [value for value in clean if value is not None]
    if not there:
        return clean
    low, high = min(there), max(there)
    span = high - low
    return [((value - low) / span if span > 0 else 0.0) if value is not None else None for value in clean]
