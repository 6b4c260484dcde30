"""One chart of a figure, drawn: its axes and what is on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from tutor.charts.axis import Axis, fit_axis
from tutor.charts.canvas import Canvas, clip, segment
from tutor.charts.cell_grid import Area, CellGrid, cut, draw_axes, glyphs, layout, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.figure.data import Axes, Series
from tutor.views.packing import unpack
from tutor.views.pictures.draw import draw_pictures

INKS = ("line1", "line2", "line3", "line4", "line5", "line6")
_SIGNS: dict[Marks, str] = {"braille": "●■▲◆○□△◇", "block": "Oox+#*%&", "ascii": "Oox+#*%&"}
_EIGHTHS: dict[Marks, str] = {"braille": " ▁▂▃▄▅▆▇█", "block": " ▁▂▃▄▅▆▇█", "ascii": " #######" + "#"}
FEW = 4
"""Signs on a line that is told from others by them."""
WIDE = 3
"""Columns from which on each bar has the mark of its color; of narrower ones the highest has it."""
MANY = 60
"""More points than this are single dots."""


def draw_chart(axes: Axes, size: Size, marks: Marks, *, shades: bool) -> Drawing:
    """Draw a chart of a figure: title, axes, layers from the back to the front, and who is who at its right."""
    if size.width < 12 or size.height < 3:
        return blank(size, "too small")
    sheet = CellGrid(size)
    if axes.picture is not None:
        _picture(sheet, axes, marks, shades=shades)
        return sheet.drawing()
    plain = marks == "ascii"
    legend = _legend(axes.layers, marks)
    right = min(max((len(text) for text, _ in legend), default=-2) + 2, size.width // 3) if size.width >= 36 else 0
    foot = 1 if axes.note and size.height >= 9 else 0
    x, y = _axis(axes, "x"), _axis(axes, "y")
    title = _title(axes)
    area = _area(axes, Size(size.width, size.height - foot), marks, y, title=bool(title), right=right)
    if area is None:
        return blank(size, "too small")
    draw_axes(sheet, area, x, y, marks, x_label=axes.x_label if size.width >= 24 else "")
    _names(sheet, area, axes, x, y, marks)
    _Chart(sheet, area, x, y, marks).draw(axes.layers)
    for one in axes.words:
        across, up = x.unit(one.x), y.unit(one.y)
        if 0 <= across <= 1 and 0 <= up <= 1:
            text = cut(printable(one.text, plain=plain), max(4, area.width // 3), plain=plain)
            column = min(area.column(across), area.left + area.width - len(text))
            sheet.text(column, area.row(up), text, "label")
    for down, (text, ink) in enumerate(legend[: area.height if right else 0]):
        sheet.text(area.left + area.width + 1, area.top + down, cut(text, right - 1, plain=plain), ink)
    if area.top and title:
        sheet.text(0, 0, cut(printable(title, plain=plain), size.width, plain=plain), "title")
    if foot:
        sheet.text(0, size.height - 1, cut(printable(axes.note, plain=plain), size.width, plain=plain), "note")
    return sheet.drawing()


def _title(axes: Axes) -> str:
    """What the chart is of; what is drawn upward stands here too, for beside the axis there is no room."""
    return ": ".join(filter(None, [axes.title, axes.y_label]))


def _axis(axes: Axes, which: str) -> Axis:
    """The axis with the ends that the figure gives it, if these can be drawn."""
    (low, high), log = (axes.x, axes.log_x) if which == "x" else (axes.y, axes.log_y)
    if math.isfinite(low) and math.isfinite(high) and low < high and (low > 0 or not log):
        least = fit_axis(None, low, high, log)
        return Axis(low, high, log) if high - low > 1e-12 * max(abs(low), abs(high)) else least
    return fit_axis(None, low, high, log)


def _area(axes: Axes, size: Size, marks: Marks, y: Axis, *, title: bool, right: int) -> Area | None:
    """Where the body lies; names at the left have the room that numbers would not need."""
    area = layout(size, marks, title=title, right=right, y=y)
    if area is None or not axes.y_names:
        return area
    left = min(max(len(name) for _, name in axes.y_names), size.width // 3) + 1
    moved = left - area.left
    if moved <= 0 or area.width - moved < 2:
        return area
    return Area(left, area.top, area.width - moved, area.height, area.dots)


def _names(sheet: CellGrid, area: Area, axes: Axes, x: Axis, y: Axis, marks: Marks) -> None:
    """Names in place of numbers, as many as find room."""
    glyph = glyphs(marks)
    line = area.top + area.height
    if axes.x_names and line + 1 < sheet.size.height:
        sheet.text(area.left, line, glyph.bottom * area.width, "axis")
        sheet.text(0, line + 1, " " * sheet.size.width)
        free = 0
        for place, name in axes.x_names:
            unit, text = x.unit(place), printable(name, plain=glyph.plain)
            column = area.column(unit) if 0 <= unit <= 1 else -1
            start = min(max(0, column - len(text) // 2), max(0, sheet.size.width - len(text)))
            if column >= 0 and start >= free and start + len(text) <= sheet.size.width:
                sheet.put(column, line, glyph.bottom_tick, "axis")
                sheet.text(start, line + 1, text, "tick")
                free = start + len(text) + 1
    if axes.y_names and area.left > 1:
        for row in range(area.top, line):
            sheet.text(0, row, " " * (area.left - 1))
            sheet.put(area.left - 1, row, glyph.left, "axis")
        for place, name in axes.y_names:
            unit = y.unit(place)
            if 0 <= unit <= 1:
                text = cut(printable(name, plain=glyph.plain), area.left - 1, plain=glyph.plain)
                sheet.put(area.left - 1, area.row(unit), glyph.left_tick, "axis")
                sheet.text(area.left - 1 - len(text), area.row(unit), text, "tick")


def sign(color: int, marks: Marks) -> str:
    """The mark of a color, which tells it from others where there are none."""
    return _SIGNS[marks][color % len(_SIGNS[marks])]


def _legend(layers: Sequence[Series], marks: Marks) -> list[tuple[str, str]]:
    """Who is who: each name once, with the mark and the ink of its color."""
    named = {layer.name: layer.color for layer in layers if layer.name}
    plain = marks == "ascii"
    return [
        (f"{sign(color, marks)} {printable(name, plain=plain)}", INKS[color % len(INKS)])
        for name, color in named.items()
    ]


def _picture(sheet: CellGrid, axes: Axes, marks: Marks, *, shades: bool) -> None:
    """An image below its title, and its other words below it."""
    width, height = sheet.size
    plain = marks == "ascii"
    title = printable(axes.title, plain=plain)
    labels = {"across": axes.x_label, "up": axes.y_label}
    said = ", ".join([*(f"{how}: {label}" for how, label in labels.items() if label), *filter(None, [axes.note])])
    foot = 1 if said and height >= 6 else 0
    top = 1 if title and height >= 4 else 0
    if top:
        sheet.text(0, 0, cut(title, width, plain=plain), "title")
    assert axes.picture is not None
    sheet.paste(draw_pictures(axes.picture, Size(width, height - top - foot), marks, shades, 0), 0, top)
    if foot:
        sheet.text(0, height - 1, cut(printable(said, plain=plain), width, plain=plain), "note")


class _Chart:
    """Draws layers over one body."""

    def __init__(self, sheet: CellGrid, area: Area, x: Axis, y: Axis, marks: Marks) -> None:
        self._sheet, self._area, self._x, self._y, self._marks = sheet, area, x, y, marks
        self._canvas = Canvas(area, marks)

    def draw(self, layers: Sequence[Series]) -> None:
        """Areas, then bars, lines and points, each kind in the figure's order."""
        for layer in layers:
            if layer.kind == "area":
                self._fill(layer)
        self._canvas.write(self._sheet)
        self._canvas = Canvas(self._area, self._marks)
        self._bars([layer for layer in layers if layer.kind == "bars"])
        lines = [layer for layer in layers if layer.kind == "line"]
        for layer in lines:
            self._line(layer)
        spots = [layer for layer in layers if layer.kind == "points"]
        for layer in spots:
            if len(spots) == 1:
                self._dots(layer)
        self._canvas.write(self._sheet)
        colors = {layer.color for layer in lines if layer.name}
        for index, layer in enumerate(lines):
            if layer.marked or (len(colors) > 1 and layer.name):
                self._signs(layer, index, len(lines))
        for layer in spots if len(spots) > 1 else ():
            self._signs(layer, 0, 1)

    def _places(self, layer: Series) -> list[tuple[float, float]]:
        """The points in dots from the lower left corner; what has no place is nan."""
        width, height = self._canvas.width - 1, self._canvas.height - 1
        x, y = self._x, self._y
        return [(x.unit(a) * width, y.unit(b) * height) for a, b in zip(unpack(layer.x), unpack(layer.y), strict=True)]

    def _ink(self, layer: Series) -> str:
        return INKS[layer.color % len(INKS)]

    def _line(self, layer: Series) -> None:
        width, height = self._canvas.width - 1, self._canvas.height - 1
        dots: set[tuple[int, int]] = set()
        for start, end in pairwise(self._places(layer)):
            if not any(map(math.isnan, (*start, *end))):
                seen = clip(*start, *end, width, height)
                dots.update(segment(*seen) if seen is not None else ())
        if layer.dashed:
            across = 6 if self._marks == "braille" else 4
            dots = {(x, y) for x, y in dots if (x + y) % across < across // 2}
        self._canvas.dots(dots, self._ink(layer), merge=self._marks == "braille", char=".")

    def _dots(self, layer: Series) -> None:
        places = [place for place in self._places(layer) if not any(map(math.isnan, place))]
        small = len(places) > MANY or self._marks != "braille"
        around = ((0, 0),) if small else ((0, 0), (1, 0), (0, 1), (1, 1))
        dots = {(round(x) + right, round(y) + up) for x, y in places for right, up in around}
        self._canvas.dots(dots, self._ink(layer), merge=True, char="o")

    def _signs(self, layer: Series, index: int, count: int) -> None:
        """The layer's mark at its points; on a line of many at a few of them, each line at places of its own."""
        places = list(zip(unpack(layer.x), unpack(layer.y), strict=True))
        if layer.kind == "line" and len(places) > MANY // 2:
            every = max(1, len(places) // FEW)
            places = [*places[every * (2 * index + 1) // (2 * count) :: every], places[-1]]
        mark, ink = sign(layer.color, self._marks), self._ink(layer)
        for a, b in places:
            across, up = self._x.unit(a), self._y.unit(b)
            if 0 <= across <= 1 and 0 <= up <= 1:
                self._sheet.put(self._area.column(across), self._area.row(up), mark, ink)

    def _fill(self, layer: Series) -> None:
        """What a closed line has in it, as every other dot: column by column, between the edges that are met there."""
        places = [place for place in self._places(layer) if not any(map(math.isnan, place))]
        edges = list(zip(places, [*places[1:], *places[:1]], strict=True))
        dots: set[tuple[int, int]] = set()
        for column in range(self._canvas.width):
            met = sorted(
                y0 + (column - x0) / (x1 - x0) * (y1 - y0)
                for (x0, y0), (x1, y1) in edges
                if min(x0, x1) <= column < max(x0, x1)
            )
            for low, high in zip(met[::2], met[1::2], strict=False):
                rows = range(max(0, round(low)), min(self._canvas.height - 1, round(high)) + 1)
                dots.update((column, row) for row in rows if (column + row) % 2 == 0)
        self._canvas.dots(dots, self._ink(layer), char=":")

    def _bars(self, layers: Sequence[Series]) -> None:
        """Rectangles, the higher ones behind the others."""
        found = [
            (left, low, right, top, layer)
            for layer in layers
            for left, low, right, top in zip(
                unpack(layer.x), unpack(layer.y), unpack(layer.right), unpack(layer.top), strict=True
            )
        ]
        colors = {layer.color for layer in layers}
        found.sort(key=lambda one: -abs(one[3] - one[1]))
        for left, low, right, top, layer in found:
            self._bar(left, low, right, top, layer, signed=len(colors) > 1)
        for layer in layers if len(colors) > 1 else ():
            top, left, right = max(zip(unpack(layer.top), unpack(layer.x), unpack(layer.right), strict=True))
            across, up = self._x.unit((left + right) / 2), self._y.unit(top)
            if 0 <= across <= 1 and 0 <= up <= 1:
                mark = sign(layer.color, self._marks)
                self._sheet.put(self._area.column(across), self._area.row(up), mark, self._ink(layer))

    def _bar(self, left: float, low: float, right: float, top: float, layer: Series, *, signed: bool) -> None:
        area, levels = self._area, _EIGHTHS[self._marks]
        ends = [self._x.unit(left), self._x.unit(right), self._y.unit(low), self._y.unit(top)]
        if any(map(math.isnan, ends)) or ends[1] < 0 or ends[0] > 1 or ends[3] < 0 or ends[2] > 1:
            return
        begin, end, bottom, height = (min(max(unit, 0.0), 1.0) for unit in ends)
        first = min(area.width - 1, math.floor(begin * area.width + 0.5))
        last = max(first + 1, math.floor(end * area.width + 0.5))
        rows = area.height * 8
        lowest, highest = round(bottom * rows), max(round(height * rows), round(bottom * rows) + (top > low))
        for row in range(area.height):
            floor = row * 8
            covered = min(highest, floor + 8) - max(lowest, floor)
            if covered > 0:
                hanging = lowest > floor and highest >= floor + 8  # it ends above the bottom of this row
                char = levels[covered] if not hanging else "▀" if covered > 3 and levels[8] == "█" else levels[covered]
                for column in range(first, last):
                    self._sheet.put(area.left + column, area.top + area.height - 1 - row, char, self._ink(layer))
        if signed and highest > lowest and last - first >= WIDE:
            row = area.top + area.height - 1 - min(area.height - 1, lowest // 8)
            self._sheet.put(area.left + (first + last - 1) // 2, row, sign(layer.color, self._marks), self._ink(layer))
