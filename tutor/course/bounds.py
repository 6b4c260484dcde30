"""What a control may be: the same when its declaration is read and when its cell is run."""

from __future__ import annotations

from collections.abc import Sequence


def slider_problem(name: str, default: float, *, low: float, high: float, scale: str, presets: Sequence[float]) -> str:
    """Why there can be no such slider, in words; '' where there can."""
    if not low < high:
        return f"slider {name!r}: low={low!r} must be below high={high!r}"
    if scale == "log" and low <= 0:
        return f"slider {name!r}: a log scale needs low above 0, not {low!r}"
    for value in (default, *presets):
        if not low <= value <= high:
            return f"slider {name!r}: {value!r} is not between {low!r} and {high!r}"
    return ""


def choice_problem(name: str, default: str, options: Sequence[str]) -> str:
    """Why there can be no such choice, in words; '' where there can."""
    return "" if default in options else f"choice {name!r}: {default!r} is not one of {', '.join(map(repr, options))}"
