"""The adapter to plotext 5.3: lines in unit coordinates become rows of dots with inks.

Each call has a figure of its own, so that nothing is shared between charts or threads. plotext gets clean numbers only
(finite, clipped, two points a column), draws the dots, and the frame of axes is drawn around them by `cell_grid`: its
own labels would grow to thirty columns at 1e30, and move with every point. Lines of very many dots are a `Canvas`'s.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from tutor.charts.axis import Axis
from tutor.charts.canvas import Canvas
from tutor.charts.cell_grid import DOTS, Area, CellGrid
from tutor.charts.drawing import Drawing, Marks, Size, Span, blank
from tutor.charts.telling import telling
from tutor.compat.plotext_figure import new_figure

MARKERS = {"braille": "braille", "block": "hd", "ascii": "."}
FIRST_COLOR = 16
"""Series number n is drawn in color FIRST_COLOR + n of the 256, and known by it again in plotext's answer."""

MANY = 1000
"""Dots that plotext sets quickly enough by itself: it takes 9 ms for an empty chart and 4 µs more for each."""

_ANSI = re.compile(r"\x1b\[([0-9;]*)m")


class Points(NamedTuple):
    """A line in unit coordinates: (0, 0) is the lower left corner of the body. A nan breaks it."""

    x: Sequence[float]
    y: Sequence[float]
    ink: str


def prepare(
    steps: Sequence[float], values: Sequence[float], x: Axis, y: Axis, columns: int
) -> tuple[list[float], list[float]]:
    """A curve as unit coordinates with at most four points a column: each column's first, least, most and last.

    `steps` rise. What is not finite becomes a gap of one nan; what lies outside the axes is cut off at their edge.
    """
    across: list[float] = []
    up: list[float] = []
    count = len(steps)
    if count <= 2 * columns:
        indices: Sequence[int] = range(count)
    else:
        indices = _telling(steps, values, x, columns)
    for index in indices:
        place, height = x.unit(steps[index]), y.unit(values[index])
        if not 0.0 <= place <= 1.0:
            continue
        if math.isnan(height):
            if up and not math.isnan(up[-1]):
                across.append(place)
                up.append(math.nan)
            continue
        across.append(place)
        up.append(min(max(height, 0.0), 1.0))
    return across, up


def _telling(steps: Sequence[float], values: Sequence[float], x: Axis, columns: int) -> list[int]:
    """The indices that matter when many points share a column."""
    chosen: list[int] = []
    low = 0
    for column in range(1, columns + 1):
        high = bisect_left(steps, x.value(column / columns), low) if column < columns else len(steps)
        if high > low:
            chosen.extend(telling(values, low, high))
        low = high
    return chosen


def plot(size: Size, lines: Sequence[Points], marks: Marks) -> Drawing:
    """The lines as dots in a body of `size`, the later above the earlier. Never raises: what plotext cannot draw
    becomes an empty body that says so."""
    width, height = size
    lines = [line for line in lines if any(math.isfinite(value) for value in line.y)]
    if width < 1 or height < 1 or not lines:
        return blank(Size(max(0, width), max(0, height)))
    if sum(_dots_of(size, line, marks) for line in lines) > MANY:
        return _filled(size, lines, marks)
    try:
        return _parse(_build(size, lines, marks), size, [line.ink for line in lines])
    except Exception as error:  # plotext's own errors are of any kind, and none may end the tutor
        return blank(size, f"cannot be drawn ({type(error).__name__})")


def _dots_of(size: Size, line: Points, marks: Marks) -> int:
    """About how many dots a line takes."""
    across, up = DOTS[marks]
    width, height = size.width * across, size.height * up
    count = 0.0
    for index in range(1, len(line.x)):
        rise = abs(line.y[index] - line.y[index - 1]) * height
        if rise == rise:  # not nan: no gap
            count += max(rise, abs(line.x[index] - line.x[index - 1]) * width)
    return int(count)


def _filled(size: Size, lines: Sequence[Points], marks: Marks) -> Drawing:
    """The lines without plotext, which takes 4 µs a dot: a line that jumps over the whole height is ten thousand."""
    sheet = CellGrid(size)
    canvas = Canvas(Area(0, 0, *size, DOTS[marks]), marks)
    for line in lines:
        canvas.line(line.x, line.y, line.ink, char=".")
    canvas.write(sheet)
    return sheet.drawing()


def _build(size: Size, lines: Sequence[Points], marks: Marks) -> str:
    figure = new_figure(*size)
    figure.frame(False)
    figure.xaxes(False, False)
    figure.yaxes(False, False)
    figure.xticks([])
    figure.yticks([])
    figure.xlim(0, 1)
    figure.ylim(0, 1)
    figure.canvas_color("default")
    figure.axes_color("default")
    for number, line in enumerate(lines):
        y = [value if math.isfinite(value) else math.nan for value in line.y]
        figure.plot(list(line.x), y, marker=MARKERS[marks], color=FIRST_COLOR + number)
    built: str = figure.build()
    return built


def _parse(built: str, size: Size, inks: Sequence[str]) -> Drawing:
    """plotext's rows, their colors turned back into inks. Raises ValueError where they have another size."""
    rows = []
    for line in built.removesuffix("\n").split("\n"):
        spans = []
        ink, at = "", 0
        for match in [*_ANSI.finditer(line), None]:
            text = line[at : match.start() if match else len(line)]
            if text:
                spans.append(Span(text, ink if text.strip() else ""))
            if match:
                ink, at = _ink_of(match[1], inks), match.end()
        if sum(len(span.text) for span in spans) != size.width:
            raise ValueError("a row of another width")
        rows.append(tuple(spans))
    if len(rows) != size.height:
        raise ValueError("another number of rows")
    return Drawing(tuple(rows), size)


def _ink_of(code: str, inks: Sequence[str]) -> str:
    number = code.removeprefix("38;5;")
    index = int(number) - FIRST_COLOR if number != code and number.isdigit() else -1
    return inks[index] if 0 <= index < len(inks) else ""
