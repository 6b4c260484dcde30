"""The images of matplotlib's axes as small pictures; and any axes as matplotlib draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tutor.views.matrix.data import MatrixView
from tutor.views.numbers import shape_text
from tutor.views.packing import pack
from tutor.views.pictures.data import PicturesView, Tile
from tutor.views.pictures.make import SIDE, TILES, alone, smaller

MATRIX = 48
"""No more rows or columns than this are shown as numbers with names."""
_SIGNED = ("bwr", "coolwarm", "seismic", "RdBu", "RdGy", "PiYG", "PRGn", "BrBG", "PuOr", "RdYlBu", "RdYlGn")
"""The colormaps whose middle is white and matters."""
_INK = ("binary", "Greys", "gray_r", "grey_r", "gist_yarg", "gist_gray_r")
"""Those of paper: white is nothing, black is much. With all others what is much is bright here."""


def matrix_of(axes: Any) -> MatrixView | None:
    """An image whose rows and columns have names, as numbers; None where it has none, or is no such image."""
    if len(axes.images) != 1 or axes.name != "rectilinear" or axes.lines or axes.patches:
        return None
    array = _array(axes.images[0])
    if array.ndim != 2 or max(array.shape) > MATRIX:
        return None
    rows, columns = (_named(axis, count) for axis, count in zip((axes.yaxis, axes.xaxis), array.shape, strict=True))
    if rows is None and columns is None:
        return None
    height, width = array.shape
    return MatrixView(
        rows or tuple(map(str, range(height))),
        columns or tuple(map(str, range(width))),
        axes.get_ylabel() or "rows",
        axes.get_xlabel() or "columns",
        (pack(array.astype(float).reshape(-1).tolist()),),
        (axes.get_title(),),
        False,
        "",
    )


def _named(axis: Any, count: int) -> tuple[str, ...] | None:
    """The names of so many rows or columns; None where these are only counted."""
    if type(axis.get_major_formatter()).__name__.startswith(("ScalarFormatter", "NullFormatter")):
        return None
    places = [float(place) for place in axis.get_majorticklocs()]
    texts = dict(zip(places, axis.get_major_formatter().format_ticks(places), strict=False))
    return tuple(texts.get(float(index), "") for index in range(count)) if any(texts.values()) else None


def picture_of(axes: Any) -> PicturesView:
    """The one image of the axes."""
    pixels, low, high, signed = _pixels(axes.images[0])
    shape = tuple(_array(axes.images[0]).shape)
    return _view([(pixels, "")], low, high, signed, shape_text(shape), side=alone())


def pictures_of(charts: Sequence[Any]) -> PicturesView | None:
    """An image for each of the axes, with their titles below them; None where they are too different for that."""
    found = [_pixels(axes.images[0]) for axes in charts[:TILES]]
    if len({pixels.ndim for pixels, *_ in found}) > 1 or len({signed for *_, signed in found}) > 1:
        return None
    scales = {(low, high) for _, low, high, _ in found}
    note = "each on a scale of its own" if len(scales) > 1 else ""
    low, high = scales.pop() if len(scales) == 1 else (0.0, 1.0)
    left = len(charts) - len(found)
    notes = [note, f"{left:,} more are not here" if left else ""]
    shapes = {shape_text(tuple(_array(axes.images[0]).shape)) for axes in charts}
    tiles = [(pixels, _caption(axes)) for (pixels, *_), axes in zip(found, charts, strict=False)]
    side = SIDE if len(tiles) > 1 else alone()
    return _view(tiles, low, high, found[0][3], shapes.pop() if len(shapes) == 1 else "", ", ".join(notes).strip(", "),
                 side)  # fmt: skip


def _caption(axes: Any) -> str:
    said: str = axes.get_title() or axes.get_xlabel()
    return " ".join(said.replace("$", "").split())


def _array(image: Any) -> Any:
    import numpy

    return numpy.ma.filled(numpy.ma.asarray(image.get_array()).astype(float), math.nan)


def _pixels(image: Any) -> tuple[Any, float, float, bool]:
    """Bytes of shape (H, W) or (H, W, 3); what 0 and 255 stand for, and whether 0 is the middle and matters."""
    import numpy

    array = _array(image)
    if getattr(image, "origin", "upper") == "lower":
        array = array[::-1]
    if array.ndim == 3:
        whole = image.get_array().dtype == numpy.uint8
        colors = array[..., :3] if whole else array[..., :3] * 255
        return _bytes(colors), 0.0, 255.0 if whole else 1.0, False
    image.autoscale_None()
    low, high = (float(end) if end is not None else 0.0 for end in image.get_clim())
    shares = numpy.ma.filled(image.norm(numpy.ma.masked_invalid(array)), 0.0)
    if low < 0 < high and image.get_cmap().name.startswith(_SIGNED):
        most = max(-low, high)
        return _bytes((array / most + 1) / 2 * 255), -most, most, True
    if image.get_cmap().name in _INK:
        return _bytes((1 - shares) * 255), high, low, False
    return _bytes(shares * 255), low, high, False


def _bytes(values: Any) -> Any:
    import numpy

    return numpy.nan_to_num(values, nan=0.0, posinf=255.0, neginf=0.0).clip(0, 255).round().astype(numpy.uint8)


def _view(
    tiles: Sequence[tuple[Any, str]],
    low: float,
    high: float,
    signed: bool,
    shape: str,
    note: str = "",
    side: int = SIDE,
) -> PicturesView:
    made = []
    for pixels, label in tiles:
        small = _smaller(pixels, side)
        made.append(Tile(small.shape[1], small.shape[0], small.tobytes(), label))
    return PicturesView(tuple(made), 3 if tiles[0][0].ndim == 3 else 1, low, high, signed, shape, note)


def _smaller(pixels: Any, side: int) -> Any:
    """No side longer than that, each pixel the mean of those that it stands for."""
    import torch

    stack = torch.from_numpy(pixels.copy()).float()
    made = smaller(stack.permute(2, 0, 1)[None] if pixels.ndim == 3 else stack[None, None], side)[0]
    shown = made.permute(1, 2, 0) if pixels.ndim == 3 else made[0]
    return shown.round().to(torch.uint8).contiguous().numpy()


def raster(fig: Any, axes: Any) -> PicturesView:
    """The axes as matplotlib draws them. What they say is read elsewhere: in so few pixels it could not be."""
    import numpy
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, before = fig.canvas, fig.canvas
    if not hasattr(canvas, "buffer_rgba"):
        canvas = FigureCanvasAgg(fig)
    canvas.draw()
    whole = numpy.asarray(canvas.buffer_rgba())[..., :3]
    place = axes.get_window_extent()
    if canvas is not before:
        fig.set_canvas(before)
    height, width = whole.shape[:2]
    top, bottom = (min(max(0, round(height - end)), height) for end in (place.y1, place.y0))
    left, right = (min(max(0, round(end)), width) for end in (place.x0, place.x1))
    part = whole[top:bottom, left:right] if bottom > top and right > left else whole
    return _view([(part, "")], 0.0, 255.0, False, "drawn by matplotlib", side=alone())
