"""A scale from values to colors of the ground, and to shades of characters where there are no colors; its legend."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.charts.axis import number
from tutor.charts.drawing import Marks, Span

HEAT = 9
"""'heat0' is the least, 'heat8' the largest; 'diverge0' … 'diverge8' are the most negative to the most positive."""
_SHADES: dict[Marks, str] = {"braille": " ░▒▓█", "block": " ░▒▓█", "ascii": " .:*#"}


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`; a signed one goes from −high to high, with a color of its own on either side of zero."""

    low: float
    high: float
    signed: bool

    def unit(self, value: float) -> float:
        """Where a finite value lies, 0 to 1."""
        if self.high == self.low:
            return 0.5 if self.signed else 1.0 if value else 0.0
        half = self.high / 2 - self.low / 2
        return min(max((value / 2 - self.low / 2) / half, 0.0), 1.0)

    def ground(self, value: float) -> str:
        """The name of a value's ground; '' for what is not finite."""
        if not math.isfinite(value):
            return ""
        return f"{'diverge' if self.signed else 'heat'}{min(HEAT - 1, int(self.unit(value) * HEAT))}"

    def shade(self, value: float, marks: Marks) -> str:
        """A value as two characters: its sign where that is negative, and how far from zero or from the low end."""
        if math.isnan(value):
            return "nn" if marks == "ascii" else "××"
        if math.isinf(value):
            return "++" if value > 0 else "--"
        shades = _SHADES[marks]
        share = abs(2 * self.unit(value) - 1) if self.signed else self.unit(value)
        char = shades[min(len(shades) - 1, math.ceil(share * (len(shades) - 1) - 1e-9))]
        return ("-" if self.signed and value < 0 and char != " " else char) + char

    def legend(self, marks: Marks, *, shades: bool, width: int = 18) -> tuple[Span, ...]:
        """The two ends with the steps between them; () where there is no room."""
        left, right = (number(end, digits=3, plain=marks == "ascii") for end in (self.low, self.high))
        if width < len(left) + len(right) + 2 + 5:
            return ()
        steps = [self.low + (self.high / HEAT - self.low / HEAT) * (index + 0.5) for index in range(HEAT)]
        if shades:
            wide = 2 if width >= len(left) + len(right) + 2 + 2 * HEAT else 1
            room = width - len(left) - len(right) - 2
            middle = [Span(" " * wide, "", self.ground(value)) for value in steps[: room // wide]]
        else:
            chosen = steps if width >= len(left) + len(right) + 2 + 2 * HEAT else steps[::4]
            middle = [Span(self.shade(value, marks), self.ink(value)) for value in chosen]
            if sum(len(span.text) for span in middle) > width - len(left) - len(right) - 2:
                return ()
        return (Span(f"{left} ", "tick"), *middle, Span(f" {right}", "tick"))

    def ink(self, value: float) -> str:
        """The ink of a value where the ground has no color."""
        if not math.isfinite(value):
            return "bad"
        return "negative" if self.signed and value < 0 else "positive" if self.signed else ""


def scale_of(values: Iterable[float]) -> Scale:
    """The scale for these values, those that are not finite aside: signed where some are negative and some positive."""
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    if low < 0 < high:
        most = max(-low, high)
        return Scale(-most, most, True)
    return Scale(low, high, False)
