"""A loss over two parameters as contours, and the paths that training takes on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tutor.charts.axis import Axis, number
from tutor.charts.canvas import Canvas
from tutor.charts.cell_grid import CellGrid, Glyphs, Map, draw_axes, glyphs, layout
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.charts.labels import write_title
from tutor.views.base import Path
from tutor.views.numbers import pretty
from tutor.views.packing import unpack
from tutor.views.surface.contours import Contours, contours, value_at
from tutor.views.surface.data import Grid, SurfaceView
from tutor.views.surface.paths import draw_ends, draw_paths, put, write_names

ROOM = 0.8
"""The middle part of a closer grid in which a path must lie before it is shown on that one again."""


class SurfaceFrame(Map, frozen=True):
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
    draw_paths(sheet, frame, paths, marks)
    if best is not None:
        put(sheet, frame, *best, glyph.best, "best")
    if live:
        draw_ends(sheet, frame, live, glyph, marks)
    if cursor is not None:
        put(sheet, frame, *cursor, "+", "cursor")
    write_title(sheet, title, "  ".join(notes), "note", marks)
    if named and size.height >= 7:
        write_names(sheet, len(title) + 2 * bool(title), live, size.width - len("  ".join(notes)), marks)
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
    for line in layer.lines:  # without shades of color dotted lines tell the map from the path
        dotted = not shades and layer.marks != "ascii"
        canvas.dots({(x, y) for x, y in line if not dotted or (x + y) % 2}, "contour", char=".")
    canvas.write(sheet)
    for column, row, text in layer.labels:
        sheet.text(area.left + column, area.top + row, text, "level")


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
