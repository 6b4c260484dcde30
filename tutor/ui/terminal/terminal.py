"""What the terminal can show, told from its environment: colors, characters, background, and how far away it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from tutor.charts.drawing import Marks

Colors = Literal[2, 16, 256, 16777216]
Characters = Literal["unicode", "console", "ascii"]
"""All of Unicode; the few hundred of a Linux console's font; or nothing beyond ASCII."""


class TerminalCapabilities(msgspec.Struct, frozen=True):
    """A terminal's abilities."""

    colors: Colors = 16777216
    """2 means the terminal's own foreground and background, and nothing else."""
    characters: Characters = "unicode"
    light: bool = False
    """Whether the background is known to be light."""
    remote: bool = False
    """Whether it is reached over a network, so that bytes count."""

    @property
    def marks(self) -> Marks:
        """The finest marks that charts may use."""
        return {"unicode": "braille", "console": "block", "ascii": "ascii"}[self.characters]  # type: ignore[return-value]

    @property
    def shades(self) -> bool:
        """Whether there are enough colors for shades of one."""
        return self.colors >= 256

    @property
    def chart_rate(self) -> int:
        """How many times a second a chart may be drawn."""
        return 5 if self.remote else 10


ABLE = ("alacritty", "contour", "foot", "ghostty", "konsole", "rio", "wezterm")
"""Terminals that all show 256 colors, and that the terminfo of a machine reached by ssh often does not know."""


def described_colors(term: str) -> int:
    """How many colors terminfo knows of a terminal of this name; 0 where it does not know the terminal."""
    try:
        import curses
    except ImportError:  # not on Windows
        return 0
    try:
        curses.setupterm(term, 1)
    except (OSError, curses.error):
        return 0
    if curses.tigetflag("RGB") > 0 or curses.tigetflag("Tc") > 0:
        return 16777216
    return max(0, curses.tigetnum("colors"))


def detect(
    environ: Mapping[str, str], encoding: str, described: Callable[[str], int] = described_colors
) -> TerminalCapabilities:
    """The terminal that these variables speak of; `encoding` is the locale's.

    `described` gives the number of colors for a name whose ending does not tell; it is asked at most once.
    """
    return TerminalCapabilities(
        colors=_colors(environ, described),
        characters=_characters(environ, encoding),
        light=_light(environ),
        remote=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
    )


def _colors(environ: Mapping[str, str], described: Callable[[str], int]) -> Colors:
    term = environ.get("TERM", "").strip().lower()
    if environ.get("NO_COLOR") or term in ("dumb", "unknown"):
        return 2
    forced = environ.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if forced in ("standard", "256", "truecolor"):
        return {"standard": 16, "256": 256, "truecolor": 16777216}[forced]  # type: ignore[return-value]
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 16777216
    if term.endswith("direct"):
        return 16777216
    if "256color" in term or term.endswith("kitty"):
        return 256
    if term in ("", "linux") or "16color" in term:
        return 16
    known = described(term)
    if known >= 16777216:
        return 16777216
    return 256 if known >= 256 or (known == 0 and term.rpartition("-")[2] in ABLE) else 16


def _characters(environ: Mapping[str, str], encoding: str) -> Characters:
    if encoding.lower().replace("-", "").replace("_", "") != "utf8" or environ.get("TERM") == "dumb":
        return "ascii"
    return "console" if environ.get("TERM") == "linux" else "unicode"


def _light(environ: Mapping[str, str]) -> bool:
    """COLORFGBG is 'foreground;background' in numbers of the 16 colors; rxvt, Konsole and others set it."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")
