"""A widget that shows drawings, and sends the terminal only the cells that differ from the drawing before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tutor.charts.drawing import Drawing, Placed, Size, Span
from tutor.ui.terminal.palette import Palette, inks

if TYPE_CHECKING:
    from rich.color import Color

Cell = tuple[str, str, str]
"""Character, ink, ground."""

_COLORS = {"standard": 16, "windows": 16, "256": 256, "truecolor": 16777216}


class DrawingView(Widget):
    """Shows a `Drawing`; posts `Resized` when there is room for one of another size."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    DrawingView { width: 1fr; height: 1fr; }
    """

    class Resized(Message):
        """The widget has another size: a drawing of `size` is wanted."""

        def __init__(self, view: DrawingView, size: Size) -> None:
            super().__init__()
            self.view = view
            self.size = size

        @property
        def control(self) -> DrawingView:
            """The widget that sent it."""
            return self.view

    def __init__(
        self,
        drawing: Drawing | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._drawing = drawing or Drawing((), Size(0, 0))
        self._inks: Palette | None = None
        self._standing: Mapping[Placed, Color] = {}
        """Pictures in whose place are cells that the terminal fills with their pixels, and the colors of these."""

    @property
    def drawing(self) -> Drawing:
        """The drawing that is on the screen."""
        return self._drawing

    @property
    def room(self) -> Size:
        """The size of the drawing that would fill the widget."""
        return Size(self.content_size.width, self.content_size.height)

    def show(self, drawing: Drawing) -> int:
        """Show another drawing; about how many bytes that sends.

        Where it has the size of the one before, only what changed is sent.
        """
        before, self._drawing = self._drawing, drawing
        if drawing is before:
            return 0
        if drawing.pictures != before.pictures:
            self.stand({})
            self.follow_graphics()
        if drawing.size != before.size:
            self.refresh()
            return sum(weight(row, 0, drawing.size.width) for row in drawing.rows)
        runs = [
            (row, first, last)
            for row, (old, new) in enumerate(zip(before.rows, drawing.rows, strict=True))
            for first, last in changed_runs(old, new)
        ]
        if runs:
            self.refresh(*(Region(first, row, last - first, 1) for row, first, last in runs))
        return sum(weight(drawing.rows[row], first, last) for row, first, last in runs)

    def render_line(self, y: int) -> Strip:
        """One row of the drawing, cut or filled to the widget's width."""
        width = self.content_size.width
        base = self.rich_style
        spans = self._drawing.rows[y] if y < len(self._drawing.rows) else ()
        styles = self._styles()
        strip = Strip([Segment(text, base + styles.style(ink, ground)) for text, ink, ground in spans])
        strip = strip.adjust_cell_length(width, Style(bgcolor=base.bgcolor))
        for picture, color in self._standing.items():
            if picture.row <= y < picture.row + picture.size.height:
                strip = _with_pixels(strip, picture, y - picture.row, color, base)
        return strip

    def follow_graphics(self) -> None:
        """Have the pixels of its pictures shown, where the terminal can."""
        graphics = getattr(self.app, "graphics", None)
        if graphics is not None and self._drawing.pictures:
            graphics.follow(self)

    def stand(self, colors: Mapping[Placed, Color]) -> None:
        """Show, in place of these pictures, the cells that stand for them in these colors."""
        if colors != self._standing:
            self._standing = colors
            self.refresh()

    def on_mount(self) -> None:
        """Follow changes of the theme."""
        self.app.theme_changed_signal.subscribe(self, self._forget_inks)

    def on_unmount(self) -> None:
        """Follow no more, for the signal would keep this for as long as the tutor runs."""
        self.app.theme_changed_signal.unsubscribe(self)

    def on_resize(self, _: Resize) -> None:
        """Ask for a drawing of the new size."""
        if self.room != self._drawing.size:
            self.post_message(self.Resized(self, self.room))

    def _forget_inks(self, _: object) -> None:
        self._inks = None
        self.refresh()

    def _styles(self) -> Palette:
        if self._inks is None:
            theme = self.app.current_theme
            colors = _COLORS.get(self.app.console.color_system or "", 2)
            self._inks = inks(dark=theme.dark, ansi=bool(getattr(theme, "ansi", False)), colors=colors)
        return self._inks


def _with_pixels(strip: Strip, picture: Placed, row: int, color: Color, base: Style) -> Strip:
    """A row of a drawing in which a row of a picture is what stands for it."""
    from tutor.ui.terminal import placeholders

    first, last = picture.column, min(picture.column + picture.size.width, strip.cell_length)
    if first >= last:
        return strip
    cells = placeholders.cells(color, row, last - first, Style(bgcolor=base.bgcolor))
    return Strip.join([strip.crop(0, first), Strip(cells, last - first), strip.crop(last)])


GAP = 8
"""So many unchanged cells between two changed ones are left out; fewer cost less than moving over them."""


def changed_runs(old: tuple[Span, ...], new: tuple[Span, ...]) -> list[tuple[int, int]]:
    """Runs of cells that differ between two rows of equal width, each with its first cell and the one after its last;
    what changed close together is one run."""
    if old == new:
        return []
    runs: list[tuple[int, int]] = []
    for column, (a, b) in enumerate(zip(_cells(old), _cells(new), strict=True)):
        if a != b:
            if runs and column - runs[-1][1] < GAP:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
    return runs


MOVE, COLOR = 8, 18
"""Bytes that move the cursor to a run of cells, and that set the ink or the ground of a span of them."""


def weight(row: tuple[Span, ...], first: int, last: int) -> int:
    """About how many bytes the cells of a row from `first` up to `last` send to a terminal of all colors."""
    size, column = MOVE, 0
    for text, ink, ground in row:
        start, end = max(first, column), min(last, column + len(text))
        if start < end:
            size += COLOR * (bool(ink) + bool(ground)) + len(text[start - column : end - column].encode())
        column += len(text)
    return size


def _cells(row: tuple[Span, ...]) -> list[Cell]:
    return [(char, ink if char != " " else "", ground) for text, ink, ground in row for char in text]
