"""Colors of pictures and of regions: grays, and a class's color in two strengths."""

from __future__ import annotations

from rich.color import Color

GRAYS = 16
"""'gray0' is black, 'gray15' white, on every theme: a picture's dark is dark."""
STRENGTHS = "ab"
"""'region2a' is the faint one of class 2, 'region2b' the clear one."""

_DARK = ("#643d1d", "#214868", "#285a33", "#543566", "#5a5019", "#1a554f")
_LIGHT = ("#f3b98a", "#92c3e6", "#a3d6a0", "#d5b3e3", "#e6d583", "#93d8cf")
_DARK_256 = ((236, 94), (236, 24), (236, 22), (236, 53), (236, 58), (236, 23))
_LIGHT_256 = ((254, 216), (254, 117), (254, 151), (254, 183), (254, 186), (254, 116))
_BASE = {True: "#1b1d21", False: "#f7f4ee"}


def grays(colors: int) -> dict[str, Color]:
    """The sixteen grays."""
    if colors == 256:  # black, the long ramp of grays, white
        numbers = [16, *(232 + round(step * 23 / (GRAYS - 3)) for step in range(GRAYS - 2)), 231]
        return {f"gray{index}": Color.from_ansi(number) for index, number in enumerate(numbers)}
    levels = [round(index * 255 / (GRAYS - 1)) for index in range(GRAYS)]
    return {f"gray{index}": Color.from_rgb(level, level, level) for index, level in enumerate(levels)}


def regions(colors: int, *, dark: bool) -> dict[str, Color]:
    """Two strengths of each of six colors."""
    if colors == 256:
        table = _DARK_256 if dark else _LIGHT_256
        found = {(index, step): Color.from_ansi(row[step]) for index, row in enumerate(table) for step in range(2)}
    else:
        shares = (0.4, 1.0)
        found = {
            (index, step): _mixed(_BASE[dark], color, shares[step])
            for index, color in enumerate(_DARK if dark else _LIGHT)
            for step in range(2)
        }
    return {f"region{index}{STRENGTHS[step]}": color for (index, step), color in found.items()}


def _mixed(first: str, second: str, share: float) -> Color:
    pairs = zip(Color.parse(first).get_truecolor(), Color.parse(second).get_truecolor(), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color.from_rgb(red, green, blue)
