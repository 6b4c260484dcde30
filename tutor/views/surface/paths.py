"""The paths that training takes on a map: their lines, their single steps, their ends and their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from tutor.charts.canvas import Canvas, clip, segment
from tutor.charts.cell_grid import CellGrid, Glyphs, Map, glyphs, printable
from tutor.charts.drawing import Marks
from tutor.views.base import Path

MANY = 1000
"""Points of a path that are all drawn; of those after them about as many, evenly chosen."""


def draw_paths(sheet: CellGrid, frame: Map, paths: Sequence[Path], marks: Marks) -> None:
    """Draw the lines, the ghosts' behind, and the single steps of the others."""
    canvas = Canvas(frame.area, marks)
    for path in sorted(paths, key=lambda path: not path.faint):
        dots = _line(_places(frame, path, canvas), canvas)
        canvas.dots(dots, "ghost" if path.faint else path.ink, char="." if path.faint else "*")
    canvas.write(sheet)
    for path in paths:
        if not path.faint and marks == "braille":  # coarser lines are as thick as the marks themselves
            _draw_steps(sheet, frame, path, glyphs(marks))


def _draw_steps(sheet: CellGrid, frame: Map, path: Path, glyph: Glyphs) -> None:
    """Mark the single steps where they are some cells apart, and from other marks."""
    last: tuple[int, int] | None = None
    marked: set[tuple[int, int]] = set()
    area = frame.area
    for x, y in _telling(path)[:MANY]:
        across, up = frame.x.unit(x), frame.y.unit(y)
        if not (0 <= across <= 1 and 0 <= up <= 1):
            last = None
            continue
        here = (area.column(across), area.row(up))
        if last is not None and abs(here[0] - last[0]) + 2 * abs(here[1] - last[1]) >= 4 and here not in marked:
            sheet.put(*here, glyph.step, path.ink)
            marked.update((here[0] + right, here[1] + down) for right in range(-3, 4) for down in (-1, 0, 1))
        last = here


def _places(frame: Map, path: Path, canvas: Canvas) -> list[tuple[float, float]]:
    """The path in dots, up to the first point that is not finite; far points are brought within ±1e6."""
    places = []
    for x, y in _telling(path):
        across, up = frame.x.unit(x), frame.y.unit(y)
        if math.isnan(across) or math.isnan(up):
            break
        places.append((_near(across * (canvas.width - 1)), _near(up * (canvas.height - 1))))
    return places


def _telling(path: Path) -> list[tuple[float, float]]:
    """The points of a path, thinned where there are too many by an odd stride: a swing to and fro stays one."""
    points = list(zip(path.x, path.y, strict=False))
    if len(points) <= 2 * MANY:
        return points
    stride = (len(points) - MANY) // MANY | 1
    return [*points[:MANY], *points[MANY::stride], points[-1]]


def _near(dots: float) -> float:
    return min(max(dots, -1e6), 1e6)


def _line(places: Sequence[tuple[float, float]], canvas: Canvas) -> set[tuple[int, int]]:
    dots: set[tuple[int, int]] = set()
    drawn: set[tuple[int, int, int, int]] = set()
    width, height = canvas.width - 1, canvas.height - 1
    for (x0, y0), (x1, y1) in pairwise(places):
        piece = clip(x0, y0, x1, y1, width, height)
        if piece is None:
            continue
        key = (round(piece[0]), round(piece[1]), round(piece[2]), round(piece[3]))
        if key not in drawn:
            drawn.add(key)
            dots.update(segment(*key))
    if len(places) == 1 and 0 <= places[0][0] <= width and 0 <= places[0][1] <= height:
        dots.add((round(places[0][0]), round(places[0][1])))
    return dots


_ENDS: dict[Marks, str] = {"braille": "●■▲◆▼★", "block": "123456", "ascii": "123456"}
"""Where paths that have names have come to."""


def _end(index: int, path: Path, glyph: Glyphs, marks: Marks) -> tuple[str, str]:
    """The sign at a path's present point, and its ink."""
    return (_sign(index, path, marks), path.ink) if path.label else (glyph.present, "present")


def _sign(index: int, path: Path, marks: Marks) -> str:
    return path.key[:1] or _ENDS[marks][index % 6]


def draw_ends(sheet: CellGrid, frame: Map, live: Sequence[Path], glyph: Glyphs, marks: Marks) -> None:
    """Mark where the paths began, and where each has come to."""
    for path in live:
        if len(path.x):
            put(sheet, frame, path.x[0], path.y[0], glyph.start, path.ink)
    for index, path in enumerate(live):
        if len(path.x):
            char, ink = _end(index, path, glyph, marks)
            if path.label and char.isalnum():
                _clear_levels(sheet, frame, path.x[-1], path.y[-1])
            put(sheet, frame, path.x[-1], path.y[-1], char, ink)


def _clear_levels(sheet: CellGrid, frame: Map, x: float, y: float) -> None:
    """Take away the labels of levels that a sign at this point would stand beside: it would be read as one of them."""
    across, up = frame.x.unit(x), frame.y.unit(y)
    if not (0 <= across <= 1 and 0 <= up <= 1):
        return
    area = frame.area
    column, row = area.column(across), area.row(up)
    inks = sheet.inks[row]
    for start, way in ((column, 1), (column - 1, -1)):
        at = start + (start == column and inks[column] != "level")
        while area.left <= at < area.left + area.width and inks[at] == "level":
            sheet.put(at, row, " ")
            at += way


def write_names(sheet: CellGrid, column: int, live: Sequence[Path], end: int, marks: Marks) -> None:
    """The names of the paths in the title's row, each with the sign of its end; cut where all find no room."""
    plain = marks == "ascii"
    named = [
        (f"{_sign(index, path, marks)} ", printable(path.label, plain=plain), path.ink)
        for index, path in enumerate(live)
        if path.label
    ]
    longest = max((len(name) for _, name, _ in named), default=0)
    gap, most = next(
        ((gap, most) for most in range(longest, 2, -1) for gap in (2, 1) if _total(named, most, gap) <= end - column),
        (1, 3),
    )
    for sign, name, ink in named:
        text = sign + _cut(name, most, plain=plain)
        if column + len(text) > end:
            break
        sheet.text(column, 0, text, ink)
        column += len(text) + gap


def _total(named: Sequence[tuple[str, str, str]], most: int, gap: int) -> int:
    """Columns that the names take, cut to so many characters."""
    return sum(len(sign) + min(len(name), most) + gap for sign, name, _ in named) - gap


def _cut(name: str, most: int, *, plain: bool) -> str:
    if len(name) <= most:
        return name
    return name[: most - 1] + ("." if plain else "…")


def put(sheet: CellGrid, frame: Map, x: float, y: float, char: str, ink: str) -> None:
    """Mark a point, where it is on the map."""
    across, up = frame.x.unit(x), frame.y.unit(y)
    if 0 <= across <= 1 and 0 <= up <= 1:
        area = frame.area
        sheet.put(area.column(across), area.row(up), char, ink)
