"""A picture that lies beside an opened file, drawn below the words for it, or why it is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from tutor.charts.cell_grid import CellGrid
from tutor.charts.drawing import Drawing, Size
from tutor.opening import pictures, pixels
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.presence import Present
from tutor.views.pictures.data import Tile
from tutor.views.pictures.pixels import Way, draw_tile
from tutor.views.plain import plain


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
        self._wanted = self._drawn = Size(0, 0)
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
        self._wanted = Size(self.size.width, max(1, self.screen.size.height * 2 // 3))
        if self._wanted != self._drawn and not self._at_work:
            self._at_work = True
            self.begin(self._draw)

    async def _draw(self) -> None:
        try:
            if self._pixels is None:
                async with self._decoding:
                    self._pixels = await asyncio.to_thread(pixels.read, self._address, self._file)
            while self._drawn != self._wanted:
                wanted = self._wanted
                self._show(await asyncio.to_thread(drawn, self._pixels, wanted, self._terminal))
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
        """What keeps it from being drawn; its words stand above."""
        self._why.update(f"{plain(pictures.name(self._address))} is not drawn: {why}")
        self._why.display = True


def drawn(picture: pixels.Pixels, room: Size, terminal: TerminalCapabilities) -> Drawing:
    """A picture in cells: two pixels in each, or one in every two of them where the terminal has no half blocks."""
    way = Way(2, 1, halves=False) if terminal.marks == "ascii" else Way(1, 1, halves=True)
    one = way.cells(2, 2)
    small = pixels.fitted(picture, room.width * 2 // one.width, room.height * 2 // one.height, colors=terminal.colors)
    tile = Tile(small.width, small.height, small.values)
    sheet = CellGrid(way.cells(small.width, small.height))
    draw_tile(sheet, 0, 0, tile, way, 3, terminal.marks, signed=False, shades=True)
    return sheet.drawing()
