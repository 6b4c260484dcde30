"""How Textual puts an update on the terminal: its compositor's updates, and the screens that show through others.

Where one of these is not what it was, Textual's own way is taken: more bytes, and the same screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

from tutor.compat.lookup import missing, parts, takes

__all__ = [
    "ASKS",
    "DISPLAYS",
    "ChopsUpdate",
    "CompositorUpdate",
    "LayoutUpdate",
    "ScreenUpdates",
    "color_system",
    "color_system_lacking",
    "disagreement",
    "forget_drawn",
    "forget_drawn_lacking",
]

if TYPE_CHECKING:
    from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
    from textual.screen import Screen

    Base = App[Any]
else:
    ChopsUpdate, CompositorUpdate, LayoutUpdate = parts(
        "textual._compositor", "ChopsUpdate", "CompositorUpdate", "LayoutUpdate"
    )
    Base = object

_PIECES = re.compile(r"(\x1b\[[\d;]*[A-Za-z])|([^\x1b]+)")
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_PLAIN = ("\x1b[0m", "\x1b[39m")
"""After these the terminal has its own colors."""

DISPLAYS = takes(App, "_display", "screen", "renderable")
"""Whether Textual hands what it shows to a method of the app's, which can hand on something else."""
ASKS = isinstance(getattr(App, "_background_screens", None), property)
"""Whether Textual asks the app which screens show through the top one."""


class ScreenUpdates(Base):
    """A mixin of the app, to stand before Textual's class: what is shown, and which screens are."""

    def to_send(self, update: Any) -> Any:
        """What is sent to the terminal for an update."""
        return update

    if DISPLAYS:

        def _display(self, screen: Screen[Any], renderable: Any) -> None:
            super()._display(screen, self.to_send(renderable))

    if ASKS:

        @property
        def _background_screens(self) -> list[Screen[Any]]:
            """The screens that show through the top one; none where that is opaque.

            Textual counts the one below it all the same, and paints the whole terminal anew for each change down
            there: 25 KB a time, while a training runs on under its chart on the whole screen.
            """
            hidden = bool(self.screen_stack) and self.screen_stack[-1].styles.background.a == 1
            return [] if hidden else super()._background_screens


def color_system(console: Console) -> ColorSystem:
    """The colors that a console writes in."""
    known = getattr(console, "_color_system", None)
    return known if isinstance(known, ColorSystem) else ColorSystem.TRUECOLOR


def color_system_lacking() -> str:
    """What is missing where the colors of a console cannot be told; '' where they can."""
    return "" if hasattr(Console(), "_color_system") else "Console._color_system"


def forget_drawn() -> None:
    """Let go of the last thousand widgets that were drawn, which Textual keeps as arguments of a cached method."""
    forget = _forget()
    if forget is not None:
        forget()


def forget_drawn_lacking() -> str:
    """What is missing where they cannot be let go; '' where they can."""
    return "StylesCache.get_inner_outer.cache_clear" if _forget() is None else ""


def _forget() -> Callable[[], object] | None:
    (cache,) = parts("textual._styles_cache", "StylesCache")  # not before something of Textual's is wanted
    found: Callable[[], object] | None = getattr(getattr(cache, "get_inner_outer", None), "cache_clear", None)
    return found


def disagreement(rewrite: Callable[[Any], Any]) -> str:
    """Why updates cannot be written by `rewrite`, in words; '' where that shows what Textual's own bytes show.

    Two small updates are written in both ways and compared, so that another Textual costs bytes and no garbled screen.
    """
    if lacking := missing("textual._compositor", "ChopsUpdate", "CompositorUpdate", "LayoutUpdate"):
        return f"Textual has no {lacking[0]}"
    if not DISPLAYS:
        return "Textual hands its updates to no App._display(screen, renderable)"
    console = Console(color_system="standard", force_terminal=True, width=12)
    red, blue = Strip([Segment("abcdef", Style(color="red"))]), Strip([Segment("ghijkl", Style(color="blue"))])
    try:
        for update, meant in (
            (ChopsUpdate([{0: red, 6: blue}], [(0, 2, 9)], [[6, 12]]), range(2, 9)),
            (LayoutUpdate([[red, blue]], Region(0, 0, 12, 1)), range(12)),
        ):
            ours = _shown(rewrite(update).render_segments(console))
            theirs = _shown(update.render_segments(console))
            if {column for _, column in ours} != {*meant} or not ours.items() <= theirs.items():
                return f"what is written for a {type(update).__name__} is not what Textual shows"
    except (
        Exception
    ) as error:  # of another Textual's private parts anything may be expected, and its own bytes are right
        return f"Textual's updates are others now ({type(error).__name__}: {error})"
    return ""


def _shown(sent: str) -> dict[tuple[int, int], tuple[str, str]]:
    """What stands where on a terminal that was sent this: (row, column) to a character and the style in force."""
    shown: dict[tuple[int, int], tuple[str, str]] = {}
    row = column = 0
    style = ""
    for escape, text in _PIECES.findall(sent):
        if move := _MOVE.fullmatch(escape):
            row, column = int(move[1]) - 1, int(move[2]) - 1
        elif escape:
            style = "" if escape in _PLAIN else escape
        for character in text:
            shown[row, column] = (character, style)
            column += 1
    return shown
