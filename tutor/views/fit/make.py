"""Points for a line to be fitted to."""

from __future__ import annotations

from typing import Any

from tutor.views.fit.data import FitView
from tutor.views.packing import pack
from tutor.views.reading import real_numbers


def fit(x: Any, y: Any, slope: str, intercept: str, best: tuple[float, float] | None) -> FitView:
    """The view as `live.fit_line` says. Raises ValueError where x and y do not pair up."""
    points_x, points_y = real_numbers("fit_line", x), real_numbers("fit_line", y)
    if len(points_x) != len(points_y):
        raise ValueError(f"fit_line: x has {len(points_x)} numbers and y has {len(points_y)}")
    return FitView(pack(points_x), pack(points_y), slope, intercept, best)
