"""Curves over the steps of training: the live ones, ghosts behind them, a cursor, and where numbers ended."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from tutor.charts.axis import LARGEST, Axis, fit_axis
from tutor.charts.cell_grid import CellGrid, ChartFrame, draw_axes, glyphs, layout, printable
from tutor.charts.drawing import Drawing, Marks, Size, Span, blank
from tutor.charts.labels import Curve, label_width, write_ends, write_keys, write_title
from tutor.charts.plot import Points, plot, prepare

GHOST = "ghost"
DECADES = 1.5
"""A positive loss that spans more powers of ten than this is drawn on a logarithmic axis."""

_DOTTED = {0x2800 + bits: chr(0x2800 + (bits & 0x95)) if bits & 0x95 else " " for bits in range(256)}
_DOTTED |= {ord(full): half for full, half in zip("▀▄▌▐█▛▜▙▟▚▖▝▞", "▘▗▘▗▚▘▚▚▗▚▖▝▖", strict=True)}
"""Every second dot, as on a chessboard: how a ghost is told from a live line without color."""


class CurvesFrame(ChartFrame, frozen=True):
    """How curves were laid out, and where their keys stood."""

    key_columns: dict[str, int] = msgspec.field(default_factory=dict)

    def step_at(self, column: int) -> int | None:
        """The step under a column of the drawing (the mouse's); None beside the body."""
        if not self.area.left <= column < self.area.left + self.area.width:
            return None
        return round(self.x.value(self.area.unit_x(column)))

    def column_of(self, step: float) -> int | None:
        """The column of the drawing in which a step lies; None where it is off the axis."""
        unit = self.x.unit(step)
        return self.area.column(unit) if 0 <= unit <= 1 else None


def curves(
    size: Size,
    lines: Sequence[Curve],
    *,
    marks: Marks = "braille",
    log: bool | None = None,
    cursor: int | None = None,
    previous: CurvesFrame | None = None,
    title: str = "",
    x_label: str = "step",
    steps_hint: int | None = None,
    moves: Sequence[tuple[int, str]] = (),
) -> tuple[Drawing, CurvesFrame | None]:
    """Draw the curves on common axes.

    `log` None chooses: logarithmic once everything is positive and spans more than `DECADES`, and from then on.
    `cursor` is a step to mark; `steps_hint` is how many steps the run will have, so that the x axis need not grow.
    `moves` are the steps at which a control was moved, each with its new value.
    The frame is None where the size leaves no room.
    """
    size = Size(*size)
    lines = _with_keys(lines)
    exact = [line for line in lines if not line.faint]
    lines = [line if line.drawn is None else replace(line, steps=line.drawn[0], values=line.drawn[1]) for line in lines]
    live = [line for line in lines if not line.faint]
    right = label_width(lines, size)
    x = _x_axis(lines, previous, steps_hint)
    y = _y_axis(lines, live, previous, log)
    area = layout(size, marks, title=bool(title) or any(map(_first_bad, live)), right=right, y=y)
    if area is None:
        return blank(size, "too small"), None
    sheet = CellGrid(size)
    draw_axes(sheet, area, x, y, marks, x_label=x_label)
    bodies = [(line, *prepare(line.steps, line.values, x, y, area.width)) for line in lines]
    bodies.sort(key=lambda body: not body[0].faint)
    points = [Points(across, up, GHOST if line.faint else line.ink) for line, across, up in bodies]
    sheet.paste(_dotted(plot(Size(area.width, area.height), points, marks), marks), area.left, area.top)
    before = previous.key_columns if previous is not None and previous.area == area else {}
    frame = CurvesFrame(size, x, y, area, write_keys(sheet, area, bodies, before))
    notes = _mark_bad(sheet, frame, live, marks)
    _mark_moves(sheet, frame, moves, marks)
    if cursor is not None:
        _draw_cursor(sheet, frame, exact, cursor, marks)
    write_ends(sheet, area, y, lines, right)
    write_title(sheet, title, "  ".join(notes), "bad", marks)
    if not any(map(len, (line.steps for line in lines))):
        message = "no steps yet"[: area.width]
        sheet.text(area.left + (area.width - len(message)) // 2, area.top + area.height // 2, message, "label")
    return sheet.drawing(), frame


def _with_keys(lines: Sequence[Curve]) -> Sequence[Curve]:
    """Where three lines or more are to be told apart and none has a key, number them."""
    named = [line for line in lines if line.label and not line.faint]
    if not 3 <= len(named) <= 9 or any(line.key for line in named):
        return lines
    keys = iter("123456789")
    return [replace(line, key=next(keys)) if line.label and not line.faint else line for line in lines]


# ----------------------------------------------------------------------------------------------------------- axes


def _x_axis(lines: Sequence[Curve], previous: CurvesFrame | None, steps_hint: int | None) -> Axis:
    first = min((line.steps[0] for line in lines if len(line.steps)), default=0.0)
    last = max((line.steps[-1] for line in lines if len(line.steps)), default=0.0)
    if steps_hint is not None and steps_hint > 0 and last <= steps_hint:
        return Axis(min(0.0, first), float(steps_hint))
    low = 0.0 if 0 <= first <= last / 2 else first
    return fit_axis(previous.x if previous else None, low, max(last, low + 10))


def _y_axis(lines: Sequence[Curve], live: Sequence[Curve], previous: CurvesFrame | None, log: bool | None) -> Axis:
    shown = [extent for line in live if (extent := _extent(line.values))]
    behind = [extent for line in lines if line.faint and (extent := _extent(line.values))]
    low, high = _union(shown or behind or [(0.0, 1.0)])
    everything = _union([(low, high), *behind])
    use_log = _use_log(everything, previous, log)
    if use_log and low <= 0:
        low = _least_positive(live, high)
    if use_log:  # a ghost that went far off must not make the live line small
        low, high = max(min(low, everything[0]), low / 1e3), min(max(high, everything[1]), high * 1e3)
    else:
        span = high - low
        low, high = max(everything[0], low - span), min(everything[1], high + span)
    return fit_axis(previous.y if previous else None, low, high, use_log)


def _use_log(extent: tuple[float, float], previous: CurvesFrame | None, log: bool | None) -> bool:
    low, high = extent
    if log is not None:
        return log and high > 0
    if previous is not None and previous.y.log:
        return low >= 0 < high
    return low > 0 and math.log10(high) - math.log10(low) > DECADES


def _extent(values: Sequence[float]) -> tuple[float, float] | None:
    """The least and the largest finite value, clamped so that their difference is finite too."""
    if not len(values):
        return None
    if not math.isfinite(sum(values)):
        values = [value for value in values if math.isfinite(value)]
        if not values:
            return None
    return max(min(values), -LARGEST), min(max(values), LARGEST)


def _union(extents: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in extents), max(high for _, high in extents)


def _least_positive(lines: Sequence[Curve], otherwise: float) -> float:
    return min(
        (value for line in lines for value in line.values if math.isfinite(value) and value > 0), default=otherwise / 10
    )


# ----------------------------------------------------------------------------------------------------------- marks


def _dotted(drawing: Drawing, marks: Marks) -> Drawing:
    """The drawing with the ghosts' lines dotted; in ASCII the live ones made heavier instead."""
    rows = []
    for row in drawing.rows:
        spans = []
        for span in row:
            if marks == "ascii":
                text = span.text if span.ink in (GHOST, "label") else span.text.replace(".", "*")
            else:
                text = span.text.translate(_DOTTED) if span.ink == GHOST else span.text
            spans.append(Span(text, span.ink, span.ground))
        rows.append(tuple(spans))
    return Drawing(tuple(rows), drawing.size)


def _first_bad(line: Curve) -> tuple[float, float] | None:
    """The first (step, value) that is not finite."""
    if math.isfinite(sum(line.values)):
        return None
    return next(((s, v) for s, v in zip(line.steps, line.values, strict=True) if not math.isfinite(v)), None)


def _mark_bad(sheet: CellGrid, frame: CurvesFrame, live: Sequence[Curve], marks: Marks) -> list[str]:
    """Mark where each live line stopped being finite, and say it: ['✗ nan at step 57']."""
    glyph, notes = glyphs(marks), []
    for line in live:
        bad = _first_bad(line)
        if bad is None:
            continue
        step, value = bad
        word = "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        column = frame.column_of(step)
        if column is not None:
            sheet.put(column, frame.area.top, glyph.bad, "bad")
        who = f"{printable(line.label, plain=marks == 'ascii')}: " if line.label and len(live) > 1 else ""
        notes.append(f"{glyph.bad} {who}{word} at step {step:.0f}")
    return notes


def _mark_moves(sheet: CellGrid, frame: CurvesFrame, moves: Sequence[tuple[int, str]], marks: Marks) -> None:
    """Mark on the x axis where a control was moved, and write its new value above, where that is free."""
    glyph, bottom = glyphs(marks), frame.area.top + frame.area.height
    for step, value in moves:
        column = frame.column_of(step)
        if column is None or bottom >= sheet.size.height:
            continue
        sheet.put(column, bottom, glyph.moved, "present")
        text = printable(value, plain=glyph.plain)
        for row in (frame.area.top, bottom - 1):
            if sheet.free(column + 1, row, len(text) + 1) or sheet.free(column + 1, row, len(text)):
                sheet.text(column + 1, row, text, "present")
                break


def _draw_cursor(sheet: CellGrid, frame: CurvesFrame, live: Sequence[Curve], cursor: int, marks: Marks) -> None:
    column, area, glyph = frame.column_of(cursor), frame.area, glyphs(marks)
    if column is None:
        return
    for row in range(area.top, area.top + area.height):
        if sheet.chars[row][column] in " \u2800":
            sheet.put(column, row, glyph.cursor, "cursor")
    for line in live:
        value = _value_at(line, cursor)
        unit = frame.y.unit(value) if value is not None else math.nan
        if 0 <= unit <= 1:
            sheet.put(column, area.row(unit), glyph.present, line.ink)
    line_row, label_row = area.top + area.height, area.top + area.height + 1
    if label_row >= sheet.size.height:
        return
    sheet.put(column, line_row, glyph.pointer, "cursor")
    label = str(cursor)
    start = min(max(0, column - len(label) // 2), sheet.size.width - len(label))
    for at in range(max(0, start - 1), min(sheet.size.width, start + len(label) + 1)):
        sheet.put(at, label_row, " ")
    _clear_cut_labels(sheet, label_row, start, start + len(label))
    sheet.text(start, label_row, label, "cursor")


def _clear_cut_labels(sheet: CellGrid, row: int, start: int, end: int) -> None:
    """Remove what is left of tick labels that the cursor's label has cut into."""
    for at, step in ((start - 2, -1), (end + 1, 1)):
        while 0 <= at < sheet.size.width and sheet.chars[row][at] != " " and sheet.inks[row][at] == "tick":
            sheet.put(at, row, " ")
            at += step


def _value_at(line: Curve, step: int) -> float | None:
    index = bisect_right(line.steps, step) - 1
    return line.values[index] if index >= 0 else None
