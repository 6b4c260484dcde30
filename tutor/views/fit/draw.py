"""Data points, the line that the parameters make of them at this step, and the best one faintly behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tutor.charts.axis import Axis, fit_axis
from tutor.charts.canvas import Canvas, clip, segment
from tutor.charts.cell_grid import CellGrid, ChartFrame, draw_axes, glyphs, layout
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.charts.labels import write_title
from tutor.views.base import Path
from tutor.views.fit.data import FitView
from tutor.views.packing import unpack

Line = tuple[float, float]
"""(slope, intercept)."""

ROOM = 0.75
"""How far beyond the data the y axis follows a line, in heights of the data: farther, and the data would be a smear."""


MANY = 30
"""More points than this are single dots, so that the line is told from them without colors too."""


def draw_fit(
    view: FitView,
    size: Size,
    marks: Marks,
    _shades: bool,
    _page: int,
    *,
    paths: Sequence[Path] = (),
    previous: ChartFrame | None = None,
) -> tuple[Drawing, ChartFrame | None]:
    """The points, and the line where the present run's path has come to."""
    line = next(((path.x[-1], path.y[-1]) for path in paths if not path.faint and not path.label and len(path.x)), None)
    return fit(size, unpack(view.x), unpack(view.y), line, best=view.best, marks=marks, previous=previous)


def fit_name(_view: FitView, name: str) -> str:
    """The panel's name."""
    return f"{name} and line"


def fit_words(view: FitView) -> str:
    """How many points there are, and what line."""
    points = f"{len(view.x) // 8} points and the line {view.slope} · x + {view.intercept}"
    return points if view.best is None else f"{points}; best {view.best[0]:.4g} · x + {view.best[1]:.4g}"


def fit_data(view: FitView) -> dict[str, Any]:
    """The view as plain data."""
    points = {"x": list(unpack(view.x)), "y": list(unpack(view.y))}
    return {**points, "slope": view.slope, "intercept": view.intercept, "best": view.best}


def fit(
    size: Size,
    x: Sequence[float],
    y: Sequence[float],
    line: Line | None = None,
    *,
    best: Line | None = None,
    marks: Marks = "braille",
    x_label: str = "x",
    title: str = "",
    previous: ChartFrame | None = None,
) -> tuple[Drawing, ChartFrame | None]:
    """Draw the points (x, y), `line` over them and `best` behind them.

    The y axis follows the line up to `ROOM` heights of the data away; a line that has left the chart, or is no line
    at all any more, is said in words in the title's row. The frame is None where the size leaves no room.
    """
    size = Size(*size)
    points = [(a, b) for a, b in zip(x, y, strict=False) if math.isfinite(a) and math.isfinite(b)]
    across = fit_axis(previous.x if previous else None, *_extent([a for a, _ in points]))
    up = _y_axis(points, line, across, previous)
    note = _note(across, up, line, marks)
    area = layout(size, marks, title=bool(title or note), y=up)
    if area is None:
        return blank(size, "too small"), None
    frame = ChartFrame(size, across, up, area)
    sheet = CellGrid(size)
    draw_axes(sheet, area, across, up, marks, x_label=x_label)
    canvas = Canvas(area, marks)
    if best is not None:
        behind = _line_dots(frame, canvas, best)
        canvas.dots({(a, b) for a, b in behind if marks == "ascii" or a % 3 == 0}, "ghost", char=".")
    canvas.dots(_point_dots(frame, canvas, points), "data", merge=True, char="o")
    if line is not None:
        canvas.dots(_line_dots(frame, canvas, line), "line1", merge=True)  # points on it are seen too
    canvas.write(sheet)
    write_title(sheet, title, note, "bad", marks)
    return sheet.drawing(), frame


def _extent(values: Sequence[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 1.0)


def _y_axis(
    points: Sequence[tuple[float, float]], line: Line | None, across: Axis, previous: ChartFrame | None
) -> Axis:
    low, high = _extent([b for _, b in points])
    room = ROOM * ((high - low) or 1.0)
    least, most = low, high
    if line is not None:
        for end in _extent([a for a, _ in points]):
            value = line[0] * end + line[1]
            if math.isfinite(value):
                least, most = min(least, max(value, low - room)), max(most, min(value, high + room))
    before = previous.y if previous is not None and previous.x == across else None
    return fit_axis(before, least, most)


def _place(frame: ChartFrame, canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    return frame.x.unit(x) * (canvas.width - 1), frame.y.unit(y) * (canvas.height - 1)


def _point_dots(frame: ChartFrame, canvas: Canvas, points: Sequence[tuple[float, float]]) -> set[tuple[int, int]]:
    places = (_place(frame, canvas, a, b) for a, b in points)
    small = len(points) > MANY or canvas.marks != "braille"
    discs = ((0, 0),) if small else ((0, 0), (1, 0), (0, 1), (1, 1))
    return {(round(column) + right, round(row) + up) for column, row in places for right, up in discs}


def _seen(across: Axis, up: Axis, line: Line) -> tuple[float, float, float, float] | None:
    """The part of a line within the axes, in unit coordinates; None where it is not a line of finite numbers.

    A slope beyond 1e12 heights, which cannot be cut exactly, counts as off the chart.
    """
    y0, y1 = (up.unit(line[0] * end + line[1]) for end in (across.low, across.high))
    if not (abs(y0) < 1e12 and abs(y1) < 1e12):  # nan too
        return None
    return clip(0.0, y0, 1.0, y1, 1.0, 1.0)


def _line_dots(frame: ChartFrame, canvas: Canvas, line: Line) -> set[tuple[int, int]]:
    piece = _seen(frame.x, frame.y, line)
    if piece is None:
        return set()
    right, top = canvas.width - 1, canvas.height - 1
    return set(segment(piece[0] * right, piece[1] * top, piece[2] * right, piece[3] * top))


def _note(across: Axis, up: Axis, line: Line | None, marks: Marks) -> str:
    """What a line does that cannot be seen."""
    if line is None or _seen(across, up, line) is not None:
        return ""
    glyph = glyphs(marks)
    if not all(map(math.isfinite, line)):
        return f"{glyph.bad} no line: its numbers are not finite"
    middle = line[0] * (across.low + across.high) / 2 + line[1]
    if math.isfinite(middle) and abs(up.unit(middle)) < 1e12:
        above, below = "^v" if glyph.plain else "↑↓"
        return f"{above if middle > up.high else below} line off the chart"
    return "line off the chart"
