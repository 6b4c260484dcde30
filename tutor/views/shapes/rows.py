"""A view of shapes as the rows that are drawn."""

from __future__ import annotations

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.shapes.data import ShapeRow, ShapesView
from tutor.views.shapes.draw import Cell, Row, shapes


def draw(view: ShapesView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Operands, result and sentences."""
    del shades, page
    rows = [_row(row) for row in view.rows]
    return shapes(size, _row(view.head), rows, _row(view.result) if view.result else None, view.said, marks=marks)


def _row(row: ShapeRow) -> Row:
    return Row(row.name, [Cell(cell.text, cell.state, cell.part) for cell in row.cells], row.note)
