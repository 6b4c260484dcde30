"""What is sent to a terminal that cannot show all of Unicode: the same picture in the characters that it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

    from tutor.ui.terminal.terminal import Characters

_CONSOLE = """╭┌ ╮┐ ╰└ ╯┘ ╌─ ╎│ ┄─ ┆│ ━─ ┃│ ▸> ▹> ▶> ◂< ◃< ◀< ✓√ ✔√ ✗x ✘x ✕x ●* ◉@ ○o ◐% ◦. …~ ↵< ←< →> ↑^ ↓v −- ×x ∂d
              ³3 ¹1 ⁰0 ⁸8 ⏸| ‘' ’' “" ”" –- —- ▁▄ ▂▄ ▃▄ ▅▄ ▆█ ▇█ ▔▀ ▕▐ ▏▌ ▎▌ ▍▌ ▋▌ ▊▌ ▉▌ ⟨< ⟩> ▲^ ▼v ❯> •* ‹<
              ›> ◇o ◈% ◆+ ⎛┌ ⎜│ ⎝└ ⎞┐ ⎟│ ⎠┘ ⎡┌ ⎢│ ⎣└ ⎤┐ ⎥│ ⎦┘ ⎧┌ ⎨┤ ⎩└ ⎫┐ ⎬├ ⎭┘ ⎪│ ⎰/ ⎱\\ ‖║ ⋯~ ⋮: ⋱\\"""
"""Each character that the fonts of Linux consoles lack, and the one that they have: those of code page 437."""
_ASCII = """┌+ ┐+ └+ ┘+ ├+ ┤+ ┬+ ┴+ ┼+ ─- │| ═= ║| █# ▓# ▒+ ░. ▀" ▄_ ▌| ▐| ▖. ▗. ▘' ▝' ▙# ▛# ▜# ▟# ▚\\ ▞/ √v ·. ²2 °o ÷/
            λl μu σs π~ ∑S ∇V ≤< ≥> ≈~ ≠# ∞8"""


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in text.split()}


class Substitution(LineFilter):
    """Replaces characters on their way to the terminal, each by one as wide."""

    def __init__(self, characters: Characters) -> None:
        super().__init__()
        self._ascii = characters == "ascii"
        self._table = _pairs(_CONSOLE)
        if self._ascii:
            plain = _pairs(_ASCII)
            self._table = {one: plain.get(other, other) for one, other in self._table.items()} | plain
        self._shown = lru_cache(4096)(self._substituted)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's interface
        """The line in the characters that there are."""
        return self.substituted(segments)

    def substituted(self, segments: Sequence[Segment]) -> list[Segment]:
        """The segments, as wide as before."""
        return [
            segment if segment.text.isascii() else Segment(self._shown(segment.text), segment.style, segment.control)
            for segment in segments
        ]

    def _substituted(self, text: str) -> str:
        return "".join(map(self._character, text))

    def _character(self, character: str) -> str:
        known = self._table.get(character)
        if known is not None:
            return known
        if not self._ascii or character.isascii():
            return character
        width = get_character_cell_size(character)
        plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        return plain if len(plain) == width else "?" * width
