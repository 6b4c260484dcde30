"""A tensor taken apart: its values, and beside them in lines what it is."""

from __future__ import annotations

import math
from functools import lru_cache

from tutor.charts.axis import number
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.charts.scale import Scale, scale_of
from tutor.views.numbers import in_bytes, short
from tutor.views.packing import unpack
from tutor.views.tensor.data import InspectionView, Statistics
from tutor.views.tensor.grid import Line, Matrix, tensor


def draw_inspection(view: InspectionView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """The slice of this page, with what the tensor is beside it."""
    spread = view.statistics.histogram if view.statistics is not None else None
    return tensor(size, matrix(view, page), scale(view), lines(view), spread, marks=marks, shades=shades)


def inspection_pages(view: InspectionView) -> int:
    """The slices that were sent."""
    return len(view.slices)


def inspection_title(view: InspectionView, page: int) -> str:
    """The slice by its indices, where there are several."""
    if len(view.slices) < 2:
        return ""
    return f"[{', '.join(map(str, view.slices[page].at))}, :, :]"


def inspection_words(view: InspectionView) -> str:
    """What it is, what its values are like, and the values as torch prints them."""
    lines = [f"{view.kind} of shape {view.shape}, {view.dtype}, on {view.device}"]
    if view.strides or not view.shape:
        order = "contiguous" if view.contiguous else "not contiguous"
        lines.append(f"strides {view.strides}, {order}, {view.size:,} bytes in a storage of {view.storage:,}")
    if view.statistics is not None:
        lines.append(_statistics(view.statistics, math.prod(view.shape)))
    lines += view.printed.split("\n")
    if view.shares:
        lines.append(f"shares its memory with {', '.join(view.shares)}")
    return "\n".join(lines)


def _statistics(found: Statistics, count: int) -> str:
    parts = [f"{count:,} values" if found.looked_at == count else f"{found.looked_at:,} of {count:,} values"]
    pairs = (("least", found.least), ("mean", found.mean), ("largest", found.largest))
    parts += [f"{word} {short(number)}" for word, number in pairs if number is not None]
    marked = ((found.nan, "NaN"), (found.infinite, "inf"), (found.negative_infinite, "-inf"))
    parts += [f"{number:,} {word}" for number, word in marked if number]
    return ", ".join(parts)


@lru_cache(maxsize=64)
def matrix(view: InspectionView, page: int) -> Matrix:
    """The numbers of a slice."""
    values = unpack(view.slices[page].values) if view.slices else ()
    return Matrix(view.rows, view.columns, values, wrap=len(view.shape) == 1)


@lru_cache(maxsize=64)
def scale(view: InspectionView) -> Scale:
    """One scale for all slices, so that they can be compared."""
    found = view.statistics
    ends = [end for end in (found.least, found.largest) if end is not None] if found is not None else []
    if view.dtype == "bool":
        ends = [0.0, 1.0]
    return scale_of([*ends, *(value for one in view.slices for value in unpack(one.values))])


@lru_cache(maxsize=64)
def lines(view: InspectionView) -> tuple[Line, ...]:
    """What is to be said of the tensor, the most telling first."""
    shape = f"({view.shape[0]},)" if len(view.shape) == 1 else f"({', '.join(map(str, view.shape))})"
    said = [Line("", f"{shape} {view.dtype} {view.device}")]
    if view.kind not in ("Tensor", "ndarray"):
        said[0] = Line("", f"{view.kind} {said[0].text}")
    said += _bad(view.statistics)
    if view.statistics is not None:
        said += _numbers(view.statistics, math.prod(view.shape))
    said += _gradient(view)
    if view.strides or not view.shape:
        said.append(_strides(view))
    said.append(Line("memory", _memory(view)))
    if view.shares:
        said.append(Line("same memory", ", ".join(view.shares), "attention"))
    if view.left_out:
        said.append(Line("", f"{view.left_out:,} slices more are not here", "label"))
    return tuple(said)


def _bad(found: Statistics | None) -> list[Line]:
    if found is None:
        return []
    counts = ((found.nan, "NaN"), (found.infinite, "+inf"), (found.negative_infinite, "-inf"))
    bad = [f"{count:,} {word}" for count, word in counts if count]
    return [Line("", ", ".join(bad), "bad")] if bad else []


def _numbers(found: Statistics, count: int) -> list[Line]:
    said = []
    if count > 1 and found.mean is not None and found.deviation is not None:
        said.append(Line("mean", f"{number(found.mean)} ± {number(found.deviation)}"))
    if count > 1 and found.least is not None and found.largest is not None:
        said.append(Line("from", f"{number(found.least)} to {number(found.largest)}"))
    if found.zero:
        said.append(Line("zeros", f"{found.zero:,}"))
    if found.looked_at < count:
        said.append(Line("", f"of {count:,} values, {found.looked_at:,} were looked at", "label"))
    return said


def _gradient(view: InspectionView) -> list[Line]:
    if not view.requires_grad:
        return []
    said = [Line("grad_fn", view.grad_fn) if view.grad_fn else Line("", "leaf, requires grad")]
    return [*said, Line(".grad", view.grad or "None")] if view.is_leaf or view.grad else said


def _strides(view: InspectionView) -> Line:
    strides = f"({view.strides[0]},)" if len(view.strides) == 1 else f"({', '.join(map(str, view.strides))})"
    offset = f", offset {view.offset:,}" if view.offset else ""
    if view.contiguous:
        return Line("strides", f"{strides}{offset}, contiguous")
    return Line("strides", f"{strides}{offset}, not contiguous", "attention")


def _memory(view: InspectionView) -> str:
    if not view.strides and view.shape:
        return f"{in_bytes(view.size)} if it were dense"
    if view.storage == view.size:
        return in_bytes(view.size)
    if view.storage < view.size:
        return f"{in_bytes(view.storage)}, read as {in_bytes(view.size)}"
    return f"{in_bytes(view.size)} of a storage of {in_bytes(view.storage)}"
