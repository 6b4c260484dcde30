"""Colours of pictures and of regions: greys, and a class's colour in two strengths."""

from __future__ import annotations

from rich.color import Color

GREYS = 16
"""'grey0' is black, 'grey15' white, on every theme: a picture's dark is dark."""
STRENGTHS = "ab"
"""'region2a' is the faint one of class 2, 'region2b' the clear one."""

_DARK = ("#643d1d", "#214868", "#285a33", "#543566", "#5a5019", "#1a554f")
_LIGHT = ("#f3b98a", "#92c3e6", "#a3d6a0", "#d5b3e3", "#e6d583", "#93d8cf")
_DARK_256 = ((236, 94), (236, 24), (236, 22), (236, 53), (236, 58), (236, 23))
_LIGHT_256 = ((254, 216), (254, 117), (254, 151), (254, 183), (254, 186), (254, 116))
_BASE = {True: "#1b1d21", False: "#f7f4ee"}


def greys(colours: int) -> dict[str, Color]:
    """The sixteen greys."""
    if colours == 256:  # black, the long ramp of greys, white
        numbers = [16, *(232 + round(step * 23 / (GREYS - 3)) for step in range(GREYS - 2)), 231]
        return {f"grey{index}": Color.from_ansi(number) for index, number in enumerate(numbers)}
    levels = [round(index * 255 / (GREYS - 1)) for index in range(GREYS)]
    return {f"grey{index}": Color.from_rgb(level, level, level) for index, level in enumerate(levels)}


def regions(colours: int, *, dark: bool) -> dict[str, Color]:
    """Two strengths of each of six colours."""
    if colours == 256:
        table = _DARK_256 if dark else _LIGHT_256
        found = {(index, step): Color.from_ansi(row[step]) for index, row in enumerate(table) for step in range(2)}
    else:
        shares = (0.4, 1.0)
        found = {
            (index, step): _mixed(_BASE[dark], colour, shares[step])
            for index, colour in enumerate(_DARK if dark else _LIGHT)
            for step in range(2)
        }
    return {f"region{index}{STRENGTHS[step]}": colour for (index, step), colour in found.items()}


def _mixed(first: str, second: str, share: float) -> Color:
    pairs = zip(Color.parse(first).get_truecolor(), Color.parse(second).get_truecolor(), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color.from_rgb(red, green, blue)
