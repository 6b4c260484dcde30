"""How numbers are written on the screen."""

from __future__ import annotations

import math

from tutor.views.scalar import Scalar


def shown(value: Scalar) -> str:
    """A control's value, in four digits at most where it is a fraction."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """A number in five digits at most and ten characters; nan and the infinities as words."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    texts = (f"{value:.{digits}g}" for digits in (5, 4, 3))
    return next(text for text in texts if len(text) <= 10).replace("-", "−")


def duration(seconds: float) -> str:
    """A time in the unit a person would use."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
