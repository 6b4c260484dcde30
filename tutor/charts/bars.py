"""Bars of counts, a column each."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.charts.cell_grid import CellGrid
from tutor.charts.drawing import Marks

_LEVELS: dict[Marks, str] = {"braille": " ▁▂▃▄▅▆▇█", "block": " ▁▂▃▄▅▆▇█", "ascii": " .:=#"}


def draw_bars(sheet: CellGrid, left: int, top: int, height: int, counts: Sequence[int], ink: str, marks: Marks) -> None:
    """Bars upward from the lowest of `height` rows, the largest as high as all; what is not 0 can be seen."""
    most, levels = max(counts, default=0) or 1, _LEVELS[marks]
    steps = len(levels) - 1
    for across, count in enumerate(counts):
        filled = max(count > 0, round(count / most * height * steps))
        for up in range(height):
            level = min(steps, max(0, filled - up * steps))
            sheet.put(left + across, top + height - 1 - up, levels[level], ink)
