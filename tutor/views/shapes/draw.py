"""Shapes in columns: the dimensions that meet stand above one another, each in a box; what comes of them below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from tutor.charts.cell_grid import CellGrid, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.shapes.data import ShapeCell, ShapeRow, ShapesView

_INKS = {
    "stretched": "attention",
    "missing": "ghost",
    "clash": "bad",
    "summed": "line4",
    "gone": "ghost",
    "new": "right",
}
_PARTS = ("line1", "line2", "line3", "line4", "line5", "line6")

_ASCII = str.maketrans({"→": ">", "·": ".", "−": "-", "…": "~"})


class _Corners(NamedTuple):
    across: str
    up: str
    corners: str
    """Upper left, upper right, lower left, lower right."""


_SOLID = _Corners("─", "│", "┌┐└┘")
_DASHED = _Corners("╌", "┊", "┌┐└┘")
_BARE = _Corners("-", "|", "++++")


def draw_shapes(view: ShapesView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw the operands, a rule, the result (or a cross in its place), and the sentences.

    In boxes where there is room for them, else a line a shape.
    """
    del shades, page
    head, result = view.head, view.result
    shown = [*view.rows, *([result] if result is not None else [])]
    if size.width < 10 or size.height < 2:
        return blank(size, "too small")
    plain = marks == "ascii"
    names = min(max((len(row.name) for row in shown), default=0), max(4, size.width // 3))
    widths = [
        max(len(_written(cell, marks)) for cell in cells)
        for cells in zip(head.cells, *(row.cells for row in shown), strict=True)
    ]
    sentences = [line for one in view.said for line in textwrap.wrap(one, size.width - 1) or [""]]
    boxed_width = names + 2 + sum(width + 4 for width in widths) + 1
    boxed_height = 1 + 3 * len(shown) + (0 if result is not None else 1) + 1 + len(sentences)
    sheet = CellGrid(size)
    boxed = boxed_width <= size.width and boxed_height <= size.height
    pad = 4 if boxed else 2
    columns = [names + 2 + sum(width + pad for width in widths[:place]) for place in range(len(widths))]
    spare = size.height - len(shown) * (3 if boxed else 1)
    headed = any(cell.text for cell in head.cells) and spare >= 1
    for cell, column, width in zip(head.cells if headed else (), columns, widths, strict=False):
        sheet.text(column, 0, _clean(cell.text, plain).center(width + pad - 1), "tick")
    y = 1 if headed else 0
    end = columns[-1] + widths[-1] + pad if columns else names
    for row in shown:
        if row is result and not boxed and spare >= 2:
            sheet.text(0, y, ("-" if plain else "─") * min(end, size.width), "axis")
            y += 1
        y += _row(sheet, y, names, row, columns, widths, marks, boxed=boxed, strong=row is result)
    if result is None:
        sheet.text(0, y, "x no result" if marks != "braille" else "✗ no result", "bad")
        y += 1
    y += 1 if y + 1 + len(sentences) <= size.height else 0
    for line in sentences:
        sheet.text(0, y, _clean(line, plain), "" if result is not None else "note")
        y += 1
    return sheet.drawing()


def _row(
    sheet: CellGrid,
    y: int,
    names: int,
    row: ShapeRow,
    columns: Sequence[int],
    widths: Sequence[int],
    marks: Marks,
    *,
    boxed: bool,
    strong: bool,
) -> int:
    """Write a shape; how many rows it took."""
    plain = marks == "ascii"
    middle = y + 1 if boxed else y
    name = _clean(row.name, plain)
    shown = name if len(name) <= names else "result" if strong and names >= 6 else name[:names]
    sheet.text(0, middle, shown, "title" if not strong else "present")
    for cell, column, width in zip(row.cells, columns, widths, strict=True):
        text = _written(cell, marks)
        if not text:
            continue
        ink = _INKS.get(cell.state) or (
            _PARTS[cell.part % len(_PARTS)] if cell.part >= 0 else "present" if strong else ""
        )
        if boxed:
            _box(sheet, column, y, width, _INKS.get(cell.state) or ink or "axis", _corners(cell, marks))
            sheet.text(column + 2, middle, text.center(width), ink)
        else:
            sheet.text(column, middle, text.center(width + 1), ink)
    note = _clean(row.note, plain)
    end = columns[-1] + widths[-1] + (4 if boxed else 2) if columns else names + 2
    if note and end + 1 + len(note) <= sheet.size.width:
        sheet.text(end + 1, middle, note, "label")
    return 3 if boxed else 1


def _written(cell: ShapeCell, marks: Marks) -> str:
    """What stands in the cell, with a sign of what happens to it beside the color."""
    text = _clean(cell.text, marks == "ascii")
    signs = {"clash": "x" if marks != "braille" else "✗", "summed": "sum" if marks == "ascii" else "Σ"}
    if cell.state == "gone":
        return "-" if marks == "ascii" else "–"
    return f"{signs[cell.state]} {text}" if cell.state in signs else text


def _clean(text: str, plain: bool) -> str:
    """The text in characters of one cell each, those that we write ourselves as near to ASCII as can be."""
    return printable(text.translate(_ASCII) if plain else text, plain=plain)


def _corners(cell: ShapeCell, marks: Marks) -> _Corners:
    if marks == "ascii":
        return _BARE
    return _DASHED if cell.state in ("stretched", "missing", "gone") and marks == "braille" else _SOLID


def _box(sheet: CellGrid, column: int, y: int, width: int, ink: str, line: _Corners) -> None:
    left, right, low_left, low_right = tuple(line.corners)
    sheet.text(column, y, f"{left}{line.across * (width + 2)}{right}", ink)
    sheet.put(column, y + 1, line.up, ink)
    sheet.put(column + width + 3, y + 1, line.up, ink)
    sheet.text(column, y + 2, f"{low_left}{line.across * (width + 2)}{low_right}", ink)


def shapes_words(view: ShapesView) -> str:
    """The shapes in columns, a rule above the result, and the sentences."""
    shown = [view.head, *view.rows, *([view.result] if view.result is not None else [])]
    names = max(len(row.name) for row in shown)
    widths = [max(len(cell.text) for cell in cells) for cells in zip(*(row.cells for row in shown), strict=True)]
    lines = []
    for row in shown:
        cells = "  ".join(cell.text.rjust(width) for cell, width in zip(row.cells, widths, strict=True))
        lines.append(f"{row.name.ljust(names)}  {cells}  {row.note}".rstrip())
    if view.result is not None:
        lines.insert(-1, "-" * (names + 2 + sum(widths) + 2 * max(0, len(widths) - 1)))
    return "\n".join([*lines, *view.said])
