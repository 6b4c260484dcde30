"""The confusion matrix that is walked through: beside it the pictures of one cell, and what was thought of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.charts.cell_grid import CellGrid, Frame, Place, cut, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.matrix.data import MatrixView
from tutor.views.matrix.draw import Cells, placed_matrix
from tutor.views.mistakes.case import NARROWEST, draw_case, draw_strip
from tutor.views.mistakes.data import Case, MistakesView
from tutor.views.packing import unpack

_GAP = 2
_STRIP = 6
"""Rows of the pictures of a cell where they stand below the matrix."""
_CASE = 12
"""Rows that a picture with its bars needs."""
_SAID = 10
"""How many mistakes are told in words."""


class MistakesFrame(Frame, frozen=True):
    """Where the matrix stands."""

    cells: Cells | None
    classes: int
    pair: tuple[int, int]
    """Truth and answer of the cell that is open."""

    def point_at(self, column: int, row: int) -> Place | None:
        """Answer and truth of the matrix's cell there."""
        return self.cells.at(column, row) if self.cells is not None else None

    def next_to(self, point: Place | None, columns: int, rows: int) -> Place:
        """Answer and truth of the cell so many columns right and rows above; from None, beside the one that is open."""
        truth, answer = self.pair
        column, row = (answer, truth) if point is None else (int(point[0]), int(point[1]))
        last = self.classes - 1
        return min(max(column + columns, 0), last), min(max(row - rows, 0), last)


def draw_mistakes(
    view: MistakesView,
    size: Size,
    marks: Marks,
    shades: bool,
    page: int,
    *,
    key: str = "",
    probe: Place | None = None,
    previous: MistakesFrame | None = None,
) -> tuple[Drawing, MistakesFrame | None]:
    """The matrix, with the pictures of the cell at `probe` beside or below it; the page is which of them is large.

    Where the matrix has no room, the worst mistakes alone. Where there was no probe yet, the commonest mistake is open.
    """
    del previous
    if size.width < 10 or size.height < 3:
        return blank(size, "too small"), None
    sheet = CellGrid(size)
    pair = _pair(view, probe)
    room = _matrix_room(view, size)
    if room is None:
        _worst(sheet, view, key, marks, shades=shades)
        return sheet.drawing(), MistakesFrame(size, None, len(view.names), pair)
    truth, answer = pair
    beside, below = size.width - room.width - _GAP, size.height - room.height - 1
    note = f"the pictures behind a cell: {key}" if key and beside <= 0 and below < _CASE else view.note
    counted = MatrixView(view.names, view.names, "true", "predicted", (view.counts,), ("",), True, note)
    drawing, cells = placed_matrix(counted, room, marks, shades=shades, marked=(answer, truth))
    sheet.paste(drawing, 0, 0)
    cases = _cases(view, pair)
    if beside > 0:
        _paste(sheet, room.width + _GAP, 0, Size(beside, size.height), view, pair, cases, page, marks, shades=shades)
        _paste_strip(sheet, room.height + 1, Size(room.width, below), view, cases, page, marks, shades=shades)
    elif below >= _CASE:
        high = min(below - _STRIP - 1, max(len(view.names) + 3, _CASE)) if below >= _CASE + _STRIP + 1 else below
        _paste(sheet, 0, room.height + 1, Size(size.width, high), view, pair, cases, page, marks, shades=shades)
        _paste_strip(
            sheet, room.height + high + 2, Size(size.width, below - high - 1), view, cases, page, marks, shades=shades
        )
    return sheet.drawing(), MistakesFrame(size, cells, len(view.names), pair)


def mistakes_pages(view: MistakesView, probe: Place | None = None) -> int:
    """The pictures of the cell that is open."""
    return len(_cases(view, _pair(view, probe)))


def mistakes_title(view: MistakesView, _page: int) -> str:
    """How many are right."""
    return f"{view.right:,} of {view.total:,} right"


def mistakes_words(view: MistakesView) -> str:
    """How many are right, the matrix in ASCII, and the worst mistakes one by one."""
    counted = MatrixView(view.names, view.names, "true", "predicted", (view.counts,), ("",), True, "")
    drawing, _ = placed_matrix(counted, Size(78, min(40, len(view.names) + 4)), "ascii", shades=False)
    said = [
        f"{view.names[case.truth]} taken for {view.names[case.answer]}, number {case.number}: "
        f"{100 * unpack(case.probabilities)[case.answer]:.0f} % sure"
        for case in _worst_cases(view)[:_SAID]
    ]
    head = f"{view.right} of {view.total} right, {100 * view.right / view.total:.1f} %"
    return "\n".join(filter(None, [head, view.note, drawing.text().rstrip(), *said]))


def mistakes_data(view: MistakesView) -> dict[str, Any]:
    """The view as plain data."""
    counts, size = unpack(view.counts), len(view.names)
    rows = [[int(one) for one in counts[row * size : (row + 1) * size]] for row in range(size)]
    return {"right": view.right, "of": view.total, "classes": list(view.names), "counts": rows, "note": view.note}


def _pair(view: MistakesView, probe: Place | None) -> tuple[int, int]:
    """Truth and answer at a place; where there is none, of the commonest mistake."""
    size = len(view.names)
    if probe is not None and max(probe) < size:
        return int(probe[1]), int(probe[0])
    counts = unpack(view.counts)
    wrong = [(counts[row * size + column], -row, -column) for row in range(size) for column in range(size)
             if row != column]  # fmt: skip
    _, row, column = max(wrong)
    return -row, -column


def _cases(view: MistakesView, pair: tuple[int, int]) -> list[Case]:
    return [case for case in view.cases if (case.truth, case.answer) == pair]


def _worst_cases(view: MistakesView) -> list[Case]:
    """The wrong ones, those first whose true class was thought least likely."""
    wrong = [case for case in view.cases if case.truth != case.answer]
    return sorted(wrong, key=lambda case: unpack(case.probabilities)[case.truth])


def _matrix_room(view: MistakesView, size: Size) -> Size | None:
    """The columns and rows of the matrix; None where it cannot be read in this size."""
    classes = len(view.names)
    digits = len(f"{max(unpack(view.counts)):.0f}")
    least = min(max(map(len, view.names)), max(3, size.width // 4)) + 1 + classes * (digits + 2)
    if size.height < min(classes, 12) + 1 or size.width < min(least, 60):
        return None
    low, upright = size.height < classes + 4 + _CASE, 2 * size.height > size.width
    if size.width - _GAP - NARROWEST < least or size.height < _CASE or (upright and not low):
        return Size(size.width, size.height if low else classes + 4)
    wide = least + classes * (10 - digits) + 6  # cells are not drawn wider than twelve columns
    width = min(max(least + 6, min(size.width * 2 // 3, wide)), size.width - _GAP - NARROWEST)
    strip = size.height >= classes + 3 + _STRIP
    return Size(width, min(size.height - _STRIP, 2 * classes + 4) if strip else size.height)


def _paste(
    sheet: CellGrid,
    left: int,
    top: int,
    room: Size,
    view: MistakesView,
    pair: tuple[int, int],
    cases: Sequence[Case],
    page: int,
    marks: Marks,
    *,
    shades: bool,
) -> None:
    part = CellGrid(room)
    draw_case(part, view, pair, cases, page, marks, shades=shades)
    sheet.paste(part.drawing(), left, top)


def _paste_strip(
    sheet: CellGrid,
    top: int,
    room: Size,
    view: MistakesView,
    cases: Sequence[Case],
    page: int,
    marks: Marks,
    *,
    shades: bool,
) -> None:
    """The pictures of the cell in a row, where there is room for them."""
    if room.height >= _STRIP - 1 and cases:
        part = CellGrid(room)
        draw_strip(part, view, cases, page, marks, shades=shades)
        sheet.paste(part.drawing(), 0, top)


def _worst(sheet: CellGrid, view: MistakesView, key: str, marks: Marks, *, shades: bool) -> None:
    """How many are wrong, and the worst of them in a row."""
    worst, plain = _worst_cases(view), marks == "ascii"
    said = f"{view.total - view.right:,} of {view.total:,} wrong" + (f"; who was taken for whom: {key}" if key else "")
    sheet.text(0, 0, cut(printable(said, plain=plain), sheet.size.width, plain=plain), "label")
    _paste_strip(sheet, 1, Size(sheet.size.width, sheet.size.height - 1), view, worst, -1, marks, shades=shades)
