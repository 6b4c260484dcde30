"""The inks and grounds of drawings as styles of each theme.

Each ink that carries meaning also has a shape of its own in the drawing (dotted, marked, labeled), so that nothing
is lost where the terminal has few colors or none.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style

from tutor.ui.terminal import ramps

BANDS = 10
"""'band0' is the lowest part of a surface, 'band9' the highest."""
DIVERGING = 9
"""'diverge0' is the most negative, 'diverge4' zero, 'diverge8' the most positive."""
HEAT = 9
"""'heat0' is the least of values of one sign, 'heat8' the largest."""

_DARK = {
    "negative": "#6fb3e8",
    "positive": "#f0a35e",
    "line1": "#f0a35e",
    "line2": "#6fb3e8",
    "line3": "#8fce8b",
    "line4": "#d7a6e8",
    "line5": "#e8cf6a",
    "line6": "#5fd0c5",
    "ghost": "#8a8d94",
    "axis": "#5d616a",
    "tick": "#a5a39c",
    "label": "#a5a39c",
    "title": "#c9c6bf",
    "cursor": "#e4e1db",
    "note": "#c9c6bf",
    "data": "#8fb3d9",
    "contour": "#57778a",
    "level": "#93b4c6",
    "path": "#f0a35e",
    "present": "bold #ffe3c4",
    "best": "bold #8fce8b",
    "right": "#8fce8b",
    "wrong": "#ff8a80",
    "bad": "bold #ff8a80",
    "attention": "#e8cf6a",
}
_LIGHT = {
    "negative": "#1f5c99",
    "positive": "#a34a00",
    "line1": "#a34a00",
    "line2": "#1f5c99",
    "line3": "#256b2a",
    "line4": "#7a3791",
    "line5": "#735800",
    "line6": "#0b6660",
    "ghost": "#7b786f",
    "axis": "#a5a197",
    "tick": "#62605a",
    "label": "#62605a",
    "title": "#3c3b37",
    "cursor": "#22221f",
    "note": "#3c3b37",
    "data": "#1f5c99",
    "contour": "#7d9fb0",
    "level": "#2f5f78",
    "path": "#a34a00",
    "present": "bold #5c2600",
    "best": "bold #1b5220",
    "right": "#256b2a",
    "wrong": "#b3261e",
    "bad": "bold #b3261e",
    "attention": "#735800",
}
_ANSI_DARK = {
    "negative": "cyan",
    "positive": "yellow",
    "line1": "bold yellow",
    "line2": "cyan",
    "line3": "green",
    "line4": "magenta",
    "line5": "bright_white",
    "line6": "bright_red",
    "ghost": "dim",
    "axis": "dim",
    "tick": "",
    "label": "",
    "title": "",
    "cursor": "bold",
    "note": "",
    "data": "cyan",
    "contour": "cyan",
    "level": "",
    "path": "bold yellow",
    "present": "bold bright_white",
    "best": "bold green",
    "right": "green",
    "wrong": "bright_red",
    "bad": "bold bright_red",
    "attention": "bright_yellow",
}
_ANSI_LIGHT = _ANSI_DARK | {
    "negative": "blue",
    "positive": "magenta",
    "line1": "bold magenta",
    "line2": "blue",
    "line4": "red",
    "line5": "black",
    "line6": "cyan",
    "data": "blue",
    "contour": "cyan",
    "level": "",
    "path": "bold magenta",
    "present": "bold black",
    "wrong": "red",
    "bad": "bold red",
    "attention": "magenta",
}

_RAMPS = {"dark": ("#35607a", "#1b1d21"), "light": ("#b5d6e6", "#f7f4ee")}
"""The lowest band and the highest: the valley stands out from the background, the heights fade into it."""
_GRAYS = {
    "dark": (240, 239, 238, 237, 236, 236, 235, 235, 234, 234),
    "light": (250, 251, 252, 252, 253, 253, 254, 254, 255, 231),
}
"""The same in the 256 colors, which have no dark blues between black and #00005f."""
_HEAT = {"dark": ("#24272b", "#25907c"), "light": ("#f5f3ee", "#6cc3ac")}
"""The least and the largest."""
_HEAT_256 = {
    "dark": (235, 236, 237, 22, 23, 23, 29, 30, 36),
    "light": (255, 254, 253, 194, 194, 157, 151, 115, 79),
}
_POLES = {"dark": ("#2f6f9f", "#2a2c31", "#a85a2a"), "light": ("#8fc1e3", "#f3f1ec", "#f0b48a")}
"""Negative, zero, positive."""
_POLES_256 = {
    "dark": (25, 24, 23, 236, 235, 236, 58, 94, 130),
    "light": ((110, 153, 189, 254, 255, 254, 223, 216, 209)),
}


class Palette:
    """The styles of one theme on one kind of terminal."""

    def __init__(self, *, dark: bool, ansi: bool, colors: int) -> None:
        """`colors` is how many the terminal has; an `ansi` theme uses no more than its 16, and no grounds but those of
        pictures."""
        self._pictures = colors >= 16
        if ansi or colors < 256:
            self._inks = _ANSI_DARK if dark else _ANSI_LIGHT
            self._grounds: dict[str, Color] = {}
        else:
            self._inks = _DARK if dark else _LIGHT
            self._grounds = _grounds("dark" if dark else "light", colors)
        self.style = lru_cache(512)(self._style)
        """The style of (ink, ground); names that are not known are plain."""

    def _style(self, ink: str, ground: str = "") -> Style:
        style = Style.parse(self._inks.get(ink, ""))
        shade, color = self._color(ink), self._color(ground)
        if shade is not None:
            style += Style(color=shade)
        return style + Style(bgcolor=color) if color is not None else style

    def _color(self, name: str) -> Color | None:
        """The color of a ground's name, which pictures use as inks too; '#rrggbb' is that color, or of the
        terminal's own the nearest."""
        if name.startswith("#") and self._pictures:
            return Color.parse(name)
        return self._grounds.get(name)


def _grounds(name: str, colors: int) -> dict[str, Color]:
    if colors == 256:
        bands = [Color.from_ansi(number) for number in _GRAYS[name]]
        poles = [Color.from_ansi(number) for number in _POLES_256[name]]
        heat = [Color.from_ansi(number) for number in _HEAT_256[name]]
    else:
        low, high = _RAMPS[name]
        bands = [_mixed(low, high, (index / (BANDS - 1)) ** 0.7) for index in range(BANDS)]
        negative, zero, positive = _POLES[name]
        half = DIVERGING // 2
        poles = [
            _mixed(zero, negative if index < half else positive, abs(index - half) / half) for index in range(DIVERGING)
        ]
        heat = [_mixed(*_HEAT[name], index / (HEAT - 1)) for index in range(HEAT)]
    steps = {"band": bands, "diverge": poles, "heat": heat}
    found = {f"{ramp}{index}": color for ramp, row in steps.items() for index, color in enumerate(row)}
    return found | ramps.grays(colors) | ramps.regions(colors, dark=name == "dark")


def _mixed(first: str, second: str, share: float) -> Color:
    pairs = zip(Color.parse(first).get_truecolor(), Color.parse(second).get_truecolor(), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color.from_rgb(red, green, blue)


@lru_cache(16)
def inks(*, dark: bool, ansi: bool, colors: int) -> Palette:
    """The inks of a theme; the same object for the same arguments."""
    return Palette(dark=dark, ansi=ansi, colors=colors)
