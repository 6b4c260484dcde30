"""Where a control's value lies on its track, and where a key moves it to. Pure arithmetic."""

from __future__ import annotations

import math

from tutor.course.model import Choice, Control, Slider
from tutor.views.scalar import Scalar

COARSE = 24
FINE = 240
"""Into how many notches a key cuts the track."""


def fraction(slider: Slider, value: float) -> float:
    """Where the value lies between the ends, 0 to 1."""
    if slider.scale == "log":
        return math.log(value / slider.low) / math.log(slider.high / slider.low)
    return (value - slider.low) / (slider.high - slider.low)


def at(slider: Slider, place: float) -> float:
    """The value at a place of the track, 0 to 1, in as few digits as a notch needs."""
    place = min(1.0, max(0.0, place))
    if slider.scale == "log":
        value = float(f"{slider.low * math.exp(place * math.log(slider.high / slider.low)):.3g}")
    else:
        span = slider.high - slider.low
        digits = max(0, 3 - math.ceil(math.log10(span)))
        value = round(slider.low + span * place, digits)
    if slider.whole:
        value = round(value)
    return min(slider.high, max(slider.low, value))


def nudged(control: Control, value: Scalar, notches: int, *, fine: bool = False) -> Scalar:
    """The value some notches further up (down where negative); at least one digit further, never past an end."""
    if isinstance(control, Choice):
        options = control.options
        here = options.index(value) if isinstance(value, str) and value in options else 0
        return options[min(len(options) - 1, max(0, here + notches))]
    number = float(value)
    grain = FINE if fine else COARSE
    place = fraction(control, number) + notches / grain
    moved = at(control, place)
    if moved == number:  # a notch smaller than a digit
        unit = 1.0 if control.whole else 10.0 ** (math.floor(math.log10(abs(number) or control.high)) - 2)
        moved = min(control.high, max(control.low, number + math.copysign(unit, notches)))
        moved = moved if control.whole else float(f"{moved:.3g}")
    return int(moved) if control.whole else moved


def parse(control: Control, text: str) -> Scalar:
    """A typed value. Raises ValueError saying what is allowed."""
    text = text.strip()
    if isinstance(control, Choice):
        if text in control.options:
            return text
        raise ValueError(f"one of {', '.join(control.options)}")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"a number from {control.low:g} to {control.high:g}") from None
    if not control.low <= value <= control.high:
        raise ValueError(f"from {control.low:g} to {control.high:g}; {value:g} is outside")
    if control.whole and value != int(value):
        raise ValueError(f"a whole number from {control.low:g} to {control.high:g}")
    return int(value) if control.whole else value


def label(control: Control) -> str:
    """What the screen calls the control."""
    return control.label or control.name.replace("_", " ")
