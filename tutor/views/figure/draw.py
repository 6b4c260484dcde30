"""A figure: its charts side by side and below one another, as many as can be read; each has a page of its own."""

from __future__ import annotations

from typing import Any

from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.drawing import Drawing, Marks, Size, blank
from tutor.views.figure.axes import draw_chart
from tutor.views.figure.data import Axes, FigureView
from tutor.views.numbers import short
from tutor.views.packing import unpack

LEAST = Size(26, 8)
"""A chart needs this much room to be read."""


def draw_figure(view: FigureView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw all charts, or as many of the first as find room; page k is chart k alone."""
    chosen = view.axes[page - 1 : page] if page else view.axes
    if size.width < 12 or size.height < 3 or not chosen:
        return blank(size, "too small" if chosen else "nothing is drawn in it")
    sheet, plain = CellGrid(size), marks == "ascii"
    top = 1 if view.title and size.height >= 9 else 0
    if top:
        sheet.text(0, 0, cut(printable(view.title, plain=plain), size.width, plain=plain), "title")
    columns = max(1, min(view.columns, len(chosen), (size.width + 1) // (LEAST.width + 1)))
    rows = max(1, min(-(-len(chosen) // columns), (size.height - top) // LEAST.height))
    hidden = len(chosen) - columns * rows
    notes = [f"{hidden} more, each on a page of its own" if hidden > 0 else "", view.note]
    said = printable(", ".join(filter(None, notes)), plain=plain)
    foot = 1 if said and size.height - top >= LEAST.height + 1 else 0
    width, height = (size.width + 1) // columns - 1, (size.height - top - foot) // rows
    for at, axes in enumerate(chosen[: columns * rows]):
        down, across = divmod(at, columns)
        drawing = draw_chart(axes, Size(width, height), marks, shades=shades)
        sheet.paste(drawing, across * (width + 1), top + down * height)
    if foot:
        sheet.text(0, size.height - 1, cut(said, size.width, plain=plain), "note")
    return sheet.drawing()


def figure_pages(view: FigureView) -> int:
    """All together, and each alone where there are several."""
    return len(view.axes) + 1 if len(view.axes) > 1 else 1


def figure_title(view: FigureView, page: int) -> str:
    """Which chart it is."""
    return view.axes[page - 1].title if page else ""


def figure_words(view: FigureView) -> str:
    """The charts in ASCII, one below the other."""
    wide = min(view.columns, 2)
    rows = -(-len(view.axes) // wide)
    size = Size(78, min(rows, 4) * (16 if wide == 1 else 12) + bool(view.title))
    return draw_figure(view, size, "ascii", False, 0).text().rstrip()


def figure_data(view: FigureView) -> dict[str, Any]:
    """The figure as plain data."""
    return {"title": view.title, "axes": [_plain(axes) for axes in view.axes], "note": view.note}


def _plain(axes: Axes) -> dict[str, Any]:
    layers = [
        {"kind": layer.kind, "name": layer.name, "x": list(unpack(layer.x)), "y": list(unpack(layer.y))}
        | ({"right": list(unpack(layer.right)), "top": list(unpack(layer.top))} if layer.kind == "bars" else {})
        for layer in axes.layers
    ]
    facts = {"title": axes.title, "x_label": axes.x_label, "y_label": axes.y_label, "x": axes.x, "y": axes.y}
    words = [f"{one.text} at {short(one.x)}, {short(one.y)}" for one in axes.words]
    return {**facts, "layers": layers, "words": words, "picture": axes.picture is not None, "note": axes.note}
