"""A matrix with labeled rows and columns: counts of a confusion matrix, weights of attention."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.charts.scale import Scale, scale_of
from tutor.views.matrix.data import MatrixView
from tutor.views.packing import unpack

_SHADE_ONLY = 2
"""Columns of a cell that has no room for a number."""


@dataclass(frozen=True)
class Cells:
    """Where everything stands: columns of the row labels, rows of the column labels, width of a cell, how many fit."""

    left: int
    top: int
    width: int
    height: int
    rows: int
    columns: int
    upright: bool
    """Whether the column labels are written downward."""
    decimals: int | None
    """None where there is no room for numbers."""
    shares: bool
    """Whether there is room for each row's share of right answers."""

    def at(self, column: int, row: int) -> tuple[int, int] | None:
        """The column and row of the matrix that is drawn there; None beside it."""
        across, down = (column - self.left) // self.width, (row - self.top) // self.height
        return (across, down) if 0 <= across < self.columns and 0 <= down < self.rows else None


def draw_matrix(view: MatrixView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The page as `placed_matrix` draws it."""
    return placed_matrix(view, size, marks, shades=shades, page=page)[0]


def placed_matrix(
    view: MatrixView, size: Size, marks: Marks, *, shades: bool, page: int = 0, marked: tuple[int, int] | None = None
) -> tuple[Drawing, Cells | None]:
    """Draw the values of the page, row by row, as numbers where they fit and as colors or shading where not.

    Of `counts` each row's colors are shares of that row, its diagonal stands in brackets, and what of the row lies
    on it stands at the right. All else has one scale, with a legend; signed values the diverging one. The cell in the
    `marked` column and row stands between '>' and '<'; where cells have one column, it is '>'. Also where everything
    stands; None where there is no room.
    """
    if size.width < 10 or size.height < 3 or not view.rows or not view.columns:
        return blank(size, "too small" if view.rows and view.columns else "no numbers"), None
    plain, counts, values = marks == "ascii", view.counts, unpack(view.pages[page])
    rows, columns = ([printable(label, plain=plain) for label in labels] for labels in (view.rows, view.columns))
    scale = Scale(0.0, 1.0, False) if counts else _scale(values)
    titled = (
        bool(view.row_title or view.column_title) and len(rows) + 3 <= size.height
    )  # rather a row more than a title
    cells = _cells(size, values, rows, columns, counts=counts, titled=titled, shades=shades)
    sheet = CellGrid(size)
    titles = f"rows: {view.row_title}, columns: {view.column_title}" if titled else ""
    _labels(sheet, cells, rows, columns, titles, marks)
    for row in range(cells.rows):
        line = values[row * len(columns) : (row + 1) * len(columns)]
        total = sum(line) if counts else 1.0
        for column in range(min(cells.columns, len(line))):
            value = line[column]
            share = value / total if total else 0.0
            _cell(
                sheet, cells, row, column, value, share if counts else value, scale, marks, counts=counts,
                shades=shades, largest=value == max(line),
            )  # fmt: skip
        if cells.shares and total and row < len(columns):
            at = cells.left + cells.columns * cells.width
            sheet.text(at + 1, cells.top + row * cells.height, f"{100 * line[row] / total:.0f} %".rjust(5), "tick")
    if marked is not None:
        _mark(sheet, cells, *marked)
    _foot(sheet, cells, scale, view.note, len(rows), len(columns), counts, marks, shades=shades)
    return sheet.drawing(), cells


def matrix_pages(view: MatrixView) -> int:
    """The matrices."""
    return len(view.pages)


def matrix_title(view: MatrixView, page: int) -> str:
    """The page's name."""
    return view.page_names[page]


def matrix_words(view: MatrixView) -> str:
    """The note, and the first page in ASCII."""
    drawing = draw_matrix(
        msgspec.structs.replace(view, note=""), Size(78, min(40, len(view.rows) + 6)), "ascii", False, 0
    )
    return f"{view.note}\n{drawing.text()}".strip()


def _scale(values: Sequence[float]) -> Scale:
    found = scale_of(values)
    return found if found.signed or found.low < 0 else Scale(0.0, found.high or 1.0, False)


def _cells(
    size: Size,
    values: Sequence[float],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    counts: bool,
    titled: bool,
    shades: bool,
) -> Cells:
    left = min(max(len(label) for label in rows), max(3, size.width // 4)) + 1
    longest = max(len(label) for label in columns)
    width, decimals = _SHADE_ONLY, None
    room = size.width - left
    for places in (0,) if counts else (3, 2):
        wanted = max((len(_text(value, places)) for value in values), default=1)
        wanted += 2 if counts else 1  # the brackets, or a gap
        if wanted * len(columns) <= room:
            width, decimals = max(_SHADE_ONLY, wanted), places
            break
    if decimals is None and len(columns) <= room < width * len(columns):
        width = 1  # a narrow cell is seen, one that has no room is not
    if decimals is not None:  # a wider cell where that makes the labels fit
        width = max(width, min(max(longest + 1, 6 if counts else 7), (room - 6 * counts) // len(columns), 12))
    upright = longest + 1 > width
    head = titled + (min(longest, max(1, size.height // 4)) if upright else 1)
    foot = 1 if size.height - head >= 4 else 0
    fit_columns = min(len(columns), max(1, room // width))
    height = 2 if shades and 2 * len(rows) <= size.height - head - foot else 1
    fit_rows = min(len(rows), max(0, (size.height - head - foot) // height))
    shares = counts and left + fit_columns * width + 6 <= size.width and fit_columns == len(columns)
    return Cells(left, head, width, height, fit_rows, fit_columns, upright, decimals, shares)


def _text(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    text = f"{value:.{decimals}f}"
    return text.removeprefix("0") if decimals and text.startswith("0.") else text


def _labels(
    sheet: CellGrid, cells: Cells, rows: Sequence[str], columns: Sequence[str], title: str, marks: Marks
) -> None:
    plain = marks == "ascii"
    sheet.text(0, 0, cut(title, sheet.size.width, plain=plain), "label")
    begin = 1 if title else 0
    for index in range(cells.columns):
        label = columns[index]
        at = cells.left + index * cells.width
        if cells.upright:
            height = cells.top - begin
            for down, char in enumerate(label[:height].rjust(height)):
                sheet.put(at + (cells.width - 1) // 2, begin + down, char, "tick")
        else:
            sheet.text(at, begin, cut(label, cells.width - 1, plain=plain).rjust(cells.width - 1), "tick")
    for index in range(cells.rows):
        label = cut(rows[index], cells.left - 1, plain=plain).rjust(cells.left - 1)
        sheet.text(0, cells.top + index * cells.height, label, "tick")
    if cells.shares:
        sheet.text(cells.left + cells.columns * cells.width + 1, cells.top - 1, "right"[:5], "label")


def _cell(
    sheet: CellGrid,
    cells: Cells,
    row: int,
    column: int,
    value: float,
    weight: float,
    scale: Scale,
    marks: Marks,
    *,
    counts: bool,
    shades: bool,
    largest: bool,
) -> None:
    x, y = cells.left + column * cells.width, cells.top + row * cells.height
    ground = scale.ground(weight) if shades else ""
    ink = "" if math.isfinite(value) else "bad"
    if cells.decimals is not None:
        text = _text(value, cells.decimals)
        if counts:
            diagonal = row == column
            text = (
                f"[{text}]"
                if diagonal
                else f"{'·' if value == 0 and marks != 'ascii' else '.' if value == 0 else text} "
            )
            ink = (
                ("present" if shades else "best")
                if diagonal
                else "axis"
                if value == 0
                else "wrong"
                if not shades
                else ""
            )
            ground = "" if value == 0 else ground
            text = text.rjust(cells.width)
        else:
            text = f"*{text}" if largest and not shades and len(text) < cells.width else text
            text = text.rjust(cells.width - 1) + " " if cells.width > len(text) else text
            ink = scale.ink(value) if not shades or ink else ""
    elif shades and math.isfinite(value):
        text = " " * cells.width
    else:
        text, ink = (scale.shade(weight, marks) * cells.width)[: cells.width], scale.ink(weight)
    sheet.text(x, y, text[: cells.width], ink)
    for down in range(1, cells.height):
        if cells.decimals is None and not shades:
            sheet.text(x, y + down, text[: cells.width], ink)
    for down in range(cells.height):
        for at in range(x, min(x + cells.width, sheet.size.width)):
            sheet.grounds[y + down][at] = ground


def _mark(sheet: CellGrid, cells: Cells, column: int, row: int) -> None:
    """Put a cell's number between two arrow heads; where cells have no numbers, these alone."""
    if column >= cells.columns or row >= cells.rows:
        return
    x, y = cells.left + column * cells.width, cells.top + row * cells.height
    last = x + cells.width - 1
    taken = [at for at in range(x, last) if sheet.chars[y][at] not in " ["]
    first = min(taken, default=last) - 1 if cells.decimals is not None else x
    for at in range(max(x, first), last + 1):
        sheet.inks[y][at] = "attention"
    sheet.put(max(x, first), y, ">", "attention")
    if last > x:
        sheet.put(last, y, "<", "attention")


def _foot(
    sheet: CellGrid,
    cells: Cells,
    scale: Scale,
    note: str,
    rows: int,
    columns: int,
    counts: bool,
    marks: Marks,
    *,
    shades: bool,
) -> None:
    """Legend, what is not seen, and the note."""
    row = cells.top + cells.rows * cells.height
    if row >= sheet.size.height:
        return
    row = min(sheet.size.height - 1, row + (1 if sheet.size.height - row > 2 else 0))
    numbers = cells.decimals is not None and not shades  # and nothing else, for which there would be a legend
    words = "share of the row " if counts else ""
    at = _write(sheet, 0, row, words if not numbers else "" if counts else "* the largest of its row", "label")
    hidden = [f"{rows - cells.rows} rows more"] if cells.rows < rows else []
    hidden += [f"{columns - cells.columns} columns more"] if cells.columns < columns else []
    room = sheet.size.width - at
    if hidden and row + 1 >= sheet.size.height:
        room -= 3 + len(", ".join(hidden))  # rather a short legend, or none, than rows left out without a word
    for span in () if numbers else scale.legend(marks, shades=shades, width=min(34, room)):
        for offset in range(len(span.text)):
            if at + offset < sheet.size.width:
                sheet.grounds[row][at + offset] = span.ground
        at = _write(sheet, at, row, span.text, span.ink)
    said = ", ".join([*hidden, *filter(None, [note])])
    at += 3 if at else 0
    if hidden and at + len(said) > sheet.size.width and row + 1 >= sheet.size.height:
        said = ", ".join(hidden)
    if at + len(said) <= sheet.size.width:
        sheet.text(at, row, printable(said, plain=marks == "ascii"), "note")
    elif row + 1 < sheet.size.height:
        sheet.text(0, row + 1, printable(said, plain=marks == "ascii"), "note")


def _write(sheet: CellGrid, column: int, row: int, text: str, ink: str) -> int:
    sheet.text(column, row, text, ink)
    return column + len(text)
