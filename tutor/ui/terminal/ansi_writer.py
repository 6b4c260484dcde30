"""What an update of the screen sends: the cells that are meant and no others, and of colors only what differs.

Textual sends a changed run of cells with all of its widget's row to the left of it, and before each piece of text both
colors, and behind it a reset: for charts, four times as much as is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rich.cells import get_character_cell_size

from tutor.compat.textual_screen import ChopsUpdate, CompositorUpdate, LayoutUpdate, color_system, disagreement

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style
    from textual.strip import Strip

_RESET = ("", "39", "49")
"""No attributes, and the terminal's own ink and ground."""


class AnsiWriter:
    """Writes styled text for a terminal, which keeps a color until it is told another."""

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        self._held = _RESET
        self._sent: list[str] = []

    def move(self, column: int, row: int) -> None:
        """Go on there; both count from 0."""
        self._sent.append(f"\x1b[{row + 1};{column + 1}H")

    def write(self, strip: Strip) -> None:
        """Write a strip's text in its styles."""
        for text, style, _ in strip:
            if not text:
                continue
            if style is not None and style.link:
                self._hold(_RESET)
                self._sent.append(style.render(text, color_system=self._system))
                continue
            self._hold(_RESET if style is None else _codes(style, self._system))
            self._sent.append(text)

    def sent(self) -> str:
        """All of it, for a terminal that has its own colors before and again behind it."""
        self._hold(_RESET)
        return "".join(self._sent)

    def _hold(self, wanted: tuple[str, str, str]) -> None:
        """Take up these attributes, this ink and this ground."""
        held = self._held
        if wanted == held:
            return
        if wanted[0] != held[0]:  # attributes are taken away by a reset only
            codes = ["0", *(code for code, own in zip(wanted, _RESET, strict=True) if code != own)]
        else:
            codes = [code for code, old in zip(wanted, held, strict=True) if code != old]
        self._sent.append(f"\x1b[{';'.join(codes)}m" if codes != ["0"] else "\x1b[0m")
        self._held = wanted


@lru_cache(maxsize=4096)
def _codes(style: Style, system: ColorSystem) -> tuple[str, str, str]:
    """A style's attributes, ink and ground as the terminal is told them."""
    plain = style.without_color.render("x", color_system=system)
    attributes = plain[2 : plain.index("m")] if plain != "x" else ""
    ink, ground = (
        ";".join(color.downgrade(system).get_ansi_codes(foreground)) if color is not None else own
        for color, foreground, own in ((style.color, True, _RESET[1]), (style.bgcolor, False, _RESET[2]))
    )
    return attributes, ink, ground


class Runs(CompositorUpdate):
    """Changed runs of cells."""

    def __init__(self, update: ChopsUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What the terminal is sent."""
        pen, update = _pen(console), self._update
        for row, first, last in update.spans:
            for end, (start, strip) in zip(update.chop_ends[row], update.chops[row].items(), strict=False):
                if strip is None or start >= last or end <= first:
                    continue
                left, right = whole(strip, max(first, start) - start, min(last, end) - start)
                pen.move(start + left, row)
                pen.write(strip.crop(left, right))
        return pen.sent()


class RowsUpdate(CompositorUpdate):
    """An update of whole rows."""

    def __init__(self, update: LayoutUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What the terminal is sent."""
        pen, update = _pen(console), self._update
        for row, strips in enumerate(update.strips, update.region.y):
            pen.move(update.region.x, row)
            for strip in strips:
                pen.write(strip)
        return pen.sent()


def _pen(console: Console) -> AnsiWriter:
    return AnsiWriter(color_system(console))


def sparing(update: Any) -> Any:
    """The same update in fewer bytes; what is not known here as it is, and all of it where Textual writes otherwise."""
    return update if objection() else rewritten(update)


@cache
def objection() -> str:
    """Why Textual's own bytes are sent, in words; '' where ours show the same. Asked once, at the first update."""
    return disagreement(rewritten)


def rewritten(update: Any) -> Any:
    """An update as it is written here; what is not known here as it is."""
    if type(update) is ChopsUpdate:
        return Runs(update)
    return RowsUpdate(update) if type(update) is LayoutUpdate else update


def whole(strip: Strip, left: int, right: int) -> tuple[int, int]:
    """The cells from `left` up to `right`, and the other half of a wide character that would be cut in two."""
    if strip.cell_length == len(strip.text):
        return left, right  # nothing here is wide
    for start, end in _places(strip.text):
        left = start if start < left < end else left
        right = end if start < right < end else right
    return left, right


def _places(text: str) -> Iterable[tuple[int, int]]:
    """Where each character begins, and where the one after it does, in cells."""
    column = 0
    for character in text:
        width = get_character_cell_size(character)
        yield column, column + width
        column += width
