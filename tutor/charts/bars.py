"""Bars, a column each."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.charts.cell_grid import CellGrid
from tutor.charts.drawing import Marks

_LEVELS: dict[Marks, str] = {"braille": " ▁▂▃▄▅▆▇█", "block": " ▁▂▃▄▅▆▇█", "ascii": " .:=#"}


def draw_bars(sheet: CellGrid, left: int, top: int, height: int, counts: Sequence[int], ink: str, marks: Marks) -> None:
    """Bars upward from the lowest of `height` rows, the largest as high as all; what is not 0 can be seen."""
    most = max(counts, default=0) or 1
    for across, count in enumerate(counts):
        draw_bar(sheet, left + across, top, height, count / most, ink, marks, seen=count > 0)


def draw_bar(
    sheet: CellGrid, column: int, top: int, height: int, share: float, ink: str, marks: Marks, *, seen: bool = True
) -> None:
    """A bar upward over this share of `height` rows; of one that is to be `seen` something is, however small it is."""
    levels = _LEVELS[marks]
    steps = len(levels) - 1
    filled = max(seen, round(share * height * steps))
    for up in range(height):
        level = min(steps, max(0, filled - up * steps))
        sheet.put(column, top + height - 1 - up, levels[level], ink)
