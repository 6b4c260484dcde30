"""Bars from the lower end of one axis upward: sizes that may lie many powers of ten apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.charts.axis import Axis, compact, fit_axis
from tutor.charts.bars import draw_bar
from tutor.charts.cell_grid import CellGrid, cut, glyphs, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.bars.data import BarsView, Sizes
from tutor.views.numbers import short
from tutor.views.packing import unpack

INKS = ("line2", "line1", "line3", "line4", "line5", "line6")
GUTTER = 6
"""Columns for the numbers of the axis, and its line."""
WIDEST = 8
"""Columns that a bar and the gap behind it take at most, where its label needs no more."""


def draw_bars(view: BarsView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the rows one below the other, each below a line with its name, its least and its largest value.

    The axis is the same for all of them. On a logarithmic one 0 has no place: there the bar is the digit itself. What
    is not finite has an exclamation mark. Page k is row k alone.
    """
    del shades  # nothing here has a ground
    first = max(0, page - 1)
    chosen = view.rows[first : first + 1] if page else view.rows
    if size.width < 12 or size.height < 3:
        return blank(size, "too small")
    plain, sheet = marks == "ascii", CellGrid(size)
    foot = 1 if size.height >= 5 else 0
    shown = chosen[: max(1, (size.height - foot) // 3)]
    wanted = max(WIDEST, 1 + max(len(printable(label, plain=plain)) for label in view.labels))
    wide = max(1, min(wanted, (size.width - GUTTER) // len(view.labels)))
    fitting = min(len(view.labels), (size.width - GUTTER) // wide)
    hidden = {"row": len(chosen) - len(shown), "bar": len(view.labels) - fitting}
    notes = [f"{count} {what}{'s' * (count > 1)} more" for what, count in hidden.items() if count]
    said = printable(", ".join([*notes, *filter(None, [view.note])]), plain=plain)
    last = 1 if said and size.height - foot > 3 else 0
    each, axis = (size.height - foot - last) // len(shown), _axis(view)
    for index, row in enumerate(shown):
        ink, values = INKS[(first + index) % len(INKS)], unpack(row.values)
        _head(sheet, index * each, row, values, ink, marks)
        _scale(sheet, index * each + 1, each - 1, axis, marks)
        for at, value in enumerate(values[:fitting]):
            for column in range(wide - (wide > 1)):
                _bar(sheet, GUTTER + at * wide + column, index * each + 1, each - 1, axis, value, ink, marks)
    if foot:
        _labels(sheet, each * len(shown), view.labels[:fitting], wide, plain=plain)
    if last:
        sheet.text(0, size.height - 1, cut(said, size.width, plain=plain), "note")
    return sheet.drawing()


def bars_pages(view: BarsView) -> int:
    """All together, and each row alone where there are several."""
    return len(view.rows) + 1 if len(view.rows) > 1 else 1


def bars_title(view: BarsView, page: int) -> str:
    """Which row it is."""
    return view.rows[page - 1].name if page else ""


def bars_words(view: BarsView) -> str:
    """Some bars of each row, with their labels."""
    lines = []
    for row in view.rows:
        pairs = list(zip(view.labels, unpack(row.values), strict=False))
        few = pairs[:: max(1, -(-len(pairs) // 12))]
        few += pairs[-1:] if pairs and few[-1] is not pairs[-1] else []
        said = ", ".join(f"{short(value)} at {label}" for label, value in few)
        lines.append(f"{row.name}: {said}" if row.name else said)
    return "\n".join([*lines, *filter(None, [view.note])])


def _axis(view: BarsView) -> Axis:
    values = [value for row in view.rows for value in unpack(row.values) if math.isfinite(value)]
    if view.log:
        above = [value for value in values if value > 0] or [1.0]
        return fit_axis(None, min(above), max(above), log=True)
    return fit_axis(None, 0.0, max(values, default=1.0) or 1.0)


def _head(sheet: CellGrid, row: int, sizes: Sizes, values: Sequence[float], ink: str, marks: Marks) -> None:
    """The row's name; what is wrong with its values, and between what they lie."""
    plain, finite = marks == "ascii", [value for value in values if math.isfinite(value)]
    parts = [(f"{len(values) - len(finite)} not finite", "bad")] if len(finite) < len(values) else []
    if finite:
        ends = dict.fromkeys(compact(value, digits=3, plain=plain) for value in (min(finite), max(finite)))
        parts.append((" to ".join(ends), "label"))
    needed = len(parts[0][0]) + 2 if parts else 0
    name = cut(printable(sizes.name, plain=plain), max(6, sheet.size.width - needed), plain=plain)
    at = 0
    for text, color in [(name, ink), *parts]:
        if text and at + len(text) <= sheet.size.width:
            sheet.text(at, row, text, color)
            at += len(text) + 2


def _scale(sheet: CellGrid, top: int, height: int, axis: Axis, marks: Marks) -> None:
    """The axis at the left, with its numbers."""
    glyph = glyphs(marks)
    for down in range(height):
        sheet.put(GUTTER - 1, top + down, glyph.left, "axis")
    for tick in axis.ticks(max(2, height // 2), plain=glyph.plain):
        row = top + height - max(1, min(height, math.ceil(axis.unit(tick.value) * height)))
        sheet.put(GUTTER - 1, row, glyph.left_tick, "axis")
        sheet.text(0, row, cut(tick.label, GUTTER - 1, plain=glyph.plain).rjust(GUTTER - 1), "tick")


def _bar(sheet: CellGrid, column: int, top: int, height: int, axis: Axis, value: float, ink: str, marks: Marks) -> None:
    bottom = top + height - 1
    if not math.isfinite(value):
        sheet.put(column, bottom, "!", "bad")
        return
    if value == 0:
        sheet.put(column, bottom, "0", "attention")
        return
    draw_bar(sheet, column, top, height, min(1.0, axis.unit(value)), ink, marks)


def _labels(sheet: CellGrid, row: int, labels: Sequence[str], wide: int, *, plain: bool) -> None:
    """As many of the labels below their bars as find room; each of them, if need be cut, where bars are wide."""
    free = 0
    for at, label in enumerate(labels):
        text = printable(label, plain=plain)
        if wide >= WIDEST:
            text = cut(text, wide - 1, plain=plain)
        start = GUTTER + at * wide + max(0, (wide - 1 - len(text)) // 2)
        if start >= free and start + len(text) <= sheet.size.width:
            sheet.text(start, row, text, "tick")
            free = start + len(text) + 1
