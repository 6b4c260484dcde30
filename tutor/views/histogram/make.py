"""How many values of one or several tensors lie where, all counted in the same ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tutor.charts.axis import LARGEST
from tutor.views.histogram.data import HistogramView, Spread
from tutor.views.reading import attempt, empty, is_tensor, numbers, readable, sizes, unlike
from tutor.views.tensor.make import WHOLE, sample, statistics

RANGES = 240
"""So many have a divisor near most widths of a screen. Whole numbers are counted one by one where they are fewer."""
AROUND = 15
"""Ranges about a number that all values are, and which is not a whole one."""
TENSORS = 12
"""No more tensors than this are sent."""


def histogram(values: Any) -> HistogramView:
    """The view of a tensor, an array or numbers, or of a mapping from names to them. Raises ValueError.

    NaN and infinities are counted and lie in no range. Of complex numbers it is the absolute values that are counted.
    """
    several = isinstance(values, Mapping)
    named = list(values.items()) if several else [("", values)]
    if not named:
        raise ValueError("histogram: there is nothing in this mapping; it goes from names to tensors")
    read = [
        (str(name), *_read(f"histogram of {name}" if several else "histogram", one)) for name, one in named[:TENSORS]
    ]
    low, high, count, whole = _ranges([_finite(found) for _, found, _, _ in read])
    spreads = tuple(
        Spread(name, shape, dtype, _counts(_finite(found), low, high, count), statistics(found))
        for name, found, shape, dtype in read
    )
    return HistogramView(low, high, whole, spreads, len(named) - len(read))


def _read(view: str, value: Any) -> tuple[Any, tuple[int, ...], str]:
    """The elements, or a sample of them, as NumPy float64; and the shape and dtype."""
    if is_tensor(value) and not unlike(value) and not empty(value) and math.prod(sizes(value)) > WHOLE:
        plain = attempt(f"{view}: the numbers of this {type(value).__name__} cannot be read", lambda: readable(value))
    else:
        plain = numbers(view, value)
    shape = tuple(plain.shape)
    found = attempt(f"{view}: the numbers of this {type(value).__name__} cannot be read", lambda: sample(plain, shape))
    return found, shape, str(plain.dtype).removeprefix("torch.")


def _finite(found: Any) -> Any:
    import numpy

    return found[numpy.isfinite(found)].clip(-LARGEST, LARGEST)


def _ranges(sets: Sequence[Any]) -> tuple[float, float, int, bool]:
    """The ends, how many ranges lie between them, and whether each of these holds one whole number."""
    filled = [found for found in sets if len(found)]
    if not filled:
        return 0.0, 1.0, 1, False
    low, high = min(float(found.min()) for found in filled), max(float(found.max()) for found in filled)
    if high - low < RANGES and all(bool((found == found.round()).all()) for found in filled):
        return low - 0.5, high + 0.5, int(high - low) + 1, True
    if low == high:
        room = abs(low) / 10
        return low - room, high + room, AROUND, False
    return low, high, RANGES, False


def _counts(finite: Any, low: float, high: float, count: int) -> tuple[int, ...]:
    import numpy

    if not len(finite):
        return ()
    places = ((finite - low) / (high - low) * count).astype(numpy.int64).clip(0, count - 1)
    return tuple(numpy.bincount(places, minlength=count).tolist())
