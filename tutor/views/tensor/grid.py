"""A tensor: its values as a grid of numbers and colors, and beside it what it is and how its values are spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tutor.charts.axis import number
from tutor.charts.bars import draw_bars
from tutor.charts.cell_grid import CellGrid, printable
from tutor.charts.drawing import Drawing, Marks, Size, Span, blank
from tutor.charts.scale import Scale
from tutor.views.base import Histogram

SIDE = 36
"""Columns of what is said beside the grid, where there is room for it beside."""
_PLAIN = {ord("−"): "-", ord("±"): "+-"}


class Line(NamedTuple):
    """A line of what is said: a label, what it is of this tensor, and the ink of that."""

    label: str
    text: str
    ink: str = ""


@dataclass(frozen=True)
class Matrix:
    """Numbers in rows and columns. `rows` and `columns` are their indices in the tensor; a jump is a gap."""

    rows: Sequence[int]
    columns: Sequence[int]
    values: Sequence[float]
    """Row by row."""
    wrap: bool = False
    """A tensor of one dimension: its only row goes on in the next line."""


def tensor(
    size: Size,
    matrix: Matrix,
    scale: Scale,
    lines: Sequence[Line] = (),
    spread: Histogram | None = None,
    *,
    marks: Marks = "braille",
    shades: bool = True,
) -> Drawing:
    """Draw the matrix with its legend; the lines and the histogram beside it, or above and below where it is narrow.

    Numbers are written where they fit, else each value is a cell of color, or of shading where there are no shades.
    """
    size = Size(max(0, size.width), max(0, size.height))
    if size.width < 8 or size.height < 2:
        return blank(size, "too small")
    if marks == "ascii":
        lines = [Line(line.label, line.text.translate(_PLAIN), line.ink) for line in lines]
    sheet = CellGrid(size)
    if size.width >= 2 * SIDE + 8 and size.height >= 8:
        left = size.width - SIDE - 2
        used = _grid(sheet, 0, 0, left, size.height - 2, matrix, scale, marks, shades=shades)
        _spans(sheet, 0, min(used + 1, size.height - 1), scale.legend(marks, shades=shades, width=left))
        _beside(sheet, left + 2, lines, spread, marks)
        return sheet.drawing()
    above = min(len(lines), max(1, size.height // 4)) if lines else 0
    shown = _packed(lines, size.width, above)
    for row, spans in enumerate(shown):
        _spans(sheet, 0, row, spans)
    below = 2 if size.height - len(shown) >= 8 else 1 if size.height - len(shown) >= 4 else 0
    room = size.height - len(shown) - below
    used = _grid(sheet, 0, len(shown), size.width, room, matrix, scale, marks, shades=shades)
    _foot(sheet, min(len(shown) + used, size.height - below), below, scale, spread, marks, shades=shades)
    return sheet.drawing()


def _foot(
    sheet: CellGrid, row: int, height: int, scale: Scale, spread: Histogram | None, marks: Marks, *, shades: bool
) -> None:
    """Legend and, where there is room for it, a histogram of one row."""
    width = sheet.size.width
    legend = scale.legend(marks, shades=shades, width=min(width, 40))
    if height < 1:
        return
    row += height - 1
    _spans(sheet, 0, row, legend)
    start = sum(len(span.text) for span in legend) + 3
    if spread is not None and width - start >= 20:
        _histogram(sheet, start, row, min(40, width - start), 1, spread, marks, ends=True)


def _beside(sheet: CellGrid, column: int, lines: Sequence[Line], spread: Histogram | None, marks: Marks) -> None:
    height = sheet.size.height
    wrapped = [spans for line in lines for spans in _wrapped(line, SIDE)]
    bars = min(5, height - len(wrapped) - 2) if spread is not None else 0
    row = 0
    for spans in wrapped[:height]:
        _spans(sheet, column, row, spans)
        row += 1
    if spread is not None and bars >= 1:
        _histogram(sheet, column, row + 1, SIDE, bars, spread, marks)


# ----------------------------------------------------------------------------------------------------------- the grid


def _grid(
    sheet: CellGrid,
    left: int,
    top: int,
    width: int,
    height: int,
    matrix: Matrix,
    scale: Scale,
    marks: Marks,
    *,
    shades: bool,
) -> int:
    """Write the values from (left, top) on, in this room; how many rows were used."""
    if not matrix.values:
        sheet.text(left, top, "no elements"[:width], "label")
        return 1
    cells = _cells(matrix, width, marks, shades=shades)
    if matrix.wrap:
        matrix = _folded(matrix, max(1, (width - _gutter(matrix.columns)) // cells.width))
    gutter = _gutter(matrix.rows) if matrix.wrap or len(matrix.rows) > 1 or len(matrix.columns) > 1 else 0
    head = 0 if matrix.wrap or height < 3 or len(matrix.columns) < 2 else 1
    columns = _fitting(matrix.columns, (width - gutter) // cells.width)
    rows = _fitting(matrix.rows, height - head)
    if head:
        _column_labels(sheet, left + gutter, top, matrix, columns, cells.width)
    for down, row in enumerate(rows):
        y = top + head + down
        if row is None:
            sheet.text(left, y, ("⋮" if marks == "braille" else ":").rjust(gutter - 1), "label")
            continue
        sheet.text(left, y, str(matrix.rows[row]).rjust(gutter - 1) if gutter else "", "tick")
        for across, column in enumerate(columns):
            x = left + gutter + across * cells.width
            place = row * len(matrix.columns) + column if column is not None else -1
            if column is None:
                sheet.text(x, y, ("…" if marks == "braille" else "..")[: cells.width].rjust(cells.width), "label")
            elif place < len(matrix.values):
                _write(sheet, x, y, matrix.values[place], cells, scale, marks, shades=shades)
    return head + len(rows)


@dataclass(frozen=True)
class _Cells:
    """How values are written: as numbers of so many decimals (None: as colors only), in cells of this width."""

    width: int
    decimals: int | None
    scientific: bool = False


def _cells(matrix: Matrix, width: int, marks: Marks, *, shades: bool) -> _Cells:
    """The most digits with which all columns fit; else the widest cells without digits."""
    room = width - _gutter(matrix.columns if matrix.wrap else matrix.rows)
    across = 1 if matrix.wrap else len(matrix.columns)
    finite = [abs(value) for value in matrix.values if math.isfinite(value)]
    most = max(finite, default=0.0)
    whole = most < 1e7 and all(value == int(value) for value in finite)
    size = math.floor(math.log10(most)) if most else 0
    scientific = bool(most) and not whole and not -4 < size < 6
    choices = [0] if whole else [3, 2, 1] if scientific else [max(0, 3 - size) if size > 0 else 4, 3, 2, 1, 0]
    for decimals in choices if across * 2 <= room else ():
        if not whole and not scientific and decimals > choices[0]:
            continue
        if not whole and decimals == 0 and size < 2:
            continue
        made = _Cells(0, decimals, scientific)
        longest = max(len(_number(value, made, marks)) for value in matrix.values)
        if across * (longest + 1) <= room and (not matrix.wrap or longest + 1 <= room):
            return _Cells(longest + 1, decimals, scientific)
    return _Cells(2 if across * 2 <= room or not shades else 1, None)


def _number(value: float, cells: _Cells, marks: Marks) -> str:
    plain = marks == "ascii"
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return ("inf" if value > 0 else "-inf") if plain else ("∞" if value > 0 else "−∞")
    if cells.scientific:
        mantissa, _, exponent = f"{value:.{cells.decimals}e}".partition("e")
        text = f"{mantissa}e{int(exponent)}" if value else "0"
    else:
        text = f"{value:.{cells.decimals}f}"
    return text if plain else text.replace("-", "−", 1) if text.startswith("-") else text


def _write(
    sheet: CellGrid, x: int, y: int, value: float, cells: _Cells, scale: Scale, marks: Marks, *, shades: bool
) -> None:
    ground = scale.ground(value) if shades else ""
    if cells.decimals is not None:
        text, ink = _number(value, cells, marks).rjust(cells.width), "" if math.isfinite(value) else "bad"
        if ink == "" and not shades:
            ink = scale.ink(value)
    elif shades and math.isfinite(value):
        text, ink = " " * cells.width, ""
    else:
        text, ink = scale.shade(value, marks)[: cells.width], scale.ink(value)
    sheet.text(x, y, text, ink)
    for column in range(x, min(x + cells.width, sheet.size.width)):
        sheet.grounds[y][column] = ground


def _gutter(indices: Sequence[int]) -> int:
    """Columns for the indices at the left, and a space."""
    return len(str(indices[-1])) + 1 if indices else 0


def _folded(matrix: Matrix, across: int) -> Matrix:
    """A single row as several of `across` elements, a round number where it is a large one; the gap becomes a row's."""
    across = min(across, len(matrix.columns))
    for unit in (50, 20, 10, 5):
        if across > unit:
            across -= across % unit
            break
    starts = range(0, len(matrix.columns), across)
    return Matrix([matrix.columns[start] for start in starts], list(range(across)), matrix.values, wrap=True)


def _fitting(indices: Sequence[int], room: int) -> list[int | None]:
    """Places among the indices that fit in so many cells; None is a gap, of what is not there or has no room."""
    jump = next((i for i in range(1, len(indices)) if indices[i] - indices[i - 1] > indices[1] - indices[0]), None)
    if room < 1:
        return []
    places: list[int | None] = list(range(len(indices)))
    if jump is not None and len(indices) + 1 <= room:
        return [*places[:jump], None, *places[jump:]]
    if len(indices) <= room and jump is None:
        return places
    if room < 3:
        return places[:room]
    last = max(1, (room - 1) // 4)
    return [*places[: room - 1 - last], None, *places[len(indices) - last :]]


def _column_labels(sheet: CellGrid, left: int, top: int, matrix: Matrix, columns: list[int | None], width: int) -> None:
    """The columns' indices above them, as many as do not touch."""
    free = left
    for across, column in enumerate(columns):
        if column is None:
            continue
        label = str(matrix.columns[column])
        start = left + (across + 1) * width - max(len(label), 1)
        if width <= 2:
            start = left + across * width
        if start >= free and (width > 2 or across == 0 or matrix.columns[column] % 5 == 0):
            sheet.text(start, top, label, "tick")
            free = start + len(label) + 1


# --------------------------------------------------------------------------------------------- lines and histogram


def _wrapped(line: Line, width: int) -> list[tuple[Span, ...]]:
    """A line in the width given, its text going on under itself."""
    indent = len(line.label) + 1 if line.label else 0
    room = max(4, width - indent)
    words, rows = line.text.split(" "), [""]
    for word in words:
        if rows[-1] and len(rows[-1]) + 1 + len(word) > room:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip() if rows[-1] else word
    spans: list[tuple[Span, ...]] = []
    for index, row in enumerate(rows):
        label = f"{line.label} " if index == 0 and line.label else " " * indent
        spans.append((Span(label, "label"), Span(printable(row[:room]), line.ink)))
    return spans


def _packed(lines: Sequence[Line], width: int, rows: int) -> list[list[Span]]:
    """As many lines as fit in so many rows, several to a row."""
    packed: list[list[Span]] = []
    used = width + 1
    for line in lines:
        text = printable(line.text)
        length = len(line.label) + bool(line.label) + len(text)
        if used + 3 + length > width:
            if len(packed) == rows:
                break
            packed.append([])
            used = 0
        if used:
            packed[-1].append(Span("   "))
            used += 3
        packed[-1] += [Span(f"{line.label} " if line.label else "", "label"), Span(text, line.ink)]
        used += length
    return packed


def _spans(sheet: CellGrid, column: int, row: int, spans: Sequence[Span]) -> None:
    for span in spans:
        sheet.text(column, row, span.text, span.ink)
        if span.ground and 0 <= row < sheet.size.height:
            for at in range(column, min(column + len(span.text), sheet.size.width)):
                sheet.grounds[row][at] = span.ground
        column += len(span.text)


def _histogram(
    sheet: CellGrid,
    left: int,
    top: int,
    width: int,
    height: int,
    spread: Histogram,
    marks: Marks,
    *,
    ends: bool = False,
) -> None:
    """Bars upward from the lowest row, in `width` columns; the ends of the range beside or below them."""
    plain = marks == "ascii"
    low, high = number(spread.low, digits=3, plain=plain), number(spread.high, digits=3, plain=plain)
    if ends:
        sheet.text(left, top, low, "tick")
        left, width = left + len(low) + 1, width - len(low) - len(high) - 2
    if width < 1 or not spread.counts:
        return
    counts = _bars(spread.counts, width)
    draw_bars(sheet, left, top, height, counts, "line2", marks)
    if ends:
        sheet.text(left + len(counts) + 1, top, high, "tick")
        return
    sheet.text(left, top + height, low, "tick")
    sheet.text(left + max(len(low) + 1, len(counts) - len(high)), top + height, high, "tick")


def _bars(counts: Sequence[int], width: int) -> list[int]:
    """The counts for so many columns: each several columns wide, or several to a column."""
    if len(counts) <= width:
        return [count for count in counts for _ in range(width // len(counts))]
    merge = -(-len(counts) // width)
    return [sum(counts[start : start + merge]) for start in range(0, len(counts), merge)]
