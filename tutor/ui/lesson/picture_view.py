"""A picture that lies beside an opened file, drawn below the words for it, or why it is not."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from tutor.charts.cell_grid import CellGrid
from tutor.charts.drawing import Drawing, Placed, Size
from tutor.opening import pictures, pixels
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.presence import Present
from tutor.views.pictures.data import Tile
from tutor.views.pictures.pixels import Way, draw_tile
from tutor.views.plain import plain

if TYPE_CHECKING:
    from tutor.ui.terminal.graphics import Graphics


class PictureView(Present, Vertical):
    """A picture as wide as the page at most, and as high as two thirds of the screen."""

    DEFAULT_CSS = """
    PictureView { height: auto; min-height: 1; }
    PictureView > Static { display: none; height: auto; color: $text-muted; }
    PictureView > DrawingView { display: none; }
    """

    class Grown(Message):
        """It has another height, and what is below it another place."""

    def __init__(self, address: str, file: Path, terminal: TerminalCapabilities, decoding: asyncio.Lock) -> None:
        """`address` is what the text of the `file` has; `decoding` is held while a picture is decoded."""
        super().__init__()
        self._address = address
        self._file = file
        self._terminal = terminal
        self._decoding = decoding
        self._why = Static(markup=False)
        self._view = DrawingView()
        self._pixels: pixels.Pixels | None = None
        self._wanted = self._drawn = (Size(0, 0), pixels.KEPT)
        """The room that there is, and the pixels of it; and those for which it was drawn."""
        self._at_work = False

    def compose(self) -> ComposeResult:
        """The drawing, or why there is none; neither is there yet."""
        yield self._why
        yield self._view

    def on_resize(self) -> None:
        """Once it has a place it is read; where it gets another width, drawn anew."""
        self.fit()

    def on_drawing_view_resized(self, event: DrawingView.Resized) -> None:
        """How large it is drawn is not asked of the room that it has."""
        event.stop()

    def fit(self) -> None:
        """Have it drawn for the present width of the page and height of the screen."""
        if not self.size.width or self._why.display:
            return
        if self._terminal.colors == 2:
            self._say("there are no colors here")
            return
        room = Size(self.size.width, max(1, self.screen.size.height * 2 // 3))
        self._wanted = (room, self._most(room))
        if self._wanted != self._drawn and not self._at_work:
            self._at_work = True
            self.begin(self._draw)

    def follow_graphics(self) -> None:
        """The terminal has said that it can show more, or in another size."""
        self.fit()

    @property
    def _graphics(self) -> Graphics | None:
        graphics: Graphics | None = getattr(self.app, "graphics", None)
        return graphics

    def _most(self, room: Size) -> tuple[int, int]:
        """The pixels across and down that can be shown of it in this room: where that is not in half blocks, those of
        its cells."""
        cell = self._graphics.room if self._graphics is not None else None
        if cell is None:
            return pixels.KEPT
        return min(room.width * cell[0], pixels.LARGE[0]), min(room.height * cell[1], pixels.LARGE[1])

    async def _draw(self) -> None:
        try:
            while self._drawn != self._wanted:
                (room, most) = wanted = self._wanted
                beside = self._graphics.beside if self._graphics is not None else asyncio.to_thread
                picture = self._pixels
                if picture is None or most != pixels.KEPT:  # one that is larger than half blocks need is not kept
                    async with self._decoding:
                        picture = await beside(pixels.read, self._address, self._file, most)
                    self._pixels = picture if most == pixels.KEPT else None
                self._show(await beside(drawn, picture, room, self._terminal, whole=most != pixels.KEPT))
                self._drawn = wanted
        except pixels.NotDrawnError as error:
            self._say(str(error))
        finally:
            self._at_work = False

    def _show(self, drawing: Drawing) -> None:
        self._view.display = True
        self._view.styles.height = drawing.size.height
        self._view.show(drawing)
        self.post_message(self.Grown())

    def _say(self, why: str) -> None:
        """What keeps it from being drawn; its words stand above, and are all where there is nothing to say."""
        self.display = bool(why)
        self._why.update(f"{plain(pictures.name(self._address))} is not drawn: {why}")
        self._why.display = True


def drawn(picture: pixels.Pixels, room: Size, terminal: TerminalCapabilities, *, whole: bool = False) -> Drawing:
    """A picture in cells: two pixels in each, or one in every two of them where the terminal has no half blocks; with
    all of its pixels beside, where the `whole` is wanted."""
    way = Way(2, 1, halves=False) if terminal.marks == "ascii" else Way(1, 1, halves=True)
    one = way.cells(2, 2)
    small = pixels.fitted(picture, room.width * 2 // one.width, room.height * 2 // one.height, colors=terminal.colors)
    tile = Tile(small.width, small.height, small.values)
    sheet = CellGrid(way.cells(small.width, small.height))
    draw_tile(sheet, 0, 0, tile, way, 3, terminal.marks, signed=False, shades=True)
    if whole:
        sheet.pictures.append(Placed(0, 0, sheet.size, picture.width, picture.height, picture.values))
    return sheet.drawing()
