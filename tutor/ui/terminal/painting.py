"""Pictures as sixels or by iTerm's protocol: painted over the cells of a drawing, and gone once these are written anew.

So what is in the cells is always what was there without: to take a picture away is to send its cells, which Textual
does where anything changes there. What is painted is what can be seen of a picture, and only where nothing covers it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tutor.compat.textual_screen import ChopsUpdate, LayoutUpdate
from tutor.ui.terminal import encoding
from tutor.ui.terminal.graphics import origin, seen

if TYPE_CHECKING:
    from tutor.charts.drawing import Placed
    from tutor.ui.terminal.graphics import Beside, Line, Surface


class Spot:
    """Where a picture can be seen, and whether it is painted there. Once something else is sent there, it is none."""

    def __init__(self, place: Region) -> None:
        self.place = place
        self.painted = False
        self.gone = False


class Painting:
    """Knows which pictures are on the terminal, and where."""

    def __init__(self, line: Line, beside: Beside, cell: tuple[int, int], *, inline: bool, most: int) -> None:
        """`cell` are the pixels of a cell, `most` the bytes of a picture; `inline`: by iTerm's protocol."""
        self._line = line
        self._beside = beside
        self._cell = cell
        self._inline = inline
        self._most = most
        self._spots: dict[tuple[Surface, Placed], Spot] = {}
        self._made: dict[Placed, tuple[Region, tuple[int, int], str]] = {}
        """Of each picture what was painted last: which part, of which cells, and what was sent."""

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in pixels."""
        return self._cell

    @cell.setter
    def cell(self, cell: tuple[int, int]) -> None:
        if cell != self._cell:
            self._cell = cell
            self._spots.clear()

    async def settle(self, shown: Iterable[Surface], others: Iterable[Surface]) -> None:
        """Paint what can be seen, and is not painted."""
        del others  # the screen above them was sent over them
        wanted = [(surface, picture) for surface in shown for picture in surface.drawing.pictures]
        self._spots = {key: spot for key, spot in self._spots.items() if key in wanted}
        self._made = {picture: self._made[picture] for _, picture in wanted if picture in self._made}
        for surface, picture in wanted:
            place, known = visible(surface, picture), self._spots.get((surface, picture))
            if known is None or known.gone or not known.painted or known.place != place:
                spot = self._spots[surface, picture] = Spot(place)
                data = await self._data(picture, place.translate(-origin(surface, picture))) if place else ""
                still = not spot.gone and surface.is_attached and visible(surface, picture) == place
                if data and still and self._spots.get((surface, picture)) is spot and self._line.open:
                    self._line.write(f"\x1b7\x1b[{place.y + 1};{place.x + 1}H{data}\x1b8")
                    spot.painted = True

    async def _data(self, picture: Placed, part: Region) -> str:
        made = self._made.get(picture)
        if made is None or made[:2] != (part, self._cell):
            made = (part, self._cell, await self._beside(self._encoded, picture, part, self._cell))
            self._made[picture] = made
        return made[2]

    def _encoded(self, picture: Placed, part: Region, cell: tuple[int, int]) -> str:
        if not self._inline:
            return encoding.sixels(picture, part, cell, most=self._most)
        data = encoding.compressed(picture, part, cell, most=self._most * 3 // 4, photos="JPEG")
        options = f"inline=1;size={len(data)};width={part.width};height={part.height}"
        still = "preserveAspectRatio=0;doNotMoveCursor=1"
        return f"\x1b]1337;File={options};{still}:{b64encode(data).decode('ascii')}\x07"

    def sent(self, update: Any) -> bool:
        """Whether the update went over a picture, or over where one was to be."""
        over = [spot for spot in self._spots.values() if spot.place and _touches(update, spot.place)]
        for spot in over:
            spot.gone = True
        return bool(over)

    def leaving(self) -> str:
        """Nothing: they go with the screen that they are on."""
        self._spots.clear()
        return ""


def visible(surface: Surface, picture: Placed) -> Region:
    """The cells of the terminal in which a picture can be seen; none where something lies over any of them."""
    # nor in the last row of all: a terminal that goes on below a picture would scroll
    place = seen(surface, picture).intersection(Region(0, 0, *surface.screen.size).shrink((0, 0, 1, 0)))
    return place if place and _uncovered(surface, place) else Region()


def _uncovered(surface: Surface, place: Region) -> bool:
    """Whether the surface is what is seen there, at both ends and in the middle of each row."""
    columns = {place.x, place.x + place.width // 2, place.right - 1}
    cells = ((column, row) for row in range(place.y, place.bottom) for column in columns)
    over: Iterator[object] = (surface.screen.get_widget_at(*cell)[0] for cell in cells)
    return all(widget is surface for widget in over)


def _touches(update: Any, place: Region) -> bool:
    if type(update) is ChopsUpdate:
        return any(place.y <= row < place.bottom and first < place.right and last > place.x
                   for row, first, last in update.spans)  # fmt: skip
    return bool(update.region.intersection(place)) if type(update) is LayoutUpdate else True
