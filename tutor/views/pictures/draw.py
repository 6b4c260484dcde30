"""Small pictures in cells: half blocks where there are shades, characters of different weight or dots where not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec

from tutor.charts.axis import number
from tutor.charts.cell_grid import CellGrid, cut, printable
from tutor.charts.drawing import Drawing, Marks, Placed, Size, blank
from tutor.charts.scale import Scale
from tutor.views.pictures.data import PicturesView, Tile
from tutor.views.pictures.pixels import GRAYS, WEIGHTS, Way, draw_tile

_GAP = 2
"""Columns between two pictures."""
_LEGEND = 34
"""Columns that a legend takes at most."""
_CLEAR = 6
"""Columns that a picture needs at least to be made out; more than fit are left out before it is made smaller."""
_LARGEST = 8
"""Columns that a pixel takes at most."""
MANY = 160 * 160
"""Pixels of a picture from which on Pillow makes it smaller, where it is installed: what is sent to be seen in all of
its pixels takes too long otherwise."""


def draw_pictures(view: PicturesView, size: Size, marks: Marks, shades: bool, page: int) -> Drawing:
    """Draw as many pictures as fit, as large as all of them can be, with what they are below each.

    A right prediction has a ✓, a wrong one a ✗ and both words. The last row is the legend: the values that the
    darkest and the brightest stand for, and how many pictures found no room. Page k is picture k alone.
    """
    tiles: Sequence[Tile] = view.tiles if page == 0 else view.tiles[page - 1 : page]
    channels, signed = view.channels, view.signed
    if size.width < 4 or size.height < 2 or not tiles:
        return blank(size, "too small" if tiles else "no pictures")
    captions = [_caption(tile, marks) for tile in tiles]
    caption = 1 if any(captions) and size.height >= 4 else 0
    foot = 1 if size.height >= 6 else 0
    room = Size(size.width, size.height - foot)
    words = max((len(text) for text, _ in captions), default=0) if caption else 0
    whole = tiles
    tiles, way, cell = sized(
        tiles, room, channels, marks, signed=signed, shades=shades, words=min(words, 14), caption=caption
    )
    gap = 1 if caption else 0
    column_width = max(cell.width, min(words, 14)) + _GAP
    columns = max(1, (room.width + _GAP) // column_width)
    needed = -(-len(tiles) // columns)
    if needed * (cell.height + caption + gap) - gap > room.height:
        gap = 0  # rather a row of pictures more
    rows = min(needed, max(1, (room.height + gap) // (cell.height + caption + gap)))
    sheet = CellGrid(size)
    shown = min(len(tiles), columns * rows)
    for index, tile in enumerate(tiles[:shown]):
        down, across = divmod(index, columns)
        left, top = across * column_width, down * (cell.height + caption + gap)
        draw_tile(sheet, left, top, tile, way, channels, marks, signed=signed, shades=shades)
        if tile.width < whole[index].width and shades and not signed:
            values, cells = whole[index], way.cells(tile.width, tile.height)
            sheet.pictures.append(Placed(left, top, cells, values.width, values.height, values.values, channels))
        if caption:
            text, ink = captions[index]
            sheet.text(left, top + cell.height, cut(text, column_width - 1, plain=marks == "ascii"), ink)
    if foot:
        hidden = f"{len(tiles) - shown:,} more find no room" if shown < len(tiles) else ""
        row = min(size.height - 1, -(-shown // columns) * (cell.height + caption + gap))
        _foot(sheet, row, view, ", ".join(filter(None, [hidden, view.note])), marks, shades=shades)
    return sheet.drawing()


def pictures_pages(view: PicturesView) -> int:
    """All together, and each alone where there are several."""
    return len(view.tiles) + 1 if len(view.tiles) > 1 else 1


def pictures_title(view: PicturesView, page: int) -> str:
    """The shape of them all; how many predictions are right."""
    scored = [tile.right for tile in view.tiles if tile.right is not None]
    right = f"{sum(scored)} of {len(scored)} right" if scored and not page else ""
    return " · ".join(filter(None, [view.shape, right]))


def pictures_words(view: PicturesView) -> str:
    """What they are, and the first of them in ASCII, as many as stand side by side."""
    few = view.tiles[: max(1, 78 // (2 * view.tiles[0].width + 2))]
    size = Size(78, min(24, few[0].height + 3))
    drawing = draw_pictures(msgspec.structs.replace(view, tiles=few, note=""), size, "ascii", False, 0)
    words = f"{len(view.tiles)} pictures of {view.shape}" if len(view.tiles) > 1 else f"a picture of {view.shape}"
    scored = [tile.right for tile in view.tiles if tile.right is not None]
    said = f"; {sum(scored)} of {len(scored)} predicted right" if scored else ""
    note = f"; {view.note}" if view.note else ""
    return f"{words}{said}{note}\n{drawing.text()}".rstrip()


def _caption(tile: Tile, marks: Marks) -> tuple[str, str]:
    """Label and prediction, and the ink: signs say what the color says."""
    label, given = printable(tile.label, plain=marks == "ascii"), printable(tile.predicted, plain=marks == "ascii")
    yes, no = ("v", "x") if marks != "braille" else ("✓", "✗")
    if tile.right is True:
        return f"{yes} {label}", "right"
    if tile.right is False:
        return f"{no} {given}, is {label}", "bad"
    if given:
        return given, "label"
    return label, "label"


# ---------------------------------------------------------------------------------------------------------- how large


def sized(
    tiles: Sequence[Tile],
    room: Size,
    channels: int,
    marks: Marks,
    *,
    signed: bool,
    shades: bool,
    words: int = 0,
    caption: int = 0,
) -> tuple[Sequence[Tile], Way, Size]:
    """The pictures, made smaller where not even one would fit; how they are drawn, and the cells of the largest.

    `words` are the columns, `caption` the rows that stand below each of them.
    """
    wide, high = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    ways = _ways(marks, shades=shades, signed=signed)
    way = _way(ways, room, len(tiles), wide, high, words, caption)
    if way is None:
        way = ways[-1]
        tiles, wide, high = _shrunk(tiles, room, caption, way, channels)
    return tiles, way, way.cells(wide, high)


def _way(ways: Sequence[Way], room: Size, count: int, wide: int, high: int, words: int, caption: int) -> Way | None:
    """The largest way in which all pictures fit, else the smallest in which one does; None where not even that."""
    clear = [way for way in ways if not way.dots and way.cells(wide, high).width >= _CLEAR]
    for way in clear:
        cell = way.cells(wide, high)
        columns = (room.width + _GAP) // (max(cell.width, words) + _GAP)
        if (
            cell.width <= room.width
            and columns * ((room.height + bool(caption)) // (cell.height + 2 * caption)) >= count
        ):
            return way
    for way in (*reversed(clear), *ways):
        cell = way.cells(wide, high)
        if cell.width <= room.width and cell.height + caption <= room.height:
            return way
    return None


def _ways(marks: Marks, *, shades: bool, signed: bool) -> list[Way]:
    """From the largest to the smallest: a pixel stays about square, a cell being twice as high as it is wide."""
    if shades and marks != "ascii":
        return [Way(size, size, True) for size in range(_LARGEST, 0, -1)]
    ways = [Way(2 * size, size, False) for size in range(_LARGEST // 2, 0, -1)]
    if marks != "ascii" and not signed:
        ways += [Way(size, size, True, plain=True) for size in (2, 1)]
    return [*ways, Way(1, 1, True, dots=True)] if marks == "braille" else ways


def _shrunk(tiles: Sequence[Tile], room: Size, caption: int, way: Way, channels: int) -> tuple[list[Tile], int, int]:
    """The pictures made so small that one fits; how wide and high the largest is then."""
    unit = way.cells(8, 8)
    wide, high = max(tile.width for tile in tiles), max(tile.height for tile in tiles)
    most_wide, most_high = room.width * 8 // unit.width, max(1, room.height - caption) * 8 // unit.height
    factor = min(most_wide / wide, most_high / high)
    made = [_sampled(tile, max(1, int(tile.width * factor)), max(1, int(tile.height * factor)), channels)
            for tile in tiles]  # fmt: skip
    return made, max(tile.width for tile in made), max(tile.height for tile in made)


def _sampled(tile: Tile, width: int, height: int, channels: int) -> Tile:
    """The picture at another size, each pixel the mean of those that it stands for."""
    if tile.width * tile.height > MANY:
        with suppress(ImportError):
            return _sampled_by_pillow(tile, width, height, channels)
    values: list[int] = []
    for y in range(height):
        rows = range(y * tile.height // height, max(y * tile.height // height + 1, (y + 1) * tile.height // height))
        for x in range(width):
            columns = range(x * tile.width // width, max(x * tile.width // width + 1, (x + 1) * tile.width // width))
            for channel in range(channels):
                found = [tile.values[(row * tile.width + column) * channels + channel] for row in rows
                         for column in columns]  # fmt: skip
                values.append(sum(found) // len(found))
    return Tile(width, height, bytes(values), tile.label, tile.predicted, tile.right)


def _sampled_by_pillow(tile: Tile, width: int, height: int, channels: int) -> Tile:
    from PIL import Image

    whole: Any = Image.frombytes("RGB" if channels == 3 else "L", (tile.width, tile.height), tile.values)
    values = whole.resize((width, height), Image.Resampling.BOX).tobytes()
    return Tile(width, height, values, tile.label, tile.predicted, tile.right)


# ------------------------------------------------------------------------------------------------------------ legend


def _foot(
    sheet: CellGrid,
    row: int,
    view: PicturesView,
    note: str,
    marks: Marks,
    *,
    shades: bool,
) -> None:
    """The legend, and what is to be said beside it."""
    used, width = 0, sheet.size.width
    below = row + 1 < sheet.size.height
    if view.channels == 1 and (not note or below or len(note) + _LEGEND <= width):
        used = _legend(sheet, row, view, marks, shades=shades) + 3
    note = printable(note, plain=marks == "ascii")
    if used + len(note) > width and below:
        used, row = 0, row + 1
    if used + len(note) <= width or not used:
        sheet.text(used, row, cut(note, width, plain=marks == "ascii"), "note")


def _legend(sheet: CellGrid, row: int, view: PicturesView, marks: Marks, *, shades: bool) -> int:
    """Write it; the column where it ends."""
    if view.signed:
        column = 0
        for span in Scale(view.low, view.high, True).legend(marks, shades=shades, width=min(40, sheet.size.width)):
            sheet.text(column, row, span.text, span.ink)
            for at in range(column, min(column + len(span.text), sheet.size.width)):
                sheet.grounds[row][at] = span.ground
            column += len(span.text)
        return column
    low, high = (number(end, digits=3, plain=marks == "ascii") for end in (view.low, view.high))
    sheet.text(0, row, low, "tick")
    column = len(low) + 1
    if shades:
        for gray in range(GRAYS):
            sheet.put(column + gray, row, " ")
            if column + gray < sheet.size.width:
                sheet.grounds[row][column + gray] = f"gray{gray}"
        column += GRAYS
    else:
        bar = "".join(weight * 2 for weight in WEIGHTS[marks])
        sheet.text(column, row, bar)
        column += len(bar)
    sheet.text(column + 1, row, high, "tick")
    return column + 1 + len(high)
