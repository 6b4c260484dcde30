"""What was busy when: bars over time, a row for each of those that work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from tutor.charts.axis import Axis
from tutor.charts.cell_grid import Area, CellGrid, glyphs, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.packing import unpack
from tutor.views.timeline.data import Bars, TimelineView

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_FILLS: dict[Marks, tuple[str, ...]] = {
    "braille": ("█", "▓", "▒", "░"),
    "block": ("█", "▓", "▒", "░"),
    "ascii": ("#", "=", "+", "-"),
}
"""One for each kind of span, so that kinds are told apart without colors."""
_INKS = ("line1", "line2", "line3", "line4", "line5", "line6")
_PARTS = " ▏▎▍▌▋▊▉█"
"""A cell filled from the left, in eighths."""
_RIGHT = "▕▐"
"""A cell filled from the right: hardly, or about half."""
_SHARE = 6
"""Columns of '100 %' and a space."""


ZOOM = 4
"""A page of a timeline shows this part of it."""
LONG = 60
"""With more spans than this a timeline has pages."""


def draw_timeline(view: TimelineView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the rows over an axis in a unit that suits, named at its end.

    Page 0 is all of the time; the others are parts of it, each reaching half into the next. Each kind of span has a
    fill and an ink of its own, named below. A cell that a span of a row only touches is filled in part; what is shorter
    than an eighth of a cell is drawn as an eighth. Beside each row stands how much of all the time it was busy; under
    the rows a line shows when two of them were.
    """
    del shades  # nothing here has a ground
    rows, bars, busy, overlap = view.rows, view.bars, view.busy, view.overlap
    if size.width < 16 or size.height < 2 or not rows:
        return blank(size, "too small" if rows else "no spans")
    plain = marks == "ascii"
    names = [printable(name, plain=plain) for name in rows]
    left = min(max(len(name) for name in names), size.width // 4) + 1
    right = _SHARE if busy and size.width - left >= 28 else 0
    area = Area(left, 0, size.width - left - right, 0, (8, 1))
    part = view.seconds / ZOOM if page else view.seconds
    begin = max(0, page - 1) * part / 2
    axis = Axis(begin, begin + (part or 1e-9))
    kinds = list(dict.fromkeys(bar.kind for bar in bars))
    foot = min(3 if any(kinds) or overlap else 2, max(0, size.height - 1))
    tall, gap = _heights(len(rows), size.height - foot)
    sheet = CellGrid(size)
    seen = min(len(rows), (size.height - foot + gap) // (tall + gap))
    filled = [_filled(area.width, [bar for bar in bars if bar.row == index], axis, kinds) for index in range(seen)]
    for index, cells in enumerate(filled):
        top = index * (tall + gap)
        sheet.text(0, top + (tall - 1) // 2, names[index][: left - 1].rjust(left - 1), "label")
        for down in range(tall):
            _draw_row(sheet, area, top + down, cells, marks)
        if right:
            sheet.text(area.left + area.width, top + (tall - 1) // 2, f"{100 * busy[index]:.0f} %".rjust(right), "tick")
    line = min(seen * (tall + gap) - gap, size.height - foot) if seen else 0
    _draw_axis(sheet, area, line, axis, marks, _both(filled))
    if foot >= 3:
        hidden = f"{len(rows) - seen} rows more" if seen < len(rows) else ""
        _foot(sheet, line + 2, kinds, overlap, ", ".join(filter(None, [hidden, view.note])), marks)
    return sheet.drawing()


def timeline_pages(view: TimelineView) -> int:
    """All, and the parts where there is much to see."""
    spans = sum(len(bars.starts) // 8 for bars in view.bars)
    return 2 * ZOOM if spans > LONG else 1


def timeline_words(view: TimelineView) -> str:
    """All of the time in ASCII, and the note."""
    drawing = draw_timeline(msgspec.structs.replace(view, note=""), Size(78, 2 * len(view.rows) + 4), "ascii", False, 0)
    return f"{drawing.text()}\n{view.note}".rstrip()


class Part(NamedTuple):
    """What spans of one kind fill of a cell: how much, and from where to where."""

    share: float
    first: float
    last: float


Cells = list[dict[int, Part]]
"""For each column, the part of each kind."""


def _heights(rows: int, room: int) -> tuple[int, int]:
    """How high each row is, and the rows between two."""
    for tall, gap in ((4, 1), (3, 1), (2, 1), (1, 1), (1, 0)):
        if rows * (tall + gap) - gap <= room:
            return tall, gap
    return 1, 0


def _filled(width: int, bars: Sequence[Bars], axis: Axis, kinds: Sequence[str]) -> Cells:
    cells: Cells = [{} for _ in range(width)]
    for bar in bars:
        kind = kinds.index(bar.kind)
        for start, end in zip(unpack(bar.starts), unpack(bar.ends), strict=True):
            first, last = axis.unit(start) * width, axis.unit(end) * width
            last = max(last, first + 1 / 8)
            for column in range(max(0, math.floor(first)), min(width, math.ceil(last))):
                here, there = max(first, column) - column, min(last, column + 1) - column
                old = cells[column].get(kind, Part(0.0, here, there))
                cells[column][kind] = Part(old.share + there - here, min(old.first, here), max(old.last, there))
    return cells


def _draw_row(sheet: CellGrid, area: Area, row: int, cells: Cells, marks: Marks) -> None:
    fills = _FILLS[marks]
    for column, cell in enumerate(cells):
        if not cell:
            continue
        kind = max(cell, key=lambda one: cell[one].share)
        part = cell[kind]
        goes_on = (part.first <= 0 and column > 0 and kind in cells[column - 1]) or (
            part.last >= 1 and column + 1 < len(cells) and kind in cells[column + 1]
        )
        char = fills[kind % len(fills)]
        if marks == "braille" and char == "█" and part.share < 0.95 and len(cell) == 1:
            char = _PARTS[max(1, min(8, round(part.share * 8)))] if part.first <= 0.05 else _RIGHT[part.share > 0.25]
            char = "█" if part.share > 0.8 else char
        elif part.share < 0.3 and goes_on:
            continue  # the rest of a bar that reaches hardly into this cell
        sheet.put(area.left + column, row, char, _INKS[kind % len(_INKS)])


def _both(filled: Sequence[Cells]) -> list[bool]:
    """For each column, whether two rows are busy there for most of it."""
    shares = [[min(1.0, sum(part.share for part in cell.values())) for cell in cells] for cells in filled]
    return [sum(1 for share in column if share > 0.5) >= 2 for column in zip(*shares, strict=True)]


def _draw_axis(sheet: CellGrid, area: Area, row: int, axis: Axis, marks: Marks, both: Sequence[bool]) -> None:
    """The line of time, thick where two rows are busy, and its ticks in a unit of their own."""
    glyph = glyphs(marks)
    factor, unit = _unit(axis.high - axis.low)
    unit = "us" if unit == "µs" and marks == "ascii" else unit
    thick = "=" if marks == "ascii" else "━" if marks == "braille" else "═"
    for column in range(area.width):
        twice = column < len(both) and both[column]
        sheet.put(area.left + column, row, thick if twice else glyph.bottom, "attention" if twice else "axis")
    scaled = Axis(axis.low / factor, axis.high / factor)
    free = 0
    for tick in scaled.ticks(max(2, area.width // 10), plain=glyph.plain):
        column = area.left + round(scaled.unit(tick.value) * (area.width - 1))
        label = f"{tick.label} {unit}"
        start = min(max(0, column - len(tick.label) // 2), sheet.size.width - len(label))
        if start >= free:
            if not (column - area.left < len(both) and both[column - area.left]):
                sheet.put(column, row, glyph.bottom_tick, "axis")
            sheet.text(start, row + 1, label, "tick")
            free = start + len(label) + 2


def _unit(seconds: float) -> tuple[float, str]:
    return next((pair for pair in _UNITS if seconds >= 2 * pair[0]), _UNITS[-1])


def _foot(sheet: CellGrid, row: int, kinds: Sequence[str], overlap: float, note: str, marks: Marks) -> None:
    """Which fill is what, in as many rows as there are, and what the thick part of the axis means."""
    row = min(sheet.size.height - 1, row)
    at = 0
    named = [(index, printable(kind, plain=marks == "ascii")) for index, kind in enumerate(kinds) if kind]
    for place, (index, text) in enumerate(named):
        if at and at + len(text) + 3 > sheet.size.width and row + 1 < sheet.size.height:
            at, row = 0, row + 1
        left = len(named) - place
        rest = len(f"{left - 1} more") + 3 if left > 1 and row + 1 == sheet.size.height else 0
        if at + len(text) + 3 + rest > sheet.size.width:
            sheet.text(at, row, f"{left} more", "note")
            at += len(f"{left} more") + 3
            break
        fill = _FILLS[marks][index % len(_FILLS[marks])]
        sheet.text(at, row, fill * 2, _INKS[index % len(_INKS)])
        sheet.text(at + 3, row, text, "label")
        at += 3 + len(text) + 3
    thick = "=" if marks == "ascii" else "━" if marks == "braille" else "═"
    said = f"two at a time {100 * overlap:.0f} %"
    if at + 3 + len(said) > sheet.size.width and row + 1 < sheet.size.height:
        at, row = 0, row + 1
    if at + 3 + len(said) <= sheet.size.width:
        sheet.text(at, row, thick * 2, "attention")
        sheet.text(at + 3, row, said, "label")
        at += 3 + len(said) + 3
    if note and at + len(note) <= sheet.size.width:
        sheet.text(at, row, printable(note, plain=marks == "ascii"), "note")
