"""A figure of plotext's own: its module-level functions draw on one that all share.

Where plotext has no such class, charts say in their place that they cannot be drawn.
"""

from __future__ import annotations

from typing import Any


def new_figure(width: int, height: int) -> Any:
    """An empty figure of so many columns and rows, whatever the size of the terminal."""
    from plotext._figure import _figure_class  # 30 ms: not before there is something to draw

    figure = _figure_class()
    figure._limit_size(False, False)
    figure.plot_size(width, height)
    return figure


def lacking() -> str:
    """Why no figure can be made, in words; '' where one can."""
    try:
        new_figure(10, 5).build()
    except Exception as error:  # charts take whatever another plotext raises for the same
        return f"{type(error).__name__}: {error}"
    return ""
