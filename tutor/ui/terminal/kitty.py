"""Pictures by Kitty's graphics protocol: sent once each, and forgotten by the terminal once no drawing has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tutor.ui.terminal import placeholders
from tutor.ui.terminal.encoding import compressed
from tutor.ui.terminal.graphics import seen

if TYPE_CHECKING:
    from rich.color import Color

    from tutor.charts.drawing import Placed
    from tutor.ui.terminal.graphics import Beside, Sending, Surface


class Kitty:
    """Knows which pictures the terminal has, and by which numbers."""

    def __init__(self, sending: Sending, beside: Beside, cell: tuple[int, int], *, few: bool) -> None:
        """`cell` are the pixels of a cell; `few`, whether there are 256 colors to say numbers by."""
        self.cell = cell
        self._sending = sending
        self._beside = beside
        self._numbers = placeholders.numbers(few=few)
        self._sent: dict[Placed, tuple[int, Color]] = {}
        self._begun: int | None = None

    async def settle(self, shown: Iterable[Surface], others: Iterable[Surface]) -> None:
        """Send what can be seen and the terminal has not, and let it forget what no drawing has any more."""
        shown, others = list(shown), list(others)
        for surface in shown:
            for picture in surface.drawing.pictures:
                fits = max(picture.size) <= len(placeholders.marks())
                if fits and picture not in self._sent and seen(surface, picture) and not await self._send(picture):
                    return
            if surface.is_attached and surface.screen.is_active:  # still
                pictures = surface.drawing.pictures
                surface.stand({one: self._sent[one][1] for one in pictures if one in self._sent})
        kept = {picture for surface in (*shown, *others) for picture in surface.drawing.pictures}
        for picture in self._sent.keys() - kept:
            self._sending.now(placeholders.removal(self._sent.pop(picture)[0]))

    async def _send(self, picture: Placed) -> bool:
        whole = Region(0, 0, *picture.size)
        png = await self._beside(compressed, picture, whole, self.cell, most=self._sending.most * 3 // 4)
        number, color = next(self._numbers)
        self._begun = number
        sent = await self._sending.send(placeholders.commands(number, png, *picture.size))
        self._begun = None
        if sent:
            self._sent[picture] = (number, color)
        return sent

    def sent(self, update: Any) -> bool:
        """Whatever is sent, the terminal keeps them."""
        del update
        return False

    def leaving(self) -> str:
        """What ends a picture that is not all sent, and has the terminal forget all."""
        numbers = [number for number, _ in self._sent.values()]
        end = ""
        if self._sending.open:
            self._sending.open = False
            end, numbers = placeholders.END, [*numbers, *([] if self._begun is None else [self._begun])]
        self._sent.clear()
        return end + "".join(map(placeholders.removal, numbers))
