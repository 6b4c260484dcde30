"""Axes that stand still: ranges move in round steps, and only when the data leaves them or has become small in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

LARGEST = 1e300
"""Values are clamped to ±LARGEST, so that no difference of two overflows."""

LONGEST = 9
"""Characters of a tick's label, where digits are a choice."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Tick(NamedTuple):
    """A labeled place on an axis."""

    value: float
    label: str


class Axis(msgspec.Struct, frozen=True):
    """A range of values, drawn linearly or on a logarithmic scale (then `low` is above 0)."""

    low: float
    high: float
    log: bool = False

    def unit(self, value: float) -> float:
        """Where a value lies: 0 at `low`, 1 at `high`, outside that beyond them; nan for what is not finite.

        On a logarithmic axis zero and what is below it lies at −1, under the lower end.
        """
        if not math.isfinite(value):
            return math.nan
        value = min(max(value, -LARGEST), LARGEST)
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= 0:
            return -1.0
        low = math.log10(self.low)
        return (math.log10(value) - low) / (math.log10(self.high) - low)

    def value(self, unit: float) -> float:
        """The value at a place, the inverse of `unit`."""
        if not self.log:
            return self.low + unit * (self.high - self.low)
        low, high = math.log10(self.low), math.log10(self.high)
        return float(10.0 ** min(max(low + unit * (high - low), -300.0), 300.0))

    def ticks(self, most: int, *, plain: bool = False) -> tuple[Tick, ...]:
        """At most `most` round places within the range, with labels of a few characters.

        `plain` keeps to ASCII: '1e3' for '10³'.
        """
        if most < 1:
            return ()
        return _log_ticks(self, most, plain) if self.log else _linear_ticks(self, most, plain)


def fit_axis(previous: Axis | None, low: float, high: float, log: bool = False) -> Axis:
    """The axis for data from `low` to `high`.

    The previous one stays as long as the data lies within it and fills at least a third of it. Otherwise the new
    range ends at round values, with a little room beyond the data.
    """
    low, high = _ordered(low, high, log)
    if previous is not None and previous.log == log and previous.low <= low and high <= previous.high:
        filled = previous.unit(high) - previous.unit(low)
        wanted = _round_log(low, high) if log else _round_linear(low, high)
        if filled >= 1 / 3 or (previous.unit(wanted[1]) - previous.unit(wanted[0])) >= 1 / 2:
            return previous
    return Axis(*(_round_log(low, high) if log else _round_linear(low, high)), log)


def number(value: float, *, digits: int = 4, plain: bool = False) -> str:
    """A number in as few characters as its `digits` significant digits allow, exponents without padding.

    >>> number(0.025), number(1234567.0), number(-3e-9), number(math.nan)
    ('0.025', '1.235e6', '−3e-9', 'nan')
    """
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    if text == "-0":
        text = "0"
    return text if plain or not text.startswith("-") else "−" + text[1:]


def compact(value: float, *, digits: int = 4, plain: bool = False) -> str:
    """A number as beside an axis: thousands, millions and billions by their letters where its digits do not reach.

    >>> compact(1_052_672.0, digits=3), compact(4162.0), compact(4162.0, digits=3)
    ('1.05M', '4162', '4.16k')
    """
    size = float(f"{abs(value):.{digits}g}")
    if not 10 ** min(4, digits) <= size < 1e12:
        return number(value, digits=digits, plain=plain)
    letter, unit = next((letter, unit) for letter, unit in (("G", 1e9), ("M", 1e6), ("k", 1e3)) if size >= unit)
    return f"{number(value / unit, digits=digits, plain=plain)}{letter}"


# --------------------------------------------------------------------------------------------------------- ranges


def _ordered(low: float, high: float, log: bool) -> tuple[float, float]:
    """A finite, non-empty range, positive on a logarithmic axis."""
    low = low if math.isfinite(low) else 0.0
    high = high if math.isfinite(high) else low
    low, high = sorted((min(max(low, -LARGEST), LARGEST), min(max(high, -LARGEST), LARGEST)))
    if log:
        high = high if high > 0 else 1.0
        low = low if low > 0 else high / 10
        return max(low, 1 / LARGEST), max(high, 1 / LARGEST)
    least = max(abs(low), abs(high)) * 1e-3 or 1.0  # less than that and the labels could not tell the ticks apart
    if low == high and low == math.floor(low):  # a constant whole number, which has whole numbers for neighbors
        least = max(least, 2.0)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    return low, high


def _round_linear(low: float, high: float) -> tuple[float, float]:
    """Ends at multiples of a round step, eight or so steps to the range."""
    step = nice_step((high - low) / 8)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return bottom, top if top > bottom else bottom + step


def _round_log(low: float, high: float) -> tuple[float, float]:
    """Ends at 1 or 5 times a power of ten; at powers of ten where the range is long."""
    bottom, top = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    if top - bottom > 5:
        return 10.0**bottom, 10.0**top
    least, most = 10.0**bottom, 10.0**top
    if low >= least * 5:
        least *= 5
    if high <= most / 2 and most / 2 > least:
        most /= 2
    return (least, most) if most >= least * 9.99 else (10.0 ** min(bottom, top - 1), 10.0 ** max(top, bottom + 1))


def nice_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `least` (which is above 0)."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


# ---------------------------------------------------------------------------------------------------------- ticks


def _linear_ticks(axis: Axis, most: int, plain: bool) -> tuple[Tick, ...]:
    step = nice_step((axis.high - axis.low) / most)
    while len(places := _multiples(axis, step)) > most:
        step = nice_step(step * 1.5)
    while len(places) < 2 <= most:  # one number alone says nothing of the others
        step = nice_step(step / 2.5)
        places = _multiples(axis, step)
        places = places[:: -(-len(places) // most)]
    values = [index * step for index in places]
    labels = _distinct(values, step, plain)
    return tuple(Tick(value, label) for label, value in labels.items())


def _multiples(axis: Axis, step: float) -> range:
    """Which multiples of the step lie within the range."""
    return range(math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9) + 1)


def _distinct(values: Sequence[float], step: float, plain: bool) -> dict[str, float]:
    """Each value by a label of its own: in as many digits as that takes, no more decimals than any of them needs.

    Where no digits tell two of them apart, the first has the label and the other has none.
    """
    labels: dict[str, float] = {}
    for digits in (4, 5, 6, 7):
        texts = [_label(value, step, digits, plain) for value in values]
        if digits > 4 and max(map(len, texts)) > LONGEST:
            break
        labels = dict(zip(reversed(texts), reversed(values), strict=True))
        if len(labels) == len(values):
            break
    decimal = [text for text in labels if "." in text and text[-1].isdigit() and "e" not in text]
    spare = min((len(text) - len(text.rstrip("0")) for text in decimal), default=0)
    if spare and all(text in decimal or "." not in text for text in labels):
        shorter = {text: text[: len(text) - spare].rstrip(".") for text in decimal}
        labels = {shorter.get(text, text): value for text, value in labels.items()}
    return dict(reversed(labels.items()))


def _label(value: float, step: float, digits: int, plain: bool) -> str:
    """A tick's value, its decimals those of the step, else so many digits; thousands and millions by their letters."""
    size = abs(value)
    if size < step / 2:
        return "0"
    sign = "" if value > 0 else "-" if plain else "−"
    if step >= 100 and 10_000 <= size < 1e12:
        text = compact(size, digits=digits, plain=True)
    elif 1e-3 <= size < 1e5 and step >= 1e-4:
        text = f"{size:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"
    else:
        text = number(size, digits=digits, plain=True)
    return sign + text


def _log_ticks(axis: Axis, most: int, plain: bool) -> tuple[Tick, ...]:
    low, high = math.ceil(math.log10(axis.low) - 1e-9), math.floor(math.log10(axis.high) + 1e-9)
    step = next(s for s in (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000) if (high // s) - -(-low // s) + 1 <= most)
    exponents = range(-(-low // step) * step, high + 1, step)
    if len(exponents) < 2 <= most:
        if high > low:  # that many powers have no room: the outermost two
            exponents = range(low, high + 1, high - low)
        elif between := _between_powers(axis, most, plain):
            return between
    return tuple(Tick(10.0**exponent, power_of_ten(exponent, plain=plain)) for exponent in exponents)


def _between_powers(axis: Axis, most: int, plain: bool) -> tuple[Tick, ...]:
    """At least two ticks for a range that has no two powers of ten: one number alone says nothing of the others."""
    low, high = math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))
    if high - low > 2:
        return ()
    for factors in ((1, 2, 5), (1, 5), (5,)):
        values = [float(f"{factor}e{exponent}") for exponent in range(low, high + 1) for factor in factors]
        inside = [value for value in values if axis.low * (1 - 1e-9) <= value <= axis.high * (1 + 1e-9)]
        if 2 <= len(inside) <= most:
            return tuple(Tick(value, number(value, plain=plain)) for value in inside)
    return _linear_ticks(axis, most, plain)


def power_of_ten(exponent: int, *, plain: bool = False) -> str:
    """10³ or 1e3."""
    return f"1e{exponent}" if plain else "10" + str(exponent).translate(SUPERSCRIPTS)
