"""A loss over two parameters as contours, and the paths that training takes on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tutor.charts.axis import Axis, number
from tutor.charts.canvas import Canvas, clip, segment
from tutor.charts.cell_grid import CellGrid, Glyphs, Map, cut, draw_axes, glyphs, layout, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.base import Path
from tutor.views.numbers import pretty
from tutor.views.packing import unpack
from tutor.views.surface.contours import Contours, contours, value_at
from tutor.views.surface.data import Grid, SurfaceView

MANY = 1000
"""Points of a path that are all drawn; of those after them about as many, evenly chosen."""
ROOM = 0.8
"""The middle part of a closer grid in which a path must lie before it is shown on that one again."""


@dataclass(frozen=True, slots=True)
class SurfaceFrame(Map):
    """How a surface was laid out, with its still layer; given back as `previous`, that is not computed again."""

    layer: Contours

    @property
    def grid(self) -> Grid:
        """The grid that is shown."""
        return self.layer.grid


def draw_surface(
    view: SurfaceView,
    size: Size,
    marks: Marks,
    shades: bool,
    _page: int,
    *,
    paths: Sequence[Path] = (),
    probe: tuple[float, float] | None = None,
    previous: SurfaceFrame | None = None,
) -> tuple[Drawing, SurfaceFrame | None]:
    """The surface, and the paths that training took on it."""
    return surface(
        size,
        view.grids,
        paths,
        marks=marks,
        x_name=view.x_name,
        y_name=view.y_name,
        best=view.best,
        cursor=probe,
        shades=shades,
        previous=previous,
    )


def surface_name(view: SurfaceView, _name: str) -> str:
    """The panel's name."""
    return f"loss over {pretty(view.x_name)} and {pretty(view.y_name)}"


def surface_words(view: SurfaceView) -> str:
    """Where it is lowest; where that is not known, a map in ASCII, with the highest and the lowest value on it."""
    if view.best is not None:
        return f"the loss over {view.x_name} and {view.y_name}, lowest at {view.best[0]:.4g}, {view.best[1]:.4g}"
    drawing, _ = draw_surface(view, Size(78, 22), "ascii", False, 0, paths=view.recorded())
    finite = [value for grid in view.grids[:1] for value in unpack(grid.values) if math.isfinite(value)] or [math.nan]
    said = f"loss over {view.x_name} and {view.y_name}: {min(finite):.4g} to {max(finite):.4g}"
    return f"{said}\n{drawing.text()}"


def surface_data(view: SurfaceView) -> dict[str, Any]:
    """The view as plain data."""
    return {"x": view.x_name, "y": view.y_name, "best": view.best}


def surface(
    size: Size,
    grids: Sequence[Grid],
    paths: Sequence[Path] = (),
    *,
    marks: Marks = "braille",
    x_name: str = "x",
    y_name: str = "y",
    best: tuple[float, float] | None = None,
    cursor: tuple[float, float] | None = None,
    shades: bool = True,
    title: str = "",
    previous: SurfaceFrame | None = None,
) -> tuple[Drawing, SurfaceFrame | None]:
    """Draw the closest of `grids` (closest first) that holds the paths that are not faint.

    `shades` fills the bands between the levels; without it the levels carry labels. `best` is marked ✕; the loss at
    `cursor` is read out in the title's row. The frame is None where there is no room, or no grid.
    """
    size = Size(*size)
    usable = [grid for grid in grids if grid.usable]
    if not usable:
        return blank(size, "no surface"), None
    live = [path for path in paths if not path.faint]
    grid = _choose(usable, live, previous)
    glyph = glyphs(marks)
    notes = [f"{_way(path, grid, glyph)} off the map" for path in live if len(path.x) and not _inside(path, grid)][:1]
    if cursor is not None and grid.holds(*cursor):
        notes.append(f"loss {number(value_at(grid, *cursor), plain=glyph.plain)}")
    named = [path for path in live if path.label and len(path.x)]
    area = layout(size, marks, title=bool(title or notes or named), y=Axis(*grid.y))
    if area is None or area.width < 4 or area.height < 2:
        return blank(size, "too small"), None
    layer = previous.layer if previous is not None else None
    if layer is None or (layer.grid, layer.area, layer.marks) != (grid, area, marks):
        layer = contours(grid, area, marks)
    frame = SurfaceFrame(size, Axis(*grid.x), Axis(*grid.y), area, layer)
    sheet = CellGrid(size)
    draw_axes(sheet, area, frame.x, frame.y, marks, x_label=x_name, y_label=y_name)
    _draw_layer(sheet, layer, shades)
    _draw_paths(sheet, frame, paths, marks)
    if best is not None:
        _put(sheet, frame, *best, glyph.best, "best")
    if live:
        _draw_ends(sheet, frame, live, glyph, marks)
    if cursor is not None:
        _put(sheet, frame, *cursor, "+", "cursor")
    _write_title(sheet, title, "  ".join(notes), marks)
    if named and size.height >= 7:
        _write_names(sheet, len(title) + 2 * bool(title), live, size.width - len("  ".join(notes)), marks)
    return sheet.drawing(), frame


def _choose(grids: Sequence[Grid], paths: Sequence[Path], previous: SurfaceFrame | None) -> Grid:
    """The closest grid that holds the paths; a closer one than before only once they lie well within it."""
    points = [
        (x, y) for path in paths for x, y in zip(path.x, path.y, strict=False) if math.isfinite(x) and math.isfinite(y)
    ]
    ends = (
        [(pick_x(x for x, _ in points), pick_y(y for _, y in points)) for pick_x in (min, max) for pick_y in (min, max)]
        if points
        else []
    )
    holding = [index for index, grid in enumerate(grids) if all(grid.holds(*end) for end in ends)]
    closest = holding[0] if holding else len(grids) - 1
    if previous is not None and previous.grid in grids:
        before = grids.index(previous.grid)
        if closest < before and not all(grids[closest].holds(*end, ROOM) for end in ends):
            return next(
                (grids[i] for i in holding if i >= before or all(grids[i].holds(*end, ROOM) for end in ends)),
                grids[before],
            )
    return grids[closest]


def _draw_layer(sheet: CellGrid, layer: Contours, shades: bool) -> None:
    area = layer.area
    if shades:
        for row, bands in enumerate(layer.bands):
            for column, band in enumerate(bands):
                sheet.grounds[area.top + row][area.left + column] = f"band{band}"
    canvas = Canvas(area, layer.marks)
    for line in layer.lines:  # without shades of colour dotted lines tell the map from the path
        dotted = not shades and layer.marks != "ascii"
        canvas.dots({(x, y) for x, y in line if not dotted or (x + y) % 2}, "contour", char=".")
    canvas.write(sheet)
    for column, row, text in layer.labels:
        sheet.text(area.left + column, area.top + row, text, "level")


def _draw_paths(sheet: CellGrid, frame: SurfaceFrame, paths: Sequence[Path], marks: Marks) -> None:
    """Draw the lines, the ghosts' behind, and the single steps of the others."""
    canvas = Canvas(frame.area, marks)
    for path in sorted(paths, key=lambda path: not path.faint):
        dots = _line(_places(frame, path, canvas), canvas)
        canvas.dots(dots, "ghost" if path.faint else path.ink, char="." if path.faint else "*")
    canvas.write(sheet)
    for path in paths:
        if not path.faint and marks == "braille":  # coarser lines are as thick as the marks themselves
            _draw_steps(sheet, frame, path, glyphs(marks))


def _draw_steps(sheet: CellGrid, frame: SurfaceFrame, path: Path, glyph: Glyphs) -> None:
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


def _places(frame: SurfaceFrame, path: Path, canvas: Canvas) -> list[tuple[float, float]]:
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


def _inside(path: Path, grid: Grid) -> bool:
    x, y = path.x[-1], path.y[-1]
    return math.isfinite(x) and math.isfinite(y) and grid.holds(x, y)


def _way(path: Path, grid: Grid, glyph: Glyphs) -> str:
    """An arrow in the direction in which the last finite point lies, as seen from the middle of the map."""
    ends = (
        (x, y)
        for x, y in zip(reversed(path.x), reversed(path.y), strict=False)
        if math.isfinite(x) and math.isfinite(y)
    )
    x, y = next(ends, (math.nan, math.nan))
    across, up = Axis(*grid.x).unit(x) - 0.5, Axis(*grid.y).unit(y) - 0.5
    if math.isnan(across):
        return glyph.bad
    right, left, above, below = "><^v" if glyph.plain else "→←↑↓"
    if abs(across) >= abs(up):
        return right if across > 0 else left
    return above if up > 0 else below


_ENDS: dict[Marks, str] = {"braille": "●■▲◆▼★", "block": "123456", "ascii": "123456"}
"""Where paths that have names have come to."""


def _end(index: int, path: Path, glyph: Glyphs, marks: Marks) -> tuple[str, str]:
    """The sign at a path's present point, and its ink."""
    return (_sign(index, path, marks), path.ink) if path.label else (glyph.present, "present")


def _sign(index: int, path: Path, marks: Marks) -> str:
    return path.key[:1] or _ENDS[marks][index % 6]


def _draw_ends(sheet: CellGrid, frame: SurfaceFrame, live: Sequence[Path], glyph: Glyphs, marks: Marks) -> None:
    for path in live:
        if len(path.x):
            _put(sheet, frame, path.x[0], path.y[0], glyph.start, path.ink)
    for index, path in enumerate(live):
        if len(path.x):
            char, ink = _end(index, path, glyph, marks)
            if path.label and char.isalnum():
                _clear_levels(sheet, frame, path.x[-1], path.y[-1])
            _put(sheet, frame, path.x[-1], path.y[-1], char, ink)


def _clear_levels(sheet: CellGrid, frame: SurfaceFrame, x: float, y: float) -> None:
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


def _write_names(sheet: CellGrid, column: int, live: Sequence[Path], end: int, marks: Marks) -> None:
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


def _put(sheet: CellGrid, frame: SurfaceFrame, x: float, y: float, char: str, ink: str) -> None:
    """Mark a point, where it is on the map."""
    across, up = frame.x.unit(x), frame.y.unit(y)
    if 0 <= across <= 1 and 0 <= up <= 1:
        area = frame.area
        sheet.put(area.column(across), area.row(up), char, ink)


def _write_title(sheet: CellGrid, title: str, note: str, marks: Marks) -> None:
    if sheet.size.height < 7:
        return
    note = cut(note, sheet.size.width, plain=marks == "ascii")
    sheet.text(sheet.size.width - len(note), 0, note, "note")
    room = max(0, sheet.size.width - len(note) - 2 * bool(note))
    sheet.text(0, 0, cut(printable(title, plain=marks == "ascii"), room, plain=marks == "ascii"), "title")
