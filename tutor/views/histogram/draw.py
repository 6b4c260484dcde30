"""Histograms, one below the other over one axis: where the values of each tensor lie."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.charts.axis import Axis, number
from tutor.charts.bars import draw_bars
from tutor.charts.cell_grid import CellGrid, cut, glyphs, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.histogram.data import HistogramView, Spread
from tutor.views.numbers import shape_text

INKS = ("line2", "line1", "line3", "line4", "line5", "line6")
GUTTER = 7
"""Columns for the count of the highest bar, and a line."""
LONGEST = 12
"""Columns of a name before a row of bars."""
WIDEST = 8
"""Columns that the bar of a whole number takes at most."""


def draw_histogram(view: HistogramView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw each tensor's bars below a line of what they are; the highest bar's count stands at its side.

    The bars of each are as high as there is room, the axis is the same for all. Where that is not enough for all, each
    has one row, with its name before its bars. Page k is tensor k alone.
    """
    del shades  # nothing here has a ground
    first = max(0, page - 1)
    chosen = view.spreads[first : first + 1] if page else view.spreads
    if size.width < 12 or size.height < 2:
        return blank(size, "too small")
    sheet = CellGrid(size)
    counted = any(spread.counts for spread in view.spreads)
    axis = 2 if counted and size.height >= 5 else 0
    left_out = view.left_out if not page else 0
    shown = _fitting(chosen, size.height - axis)
    note = 1 if size.height >= 3 and len(shown) < len(chosen) + left_out else 0
    shown = _fitting(chosen, size.height - axis - note)
    if counted and axis and len(shown) < len(chosen) and size.width >= 30:
        return _small(sheet, view, chosen, left_out, marks)
    hidden = len(chosen) - len(shown) + left_out
    each = (size.height - axis - note) // len(shown)
    gutter = GUTTER if size.width >= 30 else 0
    scale = _Scale(view, gutter, size.width - gutter)
    for index, spread in enumerate(shown):
        ink = INKS[(first + index) % len(INKS)]
        _head(sheet, index * each, spread, ink, marks)
        if counted:
            _bars(sheet, index * each + 1, each - 1, spread, scale, ink, marks)
    if axis:
        _axis(sheet, each * len(shown), scale, marks)
    if note:
        sheet.text(0, size.height - 1, cut(f"{hidden} more find no room", size.width, plain=marks == "ascii"), "note")
    return sheet.drawing()


def histogram_pages(view: HistogramView) -> int:
    """All together, and each alone where there are several."""
    return len(view.spreads) + 1 if len(view.spreads) > 1 else 1


def histogram_title(view: HistogramView, page: int) -> str:
    """Which of them it is."""
    return view.spreads[page - 1].name if page else ""


def histogram_words(view: HistogramView) -> str:
    """All of them in ASCII."""
    return draw_histogram(view, Size(78, 3 + 6 * len(view.spreads)), "ascii", False, 0).text().rstrip()


def _small(sheet: CellGrid, view: HistogramView, chosen: Sequence[Spread], left_out: int, marks: Marks) -> Drawing:
    """A row for each: its name, then its bars, with the axis below."""
    plain, size = marks == "ascii", sheet.size
    note = 1 if len(chosen) + left_out > size.height - 2 else 0
    shown = chosen[: size.height - 2 - note]
    names = [cut(printable(spread.name, plain=plain), LONGEST, plain=plain) for spread in shown]
    left = max(map(len, names)) + 1
    scale = _Scale(view, left, size.width - left)
    for row, (name, spread) in enumerate(zip(names, shown, strict=True)):
        ink = INKS[row % len(INKS)]
        sheet.text(0, row, name, ink)
        draw_bars(sheet, left, row, 1, scale.heights(spread.counts), ink, marks)
    _axis(sheet, len(shown), scale, marks)
    if hidden := len(chosen) - len(shown) + left_out:
        sheet.text(0, size.height - 1, cut(f"{hidden} more find no room", size.width, plain=plain), "note")
    return sheet.drawing()


def _fitting(spreads: Sequence[Spread], rows: int) -> Sequence[Spread]:
    """As many as have a line and a row of bars each, one at least."""
    return spreads[: max(1, rows // 2)]


class _Scale:
    """Where the ranges of a view lie on the sheet: each takes several columns, or several are one column."""

    def __init__(self, view: HistogramView, left: int, width: int) -> None:
        self.axis = Axis(view.low, view.high)
        self.whole, self.left = view.whole, left
        self.ranges = max((len(spread.counts) for spread in view.spreads), default=0) or 1
        most = WIDEST if view.whole else width
        self.wide = max(1, min(most, width // self.ranges))
        """Columns of a range."""
        self.merged = -(-self.ranges // width)
        """Ranges of a column."""
        self.width = -(-self.ranges * self.wide // self.merged)

    def column(self, value: float) -> int:
        """The column that a value is counted in."""
        place = self.axis.unit(value) * self.ranges * self.wide / self.merged
        return self.left + min(self.width - 1, max(0, int(place)))

    def heights(self, counts: Sequence[int]) -> list[int]:
        """The count of each column; wide bars of whole numbers stand apart."""
        if self.merged > 1:
            return [sum(counts[at : at + self.merged]) for at in range(0, len(counts), self.merged)]
        gap = 1 if self.whole and self.wide >= 3 else 0
        return [height for count in counts for height in [*[count] * (self.wide - gap), *[0] * gap]]


def _head(sheet: CellGrid, row: int, spread: Spread, ink: str, marks: Marks) -> None:
    """What it is, and what is to be known of its values; what matters most comes first, and what has no room not."""
    plain, found = marks == "ascii", spread.statistics
    parts = []
    if found is None:
        parts.append(("no values", "note"))
    else:
        counts = ((found.nan, "NaN"), (found.infinite, "+inf"), (found.negative_infinite, "-inf"))
        bad = ", ".join(f"{count:,} {word}" for count, word in counts if count)
        parts += [(bad, "bad")] if bad else []
        parts += [("no finite values", "note")] if found.mean is None else []
        total = math.prod(spread.shape)
        sampled = f"{found.looked_at:,} of {total:,} values looked at"
        parts += [(sampled, "attention")] if found.looked_at < total else []
        if found.mean is not None and found.deviation is not None:
            words = f"mean {number(found.mean, digits=3)} ± {number(found.deviation, digits=3)}"
            parts.append((words, "label"))
        if found.least is not None and found.largest is not None:
            parts.append((f"{number(found.least, digits=3)} to {number(found.largest, digits=3)}", "label"))
    parts.append((f"{shape_text(spread.shape)} {spread.dtype}", "label"))
    needed = len(parts[0][0]) + 2
    name = cut(printable(spread.name, plain=plain), max(6, sheet.size.width - needed), plain=plain)
    at = 0
    for text, color in [(name, ink), *parts]:
        text = printable(text, plain=plain)
        if text and at + len(text) <= sheet.size.width:
            sheet.text(at, row, text, color)
            at += len(text) + 2


def _bars(sheet: CellGrid, top: int, height: int, spread: Spread, scale: _Scale, ink: str, marks: Marks) -> None:
    heights, glyph = scale.heights(spread.counts), glyphs(marks)
    draw_bars(sheet, scale.left, top, height, heights, ink, marks)
    if not scale.left:
        return
    for down in range(height):
        sheet.put(scale.left - 1, top + down, glyph.left, "axis")
    if most := max(heights, default=0):
        label = _count(most)
        sheet.put(scale.left - 1, top, glyph.left_tick, "axis")
        sheet.text(scale.left - 1 - len(label), top, label, "tick")


def _count(count: int) -> str:
    """A count in at most six characters, rounded where it is a large one."""
    if count < 10_000:
        return str(count)
    letter, unit = next((letter, unit) for letter, unit in (("G", 1e9), ("M", 1e6), ("k", 1e3)) if count >= unit)
    return f"{count / unit:.3g}{letter}"


def _axis(sheet: CellGrid, row: int, scale: _Scale, marks: Marks) -> None:
    glyph = glyphs(marks)
    sheet.text(scale.left, row, glyph.bottom * scale.width, "axis")
    if scale.left:
        sheet.put(scale.left - 1, row, glyph.corner, "axis")
    free = 0
    for tick in scale.axis.ticks(max(2, scale.width // 9), plain=glyph.plain):
        if scale.whole and tick.value != round(tick.value):
            continue
        column = scale.column(tick.value)
        start = min(max(0, column - len(tick.label) // 2), sheet.size.width - len(tick.label))
        if start >= free:
            sheet.put(column, row, glyph.bottom_tick, "axis")
            sheet.text(start, row + 1, tick.label, "tick")
            free = start + len(tick.label) + 1
