"""Numbers and shapes in the few characters that a view's text has for them."""

from __future__ import annotations

import math
from collections.abc import Sequence

_UNITS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def short(value: float | complex | bool | int) -> str:
    """A number in four significant digits; whole numbers in full up to a million.

    >>> short(0.5), short(1234567.0), short(3.0), short(float("nan"))
    ('0.5', '1.235e+06', '3', 'nan')
    """
    if isinstance(value, complex):
        return f"{value:.4g}"
    if math.isfinite(value) and value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.4g}"


def shape_text(shape: Sequence[int]) -> str:
    """A shape as torch writes it: (), (3,), (3, 4)."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def first_lines(text: str, most: int) -> list[str]:
    """The lines of a text, no more than `most`; then one that says how many are left out."""
    lines = text.split("\n")
    return lines if len(lines) <= most else [*lines[: most - 1], f"… {len(lines) - most + 1} lines more"]


def pretty(name: str) -> str:
    """A reported name as the screen writes it: 'grad_w' is ∂w."""
    return f"∂{name[5:]}" if name.startswith("grad_") else name.replace("_", " ")


def in_bytes(count: int) -> str:
    """A size in the unit that a person would use: 48 B, 3.1 MB."""
    unit = next(((size, name) for size, name in _UNITS if count >= size), None)
    return f"{count} B" if unit is None else f"{count / unit[0]:.3g} {unit[1]}"
